"""CSL-JSON (CSL 1.0.2, ``csl-data.json``): the lossless border, and how tests state what they expect.

What CSL has no variable for stands under ``custom``, the place that the schema gives to it: the keys of
:data:`_OWN` are ours, all others are kept as they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sphinxext_pubs.formats.arxiv import first_arxiv_id
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.csl_json import variables
from sphinxext_pubs.formats.csl_json.stream import Item, scan
from sphinxext_pubs.formats.csl_json.values import (
    ANY,
    DATE,
    DOI,
    KEYWORD,
    LINKS,
    NAMES,
    OTHER_DATE,
    SOURCE,
    STRING,
    STRINGS,
    TEXT,
    TEXTS,
    Kind,
    WrongValueError,
    read_string,
)
from sphinxext_pubs.model.problems import Code, Problem, duplicate_key, missing_key, repeated_field
from sphinxext_pubs.model.publication import Origin, Publication
from sphinxext_pubs.model.rich_text import clean
from sphinxext_pubs.model.work_types import WORK_TYPES
from sphinxext_pubs.notation.date_words import status_in

_TYPES = frozenset(row.csl for row in WORK_TYPES)


@dataclass(frozen=True, slots=True)
class _Variable:
    """A CSL variable (or a key of ours in ``custom``), the attribute that holds it, its kind.

    The attributes ``names`` and ``variables`` hold pairs of a variable's name and its value.
    """

    name: str
    attribute: str
    kind: Kind


def _rows(attribute: str, kind: Kind, names: Iterable[str]) -> tuple[_Variable, ...]:
    return tuple(_Variable(name, attribute, kind) for name in names)


#: CSL 1.0.2's variables with an attribute of their own, in the order in which they are written.
_ATTRIBUTES: tuple[_Variable, ...] = (
    _Variable("title", "title", TEXT),
    _Variable("author", "author", NAMES),
    _Variable("editor", "editor", NAMES),
    _Variable("container-title", "container_title", TEXT),
    _Variable("collection-title", "collection_title", TEXT),
    _Variable("event-title", "event_title", TEXT),
    _Variable("event-place", "event_place", TEXT),
    _Variable("publisher", "publisher", TEXT),
    _Variable("publisher-place", "publisher_place", TEXT),
    _Variable("issued", "issued", DATE),
    _Variable("status", "status", STRING),
    _Variable("genre", "genre", TEXT),
    _Variable("edition", "edition", STRING),
    _Variable("volume", "volume", STRING),
    _Variable("issue", "issue", STRING),
    _Variable("number", "number", STRING),
    _Variable("page", "page", STRING),
    _Variable("DOI", "doi", DOI),
    _Variable("URL", "url", STRING),
    _Variable("language", "language", STRING),
    _Variable("keyword", "keyword", KEYWORD),
    _Variable("note", "note", TEXT),
    _Variable("abstract", "abstract", TEXT),
)

#: The other variables.
_OTHERS: tuple[_Variable, ...] = (
    *_rows("names", NAMES, variables.NAMES),
    *_rows("variables", OTHER_DATE, variables.DATES),
    *_rows("variables", TEXT, variables.TEXTS),
)

#: What we keep under ``custom``, where the schema gives no type.
_OWN: tuple[_Variable, ...] = (
    _Variable("entry-type", "entry_type", STRING),
    _Variable("arxiv", "arxiv", STRING),
    _Variable("award", "award", TEXTS),
    _Variable("links", "links", LINKS),
    _Variable("ids", "ids", STRINGS),
    _Variable("source", "source", SOURCE),
)

_BY_NAME = {row.name: row for row in (*_ATTRIBUTES, *_OTHERS)}
_OWN_BY_NAME = {row.name: row for row in _OWN}
#: The attributes that hold pairs, with the kind of what stands under the same name in ``custom``: names and
#: variables that are not CSL's, and what has the name of one of our own keys.
_PAIRS = {"names": NAMES, "variables": TEXT, "custom": ANY}
_RESERVED = frozenset({*_PAIRS, *_OWN_BY_NAME})
_NOWHERE = Origin()
_HANDLED = frozenset({"id", "type", "custom"})


def _key_form(name: str) -> str:
    """A variable's name without regard to the notation of attributes (``collection_number``, ``isbn``)."""
    return name.lower().replace("-", "_")


_BY_FORM = {_key_form(row.name): row for row in _OTHERS}


@dataclass(slots=True)
class _Draft:
    """An item being read."""

    key: str
    origin: Origin
    values: dict[str, Any] = field(default_factory=dict)
    pairs: dict[str, dict[str, Any]] = field(default_factory=lambda: {name: {} for name in _PAIRS})
    problems: list[Problem] = field(default_factory=list)

    def add_problem(self, code: Code, message: str, entries: int = 0) -> None:
        self.problems.append(Problem(code, f"Entry “{self.key}”: {message}", self.origin, entries))


def from_item(item: Mapping[str, Any], origin: Origin = _NOWHERE) -> tuple[Publication, tuple[Problem, ...]]:
    """The publication of a CSL-JSON item, and a problem for each value that had to be left out."""
    draft = _Draft(_key(item), origin)
    for name, value in item.items():
        if name not in _HANDLED:
            _read_value(draft, clean(name), value, _BY_NAME.get(name))
    _read_custom(draft, item.get("custom"))
    _read_type(draft, item.get("type"))
    if "arxiv" not in draft.values:
        names = ("container_title", "url", "doi", "volume", "note")
        draft.values["arxiv"] = first_arxiv_id(str(draft.values.get(name, "")) for name in names)
    issued = draft.values.get("issued")
    if issued is not None and not draft.values.get("status") and (status := status_in(issued.literal)[0]):
        draft.values["status"] = status  # as where BibTeX has it for a year
    values = draft.values | {name: tuple(pairs.items()) for name, pairs in draft.pairs.items()}
    publication = Publication(draft.key, origin=origin, **values)
    digest = _digest(publication)
    if not draft.key:
        publication = replace(publication, key=f"item-{digest[:8]}")
        draft.key = publication.key
        draft.add_problem(Code.MISSING_KEY, missing_key(draft.key))
        digest = _digest(publication)
    return replace(publication, digest=digest), tuple(draft.problems)


def _key(item: Mapping[str, Any]) -> str:
    try:
        return read_string(item.get("id"))
    except WrongValueError:
        return ""


def _digest(publication: Publication) -> str:
    return hashlib.sha256(json.dumps(to_item(publication)).encode("ascii")).hexdigest()


def _read_value(draft: _Draft, name: str, value: Any, row: _Variable | None) -> None:
    row = row or _Variable(name, "custom", ANY)
    if value is None:
        return
    try:
        read = row.kind.read(value)
    except WrongValueError as wrong:
        read = wrong.kept
        left = "that part of it is ignored" if read else "it is ignored"
        draft.add_problem(Code.VALUE, f"“{name}” must be {row.kind.expected}; {left}.")
    if read and row.attribute in draft.pairs:
        _add_pair(draft, row.attribute, name, read)
    elif read:
        draft.values[row.attribute] = read


def _add_pair(draft: _Draft, attribute: str, name: str, value: Any) -> None:
    pairs = draft.pairs[attribute]
    if name in pairs:
        draft.add_problem(Code.DUPLICATE_FIELD, repeated_field(f"“{name}”"))
    else:
        pairs[name] = value


def _read_custom(draft: _Draft, custom: Any) -> None:
    if custom is not None and not isinstance(custom, dict):
        draft.add_problem(Code.VALUE, "“custom” must be an object; it is ignored.")
        return
    for name, value in (custom or {}).items():
        if name in _PAIRS and isinstance(value, dict):
            for inner, each in value.items():
                _read_value(draft, clean(inner), each, _Variable(inner, name, _PAIRS[name]))
        else:
            _read_value(draft, clean(name), value, _OWN_BY_NAME.get(name))


def _read_type(draft: _Draft, value: Any) -> None:
    """The item's type; one that CSL does not know is kept as the entry's own."""
    if isinstance(value, str) and value.strip().lower() in _TYPES:
        draft.values["type"] = value.strip().lower()
        return
    if isinstance(value, str) and value.strip():
        draft.values.setdefault("entry_type", clean(value.strip().lower()))
    draft.add_problem(Code.VALUE, "“type” must be one of CSL's types; “document” is used.")


def to_item(publication: Publication, *, source: bool = True) -> dict[str, Any]:
    """The CSL-JSON item of a publication, without what is empty; ``source`` keeps its BibTeX fields too."""
    item: dict[str, Any] = {"id": publication.key, "type": publication.type}
    item |= _written(publication, _ATTRIBUTES)
    custom = _written(publication, _OWN)
    if not source:
        custom.pop("source", None)
    for attribute, kind in _PAIRS.items():
        for name, value in getattr(publication, attribute):
            row = _BY_FORM.get(_key_form(name))
            if attribute != "custom" and row is not None and row.attribute == attribute:
                item[row.name] = row.kind.write(value)
            elif attribute == "custom" and name not in _RESERVED:
                custom[name] = kind.write(value)
            else:
                custom.setdefault(attribute, {})[name] = kind.write(value)
    return item | {"custom": custom} if custom else item


def _written(publication: Publication, rows: Iterable[_Variable]) -> dict[str, Any]:
    values = ((row, getattr(publication, row.attribute)) for row in rows)
    return {row.name: row.kind.write(value) for row, value in values if value}


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Publications and problems of CSL-JSON texts, in their order; of equal keys the first is used."""
    seen: dict[str, Origin] = {}
    for source in sources:
        for found in scan(source):
            if isinstance(found, Problem):
                yield found
                continue
            publication, problems = from_item(found.value, found.origin)
            yield from problems
            yield from _repeated(publication, found)
            first = seen.setdefault(publication.key, publication.origin)
            origin = publication.origin
            yield publication if first is origin else duplicate_key(f"“{publication.key}”", first, origin)


def _repeated(publication: Publication, item: Item) -> Iterator[Problem]:
    for name in item.repeated:
        message = f"Entry “{publication.key}”: {repeated_field(f'“{name}”')}"
        yield Problem(Code.DUPLICATE_FIELD, message, item.origin)


def write(publications: Iterable[Publication]) -> str:
    """The publications as a CSL-JSON array."""
    items = (_as_lines(to_item(publication)) for publication in publications)
    return "[\n" + ",\n".join(items) + "\n]\n"


def _as_lines(item: Mapping[str, Any]) -> str:
    """An item with each variable on a line of its own: fast, and as easy to read and compare."""
    lines = (f"    {_json(name)}: {_json(value)}" for name, value in item.items())
    return "  {\n" + ",\n".join(lines) + "\n  }"


_json = json.JSONEncoder(ensure_ascii=False).encode
