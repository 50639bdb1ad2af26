"""The notes of publications in all formats, without what programs write into them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Text, text_of
from sphinxext_pubs.notation.program_notes import strip_program_note

_Pairs: TypeAlias = tuple[tuple[str, Text], ...]


def with_program_note(publication: Publication) -> Publication:
    """Return the publication without dates of access, numbers of citations and so on in its note.

    They become its variables and custom fields, unless it has these.
    """
    note = str(publication.note)
    stripped = strip_program_note(note) if note else None
    if stripped is None or stripped.note == note:
        return publication
    doi = next((value for name, value in stripped.fields if name == "doi"), "")
    variables = [(name, value) for name, value in stripped.fields if name in ("PMID", "PMCID")]
    variables += [("accessed", stripped.accessed)] if stripped.accessed else []
    custom = [(name, value) for name, value in stripped.fields if name not in ("PMID", "PMCID", "doi")]
    return replace(
        publication,
        note=text_of(stripped.note),
        doi=publication.doi or doi,
        variables=_with_pairs(publication.variables, variables),
        custom=_with_pairs(publication.custom, custom),
    )


def _with_pairs(given: _Pairs, found: Iterable[tuple[str, str]]) -> _Pairs:
    """Return pairs with those found whose names are not among them."""
    known = {name for name, _ in given}
    return (*given, *((name, text_of(value)) for name, value in found if name not in known))
