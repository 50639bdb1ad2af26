"""Trees of parts from outside: checked, and with safe links only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import get_args

from sphinxext_pubs.model import links
from sphinxext_pubs.model.rich_text import Span, SpanKind, Text, clean
from sphinxext_pubs.render.entry_views import AcronymView, AuthorView, Button
from sphinxext_pubs.render.safe_text import safe_text
from sphinxext_pubs.render.tree import (
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

_KINDS = frozenset(get_args(SpanKind))

#: Addresses within the site: without a scheme, a host or a root.
_WITHIN_SITE = re.compile(r"[\w.~%#-][^:\\\x00-\x20]*")


def safe_tree(tree: object, schemes: Collection[str]) -> Tree:
    """Return a tree without links to unsafe addresses; raises TypeError if it is not a tree.

    Addresses with one of the ``schemes``, and addresses within the site, are safe.
    """
    if not isinstance(tree, tuple):
        raise TypeError(f"it returns {type(tree).__name__}, not a tree (a tuple)")
    return tuple([_safe_node(node, schemes) for node in tree])


def _safe_node(node: object, schemes: Collection[str]) -> Node:
    match node:
        case str():
            return clean(node)
        case Text():
            return safe_text(_checked_text(node), schemes)
        case Run(css=str()):
            return Run(node.css, safe_tree(node.content, schemes))
        case Passage(css=str(), id=str(), language=str()):
            return replace(node, content=safe_tree(node.content, schemes))
        case Link(css=str(), href=str(), address=str()):
            content = safe_tree(node.content, schemes)
            return replace(node, content=content, href=_safe_address(node.href, schemes))
        case Fold(css=str(), content=Text(), summary=str(), id=str(), language=str(), code=str()):
            return replace(node, content=safe_text(_checked_text(node.content), schemes))
        case Separator(kind="bar" | "comma" | "box"):
            return node
        case AuthorView(name=str(), href=str()) | AcronymView(label=str(), href=str(), css=str()):
            return replace(node, href=_safe_address(node.href, schemes))
        case Picture(href=str()):
            return replace(node, href=_safe_address(node.href, schemes))
        case ButtonRow(title_id=str()):
            return replace(node, buttons=tuple(_safe_buttons(node.buttons, schemes)))
    raise TypeError(f"it returns a tree that contains {node!r:.60}")


def _safe_buttons(buttons: Iterable[object], schemes: Collection[str]) -> Iterable[Button]:
    for button in buttons:
        if not isinstance(button, Button):
            raise TypeError(f"it returns a row of buttons that contains {button!r:.60}")
        if _safe_address(button.href, schemes):
            yield button


def _safe_address(href: str, schemes: Collection[str]) -> str:
    """Return an address if it is safe, else an empty string."""
    return href if _WITHIN_SITE.fullmatch(href) else links.safe_url(href, schemes) or ""


def _checked_text(text: Text) -> Text:
    """Return a text without characters that cannot be written; raises TypeError if it is not valid."""
    return Text(tuple([_checked_inline(part) for part in _parts(text.parts)]))


def _checked_inline(part: object) -> str | Span:
    if isinstance(part, str):
        return clean(part)
    if isinstance(part, Span) and part.kind in _KINDS and isinstance(part.target, str):
        return Span(part.kind, tuple([_checked_inline(inner) for inner in _parts(part.content)]), part.target)
    raise TypeError(f"it returns a text that contains {part!r:.60}")


def _parts(parts: object) -> tuple[object, ...]:
    if not isinstance(parts, tuple):
        raise TypeError(f"it returns a text with {type(parts).__name__} as its parts, not a tuple")
    return parts
