"""CSL-JSON (CSL 1.0.2, ``csl-data.json``): lossless conversion of items to publications and back.

Values for which CSL has no variable are stored under ``custom``, as intended by the schema. The keys of
:data:`_CUSTOM` are defined by this package, all others are kept unchanged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sphinxext_pubs.formats.arxiv import first_arxiv_id
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.csl_json.extra_members import expand_note
from sphinxext_pubs.formats.csl_json.foreign import csl_item
from sphinxext_pubs.formats.csl_json.foreign_types import csl_type, near_type
from sphinxext_pubs.formats.csl_json.portable import portable_item, restored_item
from sphinxext_pubs.formats.csl_json.recognition import works_in
from sphinxext_pubs.formats.csl_json.spellings import misspelt_variable
from sphinxext_pubs.formats.csl_json.stream import Item, scan_items
from sphinxext_pubs.formats.csl_json.values import (
    ANY,
    DATE,
    DOI,
    KEYWORD,
    LINKS,
    NAMES,
    OTHER_DATE,
    PAGES,
    SOURCE,
    STRING,
    STRINGS,
    TEXT,
    TEXTS,
    JsonValueError,
    ValueKind,
    read_string,
)
from sphinxext_pubs.formats.program_notes import with_program_note
from sphinxext_pubs.model import csl_variables
from sphinxext_pubs.model.problems import (
    Code,
    Problem,
    Suggestion,
    entry_name,
    field_name,
    missing_key,
    quoted,
    repeated_field,
)
from sphinxext_pubs.model.publication import Date, Link, Origin, Publication
from sphinxext_pubs.model.rich_text import EMPTY, clean
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.notation.addresses import read_addresses
from sphinxext_pubs.notation.csl_dates import reversed_points
from sphinxext_pubs.notation.date_words import status_in
from sphinxext_pubs.notation.dois import resolved_doi


@dataclass(frozen=True, slots=True)
class _Variable:
    """A CSL variable (or a key in ``custom``), the attribute for it, and the kind of its value.

    The attributes ``names`` and ``variables`` contain pairs of the name of a variable and its value.
    """

    name: str
    attribute: str
    kind: ValueKind


def _rows(attribute: str, kind: ValueKind, names: Iterable[str]) -> tuple[_Variable, ...]:
    return tuple(_Variable(name, attribute, kind) for name in names)


#: The variables of CSL 1.0.2 that have an attribute, in the order of writing.
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
    _Variable("page", "page", PAGES),
    _Variable("DOI", "doi", DOI),
    _Variable("URL", "url", STRING),
    _Variable("language", "language", STRING),
    _Variable("keyword", "keyword", KEYWORD),
    _Variable("note", "note", TEXT),
    _Variable("abstract", "abstract", TEXT),
)

#: The other variables.
_OTHERS: tuple[_Variable, ...] = (
    *_rows("names", NAMES, csl_variables.NAMES),
    *_rows("variables", OTHER_DATE, csl_variables.DATES),
    *_rows("variables", TEXT, csl_variables.TEXTS),
)

#: The keys under ``custom`` defined by this package; the schema has no types for them.
_CUSTOM: tuple[_Variable, ...] = (
    _Variable("entry-type", "entry_type", STRING),
    _Variable("arxiv", "arxiv", STRING),
    _Variable("award", "award", TEXTS),
    _Variable("links", "links", LINKS),
    _Variable("ids", "ids", STRINGS),
    _Variable("source", "source_fields", SOURCE),
)

_BY_NAME = {row.name: row for row in (*_ATTRIBUTES, *_OTHERS)}
_CUSTOM_BY_NAME = {row.name: row for row in _CUSTOM}
#: The attributes that contain pairs → the kind of the values under the same key in ``custom``: names and
#: variables that CSL does not define, and custom fields with a reserved name.
_PAIRS = {"names": NAMES, "variables": TEXT, "custom": ANY}
_RESERVED = frozenset({*_PAIRS, *_CUSTOM_BY_NAME})
_NO_ORIGIN = Origin()
_HANDLED = frozenset({"id", "type", "custom"})


def _normalized_name(name: str) -> str:
    """Return a variable's name in the notation of attributes (``collection_number``, ``isbn``)."""
    return name.lower().replace("-", "_")


_BY_NORMALIZED_NAME = {_normalized_name(row.name): row for row in _OTHERS}


@dataclass(slots=True)
class _ItemDraft:
    """The data of a publication while its item is read."""

    key: str
    origin: Origin
    values: dict[str, Any] = field(default_factory=dict)
    pairs: dict[str, dict[str, Any]] = field(default_factory=lambda: {name: {} for name in _PAIRS})
    problems: list[Problem] = field(default_factory=list)

    def add_problem(self, code: Code, name: str, what: str, near: str = "") -> None:
        """Add a problem of a variable, or of the whole item if the name is empty."""
        place = field_name(self.key, name) if name else entry_name(self.key)
        suggestion = Suggestion((near,)) if near else None
        self.problems.append(Problem(code, what, self.origin, suggestion=suggestion, place=place))


def from_item(
    item: Mapping[str, Any], origin: Origin = _NO_ORIGIN
) -> tuple[Publication, tuple[Problem, ...]]:
    """Return the publication of a CSL-JSON item, and a problem for each value that had to be ignored."""
    item = expand_note(csl_item(restored_item(item)))
    draft = _ItemDraft(_key(item), origin)
    for name, value in item.items():
        if name not in _HANDLED:
            row = _BY_NAME.get(name)
            _read_value(draft, clean(name), value, row)
            if row is None and (near := misspelt_variable(name, item)):
                draft.add_problem(Code.VALUE, "", f"unknown field {quoted(name)}; it is not shown", near)
    _read_custom(draft, item.get("custom"))
    _read_type(draft, item.get("type"))
    _read_addresses(draft)
    if "arxiv" not in draft.values:
        names = ("container_title", "url", "doi", "volume", "note")
        draft.values["arxiv"] = first_arxiv_id(str(draft.values.get(name, "")) for name in names)
    issued = draft.values.get("issued")
    if issued is not None and not draft.values.get("status") and (status := status_in(issued.literal)[0]):
        draft.values["status"] = status  # as for the field “year” in BibTeX
    values = draft.values | {name: tuple(pairs.items()) for name, pairs in draft.pairs.items()}
    values["source"] = pack_fields(values.pop("source_fields", {}), values.get("abstract", EMPTY))
    publication = with_program_note(Publication(draft.key, origin=origin, **values))
    digest = _digest(publication)
    problems = []
    if not draft.key:
        publication = replace(publication, key=f"item-{digest[:8]}")
        problems.append(missing_key(publication.key, origin))
        digest = _digest(publication)
    return replace(publication, digest=digest), (*problems, *draft.problems)


def _key(item: Mapping[str, Any]) -> str:
    try:
        return read_string(item.get("id"))
    except JsonValueError:
        return ""


def _digest(publication: Publication) -> str:
    return hashlib.sha256(json.dumps(to_item(publication)).encode("ascii")).hexdigest()


def _read_addresses(draft: _ItemDraft) -> None:
    """Find the addresses in ``URL``: the first is used, others are links; one of a DOI gives the DOI, too."""
    values = draft.values
    addresses = read_addresses(values.get("url", ""))
    targets = dict.fromkeys(address.target for address in addresses)
    if not targets:
        return
    values["url"], *others = targets
    known = {link.target for link in values.get("links", ())}
    further = tuple(Link("url", target) for target in others if target not in known)
    if further:
        values["links"] = (*values.get("links", ()), *further)
    if not values.get("doi") and (doi := resolved_doi(values["url"])):
        values["doi"] = doi


def _read_value(draft: _ItemDraft, name: str, value: Any, row: _Variable | None) -> None:
    """Read a variable, or a custom field if it has no row, and add a problem if its value is invalid."""
    row = row or _Variable(name, "custom", ANY)
    if value is None:
        return
    try:
        converted = row.kind.read(value)
    except JsonValueError as error:
        converted = error.valid_part
        code = Code.DATE if row.kind.expected == DATE.expected and error.sentences else Code.VALUE
        consequence = "that part of it is ignored" if converted else "it is ignored"
        for sentence in error.sentences or (f"the value must be {row.kind.expected}; {consequence}",):
            draft.add_problem(code, name, sentence)
    if isinstance(converted, Date) and (sentences := reversed_points(converted)):
        draft.add_problem(Code.DATE, name, sentences)
    if converted and row.attribute in draft.pairs:
        _add_pair(draft, row.attribute, name, converted)
    elif converted:
        draft.values[row.attribute] = converted


def _add_pair(draft: _ItemDraft, attribute: str, name: str, value: Any) -> None:
    pairs = draft.pairs[attribute]
    if name in pairs:
        draft.add_problem(Code.DUPLICATE_FIELD, "", repeated_field(name))
    else:
        pairs[name] = value


def _read_custom(draft: _ItemDraft, custom: Any) -> None:
    """Read the members of ``custom``."""
    if custom is not None and not isinstance(custom, dict):
        draft.add_problem(Code.VALUE, "custom", "the value must be an object; it is ignored.")
        return
    for name, value in (custom or {}).items():
        if name in _PAIRS and isinstance(value, dict):
            for inner_name, inner in value.items():
                _read_value(draft, clean(inner_name), inner, _Variable(inner_name, name, _PAIRS[name]))
        else:
            _read_value(draft, clean(name), value, _CUSTOM_BY_NAME.get(name))


def _read_type(draft: _ItemDraft, value: Any) -> None:
    """Read the type of the item; a type that is not known is kept as the entry type."""
    name = value.strip() if isinstance(value, str) else ""
    if known := csl_type(name):
        draft.values["type"] = known
        return
    if name:
        draft.values.setdefault("entry_type", clean(name.lower()))
    what = f"unknown type {quoted(name)}" if name else "the type is missing"
    draft.add_problem(Code.VALUE, "type", f"{what}; the entry is shown as “document”", near_type(name))


def to_item(publication: Publication, *, source: bool = True) -> dict[str, Any]:
    """Return the CSL-JSON item of a publication, without empty values.

    With ``source``, it includes the BibTeX fields.
    """
    item: dict[str, Any] = {"id": publication.key, "type": publication.type}
    item |= _write_values(publication, _ATTRIBUTES)
    custom = _write_values(publication, _CUSTOM)
    if not source:
        custom.pop("source", None)
    for attribute, kind in _PAIRS.items():
        for name, value in getattr(publication, attribute):
            row = _BY_NORMALIZED_NAME.get(_normalized_name(name))
            if attribute != "custom" and row is not None and row.attribute == attribute:
                item[row.name] = row.kind.write(value)
            elif attribute == "custom" and name not in _RESERVED:
                custom[name] = kind.write(value)
            else:
                custom.setdefault(attribute, {})[name] = kind.write(value)
    return item | {"custom": custom} if custom else item


def _write_values(publication: Publication, rows: Iterable[_Variable]) -> dict[str, Any]:
    values = ((row, getattr(publication, row.attribute)) for row in rows)
    return {row.name: row.kind.write(value) for row, value in values if value}


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Yield the publications and problems of CSL-JSON texts, in order."""
    for source in sources:
        yield from publications_of(works_in(source.path, scan_items(source)))


def publications_of(items: Iterable[Item | Problem]) -> Iterator[Publication | Problem]:
    """Yield the publications of items, with their problems and those given, in order."""
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        publication, problems = from_item(item.value, item.origin)
        yield from problems
        yield from _repeated_names(publication, item)
        yield publication


def _repeated_names(publication: Publication, item: Item) -> Iterator[Problem]:
    for name in item.repeated:
        place = entry_name(_key(item.value))
        yield Problem(Code.DUPLICATE_FIELD, repeated_field(name), item.origin, place=place)


def write(publications: Iterable[Publication]) -> str:
    """Return the publications as a CSL-JSON array."""
    items = (_format_item(portable_item(to_item(publication))) for publication in publications)
    return "[\n" + ",\n".join(items) + "\n]\n"


def _format_item(item: Mapping[str, Any]) -> str:
    """Return an item with each variable on a separate line, which is faster than indenting all values."""
    lines = (f"    {_json(name)}: {_json(value)}" for name, value in item.items())
    return "  {\n" + ",\n".join(lines) + "\n  }"


_json = json.JSONEncoder(ensure_ascii=False).encode
