"""The venue line, which describes where a work appeared, and its details, by CSL type."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Text
from sphinxext_pubs.notation.l10n import Translate
from sphinxext_pubs.render import venue_pieces as piece
from sphinxext_pubs.render.contributors import contributors_of, editors_in_words
from sphinxext_pubs.render.venue_pieces import Piece, join_with_commas


@dataclass(frozen=True, slots=True)
class VenueFormat:
    """The pieces of the venue line, and those with which the part ``details`` begins.

    ``within`` are pieces that others of the line contain. All others follow in the details.
    """

    line: tuple[Piece, ...]
    details: tuple[Piece, ...] = ()
    within: tuple[Piece, ...] = ()


#: The pieces that a reader may want of any work, in the order of details, each with the attribute without
#: which it is empty.
_ALL: tuple[tuple[str, Piece], ...] = (
    ("edition", piece.edition),
    ("variables", piece.version),
    ("genre", piece.genre),
    ("collection_title", piece.series),
    ("volume", piece.volume),
    ("issue", piece.issue),
    ("number", piece.number),
    ("variables", piece.chapter),
    ("page", piece.pages),
    ("variables", piece.volumes),
    ("variables", piece.total_pages),
    ("editor", editors_in_words),
    ("names", contributors_of),
    ("custom", piece.how_published),
    ("custom", piece.organization),
    ("publisher", piece.publisher),
    ("key", piece.place),
    ("variables", piece.isbn),
)

_IN_JOURNAL = (piece.series, piece.volume, piece.issue, piece.number, piece.pages)
_ARTICLE = VenueFormat((piece.journal,), within=_IN_JOURNAL)
_IN_VOLUME = VenueFormat((piece.volume_title,))
_IN_BOOK = VenueFormat((piece.container, piece.edition))
_BOOK = VenueFormat((piece.container, piece.edition, piece.publisher, piece.place))
_ONLINE = VenueFormat((piece.site, piece.version))
_NUMBERED = (piece.genre, piece.number)
_TALK = VenueFormat((piece.event, piece.event_place), (piece.genre, piece.publisher), (piece.place,))
_OTHER = VenueFormat((piece.container, piece.publisher, piece.place))

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
    "periodical": VenueFormat((piece.container, piece.volume, piece.issue, piece.number, piece.publisher)),
    "thesis": VenueFormat((piece.genre, piece.organization, piece.publisher, piece.place)),
    "report": VenueFormat((piece.genre_number, piece.organization, piece.publisher), within=_NUMBERED),
    "standard": VenueFormat((piece.genre_number, piece.publisher), within=_NUMBERED),
    "patent": VenueFormat((piece.genre_number, piece.place), within=_NUMBERED),
    "webpage": _ONLINE,
    "post": _ONLINE,
    "post-weblog": _ONLINE,
    "software": _ONLINE,
    "dataset": _ONLINE,
    "article": VenueFormat((piece.preprint, piece.publisher)),
    "manuscript": VenueFormat((piece.preprint, piece.publisher)),
    "speech": _TALK,
    "event": _TALK,
}


@lru_cache(maxsize=256)
def _details_of(kind: str) -> tuple[tuple[str, Piece], ...]:
    """Return the pieces of the details of works of a type, with the attributes that they need."""
    row = VENUE_FORMATS.get(kind, _OTHER)
    known = {*row.line, *row.details, *row.within}
    return (*(("key", part) for part in row.details), *(pair for pair in _ALL if pair[1] not in known))


def venue_texts(
    publication: Publication, translate: Translate, *, without: Collection[Piece] = ()
) -> tuple[Text, Text]:
    """Return the venue line of a work, and the details that are not in it, but not ``without`` these pieces.

    The line is ``arXiv:<id>`` if nothing else is known.
    """
    first = [part(publication, translate) for part in VENUE_FORMATS.get(publication.type, _OTHER).line]
    others = [
        text
        for attribute, part in _details_of(publication.type)
        if getattr(publication, attribute)
        and part not in without
        and (text := part(publication, translate)).parts
        and text not in first
    ]
    if publication.arxiv:
        others = [text for text in others if not piece.repeats_arxiv(text, publication.arxiv)]
    return _line(publication, translate, first), join_with_commas(others)


def _line(publication: Publication, translate: Translate, texts: list[Text]) -> Text:
    """Return the pieces of a line, which name arXiv once."""
    if arxiv := piece.arxiv(publication, translate):
        kept = [text for text in texts if text == arxiv or not piece.repeats_arxiv(text, publication.arxiv)]
        return join_with_commas(kept) or arxiv
    return join_with_commas(texts)


def venue_line(publication: Publication, translate: Translate) -> Text:
    """Return the venue line of a work; ``arXiv:<id>`` if nothing else is known."""
    pieces = VENUE_FORMATS.get(publication.type, _OTHER).line
    return _line(publication, translate, [part(publication, translate) for part in pieces])
