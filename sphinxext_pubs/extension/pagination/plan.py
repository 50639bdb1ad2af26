"""Long lists on several pages: what stands on which, and how those pages are called.

When a document is read, every entry of a list with more than ``:per-page:`` entries is given its
``sheet``: the place of the list among those of the document, and a page number from 1. Builders for
browsers write the sheets from 2 on to pages of their own; all others show the list in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import TYPE_CHECKING, TypeAlias

from docutils import nodes

from sphinxext_pubs.extension.builders import splits
from sphinxext_pubs.extension.nodes import pubs_entry, pubs_group, pubs_list

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain
    from sphinxext_pubs.extension.requests import Request


#: A list of a document, by its place among them, and one of its pages, from 1.
Sheet: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paged:
    """A list of a document that has one on several pages, as recorded in the environment.

    ``name`` is the list's own, ``condition`` that of the ``only`` around it. ``pages`` are the keys on
    each of its pages; ``groups`` the id of each heading with the first and the last page it stands on.
    """

    name: str
    condition: str
    pages: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[str, int, int], ...] = ()


# When a document is read -------------------------------------------------------------------------------


def number_sheets(place: int, children: Sequence[nodes.Element], request: Request, condition: str) -> Paged:
    """Give the entries of a list that is too long for one page their sheets, and say what stands where."""
    entries = [entry for child in children for entry in child.findall(pubs_entry)]
    size = request.per_page or len(entries)
    pages = tuple(
        tuple(dict.fromkeys(entry["key"] for entry in entries[start : start + size]))
        for start in range(0, len(entries), size or 1)
    )
    name = nodes.make_id(request.name)
    if len(pages) < 2:
        return Paged(name, condition, pages)
    for number, entry in enumerate(entries):
        entry["sheet"] = (place, number // size + 1)
    return Paged(name, condition, pages, tuple(_spans(children)))


def _spans(children: Sequence[nodes.Element]) -> Iterator[tuple[str, int, int]]:
    """The ids of headings with the first and the last page of the entries below."""
    spans: dict[str, tuple[int, int]] = {}
    for row in (row for child in children for row in child.findall(pubs_list)):
        pages = [entry["sheet"][1] for entry in row.findall(pubs_entry)]
        for identifier in _headings(row):
            first, _ = spans.get(identifier, (pages[0], 0))
            spans[identifier] = (first, pages[-1])
    return ((identifier, *span) for identifier, span in spans.items())


def _headings(row: nodes.Node) -> Iterator[str]:
    """The ids of the groups around a row of entries; a rubric bears that of its group."""
    for group in wrappers(row):
        yield from group["ids"]
        heading = group.children[0]
        if isinstance(heading, nodes.rubric):
            yield from heading["ids"]


def wrappers(row: nodes.Node) -> Iterator[nodes.Element]:
    """A row of entries and the groups around it, from the inside out."""
    around: nodes.Node | None = row
    while isinstance(around, pubs_list | pubs_group) or (
        isinstance(around, nodes.section) and "pubs-group" in around["classes"]
    ):
        yield around
        around = around.parent


# When pages are written --------------------------------------------------------------------------------


@dataclass(slots=True)
class Pages:
    """The pages of all split lists in one build; empty for builders that show lists in one place.

    ``names`` holds the pages of every list that is shown in a document with a split one, by document and
    the list's place in it, the document's own page first; ``documents`` the document of every further page.
    """

    lists: Mapping[str, Sequence[Paged]] = field(default_factory=dict)
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

    def pages_of(self, docname: str, place: int) -> dict[str, str]:
        """Key → the first page that shows it, for the list at a place among those of a document."""
        homes: dict[str, str] = {}
        if names := self.names.get((docname, place)):
            for page, keys in zip(names, self.lists[docname][place].pages, strict=True):
                for key in keys:
                    homes.setdefault(key, page)
        return homes

    def groups(self, docname: str) -> dict[str, tuple[str, ...]]:
        """Id of a heading → the pages on which it stands, for all split lists of a document."""
        return {
            identifier: self.names[docname, place][first - 1 : last]
            for place, listed in enumerate(self.lists.get(docname, ()))
            if (docname, place) in self.names
            for identifier, first, last in listed.groups
        }


def bind(domain: PaperDomain) -> Pages:
    """The pages of a build.

    The pages of a document's first split list are called after the document, ``papers-2`` and so on,
    those of others ``papers-<name>-2``, or ``papers-b-2`` where the list has no name. Where a document or
    another page has one of these names, ``-pubs`` comes between.
    """
    if not splits(domain.builder):
        return Pages()
    lists: Mapping[str, Sequence[Paged]] = domain.data["paged"]
    pages, taken = Pages(lists), {*domain.env.found_docs, *domain.builder.config.html_additional_pages}
    for docname in sorted(lists):
        order = 0
        for place, listed in enumerate(lists[docname]):
            if not listed.pages or not domain.holds(listed.condition):
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
