"""PyStemmer, which Sphinx uses if it is installed, finds the same stems as Sphinx's own stemmer."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import snowballstemmer
import Stemmer

LOCALE = Path(__file__).parents[2] / "sphinxext_pubs" / "locale"
ENDINGS = [
    "",
    "s",
    "ing",
    "ational",
    "izers",
    "ung",
    "keiten",
    "lich",
    "isch",
    "ement",
    "ations",
    "euse",
    "ité",
]
BEGINNINGS = [
    "publi",
    "straß",
    "größ",
    "cœur",
    "éc",
    "naïv",
    "x",
    "qu'",
    "0",
    "日本",
    "ﬁ",
    "İ",
    "e\u0301t",
    "ß",
]


def words() -> Iterator[str]:
    """Yield words of our messages in all languages, and made ones."""
    for path in LOCALE.rglob("*.po"):
        yield from re.findall(r"\w+", path.read_text("utf-8").lower())
    yield from (beginning + ending for beginning in BEGINNINGS for ending in ENDINGS)


@pytest.fixture
def python_stemmers(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """The package as it is where PyStemmer is not installed."""
    monkeypatch.setitem(sys.modules, "Stemmer", None)
    yield importlib.reload(snowballstemmer)
    monkeypatch.undo()
    importlib.reload(snowballstemmer)


@pytest.mark.parametrize("language", ["english", "german", "french", "spanish", "russian"])
def test_both_find_the_same_stems(language: str, python_stemmers: object) -> None:
    expected = snowballstemmer.stemmer(language)
    assert type(expected).__module__.startswith("snowballstemmer.")
    fast = Stemmer.Stemmer(language)
    assert {word: fast.stemWord(word) for word in words()} == {
        word: expected.stemWord(word) for word in words()
    }
