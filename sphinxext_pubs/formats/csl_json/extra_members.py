"""The fields in the note of a CSL-JSON item as its members."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sphinxext_pubs.formats.arxiv import find_arxiv_id
from sphinxext_pubs.formats.csl_json.foreign_types import csl_type
from sphinxext_pubs.model import csl_variables
from sphinxext_pubs.notation.dates import from_fields
from sphinxext_pubs.notation.note_fields import NoteFields, split_note

_NAMES = frozenset({"author", "editor", *csl_variables.NAMES})
#: Variables that count in the note although the item has them: they correct what a program cannot store.
_CORRECTED = frozenset({"type", "issued"})
_LINKS = frozenset({"pdf", "code", "data", "slides", "poster", "video", "website", "blog", "demo", "supp"})
_WORDS = re.compile(r"[\s,;]+")


def expand_note(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the item with the fields in its ``note`` as members, unless it has these members already."""
    note = item.get("note")
    parts = split_note(note) if isinstance(note, str) else NoteFields()
    if not parts.variables and not parts.fields:
        return item
    members, custom = _members(parts, str(item.get("type")))
    expanded = {**item, "note": parts.note}
    for name, value in members.items():
        if not expanded.get(name) or name in _CORRECTED:
            expanded[name] = value
        elif expanded[name] != value and not isinstance(value, list):
            custom.setdefault(name, value)
    given = expanded.get("custom")
    if custom and (given is None or isinstance(given, dict)):
        given = given or {}
        expanded["custom"] = given | {name: value for name, value in custom.items() if name not in given}
    return expanded


def note_members(parts: NoteFields, work_type: str) -> dict[str, Any]:
    """Return the fields of a note as members of a CSL-JSON item of a certain type."""
    members, custom = _members(parts, work_type)
    return {**members, "custom": custom} if custom else members


def _members(parts: NoteFields, work_type: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the members of an item for the fields of a note, and those of ``custom``."""
    members: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    for name, value in parts.variables:
        if name == "type" and csl_type(value):
            members.setdefault(name, csl_type(value))
        elif name in _NAMES:
            members.setdefault(name, []).append(_name(value))
        elif _is_invalid(name, value) or members.setdefault(name, value) != value:
            custom.setdefault(name, value)
    for name, value in parts.fields:
        _add_field(custom, name, value)
    if csl_type(members.get("type", work_type)) == "article-journal" and "number" in members:
        members.setdefault("issue", members.pop("number"))  # as the metadata of publishers' pages
    return members, custom


def _name(value: str) -> dict[str, str]:
    family, separator, given = (part.strip() for part in value.partition("||"))
    return {"family": family, "given": given} if separator else {"literal": value}


def _is_invalid(name: str, value: str) -> bool:
    """True if a value cannot correct that of the item."""
    return name == "type" or (name == "issued" and bool(from_fields(value).problem))


def _add_field(custom: dict[str, Any], name: str, value: str) -> None:
    """Add a field to ``custom``: identifiers, links and former keys as its members for them."""
    if name == "arxiv":
        custom.setdefault("arxiv", find_arxiv_id(value) or value)
    elif name == "ids":
        custom.setdefault("ids", []).extend(_nonempty(_WORDS.split(value)))
    elif name in _LINKS:
        custom.setdefault("links", []).append({"rel": name, "target": value})
    else:
        custom.setdefault(name, value)


def _nonempty(words: Iterable[str]) -> list[str]:
    return [word for word in words if word]
