"""Previews of citations: with a mouse, the keyboard, on a narrow screen, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.conftest import Project

SOURCE = """T
=

A text that cites :paper:`yang-2024` and goes on, :paper:p:`ko-2023`, to `the end <https://example.org/>`_.

.. publications::
"""


@pytest.fixture(scope="module", params=["alabaster", "furo"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.conftest import PAPERS

    project = Project(tmp_path_factory.mktemp("preview"))
    project.src.mkdir()
    project.write({"papers.bib": PAPERS, "index.rst": SOURCE})
    built = project.build(conf=f'\nhtml_theme = "{request.param}"\n')
    assert built.warnings == []
    return built.outdir


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 700})
    made = context.new_page()
    problems: list[str] = []
    made.on("pageerror", lambda error: problems.append(str(error)))
    made.goto((site / "index.html").as_uri())
    yield made
    context.close()
    assert problems == []


FIRST = "p a:has(.xref.paper)"


def test_a_card_is_shown_while_the_pointer_is_on_a_citation(page: Page) -> None:
    link = page.locator(FIRST).first
    title = link.get_attribute("title")
    link.hover()
    card = page.locator(".pubs-preview")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Towards Easy Transfer")
    assert link.get_attribute("title") is None
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.mouse.move(5, 690)
    expect(card).to_have_count(0)
    assert link.get_attribute("title") == title


def test_the_keyboard_goes_into_the_card_and_out_again(page: Page) -> None:
    link = page.locator(FIRST).first
    page.locator("h1").first.click()
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    card = page.locator(".pubs-preview")
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(card.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(link).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(FIRST).nth(1)).to_be_focused()
    expect(page.locator(".pubs-preview")).to_contain_text("On Layers")


def test_a_card_fits_a_small_screen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 500})
    page.locator(FIRST).nth(1).hover()
    box = page.locator(".pubs-preview").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 500


def test_an_open_card_is_accessible(page: Page) -> None:
    before = violations(page)
    page.locator(FIRST).first.hover()
    expect(page.locator(".pubs-preview")).to_be_visible()
    page.wait_for_timeout(200)
    assert violations(page) == before


def test_a_card_is_not_printed(page: Page) -> None:
    page.locator(FIRST).first.hover()
    expect(page.locator(".pubs-preview")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".pubs-preview")).to_be_hidden()


def test_without_scripts_there_is_a_tooltip(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.locator(FIRST).first.get_attribute("title") == "Towards Easy Transfer"
    expect(page.locator(".pubs-preview")).to_have_count(0)
    context.close()
