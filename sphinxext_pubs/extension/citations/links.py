"""Citations as docutils nodes: their text, and the link around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import make_refnode

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.extension.citations.roles import UNLINKED
from sphinxext_pubs.extension.math_nodes import math_maker
from sphinxext_pubs.model.links import doi_url
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Text
from sphinxext_pubs.project.targets import Target, find_target, number_at
from sphinxext_pubs.render.citation_forms import label, reference_sentences
from sphinxext_pubs.render.nodes_inline import text_nodes
from sphinxext_pubs.render.safe_text import safe_text
from sphinxext_pubs.render.venue_line import venue_line

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_pubs.project.project import Project


def cite(
    project: Project,
    publication: Publication,
    fromdocname: str,
    *,
    node: nodes.Element,
    contnode: nodes.Element,
    form: str,
    builder: Builder,
) -> nodes.Element:
    """Return a citation as a link around ``contnode``, or as text if nothing shows the paper."""
    _paper, prefix = project.citations.find(node["reftarget"])
    place = find_target(project, publication, fromdocname, prefix)
    if node.get("pubs_empty"):
        return nodes.inline()
    if not node.get("refexplicit"):
        item = node.get("pubs_item", CitationItem(publication.key))
        number = number_at(project, place, prefix + publication.key, form)
        contnode[:] = citation_text(
            project,
            publication,
            form,
            item=item,
            number=number,
            make_math=math_maker(builder, project.settings.math),
        )
    if form in UNLINKED or place is None:
        return contnode
    if form == "doi" and publication.doi and (address := doi_url(publication.doi)):
        place = Target(address=address)
    if place.address:
        return nodes.reference("", "", contnode, refuri=place.address, internal=False)
    if builder.name == "singlehtml":  # Sphinx 9 writes two fragments for a place in another document
        fromdocname = place.docname
    return make_refnode(builder, fromdocname, place.docname, place.anchor, contnode, str(publication.title))


def citation_text(
    project: Project,
    publication: Publication,
    form: str,
    *,
    item: CitationItem,
    number: str,
    make_math: Callable[[str], nodes.Node],
) -> list[nodes.Node]:
    """Return the text of a citation; titles, venues and references keep their markup, but no links."""
    cited = project.citations.cited(publication, item, number)
    rich = _RICH.get(form)
    if rich and (text := rich(project, cited)):
        return text_nodes(safe_text(text, ()), make_math)
    text_node = nodes.Text(label(cited, form))
    return [nodes.literal("", "", text_node, classes=["pubs-bibtex"])] if form == "bibtex" else [text_node]


def reference_of(project: Project, cited: Cited) -> Text:
    """The whole reference, without the full stop that is left to the sentence around it."""
    if project.settings.style not in BUILTIN_STYLES:
        parts = project.references.reference(cited, project.settings.style).parts
    else:
        parts = reference_sentences(cited).parts
    if parts and isinstance(parts[-1], str):
        parts = (*parts[:-1], parts[-1].removesuffix("."))
    return Text(parts)


#: The forms with markup of their own.
_RICH: dict[str, Callable[[Project, Cited], Text]] = {
    "title": lambda _, cited: cited.paper.title,
    "venue": lambda _, cited: venue_line(cited.paper, cited.translate),
    "full": reference_of,
    "foot": reference_of,
}
