"""Warnings that sphinxcontrib-bibtex has as well, which conf.py may suppress by its names for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.model.problems import Code

if TYPE_CHECKING:
    from sphinx.config import Config

#: The warnings of this package that every project has, by their names in sphinxcontrib-bibtex.
RENAMED = {
    "key_not_found": Code.UNKNOWN_KEY,
    "bibfile_error": Code.SOURCE_MISSING,
    "bibfile_data_error": Code.DUPLICATE_KEY,
}


def is_suppressed(name: str, config: Config) -> bool:
    """True if ``suppress_warnings`` names a warning of sphinxcontrib-bibtex, or all of them."""
    return not {"bibtex", "bibtex.*", f"bibtex.{name}"}.isdisjoint(config.suppress_warnings)


def warn_as(name: str, code: Code, message: str, location: Any, config: Config) -> None:
    """Log a warning unless it is suppressed by its name in sphinxcontrib-bibtex."""
    if not is_suppressed(name, config):
        warn(code, message, location, config)


def convert_suppressed(config: Config) -> None:
    """Suppress the warnings of this package that ``suppress_warnings`` names as in sphinxcontrib-bibtex."""
    renamed = [f"pubs.{code.value}" for name, code in RENAMED.items() if is_suppressed(name, config)]
    if renamed:
        config.suppress_warnings = [*config.suppress_warnings, *renamed]
