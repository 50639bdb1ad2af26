"""Citations as docutils nodes: their text and links."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.nodes import make_refnode

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.extension.citations import clusters
from sphinxext_pubs.extension.citations.roles import UNLINKED
from sphinxext_pubs.extension.lists.scopes import SCOPES
from sphinxext_pubs.extension.math_nodes import math_maker
from sphinxext_pubs.model.links import doi_url
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Text
from sphinxext_pubs.project.targets import Target, find_target, label_at
from sphinxext_pubs.render.citation_forms import label
from sphinxext_pubs.render.nodes_inline import text_nodes
from sphinxext_pubs.render.references import addresses, reference_sentences
from sphinxext_pubs.render.safe_text import safe_text
from sphinxext_pubs.render.venue_line import venue_line

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_pubs.project.project import Project


def citation_node(
    project: Project,
    publication: Publication,
    fromdocname: str,
    *,
    node: pending_xref,
    contnode: nodes.Element,
    form: str,
    builder: Builder,
) -> nodes.Element:
    """Return a citation as a link around ``contnode``, or ``contnode`` if the paper has no target."""
    _paper, prefix = project.citations.find(node["reftarget"])
    target = find_target(project, publication, fromdocname, prefix, node.get(SCOPES, ()))
    if not node.get("refexplicit"):
        item = clusters.item_of(node) or CitationItem(publication.key)
        number = label_at(project, target, prefix + publication.key, form)
        contnode[:] = citation_text(
            project,
            publication,
            form,
            item=item,
            number=number,
            make_math=math_maker(builder, project.settings.math),
        )
    if form in _FORMS_WITH_MARKUP and builder.format == "text":
        contnode["classes"] = []  # the text of a citation is emphasized, which italics in it would end
    if form in UNLINKED or target is None:
        return contnode
    if form == "doi" and publication.doi and (doi := doi_url(publication.doi)):
        target = Target(url=doi)
    return link_to(target, contnode, str(publication.title), fromdocname=fromdocname, builder=builder)


def link_to(
    target: Target, content: nodes.Element, title: str, *, fromdocname: str, builder: Builder
) -> nodes.Element:
    """Return a link to the target of a citation."""
    if target.url:
        return nodes.reference("", "", content, refuri=target.url, internal=False)
    if builder.name == "singlehtml":  # Sphinx 9 writes two fragments for a target in another document
        fromdocname = target.docname
    return make_refnode(builder, fromdocname, target.docname, target.anchor, content, title)


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
    rich = _FORMS_WITH_MARKUP.get(form)
    if rich and (text := rich(project, cited)):
        return text_nodes(safe_text(text, ()), make_math)
    text_node = nodes.Text(label(cited, form))
    return [nodes.literal("", "", text_node, classes=["pubs-bibtex"])] if form == "bibtex" else [text_node]


def address_nodes(project: Project, name: str, builder: Builder) -> list[nodes.Node]:
    """Return the addresses after a reference in a footnote; in a CSL style the reference has them."""
    paper, _prefix = project.citations.find(name)
    if paper is None or project.settings.style not in BUILTIN_STYLES:
        return []
    cited = project.citations.cited(paper)
    text = safe_text(addresses(cited, reference_sentences(cited)), project.settings.url_schemes)
    return [nodes.Text(" "), *text_nodes(text, math_maker(builder, project.settings.math))] if text else []


def reference_of(project: Project, cited: Cited) -> Text:
    """Return the full reference without its final period, which belongs to the surrounding sentence."""
    if project.settings.style not in BUILTIN_STYLES:
        parts = project.references.reference(cited, project.settings.style).parts
    else:
        parts = reference_sentences(cited).parts
    if parts and isinstance(parts[-1], str):
        parts = (*parts[:-1], parts[-1].removesuffix("."))
    return Text(parts)


#: The forms whose text has markup, such as italics in titles.
_FORMS_WITH_MARKUP: dict[str, Callable[[Project, Cited], Text]] = {
    "title": lambda _, cited: cited.paper.title,
    "venue": lambda _, cited: venue_line(cited.paper, cited.translate),
    "full": reference_of,
    "foot": reference_of,
}
