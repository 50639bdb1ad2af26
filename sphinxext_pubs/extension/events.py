"""The handlers of Sphinx's events: one for each event, which calls its steps in order.

Steps that a build in which nothing changed does not take are imported where they are called.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.current import begin_build, end_build, has_build, output_of, project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.incremental.changes import (
    adds_pages,
    documents_to_read,
    documents_to_write,
    keep_indexes,
)
from sphinxext_pubs.extension.log import warn, warn_all
from sphinxext_pubs.extension.output.output import Output
from sphinxext_pubs.extension.registry import registry_of
from sphinxext_pubs.extension.settings import check_names, check_style, settings_of
from sphinxext_pubs.extension.site import SphinxSite
from sphinxext_pubs.model.gc_pause import include_in_gc, paused_gc
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.project.additions import EVENT
from sphinxext_pubs.project.project import Project
from sphinxext_pubs.project.requests import Phase, Stage
from sphinxext_pubs.project.tables import Record, Tables

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Warn of unknown settings."""
    check_names(config)


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]
) -> list[str]:
    """Begin a build: compare the sources with the last one, and return the documents to read again."""
    end_build(env)  # an earlier one of the same application
    include_in_gc()  # the library of an earlier build of the same process
    _compose(app)
    return documents_to_read(app, env, removed)


def _compose(app: Sphinx) -> None:
    """Create the project and the output of the build (composition root)."""
    registry, config = registry_of(app), app.config
    settings = settings_of(config, registry)
    check_style(settings, Path(app.confdir))
    site = SphinxSite(app, project_math=settings.math == "sphinx")
    data = app.env.domains["paper"].data
    project = Project(
        settings,
        Tables.of(data),
        Record(data),
        site,
        translate=gettext,
        report=lambda problem: warn_all([problem], config),
        # As in sphinxcontrib-bibtex, which this package can replace.
        cites_labels=getattr(config, "bibtex_reference_style", "label") != "author_year",
        lists_footnotes=not hasattr(config, "bibtex_bibfiles"),
        registry=registry,
    )
    begin_build(app.env, project, Output(app.builder, site))


def on_env_before_read_docs(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Load the library before the reading processes are forked, and note their warnings."""
    if docnames:
        from sphinxext_pubs.extension.incremental.reread import note_warnings  # only if a page is read

        note_warnings(env)
        project_of(env).begin_reading()


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read documents again that depend on all documents, before other extensions look at them."""
    project = project_of(env)
    project.settle()
    is_unchanged = project.phase is Phase.UNCHANGED and not project.is_loaded
    if not any(project.queries(Stage.REREADING)) or (is_unchanged and not project.has_csl_styles):
        return []
    from sphinxext_pubs.extension.incremental.reread import read_again  # only for few kinds of lists

    return read_again(app, env)


def on_env_get_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the documents to write, after other extensions have read or changed any."""
    docnames = documents_to_write(app, env)
    output = output_of(env)
    if output.is_untouched:  # little is made then, while Sphinx loads documents with thousands of nodes
        output.overrides.enter_context(paused_gc())
    return docnames


def on_write_started(app: Sphinx, _builder: Builder) -> None:
    """Prepare everything that pages need, before the writing processes are forked."""
    tables, output = project_of(app.env).tables, output_of(app.env)
    is_unchanged = _is_unchanged(app) and not (tables.paged or tables.lists)
    if not is_unchanged or output.ledger.old.pages:
        from sphinxext_pubs.extension.pages.write import keep_search_words  # only if there are such pages

        keep_search_words(app)
    if not is_unchanged:
        _prepare(app, output)


def _prepare(app: Sphinx, output: Output) -> None:
    from sphinxext_pubs.extension.writing import prepare_pages  # only if a page is written

    output.is_prepared = True
    prepare_pages(app)


def on_html_page_context(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Add our files and metadata to a page."""
    if uses_templates(app.builder) and _has_content(app, page, context):
        from sphinxext_pubs.extension.writing import complete_page  # only for pages with our content

        complete_page(app, page, context)


def _has_content(app: Sphinx, page: str, context: dict[str, Any]) -> bool:
    """True if a page may have a list, a citation or a feed."""
    tables, settings = project_of(app.env).tables, project_of(app.env).settings
    is_whole = app.builder.name == "singlehtml" or bool(tables.paged) or bool(settings.feed)
    shows = (tables.listed, tables.citing_places, tables.parents)
    return is_whole or "pubs_generated" in context or any(page in table for table in shows)


def on_html_collect_pages(app: Sphinx) -> list[tuple[str, dict[str, object], str]]:
    """Write continuation pages, generated pages and other files, or keep those of the last build."""
    if _is_unchanged(app):
        keep_indexes(app, output_of(app.env).overrides)
    else:
        from sphinxext_pubs.extension.writing import write_files  # only if a page may have been written

        write_files(app)
    return []


def _is_unchanged(app: Sphinx) -> bool:
    """True if no page is written, neither by us nor by another extension."""
    return output_of(app.env).is_untouched and not adds_pages(app)


def on_doctree_resolved(app: Sphinx, _doctree: nodes.document, docname: str) -> None:
    """Record that a document is written; the first may be one that Sphinx writes without a change."""
    output = output_of(app.env)
    if not output.is_prepared:
        _prepare(app, output)
    output.ledger.written.add(docname)


def on_missing_reference(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement
) -> nodes.Element | None:
    """Resolve a citation of a paper in another project, before intersphinx does."""
    from sphinxext_pubs.extension.citations.intersphinx import resolve_external  # only if one is missing

    return resolve_external(app, env, node, contnode)


def on_warn_missing_reference(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Warn of an unknown key, with the nearest ones."""
    if domain is None or domain.name != "paper":
        return None
    from sphinxext_pubs.project.suggestions import unknown_key  # only if a key is unknown

    message = str(unknown_key(node["reftarget"], project_of(app.env).library))
    warn(Code.UNKNOWN_KEY, message, node, app.config)
    return True


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Restore Sphinx's tables, and save the ledger of the output folder."""
    if not app.env or not has_build(app.env):
        return
    output = output_of(app.env)
    if not output.is_untouched or project_of(app.env).settings.pages:
        from sphinxext_pubs.extension.writing import finish_files  # only if a page may have been written

        finish_files(app, exception)
    output.overrides.close()
    _save_ledger(output, exception)


def _save_ledger(output: Output, exception: Exception | None) -> None:
    """Save the ledger, or after a failed build the files that it lists."""
    if not output.has_ledger:
        return
    try:
        if exception is None:
            output.ledger.save()
        else:
            output.ledger.save_failed()
    except OSError as error:
        logger.info("%s cannot be written: %s. The next build writes all pages.", output.ledger.path, error)


def register(app: Sphinx) -> None:
    """Declare our event, and connect the handlers."""
    app.add_event(EVENT)
    app.connect("config-inited", on_config_inited)
    app.connect("env-get-outdated", on_env_get_outdated, priority=900)  # after others that write sources
    app.connect("env-before-read-docs", on_env_before_read_docs)
    app.connect("env-updated", on_env_updated, priority=100)  # before others that use documents
    app.connect("env-get-updated", on_env_get_updated, priority=900)  # after Sphinx numbered sections
    app.connect("write-started", on_write_started)
    app.connect("html-page-context", on_html_page_context)
    app.connect("html-collect-pages", on_html_collect_pages)
    app.connect("doctree-resolved", on_doctree_resolved)
    app.connect("missing-reference", on_missing_reference, priority=400)  # before intersphinx
    app.connect("warn-missing-reference", on_warn_missing_reference)
    app.connect("build-finished", on_build_finished, priority=900)  # after others that write a sitemap
