"""The targets and labels of citations, and the objects of the inventory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sphinxext_pubs.model.links import doi_url, safe_url
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.project.tables import label_name
from sphinxext_pubs.render.citation_forms import label
from sphinxext_pubs.render.entry_view import entry_id, scoped_id

if TYPE_CHECKING:
    from sphinxext_pubs.model.publication import Library
    from sphinxext_pubs.project.citation_graph import CitationGraph
    from sphinxext_pubs.project.generated_pages import GeneratedPages
    from sphinxext_pubs.project.pagination import Pagination
    from sphinxext_pubs.project.settings import Settings
    from sphinxext_pubs.project.shown_papers import ShownPapers
    from sphinxext_pubs.project.tables import Record, Row, Tables


class CitationServices(Protocol):
    """The services that targets and labels of citations are found with."""

    settings: Settings
    tables: Tables
    record: Record
    cites_labels: bool

    @property
    def library(self) -> Library:
        """The papers."""

    @property
    def listed(self) -> ShownPapers:
        """The documents that show each paper."""

    @property
    def citations(self) -> CitationGraph:
        """The citations of the project."""

    @property
    def pagination(self) -> Pagination:
        """The pages of split lists."""

    @property
    def pages(self) -> GeneratedPages:
        """The pages of papers, people and so on."""


@dataclass(frozen=True, slots=True)
class Target:
    """The target of a citation: an anchor in a page (``docname`` is a document or other page), or a URL.

    ``docname`` is empty if the target is a URL. ``scope`` is that of a list of what a section or an object
    cites.
    """

    docname: str = ""
    anchor: str = ""
    url: str = ""
    scope: str = ""


def find_target(
    project: CitationServices,
    publication: Publication,
    fromdocname: str,
    prefix: str = "",
    scopes: Iterable[str] = (),
) -> Target | None:
    """Return the target of a citation, or None.

    It is, in this order, the list of one of the ``scopes``, a list with the ``prefix``, a list in this
    document without a scope, the paper's own page, any list, another project, the DOI or the URL.
    """
    key, homes = publication.key, project.listed.homes
    for scope in scopes:
        if project.tables.scope_shows(fromdocname, scope, key):
            docname = project.pagination.page_of_paper(fromdocname, key)
            return Target(docname, scoped_id(key, scope), scope=scope)
    for docname in project.citations.prefixes.get(prefix, ()):
        if project.listed.shows(docname, key):
            return Target(project.pagination.page_of_paper(docname, key), entry_id(key))
    if project.listed.shows(fromdocname, key) and not project.tables.only_scopes_show(fromdocname, key):
        return Target(project.pagination.page_of_paper(fromdocname, key), entry_id(key))
    if page := project.pages.papers.get(key):
        return Target(page)
    if key in homes:
        return Target(project.pagination.page_of_paper(homes[key], key), entry_id(key))
    if external_url := project.citations.external_url(publication):
        return Target(url=external_url)
    if publication.doi and (doi := doi_url(publication.doi)):
        return Target(url=doi)
    url = safe_url(publication.url, project.settings.url_schemes) if publication.url else None
    return Target(url=url) if url else None


def label_at(project: CitationServices, target: Target | None, key: str, form: str = "") -> str:
    """Return the label of a paper in the list that a citation links to; empty if the citation has none."""
    if target is None or target.url or not (project.cites_labels or form == "label"):
        return ""
    docname = project.pagination.documents.get(target.docname, target.docname)
    return str(project.tables.references.get(docname, {}).get(label_name(key, target.scope), ""))


def bracket_kind(
    project: CitationServices,
    keys: Iterable[str],
    fromdocname: str,
    form: str = "",
    scopes: Iterable[str] = (),
) -> str:
    """Return the kind of brackets around a citation: ``label`` if all its papers have a label, or empty.

    It is empty without papers.
    """
    keys = tuple(keys)
    for key in keys:
        paper, prefix = project.citations.find(key)
        if paper is None:
            return ""
        target = find_target(project, paper, fromdocname, prefix, scopes)
        if not label_at(project, target, prefix + paper.key, form):
            return ""
    return "label" if keys else ""


def listed_objects(project: CitationServices) -> tuple[Row, ...]:
    """Return the objects of the domain, sorted: listed papers, then their aliases and DOIs."""
    homes, library = project.listed.homes, project.library
    papers: list[Row] = []
    others: dict[str, Row] = {}
    for key in sorted(homes):
        publication = library.get(key)
        if publication is not None:
            place = (label(project.citations.cited(publication)), "paper", homes[key], entry_id(key))
            papers.append((key, *place, 1))
            names = (*publication.ids, publication.doi, publication.doi.lower())
            others |= {name: (name, *place, -1) for name in names if name}
    return (*papers, *(others[name] for name in sorted(others) if name not in homes))


def objects_on_pages(project: CitationServices) -> Iterable[Row]:
    """Return the listed papers with their pages in this build."""
    rows = project.record.objects
    if project.settings.pages and project.pages.papers:
        return _on_paper_pages(project, rows)
    return _on_continuation_pages(rows, project.pagination) if project.pagination.documents else rows


def _on_paper_pages(project: CitationServices, rows: Iterable[Row]) -> list[Row]:
    """Return the objects with the papers' own pages, including papers that no list shows."""
    library, pages = project.library, project.pages.papers
    names = {row[0] for row in rows}
    objects = []
    for row in rows:
        paper = library.get(row[0])
        page = pages.get(paper.key) if paper is not None else None
        objects.append((*row[:3], page, "", row[5]) if page else row)
    for paper in library:
        if paper.key not in names and paper.key in pages:
            text = label(project.citations.cited(paper))
            objects.append((paper.key, text, "paper", pages[paper.key], "", 1))
            aliases = (name for name in (*paper.ids, paper.doi) if name and name not in names)
            objects += [(name, text, "paper", pages[paper.key], "", -1) for name in aliases]
    return sorted(objects)


def _on_continuation_pages(rows: Iterable[Row], pages: Pagination) -> list[Row]:
    """Return the objects with the continuation pages of split lists in place of their documents."""
    page_by_anchor = {
        (docname, entry_id(key)): pages.page_of_paper(docname, key)
        for (docname, place) in pages.names
        for key in pages.pages_of(docname, place)
    }
    return [(*row[:3], page_by_anchor.get((row[3], row[4]), row[3]), *row[4:]) for row in rows]


def find_page(project: CitationServices, target: str) -> str:
    """Return the generated page that ``kind:identity`` names, or an empty string."""
    kind, _, identity = target.partition(":")
    term = project.pages.terms.get(kind, {}).get(identity)
    return term.page if term is not None else ""
