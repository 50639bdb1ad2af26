"""Cards with pictures and tables with selected columns, in directives and in all builders."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import sphinx

from tests.conftest import PAPERS, Built, Project
from tests.extension.test_builders import OUTPUTS
from tests.extension.test_incremental import clean

Page = Callable[..., Built]

PICTURE = b"\x89PNG\r\n\x1a\n of one example"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
CARD = "T\n=\n\n.. publications::\n   :layout: card\n"
TABLE = "T\n=\n\nSee :paper:`ko-2023`.\n\n.. publications::\n   :layout: table\n"


def pictured(target: str, field: str = "image") -> str:
    return PAPERS.replace("year = 2023", f"year = 2023, {field} = {{{target}}}, keywords = {{layers, nets}}")


@pytest.fixture
def cards(project: Project) -> Project:
    """Return a page of cards, one of them with a picture."""
    return project.write(
        {"papers.bib": pictured("img/a b.png"), "img/a b.png": PICTURE, "sub/cards.rst": CARD}
    ).write({"index.rst": "I\n=\n\n.. toctree::\n\n   sub/cards\n"})


def sources_of(html: str) -> list[str]:
    return re.findall(r'<img [^>]*src="([^"]*)"', html)


# Pictures


def test_a_picture_is_copied_and_shown_on_its_card(cards: Project) -> None:
    built = cards.build()
    assert built.warnings == []
    html = built.page("sub/cards")
    (source,) = sources_of(html)
    assert (built.outdir / "sub" / source.replace("%20", " ")).read_bytes() == PICTURE
    assert f'<img class="pubs-picture" src="{source}" alt="" loading="lazy" />' in html
    assert "pubs-image" not in html
    assert "style=" not in html.partition('class="pubs-list')[2].partition("</section>")[0]


@pytest.mark.parametrize("field", ["image", "preview", "picture", "teaser", "thumbnail"])
def test_every_name_of_the_field(page: Page, project: Project, field: str) -> None:
    project.write({"p.png": PICTURE})
    assert len(sources_of(page(CARD, papers__bib=pictured("p.png", field)).body())) == 1


def test_an_external_picture_is_a_button_and_never_loaded(page: Page) -> None:
    body = page(CARD, papers__bib=pictured("https://example.org/p.png")).body()
    assert "<img" not in body
    assert '<a class="pubs-button pubs-image" href="https://example.org/p.png">image</a>' in body


def test_in_other_layouts_a_picture_is_a_button(page: Page, project: Project) -> None:
    project.write({"p.png": PICTURE})
    body = page("T\n=\n\n.. publications::\n", papers__bib=pictured("p.png")).body()
    assert "<img" not in body
    assert re.search(r'<a class="pubs-button pubs-image" href="_downloads/\w+/p.png">image</a>', body)
    with_picture = page(
        "T\n=\n\n.. publications::\n   :show: picture\n", papers__bib=pictured("p.png")
    ).body()
    assert len(sources_of(with_picture)) == 1


@pytest.mark.parametrize("target", ["gone.png", "../outside.png", ".secret.png"])
def test_a_forbidden_picture_is_reported(page: Page, project: Project, target: str) -> None:
    (project.root / "outside.png").write_bytes(PICTURE)
    project.write({".secret.png": PICTURE})
    built = page(CARD, papers__bib=pictured(target))
    assert "<img" not in built.body()
    assert len(built.warnings) == 1
    assert f"Entry “ko-2023”: the image file “{target}”" in built.warnings[0]
    assert built.warnings[0].endswith("[pubs.local_file]")
    assert PICTURE not in built.tree().values()


def test_latex_copies_the_pictures_that_it_supports(page: Page, project: Project) -> None:
    project.write({"p.png": PICTURE, "d.svg": DRAWING})
    built = page(CARD, builder="latex", papers__bib=pictured("p.png"))
    assert "{{p}.png}" in (built.outdir / "test.tex").read_text(encoding="utf-8")
    assert (built.outdir / "p.png").read_bytes() == PICTURE
    built = page(CARD, builder="latex", papers__bib=pictured("d.svg"))
    assert built.warnings == []
    assert "includegraphics[" not in (built.outdir / "test.tex").read_text(encoding="utf-8")
    assert not (built.outdir / "d.svg").exists()


@pytest.mark.parametrize(("name", "content"), [("p.png", PICTURE), ("d.svg", DRAWING)])
def test_an_epub_contains_its_pictures(page: Page, project: Project, name: str, content: bytes) -> None:
    project.write({name: content})
    built = page(CARD, builder="epub", papers__bib=pictured(name))
    assert sources_of((built.outdir / "index.xhtml").read_text(encoding="utf-8")) == [f"_images/{name}"]
    with zipfile.ZipFile(next(built.outdir.glob("*.epub"))) as book:
        (path,) = (path for path in book.namelist() if path.endswith(f"_images/{name}"))
        assert book.read(path) == content


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param({"img/a b.png": PICTURE + b"2"}, id="another picture"),
        pytest.param({"img/a b.png": None}, id="no picture any more"),
        pytest.param({"papers.bib": pictured("img/c.png"), "img/c.png": PICTURE}, id="another name"),
        pytest.param({"sub/cards.rst": CARD.replace("card", "compact")}, id="another layout"),
    ],
)
@pytest.mark.parametrize("builder", ["html", "epub"])
def test_an_edited_picture_is_updated_as_in_a_clean_build(
    cards: Project, edit: dict[str, Any], builder: str
) -> None:
    cards.build(builder)
    cards.write(edit)
    edited, rebuilt = cards.build(builder).tree(), clean(cards, builder).tree()
    # Pictures that no page shows any more remain in the folder, like all files that Sphinx copies.
    ours = [name for name in rebuilt if re.search(r"sub/cards\.x?html|_images|_downloads", name)]
    assert ours
    assert [name for name in ours if edited[name] != rebuilt[name]] == []


def test_a_picture_added_later_is_shown(cards: Project) -> None:
    cards.write({"img/a b.png": None})
    assert len(cards.build().warnings) == 1
    cards.write({"img/a b.png": PICTURE})
    assert len(sources_of(cards.build().page("sub/cards"))) == 1


# Tables


def columns(built: Built) -> list[str]:
    """The columns of the page's tables, which are the same in every group."""
    heads = re.findall(r"<thead.*?</thead>", built.body(), re.DOTALL)
    (found,) = {tuple(re.findall(r'data-column="(\w+)"', head)) for head in heads}
    return list(found)


SHOWS = {
    "the usual ones": ("", "", "title authors venue buttons"),
    "where nothing says the year": (":group-by: none", "", "year title authors venue buttons"),
    "those that the list names": (":show: year, title, award", "", "year title award"),
    "with a fold": (":show: title, abstract", "", "title"),
    "a button": (":show: title, pdf", "", "title buttons"),
    "less": (":hide: venue", "", "title authors buttons"),
    "the project's more": ("", 'pubs_show = ["keywords"]', "title authors venue buttons keywords"),
    "the list's own": (":show: title, note", 'pubs_show = ["keywords"]', "title note"),
    "the project's less": ("", 'pubs_hide = ["venue"]', "title authors buttons"),
    "shown all the same": (":show: title, venue", 'pubs_hide = ["venue"]', "title venue"),
}


@pytest.mark.parametrize(("option", "conf", "expected"), SHOWS.values(), ids=SHOWS.keys())
def test_columns(page: Page, option: str, conf: str, expected: str) -> None:
    built = page(f"{TABLE}   {option}\n", conf=f"\n{conf}\n")
    assert built.warnings == []
    assert columns(built) == expected.split()
    rows = re.findall(r"<tr class=.*?</tr>", built.body(), re.DOTALL)
    assert rows
    for row in rows:
        assert re.findall(r'<td role="cell" class="pubs-column-(\w+)"', row) == expected.split()


def test_columns_in_myst(page: Page) -> None:
    built = page("# T\n\n```{publications}\n:layout: table\n:show: title, year\n:year: 2024\n```\n", md=True)
    assert columns(built) == ["title", "year"]


def test_a_table_as_the_layout_of_the_project(page: Page) -> None:
    built = page("T\n=\n\n.. publications:: :year: 2024\n", conf='\npubs_layout = "table"\n')
    assert columns(built) == ["title", "authors", "venue", "buttons"]


def test_a_table_without_columns_is_an_error(page: Page) -> None:
    built = page(f"{TABLE}   :hide: title, authors, venue, buttons\n")
    assert built.warnings[0].startswith("index.rst:8: ERROR: publications: option “hide”: no column ")


def test_every_group_is_a_table_with_its_head(page: Page) -> None:
    body = page(TABLE).body()
    assert body.count("<table") == body.count("<thead") == body.count("</table></div>") == 3
    assert body.count('<tr class="pubs-entry pubs-table" role="row" id="pub-') == 3
    assert body.count("<h2>") == 3


@pytest.mark.parametrize("layout", ["card", "table"])
@pytest.mark.parametrize(("builder", "name"), OUTPUTS.items(), ids=OUTPUTS.keys())
def test_every_builder_shows_cards_and_tables(page: Page, layout: str, builder: str, name: str) -> None:
    conf = '\nman_pages = [("index", "test", "Test", ["nobody"], 1)]\n'
    built = page(TABLE.replace("table", layout), builder=builder, conf=conf)
    assert built.warnings == []
    content = (built.outdir / name).read_text(encoding="utf-8").replace("\\sphinxhyphen{}", "-")
    content = re.sub(r"[\s|]+", " ", content.replace("\\-", "-"))
    family = "Yongjin Yang" if layout == "card" else "Y. Yang"
    for part in ("2024", "Towards Easy", family, "Proceedings of EMNLP"):
        assert part in content, part


@pytest.mark.parametrize("layout", ["card", "table"])
@pytest.mark.parametrize("builder", ["html", "latex", "text", "man", "texinfo", "epub"])
@pytest.mark.parametrize(
    "place",
    [
        pytest.param(".. note::\n\n   {}", id="in a note"),
        pytest.param(".. list-table::\n\n   * - {}\n", id="in a table"),
        pytest.param("* {}", id="in a list"),
    ],
)
def test_in_unusual_contexts(page: Page, layout: str, builder: str, place: str) -> None:
    directive = f".. publications:: :layout: {layout}"
    conf = '\nman_pages = [("index", "test", "Test", ["nobody"], 1)]\n'
    built = page(f"T\n=\n\n{place.format(directive)}\n", builder=builder, conf=conf)
    assert built.warnings == []
    assert b"Towards" in b"".join(built.tree().values())


def test_in_latex_tables_break_over_pages_unless_they_are_in_a_box(page: Page) -> None:
    tex = (page(TABLE, builder="latex").outdir / "test.tex").read_text(encoding="utf-8")
    if sphinx.version_info >= (8, 0):  # Sphinx 7 gives it another name
        assert tex.count(r"\begin{longtable}") == 3
    assert r"\label{\detokenize{index:pub-ko-2023}}" in tex
    assert r"\hyperref[\detokenize{index:pub-ko-2023}]" in tex
    boxed = page("T\n=\n\n.. note::\n\n   .. publications:: :layout: table\n", builder="latex")
    assert r"\begin{longtable}" not in (boxed.outdir / "test.tex").read_text(encoding="utf-8")


def test_in_latex_a_table_with_a_name_is_a_target(page: Page) -> None:
    source = "T\n=\n\n:ref:`the list <papers>`\n\n.. publications::\n   :name: papers\n"
    source += "   :layout: table\n   :group-by: none\n"
    tex = (page(source, builder="latex").outdir / "test.tex").read_text(encoding="utf-8")
    assert r"\hyperref[\detokenize{index:papers}]" in tex
    assert tex.count(r"\label{\detokenize{index:papers}}") == 1
    assert 'id="papers"' in (page(source, builder="epub").outdir / "index.xhtml").read_text(encoding="utf-8")


def test_numbers_continue_across_the_tables_of_groups(page: Page) -> None:
    body = page(f"{TABLE}   :numbered: down\n").body()
    assert re.findall(r'class="pubs-number">([^<]*)<', body) == ["3.", "2.", "1."]


def test_a_frame_that_fails_is_replaced_by_the_built_in_one(project: Project) -> None:
    project.write({"index.rst": TABLE, "templates/pubs/table-list.html": "{{ nonsense }}"})
    built = project.build(conf='\ntemplates_path = ["templates"]\n')
    assert columns(built) == ["title", "authors", "venue", "buttons"]
    assert [line.endswith("[pubs.template]") for line in built.warnings] == [True]


def test_keywords_on_request(page: Page) -> None:
    bib = pictured("https://example.org/p.png")
    assert "pubs-keyword" not in page("T\n=\n\n.. publications::\n", papers__bib=bib).body()
    body = page("T\n=\n\n.. publications::\n   :show: keywords\n", papers__bib=bib).body()
    assert re.findall(r'class="pubs-keyword">([^<]*)<', body) == ["layers", "nets"]
