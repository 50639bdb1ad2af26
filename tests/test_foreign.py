"""The programs of others that tests run say what they find."""

from __future__ import annotations

import pytest

from tests import foreign as programs
from tests.foreign import Foreign


def test_the_messages_of_bibtex_are_returned(foreign: Foreign) -> None:
    text = "@misc{a, author = {A, B, C, D, E}, note = {N}}\n@misc{b c}\n@article{d, year = 2020}"
    messages, references = foreign.bibtex(text)
    assert {line.split(" for ")[0].split("---")[0].strip() for line in messages} == {
        "I was expecting a `,' or a `}'",
        'Too many commas in name 1 of "A, B, C, D, E"',
        *(f"Warning--to sort, need author or key in {key}" for key in "bd"),
        *(f"Warning--empty year in {key}" for key in "ab"),
        *(f"Warning--empty {name} in d" for name in ("author", "title", "journal")),
    }
    assert "\\bibitem" in references


def test_the_messages_of_biber_are_returned(foreign: Foreign) -> None:
    messages = foreign.biber("@article{k, author = {A}, title = {T}, journal = {J}, color = {red}}")
    assert len(messages) == 2
    assert "color" in messages[0]
    assert "date" in messages[1]


def test_pandoc_and_bibutils_convert(foreign: Foreign) -> None:
    ris = "TY  - JOUR\nTI  - Ein Täst\nER  - \n"
    assert "Ein Täst" in foreign.pandoc("ris", "csljson", ris)
    assert "Ein Täst" in foreign.bibutils("xml2end", foreign.bibutils("ris2xml", ris))


def test_a_missing_program_skips_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "find", lambda program: "")
    with pytest.raises(pytest.skip.Exception, match=f"^biber {programs.MISSING} .biber.$"):
        programs.path_of("biber")
