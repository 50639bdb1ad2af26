"""TeX's conditionals in values: ``\\ifmmode A\\else B\\fi`` is A in formulas and B elsewhere.

The exports of APS and AIP write accents and symbols so. Of other conditionals the second branch is
kept, as what they ask for is usually not defined, or the first if there is only one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_TOKEN: Final = re.compile(
    r"\\(?P<name>if[A-Za-z@]*|else|or|fi)(?![A-Za-z@])[ \t\n]*"
    r"|(?P<math>\$\$?|\\[()\[\]]|\\ensuremath\s*\{)|\\.|[{}]",
    re.DOTALL,
)
#: Commands that begin like conditionals.
_NOT_CONDITIONAL: Final = frozenset({"iff", "ifthenelse"})
#: TeX's conditionals that compare two tokens.
_TWO_TOKENS: Final = frozenset({"if", "ifx", "ifcat"})
_COMPARED: Final = re.compile(r"(?:\\[A-Za-z@]{1,40}\s{0,4}|\\.|[^\\{}\s]\s?){0,2}")
_COMPARED_NUMBERS: Final = re.compile(r"[^\\{}<=>]{0,40}[<=>][^\\{}\s]{0,40}\s?")


@dataclass(slots=True)
class _Conditional:
    """A conditional that is not closed yet: its name, and the number of pieces before each branch."""

    name: str
    in_math: bool
    starts: list[int]


def resolve_conditionals(value: str) -> str:
    """Return a value with each conditional replaced by the branch that applies; the time is linear.

    Conditionals that are not closed, and ends of others, are removed.
    """
    pieces: list[str] = []
    stack: list[_Conditional] = []
    modes = _MathModes()
    position = 0
    for match in _TOKEN.finditer(value):
        name = match["name"]
        if name is None:
            modes.read(match[0])
            continue
        if name in _NOT_CONDITIONAL or (name.startswith("if") and _has_argument(name, value, match.end())):
            continue
        pieces.append(value[position : match.start()])
        position = match.end()
        if name.startswith("if"):
            stack.append(_Conditional(name, modes.in_math, [len(pieces)]))
        elif name == "fi" and stack:
            _close(pieces, stack.pop())
        elif stack:
            stack[-1].starts.append(len(pieces))
    pieces.append(value[position:])
    while stack:
        _close(pieces, stack.pop())
    return "".join(pieces)


def _has_argument(name: str, value: str, position: int) -> bool:
    """True if a command is not TeX's but takes arguments in braces (``\\ifdef{…}{…}{…}``)."""
    return name not in _TEX and value.startswith("{", position)


_WORDS: Final = (
    "if ifcat ifx ifcase ifnum ifodd ifhmode ifvmode ifmmode ifinner ifdim ifvoid ifhbox ifvbox ifeof iftrue"
    " iffalse ifdefined ifcsname ifpdf ifluatex ifxetex"
)
_TEX: Final = frozenset(_WORDS.split())


def _close(pieces: list[str], conditional: _Conditional) -> None:
    """Replace the pieces of a conditional by those of the branch that applies, as one piece."""
    starts = [*conditional.starts, len(pieces)]
    branches = ["".join(pieces[begin:end]) for begin, end in pairwise(starts)]
    del pieces[starts[0] :]
    pieces.append(_choose(conditional, branches))


def _choose(conditional: _Conditional, branches: list[str]) -> str:
    """Return the branch that applies; a formula's is marked as one if it is in text."""
    name = conditional.name
    second = branches[1] if len(branches) > 1 else ""
    if name == "ifmmode":
        return branches[0] if conditional.in_math else second
    if name == "iftrue":
        return branches[0]
    if name == "iffalse" or len(branches) > 1:
        return second
    return _without_test(name, branches[0])


def _without_test(name: str, branch: str) -> str:
    """Return the branch of a conditional without the test at its beginning."""
    pattern = _COMPARED if name in _TWO_TOKENS else _COMPARED_NUMBERS if name in ("ifnum", "ifdim") else None
    match = pattern.match(branch) if pattern is not None else None
    return branch[match.end() :] if match else branch


class _MathModes:
    """Follows a value's tokens into formulas and out of them."""

    def __init__(self) -> None:
        self._dollars = ""
        self._delimited = False
        self._depths: list[int] = []
        self._depth = 0

    @property
    def in_math(self) -> bool:
        """True inside a formula."""
        return bool(self._dollars or self._delimited or self._depths)

    def read(self, token: str) -> None:
        """Read the next token."""
        if token.startswith("$"):
            self._dollars = "" if self._dollars else token
        elif token in ("\\(", "\\["):
            self._delimited = True
        elif token in ("\\)", "\\]"):
            self._delimited = False
        elif token.endswith("{") and token != "\\{":
            self._depth += 1
            if len(token) > 1:
                self._depths.append(self._depth)
        elif token == "}":
            if self._depths and self._depths[-1] == self._depth:
                self._depths.pop()
            self._depth -= 1
