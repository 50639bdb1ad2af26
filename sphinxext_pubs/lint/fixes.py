"""Safe fixes for BibTeX files, which leave everything else unchanged."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix: its name, its help text, its fields, and a function that returns the fixed value of a field."""

    name: str
    help: str
    fields: tuple[str, ...]
    value: Callable[[str], str]


_RESOLVER = re.compile(
    r"\A\s*+(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*+)+(10\.\d{4,9}/\S++)\s*+\Z", re.IGNORECASE
)
_RANGE = re.compile(r"(?<=[\dA-Za-z])\s*(?:-|–|—|---)\s*(?=[\dA-Za-z])")

FIXES: tuple[Fix, ...] = (
    Fix(
        "doi",
        "Remove the resolver's URL from DOIs.",
        ("doi",),
        lambda value: _RESOLVER.sub(r"\1", value),
    ),
    Fix(
        "pages",
        "Write page ranges with two hyphens.",
        ("pages",),
        lambda value: _RANGE.sub("--", value) if re.fullmatch(r"\s*\d+\s*[-–—]\s*\d+\s*", value) else value,
    ),
)

_FIELD = re.compile(
    r"(?:^|(?<=,))(?P<before>[ \t]*(?P<name>[A-Za-z_-]+)[ \t]*=[ \t]*)"
    r"(?P<open>[{\"])(?P<value>[^{}\"\n\\]*)(?P<close>[}\"])(?=[ \t\r]*(?:,|$|\}))",
    re.MULTILINE,
)


def _field_regions(text: str) -> tuple[list[int], list[bool]]:
    """Return offsets in the text, and True for each from which fields may follow, by counting braces."""
    offsets, are_fields = [0], [False]
    depth, quoted, kind = 0, False, ""
    for mark in re.finditer(r"@\s*(\w*)|[{}\"]", text):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth = max(0, depth - 1)
            quoted = quoted and depth > 0
        elif mark[0] == '"':
            quoted = quoted != (depth == 1)
        elif not depth:
            kind = mark[1].lower()
        offsets.append(mark.end())
        are_fields.append(depth == 1 and not quoted and kind not in ("", "comment", "preamble", "string"))
    return offsets, are_fields


def apply_fixes(text: str) -> tuple[str, int]:
    """Return the text of a BibTeX file with all fixes applied, and the number of fixed values.

    Only values on a single line without markup are fixed.
    """
    count, offsets, are_fields = 0, *_field_regions(text)

    def fix_field(match: re.Match[str]) -> str:
        nonlocal count
        value = match["value"]
        is_field = are_fields[bisect_right(offsets, match.start("name")) - 1]
        if not is_field or match["open"] + match["close"] not in ("{}", '""'):
            return match[0]
        for fix in FIXES:
            if match["name"].lower() in fix.fields:
                value = fix.value(value)
        if value == match["value"]:
            return match[0]
        count += 1
        return f"{match['before']}{match['open']}{value}{match['close']}"

    return _FIELD.sub(fix_field, text), count
