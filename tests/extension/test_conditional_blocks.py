"""Blocks that not every builder builds: their citations and lists count only where they are built."""

from __future__ import annotations

import io
import posixpath
import re

import pytest
from sphinx.util.inventory import InventoryFile

from tests.conftest import PAPERS, Built, Project
from tests.extension.test_incremental import clean, same_output

CONF = """
extensions += ["sphinx.ext.ifconfig", "sphinx.ext.todo"]
latex_documents = [("index", "t.tex", "T", "A", "howto")]
texinfo_documents = [("index", "t", "T", "A", "t", "t", "M")]
man_pages = [("index", "t", "T", "A", 1)]
def setup(app):
    app.add_config_value("edition", "short", "env")
"""
MORE = r"""
@article{lee-2024-a, author = {Lee, Ada}, title = {First}, journal = {J}, year = 2024}
@article{lee-2024-b, author = {Lee, Ada}, title = {Second}, journal = {J}, year = 2024}
@article{kim-2020, author = {Kim, Bo}, title = {Third}, journal = {J}, year = 2020}
"""
#: Blocks that no builder of HTML builds, in reStructuredText.
BLOCKS = {
    "only": ".. only:: latex\n\n",
    "nested only": ".. only:: html or latex\n\n   .. only:: latex\n\n",
    "only in a block": ".. note::\n\n   .. only:: latex\n\n",
    "an expression": ".. only:: (latex or text) and not html\n\n",
    "ifconfig": ".. ifconfig:: builder != 'html'\n\n",
    "ifconfig with an error": ".. ifconfig:: unknown_value\n\n",
    "ifconfig in only": ".. only:: html\n\n   .. ifconfig:: edition == 'long'\n\n",
    "todo": ".. todo::\n\n",
}
#: Blocks that every builder builds.
BUILT = {
    "only": ".. only:: html or latex\n\n",
    "only with an error": ".. only:: html and (\n\n",
    "ifconfig": ".. ifconfig:: edition == 'short'\n\n",
}
REFERENCES = ".. publications::\n   :cited: project\n   :layout: reference\n   :style: numeric\n"


def inside(block: str, content: str) -> str:
    """Return content in a block."""
    last = block.rstrip("\n").rpartition("\n")[2]
    indent = " " * (len(last) - len(last.lstrip()) + 3)
    return block + "".join(f"{indent}{line}\n" if line else "\n" for line in content.splitlines())


def site(project: Project, **pages: str) -> Project:
    project.conf += CONF
    names = "".join(f"   {name}\n" for name in pages)
    index = pages.pop("index", f"Home\n====\n\n.. toctree::\n\n{names}")
    files = {f"{name}.rst": text for name, text in pages.items()}
    return project.write({"papers.bib": PAPERS + MORE, "index.rst": index, **files})


def ids(built: Built) -> set[str]:
    """Return the ids of all pages as page and id."""
    found = set()
    for path in built.outdir.rglob("*.html"):
        page = path.relative_to(built.outdir).as_posix()
        found |= {f"{page}#{name}" for name in re.findall(r'\bid="([^"]+)"', path.read_text("utf-8"))}
    return found


def broken_links(built: Built) -> list[str]:
    """Return the links within the site to ids that are not there."""
    known, broken = ids(built), []
    for path in built.outdir.rglob("*.html"):
        page = path.relative_to(built.outdir).as_posix()
        for link in re.findall(r'href="([^":]*#[^"]+)"', path.read_text("utf-8")):
            target, _, name = link.partition("#")
            if name and f"{target or page}#{name}" not in known:
                broken.append(f"{page}: {link}")
    return broken


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_a_citation_in_a_block_that_is_not_built_does_not_count(project: Project, block: str) -> None:
    hidden = inside(block, ":paper:p:`lee-2024-b` and :paper:foot:`kim-2020`.\n")
    cites = f"Cites\n=====\n\n{hidden}\n\nSee :paper:t:`lee-2024-a` and :paper:foot:`ko-2023`.\n"
    built = site(project, cites=cites, refs=f"References\n==========\n\n{REFERENCES}").build()
    assert broken_links(built) == []
    assert "Second" not in built.page("refs")
    assert "2024a" not in built.body("cites")
    assert "Third" not in built.page("cites")
    assert "Second" not in built.page("cites"), "no preview"
    assert '<span class="fn-bracket">[</span>1<span' in built.body("cites")
    assert '<span class="fn-bracket">[</span>2<span' not in built.body("cites")


@pytest.mark.parametrize("block", BUILT.values(), ids=BUILT.keys())
def test_a_citation_in_a_block_that_is_built_counts(project: Project, block: str) -> None:
    shown = inside(block, ":paper:p:`lee-2024-b` and :paper:foot:`kim-2020`.\n")
    built = site(project, a=f"A\n=\n\n{shown}", refs=f"References\n==========\n\n{REFERENCES}").build()
    assert broken_links(built) == []
    assert re.findall(r'id="pub-([a-z0-9-]+)"', built.page("refs")) == ["lee-2024-b", "kim-2020"]
    assert "Third" in built.body("a")


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_citations_do_not_link_to_a_list_in_a_block_that_is_not_built(project: Project, block: str) -> None:
    hidden = inside(block, ".. publications::\n   :year: 2023\n")
    a = f"A\n=\n\n{hidden}\n\nSee :paper:t:`ko-2023`.\n"
    built = site(project, a=a, b="B\n=\n\n.. publications::\n").build()
    assert broken_links(built) == []
    assert 'href="b.html#pub-ko-2023"' in built.body("a")
    assert 'id="pub-ko-2023"' not in built.page("a")


EVERYTHING = {
    "index": (
        "Home\n====\n\n.. toctree::\n\n   a\n   b\n   c\n\n.. only:: html\n\n   .. toctree::\n\n      d\n"
    ),
    "a": (
        "A\n=\n\nAlways :paper:t:`lee-2024-a`, :paper:p:`ko-2023` and :paper:foot:`old-note`.\n\n"
        ".. only:: html\n\n   HTML :paper:t:`lee-2024-b` and :paper:foot:`kim-2020`.\n\n"
        ".. only:: latex\n\n   LaTeX :paper:t:`yang-2024` and :paper:foot:`ko-2023`.\n\n"
        ".. ifconfig:: builder in ('text', 'latex')\n\n   Both :paper:foot:`kim-2020`, :paper:p:`kim-2020`.\n"
        "\n"
        ".. todo:: :paper:t:`yang-2024`\n\nLast :paper:foot:`ko-2023` and [#]_.\n\n.. [#] A note.\n"
    ),
    "b": (
        "B :paper:t:`lee-2024-a`\n=======================\n\n"
        ".. only:: latex\n\n   .. publications::\n      :year: 2024\n\n"
        ".. only:: not latex\n\n   .. publications::\n      :year: 2020, 2023\n\n" + REFERENCES
    ),
    "c": (
        "C\n=\n\n.. publications::\n   :cited:\n   :group-by: year\n\n"
        ".. only:: html\n\n   :paper:p:`ko-2023`\n\n.. only:: not html\n\n   :paper:p:`kim-2020`\n\n"
        ":paper:p:`lee-2024-b`\n"
    ),
    "d": "D\n=\n\nOnly in HTML and text: :paper:t:`yang-2024`.\n",
}


@pytest.mark.parametrize(
    "order",
    [
        ("html", "latex"),
        ("latex", "html"),
        ("html", "text"),
        ("text", "singlehtml"),
        ("latex", "singlehtml"),
        ("html", "texinfo"),
        ("html", "man"),
        ("latex", "epub"),
    ],
    ids="-".join,
)
@pytest.mark.parametrize("jobs", [1, 4])
def test_builders_over_one_folder_of_doctrees_equal_clean_builds(
    project: Project, order: tuple[str, str], jobs: int
) -> None:
    site(project, **EVERYTHING)
    for builder in (*order, order[0]):
        builds = project.build(builder, jobs=jobs), clean(project, builder)
        for built in builds:  # these contain the time
            (built.outdir / "Test.epub").unlink(missing_ok=True)
            (built.outdir / "content.opf").unlink(missing_ok=True)
        same_output(*builds)


EDITS = {
    "another condition": {"a.rst": EVERYTHING["a"].replace("only:: html", "only:: text")},
    "a block made unconditional": {"a.rst": EVERYTHING["a"].replace(".. only:: latex", ".. note::")},
    "a block removed": {"a.rst": EVERYTHING["a"].partition(".. only")[0]},
    "a list moved into a block": {"b.rst": EVERYTHING["b"].replace("not latex", "text")},
    "a paper": {"papers.bib": (PAPERS + MORE).replace("Second", "Changed")},
}


@pytest.mark.parametrize("jobs", [1, 4])
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_of_a_condition_equals_a_clean_build(
    project: Project, edit: dict[str, str], jobs: int
) -> None:
    site(project, **EVERYTHING)
    project.build("html", jobs=jobs)
    project.build("latex", jobs=jobs)
    project.write(edit)
    same_output(project.build("latex", jobs=jobs), clean(project, "latex"))
    same_output(project.build("html", jobs=jobs), clean(project, "html"))


CONFS = {
    "a tag": "tags.add('latex')\n",
    "todos": "todo_include_todos = True\n",
    "a value of ifconfig": "edition = 'long'\n",
}


@pytest.mark.parametrize("conf", CONFS.values(), ids=CONFS.keys())
@pytest.mark.parametrize("builder", ["html", "text"])
def test_other_tags_and_values_equal_a_clean_build(project: Project, conf: str, builder: str) -> None:
    site(project, **EVERYTHING, e="E\n=\n\n.. ifconfig:: edition == 'long'\n\n   :paper:t:`old-note`\n")
    project.build(builder)
    changed = project.build(builder, conf=conf)
    (changed.outdir / ".buildinfo.bak").unlink(missing_ok=True)
    same_output(changed, project.build(builder, conf=conf, out="clean", doctrees="clean-doctrees"))


def duplicate_ids(built: Built, name: str) -> set[str]:
    found = re.findall(r'\bid="([^"]+)"', built.page(name))
    return {identifier for identifier in found if found.count(identifier) > 1}


@pytest.mark.parametrize("include", [True, False])
def test_the_list_of_todos_shows_their_citations_and_lists_without_ids(
    project: Project, include: bool
) -> None:
    todo = inside(
        ".. todo:: ",
        "Check :paper:p:`lee-2024-b`, :paper:foot:`ko-2023`.\n\n.. publications::\n   :year: 2023\n",
    ).replace(".. todo::    ", ".. todo:: ")
    a = f"A\n=\n\n:paper:p:`kim-2020`\n\n{todo}\n\n.. todolist::\n"
    b = "B\n=\n\n.. todolist::\n\nSee :paper:t:`old-note`.\n"
    site(project, a=a, b=b, refs=f"R\n=\n\n{REFERENCES}").conf += f"todo_include_todos = {include}\n"
    built = project.build()
    assert broken_links(built) == []
    assert (duplicate_ids(built, "a"), duplicate_ids(built, "b")) == (set(), set())
    assert ("Second" in built.page("refs")) is include
    assert ('href="refs.html#pub-lee-2024-b"' in built.page("b")) is include
    assert ("On Layers" in built.body("b")) is include
    tex = project.build("latex").page("t", ".tex")
    labels = re.findall(r"\\label{\\detokenize{([^}]+)}}", tex)
    assert len(labels) == len(set(labels))
    assert ("Check" in tex) is include


def test_markdown_has_conditional_blocks_as_well(project: Project) -> None:
    project.conf += 'extensions += ["myst_parser"]\n'
    a = (
        "# A\n\n````{only} latex\n```{only} not html\n"
        "{paper:t}`lee-2024-b` and {paper:foot}`kim-2020`.\n```\n\n"
        "{paper:foot}`old-note`\n````\n\n```{ifconfig} builder == 'latex'\n{paper:p}`yang-2024`\n"
        "```\n\n```{todo}\n{paper:p}`yang-2024`\n```\n\n"
        "See {paper:t}`lee-2024-a`, {paper:foot}`ko-2023`[^x] and[^own].\n"
        "\n[^x]: A note {paper:p}`ko-2023`.\n[^own]: Another.\n\n"
        "```{only} latex\n:::{publications}\n:year: 2023\n:::\n```\n"
    )
    site(project, a="", refs=f"R\n=\n\n{REFERENCES}").write({"a.rst": None, "a.md": a})
    for builder in ("html", "latex"):
        same_output(project.build(builder), clean(project, builder))
    built = project.builds[0]
    assert broken_links(built) == []
    assert re.findall(r'id="pub-([a-z0-9-]+)"', built.page("refs")) == ["lee-2024-a", "ko-2023"]
    numbers = re.findall(r'<span class="fn-bracket">\[</span>(\d)', built.body("a"))
    assert set(numbers) == {"1", "2", "3"}


def test_papers_of_blocks_that_are_not_built_are_not_reported(project: Project) -> None:
    first = ".. publications::\n   :layout: reference\n   :style: numeric\n   :key: lee-2024-a\n"
    hidden = inside(BLOCKS["only"], f":paper:p:`yang-2024`\n\n{first}")
    again = ".. publications::\n   :layout: reference\n   :style: numeric\n   :year: 2024\n"
    site(project, a=f"A\n=\n\n{hidden}\n\n{again}\n\n:paper:p:`lee-2024-b` :paper:p:`lee-2024-a`\n")
    assert project.build("html").warnings == []
    latex = project.build("latex", doctrees="others").warnings
    assert any("has the labels" in line for line in latex)


def test_objects_feeds_pages_and_files_are_those_of_lists_that_are_built(project: Project) -> None:
    project.conf += 'html_baseurl = "https://example.org/"\npubs_feed = "feed.atom"\n'
    pages = 'pubs_pages = ["paper", "author"]\n'
    hidden = inside(
        BLOCKS["only"], ".. publications::\n   :year: 2023\n   :download: bibtex\n   :per-page: 1\n"
    )
    cites = inside(BLOCKS["ifconfig"], ":paper:p:`ko-2023`\n")
    directory = inside(BLOCKS["only"], ".. publications-pages:: author\n")
    lists = ".. publications::\n   :year: 2024\n   :download: bibtex\n"
    site(project, a=f"A\n=\n\n{hidden}\n\n{lists}\n\n{cites}\n\n{directory}\n")
    for builder in ("latex", "html", "html"):
        same_output(
            project.build(builder, conf=pages),
            project.build(
                builder, conf=pages, out=f"c{len(project.builds)}", doctrees=f"d{len(project.builds)}"
            ),
        )
    built = project.builds[-1]
    assert broken_links(built) == []
    assert "Cited in" not in built.page("papers/ko-2023")
    assert [path.name for path in built.outdir.rglob("_downloads/publications/**/*.bib")] == ["a-2.bib"]
    plain = project.build("html", out="plain", doctrees="plain-doctrees")
    objects = InventoryFile.load(io.BytesIO((plain.outdir / "objects.inv").read_bytes()), "", posixpath.join)
    assert sorted(objects["paper:paper"])[:1] == ["10.1234/emnlp.1"]
    assert "ko-2023" not in objects["paper:paper"]


def test_a_split_list_in_a_block_that_is_not_built_has_no_pages(project: Project) -> None:
    split = inside(BLOCKS["ifconfig"], ".. publications::\n   :per-page: 1\n")
    shown = ".. publications::\n   :per-page: 2\n   :group-by: none\n"
    site(project, a=f"A\n=\n\n{split}\n\n{shown}\n\n:paper:p:`ko-2023`\n")
    built = project.build()
    assert broken_links(built) == []
    same_output(built, clean(project))
    assert sorted(path.name for path in built.outdir.glob("a*.html")) == ["a-2.html", "a-3.html", "a.html"]


MIGRATED = """
extensions += ["sphinxext_pubs.bibtex"]
bibtex_bibfiles = ["papers.bib"]
"""


def test_bibliographies_and_their_footnotes_are_conditional_as_well(project: Project) -> None:
    project.conf += MIGRATED
    hidden = inside(
        BLOCKS["only"],
        ":cite:p:`kim-2020` :footcite:p:`lee-2024-a`\n\n.. bibliography::\n   :list: enumerated\n   :all:\n",
    )
    a = (
        f"A\n=\n\n{hidden}\n\nSee :cite:p:`ko-2023` and :footcite:p:`lee-2024-b`.\n\n"
        ".. footbibliography::\n\n"
        ".. bibliography::\n   :list: enumerated\n   :enumerated: start=continue\n"
    )
    site(project, a=a)
    for builder in ("html", "latex", "html"):
        same_output(project.build(builder), clean(project, builder))
    built = project.builds[0]
    assert broken_links(built) == []
    assert "Third" not in built.page("a")
    assert "First" not in built.page("a")
    assert "Second" in built.page("a")


NOTES = {
    "a name": ("[#x]_", "[#x]"),
    "no name": ("[#]_", "[#]"),
    "a number": ("[7]_", "[7]"),
    "a symbol": ("[*]_", "[*]"),
}


@pytest.mark.parametrize(("mark", "note"), NOTES.values(), ids=NOTES.keys())
def test_latex_only_builds_footnotes_whose_marks_are_built(project: Project, mark: str, note: str) -> None:
    a = (
        f"A\n=\n\n:paper:p:`ko-2023`\n\n.. only:: html\n\n   Mark {mark}.\n\n"
        f".. {note} See :paper:p:`lee-2024-a`.\n"
    )
    site(project, a=a, refs=f"R\n=\n\n{REFERENCES}")
    for builder in ("html", "latex"):
        same_output(project.build(builder), clean(project, builder))
    assert "First" in project.builds[0].page("refs")
    tex = project.builds[2].page("t", ".tex")
    assert "First" not in tex
    assert "On Layers" in tex


def test_content_that_sphinx_never_writes_does_not_count(project: Project) -> None:
    a = (
        ":author: :paper:p:`yang-2024`\n\nA\n=\n\n.. |x| replace:: :paper:p:`lee-2024-a`\n\n"
        ".. header:: :paper:p:`kim-2020`\n\n.. footer:: :paper:p:`old-note`\n\n:paper:p:`ko-2023`\n"
    )
    built = site(project, a=a, refs=f"R\n=\n\n{REFERENCES}").build()
    assert re.findall(r'id="pub-([a-z0-9-]+)"', built.page("refs")) == ["ko-2023"]
    assert built.warnings == []


def test_documents_that_are_excluded_from_an_epub_do_not_count(project: Project) -> None:
    project.conf += 'epub_exclude_files = ["a.xhtml"]\n'
    site(project, a="A\n=\n\n:paper:p:`ko-2023`\n", b=f"B\n=\n\n:paper:p:`lee-2024-a`\n\n{REFERENCES}")
    assert "On Layers" not in project.build("epub").page("b", ".xhtml")
    assert "On Layers" in project.build("html").page("b")


@pytest.mark.parametrize(
    "options", ["", "   :group-by: none\n", "   :layout: reference\n   :style: numeric\n"]
)
def test_lists_of_sections_contain_what_is_cited_in_blocks_that_are_built(
    project: Project, options: str
) -> None:
    hidden = inside(BLOCKS["only"], ":paper:p:`ko-2023`\n")
    section = (
        f"Part\n----\n\n{hidden}\n\n:paper:p:`lee-2024-a`\n\n.. publications::\n   :cited: section\n{options}"
    )
    site(project, a=f"A\n=\n\n:paper:p:`kim-2020`\n\n{section}")
    for builder in ("html", "latex", "html"):
        same_output(project.build(builder), clean(project, builder))
    built = project.builds[0]
    assert broken_links(built) == []
    assert re.findall(r'data-key="([a-z0-9-]+)"', built.body("a")) == ["lee-2024-a"]


def test_a_document_is_in_a_book_where_sphinx_inserts_it(project: Project) -> None:
    """Sphinx inserts it at the first toctree that names it, even if that toctree is left out."""
    index = (
        "Home\n====\n\n.. only:: html\n\n   .. toctree::\n\n      a\n\n"
        ".. toctree::\n\n   a\n   b\n   refs\n\n.. only:: latex\n\n   .. toctree::\n\n      c\n"
    )
    pages = {
        "a": "A\n=\n\n:paper:p:`lee-2024-a`\n\n.. toctree::\n\n   d\n",
        "b": "B\n=\n\n:paper:p:`lee-2024-b`\n",
        "c": "C\n=\n\n:paper:p:`ko-2023`\n",
        "d": "D\n=\n\n:paper:p:`kim-2020`\n",
        "orphan": ":orphan:\n\nO\n=\n\n:paper:p:`yang-2024`\n",
        "refs": f"R\n=\n\n{REFERENCES}",
    }
    site(project, index=index, **pages)
    shown = {"html": "abcdo", "latex": "bc", "singlehtml": "abd", "texinfo": "b", "man": "b"}
    titles = {"a": "First", "b": "Second", "c": "On Layers", "d": "Third", "o": "Towards Easy"}
    for builder, documents in shown.items():
        built = project.build(builder)
        name, suffix = {"latex": ("t", ".tex"), "texinfo": ("t", ".texi"), "man": ("t", ".1")}.get(
            builder, ("refs" if builder == "html" else "index", ".html")
        )
        page = built.page(name, suffix)
        assert [letter for letter, title in titles.items() if title in page] == list(documents), builder


OTHER_BOOKS = {
    "toctrees of the first document only": ('"howto", True', "", "b"),
    "a manual with an appendix": ('"manual"', 'latex_appendices = ["a"]\n', "abi"),
    "a howto without one": ('"howto"', 'latex_appendices = ["a"]\n', "bi"),
}


@pytest.mark.parametrize(("options", "conf", "documents"), OTHER_BOOKS.values(), ids=OTHER_BOOKS.keys())
def test_books_contain_the_documents_that_conf_py_chooses(
    project: Project, options: str, conf: str, documents: str
) -> None:
    index = "Home\n====\n\n:paper:p:`ko-2023`\n\n.. only:: latex\n\n   .. toctree::\n\n      b\n"
    a = ":orphan:\n\nA\n=\n\n:paper:p:`lee-2024-a`\n"
    site(project, index=index, a=a, b=f"B\n=\n\n:paper:p:`lee-2024-b`\n\n{REFERENCES}")
    project.conf += f'latex_documents = [("index", "t.tex", "T", "A", {options})]\n{conf}'
    tex = project.build("latex").page("t", ".tex")
    titles = {"a": "First", "b": "Second", "i": "On Layers"}
    assert [letter for letter, title in titles.items() if title in tex] == list(documents)


@pytest.mark.parametrize("options", ["", "   :group-by: none\n"])
def test_papers_of_blocks_that_are_not_built_are_not_cited(project: Project, options: str) -> None:
    cites = inside(BLOCKS["only"], ":paper:p:`ko-2023`\n")
    a = f"A\n=\n\n{cites}\n\n:paper:p:`lee-2024-a`\n"
    others = f"Others\n======\n\n.. publications::\n   :cited: !project\n   :type: article\n{options}"
    site(project, a=a, others=others)
    for builder in ("html", "latex", "html"):
        same_output(project.build(builder), clean(project, builder))
    keys = re.findall(r'data-key="([a-z0-9-]+)"', project.builds[0].body("others"))
    assert sorted(keys) == ["kim-2020", "ko-2023", "lee-2024-b"]
    assert "On Layers" not in project.builds[2].page("t", ".tex")
