"""The labels of citations in every form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sphinxext_pubs.model import Date, Name, Publication
from sphinxext_pubs.names import OTHERS
from sphinxext_pubs.render.citations import FORMS, label
from sphinxext_pubs.text import EMPTY, Span, Text, text_of

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


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("t", "Yang et al. (2024)"),
        ("p", "Yang et al., 2024"),
        ("title", "On prompts and what they do"),
        ("authors", "Yang et al."),
        ("year", "2024"),
        (
            "full",
            "Yongjin Yang, Jongwoo Ko and Anna van der Berg (2024). On prompts and what they do. Nature",
        ),
    ],
)
def test_forms(form: str, expected: str) -> None:
    assert label(PAPER, form) == expected


def test_every_form_is_tested() -> None:
    assert FORMS.keys() == {"t", "p", "title", "authors", "year", "full"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"author": (YANG,)}, "Yang (2024)", id="one"),
        pytest.param({"author": (YANG, KO)}, "Yang and Ko (2024)", id="two"),
        pytest.param({"author": (YANG, OTHERS)}, "Yang et al. (2024)", id="one and others"),
        pytest.param({"author": (BERG,)}, "van der Berg (2024)", id="particle"),
        pytest.param({"author": (Name(literal="CERN"),)}, "CERN (2024)", id="organisation"),
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
    assert label(replace(PAPER, **changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"author": ()}, "On prompts and what they do (2024). Nature", id="no authors"),
        pytest.param(
            {"author": (YANG, OTHERS), "title": text_of("Why?")},
            "Yongjin Yang et al. (2024). Why? Nature",
            id="others",
        ),
        pytest.param(
            {"author": (YANG,), "container_title": EMPTY},
            "Yongjin Yang (2024). On prompts and what they do",
            id="one",
        ),
        pytest.param({"author": (OTHERS,), "title": text_of("X")}, "X (2024). Nature", id="others alone"),
    ],
)
def test_full(changes: dict[str, Any], expected: str) -> None:
    assert label(replace(PAPER, **changes), "full") == expected


def test_no_label_is_empty() -> None:
    nothing = Publication(key="k")
    assert {form: label(nothing, form) for form in FORMS} == {
        "t": "k (n.d.)",
        "p": "k, n.d.",
        "title": "k",
        "authors": "k",
        "year": "n.d.",
        "full": "k (n.d.)",
    }


def test_words_are_translated() -> None:
    german = {"and": "und", "et al.": "u. a.", "n.d.": "o. J."}
    publication = replace(PAPER, author=(YANG, KO), issued=None)
    assert label(publication, "t", lambda text: german[text]) == "Yang und Ko (o. J.)"
    assert label(PAPER, "authors", lambda text: german[text]) == "Yang u. a."
