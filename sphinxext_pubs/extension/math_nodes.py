"""Nodes of formulas by builder."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.math_html import formula_html
from sphinxext_pubs.render.mathml import math_node, unicode_node

if TYPE_CHECKING:
    from sphinx.builders import Builder


def math_maker(builder: Builder, setting: str) -> Callable[[str], nodes.Node]:
    """Return a function that converts TeX to a node for this builder; ``setting`` is ``pubs_math``."""
    if uses_templates(builder) and setting == "mathml":
        return _html_math
    return _MATH.get(builder.name, math_node)


def _html_math(tex: str) -> nodes.Node:
    return nodes.raw("", formula_html(tex), format="html")


#: The functions for builders that do not support math nodes, or only with a script.
_MATH: dict[str, Callable[[str], nodes.Node]] = {
    "epub": unicode_node,
    "json": _html_math,
    "man": unicode_node,
    "pickle": _html_math,
    "text": unicode_node,
}
