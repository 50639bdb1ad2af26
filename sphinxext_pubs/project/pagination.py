"""Long lists that are split into several pages: the names of the pages, and the papers on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import TYPE_CHECKING, TypeAlias

from sphinxext_pubs.model.slugs import numbered_name

if TYPE_CHECKING:
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.project.tables import PagedList


#: A page of a list: the index of the list among those of its document, and the page number from 1.
Sheet: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Pagination:
    """The pages of all split lists in one build; empty for builders that do not split lists.

    The first page of a list is its document's own; the others are *continuation pages*. ``names`` maps the
    document and index of every list in documents with a split list to the names of its pages, and
    ``documents`` maps every continuation page to its document.
    """

    lists: Mapping[str, Sequence[PagedList]] = field(default_factory=dict)
    names: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    _pages_by_key: dict[str, dict[str, str]] = field(default_factory=dict)

    def continuation_pages(self, docname: str) -> tuple[str, ...]:
        """Return the continuation pages of a document, in order."""
        return tuple(page for page, owner in self.documents.items() if owner == docname)

    def page_of_paper(self, docname: str, key: str) -> str:
        """Return the page on which a document shows a paper: its own page, or the first continuation page."""
        if docname not in self.lists:
            return docname
        if docname not in self._pages_by_key:
            pages = self._pages_by_key[docname] = {}
            for place in range(len(self.lists[docname])):
                for paper, page in self.pages_of(docname, place).items():
                    if page == docname or paper not in pages:
                        pages[paper] = page
        return self._pages_by_key[docname].get(key, docname)

    def page_of(self, docname: str, sheet: Sheet) -> str:
        """Return the name of the page with a sheet of a document: the document, or a continuation page."""
        place, number = sheet
        names = self.names.get((docname, place), ())
        return names[number - 1] if number <= len(names) else docname

    def pages_of(self, docname: str, place: int) -> dict[str, str]:
        """Return key → first page that shows it, for the list at an index in a document."""
        pages: dict[str, str] = {}
        if names := self.names.get((docname, place)):
            for page, keys in zip(names, self.lists[docname][place].pages, strict=True):
                for key in keys:
                    pages.setdefault(key, page)
        return pages

    def groups(self, docname: str) -> dict[str, tuple[str, ...]]:
        """Return heading id → pages with entries of that group, for all split lists of a document."""
        return {
            identifier: self.names[docname, place][first - 1 : last]
            for place, paged_list in enumerate(self.lists.get(docname, ()))
            if (docname, place) in self.names
            for identifier, first, last in paged_list.groups
        }


def split_keys(keys: Sequence[str], per_page: int) -> tuple[tuple[str, ...], ...]:
    """Return the distinct keys on each page of a list with at most ``per_page`` entries (0: no limit)."""
    size = per_page or len(keys) or 1
    return tuple(tuple(dict.fromkeys(keys[start : start + size])) for start in range(0, len(keys), size))


def plan_pages(paged: Mapping[str, Sequence[PagedList]], site: Site) -> Pagination:
    """Return the pages of a build's split lists; none for builders that do not split lists.

    The pages of a document's first split list are named after the document: ``papers-2`` and so on. Those of
    its other lists are named ``papers-<name>-2``, or ``papers-b-2`` if the list has no name. If a document
    or another page has one of these names, ``-pubs`` is inserted before the number.
    """
    if not site.is_split:
        return Pagination()
    pages, taken = Pagination(paged), site.documents() | site.additional_pages()
    for docname in sorted(paged):
        order = 0
        for place, paged_list in enumerate(paged[docname]):
            if not paged_list.pages:
                continue
            continuation: list[str] = []
            if len(paged_list.pages) > 1:
                base = f"{docname}-{paged_list.name or _letter(order)}" if order else docname
                continuation, order = _unused_names(base, len(paged_list.pages), taken), order + 1
            taken.update(continuation)
            pages.names[docname, place] = (docname, *continuation)
            pages.documents |= dict.fromkeys(continuation, docname)
    return pages


def _letter(order: int) -> str:
    """Return ``b`` for the second list and so on, and a number after ``z``."""
    return ascii_lowercase[order] if order < len(ascii_lowercase) else str(order + 1)


def _unused_names(base: str, count: int, taken: set[str]) -> list[str]:
    """Return names for the pages from 2 on that no other page has, nor its folder in ``dirhtml``."""
    names = [numbered_name(base, number) for number in range(2, count + 1)]
    if any(name in taken or f"{name}/index" in taken for name in names):
        return _unused_names(f"{base}-pubs", count, taken)
    return names
