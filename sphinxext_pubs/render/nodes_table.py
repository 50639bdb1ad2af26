"""A list as a docutils table, with a column for each part and a row for each entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docutils import nodes

from sphinxext_pubs.render import nodes_inline as lines
from sphinxext_pubs.render.entry_options import Column
from sphinxext_pubs.render.entry_views import EntryView
from sphinxext_pubs.render.layouts import Layout
from sphinxext_pubs.render.nodes import anchor, folds, picture, writer
from sphinxext_pubs.render.nodes_inline import Line, MakeMath, join_runs
from sphinxext_pubs.render.parts import BY_NAME

#: The width of one unit of column width in characters, as used by builders of plain text.
CHARACTERS = 3

#: The content of cells by the name of their column, except for pictures.
_CELLS: dict[str, Callable[[EntryView, MakeMath], Line]] = {
    "number": lambda view, make_math: lines.number(view),
    "buttons": lambda view, make_math: lines.buttons(view),
    "title": lines.title,
    "authors": lambda view, make_math: lines.authors(view, ", "),
    "contribution": lambda view, make_math: lines.legend(view),
    "acronym": lambda view, make_math: lines.acronym(view),
    "editors": lambda view, make_math: lines.editors(view, ", "),
    "year": lambda view, make_math: lines.year(view),
    "venue": lines.venue,
    "details": lines.details,
    "award": lines.awards,
    "status": lambda view, make_math: lines.status(view),
    "note": lines.note,
    "keywords": lambda view, make_math: lines.keywords(view),
    "reference": lines.reference,
    "cited-by": lambda view, make_math: lines.cited_by(view, ""),
}


def table(views: Sequence[EntryView], layout: Layout, make_math: MakeMath) -> list[nodes.Node]:
    """Return a table with the entries as rows."""
    columns = views[0].columns
    if not columns:
        return []
    rows = [row for view in views for row in writer(layout.nodes)(view, make_math)]
    group = nodes.tgroup("", cols=len(columns))
    group += [nodes.colspec(colwidth=CHARACTERS * BY_NAME[column.name].width) for column in columns]
    group += [nodes.thead("", _head(columns)), nodes.tbody("", *rows)]
    return [nodes.table("", group, classes=["pubs-rows", "colwidths-given"])]


def row(view: EntryView, make_math: MakeMath) -> list[nodes.Node]:
    """Return an entry as one row; its id is a target in the first cell, for LaTeX to create a label."""
    cells = [nodes.entry("", *_cell(view, column.name, make_math)) for column in view.columns]
    cells[0].insert(0, anchor(view))
    return [nodes.row("", *cells, classes=["pubs-entry", "pubs-table"])]


def _head(columns: Sequence[Column]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", column.label)) for column in columns))


def _cell(view: EntryView, name: str, make_math: MakeMath) -> list[nodes.Node]:
    """Return the content of a cell; that of the home column includes parts without a column."""
    column_names = {column.name for column in view.columns}
    line: Line = _CELLS[name](view, make_math) if name in _CELLS else []
    if name == view.home and "number" not in column_names:
        line = join_runs((lines.number(view), line), " ")
    cell = [*(picture(view, "100%") if name == "picture" else []), *_paragraph(line)]
    if name != view.home:
        return cell
    extra = (
        [] if "award" in column_names else lines.awards(view, make_math),
        [] if "status" in column_names else lines.status(view),
        [] if "contribution" in column_names or not view.authors else lines.legend(view),
    )
    return [*cell, *_paragraph(join_runs(extra, "; ")), *folds(view, make_math)]


def _paragraph(line: Line) -> list[nodes.Node]:
    return [nodes.paragraph("", "", *line)] if line else []
