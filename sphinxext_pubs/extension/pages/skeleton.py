"""The skeleton of generated pages: the theme's layout, rendered once per folder, with placeholders."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from sphinxext_pubs.project.digests import digest_of

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

#: The last part of the name of a page that only contains the layout.
NAME = "pubs-skeleton-page"
_TITLE = "pubs-skeleton-title"
_HEAD = "<!-- pubs-skeleton-head -->"
_BODY = "<!-- pubs-skeleton-body -->"


class Skeleton:
    """A layout with placeholders for the name, title, head and body of a page."""

    def __init__(self, text: str, folder: str) -> None:
        self.digest = digest_of(text)
        placeholders = [f"{folder}/{NAME}".lstrip("/"), NAME, _TITLE, _HEAD, _BODY]
        pattern = re.compile("|".join(map(re.escape, placeholders)))
        self.pieces = pattern.split(text)
        self.places = list(map(placeholders.index, pattern.findall(text)))

    def fill(self, page: str, title: str, head: Markup, body: str) -> str:
        """Return the layout with the name, title, head and body of a page."""
        values = (page, page.rpartition("/")[2], str(escape(title)), str(head), body)
        insertions = (values[place] for place in self.places)
        return "".join(chain.from_iterable(zip_longest(self.pieces, insertions, fillvalue="")))


@dataclass(slots=True)
class Skeletons:
    """The skeletons of a build, by folder and by the parent document of generated pages."""

    builder: StandaloneHTMLBuilder
    known: dict[tuple[str, str], Skeleton] = field(default_factory=dict)

    def of(self, page: str, parent: str = "") -> Skeleton:
        """Return the skeleton for pages in the folder of ``page``, with the same parent."""
        folder = page.rpartition("/")[0]
        if (folder, parent) not in self.known:
            text = self._render(f"{folder}/{NAME}".lstrip("/"), parent)
            self.known[folder, parent] = Skeleton(text, folder)
        return self.known[folder, parent]

    def _render(self, name: str, parent: str) -> str:
        builder = self.builder
        parents = []
        if parent and parent in builder.env.titles:
            title = builder.render_partial(builder.env.titles[parent])["title"]
            parents = [{"link": builder.get_relative_uri(name, parent), "title": title}]
        context = {
            "title": _TITLE,
            "body": _BODY,
            "metatags": _HEAD,
            "parents": parents,
            "sourcename": "",
            "page_source_suffix": "",
            "has_source": False,
            "toc": "",
            "display_toc": False,
            "meta": {},
            "prev": None,
            "next": None,
        }
        with tempfile.TemporaryDirectory(prefix="pubs-page-") as folder:
            path = Path(folder, "page.html")
            builder.handle_page(name, context, "page.html", outfilename=path)
            return path.read_text(encoding=builder.config.html_output_encoding)
