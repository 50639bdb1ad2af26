"""Metadata of pages with lists: the papers as JSON-LD of schema.org."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.project.project import Project


def add_json_ld(project: Project, builder: Builder, page: str, context: Any) -> None:
    """Add an ``ItemList`` with the papers of a page to its head, if ``html_baseurl`` is set."""
    listed = project.tables.listed.get(page)
    if not listed or not project.site.base_url or not project.site.is_split:
        return
    from sphinxext_pubs.extension.pages.addresses import SiteAddresses  # only with html_baseurl
    from sphinxext_pubs.render import meta_tags

    addresses = SiteAddresses(project, cast("StandaloneHTMLBuilder", builder))
    library = project.library
    keys = list(listed)
    papers = [paper for key in islice(keys, meta_tags.MAX_ITEMS) if (paper := library.get(key)) is not None]
    if not papers:
        return
    rows = [(paper, addresses.paper_url(paper)) for paper in papers]
    data = meta_tags.list_json_ld(project.site.title(page), rows)
    data["numberOfItems"] = len(keys)
    context["metatags"] = f"{context.get('metatags', '')}\n{meta_tags.head_markup((), (), data)}"
