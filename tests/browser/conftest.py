"""The system's Chromium, headless and offline, with a temporary profile."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.themes import THEMES, Site, build_site
from tests.conftest import PAPERS, Project

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]

SOURCES = {
    "papers.bib": PAPERS,
    "index.rst": "Papers\n======\n\nSee :paper:`ko-2023`.\n\n.. publications::\n\n",
    "compact.rst": ":orphan:\n\nCompact\n=======\n\n.. publications::\n   :layout: compact\n",
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.fail("these tests need Chromium: install Debian's package chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", params=["alabaster", "furo"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a page with papers in a theme."""
    if request.param != "alabaster":
        pytest.importorskip(request.param)
    project = Project(tmp_path_factory.mktemp(request.param))
    project.src.mkdir()
    built = project.write(SOURCES).build(conf=f'\nhtml_theme = "{request.param}"\n')
    assert built.warnings == []
    return built.outdir


@pytest.fixture(scope="session")
def site_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """Return a function that builds the site of a theme once, by its name."""
    themes = {theme.name: theme for theme in THEMES}
    return cache(lambda name: build_site(themes[name], tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="session", params=[theme.name for theme in THEMES])
def themed(request: pytest.FixtureRequest, site_in: Callable[[str], Site]) -> Site:
    """Return a site in each theme."""
    return site_in(request.param)


@pytest.fixture(scope="session")
def bare(site_in: Callable[[str], Site]) -> Site:
    """Return the site in the minimal theme."""
    return site_in("bare")


def no_network(context: BrowserContext) -> BrowserContext:
    """Block network access except to this machine."""
    context.route(
        lambda url: not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:")),
        lambda route: route.abort(),
    )
    return context


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a temporary profile without network access except to this machine."""
    made = no_network(browser.new_context())
    yield made
    made.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page that fails the test if there are errors in its console."""
    context = browser.new_context(offline=True)
    made = context.new_page()
    problems: list[str] = []
    made.on("pageerror", lambda error: problems.append(str(error)))
    yield made
    context.close()
    assert problems == []
