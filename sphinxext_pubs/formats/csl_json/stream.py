"""The items of a CSL-JSON text, each with its line: the json library's parser, one item at a time.

So an item that is not JSON hides no other, and a warning can say where an item stands.
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

#: Broken items of one file after which the rest of it is not read.
MAX_BROKEN = 100
_MAX_INDENT = 200

_SPACE = re.compile(r"[ \t\n\r]*")
#: How items mostly begin; in an indented text they begin as far in as the first one does.
_FIRST_KEY = r"\{\s{0,99}\"(?:id|type|citation-key)\"\s{0,99}:"


@dataclass(frozen=True, slots=True)
class Item:
    """A JSON object, where it begins, and the names in it that stand there twice with different values."""

    value: dict[str, Any]
    origin: Origin
    repeated: tuple[str, ...] = ()


class _BrokenError(Exception):
    """The text is not JSON at ``at`` (a character's index), and ``entries`` are lost to it."""

    def __init__(self, reason: str, at: int, entries: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at
        self.entries = entries


def scan(source: Source) -> Iterator[Item | Problem]:
    """The objects of a text that holds a list of items, ``{"items": […]}`` or one item; never raises."""
    place = _Place(source)
    try:
        if place.space():
            yield from _whole(place)
        if place.space():
            raise _BrokenError("unexpected text after the end", place.at)
    except _BrokenError as broken:
        yield _problem(place, broken, max(broken.entries, place.rest()))


class _Place:
    """A place in a text, and the json library's decoder."""

    def __init__(self, source: Source) -> None:
        self.path = source.path
        self.text = source.text
        self.at = 0
        self.repeated: list[str] = []
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object)
        self._start = re.compile(_FIRST_KEY)
        self._counted, self._line = 0, 1

    def space(self) -> str:
        """Go over space; the character there, empty at the end."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def expect(self, mark: str) -> None:
        """Go over space and this character; raises _BrokenError where another stands."""
        if self.space() != mark:
            raise _BrokenError(f"expected “{mark}”", self.at)
        self.at += 1

    def value(self) -> Any:
        """Go over the JSON value here; raises _BrokenError, with the place as it was."""
        self.repeated.clear()
        try:
            value, self.at = self._decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise _BrokenError(error.msg, error.pos, 1) from None
        except RecursionError:
            raise _BrokenError("it is nested too deeply", self.at, 1) from None
        except ValueError:  # Python refuses numbers of thousands of digits
            raise _BrokenError("it contains a number that is too long", self.at, 1) from None
        return value

    def origin(self, at: int) -> Origin:
        """The line of a place; each line is counted once as long as the places grow."""
        if at < self._counted:
            self._counted, self._line = 0, 1
        self._line += self.text.count("\n", self._counted, at)
        self._counted = at
        return Origin(self.path, self._line)

    def column(self, at: int) -> int:
        """The column of a place, from 1."""
        return at - self.text.rfind("\n", 0, at)

    def learn_indent(self) -> None:
        """Take the indentation of the item here as every item's, if it begins its line."""
        begin = self.text.rfind("\n", max(0, self.at - _MAX_INDENT), self.at) + 1
        indent = self.text[begin : self.at]
        if begin and not indent.strip(" \t"):
            self._start = re.compile(rf"(?<=\n{re.escape(indent)})\{{")

    def skip(self, start: int) -> bool:
        """Go on from the broken item at ``start`` to where the next seems to begin; False where none does."""
        found = self._start.search(self.text, max(self.at, start + 1))
        self.at = found.start() if found else len(self.text)
        return found is not None

    def rest(self) -> int:
        """How many items seem to begin from here on."""
        return sum(1 for _ in self._start.finditer(self.text, self.at))

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """An object in which the first of equal names counts, as it does for BibTeX's fields."""
        made = dict(pairs)
        if len(made) < len(pairs):
            made = {}
            for name, value in pairs:
                if made.setdefault(name, value) != value:
                    self.repeated.append(name)
        return made


def _whole(place: _Place) -> Iterator[Item | Problem]:
    start = place.at
    mark = place.space()
    if mark == "[":
        yield from _list(place)
    elif mark != "{":
        raise _BrokenError("expected a list of items", start)
    elif _enter_items(place):
        yield from _list(place)
        _leave_items(place)
    else:
        place.at = start
        yield _single(place)


def _enter_items(place: _Place) -> bool:
    """Go to the list in ``{"items": […]}``; False, somewhere in the object, where there is none."""
    place.expect("{")
    while place.space() == '"':
        name = place.value()
        place.expect(":")
        if place.space() == "[" and name == "items":
            return True
        place.value()
        if place.space() != ",":
            return False
        place.at += 1
    return False


def _leave_items(place: _Place) -> None:
    """Go over the other members of the object that the list stands in, and over its end."""
    while place.space() == ",":
        place.at += 1
        place.space()
        place.value()
        place.expect(":")
        place.space()
        place.value()
    if place.space():
        place.expect("}")


def _single(place: _Place) -> Item | Problem:
    found = _item(place)
    if isinstance(found, Problem) or {"id", "type", "title"} & found.value.keys():
        return found
    message = "This is JSON, but not CSL-JSON. Write a list of items, each with an “id” and a “type”."
    return Problem(Code.NOT_BIBTEX, message, found.origin)


def _list(place: _Place) -> Iterator[Item | Problem]:
    """The items of the list that begins here; the place is behind it afterwards."""
    place.expect("[")
    if place.space() == "{":
        place.learn_indent()
    broken_items = 0
    while (mark := place.space()) != "]":
        start = place.at
        try:
            if not mark:
                raise _BrokenError("unmatched “[”", start)
            yield _item(place)
            _comma(place)
        except _BrokenError as broken:
            yield _problem(place, broken, broken.entries)
            broken_items += 1
            if not (mark and place.skip(start)) or broken_items == MAX_BROKEN:
                yield from _abandoned(place)
                return
    place.at += 1


def _comma(place: _Place) -> None:
    mark = place.space()
    if mark == ",":
        place.at += 1
    elif mark and mark != "]":
        raise _BrokenError("expected “,”", place.at)


def _abandoned(place: _Place) -> Iterator[Problem]:
    """A problem for the rest of a text with too many broken items, if it holds any."""
    lost = place.rest()
    if lost:
        message = f"{MAX_BROKEN} items before this cannot be read; the {lost} from here on are ignored."
        yield Problem(Code.LIMIT, message, place.origin(place.at), entries=lost)
    place.at = len(place.text)


def _item(place: _Place) -> Item | Problem:
    origin = place.origin(place.at)
    value = place.value()
    if isinstance(value, dict):
        return Item(value, origin, tuple(dict.fromkeys(place.repeated)))
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


def _problem(place: _Place, broken: _BrokenError, entries: int) -> Problem:
    origin = place.origin(broken.at)
    reason = broken.reason.rstrip(".")
    message = f"This is not valid JSON (column {place.column(broken.at)}): {reason}."
    if entries:
        message = f"{message} {'The item is' if entries == 1 else f'{entries} items are'} ignored."
    return Problem(Code.SYNTAX, message, origin, entries)
