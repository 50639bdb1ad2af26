"""Names of fields that are spelling errors of standard fields."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sphinxext_pubs.formats.bibtex.data_model import COMMON, FIELDS_OF
from sphinxext_pubs.formats.bibtex.fields import field_of
from sphinxext_pubs.formats.bibtex.program_fields import is_program_field
from sphinxext_pubs.model.suggestions import misspelt

#: The fields that most entries have, with others that mean the same.
_STANDARD: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "author", "editor", "title", "booktitle", "month", "volume", "number", "pages", "publisher",
            "institution", "school", "organization", "series", "edition", "chapter", "howpublished", "note",
            "abstract", "keywords", "doi", "url", "isbn", "issn", "language",
        ),
        (),
    ),
    "year": ("date",),
    "date": ("year",),
    "journal": ("journaltitle",),
    "journaltitle": ("journal",),
    "address": ("location",),
    "location": ("address",),
}  # fmt: skip
#: Words that are names of fields of their own.
_OTHER_WORDS = frozenset({"notes", "languages", "dates", "gear", "authority", "mouth", "images"})
_KNOWN = COMMON.union(*FIELDS_OF.values(), _OTHER_WORDS)


def misspelt_fields(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the names that are probably errors, with the fields that may be meant and are missing."""
    pairs = ((name, _standard_field(name)) for name in names)
    return tuple(
        (name, near)
        for name, near in pairs
        if near and near not in names and not any(other in names for other in _STANDARD[near])
    )


@lru_cache(maxsize=4096)
def _standard_field(name: str) -> str:
    """Return the standard field from which an unknown one differs by one error, or the empty string."""
    if name in _KNOWN or not name.isalpha() or field_of(name).kind != "custom" or is_program_field(name):
        return ""
    return misspelt(name, _STANDARD)
