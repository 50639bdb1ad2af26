"""The people file: who is who, as YAML that is checked with file and line.

It is a list of persons, each a mapping with the keys of :data:`FIELDS`; ``id`` and ``name`` are needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sphinxext_pubs.entities import yaml_records
from sphinxext_pubs.entities.yaml_records import Field, Kind, WrongError, text
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Name, Origin
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.annotations import is_valid_orcid, normalize_orcid


@dataclass(frozen=True, slots=True)
class Membership:
    """When somebody was in a group, in years; None for an open end."""

    group: str
    first: int | None = None
    last: int | None = None


_NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the file; ``names`` are all ways in which the name is written, the first as it is shown.

    ``links`` are pairs of a label and an address, ``photo_origin`` is where the photo is named.
    """

    id: str
    names: tuple[str, ...]
    orcid: str = ""
    homepage: str = ""
    affiliation: str = ""
    photo: str = ""
    groups: tuple[Membership, ...] = ()
    distinct: tuple[str, ...] = ()
    origin: Origin = _NOWHERE
    role: str = ""
    email: str = ""
    links: tuple[tuple[str, str], ...] = ()
    photo_origin: Origin = _NOWHERE

    @property
    def name(self) -> str:
        """The name as it is shown."""
        return self.names[0]


class People:
    """The persons of a project, found by id or by any of their names."""

    def __init__(self, persons: Iterable[Person] = ()) -> None:
        self.persons = tuple(persons)
        self.by_id = {person.id: person for person in self.persons}
        self.by_orcid = {person.orcid: person for person in self.persons if person.orcid}
        self._by_name: dict[str, list[Person]] = {}
        for person in self.persons:
            for written in person.names:
                self._by_name.setdefault(key_of(parsed(written)), []).append(person)
        turned: dict[str, list[Person]] = {}
        for person in self.persons:
            for key in map(key_of, filter(None, map(turned_round, map(parsed, person.names)))):
                if key not in self._by_name and person not in turned.setdefault(key, []):
                    turned[key].append(person)
        self._by_name |= turned

    def __bool__(self) -> bool:
        return bool(self.persons)

    def of(self, name: Name) -> Person | None:
        """The person of this name; None for nobody, and for a name that several have."""
        found = self._by_name.get(key_of(name), ())
        return found[0] if len(found) == 1 else None

    def ambiguous(self, name: Name) -> tuple[Person, ...]:
        """The persons who share a name; empty where fewer than two do."""
        found = self._by_name.get(key_of(name), ())
        return tuple(found) if len(found) > 1 else ()

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of all groups, in order."""
        return tuple(dict.fromkeys(each.group for person in self.persons for each in person.groups))

    def members(self, group: str) -> list[tuple[Person, Membership]]:
        """Who was in a group, and when."""
        return [(person, each) for person in self.persons for each in person.groups if each.group == group]

    def meant(self, wanted: str) -> frozenset[str]:
        """The ids of the persons that an id, a group or a name means; empty where it is none of these."""
        if wanted in self.by_id:
            return frozenset([wanted])
        named = self.of(parsed(wanted)) if self else None
        return frozenset(person.id for person, _ in self.members(wanted)) | ({named.id} if named else set())

    def is_name(self, wanted: str) -> bool:
        """Whether a word is neither an id nor a group."""
        return wanted not in self.by_id and wanted not in self.groups

    def condition(self, group: str) -> str:
        """A filter expression for what members wrote while in the group; empty for no such group."""
        conditions = []
        for person, when in self.members(group):
            years = f" and year = {when.first or ''}-{when.last or ''}" if when.first or when.last else ""
            conditions.append(f'(author = "{token(person.id)}"{years})')
        return f"({' or '.join(conditions)})" if conditions else ""


def token(identifier: str) -> str:
    """What a person's papers are found by, which no name is: a word of selections, and of their messages."""
    return f"{identifier} (person)"


def parsed(written: str) -> Name:
    """A name as people write it, *Given Family* or *Family, Given*."""
    found = names.parse_names(written, decode.to_str).names
    return found[0] if len(found) == 1 else Name(literal=written)


def key_of(name: Name) -> str:
    """What two ways of writing one name have in common: case, accents and full stops aside."""
    if has_bare_initials(name):
        name = replace(name, given=" ".join(name.given))
    return " ".join(fold(names.full(name)).replace(".", " ").split())


def turned_round(name: Name) -> Name | None:
    """The name with family and given name the other way round; None where both are one word.

    *Yu Zhou* and *Zhou Yu* are two people, *Yun Se-Young* is *Se-Young Yun*.
    """
    if name.literal or not name.given or name.particle or name.suffix:
        return None
    parts = (re.split(r"[\s.\-‐]+", part.strip(".")) for part in (name.given, name.family))
    return Name(name.given, name.family) if max(map(len, parts)) > 1 else None


def has_bare_initials(name: Name) -> bool:
    """Whether a given name is initials without full stops, as in *JA Doe*; in *LI NA* all are capitals."""
    given = name.given
    return (
        len(given) in (2, 3)
        and given.isascii()
        and given.isalpha()
        and given.isupper()
        and not name.family.isupper()
    )


# Reading -----------------------------------------------------------------------------------------------


def _orcid(value: Any) -> str:
    bare = normalize_orcid(text(value))
    if not re.fullmatch(r"(?:[0-9]{4}-){3}[0-9]{3}[0-9X]", bare):
        raise WrongError(f"“{bare}” is no ORCID iD; write 16 digits, like 0000-0002-1825-0097")
    if not is_valid_orcid(bare):
        raise WrongError("it is not a valid ORCID iD (the checksum is wrong)")
    return bare


def _email(value: Any) -> str:
    if not re.fullmatch(r"[^@\s<>\"',;:]+@[^@\s<>\"',;:]+\.\w+", found := text(value)):
        raise WrongError(f"“{found}” is no e-mail address")
    return found


def _links(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise WrongError("write a label and an address, like “GitHub: https://github.com/ada”")
    return tuple((text(label), yaml_records.address(address)) for label, address in value.items())


def _groups(value: Any) -> tuple[Membership, ...]:
    pairs: list[tuple[Any, Any]] = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Mapping):
            pairs += each.items()
        elif isinstance(each, str):
            pairs.append((each, ""))
        else:
            raise WrongError("write groups with their years, like “lab: 2019-2023”")
    return tuple(Membership(text(group), *years) for group, spans in pairs for years in _spans(spans))


def _spans(value: Any) -> Iterator[tuple[int | None, int | None]]:
    spans = value if isinstance(value, list) else [value]
    for span in spans:
        written = text(span) if span not in (None, "") else ""
        found = re.fullmatch(r"(\d{4})?(?:-\d\d)?\s*(-|–|$)\s*(\d{4})?(?:-\d\d)?", written)
        if found is None:
            raise WrongError(f"“{written}” is no span of years; write 2019-2023, 2019- or 2019")
        first = int(found[1]) if found[1] else None
        last = int(found[3]) if found[3] else None if found[2] else first
        if first is not None and last is not None and first > last:
            raise WrongError(f"the range “{written}” is reversed; write it like 2019-2023")
        yield first, last


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field(
            "id", "A short name for addresses and options: ``ada-example``.", yaml_records.identifier, True
        ),
        Field("name", "The name as it is shown: ``Ada Example``.", text, True),
        Field("variants", "Other ways in which it is written: a list.", yaml_records.texts),
        Field("orcid", "The ORCID iD.", _orcid),
        Field("homepage", "The address of a page of their own.", yaml_records.address),
        Field("role", "What they are there: ``Professor``, ``PhD student``.", text),
        Field("affiliation", "Where they work.", text),
        Field("email", "Their e-mail address, if everybody may see it.", _email),
        Field("links", "More addresses of theirs: ``GitHub: https://github.com/ada`` and so on.", _links),
        Field("photo", "The path of a picture in the source directory.", text),
        Field("groups", "The groups they are or were in, with years: ``lab: 2019-``.", _groups),
        Field(
            "not", "Names that are somebody else's, though they look like theirs: a list.", yaml_records.texts
        ),
    )
}

PEOPLE = Kind("people file", "person", Code.PEOPLE, FIELDS)


def read(source: str, path: str) -> tuple[People, list[Problem]]:
    """The people of a file, and what is wrong with it; one wrong person loses no other."""
    found, problems = yaml_records.read(source, path, PEOPLE)
    first: dict[str, Person] = {}
    persons = []
    for record, origin, lines in found:
        person = _person(record, origin, lines)
        if person.orcid and (other := first.setdefault(person.orcid, person)) is not person:
            where = Origin(path, lines.get("orcid", origin.line))
            message = f"The ORCID iD of “{person.id}” is that of “{other.id}” as well; it is ignored."
            problems.append(Problem(Code.PEOPLE, message, where))
            person = replace(person, orcid="")
        persons.append(person)
    return People(persons), sorted(problems, key=lambda problem: problem.origin)


def _person(found: Mapping[str, Any], origin: Origin, lines: Mapping[str, int]) -> Person:
    return Person(
        found["id"],
        tuple(dict.fromkeys((found["name"], *found.get("variants", ())))),
        found.get("orcid", ""),
        found.get("homepage", ""),
        found.get("affiliation", ""),
        found.get("photo", ""),
        found.get("groups", ()),
        found.get("not", ()),
        origin,
        found.get("role", ""),
        found.get("email", ""),
        found.get("links", ()),
        Origin(origin.path, lines.get("photo", origin.line)),
    )
