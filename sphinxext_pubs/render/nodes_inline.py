"""The trees of parts as inline docutils nodes; a line without content is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, assert_never

from docutils import nodes

from sphinxext_pubs.model.rich_text import Inline, Span, SpanKind, Text, join_lines
from sphinxext_pubs.render.entry_views import AcronymView, AuthorView, Button
from sphinxext_pubs.render.mathml import math_node
from sphinxext_pubs.render.safe_text import closing_period
from sphinxext_pubs.render.tree import (
    SEPARATORS,
    ButtonRow,
    Fold,
    Link,
    Node,
    Passage,
    Picture,
    Run,
    Separator,
    Tree,
)

#: A function from LaTeX math to an inline node.
MakeMath: TypeAlias = Callable[[str], nodes.Node]
Line: TypeAlias = list[nodes.Node]

_NODES: dict[SpanKind, type[nodes.TextElement]] = {
    "italic": nodes.emphasis,
    "bold": nodes.strong,
    "sub": nodes.subscript,
    "sup": nodes.superscript,
    "code": nodes.literal,
}


def tree_nodes(tree: Tree, make_math: MakeMath = math_node) -> Line:
    """Return a tree as inline nodes, without pictures and folds, which are blocks."""
    return [inline for node in tree for inline in _node(node, make_math)]


def _node(node: Node, make_math: MakeMath) -> Line:
    match node:
        case str():
            return [nodes.Text(join_lines(node))]
        case Text():
            return text_nodes(node, make_math)
        case Run():
            return _run(node, nodes.inline, make_math)
        case Passage():
            return _run(node, nodes.strong if node.is_strong else nodes.inline, make_math)
        case Link():
            return _link(node, make_math)
        case Separator():
            return [nodes.Text(SEPARATORS[node.kind])]
        case AuthorView():
            return [_person(node)]
        case AcronymView():
            label: Line = [nodes.Text(join_lines(node.label))]
            return [_external_link(node.href, label, "pubs-acronym")] if node.href else label
        case ButtonRow():
            return _button_row(node)
        case Picture() | Fold():
            return []
        case _:
            assert_never(node)


def _run(node: Run | Passage, kind: type[nodes.TextElement], make_math: MakeMath) -> Line:
    content = tree_nodes(node.content, make_math)
    return [kind("", "", *content, classes=[node.css])] if content else []


def _link(node: Link, make_math: MakeMath) -> Line:
    content = tree_nodes(node.content, make_math)
    if not node.href:
        return content
    if not node.is_internal:
        return [_external_link(node.href, content)]
    target = {"refid": node.href[1:]} if node.href.startswith("#") else {"refuri": node.href}
    return [nodes.reference("", "", *content, internal=True, **target)]


def _person(person: AuthorView) -> nodes.Node:
    name: Line = [nodes.Text(join_lines(person.name))]
    if person.highlight:
        name = [nodes.strong("", "", *name, classes=["pubs-highlight"])]
    if person.href:
        name = [_external_link(person.href, name)]
    if person.signs:
        name = [*name, nodes.superscript("", "".join(person.signs))]
    return nodes.inline("", "", *name, classes=["pubs-author"])


def _button_row(row: ButtonRow) -> Line:
    """Return the buttons as ``[pdf] [doi]``, without those that open folds."""
    buttons = join_runs((_button(button) for button in row.buttons if not button.in_page), " ")
    return [nodes.inline("", "", *buttons, classes=["pubs-buttons"])] if buttons else []


def _button(button: Button) -> Line:
    label = nodes.Text(join_lines(button.label))
    return [nodes.Text("["), _external_link(button.href, [label], button.css), nodes.Text("]")]


# Rich text


def text_nodes(text: Text, make_math: MakeMath = math_node) -> Line:
    """Return rich text as inline nodes; link targets must have been checked by the view."""
    return list(_inline(text.parts, make_math))


def _inline(parts: Iterable[Inline], make_math: MakeMath) -> Iterator[nodes.Node]:
    for part in parts:
        if isinstance(part, str):
            yield nodes.Text(join_lines(part))
        elif part.kind == "math":
            yield make_math(str(Text(part.content)))
        elif part.kind == "no-case":
            yield from _inline(part.content, make_math)
        else:
            yield _span(part, list(_inline(part.content, make_math)))


def _span(span: Span, content: Line) -> nodes.Node:
    if span.kind == "link":
        return _external_link(span.target, content)
    if span.kind == "small-caps":
        return nodes.inline("", "", *content, classes=["pubs-small-caps"])
    return _NODES[span.kind]("", "", *content)


def _external_link(href: str, content: Line, css: str = "") -> nodes.reference:
    return nodes.reference("", "", *content, refuri=href, classes=[css] if css else [])


# Lines


def join_runs(runs: Iterable[Line], between: str) -> Line:
    """Return the non-empty runs of nodes, separated by a text."""
    line: Line = []
    for run in runs:
        if run:
            line += [nodes.Text(between), *run] if line else run
    return line


def end_sentence(line: Line) -> Line:
    """Return the line with a final period, unless it ends in similar punctuation."""
    end = closing_period("".join(node.astext() for node in line)) if line else ""
    return [*line, nodes.Text(end)] if end else line
