"""Warnings of papers that are in two bibliographies, and of labels of two papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sphinxext_pubs.extension.compat_bibtex.warnings import warn_as
from sphinxext_pubs.model.problems import Code, Suggestion, message_text
from sphinxext_pubs.project.list_records import list_labels

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.requests import Request


class _Place(NamedTuple):
    """A bibliography: its document and its line there."""

    docname: str
    line: int

    def __str__(self) -> str:
        return f"{self.docname}, line {self.line}"


def report_duplicates(project: Project, lines: Mapping[str, Sequence[int]], config: Config) -> None:
    """Warn at each bibliography of a paper, or a label of another paper, that is in one before it.

    ``lines`` are those of the bibliographies of each document. One warning of each kind is for the first.
    """
    names: dict[str, _Place] = {}
    labels: dict[str, tuple[str, _Place]] = {}
    for place, request in _bibliographies(project, lines):
        answer = project.answer(request, place.docname)
        shown = [(name, label) for name, label in list_labels(project, request, answer) if label]
        if repeated := [name for name, _ in shown if name in names]:
            _report_papers(repeated, names[repeated[0]], place, config)
        others = ((name, label) for name, label in shown if name not in names)
        _report_label(project, others, labels, place, config)
        for name, label in shown:
            names.setdefault(name, place)
            labels.setdefault(label, (name, place))


def _bibliographies(project: Project, lines: Mapping[str, Sequence[int]]) -> Iterator[tuple[_Place, Request]]:
    """Yield the bibliographies that are built, with their documents and lines, in toctree order."""
    for docname in project.site.order(lines):
        hidden, numbers = project.tables.hidden_lists.get(docname, ()), iter(lines[docname])
        for index, request in enumerate(project.tables.all_lists_of(docname)):
            line = next(numbers, 0) if request.silent else 0
            if request.silent and index not in hidden:
                yield _Place(docname, line), request


def _report_papers(names: Sequence[str], first: _Place, place: _Place, config: Config) -> None:
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    message = (
        f"“{names[0]}”{more} is in another bibliography as well ({first}), so that citations link to one of "
        "them. Give one a :keyprefix:, or list each paper once."
    )
    kind = "duplicate_local_citation" if first.docname == place.docname else "duplicate_citation"
    warn_as(kind, Code.LABELS, message, place, config)


def _report_label(
    project: Project,
    rows: Iterator[tuple[str, str]],
    labels: Mapping[str, tuple[str, _Place]],
    place: _Place,
    config: Config,
) -> None:
    """Warn of the first label that an earlier bibliography has for another paper."""
    find = project.citations.find
    for name, label in rows:
        other, earlier = labels.get(label, (name, place))
        if find(other)[0] != find(name)[0]:
            sentence = f"The label [{label}] of “{name}” is also that of “{other}” ({earlier})"
            remedy = Suggestion(remedy="Give one of the bibliographies a :labelprefix:")
            warn_as("duplicate_label", Code.LABELS, message_text(sentence, remedy), place, config)
            return
