"""What publications yield for each facet: terms, what conditions look at, and what they sort by.

Orders are ``None`` where a publication has nothing to sort by.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from sphinxext_pubs.model import work_types
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.model.statuses import AWAITED, RANK, label_of, term_of, words_of
from sphinxext_pubs.notation import dates, names
from sphinxext_pubs.notation.date_words import status_in
from sphinxext_pubs.notation.matching import Value, normalize_words
from sphinxext_pubs.notation.names import OTHERS

Key: TypeAlias = tuple[object, ...]
Terms: TypeAlias = Callable[[Publication], tuple[str, ...]]
Keys: TypeAlias = Callable[[Publication], tuple[Key, ...]]
Values: TypeAlias = Callable[[Publication], tuple[Value, ...]]
Order: TypeAlias = Callable[[Publication], "Key | None"]
People: TypeAlias = Callable[[Publication], tuple[Name, ...]]


# Years and dates -----------------------------------------------------------------------------------


def years(publication: Publication) -> tuple[int, ...]:
    """Every year of the date, or of the range of dates."""
    return dates.years(publication.issued)


def year_terms(publication: Publication) -> tuple[str, ...]:
    """The first year; without one, the status of a work still to come."""
    year = _first_year(publication)
    term = _awaited(publication) if year is None else str(year)
    return (term,) if term else ()


def year_order(publication: Publication) -> Key | None:
    """The first year; works still to come sort after every year."""
    year = _first_year(publication)
    return _awaited_order(publication) if year is None else (0, year)


def _first_year(publication: Publication) -> int | None:
    """The first of the years, without counting through a range."""
    issued = publication.issued
    parts = issued and (issued.parts or issued.end)
    return parts[0] if parts else None


def year_keys(publication: Publication) -> tuple[Key, ...]:
    """The order of the year as the key of its one term."""
    order = year_order(publication)
    return () if order is None else (order,)


def year_choices(publication: Publication) -> tuple[tuple[str, Key], ...]:
    """Every year that conditions find, each with its key; without one, the status of a work to come."""
    found = years(publication)
    if found:
        return tuple([(str(year), (0, year)) for year in found])
    return tuple(zip(year_terms(publication), year_keys(publication), strict=True))


def date_order(publication: Publication) -> Key | None:
    """The date; works still to come sort after every date."""
    if _first_year(publication) is None:
        return _awaited_order(publication)
    return (0, *dates.sort_key(publication.issued))


def _awaited_order(publication: Publication) -> Key | None:
    awaited = _awaited(publication)
    return (1, AWAITED.index(awaited)) if awaited else None


def _awaited(publication: Publication) -> str:
    literal = publication.issued.literal if publication.issued else ""
    statuses = (term_of(publication.status), status_in(literal)[0])
    return next((status for status in statuses if status in AWAITED), "")


def year_label(term: str) -> str:
    """The year as it is shown (``45 BCE`` for -44), or the label of a status."""
    is_year = term.removeprefix("-").isdecimal()
    return dates.year_label(Date((int(term),))) if is_year else label_of(term)


# People --------------------------------------------------------------------------------------------


def authors(publication: Publication) -> tuple[Name, ...]:
    """The authors named."""
    return _named(publication.author)


def first_authors(publication: Publication) -> tuple[Name, ...]:
    """The first author, alone."""
    return authors(publication)[:1]


def editors(publication: Publication) -> tuple[Name, ...]:
    """The editors named."""
    return _named(publication.editor)


def authors_or_editors(publication: Publication) -> tuple[Name, ...]:
    """The authors, or the editors of a work that has no author: what a bibliography sorts by."""
    return _named(publication.author or publication.editor)


def _named(people: tuple[Name, ...]) -> tuple[Name, ...]:
    return people[:-1] if people and people[-1] == OTHERS else people


def people_terms(people: People) -> Terms:
    """Full names, in reading order."""
    return lambda publication: tuple(map(_full, people(publication)))


def people_keys(people: People) -> Keys:
    """Keys by which names sort: family names first."""
    return lambda publication: tuple(map(_name_key, people(publication)))


def people_values(people: People) -> Values:
    """Every spelling of every name."""
    return lambda publication: tuple(
        [spelling for name in people(publication) for spelling in _spellings(name)]
    )


def people_order(people: People) -> Order:
    """All the names, the first one first."""
    return lambda publication: tuple(map(_name_key, people(publication))) or None


@lru_cache(maxsize=65536)
def _full(name: Name) -> str:
    return names.full(name)


@lru_cache(maxsize=65536)
def _name_key(name: Name) -> Key:
    return (names.sort_key(name), names.full(name))


@lru_cache(maxsize=65536)
def _spellings(name: Name) -> tuple[str, ...]:
    return names.spellings(name)


# Words and texts -----------------------------------------------------------------------------------


def venues(publication: Publication) -> tuple[str, ...]:
    """What the work stands in, else the event that it was presented at."""
    return _given(publication.container_title, publication.event_title)[:1]


def venue_values(publication: Publication) -> tuple[str, ...]:
    """Container, event and series, and their short titles."""
    return _given(
        publication.container_title,
        publication.event_title,
        publication.collection_title,
        *(value for name, value in publication.variables if name in _SHORT_VENUES),
    )


#: CSL's short forms of venues, in either notation of variables.
_SHORT_VENUES = frozenset(
    name
    for csl in ("container-title-short", "collection-title-short", "event-title-short")
    for name in (csl, csl.replace("-", "_"))
)


def keywords(publication: Publication) -> tuple[str, ...]:
    """The keywords, as written."""
    return publication.keyword


def awards(publication: Publication) -> tuple[str, ...]:
    """The awards, as plain text."""
    return _given(*publication.award)


def languages(publication: Publication) -> tuple[str, ...]:
    """The language, if known."""
    return _given(publication.language)


def own_key(publication: Publication) -> tuple[str, ...]:
    """The key of the entry."""
    return (publication.key,)


def key_values(publication: Publication) -> tuple[str, ...]:
    """The key of the entry and its aliases."""
    return (publication.key, *publication.ids)


def sources(publication: Publication) -> tuple[str, ...]:
    """The path of the file that the entry stands in."""
    return _given(publication.origin.path)


def source_values(publication: Publication) -> tuple[str, ...]:
    """The path of the file, and its name alone."""
    path = publication.origin.path
    return _given(path, path.rpartition("/")[2])


def text_keys(terms: Terms) -> Keys:
    """Keys by which terms sort as words, whatever their case, accents and punctuation."""
    return lambda publication: tuple(map(_text_key, terms(publication)))


def text_order(terms: Terms) -> Order:
    """The keys of all terms, the first one first."""
    return lambda publication: tuple(map(_text_key, terms(publication))) or None


def title_order(publication: Publication) -> Key | None:
    """The title as words, whatever its case, accents and punctuation."""
    title = str(publication.title)
    return _text_key(title) if title else None


def _text_key(term: str) -> Key:
    return (normalize_words(term.replace("*", " ")), term)


def _given(*values: object) -> tuple[str, ...]:
    """The values that are not empty, as plain text."""
    return tuple(filter(None, map(str, values)))


# Types and statuses --------------------------------------------------------------------------------


def types(publication: Publication) -> tuple[str, ...]:
    """The CSL type."""
    return (publication.type,)


def type_values(publication: Publication) -> tuple[str, ...]:
    """Every word for the type of the work."""
    return work_types.words(publication.entry_type, publication.type, str(publication.genre))


def type_keys(publication: Publication) -> tuple[Key, ...]:
    """The place of the type in the table; unknown types follow."""
    return ((work_types.RANK.get(publication.type, len(work_types.RANK)), publication.type),)


def type_order(publication: Publication) -> Key:
    """The place of the type in the table."""
    return type_keys(publication)[0]


def statuses(publication: Publication) -> tuple[str, ...]:
    """The status; ``preprint`` where there is only an eprint, ``published`` where none is given."""
    return (_status(publication),)


def status_values(publication: Publication) -> tuple[str, ...]:
    """Every word for the status."""
    return words_of(_status(publication))


def status_keys(publication: Publication) -> tuple[Key, ...]:
    """The place of the status in the table; unknown ones follow."""
    status = _status(publication)
    return ((RANK.get(status, len(RANK)), fold(status)),)


def status_order(publication: Publication) -> Key:
    """The place of the status in the table."""
    return status_keys(publication)[0]


def _status(publication: Publication) -> str:
    if publication.status:
        return term_of(publication.status)
    return "preprint" if _is_eprint_alone(publication) else "published"


def _is_eprint_alone(publication: Publication) -> bool:
    stands_in = publication.container_title or publication.event_title or publication.publisher
    return bool(publication.arxiv) and not stands_in
