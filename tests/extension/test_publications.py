"""The directive ``publications``: both notations, both markups, groups, ids, and invalid options."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from sphinxext_pubs.render.layouts import LAYOUTS
from tests.conftest import Built, Project

Page = Callable[..., Built]


def keys(built: Built, name: str = "index") -> list[str]:
    return re.findall(r'data-key="([^"]*)"', built.page(name))


SPELLINGS = {
    "reST, one line": ("T\n=\n\n.. publications:: :year: 2024\n", False),
    "reST, a block": ("T\n=\n\n.. publications::\n   :year: 2024\n", False),
    "reST, both": ("T\n=\n\n.. publications:: :year: 2023-\n   :type: inproceedings\n", False),
    "MyST, the fence's line": ("# T\n\n```{publications} :year: 2024\n```\n", True),
    "MyST, a block": ("# T\n\n```{publications}\n:year: 2024\n```\n", True),
    "MyST, colons": ("# T\n\n:::{publications}\n:year: 2024\n:::\n", True),
    "MyST, both": ("# T\n\n:::{publications} :year: 2023-\n:type: inproceedings\n:::\n", True),
    "MyST, YAML": ("# T\n\n```{publications}\n---\nyear: 2024\n---\n```\n", True),
    "MyST, quoted": ('# T\n\n```{publications}\n:author: "{Yun, Se-Young}"\n```\n', True),
    "MyST, braces": ("# T\n\n```{publications}\n:author: {Yun, Se-Young}\n```\n", True),
}


@pytest.mark.parametrize(("source", "md"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_every_spelling_is_understood(page: Page, source: str, md: bool) -> None:
    built = page(source, md=md)
    assert built.warnings == []
    assert keys(built) == ["yang-2024"]


def test_rest_and_myst_give_the_same(project: Project) -> None:
    project.write(
        {
            "index.rst": "T\n=\n\n.. publications::\n   :numbered: down\n",
            "md.md": "---\norphan: true\n---\n\n# T\n\n```{publications}\n:numbered: down\n```\n",
        }
    )
    built = project.build(conf='\nextensions.append("myst_parser")\n')
    assert built.warnings == []
    assert built.body("md") == built.body("index")


def test_groups_are_sections_in_the_contents(page: Page) -> None:
    built = page("T\n=\n\n.. contents::\n   :local:\n\n.. publications::\n")
    body = built.body()
    assert re.findall(r"<h2>(?:<a [^>]*>)?([^<]*)<", body) == ["2024", "2023", "Undated"]
    assert re.findall(r'<section class="pubs-group" id="([^"]*)"', body) == [
        "pubs-2024",
        "pubs-2023",
        "pubs-undated",
    ]
    assert re.findall(r'<a class="reference internal" href="#(pubs-[^"]*)"', body) == [
        "pubs-2024",
        "pubs-2023",
        "pubs-undated",
    ]


PLACES = {
    "before text": "T\n=\n\n.. publications::\n\nText after.\n",
    "in an admonition": "T\n=\n\n.. note::\n\n   .. publications::\n",
    "in a list": "T\n=\n\n* .. publications::\n",
    "in a table": "T\n=\n\n.. list-table::\n\n   * - .. publications::\n",
    "on a page without a title": ".. publications::\n",
}


@pytest.mark.parametrize("source", PLACES.values(), ids=PLACES.keys())
def test_where_sections_are_not_allowed_groups_are_rubrics(page: Page, source: str) -> None:
    built = page(source)
    assert built.warnings == []
    body = built.body()
    assert re.findall(r'<p class="rubric" id="([^"]*)">([^<]*)', body) == [
        ("pubs-2024", "2024"),
        ("pubs-2023", "2023"),
        ("pubs-undated", "Undated"),
    ]
    assert keys(built) == ["yang-2024", "ko-2023", "old-note"]


FOLLOWERS = {
    "a hidden toctree": ".. toctree::\n   :hidden:\n\n   other\n",
    "a substitution": ".. |x| replace:: y\n",
    "a comment": ".. nothing to see\n",
    "an index entry": ".. index:: papers\n",
    "a section": "Next\n----\n\nText.\n",
}


@pytest.mark.parametrize("after", FOLLOWERS.values(), ids=FOLLOWERS.keys())
def test_invisible_nodes_may_follow_sections(page: Page, after: str) -> None:
    built = page(f"T\n=\n\n.. publications::\n\n{after}", other__rst=":orphan:\n\nO\n=\n")
    assert built.body().count('<section class="pubs-group"') == 3


def test_ids_of_two_lists_on_a_page_are_unique(page: Page) -> None:
    body = page("T\n=\n\n.. publications:: :year: 2024\n\n.. publications:: :year: 2024\n").body()
    ids = re.findall(r'\bid="([^"]*)"', body)
    assert len(ids) == len(set(ids))
    assert "pubs-year-2024-2024" in ids
    assert "pubs-year-2024-2024-2" in ids
    assert ids.count("pub-yang-2024") == 1
    assert body.count('data-key="yang-2024"') == 2


def test_a_named_list_is_a_target_and_so_are_its_groups(page: Page) -> None:
    built = page(
        "T\n=\n\n:ref:`papers-2024` and :ref:`the list <papers>`\n\n"
        "L\n-\n\n.. publications::\n   :name: papers\n   :class: special\n"
    )
    assert built.warnings == []
    assert 'href="#papers-2024"' in built.body()
    assert 'href="#papers"' in built.body()
    assert re.search(r'class="pubs-group special"', built.body())


def test_nested_groups_and_numbers(page: Page) -> None:
    built = page("T\n=\n\n.. publications::\n   :group-by: year, type\n   :numbered:\n")
    body = built.body()
    assert re.findall(r"<h3>([^<]*)<", body)[:1] == ["Conference papers"]
    assert re.findall(r'class="pubs-number"[^>]*>([^<]*)<', body) == ["1.", "2.", "3."]


def test_an_empty_list_is_reported_on_the_page_and_in_the_log(page: Page) -> None:
    built = page("T\n=\n\n.. publications:: :year: 1850\n")
    assert "No publications." in built.body()
    assert built.warnings == [
        "index.rst:4: WARNING: publications: no papers match the options of this list "
        "(:year: 1850). [pubs.empty]"
    ]


def test_a_paper_may_be_in_any_number_of_lists(project: Project) -> None:
    pages = {f"{name}.rst": f"{name}\n=====\n\n.. publications::\n" for name in "abc"}
    project.write({"index.rst": "I\n=\n\n.. toctree::\n   :glob:\n\n   *\n", **pages})
    assert project.build().warnings == []


BAD = {
    "unknown option": (":yeer: 2024", "publications: unknown option “yeer”. Did you mean “year”?"),
    "unknown facet": (":sort: dat", "Did you mean “date”?"),
    "unknown layout": (":layout: antology", "Did you mean “anthology”?"),
    "unknown part": (":hide: abstrat", "Did you mean “abstract”?"),
    "empty value": (":author:", "the value is empty"),
    "bad year": (":year: twenty", "2020"),
    "bad limit": (":limit: -3", "not a whole number from 1"),
    "bad page": (":per-page: many", "“many” is not a whole number from 0"),
    "none and more": (":filterable: none, year", "“none” cannot be combined with other controls"),
    "bad number": (":numbered: sideways", "up, down"),
    "bad expression": (":filter: year >=", "filter"),
    "bad class": (":class: §", "class"),
    "empty name": (":name:", "the value is empty"),
}


@pytest.mark.parametrize(("option", "hint"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("md", [False, True], ids=["reST", "MyST"])
def test_an_invalid_option_is_an_error_at_its_line_and_shows_no_list(
    page: Page, option: str, hint: str, md: bool
) -> None:
    if md:
        built = page(f"# T\n\n```{{publications}}\n:type: article\n{option}\n```\n", md=True)
        place = "index.md:5: ERROR: "
    else:
        built = page(f"T\n=\n\n.. publications::\n   :type: article\n   {option}\n")
        place = "index.rst:6: ERROR: "
    assert len(built.warnings) == 1
    assert built.warnings[0].startswith(place)
    assert built.warnings[0].endswith("[pubs.option]")
    assert hint in built.warnings[0]
    assert keys(built) == []


def test_an_error_in_an_included_file_is_reported_there(page: Page) -> None:
    built = page(
        "T\n=\n\n.. include:: part.txt\n",
        part__txt="One.\n\nTwo.\n\n.. publications::\n   :year: 2024\n   :yeer: 2024\n",
    )
    assert [line.startswith("part.txt:7: ERROR: ") for line in built.warnings] == [True]


def test_options_that_myst_cannot_read_show_no_list(page: Page) -> None:
    built = page("# T\n\n```{publications}\n:year: >=2020\n```\n", md=True)
    assert keys(built) == []
    assert any("pubs.option" in line and "quotes" in line for line in built.warnings)


def test_content_is_not_an_option(page: Page) -> None:
    built = page("T\n=\n\n.. publications::\n\n   Some text.\n")
    assert keys(built) == []
    assert "“Some text.” is not an option" in built.warnings[0]


@pytest.mark.parametrize(
    ("setting", "hint"),
    [
        (
            'pubs_layout = "anthologie"',
            r"unknown layout “anthologie”\. Did you mean “anthology”\? "
            rf"Choose from: {', '.join(LAYOUTS)}\.$",
        ),
        ("pubs_sources = 3", "list of strings"),
        ('pubs_encoding = "utf-99"', "utf-8"),
        ('pubs_sort = "-dat"', "Did you mean “date”"),
        ('pubs_math = "katex"', "mathml, sphinx"),
        ('pubs_url_schemes = ["javascript"]', "scripts"),
        ("pubs_group_by = 1", "list of strings"),
        ('pubs_highlight = ["?"]', "“[?]”"),
        ('pubs_hide = ["abstrct"]', "Did you mean “abstract”"),
    ],
)
def test_an_invalid_setting_stops_the_build_with_a_suggestion(
    project: Project, setting: str, hint: str
) -> None:
    from sphinx.errors import ConfigError

    project.write({"index.rst": "T\n=\n"})
    with pytest.raises(ConfigError, match=hint):
        project.build(conf=f"\n{setting}\n")


def test_settings_are_the_defaults_of_lists(page: Page) -> None:
    built = page(
        "T\n=\n\n.. publications::\n",
        conf=(
            '\npubs_layout = "compact"\npubs_group_by = "none"\n'
            'pubs_sort = "title"\npubs_highlight = ["Ko"]\n'
        ),
    )
    assert built.warnings == []
    assert keys(built) == ["old-note", "ko-2023", "yang-2024"]
    assert built.page().count("pubs-highlight") >= 2


def test_an_unknown_key_in_the_option_key_is_reported(page: Page) -> None:
    built = page("T\n=\n\n.. publications:: :key: ko-2023, yang-2042\n")
    assert keys(built) == ["ko-2023"]
    assert built.warnings == [
        "index.rst:4: WARNING: publications: unknown key “yang-2042”. Did you mean “yang-2024”? "
        "[pubs.unknown_key]"
    ]


def test_a_list_of_unknown_keys_is_reported_once(page: Page) -> None:
    built = page("T\n=\n\n.. publications:: :key: yang-2042, ko-2042\n")
    assert ["pubs.unknown_key" in warning for warning in built.warnings] == [True, True]
    both = page("T\n=\n\n.. publications::\n   :key: yang-2042, ko-2023\n   :year: 1850\n")
    assert [warning.rpartition("[")[2] for warning in both.warnings] == ["pubs.unknown_key]", "pubs.empty]"]


def test_an_unknown_name_in_conf_is_reported(page: Page) -> None:
    built = page("T\n=\n", conf='\npubs_highlights = ["Ko"]\npubs_zzz = 1\n')
    assert built.warnings[0] == (
        "conf.py:1: WARNING: Unknown configuration value “pubs_highlights”. Did you mean “pubs_highlight”? "
        "[pubs.option]"
    )
    assert "Choose from: pubs_sources" in built.warnings[1]


def test_an_empty_library_is_named_as_the_reason(page: Page) -> None:
    built = page("T\n=\n\n.. publications:: :key: ko-2023\n", conf="\npubs_sources = []\n")
    assert len(built.warnings) == 1
    assert "The library is empty; set pubs_sources in conf.py." in built.warnings[0]


def test_a_missing_source_is_reported_at_conf(page: Page) -> None:
    built = page("T\n=\n", conf='\npubs_sources = ["paper.bib"]\n')
    assert built.warnings[0].startswith("conf.py:1: WARNING: The file “paper.bib” does not exist")


def test_the_year_is_shown_without_a_heading_of_the_year(page: Page) -> None:
    grouped = page("T\n=\n\n.. publications:: :key: ko-2023\n")
    assert "pubs-year" not in grouped.body()
    plain = page("T\n=\n\n.. publications:: :key: ko-2023\n   :group-by: type\n")
    assert '<span class="pubs-year">2023</span>' in plain.body()
    hidden = page("T\n=\n\n.. publications:: :key: ko-2023\n   :group-by: type\n   :hide: year\n")
    assert "pubs-year" not in hidden.body()


def test_options_of_a_list_override_settings(page: Page) -> None:
    conf = '\npubs_hide = ["abstract"]\npubs_show = ["year"]\n'
    assert "pubs-abstract" not in page("T\n=\n\n.. publications::\n", conf=conf).body()
    body = page("T\n=\n\n.. publications::\n   :show: abstract\n   :hide: year\n", conf=conf).body()
    assert "pubs-abstract" in body
    assert "pubs-year" not in body


HIGHLIGHTS = {
    "Ko": 2,
    "=Ko": 0,
    "=Jongwoo Ko": 2,
    "Ko, Jongwoo": 2,
    "{Ko, Jongwoo}": 2,
    "J* Ko": 2,
    "Nobody": 0,
}


@pytest.mark.parametrize(("name", "count"), HIGHLIGHTS.items(), ids=HIGHLIGHTS.keys())
def test_highlights_match_as_the_option_author_does(page: Page, name: str, count: int) -> None:
    built = page("T\n=\n\n.. publications::\n", conf=f"\npubs_highlight = [{name!r}]\n")
    assert built.body().count("pubs-highlight") == count


def test_a_paper_is_in_a_limited_number_of_groups(page: Page) -> None:
    words = ", ".join(f"word{number:03}" for number in range(250))
    built = page(
        "T\n=\n\n.. publications:: :group-by: keyword\n   :hide: bibtex\n",
        papers__bib=f"@misc{{k, title={{T}}, keywords={{{words}}}}}",
    )
    assert keys(built) == ["k"] * 200
    assert len(built.warnings) == 1
    assert "“k” is shown only in the groups of its first 200 terms of keyword" in built.warnings[0]
    assert built.warnings[0].endswith("[pubs.limit]")


def test_names_of_lists_with_bars_are_unique(page: Page) -> None:
    """Also if a list has the name that another would get."""
    listing = ".. publications::\n   :filterable: year\n"
    named = f"{listing}   :name: pubs-3\n"
    built = page("\n".join((named, listing, listing, named)))
    names = re.findall(r'class="pubs-list[^>]* data-list="([^"]+)"', built.body())
    assert list(dict.fromkeys(names)) == ["pubs-3", "pubs", "pubs-2", "pubs-3-2"]


@pytest.mark.parametrize(
    ("setting", "line"), [("bibtex", "journal = {Journal"), ("biblatex", "journaltitle")]
)
def test_bibtex_of_readers_is_bibtex_or_biblatex(project: Project, setting: str, line: str) -> None:
    project.write({"index.rst": "Papers\n======\n\n.. publications::\n   :download: bibtex\n"})
    built = project.build(conf=f'\npubs_bibtex = "{setting}"\n')
    assert built.warnings == []
    files = [path for path in built.outdir.rglob("*.bib") if "_sources" not in path.parts]
    assert any(line in path.read_text(encoding="utf-8") for path in files)
    assert line in built.page()
