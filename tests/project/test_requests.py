"""Requests: what a list asks of the library, and on what its answer depends."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sphinxext_pubs.project.requests import LibraryQuery, Request, has_bar
from tests.project.conftest import make_request


@pytest.mark.parametrize(
    ("options", "where", "depends_on_project", "depends_on_document"),
    [
        ({}, "", False, False),
        ({"cited": "document"}, "", False, True),
        ({"cited": "!document"}, "", False, True),
        ({"sort": "cited"}, "", False, True),
        ({"cited": "project"}, "", True, False),
        ({"cited": "!project", "sort": "cited"}, "", True, False),
        ({}, "cited", True, True),
        ({"cited": "project"}, "cited", True, True),
    ],
)
def test_an_answer_depends_on_what_documents_cite(
    options: Mapping[str, str], where: str, depends_on_project: bool, depends_on_document: bool
) -> None:
    request = make_request(options, where=where)
    assert (request.depends_on_project, request.depends_on_document) == (
        depends_on_project,
        depends_on_document,
    )


def test_an_answer_from_the_library_alone_does_not_depend_on_documents() -> None:
    assert (LibraryQuery().depends_on_project, LibraryQuery().depends_on_document) == (False, False)


def test_the_digest_of_a_request_is_that_of_its_list() -> None:
    class Lists:
        def list_digest(self, request: Request, docname: str) -> str:
            return f"{request.name} in {docname}"

    assert make_request(name="papers").digest(Lists(), "index") == "papers in index"


@pytest.mark.parametrize(
    ("queries", "expected"),
    [
        ([], False),
        ([make_request()], False),
        (["another query"], False),
        ([make_request(), make_request(filterable=("search",))], True),
    ],
)
def test_a_document_has_a_bar_if_one_of_its_lists_has_controls(queries: list[object], expected: bool) -> None:
    assert has_bar([(query, "digest") for query in queries]) is expected
