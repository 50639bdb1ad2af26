"""Copies of blocks on other pages, such as those of ``todolist``.

The ids, the footnotes and the filter bars of the original are on its page only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.citations.links import link_to
from sphinxext_pubs.extension.nodes import pubs_entry
from sphinxext_pubs.project.targets import Target

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_pubs.project.project import Project


def prepare_copied_citations(document: nodes.document, builder: Builder, docname: str) -> None:
    """Remove the ids of citations in a copy on the page of a document, and replace marks of footnotes.

    The marks are links to the footnotes in HTML and their numbers elsewhere: LaTeX has no such footnotes.
    """
    for kind in (pending_xref, nodes.reference):  # the original may have been resolved already
        for citation in document.findall(kind):
            citation["ids"] = []
    for mark in list(document.findall(nodes.footnote_reference)):
        number: nodes.Element = nodes.superscript("", mark.astext())
        if uses_templates(builder) and "refid" in mark:
            target = Target(mark.get("docname", docname), mark["refid"])
            number = link_to(target, number, "", fromdocname=docname, builder=builder)
        mark.parent.replace(mark, number)


def write_copied_lists(project: Project, builder: Builder, document: nodes.document, docname: str) -> None:
    """Replace the lists in a copy on the page of a document by standard nodes without ids."""
    from sphinxext_pubs.extension.lists.ordinary_nodes import use_ordinary_nodes  # only for copies with lists

    for entry in document.findall(pubs_entry):
        entry["docname"], entry["occurrence"] = docname, 0
    use_ordinary_nodes(project, builder, document)
    for node in document.findall(nodes.target):
        node["ids"] = []
