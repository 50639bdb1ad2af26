"""The venues of a library: from the venues file, or else derived by :mod:`venue_names`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from sphinxext_pubs.entities.venue_names import (
    MEETING,
    ORDINAL,
    YEAR,
    Venue,
    initials,
    venue_of,
    without_organizers,
)
from sphinxext_pubs.entities.venues_file import KnownVenues
from sphinxext_pubs.model.publication import Publication

#: Maximum number of commas at which a place may be split from a name.
MAX_COMMAS = 8


class Venues:
    """The venues of a library, with acronyms that occur in its data."""

    def __init__(self, publications: Iterable[Publication], known: KnownVenues | None = None) -> None:
        self.known = known or KnownVenues()
        papers = list(publications)
        names = {str(paper.container_title) for paper in papers}
        texts = [*names, *(f"{paper.key} {paper.url} {' '.join(paper.ids)}" for paper in papers)]
        self._acronyms: dict[str, set[str]] = {}
        self._given: dict[str, set[str]] = {}
        self._names: set[str] = set()
        for venue in map(venue_of, names):
            if "," not in venue.name:
                self._names.add(without_organizers(venue.name))
            if venue.acronym and not venue.event:
                self._acronyms.setdefault(without_organizers(venue.name), set()).add(venue.acronym)
        for paper in papers:
            if acronym := _given_acronym(paper):
                self._given.setdefault(_name_key(_container(paper)), set()).add(acronym)
        self._words = {word.upper() for text in texts for word in re.findall(r"[A-Za-z]{2,12}", text)}

    def find_for_paper(self, paper: Publication) -> Venue:
        """Return the venue of a paper, with an empty name if it has none."""
        container, event = _container(paper), str(paper.event_title)
        return self.find(container, event, journal=paper.type == "article-journal" and not event)

    def find(self, container: str, event: str = "", *, journal: bool = False) -> Venue:
        """Return the venue for the name of a volume or journal, and of an event."""
        venue = self._find(container, event, journal=journal)
        given = () if venue.acronym or venue.known else self._given.get(_name_key(container), ())
        return replace(venue, acronym=next(iter(given))) if len(given) == 1 else venue

    def _find(self, container: str, event: str, *, journal: bool) -> Venue:
        """Return the venue without an acronym that only the data gives."""
        if row := self.known.find(container, event):
            return Venue(row.name, row.acronym, venue_of(container).event, row)
        if journal and not YEAR.search(container) and not ORDINAL.search(container):
            return Venue(" ".join(container.split()))  # Proceedings of the IEEE
        venue = venue_of(container)
        if venue.event:
            return venue
        if not MEETING.search(container):
            acronyms = self._acronyms.get(without_organizers(venue.name), ())
            return Venue(venue.name, next(iter(acronyms))) if len(acronyms) == 1 else venue
        name = self._without_place(venue.name)
        if venue.acronym:
            return Venue(name, venue.acronym)
        if len(others := self._acronyms.get(without_organizers(name), ())) == 1:
            return Venue(name, next(iter(others)), venue.event)
        letters = initials(name)
        occurs = 2 < len(letters) <= 10 and letters in self._words
        return Venue(name, letters if occurs else "", venue.event)

    def _without_place(self, name: str) -> str:
        """Return a name without the part after a comma, if the library also has it without that part."""
        for comma in (match.start() for match in islice(re.finditer(",", name), MAX_COMMAS)):
            if without_organizers(name[:comma]) in self._names:
                return name[:comma]
        return name


#: An acronym that an entry gives for its venue, such as al-folio's ``abbr``, perhaps with a year.
_GIVEN = re.compile(
    r"([A-Z][A-Za-z&+/-]{0,14}[A-Z][A-Za-z&+/-]{0,14})(?:[\s’'-]{0,2}(?:\d\d|(?:19|20)\d\d))?"
)


def _given_acronym(paper: Publication) -> str:
    """Return the acronym in the short title of the container, or the empty string."""
    if not paper.variables or not (short := str(paper.variable("container-title-short"))):
        return ""
    match = _GIVEN.fullmatch(short.strip())
    return match[1] if match and match[1] != _container(paper) and _container(paper) else ""


def _container(paper: Publication) -> str:
    return str(paper.container_title or paper.event_title)


def _name_key(container: str) -> str:
    return without_organizers(venue_of(container).name)
