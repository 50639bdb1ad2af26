"""The documentation's own pages in a browser, straight from the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.test_example_docs import build_docs


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_docs(tmp_path_factory.mktemp("showcase"))


def test_nothing_is_loaded_from_elsewhere_and_nothing_complains(browser: Browser, docs: Path) -> None:
    page = browser.new_context().new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name in ("author-page", "showing", "sources", "citing"):
        page.goto((docs / f"{name}.html").as_uri())
    assert [address for address in asked if not address.startswith(("file:", "data:"))] == []
    assert (len(asked) > 4, complaints) == (True, [])
