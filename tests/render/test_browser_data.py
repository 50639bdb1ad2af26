"""The filter bar: its controls, its markup, and its data for the script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.query.facets import BUILTIN
from sphinxext_pubs.render.browser_data import (
    bar_view,
    facet_data,
    ranks,
    script_data,
    to_json,
)
from sphinxext_pubs.render.filter_controls import (
    ACTIONS,
    BarView,
    controls_of,
    default_controls,
    parse_controls,
)
from sphinxext_pubs.render.listed_papers import ListedPapers
from sphinxext_pubs.render.search_data import search_data, searchable
from tests.conftest import Built, Project

Page = Callable[..., Built]

YANG = Name(family="Yang", given="Yongjin")
PAPER = Publication(
    key="a",
    type="paper-conference",
    title=text_of("Towards “Easy” Transfer"),
    author=(YANG, Name(family="Åberg", given="Søren"), OTHERS),
    container_title=text_of("Proceedings of EMNLP"),
    issued=Date((2024, 11)),
    keyword=("Prompts", "prompts"),
    award=(text_of("Best Paper"),),
    abstract=text_of("On the Straße."),
)
OTHER = Publication(
    key="b", type="book", title=text_of("Zebras"), editor=(YANG,), issued=Date((2019,), end=(2021,))
)
UNDATED = Publication(key="c", title=text_of("Notes"), author=(YANG,))
LISTED = ListedPapers((PAPER, OTHER, UNDATED), frozenset({"abstract", "bibtex"}))


# Words of the option


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param((), (*default_controls(BUILTIN), *ACTIONS), id="the usual ones"),
        pytest.param(("search", "year"), ("search", "year", *ACTIONS), id="named, in their order"),
        pytest.param(("year", "search", "year"), ("year", "search", *ACTIONS), id="each once"),
        pytest.param(("language",), ("language", *ACTIONS), id="not a usual one"),
        pytest.param(
            ("!author",),
            tuple(n for n in (*default_controls(BUILTIN), *ACTIONS) if n != "author"),
            id="one less",
        ),
        pytest.param(("search", "!sort", "!download"), ("search", "abstracts"), id="without actions"),
        pytest.param(("Search",), ("search", *ACTIONS), id="whatever the case"),
        pytest.param(("none",), (), id="none"),
    ],
)
def test_controls(words: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert parse_controls(words, BUILTIN) == expected


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("serch", "Unknown control “serch”. Did you mean “search”?"),
        ("!years", "Unknown control “!years”. Did you mean “year”?"),
        ("key", "Unknown control “key”"),
    ],
)
def test_unknown_controls(word: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as error:
        parse_controls((word,), BUILTIN)
    assert all(control.name in str(error.value) for control in controls_of(BUILTIN).rows)


# Data for the script


#: Texts with their folded form, for the server and for the script of the browser.
FOLDED = json.loads((Path(__file__).parents[1] / "scripts/folded_texts.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_texts_are_folded(text: str, expected: str) -> None:
    assert searchable(text) == expected


def words(paper: Publication, listed: ListedPapers = LISTED) -> str:
    """Return the search words of a paper."""
    (text,) = search_data(replace(listed, papers=(paper,)))["text"]
    return str(text)


def test_search_words_of_a_paper() -> None:
    assert words(PAPER) == (
        'towards "easy" transfer yongjin yang soren aberg proceedings of emnlp prompts prompts 2024'
    )
    hidden = replace(LISTED, parts=frozenset())
    assert words(PAPER, hidden).startswith('towards "easy" transfer on the strasse. yongjin')


def test_the_fields_come_first_and_have_their_lengths() -> None:
    paper = replace(PAPER, title=text_of("🗻 Ångström"), doi="10.1/A", note=text_of("Talk"))
    data = search_data(replace(LISTED, papers=(paper, UNDATED), parts=frozenset()))
    assert data["text"][0].startswith("🗻 angstrom 10.1/a talk on the strasse. yongjin")
    assert data["fields"] == {"title": [11, 5], "doi": [6, 0], "note": [4, 0], "abstract": [15, 0]}
    assert search_data(LISTED)["fields"] == {"title": [23, 6, 5], "doi": [], "note": [], "abstract": []}
    assert search_data(replace(LISTED, papers=()))["text"] == []


def test_what_papers_have() -> None:
    linked = replace(UNDATED, key="d", links=(Link("pdf", "a.pdf"),))
    having = search_data(replace(LISTED, papers=(UNDATED, linked, UNDATED)))["having"]
    assert (having["name"], having["of"]) == ("has", [0, 1, 0])
    words_of_sets = [[having["words"][index] for index in row] for row in having["sets"]]
    assert [("title" in row, "authors" in row, "pdf" in row) for row in words_of_sets] == [
        (True, True, False),
        (True, True, True),
    ]


def test_the_words_of_a_paper_have_a_limit() -> None:
    long = replace(PAPER, abstract=text_of("x" * 1_000_000))
    assert 20_000 <= len(words(long, replace(LISTED, parts=frozenset()))) <= 20_004


def test_years_are_those_found_by_conditions() -> None:
    assert facet_data(BUILTIN["year"], LISTED) == {
        "label": "Year",
        "kind": "range",
        "selector": "",
        "terms": ["2024", "2021", "2020", "2019"],
        "labels": [],
        "of": [[0], [3, 2, 1], []],
    }


def test_terms_that_differ_in_case_are_merged() -> None:
    found = facet_data(BUILTIN["keyword"], LISTED)
    assert (len(found["terms"]), found["of"]) == (1, [[0], [], []])


def test_labels_are_translated_and_terms_are_not() -> None:
    found = facet_data(BUILTIN["type"], replace(LISTED, translate=lambda message: f"<{message}>"))
    assert found["label"] == "<Type>"
    assert "book" in found["terms"]
    assert all(label.startswith("<") for label in found["labels"])


def test_equal_papers_share_a_rank_and_those_without_have_none() -> None:
    assert ranks(BUILTIN["date"], (PAPER, OTHER, UNDATED, PAPER)) == [1, 0, -1, 1]


def bar(listed: ListedPapers, *words: str, number: int = 1) -> BarView:
    controls = parse_controls(words, BUILTIN)
    return bar_view(
        listed, identifier="p", number=number, controls=controls, data=script_data(listed, controls)
    )


def test_the_bar_has_controls_that_offer_a_choice() -> None:
    view = bar(LISTED)
    assert [control.name for control in view.controls] == [
        *("search", "year", "type", "author", "award", "sort", "abstracts", "download")
    ]
    data = json.loads(view.data)
    assert data["keys"] == ["a", "b", "c"]
    assert data["years"] == ["2024", "2019–2021", ""]
    assert data["defaultRange"] == "year"
    assert data["facets"].keys() == {"year", "type", "author", "award"}
    assert data["ranks"].keys() == {"date", "title", "author"}


def test_sort_orders_have_their_facets_and_columns() -> None:
    view = bar(LISTED)
    sorts = json.loads(view.data)["sorts"]
    assert [(row["name"], row["facet"], row["descending"], row["columns"]) for row in sorts] == [
        ("newest", "date", True, ["year", "date"]),
        ("oldest", "date", False, ["year", "date"]),
        ("title", "title", False, ["title"]),
        ("author", "author", False, ["authors"]),
    ]
    assert [name for name, _ in view.sorts] == ["", *(row["name"] for row in sorts)]


def test_hidden_parts_have_no_controls() -> None:
    view = bar(replace(LISTED, parts=frozenset({"title"})), "search", "!sort")
    assert [control.name for control in view.controls] == ["search"]
    assert json.loads(view.data)["ranks"] == {}
    assert json.loads(view.data)["sorts"] == []


def test_bars_of_a_page_have_unique_names() -> None:
    labels = [bar(LISTED, number=number).label for number in (1, 2)]
    assert labels == ["Filter the list", "Filter the list (2)"]


@pytest.mark.parametrize("value", ["</script><script>alert(1)</script>", "<!--", "&lt;", "\u2028", '"\\'])
def test_data_cannot_end_the_script_element(value: str) -> None:
    output = to_json({"a": [value]})
    assert not set(output) & set("<>&\u2028\u2029")
    assert json.loads(output) == {"a": [value]}


# On pages

FILTERABLE = "Papers\n======\n\n.. publications::\n   :filterable:\n"


def indexes(built: Built, name: str = "index") -> list[dict[str, Any]]:
    found = re.findall(
        r'<script type="application/json" class="pubs-index"[^>]*>(.*?)</script>', built.page(name)
    )
    return [json.loads(text) for text in found]


def test_a_bar_is_above_its_list_hidden_until_the_script_shows_it(page: Page) -> None:
    built = page(FILTERABLE)
    body = built.body()
    assert built.warnings == []
    assert body.index('<form class="pubs-filter"') < body.index('<section class="pubs-group"')
    assert re.search(r'<form class="pubs-filter" role="search" [^>]*data-list="pubs" hidden="">', body)
    assert '<input type="search" name="search"' in body
    assert body.count('data-list="pubs"') == 2 + 3
    assert indexes(built)[0]["keys"] == ["yang-2024", "ko-2023", "old-note"]
    assert built.page().count("_static/pubs.js?v=") == 1


def test_options_on_the_line_of_the_directive_and_in_myst(page: Page) -> None:
    for source, md in (
        ("P\n=\n\n.. publications:: :filterable: search\n", False),
        ("# P\n\n```{publications}\n:filterable: search\n```\n", True),
        ("# P\n\n:::{publications} :filterable: search\n:::\n", True),
    ):
        built = page(source, md=md)
        assert re.findall(r'name="(\w+)"', built.body()) == [
            "search",
            "sort",
            "abstracts",
            "download",
            "clear",
        ]


def test_without_the_option_there_is_neither_bar_nor_data(page: Page) -> None:
    html = page("P\n=\n\n.. publications::\n").page()
    assert "pubs-filter" not in html
    assert "data-list" not in html
    assert 'defer="defer" src="_static/pubs.js' in html


def test_one_paper_needs_no_bar(page: Page) -> None:
    assert "<form" not in page(f"{FILTERABLE}   :key: ko-2023\n").body()


def test_a_page_without_a_list_has_no_assets(page: Page) -> None:
    built = page(FILTERABLE, other__rst=":orphan:\n\nOther\n=====\n\nNothing.\n")
    assert "pubs" not in built.page("other").replace("sphinxext_pubs", "")


def test_the_default_of_the_project(page: Page) -> None:
    source = "P\n=\n\n.. publications::\n\n.. publications::\n   :filterable: none\n"
    built = page(source, conf='\npubs_filterable = ["search"]\n')
    assert len(indexes(built)) == 1
    assert '<details class="pubs-menu"' in page(source, conf="\npubs_filterable = True\n").body()
    assert "<form" not in page(source, conf="\npubs_filterable = False\n").body()


def test_an_unknown_control_is_an_error_at_its_line(page: Page) -> None:
    built = page("P\n=\n\n.. publications::\n   :filterable: search, yeer\n")
    assert built.warnings[0].startswith(
        "index.rst:5: ERROR: publications: option “filterable”: unknown control “yeer”. Did you mean “year”?"
    )
    assert "pubs-entry" not in built.body()


def test_lists_of_a_page_have_unique_names(page: Page) -> None:
    lists = "".join(f"\n.. publications::\n   :filterable:\n{name}" for name in ("", "   :name: Mine\n", ""))
    built = page(f"P\n=\n{lists}")
    assert re.findall(r'<form [^>]*data-list="([^"]*)"', built.body()) == ["pubs", "mine", "pubs-2"]
    assert len(set(re.findall(r'<form [^>]*aria-label="([^"]*)"', built.body()))) == 3
    assert re.findall(r'class="pubs-list[^"]*" data-list="([^"]*)"', built.body())[::3] == [
        "pubs",
        "mine",
        "pubs-2",
    ]


def test_lists_in_a_single_page_have_unique_names(project: Project) -> None:
    index = f"{FILTERABLE}\n.. toctree::\n\n   more\n"
    built = project.write({"index.rst": index, "more.rst": FILTERABLE}).build("singlehtml")
    names = re.findall(r'<form [^>]*data-list="([^"]*)"', built.page())
    assert len(names) == len(set(names)) == 2
    assert {*re.findall(r'class="pubs-list[^"]*" data-list="([^"]*)"', built.page())} == {*names}


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "man", "texinfo", "json", "gettext"])
def test_other_builders_have_no_bar(page: Page, builder: str) -> None:
    built = page(FILTERABLE, builder=builder)
    for name, content in built.tree().items():
        if not name.startswith(("_static", ".doctrees")) and not name.endswith((".pickle", ".zip", ".epub")):
            assert b"pubs-filter" not in content, name
            assert b"No paper matches" not in content, name


def test_the_bar_is_updated_with_the_data(project: Project) -> None:
    project.write({"index.rst": FILTERABLE}).build()
    extra = "@book{new, title={New & <b>}, author={A B}, year=2030}\n"
    old = (project.src / "papers.bib").read_text(encoding="utf-8")
    built = project.write({"papers.bib": old + extra}).build()
    assert "new" in indexes(built)[0]["keys"]
    assert (
        built.tree()["index.html"]
        == project.build(out="clean", doctrees="clean-doctrees").tree()["index.html"]
    )


def test_a_template_of_the_user_overrides_the_bar(project: Project) -> None:
    project.write({"index.rst": FILTERABLE, "_templates/pubs/filter.html": "<hr class='{{ bar.list }}'>"})
    assert "<hr class='pubs'>" in project.build(conf='\ntemplates_path = ["_templates"]\n').body()
    project.write({"_templates/pubs/filter.html": "{{ bar.none }}"})
    built = project.build(conf='\ntemplates_path = ["_templates"]\n')
    assert "pubs.template" in built.warnings[0]
    assert '<form class="pubs-filter"' in built.body()


def test_the_bar_has_the_classes_of_its_list(page: Page) -> None:
    built = page("T\n=\n\n.. publications::\n   :filterable:\n   :class: mine\n")
    assert '<form class="pubs-filter mine"' in built.page()
    built = page("T\n=\n\n.. publications::\n   :filterable:\n")
    assert '<form class="pubs-filter"' in built.page()
