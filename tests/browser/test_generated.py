"""Pages of papers, people and so on in four themes: valid, accessible, on phones and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import axe
from tests.browser.conftest import no_network
from tests.browser.test_valid import BY_DESIGN, check
from tests.conftest import PAPERS, Project

THEMES = ("alabaster", "furo", "pydata_sphinx_theme", "sphinx_rtd_theme")
CONF = """
pubs_pages = True
pubs_feed = "new.atom"
pubs_people = "p.yaml"
pubs_venues = "v.yaml"
html_baseurl = "https://lab.example.org/"
"""
PEOPLE = (
    "- id: jongwoo-ko\n  name: Jongwoo Ko\n  orcid: 0000-0002-1825-0097\n  homepage: https://ko.example.org\n"
    "  photo: ko.svg\n  groups: [lab]\n- id: ada\n  name: Ada Example\n  groups: [lab]\n"
)
VENUES = "- {id: jw, name: Journal of Words, acronym: JW, url: 'https://jw.example.org', color: '#0a7'}\n"
PHOTO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
MORE = (
    "@article{a, author = {Jongwoo Ko}, title = {On $x^2$ and \\emph{Words}}, journal = {Journal of Words},\n"
    " year = 2020, keywords = {words, layers}, ids = {old}, award = {Best paper}, note = {A note.},\n"
    " author+an = {1=equal,corresponding}}\n"
) + "".join(
    f"@misc{{m{year}, author = {{Jongwoo Ko and {name} Other}}, title = {{On {name}}}, year = {year}}}\n"
    for year, name in enumerate(("Ava", "Bea", "Cleo", "Dora", "Ella", "Fay", "Gwen"), 2001)
)
FILES = {
    "index.rst": "Lab\n===\n\n:paper:`ko-2023`\n\n.. toctree::\n\n   people\n\n"
    ".. publications::\n   :download:\n   :feed:\n",
    "people.rst": "People\n======\n\n.. publications-pages:: author\n\n"
    ".. publications-people::\n   :member-of: lab\n\n.. publications::\n   :show: acronym\n   :year: 2020\n",
    "v.yaml": VENUES,
    "ko.svg": PHOTO,
    "plain.rst": ":orphan:\n\nPlain\n=====\n\nWords.\n\nMore\n----\n\nWords.\n",
    "papers.bib": PAPERS + MORE,
    "p.yaml": PEOPLE,
}
TERMS = ("people/jongwoo-ko", "venues/jw", "years/2020", "people/all")
PAGES = ("papers/yang-2024", "papers/a", *TERMS, "people", "index")


@pytest.fixture(scope="module", params=THEMES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a small site with all kinds of pages, in a theme."""
    project = Project(tmp_path_factory.mktemp(request.param))
    project.src.mkdir()
    built = project.write(FILES).build(conf=f'{CONF}html_theme = "{request.param}"\n')
    assert built.warnings == []
    return built.outdir


@pytest.fixture(params=["light", "dark"])
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = no_network(
        browser.new_context(
            color_scheme=request.param, reduced_motion="reduce", viewport={"width": 1280, "height": 3000}
        )
    )
    yield context.new_page()
    context.close()


def test_pages_are_valid(site: Path) -> None:
    """Generated pages have no other errors than any page of the theme."""
    files = [site / f"{page}.html" for page in (*PAGES, "papers/old", "plain")]
    found = check(files)
    of_theme = found[str(site / "plain.html")]
    ours = {message for messages in found.values() for message in messages - of_theme}
    assert [message for message in ours if not message.startswith(BY_DESIGN)] == []


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_no_violations_of_the_extension(site: Path, tab: Page, page: str) -> None:
    tab.goto(f"file://{site}/{page}.html")
    tab.evaluate("document.querySelectorAll('.pubs-page details').forEach(fold => fold.open = true)")
    assert [found for found in axe.violations(tab) if found.touches] == []


def test_no_element_is_wider_than_a_narrow_screen(site: Path, context: BrowserContext) -> None:
    phone = context.new_page()
    phone.set_viewport_size({"width": 320, "height": 800})
    for page in PAGES:
        phone.goto(f"file://{site}/{page}.html")
        wide = phone.evaluate(
            "[...document.querySelectorAll('.pubs-page, .pubs-page *')]"
            ".filter(each => each.getBoundingClientRect().right > 321 && !each.closest('pre'))"
            ".map(each => each.className || each.tagName)"
        )
        assert wide == [], page


def test_exports_are_copied(site: Path, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto(f"file://{site}/papers/yang-2024.html")
    tab.locator(".pubs-export summary").nth(1).click()
    tab.locator(".pubs-export").nth(1).get_by_role("button", name="Copy").click()
    expect(tab.locator(".pubs-export").nth(1).get_by_role("button", name="Copied")).to_be_visible()


def test_the_search_finds_pages(site: Path, context: BrowserContext) -> None:
    tab = context.new_page()
    tab.goto(f"file://{site}/search.html?q=Ada")
    expect(tab.locator("#search-results li a, .search li a").first).to_be_visible()
    found = tab.locator("#search-results li a, .search li a").evaluate_all("all => all.map(a => a.href)")
    assert any("people/ada" in href for href in found)


def test_on_paper_the_first_export_is_shown(site: Path, context: BrowserContext) -> None:
    tab = context.new_page()
    tab.goto(f"file://{site}/papers/yang-2024.html")
    tab.emulate_media(media="print")
    expect(tab.locator(".pubs-facts")).to_be_visible()
    expect(tab.locator(".pubs-download").first).to_be_hidden()
    expect(tab.locator(".pubs-export pre").first).to_be_visible()


def test_the_bar_of_a_person(site: Path, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"file://{site}/people/jongwoo-ko.html")
    entries = page.locator(".pubs-main .pubs-entry:visible")
    expect(entries).to_have_count(10)
    page.get_by_role("searchbox", name="Search", exact=True).last.fill("cleo")
    expect(entries).to_have_count(1)
    expect(page.locator(".pubs-main h2:visible")).to_have_text(["2003"])


@pytest.mark.parametrize("name", ["people/all", "people"])
def test_the_search_of_a_directory(site: Path, context: BrowserContext, name: str) -> None:
    page = context.new_page()
    page.goto(f"file://{site}/{name}.html")
    names = page.locator("ul.pubs-terms li:visible")
    expect(names).to_have_count(11)
    page.locator(".pubs-find input").fill("OTHER f")
    expect(names).to_have_count(1)
    expect(page.locator(".pubs-finding [role=status]")).to_have_text("1 / 11")
    page.locator(".pubs-find input").fill("")
    expect(names).to_have_count(11)
