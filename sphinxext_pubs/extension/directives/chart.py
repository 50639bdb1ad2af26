"""The directive ``publications-chart``: how many papers there are by year, type, venue or keyword."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes

from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.directives.publications import PublicationsDirective
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import pubs_chart
from sphinxext_pubs.model.problems import Code, OptionError
from sphinxext_pubs.model.suggestions import suggest
from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.project.record_files import record_files
from sphinxext_pubs.project.requests import LibraryQuery

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.query.criteria import Selection
    from sphinxext_pubs.render.svg_bars import Bar

#: What papers can be counted by, and what stands below such a chart.
CAPTIONS = {
    "year": "Papers per year",
    "type": "Papers by type",
    "venue": "Papers by venue",
    "author": "Papers by author",
    "keyword": "Papers by keyword",
}
COUNTED = tuple(CAPTIONS)

#: The most bars of a chart by anything but the year; the greatest are shown.
MAX_BARS = 12


@dataclass(frozen=True, slots=True)
class ChartQuery(LibraryQuery):
    """The query how many papers of a selection there are by ``kind``."""

    kind: str
    selection: Selection

    def digest(self, project: Project, docname: str) -> str:
        """Return a digest of what the chart shows."""
        return digest_of([(bar.label, bar.count) for bar in bars(project, self)])


def bars(project: Project, question: ChartQuery) -> list[Bar]:
    """The bars of a chart: years in order with the empty ones, all else by size."""
    from sphinxext_pubs.query.facets import BY_NAME  # only if a chart is read
    from sphinxext_pubs.query.selection import select
    from sphinxext_pubs.render.svg_bars import Bar, bars_by_year

    index = project.loaded.index
    positions = sorted(select(question.selection, index))
    entity_index = project.loaded.entity_index
    counts = entity_index.count_entities(question.kind, positions)
    found = [
        (identity, entity_index.short_label(question.kind, label), count) for identity, label, count in counts
    ]
    if question.kind == "year":
        return bars_by_year({int(label): count for _, label, count in found if label.lstrip("-").isdigit()})
    facet = BY_NAME[question.kind]
    return [
        Bar(label if question.kind != "type" else gettext(facet.label(label)), count, term=identity)
        for identity, label, count in found[:MAX_BARS]
    ]


class ChartDirective(PublicationsDirective):
    """Draws a chart of a selection; its options are those that select papers."""

    required_arguments = 0
    known: ClassVar[tuple[str, ...]] = ("by", "caption")

    def run(self) -> list[nodes.Node]:
        """A chart in HTML and what it shows in words; a line that says so where there is nothing to show."""
        from sphinxext_pubs.entities.ids_in_options import resolve_ids  # only if a page is read
        from sphinxext_pubs.query.selection import parse

        project = project_of(self.env)
        try:
            options = resolve_ids(self._all_options(), project.loaded.people, project.loaded.venues)
            kind, caption = options.pop("by", "year").strip(), options.pop("caption", "").strip()
            if kind not in COUNTED:
                raise OptionError("by", f"unknown facet “{kind}”", suggest(kind, COUNTED))
            question = ChartQuery(kind, parse({**options, "sort": "none", "group-by": "none"}))
        except OptionError as error:
            place = f": option “{error.option}”" if error.option else ""
            message = error.message(f"publications-chart{place}")
            warn(Code.OPTION, message, self.get_location(), self.config, error=True)
            return []
        found = bars(project, question)
        project.ask(self.env.docname, question)
        project.tables.add_parent(self.env.docname, "")
        for file in record_files(project.settings):
            self.env.note_dependency(file)
        if not found:
            return [nodes.paragraph("", gettext("No publications."))]
        title = caption or gettext(CAPTIONS[kind])
        words = nodes.bullet_list(
            "", *(nodes.list_item("", nodes.paragraph("", f"{bar.label}: {bar.count}")) for bar in found)
        )
        chart_svg = pubs_chart(
            "", nodes.paragraph("", title), words, bars=tuple(found), title=title, kind=kind
        )
        chart_svg["translatable"] = False
        return [chart_svg]
