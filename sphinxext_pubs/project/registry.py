"""The tables of a project: the rows of this package, then those of other packages and of ``conf.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sphinxext_pubs.model.table import Table

if TYPE_CHECKING:
    from sphinxext_pubs.formats.base import Format
    from sphinxext_pubs.query.facets import Facet
    from sphinxext_pubs.render.layouts import Layout


@dataclass(frozen=True, slots=True)
class Additions:
    """Rows from outside this package."""

    facets: tuple[Facet, ...] = ()
    formats: tuple[Format, ...] = ()
    layouts: tuple[Layout, ...] = ()


class Registry:
    """The tables of facets, formats and layouts, each made, and its module imported, on first use.

    ``additions`` is called at most once.
    """

    def __init__(self, additions: Callable[[], Additions] = Additions) -> None:
        self._find_additions = additions

    @cached_property
    def _additions(self) -> Additions:
        return self._find_additions()

    @cached_property
    def facets(self) -> Table[Facet]:
        """The facets."""
        from sphinxext_pubs.query.facets import FACETS  # on first use

        return Table((*FACETS, *self._additions.facets))

    @cached_property
    def formats(self) -> Table[Format]:
        """The formats."""
        from sphinxext_pubs.formats import FORMATS  # on first use

        return Table((*FORMATS, *self._additions.formats))

    @cached_property
    def layouts(self) -> Table[Layout]:
        """The layouts."""
        from sphinxext_pubs.render.layouts import LAYOUTS  # on first use

        return Table((*LAYOUTS.values(), *self._additions.layouts))
