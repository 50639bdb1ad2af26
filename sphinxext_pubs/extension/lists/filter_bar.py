"""Filter bars above lists."""

from __future__ import annotations

import posixpath
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.lists.browser_papers import listed_papers
from sphinxext_pubs.extension.lists.filter_scripts import FOLDER
from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.render.browser_data import (
    bar_view,
    script_data,
    script_words,
)
from sphinxext_pubs.render.html import BAR_TEMPLATE
from sphinxext_pubs.version import __version__

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_pubs.extension.nodes import pubs_filter
    from sphinxext_pubs.project.pagination import Sheet
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.render.filter_controls import BarView


def bar_html(project: Project, builder: Builder, node: pubs_filter) -> str:
    """Return the filter bar of a list as HTML."""
    write = partial(project.entries.renderer.bar, _bar_view(project, builder, node))
    return project.entries.render_template(BAR_TEMPLATE, write, node["listing"])


def _bar_view(project: Project, builder: Builder, node: pubs_filter) -> BarView:
    """Return the view of a filter bar, with the data for its script."""
    papers = listed_papers(project, node["request"], node["docname"], split="sheet" in node)
    if "sheet" in node:
        data = _remote_data(project, builder, node["docname"], node["sheet"])
    else:
        data = script_data(papers, node["request"].filterable)
    return bar_view(
        papers,
        identifier=node["listing"],
        number=node["number"],
        controls=node["request"].filterable,
        data=data,
        css=" ".join(node["classes"]),
    )


def _remote_data(project: Project, builder: Builder, docname: str, sheet: Sheet) -> dict[str, Any]:
    """Return the data on a page of a split list: the addresses of the script files, and messages."""
    place, number = sheet
    names = project.pagination.names[docname, place]
    folder = posixpath.dirname(builder.get_target_uri(names[number - 1]))
    request = project.tables.lists_of(docname)[place]
    answer = dict(project.tables.answers[docname]).get(request, "")
    version = digest_of(__version__, answer, request, project.site.language, project.settings)[:8]
    return {
        "name": names[1],
        "root": "../" * len(Path(folder).parts),
        "source": f"{FOLDER}/{quote(names[1])}.js?v={version}",
        "sources": f"{FOLDER}/{quote(names[1])}.bib.js?v={version}",
        "count": len(set().union(*project.tables.paged[docname][place].pages)),
        "words": script_words(gettext),
    }
