"""The directive ``publications-chart``: how many papers there are by year, type, venue or keyword."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, cast

from docutils import nodes

from sphinxext_pubs.extension.digests import digest_of
from sphinxext_pubs.extension.directives.publications import PublicationsDirective
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.loaded_library import record_files
from sphinxext_pubs.extension.log import complain
from sphinxext_pubs.extension.nodes import pubs_chart
from sphinxext_pubs.extension.requests import LibraryQuery
from sphinxext_pubs.model.problems import Code, OptionError
from sphinxext_pubs.model.suggestions import suggest
from sphinxext_pubs.query import selection
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.query.selection import Selection

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain
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

    def digest(self, domain: PaperDomain, docname: str) -> str:
        """Return a digest of what the chart shows."""
        return digest_of([(bar.label, bar.count) for bar in bars(domain, self)])


def bars(domain: PaperDomain, question: ChartQuery) -> list[Bar]:
    """The bars of a chart: years in order with the empty ones, all else by size."""
    from sphinxext_pubs.render.svg_bars import Bar, bars_by_year

    index = domain.shelf.index
    positions = sorted(selection.select(question.selection, index))
    entity_index = domain.shelf.entity_index
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


def drawn(domain: PaperDomain, node: pubs_chart, docname: str) -> str:
    """The chart in HTML; its bars lead to generated pages, where there are some."""
    from sphinxext_pubs.render.svg_bars import chart_svg

    terms = domain.generated.terms.get(node["kind"], {})
    pages = {bar.term: terms[bar.term].page for bar in node["bars"] if bar.term in terms}
    hrefs = {term: domain.builder.get_relative_uri(docname, page) for term, page in pages.items()}
    return chart_svg(node["title"], [replace(bar, href=hrefs.get(bar.term, "")) for bar in node["bars"]])


class ChartDirective(PublicationsDirective):
    """Draws a chart of a selection; its options are those that select papers."""

    required_arguments = 0
    known: ClassVar[tuple[str, ...]] = ("by", "caption")

    def run(self) -> list[nodes.Node]:
        """A chart in HTML and what it shows in words; a line that says so where there is nothing to show."""
        from sphinxext_pubs.entities.ids_in_options import resolve_ids

        domain = cast("PaperDomain", self.env.domains["paper"])
        try:
            options = resolve_ids(self._all_options(), domain.shelf.people, domain.shelf.venues)
            kind, caption = options.pop("by", "year").strip(), options.pop("caption", "").strip()
            if kind not in COUNTED:
                raise OptionError("by", f"unknown facet “{kind}”", suggest(kind, COUNTED))
            question = ChartQuery(kind, selection.parse({**options, "sort": "none", "group-by": "none"}))
        except OptionError as error:
            place = f": option “{error.option}”" if error.option else ""
            message = error.message(f"publications-chart{place}")
            complain(Code.OPTION, message, self.get_location(), self.config, error=True)
            return []
        found = bars(domain, question)
        domain.ask(self.env.docname, question)
        domain.note_parent(self.env.docname, "")
        for file in record_files(domain.settings):
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
