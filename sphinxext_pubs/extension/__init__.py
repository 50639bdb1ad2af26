"""The Sphinx extension: only this package imports Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_pubs.extension import events, i18n, settings
from sphinxext_pubs.extension.citations import transforms as citation_transforms
from sphinxext_pubs.extension.citations.roles import ROLES, PaperRole
from sphinxext_pubs.extension.directives.chart import ChartDirective
from sphinxext_pubs.extension.directives.directory import PagesDirective
from sphinxext_pubs.extension.directives.people import KeepPhotos, PeopleDirective
from sphinxext_pubs.extension.directives.publications import PublicationDirective, PublicationsDirective
from sphinxext_pubs.extension.domain import PaperDomain
from sphinxext_pubs.extension.lists import transforms as list_transforms
from sphinxext_pubs.version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    settings.register(app)
    i18n.register(app)
    app.add_domain(PaperDomain)
    app.add_role_to_domain("std", "paper", PaperRole(ROLES["t"]))
    app.add_directive("publications", PublicationsDirective)
    app.add_directive("publications-pages", PagesDirective)
    app.add_directive("publications-people", PeopleDirective)
    app.add_post_transform(KeepPhotos)
    app.add_directive("publications-chart", ChartDirective)
    app.add_directive("publication", PublicationDirective)
    citation_transforms.register(app)
    list_transforms.register(app)
    events.register(app)
    return {
        "version": __version__,
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
