"""Repairing blocks that the splitter cannot parse, by passing a modified copy of the text to it.

A repaired copy is used only if it is exactly one entry with valid fields. :data:`REPAIRS` are the ways
to repair an entry, the most cautious first; a later one is used only if it finds more fields. Every step
is linear in the length of the block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sphinxext_pubs.formats.bibtex.fields import field_of
from sphinxext_pubs.formats.bibtex.split import is_field_name, split_blocks, unwrap
from sphinxext_pubs.formats.bibtex.values import balance_braces, expression_end, insert_commas, is_expression
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
_BLOCK = re.compile(r"@(?=[\w \t]*[{(])")

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


def repair(raw: str) -> RepairedEntry | None:
    """Return the entry of a broken block, or None; ``raw`` is the text up to the next block."""
    head = _parse_head(raw)
    if head is None or "=" not in raw:
        return None
    best, most = None, head.body.count("=")
    for repair_body in REPAIRS:
        copy = repair_body(head)
        if copy is None or (fields := _parse_single_entry(head, copy.body)) is None:
            continue
        if best is None or len(fields) > len(best.fields):
            problem = "; ".join(filter(None, (head.problem, copy.problem)))
            best = RepairedEntry(head.type, head.key, fields, problem)
        if repair_body is _keep_body or len(best.fields) == most:
            break
    return best


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
    head = _parse_head(raw)
    copy = None if head is None else _rebuild_fields(head)
    if head is None or copy is None:
        return None
    fields = _parse_single_entry(head, copy.body)
    if fields is None or len(fields) <= count:
        return None
    return RepairedEntry(head.type, head.key, fields, "a missing or unmatched “}”")


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
    return key.rstrip("{(})"), end, "a comma is missing after the key"


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
    pieces, dropped = [], []
    body = head.body if head.closing == "}" else head.body.rstrip().removesuffix(")")
    for piece in _between_commas(body):
        name, equals, value = piece.partition("=")
        if equals and is_field_name((name.split() or [""])[-1]) and _is_value(value.strip()):
            pieces.append(piece + ",")
        else:
            pieces.append("\n" * piece.count("\n"))
            dropped.append(piece)
    return _RepairedBody("".join(pieces) + head.closing, _describe_dropped(dropped) or _UNBALANCED)


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


#: The ways to repair the body of an entry.
REPAIRS: tuple[Callable[[_Head], _RepairedBody | None], ...] = (
    _keep_body,
    _add_closing_brace,
    _split_at_commas,
    _rebuild_fields,
)
