"""The entry writer: entries as views with their links, and as HTML by the templates of layouts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sphinxext_pubs.project.entry_writer import MAX_PLACES, EntryPlace, EntryWriter
from sphinxext_pubs.project.generated_pages import GeneratedPages, Term, plan_generated_pages
from sphinxext_pubs.project.loaded_library import LoadedLibrary
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.project.settings import Settings
from sphinxext_pubs.project.tables import CitingPlace, Tables
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.entry_views import CitingView, PlaceView
from tests.project.conftest import PAPERS, PlainSite, PlainSources, load_bibtex, make_request

PEOPLE = "- id: jko\n  name: Jongwoo Ko\n  variants: [J. W. Ko]\n  groups: [lab]\n"

SITE = PlainSite({"index": "Home", "guide/intro": "The Guide"})


def pages_of(loaded: LoadedLibrary, *kinds: str) -> GeneratedPages:
    settings = Settings(pages=kinds)
    return plan_generated_pages(
        settings,
        lambda: loaded,
        SITE,
        own_pages=set,
        report=lambda problem: None,
        registry=Registry(),
    )


def view(
    sources: PlainSources,
    key: str = "ko",
    *,
    page: str = "index",
    options: Mapping[str, str] | None = None,
    **rest: object,
) -> EntryView:
    """Return the view of an entry on a page."""
    request = make_request(options, rest.pop("layout", "anthology"), **rest)
    shown = EntryWriter(sources).view(EntryPlace(key, page, request), {}, {}, folds=True)
    assert shown is not None
    return shown[0]


# Views


def test_the_view_of_an_entry_has_its_number_and_the_ids_of_its_occurrence() -> None:
    writer = EntryWriter(PlainSources(load_bibtex()))
    request = make_request(show=("number",))
    for occurrence, anchor, title_id in (1, "pub-ko", "pub-ko_title"), (2, "", "pub-ko_2_title"):
        place = EntryPlace("ko", "index", request, "7", occurrence)
        shown = writer.view(place, {}, {}, folds=True)
        assert shown is not None
        assert (shown[0].number, shown[0].anchor, shown[0].title_id) == ("7", anchor, title_id)
        assert str(shown[0].title) == "On Layers"


def test_an_entry_is_the_first_of_its_paper_without_a_number_unless_it_says_so() -> None:
    shown = view(PlainSources(load_bibtex()), show=("number",))
    assert (shown.number, shown.anchor) == ("", "pub-ko")


def test_a_paper_that_the_library_has_lost_has_no_view() -> None:
    place = EntryPlace("lost", "index", make_request())
    assert EntryWriter(PlainSources(load_bibtex())).view(place, {}, {}, folds=True) is None


def test_local_files_become_buttons_and_pictures() -> None:
    bibtex = "@misc{a, title = {A}, pdf = {files/a.pdf}, preview = {a.png}}"
    writer = EntryWriter(PlainSources(load_bibtex(bibtex)))
    place = EntryPlace("a", "index", make_request(show=("picture",)))
    files, pictures = {"files/a.pdf": "_downloads/a.pdf"}, {"a.png": "_images/a.png"}
    shown = writer.view(place, files, pictures, folds=True)
    assert shown is not None
    assert [button.href for button in shown[0].buttons if button.rel == "pdf"] == ["_downloads/a.pdf"]
    assert shown[0].picture == "_images/a.png"
    without = writer.view(place, {}, {}, folds=True)
    assert without is not None
    assert [button.rel for button in without[0].buttons if button.rel == "pdf"] == []
    assert without[0].picture == ""


def test_the_display_options_of_equal_lists_are_made_once() -> None:
    writer = EntryWriter(PlainSources(load_bibtex()))
    first, equal = make_request({"year": "2024"}), make_request({"year": "2023"})
    other = make_request({"group-by": "type"})
    assert writer.entry_options(first, folds=True) is writer.entry_options(equal, folds=True)
    assert writer.entry_options(first, folds=False) is not writer.entry_options(first, folds=True)
    assert "year" not in writer.entry_options(first, folds=True).parts, "it is the heading"
    assert "year" in writer.entry_options(other, folds=True).parts
    both = make_request({"group-by": "type, year"})
    assert "year" not in writer.entry_options(both, folds=True).parts


def test_the_display_options_are_those_of_project_and_list() -> None:
    sources = PlainSources(load_bibtex(), Settings(url_schemes=("gopher",)), PlainSite(language="ja"))
    request = make_request(None, "table", show=("doi",), hide=("buttons",), columns=("title", "venue"))
    options = EntryWriter(sources).entry_options(request, folds=True)
    assert (options.schemes, options.language, options.layout.name) == (frozenset({"gopher"}), "ja", "table")
    assert [column.name for column in options.columns] == ["title", "venue"]
    assert options.only == frozenset({"doi"})


@pytest.mark.parametrize(
    "request_options", [{"show": ("acronym",)}, {"columns": ("acronym", "title"), "layout": "table"}]
)
def test_the_acronym_of_the_venue_is_shown_if_a_list_shows_it(request_options: dict[str, object]) -> None:
    sources = PlainSources(load_bibtex())
    shown = view(sources, "yang", **request_options)
    assert shown.acronym is not None
    assert (shown.acronym.label, shown.acronym.href) == ("EMNLP", "")
    assert view(sources, "yang").acronym is None


# Names in bold


@pytest.mark.parametrize(
    ("highlight", "people", "bold"),
    [
        ((), "", []),
        (("Jongwoo Ko",), "", ["Jongwoo Ko"]),
        (("Ko, Jongwoo", "Yun"), "", ["Jongwoo Ko", "Se-Young Yun"]),
        (("Ko, J.",), "", []),
        (("jko",), PEOPLE, ["Jongwoo Ko"]),
        (("lab", "Yang"), PEOPLE, ["Yongjin Yang", "Jongwoo Ko"]),
        (("J. W. Ko",), PEOPLE, ["Jongwoo Ko"]),
        (("nobody",), PEOPLE, []),
    ],
    ids=[
        "none",
        "name",
        "two names",
        "another name",
        "id",
        "group and name",
        "spelling of a person",
        "unknown",
    ],
)
def test_highlighted_names_are_in_bold(highlight: tuple[str, ...], people: str, bold: list[str]) -> None:
    sources = PlainSources(load_bibtex(people=people), Settings(highlight=highlight))
    assert [author.name for author in view(sources, "yang").authors if author.highlight] == bold


# References


def test_a_list_of_references_is_in_its_style_or_that_of_the_project() -> None:
    sources = PlainSources(load_bibtex(), Settings(style="numeric"))
    expected = "Jongwoo Ko (2023). On Layers. Journal of Layers. https://doi.org/10.1000/Layers"
    assert str(view(sources, layout="reference").reference) == expected
    assert str(view(sources, layout="reference", style="missing.csl").reference) == expected
    (problem,) = sources.problems
    assert "“missing.csl”" in problem.message
    assert str(view(sources, layout="anthology").reference) == ""


# Links


def test_an_entry_links_to_the_pages_of_the_paper_its_people_and_its_venue() -> None:
    loaded = load_bibtex()
    sources = PlainSources(loaded, site=SITE, pages=pages_of(loaded, "paper", "author", "venue"))
    shown = view(sources, "yang", show=("acronym",))
    assert shown.title_href == "papers/yang.html"
    assert [author.href for author in shown.authors] == [
        "people/yongjin-yang.html",
        "people/jongwoo-ko.html",
        "people/se-young-yun.html",
    ]
    assert shown.venue_href == "venues/emnlp.html"
    assert str(shown.venue) == "Proceedings of the Conference on Methods (EMNLP)"
    assert shown.acronym is not None
    assert shown.acronym.href == "venues/emnlp.html"


@pytest.mark.parametrize(
    ("people", "hrefs"),
    [
        ("author = {Ko, Jongwoo and others}", ["people/jongwoo-ko.html"]),
        ("editor = {Ko, Jongwoo and Lee, Ann}", ["people/jongwoo-ko.html", ""]),
        ("author = {Lee, Bo}, editor = {Ko, Jongwoo}", ["people/bo-lee.html"]),
    ],
    ids=["author and others", "editors, one of whom is an author of another paper", "author and editor"],
)
def test_each_name_links_to_the_page_of_its_person(people: str, hrefs: list[str]) -> None:
    loaded = load_bibtex(f"{PAPERS}@book{{b, {people}, title = {{B}}}}\n")
    shown = view(PlainSources(loaded, site=SITE, pages=pages_of(loaded, "author")), "b")
    assert [author.href for author in shown.authors] == hrefs


@pytest.mark.parametrize(
    ("page", "title", "people", "venue"),
    [
        (
            "papers/ko",
            "https://doi.org/10.1000/Layers",
            "../people/jongwoo-ko.html",
            "../venues/journal-of-layers.html",
        ),
        ("people/jongwoo-ko", "../papers/ko.html", "", "../venues/journal-of-layers.html"),
        ("venues/journal-of-layers", "../papers/ko.html", "../people/jongwoo-ko.html", ""),
        ("guide/intro", "../papers/ko.html", "../people/jongwoo-ko.html", "../venues/journal-of-layers.html"),
    ],
)
def test_no_entry_links_to_the_page_that_it_is_on(page: str, title: str, people: str, venue: str) -> None:
    loaded = load_bibtex()
    sources = PlainSources(loaded, site=SITE, pages=pages_of(loaded, "paper", "author", "venue"))
    shown = view(sources, page=page)
    assert (shown.title_href, [author.href for author in shown.authors], shown.venue_href) == (
        title,
        [people],
        venue,
    )


@pytest.mark.parametrize(
    ("key", "kinds", "options"),
    [
        ("ko", (), {}),
        ("ko", ("year",), {}),
        ("note", ("venue", "author"), {"hide": ("authors",)}),
        ("ko", ("venue",), {"hide": ("venue",)}),
    ],
    ids=["no pages", "pages of years", "no venue and hidden authors", "hidden venue"],
)
def test_an_entry_without_pages_or_names_links_to_none(
    key: str, kinds: tuple[str, ...], options: dict[str, object]
) -> None:
    loaded = load_bibtex()
    shown = view(PlainSources(loaded, site=SITE, pages=pages_of(loaded, *kinds)), key, **options)
    assert [author.href for author in shown.authors if author.href] == []
    assert not shown.title_href.endswith(".html")
    assert shown.venue_href == ""


def test_a_venue_without_a_page_is_not_linked() -> None:
    loaded = load_bibtex()
    other = {"venue": {"other": Term("other", "Other", "venues/other", (0,))}}
    shown = view(PlainSources(loaded, pages=GeneratedPages(terms=other)), show=("acronym",))
    assert shown.venue_href == ""
    assert str(shown.venue) == "Journal of Layers"


def test_a_venue_without_an_acronym_is_linked() -> None:
    loaded = load_bibtex()
    shown = view(PlainSources(loaded, pages=pages_of(loaded, "venue")), "ko", show=("acronym",))
    assert (shown.acronym, shown.venue_href) == (None, "venues/journal-of-layers.html")


# Citing pages


def test_the_pages_that_cite_a_paper_have_links_to_each_place() -> None:
    cited = {
        "guide/intro": [CitingPlace("ko", "c1"), CitingPlace("ko-old", "c2"), CitingPlace("ko", "")],
        "index": [CitingPlace("ko", "")],
    }
    sources = PlainSources(load_bibtex(), site=SITE, tables=Tables(citing_places=cited))
    assert view(sources).cited_by == (
        CitingView("Home", "index.html"),
        CitingView("The Guide", "guide/intro.html#c1", (PlaceView("2", "guide/intro.html#c2"),)),
    )
    assert view(sources, "yang").cited_by == ()
    assert view(sources, hide=("cited-by",)).cited_by == ()


def test_an_entry_links_to_a_limited_number_of_places_on_a_page() -> None:
    places = [CitingPlace("ko", f"c{number}") for number in range(MAX_PLACES + 1)]
    sources = PlainSources(load_bibtex(), site=SITE, tables=Tables(citing_places={"index": places}))
    (citing,) = view(sources).cited_by
    assert [place.label for place in citing.more] == [str(number) for number in range(2, MAX_PLACES + 1)]
    assert citing.more[-1].href == f"index.html#c{MAX_PLACES - 1}"


class NoAddresses(PlainSite):
    """A site whose builder has no addresses."""

    def place_uri(self, page: str, docname: str, anchor: str) -> str:
        return ""


def test_pages_that_cite_are_named_by_builders_without_addresses() -> None:
    cited = {"index": [CitingPlace("ko", "c1"), CitingPlace("ko", "c2")]}
    sources = PlainSources(
        load_bibtex(), site=NoAddresses({"index": "Home"}), tables=Tables(citing_places=cited)
    )
    assert view(sources).cited_by == (CitingView("Home", ""),)


# HTML


def write(sources: PlainSources, *keys: str, layout: str = "compact") -> list[str]:
    """Return the HTML of entries, written by one writer."""
    writer, pages = EntryWriter(sources), []
    for key in keys:
        shown = writer.view(EntryPlace(key, "index", make_request(None, layout)), {}, {}, folds=True)
        assert shown is not None
        pages.append(writer.html(*shown))
    return pages


def templates(folder: Path, **contents: str) -> PlainSite:
    """Return a site with templates of its own."""
    (folder / "pubs").mkdir()
    for name, content in contents.items():
        (folder / "pubs" / f"{name}.html").write_text(content, encoding="utf-8")
    return PlainSite(templates=[folder])


def test_an_entry_is_written_by_the_template_of_its_layout() -> None:
    sources = PlainSources(load_bibtex(PAPERS.replace("On Layers", r"On $x$ \& more")))
    (html,) = write(sources, "ko")
    assert "<math>x</math> &amp; more" in html
    assert sources.problems == []


def test_a_template_of_the_project_replaces_the_built_in_one(tmp_path: Path) -> None:
    site = templates(tmp_path, compact="<p>{{ entry.title|text }}</p>")
    assert write(PlainSources(load_bibtex(), site=site), "ko", "note") == [
        "<p>On Layers</p>",
        "<p>An Old Note</p>",
    ]


def test_a_template_that_fails_is_reported_once_and_the_built_in_one_is_used(tmp_path: Path) -> None:
    broken = PlainSources(load_bibtex(), site=templates(tmp_path, compact="{{ nothing.at.all }}"))
    assert write(broken, "ko", "note") == write(PlainSources(load_bibtex()), "ko", "note")
    (problem,) = broken.problems
    assert problem.code.value == "template"
    assert "“ko”" in problem.message
    assert "pubs/compact.html:1: " in problem.message


def test_only_the_template_that_fails_is_replaced(tmp_path: Path) -> None:
    site = templates(tmp_path, compact="{{ nothing }}", card="<p>{{ entry.key }}</p>")
    sources = PlainSources(load_bibtex(), site=site)
    writer = EntryWriter(sources)
    for layout, expected in ("compact", "On Layers"), ("card", "<p>ko</p>"):
        shown = writer.view(EntryPlace("ko", "index", make_request(None, layout)), {}, {}, folds=True)
        assert shown is not None
        assert expected in writer.html(*shown)
    assert len(sources.problems) == 1


def test_a_layout_with_columns_has_a_frame_around_its_entries(tmp_path: Path) -> None:
    writer = EntryWriter(PlainSources(load_bibtex()))
    before, after = writer.frame(make_request(None, "table"))
    assert before.lstrip().startswith("<table")
    assert "<th" in before
    assert after.rstrip().endswith("</table>")
    assert writer.frame(make_request(None, "anthology")) == ("", "")


def test_a_frame_that_fails_is_reported_under_the_name_of_the_layout(tmp_path: Path) -> None:
    site = templates(tmp_path, **{"table-list": "{{ nothing }}"})
    sources = PlainSources(load_bibtex(), site=site)
    assert "<table" in EntryWriter(sources).frame(make_request(None, "table"))[0]
    (problem,) = sources.problems
    assert "“table”" in problem.message
    assert "pubs/table-list.html:1: " in problem.message
