"""What lists show, as files beside their pages: BibTeX, RIS and so on, and feeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from docutils import nodes
from markupsafe import Markup
from sphinx.util.osutil import relative_uri

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.digests import title_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.lists.filter_bar import requests_of
from sphinxext_pubs.extension.lists.resolve import answer
from sphinxext_pubs.extension.pages.record import Written, read, remove_old
from sphinxext_pubs.extension.requests import Request
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.render.exports import EXPORTS, public_copy, write_export

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.extension.domain import PaperDomain
    from sphinxext_pubs.extension.nodes import pubs_downloads

#: Where the files are, from the root of the site.
FOLDER = "_downloads/publications"

#: What records, in the output folder, which files there are ours.
RECORD = ".pubs-downloads.json"

#: The name and the suffix of a feed among the formats.
FEED, FEED_SUFFIX = "atom", ".atom"


def formats(domain: PaperDomain, request: Request) -> Iterator[tuple[str, str, str]]:
    """Name, label and suffix of what a list offers; a feed only where the address of the site is known."""
    for name in request.download:
        if name != FEED:
            yield name, EXPORTS[name].label, EXPORTS[name].suffix
        elif domain.builder.config.html_baseurl:
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


def links(domain: PaperDomain, node: pubs_downloads) -> str:
    """The links above a list."""
    builder = cast("StandaloneHTMLBuilder", domain.builder)
    request, docname = node["request"], node["docname"]
    name = file_names(docname, requests_of(domain, docname))[node["place"]]
    here = builder.get_target_uri(docname).partition("#")[0]
    made = [
        Markup('<a class="pubs-download" href="{}"{}>{}</a>').format(
            relative_uri(here, quote(f"{FOLDER}/{name}{suffix}")),
            Markup("") if kind == FEED else Markup(" download"),
            gettext(label),
        )
        for kind, label, suffix in formats(domain, request)
    ]
    if not made:
        return ""
    line = Markup('<p class="pubs-downloads">{}: {}</p>\n')
    return line.format(gettext("Download"), Markup(" · ").join(made))


def write_downloads(app: Sphinx) -> list[Any]:
    """Write the files of lists on pages that were written, and remove those of lists that are no more.

    In ``html-collect-pages``.
    """
    domain = cast("PaperDomain", app.env.domains["paper"])
    if not uses_templates(app.builder):
        return []
    old, new = read(Path(app.outdir), RECORD), Written(Path(app.outdir, RECORD))
    for docname in sorted(domain.data["answers"]):
        requests = list(requests_of(domain, docname))
        for name, request in zip(file_names(docname, requests), requests, strict=True):
            for kind, _, suffix in formats(domain, request):
                path = Path(app.outdir, FOLDER, f"{name}{suffix}")
                new.files.setdefault(f"{FOLDER}/{name}", []).append(suffix)
                if domain.manifest is None or docname in domain.manifest.written or not path.is_file():
                    _write(domain, docname, request, kind, path)
    remove_old(cast("StandaloneHTMLBuilder", app.builder), old, new, ())
    new.save(old)
    return []


def _write(domain: PaperDomain, docname: str, request: Request, kind: str, path: Path) -> None:
    found = answer(request, domain, docname).publications
    papers = [public_copy(paper, domain.settings.url_schemes) for paper in found]
    text = _feed(domain, docname, papers, path) if kind == FEED else write_export(kind, papers)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _feed(domain: PaperDomain, docname: str, papers: Sequence[Publication], path: Path) -> str:
    from sphinxext_pubs.extension.pages.paper_page import Pages

    pages = Pages(domain, domain.generated)
    file = path.relative_to(domain.builder.outdir).as_posix()
    return pages.feed(title_of(domain.env, docname), file, docname, papers)
