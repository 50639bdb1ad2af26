"""The citations in a document: their names, ids and places, and their text in titles."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxext_pubs.extension.citations import clusters, footnotes
from sphinxext_pubs.extension.citations.conditional_footnotes import conditions_of_citation
from sphinxext_pubs.extension.citations.roles import PUNCTUATION, SQUARE, UNLINKED
from sphinxext_pubs.extension.citations.silent import SILENT, close_gaps, is_silent
from sphinxext_pubs.extension.conditional_blocks import is_never_built
from sphinxext_pubs.extension.lists.scopes import SCOPES, record_scoped_names
from sphinxext_pubs.extension.nodes import PAGE, pubs_footnote_mark
from sphinxext_pubs.model.slugs import key_slug, unused_name
from sphinxext_pubs.project.citation_graph import ALL_PAPERS
from sphinxext_pubs.project.tables import CitingPlace
from sphinxext_pubs.project.title_citations import StyledTitleQuery, TitleBracketQuery, TitleCitationQuery

if TYPE_CHECKING:
    from sphinxext_pubs.project.conditions import Conditions
    from sphinxext_pubs.project.project import Project


def is_citation(node: pending_xref) -> bool:
    """True if a reference cites a paper, unless it names another project (``:external+name:``)."""
    if node["reftype"] == PAGE:
        return False  # a link to a page of a person, venue, year or keyword
    return (node["refdomain"] == "paper" or node["reftype"] == "any") and "intersphinx" not in node


#: The nodes of citations in footnotes, before and after they are replaced by docutils' nodes.
_FOOTNOTE_MARKS = (pubs_footnote_mark, nodes.footnote_reference)


def record_cited_names(project: Project, document: nodes.document, docname: str) -> None:
    """Record the names that a document cites, and those in the scopes of its lists."""
    citations = citations_of(document, in_footnotes=project.lists_footnotes)
    project.tables.record_cited_names(docname, [(name, conditions) for _, name, conditions in citations])
    record_scoped_names(project, docname, citations)


def citations_of(
    document: nodes.document, *, in_footnotes: bool = True
) -> list[tuple[nodes.Node, str, Conditions]]:
    """Return the citations of a document: the node, the name, and the conditions of the blocks around it.

    By default those in footnotes are included.
    """
    citations = (node for node in document.findall(_may_cite) if in_footnotes or not _is_in_footnote(node))
    return [
        (node, name, conditions_of_citation(node))
        for node in citations
        if (name := _cited_name(node)) and not is_never_built(node)
    ]


def _is_in_footnote(node: nodes.Node) -> bool:
    return isinstance(node, _FOOTNOTE_MARKS) or "pubs_in_footnote" in cast("nodes.Element", node)


def _may_cite(node: nodes.Node) -> bool:
    return isinstance(node, (pending_xref, *_FOOTNOTE_MARKS))


def _cited_name(node: nodes.Node) -> str:
    """Return the name that a node cites, or an empty string if it is not a citation."""
    if isinstance(node, pending_xref):
        name = str(node["reftarget"]) if is_citation(node) else ""
        return "" if name == ALL_PAPERS and not is_silent(node) else name
    item = cast("nodes.Element", node).get(footnotes.ITEM)
    return item[1] if item else ""


def anchor_citations(document: nodes.document, docname: str) -> list[CitingPlace]:
    """Add a unique id to every citation of a document, and return the places that cite.

    Ids depend only on the document, not on the library. References with ``:any:`` get no id, because they
    may not be citations.
    """
    places = []
    prefix = f"cite-{key_slug(docname)}"
    for node in document.findall(pending_xref):
        if not is_citation(node) or is_never_built(node):
            continue
        name = node["reftarget"]
        new_id = f"{prefix}-{key_slug(name)}" if _can_have_id(node) else ""
        anchor = _unique_id(document, new_id, node) if new_id else _section_id(node)
        in_footnote = node["reftype"] == "foot" or "pubs_in_footnote" in node
        place = CitingPlace(
            name,
            anchor,
            _line(node),
            in_footnote,
            conditions_of_citation(node),
            is_silent(node),
            node.get(SCOPES, ()),
        )
        places.append(place)
    close_gaps(node for node in document.findall(pending_xref) if is_silent(node))
    return places


def _can_have_id(node: pending_xref) -> bool:
    """True if a citation can be linked to; False in titles and substitution definitions, which are copied."""
    ancestor = node.parent
    while ancestor is not None and not isinstance(ancestor, nodes.title | nodes.substitution_definition):
        ancestor = ancestor.parent
    return ancestor is None and node["reftype"] not in {*UNLINKED, "any", SILENT}


def _section_id(node: pending_xref) -> str:
    """Return the id of the section whose title contains a citation; empty for the title of the document."""
    title = clusters.ancestor_of(node, nodes.title)
    section = title.parent if title is not None else None
    if not isinstance(section, nodes.section) or isinstance(section.parent, nodes.document):
        return ""
    return str(section["ids"][0]) if section["ids"] else ""


def _unique_id(document: nodes.document, base: str, node: nodes.Element) -> str:
    """Return the id of a node; if it has none, add ``base`` or ``base`` with a number."""
    if node["ids"]:
        return str(node["ids"][0])
    identifier = unused_name(base, document.ids)
    document.ids[identifier] = node
    node["ids"] = [identifier]  # another list: Sphinx lets the citations of a translation share theirs
    return identifier


def _line(node: nodes.Node) -> int:
    ancestor: nodes.Node | None = node
    while ancestor is not None and not ancestor.line:
        ancestor = ancestor.parent
    return (ancestor and ancestor.line) or 0


#: The nodes whose text Sphinx shows elsewhere: in contents, in ``<title>`` and in references by label.
_TITLES = (nodes.title, nodes.caption)
#: Others that labels can name.
_LABELED = (nodes.rubric, nodes.term)


def render_title_citations(project: Project, document: nodes.document, docname: str) -> None:
    """Write the text of citations in titles and captions, which Sphinx shows elsewhere unresolved."""
    kinds = (*_TITLES, *_LABELED) if any(document.nametypes.values()) else _TITLES
    titles = [node for node in document.findall(nodes.Element) if isinstance(node, kinds)]
    citations = [node for title in titles for node in title.findall(pending_xref) if _is_written(node)]
    for node in citations:
        _write_citation(project, node, docname)
    if not citations:
        return
    for mark in [mark for title in titles for mark in title.findall(nodes.inline)]:
        if "pubs_punctuation" in mark:
            _write_bracket(project, mark, docname)
    for group in clusters.groups(document):
        if any(clusters.is_in(group[0], kind) for kind in kinds):
            _write_styled(project, group, docname)


def update_heading_slugs(document: nodes.document, slugs: MutableMapping[str, tuple[Any, ...]]) -> None:
    """Update the titles that MyST shows in links to headings, each after a line and an id."""
    titles = {
        name: section[0].astext()
        for section in document.findall(nodes.section)
        if isinstance(section[0], nodes.title)
        for name in section["ids"]
    }
    for slug, row in list(slugs.items()):
        if len(row) == _SLUG_PARTS and row[1] in titles:
            slugs[slug] = (*row[:2], titles[row[1]])


#: The number of values of a heading in MyST's table: line, id and title.
_SLUG_PARTS = 3


def _write_citation(project: Project, node: pending_xref, docname: str) -> None:
    query = TitleCitationQuery(
        node["reftarget"], node["reftype"], clusters.item_of(node), node.get(SCOPES, ())
    )
    if text := project.record_answer(docname, query):
        cast("nodes.Element", node[0])[:] = [nodes.Text(text)]


def _write_bracket(project: Project, mark: nodes.inline, docname: str) -> None:
    query = TitleBracketQuery(mark["pubs_keys"], mark["pubs_form"], mark.get(SCOPES, ()))
    kind = SQUARE if SQUARE in mark else project.record_answer(docname, query)
    mark[:] = [nodes.Text(PUNCTUATION[kind][mark["pubs_punctuation"]])]


def _is_written(node: pending_xref) -> bool:
    """True if a reference is a citation whose text is not that of its author."""
    return is_citation(node) and node["reftype"] not in ("any", SILENT) and not node["refexplicit"]


def _write_styled(project: Project, group: list[nodes.Element], docname: str) -> None:
    """Write the text of a citation in a CSL style into its first node, and nothing into the others."""
    own = "".join(node.astext() for node in group)
    query = StyledTitleQuery(clusters.number_of(group[0]), own)
    text = project.record_answer(docname, query)
    if text != own:
        for node in group:
            clusters.holder(node)[:] = [nodes.Text(text)] if node is group[0] else []
