"""The text of roles: keys, link text, and pandoc's syntax."""

from __future__ import annotations

import pytest

from sphinxext_pubs.citations.pandoc_syntax import LOCATORS, Citation, CitationItem, parse_citation

KNOWN = {"ko-2023", "10.1002/x<1::AID>3;2-#", "a@b", "k.", "doi.org/x"}

ROWS = {
    # Without @, as before it.
    "ko-2023": Citation((CitationItem("ko-2023"),)),
    " a , b ": Citation((CitationItem("a"), CitationItem("b"))),
    "text <a>": Citation((CitationItem("a"),), "text"),
    "text <@a>": Citation((CitationItem("a"),), "text"),
    "text <a, b> <c>": Citation((CitationItem("c"),), "text <a, b>"),
    "10.1002/x<1::AID>3;2-#": Citation((CitationItem("10.1002/x<1::AID>3;2-#"),)),
    "a@b": Citation((CitationItem("a@b"),)),
    "c@d": Citation((CitationItem("c@d"),)),
    "": Citation(),
    # Pandoc's.
    "@a": Citation((CitationItem("a"),)),
    "-@a": Citation((CitationItem("a", bare=True),)),
    "see -@a": Citation((CitationItem("a", "see", bare=True),)),
    "see @a, p. 3; @b": Citation((CitationItem("a", "see", "page", "3"), CitationItem("b"))),
    "see also @a": Citation((CitationItem("a", "see also"),)),
    "@a, 33": Citation((CitationItem("a", "", "page", "33"),)),
    "@a 33": Citation((CitationItem("a", "", "page", "33"),)),
    "@a, pp. 33-35, 38 and 40": Citation((CitationItem("a", "", "page", "33–35, 38 and 40"),)),
    "@a, pp. 33--35 and passim": Citation((CitationItem("a", "", "page", "33–35", " and passim"),)),
    "@a, ch. 2": Citation((CitationItem("a", "", "chapter", "2"),)),
    "@a, chap. 2": Citation((CitationItem("a", "", "chapter", "2"),)),
    "@a, sec. 1.2.3": Citation((CitationItem("a", "", "section", "1.2.3"),)),
    "@a, § 4": Citation((CitationItem("a", "", "section", "4"),)),
    "@a, §§4-5": Citation((CitationItem("a", "", "section", "4–5"),)),
    "@a, fig. 3b": Citation((CitationItem("a", "", "figure", "3b"),)),
    "@a, Fig. 3": Citation((CitationItem("a", "", "figure", "3"),)),
    "@a, app. A.2": Citation((CitationItem("a", "", "appendix", "A.2"),)),
    "@a, p. xiv": Citation((CitationItem("a", "", "page", "xiv"),)),
    "@a, pp. iv, vi-xi, (xv)": Citation((CitationItem("a", "", "page", "iv, vi–xi", ", (xv)"),)),
    "@a, emphasis added": Citation((CitationItem("a", suffix=", emphasis added"),)),
    "@a in passing": Citation((CitationItem("a", suffix=" in passing"),)),
    "@a, p. 3, emphasis added": Citation((CitationItem("a", "", "page", "3", ", emphasis added"),)),
    "@a {p. 3, 5}": Citation((CitationItem("a", "", "page", "3, 5"),)),
    "@a, {the end}": Citation((CitationItem("a", "", "", "the end"),)),
    "@a, mixed 3": Citation((CitationItem("a", suffix=", mixed 3"),)),
    "@a, i agree": Citation((CitationItem("a", suffix=", i agree"),)),
    "@a.": Citation((CitationItem("a", suffix="."),)),
    "@k.": Citation((CitationItem("k."),)),
    "@{a;b, c}, p. 3": Citation((CitationItem("a;b, c", "", "page", "3"),)),
    "@a; ": Citation((CitationItem("a"),)),
    "@10.1234/x": Citation((CitationItem("10.1234/x"),)),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.items(), ids=ROWS.keys())
def test_texts(text: str, expected: Citation) -> None:
    assert parse_citation(text, KNOWN.__contains__) == expected


@pytest.mark.parametrize(
    ("text", "piece"), [("see @a; p. 3", "p. 3"), ("@", "@"), ("@{}", "@{}"), ("@a; @", "@")]
)
def test_items_without_a_key_are_reported(text: str, piece: str) -> None:
    assert f"“{piece}” has no key" in parse_citation(text, KNOWN.__contains__).problem


@pytest.mark.parametrize("kind", LOCATORS, ids=lambda kind: kind.label)
def test_every_name_of_a_locator(kind: object) -> None:
    words = kind.words  # type: ignore[attr-defined]
    found = [parse_citation(f"@a, {word}. 7", KNOWN.__contains__).items[0] for word in words]
    assert {(item.kind, item.locator, item.suffix) for item in found} == {(kind.label, "7", "")}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["@" * 20_000, "{" * 20_000 + "@a", "@a" + ", 1" * 20_000, "@a, " + "p" * 20_000]
)
def test_long_texts_are_fast(text: str) -> None:
    parse_citation(text, KNOWN.__contains__)
