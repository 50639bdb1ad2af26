"""Charts and single papers on any page, in every builder, and their updates with the data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from sphinxext_pubs.render.svg_bars import MAX_ROWS, bars_by_year
from tests.conftest import PAPERS, Built, Project

Page = Callable[..., Built]


def chart(options: str = "") -> str:
    return f"T\n=\n\n.. publications-chart::\n{options}\n"


@pytest.mark.parametrize(
    ("options", "label"),
    [
        ("", "Papers per year: 2023: 1, 2024: 1"),
        (
            "   :by: author\n",
            "Papers by author: Jongwoo Ko: 2, Ada Example: 1, Se-Young Yun: 1, Yongjin Yang: 1",
        ),
        (
            "   :by: type\n   :caption: Kinds\n",
            "Kinds: Conference papers: 1, Journal articles: 1, Other works: 1",
        ),
        (
            "   :by: author\n   :year: 2023-\n",
            "Papers by author: Jongwoo Ko: 2, Se-Young Yun: 1, Yongjin Yang: 1",
        ),
    ],
)
def test_charts(page: Page, options: str, label: str) -> None:
    built = page(chart(options))
    assert built.warnings == []
    svg = BeautifulSoup(built.page(), "html.parser").select_one(".pubs-chart svg")
    assert svg is not None
    title, _, counts = str(svg["aria-label"]).partition(": ")
    assert title == label.partition(": ")[0]
    assert sorted(counts.split(", ")) == sorted(label.partition(": ")[2].split(", "))
    assert "pubs.css" in built.page()


@pytest.mark.parametrize(
    ("counts", "labels"),
    [
        ({}, []),
        ({2020: 1, 2022: 3}, ["2020: 1", "2021: 0", "2022: 3"]),
        (
            {1950: 1, 1959: 2, 2024: 5},
            ["1950–1959: 3", *(f"{y}–{y + 9}: 0" for y in range(1960, 2020, 10)), "2020–2029: 5"],
        ),
        ({-44: 1, 1: 2, 2024: 1}, None),
    ],
)
def test_many_years_are_combined(counts: dict[int, int], labels: list[str] | None) -> None:
    bars = bars_by_year(counts)
    assert sum(bar.count for bar in bars) == sum(counts.values())
    assert len(bars) <= MAX_ROWS
    if labels is not None:
        assert [f"{bar.label}: {bar.count}" for bar in bars] == labels


def test_bars_link_to_pages(project: Project) -> None:
    by = "\n".join(
        f".. publications-chart::\n   :by: {kind}\n" for kind in ("year", "author", "venue", "type")
    )
    project.write({"sub/page.rst": f"T\n=\n\n{by}", "index.rst": "T\n=\n\n.. toctree::\n\n   sub/page\n"})
    built = project.build(conf='\npubs_pages = ["year", "author", "venue"]\n')
    assert built.warnings == []
    year, author, venue, kind = BeautifulSoup(built.page("sub/page"), "html.parser").select(".pubs-chart svg")
    assert [a["href"] for a in year.select("a")] == ["../years/2023.html", "../years/2024.html"]
    assert author.select("a")[0]["href"] == "../people/jongwoo-ko.html"
    assert {a["href"] for a in venue.select("a")} >= {"../venues/journal-of-layers.html"}
    assert not kind.select("a")
    plain = project.build(conf="\n")
    assert "<a" not in "".join(map(str, BeautifulSoup(plain.page("sub/page"), "html.parser").select("svg")))


def test_in_myst(page: Page) -> None:
    built = page("# T\n\n```{publications-chart}\n:by: author\n```\n", md=True)
    assert built.warnings == []
    assert "pubs-chart" in built.page()


@pytest.mark.parametrize(
    "builder", ["text", "latex", "epub", "man", "texinfo", "singlehtml", "dirhtml", "gettext", "xml", "json"]
)
def test_other_builders_show_counts_as_text(project: Project, builder: str) -> None:
    project.write({"index.rst": chart()})
    built = project.build(builder)
    assert built.warnings == []
    if builder == "text":
        assert "2024: 1" in built.page(suffix=".txt")


def test_a_single_bar_is_shown_as_text(page: Page) -> None:
    built = page(chart("   :year: 2023\n"))
    assert "<svg" not in built.body()
    assert "2023: 1" in built.body()


def test_nothing_to_draw(page: Page) -> None:
    assert "No publications." in page(chart("   :year: 1900\n")).body()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("   :by: yaer\n", "Did you mean “year”"),
        ("   :yaer: 2023\n", "publications-chart: unknown option “yaer”. Did you mean “year”"),
        ("   :captoin: x\n", "Did you mean “caption”? Choose from: by, caption, year, author,"),
        ("   :year: x\n", "“year”"),
        ("   year\n", "publications-chart: “year” is not an option. Write “:by: year”."),
    ],
)
def test_invalid_options(page: Page, options: str, message: str) -> None:
    (warning,) = page(chart(options)).warnings
    assert "ERROR: publications-chart" in warning
    assert message in warning


def test_charts_are_updated_with_the_data(project: Project) -> None:
    project.write({"index.rst": chart()})
    project.build()
    project.write({"papers.bib": PAPERS + "@misc{new, title = {N}, year = 2023}\n"})
    built = project.build()
    assert built.read == ["index"]
    assert "2023: 2" in built.page()
    assert project.build().read == []


# One paper


def test_a_paper(page: Page) -> None:
    built = page("T\n=\n\n.. publication:: yang-2024\n")
    assert built.warnings == []
    (entry,) = BeautifulSoup(built.page(), "html.parser").select(".pubs-entry")
    assert entry["data-key"] == "yang-2024"
    assert entry.select_one(".pubs-year") is not None


def test_a_paper_with_options(page: Page) -> None:
    built = page("T\n=\n\n.. publication:: yang-2024\n   :layout: card\n   :hide: abstract\n")
    assert built.warnings == []
    assert "pubs-card" in built.page()


def test_a_paper_in_myst(page: Page) -> None:
    built = page("# T\n\n```{publication} yang-2024\n:layout: compact\n```\n", md=True)
    assert built.warnings == []
    assert "pubs-compact" in built.page()


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("yang-2025", "Did you mean “yang-2024”"),
        ("a, b", "is not a single key"),
        ("yang*", "is not a single key"),
    ],
)
def test_an_unknown_paper(page: Page, argument: str, message: str) -> None:
    built = page(f"T\n=\n\n.. publication:: {argument}\n")
    assert any(message in warning for warning in built.warnings)
