"""What the pages of documents depend on, as digests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sphinxext_pubs.project.digests import digest_of

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project


def state_of(project: Project, seen: Mapping[str, bool], templates: str) -> str:
    """Return a digest of all that the digests of documents depend on, without the library.

    ``seen`` holds the paths that were looked for, and whether they were there.
    """
    tables = project.tables
    rows = [sorted(table.items()) for table in (tables.answers, tables.cited, tables.references)]
    titles = [(docname, project.site.title(docname)) for docname in sorted(tables.cited)]
    order = project.site.order({*tables.listed, *tables.cited})
    names = sorted(project.pagination.names.items())
    styles = project.references.digest()
    sources = (project.fingerprint, sorted(seen.items()))
    neighbors: list[str] = []
    if project.settings.pages:
        from sphinxext_pubs.project.generated_pages import pages_beside  # only if the project has pages

        neighbors = pages_beside(project.settings, project.own_pages())
    return digest_of(sources, templates, rows, order, names, titles, styles, neighbors)


def document_digests(project: Project, templates: str, moved: Mapping[str, str]) -> dict[str, str]:
    """Return, by document, a digest of its answers, further pages, and the labels and targets it cites.

    ``moved`` holds the further page on which a label of ``:ref:`` is.
    """
    tables = project.tables
    answers, cited, referred = tables.answers, tables.cited, tables.referred
    led = {
        docname: [(name, moved[name]) for name in referred[docname] if name in moved] for docname in referred
    }
    styles = project.references.digest()
    return {
        docname: digest_of(
            templates,
            answers.get(docname, ()),
            [_citation(project, place.name, docname) for place in cited.get(docname, ())],
            _back(project, docname),
            _references(project, docname),
            styles if docname in cited or docname in project.tables.references else (),
            project.pagination.further(docname),
            led.get(docname, []),
            _generated(project, docname),
        )
        for docname in sorted({*answers, *cited, *filter(led.get, led)})
    }


def _citation(project: Project, name: str, docname: str) -> tuple[Any, ...]:
    from sphinxext_pubs.project.targets import find_target, number_at  # only if something changed

    publication, prefix = project.citations.find(name)
    if publication is None:
        return (name,)
    target = find_target(project, publication, docname, prefix)
    number, mark = (
        number_at(project, target, prefix + publication.key),
        project.citations.mark(publication.key),
    )
    return name, publication.key, publication.digest, target, number, mark


def _home(project: Project, key: str) -> str:
    """The page on which a paper stands in a list; empty for none."""
    home = project.listed.homes.get(key)
    return project.pagination.home(home, key) if home else ""


def _generated(project: Project, docname: str) -> list[Any]:
    """The generated pages that a document leads to: those of papers and people in its lists, or all."""
    pages = project.pages
    papers = list(filter(None, map(project.library.get, project.tables.listed.get(docname, {}))))
    homes = [(paper.key, _home(project, paper.key)) for paper in papers] if project.site.base_url else []
    if not pages:
        return homes
    every: list[Any] = []
    if docname in project.tables.parents:
        terms = (term for found in pages.terms.values() for term in found.values())
        every = [pages.directories, *sorted((term.identity, term.page) for term in terms)]
    shown = [(paper.key, pages.of_paper(paper, project.loaded.venue_names)) for paper in papers]
    return [*homes, *every, *shown]


def _back(project: Project, docname: str) -> list[Any]:
    """The ways back from the entries of a document to where they are cited."""
    listed = project.tables.listed.get(docname, {})
    return [
        (key, [(citing, project.site.title(citing), found) for citing, found in places.items()])
        for key, places in project.citations.places.items()
        if key in listed
    ]


def _references(project: Project, docname: str) -> list[Any]:
    """What tells apart the entries of a document's lists of references."""
    return [(key, project.citations.mark(key)) for key in project.tables.references.get(docname, ())]
