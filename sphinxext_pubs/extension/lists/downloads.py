"""The papers of lists as files for download, such as BibTeX and RIS, and as feeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from markupsafe import Markup
from sphinx.util.osutil import relative_uri

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.nodes import list_id
from sphinxext_pubs.model.slugs import numbered_name, unused_name
from sphinxext_pubs.project.ledger_record import FileKind

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.extension.nodes import pubs_downloads
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.requests import Request

#: The folder of the files, from the root of the site.
FOLDER = "_downloads/publications"

#: The name of a feed in the option ``download``, and its suffix.
FEED, FEED_SUFFIX = "atom", ".atom"


def offered_formats(project: Project, request: Request) -> Iterator[tuple[str, str, str]]:
    """Yield name, label and suffix of the formats of a list; feeds only if the URL of the site is known."""
    if not request.download:
        return
    for name in request.download:
        if name != FEED:
            row = project.registry.formats[name]
            yield name, row.label, row.written_suffix
        elif project.site.base_url:
            yield FEED, "Atom", FEED_SUFFIX


def file_names(docname: str, requests: Sequence[Request]) -> list[str]:
    """Return unique file names without suffix for the lists of a document, in a folder named after it.

    A file has the name of the list, or of the document, with a number unless the list is the first.
    """
    base, names = docname.rpartition("/")[2], list[str]()
    for place, request in enumerate(requests, 1):
        file_name = list_id(request) or numbered_name(base, place)
        name = f"{docname}/{file_name}"
        names.append(unused_name(name, names, first=place, separator="."))
    return names


def download_links(project: Project, builder: StandaloneHTMLBuilder, node: pubs_downloads) -> str:
    """Return the links above a list as HTML, or an empty string."""
    request, docname = node["request"], node["docname"]
    name = file_names(docname, project.tables.all_lists_of(docname))[node["place"]]
    uri = builder.get_target_uri(docname).partition("#")[0]
    anchors = [
        Markup('<a class="pubs-download" href="{}"{}>{}</a>').format(
            relative_uri(uri, quote(f"{FOLDER}/{name}{suffix}")),
            Markup("") if kind == FEED else Markup(" download"),
            gettext(label),
        )
        for kind, label, suffix in offered_formats(project, request)
    ]
    if not anchors:
        return ""
    line = Markup('<p class="pubs-downloads">{}: {}</p>\n')
    return line.format(gettext("Download"), Markup(" · ").join(anchors))


def write_downloads(app: Sphinx) -> None:
    """Write the files of lists in documents that were written."""
    if not uses_templates(app.builder):
        return
    project, ledger = project_of(app.env), output_of(app.env).ledger
    builder = cast("StandaloneHTMLBuilder", app.builder)
    files = ledger.files[FileKind.DOWNLOADS] = {}
    for docname in sorted(project.tables.answers):
        names = file_names(docname, project.tables.all_lists_of(docname))
        for place, request in project.tables.numbered_lists(docname):
            name = names[place]
            for kind, _, suffix in offered_formats(project, request):
                path = Path(app.outdir, FOLDER, f"{name}{suffix}")
                files.setdefault(f"{FOLDER}/{name}", []).append(suffix)
                if ledger.wrote(docname) or not path.is_file():
                    _write(project, builder, docname, request, kind, path)


def _write(
    project: Project, builder: StandaloneHTMLBuilder, docname: str, request: Request, kind: str, path: Path
) -> None:
    from sphinxext_pubs.extension.pages.feeds import Feeds  # only if a list changed
    from sphinxext_pubs.library.atomic import write_atomically  # only if a list changed
    from sphinxext_pubs.render.exports import (
        offered_formats,
        public_copy,
        write_export,
    )  # only if a list changed

    listed = project.answer(request, docname).publications
    papers = [public_copy(paper, project.settings.url_schemes) for paper in listed]
    if kind == FEED:
        file = path.relative_to(project.site.outdir).as_posix()
        text = Feeds(project, builder).feed(project.site.title(docname), file, docname, papers)
    else:
        formats = offered_formats(project.registry.formats, project.settings.bibtex)
        text = write_export(formats[kind], papers, project.report)
    write_atomically(path, (text.encode(),))
