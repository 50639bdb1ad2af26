"""Warnings about papers that are cited but not in a list, or in several with different labels."""

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
    citations = project.citations
    for key, places in {**citations.silent_places, **citations.places}.items():
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
        if first.silent:
            message = f"“{key}” is cited without text, but not listed anywhere in this project."
            warn(Code.UNSHOWN, message, (docname, first.line or None), config)
            continue
        target = find_target(project, paper, docname)
        where = f"the citation links to {target.url}" if target else "the citation is not a link"
        message = f"“{key}” is cited here, but not listed anywhere in this project: {where}."
        warn(Code.UNSHOWN, message, (docname, first.line or None), config)


def report_relabeled(project: Project, config: Config) -> None:
    """Warn of each paper that is cited and has different labels in the lists of a document."""
    tables = project.tables
    for docname, others in tables.relabeled.items():
        for name, other in others.items():
            places = project.citations.places.get(name, {})
            label = tables.references.get(docname, {}).get(name, "")
            if not label or not _is_cited_target(project, name, docname):
                continue
            line = next((place.line for place in places.get(docname, ()) if place.line), None)
            message = (
                f"“{name}” has the labels [{label}] and [{other}] in two lists of this page; its citations "
                f"say [{label}]. Give one of the lists a :label-prefix:, or list the paper once."
            )
            warn(Code.LABELS, message, (docname, line), config)


def _is_cited_target(project: Project, name: str, docname: str) -> bool:
    """True if a citation of a paper links to a list of a document."""
    paper = project.library.get(name)
    citing = project.citations.places.get(name, {}) if paper is not None else {}
    targets = (find_target(project, paper, citing_document) for citing_document in citing if paper)
    return any(target is not None and target.docname == docname for target in targets)
