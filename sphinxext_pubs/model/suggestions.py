"""What is asked of a library, as plain strings, small enough to be kept; and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """A question to a library, in the words of the directive's options.

    ``conditions`` are pairs of a facet's name and a value; all of them hold, and ``filter`` too.
    An empty ``limit`` is none. ``cited`` is what must cite them: the ``document`` that asks, the whole
    ``project``, with ``!`` what must not; empty for no such condition.
    """

    conditions: tuple[tuple[str, str], ...] = ()
    filter: str = ""
    sort: str = "-date"
    group_by: str = "year"
    limit: str = ""
    cited: str = ""


class SelectionError(ValueError):
    """An option that cannot be followed: ``option`` is its name, ``message`` says what would be right."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(f"{option}: {message}")
        self.option = option
        self.message = message

    def __reduce__(self) -> tuple[type[SelectionError], tuple[str, str]]:
        return SelectionError, (self.option, self.message)


def nearest(word: str, choices: Iterable[str], cutoff: float = 0.6) -> str:
    """``; did you mean “date”?``, to be put after a complaint; nothing where no choice is near."""
    return did_you_mean(near_words(word, choices, 1, cutoff))


def near_words(word: str, choices: Iterable[str], most: int = 3, cutoff: float = 0.6) -> list[str]:
    """The choices most like a word, case aside, the nearest first; ``cutoff`` is difflib's, from 0 to 1."""
    from difflib import get_close_matches  # not for a build in which nothing is wrong

    lowered = {choice.lower(): choice for choice in choices}
    return [lowered[near] for near in get_close_matches(word[:80].lower(), lowered, most, cutoff)]


def did_you_mean(words: Sequence[str]) -> str:
    """The words as a question, to be put after a complaint; nothing where there are none."""
    return f"; did you mean {' or '.join(f'“{word}”' for word in words)}?" if words else ""
