"""Trees of parts from outside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup

from sphinxext_pubs.model.rich_text import Span, Text
from sphinxext_pubs.render.entry_views import AuthorView, Button
from sphinxext_pubs.render.html_parts import tree_to_html
from sphinxext_pubs.render.safe_tree import safe_tree
from sphinxext_pubs.render.tree import BAR, ButtonRow, Fold, Link, Passage, Picture, Run

WEB = ("http", "https")
UNSAFE = ("javascript:alert(1)", "java\nscript:1", " javascript:1", "data:text/html,x", "//evil", "ftp://x/")
SAFE = ("https://example.org/", "people/a.html", "../papers/a.html#b", "#a")


@pytest.mark.parametrize("href", [*UNSAFE, *SAFE])
def test_only_safe_addresses_are_kept(href: str) -> None:
    tree = (
        Link((Run("a", (Link(("b",), href),)),), href),
        AuthorView("c", href=href),
        ButtonRow((Button("pdf", "pdf", href),)),
        Passage("d", (Picture(href),)),
    )
    html = tree_to_html(safe_tree(tree, WEB), str)
    assert html.count(f'"{href}"') == (5 if href in SAFE else 0)
    assert "script:" not in html


@pytest.mark.parametrize("make", [lambda text: text, lambda text: Fold("a", text, summary="b", id="c")])
@pytest.mark.parametrize("href", UNSAFE)
def test_links_in_texts_are_safe(make: Any, href: str) -> None:
    spans = (Span("link", ("one",), href), Span("bold", (Span("link", ("two",), "https://example.org/"),)))
    html = tree_to_html(safe_tree((make(Text(spans)),), WEB), str)
    assert html.count("<a ") == 1
    assert "one" in html


@pytest.mark.parametrize(
    "tree",
    [
        "text",
        None,
        ["a"],
        Text(("a",)),
        (3,),
        (None,),
        (Run("a", (3,)),),
        (Run("a", "text"),),  # type: ignore[arg-type]
        (Run(3, ("a",)),),  # type: ignore[arg-type]
        (Text((3,)),),  # type: ignore[arg-type]
        (Text("ab"),),  # type: ignore[arg-type]
        (Text((Span("blink", ("a",)),)),),  # type: ignore[arg-type]
        (Text((Span("bold", (3,)),)),),  # type: ignore[arg-type]
        (ButtonRow((3,)),),  # type: ignore[arg-type]
        (replace(BAR, kind="dot"),),  # type: ignore[arg-type]
    ],
)
def test_other_values_are_not_trees(tree: object) -> None:
    with pytest.raises(TypeError, match=r"^it returns "):
        safe_tree(tree, WEB)


@pytest.mark.parametrize(
    "tree", [("<b>",), (Markup("<b>"),), (Text((Markup("<b>"),)),), (Run(Markup('"><b>'), ("a",)),)]
)
def test_strings_are_texts(tree: Any) -> None:
    assert "<b>" not in tree_to_html(safe_tree(tree, WEB), str)


def test_characters_that_cannot_be_written_are_replaced() -> None:
    assert safe_tree(("a\ud800", Text(("\x00",))), WEB) == ("a\ufffd", Text(("\ufffd",)))
