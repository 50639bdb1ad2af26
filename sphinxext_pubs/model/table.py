"""Tables of rows by name: what facets, formats and layouts have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeVar


class Named(Protocol):
    """A row of a table."""

    @property
    def name(self) -> str:
        """The name, unique in its table."""


Row = TypeVar("Row", bound=Named)


class Table(Mapping[str, Row]):
    """Rows by name, in the order in which they are documented.

    Raises ValueError if two rows have the same name.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, Row] = {}
        for row in rows:
            if row.name in self._rows:
                raise ValueError(f"two rows with the name “{row.name}”")
            self._rows[row.name] = row

    def __getitem__(self, name: str) -> Row:
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __hash__(self) -> int:
        return hash(tuple(self._rows))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in order."""
        return tuple(self._rows.values())
