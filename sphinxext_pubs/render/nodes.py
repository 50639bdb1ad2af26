"""Entries as ordinary docutils nodes, for every builder that does not write HTML by templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pkgutil import resolve_name
from typing import Any, TypeAlias, cast

from docutils import nodes

from sphinxext_pubs.render import nodes_inline as lines
from sphinxext_pubs.render.entry_views import EntryView
from sphinxext_pubs.render.layouts import Layout
from sphinxext_pubs.render.mathml import math_node
from sphinxext_pubs.render.nodes_inline import Line, MakeMath, end_sentence, join_runs, text_nodes

#: From an entry to its block nodes in one layout.
Writer: TypeAlias = Callable[[EntryView, MakeMath], list[nodes.Node]]
#: From a list's entries to block nodes, for layouts that put more around them than one after another.
ListWriter: TypeAlias = Callable[[Sequence[EntryView], Layout, MakeMath], list[nodes.Node]]

#: How wide a picture is: a thumbnail beside the text, in any builder.
PICTURE_WIDTH = "10em"


def list_nodes(
    views: Sequence[EntryView], layout: Layout, make_math: MakeMath = math_node
) -> list[nodes.Node]:
    """The entries of a list as block nodes, as the layout's row says."""
    write = cast("ListWriter", _resolve(layout.lists))
    return write(views, layout, make_math) if views else []


def one_by_one(views: Sequence[EntryView], layout: Layout, make_math: MakeMath) -> list[nodes.Node]:
    """The entries one after another."""
    return [node for view in views for node in entry_nodes(view, layout, make_math)]


def entry_nodes(view: EntryView, layout: Layout, make_math: MakeMath = math_node) -> list[nodes.Node]:
    """An entry as block nodes: a target with its id, where it bears one, and a container.

    The target stands by itself, since LaTeX makes no label for an id on a paragraph or a container.
    """
    blocks = writer(layout.nodes)(view, make_math)
    container = nodes.container("", *blocks, classes=["pubs-entry", f"pubs-{layout.name}"])
    return [*anchor(view), container]


def writer(path: str) -> Writer:
    """The writer at the import path that a layout's row names."""
    return cast("Writer", _resolve(path))


@lru_cache(maxsize=64)
def _resolve(path: str) -> Any:
    return resolve_name(path)


def anthology(view: EntryView, make_math: MakeMath) -> list[nodes.Node]:
    """A line each for the buttons, the title, the people, the place; then the abstract and the BibTeX."""
    block = _line_block(lines.buttons(view), *_lines(view, make_math))
    return [*picture(view), *block, *folds(view, make_math)]


def card(view: EntryView, make_math: MakeMath) -> list[nodes.Node]:
    """The picture, then the lines of an entry with the buttons last."""
    block = _line_block(*_lines(view, make_math), lines.buttons(view))
    return [*picture(view), *block, *folds(view, make_math)]


def compact(view: EntryView, make_math: MakeMath) -> list[nodes.Node]:
    """One running line of sentences, the buttons last."""
    people = (
        lines.authors(view, ", "),
        lines.text_with_class("pubs-year", f"({view.year})" if view.year else ""),
    )
    sentences = (
        join_runs(people, " "),
        lines.title(view, make_math),
        join_runs((lines.acronym(view), lines.venue(view, make_math), lines.details(view, make_math)), ", "),
        lines.editors(view, ", "),
        lines.legend(view),
        lines.awards_and_status(view, make_math),
        lines.note(view, make_math),
        lines.keywords(view),
        lines.cited_by(view),
    )
    line = join_runs((lines.number(view), *map(end_sentence, sentences), lines.buttons(view)), " ")
    paragraph = [nodes.paragraph("", "", *line)] if line else []
    return [*picture(view), *paragraph, *folds(view, make_math)]


def reference(view: EntryView, make_math: MakeMath) -> list[nodes.Node]:
    """The label, the reference, the pages that cite it, the buttons."""
    parts = (
        lines.number(view),
        lines.reference(view, make_math),
        end_sentence(lines.acronym(view)),
        end_sentence(lines.awards_and_status(view, make_math)),
        end_sentence(lines.note(view, make_math)),
        end_sentence(lines.keywords(view)),
        lines.cited_by(view),
        lines.buttons(view),
    )
    line = join_runs(parts, " ")
    paragraph = [nodes.paragraph("", "", *line)] if line else []
    return [*picture(view), *paragraph, *folds(view, make_math)]


def _lines(view: EntryView, make_math: MakeMath) -> tuple[Line, ...]:
    """The lines of an entry from its title on, without the buttons."""
    return (
        join_runs((lines.number(view), lines.title(view, make_math)), " "),
        lines.authors(view, " | "),
        lines.legend(view),
        lines.editors(view, " | "),
        join_runs(
            (
                lines.acronym(view),
                lines.venue(view, make_math),
                lines.details(view, make_math),
                lines.year(view),
            ),
            ", ",
        ),
        lines.awards_and_status(view, make_math),
        lines.note(view, make_math),
        lines.keywords(view),
        lines.cited_by(view),
    )


def _line_block(*written: Line) -> list[nodes.Node]:
    block = nodes.line_block("", *(nodes.line("", "", *line) for line in written if line))
    return [block] if len(block) else []


# Blocks


def anchor(view: EntryView) -> list[nodes.Node]:
    """A target with the entry's id, where this occurrence bears it."""
    return [nodes.target("", "", ids=[view.anchor])] if view.anchor else []


def picture(view: EntryView, width: str = PICTURE_WIDTH) -> list[nodes.Node]:
    """The picture, which says nothing that the title beside it does not."""
    if not view.picture:
        return []
    image = nodes.image(
        uri=view.picture,
        candidates={"*": view.picture},
        alt="",
        width=width,
        classes=["pubs-picture"],
    )
    return [image]


def folds(view: EntryView, make_math: MakeMath) -> Iterator[nodes.Node]:
    """The abstract and the BibTeX, which stand open here."""
    if view.abstract:
        abstract = nodes.paragraph("", "", *text_nodes(view.abstract, make_math))
        yield nodes.block_quote("", abstract, classes=["pubs-abstract"])
    if view.bibtex:
        # "force": what a lexer cannot read of the data is no fault of the page, and not worth a warning.
        yield nodes.literal_block(
            view.bibtex, view.bibtex, language="bibtex", force=1, classes=["pubs-bibtex"]
        )
