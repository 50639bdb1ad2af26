"""No regular expression of the package, and no reader, takes more than linear time."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import sphinxext_pubs
from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.library import sniffing
from sphinxext_pubs.notation.free_dates import _FORMS
from sphinxext_pubs.notation.identifiers import IDENTIFIERS, PREPRINT_SERVERS

from . import linear
from .adversarial import ADVERSARIES, read_seconds

KINDS = (*sniffing._TEXTS, *sniffing._GENERIC, *(row.signature for row in FORMATS if row.signature))

#: Patterns that are compiled from arguments, by the function that does it.
EXAMPLES: dict[str, list[re.Pattern[Any]]] = {
    "notation.free_dates:": [pattern for pattern, _ in _FORMS],
    "extension.directives.publications:_line_offset": [re.compile(r"(?:.*::|[^\w{]*+\{.*\})?\s*+:?year\s*:")],
    "extension.pages.skeleton:__init__": [re.compile("papers/pubs-skeleton-page_No|pubs-skeleton-page_No")],
    "formats.base:find": [re.compile(kind.pattern, re.IGNORECASE | re.MULTILINE) for kind in KINDS],
    "formats.base:matches": [re.compile(row.sniff, re.MULTILINE) for row in FORMATS if row.sniff],
    "formats.base:is_blank": [re.compile(row.blank) for row in FORMATS],
    "formats.base:_compiles": [],
    "notation.identifiers:_find": [
        re.compile(rf"(?<![^\W_])(?:{row.pattern})(?![^\W_])", re.IGNORECASE)
        for row in (*IDENTIFIERS, *PREPRINT_SERVERS)
        if row.pattern
    ],
    "formats.csl_yaml:_chunks": [re.compile(r"^  -[ \t]", re.MULTILINE)],
    "formats.csl_json.stream:learn_indent": [re.compile(r"(?<=\n    )\{")],
}


def distinct() -> Iterator[linear.FoundPattern]:
    known = set()
    for found in linear.patterns_of(sphinxext_pubs, EXAMPLES):
        if (key := (found.pattern, found.modes)) not in known:
            known.add(key)
            yield found


PATTERNS = list(distinct())


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ModuleType]]:
    """Make a package of one module (``rooms``), or of two, and import it."""

    def plant(rooms: str, corridors: str = "") -> ModuleType:
        root = tmp_path / "planted"
        root.mkdir()
        (root / "__init__.py").touch()
        (root / "rooms.py").write_text(rooms, encoding="utf-8")
        (root / "corridors.py").write_text(corridors, encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        return import_module("planted")

    yield plant
    for name in ("planted", "planted.rooms", "planted.corridors"):
        sys.modules.pop(name, None)


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 500


@pytest.mark.parametrize("part", range(8))
def test_patterns_are_linear(part: int) -> None:
    slow = {found.location: text for found in PATTERNS[part::8] if (text := linear.slow_text(found))}
    assert slow == {}


def test_every_python_reads_the_patterns_alike() -> None:
    compiled = [found for found in PATTERNS if found.location.count(":") == 2]  # not from other strings
    assert [found.location for found in compiled if linear.has_possessive_group(found.pattern)] == []


@pytest.mark.parametrize(
    ("pattern", "is_one"), [(r"(?:ab|c)*+", True), (r"(?:ab)++", True), (r"a[bc]*+", False)]
)
def test_possessive_groups_are_found(pattern: str, is_one: bool) -> None:
    assert linear.has_possessive_group(re.compile(pattern)) is is_one


#: Patterns that are not linear, each for another reason.
SLOW = {
    "nested repeats (the pattern that hung a build)": r"(?:\s|%[^\n]*)*",
    "alternatives that overlap": r"(?:a|[a-z])+!",
    "nested repeats with a separator": r"(?:\w+,?)+;",
    "two repeats in a row": r"x\s*\s*y",
    "an optional separator between repeats": r"\s*,?\s*\{",
    "a word behind a prefix": r"(?:foo|bar)\s*(\w+)(\w+)!",
    "backtracking into a repeat of any character": r"a.*b.*c.*d",
    "the last of many repeats": r"a+1b+2c+3d+4e+5f+6g+7(?:x|[a-z]+)+8",
    "a repeat behind a lookbehind": r"(?<=\d)(?:a|[a-z]+)+!",
    "bounded repeats in each other": r"(?:\w{1,16}\s?){1,16}!",
    "the last of many alternatives": r"(?:b1|c2|d3|e4|f5|g6|h7|[a-z]+)+!",
}


@pytest.mark.parametrize("pattern", SLOW.values(), ids=SLOW)
def test_slow_patterns_are_found(pattern: str) -> None:
    assert linear.slow_text(linear.FoundPattern("here", re.compile(pattern)))


SEARCHED = {
    "a repeat that every place of a run begins again": r"\s+$",
    "a repeat before what is missing": r"\w+@",
    "an opening that is never closed": r"<!--.*?-->",
    "a word between repeats": r"^[^/]*\bdoi\b[^/]*/",
    "a long opening that is never closed": r"Proceedings of the [^:]*:",
}


@pytest.mark.parametrize("pattern", SEARCHED.values(), ids=SEARCHED)
def test_slow_searches_are_found(pattern: str) -> None:
    assert linear.slow_text(linear.FoundPattern("here", re.compile(pattern), frozenset({"search"})))


@pytest.mark.parametrize(
    "pattern", [r"\s*+,", r"(?<!\s)\s*+,\s*+", r"(?:\s++|%[^\n]*+)*", r"[a-z]+", r"[^>]{0,200}>"]
)
def test_linear_patterns_pass(pattern: str) -> None:
    assert linear.slow_text(linear.FoundPattern("here", re.compile(pattern), frozenset({"match"}))) == ""


def test_no_pattern_is_compiled_in_another_way() -> None:
    assert list(linear.other_spellings(sphinxext_pubs)) == []


@pytest.mark.parametrize(
    "source",
    [
        "from re import compile\n",
        "import re as _re\n",
        'import re\nA = list(map(re.compile, ["a"]))\n',
        'import re\nA = re.Scanner([("a", None)])\n',
    ],
)
def test_other_spellings_are_found(source: str, planted: Callable[[str], ModuleType]) -> None:
    assert list(linear.other_spellings(planted(source)))


def test_a_pattern_is_tried_as_other_modules_use_it(planted: Callable[[str], ModuleType]) -> None:
    source = 'import re\n_A = re.compile(r"\\s+$")\nB = _A.match("")\n'
    package = planted(source, "from planted.rooms import _A\n\nfound = _A.search('')\n")
    assert any(map(linear.slow_text, linear.patterns_of(package, {})))


def test_a_pattern_from_an_argument_needs_examples(planted: Callable[[str], ModuleType]) -> None:
    package = planted("import re\nA = 'a'\ndef f(t, A):\n    return re.search(A, t)\n")
    with pytest.raises(AssertionError, match="give examples"):
        list(linear.patterns_of(package, {}))


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
    "in a program": 'import re\nre.search(r"PATTERN;", "")\n',
}


@pytest.mark.parametrize("source", PLANTED.values(), ids=PLANTED)
def test_a_slow_pattern_is_found_anywhere(source: str, planted: Callable[[str], ModuleType]) -> None:
    package = planted(source.replace("PATTERN", r"(?:\s|%[^\n]*)*"))
    assert any(map(linear.slow_text, linear.patterns_of(package, {})))


# Readers

#: Characters of an adversarial file, and how many times as many there are in the larger one.
SIZE, TIMES = 2**17, 8
#: What reading may cost more for each doubling: twice as much, with room for the noise of short measurements.
DOUBLED = 2.4
#: Processor seconds that say nothing of growth.
QUICK = 0.1


#: A program that prints the processor seconds for an adversarial file in two sizes.
FRESH = """
import subprocess
import sys
from tests.adversarial import ADVERSARIES, read_seconds
name, *sizes = sys.argv[1:]
print(*(read_seconds(ADVERSARIES[name], int(size)) for size in sizes))
"""


def seconds_in_new_process(name: str) -> tuple[float, float]:
    """Return the processor seconds for the smaller and the larger file, without the memory of other tests."""
    command = [sys.executable, "-c", FRESH, name, str(SIZE), str(SIZE * TIMES)]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    small, large = map(float, done.stdout.split())
    return small, large


@pytest.mark.parametrize("name", ADVERSARIES)
def test_readers_are_linear(name: str) -> None:
    adversary = ADVERSARIES[name]
    tiny = SIZE // 64  # what is very slow fails here; the first reading may have to import
    assert read_seconds(adversary, tiny) < 1 or read_seconds(adversary, tiny) < 1
    small, large = read_seconds(adversary, SIZE), read_seconds(adversary, SIZE * TIMES)
    for _ in range(3):  # a busy machine, and a process with much memory, make measurements too long
        if large < QUICK or large < small * DOUBLED ** (TIMES.bit_length() - 1):
            return
        small, large = seconds_in_new_process(name)
    pytest.fail(f"{SIZE} characters take {small:.2f} s, {TIMES} times as many {large:.2f} s")
