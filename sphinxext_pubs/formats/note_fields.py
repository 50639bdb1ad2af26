"""The fields in the notes of publications that were read from any format."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sphinxext_pubs.formats.csl_json.extra_members import note_members
from sphinxext_pubs.formats.csl_json.items import from_item
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.note_fields import split_note

_PAIRS = ("names", "variables", "custom")
#: Attributes that a note can fill. The others identify the publication.
_FILLED = (
    "author", "editor", "title", "container_title", "collection_title", "event_title", "event_place",
    "publisher", "publisher_place", "genre", "edition", "volume", "issue", "number", "page", "doi", "url",
    "arxiv", "status", "language", "keyword", "links", "ids",
)  # fmt: skip


def with_note_fields(publication: Publication, note: str = "") -> Publication:
    """Return the publication with the fields in its note as its values, and the rest as its note.

    ``note`` is the note with its line breaks if the reader still has them; by default it is the note of the
    publication. Values that the publication has are kept, except that ``type`` and ``issued`` in the note
    take precedence, as in Zotero. Most notes have no fields: the publication is then returned as it is.
    """
    note = note or str(publication.note)
    parts = split_note(note)
    if not parts.variables and not parts.fields:
        return publication
    found, _ = from_item(
        {"id": publication.key, "type": publication.type, **note_members(parts, publication.type)}
    )
    changes: dict[str, Any] = {
        name: getattr(found, name) for name in _FILLED if not getattr(publication, name)
    }
    for name in _PAIRS:
        given = getattr(publication, name)
        known = {key for key, _ in given}
        changes[name] = given + tuple(pair for pair in getattr(found, name) if pair[0] not in known)
    if any(name == "type" for name, _ in parts.variables):
        changes["type"] = found.type
    if found.issued is not None:
        changes["issued"] = found.issued
    return replace(publication, note=text_of(" ".join(parts.note.split())), **changes)
