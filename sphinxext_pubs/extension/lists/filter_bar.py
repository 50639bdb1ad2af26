"""Filter bars above lists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.browser_papers import listed_papers
from sphinxext_pubs.extension.pagination.steps import bar_data
from sphinxext_pubs.render.browser_data import (
    bar_view,
    script_data,
)
from sphinxext_pubs.render.html import BAR_TEMPLATE

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_pubs.extension.nodes import pubs_filter
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.render.filter_controls import BarView


def bar_html(project: Project, builder: Builder, node: pubs_filter) -> str:
    """Return the filter bar of a list as HTML."""
    write = partial(project.entries.renderer.bar, _bar_view(project, builder, node))
    return project.entries.render_template(BAR_TEMPLATE, write, node["listing"])


def _bar_view(project: Project, builder: Builder, node: pubs_filter) -> BarView:
    """Return the view of a filter bar, with the data for its script."""
    papers = listed_papers(project, node["request"], node["docname"], split="sheet" in node)
    data = bar_data(project, builder, node)
    if data is None:
        data = script_data(papers, node["request"].filterable)
    return bar_view(
        papers,
        identifier=node["listing"],
        number=node["number"],
        controls=node["request"].filterable,
        data=data,
        css=" ".join(node["classes"]),
    )
