"""The public interface for other packages and for ``conf.py``: further facets, formats, layouts and parts.

A package offers a row, or a tuple of rows, as an entry point in the group ``sphinxext_pubs.facets``,
``sphinxext_pubs.formats``, ``sphinxext_pubs.layouts`` or ``sphinxext_pubs.parts``. A project adds rows in
``setup(app)`` of its ``conf.py``::

    from sphinxext_pubs.api import Facet, add_facet


    def setup(app):
        add_facet(app, Facet(name="funder", ...))

Everything in :data:`__all__` is public. What is to be removed or renamed here, and the names of options,
CSS classes, template variables and warnings, is deprecated for one minor version first: the old name keeps
working and a warning names the new one. Fields may be added to the rows, always with a default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_pubs.entities.authority import Role
from sphinxext_pubs.formats.base import Codec, Format, Signature, Source
from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Date, Library, Link, Name, Origin, Publication
from sphinxext_pubs.model.rich_text import Span, Text, fold, text_of
from sphinxext_pubs.notation.matching import NUMBERS, TAGS, TERMS, WORDS, Matching
from sphinxext_pubs.project.additions import EVENT, Addition
from sphinxext_pubs.query.facet import Chart, Facet, FacetPages, SortOrder
from sphinxext_pubs.query.facet_values import text_keys, text_order
from sphinxext_pubs.render.layouts import Layout, Line
from sphinxext_pubs.render.parts import Part
from sphinxext_pubs.render.tree import Run, Tree

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = [
    "NUMBERS",
    "TAGS",
    "TERMS",
    "WORDS",
    "Chart",
    "Code",
    "Codec",
    "Date",
    "Facet",
    "FacetPages",
    "Format",
    "Layout",
    "Library",
    "Line",
    "Link",
    "Matching",
    "Name",
    "Origin",
    "Part",
    "Problem",
    "Publication",
    "Role",
    "Run",
    "Signature",
    "SortOrder",
    "Source",
    "Span",
    "Suggestion",
    "Text",
    "Tree",
    "add_facet",
    "add_format",
    "add_layout",
    "add_part",
    "fold",
    "text_keys",
    "text_of",
    "text_order",
]


def add_facet(app: Sphinx, facet: Facet) -> None:
    """Add a facet to a project; call it in ``setup(app)``."""
    _add(app, "facet", facet)


def add_format(app: Sphinx, format: Format) -> None:
    """Add a format to a project; call it in ``setup(app)``."""
    _add(app, "format", format)


def add_layout(app: Sphinx, layout: Layout) -> None:
    """Add a layout to a project; call it in ``setup(app)``."""
    _add(app, "layout", layout)


def add_part(app: Sphinx, part: Part) -> None:
    """Add a part of an entry to a project; call it in ``setup(app)``."""
    _add(app, "part", part)


def _add(app: Sphinx, kind: str, row: object) -> None:
    app.setup_extension("sphinxext_pubs")  # which declares the event
    addition = Addition(kind, row, f"add_{kind}() in setup()")
    app.connect(EVENT, lambda _app: addition)
