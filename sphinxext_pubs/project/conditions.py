"""The conditions of content that is not in every build, such as that of an ``only`` directive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

#: A condition: the name of the node around the content, and the expression of its directive.
Condition: TypeAlias = tuple[str, str]

#: The conditions of content: alternatives, each of which is a set of conditions that must all be true.
#: Content without alternatives is in every build.
Conditions: TypeAlias = tuple[tuple[Condition, ...], ...]

#: The conditions that are true in a build, and the documents with papers that it leaves out, sorted.
BuiltContent: TypeAlias = tuple[tuple[Condition, ...], tuple[str, ...]]


def any_of(places: Iterable[Conditions]) -> Conditions:
    """Return the conditions of content that is built with any of several places."""
    alternatives: dict[tuple[Condition, ...], None] = {}
    for place in places:
        if not place:
            return ()
        alternatives |= dict.fromkeys(place)
    return tuple(alternatives)


def both(one: Conditions, other: Conditions) -> Conditions:
    """Return the conditions of content that is only built if two places are."""
    if not (one and other):
        return one or other
    pairs = ((*first, *second) for first in one for second in other)
    return tuple(dict.fromkeys(tuple(dict.fromkeys(pair)) for pair in pairs))


def conditions_in(places: Iterable[Conditions]) -> set[Condition]:
    """Return the distinct conditions of several places."""
    return {condition for place in places for alternative in place for condition in alternative}


def are_met(conditions: Conditions, holds: Callable[[Condition], bool]) -> bool:
    """True if content with these conditions is built; ``holds`` evaluates one condition."""
    return not conditions or any(all(map(holds, alternative)) for alternative in conditions)
