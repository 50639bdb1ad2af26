"""Documents with long lists are split into several pages when they are resolved for a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from docutils import nodes

from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.nodes import pubs_entry, pubs_list, pubs_pager
from sphinxext_pubs.extension.output.output import ContinuationPage
from sphinxext_pubs.extension.pagination.sheets import wrappers

if TYPE_CHECKING:
    from sphinxext_pubs.project.pagination import Pagination
    from sphinxext_pubs.project.site import Site

#: The parts of a node by page number; None for a node that is on all pages of its list.
Pieces: TypeAlias = "dict[int, nodes.Node] | None"


def split_document(
    pagination: Pagination, document: nodes.document, docname: str, site: Site
) -> list[ContinuationPage]:
    """Remove the content of continuation pages from a document, and return these pages."""
    roots: dict[int, dict[nodes.Element, None]] = {}
    for row in document.findall(pubs_list):
        place, _ = next(row.findall(pubs_entry)).get("sheet", (None, 0))
        if place is not None:
            roots.setdefault(place, {})[list(wrappers(row))[-1]] = None
    places = [place for place in roots if (docname, place) in pagination.names]
    split_lists = [
        _SplitList(document, docname, place, order, pagination.names[docname, place], list(roots[place]))
        for order, place in enumerate(places)
    ]
    pages = [page for split_list in split_lists for page in split_list.pages()]
    if pages:
        _redirect_headings(pagination, document, docname, site)
    return pages


@dataclass(slots=True)
class _SplitList:
    """A split list; ``roots`` are its outermost nodes in the document, which are siblings.

    ``place`` is its index among all lists of the document, ``order`` that among the split lists.
    """

    document: nodes.document
    docname: str
    place: int
    order: int
    names: tuple[str, ...]
    roots: list[nodes.Element]

    def pages(self) -> list[ContinuationPage]:
        """Return the continuation pages, and leave only the first page in the document."""
        first, last = self.roots[0], self.roots[-1]
        parent, bar = first.parent, self.bar()
        sections = list(_sections(parent))[::-1]
        pieces = [cast("dict[int, nodes.Node]", _split_node(root)) for root in self.roots]
        parent.insert(parent.index(last) + 1, self.pager(1))
        for root, piece in zip(self.roots, pieces, strict=True):
            if 1 not in piece:
                parent.remove(root)
        pages = []
        for number in range(2, len(self.names) + 1):
            entries = [piece[number] for piece in pieces if number in piece]
            content = [
                *self.repeated_bar(bar, number),
                self.pager(number, above=True),
                *entries,
                self.pager(number),
            ]
            pages.append(self.page(number, sections, content))
        return pages

    def bar(self) -> nodes.Element | None:
        """Return the filter bar above the list, or None; its list and page number are set."""
        siblings, first = self.roots[0].parent.children, self.roots[0]
        previous = siblings[max(siblings.index(first) - 1, 0)]
        if not isinstance(previous, nodes.Element) or previous.tagname != "pubs_filter":
            return None
        previous["sheet"] = (self.place, 1)
        return previous

    def repeated_bar(self, bar: nodes.Element | None, number: int) -> list[nodes.Element]:
        """Return the filter bar for a continuation page, if the list has one."""
        if bar is None:
            return []
        copy = bar.deepcopy()
        copy["sheet"] = (self.place, number)
        return [copy]

    def page(self, number: int, sections: list[nodes.section], content: list[nodes.Node]) -> ContinuationPage:
        """Return a continuation page with the headings above the list and the content."""
        copies = [section.copy() for section in sections] or [nodes.section(ids=[f"pubs-page-{number}"])]
        titles = [_title_of(section) for section in sections] or [nodes.title()]
        titles[0][:] = page_title(titles[0].children, number, len(self.names))
        for section, title in zip(reversed(copies), reversed(titles), strict=True):
            section.extend([title, *content])
            content = [section]
        document = self.document.copy()
        document.extend([*(meta.deepcopy() for meta in self.document.findall(nodes.meta)), *content])
        for title in document.findall(nodes.title):
            title.attributes.pop("refid", None)  # its target, the contents, is only on the first page
        return ContinuationPage(self.docname, self.names, number, document, titles)

    def pager(self, number: int, *, above: bool = False) -> pubs_pager:
        """Return the links between the list's pages for one of them."""
        order = self.order if number == 1 else 0
        listing = next(self.roots[0].findall(pubs_list))["listing"]
        return pubs_pager(names=self.names, number=number, above=above, order=order, listing=listing)


def _split_node(node: nodes.Node) -> Pieces:
    """Split a node into parts by page number; the part on the first of these pages is the node itself."""
    if isinstance(node, pubs_entry):
        return {node["sheet"][1]: node}
    children = list(node.children)
    child_pieces = [_split_node(child) for child in children]
    numbers = sorted({number for pieces in child_pieces for number in pieces or ()})
    if not isinstance(node, nodes.Element) or not numbers:
        return None
    parts = {number: node.copy() for number in numbers} | {numbers[0]: node}
    node[:] = []
    for child, pieces in zip(children, child_pieces, strict=True):
        for number, part in parts.items():
            if pieces is None:
                part.append(child if part is node else child.deepcopy())
            elif number in pieces:
                part.append(pieces[number])
    return dict(parts)


def _sections(node: nodes.Node) -> Iterator[nodes.section]:
    """Yield the sections around a node, from the inside out."""
    ancestor: nodes.Node | None = node
    while ancestor is not None:
        if isinstance(ancestor, nodes.section):
            yield ancestor
        ancestor = ancestor.parent


def _title_of(section: nodes.section) -> nodes.title:
    """Return a copy of a section's title."""
    title = next((child for child in section.children if isinstance(child, nodes.title)), nodes.title())
    return title.deepcopy()


def page_title(title: Iterable[nodes.Node], number: int, count: int) -> list[nodes.Node]:
    """Return the title of a continuation page, which is that of its document with the page number."""
    document_title = [child.deepcopy() for child in title]
    if not document_title:
        return [nodes.Text(gettext("Page {} of {}").format(number, count))]
    before, _, after = gettext("{} – page {} of {}").format("\0", number, count).partition("\0")
    return [*(nodes.Text(before) for _ in before[:1]), *document_title, nodes.Text(after)]


def _redirect_headings(pagination: Pagination, document: nodes.document, docname: str, site: Site) -> None:
    """Redirect links within a document, such as in its ``contents``, to headings on continuation pages."""
    groups = pagination.groups(docname)
    for reference in document.findall(nodes.reference):
        identifier = reference.get("refid", "")
        pages = groups.get(identifier, (docname,))
        if docname not in pages:
            address = site.relative_uri(docname, pages[0])
            reference.attributes.pop("refid")
            reference.attributes.update(refuri=f"{address}#{identifier}", internal=True)
