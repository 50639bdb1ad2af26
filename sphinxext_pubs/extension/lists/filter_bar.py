"""Bars above lists; for a list on several pages, the script files that say what stands on all of them.

A script file, unlike any other, can be loaded by a page from the disk.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from sphinxext_pubs.extension.digests import digest_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.lists.resolve import answer
from sphinxext_pubs.extension.pagination.plan import Sheet
from sphinxext_pubs.extension.requests import Request
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
from sphinxext_pubs.render.filter_controls import BarView
from sphinxext_pubs.render.published import public_bibtex
from sphinxext_pubs.version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.extension.domain import PaperDomain
    from sphinxext_pubs.extension.lists.writer import Writer
    from sphinxext_pubs.extension.nodes import pubs_filter

#: Where the script files are, from the root of the site; their names are those of the second pages.
FOLDER = "_static/pubs-lists"


def view_of(writer: Writer, node: pubs_filter) -> BarView:
    """The bar that a node stands for, with what its script has to know."""
    listed = listed_by(writer, node["request"], node["docname"], split="sheet" in node)
    how = {"identifier": node["listing"], "number": node["number"], "controls": node["request"].filterable}
    how["css"] = " ".join(node["classes"])
    if "sheet" not in node:
        return bar_view(listed, data=script_data(listed, node["request"].filterable), **how)
    return bar_view(listed, data=_source(writer, node["docname"], node["sheet"]), **how)


def listed_by(writer: Writer, request: Request, docname: str, *, split: bool) -> ListedPapers:
    """The papers of a list as the browser has to know them; on one page it reads the abstracts there."""
    parts = writer.showing(request, folds=True).parts
    papers = answer(request, writer.domain, docname).publications
    language, people = writer.builder.config.language, writer.domain.shelf.people
    return ListedPapers(papers, parts, gettext, language, whole=split, people=people)


def _source(writer: Writer, docname: str, sheet: Sheet) -> dict[str, Any]:
    """What a page of several knows by itself: where the rest is, and its words."""
    place, number = sheet
    names = writer.domain.pages.names[docname, place]
    builder = cast("StandaloneHTMLBuilder", writer.builder)
    here = posixpath.dirname(builder.get_target_uri(names[number - 1]))
    request = requests_of(writer.domain, docname)[place]
    answer = dict(writer.domain.data["answers"][docname]).get(request, "")
    version = digest_of(__version__, answer, request, builder.config.language, writer.domain.settings)[:8]
    return {
        "name": names[1],
        "root": "../" * len(Path(here).parts),
        "source": f"{FOLDER}/{quote(names[1])}.js?v={version}",
        "sources": f"{FOLDER}/{quote(names[1])}.bib.js?v={version}",
        "count": len(set().union(*writer.domain.data["paged"][docname][place].pages)),
        "words": script_words(gettext),
    }


def requests_of(domain: PaperDomain, docname: str) -> list[Request]:
    """The lists of a document, in order."""
    answers = domain.data["answers"].get(docname, ())
    return [question for question, _ in answers if isinstance(question, Request)]


def split_bars(domain: PaperDomain, docname: str) -> Iterator[tuple[Request, int]]:
    """The lists of a document that have a bar and stand on several pages, each with its place."""
    for place, request in enumerate(requests_of(domain, docname)):
        if request.filterable and len(domain.pages.names.get((docname, place), ())) > 1:
            yield request, place


def write_scripts(app: Sphinx) -> list[Any]:
    """Write the script files of all documents that were written, remove those of lists that are no more.

    In ``html-collect-pages``, when the further pages were written.
    """
    domain = cast("PaperDomain", app.env.domains["paper"])
    if domain.manifest is None:
        return []
    kept = set()
    for docname in sorted(domain.data["paged"]):
        for request, place in split_bars(domain, docname):
            path = Path(app.outdir, FOLDER, f"{domain.pages.names[docname, place][1]}.js")
            kept |= {path, path.with_suffix(".bib.js")}
            if docname in domain.manifest.written or not path.is_file():
                _write(domain, docname, request, place, path)
    _remove_others(Path(app.outdir, FOLDER), kept)
    return []


def _write(domain: PaperDomain, docname: str, request: Request, place: int, path: Path) -> None:
    writer, names = domain.writer, domain.pages.names[docname, place]
    builder = cast("StandaloneHTMLBuilder", writer.builder)
    listed = listed_by(writer, request, docname, split=True)
    homes = domain.pages.pages_of(docname, place)
    places = [f"{builder.get_target_uri(homes[p.key])}#{entry_id(p.key)}" for p in listed.papers]
    how = writer.showing(request, folds=True)
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
