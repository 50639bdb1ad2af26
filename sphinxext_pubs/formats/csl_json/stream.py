"""Reading the items of a CSL-JSON text one by one with the json library, with their lines.

Thus an item that is not valid JSON does not affect others, and warnings have the line of the item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Origin

#: Maximum number of invalid items in a file; the rest of it is ignored.
MAX_INVALID = 100
_MAX_INDENT = 200

_SPACE = re.compile(r"[ \t\n\r]*")
#: The usual beginning of items. In an indented text, items have the indentation of the first one.
_FIRST_KEY = r"\{\s{0,99}\"(?:id|type|citation-key)\"\s{0,99}:"


@dataclass(frozen=True, slots=True)
class Item:
    """A JSON object, its origin, and the names that it contains twice, with different values."""

    value: dict[str, Any]
    origin: Origin
    repeated: tuple[str, ...] = ()


class _InvalidJsonError(Exception):
    """The text is not JSON at ``position``, so that ``entries`` are ignored."""

    def __init__(self, reason: str, position: int, entries: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position
        self.entries = entries


def scan_items(source: Source) -> Iterator[Item | Problem]:
    """Yield the objects of a text with a list of items, ``{"items": […]}`` or one item; nothing is raised."""
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
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object)
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
            raise _InvalidJsonError(error.msg, error.pos, 1) from None
        except RecursionError:
            raise _InvalidJsonError("it is nested too deeply", self.position, 1) from None
        except ValueError:  # Python does not convert numbers with thousands of digits
            raise _InvalidJsonError("it contains a number that is too long", self.position, 1) from None
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


def _scan_document(scanner: _Scanner) -> Iterator[Item | Problem]:
    """Yield the items of a list, of ``items`` in an object, or a single item."""
    start = scanner.position
    mark = scanner.skip_space()
    if mark == "[":
        yield from _scan_list(scanner)
    elif mark != "{":
        raise _InvalidJsonError("expected a list of items", start)
    elif _enter_items(scanner):
        yield from _scan_list(scanner)
        _leave_items(scanner)
    else:
        scanner.position = start
        yield _scan_single(scanner)


def _enter_items(scanner: _Scanner) -> bool:
    """Move to the list in ``{"items": […]}`` and return True, or return False somewhere in the object."""
    scanner.expect("{")
    while scanner.skip_space() == '"':
        name = scanner.decode_value()
        scanner.expect(":")
        if scanner.skip_space() == "[" and name == "items":
            return True
        scanner.decode_value()
        if scanner.skip_space() != ",":
            return False
        scanner.position += 1
    return False


def _leave_items(scanner: _Scanner) -> None:
    """Skip the other members of the object that contains the list, and its end."""
    while scanner.skip_space() == ",":
        scanner.position += 1
        scanner.skip_space()
        scanner.decode_value()
        scanner.expect(":")
        scanner.skip_space()
        scanner.decode_value()
    if scanner.skip_space():
        scanner.expect("}")


def _scan_single(scanner: _Scanner) -> Item | Problem:
    item = _scan_item(scanner)
    if isinstance(item, Problem) or {"id", "type", "title"} & item.value.keys():
        return item
    message = "This is JSON, but not CSL-JSON. Write a list of items, each with an “id” and a “type”."
    return Problem(Code.NOT_BIBTEX, message, item.origin)


def _scan_list(scanner: _Scanner) -> Iterator[Item | Problem]:
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


def _scan_item(scanner: _Scanner) -> Item | Problem:
    """Return the item at the position, or a problem if it is not an object."""
    origin = scanner.origin(scanner.position)
    value = scanner.decode_value()
    if isinstance(value, dict):
        return Item(value, origin, tuple(dict.fromkeys(scanner.repeated)))
    message = f"An item must be an object, “{{…}}”, not {_KINDS.get(type(value), 'this')}; it is ignored."
    return Problem(Code.SYNTAX, message, origin, entries=1)


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
    reason = error.reason.rstrip(".")
    message = f"This is not valid JSON (column {scanner.column(error.position)}): {reason}."
    if entries:
        message = f"{message} {'The item is' if entries == 1 else f'{entries} items are'} ignored."
    return Problem(Code.SYNTAX, message, origin, entries)
