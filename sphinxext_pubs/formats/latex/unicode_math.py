"""Maths as text: LaTeX as Unicode has it, for whatever shows or takes nothing but text."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from sphinxext_pubs.model.rich_text import Inline, Span, Text, has_span

#: Longer or deeper formulas are shown as their source: the converter takes quadratic time and recurses.
MAX_LENGTH = 2000
MAX_DEPTH = 40

#: What docutils 0.20 to 0.23 raise on LaTeX that they cannot convert; the last three are accidents
#: in their parser on broken input.
FAILURES = (SyntaxError, ValueError, LookupError, AttributeError, TypeError, RecursionError)


def depth_of(tex: str) -> int:
    """How deep braces stand in each other."""
    depth = deepest = 0
    for char in tex:
        depth += (char == "{") - (char == "}")
        deepest = max(deepest, depth)
    return deepest


_SUPERSCRIPTS = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SCRIPTS = (
    (re.compile(r"\^\s*(?:\{([0-9+\-=()ni]+)\}|([0-9ni]))"), _SUPERSCRIPTS),
    (re.compile(r"_\s*(?:\{([0-9+\-=()]+)\}|([0-9]))"), _SUBSCRIPTS),
)
#: Words in formulas: ``\\mbox{max}`` and ``{\\rm max}``, of which the converter would make nothing or half.
_WORDS = (
    (re.compile(r"\\(?:[mh]box|text(?:rm|it|bf|sf|tt|normal|up)?)\s*\{([^{}]*)\}"), r"{\1}"),
    (re.compile(r"\{\s*+\\(?:rm|it|bf|sf|tt|sc|cal|em)(?![A-Za-z])\s*+([^{}]*+)\}"), r"{\1}"),
    (re.compile(r"\{\{([^{}]*)\}\}"), r"{\1}"),
)
#: A function before another, which would run together.
_FUNCTION = re.compile(
    r"(\\(?:log|ln|lg|exp|sin|cos|tan|max|min|sup|inf|lim|det|dim|ker|arg|gcd|Pr))(?=\s*\\[A-Za-z])"
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
#: A script of several terms keeps its braces, as parentheses; relations stand between spaces.
_LONG_SCRIPT = re.compile(r"([\^_])\s*+\{(\w*+[^{}\\\w][^{}\\]*+)\}")
_RELATION = re.compile(r"(?:(?<!\s)\s++)?([=<>≤≥≠≈≡∼∈∉⊂⊆→←↔⇒])\s*+")


def _script(table: dict[int, int], match: re.Match[str]) -> str:
    return (match[1] or match[2]).translate(table)


def _fraction(match: re.Match[str]) -> str:
    """A fraction on one line; what has several terms stands in parentheses."""
    parts = (part.strip() for part in match.groups())
    return "/".join(f"({part})" if re.search(r"[-+=\s]", part) else part for part in parts)


@lru_cache(maxsize=4096)
def to_unicode(tex: str) -> str:
    """LaTeX maths as readable text: ``O(n^2)`` is ``O(n²)``; the source where that fails."""
    from pylatexenc.latex2text import LatexNodes2Text
    from pylatexenc.latexwalker import LatexWalkerError

    if len(tex) > MAX_LENGTH or depth_of(tex) > MAX_DEPTH:
        return tex
    for words, alone in _WORDS:
        tex = words.sub(alone, tex)
    tex = _FRACTION.sub(_fraction, _FUNCTION.sub(r"\1\\ ", tex))
    for script, table in _SCRIPTS:
        tex = script.sub(partial(_script, table), tex)
    tex = _LONG_SCRIPT.sub(r"\1(\2)", tex)
    try:
        text = LatexNodes2Text(math_mode="text", strict_latex_spaces="based-on-source").latex_to_text(tex)
    except (LatexWalkerError, *FAILURES):
        return tex
    return " ".join(_RELATION.sub(r" \1 ", text).split()) or tex


def plain(text: Text) -> str:
    """A text without markup, formulas as Unicode has them: *β-plane* for ``$\\beta$-plane``."""
    return str(Text(tuple(map(_unicode, text.parts)))) if has_span(text, "math") else str(text)


def _unicode(part: Inline) -> Inline:
    if isinstance(part, str):
        return part
    if part.kind == "math":
        return to_unicode("".join(str(Text((each,))) for each in part.content))
    return Span(part.kind, tuple(map(_unicode, part.content)), part.target)
