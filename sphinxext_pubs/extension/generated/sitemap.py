"""Generated pages and PDFs in the sitemap, where an extension of the project makes one (sphinx-sitemap, say).

Such extensions list the pages that Sphinx writes: of ours only the one that shows the layout, whose address
tells what stands before and after the name of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from markupsafe import escape

from sphinxext_pubs.extension.generated.skeletons import NAME as SKELETON
from sphinxext_pubs.extension.pages import splits

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.extension.domain import PaperDomain

_END = "</urlset>"
_ENTRY = re.compile(r"\s*<url>(?:(?!</url>).)*?</url>", re.DOTALL)
_PLACE = re.compile(r"<loc>\s*([^<]*)</loc>")


def complete_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Put our pages into the sitemap that is there (``build-finished``, after others)."""
    path = Path(app.outdir, getattr(app.config, "sitemap_filename", "sitemap.xml"))
    if exception is not None or not app.env or not splits(app.builder) or not path.is_file():
        return
    domain = cast("PaperDomain", app.env.domains["paper"])
    text = path.read_text("utf-8")
    if not domain.generated or _END not in text:
        return
    made = completed(text, list(_addresses(app, domain)), app.config.html_baseurl)
    if made != text:
        path.write_text(made, encoding="utf-8")


def completed(text: str, addresses: list[str], base: str) -> str:
    """A sitemap with these addresses, relative to the root of the site, in place of that of the layout."""
    root = base
    for entry in _ENTRY.findall(text):
        place = _PLACE.search(entry)
        if place is not None and SKELETON in place[1]:
            folders = place[1].partition(SKELETON)[0].rstrip("/").rpartition("/")[0]
            root = f"{folders}/"
            text = text.replace(entry, "")
    if not root:
        return text
    there = {place.strip() for place in _PLACE.findall(text)}
    locations = (escape(f"{root.rstrip('/')}/{address}") for address in addresses)
    new = "".join(f"<url><loc>{each}</loc></url>\n" for each in locations if each not in there)
    return text.replace(_END, f"{new}{_END}") if new else text


def _addresses(app: Sphinx, domain: PaperDomain) -> Iterator[str]:
    builder: Any = app.builder
    excluded = getattr(app.config, "sitemap_excludes", ())
    for page in domain.generated.names():
        address = builder.get_target_uri(page)
        if not any(fnmatch(address, pattern) for pattern in excluded):
            yield address
    for key in domain.generated.papers:
        paper = domain.shelf.library.get(key)
        for path in domain.shelf.files.of(paper).values() if paper and paper.links else ():
            if path.lower().endswith(".pdf"):
                yield f"_downloads/{quote(str(app.env.dlfiles.add_file(domain.generated.papers[key], path)))}"
