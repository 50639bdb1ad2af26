"""English titles in sentence case."""

from __future__ import annotations

import pytest

from sphinxext_pubs.citations.csl.sentence_case import sentence_case
from sphinxext_pubs.model.rich_text import Span, Text, text_of


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The Rhetoric of Aristotle", "The rhetoric of aristotle"),
        ("A Hybrid Model of MVS and TeX", "A hybrid model of MVS and TeX"),
        ("Higher-Dimensional Algebra V: 2-Groups", "Higher-dimensional algebra V: 2-groups"),
        ("bond angle strain: efficient catalysts", "Bond angle strain: Efficient catalysts"),
        ("Why? Because It Is. So It Is", "Why? Because it is. So it is"),
        ("Hemingway's Style and Jake’s Narration", "Hemingway's style and jake’s narration"),
        ("Aristotle's “De Motu Animalium” Again", "Aristotle's “De Motu Animalium” again"),
        ("Done.” Then More", "Done.” Then more"),
        ("Of 3D Media (And More)", "Of 3D media (and more)"),
        ("Versions 2.0 Of It", "Versions 2.0 of it"),
        ("e-Science And DNA-Binding", "E-science and DNA-binding"),
        ("“Never closed Title", "“Never closed title"),
        ("ÉTUDES Économiques Élémentaires", "ÉTUDES économiques élémentaires"),
        ("Growth of E. coli", "Growth of E. coli"),
        ("The Smith vs. case", "The smith vs. case"),
        ("Is it? yes", "Is it? Yes"),
        ("Would I Lie About A Job?", "Would I lie about a job?"),
        ("", ""),
        ("...", "..."),
    ],
)
def test_strings(title: str, expected: str) -> None:
    assert str(sentence_case(text_of(title))) == expected


def test_spans_keep_their_place_and_protected_ones_their_case() -> None:
    title = Text(
        (
            "Studies of ",
            Span("no-case", ("Ibn Rushd",)),
            " On ",
            Span("italic", ("Motion In ", Span("no-case", ("Nature",)))),
            " And ",
            Span("math", ("X",)),
            Span("code", ("Y",)),
        )
    )
    assert sentence_case(title) == Text(
        (
            "Studies of ",
            Span("no-case", ("Ibn Rushd",)),
            " on ",
            Span("italic", ("motion in ", Span("no-case", ("Nature",)))),
            " and ",
            Span("math", ("X",)),
            Span("code", ("Y",)),
        )
    )
