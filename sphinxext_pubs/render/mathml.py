"""Maths without scripts: LaTeX to MathML by docutils' own converter, or to Unicode text."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

from docutils import nodes
from docutils.utils.math import latex2mathml
from markupsafe import escape

from sphinxext_pubs.formats.latex.unicode_math import FAILURES, MAX_DEPTH, MAX_LENGTH, depth_of, to_unicode
from sphinxext_pubs.render.html import math_source
from sphinxext_pubs.render.math_safety import is_harmless


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _words(
    "math mrow mi mo mn mtext mspace mstyle msub msup msubsup munder mover munderover mfrac msqrt mroot "
    "mtable mtr mtd mphantom mpadded menclose"
)
_ATTRIBUTES = _words(
    "mathvariant displaystyle scriptlevel linethickness stretchy accent accentunder form fence separator "
    "symmetric largeop movablelimits lspace rspace minsize maxsize width height depth columnalign "
    "columnspacing rowspacing notation voffset"
)
_FUNCTION_APPLICATION = "\u2061"
_THIN_SPACE = '<mspace width="0.167em"></mspace>'
_VALUE = re.compile(r"[\w.%+# -]{1,40}", re.ASCII)


@lru_cache(maxsize=4096)
def to_mathml(tex: str) -> str | None:
    """Inline LaTeX maths as a ``<math>`` element for HTML, on one line; ``None`` where that fails.

    Only presentational elements and attributes are left of what the converter gives: docutils 0.20
    does not escape the values of attributes, and no inline style may stay.
    """
    if len(tex) > MAX_LENGTH or depth_of(tex) > MAX_DEPTH:
        return None
    try:
        # An entity that is not XML's own; HTML and XML both have the character.
        source = latex2mathml.tex2mathml(_add_empty_base(tex)).replace(
            "&ApplyFunction;", _FUNCTION_APPLICATION
        )
        root = ElementTree.fromstring(source)
        return "".join(_serialize(root))
    except FAILURES:  # ElementTree.ParseError is a SyntaxError
        return None


def _add_empty_base(tex: str) -> str:
    """The formula with an empty base before an index or exponent that has none: the converter wants one."""
    return "{}" + tex if tex.lstrip()[:1] in ("_", "^") else tex


def mathml(tex: str) -> str:
    """LaTeX maths as safe HTML: MathML, or its source in ``<code>``."""
    return to_mathml(tex) or math_source(tex)


def _serialize(element: ElementTree.Element) -> list[str]:
    name = element.tag.rpartition("}")[2]
    if name not in _ELEMENTS:
        raise ValueError(f"unexpected element {name}")
    opening, closing = f"<{name}{_attributes(element)}>", f"</{name}>"
    children = list(element)
    if not children:
        return [opening, escape(element.text or ""), closing]
    parts = [opening]
    for at, child in enumerate(children):
        before, after = _function_spaces(children, at)
        parts += [_THIN_SPACE if before else "", *_serialize(child), _THIN_SPACE if after else ""]
    return [*parts, closing]


def _function_spaces(children: list[ElementTree.Element], at: int) -> tuple[bool, bool]:
    """Whether TeX's thin space stands before this child, a function's name, or after it, its application."""
    applied = [child.text == _FUNCTION_APPLICATION for child in children[at : at + 2]]
    before = applied[1:] == [True] and at > 0 and not _is_operator(children[at - 1])
    after = applied[0] and at + 1 < len(children) and not _is_operator(children[at + 1])
    return before, after


def _is_operator(element: ElementTree.Element) -> bool:
    return element.tag.endswith("}mo")


def _attributes(element: ElementTree.Element) -> str:
    return "".join(
        f' {name}="{value}"'
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and _VALUE.fullmatch(value)
    )


def math_node(tex: str) -> nodes.Node:
    """LaTeX maths as docutils' own node, for LaTeX and for the project's renderer; else its source.

    Both run what they are given, so a formula with other commands than those for signs is shown as written.
    """
    if len(tex) <= MAX_LENGTH and depth_of(tex) <= MAX_DEPTH and is_harmless(tex):
        return nodes.math(tex, tex)
    return nodes.literal(tex, tex, classes=["pubs-math"])


def unicode_node(tex: str) -> nodes.Node:
    """LaTeX maths as text, for builders that show nothing but text."""
    return nodes.inline("", to_unicode(tex), classes=["pubs-math"])
