"""The entries of a list as files: links, contents, rebuilding, and builders without files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from sphinxext_pubs.project.ledger import read_ledger
from sphinxext_pubs.project.ledger_record import FileKind
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.render.exports import written_formats
from tests.conftest import PAPERS, Built, Project

EXPORTS = written_formats(Registry().formats)

Page = Callable[..., Built]

BASE = '\nhtml_baseurl = "https://lab.example.org"\n'
FOLDER = "_downloads/publications"


def index(options: str) -> str:
    return f"T\n=\n\n.. publications::\n   :year: 2023-\n{options}"


def links(built: Built, page: str = "index") -> list[tuple[str, str]]:
    row = re.search(r'<p class="pubs-downloads">(.*?)</p>', built.page(page))
    return re.findall(r'href="([^"]*)"[^>]*>([^<]*)<', row[1]) if row else []


def test_downloads(page: Page) -> None:
    built = page(index("   :download: bibtex, csl-json, ris\n"))
    assert built.warnings == []
    assert links(built) == [
        (f"{FOLDER}/index/index.bib", "BibTeX"),
        (f"{FOLDER}/index/index.csl.json", "CSL-JSON"),
        (f"{FOLDER}/index/index.ris", "RIS"),
    ]
    items = json.loads(built.page(f"{FOLDER}/index/index", ".csl.json"))
    assert [item["id"] for item in items] == ["yang-2024", "ko-2023"]
    assert "old-note" not in built.page(f"{FOLDER}/index/index", ".bib")


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_every_format_and_builder(project: Project, builder: str, name: str) -> None:
    project.write({"index.rst": index(f"   :download: {name}\n")})
    built = project.build(builder)
    assert built.warnings == []
    ((href, _),) = links(built)
    assert (built.outdir / href).is_file()


def test_only_bibtex_repeats_the_fields_of_the_source(page: Page) -> None:
    built = page(index("   :download: bibtex, csl-json, json\n"))
    for item in json.loads(built.page(f"{FOLDER}/index/index", ".csl.json")):
        assert "source" not in item.get("custom", {})
    assert "booktitle" not in built.page(f"{FOLDER}/index/index", ".json")
    assert "journal = {Journal of Layers}" in built.page(f"{FOLDER}/index/index", ".bib")


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "gettext", "man", "json"])
def test_other_builders_have_none(project: Project, builder: str) -> None:
    project.write({"index.rst": index("   :download:\n")})
    built = project.build(builder)
    assert built.warnings == []
    assert not any("publications" in path for path in built.tree())


def test_a_feed(project: Project) -> None:
    news = index("   :feed:\n").replace("T\n=", "News\n====")
    project.write({"a/b.rst": news, "index.rst": "I\n=\n\n.. toctree::\n\n   a/b\n"})
    built = project.build(conf=BASE)
    assert built.warnings == []
    assert links(built, "a/b") == [(f"../{FOLDER}/a/b/b.atom", "Atom")]
    feed = built.page(f"{FOLDER}/a/b/b", ".atom")
    assert "<title>News</title>" in feed
    assert "<id>https://lab.example.org/a/b.html#pub-yang-2024</id>" in feed
    assert f"<id>https://lab.example.org/{FOLDER}/a/b/b.atom</id>" in feed


def test_a_feed_needs_the_address_of_the_site(page: Page) -> None:
    built = page(index("   :feed:\n"))
    assert (built.warnings, links(built)) == ([], [])


def test_several_lists(page: Page) -> None:
    named = "\n.. publications::\n   :download:\n   :name: All of it\n\n"
    built = page(index("   :download:\n") + named + index("   :download:\n")[5:])
    names = re.findall(rf'href="{FOLDER}/([^"]*)"', built.page())
    assert names == ["index/index.bib", "index/all-of-it.bib", "index/index-3.bib"]


def test_the_files_of_lists_have_unique_names(project: Project) -> None:
    three = ("", "   :name: list-2\n", "", "   :name: list\n")
    lists = "".join(
        f".. publications::\n   :download:\n   :key: {key}\n{name}\n"
        for key, name in zip(("ko-2023", "ko-2023", "old-note", "ko-2023"), three, strict=True)
    )
    project.write(
        {
            "list.rst": f"T\n=\n\n{lists}",
            "list/list.rst": index("   :download:\n"),
            "list-2.rst": index("   :download:\n"),
            "index.rst": "T\n=\n\n.. toctree::\n\n   list\n   list/list\n   list-2\n",
        }
    )
    built = project.build()
    assert built.warnings == []
    names = [
        name
        for page in ("list", "list/list", "list-2")
        for name in re.findall(rf'href="[./]*{FOLDER}/([^"]*)"', built.page(page))
    ]
    files = {
        path.relative_to(built.outdir / FOLDER).as_posix() for path in (built.outdir / FOLDER).rglob("*.bib")
    }
    assert len(names) == 6
    assert files == set(names)


def test_split_lists(page: Page) -> None:
    built = page("T\n=\n\n.. publications::\n   :download:\n   :per-page: 1\n")
    assert built.warnings == []
    assert built.page(f"{FOLDER}/index/index", ".bib").count("@") == 3


def test_files_follow_the_data(project: Project) -> None:
    project.write({"index.rst": index("   :download:\n")})
    project.build()
    project.write({"papers.bib": PAPERS.replace("On Layers", "On Other Layers")})
    built = project.build()
    assert "On Other Layers" in built.page(f"{FOLDER}/index/index", ".bib")
    before = (built.outdir / FOLDER / "index/index.bib").stat().st_mtime_ns
    project.build()
    assert (built.outdir / FOLDER / "index/index.bib").stat().st_mtime_ns == before
    project.write({"index.rst": index("")})
    project.build()
    assert not (built.outdir / FOLDER).exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [("   :download: bibtx\n", "Did you mean “bibtex”"), ("   :feed: yes\n", "takes no value")],
)
def test_wrong_options(page: Page, options: str, message: str) -> None:
    (warning,) = page(index(options)).warnings
    assert message in warning


@pytest.mark.parametrize(
    "field",
    [
        "file = {/home/me/x.pdf}, owner = {me}",
        "pdf = {/home/me/SEC\\_RET.pdf}",
        "pdf = {{/home/me/x.pdf}}",
        "url = {\\url{file:///home/me/x.pdf}}",
        "code = {\\href{file:///home/me/x}{Code}}",
        "pdf = {C:/home/me/x.pdf}",
    ],
)
def test_private_fields_are_not_in_files(project: Project, field: str) -> None:
    private = f"title = {{On Layers}}, {field}"
    formats = ", ".join(EXPORTS)
    project.write({"index.rst": index(f"   :download: {formats}\n")})
    project.write({"papers.bib": PAPERS.replace("title = {On Layers}", private)})
    built = project.build(conf="\npubs_pages = True\n")
    files = [path for path in (built.outdir / FOLDER).rglob("*") if path.is_file()]
    assert len(files) == len(EXPORTS)
    written = [*files, built.outdir / "index.html", built.outdir / "papers/ko-2023.html"]
    assert [path.name for path in written if "home/me" in path.read_text("utf-8")] == []


@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_files_of_others_are_kept(project: Project, builder: str) -> None:
    more = {f"extra/{FOLDER}/mine.bib": "mine", "index.rst": index("   :download:\n")}
    project.write(more)
    conf = 'html_extra_path = ["extra"]\n'
    for text in (index("   :download:\n"), index("   :download: ris\n"), index("")):
        project.write({"index.rst": text})
        built = project.build(builder, conf=conf)
        assert built.page(f"{FOLDER}/mine", ".bib") == "mine"
    assert {path for path in built.tree() if "publications/" in path} == {f"{FOLDER}/mine.bib"}
    assert read_ledger(built.outdir, str).old_files(FileKind.DOWNLOADS) == {}
