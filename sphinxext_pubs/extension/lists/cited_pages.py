"""The pages of a PDF that cite an entry, in place of the titles of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import cast

from docutils import nodes

from sphinxext_pubs.extension.nodes import pubs_pages

#: The messages for one page and for several: in an entry, and in the column of a table.
_IN_ENTRY = ("Cited on page {}", "Cited on pages {}")
_IN_COLUMN = ("p. {}", "pp. {}")


def write_page_numbers(ordinary: Iterable[nodes.Node], docname: str, translate: Callable[[str], str]) -> None:
    """Write the pages that cite the entries of a list in a document.

    Documents in other PDF files, to which LaTeX cannot link, are still named by their titles.
    """
    for node in ordinary:
        for line in list(node.findall(_is_cited_by)):
            element = cast("nodes.inline", line)
            element[:] = _content(element, docname, translate)


def _is_cited_by(node: nodes.Node) -> bool:
    return isinstance(node, nodes.inline) and "pubs-cited-by" in node["classes"]


def _content(line: nodes.inline, docname: str, translate: Callable[[str], str]) -> list[nodes.Node]:
    cited_in, children = translate("Cited in"), line.children
    if len(children) < 2 or children[1].astext() != cited_in:  # the first is a text of the layout
        return _pages(children, docname, list(map(translate, _IN_COLUMN)), "")
    before, _, *places, after = children  # the layout may have a text before it and after it
    return [before, *_pages(places, docname, list(map(translate, _IN_ENTRY)), cited_in), after]


def _pages(
    places: Sequence[nodes.Node], docname: str, messages: Iterable[str], cited_in: str
) -> list[nodes.Node]:
    """Return the pages of links, and the titles of documents without a link."""
    labels = [_label(node, docname) for node in places if isinstance(node, nodes.reference)]
    titles = [str(node) for node in places if isinstance(node, nodes.Text) and node not in ("", " ", ", ")]
    text = " ".join(filter(None, (cited_in, ", ".join(titles)))) if titles else ""
    if not labels:
        return [nodes.Text(text)]
    texts = [text for message in messages for text in (*message.split("{}"), "")[:2]]
    separator = (". " if cited_in else ", ") if text else ""
    return [pubs_pages(texts=texts, labels=labels), nodes.Text(separator + text)]


def _label(link: nodes.reference, docname: str) -> str:
    """Return the target of a link as Sphinx names it in LaTeX."""
    if "refid" in link:
        return f"{docname}:{link['refid']}"
    document, _, anchor = str(link["refuri"]).removeprefix("%").partition("#")
    return f"{document}:{anchor or ':doc'}"
