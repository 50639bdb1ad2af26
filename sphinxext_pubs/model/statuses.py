"""STATUSES: the publication statuses, one row each, with the words that people write for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sphinxext_pubs.model.rich_text import fold


@dataclass(frozen=True, slots=True)
class Status:
    """A publication status.

    ``term`` is the value of ``Publication.status``, which entries show. ``label`` is the heading of a
    group. Both are message ids. ``spellings`` are other words for the status, including those of
    BibLaTeX's ``pubstate``; a status that has spellings is also recognized in dates. ``awaited`` is true
    if such works are not published yet.
    """

    term: str
    label: str
    spellings: tuple[str, ...] = ()
    awaited: bool = False


#: In the order of the groups in a list; among the awaited statuses, the closest to publication is first.
STATUSES: tuple[Status, ...] = (
    Status("published", "Published"),
    Status(
        "published ahead of print",
        "Published ahead of print",
        (
            "prepublished", "advance online publication", "online first", "epub ahead of print",
            "ahead of print",
        ),
    ),
    Status(
        "in press",
        "In press",
        (
            "inpress", "in print", "in publication", "im druck", "sous presse", "en prensa",
            "in corso di stampa", "in stampa", "no prelo", "sub prelo", "in druk", "v tisku", "w druku",
            "в печати",
        ),
        awaited=True,
    ),
    Status(
        "forthcoming",
        "Forthcoming",
        (
            "to appear", "to be published", "to be publ", "accepted for publication", "accepted",
            "im erscheinen", "erscheint demnächst", "erscheint", "angenommen", "à paraître", "a paraitre",
            "accepté", "de próxima aparición", "próximamente", "aceptado", "in uscita",
        ),
        awaited=True,
    ),
    Status(
        "submitted",
        "Submitted",
        (
            "submitted for publication", "under review", "in review", "under revision", "in revision",
            "under submission", "eingereicht", "in begutachtung", "soumis", "enviado",
        ),
        awaited=True,
    ),
    Status(
        "in preparation",
        "In preparation",
        (
            "inpreparation", "in prep", "in vorbereitung", "en préparation", "en preparación",
            "in preparazione",
        ),
        awaited=True,
    ),
    Status("preprint", "Preprints", ("pre-print",)),
    Status("withdrawn", "Withdrawn", ("zurückgezogen", "retiré", "retirado", "ritirato")),
    Status("retracted", "Retracted", ("rétracté", "retractado", "ritrattato")),
)  # fmt: skip

BY_TERM: dict[str, Status] = {status.term: status for status in STATUSES}
RANK: dict[str, int] = {status.term: rank for rank, status in enumerate(STATUSES)}
AWAITED: tuple[str, ...] = tuple(status.term for status in STATUSES if status.awaited)

#: Words that may occur in a date → the term of the status. “Published 2020” does not name a status.
SPELLINGS: dict[str, str] = {
    spelling: status.term
    for status in STATUSES
    if status.spellings
    for spelling in (status.term, *status.spellings)
}


def _letters(value: str) -> str:
    return "".join(filter(str.isalnum, fold(value)))


_TERMS = {term: term for term in BY_TERM} | SPELLINGS
_BY_LETTERS = {_letters(spelling): term for spelling, term in _TERMS.items()}


@lru_cache(maxsize=1024)
def term_of(value: str) -> str:
    """Return the term of a spelling, ignoring case, accents, spaces and hyphens; else the value itself."""
    return _BY_LETTERS.get(_letters(value), value)


def label_of(term: str) -> str:
    """Return the group heading of a term (a message id); for an unknown term, the term itself."""
    return BY_TERM[term].label if term in BY_TERM else term


def words_of(term: str) -> tuple[str, ...]:
    """Return all words that match a term, its parts joined by spaces, by hyphens and by nothing."""
    spellings = BY_TERM[term].spellings if term in BY_TERM else ()
    return tuple(dict.fromkeys((term, term.replace(" ", ""), term.replace(" ", "-"), *spellings)))
