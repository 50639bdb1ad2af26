"""The kinds of values in CSL-JSON, with lossless conversion from JSON to the model and back."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sphinxext_pubs.formats.html_text import from_html, to_html
from sphinxext_pubs.model.publication import Date, Link, Name, bare_doi
from sphinxext_pubs.model.rich_text import Span, Text, clean, text_of
from sphinxext_pubs.notation.csl_dates import from_csl, to_csl


class JsonValueError(ValueError):
    """An invalid JSON value; ``valid_part`` is the part of it that could be read."""

    def __init__(self, valid_part: Any = None) -> None:
        super().__init__()
        self.valid_part = valid_part


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


def _read_text(value: Any) -> Text:
    return from_html(value) if isinstance(value, str) else text_of(read_string(value))


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


_NAME_PARTS = {
    "family": "family",
    "given": "given",
    "non-dropping-particle": "particle",
    "suffix": "suffix",
    "literal": "literal",
}


def _read_name(value: Any) -> Name | None:
    if not isinstance(value, dict):
        raise JsonValueError
    parts = {part: read_string(value[name]) for name, part in _NAME_PARTS.items() if value.get(name)}
    dropping = read_string(value.get("dropping-particle") or "")
    if dropping:  # it follows the given name in full names
        parts["given"] = f"{parts.get('given', '')} {dropping}".strip()
    return Name(**parts) if any(parts.values()) else None


def _write_name(name: Name) -> dict[str, str]:
    return {key: value for key, part in _NAME_PARTS.items() if (value := getattr(name, part))}


def _read_date(value: Any) -> Date | None:
    if isinstance(value, str):
        value = {"raw": value}
    if not isinstance(value, dict):
        raise JsonValueError
    value = {name: clean(member) if isinstance(member, str) else member for name, member in value.items()}
    try:
        date = from_csl(value)
    except ValueError:
        raise JsonValueError from None
    return None if date == Date() else date


_SEPARATOR = re.compile(r"(?:(?<!\s)\s++)?[,;]\s*+")


def _read_keyword(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return _read_list(value, read_string)
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
    """Return a date other than ``issued`` as text: ISO 8601 with ``/`` for a range, or as written."""
    if isinstance(value, str):
        return text_of(read_string(value))
    if not isinstance(value, dict):
        raise JsonValueError
    if len(value) == 1:
        name, content = next(iter(value.items()))
        if name in ("raw", "literal"):
            return text_of(read_string(content))
        if name == "date-parts" and (iso := _iso_dates(content)):
            return text_of(iso)
    return _read_any(value)


def _iso_dates(ends: Any) -> str:
    """Return CSL's date parts in ISO 8601, or the empty string if that is not equivalent."""
    try:
        texts = ["-".join([f"{end[0]:04d}", *(f"{part:02d}" for part in end[1:])]) for end in ends]
    except (TypeError, ValueError, IndexError, KeyError):
        return ""
    return "/".join(texts) if _parse_iso_dates(texts) == ends else ""


def _parse_iso_dates(ends: Iterable[str]) -> list[list[int]] | None:
    """Return CSL's date parts of one or two ISO 8601 dates, or None."""
    matches = [_ISO.fullmatch(end) for end in ends]
    if not all(matches) or len(matches) not in (1, 2):
        return None
    return [[int(part) for part in match.groups() if part] for match in matches if match]


def _write_other_date(text: Text) -> Any:
    parts = _parse_iso_dates(str(text).split("/"))
    if parts:
        return {"date-parts": parts}
    value = _write_any(text)
    return value if isinstance(value, dict) else {"literal": str(text)}


#: Maximum number of brackets in a value that is kept as JSON, as it is neither text nor a number.
_MAX_BRACKETS = 1000


def _read_any(value: Any) -> Text:
    """Return any JSON value as text: strings and numbers as plain text, others as JSON in a code span."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return _read_text(value)
    try:
        source = clean(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
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


STRING = ValueKind("a string or a number", read_string, str)
DOI = ValueKind(STRING.expected, lambda value: bare_doi(read_string(value)), str)
TEXT = ValueKind("a string", _read_text, to_html)
NAMES = ValueKind(
    "a list of names", lambda value: _read_list(value, _read_name), lambda names: [*map(_write_name, names)]
)
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
