"""The project in one build: its services, its phases, and which documents are outdated."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from sphinxext_pubs.citations.csl.pandoc import find_pandoc
from sphinxext_pubs.project.project import Project
from sphinxext_pubs.project.requests import Phase, Stage
from sphinxext_pubs.project.site import Site
from sphinxext_pubs.project.tables import PagedList, Tables
from sphinxext_pubs.project.title_citations import TitleCitationQuery
from tests.project.conftest import PAPERS, PlainSite, csl_style, make_project, make_request

ALIKE = """
@misc{a, author = {Lee, Ann}, title = {First}, year = 2024}
@misc{b, author = {Lee, Ann}, title = {Second}, year = 2024}
"""

SPLIT = {"papers": (PagedList("", (("yang",), ("ko",))),)}


# Services


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    project = make_project(tmp_path).project
    (tmp_path / "papers.bib").unlink()
    assert (project.listed.homes, project.pagination.documents, project.own_pages()) == (
        {},
        {},
        {"index", "papers"},
    )
    assert not project.pages
    assert not project.is_loaded


def test_the_library_is_read_once_in_a_build(tmp_path: Path) -> None:
    project = make_project(tmp_path).project
    project.load()
    assert project.is_loaded
    assert [paper.key for paper in project.library] == ["yang", "ko", "note"]
    (tmp_path / "papers.bib").write_text("@misc{new, title = {New}}", encoding="utf-8")
    assert len(project.library) == 3
    assert gc.get_freeze_count() > 0
    gc.unfreeze()


def test_every_service_is_made_once(tmp_path: Path) -> None:
    project = make_project(tmp_path).project
    for name in ("listed", "citations", "references", "pagination", "pages", "entries"):
        assert getattr(project, name) is not None, name
        assert getattr(project, name) is getattr(project, name), name


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        ("listed", False),
        ("citations", False),
        ("references", False),
        ("pagination", True),
        ("pages", True),
        ("entries", True),
        ("loaded", True),
    ],
)
def test_services_that_depend_on_documents_are_made_again_when_these_change(
    tmp_path: Path, name: str, is_kept: bool
) -> None:
    project = make_project(tmp_path).project
    before = getattr(project, name)
    project.reset_documents()
    assert (getattr(project, name) is before) is is_kept


def test_all_documents_are_taken_as_they_are_once_they_were_read(tmp_path: Path) -> None:
    project = make_project(tmp_path).project
    assert project.pagination.documents == {}
    assert project.listed.homes == {}
    project.tables.paged.update(SPLIT)
    project.tables.record_listed("papers", ["ko"])
    project.settle()
    assert project.pagination.documents == {"papers-2": "papers"}
    assert project.listed.homes == {"ko": "papers"}
    assert project.own_pages() == {"index", "papers", "papers-2"}


def test_a_request_is_answered_from_the_library_and_the_citations(tmp_path: Path) -> None:
    project = make_project(tmp_path, tables=Tables(cited_names={"index": ("ko",)})).project
    answer = project.answer(make_request({"cited": ""}), "index")
    assert [paper.key for paper in answer.publications] == ["ko"]
    digest = project.list_digest(make_request({"cited": ""}), "index")
    assert digest != project.list_digest(make_request({"cited": ""}), "papers")
    project.tables.record_cited_names("papers", [("ko", ())])
    assert digest == project.list_digest(make_request({"cited": ""}), "papers")


# References


@pytest.mark.skipif(find_pandoc() is None, reason="the extra csl is not installed")
@pytest.mark.parametrize(
    ("settings", "requests", "keys"),
    [
        ({}, [], ""),
        ({}, [make_request({"year": "2023"}, style="mine.csl")], "ko"),
        ({}, [make_request({"year": "2023"}, show=("reference",))], ""),
        ({"pages": ("paper",)}, [make_request({"year": "2023"}, style="mine.csl")], "ko"),
        ({"style": "mine.csl"}, [], "yang"),
        ({"style": "mine.csl"}, [make_request({"year": "2023"})], "yang"),
        ({"style": "mine.csl"}, [make_request({"year": "2023"}, show=("reference",))], "ko yang"),
        ({"style": "mine.csl"}, [make_request({"year": "2023"}, columns=("reference",))], "ko yang"),
        ({"style": "mine.csl"}, [make_request({"year": "2023"}, style="numeric")], "yang"),
        ({"page_styles": ("mine.csl",), "pages": ("paper",)}, [], "ko note yang"),
        ({"page_styles": ("mine.csl",), "pages": ("paper",), "page_filter": "year = 2023"}, [], "ko"),
        ({"page_styles": ("mine.csl",)}, [], ""),
    ],
    ids=[
        "not used",
        "the style of a list",
        "a list in another style",
        "the style of a list, with pages in another style",
        "the style of the project: what is cited",
        "a list without references",
        "a list with references",
        "a table with references",
        "a list in a built-in style",
        "the style of pages",
        "the style of some pages",
        "the style of pages, without any",
    ],
)
def test_a_style_writes_the_references_that_lists_citations_and_pages_need(
    tmp_path: Path, settings: dict[str, object], requests: list[object], keys: str
) -> None:
    """Papers that are not in the batch have a reference of ours, which the style does not write."""
    (tmp_path / "mine.csl").write_text(csl_style("Mine: "), encoding="utf-8")
    tables = Tables(
        answers={"papers": [(request, "") for request in requests], "index": []},
        cited_names={"index": ("yang", "unknown")},
    )
    project = make_project(tmp_path, tables=tables, **settings).project
    references = {
        paper.key: str(project.references.reference(project.citations.cited(paper), "mine.csl"))
        for paper in project.library
    }
    assert " ".join(sorted(key for key, text in references.items() if text.startswith("Mine"))) == keys


# Documents whose answers changed


def test_a_document_is_outdated_once_its_answer_changed(tmp_path: Path) -> None:
    project = make_project(tmp_path).project
    for docname, year in ("papers", "2023"), ("index", "2023"), ("old", "2024"):
        project.record_query(docname, make_request({"year": year}))
    assert project.outdated(Stage.READING) == []
    changed = PAPERS.replace("On Layers", "On Other Layers")
    assert make_project(tmp_path, changed, tables=project.tables).project.outdated(Stage.READING) == [
        "index",
        "papers",
    ]


def test_lists_of_what_a_document_cites_are_asked_for_each_document(tmp_path: Path) -> None:
    tables = Tables(cited_names={"index": ("ko",), "papers": ("ko",)})
    project = make_project(tmp_path, tables=tables).project
    for docname in ("index", "papers"):
        project.record_query(docname, make_request({"cited": ""}))
    tables.record_cited_names("papers", [("ko", ()), ("yang", ())])
    project.reset_documents()
    assert project.outdated(Stage.READING) == []
    assert project.outdated(Stage.REREADING) == ["papers"]


def test_lists_of_what_the_project_cites_are_asked_for_after_all_documents_were_read(tmp_path: Path) -> None:
    project = make_project(tmp_path).project
    project.record_query("papers", make_request({"cited": "project"}))
    project.record_query("index", make_request({"cited": "project", "group-by": "none"}))
    project.tables.record_cited_names("index", [("ko", ())])
    project.reset_documents()
    assert project.outdated(Stage.READING) == []
    assert project.outdated(Stage.REREADING) == ["papers"]
    assert project.outdated(Stage.RESOLVING) == ["index"]


class RecordingQuery:
    """A query that records which documents ask."""

    stage = Stage.READING

    def __init__(self, *, depends_on_document: bool) -> None:
        self.depends_on_document = depends_on_document
        self.asked: list[str] = []

    def digest(self, project: Project, docname: str) -> str:
        self.asked.append(docname)
        return "same"


@pytest.mark.parametrize(("depends_on_document", "asked"), [(False, ["a"]), (True, ["a", "b"])])
def test_equal_queries_are_asked_once_unless_the_document_matters(
    tmp_path: Path, depends_on_document: bool, asked: list[str]
) -> None:
    query = RecordingQuery(depends_on_document=depends_on_document)
    tables = Tables(answers={"a": [(query, "same"), (query, "same")], "b": [(query, "same")]})
    assert make_project(tmp_path, tables=tables).project.outdated(Stage.READING) == []
    assert query.asked == asked


# Phases


def test_every_document_was_read_before_documents_are_read_again() -> None:
    assert [phase for phase in Phase if phase.knows_all] == [Phase.REREADING, Phase.SETTLED, Phase.UNCHANGED]


def test_citations_remain_as_they_were_while_a_document_is_read_again(tmp_path: Path) -> None:
    tables = Tables(cited_names={"index": ("a", "b")})
    project = make_project(tmp_path, ALIKE, tables=tables).project
    project.start_rereading()
    tables.clear("index")
    project.reset_documents()
    assert project.phase is Phase.REREADING
    assert project.citations.cited_keys("project", "") == ("a", "b")
    assert project.citations.disambiguation("b").letter == "b"
    project.end_rereading()
    assert project.phase is Phase.SETTLED
    assert project.citations.cited_keys("project", "") == ()


@pytest.mark.parametrize(("is_read", "phase"), [(True, Phase.SETTLED), (False, Phase.UNCHANGED)])
def test_a_build_that_read_no_document_leaves_them_unchanged(
    tmp_path: Path, is_read: bool, phase: Phase
) -> None:
    project = make_project(tmp_path).project
    assert project.phase is Phase.STARTED
    if is_read:
        project.begin_reading()
        assert (project.phase, project.is_loaded) == (Phase.READING, True)
    project.settle()
    assert project.phase is phase
    project.settle()
    assert project.phase is phase


@pytest.mark.parametrize(
    ("name", "phase", "words"),
    [
        ("b", Phase.READING, "Lee (2024)"),
        ("b", Phase.REREADING, "Lee (2024b)"),
        ("b", Phase.SETTLED, "Lee (2024b)"),
        ("unknown", Phase.SETTLED, ""),
    ],
)
def test_a_citation_in_a_title_is_disambiguated_once_all_documents_are_read(
    tmp_path: Path, name: str, phase: Phase, words: str
) -> None:
    project = make_project(tmp_path, ALIKE, tables=Tables(cited_names={"index": ("a", "b")})).project
    project.phase = phase
    query = TitleCitationQuery(name, "t")
    assert query.digest(project, "index") == words
    assert (query.stage, query.depends_on_document) == (Stage.REREADING, True)


# Generated pages


@pytest.mark.parametrize(
    ("page", "parent"),
    [("people/ann", "index"), ("papers/ko", "papers"), ("venues/x", ""), ("elsewhere/ko", ""), ("ko", "")],
)
def test_a_generated_page_belongs_to_the_first_document_that_lists_its_kind(
    tmp_path: Path, page: str, parent: str
) -> None:
    tables = Tables(parents={"papers": ["paper", "author"], "index": ["author"]})
    site = PlainSite({"index": "", "papers": ""})
    assert make_project(tmp_path, tables=tables, site=site).project.parent_of(page) == parent


def test_addresses_that_are_taken_by_further_pages_are_reported(tmp_path: Path) -> None:
    tables = Tables(paged={"papers/a": (PagedList("", (("yang",), ("ko",))),)})
    build = make_project(tmp_path, "@misc{a-2, title = {A}}", tables=tables, pages=("paper",))
    assert build.project.pages.papers["a-2"].startswith("papers/a-2-")
    assert [problem.code.value for problem in build.problems] == ["address"]


def test_the_site_of_these_tests_has_all_that_services_may_ask() -> None:
    names = {name for name in vars(Site) if not name.startswith("_")}
    assert names <= set(dir(PlainSite()))


def test_what_is_not_built_is_left_out_again_if_documents_were_removed_since(tmp_path: Path) -> None:
    tables = Tables()
    tables.record_cited_names("index", [("ko", ((("only", "draft"),),)), ("yang", ())])
    project = make_project(tmp_path, tables=tables).project
    project.settle()
    assert project.citations.cited_keys("project", "") == ("yang",)
    project.reset_documents()
    project.leave_out()
    assert project.citations.cited_keys("project", "") == ("yang",)
    assert project.recorded.cited_names == {"index": ("ko", "yang")}


def test_answers_of_another_builder_are_not_valid(tmp_path: Path) -> None:
    tables = Tables()
    tables.record_cited_names("index", [("ko", ((("only", "draft"),),)), ("yang", ())])
    site = PlainSite({"index": "Home"}, tags=frozenset({"draft"}))
    project = make_project(tmp_path, tables=tables, site=site).project
    assert not project.is_loaded
    project.settle()
    assert project.is_loaded
    assert project.record.built == ((("only", "draft"),), ())
