"""Writing generated pages: those of which something changed, with their files; what is no more is removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx.util import logging

from sphinxext_pubs.extension.builders import splits, uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.output.overrides import override
from sphinxext_pubs.extension.output.record import NAME, Written, remove_old
from sphinxext_pubs.project.published_files import linked_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.project.project import Project

logger = logging.getLogger(__name__)

#: As many names as a build tells of that may be several people's.
MAX_TOLD = 20


def register_files(app: Sphinx) -> None:
    """Let Sphinx copy the local files that pages link to, before it does."""
    project = project_of(app.env)
    if output_of(app.env).is_untouched or not uses_templates(app.builder):
        return  # if nothing changed, they were copied before
    for path in linked_files(project):
        app.env.dlfiles.add_file(app.config.root_doc, path)


def keep_search_words(app: Sphinx) -> None:
    """Let Sphinx keep the words of generated pages in the search index."""
    output = output_of(app.env)
    names = list(output.recorded.digests if output.is_untouched else project_of(app.env).pages.names())
    if not names or not splits(app.builder):
        return
    builder: Any = app.builder
    load = builder.load_indexer

    def load_indexer(docnames: Any) -> None:
        prune = builder.indexer.prune
        builder.indexer.prune = lambda kept: prune([*kept, *names])  # now, and before it is written
        load(docnames)

    override(output.overrides, vars(builder), "load_indexer", load_indexer)


def _wanted(app: Sphinx) -> bool:
    settings = project_of(app.env).settings
    return bool(settings.pages or settings.feed)


def generated_state(app: Sphinx) -> str:
    """What the generated pages of an output folder were written from; empty where there are none."""
    return output_of(app.env).recorded.state if _wanted(app) else ""


def generated_copies(app: Sphinx) -> dict[str, str]:
    """The files beside generated pages of an output folder, each with that of the project it is a copy of."""
    return output_of(app.env).recorded.copies if _wanted(app) and splits(app.builder) else {}


def is_stale(app: Sphinx, state: str) -> bool:
    """Whether generated pages may be due, so that a document has to be written: Sphinx is ready only then."""
    if not _wanted(app) or not splits(app.builder):
        return (Path(app.outdir) / NAME).is_file() and splits(app.builder)
    return output_of(app.env).recorded.state != state


def write_generated(app: Sphinx) -> None:
    """Write the generated pages that changed, with their files, and remove those that are gone."""
    project, output = project_of(app.env), output_of(app.env)
    manifest, record = output.manifest, Path(app.outdir, NAME)
    if manifest is None or not splits(app.builder) or not (_wanted(app) or record.is_file()):
        return
    old = output.recorded
    if old.state == manifest.state and not manifest.written:
        return
    from sphinxext_pubs.extension.pages.page_writer import PageWriter  # only if pages may have changed

    builder = cast("StandaloneHTMLBuilder", app.builder)
    writer = PageWriter(project, builder, app.parallel, old, Written(record, manifest.state))
    writer.write_pages()
    remove_old(builder, old, writer.new, project.own_pages())
    writer.new.save(old)
    _report_ambiguous(project)


def _report_ambiguous(project: Project) -> None:
    """Say which names may be several people's: a note, as not everybody can know who it is."""
    if "author" not in project.pages.terms:
        return
    found = project.loaded.persons.identities.ambiguous_names
    for each in found[:MAX_TOLD]:
        logger.info("%s: %s", each.paper.origin, each.message)
    if len(found) > MAX_TOLD:
        logger.info("Run “sphinx-pubs check --only ambiguous” to list all %s ambiguous names.", len(found))
