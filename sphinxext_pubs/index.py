"""What a library's publications yield for each facet, worked out once and when first asked for."""

from __future__ import annotations

from collections.abc import Iterable

from sphinxext_pubs.conditions import Finder, Pattern
from sphinxext_pubs.facets import Facet
from sphinxext_pubs.model import Publication
from sphinxext_pubs.terms import Key


class Index:
    """A library as selections see it; publications are known by their position in it.

    Whoever asks several selections of one library keeps one index for them. It is plain memory:
    nothing in it changes an answer.
    """

    __slots__ = ("_finders", "_keys", "_orders", "_terms", "everything", "publications")

    def __init__(self, publications: Iterable[Publication]) -> None:
        self.publications = tuple(publications)
        self.everything = frozenset(range(len(self.publications)))
        self._finders: dict[str, Finder] = {}
        self._keys: dict[str, list[tuple[Key, ...]]] = {}
        self._orders: dict[str, list[Key | None]] = {}
        self._terms: dict[str, list[tuple[str, ...]]] = {}

    def find(self, facet: Facet, pattern: Pattern) -> frozenset[int]:
        """The positions of the publications that the pattern matches, whatever its sign."""
        finder = self._finders.get(facet.name)
        if finder is None:
            assert facet.matching is not None, facet.name
            finder = facet.matching.finder(map(facet.values, self.publications))
            self._finders[facet.name] = finder
        return finder(pattern)

    def terms(self, facet: Facet) -> list[tuple[str, ...]]:
        """The terms of every publication."""
        if facet.name not in self._terms:
            self._terms[facet.name] = [facet.terms(each) for each in self.publications]
        return self._terms[facet.name]

    def keys(self, facet: Facet) -> list[tuple[Key, ...]]:
        """What the terms of every publication sort by."""
        if facet.name not in self._keys:
            self._keys[facet.name] = [facet.keys(each) for each in self.publications]
        return self._keys[facet.name]

    def orders(self, facet: Facet) -> list[Key | None]:
        """What every publication sorts by."""
        if facet.name not in self._orders:
            self._orders[facet.name] = [facet.order(each) for each in self.publications]
        return self._orders[facet.name]
