"""The addresses of pages, files and papers on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.util.osutil import relative_uri

from sphinxext_pubs.model import links
from sphinxext_pubs.render.entry_view import entry_id

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.model.publication import Publication
    from sphinxext_pubs.project.project import Project


class SiteAddresses:
    """The addresses of a site that a builder writes."""

    def __init__(self, project: Project, builder: StandaloneHTMLBuilder) -> None:
        self._project, self._builder = project, builder

    def href(self, page: str, other: str) -> str:
        """Return the address of ``other`` relative to ``page``; empty if ``other`` is."""
        return self._builder.get_relative_uri(page, other) if other else ""

    def file_href(self, page: str, name: str) -> str:
        """Return the address of a file, which is named from the root of the site, relative to a page."""
        return relative_uri(self._builder.get_target_uri(page), quote(name))

    def absolute_url(self, page: str) -> str:
        """Return the absolute URL of a page, or an empty string without ``html_baseurl``."""
        base = self._project.site.base_url
        return f"{base.rstrip('/')}/{self._builder.get_target_uri(page)}" if base else ""

    def paper_url(self, paper: Publication) -> str:
        """Return the absolute URL of a paper: its page, its entry in a list, or its DOI, in this order."""
        if page := self._project.pages.papers.get(paper.key):
            return self.absolute_url(page)
        if home := self._project.listed.homes.get(paper.key):
            page = self._project.pagination.page_of_paper(home, paper.key)
            return f"{self.absolute_url(page)}#{entry_id(paper.key)}"
        url = links.doi_url(paper.doi) if paper.doi else ""
        return url or f"{self.absolute_url(self._builder.config.root_doc)}#{entry_id(paper.key)}"
