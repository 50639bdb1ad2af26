"""Problems: one function makes the text of a sentence and a suggestion."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from sphinxext_pubs.model.problem_groups import group_problems
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


def unknown(line: int, name: str = "x", path: str = "a.bib", key: str = "k") -> Problem:
    """Return the problem of an abbreviation that is not defined."""
    place = f"entry “{key}”"
    return Problem(Code.UNDEFINED_MACRO, f"unknown “{name}”", Origin(path, line), place=place)


def test_problems_of_one_cause_in_a_file_are_one() -> None:
    problems = [
        unknown(5),
        unknown(2, key="first"),
        unknown(3, "y"),
        unknown(9, path="b.bib"),
        Problem(Code.LATEX, "unknown “x”", Origin("a.bib", 7)),
        unknown(8),
    ]
    grouped = group_problems(problems)
    assert [(str(problem.origin), problem.uses) for problem in grouped] == [
        ("a.bib:2", 3),
        ("a.bib:3", 1),
        ("b.bib:9", 1),
        ("a.bib:7", 1),
    ]
    assert grouped[0].message == (
        "Entry “first”: unknown “x”. This occurs 3 times in the file, also at lines 5 and 8."
    )
    assert group_problems(grouped) == grouped


def test_lost_entries_of_a_group_are_added_up() -> None:
    lost = [Problem(Code.SYNTAX, "lost", Origin("a.ris", line), 1) for line in (4, 4, 9)]
    (problem,) = group_problems(lost)
    assert (problem.entries, problem.uses, problem.more_lines) == (3, 2, (9,))
    (problem,) = group_problems(lost[:2])
    assert (problem.entries, problem.uses, problem.message) == (2, 1, "Lost.")


def test_a_cause_joins_different_sentences_and_suggestions() -> None:
    problems = [
        Problem(
            Code.URL, f"“{name}” is not linked", Origin("a.bib", line), cause="no scheme", suggestion=near
        )
        for line, name, near in ((1, "a", None), (2, "b", Suggestion(("c",))))
    ]
    (problem,) = group_problems(problems)
    assert problem.message == "“a” is not linked. This occurs 2 times in the file, also at line 2."


def test_uses_can_be_counted_before() -> None:
    problems = [replace(unknown(line), uses=uses) for line, uses in ((1, 1200), (1, 34), (1, 1))]
    (problem,) = group_problems(problems)
    assert problem.message.endswith("This occurs 1,235 times in the file.")
    assert group_problems([replace(unknown(1), uses=2)])[0].uses == 2


def test_a_message_names_a_few_lines() -> None:
    (problem,) = group_problems(unknown(line) for line in range(1, 21))
    assert problem.message.endswith("also at lines 2, 3, 4, 5, 6, 7, 8, 9 and 11 more.")
