"""EXPORTS: the formats in which readers can copy and download papers, one row each."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.formats import FORMATS, load_codec
from sphinxext_pubs.formats.base import Format
from sphinxext_pubs.formats.bibtex.fields import PRIVATE, PRIVATE_STARTS
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Inline, Text
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.render.citation_forms import reference_sentences
from sphinxext_pubs.render.published import private_fields, private_targets
from sphinxext_pubs.render.safe_text import closing_period


@dataclass(frozen=True, slots=True)
class Export:
    """An export format: its name in ``:download:``, label, suffix, media type and writer."""

    name: str
    label: str
    suffix: str
    media: str
    write: Callable[[Sequence[Publication]], str]


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


# Markdown and plain text -------------------------------------------------------------------------------


def _references_writer(write: Callable[[Text], str], bullet: str) -> Callable[[Sequence[Publication]], str]:
    def write_references(publications: Sequence[Publication]) -> str:
        return "".join(f"{bullet}{write(_format_reference(paper))}\n" for paper in publications)

    return write_references


def _format_reference(paper: Publication) -> Text:
    """Return the reference with the paper's URL."""
    sentences = reference_sentences(Cited(paper), details=True)
    address = links.doi_url(paper.doi) if paper.doi else links.safe_url(paper.url)
    more = [f" {address}"] if address else []
    period = closing_period(str(sentences))
    return Text((*sentences.parts, period, *more) if period else (*sentences.parts, *more))


def _plain(text: Text) -> str:
    return " ".join(plain_text(text).split())


_MARKDOWN_MARKERS = {"italic": "*", "bold": "**"}


def _markdown(text: Text) -> str:
    return " ".join("".join(map(_markdown_part, text.parts)).split())


#: A URL that contains no Markdown syntax, without trailing punctuation.
_ADDRESS = re.compile(r"(https?://[^\s<>()\[\]{}\"'`*\\|&$]+(?<![.,;:!?_]))")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&$|~]")


def _markdown_part(part: Inline) -> str:
    """Return a part of a text in CommonMark; markup and HTML in the data are escaped."""
    if isinstance(part, str):
        pieces = _ADDRESS.split(part)  # every second piece is a URL
        return "".join(
            piece if index % 2 else _SPECIAL.sub(r"\\\g<0>", piece) for index, piece in enumerate(pieces)
        )
    if part.kind == "math":
        return f"${str(Text(part.content)).replace('$', '')}$"
    if part.kind == "code":
        return _markdown_code(" ".join(str(Text(part.content)).split()))
    inner = "".join(map(_markdown_part, part.content))
    return f"{_MARKDOWN_MARKERS.get(part.kind, '')}{inner}{_MARKDOWN_MARKERS.get(part.kind, '')}"


def _markdown_code(text: str) -> str:
    """Return code between more backticks than it contains in a row."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"


# The table ----------------------------------------------------------------------------------------------

#: The formats that write the source fields of an entry; others would only repeat them.
_FROM_SOURCE = frozenset({"bibtex", "biblatex"})

_SUFFIXES = {"csl-json": ".csl.json", "biblatex": ".biblatex.bib", "json": ".json"}


def _format_exports() -> Iterable[Export]:
    for row in FORMATS:
        if row.media_type:

            def write(papers: Sequence[Publication], row: Format = row) -> str:
                return load_codec(row).write(papers)

            yield Export(row.name, row.label, _SUFFIXES.get(row.name, row.suffixes[0]), row.media_type, write)


EXPORTS: dict[str, Export] = {
    row.name: row
    for row in (
        *_format_exports(),
        Export("markdown", "Markdown", ".md", "text/markdown", _references_writer(_markdown, "- ")),
        Export("text", "Plain text", ".txt", "text/plain", _references_writer(_plain, "")),
    )
}

#: The formats on a paper's page.
PAPER_EXPORTS = ("bibtex", "ris", "csl-json", "markdown", "text")


def write_export(name: str, papers: Sequence[Publication]) -> str:
    """Return papers in a format as offered on pages: CSL-JSON without the BibTeX fields it can include."""
    if name not in _FROM_SOURCE:
        papers = [replace(paper, source="") for paper in papers]
    return EXPORTS[name].write(papers)


def paper_exports(paper: Publication) -> Iterator[tuple[str, str]]:
    """Yield name and text for a single paper in each format of its page."""
    bare = replace(paper, source="")
    for name in PAPER_EXPORTS:
        yield name, paper_export(name, paper if name in _FROM_SOURCE else bare)


def paper_export(name: str, paper: Publication) -> str:
    """Return a single paper in a format, as shown on its page."""
    text = EXPORTS[name].write([paper])
    return text.removeprefix("- ") if name == "markdown" else text
