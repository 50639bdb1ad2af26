"""Atom feeds of lists, people and the whole project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from sphinxext_pubs.extension.pages.addresses import SiteAddresses
from sphinxext_pubs.query import listing
from sphinxext_pubs.query.listing import SortKey
from sphinxext_pubs.render.atom import MAX_ENTRIES, Feed, feed_xml
from sphinxext_pubs.render.exports import public_copy

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.model.publication import Publication
    from sphinxext_pubs.project.project import Project

#: The values of ``author`` in Sphinx that mean that the project does not name one.
_UNNAMED_AUTHORS = frozenset({"", "unknown", "Author name not set"})


class Feeds:
    """The feeds of a site that a builder writes."""

    def __init__(self, project: Project, builder: StandaloneHTMLBuilder) -> None:
        self._project, self._config = project, builder.config
        self._addresses = SiteAddresses(project, builder)

    def feed(self, title: str, file: str, page: str, papers: Sequence[Publication]) -> str:
        """Return a feed of papers in this order, or an empty string without ``html_baseurl``."""
        base, config = self._project.site.base_url.rstrip("/"), self._config
        if not base:
            return ""
        author = config.project if config.author in _UNNAMED_AUTHORS else config.author
        feed = Feed(title, f"{base}/{quote(file)}", self._addresses.absolute_url(page), author)
        return feed_xml(feed, [(paper, self._addresses.paper_url(paper)) for paper in papers[:MAX_ENTRIES]])

    def newest(self) -> str:
        """Return the feed of the newest papers of the project, or an empty string without ``pubs_feed``."""
        settings = self._project.settings
        if not settings.feed:
            return ""
        index, schemes = self._project.loaded.index, frozenset(settings.url_schemes)
        positions = range(len(index.publications))
        newest = listing.arrange(index, positions, [SortKey("date", True)]).publications
        papers = [public_copy(paper, schemes) for paper in newest[:MAX_ENTRIES]]
        return self.feed(self._config.project, settings.feed, self._config.root_doc, papers)


def feed_link(title: str, href: str) -> Markup:
    """Return the ``<link>`` element by which feed readers discover a feed."""
    element = '\n<link rel="alternate" type="application/atom+xml" title="{}" href="{}" />'
    return Markup(element).format(title, href)
