"""The values of publications for each facet: terms, values for conditions, and sort keys.

The order of a publication without a value is ``None``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
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
    """Return every year of the date or range of dates."""
    return dates.years(publication.issued)


def year_terms(publication: Publication) -> tuple[str, ...]:
    """Return the first year; without one, the status of a forthcoming work."""
    year = _first_year(publication)
    term = _forthcoming_status(publication) if year is None else str(year)
    return (term,) if term else ()


def year_order(publication: Publication) -> Key | None:
    """Return the sort key of the first year; forthcoming works sort after every year."""
    year = _first_year(publication)
    return _forthcoming_order(publication) if year is None else (0, year)


def _first_year(publication: Publication) -> int | None:
    """Return the first year, without enumerating a range, or None."""
    issued = publication.issued
    parts = issued and (issued.parts or issued.end)
    return parts[0] if parts else None


def year_keys(publication: Publication) -> tuple[Key, ...]:
    """Return the sort key of the only term, the year."""
    order = year_order(publication)
    return () if order is None else (order,)


def year_choices(publication: Publication) -> tuple[tuple[str, Key], ...]:
    """Return every year with its sort key; without one, the status of a forthcoming work."""
    if all_years := years(publication):
        return tuple([(str(year), (0, year)) for year in all_years])
    return tuple(zip(year_terms(publication), year_keys(publication), strict=True))


def date_order(publication: Publication) -> Key | None:
    """Return the sort key of the date; forthcoming works sort after every date."""
    if _first_year(publication) is None:
        return _forthcoming_order(publication)
    return (0, *dates.sort_key(publication.issued))


def _forthcoming_order(publication: Publication) -> Key | None:
    awaited = _forthcoming_status(publication)
    return (1, AWAITED.index(awaited)) if awaited else None


def _forthcoming_status(publication: Publication) -> str:
    literal = publication.issued.literal if publication.issued else ""
    statuses = (term_of(publication.status), status_in(literal)[0])
    return next((status for status in statuses if status in AWAITED), "")


def year_label(term: str) -> str:
    """Return the year as it is shown (``45 BCE`` for -44), or the label of a status."""
    is_year = term.removeprefix("-").isdecimal()
    return dates.year_label(Date((int(term),))) if is_year else label_of(term)


# People --------------------------------------------------------------------------------------------


def authors(publication: Publication) -> tuple[Name, ...]:
    """Return the authors, without *and others*."""
    return _without_others(publication.author)


def first_authors(publication: Publication) -> tuple[Name, ...]:
    """Return the first author, in a tuple of at most one."""
    return authors(publication)[:1]


def editors(publication: Publication) -> tuple[Name, ...]:
    """Return the editors, without *and others*."""
    return _without_others(publication.editor)


def authors_or_editors(publication: Publication) -> tuple[Name, ...]:
    """Return the authors, or the editors of a work without authors, as bibliographies are sorted."""
    return _without_others(publication.author or publication.editor)


def _without_others(people: tuple[Name, ...]) -> tuple[Name, ...]:
    return people[:-1] if people and people[-1] == OTHERS else people


def people_terms(people: People) -> Terms:
    """Return a function that returns the full names, given name first."""
    return lambda publication: tuple(map(_full_name, people(publication)))


def people_keys(people: People) -> Keys:
    """Return a function that returns the sort keys of the names, by family name."""
    return lambda publication: tuple(map(name_key, people(publication)))


def people_values(people: People) -> Values:
    """Return a function that returns every spelling of every name."""
    return lambda publication: tuple(
        [spelling for name in people(publication) for spelling in _spellings(name)]
    )


def people_order(people: People) -> Order:
    """Return a function that returns the sort keys of all names, or None."""
    return lambda publication: tuple(map(name_key, people(publication))) or None


def entry_order(publication: Publication) -> Key | None:
    """Return the sort key of the names by which bibliographies sort a work, or of its title without names."""
    people = tuple(map(name_key, authors_or_editors(publication)))
    title = str(publication.title)
    return people or (((names.sort_key(Name(literal=title)), title),) if title else None)


@lru_cache(maxsize=65536)
def _full_name(name: Name) -> str:
    return names.full_name(name)


@lru_cache(maxsize=65536)
def name_key(name: Name) -> Key:
    """Return the sort key of a name: by family name."""
    return (names.sort_key(name), names.full_name(name))


@lru_cache(maxsize=65536)
def _spellings(name: Name) -> tuple[str, ...]:
    return names.spellings(name)


# Words and texts -----------------------------------------------------------------------------------


def venues(publication: Publication) -> tuple[str, ...]:
    """Return the title of the containing volume or journal, or else that of the event."""
    return _non_empty(publication.container_title, publication.event_title)[:1]


def venue_values(publication: Publication) -> tuple[str, ...]:
    """Return the titles of container, event and series, and their short forms."""
    return _non_empty(
        publication.container_title,
        publication.event_title,
        publication.collection_title,
        *(value for name, value in publication.variables if name in _SHORT_VENUES),
    )


#: CSL variables for short forms of venues, with hyphens and underscores.
_SHORT_VENUES = frozenset(
    name
    for csl in ("container-title-short", "collection-title-short", "event-title-short")
    for name in (csl, csl.replace("-", "_"))
)


def keywords(publication: Publication) -> tuple[str, ...]:
    """Return the keywords, as written."""
    return publication.keyword


def awards(publication: Publication) -> tuple[str, ...]:
    """Return the awards, as plain text."""
    return _non_empty(*publication.award)


def languages(publication: Publication) -> tuple[str, ...]:
    """Return the language, if known."""
    return _non_empty(publication.language)


def entry_key(publication: Publication) -> tuple[str, ...]:
    """Return the key of the entry."""
    return (publication.key,)


def key_values(publication: Publication) -> tuple[str, ...]:
    """Return the key of the entry and its aliases."""
    return (publication.key, *publication.ids)


def sources(publication: Publication) -> tuple[str, ...]:
    """Return the path of the file that contains the entry."""
    return _non_empty(publication.origin.path)


def source_values(publication: Publication) -> tuple[str, ...]:
    """Return the path of the file, and its name."""
    path = publication.origin.path
    return _non_empty(path, path.rpartition("/")[2])


def text_keys(terms: Terms) -> Keys:
    """Return a function that returns sort keys of terms, ignoring case, accents and punctuation."""
    return partial(_text_keys, terms)


def _text_keys(terms: Terms, publication: Publication) -> tuple[Key, ...]:
    return tuple(map(_text_key, terms(publication)))


def text_order(terms: Terms) -> Order:
    """Return a function that returns the sort keys of all terms, or None."""
    return partial(_text_order, terms)


def _text_order(terms: Terms, publication: Publication) -> Key | None:
    return tuple(map(_text_key, terms(publication))) or None


def title_order(publication: Publication) -> Key | None:
    """Return the sort key of the title, ignoring case, accents and punctuation."""
    title = str(publication.title)
    return _text_key(title) if title else None


def _text_key(term: str) -> Key:
    return (normalize_words(term.replace("*", " ")), term)


def _non_empty(*values: object) -> tuple[str, ...]:
    """Return the non-empty values as plain text."""
    return tuple(filter(None, map(str, values)))


# Types and statuses --------------------------------------------------------------------------------


def types(publication: Publication) -> tuple[str, ...]:
    """Return the CSL type."""
    return (publication.type,)


def type_values(publication: Publication) -> tuple[str, ...]:
    """Return every word for the type of the work."""
    return work_types.matching_words(publication.entry_type, publication.type, str(publication.genre))


def type_keys(publication: Publication) -> tuple[Key, ...]:
    """Return the position of the type in the table; unknown types follow."""
    return ((work_types.RANK.get(publication.type, len(work_types.RANK)), publication.type),)


def type_order(publication: Publication) -> Key:
    """Return the position of the type in the table."""
    return type_keys(publication)[0]


def statuses(publication: Publication) -> tuple[str, ...]:
    """Return the status; by default ``preprint`` if there is only an eprint, else ``published``."""
    return (_status(publication),)


def status_values(publication: Publication) -> tuple[str, ...]:
    """Return every word for the status."""
    return words_of(_status(publication))


def status_keys(publication: Publication) -> tuple[Key, ...]:
    """Return the position of the status in the table; unknown ones follow."""
    status = _status(publication)
    return ((RANK.get(status, len(RANK)), fold(status)),)


def status_order(publication: Publication) -> Key:
    """Return the position of the status in the table."""
    return status_keys(publication)[0]


def _status(publication: Publication) -> str:
    if publication.status:
        return term_of(publication.status)
    return "preprint" if _is_eprint_alone(publication) else "published"


def _is_eprint_alone(publication: Publication) -> bool:
    venue = publication.container_title or publication.event_title or publication.publisher
    return bool(publication.arxiv) and not venue
