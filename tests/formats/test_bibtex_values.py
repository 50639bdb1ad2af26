"""Value expressions: braces, quotation marks, numbers, macros, ``#``; and their limits."""

from __future__ import annotations

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex import values
from sphinxext_pubs.formats.bibtex.blocks import parse_entries
from sphinxext_pubs.formats.bibtex.entries import RawEntry
from sphinxext_pubs.model.problems import Problem
from tests.formats.bibtex_rows import read_all, source, summarize

STRINGS = '@string{cup = "Cambridge"}\n@string(ACM = {The } # cup # " Press")\n@string{stoc = " Symposium"}\n'
ROWS = {
    "braces": ("title = {One {T}wo}", "title=One {T}wo"),
    "quotation marks": ('title = "One {T}wo"', "title=One {T}wo"),
    "quotation mark in braces": ('title = "One {"}T"', 'title=One {"}T'),
    "number": ("year = 1986", "year=1986"),
    "macro": ("publisher = cup", "publisher=Cambridge"),
    "macro in other case": ("publisher = CUP", "publisher=Cambridge"),
    "joined": ('publisher = "x " # cup # { y}', "publisher=x Cambridge y"),
    "macro of macros": ("publisher = acm", "publisher=The Cambridge Press"),
    "white space at the ends of macros": ('publisher = "ACM" # stoc', "publisher=ACM Symposium"),
    "month": ("month = nov, year = 2020", "month=nov; year=2020"),
    "month in a text": ('month = "10~" # JAN, year = 2020', "month=10~January; year=2020"),
    "name of a month": ("month = March, year = 2020", "month=march; year=2020"),
    "white space": ("title = {  One\n\n   two\tthree }", "title=One two three"),
    "no-break space": ("title = {One\u00a0two}", "title=One\u00a0two"),
    "two levels of braces": ("title = {{{One}} {T{\\'e}}}", "title={{One}} {T{\\'e}}"),
    "nothing": ("title = {}, note = {x}", "note=x"),
}


@pytest.mark.parametrize(("field", "fields"), ROWS.values(), ids=ROWS)
def test_values_are_evaluated(field: str, fields: str) -> None:
    (publication,), problems = read_all(f"{STRINGS}@misc{{k, {field}}}")
    assert source(publication) == fields
    assert problems == []


def test_a_macro_is_valid_in_later_files_and_earlier_if_nothing_else_defines_it() -> None:
    publications, problems = read_all(
        '@misc{a, note = x}\n@string{x = "X"}', '@misc{b, note = X # x}\n@string{x = "Y"}\n@misc{c, note=x}'
    )
    assert [source(publication) for publication in publications] == ["note=X", "note=XX", "note=Y"]
    assert problems == []


@pytest.mark.parametrize("fields", ["year={2020}, month=foo", "year=foo"])
def test_an_undefined_macro_in_a_date_is_one_problem(fields: str) -> None:
    _, problems = read_all(f"@misc{{k, title={{T}}, {fields}}}")
    assert summarize(problems) == ["a.bib:1 undefined_macro"]


def test_an_undefined_macro_is_reported_and_kept() -> None:
    publications, problems = read_all("@misc{a,\n note = x # y,\n title = x}\n@misc{b, note = x}")
    assert [source(publication) for publication in publications] == ["note=xy; title=x", "note=x"]
    assert summarize(problems) == [
        "a.bib:2 undefined_macro",
        "a.bib:2 undefined_macro",
        "a.bib:3 undefined_macro",
        "a.bib:4 undefined_macro",
    ]
    assert problems[0].message == (
        "Entry “a”, field “note”: unknown abbreviation “x”; its name is used. "
        "Define it with @string, or put braces around the text."
    )


def test_a_redefined_macro_has_its_new_text_after_the_definition() -> None:
    publications, problems = read_all(
        '@string{x = "X"}\n@misc{a, note = x}\n@string{x = "Y"}\n@misc{b, note = x}'
    )
    assert [source(publication) for publication in publications] == ["note=X", "note=Y"]
    assert problems == []


BROKEN_STRINGS = {
    "open": ('@string{x = "X}\n', ["a.bib:1 syntax"], '"X'),
    "comma": ('@string{x = "X",}\n', ["a.bib:1 syntax"], "X"),
    "like an entry": ("@string{x, note = {X},, }\n", ["a.bib:1 syntax", "a.bib:2 undefined_macro"], "x"),
    "without value": ("@string{x}\n", ["a.bib:1 syntax", "a.bib:2 undefined_macro"], "x"),
    "undefined inside": ('@string{x = q # "X"}\n', ["a.bib:1 undefined_macro"], "qX"),
}


@pytest.mark.parametrize(("string", "expected", "note"), BROKEN_STRINGS.values(), ids=BROKEN_STRINGS)
def test_an_invalid_macro_is_reported_and_read_as_far_as_possible(
    string: str, expected: list[str], note: str
) -> None:
    (publication,), problems = read_all(string + "@misc{k, note = x}")
    assert source(publication) == f"note={note}"
    assert summarize(problems) == expected


def test_the_length_of_nested_macros_is_limited() -> None:
    strings = '@string{a0 = "ha"}\n' + "".join(
        f"@string{{a{i} = a{i - 1} # a{i - 1}}}\n" for i in range(1, 100)
    )
    publications, problems = read_all(strings + "".join(f"@misc{{k{i}, note = a{i}}}\n" for i in range(100)))
    assert len(publications) == 100
    assert summarize(problems)[0] == "a.bib:18 limit"
    assert max(len(source(publication)) for publication in publications) <= values.MAX_VALUE + 5


def test_the_total_length_of_macros_is_limited() -> None:
    text = "@string{x = {0123456789}}\n" + "".join(f"@misc{{k{i}, note = x}}\n" for i in range(3))
    items = parse_entries([Source("a.bib", text)], max_expansion=25 - len(text))
    entries = [item for item in items if isinstance(item, RawEntry)]
    assert [entry.fields["note"] for entry in entries] == ["0123456789", "0123456789", "x"]
    assert summarize([item for item in items if isinstance(item, Problem)]) == ["a.bib:4 limit"]
