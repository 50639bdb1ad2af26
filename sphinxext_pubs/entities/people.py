"""The people file: a YAML description of people, validated with file and line.

It is a list of persons, each a mapping with the keys of :data:`FIELDS`; ``id`` and ``name`` are required.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sphinxext_pubs.entities import yaml_records
from sphinxext_pubs.entities.yaml_records import Field, RecordFile, text
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.problems import Code, InvalidValueError, Problem, Suggestion, reversed_range
from sphinxext_pubs.model.publication import Name, Origin
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.annotations import is_valid_orcid, normalize_orcid


@dataclass(frozen=True, slots=True)
class Membership:
    """The years of a person's membership in a group; None for an open end."""

    group: str
    first: int | None = None
    last: int | None = None


_NO_ORIGIN = Origin()


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the file; ``names`` are all spellings of the name, the displayed one first.

    ``links`` are pairs of a label and a URL, ``photo_origin`` is the location of the photo's name.
    """

    id: str
    names: tuple[str, ...]
    orcid: str = ""
    homepage: str = ""
    affiliation: str = ""
    photo: str = ""
    groups: tuple[Membership, ...] = ()
    distinct: tuple[str, ...] = ()
    origin: Origin = _NO_ORIGIN
    role: str = ""
    email: str = ""
    links: tuple[tuple[str, str], ...] = ()
    photo_origin: Origin = _NO_ORIGIN

    @property
    def name(self) -> str:
        """The displayed name."""
        return self.names[0]


class People:
    """The persons of a project, found by id or by any of their names."""

    def __init__(self, persons: Iterable[Person] = ()) -> None:
        self.persons = tuple(persons)
        self.by_id = {person.id: person for person in self.persons}
        self.by_orcid = {person.orcid: person for person in self.persons if person.orcid}
        self._by_name: dict[str, list[Person]] = {}
        for person in self.persons:
            for spelling in person.names:
                self._by_name.setdefault(name_key(parse_name(spelling)), []).append(person)
        swapped: dict[str, list[Person]] = {}
        for person in self.persons:
            for key in map(name_key, filter(None, map(swap_family_given, map(parse_name, person.names)))):
                if key not in self._by_name and person not in swapped.setdefault(key, []):
                    swapped[key].append(person)
        self._by_name |= swapped

    def __bool__(self) -> bool:
        return bool(self.persons)

    def find(self, name: Name) -> Person | None:
        """Return the person with this name, or None if nobody or several people have it."""
        persons = self._by_name.get(name_key(name), ())
        return persons[0] if len(persons) == 1 else None

    def namesakes(self, name: Name) -> tuple[Person, ...]:
        """Return the persons who share a name, or () if fewer than two do."""
        persons = self._by_name.get(name_key(name), ())
        return tuple(persons) if len(persons) > 1 else ()

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of all groups, in order of appearance."""
        return tuple(
            dict.fromkeys(membership.group for person in self.persons for membership in person.groups)
        )

    def members(self, group: str) -> list[tuple[Person, Membership]]:
        """Return the members of a group with their memberships."""
        return [(person, row) for person in self.persons for row in person.groups if row.group == group]

    def resolve(self, word: str) -> frozenset[str]:
        """Return the ids of the persons with this id or name, or in this group; empty if unknown."""
        if word in self.by_id:
            return frozenset([word])
        named = self.find(parse_name(word)) if self else None
        return frozenset(person.id for person, _ in self.members(word)) | ({named.id} if named else set())

    def is_name(self, word: str) -> bool:
        """True if a word is neither an id nor a group."""
        return word not in self.by_id and word not in self.groups

    def group_expression(self, group: str) -> str:
        """Return a filter expression for the papers of members during their membership; empty if unknown."""
        conditions = []
        for person, membership in self.members(group):
            first, last = membership.first or "", membership.last or ""
            years = f" and year = {first}-{last}" if first or last else ""
            conditions.append(f'(author = "{person_token(person.id)}"{years})')
        return f"({' or '.join(conditions)})" if conditions else ""


def person_token(identifier: str) -> str:
    """Return the search token for a person's papers, which cannot be a name; users see it in messages."""
    return f"{identifier} (person)"


def parse_name(text: str) -> Name:
    """Return the name written as *Given Family* or *Family, Given*."""
    parsed = names.parse_names(text, decode.to_str).names
    return parsed[0] if len(parsed) == 1 else Name(literal=text)


def name_key(name: Name) -> str:
    """Return a key that is equal for names that differ only in case, accents, apostrophes and periods."""
    if has_bare_initials(name):
        name = replace(name, given=" ".join(name.given))
    return " ".join(fold(names.full_name(name)).replace(".", " ").split())


def swap_family_given(name: Name) -> Name | None:
    """Return the name with family and given name swapped, or None if both are one word.

    *Yu Zhou* and *Zhou Yu* are two people, *Yun Se-Young* is *Se-Young Yun*.
    """
    if name.literal or not name.given or name.particle or name.suffix:
        return None
    parts = (re.split(r"[\s.\-‐]+", part.strip(".")) for part in (name.given, name.family))
    return Name(name.given, name.family) if max(map(len, parts)) > 1 else None


def has_bare_initials(name: Name) -> bool:
    """True if the given name is initials without periods, as in *JA Doe*; in *LI NA* it is in capitals."""
    given = name.given
    return (
        len(given) in (2, 3)
        and given.isascii()
        and given.isalpha()
        and given.isupper()
        and not name.family.isupper()
    )


# Reading -----------------------------------------------------------------------------------------------


def _read_orcid(value: Any) -> str:
    bare = normalize_orcid(text(value))
    if not re.fullmatch(r"(?:[0-9]{4}-){3}[0-9]{3}[0-9X]", bare):
        remedy = "Write 16 digits, such as 0000-0002-1825-0097"
        raise InvalidValueError(f"“{bare}” is not a valid ORCID iD", Suggestion(remedy=remedy))
    if not is_valid_orcid(bare):
        raise InvalidValueError(f"“{bare}” is not a valid ORCID iD (the checksum is wrong)")
    return bare


def _read_email(value: Any) -> str:
    if not re.fullmatch(r"[^@\s<>\"',;:]+@[^@\s<>\"',;:]+\.\w+", address := text(value)):
        raise InvalidValueError(f"“{address}” is not a valid e-mail address")
    return address


def _read_links(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise InvalidValueError("must be labels with addresses, such as “GitHub: https://github.com/ada”")
    return tuple((text(label), yaml_records.address(address)) for label, address in value.items())


def _read_groups(value: Any) -> tuple[Membership, ...]:
    pairs: list[tuple[Any, Any]] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            pairs += item.items()
        elif isinstance(item, str):
            pairs.append((item, ""))
        else:
            raise InvalidValueError("must be groups with their years, such as “lab: 2019-2023”")
    memberships: list[Membership] = []
    errors: list[InvalidValueError] = []
    for group, spans in pairs:
        for span in spans if isinstance(spans, list) else [spans]:
            try:
                memberships.append(Membership(text(group), *_read_span(span)))
            except InvalidValueError as error:
                errors.append(error)
    if errors:
        raise yaml_records.PartlyInvalidError(tuple(memberships), errors)
    return tuple(memberships)


def _read_span(value: Any) -> tuple[int | None, int | None]:
    span = text(value) if value not in (None, "") else ""
    match = re.fullmatch(r"(\d{4})?(?:-\d\d)?\s*(-|–|$)\s*(\d{4})?(?:-\d\d)?", span)
    if match is None:
        remedy = Suggestion(remedy="Write 2019-2023, 2019- or 2019")
        raise InvalidValueError(f"“{span}” is not a valid range of years", remedy)
    first = int(match[1]) if match[1] else None
    last = int(match[3]) if match[3] else None if match[2] else first
    if first is not None and last is not None and first > last:
        raise InvalidValueError(reversed_range(span), Suggestion((f"{last}-{first}",)))
    return first, last


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("id", "A short name for URLs and options: ``ada-example``.", yaml_records.identifier, True),
        Field("name", "The displayed name: ``Ada Example``.", text, True),
        Field("variants", "A list of other spellings of the name.", yaml_records.texts),
        Field("orcid", "The ORCID iD.", _read_orcid),
        Field("homepage", "The URL of the person's website.", yaml_records.address),
        Field("role", "The person's position: ``Professor``, ``PhD student``.", text),
        Field("affiliation", "The person's institution.", text),
        Field("email", "The e-mail address, which is published.", _read_email),
        Field("links", "Further links, such as ``GitHub: https://github.com/ada``.", _read_links),
        Field("photo", "The path of an image in the source directory.", text),
        Field("groups", "The current and former groups, with years: ``lab: 2019-``.", _read_groups),
        Field("not", "A list of similar names that belong to other people.", yaml_records.texts),
    )
}

PEOPLE = RecordFile("people file", "person", Code.PEOPLE, FIELDS)


def parse_people(source: str, path: str) -> tuple[People, list[Problem]]:
    """Return the people of a file, and its problems; an invalid record does not affect the others."""
    records, problems = yaml_records.parse_records(source, path, PEOPLE)
    first: dict[str, Person] = {}
    persons = []
    for record, origin, lines in records:
        person = _person(record, origin, lines)
        if person.orcid and (other := first.setdefault(person.orcid, person)) is not person:
            location = Origin(path, lines.get("orcid", origin.line))
            sentence = f"“{other.id}” has the same ORCID iD as “{person.id}”; it is ignored here"
            problems.append(Problem(Code.PEOPLE, sentence, location))
            person = replace(person, orcid="")
        persons.append(person)
    return People(persons), sorted(problems, key=lambda problem: problem.origin)


def _person(record: Mapping[str, Any], origin: Origin, lines: Mapping[str, int]) -> Person:
    return Person(
        record["id"],
        tuple(dict.fromkeys((record["name"], *record.get("variants", ())))),
        record.get("orcid", ""),
        record.get("homepage", ""),
        record.get("affiliation", ""),
        record.get("photo", ""),
        record.get("groups", ()),
        record.get("not", ()),
        origin,
        record.get("role", ""),
        record.get("email", ""),
        record.get("links", ()),
        Origin(origin.path, lines.get("photo", origin.line)),
    )
