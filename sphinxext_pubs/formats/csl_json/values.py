"""The kinds of values in CSL-JSON, with lossless conversion from JSON to the model and back."""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sphinxext_pubs.formats.html_text import from_html, to_html
from sphinxext_pubs.model.publication import Date, Link, Name
from sphinxext_pubs.model.rich_text import Span, Text, clean, text_of
from sphinxext_pubs.notation.csl_dates import read_csl_date, to_csl
from sphinxext_pubs.notation.date_parts import write_points
from sphinxext_pubs.notation.dois import read_doi
from sphinxext_pubs.notation.free_dates import is_valid
from sphinxext_pubs.notation.names import parse_names
from sphinxext_pubs.notation.organizations import is_whole_organization
from sphinxext_pubs.notation.pages import normalize_pages


class JsonValueError(ValueError):
    """An invalid JSON value; ``valid_part`` is the part of it that could be read.

    ``sentences`` are what is wrong, without periods; if there are none, the value has the wrong type.
    """

    def __init__(self, valid_part: Any = None, *sentences: str) -> None:
        super().__init__()
        self.valid_part = valid_part
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A kind of values: its name in messages, and the conversion from JSON and back.

    ``read`` raises :exc:`JsonValueError`; ``write`` is only called for values that are not empty.
    """

    expected: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def read_string(value: Any) -> str:
    """Return a string or a finite number as a string without space around it."""
    if isinstance(value, str):
        return clean(value).strip(" \t\n\r")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise JsonValueError
    if isinstance(value, float) and not math.isfinite(value):
        raise JsonValueError
    return str(int(value) if value == int(value) else value)


#: Members of objects that programs write for a string, such as ``{"name": "ACM"}``.
_STRING_MEMBERS = ("name", "value", "title", "label", "display_name", "literal", "raw", "text", "#text", "_")


#: LaTeX math in the texts of other programs.
_MATH = re.compile(r"(?<![\\$])\$(?=[^\s$])([^$\n]{1,1000})(?<=\S)\$(?![\d$])")


def _read_text(value: Any) -> Text:
    if not isinstance(value, str):
        return text_of(read_string(value))
    return from_html(_MATH.sub(_math_span, value) if "$" in value else value)


def _math_span(match: re.Match[str]) -> str:
    """Return LaTeX math as HTML, or the text as it is if it is not LaTeX, such as an amount of money."""
    if not set("\\^_").intersection(match[1]):
        return match[0]
    return f'<span class="math">{html.escape(match[1], quote=False)}</span>'


def _single(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a function that also reads the only value of a list, and a string in an object."""

    def read_single(value: Any) -> Any:
        if isinstance(value, dict):
            names = [name for name in _STRING_MEMBERS if isinstance(value.get(name), str)]
            if names:
                return read(value[names[0]])
        if not isinstance(value, list):
            return read(value)
        values = [element for element in value if element not in (None, "")]
        if not values:
            return None
        if len(values) > 1:
            raise JsonValueError(
                read_single(values[0]), f"only the first of its {len(values)} values is used"
            )
        return read_single(values[0])

    return read_single


def _read_list(value: Any, read: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Return the elements of a list that are not empty; raise :exc:`JsonValueError` if any is invalid."""
    if not isinstance(value, list):
        raise JsonValueError
    valid: list[Any] = []
    for element in value:
        try:
            valid.append(read(element))
        except JsonValueError:
            continue
    nonempty = tuple(filter(None, valid))
    if len(valid) < len(value):
        raise JsonValueError(nonempty)
    return nonempty


#: The members of a name in CSL-JSON, and the attributes for them.
_CSL_PARTS = {
    "family": "family",
    "given": "given",
    "non-dropping-particle": "particle",
    "suffix": "suffix",
    "literal": "literal",
}
#: All members of names that are read; ``name`` is divided unless it is that of an organization.
_NAME_PARTS = {
    **_CSL_PARTS,
    "dropping-particle": "dropping",
    "lastName": "family",
    "firstName": "given",
    "last_name": "family",
    "first_name": "given",
    "last": "family",
    "first": "given",
    "familyName": "family",
    "givenName": "given",
    "name": "whole",
    "display_name": "whole",
    "full_name": "whole",
}


def _read_names(value: Any) -> tuple[Name, ...]:
    """Return the names of a list, each an object or a string, or of a string with several names."""
    if isinstance(value, str):
        parsed = parse_names(clean(value))
        if parsed.problems:
            raise JsonValueError(parsed.names, *parsed.problems)
        return parsed.names
    if not isinstance(value, list | dict):
        raise JsonValueError
    names: list[Name] = []
    sentences: list[str] = []
    for number, element in enumerate(value if isinstance(value, list) else [value], 1):
        name, problems = _read_name(element)
        names += [name] if name else []
        sentences += (f"name {number}: {problem}" for problem in problems)
    if sentences:
        raise JsonValueError(tuple(names), *sentences)
    return tuple(names)


def _read_name(value: Any) -> tuple[Name | None, list[str]]:
    """Return a name, and the sentences about what of it is invalid."""
    if isinstance(value, str):
        parsed = parse_names(f"{clean(value)}" if "," in value else clean(value))
        return (parsed.names[0] if len(parsed.names) == 1 else Name(literal=clean(value).strip())), []
    if not isinstance(value, dict):
        return None, ["the value must be an object with “family” and “given”; it is ignored"]
    parts: dict[str, str] = {}
    problems: list[str] = []
    for member, part in _NAME_PARTS.items():
        try:
            text = read_string(value.get(member) or "")
        except JsonValueError:
            problems.append(f"“{member}” must be a string; it is ignored")
            continue
        if text and not parts.get(part):
            parts[part] = text
    dropping = parts.pop("dropping", "")
    if dropping:  # it follows the given name in full names
        parts["given"] = f"{parts.get('given', '')} {dropping}".strip()
    whole = parts.pop("whole", "")
    if whole and not parts and is_whole_organization(whole):
        return Name(literal=whole), problems
    if whole and not parts:
        return _read_name(whole)[0], problems
    if parts.get("family"):
        parts.pop("literal", None)
    elif parts.get("literal"):
        parts = {"literal": parts["literal"]}
    return (Name(**parts) if parts else None), problems


def _write_name(name: Name) -> dict[str, str]:
    return {key: value for key, part in _CSL_PARTS.items() if (value := getattr(name, part))}


def _read_date(value: Any) -> Date | None:
    parsed = read_csl_date(_cleaned(value))
    if parsed.problem:
        raise JsonValueError(parsed.date, parsed.problem)
    return parsed.date


def _cleaned(value: Any) -> Any:
    """Return a date with the strings in it cleaned, which are at most two levels deep."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: clean(member) if isinstance(member, str) else member for name, member in value.items()}
    return value


_SEPARATOR = re.compile(r"(?:(?<!\s)\s++)?[,;]\s*+")


def _read_keyword(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(dict.fromkeys(_read_list(value, _single(read_string))))
    return tuple(word for word in _SEPARATOR.split(read_string(value)) if word)


def _write_keyword(words: tuple[str, ...]) -> str | list[str]:
    """Return a string, as required by the schema, or a list if a keyword contains a comma."""
    joined = ", ".join(words)
    return joined if _read_keyword(joined) == words else list(words)


def _read_link(value: Any) -> Link:
    if not isinstance(value, dict):
        raise JsonValueError
    rel, target, label = (read_string(value.get(name) or "") for name in ("rel", "target", "label"))
    if not (rel and target):
        raise JsonValueError
    return Link(rel, target, label)


def _write_link(link: Link) -> dict[str, str]:
    members = {"rel": link.rel, "target": link.target, "label": link.label}
    return {name: value for name, value in members.items() if value}


def _read_source(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(member, str) for member in value.values()):
        raise JsonValueError
    return {clean(name): clean(member) for name, member in value.items()}


_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def _read_other_date(value: Any) -> Text:
    """Return a date other than ``issued`` as text: ISO 8601 with ``/`` for a range, or as written.

    A date that ISO 8601 cannot express is kept as JSON. A time of day is only kept with ``date-parts``.
    """
    time = value.get("raw") if isinstance(value, dict) and "date-parts" in value else None
    if isinstance(time, str) and _TIME.fullmatch(time):
        return text_of(clean(time))
    if isinstance(value, str):
        return text_of(_without_time(read_string(value)))
    if isinstance(value, dict) and len(value) == 1:
        name, content = next(iter(value.items()))
        if name in ("raw", "literal") and isinstance(content, str | int):
            return text_of(_without_time(read_string(content)))
    parsed = read_csl_date(_cleaned(value))
    text = _date_text(parsed.date) if parsed.date else None
    if parsed.problem:
        raise JsonValueError(text, parsed.problem)
    if text is None and parsed.date is not None:
        return _read_any(to_csl(parsed.date))
    return text or text_of("")


def _date_text(date: Date) -> Text | None:
    """Return a date in ISO 8601, or as written, or None if neither expresses all of it."""
    if date.literal and not date.parts:
        return text_of(date.literal)
    if date.season or date.circa or date.uncertain or date.literal or not date.parts or date.end == ():
        return None
    iso = _iso_dates(write_points(date.parts, date.end))
    return text_of(iso) if iso else None


_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d\S{0,20}", re.ASCII)


def _without_time(text: str) -> str:
    match = _TIME.fullmatch(text)
    return match[1] if match else text


def _iso_dates(ends: Any) -> str:
    """Return CSL's date parts in ISO 8601, or the empty string if that is not equivalent."""
    try:
        texts = ["-".join([f"{end[0]:04d}", *(f"{part:02d}" for part in end[1:])]) for end in ends]
    except (TypeError, ValueError, IndexError, KeyError):
        return ""
    return "/".join(texts) if _parse_iso_dates(texts) == ends else ""


def _parse_iso_dates(ends: Iterable[str]) -> list[list[int]] | None:
    """Return CSL's date parts of one or two ISO 8601 dates, or None if one is invalid."""
    matches = [_ISO.fullmatch(end) for end in ends]
    if not all(matches) or len(matches) not in (1, 2):
        return None
    points = [[int(part) for part in match.groups() if part] for match in matches if match]
    return points if all(is_valid(tuple(point)) and point[0] for point in points) else None


def _write_other_date(text: Text) -> Any:
    written = str(text)
    parts = _parse_iso_dates(_without_time(written).split("/"))
    if parts:
        time = {"raw": written} if _TIME.fullmatch(written) else {}
        return {"date-parts": parts, **time}
    value = _write_any(text)
    return value if isinstance(value, dict) else {"literal": written}


#: Maximum number of brackets in a value that is kept as JSON, as it is neither text nor a number.
_MAX_BRACKETS = 1000


def _read_any(value: Any) -> Text:
    """Return any JSON value as text: strings and numbers as plain text, others as JSON in a code span."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return _read_text(value)
    try:
        source = clean(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    except (ValueError, RecursionError):
        raise JsonValueError from None
    if source.count("[") + source.count("{") > _MAX_BRACKETS:
        raise JsonValueError
    return Text((Span("code", (source,)),))


def _write_any(text: Text) -> Any:
    """Return the JSON value of a text, the inverse of :func:`_read_any`."""
    part = text.parts[0] if len(text.parts) == 1 else ""
    if isinstance(part, Span) and part.kind == "code":
        try:
            return json.loads(str(text))
        except (ValueError, RecursionError):
            pass  # code that is not JSON is markup
    return to_html(text)


STRING = ValueKind("a string or a number", _single(read_string), str)
PAGES = ValueKind(STRING.expected, _single(lambda value: normalize_pages(read_string(value))), str)
DOI = ValueKind(STRING.expected, _single(lambda value: read_doi(read_string(value))), str)
TEXT = ValueKind("a string", _single(_read_text), to_html)
NAMES = ValueKind("a list of names", _read_names, lambda names: [*map(_write_name, names)])
DATE = ValueKind("a date", _read_date, to_csl)
OTHER_DATE = ValueKind("a date", _read_other_date, _write_other_date)
KEYWORD = ValueKind("a string", _read_keyword, _write_keyword)
STRINGS = ValueKind("a list of strings", lambda value: _read_list(value, read_string), list)
TEXTS = ValueKind(
    "a list of strings", lambda value: _read_list(value, _read_text), lambda texts: [*map(to_html, texts)]
)
LINKS = ValueKind(
    "a list of links", lambda value: _read_list(value, _read_link), lambda links: [*map(_write_link, links)]
)
SOURCE = ValueKind("an object of strings", _read_source, dict)
ANY = ValueKind("a value", _read_any, _write_any)
