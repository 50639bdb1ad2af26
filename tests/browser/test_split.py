"""Split lists in a browser: all pages are reachable without scripts, on any screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import PAPERS, Project


@pytest.fixture(scope="module", params=["alabaster", "furo"])
def split(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build three pages with one paper each, and return their folder."""
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


def test_a_citation_links_to_another_page(split: Path, page: Page) -> None:
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


# With a filter bar

BIB = (Path(__file__).resolve().parents[1] / "fixtures/browser/papers.bib").read_bytes()

BAR = """Papers
======

.. publications::
   :filterable:
   :per-page: 2
"""


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a list of six papers on three pages, in a folder of the site."""
    project = Project(tmp_path_factory.mktemp("bar"))
    project.src.mkdir()
    index = "Home\n====\n\n.. toctree::\n\n   deep/papers\n"
    built = project.write({"index.rst": index, "deep/papers.rst": BAR, "papers.bib": BIB}).build()
    assert built.warnings == []
    return built.outdir / "deep"


def page_of(folder: Path, name: str) -> str:
    return (folder / f"{name}.html").as_uri()


def keys(page: Page) -> list[str]:
    return [str(element.get_attribute("data-key")) for element in page.locator(".pubs-entry:visible").all()]


@pytest.mark.parametrize("name", ["papers", "papers-2"])
def test_the_bar_of_every_page_searches_all_of_them(searched: Path, page: Page, name: str) -> None:
    page.goto(page_of(searched, name))
    expect(page.locator(".pubs-entry:visible")).to_have_count(2)
    page.locator("input[name=search]").press_sequentially("bea berg")
    expect(page.locator(".pubs-count")).to_have_text("3 of 6 papers")
    expect(page.locator(".pubs-entry:visible")).to_have_count(3)
    assert keys(page) == ["soren-2024", "berg-2024", "castro-2023"]
    expect(page.locator(".pubs-pages").first).to_be_hidden()


def test_targets_on_other_pages_are_linked(searched: Path, page: Page) -> None:
    page.goto(page_of(searched, "papers"))
    page.locator("input[name=search]").fill("zebra")
    page.locator("[data-key=castro-2023]").get_by_role("link", name="Zebra Crossings").click()
    expect(page.locator("#pub-castro-2023")).to_be_in_viewport()
    expect(page).to_have_url(re.compile(r"papers-2\.html#pub-castro-2023$"))


def test_abstracts_of_other_pages_are_searched_too(searched: Path, page: Page) -> None:
    page.goto(page_of(searched, "papers-2"))
    page.locator("input[name=search]").fill("strasse")
    expect(page.locator(".pubs-count")).to_have_text("1 of 6 papers")
    page.locator(".pubs-chips").get_by_role("button", name="Clear all").click()
    expect(page.locator(".pubs-count")).to_have_text("6 papers")
    expect(page.locator(".pubs-entry:visible")).to_have_count(2)
    assert keys(page) == ["castro-2023", "dubois-2022"]
    expect(page.locator(".pubs-pages").first).to_be_visible()


def test_all_pages_can_be_sorted_saved_and_linked_as_one(searched: Path, page: Page) -> None:
    page.goto(page_of(searched, "papers") + "?pubs.sort=oldest&pubs.type=article-journal")
    expect(page.locator(".pubs-entry:visible")).to_have_count(2)
    assert keys(page) == ["castro-2023", "berg-2024"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download BibTeX").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert re.findall(r"^@\w+\{(.+),$", text, re.MULTILINE) == ["castro-2023", "berg-2024"]


def test_nothing_is_fetched_before_it_is_needed(searched: Path, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_of(searched, "papers"))
    expect(page.locator(".pubs-filter")).to_be_visible()
    assert [url for url in asked if "/pubs/" in url] == []


def test_an_old_address_opens_the_page_where_the_paper_is_now(searched: Path, page: Page) -> None:
    page.goto(page_of(searched, "papers") + "#pub-undated")
    expect(page.locator("#pub-undated")).to_be_in_viewport()
    expect(page).to_have_url(re.compile(r"papers-3\.html#pub-undated$"))


def test_the_number_of_papers_is_shown_before_the_index_is_loaded(searched: Path, page: Page) -> None:
    page.goto(page_of(searched, "papers"))
    expect(page.locator(".pubs-count")).to_have_text("6 papers")


def test_entries_of_other_pages_say_their_year_and_separate_authors_for_the_eye_only(
    searched: Path, page: Page
) -> None:
    page.goto(page_of(searched, "papers"))
    page.locator("input[name=search]").fill("zebra")
    entry = page.locator("[data-key=castro-2023]")
    expect(entry.locator(".pubs-year")).to_have_text("2023")
    assert entry.locator('.pubs-separator:not([aria-hidden="true"])').count() == 0


def test_an_author_after_a_search_narrows_it(searched: Path, page: Page) -> None:
    page.goto(page_of(searched, "papers"))
    page.locator("input[name=search]").fill("bea berg")
    expect(page.locator(".pubs-entry:visible")).to_have_count(3)
    page.locator("[data-key=berg-2024] a.pubs-term").first.click()
    expect(page.locator(".pubs-chips li")).to_have_count(3)  # the words, the author, "Clear all"
    expect(page.locator("[data-key=berg-2024]")).to_be_visible()


def test_an_index_that_cannot_be_loaded_is_reported_and_requested_again(searched: Path, page: Page) -> None:
    gone = re.compile(r"pubs-lists/.*\.js")
    page.route(gone, lambda route: route.abort())
    page.goto(page_of(searched, "papers"))
    page.locator("input[name=search]").focus()
    expect(page.locator(".pubs-count")).to_have_text("The other pages of the list could not be loaded")
    page.unroute(gone)
    page.locator("input[name=search]").fill("zebra")
    expect(page.locator(".pubs-count")).to_have_text("1 of 6 papers")
