"""Script files with the papers on all pages of split lists, for their filter bars.

The files are scripts rather than JSON, because a page that is opened from disk can only load scripts.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.project.ledger_record import FileKind
from sphinxext_pubs.render.browser_data import script_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinxext_pubs.project.pagination import Sheet
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.requests import Request

#: The folder of the script files, from the root of the site; a file is named after the list's second page.
FOLDER = "_static/pubs-lists"


#: The ends of the names of a list's files: the papers, and their BibTeX.
_ENDS = (".js", ".bib.js")


def _split_bars(project: Project, docname: str) -> Iterator[tuple[Request, int]]:
    """Yield the split lists of a document that have a filter bar, with their indexes in the document."""
    for place, request in enumerate(project.tables.lists_of(docname)):
        if request.filterable and len(project.pagination.names.get((docname, place), ())) > 1:
            yield request, place


def write_scripts(app: Sphinx) -> None:
    """Write the script files of documents that were written."""
    project, ledger = project_of(app.env), output_of(app.env).ledger
    files = ledger.files[FileKind.SCRIPTS] = {}
    for docname in sorted(project.tables.paged):
        for request, place in _split_bars(project, docname):
            name = f"{FOLDER}/{project.pagination.names[docname, place][1]}"
            files[name], path = list(_ENDS), Path(app.outdir, f"{name}.js")
            if ledger.wrote(docname) or not all(Path(app.outdir, f"{name}{end}").is_file() for end in _ENDS):
                _write_list(project, app.builder, docname, request, place, path)


def _write_list(
    project: Project, builder: Builder, docname: str, request: Request, place: int, path: Path
) -> None:
    from sphinxext_pubs.extension.browser_papers import listed_papers  # only if a list changed
    from sphinxext_pubs.library.atomic import write_atomically
    from sphinxext_pubs.render.browser_data import script_data, script_file
    from sphinxext_pubs.render.entry_view import entry_id
    from sphinxext_pubs.render.published import public_bibtex

    names = project.pagination.names[docname, place]
    listed = listed_papers(project, request, docname, split=True)
    pages = project.pagination.pages_of(docname, place)
    places = [f"{builder.get_target_uri(pages[p.key])}#{entry_id(p.key)}" for p in listed.papers]
    options = project.entries.entry_options(request, folds=True)
    html = [project.entries.remote_html(p, place) for p, place in zip(listed.papers, places, strict=True)]
    entries = {"entries": {"html": html, "places": places}}
    texts = (
        [f"{public_bibtex(paper, options.schemes, options.bibtex)}\n" for paper in listed.papers]
        if "bibtex" in options.parts
        else []
    )
    script = script_file(names[1], script_data(listed, request.filterable) | entries)
    write_atomically(path, (script.encode(),))
    write_atomically(path.with_suffix(".bib.js"), (script_file(f"{names[1]}.bib", texts).encode(),))


def _version(project: Project, builder: Builder, docname: str, place: int) -> str:
    """Return a digest of everything that the script files of a list depend on.

    It is not that of their content, because pages are written before it is known.
    """
    request, names = project.tables.lists_of(docname)[place], project.pagination.names[docname, place]
    return digest_of(
        output_of(builder.env).templates,
        dict(project.tables.answers[docname]).get(request, ""),
        request,
        project.settings,
        project.loaded.highlighted_names(project.settings.highlight),
        project.site.language,
        names,
        builder.get_target_uri(names[1]),
    )[:8]


def remote_data(project: Project, builder: Builder, docname: str, sheet: Sheet) -> dict[str, Any]:
    """Return the data on a page of a split list: the addresses of the script files, and messages."""
    place, number = sheet
    names = project.pagination.names[docname, place]
    folder = posixpath.dirname(builder.get_target_uri(names[number - 1]))
    versions = output_of(builder.env).script_versions
    if (docname, place) not in versions:
        versions[docname, place] = _version(project, builder, docname, place)
    version = versions[docname, place]
    return {
        "name": names[1],
        "root": "../" * len(Path(folder).parts),
        "source": f"{FOLDER}/{quote(names[1])}.js?v={version}",
        "sources": f"{FOLDER}/{quote(names[1])}.bib.js?v={version}",
        "count": len(set().union(*project.tables.paged[docname][place].pages)),
        "words": script_words(gettext),
    }
