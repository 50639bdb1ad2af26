"""Pagination: long lists on several pages, with citations, links, search and incremental builds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ConfigError

from sphinxext_pubs.extension.pagination.links import linked_page_numbers
from sphinxext_pubs.render.layouts import LAYOUTS
from tests.conftest import PAPERS, Built, Project
from tests.extension.test_incremental import HASHES, clean, same_output

Page = Callable[..., Built]

BROWSERS = pytest.mark.parametrize("builder", ["html", "dirhtml"])

#: One paper on each page: yang-2024, ko-2023, old-note.
LIST = "Papers\n======\n\n.. publications::\n   :per-page: 1\n"
NAMED = f"{LIST}   :name: papers\n"

SITE = {
    "index.rst": (
        "Home\n====\n\n:paper:`yang-2024`, :paper:`ko-2023` and :ref:`papers-undated`.\n\n"
        ".. toctree::\n   :maxdepth: 3\n\n   list\n   sub/index\n   sub/other\n   plain\n"
    ),
    "list.rst": NAMED.replace(":per-page: 1", ":per-page: 1\n   :numbered:"),
    "sub/index.rst": LIST.replace("Papers", "Pages"),
    "sub/other.rst": f"Other\n=====\n\n.. contents::\n\n:paper:`old-note`\n\n{LIST.replace('=', '-')}",
    "plain.rst": "Plain\n=====\n\n:paper:`old-note` is in a list.\n",
}


def file_of(name: str, builder: str) -> str:
    """Return the file of a page, without its suffix."""
    if builder == "html" or name == "index" or name.endswith("/index"):
        return name
    return f"{name}/index"


def keys(built: Built, name: str = "index", builder: str = "html") -> list[str]:
    """Return the keys of the papers on a page, in order."""
    return re.findall(r'data-key="([^"]+)"', built.page(file_of(name, builder)))


def body(built: Built, name: str, builder: str = "html") -> str:
    return built.body(file_of(name, builder))


def pages(built: Built) -> list[str]:
    """Return the pages with papers, by path."""
    return [name for name, data in built.tree().items() if b"data-key=" in data and name.endswith(".html")]


class _Links(HTMLParser):
    """Return the links and the ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("a", "link"):
            self.links.append(values.get("href") or "")
        if values.get("id"):
            self.ids.append(str(values["id"]))


def broken(built: Built) -> list[tuple[str, str]]:
    """Return every broken local link of an output folder, and every id that occurs twice on a page."""
    read = {path: _Links(path.read_text("utf-8")) for path in built.outdir.rglob("*.html")}
    wrong = []
    for path, found in read.items():
        name = path.relative_to(built.outdir).as_posix()
        wrong += [(name, identifier) for identifier in set(found.ids) if found.ids.count(identifier) > 1]
        for link in found.links:
            url = urlsplit(link)
            target = Path(os.path.normpath(path.parent / unquote(url.path))) if url.path else path
            target = target / "index.html" if target.is_dir() else target
            if url.netloc or url.scheme:
                continue
            if not target.exists() or (url.fragment and url.fragment not in read[target].ids):
                wrong.append((name, link))
    return wrong


def inventory(built: Built) -> dict[str, str]:
    """Return object → address, from ``objects.inv``."""
    packed = (built.outdir / "objects.inv").read_bytes().split(b"\n", 4)[4]
    rows = [line.split(" ", 4) for line in zlib.decompress(packed).decode().splitlines()]
    return {row[0]: row[3].replace("$", row[0]) for row in rows}


def search_index(built: Built) -> dict[str, Any]:
    text = (built.outdir / "searchindex.js").read_text(encoding="utf-8")
    index: dict[str, Any] = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    return index


def found(built: Built, word: str) -> set[str]:
    """Return the pages that Sphinx's search finds for a word in texts."""
    index = search_index(built)
    hits = index["terms"].get(word, [])
    return {index["docnames"][hit] for hit in ([hits] if isinstance(hits, int) else hits)}


# Where things are -------------------------------------------------------------------------------------


@BROWSERS
@pytest.mark.parametrize("docname", ["index", "list", "sub/index", "sub/list"])
def test_every_page_shows_its_entries(project: Project, builder: str, docname: str) -> None:
    project.write({"index.rst": "Home\n====\n", f"{docname}.rst": f":orphan:\n\n{LIST}"})
    built = project.build(builder)
    assert built.warnings == []
    shown = [keys(built, name, builder) for name in (docname, f"{docname}-2", f"{docname}-3")]
    assert shown == [["yang-2024"], ["ko-2023"], ["old-note"]]
    assert len(pages(built)) == 3


@BROWSERS
def test_every_link_leads_somewhere_and_ids_are_unique(project: Project, builder: str) -> None:
    built = project.write(SITE).build(builder)
    assert built.warnings == []
    assert len(pages(built)) == 9
    assert broken(built) == []


ARRANGED = {
    "two on a page": (":per-page: 2", [["yang-2024", "ko-2023"], ["old-note"]]),
    "as many as there are": (":per-page: 3", [["yang-2024", "ko-2023", "old-note"]]),
    "no limit": (":per-page: 0", [["yang-2024", "ko-2023", "old-note"]]),
    "without groups": (":per-page: 2\n   :group-by: none", [["yang-2024", "ko-2023"], ["old-note"]]),
    "the limit of the whole list": (":per-page: 1\n   :limit: 2", [["yang-2024"], ["ko-2023"]]),
    "a paper in several groups": (
        ":per-page: 3\n   :group-by: author",
        [["old-note", "yang-2024", "ko-2023"], ["yang-2024", "yang-2024"]],
    ),
    "nested groups": (
        ":per-page: 1\n   :group-by: type, year\n   :key: yang-2024, ko-2023",
        [["ko-2023"], ["yang-2024"]],
    ),
}


@pytest.mark.parametrize(("options", "expected"), ARRANGED.values(), ids=ARRANGED.keys())
def test_entries_are_counted_as_they_are_shown(page: Page, options: str, expected: list[list[str]]) -> None:
    built = page(f"Papers\n======\n\n.. publications::\n   {options}\n")
    assert built.warnings == []
    names = ["index", *(f"index-{number}" for number in range(2, len(expected) + 1))]
    assert [keys(built, name) for name in names] == expected
    assert len(pages(built)) == len(expected)
    assert broken(built) == []


def test_a_group_on_two_pages_has_a_heading_on_both(page: Page) -> None:
    bib = PAPERS.replace("year = 2023", "year = 2024")
    built = page(LIST.replace("1", "1\n   :group-by: year, author"), papers__bib=bib)
    assert built.body("index").count("<h2>2024") == 1
    assert 'id="pubs-2024"' in built.body("index-2")
    assert "<h3>Jongwoo Ko" in built.body("index-2")
    assert "<h2>Undated" in built.body("index-5")
    assert broken(built) == []


def test_ids_of_papers_are_unique_on_every_page(page: Page) -> None:
    built = page("Papers\n======\n\n.. publications::\n   :group-by: author\n   :per-page: 3\n")
    assert built.body("index").count('id="pub-yang-2024"') == 1
    assert built.body("index-2").count('id="pub-yang-2024"') == 1
    assert built.body("index-2").count('data-key="yang-2024"') == 2


def test_numbers_run_on(page: Page) -> None:
    built = page(LIST + "   :numbered: down\n")
    numbers = [re.findall(r'pubs-number">(\d)', built.body(name)) for name in ("index", "index-2", "index-3")]
    assert numbers == [["3"], ["2"], ["1"]]


def test_lists_on_one_page_are_split_separately(page: Page) -> None:
    shared = ".. publications::\n   :per-page: 1\n   :group-by: none\n"
    one = ".. publications::\n   :limit: 1\n"
    built = page(f"T\n=\n\n{shared}\n{shared}   :name: mine\n\n{one}\n{shared}   :limit: 2\n")
    assert keys(built) == ["yang-2024"] * 4
    assert sorted(pages(built)) == [
        "index-2.html",
        "index-3.html",
        "index-c-2.html",
        "index-mine-2.html",
        "index-mine-3.html",
        "index.html",
    ]
    assert broken(built) == []
    labels = re.findall(r'<nav class="pubs-pages" aria-label="([^"]*)"', built.body())
    assert labels == ["Pages of the list", "Pages of the list (2)", "Pages of the list (3)"]


@pytest.mark.parametrize(
    "around",
    [".. note::\n\n   {}\n", "* {}\n", "{}\n\nText after the list.\n", ".. only:: html\n\n   {}\n"],
    ids=["note", "item", "text after", "only"],
)
def test_lists_in_unusual_places(page: Page, around: str) -> None:
    indent = re.sub(r"[^ ]", " ", around[: around.index("{")].rpartition("\n")[2])
    directive = ".. publications::\n   :per-page: 1".replace("\n", f"\n{indent}")
    built = page("T\n=\n\nIntroduction.\n\n" + around.format(directive))
    assert built.warnings == []
    assert [keys(built, name) for name in ("index", "index-2", "index-3")] == [
        ["yang-2024"],
        ["ko-2023"],
        ["old-note"],
    ]
    assert "Introduction" not in built.body("index-2")
    assert "Text after" not in built.body("index-2")
    assert broken(built) == []


def test_a_list_for_other_builders_has_no_pages(project: Project) -> None:
    project.write({"index.rst": "T\n=\n\n.. only:: latex\n\n   .. publications::\n      :per-page: 1\n"})
    assert pages(project.build()) == []


def test_the_headings_above_the_list_are_on_every_page(page: Page) -> None:
    built = page(f"Home\n====\n\nText.\n\n{LIST.replace('=', '-')}")
    assert "<h1>Home – page 2 of 3<" in built.body("index-2")
    assert "<h2>Papers<" in built.body("index-2")
    assert "<h3>2023<" in built.body("index-2")


def test_a_page_without_a_title(page: Page) -> None:
    built = page(".. publications::\n   :per-page: 1\n")
    assert "<h1>Page 2 of 3<" in built.body("index-2")


# Pagers, titles, the theme -------------------------------------------------------------------------------


def test_the_links_between_pages(page: Page) -> None:
    built = page(LIST)
    pagers = re.findall(r'<nav class="pubs-pages".*?</nav>', built.body("index-2"), re.DOTALL)
    assert [re.findall(r'href="([^"]*)"', pager) for pager in pagers] == [
        ["index.html", "index.html", "index-3.html", "index-3.html"]
    ] * 2
    assert all('<span class="pubs-page" aria-current="page">2</span>' in pager for pager in pagers)
    assert all("Page 2 of 3" in pager for pager in pagers)
    assert len(set(re.findall(r'aria-label="(P[^"]*)"', "".join(re.findall("<nav[^>]*>", str(pagers)))))) == 2
    first = built.body("index")
    assert first.count("<nav") == 1
    assert first.index("</article>") < first.index("<nav")
    assert "Previous page" not in first
    assert "Next page" not in built.body("index-3")


RUNS = [
    (1, 2, [1, 2]),
    (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    (1, 20, [1, 2, 3, 20]),
    (4, 20, [1, 2, 3, 4, 5, 6, 20]),
    (5, 20, [1, 2, 3, 4, 5, 6, 7, 20]),
    (10, 20, [1, 8, 9, 10, 11, 12, 20]),
    (17, 20, [1, 15, 16, 17, 18, 19, 20]),
    (20, 20, [1, 18, 19, 20]),
]


@pytest.mark.parametrize(("number", "count", "expected"), RUNS)
def test_a_long_run_of_pages_is_shortened(number: int, count: int, expected: list[int]) -> None:
    assert linked_page_numbers(number, count) == expected


def test_the_gap_in_a_long_run_is_seen_and_not_read(page: Page) -> None:
    bib = "".join(f"@misc{{k{n}, title = {{Title {n}}}, year = {2000 + n}}}\n" for n in range(12))
    built = page(LIST, papers__bib=bib)
    assert built.body("index").count('<span aria-hidden="true">…</span>') == 1
    assert broken(built) == []


@BROWSERS
def test_a_continuation_page_is_in_the_navigation_of_the_theme(project: Project, builder: str) -> None:
    conf = '\nhtml_theme = "alabaster"\nhtml_baseurl = "https://example.org/"\n'
    built = project.write(SITE).build(builder, conf=conf)
    text = built.page(file_of("sub/other-2", builder))
    assert "<title>Other – page 2 of 3 &#8212; Test 1 documentation</title>" in text
    canonical = re.compile('<link rel="canonical" href="https://example.org/sub/(.*)" />')
    of_document = canonical.search(built.page(file_of("sub/other", builder)))
    assert of_document
    assert canonical.findall(text) == [of_document[1].replace("other", "other-2")]
    up, end = ("../", ".html") if builder == "html" else ("../../", "/")
    assert f'<link rel="next" title="Other – page 3 of 3" href="{up[3:]}other-3{end}" />' in text
    assert f'<link rel="prev" title="Other" href="{up[3:]}other{end}" />' in text
    assert f'<link rel="stylesheet" type="text/css" href="{up}_static/pubs.css' in text
    assert f'<li class="toctree-l1 current"><a class="reference internal" href="{up[3:]}other{end}">' in text
    assert '<a class="current reference internal" href="#">Page 2 of 3</a>' in text
    assert f'<li><a href="{up[3:]}other{end}">Other</a><ul>' in text  # the parents
    assert "_sources" not in text


def test_a_continuation_page_has_the_sidebars_of_its_document(project: Project) -> None:
    conf = '\nhtml_theme = "alabaster"\nhtml_sidebars = {"list": ["searchfield.html"]}\n'
    built = project.write(SITE).build(conf=conf)
    assert "toctree-l1" in built.page("sub/other-2")
    assert "toctree-l1" not in built.page("list-2")


def test_messages_are_escaped_and_titles_keep_their_markup(page: Page) -> None:
    built = page(LIST.replace("Papers\n======", "*Papers* & <more>\n==================="))
    assert "<h1><em>Papers</em> &amp; &lt;more&gt; – page 2 of 3<" in built.body("index-2")


@pytest.mark.parametrize("theme", ["basic", "alabaster", "furo"])
def test_contents_link_to_the_pages_of_headings(project: Project, theme: str) -> None:
    built = project.write(SITE).build(conf=f'\nhtml_theme = "{theme}"\n')
    assert broken(built) == []
    for name, local in (("list", "2024"), ("list-2", "2023"), ("list-3", "undated")):
        text = built.page(name)
        for group, page in (("2024", "list"), ("2023", "list-2"), ("undated", "list-3")):
            href = f"#papers-{group}" if group == local else f"{page}.html#papers-{group}"
            assert f'href="{href}"' in text, (name, group)


def test_toctrees_and_contents_of_pages_link_to_them_too(project: Project) -> None:
    built = project.write(SITE).build()
    assert 'href="list-2.html#papers-2023">2023</a>' in built.body("index")
    assert 'href="other-3.html#pubs-undated"' in built.body("sub/other")
    assert "toc-backref" not in built.body("sub/other-2")


# The bar and the layouts -----------------------------------------------------------------------------------


def test_the_bar_is_on_every_page(page: Page) -> None:
    built = page(f"{LIST}   :filterable:\n\n.. publications::\n")
    for name in ("index", "index-2", "index-3"):
        text = built.body(name)
        assert text.count('<form class="pubs-filter"') == 1, name
        assert text.index("<form") < text.index('class="pubs-list')
        assert 'data-list="pubs"' in text[text.index('class="pubs-list') :], name
        assert built.page(name).count("_static/pubs.js?v=") == 1, name
    assert broken(built) == []


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_every_layout_on_several_pages(page: Page, layout: str) -> None:
    built = page(f"{LIST}   :layout: {layout}\n   :group-by: none\n   :sort: -date\n")
    names = ("index", "index-2", "index-3")
    assert [keys(built, name) for name in names] == [["yang-2024"], ["ko-2023"], ["old-note"]]
    further = [built.body(name) for name in names[1:]]
    arranged = f"   :layout: {layout}\n   :group-by: none\n   :sort: -date\n"
    whole = page(f"{LIST.replace('1', '0')}{arranged}").body()
    before = re.split(r"<(?:article|tr)\b[^>]*data-key=", whole)[0]
    frame = before[before.index('<div class="pubs-list') :]
    assert all(frame in text for text in further)


# Citations, inventories, the search -----------------------------------------------------------------------


@BROWSERS
def test_citations_and_references_link_to_the_page(project: Project, builder: str) -> None:
    built = project.write(SITE).build(builder)
    two, three, up = (
        ("list-2.html", "list-3.html", "") if builder == "html" else ("list-2/", "list-3/", "../")
    )
    assert f'href="{two}#pub-ko-2023"' in body(built, "index", builder)
    assert f'href="{three}#papers-undated"' in body(built, "index", builder)
    assert f'href="{up}{three}#pub-old-note"' in body(built, "plain", builder)
    own = "other-3.html" if builder == "html" else "../other-3/"
    assert f'href="{own}#pub-old-note"' in body(built, "sub/other", builder)


@BROWSERS
def test_other_projects_find_the_page(project: Project, builder: str) -> None:
    objects = inventory(project.write(SITE).build(builder))
    two, three = ("list-2.html", "list-3.html") if builder == "html" else ("list-2/", "list-3/")
    assert objects["ko-2023"] == f"{two}#pub-ko-2023"
    assert objects["papers-undated"] == f"{three}#papers-undated"
    first = "list.html" if builder == "html" else "list/"
    assert objects["10.1234/emnlp.1"] == f"{first}#pub-yang-2024"


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml"])
def test_inventories_of_other_builders_know_no_pages(project: Project, builder: str) -> None:
    project.write(SITE)
    project.build("html")
    project.build(builder)
    html = project.build("html")
    assert inventory(html)["ko-2023"] == "list-2.html#pub-ko-2023"


def test_the_search_finds_the_page(project: Project) -> None:
    built = project.write(SITE).build()
    assert found(built, "layer") == {"list-2", "sub/index-2", "sub/other-2"}
    index = search_index(built)
    page, _, _, anchor, _ = next(row for row in index["objects"][""] if row[3] == "pub-ko-2023")
    assert (index["docnames"][page], anchor) == ("list-2", "pub-ko-2023")
    assert index["titles"][page] == "Papers – page 2 of 3"


def test_the_search_keeps_pages_that_were_not_written_again(project: Project) -> None:
    project.write(SITE).build()
    project.write({"plain.rst": f"{SITE['plain.rst']}\nMore layers.\n"})
    built = project.build()
    assert built.written == ["index", "plain"]
    assert found(built, "layer") == {"list-2", "sub/index-2", "sub/other-2", "plain"}


def test_a_page_hidden_from_the_search(page: Page) -> None:
    assert found(page(f":nosearch:\n\n{LIST}"), "layer") == set()


def test_which_page_a_list_shows_a_paper_on(project: Project) -> None:
    project.write({"index.rst": LIST + "\n.. publications::\n   :key: ko-2023\n"}).build()
    built = project.build()
    assert built.written == []
    assert inventory(built)["ko-2023"] == "index.html#pub-ko-2023"  # the second list shows it there


# Other builders -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml", "man", "texinfo", "xml", "json"])
def test_other_builders_show_the_list_in_one_place(project: Project, builder: str) -> None:
    trees = []
    for source in (SITE, {name: text.replace(":per-page: 1", ":per-page: 0") for name, text in SITE.items()}):
        tree = clean(project.write(source), builder).tree()
        trees.append(
            {name: data for name, data in tree.items() if not name.startswith((".", "_sources", "env"))}
        )
    assert trees[0] == trees[1]


# Names ----------------------------------------------------------------------------------------------------


@BROWSERS
@pytest.mark.parametrize("other", ["list-3", "list-2/index"])
def test_documents_keep_their_names_and_pages_get_others(project: Project, builder: str, other: str) -> None:
    project.write({"index.rst": f"T\n=\n\n.. toctree::\n\n   list\n   {other}\n", "list.rst": LIST})
    project.write({f"{other}.rst": "Mine\n====\n"})
    built = project.build(builder)
    assert built.warnings == []
    assert keys(built, "list-pubs-2", builder) == ["ko-2023"]
    assert "Mine" in body(built, other, builder)
    assert broken(built) == []


@BROWSERS
def test_a_document_is_added_and_removed(project: Project, builder: str) -> None:
    project.write(SITE).build(builder)
    project.write({"list-2.rst": ":orphan:\n\nMine\n====\n"})
    came = project.build(builder)
    assert "Mine" in body(came, "list-2", builder)
    same_output(came, clean(project, builder))
    project.write({"list-2.rst": None})
    (came.outdir / f"{file_of('list-2', builder)}.html").unlink()
    went = project.build(builder)
    assert keys(went, "list-2", builder) == ["ko-2023"]
    assert broken(went) == []
    assert not any("list-pubs" in name for name in went.tree())


def test_pages_of_two_documents_have_different_names(project: Project) -> None:
    two = ".. publications::\n   :per-page: 2\n   :group-by: none\n"
    project.write({"index.rst": "T\n=\n\n.. toctree::\n\n   a\n   a-b\n"})
    project.write({"a.rst": f"A\n=\n\n{two}\n{two}", "a-b.rst": f"B\n=\n\n{two}"})
    assert pages(project.build()) == ["a-2.html", "a-b-2.html", "a-b-pubs-2.html", "a-b.html", "a.html"]


# Building again -------------------------------------------------------------------------------------------

MORE = "@misc{new, title = {New}, year = 2025}\n"

EDITS: dict[str, dict[str, str | bytes | None]] = {
    "a title": {"papers.bib": PAPERS.replace("On Layers", "Under Layers")},
    "a list that grows": {"papers.bib": PAPERS + MORE},
    "a list that shrinks": {"papers.bib": PAPERS.split("@misc")[0]},
    "a list on one page": {"papers.bib": PAPERS.split("@article")[0]},
    "an order": {"papers.bib": PAPERS.replace("year = 2023", "year = 2025")},
    "more on a page": {"list.rst": NAMED.replace("1", "2")},
    "all on a page": {"list.rst": NAMED.replace("1", "0")},
    "a list that goes": {
        "list.rst": "Papers\n======\n",
        "index.rst": SITE["index.rst"].replace(":ref:`papers-undated`", "others"),
    },
    "a list that comes": {"plain.rst": LIST.replace("Papers", "Plain")},
    "a citing page": {"plain.rst": "Plain\n=====\n\n:paper:`ko-2023`\n"},
    "a name": {"sub/index.rst": f"{SITE['sub/index.rst']}   :name: others\n"},
    "nothing": {},
}


@BROWSERS
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_incremental_builds_equal_clean_builds(
    project: Project, edit: dict[str, str | bytes | None], builder: str
) -> None:
    project.write(SITE).build(builder)
    edited = project.write(edit).build(builder)
    same_output(edited, clean(project, builder))


def test_pages_follow_where_only_a_citation_or_a_reference_is(project: Project) -> None:
    project.write(SITE).build()
    built = project.write({"papers.bib": PAPERS + MORE}).build()
    assert built.read == ["list", "sub/index", "sub/other"]
    assert 'href="list-4.html#pub-old-note"' in built.body("plain")
    assert 'href="list-4.html#papers-undated"' in built.body("index")


def test_a_reference_alone_follows_its_heading(project: Project) -> None:
    project.write({**SITE, "plain.rst": "Plain\n=====\n\n:ref:`papers-undated`\n"}).build()
    built = project.write({"papers.bib": PAPERS + MORE}).build()
    assert 'href="list-4.html#papers-undated"' in built.body("plain")
    same_output(built, clean(project))


def test_no_page_is_written_if_nothing_changed(project: Project) -> None:
    first = project.write(SITE).build()
    for path in first.outdir.rglob("*"):
        os.utime(path, (2e9, 2e9))
    again = project.build()
    assert (again.read, again.written) == ([], [])
    assert all((again.outdir / name).stat().st_mtime == 2e9 for name in pages(again))


def test_pages_of_documents_that_are_not_written_stay_as_they_are(project: Project) -> None:
    built = project.write(SITE).build()
    os.utime(built.outdir / "list-2.html", (2e9, 2e9))
    again = project.write({"sub/other.rst": SITE["sub/other.rst"] + "\n.. Comment.\n"}).build()
    assert again.read == ["sub/other"]
    assert (again.outdir / "list-2.html").stat().st_mtime == 2e9


@BROWSERS
def test_a_page_that_is_missing_is_written_again(project: Project, builder: str) -> None:
    first = project.write(SITE).build(builder)
    whole = first.tree()
    (first.outdir / f"{file_of('list-2', builder)}.html").unlink()
    again = project.build(builder)
    assert again.tree() == whole
    assert "plain" not in again.written


def test_nothing_is_removed_outside_of_the_output_folder(project: Project) -> None:
    built = project.write(SITE).build()
    kept = project.root / "kept.html"
    kept.write_text("Mine.", encoding="utf-8")
    manifest = built.outdir / ".pubs.json"
    content = json.loads(manifest.read_text("utf-8"))
    content["files"]["split"] |= {"": ["../kept.html", str(kept), "plain.html", "search.html", "list-4.html"]}
    manifest.write_text(json.dumps(content), encoding="utf-8")
    (built.outdir / "list-4.html").write_text("Old.", encoding="utf-8")
    project.write({"list.rst": SITE["list.rst"] + "\n.. Comment.\n"}).build()
    assert kept.is_file()
    assert (built.outdir / "plain.html").is_file()
    assert not (built.outdir / "list-4.html").exists()


def test_a_second_builder_over_the_same_doctrees(project: Project) -> None:
    project.write(SITE).build()
    project.write({"papers.bib": PAPERS + MORE})
    project.build("latex")
    html = project.build()
    same_output(html, clean(project))


def test_other_pages_stay_outdated_if_one_is_built_by_name(project: Project) -> None:
    project.write(SITE).build()
    project.write({"papers.bib": PAPERS + MORE})
    project.build(files=["plain.rst"])
    later = project.build()
    assert keys(later, "list-4") == ["old-note"]
    same_output(later, clean(project))


@BROWSERS
def test_four_processes_write_the_same_as_one(project: Project, builder: str) -> None:
    project.write(SITE).write({f"more{number}.rst": f":orphan:\n\n{LIST}" for number in range(8)})
    same_output(clean(project, builder), clean(project, builder, jobs=4))


def test_output_is_the_same_for_any_hash_seed(project: Project) -> None:
    (project.write(SITE).src / "conf.py").write_text(project.conf, encoding="utf-8")
    trees = []
    for seed in ("0", "12345"):
        out = project.root / f"seed-{seed}"
        command = [sys.executable, "-c", HASHES, "-q", "-b", "html", "-d", str(out / "doctrees")]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([*command, str(project.src), str(out / "html")], env=environment, check=True)
        trees.append(Built(project.src, out / "html", [], [], []))
    same_output(*trees)


# Files, formulas, settings --------------------------------------------------------------------------------


@BROWSERS
def test_local_files_and_formulas_on_a_continuation_page(project: Project, builder: str) -> None:
    bib = PAPERS.replace("year = 2023", "year = 2023, pdf = {files/a b.pdf}").replace("On Layers", "On $x^2$")
    project.write({"papers.bib": bib, "files/a b.pdf": b"%PDF-1.4", "index.rst": "T\n=\n"})
    project.write({"sub/index.rst": f":orphan:\n\n{LIST}"})
    built = project.build(builder)
    text = body(built, "sub/index-2", builder)
    href = re.search(r'class="pubs-button pubs-pdf" href="([^"]*)"', text)
    assert href
    folder = (built.outdir / f"{file_of('sub/index-2', builder)}.html").parent
    assert (folder / unquote(href[1])).resolve().read_bytes() == b"%PDF-1.4"
    assert "<math" in text


def test_the_math_renderer_of_the_project_on_a_continuation_page(page: Page) -> None:
    conf = '\nextensions.append("sphinx.ext.mathjax")\npubs_math = "sphinx"\n'
    built = page(LIST, papers__bib=PAPERS.replace("On Layers", "On $x^2$"), conf=conf)
    assert r"\(x^2\)" in built.body("index-2")
    assert "mathjax" in built.page("index-2").lower()


def test_the_projects_default(page: Page) -> None:
    for value in ("2", "'2'"):
        built = page("T\n=\n\n.. publications::\n", conf=f"\npubs_per_page = {value}\n")
        assert (built.warnings, keys(built, "index-2")) == ([], ["old-note"])


def test_myst(page: Page) -> None:
    built = page("# Papers\n\n```{publications}\n:per-page: 2\n```\n", md=True)
    assert keys(built, "index-2") == ["old-note"]


@pytest.mark.parametrize("value", ["-1", "many", "1.5", "²", ""])
def test_an_invalid_number_is_an_error(page: Page, value: str) -> None:
    built = page(f"T\n=\n\n.. publications::\n   :per-page: {value}\n")
    assert len(built.warnings) == 1
    start = "index.rst:5: ERROR: publications: option “per-page”: "
    assert built.warnings[0].startswith(
        f"{start}“{value}” is not a" if value else f"{start}the value is empty"
    )
    assert pages(built) == []


@pytest.mark.parametrize("value", ["-1", "True", "'many'", "None", "1.5"])
def test_an_invalid_number_in_a_setting_stops_the_build(page: Page, value: str) -> None:
    with pytest.raises(ConfigError, match=r"pubs_per_page = .*: “.*” is not a whole number"):
        page("T\n=\n", conf=f"\npubs_per_page = {value}\n")


# The bar's script files

BAR = "Papers\n======\n\n.. publications::\n   :filterable:\n   :per-page: 1\n"


def script(built: Built, name: str) -> Any:
    """Return the content of a script file of a list."""
    text = (built.outdir / "_static/pubs-lists" / name).read_text(encoding="utf-8")
    head, _, value = text.partition(" = ")
    assert head.startswith("(globalThis.pubsLists ??= {})[")
    return json.loads(value.rstrip().removesuffix(";"))


@pytest.mark.parametrize(
    ("builder", "places"),
    [
        ("html", "sub/p.html#pub-yang-2024 sub/p-2.html#pub-ko-2023 sub/p-3.html#pub-old-note"),
        ("dirhtml", "sub/p/#pub-yang-2024 sub/p-2/#pub-ko-2023 sub/p-3/#pub-old-note"),
    ],
)
def test_the_index_of_a_bar_says_where_every_paper_is(project: Project, builder: str, places: str) -> None:
    index = "Home\n====\n\n.. toctree::\n\n   sub/p\n"
    built = project.write({"index.rst": index, "sub/p.rst": BAR}).build(builder)
    data = script(built, "sub/p-2.js")
    assert data["entries"]["places"] == places.split()
    entry = BeautifulSoup(data["entries"]["html"][0], "html.parser")
    assert [author.text for author in entry.select(".pubs-authors > .pubs-author")] == [
        "Yongjin Yang",
        "Jongwoo Ko",
        "Se-Young Yun",
    ]
    assert [link["href"] for link in entry.select("article.pubs-elsewhere .pubs-title > a")] == [
        places.split()[0]
    ]
    assert entry.select("[id]") == []
    assert "we transfer" in data["text"][0]
    assert [text.partition(",")[0] for text in script(built, "sub/p-2.bib.js")] == [
        "@inproceedings{yang-2024",
        "@article{ko-2023",
        "@misc{old-note",
    ]
    root = "../" if builder == "html" else "../../"
    page = (built.outdir / f"sub/{'p-2.html' if builder == 'html' else 'p-2/index.html'}").read_text("utf-8")
    assert f'"root":"{root}","source":"_static/pubs-lists/sub/p-2.js?v=' in page


def test_script_files_follow_the_list(project: Project) -> None:
    """They are written again with the page, and removed if the list is not split; as in a clean build."""
    project.write({"index.rst": BAR, "other.rst": f":orphan:\n\n{BAR}"}).build()
    for change in (
        {"papers.bib": PAPERS.replace("On Layers", "On Strata")},
        {"other.rst": ":orphan:\n\nOther\n=====\n\nNothing.\n"},
        {"index.rst": BAR.replace("1", "3")},
    ):
        built = project.write(change).build()
        same_output(built, clean(project))
    assert not (built.outdir / "_static/pubs-lists").exists()


SCRIPT_CONF = """
from sphinxext_pubs.api import TERMS, Facet, add_facet, text_keys, text_order

pubs_people = "people.yml"
pubs_highlight = ["y"]
templates_path = ["_templates"]
html_link_suffix = ".html"

def words(paper):
    return ("one", paper.key)

def setup(app):
    add_facet(app, Facet(
        name="word", help="A word.", terms=words, keys=text_keys(words), order=text_order(words),
        matching=TERMS, values=words, missing="No word", control="menu",
    ))
"""

WORD_BAR = BAR.replace("filterable:", "filterable: word")

#: Changes of the content of a list's script file: files, and a text of the configuration with another.
SCRIPT_CHANGES: dict[str, tuple[dict[str, str | bytes | None], tuple[str, str]]] = {
    "a paper": ({"papers.bib": PAPERS.replace("On Layers", "On Strata")}, ("", "")),
    "the template": ({"_templates/pubs/elsewhere.html": "<article>{{ entry.key }}</article>"}, ("", "")),
    "people": ({"people.yml": "- id: k\n  name: Jongwoo Ko\n- id: y\n  name: Yongjin Yang\n"}, ("", "")),
    "the pages": ({"index.rst": WORD_BAR.replace("1", "2")}, ("", "")),
    "names in bold": ({}, ('["y"]', '["Ko"]')),
    "addresses": ({}, ('".html"', '".htm"')),
    "a facet": ({}, ('"one"', '"two"')),
}


def build_script(project: Project, conf: str) -> tuple[set[str], bytes]:
    """Build, and return the addresses of the script files of a list and the content of the first one."""
    built = project.build(conf=conf)
    assert built.warnings == []
    text = "".join(built.page(name) for name in ("index", "index-2"))
    addresses = set(re.findall(r"index-2\.(?:bib\.)?js\?v=\w+", text))
    assert len(addresses) == 2
    return addresses, (built.outdir / "_static/pubs-lists/index-2.js").read_bytes()


@pytest.fixture
def with_script(project: Project) -> Project:
    part = "<article>{{ parts.title }} {{ parts.authors }}</article>\n"
    people = "- id: y\n  name: Se-Young Yun\n"
    files = {"index.rst": WORD_BAR, "people.yml": people, "_templates/pubs/elsewhere.html": part}
    return project.write(files)


@pytest.mark.parametrize(("files", "texts"), SCRIPT_CHANGES.values(), ids=SCRIPT_CHANGES)
def test_script_files_have_another_address_if_their_content_changes(
    with_script: Project, files: dict[str, str | bytes | None], texts: tuple[str, str]
) -> None:
    first, content = build_script(with_script, SCRIPT_CONF)
    second, changed = build_script(with_script.write(files), SCRIPT_CONF.replace(*texts))
    assert content != changed
    assert first.isdisjoint(second)


def test_script_files_keep_their_address_if_only_the_text_of_the_page_changes(with_script: Project) -> None:
    first = build_script(with_script, SCRIPT_CONF)
    assert build_script(with_script.write({"index.rst": f"{WORD_BAR}\nMore.\n"}), SCRIPT_CONF) == first


def test_hostile_data_stays_data_in_script_files(project: Project) -> None:
    title = "</script><script>alert(1)</script>\u2028{<img src=x>}"
    bib = f"@misc{{a, title={{{title}}}, author={{B <b>C</b>}}}}\n@misc{{b, title={{Other}}}}\n"
    built = project.write({"index.rst": BAR, "papers.bib": bib}).build()
    for path in (built.outdir / "_static/pubs-lists").rglob("*.js"):
        assert not set(path.read_text(encoding="utf-8")) & set("<>\u2028")
    entries = BeautifulSoup("".join(script(built, "index-2.js")["entries"]["html"]), "html.parser")
    assert entries.select("script, img, b") == []
    assert "alert(1)" in entries.text


def test_files_of_others_in_the_folder_of_script_files_are_kept(project: Project) -> None:
    files = {
        "_static/pubs/mine.pdf": "%PDF",
        "_static/pubs-lists/mine.js": "1",
        "_static/pubs-lists/x.pdf": "2",
    }
    project.write({"index.rst": BAR, **files})
    for source in (BAR, BAR.replace("1", "3")):
        built = project.write({"index.rst": source}).build(conf='\nhtml_static_path = ["_static"]\n')
        assert all((built.outdir / name).is_file() for name in files)


#: A program that builds a project and prints the modules of pagination that it has imported.
IMPORTS = """
import sys
from sphinx.cmd.build import main
status = main(sys.argv[1:])
print(*(name for name in sys.modules if name.startswith("sphinxext_pubs.extension.pagination.")))
raise SystemExit(status)
"""


@pytest.mark.parametrize(("options", "modules"), [("", {"steps", "sheets"}), ("   :per-page: 1\n", None)])
def test_short_lists_import_only_the_interface(
    project: Project, options: str, modules: set[str] | None
) -> None:
    """And the module that numbers the pages of lists when documents are read; the second build is lighter."""
    project.write({"index.rst": f"T\n=\n\n.. publications::\n   :filterable: year\n{options}"})
    (project.src / "conf.py").write_text(project.conf, encoding="utf-8")
    command = [sys.executable, "-c", IMPORTS, "-q", "-b", "html", str(project.src), str(project.root / "out")]
    imported = []
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        imported.append({name.rpartition(".")[2] for name in done.stdout.split()})
    if modules is None:
        assert imported[0] == {"steps", "sheets", "split", "write", "redirects", "scripts", "links"}
    else:
        assert imported == [modules, set()]
