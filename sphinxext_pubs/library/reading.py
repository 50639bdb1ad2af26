"""Parse sources into one Library: decode, read by format, drop duplicate keys, and collect problems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sphinxext_pubs.formats import formats_of
from sphinxext_pubs.formats.base import Format, Formats, Source
from sphinxext_pubs.formats.keys import Keys, key_stem
from sphinxext_pubs.library.encoding import Decoded, decode
from sphinxext_pubs.library.readers import read_sources
from sphinxext_pubs.library.repeated_keys import resolve_repeated_keys
from sphinxext_pubs.library.sniffing import sniff_format
from sphinxext_pubs.library.sources import FoundFile, Inputs, Loaded
from sphinxext_pubs.model import links
from sphinxext_pubs.model.problem_groups import group_problems
from sphinxext_pubs.model.problems import Code, Problem, Suggestion, field_name, reversed_range
from sphinxext_pubs.model.publication import Library, Origin, Publication
from sphinxext_pubs.notation.pages import find_reversed_range


def parse_library(inputs: Inputs, digest: str) -> Loaded:
    """Return the library read from the inputs, with its problems; never raises for bad data."""
    problems = list(inputs.problems)
    sources: dict[str, list[Source]] = {}
    for file, data in inputs.files:
        opened = _open_source(file, data, inputs)
        problems += opened.problems
        if opened.format is not None:
            sources.setdefault(opened.format.name, []).append(opened.source)
    order = {file.display_path: number for number, (file, _) in enumerate(inputs.files)}
    items = _read_all(sources, inputs.formats, order)
    publications = _assign_keys(items, problems)
    problems += _reversed_pages(publications)
    for publication in publications if inputs.schemes else ():
        problems += links.check(publication, inputs.schemes)
    return Loaded(Library(publications, digest), _sorted_problems(problems, order))


@dataclass(frozen=True, slots=True)
class _OpenedSource:
    """A decoded source, the format to read it with (None: do not read it), and its problems."""

    source: Source
    format: Format | None
    problems: tuple[Problem, ...]


def _open_source(file: FoundFile, data: bytes, inputs: Inputs) -> _OpenedSource:
    """Return a file decoded and recognized, whatever the configured encoding if its format is Unicode."""
    expected = formats_of(file.display_path, inputs.formats)
    is_unicode = bool(expected) and all(row.unicode_only for row in expected)
    opened = _decode_source(file, data, inputs.formats, None if is_unicode else inputs.encoding)
    if inputs.encoding and not is_unicode and opened.format and opened.format.unicode_only:
        return _decode_source(file, data, inputs.formats, None)
    return opened


def _decode_source(file: FoundFile, data: bytes, formats: Formats, encoding: str | None) -> _OpenedSource:
    decoded = decode(data, encoding)
    sniffed = sniff_format(Source(file.display_path, compose_accents(decoded.text)), data, formats)
    problems = _encoding_problems(file.display_path, decoded) if sniffed.format else ()
    return _OpenedSource(sniffed.source, sniffed.format, (*sniffed.problems, *problems))


def compose_accents(text: str) -> str:
    """Return the text with letters and combining accents composed (NFC), as many fonts and pdfLaTeX require.

    Nothing else is normalized, since that would change characters that only look alike.
    """
    if _COMBINING_ACCENT.search(text) is None:
        return text
    return _DECOMPOSED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


_COMBINING_ACCENT = re.compile("[\u0300-\u036f]")
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+")


def _encoding_problems(path: str, decoded: Decoded) -> Iterator[Problem]:
    """Yield one problem for all lines with invalid bytes, and one for all with forbidden characters."""
    guess = f"The file seems to be {decoded.guess}. Set pubs_encoding, or save it as UTF-8"
    advice = guess if decoded.guess else "Save the file as UTF-8"
    kinds = (
        (False, False, f"is not valid in {decoded.encoding}; it is shown as \ufffd", advice),
        (True, False, "is not allowed in text; it is shown as \ufffd", "Remove it"),
        (True, True, "is a control character; it is read as the character that it was", "Check the text"),
    )
    for *kind, what, remedy in kinds:
        lines = [
            line for line in decoded.damaged_lines if [line.found.startswith("U+"), line.is_repaired] == kind
        ]
        if lines:
            yield Problem(
                Code.ENCODING,
                f"{lines[0].found} {what}",
                Origin(path, lines[0].line),
                suggestion=Suggestion(remedy=remedy),
                uses=len(lines),
                more_lines=tuple(line.line for line in lines[1:]),
            )


def _read_all(
    sources: dict[str, list[Source]], formats: Formats, order: dict[str, int]
) -> list[Publication | Problem]:
    """Return what the formats' readers yield, in the order of the sources and of their entries."""
    rows = [row for row in formats.rows if row.name in sources]
    items = [item for row in rows for item in read_sources(row, sources[row.name])]
    if len(sources) > 1:
        items.sort(key=lambda item: order.get(item.origin.path, -1))
    return items


def _assign_keys(items: Iterable[Publication | Problem], problems: list[Problem]) -> list[Publication]:
    """Return the publications, each key once, and those without a key with the keys made for them.

    Problems, including those of repeated keys, are appended to the list.
    """
    publications: list[Publication] = []
    for item in items:
        if isinstance(item, Publication):
            publications.append(item)
        else:
            problems.append(item)
    publications = resolve_repeated_keys(publications, problems)
    keys = Keys(paper.key for paper in publications)
    return [paper if paper.key else replace(paper, key=keys.make(key_stem(paper))) for paper in publications]


def _reversed_pages(publications: Iterable[Publication]) -> Iterator[Problem]:
    """Yield a problem for each publication with a range of pages that ends before it begins."""
    for publication in publications:
        if "-" in publication.page and (found := find_reversed_range(publication.page)) is not None:
            pages, swapped = found
            yield Problem(
                Code.VALUE,
                f"{reversed_range(pages)}; it is shown as written",
                publication.origin,
                suggestion=Suggestion((swapped,)) if swapped else None,
                place=field_name(publication.key, "pages"),
            )


def _sorted_problems(problems: Iterable[Problem], order: dict[str, int]) -> tuple[Problem, ...]:
    """Return the problems by source and line, those of one cause in a source as one."""
    return tuple(
        sorted(
            group_problems(problems),
            key=lambda problem: (order.get(problem.origin.path, -1), problem.origin.line),
        )
    )
