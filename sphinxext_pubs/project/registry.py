"""The tables of a project: the rows of this package, then those of other packages and of ``conf.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sphinxext_pubs.model.table import Table

if TYPE_CHECKING:
    from sphinxext_pubs.formats.base import Format
    from sphinxext_pubs.project.page_kinds import Kind
    from sphinxext_pubs.query.facet import Facet
    from sphinxext_pubs.query.facets import Facets
    from sphinxext_pubs.render.layouts import Layout
    from sphinxext_pubs.render.parts import Part


@dataclass(frozen=True, slots=True)
class Additions:
    """Rows from outside this package."""

    facets: tuple[Facet, ...] = ()
    formats: tuple[Format, ...] = ()
    layouts: tuple[Layout, ...] = ()
    parts: tuple[Part, ...] = ()


class Registry:
    """The tables of facets, formats, layouts and parts, each made, and its module imported, on first use.

    ``additions`` is called at most once.
    """

    def __init__(self, additions: Callable[[], Additions] = Additions) -> None:
        self._find_additions = additions

    @cached_property
    def _additions(self) -> Additions:
        return self._find_additions()

    @cached_property
    def facets(self) -> Facets:
        """The facets."""
        from sphinxext_pubs.query.facets import FACETS, Facets  # on first use

        return Facets((*FACETS, *self._additions.facets))

    @cached_property
    def page_kinds(self) -> Table[Kind]:
        """The kinds of generated pages."""
        from sphinxext_pubs.project.page_kinds import page_kinds  # on first use

        return page_kinds(self.facets)

    @cached_property
    def formats(self) -> Table[Format]:
        """The formats."""
        from sphinxext_pubs.formats import FORMATS  # on first use

        return Table((*FORMATS, *self._additions.formats))

    @cached_property
    def layouts(self) -> Table[Layout]:
        """The layouts. Raises ValueError for a layout with an unknown part."""
        from sphinxext_pubs.render.layouts import LAYOUTS  # on first use

        if not self._additions.layouts:
            return LAYOUTS
        from sphinxext_pubs.render.entry_options import check_layout  # only for layouts from outside

        for layout in self._additions.layouts:
            check_layout(layout, self.parts)
        return Table((*LAYOUTS.rows, *self._additions.layouts))

    @cached_property
    def parts(self) -> Table[Part]:
        """The parts of an entry."""
        from sphinxext_pubs.render.parts import PARTS  # on first use

        return Table((*PARTS.rows, *self._additions.parts)) if self._additions.parts else PARTS
