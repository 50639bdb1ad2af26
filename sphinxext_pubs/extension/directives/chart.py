"""The directive ``publications-chart``: the number of papers by year, type, venue, author or keyword."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes

from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.directives.publications import PublicationsDirective
from sphinxext_pubs.extension.i18n import gettext, shown_term
from sphinxext_pubs.extension.nodes import pubs_chart
from sphinxext_pubs.model.problems import OptionError
from sphinxext_pubs.model.suggestions import suggest, unknown_option
from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.project.record_files import record_files
from sphinxext_pubs.project.requests import LibraryQuery

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.query.selection import Selection
    from sphinxext_pubs.render.svg_bars import Bar

#: The facet by which papers are counted by default.
DEFAULT = "year"

#: The maximum number of bars, except in charts by year; the largest are shown.
MAX_BARS = 12


@dataclass(frozen=True, slots=True)
class ChartQuery(LibraryQuery):
    """The query for the number of papers of a selection by the facet ``kind``."""

    kind: str
    selection: Selection

    def digest(self, project: Project, docname: str) -> str:
        """Return a digest of the bars of the chart."""
        return _digest_of_bars(chart_bars(project, self))


def _digest_of_bars(bars: list[Bar]) -> str:
    return digest_of([(bar.label, bar.count) for bar in bars])


def chart_bars(project: Project, query: ChartQuery) -> list[Bar]:
    """Return the bars of a chart: all years of the range in order, other terms by size."""
    # only if a chart is read
    from sphinxext_pubs.query.evaluation import select
    from sphinxext_pubs.render.svg_bars import Bar, bars_by_year

    index = project.loaded.index
    positions = sorted(select(query.selection, index))
    entity_index = project.loaded.entity_index
    counts = entity_index.count_entities(query.kind, positions)
    bars = [
        (identity, entity_index.short_label(query.kind, label), count) for identity, label, count in counts
    ]
    facet = index.facets[query.kind]
    if facet.chart is not None and facet.chart.are_numbers:
        return bars_by_year({int(label): count for _, label, count in bars if label.lstrip("-").isdigit()})
    return [Bar(shown_term(facet, label), count, term=identity) for identity, label, count in bars[:MAX_BARS]]


class ChartDirective(PublicationsDirective):
    """Show a chart of a selection; its options are those that select papers."""

    known: ClassVar[tuple[str, ...]] = ("by", "caption")

    def _option_remedy(self, text: str) -> str:
        return f"Write “:by: {text}”" if text in self._counted() else super()._option_remedy(text)

    def _counted(self) -> tuple[str, ...]:
        """Return the facets by which papers can be counted."""
        facets = project_of(self.env).registry.facets
        return tuple(facet.name for facet in facets.rows if facet.chart is not None)

    def run(self) -> list[nodes.Node]:
        """Return the chart with its values as text, or a sentence if there are no papers."""
        project = project_of(self.env)
        try:
            query, caption = self._query(project)
        except OptionError as error:
            self.report_option(error)
            return []
        bars = chart_bars(project, query)
        project.tables.record_answer(self.env.docname, query, _digest_of_bars(bars))
        project.tables.record_parent(self.env.docname, "")
        for file in record_files(project.settings):
            self.env.note_dependency(file)
        if not bars:
            return [nodes.paragraph("", gettext("No publications."))]
        return [_chart_node(query.kind, bars, caption or _caption(project, query.kind))]

    def _query(self, project: Project) -> tuple[ChartQuery, str]:
        """Return the query and the caption that the options define; raises OptionError."""
        from sphinxext_pubs.entities.ids_in_options import resolve_ids  # only if a page is read
        from sphinxext_pubs.query.evaluation import options_of, parse

        loaded, facets = project.loaded, project.registry.facets
        options = resolve_ids(self._all_options(), loaded.people, loaded.venues, facets.authorities)
        kind, caption = options.pop("by", DEFAULT).strip(), options.pop("caption", "").strip()
        if kind not in self._counted():
            sentence = f"the facet “{kind}” has no chart" if kind in facets else f"unknown facet “{kind}”"
            raise OptionError("by", sentence, suggest(kind, self._counted()))
        known = options_of(facets)
        for name in options:
            if name not in known:
                raise unknown_option(name, (*self.known, *known))
        given = {**options, "sort": "none", "group-by": "none"}
        selection = parse(given, facets=facets, knows_citations=False)
        return ChartQuery(kind, selection), caption


def _caption(project: Project, kind: str) -> str:
    return gettext(project.registry.facets[kind].chart_caption)


def _chart_node(kind: str, bars: list[Bar], title: str) -> pubs_chart:
    """Return a chart with its values as a list, for builders without graphics."""
    values = nodes.bullet_list(
        "", *(nodes.list_item("", nodes.paragraph("", f"{bar.label}: {bar.count}")) for bar in bars)
    )
    chart = pubs_chart(
        "", nodes.paragraph("", title), values, bars=tuple(bars), title=title, kind=kind, pubs_parent=""
    )
    chart["translatable"] = False
    return chart
