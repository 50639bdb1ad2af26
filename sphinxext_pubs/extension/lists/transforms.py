"""The transforms and visitors that Sphinx is given; what they do is loaded when there is something to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
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

    from sphinxext_pubs.extension.output.output import Output
    from sphinxext_pubs.project.project import Project


#: A list with more entries than this is written in runs of so many; it can be divided by 2 to 6 columns.
RUN = 60


class AnswerListings(SphinxTransform):
    """Replace every request by its answer, before the contents, labels and translations are made."""

    default_priority = 15

    def apply(self, **kwargs: object) -> None:
        """Ask and place every request of the document."""
        from sphinxext_pubs.extension.citations.anchors import cited_names

        project = project_of(self.env)
        project.tables.add_citing(
            self.env.docname, cited_names(self.document, in_footnotes=project.lists_footnotes)
        )
        requests = list(self.document.findall(pubs_listing))
        if requests:
            from sphinxext_pubs.extension.lists.insert import insert_lists

            insert_lists(self, requests)


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
        from sphinxext_pubs.extension.citations.anchors import anchor_citations, word_titles

        project = project_of(self.env)
        if places := anchor_citations(self.document, self.env.docname):
            project.tables.cited[self.env.docname] = places
            word_titles(project, self.document, self.env.docname)


class SettleMarks(SphinxPostTransform):
    """Put the brackets of citations as their lists have them; word those of other projects."""

    default_priority = 8  # before references are resolved

    def run(self, **kwargs: Any) -> None:
        """Replace every mark by its text."""
        from sphinxext_pubs.extension.citations.intersphinx import has_inventories, resolve_named

        project = project_of(self.env)
        if has_inventories(self.env):
            resolve_named(self.env, self.document)
        for node in list(self.document.findall(nodes.inline)):
            if "pubs_mark" in node:
                from sphinxext_pubs.extension.citations.roles import MARKS
                from sphinxext_pubs.project.targets import bracket_kind

                kind = bracket_kind(project, node["pubs_keys"], self.env.docname, node["pubs_form"])
                node.parent.replace(node, nodes.Text(MARKS[kind][node["pubs_mark"]]))


class WriteEntries(SphinxPostTransform):
    """Settle which entry of an output file bears the id; outside HTML put ordinary nodes in place."""

    default_priority = 55  # after ``only`` has been judged

    def run(self, **kwargs: Any) -> None:
        """Go through the light nodes of one output file."""
        project, output = project_of(self.env), output_of(self.env)
        builder = output.builder
        for document in (self.document, *self._further_pages(project, output)):
            count_occurrences(document, by_document=builder.format in ("latex", "texinfo"))
            number_bars(document)
            if uses_templates(builder):
                make_runs(document)
        if builder.name == "singlehtml":
            number_groups(self.document)
        if not uses_templates(builder) and next(self.document.findall(pubs_entry), None):
            from sphinxext_pubs.extension.lists.ordinary_nodes import put_nodes

            put_nodes(project, builder, self.document)

    def _further_pages(self, project: Project, output: Output) -> list[nodes.document]:
        """Take the further pages of the document out of it, and keep them until they are written."""
        docname = self.env.docname
        if docname not in project.pagination.lists:
            return []
        from sphinxext_pubs.extension.pagination.split import cut

        pages = cut(project.pagination, self.document, docname, project.site)
        if pages:  # and not where another extension resolves a part of the document
            output.further[docname] = pages
        return [page.document for page in pages]


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
    from sphinxext_pubs.extension.lists.filter_bar import bar_html

    builder = translator.builder
    translator.body.append(bar_html(project_of(builder.env), builder, node))
    raise nodes.SkipNode


def visit_downloads(translator: HTML5Translator, node: pubs_downloads) -> None:
    """Write the links to what a list shows as files."""
    from sphinxext_pubs.extension.lists.downloads import links

    builder = translator.builder
    translator.body.append(links(project_of(builder.env), builder, node))
    raise nodes.SkipNode


def visit_chart(translator: HTML5Translator, node: pubs_chart) -> None:
    """Draw a chart in HTML; where there is nothing to draw, and in EPUB, it is said in words."""
    from sphinxext_pubs.extension.lists.charts import chart_html

    builder = translator.builder
    if not uses_templates(builder):
        return
    if html := chart_html(project_of(builder.env), node, builder.current_docname):
        translator.body.append(f"{html}\n")
        raise nodes.SkipNode


def visit_in_words(_translator: nodes.NodeVisitor, _node: pubs_chart) -> None:
    """Elsewhere what a chart shows is said in words."""


def depart_chart(_translator: nodes.NodeVisitor, _node: pubs_chart) -> None:
    """Nothing stands around it."""


def visit_entry(translator: HTML5Translator, node: pubs_entry) -> None:
    """Write an entry and leave out its search words."""
    from sphinxext_pubs.extension.entries import entry_html

    builder, project = translator.builder, project_of(translator.builder.env)
    output_of(builder.env).site.translator = translator
    translator.body.append(entry_html(project, builder, node, builder.dlpath))
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
    return project_of(translator.builder.env).entries.frame(node["request"])


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
