"""Phrases that are not plain technical English are found, and the lists of those that are left are right."""

from __future__ import annotations

import pytest

from . import words


def test_no_phrase_is_left() -> None:
    assert list(words.problems(words.texts())) == []


@pytest.mark.parametrize(
    ("text", "phrase", "line"),
    [
        ('"""A value that is no number."""', "is no", 1),
        ("x = 1\n# A brace\n# stands here.\n", "stands", 3),
        ("#: What leads\n#: to it.\n", "leads to", 1),
        ("def f() -> None:\n    mended = 1\n", "mended", 2),
        ("def test_names_told_apart() -> None: ...", "told apart", 1),
        ("/* The colour of it. */", "colour", 1),
        ("MESSAGE = “x” is none of the choices", "is none", 1),
    ],
)
def test_planted_phrases(text: str, phrase: str, line: int) -> None:
    found = next(words.find("a.py", text))
    assert (found.phrase, found.line) == (phrase, line)
    assert str(found).startswith(f"a.py:{line}: “{phrase}”: write ")


@pytest.mark.parametrize(
    "text",
    ["if x is None:", "There is no longer a page.", "“x” stands for a list.", "It stands alone.", "amend it"],
)
def test_plain_words(text: str) -> None:
    assert list(words.find("a.py", text)) == []


def test_lists_that_are_out_of_date() -> None:
    use = words.Use("a.py", "is no", "a quotation")
    one, two = {"a.py": "It is no x."}, {"a.py": "It is no x.\nIt is no y."}
    assert list(words.problems(one, (use,), {}, {})) == []
    assert list(words.problems({"a.py": ""}, (use,), {}, {})) == [
        "a.py: “is no” does not occur any more. Remove it from LEGITIMATE."
    ]
    assert list(words.problems(one, (), {"a.py": 1}, {})) == []
    assert list(words.problems(two, (), {"a.py": 1}, {}))[-1] == "a.py: 2 phrases instead of 1."
    assert list(words.problems(one, (), {"a.py": 2}, {})) == [
        "a.py: 1 phrases instead of 2. Lower the number in DOCUMENTATION."
    ]
    assert list(words.problems(one, (), {}, {"a.py": 2})) == []
    assert list(words.problems({"a/b.py": "It is no x."}, (), {}, {"a/": 1})) == []


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert words.main() == 0
    assert capsys.readouterr().out == "No phrases to be replaced.\n"


def test_the_command_fails_for_a_planted_phrase(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {**words.texts(), "sphinxext_pubs/new.py": "# The list stands here.\n"}
    monkeypatch.setattr(words, "texts", lambda: texts)
    assert words.main() == 1
    expected = "sphinxext_pubs/new.py:1: “stands”: write “is”, “appears”, “is shown”.\n"
    assert capsys.readouterr().out == expected
