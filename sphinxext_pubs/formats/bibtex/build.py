"""Building a publication from an entry, with a reader for each kind of field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TypeAlias

from sphinxext_pubs.formats.bibtex.compose import ALWAYS, COMPOSERS
from sphinxext_pubs.formats.bibtex.draft import (
    Draft,
    add_problem,
    decode_date,
    decode_string,
    decode_text,
    decode_verbatim,
    report_commands,
    set_text,
)
from sphinxext_pubs.formats.bibtex.entries import RawEntry
from sphinxext_pubs.formats.bibtex.fields import (
    BY_TYPE,
    ROLE_VARIABLES,
    TYPED_NAMES,
    EntryType,
    Field,
    field_of,
)
from sphinxext_pubs.formats.bibtex.links import add_link
from sphinxext_pubs.formats.bibtex.misspelt_fields import misspelt_fields
from sphinxext_pubs.formats.bibtex.places import list_text
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.formats.note_fields import with_note_fields
from sphinxext_pubs.model.problems import Code, Problem, Suggestion, entry_name, quoted
from sphinxext_pubs.model.publication import Link, Publication
from sphinxext_pubs.model.rich_text import EMPTY, text_of
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.notation import author_marks, dates, name_ids, names
from sphinxext_pubs.notation.addresses import read_addresses, read_lone_addresses
from sphinxext_pubs.notation.annotations import SUFFIX
from sphinxext_pubs.notation.date_parts import write_date

_Reader: TypeAlias = Callable[[Draft, Field, str, str], None]

_UNKNOWN = EntryType("", "document")


def build_publication(entry: RawEntry) -> tuple[Publication, list[Problem]]:
    """Return the publication of an entry, and the problems of its values."""
    fields = entry.fields
    if "" in fields.values():
        fields = {name: value for name, value in fields.items() if value}
    draft = Draft(entry, fields, BY_TYPE.get(entry.type, _UNKNOWN))
    if draft.kind is _UNKNOWN and (problem := _unknown_type(entry)):
        draft.problems.append(problem)
    source = _read_fields(draft)
    attributes = draft.attributes
    attributes["source"] = pack_fields(source, attributes.get("abstract", EMPTY))
    if draft.names:
        attributes["names"] = tuple(draft.names.items())
    if draft.variables:
        attributes["variables"] = tuple(draft.variables)
    if draft.custom:
        attributes["custom"] = tuple(draft.custom)
    if draft.links:
        attributes["links"] = tuple(draft.links)
    attributes |= {"entry_type": entry.type, "origin": entry.origin, "digest": _digest(entry, source)}
    publication = Publication(entry.key, **attributes)
    return with_note_fields(publication) if publication.note else publication, draft.problems


def _unknown_type(entry: RawEntry) -> Problem | None:
    """Return the problem of a type that seems to be misspelt, or None; any word may be a type."""
    near = _near_types(entry.type)
    if entry.type and not near:
        return None
    sentence = f"unknown entry type {quoted(f'@{entry.type}')}; the entry is shown as “@misc”"
    return Problem(
        Code.VALUE, sentence, entry.origin, suggestion=Suggestion(near), place=entry_name(entry.key)
    )


@lru_cache(maxsize=512)
def _near_types(name: str) -> tuple[str, ...]:
    from sphinxext_pubs.model.suggestions import near_words  # only if a type is unknown

    return tuple(f"@{near}" for near in near_words(name, BY_TYPE, 1, 0.8))


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to read fields with certain names: by readers of one field, and composers of several fields.

    ``hidden`` are the names of fields that are not published, and ``misspelt`` those that are probably
    errors, with the fields that may be meant.
    """

    readers: tuple[tuple[_Reader, Field, str], ...]
    composers: tuple[Callable[[Draft], None], ...]
    hidden: frozenset[str]
    misspelt: tuple[tuple[str, str], ...]


def _reader_of(name: str, row: Field) -> _Reader | None:
    return _SPECIAL.get(name) or _READERS.get(row.kind)


def _make_plan(names: tuple[str, ...]) -> _Plan:
    """Return the plan for reading fields with these names."""
    rows = [(name, field_of(name)) for name in names]
    parts = {row.target for _, row in rows if row.kind == "part"}
    return _Plan(
        tuple((reader, row, name) for name, row in rows if (reader := _reader_of(name, row))),
        tuple(compose for target, compose in COMPOSERS if target in parts) + ALWAYS,
        frozenset(name for name, row in rows if row.kind in _HIDDEN),
        misspelt_fields(names),
    )


#: Many entries have the same fields, and making a plan takes as long as executing it.
_cached_plan = lru_cache(maxsize=512)(_make_plan)
_MAX_CACHED = 64


def _read_fields(draft: Draft) -> dict[str, str]:
    """Read all fields into the draft and return those that are not hidden."""
    fields = draft.fields
    plan = (_cached_plan if len(fields) <= _MAX_CACHED else _make_plan)(tuple(fields))
    for reader, row, name in plan.readers:
        reader(draft, row, name, fields[name])
    for compose in plan.composers:
        compose(draft)
    if plan.misspelt:
        draft.problems += _unknown_fields(draft.entry, plan.misspelt)
    if plan.hidden:
        return {name: value for name, value in fields.items() if name not in plan.hidden}
    return fields


def _unknown_fields(entry: RawEntry, fields: tuple[tuple[str, str], ...]) -> list[Problem]:
    """Return the problems of fields that are probably misspelt, one cause for each name."""
    return [
        Problem(
            Code.VALUE,
            f"unknown field {quoted(name)}; it is not shown",
            entry.origin_of(name),
            suggestion=Suggestion((near,)),
            place=entry_name(entry.key),
        )
        for name, near in fields
    ]


def _digest(entry: RawEntry, source: dict[str, str]) -> str:
    content = "\0".join((entry.type, entry.key, *source, *source.values()))
    return blake2b(content.encode("utf-8", "replace"), digest_size=8).hexdigest()


# Readers, one for each kind of field


def _read_text(draft: Draft, row: Field, name: str, value: str) -> None:
    set_text(draft, row.target, name, value)


def _read_variable(draft: Draft, row: Field, name: str, value: str) -> None:
    draft.variables.append((row.target, decode_text(draft, name, value)))


#: Values of ``dimensions`` for the badge that al-folio shows: on or off, or the paper's number at Dimensions.
_BADGE = re.compile(r"(?:true|false|yes|no|pub\.\d+)", re.IGNORECASE)


def _read_dimensions(draft: Draft, row: Field, name: str, value: str) -> None:
    if _BADGE.fullmatch(value.strip()):
        _read_custom(draft, row, name, value)
    else:
        _read_variable(draft, row, name, value)


def _read_biburl(draft: Draft, row: Field, name: str, value: str) -> None:
    """Keep DBLP's address of the entry; that of BibSonomy names its user."""
    if "dblp." in value:
        _read_custom(draft, row, name, value)


def _read_list(draft: Draft, row: Field, name: str, _value: str) -> None:
    """Add a list of places, publishers or languages in words; CSL has no variable for the languages."""
    values = draft.custom if row.target == name else draft.variables
    values.append((row.target, list_text(draft, name)))


def _read_date(draft: Draft, row: Field, name: str, value: str) -> None:
    """Add a date in ISO 8601, or as written if that cannot express it."""
    text = decode_date(value)
    parsed = dates.from_fields(text)
    if parsed.problem:
        add_problem(draft, Code.DATE, name, parsed.problem)
    iso = write_date(parsed.date) if parsed.date and not parsed.date.literal else ""
    if all(target != row.target for target, _ in draft.variables):
        draft.variables.append((row.target, text_of(iso or text)))


def _read_string(draft: Draft, row: Field, name: str, value: str) -> None:
    draft.attributes[row.target] = decode_string(value)
    if "\\" in value:
        report_commands(draft, name, decode.unknown_commands(value))


def _read_names(draft: Draft, row: Field, name: str, value: str) -> None:
    """Add the names of a list, and iDs and the signs after authors as annotations."""
    if name_ids.may_have_ids(value):
        value, ids = name_ids.strip_ids(value)
        field = f"{name}{SUFFIX}:orcid"
        draft.custom += [(field, text_of(ids))] if ids and field not in draft.fields else []
    if "\\" in value:
        value = decode.resolve(value)
        report_commands(draft, name, decode.unknown_commands(value))
    parsed = names.parse_names(value, decode.to_str)
    for problem in parsed.problems:
        add_problem(draft, Code.NAME, name, problem)
    if not parsed.names:
        return
    target = row.target
    if target in TYPED_NAMES:
        target = _role_of(draft, target)
    if target == "author":
        draft.attributes[target], signs = author_marks.strip_signs(parsed.names, value)
        if signs:
            draft.custom.append((author_marks.FIELD, text_of(signs)))
    elif target == "editor":
        draft.attributes[target] = parsed.names
    elif target:
        draft.names[target] = draft.names.get(target, ()) + parsed.names
    else:
        _read_custom(draft, row, name, value)


def _role_of(draft: Draft, name: str) -> str:
    """Return the attribute or variable for people with a type, or the empty string if the type is unknown."""
    role = draft.fields.get(f"{name}type", "")
    if role in ("author", "editor") and role not in draft.fields:
        return role
    default = "" if name.startswith("name") else "contributor"
    return ROLE_VARIABLES.get(role, default) if role != "author" else default


#: A path with spaces, unlike a sentence.
_FILE = re.compile(r"[^.?!:]{1,200}\.[A-Za-z0-9]{1,5}")


def _read_link(draft: Draft, row: Field, name: str, value: str) -> None:
    """Add the links of a field, or a custom field if its value is not an address."""
    addresses = read_addresses(value, "path")
    if addresses and not any("://" in address.target for address in addresses):
        addresses = read_lone_addresses(value).addresses  # files, without other words
    target = "" if addresses else decode_verbatim(value)
    for address in addresses:
        add_link(draft, row.target, address)
    if target and (" " not in target or _FILE.fullmatch(target)):
        draft.links.append(Link(row.target, target))
    elif not addresses:
        _read_custom(draft, row, name, value)


def _read_custom(draft: Draft, _row: Field, name: str, value: str) -> None:
    draft.custom.append((name, decode_text(draft, name, value)))


def _read_annotation(draft: Draft, _row: Field, name: str, value: str) -> None:
    draft.custom.append((name, text_of(decode_verbatim(value))))


_READERS: dict[str, _Reader] = {
    "text": _read_text,
    "variable": _read_variable,
    "list": _read_list,
    "date": _read_date,
    "string": _read_string,
    "names": _read_names,
    "link": _read_link,
    "custom": _read_custom,
    "annotation": _read_annotation,
}
#: Readers of fields that some programs use for something else.
_SPECIAL: dict[str, _Reader] = {"dimensions": _read_dimensions, "biburl": _read_biburl}
#: Kinds of fields that are neither published nor written.
_HIDDEN = frozenset({"private", "linkage"})
