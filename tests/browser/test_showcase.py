"""The pages of the documentation in a browser, from disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.test_example_docs import build_docs


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_docs(tmp_path_factory.mktemp("showcase"))


def test_no_external_file_is_loaded_and_no_errors_are_reported(browser: Browser, docs: Path) -> None:
    page = browser.new_context().new_page()
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    for name in ("author-page", "readers", "showing", "sources", "citing", "large"):
        page.goto((docs / f"{name}.html").as_uri())
    assert [address for address in asked if not address.startswith(("file:", "data:"))] == []
    assert (len(asked) > 4, problems) == (True, [])


@pytest.mark.parametrize(
    ("link", "left", "chips"),
    [
        ("the papers of the first list above on mathematics", "2 of 9 papers", ["mathematics", "Clear all"]),
        ("those since 2020 by title", "6 of 9 papers", ["2020–…", "Clear all"]),
    ],
)
def test_links_of_the_guide_have_the_right_targets(
    page: Page, docs: Path, link: str, left: str, chips: list[str]
) -> None:
    page.goto((docs / "readers.html").as_uri())
    bar = page.locator('form[data-list="ada"]')
    expect(bar).to_be_visible()
    page.get_by_role("link", name=link).press("Enter")  # a click may miss while the page still moves
    expect(bar.locator(".pubs-count")).to_have_text(left)
    expect(bar.locator(".pubs-chips li")).to_have_text(chips)


@pytest.mark.parametrize("words", ["umbrellas", '"patient umbrellas"', "soren yew"])
def test_the_large_list_finds_what_its_page_suggests(page: Page, docs: Path, words: str) -> None:
    page.goto((docs / "large.html").as_uri())
    page.get_by_role("searchbox", name="Search", exact=True).last.fill(words)
    expect(page.locator(".pubs-count")).to_have_text(re.compile(r"^\d+ of 3,000 papers$"))
    expect(page.locator(".pubs-entry").filter(visible=True).first).to_be_visible()
