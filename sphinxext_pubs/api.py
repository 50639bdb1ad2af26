"""The public interface for other packages and for ``conf.py``: further facets, formats, layouts and parts.

A package offers a row, or a tuple of rows, as an entry point in the group ``sphinxext_pubs.facets``,
``sphinxext_pubs.formats``, ``sphinxext_pubs.layouts`` or ``sphinxext_pubs.parts``. A project adds rows in
``setup(app)`` of its ``conf.py``::

    from sphinxext_pubs.api import Facet, add_facet


    def setup(app):
        add_facet(app, Facet(name="funder", help="Who paid for the work.", terms=funders))

Everything in :data:`__all__` is public, and nothing else of the package except its configuration values,
directives, roles and commands. Rows are keyword-only. Names that are removed or changed here, and the names
of options, CSS classes, template variables and warning codes, are deprecated for one minor version first:
the old name keeps working, and a warning gives the new one. Fields may be added to rows, always with a
default.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.entities.authority import Role
from sphinxext_pubs.formats.base import Codec, Format, Reader, Signature, Source, Writer
from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Date, Link, Name, Origin, Publication
from sphinxext_pubs.model.rich_text import Span, Text, fold, text_of
from sphinxext_pubs.notation.dates import parse_date
from sphinxext_pubs.notation.matching import NUMBERS, TAGS, TERMS, WORDS
from sphinxext_pubs.notation.names import ParsedNames, full_name, parse_names
from sphinxext_pubs.project.additions import EVENT, Addition
from sphinxext_pubs.query.facet import Chart, Facet, FacetPages, SortOrder, name_order
from sphinxext_pubs.query.facet_values import (
    people_keys,
    people_order,
    people_terms,
    people_values,
    text_keys,
    text_order,
)
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.layouts import Layout, Line, with_initials
from sphinxext_pubs.render.parts import Part
from sphinxext_pubs.render.tree import Run, Tree, join_trees, run

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
    "EntryView",
    "Facet",
    "FacetPages",
    "Format",
    "Layout",
    "Line",
    "Link",
    "Name",
    "Origin",
    "ParsedNames",
    "Part",
    "Problem",
    "Publication",
    "Reader",
    "Role",
    "Run",
    "Signature",
    "SortOrder",
    "Source",
    "Span",
    "Suggestion",
    "Text",
    "Tree",
    "Writer",
    "add_facet",
    "add_format",
    "add_layout",
    "add_part",
    "fold",
    "full_name",
    "join_trees",
    "name_order",
    "parse_date",
    "parse_names",
    "people_keys",
    "people_order",
    "people_terms",
    "people_values",
    "run",
    "text_keys",
    "text_of",
    "text_order",
    "with_initials",
]


def add_facet(app: Sphinx, facet: Facet) -> None:
    """Add a facet to a project; call it in ``setup(app)``."""
    _add(app, "facet", facet)


def add_format(app: Sphinx, format: Format) -> None:
    """Add a format to a project; call it in ``setup(app)``."""
    _add(app, "format", format)


def add_layout(app: Sphinx, layout: Layout) -> None:
    """Add a layout to a project; call it in ``setup(app)``.

    Its ``folder`` may be relative to the folder of ``conf.py``.
    """
    if isinstance(layout, Layout) and isinstance(layout.folder, str | Path):
        layout = replace(layout, folder=Path(app.confdir, layout.folder))
    _add(app, "layout", layout)


def add_part(app: Sphinx, part: Part) -> None:
    """Add a part of an entry to a project; call it in ``setup(app)``."""
    _add(app, "part", part)


def _add(app: Sphinx, kind: str, row: object) -> None:
    app.setup_extension("sphinxext_pubs")  # which declares the event
    addition = Addition(kind, row, f"add_{kind}() in setup()")
    app.connect(EVENT, lambda _app: addition)
