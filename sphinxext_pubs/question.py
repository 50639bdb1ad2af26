"""What is asked of a library, as plain strings: small enough to be kept in every environment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """A question to a library, in the words of the directive's options.

    ``conditions`` are pairs of a facet's name and a value; all of them hold, and ``filter`` too.
    An empty ``limit`` is none.
    """

    conditions: tuple[tuple[str, str], ...] = ()
    filter: str = ""
    sort: str = "-date"
    group_by: str = "year"
    limit: str = ""


class SelectionError(ValueError):
    """An option that cannot be followed: ``option`` is its name, ``message`` says what would be right."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(f"{option}: {message}")
        self.option = option
        self.message = message

    def __reduce__(self) -> tuple[type[SelectionError], tuple[str, str]]:
        return SelectionError, (self.option, self.message)
