"""An entry as the data has it: the names of its fields folded, their values evaluated, repetitions judged."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sphinxext_pubs.formats.bibtex.fields import field_of
from sphinxext_pubs.formats.bibtex.split import is_field_name, split, unwrap
from sphinxext_pubs.formats.bibtex.values import (
    MONTHS,
    Evaluation,
    Macros,
    evaluate,
    extent,
    lenient,
    simple,
    tidy,
    with_commas,
)
from sphinxext_pubs.model.problems import Code, Problem, duplicate_key, missing_key, repeated_field
from sphinxext_pubs.model.publication import Origin

#: An entry, or a definition, makes at most this many problems about macros.
MAX_PROBLEMS = 8
#: Keys and values are cut to this many characters in messages.
_SHOWN = 60
#: Fields that exporters write once for each of their items: what is repeated is joined, with commas.
_LISTS = frozenset({"keywords", "keyword"})

#: What may follow a value without harm: a full stop, or a comment, which only biber knows.
_TRAILING = re.compile(r"\s*+[.;]?(?:\s++|%[^\n]*+)*\Z")
_KEY_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as the data has it: ``fields`` by lower-case name, values without delimiters, macros expanded.

    ``lines`` are those of the entry's own fields, in the order of ``fields``.
    """

    type: str
    key: str
    fields: dict[str, str]
    origin: Origin
    lines: tuple[int, ...] = ()

    def at(self, name: str) -> Origin:
        """Where the entry's own field of this name stands; else where the entry stands."""
        for own, line in zip(self.fields, self.lines, strict=False):
            if own == name:
                return Origin(self.origin.path, line)
        return self.origin


@dataclass(slots=True)
class Reading:
    """What is known while the files are read.

    ``text`` is a piece of a file, with ``above`` lines before it; ``blocks`` are those to come, the next
    one last; ``starts`` are the indexes of the piece's lines.
    """

    macros: Macros = field(default_factory=Macros)
    seen: dict[str, Origin] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    items: list[RawEntry | Problem] = field(default_factory=list)
    path: str = ""
    text: str = ""
    above: int = 0
    blocks: list[Any] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    cursor: int = 0
    scans: int = 0
    made: dict[str, int] = field(default_factory=dict)

    def add_problem(self, code: Code, message: str, line: int, entries: int = 0) -> None:
        """Keep a problem at a line of the present file."""
        self.items.append(Problem(code, message, Origin(self.path, self.above + line), entries))


@dataclass(slots=True)
class _Draft:
    """An entry while its fields are taken in; ``base`` is added to their lines, which count from 0."""

    key: str
    base: int
    values: dict[str, str] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    undefined: set[str] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)
    lists: dict[str, list[str]] = field(default_factory=dict)


def shown(value: str) -> str:
    """A key or value as messages name it: in quotation marks, cut where it is long."""
    value = " ".join(value[: 4 * _SHOWN].split())
    return f"“{value[:_SHOWN]}…”" if len(value) > _SHOWN else f"“{value}”"


def add_entry(reading: Reading, kind: str, key: str, fields: Sequence[Any], line: int, base: int) -> None:
    """Keep an entry or report it as a duplicate; ``line`` counts from 0, the fields' lines from ``base``."""
    origin = Origin(reading.path, reading.above + line + 1)
    if key and key in reading.seen:
        reading.items.append(duplicate_key(shown(key), reading.seen[key], origin))
        return
    draft = _Draft(key, base)
    values, lines, names = draft.values, draft.lines, reading.names
    above = reading.above + base + 1
    for field_ in fields:
        name = names.get(field_.key)
        value = field_.value
        # Most values are one pair of braces; the calls that this spares are a fifth of our time.
        if value.find("}") == len(value) - 1 and value[:1] == "{" and value[-2] != "\\":
            text = value[1:-1].strip()
            if "\n" in text or "  " in text or "\t" in text:
                text = tidy(text)
        else:
            text = value if name == "month" and value in MONTHS else simple(value)
        if text is None or not name or name in values:
            _add_odd(reading, draft, field_)
        else:
            values[name] = text
            lines.append(above + field_.start_line)
    for name, texts in draft.lists.items():
        values[name] = ", ".join(texts)
    if not key:
        key = _made_key(reading, values)
        reading.add_problem(Code.MISSING_KEY, missing_key(key), line + 1)
    reading.seen[key] = origin
    reading.items.append(RawEntry(kind.strip().lower(), key, values, origin, tuple(lines)))


def entry_name(key: str) -> str:
    """An entry as messages name it."""
    return f"entry {shown(key)}" if key else "an entry without a key"


def _add_odd(reading: Reading, draft: _Draft, field_: Any) -> None:
    """Take in a field of which the name or the value is not of the usual form."""
    name = reading.names.get(field_.key)
    if name is None:
        name = reading.names[field_.key] = _field_name(field_.key)
    line = draft.base + field_.start_line + 1
    if name == "%":
        return
    if not name:
        message = f"{entry_name(draft.key)}: a value has no field name; it is ignored"
        reading.add_problem(Code.SYNTAX, message, line)
        return
    value = field_.value
    text = simple(value)
    if text is None:
        text = _evaluated(reading, draft, name, value, line)
    if text is None:
        _add_swallowed(reading, draft, field_, line)
    else:
        _take(reading, draft, name, text, line)


def _take(reading: Reading, draft: _Draft, name: str, text: str, line: int) -> None:
    """Keep a field's text; of a field that stands twice the first, but lists are joined."""
    known = draft.values.get(name)
    if known is None:
        draft.values[name] = text
        draft.lines.append(reading.above + line)
    elif name in _LISTS:
        draft.lists.setdefault(name, [known]).append(text)
    elif known != text and name not in draft.repeated and field_of(name).kind != "private":
        draft.repeated.add(name)
        message = f"{entry_name(draft.key)}: {repeated_field(shown(name))}"
        reading.add_problem(Code.DUPLICATE_FIELD, message, line)


def _evaluated(reading: Reading, draft: _Draft, name: str, value: str, line: int) -> str | None:
    """The text of a value; ``None`` where it swallowed other fields, for want of a comma."""
    found = evaluate(value, reading.macros, month=name == "month")
    if found is not None:
        say_macros(reading, found, f"{entry_name(draft.key)}, field {shown(name)}", line, draft.undefined)
        return found.text.strip(" ")
    if with_commas(value) is not None:
        return None
    end = extent(value)
    if 0 < end < len(value) and _TRAILING.match(value, end):
        return _evaluated(reading, draft, name, value[:end], line)
    what = f"the value of {shown(name)} is not entirely in braces or quotation marks"
    if value and not value.isspace():
        message = f"{entry_name(draft.key)}: {what}; it is used as written"
        reading.add_problem(Code.SYNTAX, message, line)
    return lenient(value)


def _add_swallowed(reading: Reading, draft: _Draft, field_: Any, line: int) -> None:
    """Take in a field and those that its value swallowed."""
    name = reading.names[field_.key]
    message = f"{entry_name(draft.key)}: a comma is missing after the field {shown(name)}"
    reading.add_problem(Code.SYNTAX, message, line)
    inner = replace(draft, base=line - 1)
    for block in split(f"@x{{x,{name}={with_commas(field_.value)}}}"):
        for swallowed in getattr(unwrap(block), "fields", ()):
            _add_odd(reading, inner, swallowed)


def say_macros(reading: Reading, found: Evaluation, what: str, line: int, said: set[str]) -> None:
    """Complain of what a value's macros lack, each once for an entry."""
    for name in found.undefined:
        if name not in said and len(said) < MAX_PROBLEMS:
            said.add(name)
            remedy = "Define it with @string, or put braces around the text"
            message = f"{what}: unknown abbreviation {shown(name)}; its name is used. {remedy}"
            reading.add_problem(Code.UNDEFINED_MACRO, message, line)
    for name in found.too_long[:MAX_PROBLEMS]:
        message = f"{what}: the text of the abbreviation {shown(name)} is too long; its name is used"
        reading.add_problem(Code.LIMIT, message, line)


def _field_name(written: str) -> str:
    """A field's name in lower case; ``%`` for one that is commented out, empty where there is none.

    Of other words before it, the last counts; lines that begin with ``%`` are comments.
    """
    line = written.rpartition("\n")[2].strip()
    if line.startswith("%"):
        return "%"
    name = line.split()[-1] if line else ""
    return sys.intern(name.lower()) if is_field_name(name) else ""


def _made_key(reading: Reading, values: dict[str, str]) -> str:
    """A key from the first author's name, the year and the title's first word, by itself in the library."""
    author = _KEY_WORD.findall(
        values.get("author", values.get("editor", ""))[:200].partition(" and ")[0].partition(",")[0]
    )
    year = _KEY_WORD.findall(values.get("year", values.get("date", ""))[:40])
    title = _KEY_WORD.findall(values.get("title", "")[:200])
    word = next((word for word in title if len(word) > 3), "".join(title[:1]))
    stem = "-".join(filter(None, [*author[-1:], *year[:1], word])).lower() or "entry"
    key, number = stem, 2
    while key in reading.seen:
        number = max(number, reading.made.get(stem, 2))
        key, reading.made[stem] = f"{stem}-{number}", number + 1
    return key
