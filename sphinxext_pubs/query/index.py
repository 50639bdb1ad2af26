"""What a library's publications yield for each facet, worked out once and when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeAlias, TypeVar

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation.matching import Finder, Pattern, Value
from sphinxext_pubs.query.facet_values import Key
from sphinxext_pubs.query.facets import Facet

T = TypeVar("T")

#: What finds a paper beside what its data says, by the name of a facet.
Further: TypeAlias = Callable[[str, Publication], Iterable[str]]


class Column(dict[int, T]):
    """One property of the publications by position; missing ones are worked out and kept."""

    __slots__ = ("_publications", "_work_out")

    def __init__(self, publications: tuple[Publication, ...], work_out: Callable[[Publication], T]) -> None:
        super().__init__()
        self._publications = publications
        self._work_out = work_out

    def __missing__(self, position: int) -> T:
        value = self[position] = self._work_out(self._publications[position])
        return value


class Index:
    """A library as selections see it; publications are known by their position in it.

    ``further`` gives, by the name of a facet, what else finds a paper: people and venues of files, by their
    ids and all their names, however the data writes them.

    Whoever asks several selections of one library keeps one index for them. It is plain memory:
    nothing in it changes an answer.
    """

    __slots__ = ("_finders", "_keys", "_orders", "_terms", "everything", "further", "publications")

    def __init__(self, publications: Iterable[Publication], further: Sequence[Further] = ()) -> None:
        self.publications = tuple(publications)
        self.further = tuple(further)
        self.everything = frozenset(range(len(self.publications)))
        self._finders: dict[str, Finder] = {}
        self._keys: dict[str, Column[tuple[Key, ...]]] = {}
        self._orders: dict[str, Column[Key | None]] = {}
        self._terms: dict[str, Column[tuple[str, ...]]] = {}

    def find(self, facet: Facet, pattern: Pattern) -> frozenset[int]:
        """The positions of the publications that the pattern matches, whatever its sign."""
        finder = self._finders.get(facet.name)
        if finder is None:
            assert facet.matching is not None, facet.name
            finder = facet.matching.finder(map(partial(self._values, facet), self.publications))
            self._finders[facet.name] = finder
        return finder(pattern)

    def _values(self, facet: Facet, publication: Publication) -> tuple[Value, ...]:
        more = (value for values in self.further for value in values(facet.name, publication))
        return (*facet.values(publication), *more)

    def terms(self, facet: Facet) -> Column[tuple[str, ...]]:
        """The terms of the publications."""
        return self._column(self._terms, facet, facet.terms)

    def keys(self, facet: Facet) -> Column[tuple[Key, ...]]:
        """What the terms of the publications sort by."""
        return self._column(self._keys, facet, facet.keys)

    def orders(self, facet: Facet) -> Column[Key | None]:
        """What the publications sort by."""
        return self._column(self._orders, facet, facet.order)

    def _column(
        self, columns: dict[str, Column[T]], facet: Facet, work_out: Callable[[Publication], T]
    ) -> Column[T]:
        if facet.name not in columns:
            columns[facet.name] = Column(self.publications, work_out)
        return columns[facet.name]
