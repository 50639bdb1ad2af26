"""The kinds of values in CSL-JSON: each is a way from JSON to the model and back, without loss."""

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
from sphinxext_pubs.notation.dates import from_csl, to_csl


class WrongValueError(ValueError):
    """A JSON value of the wrong shape; ``kept`` is what could be read of it."""

    def __init__(self, kept: Any = None) -> None:
        super().__init__()
        self.kept = kept


@dataclass(frozen=True, slots=True)
class Kind:
    """A shape of values: what it is called, and the way from JSON and back.

    ``read`` raises :class:`WrongValueError`; ``write`` gets only values that are not empty.
    """

    expected: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def read_string(value: Any) -> str:
    """A string or a finite number as a string without space around it."""
    if isinstance(value, str):
        return clean(value).strip(" \t\n\r")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongValueError
    if isinstance(value, float) and not math.isfinite(value):
        raise WrongValueError
    return str(int(value) if value == int(value) else value)


def _read_text(value: Any) -> Text:
    return from_html(value) if isinstance(value, str) else text_of(read_string(value))


def _read_all(value: Any, read: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Each element of a list that can be read; :class:`WrongValueError` keeps these where others cannot."""
    if not isinstance(value, list):
        raise WrongValueError
    good: list[Any] = []
    for each in value:
        try:
            good.append(read(each))
        except WrongValueError:
            continue
    kept = tuple(each for each in good if each)
    if len(good) < len(value):
        raise WrongValueError(kept)
    return kept


_NAME_PARTS = {
    "family": "family",
    "given": "given",
    "non-dropping-particle": "particle",
    "suffix": "suffix",
    "literal": "literal",
}


def _read_name(value: Any) -> Name | None:
    if not isinstance(value, dict):
        raise WrongValueError
    parts = {part: read_string(value[name]) for name, part in _NAME_PARTS.items() if value.get(name)}
    dropping = read_string(value.get("dropping-particle") or "")
    if dropping:  # it follows the given name wherever the whole name is written
        parts["given"] = f"{parts.get('given', '')} {dropping}".strip()
    return Name(**parts) if any(parts.values()) else None


def _write_name(name: Name) -> dict[str, str]:
    return {key: value for key, part in _NAME_PARTS.items() if (value := getattr(name, part))}


def _read_date(value: Any) -> Date | None:
    if isinstance(value, str):
        value = {"raw": value}
    if not isinstance(value, dict):
        raise WrongValueError
    value = {key: clean(each) if isinstance(each, str) else each for key, each in value.items()}
    try:
        date = from_csl(value)
    except ValueError:
        raise WrongValueError from None
    return None if date == Date() else date


_SEPARATOR = re.compile(r"(?:(?<!\s)\s++)?[,;]\s*+")


def _read_keyword(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return _read_all(value, read_string)
    return tuple(word for word in _SEPARATOR.split(read_string(value)) if word)


def _write_keyword(words: tuple[str, ...]) -> str | list[str]:
    """One string, as the schema wants it; a list where a word has a comma of its own."""
    joined = ", ".join(words)
    return joined if _read_keyword(joined) == words else list(words)


def _read_link(value: Any) -> Link:
    if not isinstance(value, dict):
        raise WrongValueError
    rel, target, label = (read_string(value.get(name) or "") for name in ("rel", "target", "label"))
    if not (rel and target):
        raise WrongValueError
    return Link(rel, target, label)


def _write_link(link: Link) -> dict[str, str]:
    written = {"rel": link.rel, "target": link.target, "label": link.label}
    return {name: value for name, value in written.items() if value}


def _read_source(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise WrongValueError
    return tuple((clean(name), clean(each)) for name, each in value.items())


_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def _read_other_date(value: Any) -> Text:
    """A date other than ``issued`` as text: ISO 8601 with ``/`` for a range, or as it is written."""
    if isinstance(value, str):
        return text_of(read_string(value))
    if not isinstance(value, dict):
        raise WrongValueError
    if len(value) == 1:
        name, content = next(iter(value.items()))
        if name in ("raw", "literal"):
            return text_of(read_string(content))
        if name == "date-parts" and (iso := _iso(content)):
            return text_of(iso)
    return _read_any(value)


def _iso(ends: Any) -> str:
    """The ISO 8601 form of CSL's date parts; empty where it would not say the same."""
    try:
        shown = ["-".join([f"{end[0]:04d}", *(f"{part:02d}" for part in end[1:])]) for end in ends]
    except (TypeError, ValueError, IndexError, KeyError):
        return ""
    return "/".join(shown) if _parts(shown) == ends else ""


def _parts(ends: Iterable[str]) -> list[list[int]] | None:
    """CSL's date parts of one or two ISO 8601 dates; None for anything else."""
    found = [_ISO.fullmatch(end) for end in ends]
    if not all(found) or len(found) not in (1, 2):
        return None
    return [[int(part) for part in match.groups() if part] for match in found if match]


def _write_other_date(text: Text) -> Any:
    parts = _parts(str(text).split("/"))
    if parts:
        return {"date-parts": parts}
    value = _write_any(text)
    return value if isinstance(value, dict) else {"literal": str(text)}


#: Brackets up to which a value that is neither text nor number is kept, as JSON.
_MAX_BRACKETS = 1000


def _read_any(value: Any) -> Text:
    """Any JSON value as text: strings and numbers as such, the rest as JSON in a span of code."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return _read_text(value)
    try:
        source = clean(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    except (ValueError, RecursionError):
        raise WrongValueError from None
    if source.count("[") + source.count("{") > _MAX_BRACKETS:
        raise WrongValueError
    return Text((Span("code", (source,)),))


def _write_any(text: Text) -> Any:
    """The JSON value that :func:`_read_any` made this text of."""
    only = text.parts[0] if len(text.parts) == 1 else ""
    if isinstance(only, Span) and only.kind == "code":
        try:
            return json.loads(str(text))
        except (ValueError, RecursionError):
            pass  # code that is not JSON is markup
    return to_html(text)


STRING = Kind("a string or a number", read_string, str)
DOI = Kind(STRING.expected, lambda value: bare_doi(read_string(value)), str)
TEXT = Kind("a string", _read_text, to_html)
NAMES = Kind(
    "a list of names", lambda value: _read_all(value, _read_name), lambda names: [*map(_write_name, names)]
)
DATE = Kind("a date", _read_date, to_csl)
OTHER_DATE = Kind("a date", _read_other_date, _write_other_date)
KEYWORD = Kind("a string", _read_keyword, _write_keyword)
STRINGS = Kind("a list of strings", lambda value: _read_all(value, read_string), list)
TEXTS = Kind(
    "a list of strings", lambda value: _read_all(value, _read_text), lambda texts: [*map(to_html, texts)]
)
LINKS = Kind(
    "a list of links", lambda value: _read_all(value, _read_link), lambda links: [*map(_write_link, links)]
)
SOURCE = Kind("an object of strings", _read_source, dict)
ANY = Kind("a value", _read_any, _write_any)
