"""EXPORTS: what readers can copy and download of a paper or a list, one row each."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.formats import FORMATS, codec
from sphinxext_pubs.formats.base import Format
from sphinxext_pubs.formats.bibtex.fields import PRIVATE, PRIVATE_STARTS
from sphinxext_pubs.formats.latex.unicode_math import plain
from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Inline, Text
from sphinxext_pubs.render.citation_forms import reference_sentences
from sphinxext_pubs.render.published import private_fields, private_targets
from sphinxext_pubs.render.safe_text import closing_period


@dataclass(frozen=True, slots=True)
class Export:
    """A way of handing on papers: its name in ``:download:``, label, suffix, media type and writer."""

    name: str
    label: str
    suffix: str
    media: str
    write: Callable[[Sequence[Publication]], str]


def public_copy(publication: Publication, schemes: Collection[str]) -> Publication:
    """The publication without what is nobody's business: private fields, local paths, refused addresses."""
    private = private_targets(publication, schemes)
    kept = tuple(row for row in publication.custom if not _is_private(row[0]))
    said = tuple(row for row in publication.variables if not _is_private(row[0]))
    if not private and (len(kept), len(said)) == (len(publication.custom), len(publication.variables)):
        return publication
    hidden = private_fields(publication, private)
    return replace(
        publication,
        url="" if publication.url in private else publication.url,
        links=tuple(link for link in publication.links if link.target not in private),
        custom=kept,
        variables=said,
        source=tuple(row for row in publication.source if row[0] not in hidden),
    )


def _is_private(name: str) -> bool:
    return name.lower() in PRIVATE or name.lower().startswith(PRIVATE_STARTS)


# Markdown and plain text -------------------------------------------------------------------------------


def _references_writer(write: Callable[[Text], str], mark: str) -> Callable[[Sequence[Publication]], str]:
    def written(publications: Sequence[Publication]) -> str:
        return "".join(f"{mark}{write(_cached_reference(paper))}\n" for paper in publications)

    return written


def _cached_reference(paper: Publication) -> Text:
    """The reference with the paper's address; asked for one paper in both formats, it is made once."""
    if not _LAST_REFERENCE or _LAST_REFERENCE[0][0] is not paper:
        _LAST_REFERENCE[:] = [(paper, _format_reference(paper))]
    return _LAST_REFERENCE[0][1]


#: The paper that was asked for last, with its reference.
_LAST_REFERENCE: list[tuple[Publication, Text]] = []


def _format_reference(paper: Publication) -> Text:
    found = reference_sentences(Cited(paper), details=True)
    address = links.doi_url(paper.doi) if paper.doi else links.safe_url(paper.url)
    more = [f" {address}"] if address else []
    ended = closing_period(str(found))
    return Text((*found.parts, ended, *more) if ended else (*found.parts, *more))


def _plain(text: Text) -> str:
    return " ".join(plain(text).split())


_MARKDOWN_MARKERS = {"italic": "*", "bold": "**"}


def _markdown(text: Text) -> str:
    return " ".join("".join(map(_markdown_part, text.parts)).split())


#: An address in which Markdown sees nothing else; what stands behind it is no part of it.
_ADDRESS = re.compile(r"(https?://[^\s<>()\[\]{}\"'`*\\|&$]+(?<![.,;:!?_]))")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&$|~]")


def _markdown_part(part: Inline) -> str:
    """A part of a text in CommonMark; nothing in it is markup but ours, nor HTML."""
    if isinstance(part, str):
        pieces = _ADDRESS.split(part)  # every second one is an address
        return "".join(
            piece if place % 2 else _SPECIAL.sub(r"\\\g<0>", piece) for place, piece in enumerate(pieces)
        )
    if part.kind == "math":
        return f"${str(Text(part.content)).replace('$', '')}$"
    if part.kind == "code":
        return _markdown_code(" ".join(str(Text(part.content)).split()))
    inner = "".join(map(_markdown_part, part.content))
    return f"{_MARKDOWN_MARKERS.get(part.kind, '')}{inner}{_MARKDOWN_MARKERS.get(part.kind, '')}"


def _markdown_code(text: str) -> str:
    """Code between more backticks than it has."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"


# The table ----------------------------------------------------------------------------------------------

#: The formats that write an entry as its source has it; others would only repeat it.
_FROM_SOURCE = frozenset({"bibtex", "biblatex"})

_SUFFIXES = {"csl-json": ".csl.json", "biblatex": ".biblatex.bib", "json": ".json"}


def _format_exports() -> Iterable[Export]:
    for row in FORMATS:
        if row.media:

            def write(papers: Sequence[Publication], row: Format = row) -> str:
                return codec(row).write(papers)

            yield Export(row.name, row.label, _SUFFIXES.get(row.name, row.suffixes[0]), row.media, write)


EXPORTS: dict[str, Export] = {
    row.name: row
    for row in (
        *_format_exports(),
        Export("markdown", "Markdown", ".md", "text/markdown", _references_writer(_markdown, "- ")),
        Export("text", "Plain text", ".txt", "text/plain", _references_writer(_plain, "")),
    )
}

#: What a paper's own page offers.
PAPER_EXPORTS = ("bibtex", "ris", "csl-json", "markdown", "text")


def write_export(name: str, papers: Sequence[Publication]) -> str:
    """Papers in a format, as pages offer them: CSL-JSON without the fields of BibTeX that it can keep."""
    if name not in _FROM_SOURCE:
        papers = [replace(paper, source=()) for paper in papers]
    return EXPORTS[name].write(papers)


def paper_exports(paper: Publication) -> Iterator[tuple[str, str]]:
    """A single paper in the formats that its page offers: name and text."""
    bare = replace(paper, source=())
    for name in PAPER_EXPORTS:
        yield name, paper_export(name, paper if name in _FROM_SOURCE else bare)


def paper_export(name: str, paper: Publication) -> str:
    """A single paper in a format, as its page shows it."""
    written = EXPORTS[name].write([paper])
    return written.removeprefix("- ") if name == "markdown" else written
