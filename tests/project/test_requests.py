"""Requests: what a list asks of the library, and on what its answer depends."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sphinxext_pubs.project.requests import LibraryQuery, Request, Stage
from tests.project.conftest import make_request


@pytest.mark.parametrize(
    ("options", "where", "stage", "depends_on_document"),
    [
        ({}, "", Stage.READING, False),
        ({"group-by": "none"}, "", Stage.READING, False),
        ({"cited": "document"}, "", Stage.REREADING, True),
        ({"cited": "document", "group-by": "none"}, "", Stage.RESOLVING, True),
        ({"cited": "!document", "group-by": "none"}, "", Stage.RESOLVING, True),
        ({"sort": "cited"}, "", Stage.REREADING, True),
        ({"sort": "cited", "group-by": "none"}, "", Stage.RESOLVING, True),
        ({"cited": "project"}, "", Stage.REREADING, False),
        ({"cited": "project", "group-by": "none"}, "", Stage.RESOLVING, False),
        ({"cited": "!project", "sort": "cited"}, "", Stage.REREADING, False),
        ({"group-by": "none"}, "cited", Stage.RESOLVING, True),
        ({"cited": "project"}, "cited", Stage.REREADING, True),
    ],
)
def test_lists_of_cited_papers_are_answered_when_references_are_resolved_unless_they_have_groups(
    options: Mapping[str, str], where: str, stage: Stage, depends_on_document: bool
) -> None:
    request = make_request(options, where=where)
    assert (request.stage, request.depends_on_document) == (stage, depends_on_document)


@pytest.mark.parametrize(
    ("enumerated", "stage"),
    [("", Stage.READING), ("arabic 1", Stage.READING), ("arabic continue", Stage.RESOLVING)],
)
def test_a_list_is_answered_after_the_list_whose_numbers_it_continues(enumerated: str, stage: Stage) -> None:
    assert make_request({"group-by": "none"}, enumerated=enumerated).stage is stage


def test_an_answer_from_the_library_alone_does_not_depend_on_documents() -> None:
    assert (LibraryQuery().stage, LibraryQuery().depends_on_document) == (Stage.READING, False)


def test_the_digest_of_a_request_is_that_of_its_list() -> None:
    class Lists:
        def list_digest(self, request: Request, docname: str) -> str:
            return f"{request.name} in {docname}"

    assert make_request(name="papers").digest(Lists(), "index") == "papers in index"
