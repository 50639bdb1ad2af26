"""From an entry to a publication: what each kind of field gives, by the table of fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TypeAlias

from sphinxext_pubs.formats.bibtex.compose import ALWAYS, COMPOSERS
from sphinxext_pubs.formats.bibtex.draft import Draft, add_problem, keep_text, string, text, verbatim
from sphinxext_pubs.formats.bibtex.entries import RawEntry
from sphinxext_pubs.formats.bibtex.fields import BY_TYPE, EntryType, Field, field_of
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Link, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation import author_marks, names

_Reader: TypeAlias = Callable[[Draft, Field, str, str], None]

_UNKNOWN = EntryType("", "document")
_ROLES = {"director": "director", "compiler": "compiler", "translator": "translator"}


def build(entry: RawEntry) -> tuple[Publication, list[Problem]]:
    """The publication that an entry describes, and what is wrong with its values."""
    fields = entry.fields
    if "" in fields.values():
        fields = {name: value for name, value in fields.items() if value}
    draft = Draft(entry, fields, BY_TYPE.get(entry.type, _UNKNOWN))
    source = _read(draft)
    made = draft.made
    made["source"] = tuple(source.items())
    if draft.names:
        made["names"] = tuple(draft.names.items())
    if draft.variables:
        made["variables"] = tuple(draft.variables)
    if draft.custom:
        made["custom"] = tuple(draft.custom)
    if draft.links:
        made["links"] = tuple(draft.links)
    digest = _digest(entry, source)
    publication = Publication(entry.key, entry_type=entry.type, origin=entry.origin, digest=digest, **made)
    return publication, draft.problems


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is done with fields of these names: single ones read, several composed, some never shown."""

    readers: tuple[tuple[_Reader, Field, str], ...]
    composers: tuple[Callable[[Draft], None], ...]
    hidden: frozenset[str]


def _planned(names: tuple[str, ...]) -> _Plan:
    rows = [(name, field_of(name)) for name in names]
    parts = {row.target for _, row in rows if row.kind == "part"}
    return _Plan(
        tuple((_READERS[row.kind], row, name) for name, row in rows if row.kind in _READERS),
        tuple(compose for target, compose in COMPOSERS if target in parts) + ALWAYS,
        frozenset(name for name, row in rows if row.kind in _HIDDEN),
    )


#: An exporter's entries have the same fields over and over; a plan takes as long to make as to carry out.
_remembered_plan = lru_cache(maxsize=512)(_planned)
_REMEMBERED = 64


def _read(draft: Draft) -> dict[str, str]:
    """Read all fields into the draft; those that may be shown come back."""
    fields = draft.fields
    plan = (_remembered_plan if len(fields) <= _REMEMBERED else _planned)(tuple(fields))
    for reader, row, name in plan.readers:
        reader(draft, row, name, fields[name])
    for compose in plan.composers:
        compose(draft)
    if plan.hidden:
        return {name: value for name, value in fields.items() if name not in plan.hidden}
    return fields


def _digest(entry: RawEntry, source: dict[str, str]) -> str:
    content = "\0".join((entry.type, entry.key, *source, *source.values()))
    return blake2b(content.encode("utf-8", "replace"), digest_size=8).hexdigest()


# Readers: one for each kind of field


def _read_text(draft: Draft, row: Field, name: str, value: str) -> None:
    keep_text(draft, row.target, name, value)


def _read_variable(draft: Draft, row: Field, name: str, value: str) -> None:
    draft.variables.append((row.target, text(draft, name, value)))


def _read_string(draft: Draft, row: Field, _name: str, value: str) -> None:
    draft.made[row.target] = string(value)


def _read_names(draft: Draft, row: Field, name: str, value: str) -> None:
    parsed = names.parse_names(value, decode.to_str)
    for problem in parsed.problems:
        add_problem(draft, Code.NAME, name, problem)
    if not parsed.names:
        return
    target = row.target
    if target == "author":
        draft.made[target], signs = author_marks.strip_signs(parsed.names, value)
        if signs:
            draft.custom.append((author_marks.FIELD, text_of(signs)))
        return
    if target == "editor":
        draft.made[target] = parsed.names
        return
    if target in ("editora", "editorb", "editorc"):
        target = _ROLES.get(draft.fields.get(f"{target}type", ""), "contributor")
    draft.names[target] = draft.names.get(target, ()) + parsed.names


#: A path with spaces in it, as against a sentence.
_FILE = re.compile(r"[^.?!:]{1,200}\.[A-Za-z0-9]{1,5}")


_HREF = re.compile(r"(?:(?<!\s)\s++)?\\href\s*+\{([^{}]*+)\}\s*+\{((?>(?:\\.|[^{}\\]|\{[^{}]*+\})*))\}")


def _labelled(rel: str, value: str) -> Iterator[Link]:
    r"""The links of ``\href{address}{label}``, one or several."""
    if _HREF.sub("", value).strip():
        return
    for found in _HREF.finditer(value):
        if target := verbatim(found[1]):
            yield Link(rel, target, string(found[2]).strip())


def _read_link(draft: Draft, row: Field, name: str, value: str) -> None:
    if value.startswith("\\href") and (found := list(_labelled(row.target, value))):
        draft.links += found
        return
    target = verbatim(value)
    if not target or (" " in target and not _FILE.fullmatch(target)):
        _read_custom(draft, row, name, value)
    else:
        draft.links.append(Link(row.target, target))


def _read_custom(draft: Draft, _row: Field, name: str, value: str) -> None:
    draft.custom.append((name, text(draft, name, value)))


def _read_annotation(draft: Draft, _row: Field, name: str, value: str) -> None:
    draft.custom.append((name, text_of(verbatim(value))))


_READERS: dict[str, _Reader] = {
    "text": _read_text,
    "variable": _read_variable,
    "string": _read_string,
    "names": _read_names,
    "link": _read_link,
    "custom": _read_custom,
    "annotation": _read_annotation,
}
#: Kinds of fields that are neither shown nor written.
_HIDDEN = frozenset({"private", "linkage"})
