"""Generated pages and PDFs in the sitemap of another extension, such as sphinx-sitemap.

Such extensions only list pages that Sphinx renders. Of the generated pages these are samples; the address of
one shows the root of the site in the sitemap.
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
from sphinxext_pubs.extension.pages.skeleton import SAMPLE_PREFIX
from sphinxext_pubs.library.atomic import write_atomically

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.project.project import Project

_END = "</urlset>"
_ENTRY = re.compile(r"(?:(?<!\s)\s++)?<url>(?>(?:[^<]|<(?!/?url>))*)</url>")
_LOCATION = re.compile(r"<loc>\s*+([^<]*+)</loc>")


def complete_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Add generated pages to an existing sitemap (``build-finished``, after other handlers)."""
    path = Path(app.outdir, getattr(app.config, "sitemap_filename", "sitemap.xml"))
    if exception is not None or not app.env or not splits(app.builder) or not path.is_file():
        return
    project = project_of(app.env)
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError):  # compressed or in another encoding: not by a known extension
        return
    if not project.pages or _END not in text:
        return
    folders = {page.rpartition("/")[0] for page in project.pages.names()}
    new_text = add_addresses(text, list(_addresses(app, project)), app.config.html_baseurl, sorted(folders))
    if new_text != text:
        write_atomically(path, (new_text.encode(),))


def add_addresses(text: str, addresses: Sequence[str], base: str, folders: Sequence[str] = ()) -> str:
    """Return a sitemap in which samples are replaced by ``addresses``, relative to the root of the site.

    ``folders`` are the folders of generated pages, which contain the samples.
    """
    root = base
    for entry in _ENTRY.findall(text):
        location = _LOCATION.search(entry)
        if location is not None and SAMPLE_PREFIX in location[1]:
            prefix = location[1].partition(SAMPLE_PREFIX)[0]
            matching = [folder for folder in folders if prefix.endswith(f"/{folder}/")]
            root = prefix.removesuffix(f"{max(matching, key=len, default='')}/")
            text = text.replace(entry, "")
    if not root:
        return text
    existing = {location.strip() for location in _LOCATION.findall(text)}
    urls = (escape(f"{root.rstrip('/')}/{address}") for address in addresses)
    entries = "".join(f"<url><loc>{url}</loc></url>\n" for url in urls if url not in existing)
    return text.replace(_END, f"{entries}{_END}") if entries else text


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
        pdf = project.loaded.files.pdf_of(paper)
        if pdf is not None:
            yield quote(project.pages.pdf_of(key))
        for path in project.loaded.files.of(paper).values():
            if path.lower().endswith(".pdf") and (pdf is None or path != pdf[1]):
                yield f"_downloads/{quote(str(app.env.dlfiles.add_file(project.pages.papers[key], path)))}"
