"""Mending what the splitter gives up: a changed copy of the block's text goes through it again.

A mended copy counts only if it is exactly one entry with sound fields. :data:`REPAIRS` are the ways of
mending, the most cautious first; a later one counts if it finds more fields. Every step is linear in
the length of the block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sphinxext_pubs.formats.bibtex.entries import quoted
from sphinxext_pubs.formats.bibtex.fields import field_of
from sphinxext_pubs.formats.bibtex.split import is_field_name, split_blocks, unwrap
from sphinxext_pubs.formats.bibtex.values import balance_braces, expression_end, insert_commas, is_expression

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

#: Messages name at most this many pieces that are left out.
_MAX_NAMED = 5
_UNBALANCED = "an unmatched brace or quotation mark, or a missing comma"

#: Stands for an ``@`` in a joined copy, so that the splitter sees no new block there; sources never hold it.
MASK = "\x01"


@dataclass(frozen=True, slots=True)
class RepairedEntry:
    """An entry read from a mended copy: lines count from the block's; ``words`` say what was wrong."""

    type: str
    key: str
    fields: tuple[Any, ...]
    words: str


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before an entry's fields; ``body`` begins after it, ``lines`` are its line ends."""

    type: str
    key: str
    closing: str
    body: str
    lines: int
    words: str


@dataclass(frozen=True, slots=True)
class _RepairedBody:
    """What stands after an entry's key, mended, and what was wrong with it."""

    body: str
    words: str = ""


def repair(raw: str) -> RepairedEntry | None:
    """The entry that a broken block was meant to be, or ``None``; ``raw`` runs to the next block."""
    head = _parse_head(raw)
    if head is None or "=" not in raw:
        return None
    best = None
    for way in REPAIRS:
        copy = way(head)
        if copy is None or (fields := _parse_single_entry(head, copy.body)) is None:
            continue
        if best is None or len(fields) > len(best.fields):
            best = RepairedEntry(
                head.type, head.key, fields, "; ".join(filter(None, (head.words, copy.words)))
            )
        if way is _keep_body:
            break
    return best


def join_blocks(text: str, start: int, inner: int, end: int) -> tuple[RepairedEntry, int] | None:
    """The entry at ``start`` if its braces balance only after ``inner``, where a line begins like an entry.

    Such a line is then part of a value. The result comes with the entry's end; ``end`` is where to stop.
    """
    stop = balance(text, start, end)
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
    """The entry whose end came too early, if what follows it are more fields than the ``count`` before."""
    head = _parse_head(raw)
    copy = None if head is None else _rebuild_fields(head)
    if head is None or copy is None:
        return None
    fields = _parse_single_entry(head, copy.body)
    if fields is None or len(fields) <= count:
        return None
    return RepairedEntry(head.type, head.key, fields, "a missing or unmatched “}”")


def _parse_head(raw: str) -> _Head | None:
    match = _HEAD.match(raw)
    if match is None:
        return None
    key, end, words = _parse_key(raw, match.end())
    closing = "}" if match[2] == "{" else ")"
    return _Head(match[1], key, closing, raw[end:], raw.count("\n", 0, end), words)


def _parse_key(raw: str, start: int) -> tuple[str, int, str]:
    """The key that begins at ``start``, where the fields begin, and what is wrong with it."""
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
    """The sound fields of the one entry that these make, else ``None``; lines count from the block's."""
    opening = "{" if head.closing == "}" else "("
    blocks = split_blocks(f"@x{opening}k," + "\n" * head.lines + body)
    entries = [entry for block in blocks if (entry := unwrap(block)) is not None]
    if len(entries) != 1 or not hasattr(entries[0], "fields") or len(blocks) > 2:
        return None
    fields = tuple(entries[0].fields)
    return fields if fields and all(map(_sound, fields)) else None


def _sound(field: Any) -> bool:
    name = field.key.split()[-1:] or [""]
    if MASK in field.key or not is_field_name(name[0]):
        return False
    return _is_value(field.value)


def _is_value(value: str) -> bool:
    return is_expression(value) or insert_commas(value) is not None


def balance(text: str, start: int, end: int) -> int:
    """The index after the brace that closes the first one after ``start``; -1 if ``end`` comes before."""
    depth = 0
    for match in _BRACE.finditer(text, start, end):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return -1


# The ways


def _keep_body(head: _Head) -> _RepairedBody | None:
    return _RepairedBody(head.body)


def _add_closing_brace(head: _Head) -> _RepairedBody | None:
    """With the brace that closes the entry, if it is the only one missing."""
    depth = sum(1 if match[0] == "{" else -1 for match in _BRACE.finditer(head.body))
    if depth != 0:
        return None
    body = f"{head.body.rstrip().rstrip(',')}\n{head.closing}"
    return _RepairedBody(body, "the brace that closes the entry is missing")


def _split_at_commas(head: _Head) -> _RepairedBody | None:
    """What stands between commas outside of braces and quotation marks, but for what is no sound field."""
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
    """The parts of the text up to a brace that closes what it is in."""
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
    """What is said of pieces without meaning; of a field only the name, since its text may be private."""
    words = [piece.partition("=")[0].strip().rpartition("\n")[2].strip(' "') for piece in dropped]
    named = dict.fromkeys(word for word in words if word and not word.startswith("%"))
    names = [quoted(word) for word in named]
    if not names:
        return ""
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return f"invalid fields are ignored: {', '.join(names[:_MAX_NAMED])}{more}"


def _rebuild_fields(head: _Head) -> _RepairedBody | None:
    """Every line that begins like a field taken as one, its value put in braces if it is not sound."""
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
    words = "; ".join(filter(None, (_UNBALANCED, _describe_dropped(dropped))))
    return _RepairedBody("".join(pieces) + head.closing, words)


def _repair_value(chunk: str, closing: str) -> tuple[str, str]:
    """What stands between a field's ``=`` and the next field, as one sound value; and what is left over."""
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


#: The ways of mending.
REPAIRS: tuple[Callable[[_Head], _RepairedBody | None], ...] = (
    _keep_body,
    _add_closing_brace,
    _split_at_commas,
    _rebuild_fields,
)
