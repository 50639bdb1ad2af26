"""What lists show, as files beside their pages: BibTeX, RIS and so on, and feeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from docutils import nodes
from markupsafe import Markup
from sphinx.util.osutil import relative_uri

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.output.record import Written, read, remove_old

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.extension.nodes import pubs_downloads
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.requests import Request

#: Where the files are, from the root of the site.
FOLDER = "_downloads/publications"

#: What records, in the output folder, which files there are ours.
RECORD = ".pubs-downloads.json"

#: The name and the suffix of a feed among the formats.
FEED, FEED_SUFFIX = "atom", ".atom"


def formats(project: Project, request: Request) -> Iterator[tuple[str, str, str]]:
    """Name, label and suffix of what a list offers; a feed only where the address of the site is known."""
    if not request.download:
        return
    from sphinxext_pubs.render.exports import EXPORTS  # only for lists with downloads

    for name in request.download:
        if name != FEED:
            yield name, EXPORTS[name].label, EXPORTS[name].suffix
        elif project.site.base_url:
            yield FEED, "Atom", FEED_SUFFIX


def file_names(docname: str, requests: Sequence[Request]) -> list[str]:
    """The names of lists' files without suffix, each in the folder of its document, so that no two are one.

    A list's own name, else that of the document, with the list's place where it is not the first.
    """
    last, names = docname.rpartition("/")[2], list[str]()
    for place, request in enumerate(requests, 1):
        own = nodes.make_id(request.name) or (last if place == 1 else f"{last}-{place}")
        name = f"{docname}/{own}"
        names.append(name if name not in names else f"{name}.{place}")
    return names


def links(project: Project, builder: StandaloneHTMLBuilder, node: pubs_downloads) -> str:
    """The links above a list."""
    request, docname = node["request"], node["docname"]
    name = file_names(docname, project.tables.lists_of(docname))[node["place"]]
    here = builder.get_target_uri(docname).partition("#")[0]
    made = [
        Markup('<a class="pubs-download" href="{}"{}>{}</a>').format(
            relative_uri(here, quote(f"{FOLDER}/{name}{suffix}")),
            Markup("") if kind == FEED else Markup(" download"),
            gettext(label),
        )
        for kind, label, suffix in formats(project, request)
    ]
    if not made:
        return ""
    line = Markup('<p class="pubs-downloads">{}: {}</p>\n')
    return line.format(gettext("Download"), Markup(" · ").join(made))


def write_downloads(app: Sphinx) -> None:
    """Write the files of lists on pages that were written, and remove those of lists that are gone."""
    if not uses_templates(app.builder):
        return
    project, manifest = project_of(app.env), output_of(app.env).manifest
    builder = cast("StandaloneHTMLBuilder", app.builder)
    old, new = read(Path(app.outdir), RECORD), Written(Path(app.outdir, RECORD))
    for docname in sorted(project.tables.answers):
        requests = project.tables.lists_of(docname)
        for name, request in zip(file_names(docname, requests), requests, strict=True):
            for kind, _, suffix in formats(project, request):
                path = Path(app.outdir, FOLDER, f"{name}{suffix}")
                new.files.setdefault(f"{FOLDER}/{name}", []).append(suffix)
                if manifest is None or docname in manifest.written or not path.is_file():
                    _write(project, builder, docname, request, kind, path)
    remove_old(builder, old, new, ())
    new.save(old)


def _write(
    project: Project, builder: StandaloneHTMLBuilder, docname: str, request: Request, kind: str, path: Path
) -> None:
    from sphinxext_pubs.extension.pages.paper_page import PageContents  # only if a list changed
    from sphinxext_pubs.render.exports import public_copy, write_export  # only if a list changed

    listed = project.answer(request, docname).publications
    papers = [public_copy(paper, project.settings.url_schemes) for paper in listed]
    if kind == FEED:
        file = path.relative_to(project.site.outdir).as_posix()
        text = PageContents(project, builder).feed(project.site.title(docname), file, docname, papers)
    else:
        text = write_export(kind, papers)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
