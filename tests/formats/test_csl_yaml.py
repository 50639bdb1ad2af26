"""CSL-YAML: pandoc's bibliographies, with the lines of items and their Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.csl_json.items import to_item
from sphinxext_pubs.formats.csl_yaml import read
from sphinxext_pubs.library.load import load
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import Span, Text

PANDOC = """---
references:
- id: doe2020
  type: article-journal
  author:
  - family: Doe
    given: Jane
    non-dropping-particle: van
  issued:
    date-parts:
    - - 2020
      - 5
  title: "A *new* [BERT]{.nocase} with H~2~O and $x_1$"
  volume: 12
  page: 1-9

- id: roe
  type: book
  issued:
  - year: 2011
    month: 5
  - year: 2012
  note: >-
    Two
    lines
...
"""


def read_text(text: str) -> tuple[list[Publication], list[Problem]]:
    items = list(read([Source("a.yaml", text)]))
    return (
        [item for item in items if isinstance(item, Publication)],
        [item for item in items if isinstance(item, Problem)],
    )


def test_a_bibliography_of_pandoc() -> None:
    (doe, roe), problems = read_text(PANDOC)
    assert not problems
    assert (doe.key, str(doe.origin), str(roe.origin)) == ("doe2020", "a.yaml:3", "a.yaml:17")
    assert doe.author == (Name("Doe", "Jane", "van"),)
    assert (doe.issued, doe.volume, doe.page) == (Date((2020, 5)), "12", "1-9")
    assert doe.title == Text(
        (
            *(
                "A ",
                Span("italic", ("new",)),
                " ",
                Span("no-case", ("BERT",)),
                " with H",
                Span("sub", ("2",)),
            ),
            *("O and ", Span("math", ("x_1",))),
        )
    )
    assert (roe.issued, str(roe.note)) == (Date((2011, 5), (2012,)), "Two lines")


HAYAGRIVA = """doe:
  type: Article
  title: A
  author: ["Doe, Jane", "Roe, Bo"]
  date: 2020-05
  page-range: 1-9
  serial-number:
    doi: 10.1000/x
  parent:
    type: Periodical
    title: {value: The Journal}
    volume: 3
roe:
  type: Chapter
  title: B
  url: {value: "https://example.org", date: 2021-02-03}
  parent:
    - type: Book
      title: The Book
      publisher: {name: P, location: Bonn}
      date: 2019
li:
  type: Web
  title: C
"""


def test_a_bibliography_of_typst(tmp_path: Path) -> None:
    publications, problems = read_text(HAYAGRIVA)
    assert not problems
    assert [to_item(paper) for paper in publications] == [
        {
            "id": "doe",
            "type": "article-journal",
            "title": "A",
            "author": [{"family": "Doe", "given": "Jane"}, {"family": "Roe", "given": "Bo"}],
            "container-title": "The Journal",
            "issued": {"date-parts": [[2020, 5]]},
            "volume": "3",
            "page": "1-9",
            "DOI": "10.1000/x",
        },
        {
            "id": "roe",
            "type": "chapter",
            "title": "B",
            "container-title": "The Book",
            "publisher": "P",
            "publisher-place": "Bonn",
            "issued": {"date-parts": [[2019]]},
            "URL": "https://example.org",
            "accessed": {"date-parts": [[2021, 2, 3]]},
        },
        {"id": "li", "type": "webpage", "title": "C"},
    ]
    (tmp_path / "a.yml").write_text(HAYAGRIVA, "utf-8")
    assert len(load(["a.yml"], tmp_path).library) == 3
    odd = "a: {title: [], parent: [], type: {}, serial-number: 3, url: []}\n"
    assert len(read_text(odd)[0]) == 1


SHAPES = [
    ("a list", "- id: a\n  type: book\n", 1),
    ("a list in brackets", "references: [{id: a, type: book}]\n", 1),
    ("items by key", "a:\n  type: book\n  title: A\n", 2),
    ("one item", "id: a\ntype: book\n", 1),
    ("among others", "title: My page\nreferences:\n  - type: book\n    id: a\n", 3),
    ("metadata of a document", "---\ntitle: X\nreferences:\n- {id: a, type: book}\n---\n\n# Text: [x\n", 4),
    ("aliases", "- &a {id: a, type: book}\n", 1),
]


@pytest.mark.parametrize(("text", "line"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_shapes_of_files(text: str, line: int) -> None:
    (paper,), problems = read_text(text)
    assert not problems
    assert (paper.key, paper.type, paper.origin.line) == ("a", "book", line)


@pytest.mark.parametrize("text", ["", "---\n---\n", "# nothing\n", "references: []\n", "[]"])
def test_empty_files(text: str) -> None:
    assert read_text(text) == ([], [])


INVALID: list[tuple[str, str, str, list[tuple[Code, int, int, str]]]] = [
    (
        "a colon in a title",
        "references:\n- id: a\n  title: A: B\n  type: book\n- id: b\n  type: book\n",
        "b",
        [
            (
                Code.SYNTAX,
                3,
                1,
                "a value that contains “: ” must be in quotes, or the indentation is wrong (column 11)",
            )
        ],
    ),
    (
        "a tab",
        "- id: b\n  type: book\n- id: a\n\ttype: book\n",
        "b",
        [(Code.SYNTAX, 4, 1, "a tab cannot be used here; indent with spaces (column 1)")],
    ),
    ("not a list", "references: 3\n", "", [(Code.NOT_BIBTEX, 1, 0, "This is YAML, but not CSL-YAML.")]),
    ("strings", "- a\n- b\n", "", [(Code.NOT_BIBTEX, 1, 2, "it is a list of strings")]),
    ("other YAML", "name: x\non: [push]\n", "", [(Code.NOT_BIBTEX, 1, 0, "not CSL-YAML")]),
    (
        "a CFF",
        "cff-version: 1\nreferences:\n- type: book\n",
        "",
        [(Code.NOT_BIBTEX, 1, 0, "suffix .cff")],
    ),
    ("no key", "- type: book\n  title: A\n", "item-", [(Code.MISSING_KEY, 1, 0, "no key")]),
    ("broken", "a: [b", "", [(Code.SYNTAX, 1, 1, "a “,” or “]” is missing (column 6)")]),
]


@pytest.mark.parametrize(
    ("text", "keys", "expected"), [row[1:] for row in INVALID], ids=[row[0] for row in INVALID]
)
def test_invalid_files(text: str, keys: str, expected: list[tuple[Code, int, int, str]]) -> None:
    publications, problems = read_text(text)
    assert " ".join(paper.key for paper in publications).startswith(keys)
    assert bool(publications) is bool(keys)
    assert [(problem.code, problem.origin.line, problem.entries) for problem in problems] == [
        row[:3] for row in expected
    ]
    for problem, row in zip(problems, expected, strict=True):
        assert row[3] in problem.message


def test_aliases_do_not_grow_without_limit() -> None:
    lines = ["- &a0 {id: a, type: book, x: [1, 2, 3, 4, 5, 6, 7, 8, 9]}"]
    lines += [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    publications, (problem,) = read_text("\n".join(lines))
    assert not publications
    assert problem.code is Code.LIMIT
    assert read_text("- &a [*a]\n- {id: b, type: book}")[1]


MARKDOWN = [
    ("**bold** and _italic_", "<b>bold</b> and <i>italic</i>"),
    ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
    ("E = mc^2^", "E = mc<sup>2</sup>"),
    ("[The Name]{.smallcaps}", '<span style="font-variant:small-caps;">The Name</span>'),
    (r"a \*star\*", "a *star*"),
    ("from $5 to $6", "from $5 to $6"),
    ("a <i>b</i> &amp; c", "a <i>b</i> & c"),
]


@pytest.mark.parametrize(("source", "expected"), MARKDOWN)
def test_markdown(source: str, expected: str) -> None:
    (paper,), _ = read_text(f"- id: a\n  type: book\n  title: '{source}'\n")
    assert to_item(paper)["title"] == expected


@pytest.mark.parametrize("name", ["a.yaml", "a.YML", "page.md"])
def test_files_are_recognized(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PANDOC, "utf-8")
    loaded: Any = load([name], tmp_path)
    assert [paper.key for paper in loaded.library] == ["doe2020", "roe"]
    assert not loaded.problems
