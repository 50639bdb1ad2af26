"""Math without scripts: convert LaTeX to MathML by docutils, or to Unicode text."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

from docutils import nodes
from docutils.utils.math import latex2mathml
from markupsafe import Markup, escape

from sphinxext_pubs.formats.latex.unicode_math import (
    FAILURES,
    MAX_DEPTH,
    MAX_LENGTH,
    brace_depth,
    readable_math,
    to_unicode,
)
from sphinxext_pubs.render.html_text import math_source
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
    """Return inline LaTeX math as a ``<math>`` element for HTML, on one line, or None if that fails.

    Only presentational elements and attributes of the conversion are kept: docutils 0.20
    does not escape the values of attributes, and inline styles are not allowed.
    """
    if len(tex) > MAX_LENGTH or brace_depth(tex) > MAX_DEPTH:
        return None
    try:
        # XML does not define this entity, so it is replaced by the character.
        source = latex2mathml.tex2mathml(_add_empty_base(tex)).replace(
            "&ApplyFunction;", _FUNCTION_APPLICATION
        )
        root = ElementTree.fromstring(source)
        return "".join(_serialize(root))
    except FAILURES:  # ElementTree.ParseError is a SyntaxError
        return None


def _add_empty_base(tex: str) -> str:
    """Add an empty base before a leading index or exponent, as the converter requires."""
    return "{}" + tex if tex.lstrip()[:1] in ("_", "^") else tex


def mathml(tex: str) -> str:
    """Return LaTeX math as safe HTML: MathML, or Unicode text, or its source in ``<code>``."""
    if converted := to_mathml(tex):
        return converted
    text = readable_math(tex)
    return Markup('<span class="pubs-math">{}</span>').format(text) if text else math_source(tex)


def _serialize(element: ElementTree.Element) -> list[str]:
    name = element.tag.rpartition("}")[2]
    if name not in _ELEMENTS:
        raise ValueError(f"unexpected element {name}")
    opening, closing = f"<{name}{_attributes(element)}>", f"</{name}>"
    children = list(element)
    if not children:
        return [opening, escape(element.text or ""), closing]
    parts = [opening]
    for index, child in enumerate(children):
        before, after = _function_spaces(children, index)
        parts += [_THIN_SPACE if before else "", *_serialize(child), _THIN_SPACE if after else ""]
    return [*parts, closing]


def _function_spaces(children: list[ElementTree.Element], index: int) -> tuple[bool, bool]:
    """Return whether TeX's thin space is before this child (a function name), and after it (application)."""
    applied = [child.text == _FUNCTION_APPLICATION for child in children[index : index + 2]]
    before = applied[1:] == [True] and index > 0 and not _is_operator(children[index - 1])
    after = applied[0] and index + 1 < len(children) and not _is_operator(children[index + 1])
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
    """Return LaTeX math as a docutils math node, for LaTeX and the project's math renderer, or its source.

    Both execute commands, so a formula with commands other than those for symbols is shown as source.
    """
    if len(tex) <= MAX_LENGTH and brace_depth(tex) <= MAX_DEPTH and is_harmless(tex):
        return nodes.math(tex, tex)
    return nodes.literal(tex, tex, classes=["pubs-math"])


def unicode_node(tex: str) -> nodes.Node:
    """Return LaTeX math as Unicode text, for builders that only show text."""
    return nodes.inline("", to_unicode(tex), classes=["pubs-math"])
