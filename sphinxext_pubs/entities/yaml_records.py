"""YAML files of records: lists of mappings with known keys, validated with file and line.

The people file and the venues file are such files, each with a table of its fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from sphinxext_pubs.formats import yaml_text
from sphinxext_pubs.model.links import safe_url
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.model.rich_text import clean
from sphinxext_pubs.model.suggestions import nearest


class InvalidValueError(ValueError):
    """An invalid value of a key; the message says what is valid."""


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record: its help text, and the function that reads its value or raises InvalidValueError."""

    name: str
    help: str
    read: Callable[[Any], Any]
    required: bool = False


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A kind of file: its name, the name of a record, the code of its problems, and its fields."""

    file: str
    record: str
    code: Code
    fields: Mapping[str, Field]


# Values


def text(value: Any) -> str:
    """Return a scalar as one line; raise InvalidValueError if it is not text."""
    if isinstance(value, str) and (found := clean(" ".join(value.split()))):
        return found
    raise InvalidValueError("must be text")


def texts(value: Any) -> tuple[str, ...]:
    """Return the texts of a list, or of a single value."""
    return tuple(map(text, value)) if isinstance(value, list) else (text(value),)


def identifier(value: Any) -> str:
    """Return an identifier, which is used in URLs and options."""
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", value):
        raise InvalidValueError("write small letters, digits and hyphens, like “ada-example”")
    return value


def address(value: Any) -> str:
    """Return a URL that is safe to link."""
    url = safe_url(text(value))
    if url is None:
        raise InvalidValueError("write an address that begins with https://")
    return url


# Files


#: A record: its values by key, its origin, and the line of each key.
Record: TypeAlias = tuple[dict[str, Any], Origin, dict[str, int]]


def parse_records(source: str, path: str, kind: RecordFile) -> tuple[list[Record], list[Problem]]:
    """Return the records of a file, and its problems; an invalid record does not affect the others."""
    try:
        root, data = yaml_text.load(source)
    except yaml_text.UnreadableError as error:
        where = Origin(path, error.line)
        return [], [Problem(kind.code, f"The {kind.file} is no YAML that can be read: {error}.", where)]
    if root is None:
        return [], []
    if not isinstance(root, yaml.SequenceNode):
        message = f"The {kind.file} should be a list; each {kind.record} begins with “- id: …”."
        return [], [Problem(kind.code, message, Origin(path, 1))]
    records: list[Record] = []
    problems: list[Problem] = []
    first: dict[str, Origin] = {}
    for node, value in zip(root.value, data, strict=True):
        origin = Origin(path, node.start_mark.line + 1)
        if not isinstance(value, Mapping) or not isinstance(node, yaml.MappingNode):
            message = f"A {kind.record} should be “key: value” lines."
            problems.append(Problem(kind.code, message, origin))
            continue
        lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
        for name, line in _duplicate_keys(node):
            message = f"“{name}” stands in this {kind.record} at line {line} already; the last one counts."
            problems.append(Problem(kind.code, message, Origin(path, lines[name])))
        record = _read_record(value, lines, origin, kind, problems)
        if record is None:
            continue
        if (other := first.setdefault(record["id"], origin)) is not origin:
            message = f"The id “{record['id']}” is that of the {kind.record} at {other}; this one is ignored."
            problems.append(Problem(kind.code, message, origin))
        else:
            records.append((record, origin, lines))
    return records, problems


def _duplicate_keys(node: yaml.MappingNode) -> Iterator[tuple[str, int]]:
    """Yield the duplicate keys of a mapping, each with the line of its first occurrence."""
    first: dict[str, int] = {}
    for key, _ in node.value:
        name = str(key.value)
        if name in first:
            yield name, first[name]
        first.setdefault(name, key.start_mark.line + 1)


def _read_record(
    value: Mapping[Any, Any],
    lines: Mapping[str, int],
    origin: Origin,
    kind: RecordFile,
    problems: list[Problem],
) -> dict[str, Any] | None:
    record: dict[str, Any] = {}
    for key, item in value.items():
        where = Origin(origin.path, lines.get(str(key), origin.line))
        field = kind.fields.get(str(key))
        if field is None:
            near = nearest(str(key), kind.fields) or "."
            message = f"A {kind.record} has no “{key}”{near} The keys are {', '.join(kind.fields)}."
            problems.append(Problem(kind.code, message, where))
            continue
        try:
            record[field.name] = field.read(item)
        except InvalidValueError as error:
            problems.append(Problem(kind.code, f"“{key}”: {error}. It is ignored.", where))
    for field in kind.fields.values():
        if field.required and field.name not in record:
            message = f"A {kind.record} needs “{field.name}”; this one is ignored."
            problems.append(Problem(kind.code, message, origin))
            return None
    return record
