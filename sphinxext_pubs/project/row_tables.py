"""Tables with rows from outside: those that cannot be used are reported and left out, the others guarded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.formats.base import Format, Formats, check_format
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.project.additions import Addition, unusable
from sphinxext_pubs.project.page_kinds import page_kinds
from sphinxext_pubs.project.row_checks import (
    check_functions,
    check_name,
    check_pages,
    check_references,
    check_types,
)
from sphinxext_pubs.project.row_guards import Guard, guard_facet, guard_layout, guard_part
from sphinxext_pubs.query.facet import Facet
from sphinxext_pubs.query.facets import BUILTIN, Facets
from sphinxext_pubs.render.entry_options import check_layout
from sphinxext_pubs.render.layouts import LAYOUTS, Layout
from sphinxext_pubs.render.parts import PARTS, Part
from sphinxext_pubs.render.reference_formats import REFERENCE_FORMATS

if TYPE_CHECKING:
    from sphinxext_pubs.model.problems import Problem
    from sphinxext_pubs.model.table import Named

    Report = Callable[[Problem], None]
    Row = TypeVar("Row", bound=Named)
    #: Rows from outside by name, each with its addition.
    Rows = dict[str, tuple[Row, Addition]]


def make_facets(additions: Iterable[Addition], parts: Table[Part], report: Report) -> Facets:
    """Return the facets."""
    folders = {kind.folder.lower(): kind.name for kind in page_kinds(BUILTIN).rows}

    def check(facet: Facet) -> None:
        check_pages(facet, folders)
        if facet.pages:
            folders[facet.pages.folder.lower()] = facet.name

    rows = _usable("facet", Facet, BUILTIN, additions, check, report)
    while unresolved := _unresolved(rows, parts):  # a row may name one that is left out
        for name, reason in unresolved.items():
            report(unusable(rows.pop(name)[1], reason))
    guarded = (guard_facet(row, Guard(addition, report)) for row, addition in rows.values())
    return Facets((*BUILTIN.rows, *guarded))


def _unresolved(rows: Rows[Facet], parts: Table[Part]) -> dict[str, ValueError]:
    """Return the reasons why facets cannot be used that name facets or parts that do not exist."""
    facets: Mapping[str, Facet] = {**BUILTIN, **{name: row for name, (row, _) in rows.items()}}
    reasons: dict[str, ValueError] = {}
    for name, (row, _) in rows.items():
        try:
            check_references(row, facets, parts)
        except ValueError as error:
            reasons[name] = error
    return reasons


def make_formats(additions: Iterable[Addition], report: Report) -> Formats:
    """Return the formats."""
    rows = [*FORMATS, *REFERENCE_FORMATS]

    def check(row: Format) -> None:
        check_format(row, rows)
        rows.append(row)

    _usable("format", Format, Table(rows), additions, check, report)
    return Table(rows)


def make_layouts(additions: Iterable[Addition], parts: Table[Part], report: Report) -> Table[Layout]:
    """Return the layouts."""

    def check(row: Layout) -> None:
        check_layout(row, parts)
        check_functions(row)

    rows = _usable("layout", Layout, LAYOUTS, additions, check, report).values()
    guarded = (guard_layout(row, parts, Guard(addition, report)) for row, addition in rows)
    return Table((*LAYOUTS.rows, *guarded))


def make_parts(additions: Iterable[Addition], report: Report) -> Table[Part]:
    """Return the parts of an entry."""
    rows = _usable("part", Part, PARTS, additions, lambda _: None, report).values()
    return Table((*PARTS.rows, *(guard_part(row, Guard(addition, report)) for row, addition in rows)))


def _usable(
    kind: str,
    row_type: type[Row],
    ours: Mapping[str, Row],
    additions: Iterable[Addition],
    check: Callable[[Row], None],
    report: Report,
) -> Rows[Row]:
    """Return the rows of a kind from outside that can be used, and report the others.

    ``check`` raises ValueError for a row that breaks a rule of the kind.
    """
    rows: Rows[Row] = {}
    for addition in additions:
        if addition.kind != kind:
            continue
        row = addition.row
        if not isinstance(row, row_type):
            report(
                unusable(
                    replace(addition, row=None), f"it must be a {row_type.__name__}, not {type(row).__name__}"
                )
            )
            continue
        try:
            check_types(row)
            check_name(kind, row)
            if row.name in ours or row.name in rows:
                raise ValueError(f"a {kind} with this name exists")
            check(row)
        except ValueError as error:
            report(unusable(addition, error))
            continue
        rows[row.name] = row, addition
    return rows
