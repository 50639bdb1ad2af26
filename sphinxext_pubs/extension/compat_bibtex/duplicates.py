"""Warnings of papers that are in two bibliographies, as in sphinxcontrib-bibtex."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from sphinxext_pubs.extension.compat_bibtex.warnings import is_suppressed
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.project.list_records import list_labels

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.requests import Request

#: A document and a line in it.
_Place: TypeAlias = tuple[str, int]


def report_duplicates(project: Project, lines: Mapping[str, Sequence[int]], config: Config) -> None:
    """Warn once at each bibliography with a paper of one before it.

    ``lines`` are those of the bibliographies of each document.
    """
    names: dict[str, _Place] = {}
    for place, request in _bibliographies(project, lines):
        labels = list_labels(project, request, project.answer(request, place[0]))
        shown = [name for name, label in labels if label]
        repeated = [name for name in shown if name in names]
        is_local = any(names[name][0] == place[0] for name in repeated)
        kind = "duplicate_local_citation" if is_local else "duplicate_citation"
        if repeated and not is_suppressed(kind, config):
            warn(Code.LABELS, _repeated(repeated, _text(names[repeated[0]])), place, config)
        for name in shown:
            names.setdefault(name, place)


def _bibliographies(project: Project, lines: Mapping[str, Sequence[int]]) -> Iterator[tuple[_Place, Request]]:
    """Yield the bibliographies that are built, with their documents and lines, in toctree order."""
    for docname in project.site.order(lines):
        hidden, numbers = project.tables.hidden_lists.get(docname, ()), iter(lines[docname])
        for index, request in enumerate(project.tables.all_lists_of(docname)):
            line = next(numbers, 0) if request.silent else 0
            if request.silent and index not in hidden:
                yield (docname, line), request


def _repeated(names: Sequence[str], where: str) -> str:
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return (
        f"“{names[0]}”{more} is in another bibliography as well ({where}), so that citations link to one of "
        "them. Give one a :keyprefix:, or list each paper once."
    )


def _text(place: _Place) -> str:
    return f"{place[0]}, line {place[1]}"
