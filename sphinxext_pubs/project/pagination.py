"""Long lists on several pages: what is on which page, and what the pages are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.project.tables import PagedList


#: A list of a document, by its place among them, and one of its pages, from 1.
Sheet: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Pagination:
    """The pages of all split lists in one build; empty for builders that show lists in one place.

    ``names`` holds the pages of every list that is shown in a document with a split one, by document and
    the list's place in it, the document's own page first; ``documents`` the document of every further page.
    """

    lists: Mapping[str, Sequence[PagedList]] = field(default_factory=dict)
    names: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    _homes: dict[str, dict[str, str]] = field(default_factory=dict)

    def further(self, docname: str) -> tuple[str, ...]:
        """The further pages of a document, in order."""
        return tuple(page for page, owner in self.documents.items() if owner == docname)

    def home(self, docname: str, key: str) -> str:
        """The page on which a document shows a paper: its own if it can, else the first further one."""
        if docname not in self.lists:
            return docname
        if docname not in self._homes:
            homes = self._homes[docname] = {}
            for place in range(len(self.lists[docname])):
                for paper, page in self.pages_of(docname, place).items():
                    if page == docname or paper not in homes:
                        homes[paper] = page
        return self._homes[docname].get(key, docname)

    def page_of(self, docname: str, sheet: Sheet) -> str:
        """Return the page of a sheet of a document: the document itself, or a further page of a list."""
        place, number = sheet
        names = self.names.get((docname, place), ())
        return names[number - 1] if number <= len(names) else docname

    def pages_of(self, docname: str, place: int) -> dict[str, str]:
        """Key → the first page that shows it, for the list at a place among those of a document."""
        homes: dict[str, str] = {}
        if names := self.names.get((docname, place)):
            for page, keys in zip(names, self.lists[docname][place].pages, strict=True):
                for key in keys:
                    homes.setdefault(key, page)
        return homes

    def groups(self, docname: str) -> dict[str, tuple[str, ...]]:
        """Return id of a heading → the pages that it is on, for all split lists of a document."""
        return {
            identifier: self.names[docname, place][first - 1 : last]
            for place, listed in enumerate(self.lists.get(docname, ()))
            if (docname, place) in self.names
            for identifier, first, last in listed.groups
        }


def plan_pages(paged: Mapping[str, Sequence[PagedList]], site: Site) -> Pagination:
    """Return the pages of a build's split lists; none for builders that show a list in one place.

    The pages of a document's first split list are called after the document, ``papers-2`` and so on,
    those of others ``papers-<name>-2``, or ``papers-b-2`` if the list has no name. If a document or
    another page has one of these names, ``-pubs`` comes between.
    """
    if not site.is_split:
        return Pagination()
    pages, taken = Pagination(paged), site.documents() | site.additional_pages()
    for docname in sorted(paged):
        order = 0
        for place, listed in enumerate(paged[docname]):
            if not listed.pages or not site.holds(listed.condition):
                continue
            further: list[str] = []
            if len(listed.pages) > 1:
                base = f"{docname}-{listed.name or _letter(order)}" if order else docname
                further, order = _free(base, len(listed.pages), taken), order + 1
            taken.update(further)
            pages.names[docname, place] = (docname, *further)
            pages.documents |= dict.fromkeys(further, docname)
    return pages


def _letter(order: int) -> str:
    """``b`` for the second list, and so on; numbers where letters end."""
    return ascii_lowercase[order] if order < len(ascii_lowercase) else str(order + 1)


def _free(base: str, count: int, taken: set[str]) -> list[str]:
    """Names for the pages from 2 on that no other page has, nor its folder in ``dirhtml``."""
    names = [f"{base}-{number}" for number in range(2, count + 1)]
    if any(name in taken or f"{name}/index" in taken for name in names):
        return _free(f"{base}-pubs", count, taken)
    return names
