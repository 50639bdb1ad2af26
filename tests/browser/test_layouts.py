"""Cards and tables on wide and narrow screens, from right to left, with open details."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import PAPERS, Project

Visit = Callable[[str, int], Page]

SOURCES = {
    "papers.bib": PAPERS.replace("year = 2023", "year = 2023, image = {p.svg}, keywords = {layers, nets}"),
    "p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="18"><path d="M0 0h32v18"/></svg>',
    "index.rst": "Papers\n======\n\n.. toctree::\n\n   card\n   table\n",
    "card.rst": "Cards\n=====\n\n.. publications::\n   :layout: card\n   :group-by: none\n",
    "table.rst": (
        "Table\n=====\n\n.. publications::\n   :layout: table\n   :show: title, venue, award, pdf, doi\n"
    ),
}


@pytest.fixture(scope="module", params=["alabaster", "furo"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a page of cards and one of tables, in a theme."""
    project = Project(tmp_path_factory.mktemp(request.param))
    project.src.mkdir()
    built = project.write(SOURCES).build(conf=f'\nhtml_theme = "{request.param}"\n')
    assert built.warnings == []
    return built.outdir


@pytest.fixture
def visit(site: Path, page: Page) -> Visit:
    """Open a page in a window of this width."""

    def go(name: str, width: int) -> Page:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto((site / f"{name}.html").as_uri())
        return page

    return go


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.locator(selector).evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect().toJSON())"
    )
    return found


@pytest.mark.parametrize(("width", "columns"), [(1280, 2), (360, 1)])
def test_cards_are_side_by_side_if_there_is_room(visit: Visit, width: int, columns: int) -> None:
    cards = boxes(visit("card", width), ".pubs-card")
    assert len({round(card["x"]) for card in cards}) == columns


def test_an_open_fold_does_not_break_the_grid(visit: Visit) -> None:
    page = visit("card", 1280)
    before = [(card["x"], card["width"]) for card in boxes(page, ".pubs-card")]
    for fold in page.locator(".pubs-card summary").all():
        fold.click()
    assert [(card["x"], card["width"]) for card in boxes(page, ".pubs-card")] == before


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("name", ["card", "table"])
def test_no_element_is_wider_than_the_screen(visit: Visit, name: str, direction: str, width: int) -> None:
    page = visit(name, width)
    page.evaluate(f"document.documentElement.dir = '{direction}'")
    for fold in page.locator(".pubs-entry summary").all():
        fold.click()
    for box in boxes(page, ".pubs-entry, .pubs-entry *:not(.pubs-comma)"):
        assert box["left"] >= 0
        assert box["right"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_picture_is_shown_in_the_card(visit: Visit) -> None:
    page = visit("card", 1280)
    assert (
        page.locator("img.pubs-picture").evaluate("picture => picture.complete && picture.naturalWidth") > 0
    )
    (card,), (picture,) = boxes(page, ".pubs-card:has(img)"), boxes(page, "img.pubs-picture")
    assert abs(card["width"] - picture["width"]) <= 3
    assert abs(picture["width"] / picture["height"] - 16 / 9) < 0.1


def test_columns_are_below_their_heads_in_every_group(visit: Visit) -> None:
    page = visit("table", 1280)
    for column in ("title", "venue", "award", "buttons"):
        cells = boxes(page, f".pubs-column-{column}")
        assert len(cells) == 6
        assert len({(round(cell["x"]), round(cell["width"])) for cell in cells}) == 1


def test_on_a_phone_each_row_is_a_block_with_labels(visit: Visit) -> None:
    page = visit("table", 360)
    cells = boxes(page, '[data-key="yang-2024"] > td:not(:empty)')
    assert all(below["top"] >= above["bottom"] for above, below in pairwise(cells))
    label = "cell => getComputedStyle(cell, '::before').content"
    assert "Venue" in page.locator('[data-key="yang-2024"] .pubs-column-venue').evaluate(label)
    expect(page.locator('[data-key="ko-2023"] .pubs-column-award')).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_a_table_to_screen_readers(visit: Visit, width: int) -> None:
    page = visit("table", width)
    expect(page.get_by_role("table")).to_have_count(3)
    expect(page.get_by_role("columnheader", name="Venue")).to_have_count(3)
    expect(page.get_by_role("row")).to_have_count(6)
    expect(page.get_by_role("cell", name="Journal of Layers")).to_have_count(1)


def test_open_details_are_below_the_whole_row(visit: Visit) -> None:
    page = visit("table", 1280)
    before = boxes(page, '[data-key="yang-2024"] > td:not(.pubs-column-title)')
    page.locator('[data-key="yang-2024"] summary').first.click()
    after = boxes(page, '[data-key="yang-2024"] > td:not(.pubs-column-title)')
    assert [cell["x"] for cell in after] == [cell["x"] for cell in before]
    (row,), (fold,) = boxes(page, '[data-key="yang-2024"]'), boxes(page, '[data-key="yang-2024"] .pubs-folds')
    assert abs(row["width"] - fold["width"]) <= 1


@pytest.mark.parametrize("name", ["card", "table"])
@pytest.mark.parametrize("width", [360, 1280])
def test_hidden_elements_are_not_visible(visit: Visit, name: str, width: int) -> None:
    page = visit(name, width)
    for selector in (".pubs-entry", ".pubs-list"):
        page.locator(selector).first.evaluate("node => { node.hidden = true }")
        expect(page.locator(selector).first).to_be_hidden()


def test_on_paper_a_table_has_no_buttons(visit: Visit) -> None:
    page = visit("table", 1280)
    page.emulate_media(media="print")
    expect(page.locator(".pubs-column-buttons").first).to_be_hidden()
    expect(page.locator(".pubs-column-title").first).to_be_visible()


SORTED = SOURCES | {
    "index.rst": "Papers\n======\n\n.. publications::\n   :layout: table\n   :filterable:\n",
    "card.rst": ":orphan:\n\nCards\n=====\n\n.. publications::\n   :layout: card\n   :filterable:\n",
    "table.rst": ":orphan:\n\nTable\n=====\n",
}


@pytest.fixture(scope="module")
def filtered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a table and cards with a filter bar."""
    project = Project(tmp_path_factory.mktemp("filtered"))
    project.src.mkdir()
    built = project.write(SORTED).build(conf='\nhtml_theme = "alabaster"\n')
    assert built.warnings == []
    return built.outdir


def shown_keys(page: Page) -> list[str]:
    return [
        entry.get_attribute("data-key") or ""
        for entry in page.locator(".pubs-entry").all()
        if entry.is_visible()
    ]


def test_column_headers_sort_and_the_bar_restores_the_order(filtered: Path, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto((filtered / "index.html").as_uri())
    in_groups = shown_keys(page)
    page.get_by_role("columnheader", name="Title").get_by_role("button").first.click()
    expect(page.locator(".pubs-group:visible")).to_have_count(0)
    assert shown_keys(page) == ["old-note", "ko-2023", "yang-2024"]
    page.locator('select[name="sort"]').select_option(index=0)
    expect(page.locator(".pubs-group:visible")).to_have_count(3)
    assert shown_keys(page) == in_groups


@pytest.mark.parametrize("name", ["index", "card"])
def test_what_is_searched_for_in_a_sorted_table_or_among_cards(filtered: Path, page: Page, name: str) -> None:
    page.goto((filtered / f"{name}.html").as_uri())
    page.locator('select[name="sort"]').select_option("title")
    page.locator('input[type="search"]').fill("layers")
    expect(page.locator(".pubs-entry:visible")).to_have_count(1)
    assert shown_keys(page) == ["ko-2023"]
    page.locator('input[type="search"]').fill("")
    expect(page.locator(".pubs-entry:visible")).to_have_count(3)
    assert shown_keys(page) == ["old-note", "ko-2023", "yang-2024"]


def test_labels_are_in_the_cells_on_a_phone_only(filtered: Path, page: Page) -> None:
    label = "cell => getComputedStyle(cell, '::before').content"
    for width, expected in ((1280, "none"), (360, '"Venue"')):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto((filtered / "index.html").as_uri())
        assert page.locator('[data-key="yang-2024"] .pubs-column-venue').evaluate(label) == expected
        heads = page.locator("thead th button")
        expect(heads.first).to_be_visible() if width > 1000 else expect(heads.first).to_be_hidden()


def test_the_heads_of_a_table_say_what_sorts_and_keep_the_focus(filtered: Path, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto((filtered / "index.html").as_uri())
    assert page.locator("th button:visible").count() == 2  # title and authors, in the first table
    page.get_by_role("columnheader", name="Title").get_by_role("button").first.click()
    expect(page.locator(".pubs-flat th[data-column=title]")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(".pubs-flat th[data-column=title] button")).to_be_focused()
    page.locator(".pubs-flat th[data-column=authors] button").click()
    expect(page.locator(".pubs-flat th[data-column=authors]")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(".pubs-flat th[data-column=title]")).not_to_have_attribute("aria-sort", "ascending")
    assert shown_keys(page) == ["old-note", "ko-2023", "yang-2024"]
    page.locator('select[name="sort"]').select_option("")
    expect(page.locator("th[aria-sort]:visible")).to_have_count(0)


def test_a_sorted_table_shows_years(filtered: Path, page: Page) -> None:
    page.goto((filtered / "index.html").as_uri())
    page.locator('select[name="sort"]').select_option("title")
    expect(page.locator("[data-key=ko-2023] .pubs-added")).to_have_text("2023")


def test_an_author_chosen_in_a_sorted_table_keeps_the_order(filtered: Path, page: Page) -> None:
    page.goto((filtered / "index.html").as_uri())
    page.locator('select[name="sort"]').select_option("title")
    page.locator("[data-key=ko-2023] a.pubs-term").first.click()
    expect(page.locator(".pubs-entry:visible")).to_have_count(2)
    assert shown_keys(page) == ["ko-2023", "yang-2024"]
    expect(page.locator('select[name="sort"]')).to_have_value("title")
