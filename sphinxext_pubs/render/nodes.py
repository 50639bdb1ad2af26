"""Entries as docutils nodes, for every builder that does not render HTML templates.

The lines of a layout become a line block or a paragraph, unless the layout has a writer of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pkgutil import resolve_name
from typing import Any, TypeAlias, cast

from docutils import nodes

from sphinxext_pubs.model.table import Table
from sphinxext_pubs.render.entry_display import ShownLine
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.layouts import Layout
from sphinxext_pubs.render.mathml import math_node
from sphinxext_pubs.render.nodes_inline import (
    Line,
    MakeMath,
    end_sentence,
    join_runs,
    text_nodes,
    tree_nodes,
)
from sphinxext_pubs.render.parts import PARTS, Part, has_line, part_tree
from sphinxext_pubs.render.tree import Fold, Picture, enclose

#: A function from an entry to its block nodes in one layout.
Writer: TypeAlias = Callable[[EntryView, MakeMath], list[nodes.Node]]
#: A function from all entries of a list to block nodes.
ListWriter: TypeAlias = Callable[[Sequence[EntryView], Layout, MakeMath], list[nodes.Node]]

#: The width of a picture, a thumbnail next to the text, in all builders.
PICTURE_WIDTH = "10em"

#: The width of one unit of column width in characters, as used by builders of plain text.
CHARACTERS = 3


def list_nodes(
    views: Sequence[EntryView],
    layout: Layout,
    make_math: MakeMath = math_node,
    parts: Table[Part] = PARTS,
) -> list[nodes.Node]:
    """Return the entries of a list as block nodes in a layout."""
    if not views:
        return []
    if layout.lists:
        return load_list_writer(layout.lists)(views, layout, make_math)
    return NodeWriter(make_math, parts).entries(views, layout)


def load_writer(writer: str | Callable[..., object]) -> Writer:
    """Return the function of a layout that writes entries; ``writer`` is the function or its path."""
    return cast("Writer", _resolve(writer) if isinstance(writer, str) else writer)


def load_list_writer(writer: str | Callable[..., object]) -> ListWriter:
    """Return the function of a layout that writes lists; ``writer`` is the function or its path."""
    return cast("ListWriter", _resolve(writer) if isinstance(writer, str) else writer)


@lru_cache(maxsize=64)
def _resolve(path: str) -> Any:
    return resolve_name(path)


class NodeWriter:
    """Writes entries as nodes: ``make_math`` makes nodes of formulas, ``parts`` is the table of parts."""

    def __init__(self, make_math: MakeMath = math_node, parts: Table[Part] = PARTS) -> None:
        self.make_math, self.parts = make_math, parts

    def entries(self, views: Sequence[EntryView], layout: Layout) -> list[nodes.Node]:
        """Return the entries one after another, or as the rows of a table."""
        if layout.columns:
            return self.table(views, layout)
        return [node for view in views for node in self.entry(view, layout)]

    def entry(self, view: EntryView, layout: Layout) -> list[nodes.Node]:
        """Return an entry as block nodes: a target with its id, if any, and a container.

        The target is a separate node, since LaTeX creates no label for the id of a paragraph or a container.
        """
        container = nodes.container(
            "", *self.blocks(view, layout), classes=["pubs-entry", f"pubs-{layout.name}"]
        )
        return [*anchor(view), container]

    def blocks(self, view: EntryView, layout: Layout) -> list[nodes.Node]:
        """Return the content of an entry, or of its row in a table, by the writer of the layout if any."""
        if layout.nodes:
            return load_writer(layout.nodes)(view, self.make_math)
        arrangement = view.options.arrangement
        body = self.paragraph(view) if view.options.layout.is_paragraph else self.line_block(view)
        return [*self.pictures(view, arrangement.above), *body, *self.folds(view)]

    # Lines

    def paragraph(self, view: EntryView) -> list[nodes.Node]:
        """Return the lines of an entry as sentences of one paragraph."""
        lines = (
            end_sentence(self.line(view, line)) if line.is_sentence else self.line(view, line)
            for line in view.options.arrangement.lines
        )
        return _paragraph(join_runs(lines, " "))

    def line_block(self, view: EntryView) -> list[nodes.Node]:
        """Return the lines of an entry as a line block."""
        lines = (self.line(view, line) for line in view.options.arrangement.lines)
        block = nodes.line_block("", *(nodes.line("", "", *line) for line in lines if line))
        return [block] if len(block) else []

    def line(self, view: EntryView, line: ShownLine) -> Line:
        """Return the parts on a line."""
        runs = []
        if line.needs and not has_line(line, view, self.parts):
            return []
        for slot in line.slots:
            tree = part_tree(slot.part, view, self.parts)
            runs.append(tree_nodes(enclose(tree, slot.before, slot.after) if tree else tree, self.make_math))
        return join_runs(runs, line.between)

    # Blocks

    def pictures(
        self, view: EntryView, names: Iterable[str], width: str = PICTURE_WIDTH
    ) -> Iterator[nodes.Node]:
        """Yield pictures among the parts of an entry; the text alternative is empty."""
        for name in names:
            for node in part_tree(name, view, self.parts):
                if isinstance(node, Picture):
                    yield nodes.image(
                        uri=node.href,
                        candidates={"*": node.href},
                        alt="",
                        width=width,
                        classes=["pubs-picture"],
                    )

    def folds(self, view: EntryView) -> Iterator[nodes.Node]:
        """Yield the parts below the lines, the abstract and the BibTeX, which are not folded here."""
        for name in view.options.arrangement.below:
            tree = part_tree(name, view, self.parts)
            yield from (self.fold(node) for node in tree if isinstance(node, Fold))
            if inline := tree_nodes(tree, self.make_math):
                yield nodes.paragraph("", "", *inline)

    def fold(self, node: Fold) -> nodes.Node:
        """Return a fold as a block quotation, or as a literal block of code."""
        if not node.code:
            paragraph = nodes.paragraph("", "", *text_nodes(node.content, self.make_math))
            return nodes.block_quote("", paragraph, classes=[node.css])
        code = str(node.content)
        # "force" suppresses warnings about data that the lexer cannot read.
        return nodes.literal_block(code, code, language=node.code, force=1, classes=[node.css])

    # Tables

    def table(self, views: Sequence[EntryView], layout: Layout) -> list[nodes.Node]:
        """Return a table with a column for each part and the entries as rows."""
        columns = views[0].columns
        if not columns:
            return []
        rows = [row for view in views for row in self.rows(view, layout)]
        widths = [self.parts[column.name].width for column in columns]
        head = (nodes.entry("", nodes.paragraph("", column.label)) for column in columns)
        group = nodes.tgroup("", cols=len(columns))
        group += [nodes.colspec(colwidth=CHARACTERS * width) for width in widths]
        group += [nodes.thead("", nodes.row("", *head)), nodes.tbody("", *rows)]
        return [nodes.table("", group, classes=["pubs-rows", "colwidths-given"])]

    def rows(self, view: EntryView, layout: Layout) -> list[nodes.Node]:
        """Return an entry as a row; its id is a target in the first cell, for LaTeX to create a label."""
        if layout.nodes:
            return self.blocks(view, layout)
        cells = [nodes.entry("", *self.cell(view, column.name)) for column in view.columns]
        cells[0].insert(0, anchor(view))
        return [nodes.row("", *cells, classes=["pubs-entry", f"pubs-{layout.name}"])]

    def cell(self, view: EntryView, name: str) -> list[nodes.Node]:
        """Return the content of a cell; that of the home column includes parts without a column."""
        pictures = self.pictures(view, [name], "100%")
        if name != view.home:
            return [*pictures, *_paragraph(tree_nodes(part_tree(name, view, self.parts), self.make_math))]
        lines = (self.line(view, line) for line in view.options.arrangement.lines)
        paragraphs = [node for line in lines for node in _paragraph(line)]
        return [*pictures, *paragraphs, *self.folds(view)]


def anchor(view: EntryView) -> list[nodes.Node]:
    """Return a target with the entry's ids, if this occurrence has any."""
    return [nodes.target("", "", ids=list(view.anchors))] if view.anchors else []


def _paragraph(line: Line) -> list[nodes.Node]:
    return [nodes.paragraph("", "", *line)] if line else []


#: The nodes of an entry or a list.
NodeList: TypeAlias = "list[nodes.Node]"


def node_list(value: object) -> NodeList:
    """Return what a writer of another package returns; raise TypeError unless it is a list of nodes."""
    if not isinstance(value, list):
        raise TypeError(f"it returns {type(value).__name__}, not a list of nodes")
    for node in value:
        if not isinstance(node, nodes.Node):
            raise TypeError(f"it returns a list that contains {type(node).__name__}, not only nodes")
    return value
