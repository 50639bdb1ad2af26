"""STATUSES: the states of publication, one row each, and what people write for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sphinxext_pubs.model.rich_text import fold


@dataclass(frozen=True, slots=True)
class Status:
    """A state of publication.

    ``term`` is what ``Publication.status`` holds and an entry shows, ``label`` the heading of a group;
    both are message ids. ``spellings`` are other words for it, BibLaTeX's ``pubstate`` among them; where
    there are any, they are looked for in dates too. ``awaited`` works are still to come.
    """

    term: str
    label: str
    spellings: tuple[str, ...] = ()
    awaited: bool = False


#: In the order in which groups of them stand; of the awaited ones the nearest comes first.
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

#: What may stand in a date → the term that it means. “Published 2020” says nothing there.
SPELLINGS: dict[str, str] = {
    spelling: status.term
    for status in STATUSES
    if status.spellings
    for spelling in (status.term, *status.spellings)
}


def _letters(written: str) -> str:
    return "".join(filter(str.isalnum, fold(written)))


_TERMS = {term: term for term in BY_TERM} | SPELLINGS
_BY_LETTERS = {_letters(spelling): term for spelling, term in _TERMS.items()}


@lru_cache(maxsize=1024)
def term_of(written: str) -> str:
    """The term that is meant, whatever its case, accents, spaces and hyphens; unknown words as written."""
    return _BY_LETTERS.get(_letters(written), written)


def label_of(term: str) -> str:
    """The heading of a term, a message id; that of an unknown one is the term itself."""
    return BY_TERM[term].label if term in BY_TERM else term


def words_of(term: str) -> tuple[str, ...]:
    """Every word by which a term is found: with a space, a hyphen or nothing between its parts."""
    spellings = BY_TERM[term].spellings if term in BY_TERM else ()
    return tuple(dict.fromkeys((term, term.replace(" ", ""), term.replace(" ", "-"), *spellings)))
