"""The steps of a build in which pages are written: what is done before, for each page, and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxext_pubs.extension.assets import add_assets, copy_assets, link_feed
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.internals.search_index import SearchIndex
from sphinxext_pubs.extension.lists.downloads import write_downloads
from sphinxext_pubs.extension.lists.json_ld import add_json_ld
from sphinxext_pubs.extension.pages.sitemap import complete_sitemap
from sphinxext_pubs.extension.pages.write import register_files, write_generated
from sphinxext_pubs.extension.pagination.steps import redirect_links, write_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def prepare_pages(app: Sphinx) -> None:
    """Prepare everything that pages need, before the writing processes are forked."""
    project = project_of(app.env)
    if not output_of(app.env).ledger.is_unchanged:
        project.references.write_all()
    if project.tables.lists:
        from sphinxext_pubs.extension.lists.equations import mark_equations  # only for lists of cited papers

        mark_equations(app.env)
    copy_assets(app)
    redirect_links(app)
    register_files(app)


def complete_page(app: Sphinx, page: str, context: dict[str, Any]) -> None:
    """Add our files and metadata to a page."""
    link_feed(app, context)
    add_json_ld(project_of(app.env), app.builder, page, context)
    add_assets(app, page, context)


def write_files(app: Sphinx) -> None:
    """Write continuation pages, generated pages and other files, and remove those that are outdated."""
    write_pages(app)
    write_generated(app)
    write_downloads(app)
    output_of(app.env).remove_outdated(project_of(app.env))
    SearchIndex(app.builder).remove_unused_words()


def finish_files(app: Sphinx, exception: Exception | None) -> None:
    """Complete the sitemap of another extension, and write what other builders have no event for."""
    complete_sitemap(app, exception)
    if exception is None and app.builder.name == "singlehtml":
        write_downloads(app)  # this builder does not emit html-collect-pages
        output_of(app.env).remove_outdated(project_of(app.env))
