"""Warnings of entries in bibliographies that lack a field, as in sphinxcontrib-bibtex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_pubs.extension.compat_bibtex.warnings import is_suppressed
from sphinxext_pubs.extension.log import warn_all
from sphinxext_pubs.lint.checks import REQUIRED, missing_fields
from sphinxext_pubs.model.problems import Code, Problem

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinxext_pubs.project.project import Project


def report_incomplete(project: Project, config: Config) -> None:
    """Warn once of each entry in a list of references that lacks a field of its type."""
    if is_suppressed("missing_field", config):
        return
    found = (project.citations.find(name)[0] for name in project.tables.labeled_names())
    papers = {paper.key: paper for paper in found if paper is not None}
    for paper in papers.values():
        # Works of other types may have no title, as @misc.
        if paper.type in REQUIRED and (missing := missing_fields(paper)):
            sentence = f"missing {', '.join(missing)}; the reference is shown without it"
            problem = Problem(Code.INCOMPLETE, sentence, paper.origin, place=f"Entry “{paper.key}”")
            warn_all([problem], config)
