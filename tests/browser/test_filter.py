"""The filter bar: typing, clicking, keyboard, back and forward, reloading, saving."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, TimeoutError, expect

from sphinxext_pubs.render.search_data import searchable
from tests.conftest import Project

BIB = (Path(__file__).resolve().parents[1] / "fixtures/browser/papers.bib").read_bytes()

PAGES = {
    "papers.bib": BIB,
    "index.rst": """Papers
======

.. publications::
   :filterable: search, year, type, venue, author, keyword, status, award

""",
    "nested.rst": """:orphan:

Nested
======

.. publications::
   :filterable:
   :group-by: type, year
""",
    "authors.rst": """:orphan:

By author
=========

.. publications::
   :filterable:
   :group-by: author
""",
    "styled.rst": """:orphan:

Styled
======

.. publications::
   :filterable:
   :group-by: type, year
   :class: styled
""",
    "ranges.rst": """:orphan:

Two ranges
==========

.. publications::
   :filterable: search, letters, year
""",
    "two.rst": """:orphan:

Two
===

.. publications::
   :filterable:
   :group-by: none
   :name: first

.. publications::
   :filterable:
   :group-by: none
   :layout: compact
   :name: second
""",
}

#: A facet with numbers that the package does not have.
CONF = """
from sphinxext_pubs.api import Facet, add_facet

def letters(paper):
    return (str(len(str(paper.title))),)

def setup(app):
    add_facet(app, Facet(name="letters", help="Letters of the title.", terms=letters, control="range"))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("filter"))
    project.src.mkdir()
    built = project.write(PAGES).build(conf=CONF)
    assert built.warnings == []
    return built.outdir


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    """Return the page with the filter bar, which fails the test for errors in its console."""
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 700})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    made = context.new_page()
    problems: list[str] = []
    made.on("pageerror", lambda error: problems.append(str(error)))
    made.on("console", lambda message: problems.append(message.text))
    made.set_default_timeout(8000)
    made.goto((site / "index.html").as_uri())
    expect(made.locator(".pubs-filter")).to_be_visible()
    yield made
    context.close()
    assert problems == []


#: The visible entries: position and key, from top to bottom.
SEEN = """[...document.querySelectorAll('.pubs-entry')].filter(entry => entry.getClientRects().length)
    .map(entry => [entry.getBoundingClientRect().top, entry.dataset.key]).sort((a, b) => a[0] - b[0])"""


def shown(page: Page) -> list[str]:
    """Return the keys of the visible entries, in order."""
    return [key for _, key in page.evaluate(SEEN)]


def expect_shown(page: Page, keys: str) -> None:
    """Wait until these entries are visible, in this order."""
    wanted = keys.split()
    try:
        page.wait_for_function(f"keys => {SEEN}.map(pair => pair[1]).join() === keys.join()", arg=wanted)
    except TimeoutError:
        assert shown(page) == wanted
        raise


def headings(page: Page) -> list[str]:
    """Return the visible headings, without permalinks."""
    texts = page.locator(".pubs-group").locator("h2:visible, h3:visible").all_inner_texts()
    return [text.rstrip("¶") for text in texts]


def search(page: Page, text: str) -> Locator:
    box = page.locator(".pubs-filter input[name=search]").first
    box.click()
    box.press_sequentially(text)
    return box


def menu(page: Page, name: str) -> Locator:
    """Open a menu of the bar, and return it."""
    found = page.locator(f".pubs-menu[data-facet={name}]")
    if found.get_attribute("open") is None:
        found.locator("summary").click()
    return found


def choose(page: Page, name: str, *labels: str) -> None:
    for label in labels:
        menu(page, name).get_by_label(label, exact=False).first.click()


ALL = "soren-2024 berg-2024 castro-2023 dubois-2022 eklund-2020 undated"


# Search


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        pytest.param("Soren", "soren-2024", id="a letter without an accent"),
        pytest.param("åberg", "soren-2024", id="an accent"),
        pytest.param("ABERG", "soren-2024", id="capitals"),
        pytest.param("strasse", "soren-2024", id="in the abstract, folded"),
        pytest.param("straße", "soren-2024", id="in the abstract, as written"),
        pytest.param("berg boats", "berg-2024 castro-2023", id="all words, anywhere"),
        pytest.param("boats berg", "berg-2024 castro-2023", id="in any order"),
        pytest.param('"study of"', "berg-2024", id="a phrase"),
        pytest.param('"of study"', "", id="words not in a row"),
        pytest.param('"quoted things" 2024', "soren-2024", id="a phrase and a word"),
        pytest.param("2023", "castro-2023", id="the year"),
        pytest.param("quay", "eklund-2020", id="the venue as shown"),
        pytest.param("bridges", "eklund-2020", id="a keyword"),
        pytest.param('"Piers" & more', "eklund-2020", id="signs"),
        pytest.param("   ", ALL, id="blanks"),
        pytest.param("booktitle", "", id="what is only in the BibTeX"),
    ],
)
def test_search(page: Page, typed: str, keys: str) -> None:
    search(page, typed)
    expect_shown(page, keys)


def test_groups_without_a_match_are_hidden_and_shown_again(page: Page) -> None:
    search(page, "boats")
    expect_shown(page, "berg-2024 castro-2023")
    assert headings(page) == ["2024", "2023"]
    page.locator("input[name=search]").fill("")
    expect_shown(page, ALL)
    assert headings(page) == ["2024", "2023", "2022", "2019", "Undated"]


def test_nested_groups_are_hidden_and_shown_again(page: Page, site: Path) -> None:
    page.goto((site / "nested.html").as_uri())
    before = headings(page)
    search(page, "zebra")
    expect_shown(page, "castro-2023")
    assert headings(page) == ["Journal articles", "2023"]
    page.locator("input[name=search]").fill("")
    expect(page.locator(".pubs-count")).to_have_text("6 papers")
    expect(page.locator(".pubs-entry:visible")).to_have_count(6)
    assert headings(page) == before


def test_without_a_match_a_message_offers_to_clear_filters(page: Page) -> None:
    search(page, "nothing like this")
    none = page.locator(".pubs-none")
    expect(none).to_contain_text("No paper matches.")
    expect_shown(page, "")
    none.get_by_role("button", name="Clear all").click()
    expect_shown(page, ALL)
    expect(none).to_be_hidden()


def test_the_number_of_matches_is_announced(page: Page) -> None:
    search(page, "boats")
    expect(page.locator(".pubs-count")).to_have_text("2 of 6 papers")
    status = page.get_by_role("status").first
    expect(status).to_have_text("2 of 6 papers")


WRITTEN = ("Søren ÅBERG", "GRÜẞE", "ﬁnal", "İstanbul", "pre–post", "Łódź", "ΣΊΣΥΦΟΣ", "Ŧħŋ", "it’s", "がく")


def test_texts_are_folded_as_the_server_folds_them(page: Page, site: Path) -> None:
    """Every title is found by its own text."""
    source = (site / "index.html").read_text(encoding="utf-8")
    for texts in (WRITTEN[:6], WRITTEN[4:]):
        folded = json.dumps([searchable(text) for text in texts], ensure_ascii=False)
        body = re.sub(r'"text":\[.*?\](?=,"fields")', f'"text":{folded}', source)
        page.route("**/folded.html", _answer(body))
        page.goto((site / "folded.html").as_uri())
        for text in texts:
            page.locator("input[name=search]").fill(f'"{text}"')
            expect(page.locator(".pubs-count")).to_have_text("1 of 6 papers")


def _answer(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")


# Menus


def test_a_menu_shows_the_number_of_results_of_each_value(page: Page) -> None:
    options = menu(page, "keyword").locator("li")
    assert sorted(options.all_inner_texts()) == ["boats\n1", "bridges\n1", "layers\n2", "water\n1"]


def test_values_of_a_facet_are_alternatives_and_facets_add_up(page: Page) -> None:
    choose(page, "keyword", "layers", "boats")
    expect_shown(page, "soren-2024 berg-2024 castro-2023")
    choose(page, "type", "Journal article")
    expect_shown(page, "berg-2024 castro-2023")


def test_counts_follow_the_active_filters(page: Page) -> None:
    choose(page, "type", "Journal article")
    years = menu(page, "year").locator("li")
    expect(years.filter(has_text="2024").locator(".pubs-tally")).to_have_text("1")
    expect(years.filter(has_text="2022").locator(".pubs-tally")).to_have_text("0")
    # The values selected in a facet do not change its own counts.
    types = menu(page, "type").locator("li")
    expect(types.filter(has_text="Book").locator(".pubs-tally")).to_have_text("1")


def test_counts_of_an_open_menu_follow_the_search(page: Page) -> None:
    years = menu(page, "year").locator("li")
    page.locator("input[name=search]").press_sequentially("zebra")
    menu(page, "year")
    expect(years.filter(has_text="2024").locator(".pubs-tally")).to_have_text("0")


@pytest.mark.parametrize(
    ("first", "last", "keys"),
    [
        ("2023", "", "soren-2024 berg-2024 castro-2023"),
        ("", "2020", "eklund-2020"),
        ("2020", "2022", "dubois-2022 eklund-2020"),
        ("2020", "2020", "eklund-2020"),
        ("x", "", ALL),
        ("", "", ALL),
    ],
)
def test_years_from_and_to(page: Page, first: str, last: str, keys: str) -> None:
    years = menu(page, "year")
    years.get_by_label("From").fill(first)
    years.get_by_label("To").fill(last)
    expect_shown(page, keys)


def test_any_award(page: Page) -> None:
    choose(page, "award", "Any")
    expect_shown(page, "soren-2024")


def test_a_menu_closes_by_escape_and_by_a_click_elsewhere(page: Page) -> None:
    opened = menu(page, "type")
    page.keyboard.press("Escape")
    expect(opened).not_to_have_attribute("open", "")
    expect(opened.locator("summary")).to_be_focused()
    opened = menu(page, "type")
    other = menu(page, "year")
    expect(opened).not_to_have_attribute("open", "")
    page.locator("h1").click()
    expect(other).not_to_have_attribute("open", "")


# Chips


def test_active_filters_are_chips_that_can_be_removed(page: Page) -> None:
    search(page, "boats")
    choose(page, "type", "Journal article")
    menu(page, "year").get_by_label("From").fill("2024")
    chips = page.locator(".pubs-chips li")
    expect(chips).to_have_text(["“boats”", "2024–…", "Journal articles", "Clear all"])
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove “boats”").click()
    expect(chips).to_have_text(["2024–…", "Journal articles", "Clear all"])
    expect(page.locator("input[name=search]")).to_have_value("")
    expect(page.get_by_role("button", name="Remove 2024–…")).to_be_focused()
    chips.get_by_role("button", name="Clear all").click()
    expect(page.locator(".pubs-chips")).to_be_hidden()
    expect_shown(page, ALL)


# Sorting


@pytest.mark.parametrize(
    ("sort", "keys"),
    [
        ("newest", ALL),
        ("oldest", "eklund-2020 dubois-2022 castro-2023 berg-2024 soren-2024 undated"),
        ("title", "berg-2024 eklund-2020 dubois-2022 soren-2024 undated castro-2023"),
        ("author", "soren-2024 berg-2024 castro-2023 dubois-2022 eklund-2020 undated"),
    ],
)
def test_sorting_makes_one_list_and_can_be_undone(page: Page, sort: str, keys: str) -> None:
    page.locator("select[name=sort]").select_option(sort)
    expect_shown(page, keys)
    assert headings(page) == []
    page.locator("select[name=sort]").select_option("")
    expect_shown(page, ALL)
    assert headings(page) == ["2024", "2023", "2022", "2019", "Undated"]


def test_an_entry_outside_its_group_shows_its_year(page: Page) -> None:
    page.locator("select[name=sort]").select_option("title")
    entry = page.locator('[data-key="castro-2023"]')
    expect(entry.locator(".pubs-year")).to_be_visible()
    page.locator("select[name=sort]").select_option("")
    expect(entry.locator(".pubs-year")).to_be_hidden()


def test_a_sorted_list_keeps_its_class(page: Page, site: Path) -> None:
    page.goto((site / "styled.html").as_uri() + "?pubs.sort=title")
    expect(page.locator(".pubs-flat")).to_be_visible()
    expect(page.locator(".styled .pubs-entry:visible, .styled.pubs-flat .pubs-entry")).to_have_count(6)


def test_a_paper_of_several_groups_is_in_a_sorted_list_once(page: Page, site: Path) -> None:
    page.goto((site / "authors.html").as_uri())
    expect(page.locator(".pubs-count")).to_have_text("6 papers")
    assert len(shown(page)) == 8
    page.locator("select[name=sort]").select_option("newest")
    expect_shown(page, ALL)
    page.locator("select[name=sort]").select_option("")
    expect(page.locator(".pubs-entry:visible")).to_have_count(8)
    search(page, "layers deep")
    expect_shown(page, "soren-2024 soren-2024")


def test_a_sorted_list_can_be_searched(page: Page) -> None:
    page.locator("select[name=sort]").select_option("oldest")
    search(page, "boats")
    expect_shown(page, "castro-2023 berg-2024")


# The address


def test_every_view_has_an_address(page: Page, site: Path) -> None:
    search(page, "boats")
    choose(page, "author", "Carla Castro")
    expect_shown(page, "castro-2023")
    page.wait_for_url(re.compile(r"pubs\.search=boats&pubs\.author=Carla"))
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect_shown(page, "castro-2023")
    expect(page.locator("input[name=search]")).to_have_value("boats")
    page.reload()
    expect_shown(page, "castro-2023")


def test_back_and_forward(page: Page) -> None:
    choose(page, "type", "Journal article")
    page.wait_for_url(re.compile("article-journal"))
    page.keyboard.press("Escape")
    search(page, "zebra")
    page.wait_for_url(re.compile("zebra"))
    expect_shown(page, "castro-2023")
    page.go_back()
    expect_shown(page, "berg-2024 castro-2023")
    expect(page.locator("input[name=search]")).to_have_value("")
    page.go_back()
    expect_shown(page, ALL)
    page.go_forward()
    page.go_forward()
    expect_shown(page, "castro-2023")


def test_typing_is_one_step_back(page: Page) -> None:
    box = search(page, "boats")
    page.wait_for_url(re.compile("search=boats"))
    box.press_sequentially(" small")
    page.wait_for_url(re.compile(r"search=boats\+small"))
    page.go_back()
    expect_shown(page, ALL)


def test_lists_of_a_page_keep_their_own_state(page: Page, site: Path) -> None:
    page.goto((site / "two.html").as_uri())
    bars = page.locator(".pubs-filter")
    bars.nth(0).locator("input[name=search]").fill("zebra")
    bars.nth(1).locator("input[name=search]").fill("water")
    page.wait_for_url(re.compile(r"first\.search=zebra&second\.search=water"))
    visible = ".pubs-list[data-list={}] .pubs-entry:visible"
    expect(page.locator(visible.format("first"))).to_have_attribute("data-key", "castro-2023")
    expect(page.locator(visible.format("second"))).to_have_attribute("data-key", "soren-2024")
    page.reload()
    expect(page.locator(visible.format("first"))).to_have_attribute("data-key", "castro-2023")
    expect(page.locator(visible.format("second"))).to_have_attribute("data-key", "soren-2024")
    bars.nth(0).get_by_role("button", name="Clear all").click()
    page.wait_for_url(lambda url: "first" not in url)
    expect(page.locator(visible.format("second"))).to_have_attribute("data-key", "soren-2024")


def test_parameters_of_others_are_kept(page: Page) -> None:
    page.goto(page.url + "?lang=x")
    search(page, "zebra")
    page.wait_for_url(re.compile(r"lang=x&pubs\.search=zebra"))


@pytest.mark.parametrize(
    "query",
    [
        "pubs.author=Nobody&pubs.year=1&pubs.type=x&pubs.sort=__proto__&pubs.from=abc",
        "pubs.__proto__=x&pubs.constructor=y&pubs.keyword=__proto__",
        "pubs.sort=%3Cimg%20src=x%20onerror=alert(1)%3E",
        "pubs.author=%E0%A4%A&pubs.from=99999999999999",
        "pubs.year=&pubs.search=",
    ],
)
def test_a_hostile_address_does_nothing(page: Page, query: str) -> None:
    page.goto(f"{page.url}?{query}#%E0%A4%A")
    expect(page.locator(".pubs-filter")).to_be_visible()
    expect_shown(page, ALL)


def test_a_hostile_search_is_plain_text(page: Page) -> None:
    page.goto(f"{page.url}?pubs.search=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(page.locator(".pubs-chips li").first).to_have_text("“<img src=x onerror=alert(1)>”")
    assert page.locator("img[src=x]").count() == 0


# Links into the list


def test_a_link_to_an_entry_that_is_filtered_out_shows_and_marks_it(page: Page) -> None:
    search(page, "zebra")
    expect_shown(page, "castro-2023")
    page.evaluate("location.hash = '#pub-dubois-2022'")
    entry = page.locator("#pub-dubois-2022")
    expect(entry).to_be_in_viewport()
    expect(entry).to_have_class(re.compile("pubs-marked"))
    expect(page.get_by_role("status").first).to_have_text("Filters cleared; showing all papers")
    expect_shown(page, ALL)


def test_a_link_into_a_fold_of_an_entry_that_is_filtered_out(page: Page) -> None:
    search(page, "zebra")
    expect_shown(page, "castro-2023")
    page.evaluate("location.hash = '#pub-soren-2024_abs'")
    expect(page.locator("#pub-soren-2024_abs")).to_be_visible()
    expect(page.locator("#pub-soren-2024")).to_have_class(re.compile("pubs-marked"))


def test_an_address_with_a_filter_and_an_entry_that_it_hides(page: Page) -> None:
    page.goto(f"{page.url}?pubs.search=zebra#pub-undated")
    expect(page.locator("#pub-undated")).to_be_in_viewport()


def test_a_link_to_a_removed_group(page: Page) -> None:
    page.locator("select[name=sort]").select_option("title")
    expect(page.locator("#pubs-2022")).to_be_hidden()
    page.evaluate("location.hash = '#pubs-2022'")
    expect(page.locator("#pubs-2022 h2")).to_be_in_viewport()


# Entries


def test_authors_venues_and_keywords_filter(page: Page) -> None:
    entry = page.locator('[data-key="castro-2023"]')
    entry.get_by_role("link", name="Carla Castro").click()
    expect_shown(page, "castro-2023")
    expect(page.locator(".pubs-chips li").first).to_have_text("Carla Castro")
    page.get_by_role("button", name="Clear all").first.click()
    expect_shown(page, ALL)
    entry.get_by_role("link", name="Journal of Boats").click()
    expect_shown(page, "berg-2024 castro-2023")


def test_an_author_links_to_an_address_that_can_be_copied(page: Page) -> None:
    link = page.locator('[data-key="castro-2023"]').get_by_role("link", name="Bea Berg")
    address = str(link.evaluate("link => link.href"))
    page.goto("about:blank")
    page.goto(address)
    expect_shown(page, "soren-2024 berg-2024 castro-2023")


def test_bib_and_abs_are_toggles(page: Page) -> None:
    entry = page.locator('[data-key="berg-2024"]')
    button = entry.get_by_role("button", name="abs")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    abstract = page.locator("#pub-berg-2024_abs")
    expect(abstract).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    button.press("Enter")
    expect(abstract).to_be_hidden()
    button.press("Space")
    expect(abstract).to_be_visible()
    assert "#" not in page.url


def test_all_abstracts_open_and_close(page: Page) -> None:
    button = page.get_by_role("button", name="Open all abstracts")
    button.click()
    expect(page.locator(".pubs-abstract > div:visible")).to_have_count(3)
    page.get_by_role("button", name="Close all abstracts").click()
    expect(page.locator(".pubs-abstract > div:visible")).to_have_count(0)


def test_copying(page: Page) -> None:
    entry = page.locator('[data-key="berg-2024"]')
    entry.get_by_role("button", name="bib").click()
    copy = entry.locator(".pubs-copy")
    copy.click()
    expect(copy).to_have_text("Copied")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith("@article{berg-2024,")
    entry.locator(".pubs-cite").click()
    expect(entry.locator(".pubs-cite")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "Bea Berg (January 2024). A Study of Boats. Journal of Boats 3."
    )
    expect(copy).to_have_text("Copy")


def test_copying_where_there_is_no_clipboard(page: Page) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    cite = page.locator('[data-key="berg-2024"] .pubs-cite')
    cite.click()
    expect(cite).to_have_text("Copied")
    expect(cite).to_be_focused()


def test_the_filtered_papers_can_be_saved(page: Page) -> None:
    choose(page, "type", "Journal article")
    expect_shown(page, "berg-2024 castro-2023")
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download BibTeX").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename == "pubs.bib"
    assert re.findall(r"^@\w+\{(.+),$", text, re.MULTILINE) == ["berg-2024", "castro-2023"]


# Accessibility


def test_the_bar_works_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "search":
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("From")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("2024")
    expect_shown(page, "soren-2024 berg-2024")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-facet=type] .pubs-options")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".pubs-count")).to_have_text("1 of 6 papers")


def test_only_the_filtered_list_is_printed(page: Page) -> None:
    search(page, "zebra")
    expect_shown(page, "castro-2023")
    page.emulate_media(media="print")
    expect(page.locator(".pubs-filter")).to_be_hidden()
    expect_shown(page, "castro-2023")


def test_menus_fit_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for name in ("year", "type", "author"):
        bar, opened = page.locator(".pubs-filter").bounding_box(), menu(page, name).bounding_box()
        assert bar is not None
        assert opened is not None
        assert bar["x"] <= opened["x"]
        assert opened["x"] + opened["width"] <= bar["x"] + bar["width"]


def test_without_scripts_the_list_is_complete_and_has_no_bar(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.locator(".pubs-filter")).to_be_hidden()
    expect(page.locator(".pubs-entry:visible")).to_have_count(6)
    expect(page.locator(".pubs-cite:visible, .pubs-copy:visible")).to_have_count(0)
    context.close()


def test_an_invalid_year_is_reported_and_changes_nothing(page: Page) -> None:
    field = menu(page, "year").locator("input[name=from]")
    field.fill("abc")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".pubs-chips li")).to_have_count(0)
    field.fill("2023")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".pubs-chips li").first).to_have_text("2023–…")


def test_each_facet_with_a_range_has_its_own(page: Page) -> None:
    page.goto(page.url.replace("index.html", "ranges.html"))
    menu(page, "year").locator("input[name=from]").fill("2023")
    field = menu(page, "letters").locator("input[name=from]")
    expect(field).to_have_value("")
    field.fill("16")
    expect_shown(page, "soren-2024 berg-2024")
    chips = page.locator(".pubs-chips li")
    expect(chips).to_have_text(["Year: 2023–…", "Letters: 16–…", "Clear all"])
    page.wait_for_function("location.search === '?pubs.year.from=2023&pubs.letters.from=16'")
    page.reload()
    expect_shown(page, "soren-2024 berg-2024")
    chips.filter(has_text="Year").locator("button").click()
    expect_shown(page, "soren-2024 berg-2024 eklund-2020 undated")
    expect(menu(page, "letters").locator("summary")).to_have_text("Letters (1)")


def test_an_address_without_a_facet_is_a_range_of_years(page: Page) -> None:
    page.goto(f"{page.url.replace('index.html', 'ranges.html')}?pubs.from=2022&pubs.to=2023")
    expect_shown(page, "castro-2023 dubois-2022")
    expect(page.locator(".pubs-chips li").first).to_have_text("Year: 2022–2023")


def test_a_menu_closes_when_the_keyboard_leaves_it(page: Page) -> None:
    opened = menu(page, "type")
    opened.locator("summary").focus()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".pubs-menu[open]")).to_have_count(0)


def test_a_fragment_stays_in_the_address_unless_its_target_is_hidden(page: Page) -> None:
    first = shown(page)[0]
    page.evaluate("key => location.hash = document.querySelector(`[data-key='${key}']`).id", first)
    anchor = page.evaluate("location.hash")
    page.locator("select[name=sort]").select_option("oldest")
    page.wait_for_function("location.search.includes('sort=oldest')")
    assert page.evaluate("location.hash") == anchor
    search(page, "zzzz")
    page.wait_for_function("location.search.includes('zzzz')")
    assert page.evaluate("location.hash") == ""


def test_back_after_a_link_to_a_hidden_entry_is_the_filter(page: Page) -> None:
    search(page, "zzzz")
    page.wait_for_function("location.search.includes('zzzz')")
    page.evaluate("location.hash = document.querySelector('.pubs-entry[id]').id")
    page.wait_for_function("!location.search.includes('zzzz')")
    page.go_back()
    expect(page.locator("input[name=search]")).to_have_value("zzzz")


def test_an_empty_download_is_not_possible(page: Page) -> None:
    page.goto(page.url.replace("index.html", "nested.html"))
    button = page.get_by_role("button", name="Download BibTeX")
    expect(button).to_be_enabled()
    search(page, "zzzz")
    expect(button).to_be_disabled()
