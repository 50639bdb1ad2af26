"""The forms of a citation, and whole references in this package's own style."""

from __future__ import annotations

from sphinxext_pubs.citations.labels import (
    Cited,
    Form,
    all_authors,
    authors,
    capitalized,
    format_names,
    parenthetical,
    short_title,
    textual,
    year,
)
from sphinxext_pubs.model.links import doi_url
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, Text, join_inline, join_lines, text_of
from sphinxext_pubs.notation import names
from sphinxext_pubs.render.published import public_bibtex
from sphinxext_pubs.render.safe_text import closing_period
from sphinxext_pubs.render.venue_line import venue_details, venue_line


def label(cited: Cited, form: str = "t") -> str:
    """The label of a citation in one of :data:`FORMS`, in the reader's language; never empty."""
    return join_lines(FORMS[form](cited) or cited.paper.key)


def title(cited: Cited) -> str:
    """The whole title, as plain text."""
    return str(cited.paper.title)


def venue(cited: Cited) -> str:
    """Where the work appeared, as plain text."""
    return str(venue_line(cited.paper, cited.translate))


def doi(cited: Cited) -> str:
    """The bare DOI."""
    return cited.paper.doi


def bibtex(cited: Cited) -> str:
    """The entry in BibTeX, without private fields."""
    return public_bibtex(cited.paper, cited.schemes)


def full(cited: Cited) -> str:
    """The reference as plain text; the last full stop is left to the sentence around it."""
    return str(reference_sentences(cited)).removesuffix(".")


#: The forms of a citation, by their names in the role: ``:paper:t:``, ``:paper:p:`` …
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
    "empty": lambda cited: "",
    "venue": venue,
    "doi": doi,
    "bibtex": bibtex,
}


# References


def full_reference(cited: Cited) -> Text:
    """The whole reference in this package's own style, ending in a full stop or an address."""
    parts = list(reference_sentences(cited, details=True).parts)
    if cited.paper.doi and (href := doi_url(cited.paper.doi)):
        parts += [" ", Span("link", (href,), href)]
    elif cited.paper.url:
        parts += [" ", Span("link", (cited.paper.url,), cited.paper.url)]
    return Text(join_inline(parts))


def reference_sentences(cited: Cited, *, details: bool = False) -> Text:
    """Authors, year, title and venue, each a sentence."""
    paper = cited.paper
    who = format_names(paper.author or paper.editor, names.full, cited)
    if who and not paper.author:
        who = f"{who}, {cited.translate('ed.' if len(paper.editor) == 1 else 'eds.')}"
    when = f"({year(cited)})"
    named = text_of(f"{who} {when}") if who else EMPTY
    titled = paper.title if who else Text((*(paper.title or text_of(short_title(paper))).parts, f" {when}"))
    more = venue_details(paper, cited.translate) if details else EMPTY
    where = venue_line(paper, cited.translate)
    if where and more:
        where = Text((*where.parts, ", ", *more.parts))
    found = [text for text in (named, titled, where or more) if text]
    parts: list[Inline] = []
    for text in found:
        parts += [" "] * bool(parts) + [*text.parts, closing_period(text)]
    return Text(join_inline(parts))


def informal_reference(cited: Cited, venue: str) -> Text:
    """Title, authors, venue and year in short: *On Layers (Ko et al., EMNLP 2023)*."""
    paper = cited.paper
    when = year(cited)
    where = venue if when and when in venue else f"{venue} {when}".strip()
    people = paper.author or paper.editor
    short = ", ".join(filter(None, (authors(cited) if people else "", where)))
    return Text((*(paper.title or text_of(paper.key)).parts, f" ({short})"))
