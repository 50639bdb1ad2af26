"""Citations: their texts, where they lead, and what other projects see of the papers cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from docutils import nodes
from sphinx.util.nodes import make_refnode

from sphinxext_pubs.extension.complaints import complain
from sphinxext_pubs.extension.words import gettext
from sphinxext_pubs.links import doi_url, safe_url
from sphinxext_pubs.model import Publication
from sphinxext_pubs.problems import Code
from sphinxext_pubs.render.citations import label
from sphinxext_pubs.render.nodes_inline import text_nodes
from sphinxext_pubs.render.richtext import safe_text
from sphinxext_pubs.render.view import entry_id

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinxext_pubs.extension.domain import PaperDomain
    from sphinxext_pubs.extension.pages import Pages


#: An object as Sphinx takes it: name, label, type, document, anchor, priority.
Row: TypeAlias = tuple[str, str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a citation leads: an anchor in a document or on a further page of it, or an address.

    ``docname`` is empty where it leads to an address.
    """

    docname: str = ""
    anchor: str = ""
    address: str = ""


def find_target(domain: PaperDomain, publication: Publication, fromdocname: str) -> Target | None:
    """Where a citation in a document leads: the same page, the first list, DOI or URL, or nowhere."""
    key, homes = publication.key, domain.homes
    if domain.shows(fromdocname, key):
        return Target(domain.pages.home(fromdocname, key), entry_id(key))
    if key in homes:
        return Target(domain.pages.home(homes[key], key), entry_id(key))
    if publication.doi:
        return Target(address=doi_url(publication.doi))
    address = safe_url(publication.url, domain.settings.url_schemes) if publication.url else None
    return Target(address=address) if address else None


def cite(
    domain: PaperDomain,
    publication: Publication,
    fromdocname: str,
    node: nodes.Element,
    contnode: nodes.Element,
    form: str,
) -> nodes.Element:
    """A citation as a link around ``contnode``, or as text where the paper stands nowhere."""
    if not node.get("refexplicit"):
        contnode[:] = citation_text(domain, publication, form)
    place = find_target(domain, publication, fromdocname)
    if place is None:
        complain_unshown(publication, node, domain.env.config)
        return contnode
    if place.address:
        return nodes.reference("", "", contnode, refuri=place.address, internal=False)
    builder = domain.builder
    if builder.name == "singlehtml":  # Sphinx 9 writes two fragments for a place in another document
        fromdocname = place.docname
    return make_refnode(builder, fromdocname, place.docname, place.anchor, contnode, str(publication.title))


def citation_text(domain: PaperDomain, publication: Publication, form: str) -> list[nodes.Node]:
    """The text of a citation; titles keep their markup."""
    if form == "title" and publication.title:
        return text_nodes(safe_text(publication.title, ()), domain.writer.make_math)
    return [nodes.Text(label(publication, form, gettext, domain.env.config.language))]


def complain_unshown(publication: Publication, node: nodes.Element, config: Config) -> None:
    """Warn that a citation has nowhere to lead."""
    message = (
        f"“{publication.key}” is cited here, but stands in no list and has neither DOI nor URL, so the "
        "citation is not a link. Put it into a list, or give it an address."
    )
    complain(Code.UNSHOWN, message, node, config)


def objects(domain: PaperDomain) -> tuple[Row, ...]:
    """The objects of the domain, in sorted order: listed papers, then their aliases and DOIs."""
    homes, library, language = domain.homes, domain.shelf.library, domain.env.config.language
    papers: list[Row] = []
    others: dict[str, Row] = {}
    for key in sorted(homes):
        publication = library.get(key)
        if publication is not None:
            place = (label(publication, "t", gettext, language), "paper", homes[key], entry_id(key))
            papers.append((key, *place, 1))
            others |= {name: (name, *place, -1) for name in (*publication.ids, publication.doi) if name}
    return (*papers, *(others[name] for name in sorted(others) if name not in homes))


def placed(rows: Iterable[Row], pages: Pages) -> list[Row]:
    """The objects with the further pages on which papers stand in place of their documents."""
    homes = {
        (docname, entry_id(key)): pages.home(docname, key)
        for (docname, place) in pages.names
        for key in pages.pages_of(docname, place)
    }
    return [(*row[:3], homes.get((row[3], row[4]), row[3]), *row[4:]) for row in rows]
