"""Targets of citations, their labels, and the objects of the domain."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_pubs.project.project import Project
from sphinxext_pubs.project.tables import PagedList, Tables
from sphinxext_pubs.project.targets import (
    Target,
    bracket_kind,
    find_page,
    find_target,
    label_at,
    listed_objects,
    objects_on_pages,
)
from tests.project.conftest import PAPERS, PlainSite, make_project, make_request

#: A list of all papers on two pages, and a bibliography of what is cited as ``lab:…``.
LISTED = {"papers": {"ko": None, "yang": None}, "lab": {"ko": None}, "drafts": {}}
PAGED = {"papers": (PagedList("", (("ko",), ("yang",))),)}

URLS = """
@misc{doi, title = {A}, doi = {10.1234/A}, url = {https://example.org/a}}
@misc{url, title = {B}, url = {https://example.org/b}}
@misc{ftp, title = {C}, url = {ftp://example.org/c}}
@misc{none, title = {D}}
"""


def project_in(
    folder: Path, bibtex: str = PAPERS, site: PlainSite | None = None, **settings: object
) -> Project:
    answers = {"lab": [(make_request(key_prefix="lab:"), "")]}
    tables = Tables(listed=LISTED, paged=PAGED, answers=answers)
    site = site or PlainSite(dict.fromkeys(("index", "papers", "lab", "drafts"), ""))
    return make_project(folder, bibtex, tables=tables, site=site, **settings).project


def target(project: Project, key: str, docname: str = "index", prefix: str = "") -> Target | None:
    paper = project.library.get(key)
    assert paper is not None
    return find_target(project, paper, docname, prefix)


@pytest.mark.parametrize(
    ("key", "docname", "prefix", "expected"),
    [
        ("ko", "index", "", Target("papers", "pub-ko")),
        ("ko", "lab", "", Target("lab", "pub-ko")),
        ("ko", "papers", "lab:", Target("lab", "pub-ko")),
        ("yang", "index", "", Target("papers-2", "pub-yang")),
        ("yang", "papers", "", Target("papers-2", "pub-yang")),
        ("yang", "index", "lab:", Target("papers-2", "pub-yang")),
        ("note", "drafts", "", None),
        ("note", "index", "", None),
    ],
    ids=[
        "the first document that lists it",
        "the list of the same document",
        "the list of a prefix",
        "a further page",
        "a further page of the same document",
        "a prefix with a list that does not have it",
        "a list that is not in this build",
        "no list in this build",
    ],
)
def test_a_citation_links_to_a_list(
    tmp_path: Path, key: str, docname: str, prefix: str, expected: Target | None
) -> None:
    assert target(project_in(tmp_path), key, docname, prefix) == expected


def test_a_citation_links_to_the_page_of_the_paper_unless_its_document_lists_it(tmp_path: Path) -> None:
    project = project_in(tmp_path, pages=("paper",))
    assert target(project, "ko") == Target("papers/ko")
    assert target(project, "ko", "lab") == Target("lab", "pub-ko")
    assert target(project, "note") == Target("papers/note")


@pytest.mark.parametrize(
    ("key", "inventory", "schemes", "address"),
    [
        ("doi", {"doi": "https://other.org/#a"}, ("https",), "https://other.org/#a"),
        ("doi", {}, ("https",), "https://doi.org/10.1234/A"),
        ("url", {}, ("https",), "https://example.org/b"),
        ("ftp", {}, ("https",), ""),
        ("ftp", {}, ("ftp",), "ftp://example.org/c"),
        ("none", {}, ("https",), ""),
    ],
    ids=["another project", "DOI", "URL", "a scheme that is not allowed", "a scheme that is", "nothing"],
)
def test_a_paper_that_is_not_listed_links_to_another_project_or_its_doi_or_url(
    tmp_path: Path, key: str, inventory: dict[str, str], schemes: tuple[str, ...], address: str
) -> None:
    site = PlainSite({"index": ""}, inventory=inventory)
    project = project_in(tmp_path, URLS, site, url_schemes=schemes)
    assert target(project, key) == (Target(url=address) if address else None)


def test_a_target_is_empty_unless_it_says_where_it_is() -> None:
    assert Target() == Target(docname="", anchor="", url="")


LABELS = {"papers": {"ko": "1", "yang": "2"}, "lab": {"lab:ko": "L1"}}


@pytest.mark.parametrize(
    ("place", "key", "form", "cites_labels", "number"),
    [
        (Target("papers"), "ko", "", True, "1"),
        (Target("papers-2"), "yang", "", True, "2"),
        (Target("papers"), "note", "", True, ""),
        (Target("index"), "ko", "", True, ""),
        (Target("papers"), "ko", "", False, ""),
        (Target("papers"), "ko", "label", False, "1"),
        (Target(url="https://example.org"), "ko", "", True, ""),
        (None, "ko", "", True, ""),
    ],
    ids=[
        "a list with labels",
        "a further page",
        "a paper without a label",
        "a document without labels",
        "citations ignore labels",
        "the citation asks for a label",
        "an address",
        "nothing",
    ],
)
def test_a_citation_has_the_label_of_the_list_that_it_links_to(
    tmp_path: Path, place: Target | None, key: str, form: str, cites_labels: bool, number: str
) -> None:
    project = project_in(tmp_path)
    project.tables.references.update(LABELS)
    project.cites_labels = cites_labels
    assert label_at(project, place, key, form) == number


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        (["ko"], "label"),
        (["ko", "yang"], "label"),
        (["lab:ko"], "label"),
        (["ko", "note"], ""),
        (["unknown"], ""),
        ([], ""),
    ],
)
def test_citations_are_in_brackets_if_all_papers_have_labels(
    tmp_path: Path, keys: list[str], kind: str
) -> None:
    project = project_in(tmp_path)
    project.tables.references.update(LABELS)
    assert bracket_kind(project, keys, "index") == kind


KO = ("Ko (2023)", "paper", "papers", "pub-ko")


def test_the_objects_are_listed_papers_then_their_aliases_and_dois(tmp_path: Path) -> None:
    assert listed_objects(project_in(tmp_path)) == (
        ("ko", *KO, 1),
        ("yang", "Yang et al. (2024)", "paper", "papers", "pub-yang", 1),
        ("10.1000/Layers", *KO, -1),
        ("10.1000/layers", *KO, -1),
        ("ko-old", *KO, -1),
    )


def test_keys_take_precedence_over_aliases_and_unknown_keys_are_left_out(tmp_path: Path) -> None:
    project = project_in(tmp_path, "@misc{ko, title = {A}, ids = {yang}}\n@misc{yang, title = {B}}\n")
    project.tables.listed["papers"] = {"ko": None, "yang": None, "lost": None}
    assert [(name, priority) for name, *_, priority in listed_objects(project)] == [("ko", 1), ("yang", 1)]


@pytest.mark.parametrize("pages", [(), ("year",)], ids=["no pages", "pages of years only"])
def test_objects_are_on_the_further_pages_of_this_build(tmp_path: Path, pages: tuple[str, ...]) -> None:
    project = project_in(tmp_path, pages=pages)
    rows = (*listed_objects(project)[:2], ("note", "Note", "paper", "lab", "pub-note", 1))
    project.record.objects = rows
    assert list(objects_on_pages(project)) == [
        ("ko", *KO, 1),
        ("yang", "Yang et al. (2024)", "paper", "papers-2", "pub-yang", 1),
        ("note", "Note", "paper", "lab", "pub-note", 1),
    ]


def test_objects_are_in_their_documents_if_no_list_is_split(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    rows = listed_objects(project)
    project.tables.paged.clear()
    project.record.objects = rows
    assert objects_on_pages(project) == rows


def test_objects_are_at_the_pages_of_papers_with_those_that_no_list_shows(tmp_path: Path) -> None:
    bibtex = PAPERS + "@misc{new, title = {New}, ids = {new-old}, doi = {10.1234/new}}\n"
    project = project_in(tmp_path, bibtex, pages=("paper",))
    ko, new = ("Ko (2023)", "paper", "papers/ko", ""), ("New (n.d.)", "paper", "papers/new", "")
    project.record.objects = listed_objects(project)
    assert objects_on_pages(project) == [
        ("10.1000/Layers", *ko, -1),
        ("10.1000/layers", *ko, -1),
        ("10.1234/new", *new, -1),
        ("ko", *ko, 1),
        ("ko-old", *ko, -1),
        ("new", *new, 1),
        ("new-old", *new, -1),
        ("note", "Example (n.d.)", "paper", "papers/note", "", 1),
        ("yang", "Yang et al. (2024)", "paper", "papers/yang", "", 1),
    ]


def test_objects_of_papers_without_pages_remain_where_they_are_listed(tmp_path: Path) -> None:
    project = project_in(tmp_path, pages=("paper",), page_filter="year <= 2023")
    rows = (*listed_objects(project), ("lost", "Lost", "paper", "papers", "pub-lost", 1))
    project.record.objects = tuple(rows)
    found = {row[0]: row[3:5] for row in objects_on_pages(project)}
    assert found["ko"] == ("papers/ko", "")
    assert found["yang"] == ("papers", "pub-yang")
    assert found["lost"] == ("papers", "pub-lost")


@pytest.mark.parametrize(
    ("name", "page"),
    [("year:2024", "years/2024"), ("year:1999", ""), ("venue:x", ""), ("nonsense", "")],
)
def test_a_generated_page_is_found_by_kind_and_identity(tmp_path: Path, name: str, page: str) -> None:
    assert find_page(project_in(tmp_path, pages=("year",)), name) == page
