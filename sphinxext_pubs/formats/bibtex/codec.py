"""The codec of BibTeX: reading all ``.bib`` files of a project together, and writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.blocks import parse_entries
from sphinxext_pubs.formats.bibtex.build import build_publication
from sphinxext_pubs.formats.bibtex.inherit import resolve_inheritance
from sphinxext_pubs.formats.bibtex.writer import write
from sphinxext_pubs.model.gc_pause import paused_gc
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Publication

__all__ = ["read", "write"]


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Return the publications and problems of all files, in the order of the files.

    ``@string``, ``crossref`` and ``xdata`` work across files. Every entry is yielded or counted in a
    problem, except ``@xdata``, which only contains fields for others. Keys may be repeated. Nothing is
    raised.
    """
    with paused_gc():  # 10% faster
        return iter(_read(sources))


def _read(sources: Sequence[Source]) -> list[Publication | Problem]:
    items: list[Publication | Problem] = []
    for item in resolve_inheritance(parse_entries(sources)):
        if isinstance(item, Problem):
            items.append(item)
        else:
            publication, problems = build_publication(item)
            items.append(publication)
            items += problems
    return items
