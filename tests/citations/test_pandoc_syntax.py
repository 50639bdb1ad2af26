"""What the text of a role says: keys, link text, and pandoc's notation."""

from __future__ import annotations

import pytest

from sphinxext_pubs.citations.pandoc_syntax import LOCATORS, Citation, Item, read_citation

KNOWN = {"ko-2023", "10.1002/x<1::AID>3;2-#", "a@b", "k.", "doi.org/x"}

ROWS = {
    # Without @, as before it.
    "ko-2023": Citation((Item("ko-2023"),)),
    " a , b ": Citation((Item("a"), Item("b"))),
    "text <a>": Citation((Item("a"),), "text"),
    "text <@a>": Citation((Item("a"),), "text"),
    "text <a, b> <c>": Citation((Item("c"),), "text <a, b>"),
    "10.1002/x<1::AID>3;2-#": Citation((Item("10.1002/x<1::AID>3;2-#"),)),
    "a@b": Citation((Item("a@b"),)),
    "c@d": Citation((Item("c@d"),)),
    "": Citation(),
    # Pandoc's.
    "@a": Citation((Item("a"),)),
    "-@a": Citation((Item("a", bare=True),)),
    "see -@a": Citation((Item("a", "see", bare=True),)),
    "see @a, p. 3; @b": Citation((Item("a", "see", "page", "3"), Item("b"))),
    "see also @a": Citation((Item("a", "see also"),)),
    "@a, 33": Citation((Item("a", "", "page", "33"),)),
    "@a 33": Citation((Item("a", "", "page", "33"),)),
    "@a, pp. 33-35, 38 and 40": Citation((Item("a", "", "page", "33–35, 38 and 40"),)),
    "@a, pp. 33--35 and passim": Citation((Item("a", "", "page", "33–35", " and passim"),)),
    "@a, ch. 2": Citation((Item("a", "", "chapter", "2"),)),
    "@a, chap. 2": Citation((Item("a", "", "chapter", "2"),)),
    "@a, sec. 1.2.3": Citation((Item("a", "", "section", "1.2.3"),)),
    "@a, § 4": Citation((Item("a", "", "section", "4"),)),
    "@a, §§4-5": Citation((Item("a", "", "section", "4–5"),)),
    "@a, fig. 3b": Citation((Item("a", "", "figure", "3b"),)),
    "@a, Fig. 3": Citation((Item("a", "", "figure", "3"),)),
    "@a, app. A.2": Citation((Item("a", "", "appendix", "A.2"),)),
    "@a, p. xiv": Citation((Item("a", "", "page", "xiv"),)),
    "@a, pp. iv, vi-xi, (xv)": Citation((Item("a", "", "page", "iv, vi–xi", ", (xv)"),)),
    "@a, emphasis added": Citation((Item("a", suffix=", emphasis added"),)),
    "@a in passing": Citation((Item("a", suffix=" in passing"),)),
    "@a, p. 3, emphasis added": Citation((Item("a", "", "page", "3", ", emphasis added"),)),
    "@a {p. 3, 5}": Citation((Item("a", "", "page", "3, 5"),)),
    "@a, {the end}": Citation((Item("a", "", "", "the end"),)),
    "@a, mixed 3": Citation((Item("a", suffix=", mixed 3"),)),
    "@a, i agree": Citation((Item("a", suffix=", i agree"),)),
    "@a.": Citation((Item("a", suffix="."),)),
    "@k.": Citation((Item("k."),)),
    "@{a;b, c}, p. 3": Citation((Item("a;b, c", "", "page", "3"),)),
    "@a; ": Citation((Item("a"),)),
    "@10.1234/x": Citation((Item("10.1234/x"),)),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.items(), ids=ROWS.keys())
def test_texts(text: str, expected: Citation) -> None:
    assert read_citation(text, KNOWN.__contains__) == expected


@pytest.mark.parametrize(
    ("text", "piece"), [("see @a; p. 3", "p. 3"), ("@", "@"), ("@{}", "@{}"), ("@a; @", "@")]
)
def test_what_has_no_key_is_named(text: str, piece: str) -> None:
    assert f"“{piece}” has no key" in read_citation(text, KNOWN.__contains__).wrong


@pytest.mark.parametrize("kind", LOCATORS, ids=lambda kind: kind.label)
def test_every_word_for_a_locator(kind: object) -> None:
    words = kind.words  # type: ignore[attr-defined]
    found = [read_citation(f"@a, {word}. 7", KNOWN.__contains__).items[0] for word in words]
    assert {(item.kind, item.locator, item.suffix) for item in found} == {(kind.label, "7", "")}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["@" * 20_000, "{" * 20_000 + "@a", "@a" + ", 1" * 20_000, "@a, " + "p" * 20_000]
)
def test_long_texts_end(text: str) -> None:
    read_citation(text, KNOWN.__contains__)
