"""The venues file: what conferences and journals are called, as YAML that is checked with file and line.

It is a list of venues, each a mapping with the keys of :data:`FIELDS`; ``id`` and ``name`` are needed.
A venue is that of a paper if a pattern, its name or its acronym finds the paper's volume, journal or
event; the first venue of the file that does so has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import Any

from sphinxext_pubs.entities import yaml_records
from sphinxext_pubs.entities.known_venue import KnownVenue, pattern_of
from sphinxext_pubs.entities.venue_names import venue_of
from sphinxext_pubs.entities.yaml_records import Field, Kind, WrongError, text
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Origin, Publication
from sphinxext_pubs.notation.matching import WORDS, ConditionError, normalize_words


class KnownVenues:
    """The venues of a project's file, found by id or by what papers say."""

    def __init__(self, venues: Iterable[KnownVenue] = ()) -> None:
        self.venues = tuple(venues)
        self.by_id = {venue.id: venue for venue in self.venues}
        self._whole: dict[str, int] = {}
        self._tests: list[tuple[int, Callable[[str], bool]]] = []
        for place, venue in enumerate(self.venues):
            for pattern in venue.tests:
                if pattern.exact and "*" not in pattern.text:
                    self._whole.setdefault(normalize_words(pattern.text), place)
                else:
                    self._tests.append((place, WORDS.test(pattern)))
        self._found: dict[tuple[str, ...], KnownVenue | None] = {}

    def __bool__(self) -> bool:
        return bool(self.venues)

    def of(self, *titles: str) -> KnownVenue | None:
        """The venue of a volume, journal or event with these titles; None where the file has none.

        A name of the file is also what the rules of :mod:`venue_names` make of a title.
        """
        if not self.venues:
            return None
        if titles not in self._found:
            self._found[titles] = self._find([title for title in titles if title])
        return self._found[titles]

    def _find(self, titles: list[str]) -> KnownVenue | None:
        last = len(self.venues)
        best = min(
            (self._whole.get(normalize_words(title.replace("*", " ")), last) for title in titles),
            default=last,
        )
        drawn = (self._whole.get(normalize_words(venue_of(title).name), last) for title in titles)
        best = min([best, *drawn])
        hay = WORDS.prepare(titles)
        tests = takewhile(lambda row: row[0] < best, self._tests)
        best = next((place for place, test in tests if test(hay)), best)
        return self.venues[best] if best < last else None

    def of_paper(self, paper: Publication) -> KnownVenue | None:
        """The venue of a paper; None where the file has none."""
        return self.of(str(paper.container_title or paper.event_title), str(paper.event_title))

    def values(self, facet: str, paper: Publication) -> tuple[str, ...]:
        """What finds a paper beside what is written: the venue of the file, by id, name and acronym."""
        venue = self.of_paper(paper) if self.venues and facet == "venue" else None
        return () if venue is None else (token(venue.id), venue.name, venue.acronym)


def token(identifier: str) -> str:
    """What a venue's papers are found by, which no title is: a word of selections, and of their messages."""
    return f"{identifier} (venue)"


# Reading


def _patterns(value: Any) -> tuple[str, ...]:
    found = yaml_records.texts(value)
    for written in found:
        try:
            WORDS.test(pattern_of(written))
        except ConditionError as error:
            raise WrongError(str(error)) from None
    return found


def _colour(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", value):
        raise WrongError("write a colour like “#0a7” or “#00aa77”, in quotes")
    return value.lower()


def _name(value: Any) -> str:
    return _patterns(text(value))[0]


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("id", "A short name for addresses and options: ``emnlp``.", yaml_records.identifier, True),
        Field("name", "The full name as it is shown.", _name, True),
        Field("acronym", "The short form, where there is little room: ``EMNLP``.", _name),
        Field(
            "patterns",
            "What finds its papers, beside name and acronym: a list of words as the option ``:venue:`` takes "
            "them. Words match anywhere in the title of the volume, journal or event, a star anything, and "
            "``=`` in front makes them all of it.",
            _patterns,
        ),
        Field("url", "The address of the venue's own page.", yaml_records.address),
        Field("colour", 'The colour of its badge: ``"#00aa77"``, in quotes.', _colour),
        Field("color", "The same.", _colour),
    )
}

VENUES = Kind("venues file", "venue", Code.VENUES, FIELDS)


def read(source: str, path: str) -> tuple[KnownVenues, list[Problem]]:
    """The venues of a file, and what is wrong with it; one wrong venue loses no other."""
    found, problems = yaml_records.read(source, path, VENUES)
    return KnownVenues(_venue(record, origin) for record, origin, _ in found), problems


def _venue(record: dict[str, Any], origin: Origin) -> KnownVenue:
    """A venue, in either spelling of its colour."""
    other = record.pop("color", "")
    return KnownVenue(**{"colour": other, **record}, origin=origin)
