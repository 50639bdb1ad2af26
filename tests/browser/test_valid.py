"""The HTML and CSS of this package are valid (Nu checker), also after a page has been used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import sphinxext_pubs
from tests.browser.conftest import no_network
from tests.browser.test_themes import OPEN, use
from tests.browser.themes import THEMES, Site

STYLESHEET = Path(sphinxext_pubs.__file__).parent / "static" / "pubs.css"

# An entry is an article that takes part in no outline: its title is not a heading, so that a page of hundreds
# of papers has an outline of years.
BY_DESIGN = "Article lacks heading."

# Features that browsers support and the checker does not know yet.
TOO_NEW = ("@container", "container-type", "scripting")

Messages = dict[str, set[str]]


def checker() -> Path:
    """Return the checker's archive, from `make browser` or the environment."""
    folders = [Path(sys.prefix), Path(__file__).parents[2] / ".venv"]
    places = [folder / "node/node_modules/vnu-jar/build/dist/vnu.jar" for folder in folders]
    places.insert(0, Path(os.environ.get("PUBS_VNU_JAR", "none")))
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        pytest.fail("these tests need the Nu checker: run `make browser`, or name vnu.jar in PUBS_VNU_JAR")
    return found


def check(files: Iterable[Path]) -> Messages:
    """Return the checker's errors and warnings for each file, in one run."""
    paths = [str(path) for path in files]
    options = ["--format", "json", "--stdout", "--exit-zero-always", "--also-check-css"]
    done = subprocess.run(
        ["java", "-jar", checker(), *options, *paths],
        capture_output=True,
        text=True,
        check=True,
    )
    messages: Messages = {path: set() for path in paths}
    for message in json.loads(done.stdout)["messages"]:
        if message["type"] != "info" or message.get("subType") == "warning":
            messages[message["url"].removeprefix("file:")].add(message["message"])
    return messages


@pytest.fixture(scope="module")
def used(browser: Browser, site_in: Callable[[str], Site]) -> Path:
    """Return the document of the page in the minimal theme after it has been used."""
    site = site_in("bare")
    context = no_network(browser.new_context())
    page = context.new_page()
    page.goto(site.address("with"))
    page.evaluate(OPEN)
    use(page)
    path = site.outdir / "used.html"
    path.write_text(page.content(), encoding="utf-8")
    context.close()
    return path


@pytest.fixture(scope="module")
def messages(site_in: Callable[[str], Site], used: Path) -> Messages:
    pages = [site_in(theme.name).file(name) for theme in THEMES for name in ("with", "without")]
    return check([*pages, used, STYLESHEET])


def test_the_checker_checks(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<!DOCTYPE html><title>a</title><b id="x"></b><b id="x"></b>')
    (tmp_path / "a.css").write_text("a { colour: red }")
    found = check([tmp_path / "a.html", tmp_path / "a.css"])
    assert "Duplicate ID “x”." in found[str(tmp_path / "a.html")]
    assert any("colour" in message for message in found[str(tmp_path / "a.css")])


def test_the_html_of_the_extension_is_valid(themed: Site, messages: Messages) -> None:
    found = messages[str(themed.file("with"))] - messages[str(themed.file("without"))]
    assert [message for message in found if not message.startswith(BY_DESIGN)] == []


def test_a_page_is_valid_in_itself(bare: Site, messages: Messages, used: Path) -> None:
    for path in (bare.file("with"), used):
        found = messages[str(path)]
        assert [message for message in found if not message.startswith(BY_DESIGN)] == []


def test_the_stylesheet_is_valid(messages: Messages) -> None:
    found = messages[str(STYLESHEET)]
    assert [message for message in found if not any(word in message for word in TOO_NEW)] == []
