"""Formulas in lists that are inserted when references are resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.internals.overrides import override
from sphinxext_pubs.extension.internals.tables import equation_table

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def mark_equations(env: BuildEnvironment) -> None:
    """Mark the documents whose lists of cited papers contain formulas, until the build ends.

    The math renderer of Sphinx is loaded only on marked pages. Sphinx marks documents when they are read.
    """
    tables = project_of(env).tables
    for docname in tables.math.keys() & tables.lists.keys():
        override(output_of(env).overrides, equation_table(env), docname, True)
