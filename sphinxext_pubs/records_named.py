"""Ids of people and venues, and groups, in the words of a selection."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sphinxext_pubs.people import People, parsed, token
from sphinxext_pubs.question import SelectionError, nearest
from sphinxext_pubs.venue_file import KnownVenues, quoted


def with_records(options: Mapping[str, str], people: People, venues: KnownVenues) -> dict[str, str]:
    """The options with what the files of people and venues say for ids and groups; raises SelectionError."""
    found = dict(options)
    for name in ("author", "first-author", "editor"):
        if people and name in found:
            found[name] = _named(found[name], people)
    parts = [*_members(found.pop("member-of", None), people), *_venues(found, venues)]
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
            known = ", ".join(people.groups) or "none: name a people file"
            near = nearest(word, people.groups) or "."
            raise SelectionError("member-of", f"there is no group “{word}”{near} The groups are {known}")
        conditions.append(f"not {condition}" if word.startswith("!") else condition)
    if not conditions:
        raise SelectionError("member-of", "name a group of the people file")
    positive = [each for each in conditions if not each.startswith("not ")]
    negative = [each for each in conditions if each.startswith("not ")]
    return [*([f"({' or '.join(positive)})"] if positive else []), *negative]


def _venues(options: dict[str, str], venues: KnownVenues) -> list[str]:
    """The condition of ``venue`` where it names venues of the file by their ids, and takes it out."""
    pieces = [piece.strip() for piece in options.get("venue", "").split(",")]
    if not any(piece.removeprefix("!").strip() in venues.by_id for piece in pieces):
        return []
    del options["venue"]
    found: dict[bool, list[str]] = {True: [], False: []}
    for piece in filter(None, pieces):
        word = piece.removeprefix("!").strip()
        found[not piece.startswith("!")].append(f"({venues.condition(word) or _as_filter(word)})")
    wanted = [f"({' or '.join(found[True])})"] if found[True] else []
    return [*wanted, *(f"not {condition}" for condition in found[False])]


def _as_filter(word: str) -> str:
    """A value of ``venue`` as a condition of a filter expression."""
    sign, text = ("=", word[1:]) if word.startswith("=") else ("has", word)
    return f"venue {sign} {quoted(text.strip().removeprefix('{').removesuffix('}'))}"


def _named(value: str, people: People) -> str:
    """A value of ``author`` with the persons whose id or name is in it."""
    pieces: list[str] = []
    for piece in re.split(r",(?![^{]*\})", value):
        word = piece.strip()
        sign = "!" if word.startswith("!") else ""
        wanted = word.removeprefix("!").strip()
        person = people.by_id.get(wanted)
        pieces += [] if person else [word]
        person = person or people.of(parsed(wanted.removeprefix("{").removesuffix("}")))
        pieces += [f"{sign}={{{token(person.id)}}}"] if person else []
    return ", ".join(pieces)
