"""Tables: what documents say, from build to build, and which documents show which papers."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.project.shown_papers import ShownPapers
from sphinxext_pubs.project.tables import (
    BY_DOCUMENT,
    OF_PROJECT,
    CitedTogether,
    CitingPlace,
    ListRecord,
    PagedList,
    Tables,
)
from tests.project.conftest import PlainSite, make_request

IN_HTML = ((("only", "html"),),)


def filled(docname: str) -> Tables:
    """Tables in which a document has a row each."""
    tables = Tables()
    tables.record_answer(docname, make_request(), "digest")
    tables.record_listed(docname, ["a"])
    tables.record_cited_names(docname, [("a", ()), ("b", ())])
    tables.record_references(docname, {"a": "1"})
    tables.record_references(docname, {"a": "2", "b": ""})
    tables.record_parent(docname, "paper")
    tables.citing_places[docname] = [CitingPlace("a")]
    tables.clusters[docname] = (CitedTogether("p", (("a", "", "", "", "", False),)),)
    tables.math[docname] = True
    tables.paged[docname] = ()
    tables.lists[docname] = ()
    tables.referenced_labels[docname] = ("label",)
    tables.record_cited_names(docname, [("a", ()), ("b", IN_HTML)])
    tables.conditional_parents[docname] = (("paper", IN_HTML),)
    tables.conditional_toctrees[docname] = ((("other",), IN_HTML),)
    tables.scoped_names[docname] = {f"{docname}-0": (("a", ()),)}
    return tables


def test_every_table_by_document_is_an_attribute() -> None:
    assert tuple(field.name for field in fields(Tables)) == (*BY_DOCUMENT, "hidden_lists")
    assert not OF_PROJECT.keys() & set(BY_DOCUMENT)


def test_the_tables_of_a_domain_are_its_data() -> None:
    data: dict[str, Any] = {table: {} for table in BY_DOCUMENT} | OF_PROJECT
    tables = Tables.of(data)
    tables.record_cited_names("index", [("a", ())])
    assert data["cited_names"] == {"index": ("a",)}


def test_a_citing_place_has_no_id_line_or_footnote_unless_it_says_so() -> None:
    assert CitingPlace("a") == CitingPlace("a", anchor="", line=0, in_footnote=False)


@pytest.mark.parametrize("table", BY_DOCUMENT)
def test_a_document_that_is_cleared_says_nothing_and_the_others_remain(table: str) -> None:
    tables, other = filled("index"), filled("other")
    getattr(tables, table)["other"] = getattr(other, table)["other"]
    tables.clear("index")
    tables.clear("unknown")
    assert list(getattr(tables, table)) == ["other"]


def test_documents_that_another_process_read_are_taken_from_it() -> None:
    tables, other = filled("old"), filled("index")
    other.cited_names["old"] = ("z",)
    other.cited_names["new"] = ("c",)
    tables.merge(["index", "new"], {table: getattr(other, table) for table in BY_DOCUMENT})
    assert tables.cited_names == {"old": ("a", "b"), "index": ("a", "b"), "new": ("c",)}
    assert tables.listed == {"old": {"a": None}, "index": {"a": None}}


def test_the_distinct_conditions_of_a_document_are_sorted() -> None:
    tables = Tables()
    tables.record_conditions("index", [()])
    assert tables.conditions == {}
    tables.record_conditions("index", [(), ((("todo_node", ""), ("only", "html")),), IN_HTML])
    tables.record_places("index", [CitingPlace("a", conditions=((("ifconfig", "x"),),))], ())
    assert tables.conditions == {"index": (("ifconfig", "x"), ("only", "html"), ("todo_node", ""))}


def test_the_conditions_of_names_are_recorded_if_there_are_any() -> None:
    tables = Tables()
    tables.record_cited_names("a", [("x", ()), ("x", ()), ("y", ())])
    tables.record_cited_names("b", [("x", IN_HTML), ("x", ()), ("y", ())])
    assert tables.cited_names == {"a": ("x", "y"), "b": ("x", "y")}
    assert tables.conditional_names == {"b": (("x", IN_HTML), ("x", ()), ("y", ()))}


def test_a_document_that_cites_nothing_has_no_row() -> None:
    tables = Tables()
    tables.record_cited_names("index", [])
    assert tables.cited_names == {}


def test_the_labels_of_the_first_list_of_references_stay() -> None:
    tables = Tables()
    tables.record_references("index", {"a": "1", "b": "2"})
    tables.record_references("index", {"b": "1", "c": "2"})
    assert tables.references == {"index": {"a": "1", "b": "2", "c": "2"}}


CITED = make_request({"cited": "document", "group-by": "none"})
PAGES = PagedList("", (("a",), ("b",)))


@pytest.mark.parametrize(("later", "lists"), [(make_request(), []), (CITED, ["index"])])
def test_lists_are_kept_if_one_of_them_is_answered_when_references_are_resolved(
    later: Request, lists: list[str]
) -> None:
    tables = Tables()
    first = ListRecord(make_request(), PAGES, "one", ("a", "b"), (("a", "1"),), (), True)
    tables.record_lists("index", [first, ListRecord(later, PagedList(""))])
    assert list(tables.lists) == lists
    assert tables.answers == {"index": [(make_request(), "one"), (later, "")]}
    assert tables.listed == {"index": {"a": None, "b": None}}
    assert tables.references == {"index": {"a": "1"}}
    assert (tables.math, tables.paged) == ({"index": True}, {"index": (PAGES, PagedList(""))})


def test_a_new_answer_replaces_the_content_of_lists_in_their_order() -> None:
    tables, pages = Tables(), PagedList("")
    tables.record_answer("index", "another query", "kept")
    pending, other = ListRecord(CITED, pages), ListRecord(make_request(), pages, "two", ("b",), (("b", "9"),))
    tables.record_lists("index", [pending, other])
    for keys, label in ((("a", "b"), "1"), (("b",), "2")):
        labels = tuple((key, label) for key in keys)
        tables.answer_lists("index", [replace(pending, digest=label, keys=keys, labels=labels), other])
        assert list(tables.listed["index"]) == list(dict.fromkeys((*keys, "b")))
        assert tables.references["index"] == dict(labels)
        digests = [("another query", "kept"), (CITED, label), (make_request(), "two")]
        assert tables.answers["index"] == digests


def test_kinds_of_pages_that_belong_to_a_document_are_in_order() -> None:
    tables = Tables()
    tables.record_parent("index", "venue")
    tables.record_parent("index", "paper")
    assert tables.parents == {"index": ["venue", "paper"]}


def test_the_lists_of_a_document_are_its_requests() -> None:
    tables, first, second = Tables(), make_request({"year": "2024"}), make_request()
    for query in (first, "another query", second):
        tables.record_answer("index", query, "digest")
    assert tables.lists_of("index") == [first, second]
    assert tables.lists_of("other") == []


LISTED = {"a": {"x": None}, "z": {"x": None, "y": None}, "m": {}}


@pytest.mark.parametrize(
    ("docname", "key", "shown"), [("a", "x", True), ("a", "y", False), ("elsewhere", "x", False)]
)
def test_a_document_shows_the_papers_in_its_lists(docname: str, key: str, shown: bool) -> None:
    assert ShownPapers(LISTED, PlainSite().order).shows(docname, key) is shown


def test_the_first_document_that_shows_a_paper_is_its_home() -> None:
    found = ShownPapers(LISTED, PlainSite({"z": "", "a": "", "m": ""}).order)
    assert found.homes == {"x": "z", "y": "z"}
    assert found.homes is found.homes, "the documents are looked at once"
