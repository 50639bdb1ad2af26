"""The venues of a library: from the venues file, or else derived by :mod:`venue_names`."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
        self._names: set[str] = set()
        for venue in map(venue_of, names):
            if "," not in venue.name:
                self._names.add(without_organizers(venue.name))
            if venue.acronym and not venue.event:
                self._acronyms.setdefault(without_organizers(venue.name), set()).add(venue.acronym)
        self._words = {word.upper() for text in texts for word in re.findall(r"[A-Za-z]{2,12}", text)}

    def find_for_paper(self, paper: Publication) -> Venue:
        """Return the venue of a paper, with an empty name if it has none."""
        container, event = str(paper.container_title or paper.event_title), str(paper.event_title)
        return self.find(container, event, journal=paper.type == "article-journal" and not event)

    def find(self, container: str, event: str = "", *, journal: bool = False) -> Venue:
        """Return the venue for the name of a volume or journal, and of an event."""
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
