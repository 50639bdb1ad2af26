"""Papers in the formats in which readers can copy and download them, without what is private."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from sphinxext_pubs.formats.base import Format, Formats, load_writer
from sphinxext_pubs.formats.bibtex.fields import PRIVATE, PRIVATE_STARTS
from sphinxext_pubs.library.readers import failure
from sphinxext_pubs.model.problems import Code, InvalidValueError, Problem
from sphinxext_pubs.model.publication import Origin, Publication
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.render.published import private_fields, private_targets


def public_copy(publication: Publication, schemes: Collection[str]) -> Publication:
    """Return the publication without private fields, local paths and rejected URLs."""
    private = private_targets(publication, schemes)
    custom = tuple(row for row in publication.custom if not _is_private(row[0]))
    variables = tuple(row for row in publication.variables if not _is_private(row[0]))
    if not private and (custom, variables) == (publication.custom, publication.variables):
        return publication
    hidden = private_fields(publication, private)
    return replace(
        publication,
        url="" if publication.url in private else publication.url,
        links=tuple(link for link in publication.links if link.target not in private),
        custom=custom,
        variables=variables,
        source=pack_fields(
            {name: value for name, value in publication.source_fields if name not in hidden},
            publication.abstract,
        ),
    )


def _is_private(name: str) -> bool:
    return name.lower() in PRIVATE or name.lower().startswith(PRIVATE_STARTS)


def written_formats(formats: Formats) -> dict[str, Format]:
    """Return the formats that can be written, by name, in the order of the table."""
    return {row.name: row for row in formats.rows if row.is_written}


def offered_formats(formats: Formats, bibtex: str) -> Formats:
    """Return the formats for readers; ``bibtex`` is the format that they get as BibTeX (``pubs_bibtex``)."""
    if bibtex == "bibtex":
        return formats
    other = formats[bibtex]
    rows = (
        replace(row, label=other.label, module=other.module) if row.name == "bibtex" else row
        for row in formats.rows
    )
    return Table(rows)


def write_papers(row: Format, papers: Sequence[Publication]) -> str:
    """Return papers in a format; raises InvalidValueError if its writer, of another package, fails."""
    if row.is_ours:
        return load_writer(row)(papers)
    try:
        text = load_writer(row)(papers)
        if not isinstance(text, str):
            raise TypeError(f"it returns {type(text).__name__}, not str")
    except Exception as error:  # whatever a writer of another package raises is reported
        raise InvalidValueError(*failure("writer", row, error)) from error
    return text


def write_export(row: Format, papers: Sequence[Publication], report: Callable[[Problem], None]) -> str:
    """Return papers in a format as offered on pages, without the source fields in formats that add them.

    If its writer fails, the problem is reported and the text is empty.
    """
    if not row.keeps_source:
        papers = [replace(paper, source="") for paper in papers]
    try:
        return write_papers(row, papers)
    except InvalidValueError as error:
        origin = papers[0].origin if len(papers) == 1 else Origin()
        report(Problem(Code.FORMAT, error.sentence, origin, suggestion=error.suggestion))
        return ""


def page_exports(
    page: str, papers: Sequence[Publication], formats: Formats, report: Callable[[Problem], None]
) -> Iterator[tuple[Format, str]]:
    """Yield the formats that a kind of page (``paper``, ``list``) offers, each with its text."""
    for row in formats.rows:
        if page in row.offered_on and (text := write_export(row, papers, report)):
            yield row, text.removeprefix(row.bullet) if page == "paper" else text
