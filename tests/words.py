"""Find phrases that are not plain technical English: ``python -m tests.words`` (part of ``make check``).

Docstrings, comments, messages, identifiers (underscores count as spaces) and the documentation are searched.
Add a phrase to ``PHRASES``, and a legitimate use with its reason to ``LEGITIMATE``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]

#: The files that are searched, as globs.
SEARCHED = (
    *(f"sphinxext_pubs/**/*.{suffix}" for suffix in ("py", "js", "css", "html")),
    "tests/**/*.py",
    "README.md",
    "CHANGELOG.md",
    *(f"example_docs/**/*.{suffix}" for suffix in ("md", "rst", "py")),
)
EXCLUDED = ("tests/words.py", "tests/test_words.py", "example_docs/_build/")

#: Regular expressions of phrases, each with what to write instead; a space matches a line break, too.
PHRASES: dict[str, str] = {
    r"(?<!\bthere )\b(?:is|are) no\b(?! (?:longer|more|less)\b)": "“is not a …”, “is invalid”",
    r"(?<!\bthere )\b(?:is|are) (?-i:none)\b": "“is not one”, “does not exist”",
    r"\bstands?\b(?! for\b|[ -]alone\b)": "“is”, “appears”, “is shown”",
    r"\bmend(?:s|ed|ing)?\b": "“fix”, “repair”",
    r"\banew\b": "“again”",
    r"\bwhose own\b": "“that has its own …”",
    r"\bnone of the choices\b": "“Unknown …”",
    r"\bwhere there (?:is|are) none\b": "“or None”, “if there is none”",
    r"\btold apart\b|\btells? (?:\w+ )?apart\b": "“disambiguate”, “distinguish”",
    r"\bleads? (?:to|there|back)\b": "“link to”, “refer to”",
    r"\bwhat is wrong with\b": "“the errors in …”",
    r"\bbut for\b": "“except …”",
    r"\bfor want of\b": "“without …”",
    r"\bwho is who\b": "“people”",
    r"\bnobody's\b": "a plain statement",
    r"\b(?:is|are) (?:said|told)\b": "“is reported”, “is shown”",
    r"\bpassed over\b": "“is ignored”",
    r"\bcomplain(?:s|t|ts|ed)?\b": "“report”, “warn”, “problem”",
    r"\bfor each in\b": "a noun as the loop variable",
    r'"""(?:What|Whether|Who|Where)\b': "“Return …”, “True if …”",
    r"\bcolour|\bbehaviour|organis(?:e|ation)|recognis|normalis": "the American spelling",
}


class Use(NamedTuple):
    """A legitimate use: the text that contains the phrase, the file, and why it is not another phrase."""

    path: str
    text: str
    reason: str


LEGITIMATE: tuple[Use, ...] = (
    Use("sphinxext_pubs/entities/venues_file.py", '"colour"', "a key of the venues file in British spelling"),
    Use("sphinxext_pubs/entities/venues_file.py", "``colour``", "the same key"),
    Use("sphinxext_pubs/formats/ris/tags.py", "STAND", "a type of RIS"),
    Use("sphinxext_pubs/formats/ris/types.py", "STAND", "a type of RIS"),
    Use("tests/formats/ris_rows.py", "STAND", "a type of RIS"),
    Use("tests/formats/test_ris_tags.py", "STAND", "a type of RIS"),
    Use("tests/browser/test_valid.py", "colour", "a property that CSS does not have"),
    Use("tests/entities/test_venues.py", "colour", "a key of the venues file in British spelling"),
)

#: Phrases in documentation that is rewritten later. The numbers must fall: lower them with the text.
DOCUMENTATION: dict[str, int] = {
    "CHANGELOG.md": 10,
    "example_docs/arranging.md": 4,
    "example_docs/citing.md": 4,
    "example_docs/command.md": 2,
    "example_docs/exports.md": 2,
    "example_docs/filter.md": 3,
    "example_docs/from-sphinxcontrib-bibtex.md": 3,
    "example_docs/index.rst": 2,
    "example_docs/languages.rst": 1,
    "example_docs/large.rst": 2,
    "example_docs/pages.md": 10,
    "example_docs/people.md": 12,
    "example_docs/readers.rst": 12,
    "example_docs/rebuilding.md": 1,
    "example_docs/reference/directive.rst": 3,
    "example_docs/reference/facets.rst": 1,
    "example_docs/reference/templates.rst": 1,
    "example_docs/reference/warnings.rst": 1,
    "example_docs/selecting.rst": 3,
    "example_docs/showing.rst": 12,
    "example_docs/sources.rst": 3,
    "example_docs/start.md": 1,
    "example_docs/troubleshooting.md": 1,
    "example_docs/venues.md": 6,
}

#: Phrases in code that is not rewritten yet, by file or folder; fewer are fine.
NOT_YET: dict[str, int] = {}


class Found(NamedTuple):
    """A phrase in a file, with its line and what to write instead."""

    path: str
    line: int
    phrase: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: “{self.phrase}”: write {self.advice}."


_LINE_BREAK = re.compile(r"[ \t]*\n[ \t]*(?:#:?|//|/?\*)?[ \t]*")
_PATTERNS = [(re.compile(phrase, re.IGNORECASE), advice) for phrase, advice in PHRASES.items()]


def find(path: str, text: str, uses: Iterable[Use] = ()) -> Iterator[Found]:
    """Yield the phrases of a text in order, without the legitimate uses."""
    for use in uses:
        text = text.replace(use.text, re.sub(r"\S", "-", use.text))
    flat = _LINE_BREAK.sub("\n", text.replace("_", " "))
    joined = flat.replace("\n", " ")
    matches = ((match, advice) for pattern, advice in _PATTERNS for match in pattern.finditer(joined))
    for match, advice in sorted(matches, key=lambda row: row[0].start()):
        yield Found(path, flat.count("\n", 0, match.start()) + 1, match[0], advice)


def texts(root: Path = ROOT) -> dict[str, str]:
    """Return the text of each file that is searched, by path."""
    paths = {path.relative_to(root).as_posix(): path for glob in SEARCHED for path in root.glob(glob)}
    return {name: paths[name].read_text("utf-8") for name in sorted(paths) if not name.startswith(EXCLUDED)}


def problems(
    texts: Mapping[str, str],
    uses: Iterable[Use] = LEGITIMATE,
    documentation: Mapping[str, int] = DOCUMENTATION,
    not_yet: Mapping[str, int] = NOT_YET,
) -> Iterator[str]:
    """Yield what has to be changed: phrases that are not listed, and lists that are out of date."""
    for use in uses:
        if use.text not in texts.get(use.path, ""):
            yield f"{use.path}: “{use.text}” does not occur any more. Remove it from LEGITIMATE."
    groups: dict[str, list[Found]] = {path: [] for path in documentation}
    for path, text in texts.items():
        group = next((name for name in (*documentation, *not_yet) if path.startswith(name)), path)
        found = find(path, text, [use for use in uses if use.path == path])
        groups.setdefault(group, []).extend(found)
    for group, phrases in groups.items():
        allowed = documentation.get(group, not_yet.get(group, 0))
        if len(phrases) > allowed:
            yield from map(str, phrases)
            if allowed:
                yield f"{group}: {len(phrases)} phrases instead of {allowed}."
        elif group in documentation and len(phrases) < allowed:
            yield f"{group}: {len(phrases)} phrases instead of {allowed}. Lower the number in DOCUMENTATION."


def main() -> int:
    """Print what has to be changed; return 1 if there is anything."""
    lines = list(problems(texts()))
    print("\n".join(lines) if lines else "No phrases to be replaced.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
