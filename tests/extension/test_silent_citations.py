"""Citations without text: ``:paper:n:`` and ``:cite:empty:``."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.conftest import Built, Project
from tests.extension.test_compat_bibtex import CONF, keys, labels, text

Page = Callable[..., Built]

LIST = "\n\n.. publications::\n   :cited: project\n   :layout: reference\n   :style: numeric\n"

#: Source, and the HTML of the page before the list.
PLACES = {
    "A :paper:n:`ko-2023` B": "<p>A B</p>",
    "The end. :paper:n:`ko-2023`": "<p>The end.</p>",
    ":paper:n:`ko-2023` B": "<p>B</p>",
    "A :paper:n:`ko-2023`, B": "<p>A, B</p>",
    "A :paper:n:`ko-2023` :paper:n:`yang-2024` B": "<p>A B</p>",
    "A :paper:n:`ko-2023, yang-2024` *B*": "<p>A <em>B</em></p>",
    "*A* :paper:n:`ko-2023` *B*": "<p><em>A</em> <em>B</em></p>",
    "A\\ :paper:n:`ko-2023`\\ B": "<p>AB</p>",
    ":paper:n:`ko-2023`": "",
    ":paper:n:`*`": "",
    "- A\n- :paper:n:`ko-2023`": "<ul class=simple><li><p>A</p></li></ul>",
    "- :paper:n:`ko-2023`": "",
    "H :paper:n:`ko-2023`\n--------------------": "<section id=h><h2>H</h2></section>",
    "A [#f]_\n\n.. [#f] :paper:n:`ko-2023` B": "<p>A [1]</p>[1]<p>B</p>",
}


@pytest.mark.parametrize(("source", "expected"), PLACES.items(), ids=PLACES.keys())
def test_nothing_is_written(page: Page, source: str, expected: str) -> None:
    built = page(f"T\n=\n\n{LIST}\n{source}\n", conf="html_permalinks = False\n")
    assert built.warnings == []
    html = built.body().rpartition("</article></div>")[2]
    kept = re.sub(r"</?(?!/?(?:p|em|ul|li|section|h2)\b)[^>]*>", "", html).replace('"', "")
    assert "".join(re.split(r"\s*\n\s*", kept)).removesuffix("</section>") == expected
    assert "ko-2023" in keys(built)
    assert "Cited in" not in built.body()


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo", "singlehtml", "epub", "xml"])
def test_every_builder(project: Project, builder: str) -> None:
    project.write(
        {"index.rst": f"T :paper:n:`ko-2023`\n======================\n\nA :paper:n:`old-note` B.\n{LIST}"}
    )
    built = project.build(builder)
    assert built.warnings == []
    files = [path for path in built.outdir.rglob("*") if path.is_file()]
    assert any(b"A B." in path.read_bytes() for path in files)


def test_myst(project: Project) -> None:
    source = "# T {paper:n}`ko-2023`\n\nA {paper:n}`old-note` B.\n\n```{publications}\n:cited:\n```\n"
    project.write({"index.md": source})
    built = project.build(conf='extensions = ["myst_parser", "sphinxext_pubs"]\n')
    assert built.warnings == []
    assert "<p>A B.</p>" in built.body()
    assert "<title>T " in built.page()
    assert keys(built) == ["ko-2023", "old-note"]


@pytest.mark.parametrize("style", ["numeric", "ieee", "alpha", "apa"])
def test_numbers_are_in_the_order_of_all_citations(project: Project, style: str) -> None:
    source = f":paper:n:`old-note` A :paper:p:`ko-2023` :paper:n:`*`\n{LIST.replace('numeric', style)}"
    built = project.write({"index.rst": f"T\n=\n\n{source}"}).build(conf=f'pubs_style = "{style}"\n')
    assert built.warnings == []
    assert sorted(keys(built)) == ["ko-2023", "old-note", "yang-2024"]
    if style in ("numeric", "ieee"):
        assert keys(built) == ["old-note", "ko-2023", "yang-2024"]
        assert labels(built)[0] == "[1]"
        assert "[2]" in text(built.body()).partition("Old Note")[0]


def test_year_letters(page: Page) -> None:
    papers = (
        "@misc{a, author = {Ann Smith}, title = {One}, year = 2020}"
        "@misc{b, author = {Ann Smith}, title = {Two}, year = 2020}"
    )
    listing = LIST.replace("numeric", "author-year")
    built = page(f"T\n=\n\n:paper:n:`a` See :paper:`b`.\n{listing}", papers__bib=papers)
    assert "Smith (2020b)" in text(built.body())


def test_all_papers_follow_the_library(project: Project) -> None:
    project.write({"index.rst": f"T\n=\n\n:paper:n:`*`\n{LIST}"})
    assert len(keys(project.build())) == 3
    project.write({"papers.bib": "@misc{new, title = {New}}"})
    built = project.build()
    assert keys(built) == ["new"]
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees").tree()


WARNINGS = {
    ":paper:n:`nope`": "index.rst:4: WARNING: Unknown key “nope”. [pubs.unknown_key]",
    ":paper:`*`": "index.rst:4: WARNING: Unknown key “*”. [pubs.unknown_key]",
    ":paper:n:`see @ko-2023`": (
        "index.rst:4: WARNING: “see” has no effect in a citation without text. Name only the keys. "
        "[pubs.citation]"
    ),
    ":paper:n:`a title <ko-2023>`": (
        "index.rst:4: WARNING: “a title” has no effect in a citation without text. Name only the keys. "
        "[pubs.citation]"
    ),
}


@pytest.mark.parametrize(("source", "expected"), WARNINGS.items(), ids=WARNINGS.keys())
def test_warnings(page: Page, source: str, expected: str) -> None:
    built = page(f"T\n=\n\n{source}\n\n.. publications::\n")
    assert built.warnings == [expected]


def test_a_paper_that_is_not_listed(page: Page) -> None:
    built = page("T\n=\n\n:paper:n:`ko-2023`\n")
    message = "“ko-2023” is cited without text, but not listed anywhere in this project. [pubs.unshown]"
    assert built.warnings == [f"index.rst:4: WARNING: {message}"]


def test_the_role_of_sphinxcontrib_bibtex(page: Page) -> None:
    built = page("T\n=\n\nA :cite:empty:`ko-2023` B\n\n.. bibliography::\n", conf=CONF)
    assert built.warnings == []
    assert "<p>A B</p>" in built.body()
    assert keys(built) == ["ko-2023"]
    assert "Cited in" not in built.body()
