"""Lists in every supported theme, light and dark, compared with the same page without a list."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import sphinxext_pubs
from tests.browser import axe, look
from tests.browser.conftest import no_network
from tests.browser.server import WATCH, Refusal, serving
from tests.browser.themes import Site

PACKAGE = Path(sphinxext_pubs.__file__).parent
SCHEMES = ("light", "dark")
OPEN = "document.querySelectorAll('.pubs-list details').forEach(fold => fold.open = true)"
# Resolved once nothing moves. An animation that repeats for ever never finishes, nor does one that is
# paused, and a theme may have either: those are not waited for, and no other for more than five seconds.
SETTLED = """() => Promise.race([
    Promise.all(document.getAnimations()
        .filter(animation => animation.playState === "running"
            && Number.isFinite(animation.effect.getComputedTiming().endTime))
        .map(animation => animation.finished.catch(() => {}))),
    new Promise(resolve => setTimeout(resolve, 5000)),
])"""


def show(page: Page, address: str, *, folds: bool = True) -> Page:
    """Open a page and its details, and wait until animations end."""
    page.goto(address)
    if folds:
        page.evaluate(OPEN)
    page.evaluate(SETTLED)
    return page


def use(page: Page) -> None:
    """Use a list as readers do."""
    page.evaluate(OPEN.replace("true", "false"))
    entry = page.locator('.pubs-entry[data-key="yang-2024"]').first
    entry.locator(".pubs-abs").click()
    entry.locator(".pubs-bib").click()
    expect(entry.locator(".pubs-bibtex pre")).to_be_visible()
    for box in page.locator(".pubs-filter input[type=search]").all():
        box.fill("layers")
        box.fill("")
    for button in entry.locator("button:visible").all():
        button.click()


@pytest.fixture(scope="module", params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def tab(browser: Browser, scheme: str) -> Iterator[Page]:
    """Return a window that is high enough for the whole page, in light or dark."""
    context = no_network(
        browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            viewport={"width": 1280, "height": 5000},
        )
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    return page


def test_every_text_can_be_read(themed: Site, scheme: str, tab: Page) -> None:
    show(tab, themed.address("with", "#pub-ko-2023"))
    dark = scheme == "dark" and themed.theme.dark
    assert (look.backdrop(tab) < 0.1) is dark, "the page is not in the scheme that is asked for"
    assert look.faint(tab) == []
    assert look.type_faults(tab) == []


def test_an_open_menu_covers_the_page_in_the_color_of_the_theme(themed: Site, tab: Page) -> None:
    show(tab, themed.address("with"), folds=False)
    tab.locator(".pubs-menu summary").first.click()
    expect(tab.locator(".pubs-options").first).to_be_visible()
    menu = "document.querySelector('.pubs-options')"
    assert look.look(tab, f"paint(getComputedStyle({menu}).backgroundColor)[3]") == 255
    page = "light(paint(...behind(document.querySelector('h1'))))"
    difference = look.look(tab, f"Math.abs(light(paint(...behind({menu}))) - {page})")
    assert isinstance(difference, float | int)
    assert difference < 0.05
    assert look.faint(tab) == []


def test_links_are_as_bold_as_the_titles_and_names_that_they_are_in(themed: Site, phone: Page) -> None:
    show(phone, themed.address("with"))
    weights = phone.locator(".pubs-title a, .pubs-highlight a").evaluate_all(
        "all => all.map(link => "
        "[link, link.parentElement].map(element => getComputedStyle(element).fontWeight))"
    )
    assert weights
    assert [pair for pair in weights if pair[0] != pair[1]] == []


def test_themes_with_endless_animations_are_supported(tmp_path: Path, context: BrowserContext) -> None:
    page = tmp_path / "endless.html"
    page.write_text(
        "<!doctype html><style>@keyframes turn { to { rotate: 1turn } }"
        "p { animation: turn 1s infinite } b { animation: turn 1s paused }</style><p>Wait</p><b>Paused</b>"
    )
    assert show(context.new_page(), page.as_uri()).evaluate("document.getAnimations().length") == 2


@pytest.mark.parametrize("folds", [False, True], ids=["closed", "open"])
def test_axe_finds_no_violations_of_the_extension(themed: Site, tab: Page, folds: bool) -> None:
    without = axe.violations(show(tab, themed.address("without")))
    found = axe.violations(show(tab, themed.address("with"), folds=folds))
    assert axe.ours(found, without) == []
    if themed.theme.name == "bare":
        assert found == []


def test_pages_without_a_list_are_not_changed(themed: Site, context: BrowserContext) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("without", "other"):
        page.goto(themed.address(name))
        assert "pubs" not in themed.file(name).read_text(encoding="utf-8")
    assert [url for url in asked if re.search(r"pubs[^/]*$", url)] == []
    page.goto(themed.address("with"))
    assert any(url.split("?")[0].endswith("/_static/pubs.css") for url in asked)


def test_ids_are_unique(themed: Site, context: BrowserContext) -> None:
    repeated = {}
    for name in ("without", "with"):
        page = show(context.new_page(), themed.address(name))
        ids = page.locator("[id]").evaluate_all("all => all.map(element => element.id)")
        repeated[name] = {identifier for identifier, count in Counter(ids).items() if count > 1}
    assert repeated["with"] - repeated["without"] == set()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_element_is_wider_than_a_narrow_screen(themed: Site, phone: Page, direction: str) -> None:
    widths = {}
    for name in ("without", "with"):
        show(phone, themed.address(name))
        phone.evaluate(f"document.documentElement.dir = '{direction}'")
        phone.evaluate(SETTLED)
        widths[name] = phone.evaluate("document.documentElement.scrollWidth")
    assert look.wide(phone) == []
    # Some themes are too wide by themselves, from right to left.
    assert widths["with"] <= max(320, widths["without"])


def test_pages_from_right_to_left_are_mirrored(bare: Site, context: BrowserContext) -> None:
    page = show(context.new_page(), bare.address("with"))
    page.evaluate("document.documentElement.dir = 'rtl'")
    edges = page.evaluate(
        """() => ['.pubs-entry', '.pubs-buttons a', '#pub-yang-2024_abs'].map(
            selector => document.querySelector(selector).getBoundingClientRect().right)"""
    )
    assert edges[1] == pytest.approx(edges[0], abs=1)
    # A formula, an address and a title keep the direction of their own language.
    assert page.locator("#pub-yang-2024_abs").evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert page.locator("#pub-haddad-2023_abs").evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_pages_can_be_used_at_400_percent_zoom(themed: Site, phone: Page) -> None:
    phone.set_viewport_size({"width": 320, "height": 256})
    show(phone, themed.address("with"), folds=False)
    use(phone)
    for selector in (".pubs-title", ".pubs-button", ".pubs-abstract summary", ".pubs-bibtex pre"):
        element = phone.locator(f'[data-key="yang-2024"] {selector}').first
        element.scroll_into_view_if_needed()
        expect(element).to_be_in_viewport()
    assert look.wide(phone) == []


def test_forced_colors(themed: Site, tab: Page) -> None:
    tab.emulate_media(forced_colors="active")
    show(tab, themed.address("with"))
    assert look.faint(tab) == []
    button = tab.locator(".pubs-button").first
    assert button.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
    button.focus()
    tab.keyboard.press("Tab")
    outline = tab.locator(".pubs-list :focus").evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline == "solid"


def test_reduced_motion_is_respected(themed: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(themed.address("with"))
    use(page)
    moving = page.evaluate(
        """() => document.getAnimations()
            .map(animation => animation.effect.target)
            .filter(element => element.closest('.pubs-list, .pubs-filter'))
            .map(element => element.outerHTML)"""
    )
    assert moving == []


def test_print_styles(themed: Site, context: BrowserContext, tmp_path: Path) -> None:
    page = show(context.new_page(), themed.address("with"), folds=False)
    page.locator('[data-key="yang-2024"] .pubs-abs').first.click()
    page.pdf(path=tmp_path / "page.pdf")
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True
    )
    text = " ".join(done.stdout.split())
    assert "We transfer. See" in text, "an abstract that is open on the screen"
    assert "Layers of https" not in text, "an abstract that is closed on the screen"
    assert "@inproceedings" not in text
    assert "<https://doi.org/10.1234/emnlp.1>" in text
    assert "Jongwoo Ko" in text
    assert not re.search(r"\b(pdf bib|bib abs|abs doi)\b", text), "buttons"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the folder with all sites on the server with the strict policy."""
    with serving(tmp_path_factory.getbasetemp()) as address:
        yield address


def refusals(context: BrowserContext, address: str) -> list[Refusal]:
    """Return what the policy blocks on a page that is used as readers would."""
    page = context.new_page()
    page.goto(address)
    if page.locator(".pubs-list").count():
        use(page)
    refused = [Refusal(*row) for row in page.evaluate("refused")]
    page.close()
    return refused


def test_a_strict_policy_blocks_nothing_of_the_extension(
    themed: Site, context: BrowserContext, host: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    context.add_init_script(WATCH)
    folder = f"{host}/{themed.outdir.relative_to(tmp_path_factory.getbasetemp()).as_posix()}"
    without = {
        (finding.directive, finding.source.replace("/without.html", "/with.html"))
        for finding in refusals(context, f"{folder}/without.html")
    }
    found = refusals(context, f"{folder}/with.html")
    if themed.theme.name == "bare":
        assert found == []
    # Fonts and pictures of a theme come as its text needs them: ours has none (see the next test).
    assert [
        finding
        for finding in found
        if finding.ours
        or (
            finding.directive not in ("font-src", "img-src")
            and (finding.directive, finding.source) not in without
        )
    ] == []


def test_static_files_load_no_others_and_ignore_system_preferences() -> None:
    for path in filter(Path.is_file, (PACKAGE / "static").rglob("*")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r'\burl\(|@import\s+["u]|@font-face', text), path.name
        # A theme's own switch may differ from the system: the color of the text counts.
        assert "prefers-color-scheme" not in text, path.name


def test_templates_have_other_names_than_those_of_themes() -> None:
    assert [path.name for path in (PACKAGE / "templates").iterdir()] == ["pubs"]


def test_the_policy_is_in_force(
    bare: Site, context: BrowserContext, host: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    context.add_init_script(WATCH)
    page = context.new_page()
    folder = bare.outdir.relative_to(tmp_path_factory.getbasetemp()).as_posix()
    page.goto(f"{host}/{folder}/with.html")
    page.evaluate("document.querySelector('.pubs-entry').setAttribute('style', 'color: red')")
    page.wait_for_function("refused.length > 0")
    assert [(row[0], row[-1]) for row in page.evaluate("refused")] == [("style-src-attr", True)]
