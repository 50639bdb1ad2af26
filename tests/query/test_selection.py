"""Selections: conversion from and to options, messages for invalid options, and selected publications."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys

import pytest

from sphinxext_pubs.model.problems import OptionError
from sphinxext_pubs.model.publication import Date, Library, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.query.evaluation import (
    CITED,
    DEFAULTS,
    NONE,
    Index,
    list_publications,
    options_of,
    parse,
    select,
    to_options,
)
from sphinxext_pubs.query.facets import BUILTIN
from sphinxext_pubs.query.fields import FIELDS
from sphinxext_pubs.query.selection import Selection


@pytest.mark.parametrize(
    ("options", "selection"),
    [
        ({}, Selection()),
        ({"year": "2024"}, Selection((("year", "2024"),))),
        (
            {"type": " !thesis ,article", "author": "{Yun,  Se-Young}"},
            Selection((("author", "{Yun, Se-Young}"), ("type", "!thesis, article"))),
        ),
        ({"author": "Se-Young\n   Yun"}, Selection((("author", "Se-Young Yun"),))),
        ({"sort": "-Date,title"}, Selection(sort="-date, title")),
        ({"sort": "- date"}, Selection(sort="-date")),
        ({"sort": "none", "group-by": "None"}, Selection(sort="none", group_by="none")),
        ({"group-by": "year,type"}, Selection(group_by="year, type")),
        ({"limit": " 020 "}, Selection(limit="20")),
        ({"filter": "year >= 2020\n  and award"}, Selection(filter="year >= 2020 and award")),
    ],
)
def test_options_and_back(options: dict[str, str], selection: Selection) -> None:
    assert parse(options) == selection
    assert parse(to_options(selection)) == selection
    assert parse(to_options(selection), {"sort": "key", "group-by": "venue"}) == selection


def test_a_selection_prints_as_options() -> None:
    selection = parse({"limit": "20", "year": "2022-2024", "author": "Se-Young Yun"})
    assert list(to_options(selection).items()) == [
        ("year", "2022-2024"),
        ("author", "Se-Young Yun"),
        ("sort", "-date"),
        ("group-by", "year"),
        ("limit", "20"),
    ]


def test_defaults_are_used_and_checked() -> None:
    assert parse({}, {"sort": "title"}) == Selection(sort="title", group_by="none")
    assert parse({"sort": "key"}, DEFAULTS) == Selection(sort="key")
    with pytest.raises(OptionError, match=r"^sort: unknown facet “dat”. Did you mean “date”"):
        parse({}, {"sort": "dat"})


def test_a_selection_is_a_dictionary_key_and_can_be_pickled() -> None:
    selection = parse({"author": "Yun", "filter": "award"})
    assert pickle.loads(pickle.dumps(selection)) == selection
    assert {selection: 1}[parse({"filter": "award", "author": "Yun"})] == 1


WORDS = f"Choose from: {', '.join((*BUILTIN.selecting, *FIELDS, 'cited'))}."
FACETS = f"Choose from: {', '.join(BUILTIN.selecting)}."
GROUP_KEYS = f"Choose from: {', '.join((*BUILTIN.selecting, NONE))}."
SORT_KEYS = f"Choose from: {', '.join((*tuple(BUILTIN), CITED, NONE))}."
INVALID_YEAR = "is not a valid year or range of years. Write 2024, 2020-2024, 2020- or -2020."


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("sort", "dat", f"unknown facet “dat”. Did you mean “date”? {SORT_KEYS}"),
        ("sort", "date, zzz", f"unknown facet “zzz”. {SORT_KEYS}"),
        ("sort", "date, none", "“none” cannot be combined with facets."),
        ("sort", "date, -date", "“date” is given twice."),
        ("sort", "", "the value is empty. Write facets, such as “-date, title”, or “none”."),
        ("sort", "-", "a facet is missing. Write facets, such as “-date, title”, or “none”."),
        ("group-by", "year,", "a facet is missing. Write facets, such as “year, type”, or “none”."),
        ("group-by", "title", f"the facet “title” cannot be used here. {GROUP_KEYS}"),
        ("group-by", "yaer", f"unknown facet “yaer”. Did you mean “year”? {GROUP_KEYS}"),
        ("group-by", "year, year", "“year” is given twice."),
        ("limit", "0", "“0” is not a whole number from 1 to 1,000,000, for example 20."),
        ("limit", "-3", "“-3” is not a whole number from 1 to 1,000,000, for example 20."),
        ("limit", "ten", "“ten” is not a whole number from 1 to 1,000,000, for example 20."),
        ("limit", "1000001", "“1000001” is not a whole number from 1 to 1,000,000, for example 20."),
        ("limit", "٣", "“٣” is not a whole number from 1 to 1,000,000, for example 20."),
        ("limit", "", "the value is empty."),
        ("year", "soon", f"“soon” {INVALID_YEAR}"),
        ("year", "-", f"“-” {INVALID_YEAR}"),
        ("year", "20245", f"“20245” {INVALID_YEAR}"),
        ("year", "2024-2020", "the range “2024-2020” is reversed. Did you mean “2020-2024”?"),
        ("year", "", "the value is empty. Write “*” to match any value."),
        ("author", " ", "the value is empty. Write “*” to match any value."),
        (
            "author",
            "Yun,",
            "a value is missing between two commas or after “!” or “=”. Write “*” to match any value.",
        ),
        (
            "author",
            "!",
            "a value is missing between two commas or after “!” or “=”. Write “*” to match any value.",
        ),
        ("author", "{Yun", "unmatched “{”."),
        ("author", "…", "“…” contains no letter or digit."),
        ("filter", " ", "the value is empty. Write an expression such as: year >= 2020 and award."),
        (
            "filter",
            "yaer",
            f"column 1: unknown facet “yaer”. Did you mean “year”? {WORDS}",
        ),
    ],
)
def test_invalid_options(option: str, value: str, message: str) -> None:
    with pytest.raises(OptionError) as caught:
        parse({option: value})
    assert (caught.value.option, str(caught.value)) == (option, f"{option}: {message}")


def test_unknown_options() -> None:
    for option, near in (("yaer", "Did you mean “year”? "), ("zzz", "")):
        with pytest.raises(OptionError) as caught:
            parse({option: "2024"})
        message = f"Unknown option “{option}”. {near}Choose from: {', '.join(options_of(BUILTIN))}."
        assert (caught.value.option, str(caught.value)) == (option, message)
        assert str(pickle.loads(pickle.dumps(caught.value))) == message


# Answers -------------------------------------------------------------------------------------------

YUN, KIM, LEE = (Name(family=family, given="Ada") for family in ("Yun", "Kim", "Lee"))
LIBRARY = Library(
    [
        Publication("a", author=(YUN,), issued=Date((2022,)), keyword=("nlp",)),
        Publication("b", author=(KIM, LEE), issued=Date((2024,)), keyword=("nlp", "vision")),
        Publication("c", author=(YUN, KIM), issued=Date((2023,)), container_title=text_of("EMNLP")),
        Publication("d"),
    ]
)


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        ({}, "b c a d"),
        ({"sort": "none", "group-by": "none"}, "a b c d"),
        ({"author": "Yun"}, "c a"),
        ({"author": "Yun, Lee"}, "b c a"),
        ({"author": "Yun, !Kim"}, "a"),
        ({"author": "!Kim"}, "a d"),
        ({"author": "!Yun, !Lee"}, "d"),
        ({"author": "Kim", "keyword": "nlp"}, "b"),
        ({"keyword": "nlp", "year": "-2023"}, "a"),
        ({"author": "Yun", "filter": "venue"}, "c"),
        ({"filter": "not venue", "limit": "1"}, "b"),
        ({"key": "=c"}, "c"),
        ({"key": "=c, =d, =nobody"}, "c d"),
        ({"author": "Nobody"}, ""),
    ],
)
def test_selected_publications(options: dict[str, str], keys: str) -> None:
    found = list_publications(parse(options), LIBRARY)
    assert " ".join(publication.key for publication in found.publications) == keys


def test_selections_share_an_index() -> None:
    index = Index(LIBRARY)
    selections = [parse({"author": "Yun"}), parse({"key": "=a"}), parse({"filter": "author has Yun"})]
    assert [list_publications(selection, index) for selection in selections] == [
        list_publications(selection, LIBRARY) for selection in selections
    ]
    assert select(selections[0], index) == select(selections[2], index) == {0, 2}


def test_a_selection_created_directly_is_checked_on_evaluation() -> None:
    with pytest.raises(OptionError, match=r"^year: “soon” is not a valid year"):
        list_publications(Selection((("year", "soon"),)), LIBRARY)
    with pytest.raises(OptionError, match=r"^limit: "):
        list_publications(Selection(limit="0"), LIBRARY)


def test_options_are_in_the_order_of_the_table() -> None:
    assert options_of(BUILTIN)[:2] == ("year", "author")
    assert options_of(BUILTIN)[-5:] == ("filter", "sort", "group-by", "limit", "cited")


def test_any_option_gives_a_selection_or_an_error() -> None:
    # Hostile values: every value is rejected with a message or can be evaluated.
    chance = random.Random(7)
    pieces = [
        "{",
        "}",
        ",",
        "!",
        "=",
        "*",
        "-",
        "2024",
        "a",
        "é",
        "漢",
        '"',
        "(",
        ")",
        " ",
        "and",
        "\0",
        "\ud800",
    ]
    index = Index(LIBRARY)
    evaluated = 0
    for _ in range(3_000):
        value = "".join(chance.choices(pieces, k=chance.randint(0, 8)))
        option = chance.choice(options_of(BUILTIN))
        try:
            selection = parse({option: value})
        except OptionError:
            continue
        evaluated += 1
        list_publications(selection, index)
        assert parse(to_options(selection)) == selection, (option, value)
    assert 300 < evaluated < 2_700


def test_selecting_needs_neither_sphinx_nor_docutils() -> None:
    program = (
        "import sys; sys.modules['sphinx'] = sys.modules['docutils'] = None; "
        "import sphinxext_pubs.query.evaluation, sphinxext_pubs.query.expression; "
        "from sphinxext_pubs.formats import FORMATS; "
        "heavy = {'difflib', 'bibtexparser', 'pylatexenc', *(row.module for row in FORMATS)}; "
        "print(*heavy.intersection(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
