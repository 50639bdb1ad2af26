"""The venues of a library: by the venues file first, else by the rules of :mod:`venue_names`."""

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
    unorganised,
    venue_of,
)
from sphinxext_pubs.entities.venues_file import KnownVenues
from sphinxext_pubs.model.publication import Publication

#: At as many commas a name may end before its place.
MAX_COMMAS = 8


class Venues:
    """The venues of a library, with the acronyms that its data bears out."""

    def __init__(self, publications: Iterable[Publication], known: KnownVenues | None = None) -> None:
        self.known = known or KnownVenues()
        papers = list(publications)
        names = {str(paper.container_title) for paper in papers}
        texts = [*names, *(f"{paper.key} {paper.url} {' '.join(paper.ids)}" for paper in papers)]
        self._acronyms: dict[str, set[str]] = {}
        self._names: set[str] = set()
        for venue in map(venue_of, names):
            if "," not in venue.name:
                self._names.add(unorganised(venue.name))
            if venue.acronym and not venue.event:
                self._acronyms.setdefault(unorganised(venue.name), set()).add(venue.acronym)
        self._words = {word.upper() for text in texts for word in re.findall(r"[A-Za-z]{2,12}", text)}

    def of(self, paper: Publication) -> Venue:
        """The venue of a paper; without a name where it has none."""
        container, event = str(paper.container_title or paper.event_title), str(paper.event_title)
        return self.named(container, event, journal=paper.type == "article-journal" and not event)

    def named(self, container: str, event: str = "", *, journal: bool = False) -> Venue:
        """The venue of what stands in a volume or journal of this name, at an event of that name."""
        if row := self.known.of(container, event):
            return Venue(row.name, row.acronym, venue_of(container).event, row)
        if journal and not YEAR.search(container) and not ORDINAL.search(container):
            return Venue(" ".join(container.split()))  # Proceedings of the IEEE
        found = venue_of(container)
        if found.event:
            return found
        if not MEETING.search(container):
            acronyms = self._acronyms.get(unorganised(found.name), ())
            return Venue(found.name, next(iter(acronyms))) if len(acronyms) == 1 else found
        name = self._without_place(found.name)
        if found.acronym:
            return Venue(name, found.acronym)
        if len(others := self._acronyms.get(unorganised(name), ())) == 1:
            return Venue(name, next(iter(others)), found.event)
        letters = initials(name)
        fits = 2 < len(letters) <= 10 and letters in self._words
        return Venue(name, letters if fits else "", found.event)

    def _without_place(self, name: str) -> str:
        """A name without what stands behind a comma, where the library has the name alone."""
        for place in (found.start() for found in islice(re.finditer(",", name), MAX_COMMAS)):
            if unorganised(name[:place]) in self._names:
                return name[:place]
        return name
