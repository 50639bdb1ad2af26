"""Conditions of content, and the tables of a build that leaves out content."""

from __future__ import annotations

import pytest

from sphinxext_pubs.project.built_tables import built_content, built_tables
from sphinxext_pubs.project.conditions import Condition, Conditions, any_of, are_met, both, conditions_in
from sphinxext_pubs.project.tables import CitedTogether, CitingPlace, ListRecord, PagedList, Tables
from tests.project.conftest import PlainSite, make_request

A, B = ("only", "a"), ("ifconfig", "b")
IN_A: Conditions = ((A,),)
IN_B: Conditions = ((B,),)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([IN_A], IN_A),
        ([IN_A, IN_A], IN_A),
        ([IN_A, IN_B], ((A,), (B,))),
        ([IN_A, ()], ()),
        ([], ()),
    ],
)
def test_content_of_several_places_is_built_with_any_of_them(
    places: list[Conditions], expected: Conditions
) -> None:
    assert any_of(places) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((), IN_A, IN_A),
        (IN_A, (), IN_A),
        (IN_A, IN_B, ((A, B),)),
        (IN_A, IN_A, IN_A),
        (((A,), (B,)), IN_A, ((A,), (B, A))),
    ],
)
def test_content_within_two_places_needs_both(
    one: Conditions, other: Conditions, expected: Conditions
) -> None:
    assert both(one, other) == expected


@pytest.mark.parametrize(
    ("conditions", "true", "met"),
    [
        ((), set(), True),
        (IN_A, set(), False),
        (IN_A, {A}, True),
        (((A, B),), {A}, False),
        (((A, B), (B,)), {B}, True),
    ],
)
def test_one_alternative_has_to_be_true(conditions: Conditions, true: set[Condition], met: bool) -> None:
    assert are_met(conditions, true.__contains__) is met


def test_conditions_are_found_in_all_places() -> None:
    assert conditions_in([(), IN_A, ((A, B),)]) == {A, B}


def cluster(name: str, note: int, conditions: Conditions = ()) -> CitedTogether:
    return CitedTogether("p", ((name, "", "", "", "", False),), note, conditions)


def recorded() -> Tables:
    """Return the content of a page with citations and lists in and out of a block, and of a plain page."""
    tables = Tables()
    places = [CitingPlace("x", conditions=IN_A), CitingPlace("y"), CitingPlace("z", conditions=((A, B),))]
    clusters = (
        cluster("x", 1, IN_A),
        cluster("y", 0),
        cluster("y", 2),
        cluster("z", 3, IN_A),
        cluster("y", 2),
    )
    tables.record_places("page", places, clusters)
    tables.record_cited_names("page", [("x", IN_A), ("y", ()), ("x", ())])
    pages = PagedList("first", (("x",), ("y",)))
    tables.record_lists(
        "page",
        [
            ListRecord(
                make_request(name="first"), pages, "1", ("x", "y"), (("x", "1"), ("y", "2")), conditions=IN_A
            ),
            ListRecord(make_request(name="second"), pages, "2", ("y",), (("y", "1"),)),
        ],
    )
    tables.conditional_parents["page"] = (("person", IN_A), ("venue", ()))
    tables.parents["page"] = ["person", "venue"]
    tables.record_cited_names("plain", [("y", ())])
    return tables


def build(tables: Tables, *tags: str, omitted: frozenset[str] = frozenset()) -> Tables:
    return built_tables(tables, built_content(tables, PlainSite(tags=frozenset(tags)).holds, omitted))


def test_tables_without_content_that_is_left_out_are_not_copied() -> None:
    tables = recorded()
    assert build(tables, "a", "b") is tables
    assert build(Tables()).listed == {}


def test_what_is_left_out_is_in_no_table() -> None:
    tables = build(recorded())
    assert tables.citing_places == {"page": [CitingPlace("y")]}
    assert tables.cited_names == {"page": ("y", "x"), "plain": ("y",)}
    assert tables.listed == {"page": {"y": None}}
    assert tables.references == {"page": {"y": "1"}}
    assert tables.relabeled == {}
    assert tables.parents == {"page": ["venue"]}
    assert [request.name for request in tables.lists_of("page")] == ["second"]
    assert [request.name for request in tables.all_lists_of("page")] == ["first", "second"]
    assert tables.paged == {"page": (PagedList("first"), PagedList("first", (("x",), ("y",))))}


def test_citations_keep_their_positions_and_notes_are_numbered_again() -> None:
    clusters = build(recorded()).clusters["page"]
    assert [(row.form, row.note) for row in clusters] == [("", 0), ("p", 0), ("p", 1), ("", 0), ("p", 1)]


def test_what_is_recorded_stays_complete() -> None:
    tables = recorded()
    build(tables)
    assert tables == recorded()


def test_a_document_without_anything_that_is_built_has_no_rows() -> None:
    tables = Tables()
    tables.record_places("page", [CitingPlace("x", conditions=IN_A)], (cluster("x", 0, IN_A),))
    tables.record_cited_names("page", [("x", IN_A)])
    built = build(tables)
    assert (built.citing_places, built.clusters, built.cited_names) == ({}, {}, {})


def test_documents_that_a_builder_omits_have_no_rows() -> None:
    built = build(recorded(), "a", "b", omitted=frozenset({"page", "unknown"}))
    assert (built.listed, built.cited_names) == ({}, {"plain": ("y",)})
    content = built_content(recorded(), PlainSite(tags=frozenset("a")).holds, {"page", "unknown"})
    assert content == ((A,), ("page",))
