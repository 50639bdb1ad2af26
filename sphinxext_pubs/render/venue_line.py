"""The venue line, which describes where a work appeared, by CSL type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Text, join_inline, text_of
from sphinxext_pubs.notation.l10n import Translate
from sphinxext_pubs.render.contributors import contributors_of

Piece: TypeAlias = Callable[[Publication, Translate], Text]

_DASH = re.compile(r"(?<=\w)\s*+(?:-{1,3}|–)\s*+(?=\w)")
_RANGE = re.compile(r"\d+\s*(?:-{1,3}|–)\s*\d+")
_ORDINAL_WORDS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_ORDINAL = re.compile(rf"\d+(?:st|nd|rd|th)|{_ORDINAL_WORDS}", re.IGNORECASE | re.ASCII)


def format_pages(value: str) -> str:
    """Return page ranges with en dashes: ``1–9`` for ``1--9`` and ``1-9``."""
    return _DASH.sub("–", value)


def _number(value: str) -> str:
    """Return a volume or issue, with an en dash in ranges (``3-4``), but not in others (``S-12``)."""
    return format_pages(value) if _RANGE.fullmatch(value) else value


def _container(publication: Publication, _: Translate) -> Text:
    """Return the title of the container, with that of its volume, if any."""
    title, volume = publication.container_title, publication.variable("volume-title")
    return _join_with(". ", title, volume) if volume else title


def _volume_title(publication: Publication, _: Translate) -> Text:
    volume = _container(publication, _)
    return volume or publication.event_title or publication.collection_title


def _journal(publication: Publication, _: Translate) -> Text:
    """Return ``Journal 12(3), 45–67``, with the article number instead of missing pages."""
    volume = _number(publication.volume) + (f"({_number(publication.issue)})" if publication.issue else "")
    pages = format_pages(publication.page) or publication.number
    title = _join_with(", ", publication.container_title, publication.collection_title)
    journal = _join_with_space(title, text_of(volume))
    issue = publication.variable("volume-title")
    return _join_with_commas((_join_with(": ", journal, issue), text_of(pages)))


def _series(publication: Publication, _: Translate) -> Text:
    number = publication.number or publication.volume
    return (
        _join_with_space(publication.collection_title, text_of(number))
        if publication.collection_title
        else EMPTY
    )


def _volume(publication: Publication, translate: Translate) -> Text:
    if publication.collection_title and not publication.number:
        return EMPTY  # already shown as the number in the series
    value = _number(publication.volume)
    return text_of(translate("vol. {}").replace("{}", value)) if value else EMPTY


def _issue(publication: Publication, translate: Translate) -> Text:
    value = publication.issue or ("" if publication.collection_title else publication.number)
    return text_of(translate("no. {}").replace("{}", _number(value))) if value else EMPTY


def _edition(publication: Publication, translate: Translate) -> Text:
    value = publication.edition
    if _ORDINAL.fullmatch(value):  # as required by BibTeX styles, which add the word “edition”
        return text_of(translate("{} edition").replace("{}", value))
    return text_of(translate("edition {}").replace("{}", value) if value.isdecimal() else value)


def _pages(publication: Publication, translate: Translate) -> Text:
    if not publication.page:
        return EMPTY
    pages = format_pages(publication.page)
    kind = next((str(text) for name, text in publication.custom if name == "pagination"), "")
    one, several = _PAGINATION.get(kind, ("p. {}", "pp. {}"))
    return text_of(translate(several if _MORE.search(pages) else one).replace("{}", pages))


#: BibLaTeX's ``pagination`` → the message ids for one and for several; ``{}`` has no words.
_PAGINATION: dict[str, tuple[str, str]] = {
    "section": ("sec. {}", "secs. {}"),
    "paragraph": ("para. {}", "paras. {}"),
    "line": ("line {}", "lines {}"),
    "verse": ("verse {}", "verses {}"),
    "column": ("col. {}", "cols. {}"),
    "none": ("{}", "{}"),
}
#: Signs of several pages: ``1–9``, ``3, 7``, ``45ff``, ``45+``.
_MORE = re.compile(r"[–,;+&]|\d\s?ff?\b")


def _chapter(publication: Publication, translate: Translate) -> Text:
    """Return the number of the chapter, or the title of a chapter in a book."""
    value = publication.variable("chapter-number")
    if not value or not _NUMERIC.match(str(value)):
        return value
    return text_of(translate("ch. {}").replace("{}", str(value)))


_NUMERIC = re.compile(r"\d|[ivxlcdmIVXLCDM]+\Z|[A-Z]\Z")


def _publisher(publication: Publication, _: Translate) -> Text:
    return publication.publisher


def _place(publication: Publication, _: Translate) -> Text:
    return publication.publisher_place or publication.event_place


def _event(publication: Publication, _: Translate) -> Text:
    return publication.event_title or publication.container_title


def _event_place(publication: Publication, _: Translate) -> Text:
    return publication.event_place or publication.publisher_place


def _genre(publication: Publication, _: Translate) -> Text:
    return publication.genre


def _genre_number(publication: Publication, _: Translate) -> Text:
    return _join_with_space(publication.genre, text_of(publication.number))


#: Names of arXiv without the number of the paper, as ADS writes them.
_ARXIV_SERIES = frozenset({"arxiv", "arxiv e-prints", "arxiv e-print", "arxiv preprint", "arxiv preprints"})


def _arxiv(publication: Publication, _: Translate) -> Text:
    container = str(publication.container_title).lower()
    if publication.arxiv and ("arxiv" not in container or container in _ARXIV_SERIES):
        return text_of(f"arXiv:{publication.arxiv}")
    return EMPTY


def _version(publication: Publication, translate: Translate) -> Text:
    value = publication.variable("version")
    before, _, after = translate("version {}").partition("{}")
    return Text(join_inline((before, *value.parts, after))) if value else EMPTY


def _site(publication: Publication, _: Translate) -> Text:
    return publication.container_title or publication.publisher or text_of(_host(publication.url))


@dataclass(frozen=True, slots=True)
class VenueFormat:
    """The pieces of the venue line, and those of the part ``details``."""

    line: tuple[Piece, ...]
    details: tuple[Piece, ...] = ()


_ARTICLE = VenueFormat((_journal,), (contributors_of, _publisher))
_IN_VOLUME = VenueFormat(
    (_volume_title,), (_series, _volume, _issue, _pages, contributors_of, _publisher, _place)
)
_IN_BOOK = VenueFormat(
    (_container, _edition), (_series, _volume, _chapter, _pages, contributors_of, _publisher, _place)
)
_BOOK = VenueFormat((_container, _edition, _publisher, _place), (_series, _volume, _chapter, contributors_of))
_ONLINE = VenueFormat((_site, _version), (_place,))
_PREPRINT = VenueFormat((_container, _arxiv, _publisher), (_pages, _place))
_TALK = VenueFormat((_event, _event_place), (_genre, _publisher))
_OTHER = VenueFormat(
    (_container, _publisher, _place), (_series, _volume, _issue, _chapter, _pages, contributors_of)
)

#: Venue formats by CSL 1.0.2 type; other types use :data:`_OTHER`.
VENUE_FORMATS: dict[str, VenueFormat] = {
    "article-journal": _ARTICLE,
    "article-magazine": _ARTICLE,
    "article-newspaper": _ARTICLE,
    "review": _ARTICLE,
    "review-book": _ARTICLE,
    "paper-conference": _IN_VOLUME,
    "chapter": _IN_BOOK,
    "entry": _IN_BOOK,
    "entry-dictionary": _IN_BOOK,
    "entry-encyclopedia": _IN_BOOK,
    "book": _BOOK,
    "collection": _BOOK,
    "periodical": VenueFormat((_container, _volume, _issue, _publisher), (_place,)),
    "thesis": VenueFormat((_genre, _publisher, _place)),
    "report": VenueFormat((_genre_number, _publisher), (_series, contributors_of, _place)),
    "standard": VenueFormat((_genre_number, _publisher), (_place,)),
    "patent": VenueFormat((_genre_number, _place), (contributors_of, _publisher)),
    "webpage": _ONLINE,
    "post": _ONLINE,
    "post-weblog": _ONLINE,
    "software": _ONLINE,
    "dataset": _ONLINE,
    "article": _PREPRINT,
    "manuscript": _PREPRINT,
    "speech": _TALK,
    "event": _TALK,
}


def venue_line(publication: Publication, translate: Translate) -> Text:
    """Return the venue line of a work; ``arXiv:<id>`` if nothing else is known."""
    pieces = VENUE_FORMATS.get(publication.type, _OTHER).line
    if len(pieces) == 1:
        line = pieces[0](publication, translate)
    else:
        line = _join_with_commas(piece(publication, translate) for piece in pieces)
    return line or _arxiv(publication, translate)


def venue_details(publication: Publication, translate: Translate) -> Text:
    """Return the details of the venue that are not in its line."""
    return _join_with_commas(
        piece(publication, translate) for piece in VENUE_FORMATS.get(publication.type, _OTHER).details
    )


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # an invalid IPv6 address; the URL itself is checked where it is linked
        return ""
    return host.removeprefix("www.")


def _join_with_space(first: Text, second: Text) -> Text:
    return _join_with(" ", first, second)


def _join_with(sign: str, first: Text, second: Text) -> Text:
    return Text(join_inline((*first.parts, sign, *second.parts))) if first and second else first or second


def _join_with_commas(texts: Iterable[Text]) -> Text:
    """Return the non-empty texts once each, separated by commas."""
    unique = list(dict.fromkeys(text for text in texts if text))
    if len(unique) < 2:
        return unique[0] if unique else EMPTY
    parts: list[Inline] = []
    for text in unique:
        parts += [", ", *text.parts]
    return Text(join_inline(parts[1:]))
