"""Problems: one function makes the text of a sentence and a suggestion."""

from __future__ import annotations

import pickle

import pytest

from sphinxext_pubs.model.problems import (
    Code,
    InvalidValueError,
    OptionError,
    Problem,
    Suggestion,
    message_text,
)
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.model.suggestions import FEW, suggest

TEXTS = {
    "a capital and a full stop": ("the value is empty", None, "The value is empty."),
    "not twice": ("Empty.", None, "Empty."),
    "a name": ("pubs_feed has no effect", None, "pubs_feed has no effect."),
    "a quotation": ("“x” is not valid", None, "“x” is not valid."),
    "nothing to do": ("Empty", Suggestion(), "Empty."),
    "a near word": ("unknown “x”", Suggestion(("y",)), "Unknown “x”. Did you mean “y”?"),
    "two": ("unknown “x”", Suggestion(("y", "z")), "Unknown “x”. Did you mean “y” or “z”?"),
    "three": ("unknown", Suggestion(("a", "b", "c")), "Unknown. Did you mean “a”, “b” or “c”?"),
    "all": (
        "unknown",
        Suggestion(("a",), "write one", ("a", "b")),
        "Unknown. Did you mean “a”? Write one. Choose from: a, b.",
    ),
    "one line": ("a\nb\x07", Suggestion(("c\nd",)), "A b\ufffd. Did you mean “c d”?"),
    "empty": ("", None, ""),
}


@pytest.mark.parametrize(("sentence", "suggestion", "expected"), TEXTS.values(), ids=TEXTS)
def test_texts(sentence: str, suggestion: Suggestion | None, expected: str) -> None:
    assert message_text(sentence, suggestion) == expected
    assert Problem(Code.DATE, sentence, Origin(), 0, suggestion).message == expected
    assert str(InvalidValueError(sentence, suggestion)) == expected


def test_places() -> None:
    error = InvalidValueError("must be a string", Suggestion(remedy="quote it"))
    assert error.message("conf.py: pubs_feed") == "conf.py: pubs_feed: must be a string. Quote it."
    assert str(OptionError("sort", "must be a word")) == "sort: must be a word."
    assert str(OptionError("", "must be a word")) == "Must be a word."


@pytest.mark.parametrize("error", [InvalidValueError("no", Suggestion(("x",))), OptionError("sort", "no")])
def test_errors_can_be_pickled(error: InvalidValueError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.suggestion) == (type(error), str(error), error.suggestion)


def test_many_choices_are_listed_only_without_a_near_one() -> None:
    choices = tuple(f"word-{number}" for number in range(FEW + 1))
    assert suggest("word-1", choices) == Suggestion(("word-1",))
    assert suggest("xyz", choices) == Suggestion(choices=choices)
    assert suggest("word-1", choices[:2]) == Suggestion(("word-1",), choices=choices[:2])
