"""The Sphinx side: the only code of the package that imports Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_pubs.extension import build, config, transforms, words
from sphinxext_pubs.extension.charts import ChartDirective
from sphinxext_pubs.extension.directive import PublicationDirective, PublicationsDirective
from sphinxext_pubs.extension.domain import PaperDomain
from sphinxext_pubs.extension.generated.directory import PagesDirective
from sphinxext_pubs.extension.roles import ROLES, PaperRole
from sphinxext_pubs.extension.roster import KeepPhotos, PeopleDirective
from sphinxext_pubs.version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    config.register(app)
    app.connect("config-inited", config.check)
    words.register(app)
    app.add_domain(PaperDomain)
    app.add_role_to_domain("std", "paper", PaperRole(ROLES["t"]))
    app.add_directive("publications", PublicationsDirective)
    app.add_directive("publications-pages", PagesDirective)
    app.add_directive("publications-people", PeopleDirective)
    app.add_post_transform(KeepPhotos)
    app.add_directive("publications-chart", ChartDirective)
    app.add_directive("publication", PublicationDirective)
    transforms.register(app)
    build.register(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
