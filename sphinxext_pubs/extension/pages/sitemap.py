"""Generated pages and PDFs in the sitemap, where an extension of the project makes one (sphinx-sitemap, say).

Such extensions list the pages that Sphinx writes: of ours only the one that shows the layout, whose address
tells what stands before and after the name of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import escape

from sphinxext_pubs.extension.builders import splits
from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.pages.skeleton import NAME as SKELETON

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.project.project import Project

_END = "</urlset>"
_ENTRY = re.compile(r"(?:(?<!\s)\s++)?<url>(?>(?:[^<]|<(?!/?url>))*)</url>")
_PLACE = re.compile(r"<loc>\s*+([^<]*+)</loc>")


def complete_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Put our pages into the sitemap that is there (``build-finished``, after others)."""
    path = Path(app.outdir, getattr(app.config, "sitemap_filename", "sitemap.xml"))
    if exception is not None or not app.env or not splits(app.builder) or not path.is_file():
        return
    project = project_of(app.env)
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError):  # packed, or in another encoding: not what the usual extensions write
        return
    if not project.pages or _END not in text:
        return
    folders = {page.rpartition("/")[0] for page in project.pages.names()}
    made = completed(text, list(_addresses(app, project)), app.config.html_baseurl, sorted(folders))
    if made != text:
        path.write_text(made, encoding="utf-8")


def completed(text: str, addresses: Sequence[str], base: str, folders: Sequence[str] = ()) -> str:
    """A sitemap with these addresses, relative to the root of the site, in place of that of the layout.

    ``folders`` are those of generated pages, from the root: the layout is in one of them.
    """
    root = base
    for entry in _ENTRY.findall(text):
        place = _PLACE.search(entry)
        if place is not None and SKELETON in place[1]:
            before = place[1].partition(SKELETON)[0]
            fits = [folder for folder in folders if before.endswith(f"/{folder}/")]
            root = before.removesuffix(f"{max(fits, key=len, default='')}/")
            text = text.replace(entry, "")
    if not root:
        return text
    there = {place.strip() for place in _PLACE.findall(text)}
    locations = (escape(f"{root.rstrip('/')}/{address}") for address in addresses)
    new = "".join(f"<url><loc>{each}</loc></url>\n" for each in locations if each not in there)
    return text.replace(_END, f"{new}{_END}") if new else text


def _addresses(app: Sphinx, project: Project) -> Iterator[str]:
    builder: Any = app.builder
    excluded = getattr(app.config, "sitemap_excludes", ())
    for page in project.pages.names():
        address = builder.get_target_uri(page)
        if not any(fnmatch(address, pattern) for pattern in excluded):
            yield address
    for key in project.pages.papers:
        paper = project.library.get(key)
        if paper is None or not paper.links:
            continue
        own = project.loaded.files.pdf_of(paper)
        if own is not None:
            yield quote(project.pages.pdf_of(key))
        for path in project.loaded.files.of(paper).values():
            if path.lower().endswith(".pdf") and (own is None or path != own[1]):
                yield f"_downloads/{quote(str(app.env.dlfiles.add_file(project.pages.papers[key], path)))}"
