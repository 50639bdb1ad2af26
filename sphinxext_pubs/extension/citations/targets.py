"""Citations: their texts, where they lead, and what other projects see of the papers cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from docutils import nodes
from sphinx.util.nodes import make_refnode

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.extension.citations.roles import UNLINKED
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.log import complain
from sphinxext_pubs.model.links import doi_url, safe_url
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Text
from sphinxext_pubs.render.citation_forms import label, reference_sentences
from sphinxext_pubs.render.entry_view import entry_id
from sphinxext_pubs.render.nodes_inline import text_nodes
from sphinxext_pubs.render.safe_text import safe_text
from sphinxext_pubs.render.venue_line import venue_line

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain
    from sphinxext_pubs.extension.pagination.plan import Pages


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


def find_target(
    domain: PaperDomain, publication: Publication, fromdocname: str, prefix: str = ""
) -> Target | None:
    """Where a citation leads: the same page, the paper's own, a list, another project's, DOI or URL."""
    key, homes = publication.key, domain.homes
    for docname in domain.citations.prefixes.get(prefix, ()):
        if domain.shows(docname, key):
            return Target(domain.pages.home(docname, key), entry_id(key))
    if domain.shows(fromdocname, key):
        return Target(domain.pages.home(fromdocname, key), entry_id(key))
    if own := domain.generated.papers.get(key):
        return Target(own)
    if key in homes:
        return Target(domain.pages.home(homes[key], key), entry_id(key))
    if elsewhere := domain.citations.elsewhere(publication):
        return Target(address=elsewhere)
    if publication.doi and (address := doi_url(publication.doi)):
        return Target(address=address)
    url = safe_url(publication.url, domain.settings.url_schemes) if publication.url else None
    return Target(address=url) if url else None


def cite(
    domain: PaperDomain,
    publication: Publication,
    fromdocname: str,
    node: nodes.Element,
    contnode: nodes.Element,
    form: str,
) -> nodes.Element:
    """A citation as a link around ``contnode``, or as text where the paper stands nowhere."""
    _paper, prefix = domain.find(node["reftarget"])
    place = find_target(domain, publication, fromdocname, prefix)
    if node.get("pubs_empty"):
        return nodes.inline()
    if not node.get("refexplicit"):
        item = node.get("pubs_item", CitationItem(publication.key))
        number = number_at(domain, place, prefix + publication.key, form)
        contnode[:] = citation_text(domain, publication, form, item, number)
    if form in UNLINKED or place is None:
        return contnode
    if form == "doi" and publication.doi and (address := doi_url(publication.doi)):
        place = Target(address=address)
    if place.address:
        return nodes.reference("", "", contnode, refuri=place.address, internal=False)
    builder = domain.builder
    if builder.name == "singlehtml":  # Sphinx 9 writes two fragments for a place in another document
        fromdocname = place.docname
    return make_refnode(builder, fromdocname, place.docname, place.anchor, contnode, str(publication.title))


def number_at(domain: PaperDomain, place: Target | None, key: str, form: str = "") -> str:
    """The label of a paper in the list that a citation leads to; empty where the citation has none."""
    if place is None or place.address or not (domain.cites_labels or form == "label"):
        return ""
    docname = domain.pages.documents.get(place.docname, place.docname)
    return str(domain.data["references"].get(docname, {}).get(key, ""))


def cited_as(
    domain: PaperDomain, publication: Publication, item: CitationItem | None = None, number: str = ""
) -> Cited:
    """A paper as this project cites it."""
    return Cited(
        publication,
        domain.citations.mark(publication.key),
        number,
        item or CitationItem(publication.key),
        gettext,
        domain.env.config.language,
        domain.settings.url_schemes,
    )


def citation_text(
    domain: PaperDomain,
    publication: Publication,
    form: str,
    item: CitationItem | None = None,
    number: str = "",
) -> list[nodes.Node]:
    """The text of a citation; titles, venues and references keep their markup, but no links."""
    cited = cited_as(domain, publication, item, number)
    rich = _RICH.get(form)
    if rich and (text := rich(domain, cited)):
        return text_nodes(safe_text(text, ()), domain.writer.make_math)
    text_node = nodes.Text(label(cited, form))
    return [nodes.literal("", "", text_node, classes=["pubs-bibtex"])] if form == "bibtex" else [text_node]


def reference_of(domain: PaperDomain, cited: Cited) -> Text:
    """The whole reference, without the full stop that is left to the sentence around it."""
    if domain.settings.style not in BUILTIN_STYLES:
        parts = domain.styled.reference(cited, domain.settings.style).parts
    else:
        parts = reference_sentences(cited).parts
    if parts and isinstance(parts[-1], str):
        parts = (*parts[:-1], parts[-1].removesuffix("."))
    return Text(parts)


#: The forms with markup of their own.
_RICH: dict[str, Callable[[PaperDomain, Cited], Text]] = {
    "title": lambda _, cited: cited.paper.title,
    "venue": lambda _, cited: venue_line(cited.paper, cited.translate),
    "full": reference_of,
    "foot": reference_of,
}


def bracket_kind(domain: PaperDomain, keys: Iterable[str], fromdocname: str, form: str = "") -> str:
    """The kind of brackets around the citation of these keys: ``label`` where all have one."""
    for key in keys:
        paper, prefix = domain.find(key)
        if paper is None:
            return ""
        place = find_target(domain, paper, fromdocname, prefix)
        if not number_at(domain, place, prefix + paper.key, form):
            return ""
    return "label"


def report_unlisted(domain: PaperDomain) -> None:
    """Warn, once for each, of papers that are cited and stand in no list."""
    library, homes = domain.shelf.library, domain.homes
    for key, places in domain.citations.places.items():
        paper = library.get(key)
        if (
            key in homes
            or paper is None
            or key in domain.generated.papers
            or domain.citations.elsewhere(paper)
        ):
            continue
        if any(place.foot for found in places.values() for place in found):
            continue  # its reference stands in a footnote
        docname, first = next((docname, found[0]) for docname, found in places.items())
        target = find_target(domain, paper, docname)
        where = f"the citation leads to {target.address}" if target else "the citation is not a link"
        message = f"“{key}” is cited here, but not listed anywhere in this project: {where}."
        complain(Code.UNSHOWN, message, (docname, first.line or None), domain.env.config)


def objects(domain: PaperDomain) -> tuple[Row, ...]:
    """The objects of the domain, in sorted order: listed papers, then their aliases and DOIs."""
    homes, library = domain.homes, domain.shelf.library
    papers: list[Row] = []
    others: dict[str, Row] = {}
    for key in sorted(homes):
        publication = library.get(key)
        if publication is not None:
            place = (label(cited_as(domain, publication)), "paper", homes[key], entry_id(key))
            papers.append((key, *place, 1))
            names = (*publication.ids, publication.doi, publication.doi.lower())
            others |= {name: (name, *place, -1) for name in names if name}
    return (*papers, *(others[name] for name in sorted(others) if name not in homes))


def with_own_pages(domain: PaperDomain, rows: Iterable[Row]) -> list[Row]:
    """The objects at the papers' own pages, with the papers that stand in no list."""
    library, pages = domain.shelf.library, domain.generated.papers
    names = {row[0] for row in rows}
    found = []
    for row in rows:
        paper = library.get(row[0])
        own = pages.get(paper.key) if paper is not None else None
        found.append((*row[:3], own, "", row[5]) if own else row)
    for paper in library:
        if paper.key not in names and paper.key in pages:
            text = label(cited_as(domain, paper))
            found.append((paper.key, text, "paper", pages[paper.key], "", 1))
            others = (name for name in (*paper.ids, paper.doi) if name and name not in names)
            found += [(name, text, "paper", pages[paper.key], "", -1) for name in others]
    return sorted(found)


def placed(rows: Iterable[Row], pages: Pages) -> list[Row]:
    """The objects with the further pages on which papers stand in place of their documents."""
    homes = {
        (docname, entry_id(key)): pages.home(docname, key)
        for (docname, place) in pages.names
        for key in pages.pages_of(docname, place)
    }
    return [(*row[:3], homes.get((row[3], row[4]), row[3]), *row[4:]) for row in rows]
