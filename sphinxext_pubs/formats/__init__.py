"""The table of formats: a new one is a module here and a row in :data:`FORMATS`.

A format's module is imported when it is first used, since a build that finds its library in the
cache needs no parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sphinxext_pubs.formats.base import Format, Source
from sphinxext_pubs.model import Publication
from sphinxext_pubs.problems import Problem

_ENTRY = re.compile(r"(?:^|[\s}\")])@\s*[^\W\d]\w*\s*[{(]")
_ARRAY_OR_OBJECT = re.compile(r"\s*[\[{]")


def _read_bibtex(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    from sphinxext_pubs.formats import bibtex

    yield from bibtex.read(sources)


def _write_bibtex(publications: Iterable[Publication]) -> str:
    from sphinxext_pubs.formats import bibtex

    return bibtex.write(publications)


def _looks_like_bibtex(text: str) -> bool:
    return _ENTRY.search(text) is not None


def _read_csl_json(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    from sphinxext_pubs.formats import csl_json

    yield from csl_json.read(sources)


def _write_csl_json(publications: Iterable[Publication]) -> str:
    from sphinxext_pubs.formats import csl_json

    return csl_json.write(publications)


def _looks_like_json(text: str) -> bool:
    return _ARRAY_OR_OBJECT.match(text) is not None


#: Every representation that publications are read from or written to, in the order of documentation.
FORMATS: tuple[Format, ...] = (
    Format(
        "bibtex", "BibTeX", (".bib", ".bibtex", ".biblatex"), _read_bibtex, _write_bibtex, _looks_like_bibtex
    ),
    Format("csl-json", "CSL-JSON", (".json",), _read_csl_json, _write_csl_json, _looks_like_json),
)

#: Formats that are in Unicode whatever encoding is configured (JSON: RFC 8259, 8.1).
ALWAYS_UNICODE: frozenset[str] = frozenset({"csl-json"})


def format_of(path: str) -> Format | None:
    """The format that a file's name promises; None where its suffix is not in the table."""
    lowered = path.lower()
    return next((row for row in FORMATS if lowered.endswith(row.suffixes)), None)
