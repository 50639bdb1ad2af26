"""Charts in HTML."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinxext_pubs.render.svg_bars import chart_svg

if TYPE_CHECKING:
    from sphinxext_pubs.extension.nodes import pubs_chart
    from sphinxext_pubs.project.project import Project


def chart_html(project: Project, node: pubs_chart, docname: str) -> str:
    """Return a chart whose bars link to generated pages, if there are any; empty without bars."""
    terms = project.pages.terms.get(node["kind"], {})
    pages = {bar.term: terms[bar.term].page for bar in node["bars"] if bar.term in terms}
    hrefs = {term: project.site.relative_uri(docname, page) for term, page in pages.items()}
    return chart_svg(node["title"], [replace(bar, href=hrefs.get(bar.term, "")) for bar in node["bars"]])
