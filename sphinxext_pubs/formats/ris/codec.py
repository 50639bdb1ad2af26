"""Reading and writing RIS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.ris.entries import read_entry
from sphinxext_pubs.formats.ris.lines import Record, read_records
from sphinxext_pubs.formats.ris.writer import write as write
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Publication


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Yield the publications and problems of RIS texts, in order; an entry ends where the next begins.

    Most exports have no keys; these publications have empty ones.
    """
    for source in sources:
        for item in read_records(source.path, source.text):
            if isinstance(item, Record):
                yield from read_entry(source.path, item)
            else:
                yield item
