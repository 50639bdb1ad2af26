"""The course of a build: what happens at which of Sphinx's events."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from markupsafe import escape

from sphinxext_pubs.extension.builders import splits, uses_templates
from sphinxext_pubs.extension.citations.intersphinx import cite_elsewhere
from sphinxext_pubs.extension.digests import digest_of, templates_digest
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.incremental import manifest as manifests
from sphinxext_pubs.extension.incremental.indexes import leave_indexes, restore_indexes
from sphinxext_pubs.extension.incremental.reread import read_again
from sphinxext_pubs.extension.incremental.unchanged_paths import unchanged
from sphinxext_pubs.extension.lists.downloads import write_downloads
from sphinxext_pubs.extension.lists.filter_bar import write_scripts
from sphinxext_pubs.extension.lists.json_ld import describe_lists
from sphinxext_pubs.extension.loaded_library import record_bytes
from sphinxext_pubs.extension.local_files import has_old_copies
from sphinxext_pubs.extension.log import complain, report
from sphinxext_pubs.extension.pages.sitemap import complete_sitemap
from sphinxext_pubs.extension.pages.skeleton import NAME as SKELETON
from sphinxext_pubs.extension.pages.write import (
    generated_copies,
    generated_state,
    is_stale,
    keep_files,
    keep_words,
    write_generated,
)
from sphinxext_pubs.extension.pagination.write import (
    missing_pages,
    prepare_links,
    resemble_document,
    write_pages,
)
from sphinxext_pubs.extension.requests import has_bar
from sphinxext_pubs.extension.settings import Settings
from sphinxext_pubs.library import sources
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.render.layouts import TEMPLATES

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.extension.domain import PaperDomain

STATIC = Path(__file__).resolve().parents[1] / "static"
STYLESHEET = "pubs.css"
VENUES = "pubs-venues.css"
SCRIPT = "pubs.js"
#: The scripts of the bar, in the order in which they need each other.
FILTER_SCRIPTS = ("pubs-ground.js", "pubs-matching.js", "pubs-places.js", "pubs-menus.js", "pubs-filter.js")

#: That of the search in directories.
FIND_SCRIPT = "pubs-find.js"

#: Those of the cards at citations.
PREVIEW_SCRIPTS = ("pubs-ground.js", "pubs-preview.js")

#: The words of the script, by their names in it.
WORDS = {
    "cite": "cite",
    "citation": "Copy the citation",
    "copy": "Copy",
    "bibtex": "Copy the BibTeX entry",
    "copied": "Copied",
    "failed": "Copying failed",
}


def _domain(env: BuildEnvironment) -> PaperDomain:
    return cast("PaperDomain", env.domains["paper"])


def begin(app: Sphinx) -> None:
    """Tell the domain which builder is at work (``builder-inited``)."""
    _domain(app.env).begin(app.builder)


def find_outdated(
    app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]
) -> list[str]:
    """Look at the sources, repeat what is wrong with them, and name the pages to read again.

    In ``env-get-outdated``: in the parent process, before any fork, on every build, after other
    extensions may have made a source. Nothing is parsed or loaded where nothing changed.
    """
    domain = _domain(env)
    domain.forget()
    domain.restore()
    restore_indexes(app.builder)
    data, srcdir = domain.data, Path(env.srcdir)
    now = fingerprint(domain.settings, srcdir, domain.built)
    if data["fingerprint"] == now and unchanged(data["seen"], srcdir) and not removed:
        report(data["problems"], app.config)
        return []
    from sphinxext_pubs.extension.lists.resolve import outdated

    shelf = domain.shelf
    data.update(fingerprint=now, seen=dict(shelf.files.seen), problems=shelf.problems)
    report(shelf.problems, app.config)
    return outdated(domain)


def prepare_reading(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Load the library before reading forks (``env-before-read-docs``)."""
    domain = _domain(env)
    domain.reads = bool(docnames)
    if docnames:
        domain.load()


def find_stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to write again, since what they show or cite changed (``env-updated``)."""
    domain = _domain(env)
    domain.note_objects()
    domain.manifest = None
    if isinstance(app.builder.get_outdated_docs(), str):
        return []  # the builder writes everything every time
    manifest = domain.manifest = manifests.read(Path(app.outdir))
    if app.builder.name == "epub":  # what lies in its output folder goes into the book
        manifest.path.unlink(missing_ok=True)
    templates = _templates(app, used=uses_templates(app.builder))
    manifest.state = manifests.state_of(domain, templates)
    old_state = manifest.old_state or ("" if manifest.old else generated_state(app))
    if manifest.state == old_state:
        manifest.new = dict(manifest.old)
    else:
        frame = digest_of(templates, domain.shelf.highlighted_names(domain.settings.highlight))
        manifest.new = manifests.document_digests(domain, frame)
    old = is_stale(app, manifest.state) or has_old_copies(app, generated_copies(app))
    due = [app.config.root_doc] if old else []
    manifest.untouched = manifest.state == old_state and not domain.reads and not due
    return sorted({*manifest.stale(), *missing_pages(app, domain.pages), *due})


def fingerprint(settings: Settings, srcdir: Path, built: Sequence[Path]) -> str:
    """A digest of the sources' content and of the settings, without parsing anything."""
    content = sources.fingerprint(
        settings.sources, srcdir, settings.encoding or None, settings.url_schemes, built
    )
    return digest_of(content, settings, record_bytes(settings, srcdir))


def _templates(app: Sphinx, *, used: bool) -> str:
    directories = [*(Path(app.confdir, path) for path in app.config.templates_path), TEMPLATES]
    people = record_bytes(_domain(app.env).settings, Path(app.srcdir))
    return digest_of(templates_digest(directories if used else []), people)


def write_references(app: Sphinx, _builder: Builder) -> None:
    """Let the engine of CSL styles write, once, what pages show (``write-started``, before any fork)."""
    _domain(app.env).styled.prepare()


def copy_assets(app: Sphinx, builder: Builder) -> None:
    """Put our stylesheet and scripts beside the theme's where a page has a list (``write-started``)."""
    data = _domain(app.env).data
    wanted = data["listed"] or data["cited"] or data["parents"] or _domain(app.env).settings.pages
    if uses_templates(builder) and wanted:
        target = Path(app.outdir, "_static")
        target.mkdir(parents=True, exist_ok=True)
        for name in (STYLESHEET, SCRIPT, FIND_SCRIPT, *FILTER_SCRIPTS, *PREVIEW_SCRIPTS):
            shutil.copyfile(STATIC / name, target / name)
        if colours := venue_colours(_domain(app.env)):
            (target / VENUES).write_bytes(colours.encode())
        else:
            (target / VENUES).unlink(missing_ok=True)


def venue_colours(domain: PaperDomain) -> str:
    """A stylesheet with the colours of the venues file, as strict policies allow none in pages."""
    if not domain.settings.venues:
        return ""
    coloured = (venue for venue in domain.shelf.venues.venues if venue.color)
    return "".join(f".pubs-acronym-{each.id} {{ --pubs-acronym: {each.color}; }}\n" for each in coloured)


def add_stylesheets(app: Sphinx) -> None:
    """Link our stylesheet, and that of venues where they have colours, from the page that is written."""
    app.add_css_file(STYLESHEET)
    domain = _domain(app.env)
    if venue_colours(domain):
        app.add_css_file(VENUES)


def add_assets(app: Sphinx, pagename: str, _template: str, context: Any, _doctree: Any) -> None:
    """Link our stylesheet and scripts from pages with a list, and from no other (``html-page-context``)."""
    if not uses_templates(app.builder):
        return
    link_feed(app, pagename, context)
    domain, page = _domain(app.env), pagename
    describe_lists(domain, page, context)
    data, pagename = domain.data, domain.pages.documents.get(pagename, pagename)
    whole = app.builder.name == "singlehtml" and pagename == app.config.root_doc
    docnames = sorted({*data["listed"], *data["cited"]}) if whole else [pagename]
    if domain.settings.previews and page == pagename and any(map(data["cited"].get, docnames)):
        add_previews(app, page, docnames, context)
    shown = any(data["listed"].get(docname) or data["parents"].get(docname) for docname in docnames)
    if shown or page.endswith(SKELETON):
        add_stylesheets(app)
        words: dict[str, Any] = {f"data-{name}": gettext(word) for name, word in WORDS.items()}
        app.add_js_file(SCRIPT, loading_method="defer", **words)
    lists = page.endswith(SKELETON) and domain.generated.has_terms(page.rpartition("/")[0])
    if lists or any(data["parents"].get(docname) for docname in docnames):
        search: dict[str, Any] = {"data-search": gettext("Search")}
        app.add_js_file(FIND_SCRIPT, loading_method="defer", **search)
    if lists or any(has_bar(data["answers"].get(docname, ())) for docname in docnames):
        for name in FILTER_SCRIPTS:
            app.add_js_file(name, loading_method="defer")


def link_feed(app: Sphinx, page: str, context: Any) -> None:
    """Lead readers of feeds to that of the project, from every page."""
    name = _domain(app.env).settings.feed
    if name and app.config.html_baseurl and splits(app.builder) and "pathto" in context:
        href, title = context["pathto"](name, resource=True), escape(app.config.project)
        link = f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{escape(href)}" />'
        context["metatags"] = f"{context.get('metatags', '')}\n{link}"


def add_previews(app: Sphinx, page: str, docnames: list[str], context: Any) -> None:
    """Put the cards of a page's citations at its end, and the script that shows them."""
    from sphinxext_pubs.extension.citations.previews import previews

    found = previews(_domain(app.env), page, docnames)
    if found and "body" in context:
        context["body"] += found
        add_stylesheets(app)
        for name in PREVIEW_SCRIPTS:
            app.add_js_file(name, loading_method="defer")


def tidy_indexes(app: Sphinx) -> list[Any]:
    """Take words that stand on no page any more out of the search index (``html-collect-pages``).

    Where no page was read or written the indexes stay as they are.

    Sphinx leaves them there with no page, so that an edited project's index would not be that of a
    clean build.
    """
    domain = _domain(app.env)
    if domain.manifest is not None and domain.manifest.untouched:
        leave_indexes(app)
        return []
    indexer = getattr(app.builder, "indexer", None)
    for table in ("_mapping", "_title_mapping"):
        words = getattr(indexer, table, {})
        for word in [word for word, docnames in words.items() if not docnames]:
            del words[word]
    return []


def note_written(app: Sphinx, _doctree: nodes.document, docname: str) -> None:
    """Remember that a page is being written (``doctree-resolved``)."""
    if (manifest := _domain(app.env).manifest) is not None:
        manifest.written.add(docname)
        manifest.untouched = False


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Record what this output folder was written from, if all went well (``build-finished``)."""
    if app.env:
        _domain(app.env).restore()
    if exception is None and app.env and app.builder.name == "singlehtml":
        write_downloads(app)  # which collects no pages
    if exception is None and app.env and (manifest := _domain(app.env).manifest) is not None:
        manifest.save()


def explain_unknown(app: Sphinx, domain: Domain | None, node: nodes.Element) -> bool | None:
    """Say which keys are near one that is nowhere (``warn-missing-reference``)."""
    if domain is None or domain.name != "paper":
        return None
    from sphinxext_pubs.extension.citations.suggestions import unknown_key

    message = str(unknown_key(node["reftarget"], _domain(app.env).shelf.library))
    complain(Code.UNKNOWN_KEY, message, node, app.config)
    return True


def register(app: Sphinx) -> None:
    """Connect the handlers."""
    app.connect("builder-inited", begin)
    app.connect("env-get-outdated", find_outdated, priority=900)
    app.connect("env-before-read-docs", prepare_reading)
    app.connect("env-updated", read_again, priority=100)
    app.connect("env-updated", find_stale, priority=900)
    app.connect("write-started", write_references)
    app.connect("write-started", copy_assets)
    app.connect("write-started", prepare_links)
    app.connect("html-page-context", resemble_document, priority=400)
    app.connect("html-page-context", add_assets)
    app.connect("html-collect-pages", write_pages)
    app.connect("write-started", keep_words)
    app.connect("write-started", keep_files)
    app.connect("html-collect-pages", write_generated, priority=550)
    app.connect("html-collect-pages", write_scripts, priority=600)
    app.connect("html-collect-pages", write_downloads, priority=650)
    app.connect("html-collect-pages", tidy_indexes, priority=700)
    app.connect("doctree-resolved", note_written)
    app.connect("missing-reference", cite_elsewhere, priority=400)
    app.connect("warn-missing-reference", explain_unknown)
    app.connect("build-finished", complete_sitemap, priority=900)
    app.connect("build-finished", finish, priority=950)
