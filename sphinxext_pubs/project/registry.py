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
    """Do not report; this is for tables without rows from outside."""


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

    def _has(self, kind: str) -> bool:
        """True if there are rows of a kind from outside, for which their checks are imported."""
        return any(addition.kind == kind for addition in self._additions)

    @cached_property
    def facets(self) -> Facets:
        """The facets."""
        if not self._has("facet"):
            from sphinxext_pubs.query.facets import BUILTIN  # on first use

            return BUILTIN
        from sphinxext_pubs.project.row_tables import make_facets  # only for rows from outside

        return make_facets(self._additions, self.parts, self._report)

    @cached_property
    def page_kinds(self) -> Table[Kind]:
        """The kinds of generated pages."""
        from sphinxext_pubs.project.page_kinds import page_kinds  # on first use

        return page_kinds(self.facets)

    @cached_property
    def formats(self) -> Table[Format]:
        """The formats."""
        if not self._has("format"):
            from sphinxext_pubs.formats import FORMATS  # on first use
            from sphinxext_pubs.model.table import Table
            from sphinxext_pubs.render.reference_formats import REFERENCE_FORMATS

            return Table((*FORMATS, *REFERENCE_FORMATS))
        from sphinxext_pubs.project.row_tables import make_formats  # only for rows from outside

        return make_formats(self._additions, self._report)

    @cached_property
    def layouts(self) -> Table[Layout]:
        """The layouts."""
        if not self._has("layout"):
            from sphinxext_pubs.render.layouts import LAYOUTS  # on first use

            return LAYOUTS
        from sphinxext_pubs.project.row_tables import make_layouts  # only for rows from outside

        return make_layouts(self._additions, self.parts, self._report)

    @cached_property
    def parts(self) -> Table[Part]:
        """The parts of an entry."""
        if not self._has("part"):
            from sphinxext_pubs.render.parts import PARTS  # on first use

            return PARTS
        from sphinxext_pubs.project.row_tables import make_parts  # only for rows from outside

        return make_parts(self._additions, self._report)
