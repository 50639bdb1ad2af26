"""References in the built-in style: all that a reader needs to find a work.

People with the date, the title, the venue with its details, and the note are sentences; addresses follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sphinxext_pubs.citations.labels import Cited, capitalize_first, format_names, short_title
from sphinxext_pubs.citations.labels import year as year_with_letter
from sphinxext_pubs.model.links import arxiv_url, doi_url, is_address_of_doi, safe_url
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, Text, join_inline, join_texts, text_of
from sphinxext_pubs.model.statuses import term_of
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.dates import parse_date
from sphinxext_pubs.notation.identifiers import identifiers_of
from sphinxext_pubs.notation.l10n import date_label, year_label
from sphinxext_pubs.render.contributors import collaboration_of, editor_label
from sphinxext_pubs.render.localized import localized
from sphinxext_pubs.render.safe_text import closing_period
from sphinxext_pubs.render.venue_line import venue_texts
from sphinxext_pubs.render.venue_pieces import capitalized, host, italic

#: Types of works whose title is that of a book, unless something contains them.
_BOOKS = frozenset(
    (
        *("book", "collection", "periodical", "classic", "pamphlet", "thesis", "report", "standard"),
        *("chapter", "map", "motion_picture"),
    )
)

#: The identifiers that a reference shows: those of archives in which the work can be read, and PubMed's.
_ARCHIVES = frozenset({"pmid", "hal", "jstor", "iacr", "hdl", "googlebooks", "ark", "urn", "eprint"})

#: The message id of the date of access to a web page.
ACCESSED = "accessed {}"


def full_reference(cited: Cited, *, by_year: bool = False) -> Text:
    """Return the full reference in the built-in style, ending in a period or an address.

    ``by_year`` is True if citations name the year: it then has their letter, or *n.d.*
    """
    text = reference_sentences(cited, by_year=by_year)
    return join_texts((text, addresses(cited, text)))


def reference_sentences(
    cited: Cited, *, by_year: bool = False, venue: tuple[Text, Text] | None = None
) -> Text:
    """Return the reference without addresses, as sentences; that of a set consists of its members'.

    ``venue`` are the venue line and the details of the work, if they are known.
    """
    if cited.members:
        return join_texts(reference_sentences(cited.member(paper)) for paper in cited.members)
    paper = localized(cited.paper, cited.language, cited.translate)
    line, details = venue or venue_texts(paper, cited.translate)
    if paper.url and not paper.container_title and str(line) == host(paper.url):
        line = EMPTY  # the address follows
    where = _venue(line, details)
    sentences = (*_heading(paper, cited, by_year=by_year), where, *_remarks(paper, cited))
    return join_texts(Text((*text.parts, closing_period(text))) for text in sentences if text)


# Sentences


def _heading(paper: Publication, cited: Cited, *, by_year: bool) -> tuple[Text, Text]:
    """Return the people with the date, and the title; a work without people begins with its title."""
    date = _date(paper, cited, by_year=by_year)
    is_book = paper.type in _BOOKS and not paper.container_title
    title = italic(paper.title) if is_book else paper.title
    if people := _people(paper, cited):
        return text_of(f"{people} ({date})" if date else people), title
    title = title or text_of(short_title(paper))
    return EMPTY, Text((*title.parts, f" ({date})")) if date else title


def _people(paper: Publication, cited: Cited) -> str:
    """Return the authors with their collaboration, else the editors with their role."""
    people = format_names(paper.author or paper.editor, names.full_name, cited)
    if people and not paper.author:
        return f"{people}, {editor_label(paper, cited.translate)}"
    collaboration = collaboration_of(paper, cited.translate)
    return f"{people} ({collaboration})" if collaboration else people


def _date(paper: Publication, cited: Cited, *, by_year: bool) -> str:
    """Return the date in words, with the letter of the year if citations show it."""
    if paper.issued is None or not (label := date_label(paper.issued, cited.language, cited.translate)):
        return year_with_letter(cited) if by_year else ""
    letter = cited.disambiguation.letter if by_year else ""
    if not letter:
        return label
    year = year_label(paper.issued, cited.language, cited.translate)
    before, found, after = label.rpartition(year)
    return f"{before}{year_with_letter(cited)}{after}" if found else f"{label}-{letter}"


def _venue(line: Text, details: Text) -> Text:
    if line and details:
        return Text(join_inline((*line.parts, ", ", *details.parts)))
    return line or capitalized(details)


def _remarks(paper: Publication, cited: Cited) -> Iterator[Text]:
    """Yield the status, unless the date says it, and the note, unless it says the status."""
    term = term_of(paper.status) if paper.status else ""
    note = paper.note
    if term and term_of(str(note).strip(" .")) == term:
        note = EMPTY
    is_known = (paper.issued is not None and term_of(paper.issued.literal) == term) or (
        term == "preprint" and paper.arxiv
    )
    if term and not is_known:
        yield text_of(capitalize_first(cited.translate(term)))
    yield note
    if not paper.url and (accessed := _access(paper, cited)):
        yield text_of(capitalize_first(accessed))


# Addresses


def addresses(cited: Cited, reference: Text) -> Text:
    """Return the DOI, the address and the archive of a work, each once and unless its reference has them."""
    shown = {*_addresses_in(reference.parts)}
    parts: list[Inline] = []
    for paper in cited.members or (cited.paper,):
        for link, after in _links(paper, cited):
            if link.target not in shown:
                shown.add(link.target)
                parts += [" ", link, after]
    return Text(join_inline(parts[1:]))


def _addresses_in(parts: Iterable[Inline]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Span):
            yield part.target
            yield from _addresses_in(part.content)


def _links(paper: Publication, cited: Cited) -> Iterator[tuple[Span, str]]:
    """Yield links with the text after each: the DOI, an address other than the DOI's, archives."""
    doi = doi_url(paper.doi) if paper.doi else ""
    if doi and not _is_arxiv(doi, paper):
        yield Span("link", (f"https://doi.org/{paper.doi}",), doi), ""
    url = safe_url(paper.url, cited.schemes) if paper.url else None
    if url and not (paper.doi and is_address_of_doi(url, paper.doi)) and not _is_arxiv(url, paper):
        yield Span("link", (paper.url,), url), _accessed(paper, cited)
    for target in _further_addresses(paper):
        if address := safe_url(target, cited.schemes):
            yield Span("link", (target,), address), ""
    if paper.arxiv and (arxiv := arxiv_url(paper.arxiv)):
        yield Span("link", (f"arXiv:{paper.arxiv}",), arxiv), ""
    for row in identifiers_of(paper) if paper.variables or paper.custom else ():
        if row.name in _ARCHIVES and row.href:
            yield Span("link", (f"{row.label}: {row.text}",), row.href), ""


def _further_addresses(paper: Publication) -> Iterator[str]:
    """Yield other addresses of a paper, and that of its PDF if it has no other."""
    yield from (link.target for link in paper.links if link.rel == "url")
    if not (paper.doi or paper.url or paper.arxiv):
        yield from (link.target for link in paper.links if link.rel == "pdf")


def _is_arxiv(address: str, paper: Publication) -> bool:
    """True if an address is that of a paper on arXiv, whose number is shown."""
    number = paper.arxiv.partition("v")[0].lower()
    return bool(number) and "arxiv" in address.lower() and number in address.lower()


def _accessed(paper: Publication, cited: Cited) -> str:
    """Return the date on which a web page was read, in parentheses."""
    accessed = _access(paper, cited)
    return f" ({accessed})" if accessed else ""


def _access(paper: Publication, cited: Cited) -> str:
    """Return the date on which a web page was read, in words; empty if it is not known."""
    value = paper.variable("accessed")
    date = parse_date(str(value)) if value else None
    if date is None:
        return ""
    label = date_label(date, cited.language, cited.translate)
    return cited.translate(ACCESSED).replace("{}", label)
