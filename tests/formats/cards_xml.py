"""A format of another package: index cards in XML, which has the suffix of another format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from sphinxext_pubs.formats.base import Format, Signature, Source
from sphinxext_pubs.formats.xml import Element, parse
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Date, Name, Origin, Publication
from sphinxext_pubs.model.rich_text import text_of

CARDS = Format(
    name="cards-xml",
    label="Cards XML",
    suffixes=(".xml", ".crd"),
    module="tests.formats.cards_xml",
    sniff=r"<cards>\s*<card>",
    signature=Signature(
        label="Cards XML", pattern=r"<cards>\s*<card>", advice="give the file the suffix .xml or .crd"
    ),
    media_type="application/x-cards+xml",
    offered_on=("paper",),
    help="A program for index cards exports it.",
)


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Yield the publication of each record with a label, and a problem for the others."""
    for source in sources:
        parsed = parse(source.text)
        if parsed.error is not None:
            yield Problem(Code.SYNTAX, f"This is not valid XML: {parsed.error}", Origin(source.path, 1), 1)
        records = parsed.root.first("cards") if parsed.root is not None else None
        for record in records or ():
            yield _publication(record, Origin(source.path, record.line))


def _publication(record: Element, origin: Origin) -> Publication | Problem:
    if not record.text("label"):
        return Problem(Code.MISSING_KEY, "The record has no label and is ignored", origin, 1)
    year = record.text("year")
    authors = record.first("authors")
    return Publication(
        record.text("label"),
        "article-journal",
        title=text_of(record.text("title")),
        author=tuple(Name(*author.text().split(", ")) for author in authors or ()),
        issued=Date((int(year),)) if year else None,
        origin=origin,
    )


def write(publications: Iterable[Publication]) -> str:
    """Return a record for each publication."""
    return f"<xml><cards>{''.join(map(_record, publications))}</cards></xml>\n"


def _record(paper: Publication) -> str:
    authors = "".join(f"<author>{escape(f'{name.family}, {name.given}')}</author>" for name in paper.author)
    fields = {
        "label": escape(paper.key),
        "authors": authors,
        "title": escape(str(paper.title)),
        "year": str(paper.issued.parts[0]) if paper.issued and paper.issued.parts else "",
    }
    return f"<card>{''.join(f'<{tag}>{text}</{tag}>' for tag, text in fields.items() if text)}</card>"
