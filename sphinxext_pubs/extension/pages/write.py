"""The steps of a build that write generated pages and remove outdated ones."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from sphinx.util import logging

from sphinxext_pubs.extension.builders import splits, uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.internals.search_index import SearchIndex
from sphinxext_pubs.project.ledger_record import PagesRecord
from sphinxext_pubs.project.published_files import linked_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.project.project import Project

logger = logging.getLogger(__name__)

#: The maximum number of ambiguous names that a build reports.
MAX_REPORTED = 20


def register_files(app: Sphinx) -> None:
    """Register the local files that pages link to, so that Sphinx copies them."""
    project = project_of(app.env)
    if output_of(app.env).is_untouched or not uses_templates(app.builder):
        return  # if nothing changed, they have been copied already
    for path in linked_files(project):
        app.env.dlfiles.add_file(app.config.root_doc, path)


def keep_search_words(app: Sphinx) -> None:
    """Keep the words of generated and continuation pages in the search index."""
    if not splits(app.builder):
        return
    output, project = output_of(app.env), project_of(app.env)
    names = list(output.ledger.old.pages.digests if output.is_untouched else project.pages.names())
    documents = project.pagination.documents
    if not names and not documents:
        return

    def pages_of(docnames: Collection[str]) -> list[str]:
        return [*names, *(page for page, docname in documents.items() if docname in docnames)]

    SearchIndex(app.builder).keep_pages(output.overrides, pages_of)


def _has_generated_pages(app: Sphinx) -> bool:
    settings = project_of(app.env).settings
    return bool(settings.pages or settings.feed)


def write_generated(app: Sphinx) -> None:
    """Write the generated pages that changed, with their files, and remove outdated ones."""
    project, output = project_of(app.env), output_of(app.env)
    ledger, old = output.ledger, output.ledger.old.pages
    if not splits(app.builder) or not (_has_generated_pages(app) or old):
        return
    if old.state == ledger.state and not ledger.written:
        return
    from sphinxext_pubs.extension.pages.page_writer import PageWriter  # only if pages may have changed

    builder = cast("StandaloneHTMLBuilder", app.builder)
    output.site.translator = None  # formulas of generated pages are MathML, whoever wrote a page before
    ledger.pages = PagesRecord(ledger.state if _has_generated_pages(app) else "")
    PageWriter(project, builder, app.parallel, old, ledger.pages).write_pages()
    _report_ambiguous(project)


def _report_ambiguous(project: Project) -> None:
    """Log the names that may belong to several people, not as warnings, as they may not be known."""
    if not project.pages.by_authority("people"):
        return
    ambiguities = project.loaded.persons.identities.ambiguous_names
    for ambiguity in ambiguities[:MAX_REPORTED]:
        logger.info("%s: %s", ambiguity.paper.origin, ambiguity.message)
    if len(ambiguities) > MAX_REPORTED:
        logger.info(
            "Run “sphinx-pubs check --only ambiguous” to list all %s ambiguous names.", len(ambiguities)
        )
