"""The steps of a build that write generated pages and remove outdated ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx.util import logging

from sphinxext_pubs.extension.builders import splits, uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.output.overrides import override
from sphinxext_pubs.extension.output.record import NAME, OutputRecord, remove_outdated
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
    """Keep the words of generated pages in the search index, from which Sphinx removes all but documents."""
    output = output_of(app.env)
    names = list(output.recorded.digests if output.is_untouched else project_of(app.env).pages.names())
    if not names or not splits(app.builder):
        return
    builder: Any = app.builder
    load = builder.load_indexer

    def load_indexer(docnames: Any) -> None:
        prune = builder.indexer.prune
        builder.indexer.prune = lambda docnames: prune([*docnames, *names])
        load(docnames)

    override(output.overrides, vars(builder), "load_indexer", load_indexer)


def _has_generated_pages(app: Sphinx) -> bool:
    settings = project_of(app.env).settings
    return bool(settings.pages or settings.feed)


def generated_state(app: Sphinx) -> str:
    """Return the state from which the generated pages were written, or an empty string."""
    return output_of(app.env).recorded.state if _has_generated_pages(app) else ""


def generated_copies(app: Sphinx) -> dict[str, str]:
    """Return the files that were copied next to generated pages: copy → original."""
    return output_of(app.env).recorded.copies if _has_generated_pages(app) and splits(app.builder) else {}


def is_stale(app: Sphinx, state: str) -> bool:
    """True if generated pages may be outdated; Sphinx writes them only if it writes a document."""
    if not _has_generated_pages(app) or not splits(app.builder):
        return (Path(app.outdir) / NAME).is_file() and splits(app.builder)
    return output_of(app.env).recorded.state != state


def write_generated(app: Sphinx) -> None:
    """Write the generated pages that changed, with their files, and remove outdated ones."""
    project, output = project_of(app.env), output_of(app.env)
    manifest, record = output.manifest, Path(app.outdir, NAME)
    if manifest is None or not splits(app.builder) or not (_has_generated_pages(app) or record.is_file()):
        return
    old = output.recorded
    if old.state == manifest.state and not manifest.written:
        return
    from sphinxext_pubs.extension.pages.page_writer import PageWriter  # only if pages may have changed

    builder = cast("StandaloneHTMLBuilder", app.builder)
    output.site.translator = None  # formulas of generated pages are MathML, whoever wrote a page before
    writer = PageWriter(project, builder, app.parallel, old, OutputRecord(record, manifest.state))
    writer.write_pages()
    remove_outdated(builder, old, writer.new, project.own_pages())
    writer.new.save(old)
    _report_ambiguous(project)


def _report_ambiguous(project: Project) -> None:
    """Log the names that may belong to several people, not as warnings, as they may not be known."""
    if "author" not in project.pages.terms:
        return
    ambiguities = project.loaded.persons.identities.ambiguous_names
    for ambiguity in ambiguities[:MAX_REPORTED]:
        logger.info("%s: %s", ambiguity.paper.origin, ambiguity.message)
    if len(ambiguities) > MAX_REPORTED:
        logger.info(
            "Run “sphinx-pubs check --only ambiguous” to list all %s ambiguous names.", len(ambiguities)
        )
