"""The documents that have to be read or written again, and the indexes that need not be."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.builders import splits, uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.log import warn_all
from sphinxext_pubs.extension.registry import additions_digest
from sphinxext_pubs.library import sources
from sphinxext_pubs.project.digests import TEMPLATES, digest_of, templates_digest
from sphinxext_pubs.project.record_files import paths_unchanged, record_bytes
from sphinxext_pubs.project.requests import Phase, Stage

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.settings import Settings


def documents_to_read(app: Sphinx, env: BuildEnvironment, removed: set[str]) -> list[str]:
    """Warn of problems in the sources, and return the documents whose queries have another answer.

    If no source changed, nothing is parsed or loaded. All documents are read again if other packages or
    ``conf.py`` now add other facets, formats or layouts, or if the style of the project now writes citations
    as footnotes, or no longer.
    """
    project = project_of(env)
    site, record = project.site, project.record
    additions = f"{additions_digest(app, record)}{' notes' if project.has_notes else ''}"
    has_other_rows, record.additions = record.additions != additions, additions
    excluded = site.outdir, site.doctreedir
    content = fingerprint(project.settings, site.srcdir, excluded)
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


def fingerprint(settings: Settings, srcdir: Path, excluded: Sequence[Path]) -> str:
    """Return a digest of the sources' content and of the settings, without parsing anything.

    ``excluded`` are folders of the build, where globs would find copies of sources. Formats from outside
    have a digest of their own, see :func:`~sphinxext_pubs.extension.registry.additions_digest`.
    """
    content = sources.fingerprint(
        settings.sources, srcdir, settings.encoding or None, settings.url_schemes, excluded
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
    templates = output.templates = _templates_digest(app)
    ledger.state = state_of(project, templates)
    if ledger.state == ledger.old.state:
        ledger.documents = dict(ledger.old.documents)
    else:
        from sphinxext_pubs.extension.incremental.digests import digests_of_documents  # only if one changed

        ledger.documents = digests_of_documents(app, templates)
    # Sphinx copies files and collects pages only if it writes a document.
    is_outdated = not ledger.has_files() or _has_outdated_files(app)
    root_docs = [app.config.root_doc] if is_outdated else []
    is_unchanged = ledger.state == ledger.old.state and project.phase is Phase.UNCHANGED
    ledger.is_unchanged = is_unchanged and not root_docs
    return sorted({*ledger.stale(), *_missing_pages(app), *root_docs})


def _missing_pages(app: Sphinx) -> set[str]:
    """Return the documents with a continuation page that is missing in the output folder."""
    project = project_of(app.env)
    if not project.tables.paged:
        return set()
    from sphinxext_pubs.extension.pagination.steps import missing_pages  # only for split lists

    return missing_pages(app)


def _has_outdated_files(app: Sphinx) -> bool:
    """True if generated pages, or copies of local files, may be outdated, or if a page is missing."""
    if not splits(app.builder):
        return False
    project, ledger = project_of(app.env), output_of(app.env).ledger
    settings, seen = project.settings, project.record.seen
    if ledger.is_taken_over:
        return True
    has_pages = bool(settings.pages or settings.feed)
    if ledger.old.pages.state != ledger.state if has_pages else ledger.old.pages:
        return True
    if not ledger.has_pages():
        return True
    copies = ledger.old.pages.copies if has_pages else {}
    if not copies and not any(seen.values()):
        return False
    from sphinxext_pubs.extension.file_copies import has_outdated_copies  # only for projects with such files

    return has_outdated_copies(app, project, seen, copies)


def state_of(project: Project, templates: str) -> str:
    """Return a digest of all that digests of documents depend on, computed without the library."""
    tables = project.tables
    sources_of_digests = tables.answers, tables.citing_places, tables.clusters, tables.references
    rows = [sorted(table.items()) for table in sources_of_digests]
    titles = [(docname, project.site.title(docname)) for docname in sorted(tables.citing_places)]
    order = project.site.order({*tables.listed, *tables.citing_places})
    names = sorted(project.pagination.names.items()) if tables.paged else []
    sources = (project.record.fingerprint, sorted(project.record.seen.items()))
    neighbors: list[str] = []
    if project.settings.pages:
        from sphinxext_pubs.project.generated_pages import own_pages_in_folders  # only for generated pages

        neighbors = own_pages_in_folders(project.settings, project.own_pages(), project.registry.page_kinds)
    styles, pictures = project.styles_digest(), _pictures(project)
    built = project.built
    return digest_of(sources, templates, rows, order, names, titles, styles, neighbors, pictures, built)


def _pictures(project: Project) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the pictures of lists that are inserted when references are resolved, by document."""
    if not project.tables.lists:
        return []
    from sphinxext_pubs.extension.incremental.digests import pictures_of  # only for lists of cited papers

    return [(docname, pictures_of(project, docname)) for docname in sorted(project.tables.lists)]


def _templates_digest(app: Sphinx) -> str:
    """Return a digest of the templates, if the builder uses them, of rows from outside, and of records."""
    project = project_of(app.env)
    directories = [*project.site.templates, TEMPLATES] if uses_templates(app.builder) else []
    records = record_bytes(project.settings, project.site.srcdir)
    return digest_of(templates_digest(directories), project.record.additions, records)


# Indexes


def keep_indexes(app: Sphinx, stack: ExitStack) -> None:
    """Keep Sphinx's indexes until the stack is closed, in a build that reads and writes no page.

    Sphinx writes ``objects.inv`` and ``searchindex.js`` in every build. With 10,000 papers this takes longer
    than the rest of a build in which nothing changed, and the result is the same.
    """
    from sphinxext_pubs.extension.internals import inventory  # not for other builders
    from sphinxext_pubs.extension.internals.search_index import SearchIndex

    if Path(app.outdir, inventory.NAME).is_file():
        inventory.skip_writing_inventory(stack, app.builder)
    if Path(app.outdir, "searchindex.js").is_file():
        SearchIndex(app.builder).skip_writing(stack)


def adds_pages(app: Sphinx) -> bool:
    """True if another extension adds pages, whose objects and words may be new in every build."""
    listeners = app.events.listeners.get("html-collect-pages", [])
    modules = {listener.handler.__module__ for listener in listeners}
    return not all(module.startswith(("sphinx.", "sphinxext_pubs.")) for module in modules)
