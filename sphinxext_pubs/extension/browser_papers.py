"""The papers of lists for the scripts of filter bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.render.listed_papers import ListedPapers

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.requests import Request


def listed_papers(project: Project, request: Request, docname: str, *, split: bool) -> ListedPapers:
    """Return the papers of a list for the browser, with abstracts if the list is split into pages."""
    parts = project.entries.entry_options(request, folds=True).parts
    papers = project.answer(request, docname).publications
    language, people = project.site.language, project.loaded.people
    facets = project.registry.facets
    return ListedPapers(papers, parts, gettext, language, is_split=split, people=people, facets=facets)
