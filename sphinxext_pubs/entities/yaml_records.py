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
from sphinxext_pubs.model.problems import RENAME_ONE, Code, InvalidValueError, Problem, Suggestion, duplicate
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.model.rich_text import clean
from sphinxext_pubs.model.suggestions import suggest


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


class PartlyInvalidError(ValueError):
    """A value of which only a part is valid: that part, and the errors of the others."""

    def __init__(self, valid_part: Any, errors: list[InvalidValueError]) -> None:
        super().__init__(valid_part, errors)
        self.valid_part = valid_part
        self.errors = errors


def text(value: Any) -> str:
    """Return a scalar as one line; raise InvalidValueError if it is not text."""
    if isinstance(value, str) and (line := clean(" ".join(value.split()))):
        return line
    raise InvalidValueError("must be text")


def texts(value: Any) -> tuple[str, ...]:
    """Return the texts of a list, or of a single value."""
    return tuple(map(text, value)) if isinstance(value, list) else (text(value),)


def identifier(value: Any) -> str:
    """Return an identifier, which is used in URLs and options."""
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", value):
        raise InvalidValueError("must be lowercase letters, digits and hyphens, such as “ada-example”")
    return value


def address(value: Any) -> str:
    """Return a URL that is safe to link."""
    url = safe_url(text(value))
    if url is None:
        raise InvalidValueError("must be an address that begins with https://")
    return url


# Files


#: A record: its values by key, its origin, and the line of each key.
Record: TypeAlias = tuple[dict[str, Any], Origin, dict[str, int]]


def parse_records(source: str, path: str, kind: RecordFile) -> tuple[list[Record], list[Problem]]:
    """Return the records of a file, and its problems; an invalid record does not affect the others."""
    try:
        root, data = yaml_text.load(source)
    except yaml_text.UnreadableError as error:
        location = Origin(path, error.line)
        return [], [Problem(kind.code, f"The {kind.file} is not valid YAML: {error}", location)]
    if root is None:
        return [], []
    if not isinstance(root, yaml.SequenceNode):
        remedy = Suggestion(remedy=f"Begin each {kind.record} with “- id: …”")
        return [], [Problem(kind.code, f"The {kind.file} must be a list", Origin(path, 1), suggestion=remedy)]
    records: list[Record] = []
    problems: list[Problem] = []
    first: dict[str, Origin] = {}
    for node, value in zip(root.value, data, strict=True):
        origin = Origin(path, node.start_mark.line + 1)
        if not isinstance(value, Mapping) or not isinstance(node, yaml.MappingNode):
            sentence = f"A {kind.record} must consist of “key: value” lines; this one is ignored"
            problems.append(Problem(kind.code, sentence, origin))
            continue
        lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
        for name, line in _duplicate_keys(node):
            sentence = duplicate(f"key “{name}”", "value", Origin(path, lines[name]))
            remedy = Suggestion(remedy="Remove one of the two")
            problems.append(Problem(kind.code, sentence, Origin(path, line), suggestion=remedy))
        record = _read_record(value, lines, origin, kind, problems)
        if record is None:
            continue
        if (other := first.setdefault(record["id"], origin)) is not origin:
            sentence = duplicate(f"id “{record['id']}”", kind.record, other)
            problems.append(Problem(kind.code, sentence, origin, suggestion=RENAME_ONE))
        else:
            records.append((record, origin, lines))
    return records, problems


def _duplicate_keys(node: yaml.MappingNode) -> Iterator[tuple[str, int]]:
    """Yield the duplicate keys of a mapping, each with the line of an occurrence before the last."""
    lines: dict[str, int] = {}
    for key, _ in node.value:
        name = str(key.value)
        if name in lines:
            yield name, lines[name]
        lines[name] = key.start_mark.line + 1


def _read_record(
    value: Mapping[Any, Any],
    lines: Mapping[str, int],
    origin: Origin,
    kind: RecordFile,
    problems: list[Problem],
) -> dict[str, Any] | None:
    record: dict[str, Any] = {}
    identifier = value.get("id")
    owner = f"“{identifier}”" if isinstance(identifier, str) else f"a {kind.record}"
    for key, item in value.items():
        location = Origin(origin.path, lines.get(str(key), origin.line))
        field = kind.fields.get(str(key))
        if field is None:
            sentence = f"Unknown key “{key}” of {owner}; it is ignored"
            choices = suggest(str(key), kind.fields)
            problems.append(Problem(kind.code, sentence, location, suggestion=choices))
            continue
        try:
            record[field.name] = field.read(item)
        except PartlyInvalidError as partly:
            record[field.name] = partly.valid_part
            for error in partly.errors:
                sentence = f"“{key}” of {owner}: {error.sentence}; it is ignored"
                problems.append(Problem(kind.code, sentence, location, suggestion=error.suggestion))
        except InvalidValueError as error:
            effect = f"is not valid and the {kind.record} is ignored" if field.required else "is ignored"
            sentence = f"“{key}” of {owner} {effect}: {error.sentence}"
            problems.append(Problem(kind.code, sentence, location, suggestion=error.suggestion))
    missing = [field.name for field in kind.fields.values() if field.required and field.name not in record]
    for name in missing:
        if name not in value:
            sentence = f"A {kind.record} must have the key “{name}”; this one is ignored"
            problems.append(Problem(kind.code, sentence, origin))
            break
    return None if missing else record
