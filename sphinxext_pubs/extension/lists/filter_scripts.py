"""Script files with the papers on all pages of split lists, for their filter bars.

The files are scripts rather than JSON, because a page that is opened from disk can only load scripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.current import output_of, project_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.requests import Request

#: The folder of the script files, from the root of the site; a file is named after the list's second page.
FOLDER = "_static/pubs-lists"


def _split_bars(project: Project, docname: str) -> Iterator[tuple[Request, int]]:
    """Yield the split lists of a document that have a filter bar, with their indexes in the document."""
    for place, request in enumerate(project.tables.lists_of(docname)):
        if request.filterable and len(project.pagination.names.get((docname, place), ())) > 1:
            yield request, place


def write_scripts(app: Sphinx) -> None:
    """Write the script files of documents that were written, and remove those of deleted lists."""
    project, manifest = project_of(app.env), output_of(app.env).manifest
    if manifest is None or not (project.tables.paged or Path(app.outdir, FOLDER).is_dir()):
        return
    paths = set()
    for docname in sorted(project.tables.paged):
        for request, place in _split_bars(project, docname):
            path = Path(app.outdir, FOLDER, f"{project.pagination.names[docname, place][1]}.js")
            paths |= {path, path.with_suffix(".bib.js")}
            if docname in manifest.written or not path.is_file():
                _write_list(project, app.builder, docname, request, place, path)
    _remove_others(Path(app.outdir, FOLDER), paths)


def _write_list(
    project: Project, builder: Builder, docname: str, request: Request, place: int, path: Path
) -> None:
    from sphinxext_pubs.extension.lists.browser_papers import listed_papers  # only if a list changed
    from sphinxext_pubs.render.browser_data import remote_entries, script_data, script_file
    from sphinxext_pubs.render.entry_view import entry_id
    from sphinxext_pubs.render.published import public_bibtex

    names = project.pagination.names[docname, place]
    listed = listed_papers(project, request, docname, split=True)
    pages = project.pagination.pages_of(docname, place)
    places = [f"{builder.get_target_uri(pages[p.key])}#{entry_id(p.key)}" for p in listed.papers]
    options = project.entries.entry_options(request, folds=True)
    entries = {"entries": remote_entries(listed, places)}
    texts = (
        [f"{public_bibtex(paper, options.schemes)}\n" for paper in listed.papers]
        if "bibtex" in options.parts
        else []
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        script_file(names[1], script_data(listed, request.filterable) | entries), encoding="utf-8"
    )
    path.with_suffix(".bib.js").write_text(script_file(f"{names[1]}.bib", texts), encoding="utf-8")


def _remove_others(folder: Path, kept: set[Path]) -> None:
    """Remove other script files that this extension wrote, and empty folders."""
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept and path.suffix == ".js" and _is_ours(path):
            path.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


def _is_ours(path: Path) -> bool:
    from sphinxext_pubs.render.browser_data import SCRIPT_HEAD  # only if there are such files

    with path.open("rb") as file:
        return file.read(len(SCRIPT_HEAD)) == SCRIPT_HEAD.encode()
