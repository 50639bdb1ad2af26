"""Blocks that not every builder builds: their citations and lists count only where they are built."""

from __future__ import annotations

import re

import pytest

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
        same_output(project.build(builder, jobs=jobs), clean(project, builder))


EDITS = {
    "another condition": {"a.rst": EVERYTHING["a"].replace("only:: html", "only:: text")},
    "a block made unconditional": {"a.rst": EVERYTHING["a"].replace(".. only:: latex", ".. note::")},
    "a block removed": {"a.rst": EVERYTHING["a"].partition(".. only")[0]},
    "a list moved into a block": {"b.rst": EVERYTHING["b"].replace("not latex", "text")},
    "a paper": {"papers.bib": (PAPERS + MORE).replace("Second", "Changed")},
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_of_a_condition_equals_a_clean_build(project: Project, edit: dict[str, str]) -> None:
    site(project, **EVERYTHING)
    project.build("html")
    project.build("latex")
    project.write(edit)
    same_output(project.build("latex"), clean(project, "latex"))
    same_output(project.build("html"), clean(project, "html"))


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
