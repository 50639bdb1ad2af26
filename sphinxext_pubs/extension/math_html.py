"""Formulas as MathML."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup


@lru_cache(maxsize=4096)
def formula_html(tex: str) -> Markup:
    """Return a formula as MathML, or its TeX source if it cannot be converted."""
    from sphinxext_pubs.render.html_text import math_source  # not for a build in which nothing changed
    from sphinxext_pubs.render.mathml import to_mathml

    return Markup(to_mathml(tex) or math_source(tex))
