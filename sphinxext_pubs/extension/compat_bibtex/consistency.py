"""Warnings about bibliographies: different papers with one label, and entries that lack a field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.compat_bibtex.warnings import is_suppressed
from sphinxext_pubs.extension.log import warn, warn_all
from sphinxext_pubs.lint.checks import REQUIRED, missing_fields
from sphinxext_pubs.model.problems import Code, Problem, Suggestion, message_text

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinxext_pubs.model.publication import Publication
    from sphinxext_pubs.project.project import Project


def report_bibliographies(project: Project, config: Config) -> None:
    """Warn of pairs of documents that use a label for two papers, and of entries that lack a field."""
    rows = list(_labeled(project))
    if not is_suppressed("duplicate_label", config):
        _report_labels(rows, config)
    if is_suppressed("missing_field", config):
        return
    for paper in {paper.key: paper for _, _, paper in rows}.values():
        # Works of other types may have no title, as @misc.
        if paper.type in REQUIRED and (missing := missing_fields(paper)):
            sentence = f"missing {', '.join(missing)}; the reference is shown without it"
            problem = Problem(Code.INCOMPLETE, sentence, paper.origin, place=f"Entry “{paper.key}”")
            warn_all([problem], config)


def _labeled(project: Project) -> Iterator[tuple[str, str, Publication]]:
    """Yield the papers in lists of references: the document, the label, and the paper."""
    references = project.tables.references
    for docname in project.site.order(references):
        for name, label in references[docname].items():
            paper, _prefix = project.citations.find(name)
            if paper is not None and label:
                yield docname, label, paper


def _report_labels(rows: list[tuple[str, str, Publication]], config: Config) -> None:
    first: dict[str, tuple[str, Publication]] = {}
    reported: set[tuple[str, str]] = set()
    for docname, label, paper in rows:
        earlier, other = first.setdefault(label, (docname, paper))
        if other.key == paper.key or (earlier, docname) in reported:
            continue
        reported.add((earlier, docname))
        where = "in another list of this page" if earlier == docname else f"on the page “{earlier}”"
        sentence = f"The label [{label}] of “{paper.key}” is also that of “{other.key}” {where}"
        remedy = Suggestion(remedy="Give one of the bibliographies a :labelprefix:")
        warn(Code.LABELS, message_text(sentence, remedy), (docname, None), config)
