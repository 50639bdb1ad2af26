"""What a project keeps to itself (``pubs_private``): taken out of its library before anything sees it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

from sphinxext_pubs.formats.bibtex.fields import Field, field_of
from sphinxext_pubs.model.publication import Publication

#: What an attribute of a publication is where it is empty.
_EMPTY = {row.name: row.default for row in fields(Publication) if row.name != "key"}


def without(publication: Publication, names: Collection[str]) -> Publication:
    """The publication without these fields, by their names in BibTeX, and all that is read from them."""
    kept = {(row.kind, row.target) for row in map(field_of, names)}
    changes: dict[str, Any] = {
        "source": tuple(row for row in publication.source if not _is_one(field_of(row[0].lower()), kept)),
        "links": tuple(each for each in publication.links if ("link", each.rel) not in kept),
        "names": tuple(row for row in publication.names if ("names", row[0]) not in kept),
        "variables": tuple(row for row in publication.variables if ("variable", row[0]) not in kept),
        "custom": tuple(row for row in publication.custom if not _is_one(field_of(row[0].lower()), kept)),
    }
    changes |= {target: _EMPTY[target] for _, target in kept if target in _EMPTY}
    return replace(publication, **changes)


def _is_one(field: Field, kept: Collection[tuple[str, str]]) -> bool:
    return (field.kind, field.target) in kept
