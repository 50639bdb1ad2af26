"""The tables of a project: the rows of this package, then those of other packages and of ``conf.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinxext_pubs.formats.base import Format
    from sphinxext_pubs.model.problems import Problem
    from sphinxext_pubs.model.table import Table
    from sphinxext_pubs.project.additions import Addition
    from sphinxext_pubs.project.page_kinds import Kind
    from sphinxext_pubs.query.facets import Facets
    from sphinxext_pubs.render.layouts import Layout
    from sphinxext_pubs.render.parts import Part


def _ignore(problem: Problem) -> None:
    """Report nothing: there are no rows from outside."""


class Registry:
    """The tables of facets, formats, layouts and parts, each made, and its module imported, on first use.

    ``find`` returns the rows from outside and is called once, when a table is first used. ``report`` is
    called with the problem of each row that cannot be used.
    """

    def __init__(
        self,
        find: Callable[[], Iterable[Addition]] = tuple,
        report: Callable[[Problem], None] = _ignore,
    ) -> None:
        self._find, self._report = find, report

    @cached_property
    def _additions(self) -> tuple[Addition, ...]:
        return tuple(self._find())

    @cached_property
    def facets(self) -> Facets:
        """The facets."""
        from sphinxext_pubs.project.additions import usable_rows  # on first use
        from sphinxext_pubs.query.facet import Facet
        from sphinxext_pubs.query.facets import FACETS, Facets

        return Facets((*FACETS, *usable_rows("facet", Facet, FACETS, self._additions, self._report)))

    @cached_property
    def page_kinds(self) -> Table[Kind]:
        """The kinds of generated pages."""
        from sphinxext_pubs.project.page_kinds import page_kinds  # on first use

        return page_kinds(self.facets)

    @cached_property
    def formats(self) -> Table[Format]:
        """The formats."""
        from sphinxext_pubs.formats import FORMATS  # on first use
        from sphinxext_pubs.formats.base import Format, check_format
        from sphinxext_pubs.model.table import Table
        from sphinxext_pubs.project.additions import unusable, usable_rows
        from sphinxext_pubs.render.reference_formats import REFERENCE_FORMATS

        rows = [*FORMATS, *REFERENCE_FORMATS]
        for row in usable_rows("format", Format, tuple(rows), self._additions, self._report):
            try:
                check_format(row, rows)
                rows.append(row)
            except ValueError as error:
                self._report(unusable(f"The format “{row.name}”", str(error)))
        return Table(rows)

    @cached_property
    def layouts(self) -> Table[Layout]:
        """The layouts; those that name unknown parts are reported and left out."""
        from sphinxext_pubs.render.layouts import LAYOUTS, Layout  # on first use

        if not any(addition.kind == "layout" for addition in self._additions):
            return LAYOUTS
        from sphinxext_pubs.model.table import Table  # only for layouts from outside
        from sphinxext_pubs.project.additions import unusable, usable_rows
        from sphinxext_pubs.render.entry_options import check_layout

        rows = []
        for row in usable_rows("layout", Layout, LAYOUTS.rows, self._additions, self._report):
            try:
                check_layout(row, self.parts)
                rows.append(row)
            except ValueError as error:
                self._report(unusable(f"The layout “{row.name}”", str(error)))
        return Table((*LAYOUTS.rows, *rows))

    @cached_property
    def parts(self) -> Table[Part]:
        """The parts of an entry."""
        from sphinxext_pubs.model.table import Table  # on first use
        from sphinxext_pubs.project.additions import usable_rows
        from sphinxext_pubs.render.parts import PARTS, Part

        return Table((*PARTS.rows, *usable_rows("part", Part, PARTS.rows, self._additions, self._report)))
