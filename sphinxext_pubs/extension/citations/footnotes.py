"""Citations as footnotes of docutils, which every builder supports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxext_pubs.extension.citations import clusters
from sphinxext_pubs.extension.citations.locators import locator_text
from sphinxext_pubs.extension.lists.scopes import copy_scopes
from sphinxext_pubs.extension.nodes import pubs_footnote_mark, pubs_footnotes
from sphinxext_pubs.model.slugs import short_digest

if TYPE_CHECKING:
    from sphinxext_pubs.citations.pandoc_syntax import CitationItem

#: The attribute of a footnote mark with the cited item and the name to look up.
ITEM = "pubs_cited"
#: The attribute of the place for the addresses of a cited paper, with the name to look up.
ADDRESSES = "pubs_addresses"
#: The attribute of a footnote with the name of the paper whose reference it is, and the number of the
#: directive, from 1, that it is at.
CITED_KEY = "pubs_cited_key"
#: The attribute of a footnote reference with the content of its footnote, until that is inserted.
NOTE = "pubs_note"


def footnote_mark(item: CitationItem, target: str) -> pubs_footnote_mark:
    """Return the mark of a footnote with the reference of an item; equal items share a footnote."""
    mark = pubs_footnote_mark()
    mark[ITEM] = (item, target)
    return mark


def note_mark(content: Iterable[nodes.Node]) -> pubs_footnote_mark:
    """Return the mark of a footnote of its own with this content, as in CSL styles with notes."""
    return pubs_footnote_mark("", *content)


def _replace_marks(document: nodes.document) -> None:
    """Replace footnote marks by docutils' footnote references; a mark in a footnote by what it holds."""
    number = 0
    for node in list(document.findall(pubs_footnote_mark)):
        if clusters.is_in(node, nodes.substitution_definition):
            node.parent.remove(node)  # its copies are footnotes
            continue
        if ITEM not in node and clusters.is_in(node, nodes.footnote):
            start = node.parent.index(node)
            has_names = start > 0 and isinstance(node.parent[start - 1], pending_xref)
            node.parent[start : start + 1] = [nodes.Text(", ")] * has_names + node.children
            continue
        number += ITEM not in node
        name = _footnote_name(node[ITEM][0]) if ITEM in node else f"paper note {number}"
        reference = nodes.footnote_reference("", auto=1, refname=name)
        if ITEM in node:
            reference[ITEM] = node[ITEM]
        else:
            reference[NOTE] = node.children
        reference.source, reference.line = node.source, node.line
        document.note_autofootnote_ref(reference)
        document.note_footnote_ref(reference)
        node.parent.replace(node, reference)


def _footnote_name(item: CitationItem) -> str:
    """Return the name of an item's footnote, which determines its id, unlike any name in the document."""
    from sphinxext_pubs.citations.pandoc_syntax import CitationItem  # only for footnotes

    suffix = "" if item == CitationItem(item.key) else f" {short_digest(repr(item))}"
    return nodes.fully_normalize_name(f"paper foot {item.key}{suffix}")


def _is_ours(node: nodes.Node) -> bool:
    is_mark = isinstance(node, nodes.footnote_reference) and (ITEM in node or NOTE in node)
    return is_mark or isinstance(node, pubs_footnotes)


def make_footnotes(
    document: nodes.document, marks: Iterable[nodes.footnote_reference], docname: str, number: int = 1
) -> list[nodes.footnote]:
    """Return the distinct footnotes of these marks, and register them in the document.

    ``number`` is that of their place in the document, from 1.
    """
    first_marks: dict[str, nodes.footnote_reference] = {}
    for node in marks:
        first_marks.setdefault(node["refname"], node)
    return [_make_footnote(document, name, node, docname, number) for name, node in first_marks.items()]


def _make_footnote(
    document: nodes.document, name: str, mark: nodes.footnote_reference, docname: str, number: int
) -> nodes.footnote:
    paragraph = nodes.paragraph("", "", *_content(mark, docname), translatable=False)
    footnote = nodes.footnote("", paragraph, auto=1, names=[name], classes=["pubs-footnote"])
    copy_scopes(mark, footnote)  # it is at the end of the document
    if ITEM in mark:
        footnote[CITED_KEY] = (mark[ITEM][1], number)
    document.note_autofootnote(footnote)
    document.note_explicit_target(footnote, footnote)
    return footnote


def _content(mark: nodes.footnote_reference, docname: str) -> list[nodes.Node]:
    """Return what a footnote contains: what its mark holds, or the reference of the cited paper."""
    if NOTE in mark:
        content: list[nodes.Node] = mark.attributes.pop(NOTE)
        return content
    item, target = mark[ITEM]
    citation = pending_xref(
        "",
        nodes.inline("", item.key, classes=["xref", "paper", "paper-foot"]),
        refdomain="paper",
        reftype="foot",
        reftarget=target,
        refexplicit=False,
        refwarn=True,
        refdoc=docname,
        support_smartquotes=False,
    )
    citation.source, citation.line = mark.source, mark.line
    before = [nodes.Text(f"{item.prefix} ")] if item.prefix else []
    addresses = nodes.inline()
    addresses[ADDRESSES] = target
    return [*before, citation, nodes.Text(f"{locator_text(item)}."), addresses]


def insert_footnotes(document: nodes.document, docname: str) -> None:
    """Insert footnotes where the document has a ``footbibliography`` directive, the others at the end."""
    _replace_marks(document)
    marks: list[nodes.footnote_reference] = []
    number = 1
    existing = {name for footnote in document.autofootnotes for name in footnote["names"]}
    for node in list(document.findall(_is_ours)):
        if isinstance(node, pubs_footnotes):
            target = [nodes.target("", "", ids=node["ids"])] if node["ids"] else []
            node.parent.replace(node, [*target, *make_footnotes(document, marks, docname, number)])
            number += 1
            existing |= {mark["refname"] for mark in marks}
            marks = []
        elif cast("nodes.footnote_reference", node)["refname"] not in existing:
            marks.append(cast("nodes.footnote_reference", node))
    if marks:
        last_section: nodes.Element = document
        while isinstance(child := next(reversed(last_section.children), None), nodes.section):
            last_section = child
        last_section.extend(make_footnotes(document, marks, docname, number))
