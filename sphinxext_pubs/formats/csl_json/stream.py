"""Reading the items of a JSON text one by one with the json library, with their lines.

Thus an item that is not valid JSON does not affect others, and warnings have the line of the item. Items are
in a list, in an object by their keys, one on each line, or in a list that is a member of other objects, as in
the responses of web services.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Origin

#: Maximum number of invalid items in a file; the rest of it is ignored.
MAX_INVALID = 100
#: Maximum number of objects around the list of items.
MAX_ENVELOPES = 3
_MAX_INDENT = 200

_SPACE = re.compile(r"[ \t\n\r]*")
#: The usual beginning of items. In an indented text, items have the indentation of the first one.
_FIRST_KEY = r"\{\s{0,99}\"(?:id|type|citation-key|DOI|itemType|key)\"\s{0,99}:"
_LINE = re.compile(r"\n\{")
_LIST_OF_OBJECTS = re.compile(r"\[[ \t\n\r]*[{\]]")
#: Members that contain the list of items, and those with an object that contains it.
_LISTS = frozenset(
    {
        "items",
        "references",
        "data",
        "results",
        "records",
        "works",
        "publications",
        "bibliography",
        "papers",
        "citationItems",
    }
)
_ENVELOPES = frozenset({"message", "data", "response", "result"})
#: Members of works: a list after them is one of its values.
_OF_WORKS = frozenset({"title", "type", "DOI", "doi", "paperId", "itemType", "author", "authors"})
#: Maximum number of digits of a number; Python does not convert numbers of thousands of digits.
_MAX_DIGITS = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """A JSON object, its origin, and the names that it contains twice, with different values."""

    value: dict[str, Any]
    origin: Origin
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoItem:
    """A value in a list of items that is not an object: its kind, such as “a string”, and its origin."""

    kind: str
    origin: Origin


class _InvalidJsonError(Exception):
    """The text is not JSON at ``position``, so that ``entries`` are ignored."""

    def __init__(self, reason: str, position: int, entries: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position
        self.entries = entries


def scan_items(source: Source) -> Iterator[Item | NoItem | Problem]:
    """Yield the objects of a text that may be items, other values among them, and problems."""
    scanner = _Scanner(source)
    try:
        if scanner.skip_space():
            yield from _scan_document(scanner)
        if scanner.skip_space():
            raise _InvalidJsonError("unexpected text after the end", scanner.position)
    except _InvalidJsonError as error:
        yield _problem(scanner, error, max(error.entries, scanner.count_remaining()))


class _Scanner:
    """A position in a text, and the json library's decoder."""

    def __init__(self, source: Source) -> None:
        self.path = source.path
        self.text = source.text
        self.position = 0
        self.repeated: list[str] = []
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object, parse_int=_read_int)
        self._start = re.compile(_FIRST_KEY)
        self._counted, self._line = 0, 1

    def skip_space(self) -> str:
        """Skip white space and return the next character, or the empty string at the end."""
        match = _SPACE.match(self.text, self.position)
        self.position = match.end() if match else self.position
        return self.text[self.position : self.position + 1]

    def expect(self, mark: str) -> None:
        """Skip white space and this character; raise _InvalidJsonError if it is another character."""
        if self.skip_space() != mark:
            raise _InvalidJsonError(f"expected “{mark}”", self.position)
        self.position += 1

    def decode_value(self) -> Any:
        """Return the JSON value at the position and skip it; raise _InvalidJsonError without moving."""
        self.repeated.clear()
        try:
            value, self.position = self._decoder.raw_decode(self.text, self.position)
        except json.JSONDecodeError as error:
            raise _InvalidJsonError(_in_our_words(error.msg), error.pos, 1) from None
        except RecursionError:
            raise _InvalidJsonError("it is nested too deeply", self.position, 1) from None
        return value

    def origin(self, position: int) -> Origin:
        """Return the origin of a position; lines are counted only once if positions are ascending."""
        if position < self._counted:
            self._counted, self._line = 0, 1
        self._line += self.text.count("\n", self._counted, position)
        self._counted = position
        return Origin(self.path, self._line)

    def column(self, position: int) -> int:
        """Return the column of a position, from 1."""
        return position - self.text.rfind("\n", 0, position)

    def learn_indent(self) -> None:
        """Use the indentation of the current item for all items, if it is at the beginning of its line."""
        begin = self.text.rfind("\n", max(0, self.position - _MAX_INDENT), self.position) + 1
        indent = self.text[begin : self.position]
        if begin and not indent.strip(" \t"):
            self._start = re.compile(rf"(?<=\n{re.escape(indent)})\{{")

    def skip_to_next(self, start: int) -> bool:
        """Skip the invalid item at ``start``; return True if another item seems to follow."""
        match = self._start.search(self.text, max(self.position, start + 1))
        self.position = match.start() if match else len(self.text)
        return match is not None

    def skip_to_line(self) -> bool:
        """Skip to the next line that begins with an object; return True if there is one."""
        match = _LINE.search(self.text, self.position + 1)
        self.position = match.end() - 1 if match else len(self.text)
        return match is not None

    def begins_list_of_objects(self) -> bool:
        """True if the list at the position is empty or begins with an object."""
        return _LIST_OF_OBJECTS.match(self.text, self.position) is not None

    def count_remaining(self) -> int:
        """Return the number of items that seem to begin after the position."""
        return sum(1 for _ in self._start.finditer(self.text, self.position))

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return an object with the first value of repeated names, as for fields in BibTeX."""
        members = dict(pairs)
        if len(members) < len(pairs):
            members = {}
            for name, value in pairs:
                if members.setdefault(name, value) != value:
                    self.repeated.append(name)
        return members


def _read_int(digits: str) -> int | float:
    """Return a whole number, or infinity if it has too many digits, so that only its field is invalid."""
    return int(digits) if len(digits) <= _MAX_DIGITS else math.inf


#: The beginnings of messages of the json library, and what they mean.
_REASONS: tuple[tuple[str, str], ...] = (
    ("Expecting property name", "expected a name in double quotes"),
    ("Illegal trailing comma", "a comma must not be the last character of a list or object"),
    ("Expecting ':'", "expected “:” after a name"),
    ("Expecting ','", "expected “,” or the end of the list or object"),
    ("Expecting value", "a value is missing or invalid"),
    ("Unterminated string", "a string has no closing quotation mark"),
    ("Invalid control character", "a string contains a line break or control character; write \\n"),
    ("Invalid \\uXXXX", "\\u must be followed by four hexadecimal digits"),
    ("Invalid \\", "invalid escape in a string; write \\\\ for a backslash"),
)


def _in_our_words(message: str) -> str:
    """Return the reason for a message of the json library, which differs by version of Python."""
    return next((reason for start, reason in _REASONS if message.startswith(start)), "it cannot be read")


def _scan_document(scanner: _Scanner) -> Iterator[Item | NoItem | Problem]:
    """Yield the items of a list, of an object that contains it or them, of lines, or a single item."""
    start = scanner.position
    mark = scanner.skip_space()
    if mark == "[":
        yield from _scan_list(scanner)
        return
    if mark != "{":
        raise _InvalidJsonError("expected a list of items", start)
    depth, envelope = _find_list(scanner)
    if depth:
        yield from _scan_list(scanner)
        _leave_objects(scanner, depth)
        return
    scanner.position = start if envelope is None else envelope
    if envelope is not None:
        yield _scan_item(scanner)
        _leave_objects(scanner, 1)
    elif _has_items_by_key(scanner):
        yield from _scan_mapping(scanner)
        return
    else:
        scanner.position = start
    yield from _scan_lines(scanner)


def _find_list(scanner: _Scanner, depth: int = 1) -> tuple[int, int | None]:
    """Move to the list of items in an object, and return the number of objects around it.

    If there is none, return 0 and the position of the object in an envelope, or None, somewhere in the text.
    """
    scanner.expect("{")
    of_work, envelope = False, None
    while scanner.skip_space() == '"':
        name = scanner.decode_value()
        scanner.expect(":")
        mark, start = scanner.skip_space(), scanner.position
        if mark == "[" and (name == "items" or (name in _LISTS and not of_work)):
            if scanner.begins_list_of_objects():
                return depth, None
        elif mark == "{" and name in _ENVELOPES and not of_work and depth < MAX_ENVELOPES:
            found, inner = _find_list(scanner, depth + 1)
            if found:
                return found, None
            envelope = start if inner is None else inner
            scanner.position = start
        scanner.decode_value()
        of_work = of_work or name in _OF_WORKS
        if scanner.skip_space() != ",":
            break
        scanner.position += 1
    return 0, envelope


def _leave_objects(scanner: _Scanner, depth: int) -> None:
    """Skip the other members of the objects that contain the list, and their ends."""
    for _ in range(depth):
        while scanner.skip_space() == ",":
            scanner.position += 1
            scanner.skip_space()
            scanner.decode_value()
            scanner.expect(":")
            scanner.skip_space()
            scanner.decode_value()
        if scanner.skip_space():
            scanner.expect("}")


def _has_items_by_key(scanner: _Scanner) -> bool:
    """True if the first member of the object at the position is an object with a type or title."""
    scanner.expect("{")
    if scanner.skip_space() != '"':
        return False
    start = scanner.position
    scanner.decode_value()
    scanner.expect(":")
    if scanner.skip_space() != "{":
        return False
    try:
        value = scanner.decode_value()
    except _InvalidJsonError:
        return False
    finally:
        scanner.position = start
    return "title" in value or isinstance(value.get("type"), str)


def _scan_mapping(scanner: _Scanner) -> Iterator[Item | NoItem | Problem]:
    """Yield the items of an object with their keys, and move to its end."""
    while scanner.skip_space() == '"':
        key = scanner.decode_value()
        scanner.expect(":")
        scanner.skip_space()
        item = _scan_item(scanner)
        yield Item({"id": key, **item.value}, item.origin, item.repeated) if isinstance(item, Item) else item
        if scanner.skip_space() == ",":
            scanner.position += 1
    scanner.expect("}")


def _scan_lines(scanner: _Scanner) -> Iterator[Item | NoItem | Problem]:
    """Yield the items of a text with one object after another, usually one on each line."""
    invalid_items = 0
    while scanner.skip_space() == "{":
        start = scanner.position
        try:
            yield _scan_item(scanner)
        except _InvalidJsonError as error:
            yield _problem(scanner, error, error.entries)
            invalid_items += 1
            scanner.position = start
            if not scanner.skip_to_line() or invalid_items == MAX_INVALID:
                yield from _report_remaining(scanner)
                return


def _scan_list(scanner: _Scanner) -> Iterator[Item | NoItem | Problem]:
    """Yield the items of the list at the position, and move to its end."""
    scanner.expect("[")
    if scanner.skip_space() == "{":
        scanner.learn_indent()
    invalid_items = 0
    while (mark := scanner.skip_space()) != "]":
        start = scanner.position
        try:
            if not mark:
                raise _InvalidJsonError("unmatched “[”", start)
            yield _scan_item(scanner)
            _skip_comma(scanner)
        except _InvalidJsonError as error:
            yield _problem(scanner, error, error.entries)
            invalid_items += 1
            if not (mark and scanner.skip_to_next(start)) or invalid_items == MAX_INVALID:
                yield from _report_remaining(scanner)
                return
    scanner.position += 1


def _skip_comma(scanner: _Scanner) -> None:
    mark = scanner.skip_space()
    if mark == ",":
        scanner.position += 1
    elif mark and mark != "]":
        raise _InvalidJsonError("expected “,”", scanner.position)


def _report_remaining(scanner: _Scanner) -> Iterator[Problem]:
    """Skip the rest of a text with too many invalid items, and yield a problem if it contains items."""
    remaining = scanner.count_remaining()
    if remaining:
        message = f"{MAX_INVALID} items before this cannot be read; the {remaining} from here on are ignored."
        yield Problem(Code.LIMIT, message, scanner.origin(scanner.position), entries=remaining)
    scanner.position = len(scanner.text)


def _scan_item(scanner: _Scanner) -> Item | NoItem:
    """Return the item at the position, or its kind if it is not an object."""
    origin = scanner.origin(scanner.position)
    value = scanner.decode_value()
    if isinstance(value, dict):
        return Item(value, origin, tuple(dict.fromkeys(scanner.repeated)))
    return NoItem(_KINDS.get(type(value), "another value"), origin)


_KINDS: dict[type, str] = {
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
    list: "a list",
}


def _problem(scanner: _Scanner, error: _InvalidJsonError, entries: int) -> Problem:
    origin = scanner.origin(error.position)
    sentence = f"this is not valid JSON (column {scanner.column(error.position)}): {error.reason}"
    if entries:
        sentence = f"{sentence}. {'The item is' if entries == 1 else f'{entries} items are'} ignored"
    return Problem(Code.SYNTAX, sentence, origin, entries, cause=error.reason)
