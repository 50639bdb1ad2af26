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


#: The pieces that a reader may want of any work, in the order of details.
_ALL: tuple[Piece, ...] = (
    piece.edition,
    piece.version,
    piece.genre,
    piece.series,
    piece.volume,
    piece.issue,
    piece.chapter,
    piece.pages,
    piece.volumes,
    piece.total_pages,
    editors_in_words,
    contributors_of,
    piece.how_published,
    piece.organization,
    piece.publisher,
    piece.place,
    piece.isbn,
)

_IN_JOURNAL = (piece.series, piece.volume, piece.issue, piece.pages)
_ARTICLE = VenueFormat((piece.journal,), within=_IN_JOURNAL)
_IN_VOLUME = VenueFormat((piece.volume_title,))
_IN_BOOK = VenueFormat((piece.container, piece.edition))
_BOOK = VenueFormat((piece.container, piece.edition, piece.publisher, piece.place))
_ONLINE = VenueFormat((piece.site, piece.version))
_NUMBERED = (piece.genre, piece.issue)
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
    "periodical": VenueFormat((piece.container, piece.volume, piece.issue, piece.publisher)),
    "thesis": VenueFormat((piece.genre, piece.publisher, piece.place)),
    "report": VenueFormat((piece.genre_number, piece.publisher), within=_NUMBERED),
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
def _details_of(kind: str) -> tuple[Piece, ...]:
    """Return the pieces of the details of works of a type."""
    row = VENUE_FORMATS.get(kind, _OTHER)
    known = {*row.line, *row.details, *row.within}
    return (*row.details, *(part for part in _ALL if part not in known))


def venue_line(publication: Publication, translate: Translate) -> Text:
    """Return the venue line of a work; ``arXiv:<id>`` if nothing else is known."""
    pieces = VENUE_FORMATS.get(publication.type, _OTHER).line
    if len(pieces) == 1:
        line = pieces[0](publication, translate)
    else:
        line = join_with_commas(part(publication, translate) for part in pieces)
    return line or piece.arxiv(publication, translate)


def venue_details(publication: Publication, translate: Translate, *, without: Collection[Piece] = ()) -> Text:
    """Return the details of the venue that are not in its line, nor ``without`` these pieces."""
    pieces = _details_of(publication.type)
    texts = [part(publication, translate) for part in pieces if part not in without]
    found = [text for text in texts if text.parts]
    if found:
        line = {part(publication, translate) for part in VENUE_FORMATS.get(publication.type, _OTHER).line}
        found = [text for text in found if text not in line]
    return join_with_commas(found)
