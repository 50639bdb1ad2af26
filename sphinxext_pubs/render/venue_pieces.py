"""The pieces of the venue line and its details: functions that return a text, empty if there is none.

Titles of journals, books and proceedings are in italics.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias
from urllib.parse import urlsplit

from sphinxext_pubs.model.links import arxiv_url
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, Text, has_span, join_inline, text_of
from sphinxext_pubs.notation.l10n import Translate
from sphinxext_pubs.render.editions import edition_label

Piece: TypeAlias = Callable[[Publication, Translate], Text]

_DASH = re.compile(r"(?<=\w)\s*+(?:-{1,3}|–)\s*+(?=\w)")
_RANGE = re.compile(r"\d+\s*(?:-{1,3}|–)\s*\d+")


# Titles


def capitalized(text: Text) -> Text:
    """Return a text with a capital, for the beginning of a sentence: *Edited by …*."""
    first, *rest = text.parts or ("",)
    return Text((first[:1].upper() + first[1:], *rest)) if isinstance(first, str) and first else text


def italic(text: Text) -> Text:
    """Return a title in italics; what is in italics in it is upright, as printers do."""
    if not has_span(text, "italic"):
        return Text((Span("italic", text.parts),)) if text.parts else text
    parts: list[Inline] = []
    run: list[Inline] = []
    for part in (*text.parts, EMPTY):
        if isinstance(part, Text) or (isinstance(part, Span) and part.kind == "italic"):
            parts += [Span("italic", tuple(run))] if run else []
            parts += () if isinstance(part, Text) else part.content
            run = []
        else:
            run.append(part)
    return Text(join_inline(parts))


def container(publication: Publication, _: Translate) -> Text:
    """Return the title of the container, with that of its volume, if any."""
    title, volume = publication.container_title, publication.variable("volume-title")
    return italic(_join_with(". ", title, volume) if volume else title)


def volume_title(publication: Publication, translate: Translate) -> Text:
    """Return the title of the proceedings, else of the event or the series."""
    if title := container(publication, translate):
        return title
    return publication.event_title or italic(publication.collection_title)


def journal(publication: Publication, translate: Translate) -> Text:
    """Return ``Journal 12(3), 45–67``, with the article number instead of missing pages."""
    volume = _number(publication.volume) + (f"({_number(publication.issue)})" if publication.issue else "")
    title = italic(publication.container_title)
    title = _join_with(", ", title, publication.collection_title)
    title = _join_with(": ", _join_with_space(title, text_of(volume)), publication.variable("volume-title"))
    if volume or not publication.page[:1].isdecimal():
        where = text_of(_PAGES_LABEL.sub("", format_pages(publication.page)) or publication.number)
    else:
        where = pages(publication, translate)
    return join_with_commas((title, where))


def preprint(publication: Publication, translate: Translate) -> Text:
    """Return the container of a preprint, and its number on arXiv once, as a link."""
    name = str(publication.container_title).lower()
    if publication.arxiv and (name in _ARXIV_SERIES or publication.arxiv.lower() in name):
        return arxiv(publication, translate)
    return join_with_commas((container(publication, translate), arxiv(publication, translate)))


#: Names of arXiv without the number of the paper, as ADS writes them.
_ARXIV_SERIES = frozenset(
    {
        *("arxiv", "arxiv e-prints", "arxiv e-print", "arxiv preprint", "arxiv preprints"),
        *("corr", "computing research repository", "arxiv.org", "abs"),
    }
)


def repeats_arxiv(text: Text, number: str) -> bool:
    """True if a text says nothing but that a work is on arXiv."""
    words = str(text).lower()
    return number.partition("v")[0].lower() in words or words in _ARXIV_SERIES


def arxiv(publication: Publication, _: Translate) -> Text:
    """Return the number of a paper on arXiv, as a link; with its version and class if the data has them."""
    number = publication.arxiv
    if not number:
        return EMPTY
    texts = map(str, (publication.publisher, _custom(publication, "howpublished")))
    written = (text for text in texts if text.lower().startswith(f"arxiv:{number.lower()}"))
    label, address = next(written, f"arXiv:{number}"), arxiv_url(number)
    return Text((Span("link", (label,), address),)) if address else text_of(label)


def event(publication: Publication, translate: Translate) -> Text:
    """Return the name of the event of a talk, else the title of the container."""
    return publication.event_title or container(publication, translate)


def site(publication: Publication, translate: Translate) -> Text:
    """Return the title of a website, else its publisher or its host."""
    title = container(publication, translate)
    return title or publication.publisher or text_of(host(publication.url))


# Numbers


def format_pages(value: str) -> str:
    """Return page ranges with en dashes: ``1–9`` for ``1--9`` and ``1-9``."""
    return _DASH.sub("–", value)


def _number(value: str) -> str:
    """Return a volume or issue, with an en dash in ranges (``3-4``), but not in others (``S-12``)."""
    return format_pages(value) if _RANGE.fullmatch(value) else value


def series(publication: Publication, _: Translate) -> Text:
    """Return the series with the number of the work in it, which may be called a volume: ``GTM 12``."""
    title = publication.collection_title
    if not title:
        return EMPTY
    number = text_of(_series_number(publication))
    return title if str(title).endswith(f" {number}") else _join_with_space(title, number)


def _series_number(publication: Publication) -> str:
    """Return the number of a work in its series, which may be called a volume."""
    number = "" if publication.type in _WITH_NUMBERS else publication.number
    return str(publication.variable("collection-number")) or number or publication.volume


#: Types of works that have a number of their own.
_WITH_NUMBERS = frozenset({"report", "standard", "patent"})


def volume(publication: Publication, translate: Translate) -> Text:
    """Return the volume, unless it is the number in the series."""
    value = publication.volume
    if not value or (publication.collection_title and _series_number(publication) == value):
        return EMPTY
    return _filled(translate, "vol. {}", _number(value))


def volumes(publication: Publication, translate: Translate) -> Text:
    """Return the number of volumes of a work in several."""
    value = str(publication.variable("number-of-volumes"))
    if not value.isdecimal():
        return text_of(value)
    return _filled(translate, "{} volumes", value) if int(value) > 1 else EMPTY


def total_pages(publication: Publication, translate: Translate) -> Text:
    """Return the number of pages of a work."""
    value = str(publication.variable("number-of-pages"))
    return _filled(translate, "{} pages", value) if value.isdecimal() and int(value) > 1 else text_of(value)


def issue(publication: Publication, translate: Translate) -> Text:
    """Return the issue."""
    value = publication.issue
    return _filled(translate, "no. {}", _number(value)) if value else EMPTY


def number(publication: Publication, translate: Translate) -> Text:
    """Return the number of a work that has no issue and is in no series."""
    value = "" if publication.issue or publication.collection_title else publication.number
    return _filled(translate, "no. {}", _number(value)) if value else EMPTY


def chapter(publication: Publication, translate: Translate) -> Text:
    """Return the number of the chapter, after another word if the genre is one, or the title of a chapter."""
    value = publication.variable("chapter-number")
    if not value or not _NUMERIC.match(str(value)):
        return value
    if publication.genre and publication.type == "chapter":
        return _join_with_space(publication.genre, value)
    return _filled(translate, "ch. {}", str(value))


_NUMERIC = re.compile(r"\d|[ivxlcdmIVXLCDM]+\Z|[A-Z]\Z")


def pages(publication: Publication, translate: Translate) -> Text:
    """Return one page or several, in the unit of the data: ``p. 5``, ``pp. 45–67``, ``cols. 3–4``."""
    if not publication.page:
        return EMPTY
    value = _PAGES_LABEL.sub("", format_pages(publication.page))
    if publication.type in _WHOLE and value.isdecimal() and int(value) > 1:
        return _filled(translate, "{} pages", value)
    if _WORD.search(value) and not _ROMAN.fullmatch(value):
        return text_of(format_pages(publication.page))
    kind = next((str(text) for name, text in publication.custom if name == "pagination"), "")
    one, several = _PAGINATION.get(kind, ("p. {}", "pp. {}"))
    return _filled(translate, several if _MORE.search(value) else one, value)


#: BibLaTeX's ``pagination`` → the message ids for one and for several; ``{}`` has no words.
_PAGINATION: dict[str, tuple[str, str]] = {
    "section": ("sec. {}", "secs. {}"),
    "paragraph": ("para. {}", "paras. {}"),
    "line": ("line {}", "lines {}"),
    "verse": ("verse {}", "verses {}"),
    "column": ("col. {}", "cols. {}"),
    "none": ("{}", "{}"),
}
#: Types of works whose page, if it is a single number, is their length.
_WHOLE = frozenset({"book", "thesis", "report"})
#: A label before the pages in the data, which is written in the language.
_PAGES_LABEL = re.compile(r"\A(?:pp?\.|pages?\b|S\.)\s*+", re.IGNORECASE)
_ROMAN = re.compile(r"[ivxlcdm]++", re.IGNORECASE)
#: A word beside the pages, which then have their own label: ``Article 101``, ``127 pp.``
_WORD = re.compile(r"(?<![^\s])[^\W\d]{2,}\.?(?!\S)")
#: Signs of several pages: ``1–9``, ``3, 7``, ``45ff``, ``45+``.
_MORE = re.compile(r"[–,;+&]|\d\s?ff?\b")


def edition(publication: Publication, translate: Translate) -> Text:
    """Return the edition in words: ``2nd edition``."""
    return text_of(edition_label(publication.edition, translate)) if publication.edition else EMPTY


def version(publication: Publication, translate: Translate) -> Text:
    """Return the version of a program, a data set or a manual."""
    value = publication.variable("version")
    before, _, after = translate("version {}").partition("{}")
    return Text(join_inline((before, *value.parts, after))) if value else EMPTY


def isbn(publication: Publication, _: Translate) -> Text:
    """Return the ISBN."""
    value = str(publication.variable("ISBN"))
    return text_of(f"ISBN {value.removeprefix('ISBN').lstrip(': ')}" if value else "")


# Who and where


def publisher(publication: Publication, _: Translate) -> Text:
    """Return the publisher, school or institution."""
    return publication.publisher


def organization(publication: Publication, _: Translate) -> Text:
    """Return the organization, institution or school besides the publisher."""
    return join_with_commas(_custom(publication, name) for name in ("institution", "school", "organization"))


def how_published(publication: Publication, _: Translate) -> Text:
    """Return how a work was published, if it has a publisher as well."""
    return _custom(publication, "howpublished")


def _custom(publication: Publication, name: str) -> Text:
    return next((text for field, text in publication.custom if field == name), EMPTY)


def place(publication: Publication, _: Translate) -> Text:
    """Return the place of the publisher, else of the event."""
    return publication.publisher_place or publication.event_place


def event_place(publication: Publication, _: Translate) -> Text:
    """Return the place of the event, else of the publisher."""
    return publication.event_place or publication.publisher_place


def genre(publication: Publication, _: Translate) -> Text:
    """Return the kind of the work; that of a chapter is before its number."""
    is_word = publication.type == "chapter" and publication.variable("chapter-number")
    return EMPTY if is_word else publication.genre


def genre_number(publication: Publication, translate: Translate) -> Text:
    """Return the kind and number of a report, a patent or a standard."""
    if not publication.genre:
        number = _filled(translate, "no. {}", publication.number)
        return capitalized(number) if publication.number else EMPTY
    return _join_with_space(publication.genre, text_of(publication.number))


# Joining


def _filled(translate: Translate, message: str, value: str) -> Text:
    return text_of(translate(message).replace("{}", value))


def host(url: str) -> str:
    """Return the host of an address, without ``www.``; empty if there is none."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:  # an invalid IPv6 address; the URL itself is checked where it is linked
        return ""
    return name.removeprefix("www.")


def _join_with_space(first: Text, second: Text) -> Text:
    return _join_with(" ", first, second)


def _join_with(sign: str, first: Text, second: Text) -> Text:
    return Text(join_inline((*first.parts, sign, *second.parts))) if first and second else first or second


def join_with_commas(texts: Iterable[Text]) -> Text:
    """Return the non-empty texts once each, separated by commas."""
    unique: list[Text] = []
    for text in texts:
        if text.parts and text not in unique:
            unique.append(text)
    if len(unique) < 2:
        return unique[0] if unique else EMPTY
    parts: list[Inline] = []
    for text in unique:
        parts += [", ", *text.parts]
    return Text(join_inline(parts[1:]))
