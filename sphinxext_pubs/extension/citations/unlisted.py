"""Warnings about papers that are cited but not in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.project.targets import find_target

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinxext_pubs.project.project import Project


def report_unlisted(project: Project, config: Config) -> None:
    """Warn once of each paper that is cited and has no entry or page."""
    library, homes = project.library, project.listed.homes
    for key, places in project.citations.places.items():
        paper = library.get(key)
        if (
            key in homes
            or paper is None
            or key in project.pages.papers
            or project.citations.external_url(paper)
        ):
            continue
        if any(place.in_footnote for doc_places in places.values() for place in doc_places):
            continue  # a footnote contains the reference
        docname, first = next((docname, doc_places[0]) for docname, doc_places in places.items())
        target = find_target(project, paper, docname)
        where = f"the citation links to {target.url}" if target else "the citation is not a link"
        message = f"“{key}” is cited here, but not listed anywhere in this project: {where}."
        warn(Code.UNSHOWN, message, (docname, first.line or None), config)
