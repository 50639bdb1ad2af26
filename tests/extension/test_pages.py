"""Pages of papers, people, venues, years and keywords: content, links, incremental builds, search."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ConfigError
from sphinx.util.inventory import InventoryFile

from sphinxext_pubs.extension.pages import page_writer, write
from sphinxext_pubs.extension.pages.sitemap import add_addresses
from sphinxext_pubs.project.ledger import read_ledger
from sphinxext_pubs.render import page_views
from tests.conftest import PAPERS, Built, Project

Page = Callable[..., Built]

ALL = '\npubs_pages = True\nhtml_baseurl = "https://lab.example.org/"\n'
INDEX = "T\n=\n\n:paper:`ko-2023`\n\n.. publications::\n"

MORE = PAPERS + (
    "@article{ko-pre, author = {Jongwoo Ko}, title = {On Layers of Networks}, year = 2022,\n"
    "  keywords = {layers, Networks}, ids = {ko-old}, eprint = {2201.00001}, archiveprefix = {arXiv}}\n"
    "@article{ko-full, author = {Jongwoo Ko}, title = {On layers of networks}, journal = {J}, year = 2023}\n"
)


def soup(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.page(name), "html.parser")


@pytest.fixture
def site(project: Project) -> Built:
    project.write({"index.rst": INDEX, "papers.bib": MORE})
    return project.build(conf=ALL)


def test_the_pages(site: Built) -> None:
    assert site.warnings == []
    found = {path.removesuffix(".html") for path in site.tree() if path.endswith(".html") and "/" in path}
    assert {
        "papers/yang-2024",
        "papers/ko-2023",
        "papers/old-note",
        "papers/ko-old",
        "papers/all",
        "people/jongwoo-ko",
        "people/ada-example",
        "venues/journal-of-layers",
        "years/2024",
        "keywords/layers",
        "keywords/all",
    } <= found


def test_a_paper(site: Built) -> None:
    page = soup(site, "papers/yang-2024")
    assert page.title is not None
    assert page.title.get_text().startswith("Towards Easy Transfer")
    assert page.select_one("h1").get_text() == "Towards Easy Transfer"  # type: ignore[union-attr]
    people = [a["href"] for a in page.select(".pubs-authors a")]
    assert people == [
        "../people/yongjin-yang.html",
        "../people/jongwoo-ko.html",
        "../people/se-young-yun.html",
    ]
    facts = {dt.get_text(): dt.find_next("dd").get_text() for dt in page.select(".pubs-facts dt")}  # type: ignore[union-attr]
    assert facts == {
        "Published in": "Proceedings of EMNLP",
        "Venue": "EMNLP",
        "Date": "November 2024",
        "DOI": "10.1234/emnlp.1",
        "Key": "yang-2024",
    }
    assert page.select_one(".pubs-part p").get_text() == "We transfer. See https://example.org/code."  # type: ignore[union-attr]
    exports = {element.summary.get_text(): element.pre.get_text() for element in page.select(".pubs-export")}  # type: ignore[union-attr]
    assert list(exports) == ["BibTeX", "RIS", "CSL-JSON", "EndNote XML", "MODS XML", "Markdown", "Plain text"]
    assert exports["RIS"].startswith("TY  - CONF")
    assert site.page("papers/yang-2024", ".ris").strip() == exports["RIS"].strip()
    assert page.select_one('link[rel="canonical"]')["href"] == "https://lab.example.org/papers/yang-2024.html"  # type: ignore[index]
    names = [meta["name"] for meta in page.select('meta[name^="citation_"]')]
    assert names.count("citation_author") == 3
    assert page.select_one('script[type="application/ld+json"]') is not None
    assert len({element["id"] for element in page.select("[id]")}) == len(page.select("[id]"))


def test_versions_of_a_work_link_to_each_other(site: Built) -> None:
    page = soup(site, "papers/ko-pre")
    links = [a["href"] for a in page.select(".pubs-part ul a")]
    assert links == ["ko-full.html"]


def test_lists_are_described_to_machines(project: Project) -> None:
    files = {
        "index.rst": INDEX + "\n.. toctree::\n\n   more\n",
        "more.rst": "More & more\n===========\n\n.. publications::\n   :year: 2023\n",
    }
    project.write({**files, "papers.bib": MORE})

    def lists(built: Built, page: str) -> list[dict[str, Any]]:
        found = soup(built, page).select('head script[type="application/ld+json"]')
        return [json.loads(element.get_text()) for element in found]

    (found,) = lists(project.build(conf=ALL), "more")
    assert (found["@type"], found["name"], found["numberOfItems"]) == ("ItemList", "More & more", 2)
    assert [item["url"] for item in found["itemListElement"]] == [
        "https://lab.example.org/papers/ko-2023.html",
        "https://lab.example.org/papers/ko-full.html",
    ]
    (found,) = lists(project.build(conf='\nhtml_baseurl = "https://lab.example.org"\n'), "more")
    assert found["itemListElement"][0]["url"] == "https://lab.example.org/index.html#pub-ko-2023"
    assert lists(project.build(), "more") == []


def test_the_venue_of_a_paper(project: Project) -> None:
    volume = "Proceedings of the 3rd Workshop on Foxes (WOF)"
    bib = f"@inproceedings{{a, author = {{A B}}, title = {{T}}, year = 2020, booktitle = {{{volume}}}}}\n"
    project.write({"index.rst": INDEX, "papers.bib": PAPERS + bib})
    built = project.build(conf=ALL)
    facts = soup(built, "papers/a").select(".pubs-fact-venue a, .pubs-fact-container a")
    assert [(fact.get_text(), fact["href"]) for fact in facts] == [
        (volume, "../venues/wof.html"),
        ("WOF", "../venues/wof.html"),
    ]
    assert soup(built, "papers/ko-2023").select(".pubs-fact-venue") == []


def test_related_works_link_to_each_other(project: Project) -> None:
    bib = MORE.replace(
        "@misc{old-note,", "@misc{old-note, related = {ko-2023, nowhere, ko-old}, relatedstring = {Reviews:},"
    )
    project.write({"index.rst": INDEX, "papers.bib": bib})
    built = project.build(conf=ALL)
    assert built.warnings == []

    def works(name: str) -> list[tuple[str, str]]:
        sections = [
            element
            for element in soup(built, name).select(".pubs-part")
            if element.h2 and "Related" in element.h2.get_text()
        ]
        return [
            (li.get_text()[:12], str(li.a and li.a["href"]))
            for section in sections
            for li in section.select("li")
        ]

    assert works("papers/old-note") == [("Reviews: Jon", "ko-2023.html"), ("Reviews: Jon", "ko-pre.html")]
    assert works("papers/ko-2023") == [("Ada Example.", "old-note.html")]
    project.write({"papers.bib": bib.replace("Reviews:", "Answers")})
    project.build(conf=ALL)
    same(project)


def test_where_a_paper_is_cited(site: Built) -> None:
    page = soup(site, "papers/ko-2023")
    assert "../index.html#cite-index-ko-2023" in {a["href"] for a in page.select("a")}


def test_a_person(site: Built) -> None:
    page = soup(site, "people/jongwoo-ko")
    assert page.select_one(".pubs-total").get_text(" ", strip=True).startswith("4 papers")  # type: ignore[union-attr]
    assert [element.get_text(strip=True) for element in page.select(".pubs-main h2")] == [
        "2024",
        "2023",
        "2022",
    ]
    beside = {
        element.h2.get_text(): [(li.a.get_text(), li.span.get_text()) for li in element.select("li")]  # type: ignore[union-attr]
        for element in page.select(".pubs-counts")
    }
    assert beside["Co-authors"] == [("Se-Young Yun", "1"), ("Yongjin Yang", "1")]
    assert (
        beside["Venues"] == [("EMNLP", "1"), ("J", "1"), ("Journal of Layers", "1")]
        or len(beside["Venues"]) == 3
    )
    assert page.select_one(".pubs-chart svg") is not None
    assert site.page("people/jongwoo-ko", ".bib").count("@") == 4


def test_titles_and_citations_link_to_papers(site: Built) -> None:
    page = soup(site, "index")
    assert page.select_one(".pubs-title a")["href"] == "papers/yang-2024.html"  # type: ignore[index]
    person = soup(site, "people/jongwoo-ko")
    assert person.select_one(".pubs-title a")["href"] == "../papers/yang-2024.html"  # type: ignore[index]
    assert page.select_one("p a.reference")["href"] == "#pub-ko-2023"  # type: ignore[index]


def test_pages_without_any_list(project: Project) -> None:
    project.write({"index.rst": "T\n=\n\n:paper:`ko-2023`\n"})
    built = project.build(conf=ALL)
    assert built.warnings == []
    assert 'href="papers/ko-2023.html"' in built.page()


def test_former_keys_are_redirected(site: Built) -> None:
    page = site.page("papers/ko-old")
    assert 'content="0; url=ko-pre.html"' in page


def test_the_inventory_and_the_search_know_pages(site: Built) -> None:
    with (site.outdir / "objects.inv").open("rb") as file:
        rows = InventoryFile.load(file, "https://e.org", lambda base, path: f"{base}/{path}")["paper:paper"]
    address = rows["yang-2024"].uri if hasattr(rows["yang-2024"], "uri") else rows["yang-2024"][2]
    assert address == "https://e.org/papers/yang-2024.html"
    index = (site.outdir / "searchindex.js").read_text("utf-8")
    assert '"papers/yang-2024"' in index
    assert '"people/ada-example"' in index


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_link_has_a_target(project: Project, builder: str) -> None:
    project.write({"index.rst": INDEX, "papers.bib": MORE})
    built = project.build(builder, conf=ALL)
    assert built.warnings == []
    for path in built.outdir.rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for a in page.select("a[href]"):
            href = str(a["href"]).partition("#")[0]
            if href and "://" not in href:
                target = (path.parent / href).resolve()
                target = target / "index.html" if target.is_dir() else target
                assert target.is_file(), (path.name, href)


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "singlehtml"])
def test_other_builders_have_no_pages(project: Project, builder: str) -> None:
    project.write({"index.rst": INDEX})
    built = project.build(builder, conf=ALL)
    assert built.warnings == []
    assert not any("people" in path for path in built.tree())


def same(project: Project, builder: str = "html") -> None:
    """Assert that the output is the same as that of a clean build."""
    built = project.builds[-1]
    clean = project.build(builder, conf=ALL, out="clean", doctrees="clean-doctrees", fresh=True)
    mine, theirs = built.tree(), clean.tree()
    for tree in (mine, theirs):
        for name in (".pubs.json", ".buildinfo"):
            tree.pop(name, None)
    assert mine.keys() == theirs.keys()
    assert [name for name in mine if mine[name] != theirs[name]] == []


EDITS = {
    "a title": (MORE.replace("On Layers}", "On New Layers}"), INDEX),
    "a person": (MORE.replace("Ada Example", "Eve Example"), INDEX),
    "a paper less": (MORE.replace("@misc{old-note", "@comment{old-note"), INDEX),
    "a paper more": (MORE + "@book{new, title = {New}, author = {Ann New}, year = 2031}\n", INDEX),
    "a citation less": (MORE, "T\n=\n\n.. publications::\n"),
    "a title of a page": (MORE, INDEX.replace("T\n=", "New\n===")),
}


@pytest.mark.parametrize("name", EDITS)
def test_incremental_builds_equal_clean_builds(project: Project, name: str) -> None:
    project.write({"index.rst": INDEX, "papers.bib": MORE})
    project.build(conf=ALL)
    bib, index = EDITS[name]
    project.write({"papers.bib": bib, "index.rst": index})
    project.build(conf=ALL)
    same(project)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("name", ["papers/ko-pre", "papers/ko-pre/index", "people/ada-example"])
def test_documents_at_the_address_of_a_former_page_are_kept(
    project: Project, name: str, builder: str
) -> None:
    project.write({"index.rst": INDEX, "papers.bib": MORE})
    project.build(builder, conf=ALL)
    bib = MORE.replace("@article{ko-pre", "@comment{ko-pre").replace("Ada Example", "Eve Example")
    project.write({"papers.bib": bib, f"{name}.rst": ":orphan:\n\nMine\n====\n\nI wrote this.\n"})
    built = project.build(builder, conf=ALL)
    assert built.warnings == []
    path = f"{name}.html" if builder == "html" else f"{name.removesuffix('/index')}/index.html"
    assert "I wrote this." in (built.outdir / path).read_text("utf-8")
    assert not (built.outdir / "papers/ko-pre.bib").exists()


def test_an_address_that_is_taken_later(project: Project) -> None:
    project.write({"index.rst": INDEX, "papers.bib": MORE})
    project.build(conf=ALL)
    project.write({"papers/ko-pre.rst": ":orphan:\n\nMine\n====\n\nI wrote this.\n"})
    built = project.build(conf=ALL)
    (warning,) = built.warnings
    assert "already taken" in warning
    assert "I wrote this." in built.page("papers/ko-pre")


@pytest.mark.parametrize(
    ("builder", "key", "documents", "warned"),
    [
        ("dirhtml", "index", ["papers", "people"], 1),
        ("html", "index", ["papers", "people"], 0),
        ("html", "index", ["papers/index"], 1),
        ("dirhtml", "index", ["papers/index"], 1),
        ("html", "ko", ["papers/Ko"], 1),
        ("html", "long-2", ["papers/long"], 1),
    ],
)
def test_documents_keep_their_files(
    project: Project, builder: str, key: str, documents: list[str], warned: int
) -> None:
    bib = PAPERS + f"@misc{{{key}, author = {{A B}}, title = {{T}}, year = 2001}}\n"
    text = ":orphan:\n\nMine\n====\n\nI wrote this.\n\n.. publications::\n   :per-page: 2\n"
    project.write({"index.rst": INDEX, "papers.bib": bib, **{f"{name}.rst": text for name in documents}})
    built = project.build(builder, conf=ALL)
    assert len([warning for warning in built.warnings if "pubs.address" in warning]) == warned
    for name in documents:
        place = f"{name}.html" if builder == "html" else f"{name.removesuffix('/index')}/index.html"
        assert "I wrote this." in (built.outdir / place).read_text("utf-8")
    if "long" in key:
        assert "pubs-entry" in (built.outdir / "papers/long-2.html").read_text("utf-8")


def test_ids_of_the_people_file_have_their_addresses(project: Project) -> None:
    bib = PAPERS + "@misc{z, author = {Adax Aa}, title = {Zed}, year = 2020}\n"
    people = "- {id: adax-aa, name: Jongwoo Ko}\n"
    project.write({"index.rst": INDEX, "papers.bib": bib, "people.yaml": people})
    built = project.build(conf=ALL + 'pubs_people = "people.yaml"\n')
    assert "Jongwoo Ko" in str(soup(built, "people/adax-aa").h1)
    assert len([warning for warning in built.warnings if "pubs.address" in warning]) == 1


@pytest.mark.parametrize("count", [1, 25])
def test_ambiguous_names_are_reported(project: Project, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = "@misc{{k{0}, author = {{Ann Doe{0} and B C}}, title = {{T}}, year = 2020}}\n"
    other = "@misc{{j{0}, author = {{Ada Doe{0}}}, title = {{U}}, year = 2020}}\n"
    short = "@misc{{i{0}, author = {{A. Doe{0}}}, title = {{V}}, year = 2020}}\n"
    each = (entry + other + short).format
    bib = "".join(each("".join(chr(97 + int(digit)) for digit in str(n))) for n in range(count))
    project.write({"index.rst": INDEX.replace("ko-2023", "ka"), "papers.bib": bib})
    told: list[str] = []
    monkeypatch.setattr(write.logger, "info", lambda text, *values: told.append(text % values))
    assert project.build(conf=ALL).warnings == []
    assert told[0].startswith(
        "papers.bib:3: Entry “ia”: “A. Doea” is ambiguous; it may be “Ada Doea”, “Ann Doea”."
    )
    assert len(told) == min(count, 21)
    assert (told[-1].find("list all 25") > 0) == (count > 20)


def test_names_are_not_ids(project: Project) -> None:
    bib = PAPERS + "@article{z, author = {OpenAI}, title = {Zed}, year = 2020, journal = {Layers}}\n"
    files = {
        "people.yaml": "- {id: openai, name: Jongwoo Ko}\n",
        "venues.yaml": "- {id: layers, name: Journal of Layers}\n",
    }
    project.write({"index.rst": INDEX, "papers.bib": bib, **files})
    conf = 'pubs_people = "people.yaml"\npubs_venues = "venues.yaml"\n'
    built = project.build(conf=ALL + conf)
    assert "Zed" not in built.page("people/openai")
    assert "Zed" not in built.page("venues/layers")
    assert len([warning for warning in built.warnings if "pubs.address" in warning]) == 2


def test_files_of_others_are_kept(project: Project) -> None:
    project.write({"index.rst": INDEX})
    built = project.build(conf=ALL)
    (built.outdir / "papers/mine.html").write_text("mine")
    (built.outdir / "papers/mine.bib").write_text("mine")
    built = project.build()
    assert {path for path in built.tree() if path.startswith("papers/")} == {
        "papers/mine.html",
        "papers/mine.bib",
    }


@pytest.mark.parametrize("record", ["[]", "{", '{"version": 2, "state": "", "pages": [], "files": 3}', "3"])
def test_a_broken_record_is_ignored(project: Project, record: str) -> None:
    project.write({"index.rst": INDEX})
    built = project.build(conf=ALL)
    (built.outdir / ".pubs.json").write_text(record)
    project.write({"index.rst": INDEX + "\nMore.\n"})
    assert project.build(conf=ALL).warnings == []
    same(project)


def test_a_file_that_comes_later_is_found_everywhere(project: Project) -> None:
    bib = PAPERS.replace("title = {On Layers}", "title = {On Layers}, pdf = {files/ko.pdf}")
    project.write({"index.rst": INDEX, "papers.bib": bib})
    project.build(conf=ALL)
    project.write({"files/ko.pdf": b"%PDF-1.4"})
    built = project.build(conf=ALL)
    assert built.warnings == []
    same(project)
    assert "papers/ko-2023.pdf" in built.page("people/jongwoo-ko")


def test_new_spellings_of_others_are_followed(project: Project) -> None:
    before = PAPERS + "@misc{z, author = {J. Ko and Eve Example}, title = {Zed}, year = 2020}\n"
    project.write({"index.rst": INDEX, "papers.bib": before})
    project.build(conf=ALL)
    project.write(
        {"papers.bib": before + "@misc{y, author = {Eve Mary Example}, title = {Why}, year = 2020}\n"}
    )
    built = project.build(conf=ALL)
    same(project)
    assert "Eve Mary Example" in built.page("people/jongwoo-ko")


def test_encodings_of_pages(project: Project) -> None:
    project.write({"index.rst": INDEX, "papers.bib": PAPERS.replace("On Layers", "Über Ψ & <Layers>")})
    built = project.build(conf=ALL + 'html_output_encoding = "iso-8859-1"\npubs_feed = "new.atom"\n')
    page = (built.outdir / "papers/ko-2023.html").read_text("iso-8859-1")
    assert "Über &#936;" in page
    assert (
        json.loads(
            BeautifulSoup(page, "html.parser").select_one('script[type="application/ld+json"]').string
        )["name"]
        == "Über Ψ & <Layers>"
    )  # type: ignore[union-attr, arg-type]
    assert "title = {Über Ψ" in (built.outdir / "papers/ko-2023.bib").read_text("utf-8")
    assert "Über Ψ" in (built.outdir / "new.atom").read_text("utf-8")


def times(built: Built) -> dict[Path, int]:
    paths = (path for path in built.outdir.rglob("*") if "_static" not in path.parts)
    return {path: path.stat().st_mtime_ns for path in paths}


def test_a_build_in_which_nothing_changed_writes_nothing(project: Project) -> None:
    project.write({"index.rst": INDEX, "papers.bib": MORE})
    built = project.build(conf=ALL)
    before = {
        path: path.stat().st_mtime_ns for path in built.outdir.rglob("*") if "_static" not in path.parts
    }
    again = project.build(conf=ALL)
    after = {path: path.stat().st_mtime_ns for path in again.outdir.rglob("*") if "_static" not in path.parts}
    changed = {path.name for path in before if before[path] != after[path]}
    assert changed <= {"genindex.html", "search.html", ".buildinfo", "html"}


def test_pages_that_are_switched_off_are_removed(project: Project) -> None:
    project.write({"index.rst": INDEX})
    project.build(conf=ALL)
    built = project.build()
    assert not any(path.startswith(("papers/", "people/")) for path in built.tree())
    assert not read_ledger(built.outdir, str).old.pages


def test_parallel_is_the_same(project: Project) -> None:
    many = "".join(f"@misc{{many-{n}, title = {{Many {n}}}}}\n" for n in range(page_writer.MIN_PARALLEL))
    files = {f"d{n}.rst": f"D{n}\n==\n\n:paper:`ko-2023`\n" for n in range(6)}
    tree = "\n.. toctree::\n\n" + "".join(f"   d{n}\n" for n in range(6))
    project.write({"index.rst": INDEX + tree, "papers.bib": MORE + many, **files})
    one = project.build(conf=ALL, out="one").tree()
    four = project.build(conf=ALL, out="four", doctrees="four-doctrees", jobs=4).tree()
    assert "papers/many-0.html" in one
    assert {name for name in one if one[name] != four[name]} <= {".buildinfo"}


@pytest.mark.parametrize("index", ["T\n=\n\n.. publications::\n", "T\n=\n"], ids=["a list", "no list"])
def test_formulas_of_pages_are_mathml_whatever_was_written_before(project: Project, index: str) -> None:
    formula = "@misc{formula, title = {On $x^2$}, author = {Ada Lee}, year = 2024}\n"
    project.write({"index.rst": index, "papers.bib": formula})
    conf = f'{ALL}pubs_math = "sphinx"\n'
    for jobs in (1, 3):
        built = project.build(conf=conf, out=f"out-{jobs}", doctrees=f"doctrees-{jobs}", jobs=jobs)
        for page in ("papers/formula", "people/ada-lee"):
            assert "<math" in built.page(page)
            assert r"\(x^2\)" not in built.page(page)
        assert (r"\(x^2\)" in built.body()) is ("publications" in index)


def test_a_page_of_the_project_keeps_its_address(project: Project) -> None:
    project.write({"index.rst": INDEX, "papers/ko-2023.rst": ":orphan:\n\nMine\n====\n"})
    built = project.build(conf=ALL)
    assert "Mine" in built.page("papers/ko-2023")
    (warning,) = built.warnings
    assert "pubs.address" in warning
    assert "papers/ko-2023" in warning


FEED = ALL + 'pubs_feed = "new.atom"\n'


def test_feeds(project: Project) -> None:
    project.write({"index.rst": INDEX})
    built = project.build(conf=FEED)
    assert built.warnings == []
    assert built.page("new", ".atom").count("<entry>") == 3
    assert "https://lab.example.org/papers/yang-2024.html" in built.page("new", ".atom")
    assert built.page("people/jongwoo-ko", ".atom").count("<entry>") == 2
    assert 'href="new.atom"' in built.page()
    assert 'href="jongwoo-ko.atom"' in built.page("people/jongwoo-ko")


def test_a_feed_without_pages(project: Project) -> None:
    project.write({"index.rst": INDEX})
    built = project.build(conf='\npubs_feed = "new.atom"\nhtml_baseurl = "https://lab.example.org/x"\n')
    assert "https://lab.example.org/x/index.html#pub-yang-2024" in built.page("new", ".atom")


def test_a_feed_needs_the_address_of_the_site(project: Project) -> None:
    project.write({"index.rst": INDEX})
    built = project.build(conf='\npubs_feed = "new.atom"\n')
    assert len(built.warnings) == 1
    assert "html_baseurl" in built.warnings[0]


def test_links_to_edit_an_entry(project: Project) -> None:
    project.write({"index.rst": INDEX})
    built = project.build(conf=ALL + 'pubs_edit_url = "https://forge.example.org/{path}#L{line}"\n')
    assert 'href="https://forge.example.org/papers.bib#L2"' in built.page("papers/yang-2024")


def test_folders(project: Project) -> None:
    project.write({"index.rst": INDEX})
    built = project.build(conf=ALL + 'pubs_page_folders = {"paper": "p/q"}\n')
    assert built.warnings == []
    assert 'href="../../people/jongwoo-ko.html"' in built.page("p/q/ko-2023")


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ('pubs_pages = ["papers"]', "Did you mean “paper”"),
        ("pubs_page_folders = 3", "must be a dictionary"),
        ('pubs_page_folders = {"paper": "../x"}', "is not a valid folder"),
        ('pubs_page_folders = {"papers": "x"}', "Did you mean “paper”"),
        ('pubs_page_folders = {"paper": "x", "year": "x"}', "cannot both be in the folder “x”"),
        ('pubs_page_folders = {"paper": "People"}', "the pages of “author” and “paper” cannot both"),
        ('pubs_feed = "a b"', "must be a file name"),
        ('pubs_page_filter = "year ="', "pubs_page_filter"),
    ],
)
def test_wrong_values(project: Project, conf: str, message: str) -> None:
    project.write({"index.rst": INDEX})
    with pytest.raises(ConfigError, match=message):
        project.build(conf=f"\n{conf}\n")


def test_hostile_data_stays_text(project: Project) -> None:
    bad = (
        "@book{<script>, title = {<script>alert(1)</script>pubs-skeleton-title},\n"
        ' author = {{"><img src=x>}},\n'
        " keywords = {<b>x, ../../etc}, year = 2024, url = {javascript:alert(1)}}\n"
    )
    project.write({"index.rst": "T\n=\n\n.. publications::\n", "papers.bib": bad})
    built = project.build(conf=ALL)
    for path in built.outdir.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "javascript:alert" not in text or 'href="javascript' not in text
    assert all(path.resolve().is_relative_to(built.outdir) for path in built.outdir.rglob("*"))


def test_the_fields_of_the_views_of_pages_are_documented() -> None:
    for view in (page_views.PaperPage, page_views.TermPage, page_views.DirectoryPage, page_views.Count):
        assert all(row.metadata.get("help") for row in fields(view))


def test_templates_can_be_overridden(project: Project) -> None:
    own = '{% extends "!pubs/page-paper.html" %}{% block abstract %}<p>Mine {{ entry.key }}</p>{% endblock %}'
    project.write({"index.rst": INDEX, "_templates/pubs/page-paper.html": own})
    built = project.build(conf=ALL + 'templates_path = ["_templates"]\n')
    assert "<p>Mine ko-2023</p>" in built.page("papers/ko-2023")
    project.write({"_templates/pubs/page-paper.html": "{{ nothing.at.all }}"})
    broken = project.build(conf=ALL + 'templates_path = ["_templates"]\n')
    assert "On Layers" in broken.page("papers/ko-2023")
    assert len([warning for warning in broken.warnings if "pubs.template" in warning]) == 1


@pytest.mark.parametrize(
    ("builder", "copy"), [("html", "papers/ko-2023.pdf"), ("dirhtml", "papers/ko-2023/ko-2023.pdf")]
)
def test_pdfs_are_beside_the_pages(project: Project, builder: str, copy: str) -> None:
    bib = PAPERS.replace("title = {On Layers}", "title = {On Layers}, pdf = {files/ko.pdf}")
    project.write({"index.rst": INDEX, "papers.bib": bib, "files/ko.pdf": b"%PDF-1.4"})
    built = project.build(builder, conf=ALL)
    assert built.warnings == []
    assert (built.outdir / copy).read_bytes() == b"%PDF-1.4"
    address = f"https://lab.example.org/{copy}"
    end = ".html" if builder == "html" else "/index.html"
    assert f'<meta name="citation_pdf_url" content="{address}" />' in built.page("papers/ko-2023", end)
    assert f'"contentUrl": "{address}"' in built.page("papers/ko-2023", end)
    for name in ("index.html", f"papers/ko-2023{end}", f"people/jongwoo-ko{end}"):
        buttons = BeautifulSoup(built.page(name, ""), "html.parser").select("a.pubs-pdf")
        assert address in {
            urljoin(f"https://lab.example.org/{name}", str(button["href"])) for button in buttons
        }
    assert not list(built.outdir.glob("_downloads/**/*.pdf"))
    project.write({"files/ko.pdf": b"%PDF-1.5 longer"})
    assert (project.build(builder, conf=ALL).outdir / copy).read_bytes() == b"%PDF-1.5 longer"
    same(project, builder)
    (built.outdir / copy).unlink()
    assert (project.build(builder, conf=ALL).outdir / copy).is_file()
    project.write({"papers.bib": PAPERS})
    assert not (project.build(builder, conf=ALL).outdir / copy).exists()
    same(project, builder)


def test_files_of_papers_without_pages_are_downloads(project: Project) -> None:
    title = "title = {On Layers}"
    bib = PAPERS.replace(title, f"{title}, pdf = {{files/ko.pdf}}, slides = {{files/slides.pdf}}")
    files = {"files/ko.pdf": b"%PDF-1.4", "files/slides.pdf": b"%PDF-1.4"}
    project.write({"index.rst": INDEX, "papers.bib": bib, **files})
    built = project.build(conf=ALL + 'pubs_page_filter = "key != ko-2023"\n')
    for name in ("ko", "slides"):
        href = re.search(rf'href="(_downloads/[^"]+/{name}\.pdf)"', built.page())
        assert href is not None
        assert (built.outdir / href[1]).is_file()
    whole = project.build(conf=ALL)
    slides = re.search(r'href="(\.\./_downloads/[^"]+/slides\.pdf)"', whole.page("papers/ko-2023"))
    assert slides is not None
    assert (whole.outdir / "papers" / slides[1]).resolve().is_file()
    one = project.build("singlehtml", conf=ALL)
    assert {path.name for path in one.outdir.glob("_downloads/*/*.pdf")} == {"ko.pdf", "slides.pdf"}


def test_a_pdf_that_cannot_be_copied_is_reported(project: Project) -> None:
    bib = PAPERS.replace("title = {On Layers}", "title = {On Layers}, pdf = {files/ko.pdf}")
    project.write({"index.rst": INDEX, "papers.bib": bib, "files/ko.pdf": b"%PDF-1.4"})
    (project.root / "html/papers/ko-2023.pdf/x").mkdir(parents=True)
    built = project.build(conf=ALL)
    assert len(built.warnings) == 1
    assert "“files/ko.pdf” of “ko-2023” cannot be copied: " in built.warnings[0]


def test_names_that_differ_in_signs_only_have_addresses_of_their_own(project: Project) -> None:
    bib = "@misc{a, title = {One}, keywords = {C, C++, C#}}\n"
    places = ("2008 Conference on Sets (CSL)", "2009 Symposium on Words (CSL)")
    for number, place in enumerate(places):
        bib += f"@inproceedings{{p{number}, title = {{P}}, booktitle = {{Proceedings of the {place}}}}}\n"
    built = project.write({"index.rst": INDEX.replace("ko-2023", "a"), "papers.bib": bib}).build(conf=ALL)
    assert built.warnings == []
    assert {path.name for path in (built.outdir / "keywords").glob("c*.html")} == {
        "c.html",
        "c-plus-plus.html",
        "c-sharp.html",
    }
    assert {path.name for path in (built.outdir / "venues").glob("*csl*.html")} == {
        "csl.html",
        "symposium-on-words-csl.html",
    }


def test_keys_that_differ_in_case_have_pages_of_their_own(project: Project) -> None:
    both = "@misc{Zed, title = {One}}\n@misc{zed, title = {Two}}\n"
    built = project.write({"index.rst": INDEX, "papers.bib": PAPERS + both}).build(conf=ALL)
    assert [warning for warning in built.warnings if "pubs.address" not in warning] == []
    assert [
        warning
        for warning in built.warnings
        if "The address “papers/zed” for “zed” is already taken" in warning
    ]
    assert "One" in built.page("papers/Zed")
    assert len(list(built.outdir.glob("papers/zed-????????.html"))) == 1


def test_titles_print_the_doi_of_papers_with_pages(project: Project) -> None:
    bib = PAPERS.replace("title = {On Layers}", "title = {On Layers}, doi = {10.1000/182}")
    built = project.write({"index.rst": INDEX, "papers.bib": bib}).build(conf=ALL)
    for name in ("index", "people/jongwoo-ko"):
        title = soup(built, name).select_one("#pub-ko-2023_title a")
        assert title is not None
        assert title["data-address"] == "https://doi.org/10.1000/182"
    without = soup(built, "index").select_one("#pub-old-note_title a")
    assert without is not None
    assert "data-address" not in without.attrs


@pytest.mark.parametrize(
    ("field", "label"), [("eid", "Article number"), ("pages", "Pages"), ("articleno", "Article number")]
)
def test_numbers_of_articles_are_not_pages(project: Project, field: str, label: str) -> None:
    bib = PAPERS.replace("title = {On Layers}", f"title = {{On Layers}}, {field} = {{e12}}")
    page = soup(project.write({"index.rst": INDEX, "papers.bib": bib}).build(conf=ALL), "papers/ko-2023")
    fact = page.select_one(".pubs-fact-pages")
    assert fact is not None
    assert fact.find_previous("dt").get_text() == label  # type: ignore[union-attr]


def test_editors_link_to_their_pages(project: Project) -> None:
    bib = PAPERS.replace("title = {On Layers}", "title = {On Layers}, editor = {Ada Example and Nobody}")
    built = project.write({"index.rst": INDEX, "papers.bib": bib}).build(conf=ALL)
    fact = soup(built, "papers/ko-2023").select_one(".pubs-fact-editors")
    assert fact is not None
    assert fact.get_text() == "Ada Example, Nobody"
    assert [a["href"] for a in fact.select("a")] == ["../people/ada-example.html"]
    project.write({"papers.bib": bib.replace("author = {Ada Example}", "author = {Eve Example}")})
    assert not soup(project.build(conf=ALL), "papers/ko-2023").select(".pubs-fact-editors a")
    same(project)


def test_facts_link_to_the_pages_of_the_venue_and_of_terms(project: Project) -> None:
    bib = PAPERS.replace(
        "title = {On Layers}",
        "title = {On Layers}, eventtitle = {Proceedings of EMNLP}, keywords = {layers, C++}, "
        "address = {Seoul}",
    )
    page = soup(project.write({"index.rst": INDEX, "papers.bib": bib}).build(conf=ALL), "papers/ko-2023")
    hrefs = {
        name: [a["href"] for a in page.select(f".pubs-fact-{name} a")]
        for name in ("container", "event", "keywords", "place")
    }
    assert hrefs == {
        "container": ["../venues/journal-of-layers.html"],
        "event": ["../venues/emnlp.html"],
        "keywords": ["../keywords/layers.html", "../keywords/c-plus-plus.html"],
        "place": [],
    }


def test_bars_of_a_person_link_to_the_years_on_their_page(site: Built) -> None:
    page = soup(site, "people/jongwoo-ko")
    hrefs = [str(a["href"]) for a in page.select(".pubs-chart a")]
    assert hrefs == ["#pubs-2022", "#pubs-2023", "#pubs-2024"]
    assert all(page.select_one(href) for href in hrefs)


def test_the_directory_of_papers_shows_authors_and_years(site: Built) -> None:
    found = [li.get_text() for li in soup(site, "papers/all").select(".pubs-terms li")]
    assert "Towards Easy Transfer Yang et al. (2024)" in found


def test_other_versions_have_no_letters(project: Project) -> None:
    more = PAPERS + (
        "@misc{pre, author = {Jongwoo Ko and Se-Young Yun}, title = {On Very Many Layers}, year = 2022}\n"
        "@misc{pub, author = {Jongwoo Ko and Se-Young Yun}, title = {On Very Many Layers}, year = 2023}\n"
        "@misc{oth, author = {Jongwoo Ko and Se-Young Yun}, title = {Other}, year = 2022}\n"
    )
    project.write({"papers.bib": more, "index.rst": "T\n=\n\n.. publications::\n\n:paper:`pre`\n"})
    assert "(2022)" in project.build(conf=ALL).page("papers/pub")
    project.write({"index.rst": "T\n=\n\n.. publications::\n\n:paper:`pre` :paper:`oth`\n"})
    page = project.build(conf=ALL).page("papers/pub")
    assert "(2022)" in page
    assert "(2022a)" not in page  # only citations have letters
    same(project)


def test_a_year_is_shown_once(site: Built) -> None:
    page = soup(site, "years/2023").select_one(".pubs-page")
    assert page is not None
    assert [heading.get_text() for heading in page.select("h1, h2")][:2] == ["2023", "Authors"]


def test_facets_without_terms_have_no_directory(project: Project) -> None:
    built = project.write({"index.rst": INDEX}).build(conf=ALL)
    assert not (built.outdir / "keywords").exists()
    assert (built.outdir / "years/all.html").is_file()


@pytest.mark.parametrize(
    ("address", "warned"),
    [("lab.example.org", True), ("/site/", True), ("", False), ("http://lab.example.org", False)],
)
def test_an_invalid_address_of_the_site(project: Project, address: str, warned: bool) -> None:
    built = project.write({"index.rst": INDEX}).build(
        conf=f"\npubs_pages = True\nhtml_baseurl = {address!r}\n"
    )
    assert len(built.warnings) == warned
    assert ("is not a full address" in "".join(built.warnings)) is warned


def test_private_fields_are_published_nowhere(project: Project) -> None:
    secret = (
        "title = {On Layers}, abstract = {Sesame one}, note = {Sesame two}, keywords = {sesame}, "
        "award = {Sesame four}, translator = {Sesame Five}, pdf = {https://e.org/sesame.pdf}, "
        "mood = {sesame}, isbn = {sesame}"
    )
    project.write({"index.rst": INDEX + "   :download: bibtex, csl-json, ris\n   :feed:\n   :filterable:\n"})
    project.write({"papers.bib": PAPERS.replace("title = {On Layers}", secret)})
    shown = project.build(conf=ALL + 'pubs_feed = "all.atom"\n')
    assert any(b"esame" in data for data in shown.tree().values())
    fields_ = ["Abstract", "note", "keywords", "award", "translator", "pdf", "mood", "isbn"]
    built = project.build(conf=ALL + f'pubs_feed = "all.atom"\npubs_private = {fields_}\n')
    assert built.warnings == []
    assert [name for name, data in built.tree().items() if b"esame" in data.lower()] == []
    assert "On Layers" in built.page("papers/ko-2023")


# Directories, and which papers have pages


def test_a_directory(project: Project) -> None:
    people = "P\n=\n\n.. publications-pages:: author\n"
    project.write({"index.rst": f"{INDEX}\n.. toctree::\n\n   people\n", "people.rst": people})
    built = project.build(conf=ALL)
    assert built.warnings == []
    page = soup(built, "people")
    found = {li.get_text(strip=True): li.a["href"] for li in page.select(".pubs-terms li")}  # type: ignore[index]
    assert found == {
        "Ada Example(1)": "people/ada-example.html",
        "Jongwoo Ko(2)": "people/jongwoo-ko.html",
        "Yongjin Yang(1)": "people/yongjin-yang.html",
        "Se-Young Yun(1)": "people/se-young-yun.html",
    }
    parents = {a["href"] for a in soup(built, "people/jongwoo-ko").select(".related a")}
    assert "../people.html" in parents
    project.write({"papers.bib": PAPERS.replace("Ada Example", "Eve Example")})
    again = project.build(conf=ALL)
    assert again.read == ["people"] or "people" in again.read
    assert "Eve Example" in again.page("people")
    same(project)


@pytest.mark.parametrize("kind", ["author", "venue", "year", "keyword"])
@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_directories_in_every_builder(project: Project, kind: str, builder: str) -> None:
    project.write({"index.rst": f"T\n=\n\n.. publications-pages:: {kind}\n", "papers.bib": MORE})
    built = project.build(builder, conf="" if builder == "html" else ALL)
    assert built.warnings == []


def test_a_directory_of_an_unknown_kind(project: Project) -> None:
    project.write({"index.rst": "T\n=\n\n.. publications-pages:: people\n"})
    (warning,) = project.build(conf=ALL).warnings
    assert "index.rst:4: ERROR: publications-pages: unknown kind of page “people”" in warning


def test_pages_of_some_papers(project: Project) -> None:
    project.write({"index.rst": INDEX})
    built = project.build(conf=ALL + 'pubs_page_filter = "year = 2023"\n')
    assert built.warnings == []
    found = {
        path for path in built.tree() if path.startswith(("papers/", "people/")) and path.endswith(".html")
    }
    assert found == {"papers/ko-2023.html", "papers/all.html", "people/jongwoo-ko.html", "people/all.html"}
    assert soup(built, "index").select_one(".pubs-title a")["href"] == "https://doi.org/10.1234/emnlp.1"  # type: ignore[index]


# Bars, photos, references


MIN_PARALLEL = PAPERS + "".join(
    f"@misc{{m{year}, author = {{Jongwoo Ko and {'ABCDEFGHIJKL'[year % 12]}va Other}},"
    f" title = {{M{year}}}, year = {year}}}\n"
    for year in range(2001, 2013)
)


def test_pages_with_many_papers_have_a_bar(project: Project) -> None:
    project.write({"index.rst": INDEX, "papers.bib": MIN_PARALLEL})
    built = project.build(conf=ALL)
    assert built.warnings == []
    page = soup(built, "people/jongwoo-ko")
    bar = page.select_one("form.pubs-filter")
    assert bar is not None
    data = page.select_one("script.pubs-index")
    assert data is not None
    keys = [str(entry["data-key"]) for entry in page.select('.pubs-list[data-list="pubs"] .pubs-entry')]
    assert json.loads(data.get_text())["keys"] == keys
    assert len(keys) == 14
    assert [str(menu["data-facet"]) for menu in bar.select("[data-facet]")] == [
        "year",
        "type",
        "venue",
        "author",
    ]
    assert built.page("people/jongwoo-ko").count("_static/pubs.js?v=") == 1
    assert built.page("people/all").count("_static/pubs.js?v=") == 1
    assert soup(built, "years/2024").select_one("form.pubs-filter") is None
    same(project)


def test_related_works_on_a_page(project: Project) -> None:
    bib = (
        "@phdthesis{t, author = {A B}, title = {T}, school = {S}, year = 2020, langid = {german}}\n"
        "@dataset{d, author = {A B}, title = {D}, version = {1.2}, year = 2020,\n"
        "doi = {10.1000/a, 10.1000/b}}\n"
    )
    project.write({"index.rst": "T\n=\n", "papers.bib": bib})
    built = project.build(conf=ALL)
    assert built.warnings == []
    page, data = soup(built, "papers/t"), soup(built, "papers/d")
    assert [
        element.get_text().strip() for element in page.select("dd.pubs-fact-type, dd.pubs-fact-language")
    ] == [
        "PhD thesis",
        "German",
    ]
    assert [
        element.get_text().strip() for element in data.select("dd.pubs-fact-type, dd.pubs-fact-version")
    ] == [
        "Datasets",
        "1.2",
    ]
    assert "citation_pdf_url" not in built.page("papers/t")
    assert 'name="citation_doi" content="10.1000/a"' in built.page("papers/d")


def test_one_paper_is_counted_in_the_singular(site: Built) -> None:
    totals = [
        soup(site, page).select_one(".pubs-total") for page in ("people/ada-example", "people/jongwoo-ko")
    ]
    assert [total.get_text().split(" · ")[0] for total in totals if total] == ["1 paper", "4 papers"]


def test_how_to_cite(project: Project) -> None:
    project.write({"index.rst": INDEX, "mine.csl": CSL})
    built = project.build(conf=ALL + 'pubs_page_styles = ["mine.csl"]\n')
    assert built.warnings == []
    references = [p.get_text() for p in soup(built, "papers/old-note").select(".pubs-reference-text")]
    assert references[1:] == ["Informal: An Old Note (Example, n.d.)", "mine: Mine: An old note"]
    project.write({"papers.bib": PAPERS.replace("An Old Note", "A New Note")})
    project.build(conf=ALL + 'pubs_page_styles = ["mine.csl"]\n')
    assert "Mine: A new note" in project.builds[-1].page("papers/old-note")


def test_invalid_styles(project: Project) -> None:
    with pytest.raises(ConfigError, match=r"pubs_page_styles = \['no\.csl'\]"):
        project.build(conf=ALL + 'pubs_page_styles = ["no.csl"]\n')


CSL = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Mine</title><id>mine</id><updated>2020-01-01T00:00:00Z</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><text variable="title" prefix="Mine: "/></layout></bibliography>
</style>
"""


# The sitemap


@pytest.mark.parametrize("text", [b"\xff\xfe<urlset></urlset>", b"no map"])
def test_sitemaps_that_cannot_be_read_are_kept(project: Project, text: bytes) -> None:
    project.write({"index.rst": INDEX, "sitemap.xml": text})
    built = project.build(conf=ALL + 'html_extra_path = ["sitemap.xml"]\n')
    assert built.warnings == []
    assert built.tree()["sitemap.xml"] == text


#: An extension that writes a sitemap with every page that Sphinx writes.
SITEMAP = """
from xml.etree import ElementTree
def setup(app):
    pages = []
    def write(app, error):
        root = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
        for page in pages:
            place = ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc")
            place.text = "https://lab.example.org/en/" + app.builder.get_target_uri(page)
        ElementTree.ElementTree(root).write(app.outdir / "sitemap.xml", "utf-8", xml_declaration=True)
    app.connect("html-page-context", lambda app, page, *rest: pages.append(page))
    app.connect("build-finished", write)
"""


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_pages_are_in_the_sitemap(project: Project, builder: str) -> None:
    bib = PAPERS.replace("title = {On Layers}", "title = {On Layers}, pdf = {files/ko & co.pdf}")
    project.write(
        {"index.rst": INDEX, "papers.bib": bib, "files/ko & co.pdf": b"%PDF-1.4", "mapped.py": SITEMAP}
    )
    conf = ALL + "import sys\nsys.path.insert(0, str(__import__('pathlib').Path(__file__).parent))\n"
    built = project.build(builder, conf=conf + 'extensions.append("mapped")\n')
    assert built.warnings == []
    root = ElementTree.parse(built.outdir / "sitemap.xml").getroot()
    places = [str(place.text) for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(places) == len(set(places))
    assert not any("skeleton" in place for place in places)
    end = ".html" if builder == "html" else "/"
    assert f"https://lab.example.org/en/papers/ko-2023{end}" in places
    assert f"https://lab.example.org/en/people/jongwoo-ko{end}" in places
    pdf = "ko-2023.pdf" if builder == "html" else "ko-2023/ko-2023.pdf"
    assert [place for place in places if place.endswith(".pdf")] == [
        f"https://lab.example.org/en/papers/{pdf}"
    ]
    for place in places:
        path = built.outdir / unquote(place.removeprefix("https://lab.example.org/en/"))
        assert path.exists(), place


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        (
            "<urlset></urlset>",
            "https://x.org",
            "<urlset><url><loc>https://x.org/a?b&amp;c</loc></url>\n</urlset>",
        ),
        ("<urlset></urlset>", "", "<urlset></urlset>"),
        (
            "<urlset><url><loc>https://x.org/en/lab/people/pubs-skeleton-page/</loc></url></urlset>",
            "https://x.org/",
            "<urlset><url><loc>https://x.org/en/a?b&amp;c</loc></url>\n</urlset>",
        ),
        ("<urlset><url><loc>https://x.org/a?b&amp;c</loc></url></urlset>", "https://x.org/", None),
    ],
)
def test_sitemaps(text: str, base: str, expected: str | None) -> None:
    assert add_addresses(text, ["a?b&c"], base, ["people", "lab/people"]) == (expected or text)
