"""Generated pages: which papers, people, venues … have pages, and the addresses of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import pytest

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.formats.base import Format
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.project.generated_pages import (
    GeneratedPages,
    folder_of,
    kind_of,
    own_pages,
    own_pages_in_folders,
    plan_generated_pages,
    selected_positions,
)
from sphinxext_pubs.project.loaded_library import LoadedLibrary
from sphinxext_pubs.project.page_kinds import page_kinds
from sphinxext_pubs.project.pagination import Pagination
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.project.settings import Settings
from sphinxext_pubs.query.facets import BUILTIN
from tests.project.conftest import PAPERS, PlainSite, load_bibtex

VENUES = "- id: methods\n  name: Conference on Methods\n  acronym: EMNLP\n"


def digits(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


@dataclass
class Planned:
    """The generated pages of a build, and the problems with their addresses."""

    pages: GeneratedPages
    messages: list[str]


def plan(
    *kinds: str,
    bibtex: str = PAPERS,
    loaded: LoadedLibrary | None = None,
    own: set[str] | None = None,
    site: PlainSite | None = None,
    **settings: object,
) -> Planned:
    """Plan pages of these kinds; ``own`` are the project's own pages."""
    messages: list[str] = []
    pages = plan_generated_pages(
        Settings(pages=kinds, **settings),
        lambda: loaded or load_bibtex(bibtex),
        site or PlainSite(),
        own_pages=lambda: own or set(),
        report=lambda problem: messages.append(f"{problem.origin.path}: {problem.message}"),
        registry=Registry(),
    )
    return Planned(pages, messages)


def term_pages(planned: Planned, kind: str) -> dict[str, str]:
    """Label → page of the terms of a kind, in order."""
    return {term.label: term.page for term in planned.pages.terms[kind].values()}


def paper_of(loaded: LoadedLibrary, key: str) -> Publication:
    paper = loaded.library.get(key)
    assert paper is not None
    return paper


# Planning


@pytest.mark.parametrize(
    ("kinds", "site"),
    [((), PlainSite()), (("paper",), PlainSite(is_split=False))],
    ids=["no kinds", "a builder without a page for each document"],
)
def test_no_library_is_loaded_if_there_are_no_pages(kinds: tuple[str, ...], site: PlainSite) -> None:
    asked: list[str] = []

    def load() -> LoadedLibrary:
        asked.append("library")
        return load_bibtex()

    def own() -> set[str]:
        asked.append("own pages")
        return set()

    pages = plan_generated_pages(
        Settings(pages=kinds), load, site, own_pages=own, report=lambda problem: None, registry=Registry()
    )
    assert not pages
    assert pages == GeneratedPages()
    assert asked == []


@pytest.mark.parametrize("row", [row for row in FORMATS if row.is_written], ids=lambda row: row.name)
def test_no_page_has_the_name_of_an_export_next_to_another(row: Format) -> None:
    key = f"a{row.written_suffix}"
    (page,) = plan("paper", bibtex=f"@misc{{{key}, title={{A}}}}").pages.papers.values()
    assert page == f"papers/{key[: key.rindex('.')]}-{key.rpartition('.')[2]}"


def test_every_paper_has_a_page_and_every_alias_refers_to_it() -> None:
    planned = plan("paper")
    assert planned.pages.papers == {key: f"papers/{key}" for key in ("yang", "ko", "note")}
    assert planned.pages.aliases == {"papers/ko-old": "papers/ko"}
    assert planned.pages.directories == {"paper": "papers/all"}
    assert (planned.pages.terms, planned.pages.entity_index, planned.messages) == ({}, None, [])


def test_an_alias_does_not_take_the_page_of_a_paper() -> None:
    bibtex = "@misc{a, title = {A}, ids = {b, c}}\n@misc{b, title = {B}, ids = {c}}\n"
    planned = plan("paper", bibtex=bibtex)
    assert planned.pages.aliases == {"papers/c": "papers/a"}
    assert planned.messages == []


def test_every_kind_of_term_has_pages_in_its_folder() -> None:
    bibtex = PAPERS.replace("year = 2023", "year = 2023, keywords = {layers, C++}")
    planned = plan("author", "venue", "year", "keyword", bibtex=bibtex)
    assert {kind: term_pages(planned, kind) for kind in planned.pages.terms} == {
        "author": {
            "Ada Example": "people/ada-example",
            "Jongwoo Ko": "people/jongwoo-ko",
            "Yongjin Yang": "people/yongjin-yang",
            "Se-Young Yun": "people/se-young-yun",
        },
        "venue": {
            "Conference on Methods (EMNLP)": "venues/emnlp",
            "Journal of Layers": "venues/journal-of-layers",
        },
        "year": {"2024": "years/2024", "2023": "years/2023"},
        "keyword": {"C++": "keywords/c-plus-plus", "layers": "keywords/layers"},
    }
    assert planned.pages.papers == {}


def test_terms_have_the_positions_of_their_papers() -> None:
    terms = plan("author", "year").pages.terms
    assert {term.label: term.positions for term in terms["author"].values()} == {
        "Ada Example": (2,),
        "Jongwoo Ko": (0, 1),
        "Yongjin Yang": (0,),
        "Se-Young Yun": (0,),
    }
    assert {term.identity: term.positions for term in terms["year"].values()} == {"2024": (0,), "2023": (1,)}


def test_a_kind_without_pages_has_no_directory() -> None:
    planned = plan("paper", "author", "keyword")
    assert planned.pages.directories == {"paper": "papers/all", "author": "people/all"}
    assert plan("paper", bibtex="").pages.directories == {}


@pytest.mark.parametrize(
    ("page_filter", "keys", "people"),
    [
        ("", ["yang", "ko", "note"], ["Ada Example", "Jongwoo Ko", "Yongjin Yang", "Se-Young Yun"]),
        ("year <= 2023", ["ko"], ["Jongwoo Ko"]),
        ("year > 2030", [], []),
    ],
)
def test_only_papers_that_match_the_filter_have_pages(
    page_filter: str, keys: list[str], people: list[str]
) -> None:
    planned = plan("paper", "author", page_filter=page_filter)
    assert list(planned.pages.papers) == keys
    assert list(term_pages(planned, "author")) == people
    assert selected_positions(Settings(page_filter=page_filter), load_bibtex().index) == [
        ["yang", "ko", "note"].index(key) for key in keys
    ]


def test_pages_are_in_the_folders_that_conf_names() -> None:
    planned = plan("paper", "year", page_folders=(("paper", "work/all"), ("year", "by-year")))
    assert planned.pages.papers["ko"] == "work/all/ko"
    assert planned.pages.directories == {"paper": "work/all/all", "year": "by-year/all"}
    assert term_pages(planned, "year")["2024"] == "by-year/2024"


# Addresses that are taken


@pytest.mark.parametrize(
    ("own", "has_folders", "page"),
    [
        (set(), False, "papers/ko"),
        ({"papers/ko"}, False, f"papers/ko-{digits('ko')}"),
        ({"Papers/KO"}, False, f"papers/ko-{digits('ko')}"),
        ({"papers/ko/index"}, False, "papers/ko"),
        ({"papers/ko/index"}, True, f"papers/ko-{digits('ko')}"),
    ],
    ids=["free", "a document", "a document in another case", "in a folder", "in a folder, for dirhtml"],
)
def test_a_paper_does_not_take_the_address_of_a_document(own: set[str], has_folders: bool, page: str) -> None:
    planned = plan("paper", own=own, site=PlainSite(has_folders=has_folders))
    assert planned.pages.papers["ko"] == page
    assert planned.pages.papers["yang"] == "papers/yang"
    assert len(planned.messages) == (page != "papers/ko")


def test_an_address_that_is_taken_is_reported_with_what_to_do() -> None:
    (message,) = plan("paper", bibtex="@misc{A, title = {1}}\n@misc{a, title = {2}}").messages
    assert message.startswith("conf.py: ")
    for part in ("“papers/a”", "“a”", "pubs_page_folders", "one of the two another name"):
        assert part in message


@pytest.mark.parametrize(
    ("kind", "own", "label", "page", "remedy"),
    [
        ("author", "people/jongwoo-ko", "Jongwoo Ko", "people/jongwoo-ko-", "an id in a people file"),
        (
            "venue",
            "venues/journal-of-layers",
            "Journal of Layers",
            "venues/journal-of-layers-",
            "venues file",
        ),
        ("year", "years/2024", "2024", f"years/2024-{digits('2024')}", "one of the two another name"),
    ],
)
def test_a_term_does_not_take_the_address_of_a_document(
    kind: str, own: str, label: str, page: str, remedy: str
) -> None:
    planned = plan(kind, own={own})
    assert term_pages(planned, kind)[label].startswith(page)
    (message,) = planned.messages
    for part in (f"{kind} “{label}”", f"“{own}”", remedy):
        assert part in message


def test_a_venue_takes_the_words_of_its_name_if_its_acronym_is_taken() -> None:
    planned = plan("venue", own={"venues/emnlp"})
    assert (
        term_pages(planned, "venue")["Conference on Methods (EMNLP)"] == "venues/conference-on-methods-emnlp"
    )
    assert planned.messages == []


def test_an_id_of_a_file_has_its_address_before_others() -> None:
    """A person of the data has the name that a person of the people file has as an id."""
    bibtex = "@misc{a, author = {Ko, Ann}, title = {A}}\n@misc{b, author = {Zed, Bo}, title = {B}}\n"
    loaded = load_bibtex(bibtex, people="- id: ann-ko\n  name: Bo Zed\n")
    planned = plan("author", loaded=loaded)
    pages = term_pages(planned, "author")
    assert list(pages) == ["Ann Ko", "Bo Zed"], "in the order of family names"
    assert pages["Bo Zed"] == "people/ann-ko"
    assert pages["Ann Ko"].startswith("people/ann-ko-")
    assert len(planned.messages) == 1


def test_a_directory_does_not_take_the_address_of_a_document() -> None:
    assert plan("year", own={"years/all"}).pages.directories == {"year": "years/all-pubs"}


def test_a_paper_does_not_take_the_address_of_a_directory() -> None:
    planned = plan("paper", bibtex="@misc{all, title = {All}}")
    assert planned.pages.papers == {"all": f"papers/all-{digits('all')}"}


# What has which page


def test_pages_exist_once_a_paper_or_a_term_has_one() -> None:
    assert plan("paper").pages
    assert plan("year").pages
    assert not plan("keyword").pages.terms["keyword"]


def test_all_pages_with_content_are_papers_terms_and_directories() -> None:
    assert list(plan("paper", "year").pages.names()) == [
        *("papers/yang", "papers/ko", "papers/note"),
        *("years/2024", "years/2023"),
        *("papers/all", "years/all"),
    ]


@pytest.mark.parametrize(
    ("key", "has_folders", "path"),
    [
        ("ko", False, "papers/ko.pdf"),
        ("ko", True, "papers/ko/ko.pdf"),
        ("unknown", False, ""),
        ("unknown", True, ""),
    ],
)
def test_the_pdf_of_a_paper_is_beside_its_page(key: str, has_folders: bool, path: str) -> None:
    assert plan("paper", site=PlainSite(has_folders=has_folders)).pages.pdf_of(key) == path
    assert GeneratedPages({"ko": "papers/ko"}).pdf_of("ko") == "papers/ko.pdf"


EDITED = (
    "@book{both, author = {Ko, Jongwoo}, editor = {Lee, Ann}, title = {Both}, year = 2024}\n"
    "@proceedings{edited, editor = {Lee, Ann}, title = {Edited}, year = 2024}\n"
    "@misc{own, author = {Lee, Ann}, title = {Own}, year = 2024}\n"
)


@pytest.mark.parametrize(
    ("key", "role", "expected"),
    [
        ("both", "", ["people/jongwoo-ko"]),
        ("both", "author", ["people/jongwoo-ko"]),
        ("both", "editor", ["people/ann-lee"]),
        ("edited", "", ["people/ann-lee"]),
        ("edited", "author", []),
    ],
)
def test_the_people_of_a_paper_are_its_authors_or_else_its_editors(
    key: str, role: str, expected: list[str]
) -> None:
    loaded = load_bibtex(EDITED)
    assert plan("author", loaded=loaded).pages.person_pages(paper_of(loaded, key), role) == expected


@pytest.mark.parametrize(
    ("kinds", "page_filter", "expected"),
    [
        (("paper",), "", []),
        (("year",), "", ["", "", ""]),
        (("author",), "", ["people/yongjin-yang", "people/jongwoo-ko", "people/se-young-yun"]),
        (("author",), "year <= 2023", ["", "people/jongwoo-ko", ""]),
    ],
    ids=["pages of papers only", "no pages of people", "pages of people", "pages of some people"],
)
def test_people_without_pages_have_empty_ones(
    kinds: tuple[str, ...], page_filter: str, expected: list[str]
) -> None:
    loaded = load_bibtex()
    pages = plan(*kinds, loaded=loaded, page_filter=page_filter).pages
    assert pages.person_pages(paper_of(loaded, "yang")) == expected


@pytest.mark.parametrize(
    ("kinds", "key", "expected"),
    [
        ((), "both", ("", "")),
        (("paper",), "both", ("papers/both", "")),
        (("paper", "author", "venue"), "both", ("papers/both", "", "people/jongwoo-ko", "people/ann-lee")),
        (("author",), "edited", ("", "", "people/ann-lee")),
        (("venue",), "ko", ("", "venues/journal-of-layers", "")),
    ],
)
def test_an_entry_links_to_the_pages_of_paper_venue_authors_and_editors(
    kinds: tuple[str, ...], key: str, expected: tuple[str, ...]
) -> None:
    loaded = load_bibtex(EDITED + PAPERS)
    pages = plan(*kinds, loaded=loaded).pages
    assert pages.linked_pages(paper_of(loaded, key), loaded.venue_names) == expected


@pytest.mark.parametrize(
    ("facet", "label", "page"),
    [
        ("year", "2024", "years/2024"),
        ("year", "1999", ""),
        ("venue", "Journal of Layers", "venues/journal-of-layers"),
        ("venue", "Proceedings of the Conference on Methods (EMNLP)", "venues/methods"),
        ("keyword", "layers", ""),
        ("author", "Jongwoo Ko", ""),
    ],
    ids=["year", "no paper of a year", "venue", "venue of a file", "no keywords", "no pages of people"],
)
def test_a_term_is_found_by_its_spelling_in_the_data(facet: str, label: str, page: str) -> None:
    planned = plan("year", "venue", "keyword", loaded=load_bibtex(venues=VENUES))
    assert planned.pages.page_of(facet, label) == page
    assert GeneratedPages().page_of(facet, label) == ""


# Folders and names


@pytest.mark.parametrize(
    ("folders", "folder"), [({}, "people"), ({"author": "/team/"}, "team"), ({"paper": "work"}, "people")]
)
def test_the_folder_of_a_kind_is_that_of_conf_or_its_own(folders: Mapping[str, str], folder: str) -> None:
    assert folder_of(page_kinds(BUILTIN)["author"], folders) == folder


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("papers/ko", "paper"),
        ("team/ann", "author"),
        ("people/ann", ""),
        ("years/2024/x", ""),
        ("ko", ""),
    ],
)
def test_the_kind_of_a_page_is_that_of_its_folder(page: str, kind: str) -> None:
    assert kind_of(page, Settings(page_folders=(("author", "team"),)), page_kinds(BUILTIN)) == kind


def test_own_pages_are_documents_further_pages_and_additional_pages() -> None:
    site = PlainSite({"index": "Home"}, html_additional_pages=frozenset({"search-all"}))
    assert own_pages(site, Pagination(documents={"index-2": "index"})) == {"index", "index-2", "search-all"}


def test_own_pages_in_the_folders_of_generated_ones_are_found_in_any_case() -> None:
    own = {"papers", "papers/index", "Years/old", "team/ann", "people/ann", "papers-2", "index"}
    settings = Settings(page_folders=(("author", "team"),))
    assert own_pages_in_folders(settings, own, page_kinds(BUILTIN)) == [
        "Years/old",
        "papers",
        "papers/index",
        "team/ann",
    ]


@pytest.mark.parametrize(
    ("facet", "labels", "expected"),
    [
        ("year", {"a": "2023", "b": "2024", "c": "in press"}, ["c", "b", "a"]),
        ("author", {"a": "Zoe Ames", "b": "Ann Zed", "c": "Bo Ames"}, ["c", "a", "b"]),
        ("keyword", {"a": "Zebra", "b": "ähre", "c": "apple"}, ["b", "c", "a"]),
        ("keyword", {"a": "10", "b": "9", "c": "x"}, ["b", "a", "c"]),
        ("keyword", {"b": "same", "a": "same"}, ["a", "b"]),
    ],
    ids=["newest year first", "family names", "accents aside", "numbers", "identity"],
)
def test_a_directory_is_in_the_order_of_its_facet(
    facet: str, labels: dict[str, str], expected: list[str]
) -> None:
    assert load_bibtex().entity_index.sorted_terms(facet, labels) == expected
