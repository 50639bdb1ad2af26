"""The roles, directives and settings of sphinxcontrib-bibtex, with the library of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

from sphinxext_pubs.extension.compat_bibtex import settings
from sphinxext_pubs.extension.compat_bibtex.directives import (
    BibliographyDirective,
    FootBibliographyDirective,
)
from sphinxext_pubs.extension.compat_bibtex.ids import AddFootnoteIds, KeepIdsUnique
from sphinxext_pubs.extension.compat_bibtex.roles import (
    BARE_CITE,
    BARE_FOOTCITE,
    CiteDomain,
    CiteRole,
    FootCiteDomain,
)
from sphinxext_pubs.version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx; raises ExtensionError if sphinxcontrib.bibtex is loaded as well."""
    if "sphinxcontrib.bibtex" in (*app.extensions, *app.config.extensions):
        raise ExtensionError(
            "sphinxext_pubs.bibtex replaces sphinxcontrib.bibtex. Remove one of the two from "
            "“extensions” in conf.py. To use both, load the extension sphinxext_pubs. In a Jupyter Book, "
            "move bibtex_bibfiles from the top level of _config.yml to “config” below “sphinx”."
        )
    app.setup_extension("sphinxext_pubs")
    settings.register(app)
    app.add_domain(CiteDomain)
    app.add_domain(FootCiteDomain)
    app.add_transform(AddFootnoteIds)
    app.add_post_transform(KeepIdsUnique)
    app.add_role("cite", CiteRole(BARE_CITE))
    app.add_role("footcite", CiteRole(BARE_FOOTCITE))
    app.add_directive("bibliography", BibliographyDirective)
    app.add_directive("footbibliography", FootBibliographyDirective)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
