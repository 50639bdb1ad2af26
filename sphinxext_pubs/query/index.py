"""Index of a library: the values of its publications for each facet, computed on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from sphinxext_pubs.entities.authority import Authorities
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation.matching import Finder, Pattern
from sphinxext_pubs.query.facet import Facet
from sphinxext_pubs.query.facet_values import Key
from sphinxext_pubs.query.facets import BUILTIN, Facets

T = TypeVar("T")


class Column(dict[int, T]):
    """One property of the publications by position, computed on first access."""

    __slots__ = ("_publications", "_work_out")

    def __init__(self, publications: tuple[Publication, ...], work_out: Callable[[Publication], T]) -> None:
        super().__init__()
        self._publications = publications
        self._work_out = work_out

    def __missing__(self, position: int) -> T:
        value = self[position] = self._work_out(self._publications[position])
        return value


class Index:
    """An index of a library for selections; publications are identified by their position.

    ``facets`` are the facets of the project; ``authorities`` know further values that find a paper: people
    and venues of the project's files, by their ids and all their names.

    Reuse one index for several selections from a library. It is only a cache and never changes a result.
    """

    __slots__ = (
        "_finders",
        "_keys",
        "_orders",
        "_terms",
        "authorities",
        "everything",
        "facets",
        "publications",
    )

    def __init__(
        self,
        publications: Iterable[Publication],
        facets: Facets = BUILTIN,
        authorities: Authorities | None = None,
    ) -> None:
        self.publications = tuple(publications)
        self.facets, self.authorities = facets, authorities or Authorities()
        self.everything = frozenset(range(len(self.publications)))
        self._finders: dict[str, Finder] = {}
        self._keys: dict[str, Column[tuple[Key, ...]]] = {}
        self._orders: dict[str, Column[Key | None]] = {}
        self._terms: dict[str, Column[tuple[str, ...]]] = {}

    def find(self, facet: Facet, pattern: Pattern) -> frozenset[int]:
        """Return the positions of the publications that match the pattern, ignoring its negation."""
        finder = self._finders.get(facet.name)
        if finder is None:
            assert facet.matching is not None, facet.name
            further = self.authorities.of(facet.authority, facet.role).values
            values = ((*facet.values(paper), *further(paper)) for paper in self.publications)
            finder = facet.matching.finder(values)
            self._finders[facet.name] = finder
        return finder(pattern)

    def terms(self, facet: Facet) -> Column[tuple[str, ...]]:
        """Return the terms of the publications."""
        return self._column(self._terms, facet, facet.terms)

    def keys(self, facet: Facet) -> Column[tuple[Key, ...]]:
        """Return the sort keys of the publications' terms."""
        return self._column(self._keys, facet, facet.keys)

    def orders(self, facet: Facet) -> Column[Key | None]:
        """Return the sort keys of the publications."""
        return self._column(self._orders, facet, facet.order)

    def _column(
        self, columns: dict[str, Column[T]], facet: Facet, work_out: Callable[[Publication], T]
    ) -> Column[T]:
        if facet.name not in columns:
            columns[facet.name] = Column(self.publications, work_out)
        return columns[facet.name]
