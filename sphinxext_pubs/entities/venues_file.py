"""The venues file: names of conferences and journals as YAML, validated with file and line.

It is a list of venues, each a mapping with the keys of :data:`FIELDS`; ``id`` and ``name`` are required.
The venue of a paper is the first in the file with a pattern, name or acronym that matches the paper's volume,
journal or event.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import Any

from sphinxext_pubs.entities import yaml_records
from sphinxext_pubs.entities.known_venue import KnownVenue, pattern_of
from sphinxext_pubs.entities.venue_names import venue_of
from sphinxext_pubs.entities.yaml_records import Field, RecordFile, text
from sphinxext_pubs.model.problems import Code, InvalidValueError, Problem
from sphinxext_pubs.model.publication import Origin, Publication
from sphinxext_pubs.notation.matching import WORDS, normalize_words


class KnownVenues:
    """The venues of a project's file, found by id or by the titles in papers."""

    def __init__(self, venues: Iterable[KnownVenue] = ()) -> None:
        self.venues = tuple(venues)
        self.by_id = {venue.id: venue for venue in self.venues}
        self._by_name: dict[str, int] = {}
        self._pattern_tests: list[tuple[int, Callable[[str], bool]]] = []
        for position, venue in enumerate(self.venues):
            for pattern in venue.title_patterns:
                if pattern.exact and "*" not in pattern.text:
                    self._by_name.setdefault(normalize_words(pattern.text), position)
                else:
                    self._pattern_tests.append((position, WORDS.test(pattern)))
        self._cache: dict[tuple[str, ...], KnownVenue | None] = {}

    def __bool__(self) -> bool:
        return bool(self.venues)

    def find(self, *titles: str) -> KnownVenue | None:
        """Return the venue of a volume, journal or event with these titles, or None.

        A name in the file also matches the name that :mod:`venue_names` derives from a title.
        """
        if not self.venues:
            return None
        if titles not in self._cache:
            self._cache[titles] = self._find([title for title in titles if title])
        return self._cache[titles]

    def _find(self, titles: list[str]) -> KnownVenue | None:
        last = len(self.venues)
        best = min(
            (self._by_name.get(normalize_words(title.replace("*", " ")), last) for title in titles),
            default=last,
        )
        derived = (self._by_name.get(normalize_words(venue_of(title).name), last) for title in titles)
        best = min([best, *derived])
        prepared = WORDS.prepare(titles)
        tests = takewhile(lambda row: row[0] < best, self._pattern_tests)
        best = next((position for position, test in tests if test(prepared)), best)
        return self.venues[best] if best < last else None

    def find_for_paper(self, paper: Publication) -> KnownVenue | None:
        """Return the venue of a paper, or None if it is not in the file."""
        return self.find(str(paper.container_title or paper.event_title), str(paper.event_title))

    def extra_values(self, paper: Publication) -> tuple[str, ...]:
        """Return additional values that find a paper: its venue in the file, by token, name and acronym."""
        venue = self.find_for_paper(paper) if self.venues else None
        return () if venue is None else (venue_token(venue.id), venue.name, venue.acronym)


def venue_token(identifier: str) -> str:
    """Return the search token for a venue's papers, which cannot be a title; users see it in messages."""
    return f"{identifier} (venue)"


# Reading


def _read_patterns(value: Any) -> tuple[str, ...]:
    values = yaml_records.texts(value)
    for pattern in values:
        WORDS.test(pattern_of(pattern))
    return values


def _read_color(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", value):
        raise InvalidValueError("must be a color such as “#0a7” or “#00aa77”, in quotes")
    return value.lower()


def _read_name(value: Any) -> str:
    return _read_patterns(text(value))[0]


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("id", "A short name for URLs and options: ``emnlp``.", yaml_records.identifier, True),
        Field("name", "The displayed full name.", _read_name, True),
        Field("acronym", "The short form for badges and menus: ``EMNLP``.", _read_name),
        Field(
            "patterns",
            "A list of patterns for its papers, in addition to name and acronym, as for ``:venue:``. "
            "Words match anywhere in the title of the volume, journal or event, a star matches anything, and "
            "a leading ``=`` requires the whole title to match.",
            _read_patterns,
        ),
        Field("url", "The URL of the venue's website.", yaml_records.address),
        Field("colour", 'The color of its badge: ``"#00aa77"``, in quotes.', _read_color),
        Field("color", "The American spelling of ``colour``.", _read_color),
    )
}

VENUES = RecordFile("venues file", "venue", Code.VENUES, FIELDS)


def parse_venues(source: str, path: str) -> tuple[KnownVenues, list[Problem]]:
    """Return the venues of a file, and its problems; an invalid record does not affect the others."""
    records, problems = yaml_records.parse_records(source, path, VENUES)
    return KnownVenues(_venue(record, origin) for record, origin, _ in records), problems


def _venue(record: dict[str, Any], origin: Origin) -> KnownVenue:
    """Return the venue of a record, which may have its color in either spelling."""
    british = {"color": record.pop("colour")} if "colour" in record else {}
    return KnownVenue(**{**record, **british}, origin=origin)
