"""Problems of one cause in a file become one problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sphinxext_pubs.model.problems import Code, Problem, Suggestion


def group_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with those of one cause in a file as one, in the order of the first of each.

    Equal problems count once, except for the entries that are lost to them.
    """
    groups: dict[tuple[str, Code, str, Suggestion | None], dict[Problem, int]] = {}
    for problem in problems:
        cause = problem.cause or problem.sentence
        suggestion = None if problem.cause else problem.suggestion
        group = groups.setdefault((problem.origin.path, problem.code, cause, suggestion), {})
        bare = replace(problem, entries=0) if problem.entries else problem
        group[bare] = group.get(bare, 0) + problem.entries
    return [_as_one(group) for group in groups.values()]


def _as_one(group: dict[Problem, int]) -> Problem:
    """Return the first problem of a group, with the lines of all, and the number of entries lost to them."""
    first = min(group, key=lambda problem: problem.origin.line)
    entries = sum(group.values())
    if len(group) == 1:
        return replace(first, entries=entries) if entries else first
    lines = {line for problem in group for line in (problem.origin.line, *problem.more_lines)}
    more = tuple(sorted(lines - {first.origin.line}))
    return replace(first, entries=entries, uses=sum(problem.uses for problem in group), more_lines=more)
