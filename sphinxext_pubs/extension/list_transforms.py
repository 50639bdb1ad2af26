"""The transforms and visitors for Sphinx; modules that do their work are loaded when they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.images import guess_mimetype

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.nodes import (
    PHOTO,
    is_copy,
    pubs_chart,
    pubs_downloads,
    pubs_entry,
    pubs_filter,
    pubs_group,
    pubs_list,
    pubs_listing,
    pubs_pager,
    pubs_pages,
    pubs_run,
)
from sphinxext_pubs.project.requests import Stage

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator


#: The number of entries in a run of a long list; it is divisible by 2 to 6 columns.
RUN_LENGTH = 60


class InsertLists(SphinxTransform):
    """Replace requests by lists, before contents, labels and translations are processed."""

    default_priority = 15

    def apply(self, **kwargs: object) -> None:
        """Replace every request of the document."""
        if requests := list(self.document.findall(pubs_listing)):
            # only for lists
            from sphinxext_pubs.extension.citations.anchors import record_cited_names
            from sphinxext_pubs.extension.lists.insert import insert_lists
            from sphinxext_pubs.extension.lists.scopes import mark_scopes

            requests = mark_scopes(requests, self.env.docname, self.env.config)
            if any(node["request"].stage is Stage.REREADING for node in requests):
                # Until translations and substitutions have been inserted.
                record_cited_names(project_of(self.env), self.document, self.env.docname)

            insert_lists(self.env, self.document, requests)


class PrepareEntries(SphinxPostTransform):
    """Insert lists of cited papers, and number the entries of an output file.

    For builders without templates lists are replaced by standard nodes.
    """

    default_priority = 55  # after ``only`` nodes have been evaluated

    def run(self, **kwargs: Any) -> None:
        """Process the nodes of one output file."""
        project, output = project_of(self.env), output_of(self.env)
        builder = output.builder
        if project.recorded.conditions:
            # only for conditional content
            from sphinxext_pubs.extension.conditional_blocks import remove_lists

            remove_lists(self.document, project.site.holds)
        if requests := list(self.document.findall(pubs_listing)):
            from sphinxext_pubs.extension.lists.insert import resolve_lists  # only for lists of cited papers

            resolve_lists(self.env, self.document, requests)
        if is_copy(self.document):
            # only for copies, such as those of todolist
            from sphinxext_pubs.extension.copied_blocks import write_copied_lists

            write_copied_lists(project, builder, self.document, self.env.docname)
            return
        from sphinxext_pubs.extension.pagination.steps import take_continuation_pages  # if a page is written

        others = take_continuation_pages(project, output, self.document, self.env.docname)
        for document in (self.document, *others):
            count_occurrences(document, by_document=builder.format in ("latex", "texinfo"))
            number_bars(document)
            if uses_templates(builder):
                split_into_runs(document)
        if builder.name == "singlehtml":
            number_groups(self.document)
        if not uses_templates(builder) and next(self.document.findall(pubs_entry), None):
            # only for builders without templates
            from sphinxext_pubs.extension.lists.ordinary_nodes import use_ordinary_nodes

            use_ordinary_nodes(project, builder, self.document)
        if builder.format == "latex":
            from sphinxext_pubs.extension.latex_macros import use_macros  # only for LaTeX

            use_macros(builder, self.document)


def count_occurrences(document: nodes.document, *, by_document: bool) -> None:
    """Number the entries of each paper in an output file, or in each of its documents.

    In LaTeX and Texinfo labels are unique by document; in a single HTML page they must be unique by file.
    """
    counts: dict[tuple[str, str], int] = {}
    # The first has the id to which citations outside of scopes link: in a list of the page, if one has it.
    for node in sorted(document.findall(pubs_entry), key=lambda node: bool(node["request"].scope)):
        place = (node["docname"] if by_document else "", node["key"])
        counts[place] = counts.get(place, 0) + 1
        node["occurrence"] = counts[place]


def split_into_runs(document: nodes.document) -> None:
    """Group the entries of long lists into runs."""
    for wrapper in document.findall(pubs_list):
        entries = wrapper.children
        if len(entries) > RUN_LENGTH:
            request = cast("pubs_entry", entries[0])["request"]
            wrapper.children = [
                pubs_run("", *entries[start : start + RUN_LENGTH], first=not start, request=request)
                for start in range(0, len(entries), RUN_LENGTH)
            ]
            for run in wrapper.children:
                wrapper.setup_child(run)


def number_groups(document: nodes.document) -> None:
    """Make the ids of group headings unique if several documents are on one page."""
    seen: set[str] = set()
    for node in document.findall(nodes.section):
        if "pubs-group" in node["classes"]:
            from sphinxext_pubs.model.slugs import unused_name  # only for pages with repeated groups

            node["ids"][0] = unused_name(node["ids"][0], seen)
            seen.add(node["ids"][0])


def number_bars(document: nodes.document) -> None:
    """Number the filter bars of an output file, and make the names of their lists unique."""
    names: dict[tuple[str, str], str] = {}
    from sphinxext_pubs.model.slugs import unused_name  # only if a page is written

    for number, bar in enumerate(document.findall(pubs_filter), 1):
        key, name = (bar["docname"], bar["listing"]), bar["listing"]
        bar["number"], bar["listing"] = number, unused_name(name, names.values(), first=number)
        names[key] = bar["listing"]
    for wrapper in document.findall(pubs_list):
        wrapper["listing"] = names.get((wrapper["docname"], wrapper["listing"]), "")


def visit_bar(translator: HTML5Translator, node: pubs_filter) -> None:
    """Write the filter bar above a list."""
    from sphinxext_pubs.extension.lists.filter_bar import bar_html  # only if a page is written

    builder = translator.builder
    translator.body.append(bar_html(project_of(builder.env), builder, node))
    raise nodes.SkipNode


def visit_downloads(translator: HTML5Translator, node: pubs_downloads) -> None:
    """Write the links to the files of a list."""
    from sphinxext_pubs.extension.lists.downloads import download_links  # only if a page is written

    builder = translator.builder
    translator.body.append(download_links(project_of(builder.env), builder, node))
    raise nodes.SkipNode


def visit_chart(translator: HTML5Translator, node: pubs_chart) -> None:
    """Write a chart as SVG; in EPUB, and without bars, only its values as text are written."""
    from sphinxext_pubs.extension.lists.charts import chart_html  # only if a page is written

    builder = translator.builder
    if not uses_templates(builder):
        return
    if html := chart_html(project_of(builder.env), node, builder.current_docname):
        translator.body.append(f"{html}\n")
        raise nodes.SkipNode


def visit_chart_as_text(_translator: nodes.NodeVisitor, _node: pubs_chart) -> None:
    """Write nothing around the values of a chart."""


def depart_chart(_translator: nodes.NodeVisitor, _node: pubs_chart) -> None:
    """Write nothing around the values of a chart."""


def visit_entry(translator: HTML5Translator, node: pubs_entry) -> None:
    """Write an entry without its search words."""
    from sphinxext_pubs.extension.entries import entry_html, with_ids  # only if a page is written

    builder, project = translator.builder, project_of(translator.builder.env)
    output_of(builder.env).site.translator = translator
    html = entry_html(project, builder, node, builder.dlpath)
    translator.body.append(with_ids(html, node["ids"]))
    raise nodes.SkipNode


def visit_wrapper(translator: HTML5Translator, node: nodes.Element) -> None:
    """Open a list or a group."""
    listing = {"data-list": node["listing"]} if node.get("listing") else {}
    translator.body.append(translator.starttag(node, "div", **listing))


def depart_wrapper(translator: HTML5Translator, node: nodes.Element) -> None:
    """Close a list or a group."""
    translator.body.append("</div>\n")


def visit_list(translator: HTML5Translator, node: pubs_list) -> None:
    """Open a list, and the elements of its layout around the entries."""
    visit_wrapper(translator, node)
    translator.body.append(_frame(translator, node)[0])


def depart_list(translator: HTML5Translator, node: pubs_list) -> None:
    """Close a list."""
    translator.body.append(_frame(translator, node)[1])
    depart_wrapper(translator, node)


def _frame(translator: HTML5Translator, node: pubs_list) -> tuple[str, str]:
    return project_of(translator.builder.env).entries.frame(node["request"])


def _is_table(translator: HTML5Translator, node: pubs_run) -> bool:
    layouts = project_of(translator.builder.env).registry.layouts
    return bool(layouts[node["request"].layout].columns)


def visit_run(translator: HTML5Translator, node: pubs_run) -> None:
    """Open a run of entries; in a table, close the one before."""
    if not _is_table(translator, node):
        translator.body.append('<div class="pubs-run">\n')
    elif not node["first"]:
        translator.body.append('</tbody>\n<tbody role="rowgroup" class="pubs-run">\n')


def depart_run(translator: HTML5Translator, node: pubs_run) -> None:
    """Close a run of entries."""
    if not _is_table(translator, node):
        translator.body.append("</div>\n")


def visit_pager(translator: HTML5Translator, node: pubs_pager) -> None:
    """Write the links between the pages of a list."""
    from sphinxext_pubs.extension.pagination.steps import pager_html  # only for split lists

    translator.body.append(pager_html(node, translator.builder))
    raise nodes.SkipNode


def visit_pages(translator: LaTeXTranslator, node: pubs_pages) -> None:
    """Write the pages of citations."""
    from sphinxext_pubs.extension.latex_macros import write_pages  # only for LaTeX

    write_pages(translator, node)
    raise nodes.SkipNode


class KeepPhotos(SphinxPostTransform):
    """Remove photos that the builder cannot show, after extensions have converted images."""

    default_priority = 250

    def run(self, **_kwargs: Any) -> None:
        """Remove the photos, because Sphinx would write them in any format."""
        types = output_of(self.env).builder.supported_image_types
        for image in list(self.document.findall(nodes.image)):
            if PHOTO in image["classes"] and guess_mimetype(image["uri"]) not in types:
                image.parent.remove(image)


def register(app: Sphinx) -> None:
    """Register the nodes, their visitors and the transforms."""
    app.add_node(pubs_group, html=(visit_wrapper, depart_wrapper))
    app.add_node(pubs_filter, html=(visit_bar, None))
    app.add_node(pubs_downloads, html=(visit_downloads, None))
    app.add_node(pubs_list, html=(visit_list, depart_list))
    as_text = (visit_chart_as_text, depart_chart)
    app.add_node(
        pubs_chart,
        html=(visit_chart, depart_chart),
        latex=as_text,
        text=as_text,
        man=as_text,
        texinfo=as_text,
    )
    app.add_node(pubs_run, html=(visit_run, depart_run))
    app.add_node(pubs_entry, html=(visit_entry, None))
    app.add_node(pubs_pager, html=(visit_pager, None))
    app.add_node(pubs_pages, latex=(visit_pages, None))
    app.add_transform(InsertLists)
    app.add_post_transform(PrepareEntries)
    app.add_post_transform(KeepPhotos)
