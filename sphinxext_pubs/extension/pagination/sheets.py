"""Long lists on several pages: which entry is on which page.

When a document is read, every entry of a list with more than ``:per-page:`` entries is given its
``sheet``: the place of the list among those of the document, and a page number from 1. Builders for
browsers write the sheets from 2 on to pages of their own; all others show the list in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxext_pubs.extension.nodes import pubs_entry, pubs_group, pubs_list
from sphinxext_pubs.project.tables import PagedList

if TYPE_CHECKING:
    from sphinxext_pubs.project.requests import Request


def number_sheets(
    place: int, children: Sequence[nodes.Element], request: Request, condition: str
) -> PagedList:
    """Give the entries of a list that is too long for one page their sheets, and return what is where."""
    entries = [entry for child in children for entry in child.findall(pubs_entry)]
    size = request.per_page or len(entries)
    pages = tuple(
        tuple(dict.fromkeys(entry["key"] for entry in entries[start : start + size]))
        for start in range(0, len(entries), size or 1)
    )
    name = nodes.make_id(request.name)
    if len(pages) < 2:
        return PagedList(name, condition, pages)
    for number, entry in enumerate(entries):
        entry["sheet"] = (place, number // size + 1)
    return PagedList(name, condition, pages, tuple(_spans(children)))


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
