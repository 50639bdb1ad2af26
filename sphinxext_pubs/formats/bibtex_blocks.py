"""From the text of BibTeX files to their entries, with broken ones mended where that is sound.

bibtexparser's splitter finds the blocks; this module evaluates the values (macros, ``#``), folds the
names of fields and says what is wrong. No entry is lost without a problem that counts it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex_mend import Mended, balance, is_field_name, joined, mend, overflow
from sphinxext_pubs.formats.bibtex_split import split, unwrap
from sphinxext_pubs.formats.bibtex_values import (
    Evaluation,
    Macros,
    evaluate,
    extent,
    lenient,
    simple,
    with_commas,
)
from sphinxext_pubs.model import Origin
from sphinxext_pubs.problems import Code, Problem

#: How many blocks after a broken one are looked at for its end.
_JOIN = 3
#: Keys and values are cut to this many characters in messages.
_SHOWN = 60

#: Comments with entries inside are followed through at most this many times the length of the file.
_SCANS = 8
#: White space before an ``@`` beyond which it does not count as the first of its line.
_INDENT = 200

_APART = re.compile(r"@(?!\w*[ \t]*[{(])[ \t]*([^\s{}(),=@\"#%\\]+)\s*([{(])")
_ENTRY_LIKE = re.compile(r"@\w+[ \t]*[{(][^{},=]*,")
_COMMENT = re.compile(r"@comment[ \t]*[{(]", re.IGNORECASE)
_LOST_FIELDS = re.compile(r"[\s,})]*[A-Za-z][\w:.+/-]*\s*=\s*[\"{\w]")
_KEY_WORD = re.compile(r"[^\W_]+")
#: Types that only begin like the splitter's own blocks.
_NOT_SPECIAL = re.compile(r"@(?:comment|string|preamble)\w", re.IGNORECASE)


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
class _Reading:
    """What is known while the files are read; ``blocks`` is a stack, the next block last."""

    macros: Macros = field(default_factory=Macros)
    seen: dict[str, Origin] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    items: list[RawEntry | Problem] = field(default_factory=list)
    path: str = ""
    text: str = ""
    blocks: list[Any] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    cursor: int = 0
    scans: int = 0
    made: dict[str, int] = field(default_factory=dict)

    def complain(self, code: Code, message: str, line: int, entries: int = 0) -> None:
        """Keep a problem at a line of the present file."""
        self.items.append(Problem(code, message, Origin(self.path, line), entries))


@dataclass(slots=True)
class _Draft:
    """An entry while its fields are taken in; ``base`` is added to their lines, which count from 0."""

    key: str
    base: int
    values: dict[str, str] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    undefined: set[str] = field(default_factory=set)


def raw_entries(sources: Sequence[Source]) -> list[RawEntry | Problem]:
    """The entries of all files, each key once, and the problems with them, in the order of the files.

    A macro counts from its definition on, in later files too; one that is defined only further on is
    taken from there.
    """
    reading = _Reading()
    pending = []
    for source in sources:
        text = _with_starts_together(source.text)
        pending.append((source.path, text, split(text)))
        _look_ahead(reading.macros, pending[-1][2])
    pending.reverse()
    while pending:
        reading.path, reading.text, reading.blocks = pending.pop()
        reading.blocks.reverse()
        reading.starts, reading.cursor, reading.scans = [], 0, _SCANS * len(reading.text)
        while reading.blocks:
            block = reading.blocks.pop()
            _HANDLERS[type(block).__name__](reading, block)
    return reading.items


def shown(value: str) -> str:
    """A key or value as messages name it: in quotation marks, cut where it is long."""
    value = " ".join(value[: 4 * _SHOWN].split())
    return f'"{value[:_SHOWN]}…"' if len(value) > _SHOWN else f'"{value}"'


def _with_starts_together(text: str) -> str:
    """The text with ``@``, type and brace of every entry side by side, as the splitter expects them.

    Lines keep their numbers. BibTeX allows white space and line ends there, and more signs in types.
    """
    if _APART.search(text) is None:
        return text
    return _APART.sub(_together, text)


def _together(match: re.Match[str]) -> str:
    before = match.string[max(match.start() - _INDENT, 0) : match.start()]
    if before[before.rfind("\n") + 1 :].strip():
        return match[0]
    return "@" + re.sub(r"\W", "", match[1]) + match[2] + "\n" * match[0].count("\n")


def _look_ahead(macros: Macros, blocks: list[Any]) -> None:
    """Note the first definition of every macro."""
    for block in blocks:
        if type(block).__name__ in ("String", "DuplicateBlockKeyBlock"):
            string = unwrap(block)
            if not hasattr(string, "fields") and (found := evaluate(string.value, macros)) is not None:
                macros.later.setdefault(string.key.lower(), found.text)


# Blocks


def _read_entry(reading: _Reading, block: Any) -> None:
    entry = unwrap(block)
    following = reading.blocks[-1] if reading.blocks else None
    if following is not None and type(following).__name__ == "ImplicitComment" and _LOST_FIELDS.match(following.raw):
        start, end = _region(reading, block)
        mended = overflow(reading.text[start:end], len(entry.fields))
        if mended is not None:
            _add_mended(reading, mended, block.start_line)
            return
    _add(reading, entry.entry_type, entry.key.strip(), entry.fields, block.start_line, 0)


def _read_repeated(reading: _Reading, block: Any) -> None:
    """What the splitter met before: an entry's key is judged here, an abbreviation's new value holds."""
    if hasattr(unwrap(block), "fields"):
        _read_entry(reading, block)
    else:
        _read_string(reading, block)


def _read_string(reading: _Reading, block: Any) -> None:
    if _NOT_SPECIAL.match(block.raw):
        _finish_broken(reading, block.raw, block.start_line)
        return
    string = unwrap(block)
    line = block.start_line + 1
    what = f"the abbreviation {shown(string.key)}"
    found = evaluate(string.value, reading.macros)
    if found is None:
        reading.complain(Code.SYNTAX, f"{what} has a value that BibTeX cannot read; put it in braces", line)
        end = extent(string.value)
        mended = string.value[:end] if end > 0 else "{" + lenient(string.value) + "}"
        found = evaluate(mended, reading.macros)
    if found is not None:
        _say_macros(reading, found, what, line, set())
        reading.macros.defined[string.key.lower()] = found.text


def _read_comment(reading: _Reading, block: Any) -> None:
    """Text between blocks may comment out what follows on its line (``%``, as biber reads it)."""
    if not reading.blocks:
        return
    following = reading.blocks[-1]
    if block.start_line + block.raw.count("\n") != following.start_line:
        return
    last = block.raw[block.raw.rfind("\n") + 1 :].lstrip()
    if last.startswith("%") or (last.strip("})") and not _ENTRY_LIKE.match(following.raw)):
        reading.blocks.pop()


def _read_special(reading: _Reading, block: Any) -> None:
    """A comment or preamble holds nothing, unless its type only begins like one (``@commentary``)."""
    if _NOT_SPECIAL.match(block.raw):
        _finish_broken(reading, block.raw, block.start_line)


def _read_failed(reading: _Reading, block: Any) -> None:
    start, end = _region(reading, block)
    if _COMMENT.match(reading.text, start):
        _leave_out_comment(reading, block, start)
    elif not _joins(reading, block, start, end):
        _finish_broken(reading, reading.text[start:end], block.start_line)


_HANDLERS = {
    "Entry": _read_entry,
    "DuplicateFieldKeyBlock": _read_entry,
    "DuplicateBlockKeyBlock": _read_repeated,
    "String": _read_string,
    "Preamble": _read_special,
    "ExplicitComment": _read_special,
    "ImplicitComment": _read_comment,
    "ParsingFailedBlock": _read_failed,
}


# Broken blocks


def _leave_out_comment(reading: _Reading, block: Any, start: int) -> None:
    """A ``@comment`` around whole entries: they are left out with it, if its braces balance."""
    stop = balance(reading.text, start, min(start + max(reading.scans, 0), len(reading.text)))
    reading.scans -= (stop if stop > 0 else len(reading.text)) - start
    if stop > 0:
        _skip_to(reading, block.start_line + reading.text.count("\n", start, stop))


def _skip_to(reading: _Reading, line: int) -> None:
    """Drop the blocks that begin up to this line, which counts from 0."""
    while reading.blocks and reading.blocks[-1].start_line <= line:
        reading.blocks.pop()


def _joins(reading: _Reading, block: Any, start: int, end: int) -> bool:
    """Whether the block and the next few are one entry, in which a line begins like an entry."""
    if end == len(reading.text):
        return False
    found = joined(reading.text, start, end, _limit(reading))
    if found is None:
        return False
    mended, stop = found
    _skip_to(reading, block.start_line + reading.text.count("\n", start, stop))
    _add(reading, mended.type, mended.key, mended.fields, block.start_line, block.start_line)
    return True


def _limit(reading: _Reading) -> int:
    """The index up to which a broken entry's end is looked for."""
    near = [block for block in reading.blocks[: -2 * _JOIN : -1] if type(block).__name__ != "ImplicitComment"]
    return _starts(reading)[near[_JOIN].start_line] if len(near) > _JOIN else len(reading.text)


def _finish_broken(reading: _Reading, raw: str, line: int) -> None:
    """A broken block mended, or reported as lost."""
    mended = mend(raw)
    word = shown(raw.partition("\n")[0])
    if mended is not None:
        _add_mended(reading, mended, line)
    elif raw[:7].lower() == "@string":
        message = f"the abbreviation {word} cannot be read; check its braces and quotation marks"
        reading.complain(Code.SYNTAX, message, line + 1)
    elif raw[:9].lower() != "@preamble":
        message = (
            f"the entry that begins with {word} cannot be read and is left out; check its braces and commas"
        )
        reading.complain(Code.SYNTAX, message, line + 1, entries=1)


def _add_mended(reading: _Reading, mended: Mended, line: int) -> None:
    if mended.words:
        message = (
            f"{entry_name(mended.key)}: {mended.words}; it is shown as far as it can be read, please check it"
        )
        reading.complain(Code.SYNTAX, message, line + 1)
    _add(reading, mended.type, mended.key, mended.fields, line, line)


def _region(reading: _Reading, block: Any) -> tuple[int, int]:
    """Where the block begins in its text, and where the next one does."""
    start = reading.cursor = _locate(reading, block)
    for following in reversed(reading.blocks):
        if type(following).__name__ != "ImplicitComment":
            reading.cursor = start + 1
            return start, _locate(reading, following)
    return start, len(reading.text)


def _locate(reading: _Reading, block: Any) -> int:
    begin: int = max(_starts(reading)[block.start_line], reading.cursor)
    return max(reading.text.find(block.raw, begin), begin)


def _starts(reading: _Reading) -> list[int]:
    """The index of each line's first character, found when first needed."""
    if not reading.starts:
        reading.starts = [0, *(match.end() for match in re.finditer("\n", reading.text))]
    return reading.starts


# Entries


def _add(reading: _Reading, kind: str, key: str, fields: Sequence[Any], line: int, base: int) -> None:
    """Keep an entry or report it as a duplicate; ``line`` counts from 0, the fields' lines from ``base``."""
    origin = Origin(reading.path, line + 1)
    if key and key in reading.seen:
        both = f"stands here and at {reading.seen[key]}"
        message = f"{entry_name(key)} {both}; the first is used: rename or remove one"
        reading.complain(Code.DUPLICATE_KEY, message, line + 1, entries=1)
        return
    draft = _Draft(key, base)
    values, lines, names = draft.values, draft.lines, reading.names
    for field_ in fields:
        name = names.get(field_.key, "")
        text = simple(field_.value)
        if text is None or not name or name in values:
            _add_odd(reading, draft, field_)
        else:
            values[name] = text
            lines.append(base + field_.start_line + 1)
    if not key:
        key = _made_key(reading, values)
        message = f"an entry has no key; it is shown as {shown(key)}: give it a key of its own"
        reading.complain(Code.MISSING_KEY, message, line + 1)
    reading.seen[key] = origin
    reading.items.append(RawEntry(kind.strip().lower(), key, values, origin, tuple(lines)))


def entry_name(key: str) -> str:
    """An entry as messages name it."""
    return f"entry {shown(key)}" if key else "an entry without a key"


def _add_odd(reading: _Reading, draft: _Draft, field_: Any) -> None:
    """Take in a field of which the name or the value is not of the usual form."""
    name = reading.names.get(field_.key)
    if name is None:
        name = reading.names[field_.key] = _field_name(field_.key)
    line = draft.base + field_.start_line + 1
    if name == "%":
        return
    if not name:
        message = f"{entry_name(draft.key)}: a value stands without the name of its field; it is left out"
        reading.complain(Code.SYNTAX, message, line)
        return
    value = field_.value
    text = simple(value)
    if text is None:
        text = _evaluated(reading, draft, name, value, line)
    if text is None:
        _add_swallowed(reading, draft, field_, line)
    else:
        _take(reading, draft, name, text, line)


def _take(reading: _Reading, draft: _Draft, name: str, text: str, line: int) -> None:
    known = draft.values.get(name)
    if known is None:
        draft.values[name] = text
        draft.lines.append(line)
    elif known != text:
        what = f"has the field {shown(name)} twice, with different values"
        message = f"{entry_name(draft.key)} {what}; the first is used"
        reading.complain(Code.DUPLICATE_FIELD, message, line)


def _evaluated(reading: _Reading, draft: _Draft, name: str, value: str, line: int) -> str | None:
    """The text of a value; ``None`` where it swallowed other fields, for want of a comma."""
    found = evaluate(value, reading.macros, month=name == "month")
    if found is not None:
        _say_macros(reading, found, f"{entry_name(draft.key)}, field {shown(name)}", line, draft.undefined)
        return found.text
    if with_commas(value) is not None:
        return None
    message = (
        f"{entry_name(draft.key)}: the value of {shown(name)} is not in braces or quotation marks as a whole"
    )
    if value and not value.isspace():
        reading.complain(Code.SYNTAX, message + "; it is read as it stands", line)
    return lenient(value)


def _add_swallowed(reading: _Reading, draft: _Draft, field_: Any, line: int) -> None:
    """Take in a field and those that its value swallowed."""
    name = reading.names[field_.key]
    message = f"{entry_name(draft.key)}: a comma is missing after the field {shown(name)}"
    reading.complain(Code.SYNTAX, message, line)
    inner = _Draft(draft.key, line - 1, draft.values, draft.lines, draft.undefined)
    for block in split(f"@x{{x,{name}={with_commas(field_.value)}}}"):
        for swallowed in getattr(unwrap(block), "fields", ()):
            _add_odd(reading, inner, swallowed)


def _say_macros(reading: _Reading, found: Evaluation, what: str, line: int, said: set[str]) -> None:
    """Complain of what a value's macros lack, each once for an entry."""
    for name in found.undefined:
        if name not in said:
            why = f"nothing defines the abbreviation {shown(name)}"
            message = f"{what}: {why}; define it with @string, or put braces around the text"
            reading.complain(Code.UNDEFINED_MACRO, message, line)
    said.update(found.undefined)
    for name in found.too_long:
        message = (
            f"{what}: the abbreviation {shown(name)} makes the text longer than is allowed; its name is used"
        )
        reading.complain(Code.LIMIT, message, line)


def _field_name(written: str) -> str:
    """A field's name in lower case; ``%`` for one that is commented out, empty where there is none.

    Of other words before it, the last counts; lines that begin with ``%`` are comments.
    """
    line = written.rpartition("\n")[2].strip()
    if line.startswith("%"):
        return "%"
    name = line.split()[-1] if line else ""
    return sys.intern(name.lower()) if is_field_name(name) else ""


def _made_key(reading: _Reading, values: dict[str, str]) -> str:
    """A key from the first author's name, the year and the title's first word, by itself in the library."""
    author = _KEY_WORD.findall(
        values.get("author", values.get("editor", ""))[:200].partition(" and ")[0].partition(",")[0]
    )
    year = _KEY_WORD.findall(values.get("year", values.get("date", ""))[:40])
    title = [word for word in _KEY_WORD.findall(values.get("title", "")[:200]) if len(word) > 3]
    stem = "-".join([*author[-1:], *year[:1], *title[:1]]).lower() or "entry"
    key, number = stem, 2
    while key in reading.seen:
        number = max(number, reading.made.get(stem, 2))
        key, reading.made[stem] = f"{stem}-{number}", number + 1
    return key
