"""Copies of blocks on other pages, such as those of ``todolist``.

The ids, the footnotes and the filter bars of the original are on its page only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.nodes import make_refnode

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.nodes import pubs_entry

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_pubs.project.project import Project


def prepare_copied_citations(document: nodes.document, builder: Builder, docname: str) -> None:
    """Remove the ids of citations in a copy on the page of a document, and let marks link to footnotes."""
    for kind in (pending_xref, nodes.reference):  # the original may have been resolved already
        for citation in document.findall(kind):
            citation["ids"] = []
    for mark in list(document.findall(nodes.footnote_reference)):
        mark["ids"] = []
        original = mark.get("docname", docname)
        if uses_templates(builder) and original != docname and "refid" in mark:
            text = nodes.superscript("", mark.astext())
            link = make_refnode(builder, docname, original, mark["refid"], text)
            mark.parent.replace(mark, link)


def write_copied_lists(project: Project, builder: Builder, document: nodes.document, docname: str) -> None:
    """Replace the lists in a copy on the page of a document by standard nodes without ids."""
    from sphinxext_pubs.extension.lists.ordinary_nodes import use_ordinary_nodes  # only for copies with lists

    for entry in document.findall(pubs_entry):
        entry["docname"], entry["occurrence"] = docname, 0
    use_ordinary_nodes(project, builder, document)
    for node in document.findall(nodes.target):
        node["ids"] = []
