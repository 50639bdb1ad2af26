"""CITATION.cff: the work that a project asks to cite."""

from __future__ import annotations

from typing import Any

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.cff import read
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import text_of

SOFTWARE = """cff-version: 1.2.0
message: Cite it.
title: Mountain Tools
version: 2.1.0
doi: 10.5281/zenodo.1
date-released: 2024-05-03
url: https://example.org
repository-code: https://example.org/code
keywords: [mountains, tools]
authors:
  - family-names: Berg
    given-names: Anna
    name-particle: van der
    orcid: https://orcid.org/0000-0000-0000-0000
  - name: The Group
"""

PREFERRED = """
preferred-citation:
  type: article
  title: On Mountain Tools
  authors: [{family-names: Roe, given-names: R., name-suffix: Jr.}]
  journal: Journal of Tests
  volume: 3
  issue: 4
  start: 10
  end: 20
  year: 2023
  month: 6
  identifiers: [{type: doi, value: 10.1234/x}]
"""


def items(text: str) -> tuple[list[Publication], list[Problem]]:
    parsed = list(read([Source("CITATION.cff", text)]))
    papers = [item for item in parsed if isinstance(item, Publication)]
    return papers, [item for item in parsed if isinstance(item, Problem)]


def test_the_software_itself() -> None:
    (work,), problems = items(SOFTWARE)
    assert problems == []
    assert (work.key, work.type, str(work.title)) == ("", "software", "Mountain Tools")
    assert work.author == (Name("Berg", "Anna", "van der"), Name(literal="The Group"))
    assert (work.issued, work.doi, work.url) == (
        Date((2024, 5, 3)),
        "10.5281/zenodo.1",
        "https://example.org",
    )
    assert dict(work.variables)["version"] == text_of("2.1.0")
    assert work.links == (Link("code", "https://example.org/code"),)
    assert work.keyword == ("mountains", "tools")


def test_the_preferred_citation() -> None:
    (work,), problems = items(SOFTWARE + PREFERRED)
    assert problems == []
    assert (work.type, str(work.container_title)) == ("article-journal", "Journal of Tests")
    assert work.author == (Name("Roe", "R.", "", "Jr."),)
    assert (work.volume, work.issue, work.page, work.doi) == ("3", "4", "10-20", "10.1234/x")
    assert work.issued == Date((2023, 6))
    assert work.origin.line == 17


@pytest.mark.parametrize(
    ("lines", "attribute", "expected"),
    [
        ("type: conference-paper\nconference: {name: The Test}", "container_title", text_of("The Test")),
        ("type: thesis\nthesis-type: PhD thesis\ninstitution: {name: U}", "publisher", text_of("U")),
        ("editors: [{alias: ed}]", "editor", (Name(literal="ed"),)),
        ("start: 7", "page", "7"),
        ("languages: [fr]", "language", "fr"),
        ("authors: [plain]", "author", (Name(literal="plain"),)),
        ("type: dataset", "type", "dataset"),
        ("type: conference-paper\nconference: {name: X}\ncollection-title: P", "event_title", text_of("X")),
        ("type: conference-paper\nconference: {name: X, city: Oslo}", "event_place", text_of("Oslo")),
        ("publisher: {name: P, city: Rome, region: Lazio}", "publisher_place", text_of("Rome, Lazio")),
        ("translators: [{name: T}]", "names", (("translator", (Name(literal="T"),)),)),
    ],
)
def test_values(lines: str, attribute: str, expected: Any) -> None:
    (work,), _ = items(f"title: T\n{lines}\n")
    assert getattr(work, attribute) == expected


@pytest.mark.parametrize(
    ("text", "codes", "shown"),
    [
        ("title: [", [Code.SYNTAX], 0),
        ("- a\n- b\n", [Code.SYNTAX], 0),
        ("", [Code.SYNTAX], 0),
        ("title: T\n", [Code.VALUE], 1),
        ("message: x\n", [Code.VALUE, Code.VALUE], 1),
        ("title: T\nauthors: [{name: A}]\ntype: other\n", [Code.VALUE], 1),
        (f"title: T\nauthors: [{{name: A}}]\nabstract: {'[' * 9000}\n", [Code.SYNTAX], 0),
        ("title: {a: b}\nauthors: {a: b}\nkeywords: 7\nidentifiers: x\npublisher: 3\n", [], 1),
        (f"title: T\nauthors: [{{name: A}}]\nvolume: 0x{'f' * 9000}\n", [], 1),
        ("title: !!python/object:os.system T\n", [Code.VALUE], 1),
        ("a: &a [x]\n" + "b: &b [*a, *a]\nc: [*b, *b]\ntitle: T\nauthors: [{name: A}]\n", [], 1),
    ],
)
def test_faults(text: str, codes: list[Code], shown: int) -> None:
    papers, problems = items(text)
    assert [problem.code for problem in problems] == codes
    assert len(papers) == shown
