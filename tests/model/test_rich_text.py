"""Folding of texts for comparison, and which spellings are one term."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sphinxext_pubs.entities.people import name_key
from sphinxext_pubs.entities.venue_names import Venue
from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.model.rich_text import fold, term_key
from sphinxext_pubs.notation.matching import TERMS, parse_patterns

#: Spellings of one term.
SAME = {
    "apostrophes": ("O'Neil", "O’Neil", "O‘Neil", "OʼNeil", "O´Neil", "O`Neil"),
    "quotation marks": ('"Deep" learning', "“Deep” learning", "„Deep“ learning", "Deep learning"),
    "hyphens": (
        "Anti-spoofing",
        "Anti spoofing",
        "anti\u2010spoofing",
        "Anti\u2011Spoofing",
        "Anti–spoofing",
    ),
    "a minus sign": ("K-12", "K−12", "K 12"),
    "periods": ("F.3d", "F. 3d", "F 3d", "F.\u00a03d"),
    "a period at the end": ("Phys. Rev. Lett.", "Phys Rev Lett", "Phys.\u2009Rev.\u202fLett"),
    "soft hyphens": ("antispoofing", "anti\u00adspoofing"),
    "invisible characters": ("learning", "lear\u200bning", "\ufefflearning", "\u2066learning\u2069"),
    "spaces": ("deep learning", "deep\u00a0learning", "deep \u3000learning", " deep\tlearning"),
    "sharp s": ("Straße", "STRASSE", "strasse"),
    "Turkish letters": ("Istanbul", "İstanbul", "ıstanbul", "ISTANBUL"),
    "width": ("ABC 12", "ＡＢＣ　１２", "abc 12"),
    "ligatures": ("finance", "\ufb01nance"),
    "accents": ("Gödel", "Go\u0308del", "Godel"),
}


@pytest.mark.parametrize("spellings", SAME.values(), ids=SAME)
def test_spellings_of_one_term(spellings: tuple[str, ...]) -> None:
    assert len(set(map(term_key, spellings))) == 1
    (first, *others) = spellings
    assert TERMS.finder([others])(parse_patterns(f"{{{first}}}")[0]) == {0}
    assert {Venue(spelling).identity for spelling in others} == {Venue(first).identity}


#: Terms that differ.
DISTINCT = (
    "C",
    "C++",
    "C#",
    "C--",
    ".NET",
    "NET",
    "GPT-3.5",
    "GPT-35",
    "R",
    "R&D",
    "が",
    "か",
    "\u0915\u0940",
    "\u0915",
)


def test_terms_that_differ() -> None:
    assert len(set(map(term_key, DISTINCT))) == len(DISTINCT)


@pytest.mark.parametrize("text", ["--", "'", ".", "“”", "\u00ad"])
def test_signs_alone_are_a_term(text: str) -> None:
    assert term_key(text) == fold(text)


@pytest.mark.parametrize("text", [*DISTINCT, *(text for texts in SAME.values() for text in texts)])
def test_a_key_is_its_own_key(text: str) -> None:
    assert term_key(term_key(text)) == term_key(text)
    assert fold(fold(text)) == fold(text)


def test_one_person_has_one_key() -> None:
    keys = [name_key(Name(f"O{sign}Neil", "Annabel")) for sign in "'’‘ʼ"]
    given_names = ("Annabel", "ANNABEL", "Ａｎｎabel", "Anna\u00adbel")
    keys += [name_key(Name("O'Neil", given)) for given in given_names]
    assert all(first == second for first, second in pairwise(keys))
