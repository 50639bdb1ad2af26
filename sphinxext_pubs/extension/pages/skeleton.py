"""The theme's layout, rendered once for each kind of page; a page is that with its own words put in."""

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

#: The last part of the name of a page that only shows the layout.
NAME = "pubs-skeleton-page"
_TITLE = "pubs-skeleton-title"
_HEAD = "<!-- pubs-skeleton-head -->"
_BODY = "<!-- pubs-skeleton-body -->"


class Skeleton:
    """A layout with places for a page's own name, title, head and body."""

    def __init__(self, text: str, folder: str) -> None:
        self.digest = digest_of(text)
        marks = [f"{folder}/{NAME}".lstrip("/"), NAME, _TITLE, _HEAD, _BODY]
        pattern = re.compile("|".join(map(re.escape, marks)))
        self.pieces = pattern.split(text)
        self.places = list(map(marks.index, pattern.findall(text)))

    def filled(self, page: str, title: str, head: Markup, body: str) -> str:
        """The layout with what is the page's own."""
        own = (page, page.rpartition("/")[2], str(escape(title)), str(head), body)
        between = (own[place] for place in self.places)
        return "".join(chain.from_iterable(zip_longest(self.pieces, between, fillvalue="")))


@dataclass(slots=True)
class Skeletons:
    """The layouts of a build by folder and by the page that generated pages belong to."""

    builder: StandaloneHTMLBuilder
    known: dict[tuple[str, str], Skeleton] = field(default_factory=dict)

    def of(self, page: str, parent: str = "") -> Skeleton:
        """The layout for pages beside this one."""
        folder = page.rpartition("/")[0]
        if (folder, parent) not in self.known:
            text = self._rendered(f"{folder}/{NAME}".lstrip("/"), parent)
            self.known[folder, parent] = Skeleton(text, folder)
        return self.known[folder, parent]

    def _rendered(self, name: str, parent: str) -> str:
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
