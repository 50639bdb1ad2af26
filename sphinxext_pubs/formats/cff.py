"""CITATION.cff (Citation File Format 1.2): the work that a project asks to cite; only read.

The work is ``preferred-citation`` if present, else the software itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from sphinxext_pubs.formats import yaml_text
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.cff_fields import FILE, LINKS, PEOPLE, PERSON, TYPES, WORK
from sphinxext_pubs.formats.entry_draft import EntryDraft, unique
from sphinxext_pubs.model.problems import Code, Problem, Suggestion, quoted
from sphinxext_pubs.model.publication import Link, Name, Origin, Publication
from sphinxext_pubs.model.rich_text import clean
from sphinxext_pubs.model.suggestions import near_words
from sphinxext_pubs.notation import dates, names
from sphinxext_pubs.notation.annotations import normalize_orcid

#: The targets of the work's keys that have one.
_TARGETS = {key.name: key.target for key in WORK if key.target}
_FILE_KEYS = tuple(dict.fromkeys(key.name for key in (*FILE, *WORK)))
_WORK_KEYS = tuple(key.name for key in WORK)
_DATES = ("date-published", "date-released", "date-accessed", "date-downloaded", "issue-date")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SOFTWARE_HERITAGE = "https://archive.softwareheritage.org/"


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Yield the work of each file, without a key, and the problems."""
    for source in sources:
        yield from _read_file(source)


@dataclass(slots=True)
class _Mapping:
    """A mapping of the file: its node, which has the lines, and its data."""

    node: yaml.MappingNode
    data: Mapping[str, Any]

    def line(self, name: str = "") -> int:
        """Return the line of a key, or that of the mapping."""
        keys = (key for key, _ in self.node.value if str(key.value) == name)
        return int(next(keys, self.node).start_mark.line) + 1

    def child(self, name: str) -> _Mapping | None:
        """Return the mapping under a key, or None if the value is not one."""
        node = next((value for key, value in self.node.value if str(key.value) == name), None)
        data = self.data.get(name)
        return _Mapping(node, data) if isinstance(node, yaml.MappingNode) and isinstance(data, dict) else None


def _read_file(source: Source) -> Iterator[Publication | Problem]:
    """Yield the problems and the work of a file."""
    try:
        node, data = yaml_text.load(source.text)
    except yaml_text.UnreadableError as error:
        sentence = f"This CITATION.cff is not valid YAML and is ignored: {error}"
        yield Problem(Code.SYNTAX, sentence, Origin(source.path, error.line), entries=1)
        return
    if not isinstance(data, Mapping) or not isinstance(node, yaml.MappingNode):
        sentence = "This CITATION.cff must consist of “key: value” lines; it is ignored"
        yield Problem(Code.SYNTAX, sentence, Origin(source.path, 1), entries=1)
        return
    file = _Mapping(node, data)
    preferred = file.child("preferred-citation")
    work = preferred or file
    origin = Origin(source.path, 1 if preferred is None else file.line("preferred-citation"))
    yield from _check_file(file, preferred, source.path)
    draft = EntryDraft(origin)
    _read_work(draft, work, is_software=preferred is None)
    yield from draft.problems
    yield draft.publication()


# Checks


def _check_file(file: _Mapping, preferred: _Mapping | None, path: str) -> Iterator[Problem]:
    """Yield the problems of keys and of missing values."""
    yield from _check_keys(file, _FILE_KEYS, path)
    if preferred is not None:
        yield from _check_keys(preferred, _WORK_KEYS, path)
    elif file.data.get("preferred-citation") is not None:
        origin = Origin(path, file.line("preferred-citation"))
        sentence = "“preferred-citation” must be a mapping with “type”, “title” and “authors”; it is ignored"
        yield Problem(Code.VALUE, sentence, origin)
    work = preferred or file
    required = ("type", "title", "authors") if preferred is not None else ("title", "authors")
    for name in required:
        if not work.data.get(name):
            where = " in “preferred-citation”" if preferred is not None else ""
            sentence = f"Missing {quoted(name)}{where}, which a CITATION.cff must have"
            yield Problem(Code.VALUE, sentence, Origin(path, work.line() if preferred is not None else 1))


def _check_keys(mapping: _Mapping, known: Sequence[str], path: str) -> Iterator[Problem]:
    """Yield problems for keys that CFF does not define, with the one that may be meant, and repeated keys."""
    seen: set[str] = set()
    for key, _ in mapping.node.value:
        name, origin = str(key.value), Origin(path, key.start_mark.line + 1)
        if name in seen:
            yield Problem(
                Code.DUPLICATE_FIELD, f"The key {quoted(name)} is given twice; the last value is used", origin
            )
        elif name not in known:
            suggestion = Suggestion(near=near_words(name, known, 1, 0.7))
            yield Problem(
                Code.VALUE,
                f"{quoted(name)} is not a key of CFF; it is ignored",
                origin,
                suggestion=suggestion,
            )
        seen.add(name)


# The work


def _read_work(draft: EntryDraft, work: _Mapping, *, is_software: bool) -> None:
    """Set the values of the work."""
    data = work.data
    _read_type(draft, work, is_software)
    for name, target in _TARGETS.items():
        if value := _string(data.get(name)):
            draft.put(target, value)
        elif isinstance(data.get(name), list) and name not in ("authors",):
            draft.put(target, ", ".join(filter(None, map(_string, data[name]))))
        elif isinstance(data.get(name), dict):
            draft.report(Code.VALUE, f"{quoted(name)} must be text; it is ignored", work.line(name))
    _read_people(draft, work)
    _read_places(draft, data)
    _read_identifiers(draft, work)
    _read_dates(draft, work)
    start, end = _string(data.get("start")), _string(data.get("end"))
    draft.put("page", f"{start}-{end}" if start and end else start or end)
    draft.values["keyword"] = unique([_string(word) for word in _list(data.get("keywords"))])
    languages = unique([_string(language) for language in _list(data.get("languages"))])
    draft.put("language", languages[0] if languages else "")


def _read_type(draft: EntryDraft, work: _Mapping, is_software: bool) -> None:
    """Set the type; an unknown one is reported."""
    kind = _string(work.data.get("type")) or ("software" if is_software else "generic")
    draft.type = TYPES.get(kind, "document")
    if kind not in TYPES:
        near = near_words(kind, TYPES, 1, 0.7)
        sentence = f"unknown type {quoted(kind)}; the entry is shown as “generic”"
        suggestion = Suggestion(near, choices=() if near else tuple(TYPES))
        draft.report(Code.VALUE, sentence, work.line("type"), name="type", suggestion=suggestion)


def _read_people(draft: EntryDraft, work: _Mapping) -> None:
    """Set the lists of people, with the ORCID iDs and affiliations of the authors."""
    for name, target in PEOPLE.items():
        value = work.data.get(name)
        if value is not None and not isinstance(value, list):
            draft.report(
                Code.VALUE, f"{quoted(name)} must be a list (“- …”); it is read as one item", work.line(name)
            )
        people = [
            (person, item) for item in _list(value) for person in _read_person(draft, item, work.line(name))
        ]
        draft.put_names(target, (person for person, _ in people))
        if name == "authors":
            for key, kind in (("orcid", "orcid"), ("affiliation", "affiliation")):
                rows = {
                    n: _string(item.get(key)) for n, (_, item) in enumerate(people) if isinstance(item, dict)
                }
                convert = normalize_orcid if kind == "orcid" else str
                draft.put_annotations(
                    "author", kind, {n: convert(value) for n, value in rows.items() if value}
                )


def _read_person(draft: EntryDraft, value: Any, line: int) -> list[Name]:
    """Return the name of a person or entity, or the names in a string, which CFF does not allow."""
    if isinstance(value, str):
        draft.report(
            Code.VALUE,
            f"{quoted(value)} must be written with “family-names” and “given-names”, or “name”",
            line,
        )
        return list(names.parse_names(_string(value)).names)
    if not isinstance(value, Mapping):
        return []
    for key in value:
        if key not in PERSON:
            near = near_words(str(key), PERSON, 1, 0.7)
            meant = f". Did you mean {quoted(near[0])}?" if near else ""
            draft.report(
                Code.VALUE, f"{quoted(str(key))} is not a key of a person; it is ignored{meant}", line
            )
    literal = _string(value.get("name"))
    parts = ("family-names", "given-names", "name-particle", "name-suffix")
    family, given, particle, suffix = (_string(value.get(part)) for part in parts)
    if family and not literal:
        return [Name(family, given, particle, suffix)]
    literal = literal or given or _string(value.get("alias"))
    return [Name(literal=literal)] if literal else []


def _read_places(draft: EntryDraft, data: Mapping[str, Any]) -> None:
    """Set the event, the publisher and their places from entities."""
    event = _entity_name(data.get("conference"))
    if data.get("type") == "conference-paper" and not draft.text("container_title"):
        draft.put("container_title", event)
    else:
        draft.put("event_title", event)
    draft.put("event_place", _place(data.get("conference")))
    publisher, institution = data.get("publisher"), data.get("institution")
    draft.put("publisher", _entity_name(publisher) or _entity_name(institution))
    place = _place(publisher) or _place(institution) or _entity_name(data.get("location"))
    draft.put("publisher_place", place)


def _entity_name(value: Any) -> str:
    return _string(value.get("name")) if isinstance(value, Mapping) else _string(value)


def _place(value: Any) -> str:
    """Return the city and region of a conference or a publisher."""
    if not isinstance(value, Mapping):
        return ""
    return ", ".join(filter(None, (_string(value.get(part)) for part in ("city", "region"))))


def _read_identifiers(draft: EntryDraft, work: _Mapping) -> None:
    """Set the DOI and the links, also from ``identifiers``."""
    draft.put_doi(_string(work.data.get("doi")))
    for row in _list(work.data.get("identifiers")):
        kind, value = (
            (_string(row.get(name)) for name in ("type", "value")) if isinstance(row, Mapping) else ("", "")
        )
        if not value or kind not in ("doi", "url", "swh", "other"):
            sentence = (
                "an identifier must have “value”, and “type”: “doi”, “url”, “swh” or “other”; it is ignored"
            )
            draft.report(Code.VALUE, sentence, work.line("identifiers"))
        elif kind == "doi" and not draft.text("doi"):
            draft.put_doi(value)
        elif kind == "url":
            draft.put_url(value)
        elif kind == "swh":
            draft.add_link(Link("swh", f"{_SOFTWARE_HERITAGE}{value}", "Software Heritage"))
        elif value.lower() not in draft.text("doi").lower():
            draft.put("custom:identifier", value)
    for name, rel in LINKS.items():
        if address := _string(work.data.get(name)):
            draft.add_link(Link(rel, address))


def _read_dates(draft: EntryDraft, work: _Mapping) -> None:
    """Set the date; those that are not written as CFF requires are reported."""
    data = work.data
    for name in _DATES:
        value = _string(data.get(name))
        if value and not _DATE.fullmatch(value):
            sentence = f"{quoted(value)} is not a valid {quoted(name)}; write it like 2024-11-30"
            draft.report(Code.DATE, sentence, work.line(name))
    name = next((name for name in ("date-published", "date-released") if data.get(name)), "year")
    published = _string(data.get(name)) if name != "year" else ""
    year, month = _string(data.get("year")), _string(data.get("month"))
    parsed = dates.from_fields(published, year, month)
    draft.values["issued"] = parsed.date
    if parsed.problem and (not published or _DATE.fullmatch(published)):
        draft.report(Code.DATE, parsed.problem, work.line(name), name=name)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _string(value: Any) -> str:
    """Return a scalar on one line, or the empty string for other values."""
    return clean(" ".join(value.split())) if isinstance(value, str) else ""
