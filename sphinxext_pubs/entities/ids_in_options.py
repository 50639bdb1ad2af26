"""Ids of people and venues, and groups, in the words of a selection."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from sphinxext_pubs.entities.people import People, parsed, token
from sphinxext_pubs.entities.venues_file import KnownVenues
from sphinxext_pubs.entities.venues_file import token as venue_token
from sphinxext_pubs.model.suggestions import SelectionError, nearest


def with_records(options: Mapping[str, str], people: People, venues: KnownVenues) -> dict[str, str]:
    """The options with what the files of people and venues say for ids and groups; raises SelectionError."""
    found = dict(options)
    for name in ("author", "first-author", "editor"):
        if people and name in found:
            found[name] = _named(found[name], partial(_person, people))
    if venues and "venue" in found:
        found["venue"] = _named(found["venue"], partial(_venue, venues))
    parts = _members(found.pop("member-of", None), people)
    if parts and found.get("filter"):
        parts.append(f"({found['filter']})")
    if parts:
        found["filter"] = " and ".join(parts)
    return found


def _members(group: str | None, people: People) -> list[str]:
    """The conditions of ``member-of``."""
    if group is None:
        return []
    conditions = []
    for word in filter(None, (word.strip() for word in group.split(","))):
        condition = people.condition(word.removeprefix("!"))
        if not condition:
            raise SelectionError("member-of", no_group(word.removeprefix("!"), people))
        conditions.append(f"not {condition}" if word.startswith("!") else condition)
    if not conditions:
        raise SelectionError("member-of", "name a group of the people file")
    positive = [each for each in conditions if not each.startswith("not ")]
    negative = [each for each in conditions if each.startswith("not ")]
    return [*([f"({' or '.join(positive)})"] if positive else []), *negative]


def no_group(group: str, people: People) -> str:
    """What to say of a group that is none, without a full stop."""
    if people.groups:
        near = nearest(group, people.groups) or "."
        return f"unknown group “{group}”{near} Choose from {', '.join(people.groups)}"
    if people:
        return f"unknown group “{group}”: nobody in the people file has “groups”"
    return f"unknown group “{group}”: no people file is configured (pubs_people), or it could not be read"


def _named(value: str, means: Callable[[str], tuple[str, bool]]) -> str:
    """A value of an option with what stands for the records that it names.

    ``means`` gives what a word stands for, empty for nothing, and whether the word is no more than that.
    """
    pieces: list[str] = []
    for piece in re.findall(r"(?:\A|,)((?>(?:\{[^{}]*+\}|[^,])*))", value):
        word = piece.strip()
        sign = "!" if word.startswith("!") else ""
        found, alone = means(word.removeprefix("!").strip())
        pieces += [] if found and alone else [word]
        pieces += [f"{sign}={{{found}}}"] if found else []
    return ", ".join(pieces)


def _person(people: People, wanted: str) -> tuple[str, bool]:
    """A person by id, or by a name, which others may have as well."""
    own = people.by_id.get(wanted)
    person = own or people.of(parsed(wanted.removeprefix("{").removesuffix("}")))
    return (token(person.id) if person is not None else ""), own is not None


def _venue(venues: KnownVenues, wanted: str) -> tuple[str, bool]:
    """A venue by its id."""
    return (venue_token(wanted) if wanted in venues.by_id else ""), True


def as_asked(value: str) -> str:
    """A value of an option as people write it: with ids instead of what stands for them."""
    return re.sub(r"(?:=\{?)?(?<![\w-])([a-z0-9][a-z0-9-]*+) \((?:person|venue)\)\}?", r"\1", value)
