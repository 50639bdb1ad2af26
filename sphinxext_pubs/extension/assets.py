"""The stylesheets and scripts of the extension: copied to the output, linked from pages that need them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from sphinxext_pubs.extension.builders import splits, uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.project.ledger_record import FileKind
from sphinxext_pubs.project.requests import has_bar

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.project.project import Project

STATIC = Path(__file__).resolve().parents[1] / "static"
STYLESHEET = "pubs.css"
VENUES = "pubs-venues.css"
SCRIPT = "pubs.js"
#: The scripts of the filter bar, in the order in which they depend on each other.
FILTER_SCRIPTS = ("pubs-ground.js", "pubs-matching.js", "pubs-places.js", "pubs-menus.js", "pubs-filter.js")

#: The script of the search in directories.
FIND_SCRIPT = "pubs-find.js"

#: The scripts of the previews of citations.
PREVIEW_SCRIPTS = ("pubs-ground.js", "pubs-preview.js")

#: The messages of the script, by the names of their data attributes.
WORDS = {
    "cite": "cite",
    "citation": "Copy the citation",
    "copy": "Copy",
    "bibtex": "Copy the BibTeX entry",
    "copied": "Copied",
    "failed": "Copying failed",
}


def copy_assets(app: Sphinx) -> None:
    """Copy the stylesheet and scripts to the static files if a page has a list, citation or directory."""
    project = project_of(app.env)
    tables = project.tables
    if not uses_templates(app.builder):
        return
    files = output_of(app.env).ledger.files[FileKind.ASSETS] = {}
    if tables.listed or tables.citing_places or tables.parents or project.settings.pages:
        names = [*dict.fromkeys((STYLESHEET, SCRIPT, FIND_SCRIPT, *FILTER_SCRIPTS, *PREVIEW_SCRIPTS))]
        target = Path(app.outdir, "_static")
        target.mkdir(parents=True, exist_ok=True)
        for name in names:
            shutil.copyfile(STATIC / name, target / name)
        if colors := venue_colors(project):
            (target / VENUES).write_bytes(colors.encode())
            names.append(VENUES)
        files["_static/"] = names


def venue_colors(project: Project) -> str:
    """Return a stylesheet with the colors of the venues file.

    The colors are not in pages, because a strict Content-Security-Policy forbids inline styles.
    """
    if not project.settings.venues:
        return ""
    venues = [venue for venue in project.loaded.venues.venues if venue.color]
    return "".join(f".pubs-acronym-{venue.id} {{ --pubs-acronym: {venue.color}; }}\n" for venue in venues)


def _add_stylesheets(app: Sphinx) -> None:
    """Link the stylesheet, and that of venues if they have colors, from the current page."""
    app.add_css_file(STYLESHEET)
    if venue_colors(project_of(app.env)):
        app.add_css_file(VENUES)


def add_assets(app: Sphinx, page: str, context: Any) -> None:
    """Link the stylesheets and scripts that a page needs."""
    project = project_of(app.env)
    tables, docname = project.tables, project.pagination.documents.get(page, page)
    is_single_page = app.builder.name == "singlehtml" and docname == app.config.root_doc
    docnames = sorted({*tables.listed, *tables.citing_places}) if is_single_page else [docname]
    if project.settings.previews and page == docname and any(map(tables.citing_places.get, docnames)):
        _add_previews(app, page, docnames, context)
    has_content = any(tables.listed.get(name) or tables.parents.get(name) for name in docnames)
    is_generated = "pubs_generated" in context
    if has_content or is_generated:
        _add_stylesheets(app)
        words: dict[str, Any] = {f"data-{name}": gettext(word) for name, word in WORDS.items()}
        app.add_js_file(SCRIPT, loading_method="defer", **words)
    has_terms = is_generated and project.pages.has_terms(page.rpartition("/")[0])
    if has_terms or any(tables.parents.get(name) for name in docnames):
        search: dict[str, Any] = {"data-search": gettext("Search")}
        app.add_js_file(FIND_SCRIPT, loading_method="defer", **search)
    if has_terms or any(has_bar(tables.answers.get(name, ())) for name in docnames):
        for script in FILTER_SCRIPTS:
            app.add_js_file(script, loading_method="defer")


def link_feed(app: Sphinx, context: Any) -> None:
    """Link the project's feed from a page."""
    name = project_of(app.env).settings.feed
    if name and app.config.html_baseurl and splits(app.builder) and "pathto" in context:
        href, title = context["pathto"](name, resource=True), escape(app.config.project)
        link = f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{escape(href)}" />'
        context["metatags"] = f"{context.get('metatags', '')}\n{link}"


def _add_previews(app: Sphinx, page: str, docnames: list[str], context: Any) -> None:
    """Append the previews of a page's citations to its body, and link the script that shows them."""
    from sphinxext_pubs.extension.citations.previews import previews  # only for pages that cite

    cards = previews(project_of(app.env), page, docnames)
    if cards and "body" in context:
        context["body"] += cards
        _add_stylesheets(app)
        for name in PREVIEW_SCRIPTS:
            app.add_js_file(name, loading_method="defer")
