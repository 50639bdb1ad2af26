"""The stylesheets and the script of the extension: copied to the output, linked from pages that need them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from sphinxext_pubs.extension.builders import splits, uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.script import assemble_script
from sphinxext_pubs.library.atomic import write_atomically
from sphinxext_pubs.project.ledger_record import FileKind

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.project.project import Project

STATIC = Path(__file__).resolve().parents[1] / "static"
STYLESHEET = "pubs.css"
VENUES = "pubs-venues.css"
SCRIPT = "pubs.js"

#: The messages of the script, by the names of their data attributes.
WORDS = {
    "cite": "cite",
    "citation": "Copy the citation",
    "copy": "Copy",
    "bibtex": "Copy the BibTeX entry",
    "copied": "Copied",
    "failed": "Copying failed",
    "search": "Search",
}


def copy_assets(app: Sphinx) -> None:
    """Copy the stylesheet and the script to the static files if a page has a list, citation or directory."""
    project = project_of(app.env)
    tables = project.tables
    if not uses_templates(app.builder):
        return
    files = output_of(app.env).ledger.files[FileKind.ASSETS] = {}
    if tables.listed or tables.citing_places or tables.parents or project.settings.pages:
        names = [STYLESHEET, SCRIPT]
        target = Path(app.outdir, "_static")
        write_atomically(target / STYLESHEET, ((STATIC / STYLESHEET).read_bytes(),))
        write_atomically(target / SCRIPT, (assemble_script().encode(),))
        if colors := venue_colors(project):
            write_atomically(target / VENUES, (colors.encode(),))
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


def add_assets(app: Sphinx, page: str, context: Any) -> None:
    """Append the previews of a page's citations to its body, and link the assets if the page needs them."""
    project = project_of(app.env)
    tables, docname = project.tables, project.pagination.documents.get(page, page)
    is_single_page = app.builder.name == "singlehtml" and docname == app.config.root_doc
    docnames = sorted({*tables.listed, *tables.citing_places}) if is_single_page else [docname]
    may_preview = project.settings.previews and page == docname
    has_citations = may_preview and any(map(tables.citing_places.get, docnames))
    has_previews = has_citations and _append_previews(app, page, docnames, context)
    has_content = any(tables.listed.get(name) or tables.parents.get(name) for name in docnames)
    if has_previews or has_content or "pubs_generated" in context:
        _link_assets(app)


def _link_assets(app: Sphinx) -> None:
    """Link the stylesheet, that of venues if they have colors, and the script from the current page."""
    app.add_css_file(STYLESHEET)
    if venue_colors(project_of(app.env)):
        app.add_css_file(VENUES)
    words: dict[str, Any] = {f"data-{name}": gettext(word) for name, word in WORDS.items()}
    app.add_js_file(SCRIPT, loading_method="defer", **words)


def link_feed(app: Sphinx, context: Any) -> None:
    """Link the project's feed from a page."""
    name = project_of(app.env).settings.feed
    if name and app.config.html_baseurl and splits(app.builder) and "pathto" in context:
        href, title = context["pathto"](name, resource=True), escape(app.config.project)
        link = f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{escape(href)}" />'
        context["metatags"] = f"{context.get('metatags', '')}\n{link}"


def _append_previews(app: Sphinx, page: str, docnames: list[str], context: Any) -> bool:
    """Append the previews of a page's citations to its body; return True if there are any."""
    from sphinxext_pubs.extension.citations.previews import previews  # only for pages that cite

    cards = previews(project_of(app.env), page, docnames)
    if not cards or "body" not in context:
        return False
    context["body"] += cards
    return True
