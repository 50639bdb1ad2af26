"""Publication lists and citations for Sphinx, from a project's existing bibliography."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_pubs.version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


__all__ = ["__version__", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Load the extension (``extensions = ["sphinxext_pubs"]``)."""
    # only if Sphinx is installed and loads the extension
    from sphinxext_pubs.extension import setup as setup_extension

    return setup_extension(app)
