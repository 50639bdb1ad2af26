"""Private fields (``pubs_private``): removed from publications before anything else uses them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

from sphinxext_pubs.formats.bibtex.fields import field_of
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.source_fields import pack_fields

#: The values of a publication's attributes when empty.
_DEFAULTS = {row.name: row.default for row in fields(Publication) if row.name != "key"}


def remove_fields(publication: Publication, field_names: Collection[str]) -> Publication:
    """Return the publication without these BibTeX fields and without all values read from them."""
    private = {(field.kind, field.target) for field in map(field_of, field_names)}
    changes: dict[str, Any] = {
        "source": pack_fields(
            {name: value for name, value in publication.source_fields if not _matches_name(name, private)},
            publication.abstract,
        ),
        "links": tuple(link for link in publication.links if ("link", link.rel) not in private),
        "names": tuple(row for row in publication.names if ("names", row[0]) not in private),
        "variables": tuple(row for row in publication.variables if ("variable", row[0]) not in private),
        "custom": tuple(row for row in publication.custom if not _matches_name(row[0], private)),
    }
    changes |= {target: _DEFAULTS[target] for _, target in private if target in _DEFAULTS}
    return replace(publication, **changes)


def _matches_name(name: str, private: Collection[tuple[str, str]]) -> bool:
    field = field_of(name.lower())
    return (field.kind, field.target) in private
