"""Index of the entities of a library by facet: people, venues and other terms, under one identity each."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from sphinxext_pubs.entities.disambiguation import NAME_PREFIX
from sphinxext_pubs.entities.persons import Persons
from sphinxext_pubs.entities.venues import Venues
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.model.slugs import slugify
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.query.index import Index

#: The words for signs in the slugs of labels, so that those of *C*, *C++* and *C#* differ.
_SIGN_WORDS = {"+": "plus", "#": "sharp"}


class EntityIndex:
    """The entities of a library by facet: the identities and labels for each position."""

    def __init__(self, index: Index, persons: Persons, venues: Venues) -> None:
        self.index = index
        self.identities = persons.identities
        self.venues = venues
        self._entities: dict[str, list[dict[str, str]]] = {}
        self._short_labels: dict[str, str] = {}

    def entities_of(self, facet_name: str) -> list[dict[str, str]]:
        """Return for every position a mapping of identities to labels, in order."""
        if facet_name not in self._entities:
            positions = range(len(self.index.publications))
            self._entities[facet_name] = [
                dict(self._entities_at(facet_name, position)) for position in positions
            ]
        return self._entities[facet_name]

    def _entities_at(self, facet_name: str, position: int) -> Iterator[tuple[str, str]]:
        if facet_name == "venue":
            venue = self.venues.find_for_paper(self.index.publications[position])
            if venue.name:
                self._short_labels[venue.label] = venue.short
                yield venue.identity, venue.label
            return
        if facet_name == "author":
            for author in self.identities.authors_of(self.index.publications[position]):
                yield author.id, author.label
            return
        facet = BY_NAME[facet_name]
        for term in self.index.terms(facet)[position]:
            yield facet.identity(term), term

    def short_label(self, facet_name: str, label: str) -> str:
        """Return the short form of a label: the acronym of a venue, else the label."""
        return self._short_labels.get(label, label) if facet_name == "venue" else label

    def slug_candidates(self, facet_name: str, identity: str, label: str) -> Iterator[str]:
        """Yield candidates for the slug of a term's page: an id of a person or venue, or words of the label.

        The second candidate for a venue, used if its acronym is taken, has the words of its name.
        """
        if self.has_id(facet_name, identity) and re.fullmatch("[a-z0-9-]+", identity):
            yield identity
            return
        yield slugify(self.short_label(facet_name, label), _SIGN_WORDS)
        if facet_name == "venue":
            yield slugify(label, _SIGN_WORDS)

    def has_id(self, facet_name: str, identity: str) -> bool:
        """True if the identity of a term is an id of the people or venues file, or of the data."""
        return facet_name in ("author", "venue") and not identity.startswith(NAME_PREFIX)

    def is_from_file(self, facet_name: str, identity: str) -> bool:
        """True if a term is an entry of the people file or the venues file."""
        files: dict[str, Container[str]] = {
            "author": self.identities.people.by_id,
            "venue": self.venues.known.by_id,
        }
        return identity in files.get(facet_name, ())

    def identity(self, facet_name: str, text: str) -> str:
        """Return the identity of a term as it is written in the data."""
        return (
            self.venues.find(text).identity if facet_name == "venue" else BY_NAME[facet_name].identity(text)
        )

    def count_entities(
        self, facet_name: str, positions: Sequence[int], without: str = ""
    ) -> list[tuple[str, str, int]]:
        """Return the identities of these papers with labels and counts, the most frequent first."""
        named, labels, counts = self.entities_of(facet_name), dict[str, str](), dict[str, int]()
        for position in positions:
            for identity, label in named[position].items():
                if identity != without:
                    labels.setdefault(identity, label)
                    counts[identity] = counts.get(identity, 0) + 1
        ordered = sorted(counts.items(), key=lambda row: (-row[1], fold(labels[row[0]]), row[0]))
        return [(identity, labels[identity], count) for identity, count in ordered]
