"""The documents that have to be read or written again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.builders import splits, uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.file_copies import has_outdated_copies
from sphinxext_pubs.extension.incremental import digests
from sphinxext_pubs.extension.log import warn_all
from sphinxext_pubs.extension.pages.write import generated_copies, is_stale
from sphinxext_pubs.extension.pagination.steps import missing_pages, moved_labels
from sphinxext_pubs.extension.registry import added_rows, additions_digest
from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.formats.base import Format
from sphinxext_pubs.library import sources
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.project.digests import digest_of, templates_digest
from sphinxext_pubs.project.local_files import paths_unchanged
from sphinxext_pubs.project.phase import Phase
from sphinxext_pubs.project.record_files import record_bytes
from sphinxext_pubs.project.requests import Stage
from sphinxext_pubs.render.layouts import TEMPLATES

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.formats.base import Formats
    from sphinxext_pubs.project.settings import Settings


def documents_to_read(app: Sphinx, env: BuildEnvironment, removed: set[str]) -> list[str]:
    """Warn of problems in the sources, and return the documents whose queries have another answer.

    If no source changed, nothing is parsed or loaded. All documents are read again if other packages or
    ``conf.py`` now add other facets, formats or layouts.
    """
    project = project_of(env)
    site, record = project.site, project.record
    additions = additions_digest(app, record)
    has_other_rows, record.additions = record.additions != additions, additions
    excluded = site.outdir, site.doctreedir
    content = fingerprint(project.settings, site.srcdir, excluded, _formats_without_packages(app))
    digest = digest_of(additions, content)
    unchanged = record.fingerprint == digest and paths_unchanged(record.seen, site.srcdir)
    if unchanged and not removed:
        warn_all(record.problems, app.config)
        return []
    loaded = project.loaded
    record.fingerprint, record.seen = digest, dict(loaded.files.seen)
    record.problems = loaded.problems
    warn_all(loaded.problems, app.config)
    return sorted(env.found_docs) if has_other_rows else project.outdated(Stage.READING)


def _formats_without_packages(app: Sphinx) -> Formats:
    """Return our formats and those of ``conf.py``; packages, which have versions, are not looked for."""
    added = [addition.row for addition in added_rows(app) if isinstance(addition.row, Format)]
    return Table({row.name: row for row in (*FORMATS, *added)}.values())


def fingerprint(settings: Settings, srcdir: Path, excluded: Sequence[Path], formats: Formats) -> str:
    """Return a digest of the sources' content, the formats and the settings, without parsing anything.

    ``excluded`` are folders of the build, where globs would find copies of sources.
    """
    content = sources.fingerprint(
        settings.sources,
        srcdir,
        settings.encoding or None,
        settings.url_schemes,
        excluded,
        formats=formats,
    )
    return digest_of(content, settings, record_bytes(settings, srcdir))


def documents_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the documents whose pages are outdated, when all documents have been read."""
    project, output = project_of(env), output_of(env)
    record = project.record
    project.settle()
    if project.is_loaded:  # otherwise nothing changed, and the recorded objects are still valid
        from sphinxext_pubs.project.targets import listed_objects  # only if something changed

        record.objects = listed_objects(project)
    ledger = output.ledger
    if isinstance(app.builder.get_outdated_docs(), str):
        ledger.writes_everything = True
        return []
    if app.builder.name == "epub":  # every file in the output folder becomes part of the book
        ledger.take()
    templates = _templates_digest(app)
    ledger.state = digests.state_of(project, templates)
    if ledger.state == ledger.old.state:
        ledger.documents = dict(ledger.old.documents)
    else:
        common = digest_of(templates, project.loaded.highlighted_names(project.settings.highlight))
        ledger.documents = digests.document_digests(project, common, moved_labels(app))
    is_outdated = (
        is_stale(app, ledger.state)
        or (ledger.is_taken_over and splits(app.builder))
        or has_outdated_copies(app, project, record.seen, generated_copies(app))
    )
    # Sphinx copies files and collects pages only if it writes a document.
    root_docs = [app.config.root_doc] if is_outdated else []
    is_unchanged = ledger.state == ledger.old.state and project.phase is Phase.UNCHANGED
    ledger.is_unchanged = is_unchanged and not root_docs
    return sorted({*ledger.stale(), *missing_pages(app), *root_docs})


def _templates_digest(app: Sphinx) -> str:
    """Return a digest of the templates, if the builder uses them, of rows from outside, and of records."""
    project = project_of(app.env)
    directories = [*project.site.templates, TEMPLATES] if uses_templates(app.builder) else []
    records = record_bytes(project.settings, project.site.srcdir)
    return digest_of(templates_digest(directories), project.record.additions, records)
