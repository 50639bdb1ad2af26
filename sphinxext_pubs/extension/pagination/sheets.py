"""The pages of the entries in long lists.

When a document is read, every entry of a list with more than ``:per-page:`` entries gets a ``sheet``: the
index of the list in the document, and a page number from 1. Builders for browsers write the sheets from 2 on
to separate pages; other builders ignore sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxext_pubs.extension.nodes import list_id, pubs_entry, pubs_group, pubs_list
from sphinxext_pubs.project.pagination import split_keys
from sphinxext_pubs.project.tables import PagedList

if TYPE_CHECKING:
    from sphinxext_pubs.project.requests import Request


def number_sheets(place: int, children: Sequence[nodes.Element], request: Request) -> PagedList:
    """Set the sheets of entries in a list that is too long for one page, and return the pages of the list."""
    entries = [entry for child in children for entry in child.findall(pubs_entry)]
    pages = split_keys([entry["key"] for entry in entries], request.per_page)
    name = list_id(request)
    if len(pages) < 2:
        return PagedList(name, pages)
    for number, entry in enumerate(entries):
        entry["sheet"] = (place, number // request.per_page + 1)
    return PagedList(name, pages, tuple(_spans(children)))


def _spans(children: Sequence[nodes.Element]) -> Iterator[tuple[str, int, int]]:
    """Return the ids of headings with the first and the last page of their entries."""
    spans: dict[str, tuple[int, int]] = {}
    for row in (row for child in children for row in child.findall(pubs_list)):
        pages = [entry["sheet"][1] for entry in row.findall(pubs_entry)]
        for identifier in _headings(row):
            first, _ = spans.get(identifier, (pages[0], 0))
            spans[identifier] = (first, pages[-1])
    return ((identifier, *span) for identifier, span in spans.items())


def _headings(row: nodes.Node) -> Iterator[str]:
    """Yield the ids of the groups around a list node; a group with a rubric has the id on the rubric."""
    for group in wrappers(row):
        yield from group["ids"]
        heading = group.children[0]
        if isinstance(heading, nodes.rubric):
            yield from heading["ids"]


def wrappers(row: nodes.Node) -> Iterator[nodes.Element]:
    """Yield a list node and the groups around it, from the inside out."""
    wrapper: nodes.Node | None = row
    while isinstance(wrapper, pubs_list | pubs_group) or (
        isinstance(wrapper, nodes.section) and "pubs-group" in wrapper["classes"]
    ):
        yield wrapper
        wrapper = wrapper.parent
