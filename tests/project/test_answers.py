"""The answers of the library to the lists of documents, and their digests."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sphinxext_pubs.project.answers import Answers
from sphinxext_pubs.project.local_files import LocalFiles
from sphinxext_pubs.project.tables import Tables
from tests.project.conftest import PAPERS, PlainSite, load_bibtex, make_graph, make_request

SITE = PlainSite({"z": "First", "a": "Second"})
CITING = {"a": ("note", "lab:yang"), "z": ("yang", "note")}

#: A list in the order of the source, without headings.
FLAT = {"sort": "none", "group-by": "none"}


def answers(bibtex: str = PAPERS, files: LocalFiles | None = None) -> Answers:
    loaded = load_bibtex(bibtex, files=files)
    return Answers(loaded, lambda: make_graph(Tables(cited_names=CITING), loaded.library, SITE))


def keys(options: Mapping[str, str], docname: str = "a", **rest: object) -> list[str]:
    answer = answers().of(make_request({**FLAT, **options}, **rest), docname)
    return [paper.key for paper in answer.publications]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["yang", "ko", "note"]),
        ({"year": "2023"}, ["ko"]),
        ({"cited": ""}, ["note"]),
        ({"cited": "document"}, ["note"]),
        ({"cited": "!document"}, ["yang", "ko"]),
        ({"cited": "project"}, ["yang", "note"]),
        ({"cited": "!project"}, ["ko"]),
        ({"cited": "project", "sort": "cited"}, ["yang", "note"]),
        ({"sort": "cited"}, ["note", "yang", "ko"]),
    ],
)
def test_a_list_shows_what_its_options_select(options: dict[str, str], expected: list[str]) -> None:
    assert keys(options) == expected


def test_a_list_of_what_is_cited_depends_on_its_document() -> None:
    assert keys({"cited": "document", "sort": "cited"}, "z") == ["yang", "note"]
    assert keys({"cited": "document"}, "elsewhere") == []


def test_a_list_with_a_prefix_shows_what_is_cited_with_it() -> None:
    assert keys({"cited": "document"}, key_prefix="lab:") == ["yang"]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("docname in docnames", ["note"]),
        ("cited", ["yang", "note"]),
        ("not cited", ["ko"]),
        ('docname == "a" and year == "2023"', ["ko"]),
        ('docname == "z"', []),
    ],
)
def test_a_list_may_have_a_condition_of_sphinxcontrib_bibtex(where: str, expected: list[str]) -> None:
    assert keys({}, where=where) == expected


def test_a_list_may_have_papers_in_addition() -> None:
    assert keys({"year": "2023"}, also=("note",)) == ["ko", "note"]


def test_the_graph_of_citations_is_only_asked_for_if_a_list_needs_it() -> None:
    asked: list[str] = []
    loaded = load_bibtex()

    def citations() -> object:
        asked.append("citations")
        return make_graph(Tables(), loaded.library)

    service = Answers(loaded, citations)
    service.of(make_request({"year": "2023"}), "a")
    assert asked == []
    service.of(make_request({"cited": ""}), "a")
    assert asked == ["citations"]


WITH_FILE = PAPERS + "@misc{file, title = {File}, pdf = {a.pdf}}\n"


def digest(bibtex: str = WITH_FILE, files: LocalFiles | None = None, **options: str) -> str:
    service = answers(bibtex, files)
    return service.digest(service.of(make_request(options), "a"))


@pytest.mark.parametrize(
    ("bibtex", "files", "options"),
    [
        (WITH_FILE.replace("An Old Note", "A New Note"), None, {}),
        (WITH_FILE.replace("year = 2023", "year = 2022"), None, {}),
        (WITH_FILE, LocalFiles({(".", "a.pdf"): "a.pdf"}), {}),
        (WITH_FILE, None, {"group-by": "none"}),
        (WITH_FILE, None, {"year": "2024"}),
    ],
    ids=["title", "year", "a local file", "headings", "fewer papers"],
)
def test_the_digest_changes_with_what_a_list_shows(
    bibtex: str, files: LocalFiles | None, options: dict[str, str]
) -> None:
    assert digest(bibtex, files, **options) != digest()


def test_the_digest_does_not_change_with_what_a_list_does_not_show() -> None:
    changed = WITH_FILE.replace("An Old Note", "A New Note")
    assert digest(changed, year="2024") == digest(year="2024")
