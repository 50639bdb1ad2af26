"""The script files of lists on several pages: what is on all pages of a list, for its bar.

A script file, unlike any other, can be loaded by a page from the disk.
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

#: Where the script files are, from the root of the site; their names are those of the second pages.
FOLDER = "_static/pubs-lists"


def _split_bars(project: Project, docname: str) -> Iterator[tuple[Request, int]]:
    """Yield the lists of a document that have a bar and several pages, each with its place."""
    for place, request in enumerate(project.tables.lists_of(docname)):
        if request.filterable and len(project.pagination.names.get((docname, place), ())) > 1:
            yield request, place


def write_scripts(app: Sphinx) -> None:
    """Write the script files of all documents that were written, and remove those of lists that are gone."""
    project, manifest = project_of(app.env), output_of(app.env).manifest
    if manifest is None or not (project.tables.paged or Path(app.outdir, FOLDER).is_dir()):
        return
    kept = set()
    for docname in sorted(project.tables.paged):
        for request, place in _split_bars(project, docname):
            path = Path(app.outdir, FOLDER, f"{project.pagination.names[docname, place][1]}.js")
            kept |= {path, path.with_suffix(".bib.js")}
            if docname in manifest.written or not path.is_file():
                _write(project, app.builder, docname, request, place, path)
    _remove_others(Path(app.outdir, FOLDER), kept)


def _write(
    project: Project, builder: Builder, docname: str, request: Request, place: int, path: Path
) -> None:
    from sphinxext_pubs.extension.lists.browser_papers import listed_papers  # only if a list changed
    from sphinxext_pubs.render.browser_data import remote_entries, script_data, script_file
    from sphinxext_pubs.render.entry_view import entry_id
    from sphinxext_pubs.render.published import public_bibtex

    names = project.pagination.names[docname, place]
    listed = listed_papers(project, request, docname, split=True)
    homes = project.pagination.pages_of(docname, place)
    places = [f"{builder.get_target_uri(homes[p.key])}#{entry_id(p.key)}" for p in listed.papers]
    how = project.entries.showing(request, folds=True)
    entries = {"entries": remote_entries(listed, places)}
    texts = (
        [f"{public_bibtex(paper, how.schemes)}\n" for paper in listed.papers] if "bibtex" in how.parts else []
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        script_file(names[1], script_data(listed, request.filterable) | entries), encoding="utf-8"
    )
    path.with_suffix(".bib.js").write_text(script_file(f"{names[1]}.bib", texts), encoding="utf-8")


def _remove_others(folder: Path, kept: set[Path]) -> None:
    """Remove our script files that no list has, and the folders that are empty then; others' files stay."""
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
