"""Entries in the text between entries, which BibTeX ignores: their ``@`` or their brace is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sphinxext_pubs.formats.bibtex.fields import BY_TYPE, field_of

#: The beginning of an entry, whatever is written in place of its brace, up to the name of its first field.
_HEAD = re.compile(
    r"^[ \t]*+(?P<at>@?+)[ \t]*+(?P<type>[A-Za-z][\w-]*+)(?P<mark>[^\w,，%]{0,10}|[,，][{(])"
    r"(?P<key>[^\s,，={}()\[\]<>\"]*+)[ \t]*+[,，](?=\s*+(?P<field>[A-Za-z][\w-]*+)\s*+=)",
    re.MULTILINE,
)
#: Other signs than BibTeX's in place of the braces of an entry.
_CLOSING = {"[": "]", "<": ">", "｛": "｝"}
_SPECIAL = frozenset({"comment", "string", "preamble"})


@dataclass(frozen=True, slots=True)
class StrayEntry:
    """An entry in a comment, after ``lines`` lines of it; ``raw`` is a copy of it with ``@`` and brace."""

    lines: int
    raw: str
    first_line: str
    has_at_sign: bool


def find_stray_entries(comment: str) -> Iterator[StrayEntry]:
    """Yield the entries in a text between entries; lines that begin with ``%`` are comments."""
    heads = [match for match in _HEAD.finditer(comment) if _is_head(match)]
    ends = [*(match.start() for match in heads), len(comment)][1:]
    for head, end in zip(heads, ends, strict=True):
        kind, key = _split_type(head["type"]) if not head["key"] else (head["type"], head["key"])
        body = comment[head.end() : end].rstrip()
        closing = next((_CLOSING[sign] for sign in head["mark"] if sign in _CLOSING), "")
        if closing and body.endswith(closing):
            body = body[:-1] + "}"
        lines = comment.count("\n", 0, head.start("at"))
        raw = f"@{kind}{{{key}," + "\n" * head[0].count("\n") + body
        yield StrayEntry(lines, raw, comment[head.start("at") :].partition("\n")[0], bool(head["at"]))


def _is_head(head: re.Match[str]) -> bool:
    """True if a match is the beginning of an entry, and not of text."""
    kind = head["type"].lower()
    if not head["at"]:
        return kind in BY_TYPE and not {"{", "("}.isdisjoint(head["mark"])
    is_known = kind in BY_TYPE or field_of(head["field"].lower()).kind != "custom"
    return is_known and kind not in _SPECIAL


def _split_type(word: str) -> tuple[str, str]:
    """Return the type and the key of an entry that are written without anything between them."""
    length = max((len(kind) for kind in BY_TYPE if word.lower().startswith(kind)), default=len(word))
    return word[:length], word[length:]
