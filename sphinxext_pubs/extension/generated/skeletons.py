"""The theme's layout, rendered once for each kind of page; a page is that with its own words put in."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

#: The last part of the name of a page that only shows the layout.
NAME = "pubs-skeleton-page"
_TITLE = "pubs-skeleton-title"
_HEAD = "<!-- pubs-skeleton-head -->"
_BODY = "<!-- pubs-skeleton-body -->"


@dataclass(slots=True)
class Skeletons:
    """The layouts of a build by folder and by the page that generated pages belong to."""

    builder: StandaloneHTMLBuilder
    known: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, page: str, parent: str = "") -> str:
        """The layout for pages beside this one; its digest is that of every page's frame."""
        folder = page.rpartition("/")[0]
        if (folder, parent) not in self.known:
            self.known[folder, parent] = self._rendered(f"{folder}/{NAME}".lstrip("/"), parent)
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


def filled(skeleton: str, page: str, title: str, head: Markup, body: str) -> str:
    """The layout with a page's own name, title, head and body."""
    folder = page.rpartition("/")[0]
    for mark, value in (
        (f"{folder}/{NAME}".lstrip("/"), page),
        (NAME, page.rpartition("/")[2]),
        (_TITLE, str(escape(title))),
        (_HEAD, str(head)),
        (_BODY, body),
    ):
        skeleton = skeleton.replace(mark, value)
    return skeleton
