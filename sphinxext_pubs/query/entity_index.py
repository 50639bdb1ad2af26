"""Index of the entities of a library by facet: people, venues and other terms, under one identity each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sphinxext_pubs.entities.authorities import LibraryAuthorities
from sphinxext_pubs.entities.authority import Authority
from sphinxext_pubs.entities.disambiguation import Identities
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.model.slugs import slugify
from sphinxext_pubs.query.index import Index

#: The words for signs in the slugs of labels, so that those of *C*, *C++* and *C#* differ.
_SIGN_WORDS = {"+": "plus", "#": "sharp"}


class EntityIndex:
    """The entities of a library by facet: the identities and labels for each position."""

    def __init__(self, index: Index, authorities: LibraryAuthorities) -> None:
        self.index, self.authorities = index, authorities
        self._entities: dict[str, list[dict[str, str]]] = {}
        self._authorities: dict[str, Authority] = {}

    @property
    def identities(self) -> Identities:
        """The identities of all names of the library."""
        return self.authorities.persons.identities

    def authority_of(self, facet_name: str) -> Authority:
        """Return what is known about the terms of a facet."""
        if facet_name not in self._authorities:
            facet = self.index.facets[facet_name]
            self._authorities[facet_name] = self.authorities.of(facet.authority, facet.role)
        return self._authorities[facet_name]

    def entities_of(self, facet_name: str) -> list[dict[str, str]]:
        """Return for every position a mapping of identities to labels, in order."""
        if facet_name not in self._entities:
            positions = range(len(self.index.publications))
            self._entities[facet_name] = [
                dict(self._entities_at(facet_name, position)) for position in positions
            ]
        return self._entities[facet_name]

    def _entities_at(self, facet_name: str, position: int) -> Iterable[tuple[str, str]]:
        entities = self.authority_of(facet_name).entities(self.index.publications[position])
        if entities is not None:
            return entities
        facet = self.index.facets[facet_name]
        return ((facet.identity(term), term) for term in self.index.terms(facet)[position])

    def short_label(self, facet_name: str, label: str) -> str:
        """Return the short form of a label: the acronym of a venue, else the label."""
        return self.authority_of(facet_name).short_label(label)

    def slug_candidates(self, facet_name: str, identity: str, label: str) -> Iterator[str]:
        """Yield candidates for the slug of a term's page: an id of a person or venue, or words of the label.

        The second candidate for a venue, used if its acronym is taken, has the words of its name.
        """
        authority = self.authority_of(facet_name)
        if authority.has_id(identity) and re.fullmatch("[a-z0-9-]+", identity):
            yield identity
            return
        labels = (authority.short_label(label), label)
        yield from dict.fromkeys(slugify(text, _SIGN_WORDS) for text in labels)

    def identity(self, facet_name: str, text: str) -> str:
        """Return the identity of a term as it is written in the data."""
        known = self.authority_of(facet_name).identity(text)
        return self.index.facets[facet_name].identity(text) if known is None else known

    def sorted_terms(self, facet_name: str, labels: Mapping[str, str]) -> list[str]:
        """Return the identities of a facet in the order of its directory, which depends on their labels."""
        facet = self.index.facets[facet_name]

        def sort_key(identity: str) -> tuple[object, ...]:
            return (*facet.label_order(labels[identity]), identity)

        return sorted(labels, key=sort_key, reverse=facet.descending)

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
