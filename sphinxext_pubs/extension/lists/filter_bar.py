"""Bars above lists; for a list on several pages, the script files that say what stands on all of them.

A script file, unlike any other, can be loaded by a page from the disk.
"""

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
    """Return the bar above a list as HTML."""
    write = partial(project.entries.renderer.bar, _view_of(project, builder, node))
    return project.entries.by_template(BAR_TEMPLATE, write, node["listing"])


def _view_of(project: Project, builder: Builder, node: pubs_filter) -> BarView:
    """Return the bar that a node stands for, with what its script has to know."""
    listed = listed_papers(project, node["request"], node["docname"], split="sheet" in node)
    how = {"identifier": node["listing"], "number": node["number"], "controls": node["request"].filterable}
    how["css"] = " ".join(node["classes"])
    if "sheet" not in node:
        return bar_view(listed, data=script_data(listed, node["request"].filterable), **how)
    return bar_view(listed, data=_source(project, builder, node["docname"], node["sheet"]), **how)


def _source(project: Project, builder: Builder, docname: str, sheet: Sheet) -> dict[str, Any]:
    """Return what a page of several knows by itself: where the rest is, and its words."""
    place, number = sheet
    names = project.pagination.names[docname, place]
    here = posixpath.dirname(builder.get_target_uri(names[number - 1]))
    request = project.tables.lists_of(docname)[place]
    answer = dict(project.tables.answers[docname]).get(request, "")
    version = digest_of(__version__, answer, request, project.site.language, project.settings)[:8]
    return {
        "name": names[1],
        "root": "../" * len(Path(here).parts),
        "source": f"{FOLDER}/{quote(names[1])}.js?v={version}",
        "sources": f"{FOLDER}/{quote(names[1])}.bib.js?v={version}",
        "count": len(set().union(*project.tables.paged[docname][place].pages)),
        "words": script_words(gettext),
    }
