"""Records of lists: what a list of cited papers shows, once every document has been read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_pubs.project.list_records import first_number
from sphinxext_pubs.project.project import Project
from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.project.tables import ListRecord, PagedList, Tables
from tests.project.conftest import make_project, make_request

UNANSWERED = PagedList("", ())


def project_with(folder: Path, request: Request, cited: tuple[str, ...], **settings: object) -> Project:
    """Return a settled project with one list of cited papers, in the document ``index``."""
    tables = Tables(cited_names={"index": cited, "papers": ("note",)})
    tables.record_lists("index", [ListRecord(request, UNANSWERED)])
    project = make_project(folder, tables=tables, **settings).project
    project.load()
    project.settle()
    return project


def cited_request(scope: str = "document", layout: str = "anthology", **rest: object) -> Request:
    return make_request({"cited": scope, "sort": "cited", "group-by": "none"}, layout, **rest)


@pytest.mark.parametrize(
    ("scope", "keys"),
    [
        ("document", ["yang", "ko"]),
        ("project", ["yang", "ko", "note"]),
        ("!document", ["note"]),
        ("!project", []),
    ],
)
def test_a_list_shows_what_documents_cite(tmp_path: Path, scope: str, keys: list[str]) -> None:
    project = project_with(tmp_path, cited_request(scope), ("yang", "ko"))
    assert list(project.tables.listed["index"]) == keys
    assert project.listed.homes == dict.fromkeys(keys, "index")
    record = project.tables.lists["index"][0]
    assert project.tables.answers["index"] == [(record.request, record.digest)]
    assert record.digest


def test_citations_that_change_are_followed(tmp_path: Path) -> None:
    project = project_with(tmp_path, cited_request(), ("yang", "ko"))
    digest = project.tables.lists["index"][0].digest
    project.tables.record_cited_names("index", [("ko", ())])
    project.settle()
    assert list(project.tables.listed["index"]) == ["ko"]
    assert project.tables.lists["index"][0].digest != digest


def test_recorded_lists_are_kept_if_nothing_was_loaded(tmp_path: Path) -> None:
    tables = Tables(cited_names={"index": ("ko",)})
    tables.record_lists("index", [ListRecord(cited_request(), UNANSWERED, "digest", ("old",))])
    project = make_project(tmp_path, tables=tables).project
    project.settle()
    assert not project.is_loaded
    assert project.listed.homes == {"old": "index"}


def test_a_list_of_references_has_labels_by_the_names_in_citations(tmp_path: Path) -> None:
    request = cited_request(layout="reference", style="numeric", prefix="A", key_prefix="x-")
    project = project_with(tmp_path, request, ("x-yang", "x-ko"))
    assert project.tables.references == {"index": {"x-yang": "A1", "x-ko": "A2"}}


def test_a_long_list_has_pages(tmp_path: Path) -> None:
    project = project_with(tmp_path, cited_request(per_page=1), ("yang", "ko"))
    assert project.pagination.documents == {"index-2": "index"}
    assert project.pagination.page_of_paper("index", "ko") == "index-2"


def enumerated(start: str, count: int = 0) -> ListRecord:
    """Return the record of an enumerated list with a number of entries."""
    request = make_request(enumerated=f"arabic {start}" if start else "")
    return ListRecord(request, UNANSWERED, "digest", ("a",) * count)


@pytest.mark.parametrize(
    ("earlier", "start", "number"),
    [
        ([], "5", 5),
        ([], "continue", 1),
        ([enumerated("1", 3)], "continue", 4),
        ([enumerated("7", 3), enumerated("", 9)], "continue", 10),
        ([enumerated("2", 3), enumerated("continue", 2)], "continue", 7),
        ([enumerated("2", 3), enumerated("1", 2)], "continue", 3),
        ([enumerated("1", 0)], "continue", 1),
    ],
)
def test_numbers_continue_those_of_the_enumerated_list_before(
    earlier: list[ListRecord], start: str, number: int
) -> None:
    assert first_number(earlier, enumerated(start).request) == number
