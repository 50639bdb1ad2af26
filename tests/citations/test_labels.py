"""The labels of citations in every form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sphinxext_pubs.citations.disambiguation import Disambiguation
from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Span, Text, text_of
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.render.citation_forms import FORMS, label
from sphinxext_pubs.render.published import public_bibtex
from sphinxext_pubs.render.references import reference_sentences

YANG = Name(family="Yang", given="Yongjin")
KO = Name(family="Ko", given="Jongwoo")
BERG = Name(family="Berg", given="Anna", particle="van der")
PAPER = Publication(
    key="yang2024",
    type="article-journal",
    title=Text(("On ", Span("italic", ("prompts",)), " and what they do")),
    container_title=text_of("Nature"),
    author=(YANG, KO, BERG),
    issued=Date((2024, 11)),
)

FULL = "Yongjin Yang, Jongwoo Ko and Anna van der Berg (November 2024). On prompts and what they do. Nature"
BIBTEX = " ".join(public_bibtex(PAPER, ()).splitlines())


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("t", "Yang et al. (2024)"),
        ("ts", "Yang, Ko and van der Berg (2024)"),
        ("ct", "Yang et al. (2024)"),
        ("cts", "Yang, Ko and van der Berg (2024)"),
        ("p", "Yang et al., 2024"),
        ("ps", "Yang, Ko and van der Berg, 2024"),
        ("cp", "Yang et al., 2024"),
        ("cps", "Yang, Ko and van der Berg, 2024"),
        ("authors-all", "Yang, Ko and van der Berg"),
        ("cauthors", "Yang et al."),
        ("cauthors-all", "Yang, Ko and van der Berg"),
        ("venue", "Nature"),
        ("doi", "yang2024"),
        ("label", "yang2024"),
        ("n", "yang2024"),
        ("bibtex", BIBTEX),
        ("foot", FULL),
        ("title", "On prompts and what they do"),
        ("authors", "Yang et al."),
        ("year", "2024"),
        ("full", FULL),
    ],
)
def test_forms(form: str, expected: str) -> None:
    assert label(Cited(PAPER), form) == expected


def test_every_form_is_tested() -> None:
    rows = next(mark for mark in test_forms.pytestmark if mark.name == "parametrize").args[1]  # type: ignore[attr-defined]
    assert FORMS.keys() == {form for form, _ in rows}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"author": (YANG,)}, "Yang (2024)", id="one"),
        pytest.param({"author": (YANG, KO)}, "Yang and Ko (2024)", id="two"),
        pytest.param({"author": (YANG, OTHERS)}, "Yang et al. (2024)", id="one and others"),
        pytest.param({"author": (BERG,)}, "van der Berg (2024)", id="particle"),
        pytest.param({"author": (Name(literal="CERN"),)}, "CERN (2024)", id="organization"),
        pytest.param({"author": (), "editor": (KO,)}, "Ko (2024)", id="editor"),
        pytest.param({"author": ()}, "On prompts and what they… (2024)", id="the title's first words"),
        pytest.param({"author": (), "title": text_of("Prompts")}, "Prompts (2024)", id="a short title"),
        pytest.param({"author": (), "title": EMPTY}, "Nature (2024)", id="the volume"),
        pytest.param(
            {"author": (), "title": EMPTY, "container_title": EMPTY}, "yang2024 (2024)", id="the key"
        ),
        pytest.param({"issued": None}, "Yang et al. (n.d.)", id="no date"),
        pytest.param({"issued": Date(literal="in press")}, "Yang et al. (in press)", id="date in words"),
    ],
)
def test_textual(changes: dict[str, Any], expected: str) -> None:
    assert label(Cited(replace(PAPER, **changes))) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"author": ()}, "On prompts and what they do (November 2024). Nature", id="no authors"),
        pytest.param(
            {"author": (YANG, OTHERS), "title": text_of("Why?")},
            "Yongjin Yang et al. (November 2024). Why? Nature",
            id="others",
        ),
        pytest.param(
            {"author": (YANG,), "container_title": EMPTY},
            "Yongjin Yang (November 2024). On prompts and what they do",
            id="one",
        ),
        pytest.param(
            {"author": (OTHERS,), "title": text_of("X")}, "X (November 2024). Nature", id="others alone"
        ),
    ],
)
def test_full(changes: dict[str, Any], expected: str) -> None:
    assert label(Cited(replace(PAPER, **changes)), "full") == expected


def test_labels_are_never_empty() -> None:
    nothing = Publication(key="k")
    assert all(label(Cited(nothing), form) for form in FORMS)
    assert label(Cited(nothing), "t") == "k (n.d.)"
    assert label(Cited(nothing), "p") == "k, n.d."
    assert label(Cited(nothing), "doi") == "k"


SMALL = replace(PAPER, author=(BERG, KO))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("ct", "Van der Berg and Ko (2024)"),
        ("cp", "Van der Berg and Ko, 2024"),
        ("cts", "Van der Berg and Ko (2024)"),
        ("cps", "Van der Berg and Ko, 2024"),
        ("cauthors", "Van der Berg and Ko"),
        ("cauthors-all", "Van der Berg and Ko"),
        ("t", "van der Berg and Ko (2024)"),
    ],
)
def test_capitals_at_the_beginning_of_a_sentence(form: str, expected: str) -> None:
    assert label(Cited(SMALL), form) == expected


@pytest.mark.parametrize(
    ("cited", "form", "expected"),
    [
        (Cited(PAPER, Disambiguation("", "b")), "t", "Yang et al. (2024b)"),
        (Cited(PAPER, Disambiguation("Y.", "")), "t", "Y. Yang et al. (2024)"),
        (Cited(PAPER, Disambiguation("Y.", "a")), "p", "Y. Yang et al., 2024a"),
        (Cited(replace(PAPER, issued=None), Disambiguation("", "a")), "p", "Yang et al., n.d.-a"),
        (Cited(PAPER, number="7"), "t", "Yang et al. [7]"),
        (Cited(PAPER, number="7"), "p", "7"),
        (Cited(PAPER, item=CitationItem("k", kind="page", locator="3")), "t", "Yang et al. (2024, p. 3)"),
        (
            Cited(PAPER, item=CitationItem("k", kind="page", locator="3–5")),
            "t",
            "Yang et al. (2024, pp. 3–5)",
        ),
        (Cited(PAPER, item=CitationItem("k", suffix=", passim")), "t", "Yang et al. (2024, passim)"),
        (Cited(PAPER, item=CitationItem("k", bare=True)), "t", "(2024)"),
        (Cited(PAPER, item=CitationItem("k", bare=True)), "p", "2024"),
        (
            Cited(PAPER, number="7", item=CitationItem("k", kind="chapter", locator="2", bare=True)),
            "t",
            "[7, ch. 2]",
        ),
    ],
)
def test_prefixes_locators_and_suffixes(cited: Cited, form: str, expected: str) -> None:
    assert label(cited, form) == expected


def test_words_are_translated() -> None:
    german = {"and": "und", "et al.": "u. a.", "n.d.": "o. J."}
    publication = replace(PAPER, author=(YANG, KO), issued=None)
    assert label(Cited(publication, translate=lambda text: german[text])) == "Yang und Ko (o. J.)"
    assert label(Cited(PAPER, translate=lambda text: german[text]), "authors") == "Yang u. a."


def test_a_volume_is_cited_by_its_editors() -> None:
    names = (Name("Doe", "Jane"), Name("Roe", "R."))
    volume = Publication("k", type="book", title=text_of("V"), editor=names, issued=Date((2020,)))
    assert str(reference_sentences(Cited(volume))) == "Jane Doe and R. Roe, eds. (2020). V."
    assert str(reference_sentences(Cited(replace(volume, editor=names[:1])))) == "Jane Doe, ed. (2020). V."
    assert (
        str(reference_sentences(Cited(replace(volume, author=names))))
        == "Jane Doe and R. Roe (2020). V. Edited by Jane Doe and R. Roe."
    )
