"""The neutral tree of a part of an entry, which printers write as HTML, docutils nodes or plain text.

A tree is a tuple of nodes, empty if there is nothing to show. All link targets in it have been checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Literal, TypeAlias, assert_never

from sphinxext_pubs.model.rich_text import Inline, Span, Text, join_inline
from sphinxext_pubs.render.entry_views import AcronymView, AuthorView, Button

#: A separator between people, between words of a list, or between boxes that the style sheet draws.
SeparatorKind: TypeAlias = Literal["bar", "comma", "box"]

#: The text of separators.
SEPARATORS: dict[SeparatorKind, str] = {"bar": " | ", "comma": ", ", "box": "; "}


@dataclass(frozen=True, slots=True)
class Run:
    """A node of a part: nodes with a CSS class."""

    css: str = field(metadata={"help": "The class, in HTML and of docutils nodes."})
    content: Tree = field(metadata={"help": "A tree of strings, rich text (``Text``) and runs."})


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the data, a title (``is_strong``) or a reference, whose writing direction may differ.

    It has an ``id`` and a ``language`` in HTML.
    """

    css: str
    content: Tree
    _: KW_ONLY
    id: str = ""
    language: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link, or only its content without ``href``; ``is_internal`` within the project.

    ``address`` is a second target for print.
    """

    content: Tree
    href: str
    _: KW_ONLY
    css: str = ""
    is_internal: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Separator:
    """A separator; screen readers skip a bar, and the style sheet may hide a comma."""

    kind: SeparatorKind


@dataclass(frozen=True, slots=True)
class ButtonRow:
    """The row of buttons; ``title_id`` is the id of the title that describes it in HTML."""

    buttons: tuple[Button, ...]
    title_id: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, which the title describes."""

    href: str


@dataclass(frozen=True, slots=True)
class Fold:
    """A text with a summary, folded in HTML; code in a programming language if ``code`` is its name."""

    css: str
    content: Text
    _: KW_ONLY
    summary: str
    id: str
    language: str = ""
    code: str = ""


Node: TypeAlias = (
    "str | Text | Run | Passage | Link | Separator | AuthorView | AcronymView | ButtonRow | Picture | Fold"
)
Tree: TypeAlias = "tuple[Node, ...]"

BAR, COMMA, BOX = Separator("bar"), Separator("comma"), Separator("box")


def run(css: str, content: str | Text | Tree) -> Tree:
    """Return content as a run with a class, or an empty tree for empty content."""
    if not content:
        return ()
    return (Run(css, content if isinstance(content, tuple) else (content,)),)


def join_trees(trees: Iterable[Tree], between: Node) -> Tree:
    """Return the non-empty trees, separated by a node."""
    joined: list[Node] = []
    for tree in trees:
        if tree:
            joined += (between, *tree) if joined else tree
    return tuple(joined)


def enclose(tree: Tree, before: str, after: str) -> Tree:
    """Return the tree with text before and after it, inside its run if it is a single one."""
    if len(tree) == 1 and isinstance(tree[0], Run):
        return (replace(tree[0], content=enclose(tree[0].content, before, after)),)
    if len(tree) == 1 and isinstance(tree[0], str):
        return (f"{before}{tree[0]}{after}",)
    return (before, *tree, after)


def rich_text(tree: Tree) -> Text:
    """Return the tree as rich text, with its links but without classes, buttons and pictures."""
    return Text(join_inline(_inline(tree)))


def plain_text(tree: Tree) -> str:
    """Return the tree as plain text."""
    return str(rich_text(tree))


def _inline(tree: Tree) -> Iterator[Inline]:
    for node in tree:
        match node:
            case str():
                yield node
            case Text():
                yield from node.parts
            case Run() | Passage():
                yield from _inline(node.content)
            case Link():
                content = join_inline(_inline(node.content))
                yield from (Span("link", content, node.href),) if node.href else content
            case Separator():
                yield SEPARATORS[node.kind]
            case AuthorView():
                yield node.name + "".join(node.signs)
            case AcronymView():
                yield node.label
            case Fold():
                yield from node.content.parts
            case ButtonRow() | Picture():
                pass
            case _:
                assert_never(node)
