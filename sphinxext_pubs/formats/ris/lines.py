"""The entries of a RIS text, read with rispy; lines that break the format are repaired for it and reported.

rispy reads lines; here, entries get the beginnings and ends that they lack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

import rispy

from sphinxext_pubs.formats.ris.tags import BY_TAG
from sphinxext_pubs.formats.ris.types import BY_NAME
from sphinxext_pubs.model.problems import Code, Problem, Suggestion, quoted
from sphinxext_pubs.model.publication import Origin

#: The tags at the beginning and at the end of an entry.
START, END = "TY", "ER"
#: Tags with one value on each line, which EndNote and others write without repeating the tag.
_LISTS = frozenset(
    {START, "A1", "A2", "A3", "A4", "AU", "DB", "ED", "KW", "L1", "L2", "L3", "L4", "SN", "UR"}
)
#: Tags that make an entry of lines without ``TY``.
_CONTENT = frozenset({"A1", "AU", "BT", "CT", "T1", "TI"})


class Value(str):
    """The value of a tag, with its line from 1."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, value: str, line: int) -> Value:
        """Return the value of a line."""
        made = super().__new__(cls, value)
        made.line = line
        return made


@dataclass(frozen=True, slots=True)
class Record:
    """An entry: its type as written, its first line, its values by tag, and its lines as text."""

    type: str
    line: int
    values: dict[str, list[Value]]
    text: str


class _Line(NamedTuple):
    """A line with its number and its tag, or None for a line that continues another."""

    number: int
    text: str
    tag: str | None


@dataclass(slots=True)
class _Entry:
    """The lines of an entry without those of ``TY`` and ``ER``; ``type`` is None without ``TY``."""

    line: int
    type: str | None
    lines: list[_Line] = field(default_factory=list)
    ended: bool = False

    @property
    def is_entry(self) -> bool:
        """True if it has a type, a title or an author."""
        return self.type is not None or any(line.tag in _CONTENT for line in self.lines)


def read_records(path: str, text: str) -> Iterator[Record | Problem]:
    """Yield the entries of a text and the problems of its lines, in order."""
    reader = _LineReader(path)
    for number, line in enumerate(text.split("\n"), 1):
        reader.read(number, line)
    found: list[tuple[int, Record | Problem]] = [
        (problem.origin.line, problem)
        for problem in (*reader.problems, *_entry_problems(path, reader.entries))
    ]
    found += [(record.line, record) for record in _parse([*_readable(reader.entries)])]
    for _, item in sorted(found, key=lambda row: (row[0], isinstance(row[1], Record))):
        yield item


# Repairs

#: The characters before a tag that are ignored.
_BEFORE = "\ufeff\u200b\xa0 \t\f\v"
_LOOSE_TAG = re.compile(r"([A-Za-z][A-Za-z0-9])([ \t\xa0]*+)[-\u2010-\u2015\u2212]([ \t\xa0]?+)(.*)")
_BARE_TYPE = re.compile(r"(?i:TY)[ \t:=]++([A-Za-z]{2,8})\s*+")
#: Two lines that a program has joined.
_JOINED = re.compile(r"(?<![ \t])[ \t]{4,}+(?=[A-Z][A-Z0-9]  - )")
_TYPE = re.compile(r"[A-Za-z]{2,10}\s*+")


def _repair(line: str, *, lower_case: bool) -> tuple[str, str]:
    """Return a line as rispy reads it, and what was wrong with it, or empty.

    A line that may be text is not changed: a tag must be known, and have capitals unless ``lower_case``
    or followed by two spaces.
    """
    stripped = line.lstrip(_BEFORE)
    bare = _BARE_TYPE.fullmatch(stripped)
    if bare and bare[1].upper() in BY_NAME:
        return f"{START}  - {bare[1]}", "is not followed by two spaces, a hyphen and a space"
    if stripped.rstrip() == END:
        return f"{END}  - ", "is not followed by two spaces and a hyphen"
    match = _LOOSE_TAG.match(stripped)
    if match is None:
        return line, ""
    tag, before, after, value = match.groups()
    if tag.isupper() and stripped[2:5] == "  -" and (after or not value):
        return stripped, ""
    known = tag.upper() in BY_TAG or tag.upper() in (START, END)
    lower_case = lower_case or len(before.expandtabs()) > 1 or tag.upper() == START
    if not known or not (tag.isupper() or lower_case) or not _is_value(tag.upper(), value, before + after):
        return line, ""
    what = "is not followed by two spaces, a hyphen and a space" if tag.isupper() else "is not in capitals"
    return f"{tag.upper()}  - {value}", what


def _is_value(tag: str, value: str, spaces: str) -> bool:
    """True if the text after a loose tag can be its value, not the rest of a word such as ``ER-positive``."""
    if tag == START:
        return _TYPE.fullmatch(value) is not None
    return not value.strip() if tag == END else bool(spaces or not value)


# Entries


#: Lines before and between the entries of databases, without punctuation around them.
_HEADING = re.compile(
    r"(?i)(?:(?:record\s?#?)?\s?\d{1,6}(?:\s?of\s?\d{1,6})?"
    r"|(?:provider|database|content|source|fn|vr|ef)\b.*)?"
)
_MARKS = " \t#*.:;,-<>[]()\"'"
#: How the beginning of a line is written; ``{}`` is its tag.
_LAYOUT = "Write it as “{}  - ”: two capitals, two spaces, a hyphen and a space"


class _LineReader:
    """Collects the entries of a file line by line, and the problems of lines."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.entries: list[_Entry] = []
        self.problems: list[Problem] = []
        self._rispy = rispy.RisParser()
        self._lower_case = False

    def read(self, number: int, text: str) -> None:
        """Read a line, which may contain several."""
        pieces = _JOINED.split(text) if "  - " in text[6:] else [text]
        for piece in pieces:
            line, what = _repair(piece, lower_case=self._lower_case)
            if what:
                tag = piece.strip(_BEFORE)[:2]
                sentence = f"The tag {quoted(tag)} {what}; the line is read nevertheless"
                remedy = Suggestion(remedy=_LAYOUT.replace("{}", tag.upper()))
                self._add_problem(sentence, number, remedy, what)
            if line.strip():
                self._read_line(number, line, is_lower=bool(what) and piece.lstrip(_BEFORE)[:2].islower())

    def _read_line(self, number: int, line: str, *, is_lower: bool) -> None:
        tag, content = self._rispy.parse_line(line)
        entry = self.entries[-1] if self.entries and not self.entries[-1].ended else None
        if tag == START:
            self._lower_case = is_lower
            self.entries.append(_Entry(number, content))
        elif tag == END:
            if entry:
                entry.ended = True
        elif entry:
            entry.lines.append(_Line(number, line, tag))
        elif tag:
            self.entries.append(_Entry(number, None, [_Line(number, line, tag)]))
        elif not _HEADING.fullmatch(line[:200].strip(_MARKS)):
            sentence = f"The text {quoted(line.strip())} is not part of an entry; it is ignored"
            remedy = Suggestion(remedy="Begin each entry with “TY  - ” and end it with “ER  - ”")
            self._add_problem(sentence, number, remedy, "text between entries")

    def _add_problem(self, sentence: str, line: int, remedy: Suggestion, cause: str) -> None:
        origin = Origin(self.path, line)
        self.problems.append(Problem(Code.SYNTAX, sentence, origin, suggestion=remedy, cause=cause))


def _is_typed_at_end(entry: _Entry, after: _Entry) -> bool:
    """True if the type of an entry without one is in its last line, which looks like another entry."""
    return entry.type is None and not entry.ended and not after.lines and bool(after.type)


def _readable(entries: Sequence[_Entry]) -> Iterator[_Entry]:
    """Yield the entries that are shown."""
    previous: _Entry | None = None
    for entry in entries:
        if previous is not None and _is_typed_at_end(previous, entry):
            previous.type = entry.type
        elif entry.is_entry:
            previous = entry
            yield entry


def _entry_problems(path: str, entries: Sequence[_Entry]) -> Iterator[Problem]:
    """Yield the problems of entries without ``TY`` or ``ER``."""
    for entry, after in zip_longest(entries, entries[1:]):
        origin = Origin(path, entry.line)
        if not entry.is_entry:
            tags = ", ".join(dict.fromkeys(line.tag for line in entry.lines if line.tag))
            sentence = f"The lines of the tags {quoted(tags)} are not part of an entry; they are ignored"
            remedy = Suggestion(remedy="Begin the entry with “TY  - ” and its type, such as “TY  - JOUR”")
            yield Problem(Code.SYNTAX, sentence, origin, 1, remedy, cause="lines without an entry")
        elif entry.type is None:
            remedy = Suggestion(remedy="Begin it with its type, such as “TY  - JOUR”")
            sentence = "The entry does not begin with “TY  - ”; it is shown as a generic entry"
            if after is not None and _is_typed_at_end(entry, after):
                sentence = "The entry does not begin with “TY  - ”, which comes later; it is shown"
            yield Problem(Code.SYNTAX, sentence, origin, suggestion=remedy, cause="no TY")
        elif not entry.ended:
            sentence = "The entry has no “ER  - ” at its end; it is read up to the next entry"
            yield Problem(Code.SYNTAX, sentence, origin, suggestion=Suggestion(remedy="Add “ER  - ” there"))


# rispy


class _Parser(rispy.RisParser):
    """rispy with a list of values for each tag, known or not, and the number of the line of each.

    It is given the numbers of all lines, of which it reads each exactly once.
    """

    def __init__(self, numbers: Iterable[int]) -> None:
        super().__init__(
            mapping=_AnyTag(), list_tags=[], delimiter_tags_mapping={}, ignore=[], enforce_list_tags=False
        )
        self._numbers = iter(numbers)
        self._tag = START

    def parse_line(self, line: str) -> tuple[str, str]:
        """Return the tag and the value of a line; a line without a tag continues the one before."""
        tag, content = super().parse_line(line)
        number = next(self._numbers)
        if tag is None:
            return self._tag, _Continuation(content, number)
        self._tag = tag
        return tag, Value(content, number)


class _Continuation(Value):
    """A line that continues the value of the line before."""

    __slots__ = ()


class _AnyTag(dict[str, str]):
    """The names of tags: the tags."""

    def __missing__(self, tag: str) -> str:
        """Return the tag."""
        return tag


def _parse(entries: Sequence[_Entry]) -> Iterator[Record]:
    """Yield the records of entries."""
    rows = [row for entry in entries for row in _framed(entry)]
    records = _Parser(number for number, _ in rows).parse("\n".join(line for _, line in rows))
    for entry, record in zip(entries, records, strict=True):
        values = {tag: _join(tag, value) for tag, value in record.items()}
        _, *values[START] = values[START]  # the lines before the first tag
        values = {tag: [value for value in found if value] for tag, found in values.items()}
        text = "\n".join(line.text for line in entry.lines)
        yield Record(
            entry.type or "", entry.line, {tag: found for tag, found in values.items() if found}, text
        )


def _framed(entry: _Entry) -> Iterator[tuple[int, str]]:
    """Yield the lines of an entry for rispy, with its beginning and end."""
    yield entry.line, f"{START}  - {entry.type or ''}"
    yield from ((line.number, line.text) for line in entry.lines)
    yield entry.line, f"{END}  - "


def _join(tag: str, values: Value | list[Value]) -> list[Value]:
    """Return the values of a tag with the lines that continue one joined, or as further values of a list."""
    parts: list[list[Value]] = []
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, _Continuation) and tag not in _LISTS:
            parts[-1].append(value)
        else:
            parts.append([value])
    return [Value("\n".join(part).strip(), part[0].line) for part in parts]
