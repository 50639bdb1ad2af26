"""Equal labels are disambiguated."""

from __future__ import annotations

import random

import pytest

from sphinxext_pubs.citations.disambiguation import Disambiguation, disambiguate
from sphinxext_pubs.citations.labels import Cited, authors, year
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import text_of

YEAR = Date((2024,))


def paper(key: str, *people: Name, title: str = "", date: Date | None = YEAR) -> Publication:
    return Publication(key, author=people, title=text_of(title or key), issued=date)


def marks(*papers: Publication) -> dict[str, Disambiguation]:
    return disambiguate(papers, lambda one, mark: (authors(Cited(one, mark)), year(Cited(one, mark))))


JIAN, JUN, J, SHUO = (Name("Yang", given) for given in ("Jian", "Jun", "J.", "Shuo"))
NOBODY = Name("Yang")

ROWS = {
    "alone": ([paper("a", JIAN)], {}),
    "other years": ([paper("a", JIAN), paper("b", JIAN, date=Date((2023,)))], {}),
    "one person": (
        [paper("a", JIAN), paper("b", JIAN)],
        {"a": Disambiguation("", "a"), "b": Disambiguation("", "b")},
    ),
    "initials": (
        [paper("a", JIAN), paper("b", SHUO)],
        {"a": Disambiguation("J."), "b": Disambiguation("S.")},
    ),
    "whole names": (
        [paper("a", JIAN), paper("b", JUN)],
        {"a": Disambiguation("Jian"), "b": Disambiguation("Jun")},
    ),
    "may be one": (
        [paper("a", JIAN), paper("b", J)],
        {"a": Disambiguation("", "a"), "b": Disambiguation("", "b")},
    ),
    "both": (
        [paper("a", JIAN), paper("b", JIAN), paper("c", SHUO)],
        {"a": Disambiguation("J.", "a"), "b": Disambiguation("J.", "b"), "c": Disambiguation("S.")},
    ),
    "without given names": (
        [paper("a", NOBODY), paper("b", NOBODY)],
        {"a": Disambiguation("", "a"), "b": Disambiguation("", "b")},
    ),
    "organizations": (
        [paper("a", Name(literal="CERN")), paper("b", Name(literal="CERN"))],
        {"a": Disambiguation("", "a"), "b": Disambiguation("", "b")},
    ),
    "nobody": (
        [paper("a", title="Same"), paper("b", title="Same")],
        {"a": Disambiguation("", "a"), "b": Disambiguation("", "b")},
    ),
    "undated": (
        [paper("a", JIAN, date=None), paper("b", JIAN, date=None)],
        {"a": Disambiguation("", "a"), "b": Disambiguation("", "b")},
    ),
    "by date, then title": (
        [
            paper("a", JIAN, title="Z", date=Date((2024, 5))),
            paper("b", JIAN, title="B", date=Date((2024, 1))),
            paper("c", JIAN, title="A", date=Date((2024, 5))),
        ],
        {"a": Disambiguation("", "c"), "b": Disambiguation("", "a"), "c": Disambiguation("", "b")},
    ),
    "the same twice": ([paper("a", JIAN), paper("a", JIAN)], {}),
}


@pytest.mark.parametrize(("papers", "expected"), ROWS.values(), ids=ROWS.keys())
def test_marks(papers: list[Publication], expected: dict[str, Disambiguation]) -> None:
    assert marks(*papers) == expected


def test_the_order_of_the_papers_has_no_effect() -> None:
    papers = [
        paper(f"k{n}", random.Random(n).choice([JIAN, JUN, J, SHUO]), title=f"T{n % 7}") for n in range(60)
    ]
    expected = marks(*papers)
    random.Random(1).shuffle(papers)
    assert marks(*papers) == expected
