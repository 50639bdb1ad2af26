"""Which documents have to be read or written again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.file_copies import has_old_copies
from sphinxext_pubs.extension.incremental import digests
from sphinxext_pubs.extension.log import report
from sphinxext_pubs.extension.output import manifest as manifests
from sphinxext_pubs.extension.pages.write import generated_copies, generated_state, is_stale
from sphinxext_pubs.extension.pagination.write import missing_pages, moved_labels
from sphinxext_pubs.library import sources
from sphinxext_pubs.project.digests import digest_of, templates_digest
from sphinxext_pubs.project.local_files import paths_unchanged
from sphinxext_pubs.project.record_files import record_bytes
from sphinxext_pubs.render.layouts import TEMPLATES

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.project.settings import Settings


def documents_to_read(app: Sphinx, env: BuildEnvironment, removed: set[str]) -> list[str]:
    """Report the problems of the sources, and return the documents to which the library says something else.

    If nothing changed, nothing is parsed or loaded.
    """
    project, data = project_of(env), env.domains["paper"].data
    site = project.site
    project.fingerprint = fingerprint(project.settings, site.srcdir, (site.outdir, site.doctreedir))
    same_sources = data["fingerprint"] == project.fingerprint and paths_unchanged(data["seen"], site.srcdir)
    if same_sources and not removed:
        report(data["problems"], app.config)
        return []
    loaded = project.loaded
    data.update(fingerprint=project.fingerprint, seen=dict(loaded.files.seen), problems=loaded.problems)
    report(loaded.problems, app.config)
    return project.outdated()


def fingerprint(settings: Settings, srcdir: Path, built: Sequence[Path]) -> str:
    """Return a digest of the sources' content and of the settings, without parsing anything.

    ``built`` are the folders of the build, in which globs find copies of sources.
    """
    content = sources.fingerprint(
        settings.sources, srcdir, settings.encoding or None, settings.url_schemes, built
    )
    return digest_of(content, settings, record_bytes(settings, srcdir))


def documents_to_write(app: Sphinx, env: BuildEnvironment, *, has_read: bool) -> list[str]:
    """Return the documents whose pages show or cite something else now, all having been read."""
    project, output, data = project_of(env), output_of(env), env.domains["paper"].data
    project.note_objects()
    if project.is_loaded:  # else nothing changed, and what was recorded is still right
        from sphinxext_pubs.project.targets import listed_objects  # only if something changed

        data["objects"] = listed_objects(project)
    output.manifest = None
    if isinstance(app.builder.get_outdated_docs(), str):
        return []  # the builder writes everything every time
    manifest = output.manifest = manifests.read(Path(app.outdir))
    if app.builder.name == "epub":  # what is in its output folder goes into the book
        manifest.path.unlink(missing_ok=True)
    templates = _templates_digest(app)
    manifest.state = digests.state_of(project, data["seen"], templates)
    old_state = manifest.old_state or ("" if manifest.old else generated_state(app))
    if manifest.state == old_state:
        manifest.new = dict(manifest.old)
    else:
        common = digest_of(templates, project.loaded.highlighted_names(project.settings.highlight))
        moved = moved_labels(env, project.pagination)
        manifest.new = digests.document_digests(project, common, moved)
    old = is_stale(app, manifest.state) or has_old_copies(app, project, data["seen"], generated_copies(app))
    due = [app.config.root_doc] if old else []
    manifest.unchanged = manifest.state == old_state and not has_read and not due
    return sorted({*manifest.stale(), *missing_pages(app, project.pagination), *due})


def _templates_digest(app: Sphinx) -> str:
    """A digest of the templates, if the builder uses them, and of the files of people and venues."""
    project = project_of(app.env)
    directories = [*project.site.templates, TEMPLATES] if uses_templates(app.builder) else []
    return digest_of(templates_digest(directories), record_bytes(project.settings, project.site.srcdir))
