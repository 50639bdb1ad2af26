"""Converting LaTeX math to Unicode, for plain text."""

from __future__ import annotations

import logging
import re
from functools import lru_cache, partial
from typing import Any

from sphinxext_pubs.formats.tex.characters import characters
from sphinxext_pubs.model.rich_text import Inline, Span, Text, has_span

#: Limits of the converter, which takes quadratic time and recurses. Other formulas are shown as source.
MAX_LENGTH = 2000
MAX_DEPTH = 40

#: Exceptions of docutils 0.20 to 0.23 for LaTeX that it cannot convert. The last three are bugs in its
#: parser on broken input.
FAILURES = (SyntaxError, ValueError, LookupError, AttributeError, TypeError, RecursionError)


def brace_depth(tex: str) -> int:
    """Return the maximum nesting depth of braces."""
    depth = max_depth = 0
    for char in tex:
        depth += (char == "{") - (char == "}")
        max_depth = max(max_depth, depth)
    return max_depth


_SUPERSCRIPTS = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SCRIPTS = (
    (re.compile(r"\^\s*(?:\{([0-9+\-=()ni]+)\}|([0-9ni]))"), _SUPERSCRIPTS),
    (re.compile(r"_\s*(?:\{([0-9+\-=()]+)\}|([0-9]))"), _SUBSCRIPTS),
)
#: Words in formulas, ``\\mbox{max}`` and ``{\\rm max}``, which the converter drops or truncates.
_WORDS = (
    (re.compile(r"\\(?:[mh]box|text(?:rm|it|bf|sf|tt|normal|up)?)\s*\{([^{}]*)\}"), r"{\1}"),
    (re.compile(r"\{\s*+\\(?:rm|it|bf|sf|tt|sc|cal|em)(?![A-Za-z])\s*+([^{}]*+)\}"), r"{\1}"),
    (re.compile(r"\{\{([^{}]*)\}\}"), r"{\1}"),
    (re.compile(r"\\(?:m?kern|[hm]skip)\s?-?[0-9.]{1,8}\s?(?:em|ex|pt|mu|mm|cm|in|sp)"), ""),
)
#: A function directly before a command; a space is needed between the two.
_FUNCTION = re.compile(
    r"(\\(?:log|ln|lg|exp|sin|cos|tan|max|min|sup|inf|lim|det|dim|ker|arg|gcd|Pr))(?=\s*\\[A-Za-z])"
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
#: Braces around a script of several terms become parentheses; spaces are put around relations.
_LONG_SCRIPT = re.compile(r"([\^_])\s*+\{(\w*+[^{}\\\w][^{}\\]*+)\}")
_RELATION = re.compile(r"(?:(?<!\s)\s++)?([=<>≤≥≠≈≡∼∈∉⊂⊆→←↔⇒])\s*+")


def _script(table: dict[int, int], match: re.Match[str]) -> str:
    return (match[1] or match[2]).translate(table)


def _fraction(match: re.Match[str]) -> str:
    """Return a fraction on one line, with parentheses around several terms."""
    parts = (part.strip() for part in match.groups())
    return "/".join(f"({part})" if re.search(r"[-+=\s]", part) else part for part in parts)


@lru_cache(maxsize=4096)
def to_unicode(tex: str) -> str:
    """Return LaTeX math as readable text (``O(n²)`` for ``O(n^2)``), or its source if that fails."""
    from pylatexenc.latexwalker import LatexWalkerError  # slow to import; only for formulas

    if len(tex) > MAX_LENGTH or brace_depth(tex) > MAX_DEPTH:
        return tex
    for pattern, replacement in _WORDS:
        tex = pattern.sub(replacement, tex)
    tex = _FRACTION.sub(_fraction, _FUNCTION.sub(r"\1\\ ", tex))
    for script, table in _SCRIPTS:
        tex = script.sub(partial(_script, table), tex)
    tex = _LONG_SCRIPT.sub(r"\1(\2)", tex)
    logger = logging.getLogger("pylatexenc.latex2text")
    disabled = logger.disabled
    logger.disabled = True  # it reports arguments that are missing, without their place
    try:
        text = _converter().latex_to_text(tex).replace("%s", "")
    except (LatexWalkerError, *FAILURES):
        return tex
    finally:
        logger.disabled = disabled
    return " ".join(_RELATION.sub(r" \1 ", text).split()) or tex


def readable_math(tex: str) -> str:
    """Return LaTeX math as readable text like :func:`to_unicode`; empty if it has unknown commands."""
    if not {match[1] for match in _COMMAND.finditer(tex)} <= _known_commands():
        return ""
    text = to_unicode(tex)
    return "" if text == tex or "\\" in text else text


_COMMAND = re.compile(r"\\([A-Za-z]+)")


@lru_cache(maxsize=1)
def _known_commands() -> frozenset[str]:
    context = _converter().latex_context
    return frozenset(spec.macroname for spec in context.iter_macro_specs())


#: Characters for plain text instead of those of pylatexenc, which are for formulas.
_PLAIN = {
    "bullet": "•",
    "prime": "′",
    "ast": "*",
    "lbrace": "{",
    "rbrace": "}",
    "copyright": "©",
}


@lru_cache(maxsize=1)
def _converter() -> Any:
    """Return pylatexenc's converter with the commands of all its tables; of others the name is kept."""
    from pylatexenc.latex2text import (  # slow to import; only for formulas
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )

    context = get_default_latex_context_db()
    known = {spec.macroname for spec in context.iter_macro_specs()}
    others = {name: text for name, text in characters().names.items() if name not in known} | _PLAIN
    specs = [MacroTextSpec(name, text) for name, text in others.items()]
    context.add_context_category("tables", macros=specs, prepend=True)
    context.add_context_category("silent", macros=[MacroTextSpec(name, "") for name in _SILENT - known])
    context.set_unknown_macro_spec(MacroTextSpec("", lambda node: node.macroname))
    return LatexNodes2Text(latex_context=context, math_mode="text", strict_latex_spaces="based-on-source")


#: Commands that only change how a formula looks.
_SILENT_NAMES = (
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits left right middle big Big"
    " bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr operatorname operatornamewithlimits mathop"
    " mathrel mathbin mathord mathopen mathclose mathpunct mathinner boldsymbol bm rm bf it sf tt sc cal"
    " em mit mathring nonumber notag label tag color textcolor phantom hphantom vphantom smash rlap llap"
    " mbox hbox fbox boxed substack overset underset stackrel text textup textnormal mathnormal mathsfit"
    " mathbfit pmb relax null ensuremath protect hspace vspace hskip kern mkern mskip xspace strut tiny"
    " small large Large normalsize cfrac tfrac dfrac binom genfrac sideset underbrace overbrace unicode"
    " begin end"
)
_SILENT = frozenset(_SILENT_NAMES.split())


def plain_text(text: Text) -> str:
    """Return a text without markup, with formulas in Unicode: *β-plane* for ``$\\beta$-plane``."""
    return str(Text(tuple(map(_unicode, text.parts)))) if has_span(text, "math") else str(text)


def _unicode(part: Inline) -> Inline:
    if isinstance(part, str):
        return part
    if part.kind == "math":
        return to_unicode("".join(str(Text((inner,))) for inner in part.content))
    return Span(part.kind, tuple(map(_unicode, part.content)), part.target)
