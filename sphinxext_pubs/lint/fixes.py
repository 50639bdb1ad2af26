"""Safe corrections of BibTeX files, which keep all else of the file as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction: its name, what it does, the field, and its new value (the same: nothing to do)."""

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
        "A DOI without the address of its resolver.",
        ("doi",),
        lambda value: _RESOLVER.sub(r"\1", value),
    ),
    Fix(
        "pages",
        "Ranges of pages with two hyphens.",
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
    """Where fields may stand: places of the text, and whether they may from there on; braces are counted."""
    places, are_fields = [0], [False]
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
        places.append(mark.end())
        are_fields.append(depth == 1 and not quoted and kind not in ("", "comment", "preamble", "string"))
    return places, are_fields


def apply_fixes(text: str) -> tuple[str, int]:
    """The text of a BibTeX file with its safe corrections, and how many there were.

    Only values of fields are looked at that stand on one line and hold no markup.
    """
    count, places, are_fields = 0, *_field_regions(text)

    def correct(found: re.Match[str]) -> str:
        nonlocal count
        value = found["value"]
        field = are_fields[bisect_right(places, found.start("name")) - 1]
        if not field or found["open"] + found["close"] not in ("{}", '""'):
            return found[0]
        for fix in FIXES:
            if found["name"].lower() in fix.fields:
                value = fix.value(value)
        if value == found["value"]:
            return found[0]
        count += 1
        return f"{found['before']}{found['open']}{value}{found['close']}"

    return _FIELD.sub(correct, text), count
