"""Problems of one cause in a file become one problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sphinxext_pubs.model.problems import Code, Problem, Suggestion

#: A file, and what the problems of a group have in common.
_Cause: TypeAlias = tuple[str, Code, str, Suggestion | None]


def group_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with those of one cause in a file as one, in the order of the first of each.

    Equal problems count once, except for the entries that are lost to them.
    """
    groups: dict[_Cause, _Group] = {}
    for problem in problems:
        cause = (
            problem.origin.path,
            problem.code,
            problem.cause or problem.sentence,
            None if problem.cause else problem.suggestion,
        )
        group = groups.get(cause)
        if group is None:
            groups[cause] = group = _Group()
        group.add(problem)
    return [group.as_one() for group in groups.values()]


@dataclass(slots=True)
class _Group:
    """Different problems of one cause in a file, and the number of entries lost to them."""

    problems: dict[tuple[int, str, str, int], Problem] = field(default_factory=dict)
    entries: int = 0

    def add(self, problem: Problem) -> None:
        """Add a problem, unless an equal one is there."""
        place = problem.origin.line, problem.place, problem.sentence, problem.uses
        self.problems.setdefault(place, problem)
        self.entries += problem.entries

    def as_one(self) -> Problem:
        """Return the first problem, with the number of all and their lines."""
        problems = self.problems.values()
        first = self.problems[min(self.problems, key=lambda place: place[0])]
        if len(problems) == 1:
            return first if first.entries == self.entries else replace(first, entries=self.entries)
        lines = {line for problem in problems for line in (problem.origin.line, *problem.more_lines)}
        return replace(
            first,
            entries=self.entries,
            uses=sum(problem.uses for problem in problems),
            more_lines=tuple(sorted(lines - {first.origin.line})),
        )
