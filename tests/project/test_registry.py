"""The tables of a project: ours and those of others."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import Text, text_of
from sphinxext_pubs.notation.matching import NUMBERS
from sphinxext_pubs.project.additions import Addition
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.query.facet import Facet, FacetPages
from sphinxext_pubs.query.facets import FACETS
from sphinxext_pubs.render.layouts import LAYOUTS
from sphinxext_pubs.render.parts import PARTS

ROWS = {
    "facet": replace(FACETS[0], name="decade", pages=FacetPages(folder="decades", title="Decades")),
    "format": replace(FORMATS[0], name="endnote", download_suffix=".enx"),
    "layout": replace(LAYOUTS["card"], name="poster"),
    "part": replace(PARTS["note"], name="funding"),
}


@pytest.mark.parametrize("kind", ROWS)
def test_rows_from_outside_follow_ours(kind: str) -> None:
    registry = Registry(lambda: [Addition(*row) for row in ROWS.items()])
    table = getattr(registry, f"{kind}s")
    ours = getattr(Registry(), f"{kind}s")
    assert tuple(table) == (*ours, ROWS[kind].name)
    assert table[ROWS[kind].name].help is ROWS[kind].help
    assert [table[name] for name in ours] == list(ours.values())  # which are not guarded


def decade(**values: Any) -> Facet:
    """Return a usable facet from outside with other values."""
    return Facet(**{"name": "decade", "help": "The decade.", "terms": lambda paper: ("2020s",), **values})


def with_pages(**values: Any) -> Facet:
    return decade(pages=FacetPages(**{"folder": "decades", "title": "Decades", **values}))


def named(kind: str, *names: str) -> list[tuple[str, Any, str]]:
    reason = "must consist of words of lower-case letters, joined by -."
    return [(kind, replace(ROWS[kind], name=name), f"the name “{name}” {reason}") for name in names]


def taken(kind: str, *names: str) -> list[tuple[str, Any, str]]:
    reason = "is used for something else."
    return [(kind, replace(ROWS[kind], name=name), f"the name “{name}” {reason}") for name in names]


UNUSABLE: list[tuple[str, Any, str]] = [
    *named("facet", "", "a b", "a,b", "x:y", "!z", "Decade", "-a"),
    *named("part", "made_in", "made in"),
    *named("layout", "x y", "x.y"),
    *named("format", "a b"),
    *taken("facet", "limit", "sort", "show", "class", "name", "cited", "filter", "paper", "member-of", "and"),
    *taken("part", "pdf", "abs", "entry"),
    *taken("layout", "preview"),
    *taken("format", "atom"),
    ("facet", decade(control="slider"), "“control” cannot be 'slider'."),
    ("facet", decade(terms="decade"), "“terms” cannot be 'decade'."),
    ("facet", decade(sorted_with="year"), "“sorted_with” cannot be 'year'."),
    ("facet", decade(sorted_with=("yaer",)), "unknown sort key “yaer”. Did you mean “year”?"),
    ("facet", decade(columns=("titel",)), "unknown part “titel”. Did you mean “title”?"),
    ("facet", with_pages(folder="../../esc"), "“../../esc” is not a valid folder."),
    ("facet", with_pages(folder=""), "“” is not a valid folder."),
    ("facet", with_pages(folder="Papers"), "its pages and those of “paper” cannot both be in the folder"),
    ("facet", with_pages(folder=3), "“folder” cannot be 3."),
    ("facet", with_pages(counted=(("nosuch", "X"),)), "unknown facet “nosuch”."),
    ("facet", with_pages(counted=(("title", "X"),)), "unknown facet “title”."),
    ("facet", with_pages(counted="ab"), "“counted” cannot be 'ab'."),
    ("facet", with_pages(grouped_by="nosuch"), "unknown facet “nosuch”."),
    ("facet", with_pages(charted="venue"), "the facet “venue” has no chart of numbers."),
    ("layout", replace(LAYOUTS["card"], name="poster", lines=("title",)), "“lines” cannot be ('title',)."),
    ("layout", replace(LAYOUTS["card"], name="poster", nodes="no.such:thing"), "“nodes” cannot be imported"),
    ("layout", replace(LAYOUTS["card"], name="poster", lists="os:sep"), "“lists” is not a function."),
    ("part", replace(PARTS["note"], name="funding", value=None), "“value” cannot be None."),
    ("part", replace(PARTS["note"], name="funding", width="6"), "“width” cannot be '6'."),
]


@pytest.mark.parametrize(
    ("addition", "message"),
    [
        pytest.param(
            Addition("facet", FACETS[0], "Mine"),
            "The facet “year” (Mine) is ignored: a facet with this name exists.",
            id="the name is taken",
        ),
        pytest.param(
            Addition("facet", "decade", "Mine"),
            "Mine is ignored: it must be a Facet, not str.",
            id="not a row",
        ),
        pytest.param(
            Addition("layout", replace(LAYOUTS["card"], name="poster", folded=("abstrct",)), "Mine"),
            "The layout “poster” (Mine) is ignored: unknown part “abstrct”. Did you mean “abstract”?",
            id="an unknown part",
        ),
        *[
            pytest.param(
                Addition(kind, row, "Mine"), f"The {kind} “{row.name}” (Mine) is ignored: {reason}", id=reason
            )
            for kind, row, reason in UNUSABLE
        ],
        pytest.param(
            Addition("format", replace(FORMATS[0], name=3), "Mine"),
            "Mine is ignored: “name” cannot be 3.",
            id="a name that is a number",
        ),
    ],
)
def test_unusable_rows_are_reported_and_ignored(addition: Addition, message: str) -> None:
    problems: list[Problem] = []
    registry = Registry(lambda: [addition], problems.append)
    tables = registry.facets, registry.formats, registry.layouts, registry.parts
    assert [tuple(table) for table in tables] == [
        tuple(table)
        for table in (Registry().facets, Registry().formats, Registry().layouts, Registry().parts)
    ]
    assert [problem.message.startswith(message) for problem in problems] == [True], problems


def test_a_facet_that_names_an_unusable_one_is_unusable() -> None:
    problems: list[Problem] = []
    rows = [
        with_pages(counted=(("second", "X"),)),
        decade(name="second", pages=FacetPages(folder="x", title="X", counted=(("nosuch", "X"),))),
        decade(name="third", pages=FacetPages(folder="y", title="Y", counted=(("fourth", "X"),))),
        decade(name="fourth"),
    ]
    facets = Registry(lambda: [Addition("facet", row, "Mine") for row in rows], problems.append).facets
    assert tuple(facets)[-2:] == ("third", "fourth")
    assert [problem.message.partition(" is")[0] for problem in problems] == [
        "The facet “second” (Mine)",
        "The facet “decade” (Mine)",
    ]


# Functions that fail

PAPERS = (
    Publication("k1", author=(Name("Zed"),), custom=(("funder", text_of("A, B")),)),
    Publication("k2"),
)


def boom(*_: object) -> Any:
    raise RuntimeError("boom")


def guarded(kind: str, row: object) -> tuple[Any, list[str]]:
    """Return a row as it is in the table, and the list of messages."""
    messages: list[str] = []
    additions = [Addition(kind, row, "the entry point “x” of acme 1.0", "acme 1.0")]
    registry = Registry(lambda: additions, lambda problem: messages.append(problem.message))
    return getattr(registry, f"{kind}s").rows[-1], messages


def funders(paper: Publication) -> tuple[str, ...]:
    return ("A", "", "B") if paper.custom else ()


FAILING: list[tuple[dict[str, Any], str, object]] = [
    ({"terms": boom}, "terms", ()),
    ({"terms": boom}, "keys", ()),
    ({"terms": boom}, "order", None),
    ({"terms": boom}, "values", ()),
    ({"terms": boom, "searched": boom}, "searched", ()),
    ({"terms": lambda _: (3,)}, "terms", ()),
    ({"terms": lambda _: (Text(("a",)),)}, "terms", ()),
    ({"terms": lambda _: None}, "terms", ()),
    ({"terms": lambda _: "text"}, "terms", ()),
    ({"values": boom}, "values", ()),
    ({"values": lambda _: ("n.d.",), "matching": NUMBERS}, "values", ()),
    ({"values": lambda _: (Date(),)}, "values", ()),
    ({"keys": boom}, "keys", ((((2, "a"), (2, "A")),), (((2, "b"), (2, "B")),))),
    ({"keys": lambda _: ((1,),)}, "keys", ((((2, "a"), (2, "A")),), (((2, "b"), (2, "B")),))),
    ({"order": boom}, "order", None),
    ({"order": lambda _: 3}, "order", None),
    ({"order": lambda _: (object(),)}, "order", None),
    ({"searched": lambda _: (word for word in (1, 2))}, "searched", ()),
    ({"choices": boom}, "choices", ()),
    ({"choices": lambda _: (("A",),)}, "choices", ()),
]


@pytest.mark.parametrize(("values", "function", "value"), FAILING)
def test_functions_of_papers_that_fail_are_reported_once(
    values: dict[str, Any], function: str, value: object
) -> None:
    facet, messages = guarded("facet", Facet(**{"name": "funder", "help": "F.", "terms": funders, **values}))
    assert getattr(facet, function)(PAPERS[0]) == value
    assert getattr(facet, function)(PAPERS[0]) == value
    (message,) = messages
    assert message.startswith("The facet “funder” (the entry point “x” of acme 1.0): “")
    assert "failed on “k1” (" in message
    assert re.search(r", in test_registry\.py, line \d+\)\. Its value is left out\.", message)
    assert message.endswith("Report this to the author of acme 1.0.")


@pytest.mark.parametrize(
    ("function", "value"), [("identity", "a"), ("label", "A"), ("label_order", (((2, "a"),),))]
)
@pytest.mark.parametrize("failing", [boom, lambda _: None])
def test_functions_of_terms_that_fail_are_reported_once(function: str, value: object, failing: Any) -> None:
    row = Facet(name="funder", help="F.", terms=funders, **{function: failing})
    facet, messages = guarded("facet", row)
    assert [getattr(facet, function)("A") for _ in "12"] == [value, value]
    (message,) = messages
    assert f"“{function}” failed on “A” (" in message


def test_empty_terms_are_left_out_with_their_keys() -> None:
    row = Facet(name="funder", help="F.", terms=funders, keys=lambda paper: ((1,), (2,), ("x",)))
    facet, messages = guarded("facet", row)
    assert facet.terms(PAPERS[0]) == facet.values(PAPERS[0]) == ("A", "B")
    assert len(facet.keys(PAPERS[0])) == 2
    assert sorted(facet.keys(PAPERS[0]), reverse=True)[0] == facet.keys(PAPERS[0])[1]  # comparable
    assert len(facet.order(PAPERS[0])) == 2
    assert facet.order(PAPERS[1]) is None
    assert messages == []


def test_a_name_that_a_layout_cannot_print_is_printed_in_full() -> None:
    layout, messages = guarded("layout", replace(LAYOUTS["card"], name="poster", person=boom))
    assert layout.person(Name("Zed", "Ann")) == "Ann Zed"
    assert "“person” failed on “Ann Zed” (RuntimeError: boom, in test_registry.py" in messages[0]
