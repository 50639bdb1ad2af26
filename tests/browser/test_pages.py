"""Lists without scripts: from file://, by link, on narrow screens, in print."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect


def address(site: Path, name: str = "index", fragment: str = "") -> str:
    return (site / f"{name}.html").as_uri() + fragment


def test_abs_opens_the_abstract(site: Path, page: Page) -> None:
    page.goto(address(site))
    abstract = page.locator("#pub-yang-2024_abs")
    expect(abstract).to_be_hidden()
    page.locator('[data-key="yang-2024"] .pubs-abs').click()
    expect(abstract).to_be_visible()


def test_bib_opens_the_bibtex_by_keyboard(site: Path, page: Page) -> None:
    page.goto(address(site))
    page.locator('[data-key="yang-2024"] .pubs-bib').focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("@inproceedings{yang-2024,")).to_be_visible()


def test_a_link_into_a_fold_opens_it(site: Path, page: Page) -> None:
    page.goto(address(site))
    fragment = page.locator('[data-key="yang-2024"] .pubs-abs').get_attribute("href") or ""
    page.goto("about:blank")
    page.goto(address(site, fragment=fragment))
    expect(page.locator("#pub-yang-2024_abs")).to_be_visible()


def test_lists_are_complete_without_scripts(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(address(site))
    expect(page.locator("article.pubs-entry")).to_have_count(3)
    page.locator('[data-key="yang-2024"] .pubs-abs').click()
    expect(page.locator("#pub-yang-2024_abs")).to_be_visible()
    context.close()


def test_a_citation_links_to_its_entry(site: Path, page: Page) -> None:
    page.goto(address(site))
    page.get_by_role("link", name="Ko (2023)").click()
    expect(page.locator("#pub-ko-2023")).to_be_in_viewport()


@pytest.mark.parametrize("name", ["index", "compact"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_element_is_wider_than_the_screen(site: Path, page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address(site, name))
    for fold in page.locator(".pubs-entry summary").all():
        fold.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for entry in page.locator(".pubs-entry").all():
        box = entry.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_buttons_are_not_printed(site: Path, page: Page) -> None:
    page.goto(address(site))
    page.emulate_media(media="print")
    expect(page.locator(".pubs-buttons").first).to_be_hidden()
    expect(page.locator(".pubs-title").first).to_be_visible()
    assert len(page.pdf()) > 1000


def test_ids_are_unique(site: Path, page: Page) -> None:
    page.goto(address(site))
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert sorted(ids) == sorted(set(ids))
