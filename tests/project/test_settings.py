"""The checks of configuration values."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.model.problems import InvalidValueError
from sphinxext_pubs.notation.matching import Pattern
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.project.settings import Settings, check_setting, help_of, name_pattern
from sphinxext_pubs.query.facets import BUILTIN
from sphinxext_pubs.render.filter_controls import parse_controls

SETTINGS = {field.name: field for field in fields(Settings)}


def check(name: str, value: Any) -> Any:
    return check_setting(name, value, Registry())


#: Defaults that need no value in ``conf.py`` and that a list cannot have as an option.
WITHOUT_CHECK = {"page_filter", "page_folders"}


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_has_help_and_a_valid_default(name: str) -> None:
    setting = SETTINGS[name]
    assert help_of(setting).rstrip(")").endswith(".")
    assert name in WITHOUT_CHECK or check(name, setting.default) == setting.default


def test_the_help_of_sources_names_every_format_that_is_read() -> None:
    help = help_of(SETTINGS["sources"])
    for row in FORMATS:
        assert not row.sniff or (row.label in help and f"``{row.suffixes[0]}``" in help)


@pytest.mark.parametrize(
    ("name", "value", "setting"),
    [
        ("sources", "papers.bib", ("papers.bib",)),
        ("sources", ["a.bib", "b.bib"], ("a.bib", "b.bib")),
        ("sources", ["a, b.bib"], ("a, b.bib",)),
        ("sources", "a.bib, b.bib,", ("a.bib", "b.bib")),
        ("sources", "", ()),
        ("private", "Note,abstract", ("note", "abstract")),
        ("url_schemes", "https, ftp", ("https", "ftp")),
        ("page_styles", "apa,mla", ("apa", "mla")),
        ("encoding", "cp1252", "cp1252"),
        ("layout", "table", "table"),
        ("sort", ["-date", "title"], "-date, title"),
        ("sort", "-date,title", "-date,title"),
        ("group_by", "none", "none"),
        ("show", "abstract, doi", ("abstract", "doi")),
        ("show", ["abstract doi", "own-button"], ("abstract", "doi", "own-button")),
        ("per_page", "20", 20),
        ("per_page", 0, 0),
        ("filterable", True, parse_controls((), BUILTIN)),
        ("filterable", False, ()),
        ("filterable", (), ()),
        ("filterable", "search, year", parse_controls(("search", "year"), BUILTIN)),
        ("previews", False, False),
        ("pages", True, tuple(Registry().page_kinds)),
        ("pages", False, ()),
        ("pages", "paper, author", ("paper", "author")),
        ("page_filter", "year >= 2020", "year >= 2020"),
        (
            "page_folders",
            {"paper": "work/all", "author": "team"},
            (("author", "team"), ("paper", "work/all")),
        ),
        ("page_folders", {"paper": "people", "author": "team"}, (("author", "team"), ("paper", "people"))),
        ("feed", "new.atom", "new.atom"),
        ("feed", "", ""),
        ("highlight", ["Ko, Jongwoo", "=Ko", "{A, B}"], ("Ko, Jongwoo", "=Ko", "{A, B}")),
        ("private", [" Abstract ", "note"], ("abstract", "note")),
        ("url_schemes", ["HTTPS:", "gopher"], ("https", "gopher")),
        ("math", "sphinx", "sphinx"),
    ],
)
def test_a_valid_value_becomes_a_setting(name: str, value: Any, setting: object) -> None:
    assert check(name, value) == setting


@pytest.mark.parametrize(
    ("name", "value", "parts"),
    [
        ("sources", 3, ["list of strings"]),
        ("sources", ["a.bib", 3], ["list of strings"]),
        ("encoding", "utf-99", ["“utf-99”", "“utf-8”"]),
        ("encoding", 8, ["string"]),
        ("layout", "tabel", ["“tabel”", "Did you mean “table”?"]),
        ("sort", "-dat", ["“dat”", "“date”"]),
        ("group_by", "title", ["“title”"]),
        ("hide", ["abstrct"], ["“abstrct”", "“abstract”"]),
        (
            "per_page",
            -1,
            ["“-1” is not a whole number from 0 to 999,999,999, for example 500. Write 0 for no limit."],
        ),
        ("per_page", "", ["The value is empty"]),
        ("filterable", "none, year", ["“none” cannot be combined with other controls."]),
        ("per_page", "ten", ["whole number"]),
        ("per_page", True, ["whole number"]),
        ("per_page", "٣", ["whole number"]),
        ("per_page", 10**9, ["whole number"]),
        ("filterable", "serach", ["“serach”", "“search”"]),
        ("previews", "yes", ["True or False"]),
        ("pages", ["papers"], ["“papers”", "“paper”"]),
        ("page_filter", "yaer = 2020", ["“yaer”", "“year”"]),
        ("page_folders", ["papers"], ["dictionary"]),
        ("page_folders", {"papers": "x"}, ["“papers”", "“paper”"]),
        ("page_folders", {"paper": "../x"}, ["“../x”", "folder"]),
        ("page_folders", {"paper": 3}, ["“3”", "folder"]),
        ("page_folders", {"paper": "People"}, ["“paper”", "“author”", "“people”"]),
        ("feed", "feeds/new.atom", ["file name"]),
        ("feed", "feed", ["file name"]),
        ("highlight", ["?"], ["“?”"]),
        ("highlight", [""], ["“”"]),
        ("url_schemes", ["JavaScript:"], ["“javascript”", "scripts"]),
        ("url_schemes", ["data"], ["“data”"]),
        ("math", "katex", ["“katex”", "mathml, sphinx"]),
    ],
)
def test_an_invalid_value_is_refused_with_what_to_write(name: str, value: Any, parts: list[str]) -> None:
    with pytest.raises(InvalidValueError) as error:
        check(name, value)
    assert all(part in str(error.value) for part in parts), str(error.value)


@pytest.mark.parametrize(
    ("value", "text", "exact"),
    [
        ("Ko", "Ko", False),
        ("Ko, Jongwoo", "Ko, Jongwoo", False),
        ("=Ko, Jongwoo", "Ko, Jongwoo", True),
        ("{Ko, Jongwoo}", "Ko, Jongwoo", False),
        ("={Ko, Jongwoo}", "Ko, Jongwoo", True),
    ],
)
def test_commas_belong_to_a_name_with_or_without_braces(value: str, text: str, exact: bool) -> None:
    assert name_pattern(value) == Pattern(text, exact=exact)
