"""Repairing blocks that the splitter cannot parse, by passing a modified copy of the text to it.

A repaired copy is used only if it is exactly one entry with valid fields. :data:`REPAIRS` are the ways
to repair an entry, the most cautious first; a later one is used only if it finds more fields. Every step
is linear in the length of the block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sphinxext_pubs.formats.bibtex.fields import field_of
from sphinxext_pubs.formats.bibtex.split import is_field_name, split_blocks, unwrap
from sphinxext_pubs.formats.bibtex.values import (
    balance_braces,
    expression_end,
    insert_commas,
    is_expression,
    split_merged_fields,
)
from sphinxext_pubs.model.problems import quoted

_HEAD = re.compile(r"@[ \t]*+(\w*+)\s*+([{(])\s*+")
_REST_OF_FIELD = re.compile(r"[^{}\"]*=\s*[{\"]")
_NO_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*=\s*[\"{\w]")
_KEY = re.compile(r"[^,\n]*")
_KEY_AND_FIELD = re.compile(r"(\S+)[ \t]+(?=[A-Za-z][\w-]*[ \t]*=[ \t]*[\"{\w])")
_FIELD_START = re.compile(
    r"^[ \t]*+(?:,[ \t]*+)?([A-Za-z][\w:.+/-]*+)[ \t]*+=(?!=)[ \t]*+(?=[\"{\w\n])", re.MULTILINE
)
_MARK = re.compile(r"(?<!\\)[{}\",]")
_BRACE = re.compile(r"(?<!\\)[{}]")
_NO_EQUALS = re.compile(r"(\s*+([A-Za-z][\w-]*+))(?:[ \t]*+:|(?=[ \t]*+[{\"])|(?=[ \t]++\d))[ \t]*+")
_FIELDS_FOLLOW = re.compile(r"\s*+,\s*+[A-Za-z][\w:.+/-]*+\s*+=\s*+[\"{\w]")
#: A brace, or the beginning of a field, unlike an attribute of HTML.
_BRACE_OR_FIELD = re.compile(
    r"(?<!\\)[{}]|(?:,\s*+|(?<=[\s}]))([A-Za-z][\w-]*+)[ \t]*+=(?=[ \t]*+\{)"
    r"|,\s*+([A-Za-z][\w-]*+)[ \t]*+=(?=[ \t]*+\")"
)
_BLOCK = re.compile(r"@(?=[\w \t]*[{(])")

#: An entry without any of these has no fields.
_DELIMITERS = frozenset('={"')
#: Maximum number of ignored pieces named in a message.
_MAX_NAMED = 5
_UNBALANCED = "an unmatched brace or quotation mark, or a missing comma"

#: Replaces ``@`` in a copy, so that the splitter does not see a new block there; never occurs in sources.
MASK = "\x01"


@dataclass(frozen=True, slots=True)
class RepairedEntry:
    """An entry read from a repaired copy, with lines relative to the block, and the problem."""

    type: str
    key: str
    fields: tuple[Any, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class _Head:
    """The part of an entry before its fields, of ``lines`` lines; ``body`` is the text after it."""

    type: str
    key: str
    closing: str
    body: str
    lines: int
    problem: str


@dataclass(frozen=True, slots=True)
class _RepairedBody:
    """The repaired text after an entry's key, and the problem."""

    body: str
    problem: str = ""


_Repair: TypeAlias = Callable[[_Head], _RepairedBody | None]


def repair(raw: str) -> RepairedEntry | None:
    """Return the entry of a broken block, or None; ``raw`` is the text up to the next block."""
    head = _parse_head(raw)
    if head is None or _DELIMITERS.isdisjoint(head.body):
        return None
    best, most = None, head.body.count("=")
    for repair_body in REPAIRS:
        copy = repair_body(head)
        if copy is None or (fields := _parse_single_entry(head, copy.body)) is None:
            continue
        if best is None or _count_fields(fields) > _count_fields(best.fields):
            problem = "; ".join(filter(None, (head.problem, copy.problem)))
            best = RepairedEntry(head.type, head.key, fields, problem)
        if repair_body is _keep_body or _count_fields(best.fields) == most:
            break
    return best


def _count_fields(fields: Iterable[Any]) -> int:
    """Return the number of fields, including those in values because commas are missing."""
    return sum(len(split_merged_fields(field.value)) or 1 for field in fields)


def join_blocks(text: str, start: int, inner: int, end: int) -> tuple[RepairedEntry, int] | None:
    """Return the entry at ``start`` and its end if its braces balance only after ``inner``, or None.

    At ``inner`` is a line that begins like an entry, but is part of a value. ``end`` limits the search.
    """
    stop = find_closing_brace(text, start, end)
    if stop <= inner:
        return None
    head = _parse_head(text[start:stop])
    if head is None:
        return None
    fields = _parse_single_entry(head, _BLOCK.sub(MASK, head.body))
    if fields is None:
        return None
    for field in fields:
        field.value = field.value.replace(MASK, "@")
    return RepairedEntry(head.type, head.key, fields, ""), stop


def repair_early_end(raw: str, count: int) -> RepairedEntry | None:
    """Return an entry that is closed too early, if it has more than ``count`` fields, or None."""
    return _repair_with((_rebuild_fields, _move_braces), raw, count, "a missing or unmatched “}”")


def find_swallowed(fields: Iterable[Any]) -> str:
    """Return the name of a field that is in the value of another one, or empty."""
    for field in fields:
        value = field.value
        if "=" not in value or ("{" not in value[1:] and '"' not in value[1:-1]):
            continue
        depth, outer = 0, int(value[0] == "{")
        for match in _BRACE_OR_FIELD.finditer(value):
            if match[0] in ("{", "}"):
                depth += 1 if match[0] == "{" else -1
            elif depth == outer and _is_known(match[1] or match[2]) and is_expression(value):
                return match[1] or match[2]
    return ""


def _is_known(name: str) -> bool:
    """True if a name is that of a field of BibTeX or BibLaTeX."""
    return field_of(name.lower()).kind not in ("custom", "annotation")


def repair_swallowed(raw: str, count: int, name: str) -> RepairedEntry | None:
    """Return an entry in which a field with this name is in the value of another one, or None.

    The copy must have more than ``count`` fields.
    """
    return _repair_with((_rebuild_fields, _move_braces), raw, count, describe_swallowed(name))


def describe_swallowed(name: str) -> str:
    """Return the problem of a field with this name in the value of another one."""
    return f'the field {quoted(name)} is in the value of another field: a “}}” or “"” before it is missing'


def _repair_with(repairs: Sequence[_Repair], raw: str, count: int, problem: str) -> RepairedEntry | None:
    """Return the entry of the first copy that has more than ``count`` fields, or None."""
    head = _parse_head(raw)
    if head is None:
        return None
    for repair_body in repairs:
        copy = repair_body(head)
        fields = None if copy is None else _parse_single_entry(head, copy.body)
        if fields is not None and len(fields) > count:
            return RepairedEntry(head.type, head.key, fields, problem)
    return None


def _parse_head(raw: str) -> _Head | None:
    """Return the head of a block, or None if it does not begin like an entry."""
    match = _HEAD.match(raw)
    if match is None:
        return None
    key, end, problem = _parse_key(raw, match.end())
    closing = "}" if match[2] == "{" else ")"
    return _Head(match[1], key, closing, raw[end:], raw.count("\n", 0, end), problem)


def _parse_key(raw: str, start: int) -> tuple[str, int, str]:
    """Return the key that begins at ``start``, the position of the fields, and the problem of the key."""
    match = _NO_KEY.match(raw, start)
    if match and field_of(match[1].lower()).kind != "custom":
        return "", start, ""
    match = _KEY_AND_FIELD.match(raw, start)
    if match and "," not in match[1]:
        return match[1], match.end(), "a comma is missing after the key"
    match = _KEY.match(raw, start)
    end = match.end() if match else start
    key = "" if _REST_OF_FIELD.match(raw, start, end) else " ".join(raw[start:end].split())
    if raw[end : end + 1] == ",":
        return (
            key,
            end + 1,
            "" if _is_valid_key(key) else "the key contains characters that BibTeX does not allow",
        )
    return key.rstrip("{(});"), end, "a comma is missing after the key"


def _is_valid_key(key: str) -> bool:
    return not set(key) & set('{}"=')


def _parse_single_entry(head: _Head, body: str) -> tuple[Any, ...] | None:
    """Return the fields of a head and a body, or None unless they are a single entry with valid fields.

    The lines of the fields are relative to the block.
    """
    opening = "{" if head.closing == "}" else "("
    blocks = split_blocks(f"@x{opening}k," + "\n" * head.lines + body)
    entries = [entry for block in blocks if (entry := unwrap(block)) is not None]
    if len(entries) != 1 or not hasattr(entries[0], "fields") or len(blocks) > 2:
        return None
    fields = tuple(entries[0].fields)
    return fields if fields and all(map(_is_valid_field, fields)) else None


def _is_valid_field(field: Any) -> bool:
    name = field.key.split()[-1:] or [""]
    if MASK in field.key or not is_field_name(name[0]):
        return False
    return _is_value(field.value)


def _is_value(value: str) -> bool:
    return is_expression(value) or insert_commas(value) is not None


def _depth(text: str) -> int:
    """Return the number of opening braces minus that of closing ones."""
    if "\\" not in text:
        return text.count("{") - text.count("}")
    return sum(1 if match[0] == "{" else -1 for match in _BRACE.finditer(text))


def find_closing_brace(text: str, start: int, end: int) -> int:
    """Return the index after the brace that closes the first one after ``start``, or -1 if there is none.

    The search ends at ``end``.
    """
    depth = 0
    for match in _BRACE.finditer(text, start, end):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return -1


# Repairs


def _keep_body(head: _Head) -> _RepairedBody | None:
    """Return the body as it is, if it contains the end of the entry."""
    return None if head.closing == "}" and _depth(head.body) == 0 else _RepairedBody(head.body)


def _add_closing_brace(head: _Head) -> _RepairedBody | None:
    """Return the body with the brace that closes the entry, if it is the only one missing."""
    if _depth(head.body) != 0:
        return None
    body = f"{head.body.rstrip().rstrip(',')}\n{head.closing}"
    return _RepairedBody(body, "the “{” of the entry is unmatched")


def _split_at_commas(head: _Head) -> _RepairedBody | None:
    """Return the pieces between commas outside braces and quotation marks that are valid fields."""
    pieces, dropped, problems = [], [], []
    body = head.body if head.closing == "}" else head.body.rstrip().removesuffix(")")
    for piece in _between_commas(body):
        name, equals, value = piece.partition("=")
        if equals and is_field_name((name.split() or [""])[-1]) and _is_value(value.strip()):
            pieces.append(piece + ",")
        elif (match := _match_known_name(piece)) and _is_value(piece[match.end() :].strip()):
            pieces.append(f"{match[1]} = {piece[match.end() :]},")
            problems.append(f"a “=” is missing after {quoted(match[2])}")
        else:
            pieces.append("\n" * piece.count("\n"))
            dropped.append(piece)
    blanks = [not piece.strip() for piece in dropped]
    if any(blanks[:-1]) or (any(blanks) and dropped[-1] is not piece):
        problems.append("a comma is repeated")
    problems += filter(None, [_describe_dropped(dropped)])
    return _RepairedBody("".join(pieces) + head.closing, "; ".join(problems) or _UNBALANCED)


def _match_known_name(piece: str) -> re.Match[str] | None:
    """Return the match of a name of a known field without an equals sign after it, or None."""
    match = _NO_EQUALS.match(piece)
    return match if match and _is_known(match[2]) else None


def _between_commas(body: str) -> Iterator[str]:
    """Yield the parts of the text between commas, up to the brace that closes the entry."""
    start = depth = 0
    quoted = False
    for match in _MARK.finditer(body):
        mark = match[0]
        if mark == '"':
            quoted = not quoted if depth == 0 else quoted
        elif mark == ",":
            if depth == 0 and not quoted:
                yield body[start : match.start()]
                start = match.end()
        else:
            depth += 1 if mark == "{" else -1
        if depth < 0:
            yield body[start : match.start()]
            return
    yield body[start:]


def _describe_dropped(dropped: Iterable[str]) -> str:
    """Return the message about ignored pieces. It has only the names of fields, as values may be private."""
    words = [piece.partition("=")[0].strip().rpartition("\n")[2].strip(' "') for piece in dropped]
    named = dict.fromkeys(word for word in words if word and not word.startswith("%"))
    names = [quoted(word) for word in named]
    if not names:
        return ""
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return f"invalid fields are ignored: {', '.join(names[:_MAX_NAMED])}{more}"


def _rebuild_fields(head: _Head) -> _RepairedBody | None:
    """Return the body with every line that begins like a field as one, its value in braces if invalid."""
    body = head.body
    starts = list(_FIELD_START.finditer(body))
    if not starts:
        return None
    pieces = ["\n" * body.count("\n", 0, starts[0].start(1))]
    dropped: list[str] = []
    for match, end in zip(starts, [*(match.start() for match in starts[1:]), len(body)], strict=True):
        chunk = body[match.start(1) : end]
        value, rest = _repair_value(body[match.end() : end], head.closing if end == len(body) else "")
        dropped += _between_commas(rest)
        piece = f"{match[1]} = {value},"
        pieces.append(piece + "\n" * (chunk.count("\n") - piece.count("\n")))
    problem = "; ".join(filter(None, (_UNBALANCED, _describe_dropped(dropped))))
    return _RepairedBody("".join(pieces) + head.closing, problem)


def _repair_value(chunk: str, closing: str) -> tuple[str, str]:
    """Return the text between a field's ``=`` and the next field as a valid value, and the rest."""
    end = expression_end(chunk)
    rest = chunk[end:].strip() if end >= 0 else ""
    if end >= 0 and (not rest or rest[0] in f",;.{closing or ','}" or "\n" in chunk[end:].rstrip()):
        return chunk[:end].strip(), rest.removesuffix(closing)
    value = chunk.strip().rstrip(",").rstrip()
    if closing and value.endswith(closing):
        value = value[:-1].rstrip().rstrip(",").rstrip()
    for opening, ending in ("{}", '""'):
        if value.startswith(opening):
            value = value[1:].removesuffix(ending)
            break
    return "{" + balance_braces(value) + "}", ""


def _move_braces(head: _Head) -> _RepairedBody | None:
    """Return the body with values closed before known fields, and not closed itself before fields."""
    pieces, start, depth = [], 0, 0
    for match in _BRACE_OR_FIELD.finditer(head.body):
        if match[0] not in ("{", "}"):
            if depth == 1 and _is_known(match[1] or match[2]):
                comma = "" if match[0].startswith(",") else ","
                pieces.append(f"{head.body[start : match.start()]}}}{comma}")
                start, depth = match.start(), 0
            continue
        depth += 1 if match[0] == "{" else -1
        if depth < 0 and _FIELDS_FOLLOW.match(head.body, match.end()):
            pieces.append(head.body[start : match.start()])
            start, depth = match.end(), 0
    return _RepairedBody("".join(pieces) + head.body[start:]) if pieces else None


#: The ways to repair the body of an entry.
REPAIRS: tuple[_Repair, ...] = (
    _keep_body,
    _add_closing_brace,
    _split_at_commas,
    _rebuild_fields,
)
