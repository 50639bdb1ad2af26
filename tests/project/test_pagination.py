"""Pagination: the pages of long lists and their names."""

from __future__ import annotations

import pytest

from sphinxext_pubs.project.pagination import Pagination, plan_pages
from sphinxext_pubs.project.tables import PagedList
from tests.project.conftest import PlainSite

SPLIT = PagedList("", (("a", "b"), ("c",), ("d", "a")))
SHORT = PagedList("", (("c", "e"),))
EMPTY = PagedList("", ())


def named(name: str, pages: int = 2) -> PagedList:
    return PagedList(name, tuple((f"{name}{number}",) for number in range(pages)))


def plan(*lists: PagedList, others: tuple[str, ...] = (), **site: object) -> Pagination:
    """Plan the pages of the lists of the document ``papers``, besides other documents."""
    titles = dict.fromkeys(("papers", *others), "")
    return plan_pages({"papers": lists}, PlainSite(titles, **site))


@pytest.mark.parametrize(
    ("lists", "further"),
    [
        ([], ()),
        ([SHORT], ()),
        ([SPLIT], ("papers-2", "papers-3")),
        ([SHORT, SPLIT], ("papers-2", "papers-3")),
        ([EMPTY, named("x")], ("papers-2",)),
        ([named("x"), named("y")], ("papers-2", "papers-y-2")),
        ([named("x"), named(""), named("")], ("papers-2", "papers-b-2", "papers-c-2")),
        ([named("x"), SHORT, named("")], ("papers-2", "papers-b-2")),
        ([named("y"), named("y"), named("y")], ("papers-2", "papers-y-2", "papers-y-pubs-2")),
    ],
    ids=[
        "no list",
        "a list on one page",
        "one split list",
        "the second list is split",
        "an empty list",
        "two split lists",
        "lists without names",
        "a short list in between",
        "equal names",
    ],
)
def test_further_pages_are_called_after_the_document_and_the_list(
    lists: list[PagedList], further: tuple[str, ...]
) -> None:
    pages = plan(*lists)
    assert pages.continuation_pages("papers") == further
    assert pages.documents == dict.fromkeys(further, "papers")


def test_lists_without_names_have_numbers_after_the_letters() -> None:
    names = plan(*[named("") for _ in range(28)]).continuation_pages("papers")
    assert names[25:] == ("papers-z-2", "papers-27-2", "papers-28-2")


@pytest.mark.parametrize(
    ("taken", "further"),
    [
        ({}, ("papers-2", "papers-3")),
        ({"others": ("papers-3",)}, ("papers-pubs-2", "papers-pubs-3")),
        ({"others": ("papers-2/index",)}, ("papers-pubs-2", "papers-pubs-3")),
        ({"html_additional_pages": frozenset({"papers-2"})}, ("papers-pubs-2", "papers-pubs-3")),
        ({"others": ("papers-2", "papers-pubs-2")}, ("papers-pubs-pubs-2", "papers-pubs-pubs-3")),
    ],
    ids=["free", "a document", "a document in a folder", "an additional page", "both names"],
)
def test_further_pages_have_names_that_no_other_page_has(
    taken: dict[str, object], further: tuple[str, ...]
) -> None:
    assert plan(SPLIT, **taken).continuation_pages("papers") == further


def test_lists_of_several_documents_have_different_names() -> None:
    lists = {"b": (named("a-2", 2), named("x", 2)), "a": (named("m", 2),), "b-x": (named("n", 2),)}
    pages = plan_pages(lists, PlainSite(dict.fromkeys(lists, "")))
    assert {docname: pages.continuation_pages(docname) for docname in lists} == {
        "a": ("a-2",),
        "b": ("b-2", "b-x-2"),
        "b-x": ("b-x-pubs-2",),
    }


def test_a_builder_that_does_not_split_shows_a_list_in_one_place() -> None:
    pages = plan(SPLIT, is_split=False)
    assert pages == Pagination()
    assert pages.page_of_paper("papers", "c") == "papers"
    assert pages.page_of("papers", (0, 2)) == "papers"
    assert pages.groups("papers") == {}


def test_a_list_that_is_not_built_has_no_pages() -> None:
    pages = plan(PagedList("x"), named("y"))
    assert pages.continuation_pages("papers") == ("papers-2",)
    assert ((("papers", 0) in pages.names), (("papers", 1) in pages.names)) == (False, True)


@pytest.mark.parametrize(
    ("key", "page"),
    [
        ("a", "papers"),
        ("b", "papers"),
        ("c", "papers"),
        ("d", "papers-3"),
        ("e", "papers"),
        ("unknown", "papers"),
    ],
    ids=[
        "on the first and the third page",
        "on the first page",
        "on the second page, and in a short list of the document",
        "on the third page",
        "in the short list",
        "in no list",
    ],
)
def test_a_paper_is_at_home_on_the_document_if_that_shows_it(key: str, page: str) -> None:
    assert plan(SPLIT, SHORT).page_of_paper("papers", key) == page


def test_a_paper_that_only_further_pages_show_is_at_home_on_the_first_of_them() -> None:
    lists = (PagedList("", ((), ("a",), ("a", "b"))), PagedList("x", ((), ("b",))))
    pages = plan(*lists)
    assert [pages.page_of_paper("papers", key) for key in "ab"] == ["papers-2", "papers-3"]


def test_a_document_without_split_lists_shows_its_papers_itself() -> None:
    assert plan(SPLIT, others=("index",)).page_of_paper("index", "d") == "index"


@pytest.mark.parametrize(
    ("sheet", "page"),
    [((0, 1), "papers"), ((0, 3), "papers-3"), ((0, 4), "papers"), ((1, 1), "papers"), ((9, 2), "papers")],
    ids=["first page", "last page", "a page too many", "a short list", "an unknown list"],
)
def test_a_sheet_of_a_list_is_a_page(sheet: tuple[int, int], page: str) -> None:
    assert plan(SPLIT, SHORT).page_of("papers", sheet) == page


def test_the_first_page_of_every_paper_in_a_list() -> None:
    pages = plan(SPLIT, EMPTY)
    assert pages.pages_of("papers", 0) == {"a": "papers", "b": "papers", "c": "papers-2", "d": "papers-3"}
    assert pages.pages_of("papers", 1) == {}


def test_headings_have_all_pages_that_they_are_on() -> None:
    years = PagedList("", (("a",), ("b",), ("c",)), (("y2024", 1, 2), ("y2023", 2, 3), ("y2022", 3, 3)))
    assert plan(years, PagedList("hidden")).groups("papers") == {
        "y2024": ("papers", "papers-2"),
        "y2023": ("papers-2", "papers-3"),
        "y2022": ("papers-3",),
    }
