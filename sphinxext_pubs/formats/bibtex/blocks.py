"""From the text of BibTeX files to their entries, with broken ones mended where that is sound.

bibtexparser's splitter finds the blocks; this module evaluates the values (macros, ``#``), folds the
names of fields and says what is wrong. No entry is lost without a problem that counts it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.entries import (
    RawEntry,
    Reading,
    add_entry,
    entry_name,
    say_macros,
    shown,
)
from sphinxext_pubs.formats.bibtex.repair import Mended, balance, joined, mend, overflow
from sphinxext_pubs.formats.bibtex.split import pieces, split, unwrap
from sphinxext_pubs.formats.bibtex.values import Macros, evaluate, extent, lenient
from sphinxext_pubs.model.problems import Code, Problem

#: How many blocks after a broken one are looked at for its end.
_JOIN = 3
#: Comments with entries inside are followed through at most this many times the length of the file.
_SCANS = 8
#: White space before an ``@`` beyond which it does not count as the first of its line.
_INDENT = 200

_APART = re.compile(r"@(?!\w*[ \t]*[{(])[ \t]*([^\s{}(),=@\"#%\\]+)\s*([{(])")
_DEFINITION = re.compile(r"^[ \t]*@string[ \t]*[{(]", re.IGNORECASE | re.MULTILINE)
_LINE_START = re.compile(r"^[ \t]*@\w*[ \t]*[{(]", re.MULTILINE)
_LINE_BREAKS = re.compile(r"(?<!\\)((?:\\\\)+)(?=[{}])")
_ENTRY_LIKE = re.compile(r"@\w+[ \t]*[{(][^{},=]*,")
_COMMENT = re.compile(r"@comment[ \t]*[{(]", re.IGNORECASE)
_LOST_FIELDS = re.compile(r"[\s,})]*[A-Za-z][\w:.+/-]*\s*=\s*[\"{\w]")
_SPECIAL = re.compile(r"@(string|preamble)[ \t]*[{(]", re.IGNORECASE)
#: Types that only begin like the splitter's own blocks.
_NOT_SPECIAL = re.compile(r"@(?:comment|string|preamble)\w", re.IGNORECASE)


def raw_entries(sources: Sequence[Source]) -> list[RawEntry | Problem]:
    """The entries of all files, each key once, and the problems with them, in the order of the files.

    A macro counts from its definition on, in later files too; one that is defined only further on is
    taken from there.
    """
    reading = Reading(Macros(ahead=lambda: _definitions(sources)))
    reading.macros.budget += sum(len(source.text) for source in sources)
    for source in sources:
        reading.path, reading.above = source.path, 0
        for piece in pieces(_prepared(source.text)):
            _read_piece(reading, piece)
    return reading.items


def _read_piece(reading: Reading, text: str) -> None:
    reading.text, reading.starts, reading.cursor, reading.scans = text, [], 0, _SCANS * len(text)
    reading.blocks = split(text)
    reading.blocks.reverse()
    while reading.blocks:
        block = reading.blocks.pop()
        _HANDLERS[type(block).__name__](reading, block)
    reading.above += text.count("\n")


def _definitions(sources: Sequence[Source]) -> dict[str, str]:
    """The macros of all files by their first definition."""
    macros = Macros()
    for source in sources:
        text = _prepared(source.text)
        for match in _DEFINITION.finditer(text):
            following = _LINE_START.search(text, match.end())
            for block in split(text[match.start() : following.start() if following else len(text)]):
                if type(block).__name__ == "String" and (found := evaluate(block.value, macros)) is not None:
                    macros.defined.setdefault(block.key.lower(), found.text)
    return macros.defined


def _prepared(text: str) -> str:
    """The text as the splitter expects it, every line with its number kept.

    BibTeX allows white space, line ends and more signs between an entry's ``@`` and its brace; and two
    backslashes before a brace are a line break, not an escape.
    """
    if _APART.search(text) is not None:
        text = _APART.sub(_together, text)
    if "\\" in text and ("\\\\{" in text or "\\\\}" in text):
        text = _LINE_BREAKS.sub(r"\1 ", text)
    return text


def _together(match: re.Match[str]) -> str:
    before = match.string[max(match.start() - _INDENT, 0) : match.start()]
    if before[before.rfind("\n") + 1 :].strip():
        return match[0]
    return "@" + re.sub(r"\W", "", match[1]) + match[2] + "\n" * match[0].count("\n")


# Blocks


def _read_entry(reading: Reading, block: Any) -> None:
    entry = block if hasattr(block, "fields") else unwrap(block)
    following = reading.blocks[-1] if reading.blocks else block
    if type(following).__name__ == "ImplicitComment" and _LOST_FIELDS.match(following.raw):
        start, end = _region(reading, block)
        mended = overflow(reading.text[start:end], len(entry.fields))
        if mended is not None:
            _add_mended(reading, mended, block.start_line)
            return
    add_entry(reading, entry.entry_type, " ".join(entry.key.split()), entry.fields, block.start_line, 0)


def _read_repeated(reading: Reading, block: Any) -> None:
    """What the splitter met before: an entry's key is judged here, an abbreviation's new value holds."""
    if hasattr(unwrap(block), "fields"):
        _read_entry(reading, block)
    else:
        _read_string(reading, block)


def _read_string(reading: Reading, block: Any) -> None:
    if _NOT_SPECIAL.match(block.raw):
        _finish_broken(reading, block.raw, block.start_line)
        return
    string = unwrap(block)
    line = block.start_line + 1
    what = f"the abbreviation {shown(string.key)}"
    found = evaluate(string.value, reading.macros)
    if found is None:
        reading.add_problem(Code.SYNTAX, f"the value of {what} is not valid BibTeX. Put it in braces", line)
        end = extent(string.value)
        mended = string.value[:end] if end > 0 else "{" + lenient(string.value) + "}"
        found = evaluate(mended, reading.macros)
    if found is not None:
        say_macros(reading, found, what, line, set())
        reading.macros.defined[string.key.lower()] = found.text


def _read_comment(reading: Reading, block: Any) -> None:
    """Text between blocks may comment out what follows on its line (``%``, as biber reads it)."""
    if not reading.blocks:
        return
    following = reading.blocks[-1]
    if block.start_line + block.raw.count("\n") != following.start_line:
        return
    last = block.raw[block.raw.rfind("\n") + 1 :].lstrip()
    if last.startswith("%") or (last.strip("})") and not _ENTRY_LIKE.match(following.raw)):
        reading.blocks.pop()


def _read_special(reading: Reading, block: Any) -> None:
    """A comment or preamble holds nothing, unless its type only begins like one (``@commentary``)."""
    if _NOT_SPECIAL.match(block.raw):
        _finish_broken(reading, block.raw, block.start_line)


def _read_failed(reading: Reading, block: Any) -> None:
    start, end = _region(reading, block)
    if _COMMENT.match(reading.text, start):
        _leave_out_comment(reading, block, start)
    elif not _joins(reading, block, start, end):
        noticed = block.start_line + block.raw.rstrip().count("\n")
        _finish_broken(reading, reading.text[start:end], block.start_line, noticed)


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


def _leave_out_comment(reading: Reading, block: Any, start: int) -> None:
    """A ``@comment`` around whole entries: they are left out with it, if its braces balance."""
    stop = balance(reading.text, start, min(start + max(reading.scans, 0), len(reading.text)))
    reading.scans -= (stop if stop > 0 else len(reading.text)) - start
    if stop > 0:
        _skip_to(reading, block.start_line + reading.text.count("\n", start, stop))


def _skip_to(reading: Reading, line: int) -> None:
    """Drop the blocks that begin up to this line, which counts from 0."""
    while reading.blocks and reading.blocks[-1].start_line <= line:
        reading.blocks.pop()


def _joins(reading: Reading, block: Any, start: int, end: int) -> bool:
    """Whether the block and the next few are one entry, in which a line begins like an entry."""
    if end == len(reading.text):
        return False
    found = joined(reading.text, start, end, _limit(reading))
    if found is None:
        return False
    mended, stop = found
    _skip_to(reading, block.start_line + reading.text.count("\n", start, stop))
    add_entry(reading, mended.type, mended.key, mended.fields, block.start_line, block.start_line)
    return True


def _limit(reading: Reading) -> int:
    """The index up to which a broken entry's end is looked for."""
    near = [block for block in reading.blocks[: -2 * _JOIN : -1] if type(block).__name__ != "ImplicitComment"]
    return _starts(reading)[near[_JOIN].start_line] if len(near) > _JOIN else len(reading.text)


def _finish_broken(reading: Reading, raw: str, line: int, noticed: int = 0) -> None:
    """A broken block mended, or reported as lost; ``noticed`` is where the splitter gave up."""
    special = _SPECIAL.match(raw)
    mended = mend(raw) if special is None else None
    where = f" (noticed at line {reading.above + noticed + 1})" if noticed > line else ""
    word = shown(raw.partition("\n")[0])
    if mended is not None:
        _add_mended(reading, mended, line, where)
    elif special is None:
        what = f"the entry that begins with {word} cannot be read{where} and is ignored"
        reading.add_problem(Code.SYNTAX, f"{what}. Check its braces and commas", line + 1, entries=1)
    elif special[1].lower() == "string":
        what = f"the abbreviation {word} cannot be read{where} and is ignored"
        reading.add_problem(Code.SYNTAX, f"{what}. Check its braces and quotation marks", line + 1)


def _add_mended(reading: Reading, mended: Mended, line: int, where: str = "") -> None:
    if mended.words:
        what = f"{entry_name(mended.key)}: {mended.words}{where}"
        message = f"{what}. The entry is shown as far as it can be read. Check it"
        reading.add_problem(Code.SYNTAX, message, line + 1)
    add_entry(reading, mended.type, mended.key, mended.fields, line, line)


def _region(reading: Reading, block: Any) -> tuple[int, int]:
    """Where the block begins in its text, and where the next one does."""
    start = reading.cursor = _locate(reading, block)
    for following in reversed(reading.blocks):
        if type(following).__name__ != "ImplicitComment":
            reading.cursor = start + 1
            return start, _locate(reading, following)
    return start, len(reading.text)


def _locate(reading: Reading, block: Any) -> int:
    begin: int = max(_starts(reading)[block.start_line], reading.cursor)
    return max(reading.text.find(block.raw, begin), begin)


def _starts(reading: Reading) -> list[int]:
    """The index of each line's first character, found when first needed."""
    if not reading.starts:
        reading.starts = [0, *(match.end() for match in re.finditer("\n", reading.text))]
    return reading.starts
