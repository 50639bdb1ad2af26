"""What papers have in common, by facet, under one identity: a person, a venue of many years."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from sphinxext_pubs.entities.disambiguation import NAMED
from sphinxext_pubs.entities.persons import Persons
from sphinxext_pubs.entities.venues import Venues
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.query.index import Index
from sphinxext_pubs.query.listing import slugify


def _slug(label: str) -> str:
    """The words of a label; *C*, *C++* and *C#* are three."""
    return slugify(label.replace("+", " plus ").replace("#", " sharp "))


class Naming:
    """What papers have in common, by facet: the identities and labels of each position."""

    def __init__(self, index: Index, persons: Persons, venues: Venues) -> None:
        self.index = index
        self.identities = persons.identities
        self.venues = venues
        self._known: dict[str, list[dict[str, str]]] = {}
        self._short: dict[str, str] = {}

    def of(self, facet_name: str) -> list[dict[str, str]]:
        """For every position the identities with their labels, in order."""
        if facet_name not in self._known:
            positions = range(len(self.index.publications))
            self._known[facet_name] = [dict(self._named(facet_name, position)) for position in positions]
        return self._known[facet_name]

    def _named(self, facet_name: str, position: int) -> Iterator[tuple[str, str]]:
        if facet_name == "venue":
            venue = self.venues.of(self.index.publications[position])
            if venue.name:
                self._short[venue.label] = venue.short
                yield venue.identity, venue.label
            return
        if facet_name == "author":
            for somebody in self.identities.who(self.index.publications[position]):
                yield somebody.id, somebody.label
            return
        facet = BY_NAME[facet_name]
        for term in self.index.terms(facet)[position]:
            yield facet.identity(term), term

    def label(self, facet_name: str, label: str) -> str:
        """The label of a term where there is little room."""
        return self._short.get(label, label) if facet_name == "venue" else label

    def slugs(self, facet_name: str, identity: str, label: str) -> Iterator[str]:
        """What the last part of a term's address may be: an id of a person or venue, else words of the label.

        The second of two venues of one acronym has the words of its name.
        """
        if self.has_id(facet_name, identity) and re.fullmatch("[a-z0-9-]+", identity):
            yield identity
            return
        yield _slug(self.label(facet_name, label))
        if facet_name == "venue":
            yield _slug(label)

    def has_id(self, facet_name: str, identity: str) -> bool:
        """Whether the identity of a term is an id, of a file of the project's or of the data."""
        return facet_name in ("author", "venue") and not identity.startswith(NAMED)

    def is_of_file(self, facet_name: str, identity: str) -> bool:
        """Whether a term is of the people file or the venues file."""
        files: dict[str, Container[str]] = {
            "author": self.identities.people.by_id,
            "venue": self.venues.known.by_id,
        }
        return identity in files.get(facet_name, ())

    def identity(self, facet_name: str, text: str) -> str:
        """The identity of a term as the data writes it."""
        return (
            self.venues.named(text).identity if facet_name == "venue" else BY_NAME[facet_name].identity(text)
        )

    def counted(
        self, facet_name: str, positions: Sequence[int], without: str = ""
    ) -> list[tuple[str, str, int]]:
        """The identities among papers with their labels and counts, the most frequent first."""
        named, labels, counts = self.of(facet_name), dict[str, str](), dict[str, int]()
        for position in positions:
            for identity, label in named[position].items():
                if identity != without:
                    labels.setdefault(identity, label)
                    counts[identity] = counts.get(identity, 0) + 1
        ordered = sorted(counts.items(), key=lambda row: (-row[1], fold(labels[row[0]]), row[0]))
        return [(identity, labels[identity], count) for identity, count in ordered]
