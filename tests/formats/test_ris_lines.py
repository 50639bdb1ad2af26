"""Broken RIS: every entry is shown or reported, with the line and the tag."""

from __future__ import annotations

import pytest

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.model.problems import Code

from .ris_entries import entry, items, value

A, B, C = (f"TY  - JOUR\nTI  - {title}\nAU  - Doe, J.\nER  - \n" for title in "ABC")
RIS = next(row for row in FORMATS if row.name == "ris")

#: Texts, the titles of the entries that are shown, and the lines and beginnings of messages.
ROWS: list[tuple[str, str, list[tuple[int, str]]]] = [
    (A + B, "A B", []),
    # Entries without TY
    ("TI  - X\nAU  - Doe, J.\nER  - \n" + B, "X B", [(1, "The entry does not begin with “TY  - ”")]),
    (A + "TI  - X\nER  - \n" + B, "A X B", [(5, "The entry does not begin with “TY  - ”")]),
    (A + "AU  - Doe, J.\nTI  - X\n", "A X", [(5, "The entry does not begin with “TY  - ”")]),
    (
        "TI  - X\nTY  - BOOK\nER  - \n" + B,
        "X B",
        [(1, "The entry does not begin with “TY  - ”, which comes later")],
    ),
    (
        A + "PB  - P\nCY  - Q\nER  - \n" + B,
        "A B",
        [(5, "The lines of the tags “PB, CY” are not part of an entry")],
    ),
    # Entries without ER
    (A.replace("ER  - \n", "") + B, "A B", [(1, "The entry has no “ER  - ” at its end")]),
    (A + B.replace("ER  - \n", ""), "A B", [(5, "The entry has no “ER  - ” at its end")]),
    (A + "ER  - \n" + B, "A B", []),
    # Tags in other forms
    (
        "TY - JOUR\nTI - A\nER -\n" + B,
        "A B",
        [
            (line, f"The tag “{tag}” is not followed by two spaces, a hyphen and a space")
            for line, tag in ((1, "TY"), (2, "TI"), (3, "ER"))
        ],
    ),
    ("TY  - JOUR\nTI  -A\nER  - \n", "A", [(2, "The tag “TI” is not followed by")]),
    ("TY  - JOUR\nTI   - A\nER   - \n", "A", [(2, "The tag “TI” is not"), (3, "The tag “ER” is not")]),
    ("TY  - JOUR\nTI\t- A\nER  - \n", "A", [(2, "The tag “TI” is not followed by")]),
    ("TY  - JOUR\nTI  – A\nER  - \n", "A", [(2, "The tag “TI” is not followed by")]),
    ("TY  JOUR\nTI  - A\nER\n", "A", [(1, "The tag “TY” is not"), (3, "The tag “ER” is not followed by")]),
    (
        "ty  - jour\nti  - A\ner  - \n" + B,
        "A B",
        [(line, f"The tag “{tag}” is not in capitals") for line, tag in ((1, "ty"), (2, "ti"), (3, "er"))],
    ),
    (
        "ty - jour\nti - A\nau - Doe, J.\ner -\n",
        "A",
        [
            (line, f"The tag “{tag}” is not in capitals")
            for line, tag in ((1, "ty"), (2, "ti"), (3, "au"), (4, "er"))
        ],
    ),
    ("   TY  - JOUR\n   TI  - A\n   ER  - \n", "A", []),
    ("\ufeff" + A + "\ufeff" + B, "A B", []),
    ("\f" + A + "\f" + B, "A B", []),
    ("TY  -  JOUR\nTI  -  A\nER  -  \n", "A", []),
    (A.replace("\nER", "\n\n\nER"), "A", []),
    # Text that is not a tag
    ("TY  - JOUR\nTI  - A\nAB  - Cells are\nER-positive and\nin - vitro,\nIS-2 type\nER  - \n", "A", []),
    (
        "TY  - JOUR\ntext\nTI  - A\nER  - \n",
        "A",
        [(2, "An entry without a key: the line “text” does not belong")],
    ),
    # Text between entries
    ("Provider: JSTOR http://www.jstor.org\nDatabase: JSTOR\nContent: text/plain\n\n" + A, "A", []),
    ("1. \n" + A + "2. \n" + B + "Record #3 of 18\n" + C, "A B C", []),
    (
        A + "Link to the full text\n" + B,
        "A B",
        [(5, "The text “Link to the full text” is not part of an entry")],
    ),
    # Lines that a program has joined
    ("TY  - JOUR\nTI  - A\nDO  - 10.1000/x     LK  - https://e.org\nER  - \n", "A", []),
]


@pytest.mark.parametrize(("text", "titles", "messages"), ROWS)
def test_every_entry_is_shown_or_reported(text: str, titles: str, messages: list[tuple[int, str]]) -> None:
    papers, problems = items(text)
    assert " ".join(str(paper.title) for paper in papers) == titles
    assert [(problem.code, problem.origin.line) for problem in problems] == [
        (Code.SYNTAX, line) for line, _ in messages
    ]
    for problem, (_, message) in zip(problems, messages, strict=True):
        assert problem.message.startswith(message)
    assert RIS.matches(text) or not text.startswith(("TY", "ty"))


def test_entries_that_are_not_shown_are_counted() -> None:
    _, (problem,) = items("PB  - P\nER  - \n" + A)
    assert problem.entries == 1


@pytest.mark.parametrize(
    ("name", "csl", "message"),
    [
        (
            "JUOR",
            "document",
            "unknown type “JUOR” after “TY  - ”; the entry is shown as “GEN”. Did you mean “JOUR”",
        ),
        (
            "Journal Article",
            "article-journal",
            "unknown type “Journal Article” after “TY  - ”; the entry is shown as “JOUR”",
        ),
        (
            "Thesis",
            "thesis",
            "unknown type “Thesis” after “TY  - ”; the entry is shown as “THES”. Did you mean “THES”?",
        ),
        (
            "XQZ!",
            "document",
            "unknown type “XQZ!” after “TY  - ”; the entry is shown as “GEN”. Write a type of RIS",
        ),
        ("jour", "article-journal", ""),
        ("WEB", "webpage", ""),
        ("", "document", ""),
    ],
)
def test_unknown_types(name: str, csl: str, message: str) -> None:
    paper, problems = entry(name, "TI  - A")
    assert paper.type == csl
    assert [problem.message.startswith(f"An entry without a key: {message}") for problem in problems] == (
        [True] if message else []
    )


def test_lines_of_problems() -> None:
    _, problems = items(A + "TY  - JOUR\nID  - k\nTI  - B\nPY  - soon\nXX  - y\nER  - \n")
    assert [(problem.code, str(problem.origin)) for problem in problems] == [
        (Code.DATE, "x.ris:8"),
        (Code.VALUE, "x.ris:9"),
    ]


def test_continuation_lines_of_lists_and_texts() -> None:
    lines = "AU  - A, B.\nC, D.\nTI  - One\n   two\n\nKW  - a\nb\nUR  - https://a.org\nhttps://b.org"
    paper, problems = entry("JOUR", lines)
    assert problems == []
    assert (value(paper, "author"), str(paper.title), paper.keyword) == (
        "A, B.; C, D.",
        "One two",
        ("a", "b"),
    )
    assert (paper.url, [link.target for link in paper.links]) == ("https://a.org", ["https://b.org"])


@pytest.mark.parametrize("text", ["ER  - \nTI  - A\n", "TI  - A\nER  - \n", "ty - jour\n", "x\nTY - JOUR\n"])
def test_texts_that_are_recognized(text: str) -> None:
    assert RIS.matches(text)


@pytest.mark.parametrize(
    "text", ["PMID- 123\nTI  - A\nIS  - 1\n", "%0 Book\n", "The ER-positive cells\n", "@book{k}"]
)
def test_texts_that_are_not_recognized(text: str) -> None:
    assert not RIS.matches(text)


@pytest.mark.parametrize("tag", ["TY", "AU", "T2"])
def test_a_wrong_layout_is_shown_with_its_tag(tag: str) -> None:
    text = "TY  - JOUR\nTI  - T\nAU  - Doe, J.\nT2  - Journal\nER  - \n".replace(f"{tag}  - ", f"{tag} - ")
    _, problems = items(text)
    assert [f"Write it as “{tag}  - ”" in problem.message for problem in problems] == [True]
