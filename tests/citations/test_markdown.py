"""Pandoc's citations in the text of Markdown."""

from __future__ import annotations

import pytest

from sphinxext_pubs.citations.markdown import find_citations

KEYS = {"doe", "doe.2020", "a:b/c", "x-y", "https://e.org/1"}

TEXTS = {
    "See [@doe].": ["p:@doe"],
    "[see @doe, p. 3; @x-y]": ["p:see @doe, p. 3; @x-y"],
    "[-@doe]": ["p:-@doe"],
    "As @doe says": ["t:@{doe}"],
    "As @doe [p. 3] says": ["t:@{doe}, p. 3"],
    "As @doe\n[p. 3]": ["t:@{doe}, p. 3"],
    "As @doe [p. 3; @x-y] says": ["t:@{doe}, p. 3", "p:@x-y"],
    "Doe says so -@doe.": ["t:-@{doe}"],
    "(@doe)": ["t:@{doe}"],
    "@doe.2020.": ["t:@{doe.2020}"],
    "@doe.Then": ["?doe.Then"],
    "[@doe, @x-y]": ["p:@doe; @x-y"],
    "[@doe @x-y]": ["p:@doe; @x-y"],
    "[see @doe and @x-y]": ["p:see @doe; and @x-y"],
    "[@doe, p. 3, @x-y, p. 4]": ["p:@doe, p. 3; @x-y, p. 4"],
    "[@doe p. 3 @x-y]": ["p:@doe p. 3; @x-y"],
    "@doe's": ["t:@{doe}"],
    "@a:b/c, @x-y": ["t:@{a:b/c}", "t:@{x-y}"],
    "@{https://e.org/1}": ["t:@{https://e.org/1}"],
    "@doe [@x-y]": ["t:@{doe}", "p:@x-y"],
    "a@doe.org": [],
    "me@doe": [],
    "@ doe": [],
    "@@doe": [],
    "https://e.org/@doe": [],
    "[a @ b]": [],
    "[no key]": [],
    "[mail a@doe]": [],
    "@octocat": ["?octocat"],
    "[@octocat]": ["p:@octocat"],
    "[see [@doe] there]": ["p:@doe"],
}


def shown(text: str, escaped: set[int] | None = None) -> list[str]:
    found = find_citations(text, KEYS.__contains__, (escaped or set()).__contains__)
    return [f"?{row.unknown}" if row.unknown else f"{row.role}:{row.text}" for row in found]


@pytest.mark.parametrize(("text", "expected"), TEXTS.items())
def test_citations_are_found(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_places_are_those_of_the_whole_citation() -> None:
    text = "As @doe [p. 3] says, [see @x-y]."
    rows = list(find_citations(text, KEYS.__contains__, lambda _: False))
    assert [text[row.start : row.end] for row in rows] == ["@doe [p. 3]", "[see @x-y]"]


def test_an_at_sign_after_a_backslash_is_a_sign() -> None:
    assert shown("@doe and @doe", {0}) == ["t:@{doe}"]
    assert shown("[@doe]", {1}) == []


def test_cross_references_of_quarto_are_left_alone() -> None:
    assert shown("[@fig-one; @sec-two]") == []
