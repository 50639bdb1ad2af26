"""Works with several entries: preprints and their publications in the same data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from sphinxext_pubs import cli
from sphinxext_pubs.entities.versions import Works, work_key
from sphinxext_pubs.lint.checks import check
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from tests.conftest import Built, Project

BIB = """
@misc{pre, author = {Ann Aa}, title = {The Layers of Networks}, eprint = {2101.00001}, year = 2021}
@article{full, author = {Aa, A.}, title = {The layers of {Networks}}, journal = {J}, year = 2022}
@misc{alone, author = {Ann Aa}, title = {Another Work of Ours}, eprint = {2201.00001}, year = 2022}
@article{soon, author = {Bo Bb}, title = {Something that Comes}, pubstate = {submitted}, year = 2023}
@inproceedings{came, author = {Bo Bb}, title = {Something that comes!}, booktitle = {P}, year = 2024}
"""


def keys(built: Built) -> list[str]:
    return [
        str(entry["data-key"]) for entry in BeautifulSoup(built.page(), "html.parser").select(".pubs-entry")
    ]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("!superseded", ["came", "full", "alone"]),
        ("superseded", ["soon", "pre"]),
        ("preprint", ["alone", "pre"]),
        ("preprint, !superseded", ["alone"]),
    ],
)
def test_superseded_preprints(page: Callable[..., Built], status: str, expected: list[str]) -> None:
    built = page(f"T\n=\n\n.. publications::\n   :status: {status}\n", papers__bib=BIB)
    assert built.warnings == []
    assert keys(built) == expected


def test_a_publication_added_later(project: Project) -> None:
    before, after = BIB.split("@misc{alone")[0], "@misc{x, title = {X}, year = 2020}\n"
    first = before.split("@article{full")[0]
    project.write({"index.rst": "T\n=\n\n.. publications::\n   :status: !superseded\n"})
    project.write({"papers.bib": first + after})
    assert keys(project.build()) == ["pre", "x"]
    project.write({"papers.bib": before + after})
    assert keys(project.build()) == ["full", "x"]


def test_the_command(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write({"papers.bib": BIB})
    monkeypatch.chdir(project.src)
    assert cli.main(["list", "papers.bib", "--status", "superseded", "--format", "keys"]) == 0
    assert capsys.readouterr().out.split() == ["pre", "soon"]


def test_long_titles_with_the_same_beginning_are_two_works() -> None:
    papers = [
        Publication(
            f"p{part}",
            title=text_of(f"{'A very long title of many words ' * 3}, part {part}"),
            author=(Name("A"),),
        )
        for part in (1, 2)
    ]
    assert work_key(papers[0]) != work_key(papers[1])
    assert Works(papers).entries_of(papers[0]) == ()


EDITORIAL = Publication(
    "a", title=text_of("Introduction to the issue"), author=(Name("A"),), type="article-journal"
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"issued": Date((2019,))}, {"issued": Date((2020,))}, True),
        ({"issued": Date((2019,))}, {"issued": Date((2022,))}, False),
        ({"issued": Date((2019,)), "status": "preprint"}, {"issued": Date((2022,))}, True),
        ({"volume": "1", "issue": "2"}, {"volume": "1", "issue": "3"}, False),
        ({"volume": "1"}, {"volume": "2", "container_title": text_of("Other")}, True),
        ({"volume": "1"}, {}, True),
    ],
)
def test_editorials_with_the_same_title_are_different_works(
    one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    papers = [replace(EDITORIAL, **one), replace(EDITORIAL, key="b", **other)]
    assert len(Works(papers).entries_of(papers[0])) == (2 if same else 0)
    duplicates = [problem.code for problem in check(papers, Path(), ["duplicate-title", "preprint"])]
    assert bool(duplicates) is same


@pytest.mark.parametrize("title", ["Introduction", "", "???"])
def test_short_titles_are_different_works(title: str) -> None:
    assert work_key(Publication("k", title=text_of(title), author=(Name("A"),))) == ""
