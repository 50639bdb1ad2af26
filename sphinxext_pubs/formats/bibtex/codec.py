"""Reading all ``.bib`` files of a project together, and writing: what the table of formats needs."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.blocks import raw_entries
from sphinxext_pubs.formats.bibtex.build import build
from sphinxext_pubs.formats.bibtex.inherit import inherited
from sphinxext_pubs.formats.bibtex.writer import write
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Publication

__all__ = ["read", "write"]


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """The publications of all files and the problems with them, in the order of the files.

    ``@string``, ``crossref`` and ``xdata`` work from file to file. Every entry is yielded or counted in
    a problem, but for ``@xdata``, which only holds fields for others. Nothing is raised.
    """
    enabled = gc.isenabled()
    # Parsing makes many objects and no cycles that matter: without the collector it takes a tenth less.
    gc.disable()
    try:
        return iter(_read(sources))
    finally:
        if enabled:
            gc.enable()


def _read(sources: Sequence[Source]) -> list[Publication | Problem]:
    found: list[Publication | Problem] = []
    for item in inherited(raw_entries(sources)):
        if isinstance(item, Problem):
            found.append(item)
        else:
            publication, problems = build(item)
            found.append(publication)
            found += problems
    return found
