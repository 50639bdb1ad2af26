"""Resolve ids of people and venues, and groups, in the options of a selection."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from sphinxext_pubs.entities.authority import AuthorityName
from sphinxext_pubs.entities.people import People, parse_name, person_token
from sphinxext_pubs.entities.venues_file import KnownVenues, venue_token
from sphinxext_pubs.model.problems import EMPTY_VALUE, InvalidValueError, OptionError, Suggestion
from sphinxext_pubs.model.suggestions import suggest

#: The remedy for a group without a people file.
SET_PEOPLE = "Set pubs_people in conf.py to a file with groups"


def resolve_ids(
    options: Mapping[str, str],
    people: People,
    venues: KnownVenues,
    authorities: Mapping[str, AuthorityName],
    remedy: str = SET_PEOPLE,
) -> dict[str, str]:
    """Return the options with ids and groups replaced by search tokens; raise OptionError if unknown.

    ``authorities`` maps options to what their values are, ``remedy`` is for a group without a people file.
    """
    resolved = dict(options)
    for name, value in options.items():
        if people and authorities.get(name) == "people":
            resolved[name] = _replace_names(value, partial(_find_person, people))
        if venues and authorities.get(name) == "venues":
            resolved[name] = _replace_names(value, partial(_find_venue, venues))
    parts = _member_conditions(resolved.pop("member-of", None), people, remedy)
    if parts and resolved.get("filter"):
        parts.append(f"({resolved['filter']})")
    if parts:
        resolved["filter"] = " and ".join(parts)
    return resolved


def _member_conditions(group: str | None, people: People, remedy: str) -> list[str]:
    """Return the conditions for the value of ``member-of``; raise OptionError for an unknown group."""
    if group is None:
        return []
    conditions = []
    for word in filter(None, (word.strip() for word in group.split(","))):
        condition = people.group_expression(word.removeprefix("!"))
        if not condition:
            error = unknown_group(word.removeprefix("!"), people, remedy)
            raise OptionError("member-of", error.sentence, error.suggestion)
        conditions.append(f"not {condition}" if word.startswith("!") else condition)
    if not conditions:
        raise missing_group()
    positive = [condition for condition in conditions if not condition.startswith("not ")]
    negative = [condition for condition in conditions if condition.startswith("not ")]
    return [*([f"({' or '.join(positive)})"] if positive else []), *negative]


def missing_group() -> OptionError:
    """Return the error of the option ``member-of`` without a group."""
    return OptionError("member-of", EMPTY_VALUE, Suggestion(remedy="Name a group of the people file"))


def unknown_group(group: str, people: People, remedy: str = SET_PEOPLE) -> InvalidValueError:
    """Return the error of a group that does not exist."""
    sentence = f"unknown group “{group}”"
    if people.groups:
        return InvalidValueError(sentence, suggest(group, people.groups))
    if people:
        return InvalidValueError(f"{sentence}: nobody in the people file has “groups”")
    sentence = f"{sentence}: no people file is configured, or it could not be read"
    return InvalidValueError(sentence, Suggestion(remedy=remedy))


def _replace_names(value: str, resolve: Callable[[str], tuple[str, bool]]) -> str:
    """Return the value of an option with search tokens for the records that it names.

    ``resolve`` returns the token for a word (or empty), and True if the token replaces the word.
    """
    pieces: list[str] = []
    for piece in re.findall(r"(?:\A|,)((?>(?:\{[^{}]*+\}|[^,])*))", value):
        word = piece.strip()
        negation = "!" if word.startswith("!") else ""
        token, replaces = resolve(word.removeprefix("!").strip())
        pieces += [] if token and replaces else [word]
        pieces += [f"{negation}={{{token}}}"] if token else []
    return ", ".join(pieces)


def _find_person(people: People, word: str) -> tuple[str, bool]:
    """Return the token of a person, by id or name; a name is kept too, since others may have it."""
    by_id = people.by_id.get(word)
    person = by_id or people.find(parse_name(word.removeprefix("{").removesuffix("}")))
    return (person_token(person.id) if person is not None else ""), by_id is not None


def _find_venue(venues: KnownVenues, word: str) -> tuple[str, bool]:
    """Return the token of the venue with this id, or empty."""
    return (venue_token(word) if word in venues.by_id else ""), True


def restore_ids(value: str) -> str:
    """Return the value of an option as users write it: with ids instead of search tokens."""
    return re.sub(r"(?:=\{?)?(?<![\w-])([a-z0-9][a-z0-9-]*+) \((?:person|venue)\)\}?", r"\1", value)
