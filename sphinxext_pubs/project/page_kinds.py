"""The kinds of generated pages: papers, and the terms of facets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinxext_pubs.model.table import Table

if TYPE_CHECKING:
    from sphinxext_pubs.query.facets import Facets


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: its name in ``pubs_pages``, its default folder, and the heading of its directory."""

    name: str
    folder: str
    title: str


#: The kind of the pages of papers; all other kinds are facets.
PAPER = Kind("paper", "papers", "Papers")


def is_folder(value: object) -> bool:
    """True if a value is the path of a folder for pages, relative to the root of the site."""
    return isinstance(value, str) and re.fullmatch(r"[\w-]+(?:/[\w-]+)*", value) is not None


def page_kinds(facets: Facets) -> Table[Kind]:
    """Return every kind of page; a facet has one if its row says so."""
    rows = (Kind(facet.name, pages.folder, pages.title) for facet in facets.rows if (pages := facet.pages))
    return Table((PAPER, *rows))
