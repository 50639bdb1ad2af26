"""The citations in a document: their names, ids and places, and their words in titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxext_pubs.extension.citations import footnotes
from sphinxext_pubs.extension.citations.roles import PAGE, UNLINKED
from sphinxext_pubs.extension.nodes import pubs_footnote_mark
from sphinxext_pubs.project.tables import CitingPlace
from sphinxext_pubs.project.title_citations import TitleCitationQuery
from sphinxext_pubs.render.entry_view import slug

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project


def is_citation(node: pending_xref) -> bool:
    """Whether this is a citation of a paper of this project, not of a named other one."""
    if node["reftype"] == PAGE:
        return False  # it leads to a page of a person, a venue …
    return (node["refdomain"] == "paper" or node["reftype"] == "any") and "intersphinx" not in node


#: Citations in footnotes, before and after docutils' own nodes are there.
_FOOT = (pubs_footnote_mark, nodes.footnote_reference)


def cited_names(document: nodes.document, *, in_footnotes: bool = True) -> tuple[str, ...]:
    """Return the names that a document cites, each once, in its order; with those in footnotes if asked."""
    citing = (node for node in document.findall(_may_cite) if in_footnotes or not _is_foot(node))
    return tuple(dict.fromkeys(filter(None, map(_cited_name, citing))))


def _is_foot(node: nodes.Node) -> bool:
    return isinstance(node, _FOOT) or "pubs_foot" in cast("nodes.Element", node)


def _may_cite(node: nodes.Node) -> bool:
    return isinstance(node, (pending_xref, *_FOOT))


def _cited_name(node: nodes.Node) -> str:
    """The name that a node cites; empty where it is another one."""
    if isinstance(node, pending_xref):
        return str(node["reftarget"]) if is_citation(node) else ""
    item = cast("nodes.Element", node).get(footnotes.ITEM)
    return item[1] if item else ""


def anchor_citations(document: nodes.document, docname: str) -> list[CitingPlace]:
    """Give every citation an id that no other document has, and say what is cited where.

    Ids depend on what the document says alone, whatever is in the library. ``:any:`` may lead to anything.
    """
    places = []
    prefix = f"cite-{slug(docname)}"
    for node in document.findall(pending_xref):
        if not is_citation(node):
            continue
        name = node["reftarget"]
        anchor = _free_id(document, f"{prefix}-{slug(name)}", node) if _bears_id(node) else ""
        foot = node["reftype"] == "foot" or "pubs_foot" in node
        places.append(CitingPlace(name, anchor, _line(node), foot))
    return places


def _bears_id(node: pending_xref) -> bool:
    """Whether a citation can be linked to: not in a title, nor in a definition that is put in elsewhere."""
    around = node.parent
    while around is not None and not isinstance(around, nodes.title | nodes.substitution_definition):
        around = around.parent
    return around is None and node["reftype"] not in {*UNLINKED, "any", "empty"}


def _free_id(document: nodes.document, wanted: str, node: nodes.Element) -> str:
    if node["ids"]:
        return str(node["ids"][0])
    identifier, number = wanted, 1
    while identifier in document.ids:
        number += 1
        identifier = f"{wanted}-{number}"
    document.ids[identifier] = node
    node["ids"].append(identifier)
    return identifier


def _line(node: nodes.Node) -> int:
    around: nodes.Node | None = node
    while around is not None and not around.line:
        around = around.parent
    return (around and around.line) or 0


def word_titles(project: Project, document: nodes.document, docname: str) -> None:
    """Let citations in titles read as they will: contents and ``<title>`` are made of unresolved titles."""
    for title in document.findall(nodes.title):
        for node in title.findall(pending_xref):
            if is_citation(node) and node["reftype"] != "any" and not node["refexplicit"]:
                question = TitleCitationQuery(node["reftarget"], node["reftype"])
                if words := question.digest(project, docname):
                    project.tables.add_answer(docname, question, words)
                    cast("nodes.Element", node[0])[:] = [nodes.Text(words)]
