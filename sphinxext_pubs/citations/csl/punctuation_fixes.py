"""Fixes for punctuation errors of engines, one row each.

The errors are the same for all engines, which join the affixes of a style with punctuation in the data.
Marks may occur between the characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Any number of marks.
_MARKS = "([\ue000-\ue00f]*)"


@dataclass(frozen=True, slots=True)
class PunctuationFix:
    """A fix: the name of the error, its pattern, and the replacement."""

    name: str
    pattern: re.Pattern[str]
    replacement: str


def _fix(name: str, pattern: str, replacement: str) -> PunctuationFix:
    return PunctuationFix(name, re.compile(pattern), replacement)


_MONTHS = "Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec"

#: The fixes in the order in which they are applied.
PUNCTUATION_FIXES: tuple[PunctuationFix, ...] = (
    _fix("empty brackets", r" ?\(\s*\)| ?\[\s*\]", ""),
    _fix("a resolver twice", r"https?://(?:dx\.)?doi\.org/(?=https?://)", ""),
    _fix("two spaces", rf" {_MARKS} +", r" \1"),
    _fix("a space before punctuation", rf" {_MARKS}(?=[,;](?:\s|$))", r"\1"),
    _fix("a space before the last period", rf" {_MARKS}\.$", r"\1."),
    _fix("a separate period", rf"([.?!…]){_MARKS} {_MARKS}\.(?=\s|$)", r"\1\2\3"),
    _fix("a period after an end", rf"(?<!\.)([.?!…]){_MARKS}\.(?!\.)(?=[\s”’\ue000]|$)", r"\1\2"),
    _fix("a period after an end in quotes", rf"([.?!…]){_MARKS}([”’»]){_MARKS}\.(?=\s|$)", r"\1\2\3\4"),
    _fix("two commas", rf"([,;]){_MARKS}[,;](?=\s|$)", r"\1\2"),
    _fix("a comma before a period", rf"[,;:]{_MARKS}\.(?=\s|$)", r"\1."),
    _fix("a straight apostrophe", r"(?<=[^\W\d_])'(?=[^\W\d_])", "’"),
    _fix("a month at its year", rf"(?<![\w./-])(\d{{4}})(?=(?:{_MONTHS})\b)", r"\1 "),
    _fix("a space inside brackets", r"(?<=[(\[]) | (?=[)\]])", ""),
)

#: Punctuation after closing quotes, which American English places inside.
_AMERICAN = re.compile(rf"(?<![\ue000-\ue00f”’]){_MARKS}((?>(?:[”’][\ue000-\ue00f]*+)+))([.,])")


def fix_punctuation(value: str, locale: str) -> str:
    """Return the reference with all fixes applied; in American English with punctuation inside quotes."""
    for fix in PUNCTUATION_FIXES:
        value = fix.pattern.sub(fix.replacement, value)
    if locale.replace("_", "-").lower() in ("en", "en-us"):
        value = _AMERICAN.sub(_move_inside, value)
    return value.strip()


def _move_inside(match: re.Match[str]) -> str:
    before, quotes, punctuation = match.groups()
    is_apostrophe = "”" not in quotes and "‘" not in match.string[: match.start()]
    return match[0] if is_apostrophe else f"{before}{punctuation}{quotes}"
