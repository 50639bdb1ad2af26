"""Suggestions: the keys and names that somebody may have meant."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sphinxext_pubs.project.suggestions import nearest_keys, nearest_terms, unknown_key, unknown_words
from sphinxext_pubs.query import evaluation
from tests.project.conftest import PAPERS, load_bibtex, read_bibtex

KEYS = "@misc{Müller-2020, title = {A}, ids = {old-name}}\n@misc{muller-2021, title = {B}}\n"


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("muller-2020", ("Müller-2020", "muller-2021")),
        ("MULLER-2021", ("muller-2021", "Müller-2020")),
        ("old-nam", ("old-name",)),
        ("xuller-2020", ()),
        ("muller-2020-and-more-words", ()),
        ("", ()),
    ],
)
def test_the_nearest_keys_and_aliases_begin_alike_and_are_about_as_long(
    name: str, keys: tuple[str, ...]
) -> None:
    assert nearest_keys(name, read_bibtex(KEYS)) == keys


def test_as_many_keys_are_suggested_as_wanted() -> None:
    library = read_bibtex("".join(f"@misc{{key-{number}, title = {{A}}}}\n" for number in range(9)))
    assert len(nearest_keys("key-", library)) == 3
    assert len(nearest_keys("key-", library, most=5)) == 5


def test_an_unknown_key_like_no_other_is_only_named() -> None:
    assert str(unknown_key("zzz", read_bibtex(PAPERS))) == "Unknown key “zzz”."


@pytest.mark.parametrize(
    ("name", "bibtex", "message"),
    [
        ("koo", PAPERS, "Unknown key “koo”. Did you mean “ko”?"),
        ("zzz", "", "Unknown key “zzz”. The library is empty; set pubs_sources in conf.py."),
        ("p. 3", PAPERS, "Put an @ before the key to add words and pages, as in “see @key, p. 3”."),
        ("see zzz", PAPERS, "Put an @ before the key"),
        ("zzz; yyy", PAPERS, "Unknown key “zzz; yyy”. Separate keys by commas."),
    ],
)
def test_an_unknown_key_is_reported_with_what_to_do(name: str, bibtex: str, message: str) -> None:
    assert message in str(unknown_key(name, read_bibtex(bibtex)))


PEOPLE = "- id: gracie\n  name: Grace Hopper\n  variants: [Amazing Grace]\n"
VENUES = "- id: plasma\n  name: Plasma Physics\n  acronym: PLAS\n"


@pytest.mark.parametrize(
    ("options", "messages"),
    [
        ({"author": "Jongwo Ko"}, ["No paper has the author “Jongwo Ko”. Did you mean “Jongwoo Ko”?"]),
        ({"author": "Yangg"}, ["No paper has the author “Yangg”. Did you mean “Yongjin Yang”?"]),
        ({"author": "Grace Hoper"}, ["No paper has the author “Grace Hoper”. Did you mean “Grace Hopper”?"]),
        (
            {"first-author": "Grace Hoper"},
            ["No paper has the first-author “Grace Hoper”. Did you mean “Grace Hopper”?"],
        ),
        ({"editor": "graci"}, ["No paper has the editor “graci”. Did you mean “gracie”?"]),
        (
            {"venue": "Plasma Phisics"},
            ["No paper has the venue “Plasma Phisics”. Did you mean “Plasma Physics”?"],
        ),
        ({"venue": "plass"}, ["No paper has the venue “plass”. Did you mean “PLAS”?"]),
        ({"author": "Jongwoo Ko"}, []),
        ({"author": "Nobody Known"}, []),
        ({"author": "!Jongwo Ko"}, []),
        ({"author": "Jongw*"}, []),
        ({"year": "2025"}, []),
        (
            {"filter": "year and (author has Jongwo or has titel)"},
            [
                "No paper has the author “Jongwo”. Did you mean “Jongwoo Ko”?",
                "No paper has “titel”. Did you mean “title”?",
            ],
        ),
        ({"filter": "not author has Jongwo and title has layrs"}, []),
        (
            {"author": "Jongwo, Jongwoo Ko, Yangg"},
            [
                "No paper has the author “Jongwo”. Did you mean “Jongwoo Ko”?",
                "No paper has the author “Yangg”. Did you mean “Yongjin Yang”?",
            ],
        ),
    ],
    ids=[
        "author",
        "family name",
        "person of the people file",
        "first author of the people file",
        "id of the people file",
        "venue of the venues file",
        "acronym of the venues file",
        "known",
        "nothing near",
        "negated",
        "pattern",
        "a facet that is not words",
        "an expression",
        "negated in an expression",
        "several names",
    ],
)
def test_names_that_no_paper_has_are_reported_with_the_nearest(
    options: Mapping[str, str], messages: list[str]
) -> None:
    loaded = load_bibtex(people=PEOPLE, venues=VENUES)
    parsed = evaluation.parse(options)
    assert unknown_words(parsed, loaded.index, loaded.people, loaded.venues) == messages


@pytest.mark.parametrize(
    ("wanted", "terms", "nearest"),
    [
        ("layer", {"layers", "letters"}, ("layers",)),
        ("Layrs", {"deep layers"}, ("deep layers",)),
        ("deep layrs", {"deep layers"}, ("deep layers",)),
        ("xayers", {"layers"}, ()),
        ("deep a", {"the deep"}, ()),
        ("deep learning", {"deep lerning", "deep earning"}, ("deep lerning",)),
        ("layers", set(), ()),
        ("Müler", {"Muller"}, ("Muller",)),
    ],
)
def test_the_nearest_term_is_alike_as_a_whole_or_in_one_word(
    wanted: str, terms: set[str], nearest: tuple[str, ...]
) -> None:
    assert nearest_terms(wanted, terms) == nearest


def test_a_term_is_suggested_once() -> None:
    assert nearest_terms("laier", {"layer laiers"}, most=3) == ("layer laiers",)
