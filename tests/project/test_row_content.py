"""The content of rows from outside, by which a project is read again."""

from __future__ import annotations

import functools
import re
import runpy
from fractions import Fraction
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from sphinxext_pubs.project.additions import Addition, rows_digest
from sphinxext_pubs.project.row_content import content_of

CODE = {
    "function": "def row(paper):\n    return WORD\n",
    "partial": "import functools\ndef f(a, paper):\n    return WORD\nrow = functools.partial(f, 1)\n",
    "instance": "class F:\n    def __call__(self, paper):\n        return WORD\nrow = F()\n",
    "method": "class F:\n    def f(self, paper):\n        return WORD\nrow = F().f\n",
    "closure": "def f():\n    return WORD\ndef make(g):\n    return lambda paper: g()\nrow = make(f)\n",
}


def digest_of_file(folder: Path, code: str) -> str:
    """Return the digest of the row that the code of a file makes."""
    file = folder / "rows.py"
    file.write_text(code, encoding="utf-8")
    return rows_digest([Addition("facet", runpy.run_path(str(file))["row"])])


@pytest.mark.parametrize("code", CODE.values(), ids=CODE)
def test_the_digest_follows_the_file_of_a_function(tmp_path: Path, code: str) -> None:
    texts = (code.replace("WORD", "'a'"), code.replace("WORD", "'a'"), code.replace("WORD", "'b'"))
    digests = [digest_of_file(tmp_path, text) for text in texts]
    assert digests[0] == digests[1] != digests[2]


class Setting:
    """An object with a state."""

    def __init__(self, value: object) -> None:
        self.value = value


def with_default(value: object) -> Any:
    return lambda paper, default=value: default


def in_closure(value: object) -> Any:
    return lambda paper: value


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (functools.partial(print, "a"), functools.partial(print, "b")),
        (functools.partial(print, end="a"), functools.partial(print, end="b")),
        (Setting("a"), Setting("b")),
        (Setting("a").__init__, Setting("b").__init__),  # type: ignore[misc]
        (with_default(1), with_default(2)),
        (in_closure(Setting("a")), in_closure(Setting("b"))),
        (re.compile("a"), re.compile("b")),
        (Fraction(1, 2), Fraction(1, 3)),
        ({"a": {1}}, {"a": {2}}),
        (1, True),
        ([1], (1,)),
        (len, abs),
    ],
)
def test_values_differ_by_what_they_contain(first: object, second: object) -> None:
    assert repr(content_of(first)) != repr(content_of(second))


@pytest.mark.parametrize("value", [Setting(Lock()), functools.partial(print, {"b", "a"}), object(), Lock()])
def test_values_have_no_addresses(value: object) -> None:
    assert " at 0x" not in repr(content_of(value))


def test_a_function_that_calls_itself_has_a_content() -> None:
    def count(number: int) -> int:
        return count(number - 1) if number else 0

    assert "…" in repr(content_of(count))


def test_the_templates_of_a_folder_are_its_content(tmp_path: Path) -> None:
    (tmp_path / "pubs").mkdir()
    contents = []
    for text in ("a", "b"):
        (tmp_path / "pubs" / "brief.html").write_text(text)
        contents.append(content_of(tmp_path))
    assert contents[0] != contents[1]
