"""Bars above lists; for a list on several pages, the script files that say what stands on all of them.

A script file, unlike any other, can be loaded by a page from the disk.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.render.browser_data import (
    SCRIPT_HEAD,
    ListedPapers,
    bar_view,
    remote_entries,
    script_data,
    script_file,
    script_words,
)
from sphinxext_pubs.render.entry_view import entry_id
from sphinxext_pubs.render.html import BAR_TEMPLATE
from sphinxext_pubs.render.published import public_bibtex
from sphinxext_pubs.version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinxext_pubs.extension.nodes import pubs_filter
    from sphinxext_pubs.project.pagination import Sheet
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.requests import Request
    from sphinxext_pubs.render.filter_controls import BarView

#: Where the script files are, from the root of the site; their names are those of the second pages.
FOLDER = "_static/pubs-lists"


def bar_html(project: Project, builder: Builder, node: pubs_filter) -> str:
    """Return the bar above a list as HTML."""
    write = partial(project.entries.renderer.bar, _view_of(project, builder, node))
    return project.entries.by_template(BAR_TEMPLATE, write, node["listing"])


def _view_of(project: Project, builder: Builder, node: pubs_filter) -> BarView:
    """Return the bar that a node stands for, with what its script has to know."""
    listed = _listed(project, node["request"], node["docname"], split="sheet" in node)
    how = {"identifier": node["listing"], "number": node["number"], "controls": node["request"].filterable}
    how["css"] = " ".join(node["classes"])
    if "sheet" not in node:
        return bar_view(listed, data=script_data(listed, node["request"].filterable), **how)
    return bar_view(listed, data=_source(project, builder, node["docname"], node["sheet"]), **how)


def _listed(project: Project, request: Request, docname: str, *, split: bool) -> ListedPapers:
    """Return the papers of a list for the browser, with abstracts if they are on several pages."""
    parts = project.entries.showing(request, folds=True).parts
    papers = project.answer(request, docname).publications
    language, people = project.site.language, project.loaded.people
    return ListedPapers(papers, parts, gettext, language, whole=split, people=people)


def _source(project: Project, builder: Builder, docname: str, sheet: Sheet) -> dict[str, Any]:
    """Return what a page of several knows by itself: where the rest is, and its words."""
    place, number = sheet
    names = project.pagination.names[docname, place]
    here = posixpath.dirname(builder.get_target_uri(names[number - 1]))
    request = project.tables.lists_of(docname)[place]
    answer = dict(project.tables.answers[docname]).get(request, "")
    version = digest_of(__version__, answer, request, project.site.language, project.settings)[:8]
    return {
        "name": names[1],
        "root": "../" * len(Path(here).parts),
        "source": f"{FOLDER}/{quote(names[1])}.js?v={version}",
        "sources": f"{FOLDER}/{quote(names[1])}.bib.js?v={version}",
        "count": len(set().union(*project.tables.paged[docname][place].pages)),
        "words": script_words(gettext),
    }


def _split_bars(project: Project, docname: str) -> Iterator[tuple[Request, int]]:
    """Yield the lists of a document that have a bar and several pages, each with its place."""
    for place, request in enumerate(project.tables.lists_of(docname)):
        if request.filterable and len(project.pagination.names.get((docname, place), ())) > 1:
            yield request, place


def write_scripts(app: Sphinx) -> None:
    """Write the script files of all documents that were written, and remove those of lists that are gone."""
    project, manifest = project_of(app.env), output_of(app.env).manifest
    if manifest is None:
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
    names = project.pagination.names[docname, place]
    listed = _listed(project, request, docname, split=True)
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
    with path.open("rb") as file:
        return file.read(len(SCRIPT_HEAD)) == SCRIPT_HEAD.encode()
