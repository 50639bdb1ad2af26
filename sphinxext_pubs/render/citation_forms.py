"""The forms of citations."""

from __future__ import annotations

from sphinxext_pubs.citations.labels import (
    Cited,
    Form,
    all_authors,
    authors,
    capitalized,
    parenthetical,
    textual,
    year,
)
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model.rich_text import Text, join_lines, text_of
from sphinxext_pubs.render.published import public_bibtex
from sphinxext_pubs.render.references import reference_sentences
from sphinxext_pubs.render.venue_line import venue_line


def label(cited: Cited, form: str = "t") -> str:
    """Return the label of a citation in one of :data:`FORMS`, in the reader's language; never empty."""
    return join_lines(FORMS[form](cited) or cited.paper.key)


def title(cited: Cited) -> str:
    """Return the full title, as plain text with formulas in Unicode."""
    return plain_text(cited.paper.title)


def venue(cited: Cited) -> str:
    """Return the venue line, as plain text."""
    return str(venue_line(cited.paper, cited.translate))


def doi(cited: Cited) -> str:
    """Return the DOI, without the resolver."""
    return cited.paper.doi


def bibtex(cited: Cited) -> str:
    """Return the entry in BibTeX, without private fields."""
    return public_bibtex(cited.paper, cited.schemes)


def full(cited: Cited) -> str:
    """Return the full reference as plain text with formulas in Unicode, without a final period."""
    return plain_text(reference_sentences(cited)).removesuffix(".")


#: The forms of citations, by role name: ``:paper:t:``, ``:paper:p:`` …
FORMS: dict[str, Form] = {
    "t": textual(authors),
    "ts": textual(all_authors),
    "ct": capitalized(textual(authors)),
    "cts": capitalized(textual(all_authors)),
    "p": parenthetical(authors),
    "ps": parenthetical(all_authors),
    "cp": capitalized(parenthetical(authors)),
    "cps": capitalized(parenthetical(all_authors)),
    "full": full,
    "foot": full,
    "title": title,
    "authors": authors,
    "authors-all": all_authors,
    "cauthors": capitalized(authors),
    "cauthors-all": capitalized(all_authors),
    "year": year,
    "label": lambda cited: cited.number or cited.paper.key,
    "n": lambda cited: "",
    "venue": venue,
    "doi": doi,
    "bibtex": bibtex,
}


def informal_reference(cited: Cited, venue: str) -> Text:
    """Return title, authors, venue and year in short: *On Layers (Ko et al., EMNLP 2023)*."""
    paper = cited.paper
    date = year(cited)
    dated_venue = venue if date and date in venue else f"{venue} {date}".strip()
    people = paper.author or paper.editor
    short = ", ".join(filter(None, (authors(cited) if people else "", dated_venue)))
    return Text((*(paper.title or text_of(paper.key)).parts, f" ({short})"))
