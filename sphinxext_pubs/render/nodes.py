"""Entries as ordinary docutils nodes, for every builder that does not write HTML by templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pkgutil import resolve_name
from typing import TypeAlias, cast

from docutils import nodes

from sphinxext_pubs.render.layouts import Layout
from sphinxext_pubs.render.math import math_node
from sphinxext_pubs.render.richtext import stop
from sphinxext_pubs.render.view import AuthorView, Button, EntryView
from sphinxext_pubs.text import Inline, Span, SpanKind, Text, unbroken

#: From LaTeX maths to an inline node.
MakeMath: TypeAlias = Callable[[str], nodes.Node]
Line: TypeAlias = list[nodes.Node]
#: From an entry to its block nodes in one layout.
Writer: TypeAlias = Callable[[EntryView, MakeMath], list[nodes.Node]]

_NODES: dict[SpanKind, type[nodes.TextElement]] = {
    "italic": nodes.emphasis,
    "bold": nodes.strong,
    "sub": nodes.subscript,
    "sup": nodes.superscript,
    "code": nodes.literal,
}


def entry_nodes(view: EntryView, layout: Layout, make_math: MakeMath = math_node) -> list[nodes.Node]:
    """An entry as block nodes: a target with its id, where it bears one, and a container.

    The target stands by itself, since LaTeX makes no label for an id on a paragraph or a container.
    """
    blocks = writer(layout.nodes)(view, make_math)
    container = nodes.container("", *blocks, classes=["pubs-entry", f"pubs-{layout.name}"])
    if not view.anchor:
        return [container]
    return [nodes.target("", "", ids=[view.anchor]), container]


@lru_cache(maxsize=64)
def writer(path: str) -> Writer:
    """The writer at the import path that a layout's row names."""
    return cast("Writer", resolve_name(path))


def text_nodes(text: Text, make_math: MakeMath = math_node) -> list[nodes.Node]:
    """Rich text as inline nodes; addresses of links must have been made safe by the view."""
    return list(_inline(text.parts, make_math))


def anthology(view: EntryView, make_math: MakeMath) -> list[nodes.Node]:
    """A line each for the buttons, the title, the people, the place; then the abstract and the BibTeX."""
    lines = (
        _buttons(view),
        _joined((_classed("pubs-number", view.number), _title(view, make_math)), " "),
        _authors(view, " | "),
        _editors(view, " | "),
        _joined((*_place(view, make_math), _classed("pubs-year", view.year)), ", "),
        _joined(_marks(view, make_math), "; "),
        _note(view, make_math),
    )
    block = nodes.line_block("", *(nodes.line("", "", *line) for line in lines if line))
    return [*([block] if len(block) else []), *_blocks(view, make_math)]


def compact(view: EntryView, make_math: MakeMath) -> list[nodes.Node]:
    """One running line of sentences, the buttons last."""
    people = (_authors(view, ", "), _classed("pubs-year", f"({view.year})" if view.year else ""))
    sentences = (
        _joined(people, " "),
        _title(view, make_math),
        _joined(_place(view, make_math), ", "),
        _editors(view, ", "),
        _joined(_marks(view, make_math), "; "),
        _note(view, make_math),
    )
    number = _classed("pubs-number", view.number)
    line = _joined((number, *(_sentence(words) for words in sentences), _buttons(view)), " ")
    return [*([nodes.paragraph("", "", *line)] if line else []), *_blocks(view, make_math)]


# Lines


def _buttons(view: EntryView) -> Line:
    """``[pdf] [doi]``; buttons that open folds have nothing to open here."""
    buttons = [_button(button) for button in view.buttons if not button.in_page]
    return _wrapped("pubs-buttons", _joined(buttons, " "))


def _button(button: Button) -> Line:
    label = nodes.Text(unbroken(button.label))
    return [nodes.Text("["), _reference(button.href, [label], button.css), nodes.Text("]")]


def _title(view: EntryView, make_math: MakeMath) -> Line:
    title: Line = text_nodes(view.title, make_math)
    if title and view.title_href:
        title = [_reference(view.title_href, title)]
    return [nodes.strong("", "", *title, classes=["pubs-title"])] if title else []


def _authors(view: EntryView, bar: str) -> Line:
    return _wrapped("pubs-authors", _people(view.authors, view.others, view.role, bar))


def _editors(view: EntryView, bar: str) -> Line:
    return _wrapped("pubs-editors", _people(view.editors, "", view.editors_role, bar))


def _people(people: Sequence[AuthorView], others: str, role: str, bar: str) -> Line:
    names = [*([_person(person)] for person in people), _classed("pubs-others", others)]
    return _joined((_joined(names, bar), _classed("pubs-role", f"({role})" if role else "")), " ")


def _person(person: AuthorView) -> nodes.Node:
    name: Line = [nodes.Text(unbroken(person.name))]
    if person.highlight:
        name = [nodes.strong("", "", *name, classes=["pubs-highlight"])]
    if person.href:
        name = [_reference(person.href, name)]
    return nodes.inline("", "", *name, classes=["pubs-author"])


def _place(view: EntryView, make_math: MakeMath) -> tuple[Line, Line]:
    return (
        _wrapped("pubs-venue", text_nodes(view.venue, make_math)),
        _wrapped("pubs-details", text_nodes(view.details, make_math)),
    )


def _marks(view: EntryView, make_math: MakeMath) -> Iterator[Line]:
    for award in view.awards:
        yield _wrapped("pubs-award", text_nodes(award, make_math))
    yield _classed("pubs-status", view.status)


def _note(view: EntryView, make_math: MakeMath) -> Line:
    return _wrapped("pubs-note", text_nodes(view.note, make_math))


# Blocks


def _blocks(view: EntryView, make_math: MakeMath) -> Iterator[nodes.Node]:
    if view.abstract:
        abstract = nodes.paragraph("", "", *text_nodes(view.abstract, make_math))
        yield nodes.block_quote("", abstract, classes=["pubs-abstract"])
    if view.bibtex:
        # "force": what a lexer cannot read of the data is no fault of the page, and not worth a warning.
        yield nodes.literal_block(
            view.bibtex, view.bibtex, language="bibtex", force=1, classes=["pubs-bibtex"]
        )


# Inline


def _inline(parts: Iterable[Inline], make_math: MakeMath) -> Iterator[nodes.Node]:
    for part in parts:
        if isinstance(part, str):
            yield nodes.Text(unbroken(part))
        elif part.kind == "math":
            yield make_math(str(Text(part.content)))
        elif part.kind == "no-case":
            yield from _inline(part.content, make_math)
        else:
            yield _span(part, list(_inline(part.content, make_math)))


def _span(span: Span, content: Line) -> nodes.Node:
    if span.kind == "link":
        return _reference(span.target, content)
    if span.kind == "small-caps":
        return nodes.inline("", "", *content, classes=["pubs-small-caps"])
    return _NODES[span.kind]("", "", *content)


def _reference(href: str, content: Line, css: str = "") -> nodes.reference:
    return nodes.reference("", "", *content, refuri=href, classes=[css] if css else [])


def _classed(css: str, text: str) -> Line:
    return [nodes.inline("", unbroken(text), classes=[css])] if text else []


def _wrapped(css: str, content: Line) -> Line:
    return [nodes.inline("", "", *content, classes=[css])] if content else []


def _joined(runs: Iterable[Line], between: str) -> Line:
    """The runs that hold anything, with a text between them."""
    line: Line = []
    for run in runs:
        if run:
            line += [nodes.Text(between), *run] if line else run
    return line


def _sentence(line: Line) -> Line:
    end = stop("".join(node.astext() for node in line)) if line else ""
    return [*line, nodes.Text(end)] if end else line
