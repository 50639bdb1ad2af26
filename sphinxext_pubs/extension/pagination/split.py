"""A document with split lists becomes its own page and further ones, when it is resolved for a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from docutils import nodes

from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.nodes import pubs_entry, pubs_list, pubs_pager
from sphinxext_pubs.extension.output.output import FurtherPage
from sphinxext_pubs.extension.pagination.sheets import wrappers

if TYPE_CHECKING:
    from sphinxext_pubs.project.pagination import Pagination
    from sphinxext_pubs.project.site import Site

#: A node by the pages on which it stands; None where it stands on all pages of its list.
Pieces: TypeAlias = "dict[int, nodes.Node] | None"


def cut(pagination: Pagination, document: nodes.document, docname: str, site: Site) -> list[FurtherPage]:
    """Take from a document what is on further pages of its lists, and return those pages."""
    tops: dict[int, dict[nodes.Element, None]] = {}
    for row in document.findall(pubs_list):
        place, _ = next(row.findall(pubs_entry)).get("sheet", (None, 0))
        if place is not None:
            tops.setdefault(place, {})[list(wrappers(row))[-1]] = None
    split = [place for place in tops if (docname, place) in pagination.names]
    cuts = [
        _Cut(document, docname, place, order, pagination.names[docname, place], list(tops[place]))
        for order, place in enumerate(split)
    ]
    pages = [page for cut in cuts for page in cut.pages()]
    if pages:
        _redirect_headings(pagination, document, docname, site)
    return pages


@dataclass(slots=True)
class _Cut:
    """One split list; ``tops`` are the outermost nodes of it in the document, side by side.

    ``place`` is the list's among all lists of the document, ``order`` that among the split ones, from 0.
    """

    document: nodes.document
    docname: str
    place: int
    order: int
    names: tuple[str, ...]
    tops: list[nodes.Element]

    def pages(self) -> list[FurtherPage]:
        """The further pages; in the document the first page is left."""
        first, last = self.tops[0], self.tops[-1]
        parent, bar = first.parent, self.bar()
        around = list(_sections(parent))[::-1]
        pieces = [cast("dict[int, nodes.Node]", _pieces(top)) for top in self.tops]
        parent.insert(parent.index(last) + 1, self.pager(1))
        for top, piece in zip(self.tops, pieces, strict=True):
            if 1 not in piece:
                parent.remove(top)
        found = []
        for number in range(2, len(self.names) + 1):
            shown = [piece[number] for piece in pieces if number in piece]
            content = [
                *self.repeated(bar, number),
                self.pager(number, above=True),
                *shown,
                self.pager(number),
            ]
            found.append(self.page(number, around, content))
        return found

    def bar(self) -> nodes.Element | None:
        """The bar above the list, if it has one; it is told which list and page it stands on."""
        siblings, first = self.tops[0].parent.children, self.tops[0]
        before = siblings[max(siblings.index(first) - 1, 0)]
        if not isinstance(before, nodes.Element) or before.tagname != "pubs_filter":
            return None
        before["sheet"] = (self.place, 1)
        return before

    def repeated(self, bar: nodes.Element | None, number: int) -> list[nodes.Element]:
        """The bar for a further page."""
        if bar is None:
            return []
        again = bar.deepcopy()
        again["sheet"] = (self.place, number)
        return [again]

    def page(self, number: int, around: list[nodes.section], content: list[nodes.Node]) -> FurtherPage:
        """A further page: the headings above the list, and what stands on the page."""
        shells = [section.copy() for section in around] or [nodes.section(ids=[f"pubs-page-{number}"])]
        titles = [_title_of(section) for section in around] or [nodes.title()]
        titles[0][:] = page_title(titles[0].children, number, len(self.names))
        for shell, title in zip(reversed(shells), reversed(titles), strict=True):
            shell.extend([title, *content])
            content = [shell]
        document = self.document.copy()
        document.extend([*(meta.deepcopy() for meta in self.document.findall(nodes.meta)), *content])
        for title in document.findall(nodes.title):
            title.attributes.pop("refid", None)  # what it led back to stands on the document's own page
        return FurtherPage(self.docname, self.names, number, document, titles)

    def pager(self, number: int, *, above: bool = False) -> pubs_pager:
        """The links between the list's pages, as they stand on one of them."""
        order = self.order if number == 1 else 0
        listing = next(self.tops[0].findall(pubs_list))["listing"]
        return pubs_pager(names=self.names, number=number, above=above, order=order, listing=listing)


def _pieces(node: nodes.Node) -> Pieces:
    """What of a node stands on each page; the node itself is what stands on the first of these."""
    if isinstance(node, pubs_entry):
        return {node["sheet"][1]: node}
    children = list(node.children)
    found = [_pieces(child) for child in children]
    numbers = sorted({number for pieces in found for number in pieces or ()})
    if not isinstance(node, nodes.Element) or not numbers:
        return None
    shells = {number: node.copy() for number in numbers} | {numbers[0]: node}
    node[:] = []
    for child, pieces in zip(children, found, strict=True):
        for number, shell in shells.items():
            if pieces is None:
                shell.append(child if shell is node else child.deepcopy())
            elif number in pieces:
                shell.append(pieces[number])
    return dict(shells)


def _sections(node: nodes.Node) -> Iterator[nodes.section]:
    """The sections around a place, from the inside out."""
    around: nodes.Node | None = node
    while around is not None:
        if isinstance(around, nodes.section):
            yield around
        around = around.parent


def _title_of(section: nodes.section) -> nodes.title:
    """A copy of a section's title."""
    found = next((child for child in section.children if isinstance(child, nodes.title)), nodes.title())
    return found.deepcopy()


def page_title(title: Iterable[nodes.Node], number: int, count: int) -> list[nodes.Node]:
    """The title of a further page, from that of its document."""
    kept = [child.deepcopy() for child in title]
    if not kept:
        return [nodes.Text(gettext("Page {} of {}").format(number, count))]
    before, _, after = gettext("{} – page {} of {}").format("\0", number, count).partition("\0")
    return [*(nodes.Text(before) for _ in before[:1]), *kept, nodes.Text(after)]


def _redirect_headings(pagination: Pagination, document: nodes.document, docname: str, site: Site) -> None:
    """Let links within a document, as in its ``contents``, follow their headings to further pages."""
    groups = pagination.groups(docname)
    for reference in document.findall(nodes.reference):
        identifier = reference.get("refid", "")
        pages = groups.get(identifier, (docname,))
        if docname not in pages:
            address = site.relative_uri(docname, pages[0])
            reference.attributes.pop("refid")
            reference.attributes.update(refuri=f"{address}#{identifier}", internal=True)
