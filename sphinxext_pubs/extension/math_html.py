"""Formulas as MathML."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup


@lru_cache(maxsize=4096)
def formula_html(tex: str) -> Markup:
    """Return a formula as MathML, or as text if it cannot be converted."""
    from sphinxext_pubs.render.mathml import mathml  # not for a build in which nothing changed

    return Markup(mathml(tex))
