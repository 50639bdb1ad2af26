"""The filter expressions of ``.. bibliography::``."""

from __future__ import annotations

import pytest

from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.project.bibtex_filter import MAX_LENGTH, FilterContext, matches, parse
from sphinxext_pubs.project.bibtex_filter_check import FilterError, pattern_problems

PAPER = Publication(
    "third",
    entry_type="Article",
    author=(Name("Einstein", "Albert"), Name("Rosen", "N.")),
    editor=(Name("Born", "Max"),),
    title=text_of("On Motion"),
    issued=Date((1935,)),
    source=pack_fields({"journal": "Physical Review"}),
)
HERE = FilterContext("page", frozenset({"page", "other"}))

FILTERS = {
    'author % "einstein"': True,
    'author % "Bohr"': False,
    'author % "Bohr|Rosen"': True,
    'author % "Einst.*Rosen"': True,
    'author % "Rosen.*Einst"': False,
    'author == "Einstein, Albert and Rosen, N."': True,
    'editor % "born, max"': True,
    'editor % "born, albert"': False,
    'key == "third"': True,
    'key % "^thi"': True,
    r'key % "thi\\rd$"': True,
    'type == "article" and year >= "1930"': True,
    'type == "book" or year > "1930"': True,
    'type == "book" or year > "1940"': False,
    'year < "1930"': False,
    'year <= "1935"': True,
    'year != "1935"': False,
    'title % "motion" or False': True,
    "cited": True,
    "not cited": False,
    "docname in docnames": True,
    '"nowhere" not in docnames': True,
    '{"other", "x"} & docnames': True,
    '{"x"} & docnames': False,
    '{"x"} | docnames': True,
    'journal % "review"': True,
    'volume == ""': True,
    'key == "Third"': True,
    'key in {"Third", "x"}': True,
    '"THI" in key': True,
    'cited & (year == "1935")': True,
    'cited | (year == "1935")': True,
    'title % "^on"': True,
    'title % "^motion"': False,
    'title % "motion$"': True,
    'title % "on$"': True,
    'title % "^on$"': False,
    'title % "^on motion$"': True,
    'title % "^on.*on$"': True,
    'title % "^on motion.*on$"': False,
    'title % "^on.*x.*on$"': False,
    'title % "o.*o.*o"': True,
    'title % "o.*o.*o.*o"': False,
    "True": True,
    "False": False,
}


@pytest.mark.parametrize(("expression", "expected"), FILTERS.items(), ids=FILTERS.keys())
def test_a_filter_finds_the_papers_that_match_it(expression: str, expected: bool) -> None:
    assert matches(parse(expression), PAPER, HERE) is expected


@pytest.mark.parametrize(
    ("expression", "paper", "place"),
    [
        ('year == ""', Publication("a"), HERE),
        ('year == ""', Publication("a", issued=Date()), HERE),
        ("not cited", PAPER, FilterContext("page")),
    ],
    ids=["no date", "an empty date", "not cited"],
)
def test_a_filter_takes_missing_values_for_empty_ones(
    expression: str, paper: Publication, place: FilterContext
) -> None:
    assert matches(parse(expression), paper, place)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("", "The expression cannot be read. Write an expression such as: cited and year"),
        ("(", "The expression cannot be read."),
        ("(" * 500 + ")" * 500, "The expression cannot be read."),
        ("\0", "The expression cannot be read."),
        ("__import__('os')", "“__import__('os')” is not allowed in a filter"),
        ("author.x", "“author.x” is not allowed in a filter"),
        ("[1][0]", "“[1][0]” is not allowed in a filter"),
        ("lambda: 1", "“lambda: 1” is not allowed in a filter"),
        ("f'{x}'", "“f'{x}'” is not allowed in a filter"),
        ("a" * (MAX_LENGTH + 1), "The expression is longer than 2000 characters"),
    ],
    ids=[
        "empty",
        "an open parenthesis",
        "deeply nested",
        "a NUL",
        "a call",
        "an attribute",
        "a subscript",
        "a function",
        "a formatted string",
        "too long",
    ],
)
def test_an_invalid_filter_is_refused(expression: str, message: str) -> None:
    with pytest.raises(FilterError) as error:
        parse(expression)
    assert str(error.value).startswith(message)


def test_a_filter_may_be_as_long_as_the_limit() -> None:
    assert matches(parse(f'key != "{"x" * (MAX_LENGTH - 9)}"'), PAPER, HERE)


INVALID = {
    "1 < 2 < 3": "Write two comparisons with “and” between them.",
    '"2000" <= year <= "2005"': "Write two comparisons with “and” between them.",
    "author + title": "",
    "-1": "Write not to negate a condition.",
    "~title": "Write not to negate a condition.",
    "not -1": "Write not to negate a condition.",
    '"a" * 999999999': "",
    "year > 3": "Write values in quotation marks, also years: all fields are texts.",
    "year == 2024": "Write values in quotation marks, also years: all fields are texts.",
    "year > cited": "Write values of the same kind on both sides.",
    "1 & 2": "Write sets on both sides of & and |, or conditions in parentheses.",
    "cited & docnames": "Write sets on both sides of & and |, or conditions in parentheses.",
    "{{1}}": "Write texts in sets, in quotation marks.",
    "author is title": "Write == or != in place of is.",
    "title is not None": "",
    "False % title": "Write texts on both sides of %.",
    "title % False": "Write texts on both sides of %.",
    'docnames % "a"': "Write texts on both sides of %.",
    "key in cited": "Write a set or a text after in.",
}


@pytest.mark.parametrize(("expression", "remedy"), INVALID.items(), ids=INVALID)
def test_a_filter_whose_values_do_not_fit_is_refused(expression: str, remedy: str) -> None:
    with pytest.raises(FilterError, match="is not allowed in a filter") as error:
        parse(expression)
    assert str(error.value).endswith(remedy)


@pytest.mark.parametrize(
    ("pattern", "part"),
    [("a(b|c)", "("), (r"\bx", r"\b"), ("[ab]", "["), ("a+", "+"), ("a*", "*"), ("x{2}", "{")],
)
def test_unsupported_parts_of_patterns_are_reported(pattern: str, part: str) -> None:
    (problem,) = pattern_problems(parse(f"title % {pattern!r} and cited"))
    assert str(problem).startswith(f"“{part}” in “{pattern}” is searched as text.")


@pytest.mark.parametrize("pattern", ["a.*b|c", "^a", "a$", r"C\+\+", r"\(x\)", "J. Smith", ""])
def test_supported_patterns_are_not_reported(pattern: str) -> None:
    assert not list(pattern_problems(parse(f"title % {pattern!r} and cited")))
