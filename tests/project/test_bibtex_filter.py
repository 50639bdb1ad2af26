"""The filter expressions of ``.. bibliography::``."""

from __future__ import annotations

import pytest

from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.project.bibtex_filter import MAX_LENGTH, FilterContext, FilterError, matches, parse

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


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("1 < 2 < 3", "“1 < 2 < 3” has several comparisons"),
        ("author + title", "“author + title” has an operator that is not allowed"),
        ("author is title", "“author is title” has an operator that is not allowed"),
        ("not -1", "“-1” has an operator that is not allowed"),
        ("~title", "“~title” has an operator that is not allowed"),
        ('"a" * 999999999', "“'a' * 999999999” has an operator that is not allowed"),
        ("False % title", "“False % title” needs text on both sides"),
        ("cited and (title % 3)", "“title % 3” needs text on both sides"),
    ],
)
def test_an_operator_that_is_not_allowed(expression: str, message: str) -> None:
    with pytest.raises(FilterError) as error:
        parse(expression)
    assert str(error.value).startswith(message)
    assert "Write an expression such as: cited" in str(error.value)


def test_a_filter_may_be_as_long_as_the_limit() -> None:
    assert matches(parse(f'key != "{"x" * (MAX_LENGTH - 9)}"'), PAPER, HERE)


@pytest.mark.parametrize(
    "expression",
    [
        "year > 3",
        "1 & 2",
        "{{1}}",
    ],
)
def test_a_filter_that_cannot_be_evaluated_matches_no_paper(expression: str) -> None:
    assert matches(parse(expression), PAPER, HERE) is False
