"""The transforms and visitors that Sphinx is given; what they do is loaded when there is something to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.nodes import (
    pubs_chart,
    pubs_downloads,
    pubs_entry,
    pubs_filter,
    pubs_footnote_mark,
    pubs_footnotes,
    pubs_group,
    pubs_list,
    pubs_listing,
    pubs_pager,
    pubs_run,
)
from sphinxext_pubs.render.layouts import LAYOUTS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from sphinxext_pubs.extension.domain import PaperDomain


#: A list with more entries than this is written in runs of so many; it can be divided by 2 to 6 columns.
RUN = 60


class AnswerListings(SphinxTransform):
    """Replace every request by its answer, before the contents, labels and translations are made."""

    default_priority = 15

    def apply(self, **kwargs: object) -> None:
        """Ask and place every request of the document."""
        from sphinxext_pubs.extension.citations.graph import cited_names

        domain = cast("PaperDomain", self.env.domains["paper"])
        domain.note_citing(self.env.docname, cited_names(self.document, feet=domain.lists_feet))
        requests = list(self.document.findall(pubs_listing))
        if requests:
            from sphinxext_pubs.extension.lists.insert import place

            place(self, requests)


class PlaceFootnotes(SphinxTransform):
    """Put the footnotes of citations at the end, before docutils numbers them all."""

    default_priority = 600

    def apply(self, **kwargs: object) -> None:
        """Make the footnotes that stand nowhere yet."""
        kinds = (pubs_footnote_mark, pubs_footnotes)
        asked = next(iter(self.document.findall(lambda node: isinstance(node, kinds))), None)
        if asked is not None:
            from sphinxext_pubs.extension.citations.footnotes import place

            place(self.document, self.env.docname)


class AnchorCitations(SphinxTransform):
    """Give citations ids to lead back to, and those in titles the words that titles are shown with."""

    default_priority = 700  # after translations and substitutions, before Sphinx collects titles

    def apply(self, **kwargs: object) -> None:
        """Note every citation of the document."""
        from sphinxext_pubs.extension.citations.graph import anchor_citations, word_titles

        domain = cast("PaperDomain", self.env.domains["paper"])
        if places := anchor_citations(domain, self.document):
            domain.data["cited"][self.env.docname] = places
            word_titles(domain, self.document, self.env.docname)


class SettleMarks(SphinxPostTransform):
    """Put the brackets of citations as their lists have them; word those of other projects."""

    default_priority = 8  # before references are resolved

    def run(self, **kwargs: Any) -> None:
        """Replace every mark by its text."""
        from sphinxext_pubs.extension.citations.intersphinx import cite_external, has_inventories

        domain = cast("PaperDomain", self.env.domains["paper"])
        if has_inventories(self.env):
            cite_external(self.env, self.document)
        for node in list(self.document.findall(nodes.inline)):
            if "pubs_mark" in node:
                from sphinxext_pubs.extension.citations.roles import MARKS
                from sphinxext_pubs.extension.citations.targets import bracket_kind

                kind = bracket_kind(domain, node["pubs_keys"], self.env.docname, node["pubs_form"])
                node.parent.replace(node, nodes.Text(MARKS[kind][node["pubs_mark"]]))


class WriteEntries(SphinxPostTransform):
    """Settle which entry of an output file bears the id; outside HTML put ordinary nodes in place."""

    default_priority = 55  # after ``only`` has been judged

    def run(self, **kwargs: Any) -> None:
        """Go through the light nodes of one output file."""
        domain = cast("PaperDomain", self.env.domains["paper"])
        for document in (self.document, *domain.cut(self.document, self.env.docname)):
            count_occurrences(document, by_document=domain.builder.format in ("latex", "texinfo"))
            number_bars(document)
            if uses_templates(domain.builder):
                make_runs(document)
        if domain.builder.name == "singlehtml":
            number_groups(self.document)
        if not uses_templates(domain.builder) and next(self.document.findall(pubs_entry), None):
            from sphinxext_pubs.extension.lists.writer import put_nodes

            put_nodes(domain.writer, self.document)


def count_occurrences(document: nodes.document, *, by_document: bool) -> None:
    """Number the times that each paper stands in an output file, or in each of its documents.

    LaTeX and Texinfo tell the labels of documents apart; a single HTML page cannot.
    """
    counts: dict[tuple[str, str], int] = {}
    for node in document.findall(pubs_entry):
        place = (node["docname"] if by_document else "", node["key"])
        counts[place] = counts.get(place, 0) + 1
        node["occurrence"] = counts[place]


def make_runs(document: nodes.document) -> None:
    """Put the entries of long lists into runs."""
    for wrapper in document.findall(pubs_list):
        entries = wrapper.children
        if len(entries) > RUN:
            request = cast("pubs_entry", entries[0])["request"]
            wrapper.children = [
                pubs_run("", *entries[start : start + RUN], first=not start, request=request)
                for start in range(0, len(entries), RUN)
            ]
            for run in wrapper.children:
                wrapper.setup_child(run)


def number_groups(document: nodes.document) -> None:
    """Give group headings of several documents on one page ids of their own."""
    seen: set[str] = set()
    for node in document.findall(nodes.section):
        if "pubs-group" in node["classes"]:
            number, wanted = 1, node["ids"][0]
            while node["ids"][0] in seen:
                number += 1
                node["ids"][0] = f"{wanted}-{number}"
            seen.add(node["ids"][0])


def number_bars(document: nodes.document) -> None:
    """Number the bars of an output file, and keep apart lists of several documents on one page."""
    names: dict[tuple[str, str], str] = {}
    for number, bar in enumerate(document.findall(pubs_filter), 1):
        place, name = (bar["docname"], bar["listing"]), bar["listing"]
        bar["number"], bar["listing"] = number, f"{name}-{number}" if name in names.values() else name
        names[place] = bar["listing"]
    for wrapper in document.findall(pubs_list):
        wrapper["listing"] = names.get((wrapper["docname"], wrapper["listing"]), "")


def visit_bar(translator: HTML5Translator, node: pubs_filter) -> None:
    """Write the bar above a list."""
    domain = cast("PaperDomain", translator.builder.env.domains["paper"])
    translator.body.append(domain.writer.bar(node))
    raise nodes.SkipNode


def visit_downloads(translator: HTML5Translator, node: pubs_downloads) -> None:
    """Write the links to what a list shows as files."""
    from sphinxext_pubs.extension.lists.downloads import links

    domain = cast("PaperDomain", translator.builder.env.domains["paper"])
    translator.body.append(links(domain, node))
    raise nodes.SkipNode


def visit_chart(translator: HTML5Translator, node: pubs_chart) -> None:
    """Draw a chart in HTML; where there is nothing to draw, and in EPUB, it is said in words."""
    from sphinxext_pubs.extension.directives.chart import drawn

    domain = cast("PaperDomain", translator.builder.env.domains["paper"])
    docname = translator.builder.current_docname
    if uses_templates(translator.builder) and (found := drawn(domain, node, docname)):
        translator.body.append(f"{found}\n")
        raise nodes.SkipNode


def visit_in_words(_translator: nodes.NodeVisitor, _node: pubs_chart) -> None:
    """Elsewhere what a chart shows is said in words."""


def depart_chart(_translator: nodes.NodeVisitor, _node: pubs_chart) -> None:
    """Nothing stands around it."""


def visit_entry(translator: HTML5Translator, node: pubs_entry) -> None:
    """Write an entry and leave out its search words."""
    domain = cast("PaperDomain", translator.builder.env.domains["paper"])
    translator.body.append(domain.writer.html(translator, node))
    raise nodes.SkipNode


def visit_wrapper(translator: HTML5Translator, node: nodes.Element) -> None:
    """Open a list or a group."""
    listing = {"data-list": node["listing"]} if node.get("listing") else {}
    translator.body.append(translator.starttag(node, "div", **listing))


def depart_wrapper(translator: HTML5Translator, node: nodes.Element) -> None:
    """Close a list or a group."""
    translator.body.append("</div>\n")


def visit_list(translator: HTML5Translator, node: pubs_list) -> None:
    """Open a list, and what its layout puts around the entries."""
    visit_wrapper(translator, node)
    translator.body.append(_frame(translator, node)[0])


def depart_list(translator: HTML5Translator, node: pubs_list) -> None:
    """Close a list."""
    translator.body.append(_frame(translator, node)[1])
    depart_wrapper(translator, node)


def _frame(translator: HTML5Translator, node: pubs_list) -> tuple[str, str]:
    domain = cast("PaperDomain", translator.builder.env.domains["paper"])
    return domain.writer.frame(node["request"])


def visit_run(translator: HTML5Translator, node: pubs_run) -> None:
    """Open a run of entries; in a table it begins where the one before ends."""
    if not LAYOUTS[node["request"].layout].columns:
        translator.body.append('<div class="pubs-run">\n')
    elif not node["first"]:
        translator.body.append('</tbody>\n<tbody role="rowgroup" class="pubs-run">\n')


def depart_run(translator: HTML5Translator, node: pubs_run) -> None:
    """Close a run of entries."""
    if not LAYOUTS[node["request"].layout].columns:
        translator.body.append("</div>\n")


def visit_pager(translator: HTML5Translator, node: pubs_pager) -> None:
    """Write the links between the pages of a list."""
    from sphinxext_pubs.extension.pagination.links import pager

    translator.body.append(pager(node, translator.builder))
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """The nodes with their HTML visitors, what fills them and what replaces them elsewhere."""
    app.add_node(pubs_group, html=(visit_wrapper, depart_wrapper))
    app.add_node(pubs_filter, html=(visit_bar, None))
    app.add_node(pubs_downloads, html=(visit_downloads, None))
    app.add_node(pubs_list, html=(visit_list, depart_list))
    words = (visit_in_words, depart_chart)
    app.add_node(
        pubs_chart,
        html=(visit_chart, depart_chart),
        latex=words,
        text=words,
        man=words,
        texinfo=words,
    )
    app.add_node(pubs_run, html=(visit_run, depart_run))
    app.add_node(pubs_entry, html=(visit_entry, None))
    app.add_node(pubs_pager, html=(visit_pager, None))
    app.add_transform(AnswerListings)
    app.add_transform(PlaceFootnotes)
    app.add_transform(AnchorCitations)
    app.add_post_transform(SettleMarks)
    app.add_post_transform(WriteEntries)
