"""Markers next to names: annotations of the data, signs at names, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.codec import read
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.annotations import parse_annotations
from sphinxext_pubs.notation.author_marks import MARKS, marks_of
from tests.conftest import Built, Project

Page = Callable[..., Built]

NAMES = "Jane Doe and Roe, Max and Ada Poe"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1=equal", {0: ["equal"]}),
        ("1=equal, corresponding; 3:family=x", {0: ["equal", "corresponding"], 2: ["x"]}),
        ('2="*, †"', {1: ['"*, †"']}),
        ("0=x;99999=x;=x;1;a=b;;2=", {1: []}),
        ("", {}),
    ],
)
def test_annotations(value: str, expected: dict[int, list[str]]) -> None:
    assert parse_annotations(value) == expected


def paper(*values: tuple[str, str]) -> Publication:
    return Publication("k", custom=tuple((name, text_of(value)) for name, value in values))


@pytest.mark.parametrize(
    ("values", "signs", "legend"),
    [
        ([], {}, ()),
        ([("author+an", "1=equal;2=Equally, corresponding")], {0: ("*",), 1: ("*", "§")}, ("*", "§")),
        ([("author+an:role", "2=senior"), ("author+an", "1=co-first")], {1: ("‡",), 0: ("†",)}, ("†", "‡")),
        ([("author+an", '1="#";2=unknown')], {0: ("#",)}, ()),
        ([("editor+an", "1=equal")], {}, ()),
        ([("author+an:affiliation", '1="Department of X";2="MIT"')], {}, ()),
        ([("author+an:country", '1="DE"')], {}, ()),
        ([("author+an", '1="Department of X";2="1,2"')], {1: ("1,2",)}, ()),
    ],
)
def test_marks(
    values: list[tuple[str, str]], signs: dict[int, tuple[str, ...]], legend: tuple[str, ...]
) -> None:
    marks, entries = marks_of(paper(*values))
    assert marks == signs
    assert tuple(sign for sign, _ in entries) == legend


@pytest.mark.parametrize(
    ("authors", "people", "signs"),
    [
        (NAMES, ["Doe", "Roe", "Poe"], {}),
        ("Jane Doe* and Roe*, Max and Ada Poe", ["Doe", "Roe", "Poe"], {0: ("*",), 1: ("*",)}),
        (r"Doe$^*$, Jane and Max Roe\textsuperscript{*} and Ada Poe$^{\dagger}$", ["Doe", "Roe", "Poe"],
         {0: ("*",), 1: ("*",), 2: ("†",)}),
        ("Jane* Doe†", ["Doe"], {0: ("†*",)}),
        ("* and Jane Doe", ["*", "Doe"], {}),
    ],
)  # fmt: skip
def test_signs_at_names(authors: str, people: list[str], signs: dict[int, tuple[str, ...]]) -> None:
    text = f"@misc{{k, author = {{{authors}}}, title = {{T}}}}"
    (publication,) = (item for item in read([Source("x.bib", text)]) if isinstance(item, Publication))
    assert [name.family or name.literal for name in publication.author] == people
    assert marks_of(publication)[0] == signs


AN = "1=equal;2=equal,corresponding"
BIB = f"@article{{k, author = {{{NAMES}}}, author+an = {{{AN}}}, title = {{T}}, year = 2024}}"


@pytest.mark.parametrize("layout", ["anthology", "compact", "card", "table"])
def test_marks_in_layouts(page: Page, project: Project, layout: str) -> None:
    project.write({"papers.bib": BIB})
    built = page(f"T\n=\n\n.. publications::\n   :layout: {layout}\n")
    assert built.warnings == []
    entry = BeautifulSoup(built.page(), "html.parser")
    assert [sign.get_text() for sign in entry.select(".pubs-authors .pubs-sign")] == ["*", "*§"]
    legend = entry.select_one(".pubs-legend")
    assert legend is not None
    assert legend.get_text().strip().rstrip(".") == "* Equal contribution; § Corresponding author"


def test_marks_can_be_hidden(page: Page, project: Project) -> None:
    project.write({"papers.bib": BIB})
    built = page("T\n=\n\n.. publications::\n   :hide: contribution\n")
    assert "pubs-sign" not in built.page()


@pytest.mark.parametrize("builder", ["text", "latex", "man"])
def test_marks_in_other_builders(project: Project, builder: str) -> None:
    project.write({"papers.bib": BIB, "index.rst": "T\n=\n\n.. publications::\n"})
    built = project.build(builder)
    assert built.warnings == []
    texts = [path.read_text("utf-8", "replace") for path in built.outdir.rglob("*") if path.is_file()]
    assert any("Equal contribution" in text for text in texts)


def test_words_have_one_meaning() -> None:
    words = [word for mark in MARKS for word in (mark.name, *mark.words)]
    assert len(words) == len(set(words))
