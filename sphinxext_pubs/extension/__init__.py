"""The Sphinx extension: only this package imports Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_pubs.extension import citation_transforms, events, i18n, list_transforms, settings
from sphinxext_pubs.extension.declarations import DIRECTIVES, ROLE_NAMES, DeclaredRole
from sphinxext_pubs.extension.domain import PaperDomain
from sphinxext_pubs.version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    settings.register(app)
    i18n.register(app)
    app.add_domain(PaperDomain)
    app.add_role_to_domain("std", "paper", DeclaredRole(ROLE_NAMES[0]))
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    citation_transforms.register(app)
    list_transforms.register(app)
    events.register(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
