"""Entries as docutils nodes, for every builder that does not render HTML templates."""

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

#: A function from an entry to its block nodes in one layout.
Writer: TypeAlias = Callable[[EntryView, MakeMath], list[nodes.Node]]
#: A function from all entries of a list to block nodes.
ListWriter: TypeAlias = Callable[[Sequence[EntryView], Layout, MakeMath], list[nodes.Node]]

#: The width of a picture, a thumbnail next to the text, in all builders.
PICTURE_WIDTH = "10em"


def list_nodes(
    views: Sequence[EntryView], layout: Layout, make_math: MakeMath = math_node
) -> list[nodes.Node]:
    """Return the entries of a list as block nodes in a layout."""
    write = cast("ListWriter", _resolve(layout.lists))
    return write(views, layout, make_math) if views else []


def one_by_one(views: Sequence[EntryView], layout: Layout, make_math: MakeMath) -> list[nodes.Node]:
    """Return the block nodes of the entries one after another."""
    return [node for view in views for node in entry_nodes(view, layout, make_math)]


def entry_nodes(view: EntryView, layout: Layout, make_math: MakeMath = math_node) -> list[nodes.Node]:
    """Return an entry as block nodes: a target with its id, if any, and a container.

    The target is a separate node, since LaTeX creates no label for the id of a paragraph or a container.
    """
    blocks = writer(layout.nodes)(view, make_math)
    container = nodes.container("", *blocks, classes=["pubs-entry", f"pubs-{layout.name}"])
    return [*anchor(view), container]


def writer(path: str) -> Writer:
    """Return the node writer at an import path."""
    return cast("Writer", _resolve(path))


@lru_cache(maxsize=64)
def _resolve(path: str) -> Any:
    return resolve_name(path)


def anthology(view: EntryView, make_math: MakeMath) -> list[nodes.Node]:
    """Return lines for buttons, title, people and venue, then abstract and BibTeX."""
    block = _line_block(lines.buttons(view), *_lines(view, make_math))
    return [*picture(view), *block, *folds(view, make_math)]


def card(view: EntryView, make_math: MakeMath) -> list[nodes.Node]:
    """Return the picture, then the lines of an entry with the buttons last."""
    block = _line_block(*_lines(view, make_math), lines.buttons(view))
    return [*picture(view), *block, *folds(view, make_math)]


def compact(view: EntryView, make_math: MakeMath) -> list[nodes.Node]:
    """Return one paragraph of sentences with the buttons last."""
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
    """Return one paragraph of label, reference, citing pages and buttons."""
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
    """Return the lines of an entry from its title on, without the buttons."""
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


def _line_block(*content: Line) -> list[nodes.Node]:
    block = nodes.line_block("", *(nodes.line("", "", *line) for line in content if line))
    return [block] if len(block) else []


# Blocks


def anchor(view: EntryView) -> list[nodes.Node]:
    """Return a target with the entry's id, if this occurrence has it."""
    return [nodes.target("", "", ids=[view.anchor])] if view.anchor else []


def picture(view: EntryView, width: str = PICTURE_WIDTH) -> list[nodes.Node]:
    """Return the picture; its text alternative is empty, since the title describes it."""
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
    """Yield the abstract and the BibTeX, which are not folded here."""
    if view.abstract:
        abstract = nodes.paragraph("", "", *text_nodes(view.abstract, make_math))
        yield nodes.block_quote("", abstract, classes=["pubs-abstract"])
    if view.bibtex:
        # "force" suppresses warnings about data that the lexer cannot read.
        yield nodes.literal_block(
            view.bibtex, view.bibtex, language="bibtex", force=1, classes=["pubs-bibtex"]
        )
