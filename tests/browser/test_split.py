"""A list on several pages as readers meet it: all of it can be reached without a script, on any screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import PAPERS, Project


@pytest.fixture(scope="module", params=["alabaster", "furo"])
def split(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three papers on a page each; the folder of the pages."""
    project = Project(tmp_path_factory.mktemp(f"split-{request.param}"))
    project.src.mkdir()
    source = "Papers\n======\n\n:paper:`old-note`\n\n.. publications::\n   :per-page: 1\n"
    built = project.write({"papers.bib": PAPERS, "index.rst": source}).build(
        conf=f'\nhtml_theme = "{request.param}"\n'
    )
    assert built.warnings == []
    return built.outdir


def test_all_pages_can_be_reached_without_scripts(split: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((split / "index.html").as_uri())
    seen = []
    for _ in range(3):
        seen += [entry.get_attribute("data-key") for entry in page.locator(".pubs-entry").all()]
        further = page.get_by_role("link", name="Next page").last
        if further.count():
            further.click()
    assert seen == ["yang-2024", "ko-2023", "old-note"]
    context.close()


def test_a_citation_leads_to_another_page(split: Path, page: Page) -> None:
    page.goto((split / "index.html").as_uri())
    page.get_by_role("link", name="Example (n.d.)").click()
    expect(page.locator("#pub-old-note")).to_be_in_viewport()
    expect(page.locator(".pubs-page[aria-current]").first).to_have_text("3")


def test_the_links_are_reached_by_the_keyboard_and_seen(split: Path, page: Page) -> None:
    page.goto((split / "index-2.html").as_uri())
    link = page.get_by_role("navigation", name="Pages of the list").get_by_role("link", name="Page 3 of 3")
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert link.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("page 3 of 3"))


@pytest.mark.parametrize("width", [320, 1280])
def test_the_links_fit_the_screen(split: Path, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto((split / "index-2.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_there_are_no_links_on_paper(split: Path, page: Page) -> None:
    page.goto((split / "index-2.html").as_uri())
    page.emulate_media(media="print")
    expect(page.locator(".pubs-pages").first).to_be_hidden()
    expect(page.locator(".pubs-title").first).to_be_visible()
