"""Where citations link to, their labels, and what other projects see of the papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sphinxext_pubs.model.links import doi_url, safe_url
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.render.citation_forms import label
from sphinxext_pubs.render.entry_view import entry_id

if TYPE_CHECKING:
    from sphinxext_pubs.project.pagination import Pagination
    from sphinxext_pubs.project.project import Project

#: An object as Sphinx takes it: name, label, type, document, anchor, priority.
Row: TypeAlias = tuple[str, str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class Target:
    """What a citation links to: an anchor in a document or on a further page of it, or an address.

    ``docname`` is empty if it is an address.
    """

    docname: str = ""
    anchor: str = ""
    address: str = ""


def find_target(
    project: Project, publication: Publication, fromdocname: str, prefix: str = ""
) -> Target | None:
    """Return what a citation links to: this page, the paper's own, a list, another project, DOI or URL."""
    key, homes = publication.key, project.listed.homes
    for docname in project.citations.prefixes.get(prefix, ()):
        if project.listed.shows(docname, key):
            return Target(project.pagination.home(docname, key), entry_id(key))
    if project.listed.shows(fromdocname, key):
        return Target(project.pagination.home(fromdocname, key), entry_id(key))
    if own := project.pages.papers.get(key):
        return Target(own)
    if key in homes:
        return Target(project.pagination.home(homes[key], key), entry_id(key))
    if elsewhere := project.citations.external_url(publication):
        return Target(address=elsewhere)
    if publication.doi and (address := doi_url(publication.doi)):
        return Target(address=address)
    url = safe_url(publication.url, project.settings.url_schemes) if publication.url else None
    return Target(address=url) if url else None


def number_at(project: Project, place: Target | None, key: str, form: str = "") -> str:
    """Return the label of a paper in the list that a citation links to; empty if the citation has none."""
    if place is None or place.address or not (project.cites_labels or form == "label"):
        return ""
    docname = project.pagination.documents.get(place.docname, place.docname)
    return str(project.tables.references.get(docname, {}).get(key, ""))


def bracket_kind(project: Project, keys: Iterable[str], fromdocname: str, form: str = "") -> str:
    """The kind of brackets around the citation of these keys: ``label`` where all have one."""
    for key in keys:
        paper, prefix = project.citations.find(key)
        if paper is None:
            return ""
        place = find_target(project, paper, fromdocname, prefix)
        if not number_at(project, place, prefix + paper.key, form):
            return ""
    return "label"


def listed_objects(project: Project) -> tuple[Row, ...]:
    """The objects of the domain, in sorted order: listed papers, then their aliases and DOIs."""
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


def objects_on_pages(project: Project, rows: tuple[Row, ...]) -> Iterable[Row]:
    """Return the objects with the pages that they are on in this build."""
    if project.settings.pages and project.pages.papers:
        return _with_own_pages(project, rows)
    return _on_further_pages(rows, project.pagination) if project.pagination.documents else rows


def _with_own_pages(project: Project, rows: Iterable[Row]) -> list[Row]:
    """Return the objects at the papers' own pages, with those of papers that no list shows."""
    library, pages = project.library, project.pages.papers
    names = {row[0] for row in rows}
    found = []
    for row in rows:
        paper = library.get(row[0])
        own = pages.get(paper.key) if paper is not None else None
        found.append((*row[:3], own, "", row[5]) if own else row)
    for paper in library:
        if paper.key not in names and paper.key in pages:
            text = label(project.citations.cited(paper))
            found.append((paper.key, text, "paper", pages[paper.key], "", 1))
            others = (name for name in (*paper.ids, paper.doi) if name and name not in names)
            found += [(name, text, "paper", pages[paper.key], "", -1) for name in others]
    return sorted(found)


def _on_further_pages(rows: Iterable[Row], pages: Pagination) -> list[Row]:
    """Return the objects with the further pages that papers are on in place of their documents."""
    homes = {
        (docname, entry_id(key)): pages.home(docname, key)
        for (docname, place) in pages.names
        for key in pages.pages_of(docname, place)
    }
    return [(*row[:3], homes.get((row[3], row[4]), row[3]), *row[4:]) for row in rows]


def find_page(project: Project, target: str) -> str:
    """Return the generated page that ``kind:identity`` names, or nothing."""
    kind, _, identity = target.partition(":")
    term = project.pages.terms.get(kind, {}).get(identity)
    return term.page if term is not None else ""
