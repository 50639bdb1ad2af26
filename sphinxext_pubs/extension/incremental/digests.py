"""Digests of everything that the pages of documents depend on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.internals.tables import label_tables
from sphinxext_pubs.extension.pagination.steps import moved_labels
from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.project.requests import Stage

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.tables import CitingPlace


def digests_of_documents(app: Sphinx, templates: str) -> dict[str, str]:
    """Return the digest of each document; ``templates`` is the digest of templates and record files."""
    project = project_of(app.env)
    common = digest_of(templates, project.loaded.highlighted_names(project.settings.highlight))
    return document_digests(project, common, {**moved_labels(app), **_titles_with_citations(app)})


def _titles_with_citations(app: Sphinx) -> dict[str, str]:
    """Return label → title or caption, for the documents with a citation in one."""
    documents = {docname for docname, *_ in project_of(app.env).queries(Stage.REREADING)}
    if not documents:
        return {}
    titled, _ = label_tables(app.env)
    return {name: row[2] for name, row in titled.items() if row[0] in documents}


def document_digests(project: Project, templates: str, moved: Mapping[str, str]) -> dict[str, str]:
    """Return a mapping from document to a digest of its answers, citations, references and links.

    ``moved`` maps labels of ``:ref:`` to what references with them depend on: a continuation page or a title.
    """
    tables = project.tables
    answers, citing_places = tables.answers, tables.citing_places
    moved_labels = {
        docname: [(name, moved[name]) for name in names if name in moved]
        for docname, names in tables.referenced_labels.items()
    }
    styles, true = project.styles_digest(), project.built[0]
    conditions = {
        docname: [condition for condition in row if condition in true]
        for docname, row in tables.conditions.items()
    }
    return {
        docname: digest_of(
            templates,
            answers.get(docname, ()),
            [_citation(project, place, docname) for place in citing_places.get(docname, ())],
            _citing_documents(project, docname),
            _disambiguations(project, docname),
            _texts(project, docname, [name for name, *_ in styles]) if styles else (),
            styles if docname in citing_places or docname in tables.references else (),
            project.pagination.continuation_pages(docname),
            moved_labels.get(docname, []),
            _linked_pages(project, docname),
            pictures_of(project, docname),
            conditions.get(docname, ()),
        )
        for docname in sorted(
            {*answers, *citing_places, *conditions, *filter(moved_labels.get, moved_labels)}
        )
    }


def pictures_of(project: Project, docname: str) -> list[tuple[str, str]]:
    """Return the pictures of lists that are inserted when references are resolved, with their content.

    The pictures of other lists are dependencies of their document.
    """
    names = {name for record in project.tables.lists.get(docname, ()) for name in record.pictures}
    return [(name, _file_digest(project.site.srcdir / name)) for name in sorted(names)]


def _file_digest(path: Path) -> str:
    """Return a digest of a file's content, or an empty string if it cannot be read."""
    try:
        return digest_of(path.read_bytes())
    except OSError:  # it was removed, so that its picture is not shown
        return ""


def _citation(project: Project, place: CitingPlace, docname: str) -> tuple[Any, ...]:
    from sphinxext_pubs.project.targets import find_target, label_at  # only if something changed

    publication, prefix = project.citations.find(place.name)
    if publication is None:
        return (place.name,)
    target = find_target(project, publication, docname, prefix, place.scopes)
    number, mark = (
        label_at(project, target, prefix + publication.key),
        project.citations.disambiguation(publication.key),
    )
    return place.name, publication.key, publication.digest, target, number, mark


def _list_page(project: Project, key: str) -> str:
    """Return the page with a list that shows a paper, or an empty string."""
    docname = project.listed.homes.get(key)
    return project.pagination.page_of_paper(docname, key) if docname else ""


def _linked_pages(project: Project, docname: str) -> list[Any]:
    """Return the pages that a document links to: those of its papers, or all if it is a parent of pages."""
    pages = project.pages
    papers = list(filter(None, map(project.library.get, project.tables.listed.get(docname, {}))))
    list_pages = []
    if project.site.base_url:
        list_pages = [(paper.key, _list_page(project, paper.key)) for paper in papers]
    if not pages:
        return list_pages
    all_pages: list[Any] = []
    if docname in project.tables.parents:
        terms = (term for facet_terms in pages.terms.values() for term in facet_terms.values())
        all_pages = [pages.directories, *sorted((term.identity, term.page) for term in terms)]
    paper_pages = [(paper.key, pages.linked_pages(paper, project.loaded.venue_names)) for paper in papers]
    return [*list_pages, *all_pages, *paper_pages]


def _citing_documents(project: Project, docname: str) -> list[Any]:
    """Return the places that cite the papers in the lists of a document."""
    listed = project.tables.listed.get(docname, {})
    return [
        (key, [(citing, project.site.title(citing), doc_places) for citing, doc_places in places.items()])
        for key, places in project.citations.places.items()
        if key in listed
    ]


def _texts(project: Project, docname: str, styles: Sequence[str]) -> list[Any]:
    """Return the texts of a document's citations in CSL styles, and the references that it may show of them.

    These are those of the papers in its lists, and of the papers that it cites in full.
    """
    cited = (project.citations.find(place.name)[0] for place in project.tables.citing_places.get(docname, ()))
    keys = {*project.tables.listed.get(docname, ()), *(paper.key for paper in cited if paper is not None)}
    return [
        sorted(project.citation_texts.texts(docname).items()),
        project.citation_texts.references_of(sorted(keys), styles),
    ]


def _disambiguations(project: Project, docname: str) -> list[Any]:
    """Return the disambiguations of the papers in a document's lists of references."""
    return [
        (key, project.citations.disambiguation(key)) for key in project.tables.references.get(docname, ())
    ]
