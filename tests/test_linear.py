"""No regular expression of the package, and no reader, takes more than linear time."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import sphinxext_pubs
from sphinxext_pubs.citations.csl import punctuation_fixes
from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.library import reading, sniffing
from sphinxext_pubs.library.sources import FoundFile, Inputs
from sphinxext_pubs.notation.free_dates import _FORMS

from . import linear
from .adversarial import ADVERSARIES, Adversary

KINDS = (*sniffing._TEXTS, *sniffing._GENERAL, *(row.seems for row in FORMATS if row.seems))

#: Patterns that are compiled from arguments, by the function that does it.
MADE: dict[str, list[re.Pattern[Any]]] = {
    "citations.csl.punctuation_fixes:_fault": [row.pattern for row in punctuation_fixes.FAULTS],
    "citations.csl.references:with_letter": [re.compile(r"(?<!\d)2024(?!\d)")],
    "notation.free_dates:": [pattern for pattern, _ in _FORMS],
    "extension.directive:_offset_of": [re.compile(r"(?:.*::|[^\w{]*+\{.*\})?\s*+:?year\s*:")],
    "extension.generated.skeletons:__init__": [re.compile("pubs-skeleton-page|pubs-skeleton-title")],
    "formats.base:fits": [
        *(re.compile(kind.pattern, re.IGNORECASE | re.MULTILINE) for kind in KINDS),
        *(re.compile(row.sniff) for row in FORMATS if row.sniff),
    ],
    "formats.csl_json.stream:learn_indent": [re.compile(r"(?<=\n    )\{")],
}


def distinct() -> Iterator[linear.Found]:
    known = set()
    for found in linear.patterns_of(sphinxext_pubs, MADE):
        if (key := (found.pattern, found.modes)) not in known:
            known.add(key)
            yield found


PATTERNS = list(distinct())


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 500


@pytest.mark.parametrize("part", range(8))
def test_patterns_are_linear(part: int) -> None:
    slow = {found.place: text for found in PATTERNS[part::8] if (text := linear.slow_text(found))}
    assert slow == {}


#: Patterns that are not linear, each for another reason.
SLOW = {
    "nested repeats (the pattern that hung a build)": r"(?:\s|%[^\n]*)*",
    "alternatives that overlap": r"(?:a|[a-z])+!",
    "nested repeats with a separator": r"(?:\w+,?)+;",
    "two repeats in a row": r"x\s*\s*y",
    "an optional separator between repeats": r"\s*,?\s*\{",
    "a word behind a prefix": r"(?:foo|bar)\s*(\w+)(\w+)!",
    "backtracking into a repeat of any character": r"a.*b.*c.*d",
}


@pytest.mark.parametrize("pattern", SLOW.values(), ids=SLOW)
def test_slow_patterns_are_found(pattern: str) -> None:
    assert linear.slow_text(linear.Found("here", re.compile(pattern)))


SEARCHED = {
    "a repeat that every place of a run begins anew": r"\s+$",
    "a repeat before what is missing": r"\w+@",
    "an opening that is never closed": r"<!--.*?-->",
    "a word between repeats": r"^[^/]*\bdoi\b[^/]*/",
}


@pytest.mark.parametrize("pattern", SEARCHED.values(), ids=SEARCHED)
def test_slow_searches_are_found(pattern: str) -> None:
    assert linear.slow_text(linear.Found("here", re.compile(pattern), frozenset({"search"})))


@pytest.mark.parametrize(
    "pattern", [r"\s*+,", r"(?<!\s)\s*+,\s*+", r"(?:\s++|%[^\n]*+)*+", r"[a-z]+", r"[^>]{0,200}>"]
)
def test_linear_patterns_pass(pattern: str) -> None:
    assert linear.slow_text(linear.Found("here", re.compile(pattern), frozenset({"match"}))) == ""


#: Places where a pattern can hide.
PLANTED = {
    "compiled in a module": 'import re\n_A = re.compile(r"PATTERN")\n',
    "compiled when it is used": 'import re\ndef f(text):\n    return re.fullmatch(r"PATTERN", text)\n',
    "compiled in a class": 'import re\nclass A:\n    b = re.compile(r"PATTERN", re.MULTILINE)\n',
    "in a table": 'ROWS = {"a": (r"PATTERN", 1)}\n',
    "in an f-string": 'A = "x"\nB = rf"{A}?PATTERN"\n',
    "among alternatives": 'import re\n_A = re.compile(r"b|c" r"|dPATTERN;")\n',
    "of bytes": 'import re\n_A = re.compile(rb"PATTERN")\n',
    "imported by name": 'from re import compile\n_A = compile(r"PATTERN")\n',
}


@pytest.mark.parametrize("source", PLANTED.values(), ids=PLANTED)
def test_a_slow_pattern_is_found_anywhere(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "planted"
    root.mkdir()
    (root / "__init__.py").touch()
    (root / "rooms.py").write_text(source.replace("PATTERN", r"(?:\s|%[^\n]*)*"), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    package: ModuleType = import_module("planted")
    try:
        assert any(map(linear.slow_text, linear.patterns_of(package, {})))
    finally:
        for name in ("planted", "planted.rooms"):
            sys.modules.pop(name, None)


# Readers

#: Characters of an adversarial file, and how many times as many there are in the larger one.
SIZE, TIMES = 2**17, 8
#: What reading may cost more for each doubling: twice as much, with room for the noise of short measurements.
DOUBLED = 2.4
#: Processor seconds that say nothing of growth.
QUICK = 0.1


def read_seconds(adversary: Adversary, size: int) -> float:
    path = Path(f"papers{adversary.suffix}")
    data = adversary.text(size).encode()
    inputs = Inputs(((FoundFile(path, path.name), data),), (), None, ("http", "https"))
    began = time.thread_time()
    reading.read(inputs, "digest")
    return time.thread_time() - began


@pytest.mark.parametrize("adversary", ADVERSARIES.values(), ids=ADVERSARIES)
def test_readers_are_linear(adversary: Adversary) -> None:
    assert read_seconds(adversary, SIZE // 64) < 1  # what is very slow fails here
    seconds = read_seconds(adversary, SIZE)
    large = read_seconds(adversary, SIZE * TIMES)
    assert large < QUICK or large < seconds * DOUBLED ** (TIMES.bit_length() - 1)
