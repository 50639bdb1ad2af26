"""Common faults of engines, put right: one row each.

They are the same whatever the engine: what it joins of a style's affixes and the data's own punctuation.
Marks may stand between the signs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Any number of marks.
_M = "([\ue000-\ue00f]*)"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: what it is, what it looks like, and what stands there instead."""

    name: str
    pattern: re.Pattern[str]
    instead: str


def _fault(name: str, pattern: str, instead: str) -> Fault:
    return Fault(name, re.compile(pattern), instead)


_MONTHS = "Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec"

#: In the order in which they are mended; punctuation outside quotes goes in where the language has it so.
FAULTS: tuple[Fault, ...] = (
    _fault("empty brackets", r" ?\(\s*\)| ?\[\s*\]", ""),
    _fault("a resolver twice", r"https?://(?:dx\.)?doi\.org/(?=https?://)", ""),
    _fault("two spaces", rf" {_M} +", r" \1"),
    _fault("a space before punctuation", rf" {_M}(?=[,;](?:\s|$))", r"\1"),
    _fault("a space before the last full stop", rf" {_M}\.$", r"\1."),
    _fault("a full stop that is alone", rf"([.?!…]){_M} {_M}\.(?=\s|$)", r"\1\2\3"),
    _fault("a full stop after an end", rf"(?<!\.)([.?!…]){_M}\.(?!\.)(?=[\s”’\ue000]|$)", r"\1\2"),
    _fault("a full stop after an end in quotes", rf"([.?!…]){_M}([”’»]){_M}\.(?=\s|$)", r"\1\2\3\4"),
    _fault("two commas", rf"([,;]){_M}[,;](?=\s|$)", r"\1\2"),
    _fault("a comma before a full stop", rf"[,;:]{_M}\.(?=\s|$)", r"\1."),
    _fault("a straight apostrophe", r"(?<=[^\W\d_])'(?=[^\W\d_])", "’"),
    _fault("a month at its year", rf"(?<![\w./-])(\d{{4}})(?=(?:{_MONTHS})\b)", r"\1 "),
    _fault("a space inside brackets", r"(?<=[(\[]) | (?=[)\]])", ""),
)

#: Where punctuation stands inside quotes.
_AMERICAN = re.compile(rf"(?<![\ue000-\ue00f”’]){_M}((?>(?:[”’][\ue000-\ue00f]*+)+))([.,])")


def mend(value: str, locale: str) -> str:
    """The reference without common faults, in the language's own way with quotes."""
    for fault in FAULTS:
        value = fault.pattern.sub(fault.instead, value)
    if locale.replace("_", "-").lower() in ("en", "en-us"):
        value = _AMERICAN.sub(_inside, value)
    return value.strip()


def _inside(found: re.Match[str]) -> str:
    before, quotes, sign = found.groups()
    apostrophe = "”" not in quotes and "‘" not in found.string[: found.start()]
    return found[0] if apostrophe else f"{before}{sign}{quotes}"
