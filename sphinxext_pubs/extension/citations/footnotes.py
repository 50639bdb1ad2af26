"""Citations as footnotes: docutils' own, so that every builder knows them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxext_pubs.citations.labels import Cited, locator
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.nodes import pubs_footnote_mark, pubs_footnotes
from sphinxext_pubs.model.publication import Publication

#: The attribute of a footnote's mark that holds the item it cites, and the name to look it up by.
ITEM = "pubs_cited"


def mark(item: CitationItem, target: str) -> pubs_footnote_mark:
    """Return the mark of a footnote that gives the reference of an item; equal items share a footnote."""
    made = pubs_footnote_mark()
    made[ITEM] = (item, target)
    return made


def _put_references(document: nodes.document) -> None:
    """Put docutils' references to footnotes in place of our marks."""
    for node in list(document.findall(pubs_footnote_mark)):
        reference = nodes.footnote_reference("", auto=1, refname=_name(node[ITEM][0]))
        reference[ITEM] = node[ITEM]
        reference.source, reference.line = node.source, node.line
        document.note_autofootnote_ref(reference)
        document.note_footnote_ref(reference)
        node.parent.replace(node, reference)


def _name(item: CitationItem) -> str:
    """Return a name that footnotes written by hand do not have; the footnote's id is made of it."""
    more = "" if item == CitationItem(item.key) else f" {sha256(repr(item).encode()).hexdigest()[:8]}"
    return nodes.fully_normalize_name(f"paper foot {item.key}{more}")


def _is_ours(node: nodes.Node) -> bool:
    return isinstance(node, pubs_footnotes) or (isinstance(node, nodes.footnote_reference) and ITEM in node)


def footnotes(
    document: nodes.document, marks: Iterable[nodes.footnote_reference], docname: str
) -> list[nodes.footnote]:
    """The footnotes of these marks, each once; they are the document's from now on."""
    firsts: dict[str, nodes.footnote_reference] = {}
    for node in marks:
        firsts.setdefault(node["refname"], node)
    return [_footnote(document, name, node, docname) for name, node in firsts.items()]


def _footnote(
    document: nodes.document, name: str, mark: nodes.footnote_reference, docname: str
) -> nodes.footnote:
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
    where = locator(Cited(Publication(item.key), item=item, translate=gettext))
    before = [nodes.Text(f"{item.prefix} ")] if item.prefix else []
    paragraph = nodes.paragraph("", "", *before, citation, nodes.Text(f"{where}."), translatable=False)
    footnote = nodes.footnote("", paragraph, auto=1, names=[name], classes=["pubs-footnote"])
    document.note_autofootnote(footnote)
    document.note_explicit_target(footnote, footnote)
    return footnote


def here(document: nodes.document) -> pubs_footnotes:
    """A node in whose place the footnotes of all marks before it will stand."""
    return pubs_footnotes()


def place(document: nodes.document, docname: str) -> None:
    """Put the footnotes where the document asks for them, the others at its end."""
    _put_references(document)
    marks: list[nodes.footnote_reference] = []
    there = {name for footnote in document.autofootnotes for name in footnote["names"]}
    for node in list(document.findall(_is_ours)):
        if isinstance(node, pubs_footnotes):
            node.parent.replace(node, footnotes(document, marks, docname))
            there |= {mark["refname"] for mark in marks}
            marks = []
        elif cast("nodes.footnote_reference", node)["refname"] not in there:
            marks.append(cast("nodes.footnote_reference", node))
    if marks:
        last: nodes.Element = document
        while isinstance(inner := next(reversed(last.children), None), nodes.section):
            last = inner
        last.extend(footnotes(document, marks, docname))
