"""Parsing the text of BibTeX files to entries, and repairing broken entries if that is safe.

bibtexparser's splitter finds the blocks. This module handles each kind of block, evaluates macros and
reports problems. Every entry that is not returned is counted in a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.entries import (
    RawEntry,
    ReaderState,
    add_entry,
    expand_items,
    report_macros,
)
from sphinxext_pubs.formats.bibtex.repair import (
    RepairedEntry,
    describe_swallowed,
    find_closing_brace,
    find_swallowed,
    join_blocks,
    repair,
    repair_early_end,
    repair_swallowed,
)
from sphinxext_pubs.formats.bibtex.split import split_blocks, split_pieces, unwrap
from sphinxext_pubs.formats.bibtex.stray import StrayEntry, find_stray_entries
from sphinxext_pubs.formats.bibtex.values import (
    MAX_EXPANSION,
    Macros,
    evaluate,
    evaluate_leniently,
    expression_end,
)
from sphinxext_pubs.formats.latex.definitions import read_definitions
from sphinxext_pubs.model.problems import Code, Problem, entry_name, quoted

#: Maximum number of blocks after a broken one in which its end is searched for.
_MAX_JOINED = 3
#: Maximum total length of comments searched for their end, as a multiple of the length of the file.
_MAX_SCANS = 8
#: Maximum indentation of an ``@`` that is recognized as the first character of its line.
_MAX_INDENT = 200

_SPLIT_TYPE = re.compile(r"@(?!\w*[ \t]*[{(])\s*+([^\s{}(),=@\"#%\\]+)\s*([{(])")
_DEFINITION = re.compile(r"^[ \t]*@string[ \t]*[{(]", re.IGNORECASE | re.MULTILINE)
_LINE_START = re.compile(r"^[ \t]*@\w*[ \t]*[{(]", re.MULTILINE)
_LINE_BREAKS = re.compile(r"(?<!\\)((?:\\\\)+)(?=[{}])")
_ENTRY_LIKE = re.compile(r"@\w+[ \t]*[{(][^{},=]*,")
_COMMENT = re.compile(r"@comment[ \t]*[{(]", re.IGNORECASE)
_FIELDS_AFTER_END = re.compile(r"[\s,})]*[A-Za-z][\w:.+/-]*\s*=\s*[\"{\w]")
_REST_AFTER_END = re.compile(r"[\s,})]*(?:[A-Za-z][\w:.+/-]*\s*=|#)\s*[\"{\w]")
_SPECIAL = re.compile(r"@(string|preamble)[ \t]*[{(]", re.IGNORECASE)
#: Types of entries that begin like the splitter's special blocks (``@commentary``).
_NOT_SPECIAL = re.compile(r"@(?:comment|string|preamble)\w", re.IGNORECASE)


def parse_entries(
    sources: Sequence[Source],
    *,
    max_expansion: int = MAX_EXPANSION,
    split: Callable[[str], Iterable[str]] = split_pieces,
) -> list[RawEntry | Problem]:
    """Return the entries and the problems of all files, in their order; keys may be repeated.

    A macro is valid after its definition, also in later files. If it is only defined later, the later
    definition is used. ``split`` returns the pieces of a text that are read at once.
    """
    budget = max_expansion + sum(len(source.text) for source in sources)
    state = ReaderState(Macros(budget=budget, load_all=lambda: _all_macros(sources)))
    for source in sources:
        state.path, state.line_offset = source.path, 0
        for piece in split(_normalize_blocks(source.text)):
            _read_piece(state, piece)
    return expand_items(state) if state.definitions else state.items


def _read_piece(state: ReaderState, text: str) -> None:
    """Read the blocks of a piece of a file."""
    state.text, state.line_starts, state.cursor, state.scan_budget = text, [], 0, _MAX_SCANS * len(text)
    state.blocks = split_blocks(text)
    state.blocks.reverse()
    while state.blocks:
        block = state.blocks.pop()
        _HANDLERS[type(block).__name__](state, block)
    state.line_offset += text.count("\n")


def _all_macros(sources: Sequence[Source]) -> dict[str, str]:
    """Return the macros of all files with their first definitions."""
    macros = Macros()
    for source in sources:
        text = _normalize_blocks(source.text)
        for match in _DEFINITION.finditer(text):
            following = _LINE_START.search(text, match.end())
            for block in split_blocks(text[match.start() : following.start() if following else len(text)]):
                if type(block).__name__ == "String" and (value := evaluate(block.value, macros)) is not None:
                    macros.defined.setdefault(block.key.lower(), value.text)
    return macros.defined


def _normalize_blocks(text: str) -> str:
    """Return the text in the form that the splitter expects, with the same line numbers.

    BibTeX allows white space, line breaks and more characters between an entry's ``@`` and its brace. Two
    backslashes before a brace are a line break, not an escape.
    """
    if _SPLIT_TYPE.search(text) is not None:
        text = _SPLIT_TYPE.sub(_join_type, text)
    if "\\" in text and ("\\\\{" in text or "\\\\}" in text):
        text = _LINE_BREAKS.sub(r"\1 ", text)
    return text


def _join_type(match: re.Match[str]) -> str:
    before = match.string[max(match.start() - _MAX_INDENT, 0) : match.start()]
    if before[before.rfind("\n") + 1 :].strip(" \t})"):
        return match[0]
    return "@" + re.sub(r"\W", "", match[1]) + match[2] + "\n" * match[0].count("\n")


# Blocks


def _read_entry(state: ReaderState, block: Any) -> None:
    """Add an entry, or repair it if its braces are balanced, but in the wrong places."""
    entry = block if hasattr(block, "fields") else unwrap(block)
    repaired = _repair_braces(state, block, entry)
    if repaired is not None:
        _add_repaired(state, repaired, block.start_line)
        return
    key = " ".join(entry.key.split())
    if key[:1] == "(":
        line, key = block.start_line + 1, key[1:].lstrip()
        state.add_problem(Code.SYNTAX, "there are two “(” before the key", line, place=entry_name(key))
    add_entry(state, entry.entry_type, key, entry.fields, block.start_line, 0)


def _repair_braces(state: ReaderState, block: Any, entry: Any) -> RepairedEntry | None:
    """Return an entry that is closed too early, or has fields in the value of another one, or None.

    If it cannot be repaired, report it.
    """
    following = state.blocks[-1] if state.blocks else block
    count, line = len(entry.fields), block.start_line + 1
    if type(following).__name__ == "ImplicitComment" and _continues(block, following):
        start, end = _block_span(state, block)
        repaired = repair_early_end(state.text[start:end], count)
        sentence = "the fields after the “}” that ends the entry are ignored. Check its braces"
        line = following.start_line + 1
    elif block.raw.count("=") > count and (swallowed := find_swallowed(entry.fields)):
        repaired = repair_swallowed(block.raw, count, swallowed)
        sentence = describe_swallowed(swallowed)
    else:
        return None
    if repaired is None:
        state.add_problem(Code.SYNTAX, sentence, line, place=entry_name(entry.key))
    return repaired


def _continues(block: Any, comment: Any) -> bool:
    """True if the text after an entry seems to be a part of it: a field, or the rest of a value."""
    is_same_line = comment.start_line == block.start_line + block.raw.count("\n")
    if is_same_line and _REST_AFTER_END.match(comment.raw):
        return True
    return _FIELDS_AFTER_END.match(comment.raw) is not None


def _read_repeated(state: ReaderState, block: Any) -> None:
    """Read an entry with a repeated key, or a macro with a new value."""
    if hasattr(unwrap(block), "fields"):
        _read_entry(state, block)
    else:
        _read_string(state, block)


def _read_string(state: ReaderState, block: Any) -> None:
    """Define a macro, and report problems of its value."""
    if _NOT_SPECIAL.match(block.raw):
        _repair_or_report(state, block.raw, block.start_line)
        return
    string = unwrap(block)
    line = block.start_line + 1
    what = f"the abbreviation {quoted(string.key)}"
    value = evaluate(string.value, state.macros)
    if value is None:
        state.add_problem(Code.SYNTAX, f"the value of {what} is not valid BibTeX. Put it in braces", line)
        end = expression_end(string.value)
        repaired = string.value[:end] if end > 0 else "{" + evaluate_leniently(string.value) + "}"
        value = evaluate(repaired, state.macros)
    if value is not None:
        report_macros(state, value, what, line, set())
        state.macros.defined[string.key.lower()] = value.text


def _read_comment(state: ReaderState, block: Any) -> None:
    """Read the entries in a text between entries, or report them."""
    if "=" in block.raw:
        for stray in find_stray_entries(block.raw):
            _read_stray(state, stray, block.start_line + stray.lines)
    _skip_commented_out(state, block)


def _read_stray(state: ReaderState, stray: StrayEntry, line: int) -> None:
    """Add an entry without a brace after its type, or report one without ``@``, which BibTeX ignores."""
    repaired = repair(stray.raw) if stray.has_at_sign else None
    if repaired is not None:
        problem = "; ".join(filter(None, ("the “{” after the type is missing", repaired.problem)))
        _add_repaired(state, replace(repaired, problem=problem), line)
        return
    cause = "cannot be read" if stray.has_at_sign else "has no “@”"
    remedy = (
        "Check its braces and commas" if stray.has_at_sign else "Add it, or comment the lines out with “%”"
    )
    sentence = f"the entry that begins with {quoted(stray.first_line)} {cause} and is ignored. {remedy}"
    state.add_problem(Code.SYNTAX, sentence, line + 1, cause=cause, entries=1)


def _skip_commented_out(state: ReaderState, block: Any) -> None:
    """Skip the next block if text before it on the same line comments it out (``%``, as in biber)."""
    if not state.blocks:
        return
    following = state.blocks[-1]
    if block.start_line + block.raw.count("\n") != following.start_line:
        return
    last = block.raw[block.raw.rfind("\n") + 1 :].lstrip()
    if last.startswith("%") or (last.strip("})") and not _ENTRY_LIKE.match(following.raw)):
        state.blocks.pop()


def _read_special(state: ReaderState, block: Any) -> None:
    """Ignore a comment, unless it is an entry whose type begins like one (``@commentary``)."""
    if _NOT_SPECIAL.match(block.raw):
        _repair_or_report(state, block.raw, block.start_line)


def _read_preamble(state: ReaderState, block: Any) -> None:
    """Read the LaTeX commands that a preamble defines."""
    if _NOT_SPECIAL.match(block.raw):
        _read_special(state, block)
        return
    value = evaluate(block.value, state.macros)
    if value is not None and "\\" in value.text:
        for name, definition in read_definitions(value.text).items():
            state.definitions.setdefault(name, definition)


def _read_failed(state: ReaderState, block: Any) -> None:
    """Skip, join, repair or report a block that the splitter cannot parse."""
    start, end = _block_span(state, block)
    if _COMMENT.match(state.text, start):
        _skip_comment(state, block, start)
    elif not _join_following(state, block, start, end):
        noticed = block.start_line + block.raw.rstrip().count("\n")
        _repair_or_report(state, state.text[start:end], block.start_line, noticed)


_HANDLERS = {
    "Entry": _read_entry,
    "DuplicateFieldKeyBlock": _read_entry,
    "DuplicateBlockKeyBlock": _read_repeated,
    "String": _read_string,
    "Preamble": _read_preamble,
    "ExplicitComment": _read_special,
    "ImplicitComment": _read_comment,
    "ParsingFailedBlock": _read_failed,
}


# Broken blocks


def _skip_comment(state: ReaderState, block: Any, start: int) -> None:
    """Skip a ``@comment`` and the entries inside it, if its braces are balanced."""
    stop = find_closing_brace(state.text, start, min(start + max(state.scan_budget, 0), len(state.text)))
    state.scan_budget -= (stop if stop > 0 else len(state.text)) - start
    if stop > 0:
        _skip_to(state, block.start_line + state.text.count("\n", start, stop))


def _skip_to(state: ReaderState, line: int) -> None:
    """Drop the blocks that begin up to this line, which counts from 0."""
    while state.blocks and state.blocks[-1].start_line <= line:
        state.blocks.pop()


def _join_following(state: ReaderState, block: Any, start: int, end: int) -> bool:
    """Add the block joined with the next few, if they are a single entry, and return True; else False.

    In such an entry, a line of a value begins like an entry.
    """
    if end == len(state.text):
        return False
    joined = join_blocks(state.text, start, end, _join_limit(state))
    if joined is None:
        return False
    repaired, stop = joined
    _skip_to(state, block.start_line + state.text.count("\n", start, stop))
    add_entry(state, repaired.type, repaired.key, repaired.fields, block.start_line, block.start_line)
    return True


def _join_limit(state: ReaderState) -> int:
    """Return the position up to which the end of a broken entry is searched for."""
    following = state.blocks[: -2 * _MAX_JOINED : -1]
    blocks = [block for block in following if type(block).__name__ != "ImplicitComment"]
    return (
        _line_starts(state)[blocks[_MAX_JOINED].start_line] if len(blocks) > _MAX_JOINED else len(state.text)
    )


def _repair_or_report(state: ReaderState, raw: str, line: int, noticed: int = 0) -> None:
    """Repair and add a broken block, or report it; ``noticed`` is the line at which the splitter stopped."""
    special = _SPECIAL.match(raw)
    repaired = repair(raw) if special is None else None
    where = f" (noticed at line {state.line_offset + noticed + 1})" if noticed > line else ""
    word = quoted(raw.partition("\n")[0])
    if repaired is not None:
        _add_repaired(state, repaired, line, where)
    elif special is None:
        what = f"the entry that begins with {word} cannot be read{where} and is ignored"
        state.add_problem(Code.SYNTAX, f"{what}. Check its braces and commas", line + 1, entries=1)
    elif special[1].lower() == "string":
        what = f"the abbreviation {word} cannot be read{where} and is ignored"
        state.add_problem(Code.SYNTAX, f"{what}. Check its braces and quotation marks", line + 1)


def _add_repaired(state: ReaderState, repaired: RepairedEntry, line: int, where: str = "") -> None:
    if repaired.problem:
        sentence = f"{repaired.problem}{where}. The entry is shown as far as it can be read. Check it"
        place, cause = entry_name(repaired.key), repaired.problem
        state.add_problem(Code.SYNTAX, sentence, line + 1, place=place, cause=cause)
    add_entry(state, repaired.type, repaired.key, repaired.fields, line, line)


def _block_span(state: ReaderState, block: Any) -> tuple[int, int]:
    """Return the positions of the block and of the next one in the text."""
    start = state.cursor = _locate(state, block)
    for following in reversed(state.blocks):
        if type(following).__name__ != "ImplicitComment":
            state.cursor = start + 1
            return start, _locate(state, following)
    return start, len(state.text)


def _locate(state: ReaderState, block: Any) -> int:
    begin: int = max(_line_starts(state)[block.start_line], state.cursor)
    return max(state.text.find(block.raw, begin), begin)


def _line_starts(state: ReaderState) -> list[int]:
    """Return the positions of all lines, which are computed when first needed."""
    if not state.line_starts:
        state.line_starts = [0, *(match.end() for match in re.finditer("\n", state.text))]
    return state.line_starts
