"""The kinds of generated pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: its name in ``pubs_pages``, its default folder, and the heading of its directory."""

    name: str
    folder: str
    title: str


#: Every kind of page; to add one for another facet, add a row.
KINDS: dict[str, Kind] = {
    row.name: row
    for row in (
        Kind("paper", "papers", "Papers"),
        Kind("author", "people", "People"),
        Kind("venue", "venues", "Venues"),
        Kind("year", "years", "Years"),
        Kind("keyword", "keywords", "Keywords"),
    )
}
