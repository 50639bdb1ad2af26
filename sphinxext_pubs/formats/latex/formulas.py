"""Reading the formulas of LaTeX values, which ``protect`` finds, as spans."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sphinxext_pubs.formats.html_text import Atom
from sphinxext_pubs.formats.latex.macros import ACCENTS
from sphinxext_pubs.formats.tex.math_elements import read_formula
from sphinxext_pubs.formats.tex.math_source import clean_math
from sphinxext_pubs.model.rich_text import Span


def _formula(source: str) -> Span:
    return Span("math", (clean_math(source),))


def read_element(match: re.Match[str]) -> Atom | None:
    """Read a formula in the markup of a publisher, such as ``<tex>`` or MathML."""
    return read_formula(match[0])


def read_math(match: re.Match[str]) -> Atom | None:
    """Read math in LaTeX's delimiters."""
    groups = ("inline_source", "display_source", "ensured_source", "environment_source")
    source = next(match[name] for name in groups if match[name] is not None)
    script = _SCRIPT.fullmatch(source)
    return _script_span(script) if script is not None else _formula(source)


def read_dollars(match: re.Match[str]) -> Atom | None:
    """Read math in double dollars."""
    return _formula(match["dollars_source"])


def read_dollar(match: re.Match[str]) -> Atom | None:
    """Read math in single dollars: by pandoc's rule, or if it contains a command, ``^`` or ``_``."""
    source = match["dollar_source"]
    accented = _ACCENTED.fullmatch(source)
    if accented is not None:
        return unicodedata.normalize("NFC", accented["letter"] + ACCENTS[accented["accent"]])
    script = _SCRIPT.fullmatch(source)
    if script is not None:
        return _script_span(script)
    has_space = source[0].isspace() or source[-1].isspace()
    if not has_space and not match.string[match.end() : match.end() + 1].isdigit():
        return _formula(source)
    return _formula(source) if _CERTAINLY_MATH.search(source) else None


def _script_span(match: re.Match[str]) -> Atom:
    """Return a single index or exponent, as in ``CO$_2$``, ``m$^{-2}$`` and ``10$^\\circ$C``."""
    if match["degree"]:
        return "°"
    content = re.sub(r"^-(?=\d)", "\u2212", match["group"] or match["sign"])
    return Span("sub" if match["script"] == "_" else "sup", (content,))


_SCRIPT: Final = re.compile(
    r"\s*(?:\{\})?(?:\^(?P<degree>\{?\\circ\}?)"
    r"|(?P<script>[_^])"
    r"(?:\{(?P<group>[\w+.,/-](?:[\w+.,/ -]{0,38}[\w+.,/-])?)\}|(?P<sign>[A-Za-z0-9+=()-])))\s*"
)
_ACCENTED: Final = re.compile(
    r"\\(?P<accent>acute|grave|hat|tilde|bar|breve|check|dot|ddot)\s*(?P<group>\{)?\\?(?P<letter>[A-Za-z])(?(group)\})"
)
_CERTAINLY_MATH: Final = re.compile(r"\\[A-Za-z ,;!]|[\^_]")


def read_escaped_math(match: re.Match[str]) -> Atom | None:
    """Read math with special characters escaped by an exporter (``\\$n\\$``)."""
    source = match["escaped_source"]
    if "textbackslash" not in source and not _ONE_SYMBOL.fullmatch(source):
        return None
    return _formula(_ESCAPED_SOURCE.sub(lambda part: _UNESCAPED.get(part[0], part[0][-1:]), source))


def read_mendeley_math(match: re.Match[str]) -> Atom | None:
    """Read math of which Mendeley put each special character in braces (``{\\$}n{\\_}1{\\$}``)."""
    source = match["mendeley_source"]
    sure = _MENDELEY_MATH.search(source) and not (source[0].isspace() or source[-1].isspace())
    if not sure and not _ONE_SYMBOL.fullmatch(source):
        return None
    plain = _MENDELEY_CHARACTER.sub(lambda part: _UNESCAPED.get(part[0]) or part[1] or "\\", source)
    return _formula(plain)


_MENDELEY_CHARACTER: Final = re.compile(
    r"\{\\([_#&%{}^~])(?:\{\})?\}|\{\\text[a-z]+\}"
    r"|\{\\backslash\}|\$\\backslash\$|\\backslash(?=[A-Za-z ,;!])"
)
_MENDELEY_MATH: Final = re.compile(r"\\backslash|\{\\(?:_|\^\{\}|textbackslash)\}")
_ONE_SYMBOL: Final = re.compile(r"[A-Za-z(][^\s\\]{0,20}(?:\\_[^\s\\]{1,10})?")
_ESCAPED_SOURCE: Final = re.compile(
    r"\{\\text(?:backslash|asciicircum|asciitilde|less|greater)\}|\\\^\{\}|\\[{}_%#&^~]"
)
_UNESCAPED: Final = {
    r"{\textbackslash}": "\\",
    r"{\textasciicircum}": "^",
    r"{\textasciitilde}": "~",
    r"{\textless}": "<",
    r"{\textgreater}": ">",
    r"\^{}": "^",
}
