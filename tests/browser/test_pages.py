"""The documentation's author page in a real browser: it stands alone, folds open, and fits every screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.test_example_docs import build_docs

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (make browser)")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1200, "height": 900}

#: The contrast between the colour of an element and what lies behind it, by WCAG 2.1, 1.4.3.
CONTRAST = """element => {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", {willReadFrequently: true});
  const paint = colour => { context.fillStyle = colour; context.fillRect(0, 0, 1, 1); };
  const light = () => {
    const part = value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map(value => part(value / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = [];
  for (let node = element; node; node = node.parentElement)
    behind.unshift(getComputedStyle(node).backgroundColor);
  ["white", ...behind].forEach(paint);
  const ground = light();
  paint(getComputedStyle(element).color);
  const text = light();
  return (Math.max(ground, text) + 0.05) / (Math.min(ground, text) + 0.05);
}"""


@pytest.fixture(scope="module")
def author_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the author page, on this machine."""
    folder: Path = tmp_path_factory.mktemp("browser")
    return (build_docs(folder) / "author-page.html").as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


def open_page(browser: Any, address: str, **how: Any) -> Any:
    page = browser.new_context(**{"viewport": DESK, **how}).new_page()
    page.goto(address)
    return page


def test_nothing_is_loaded_from_elsewhere_and_nothing_complains(browser: Any, author_page: str) -> None:
    page = browser.new_context(viewport=DESK).new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(author_page)
    assert asked
    assert [address for address in asked if not address.startswith(("file:", "data:"))] == []
    assert complaints == []


@pytest.mark.parametrize(("button", "fold"), [(".pubs-abs", ".pubs-abstract"), (".pubs-bib", ".pubs-bibtex")])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_buttons_open_the_folds(
    browser: Any, author_page: str, button: str, fold: str, scripts: bool
) -> None:
    page = open_page(browser, author_page, java_script_enabled=scripts)
    entry = page.locator(".pubs-entry").first
    content = entry.locator(f"{fold} > :not(summary)").first
    assert not content.is_visible()
    entry.locator(button).click()
    playwright.expect(content).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_entry_is_wider_than_the_screen(browser: Any, author_page: str, size: dict[str, int]) -> None:
    page = open_page(browser, author_page, viewport=size)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    entries = page.locator(".pubs-entry, .pubs-entry *")
    widths = entries.evaluate_all("found => found.map(e => e.getBoundingClientRect().right)")
    assert max(widths) <= size["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("part", [".pubs-title a", ".pubs-author", ".pubs-venue", ".pubs-button", "summary"])
def test_text_can_be_read_in_light_and_dark(browser: Any, author_page: str, scheme: str, part: str) -> None:
    page = open_page(browser, author_page, color_scheme=scheme)
    assert page.locator(f".pubs-entry {part}").first.evaluate(CONTRAST) >= 4.5


def test_paper_has_no_buttons_and_shows_addresses(browser: Any, author_page: str) -> None:
    page = open_page(browser, author_page)
    page.emulate_media(media="print")
    assert not page.locator(".pubs-entry .pubs-button").first.is_visible()
    after = page.locator(".pubs-title a").first.evaluate("e => getComputedStyle(e, '::after').content")
    assert "aclanthology.org" in after or "attr(href)" in after
