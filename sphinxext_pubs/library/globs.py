"""Glob patterns of sources: the files that they match, each once, and the faults in patterns."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from sphinxext_pubs.model.problems import Suggestion
from sphinxext_pubs.model.rich_text import one_line


def expand_glob(base: Path, parts: Sequence[str]) -> dict[str, str]:
    """Return the files below a folder that match the parts of a pattern: real path → name from the folder.

    Links cannot multiply the files: each folder and file is visited once, by its real path. ``*`` also
    matches links to folders, ``**`` does not follow them. Folders that cannot be read have no files.
    """
    folders = {os.path.realpath(base): ""}
    for part in parts[:-1]:
        matches: dict[str, str] = {}
        for folder, name in folders.items():
            for path, child in _match_folders(folder, part):
                matches.setdefault(path, f"{name}/{child}" if name and child else name or child)
        folders = matches
    files: dict[str, str] = {}
    for folder, name in folders.items():
        for path, child in _match_names(folder, parts[-1]):
            if os.path.lexists(path) and not os.path.isdir(path):
                files.setdefault(path, f"{name}/{child}" if name else child)
    return files


def _match_folders(folder: str, part: str) -> Iterator[tuple[str, str]]:
    """Yield the real paths of the folders that a part of a pattern matches, and their names."""
    if part != "**":
        yield from (match for match in _match_names(folder, part) if os.path.isdir(match[0]))
        return
    for path, children, _ in os.walk(folder):
        children.sort()
        yield path, "" if path == folder else Path(path).relative_to(folder).as_posix()


def _match_names(folder: str, part: str) -> list[tuple[str, str]]:
    """Return the real paths and the names of what a part of a pattern, except ``**``, matches."""
    names = [part]
    if any(wildcard in part for wildcard in "*?["):
        try:
            names = sorted(name for name in os.listdir(folder) if fnmatch(name, part))
        except OSError:
            return []
    return [(os.path.realpath(os.path.join(folder, name)), name) for name in names]


def find_fault(pattern: str) -> tuple[str, Suggestion] | None:
    """Return the sentence about a fault in a pattern that matches nothing, and what to do, or None."""
    for has_fault, sentence, remedy in _FAULTS:
        if has_fault(pattern):
            return sentence.format(f"The pattern “{one_line(pattern)}”"), Suggestion(remedy=remedy)
    return None


def _has_unmatched_bracket(pattern: str) -> bool:
    """True if a ``[`` begins no set of characters; the first character in a set may be ``]``."""
    position = pattern.find("[")
    while position >= 0:
        start = position + 1 + pattern.startswith("!", position + 1)
        end = pattern.find("]", start + pattern.startswith("]", start))
        if end < 0:
            return True
        position = pattern.find("[", end)
    return False


def _has_inner_stars(pattern: str) -> bool:
    return any("**" in part and part != "**" for part in pattern.split("/"))


#: Faults in patterns: their tests, the sentences about them, and what to do.
_FAULTS: tuple[tuple[Callable[[str], bool], str, str], ...] = (
    (lambda pattern: not pattern.strip(), "{} is empty", "Name a file"),
    (_has_unmatched_bracket, "{} has an unmatched “[”", "Close it with “]”, or write “[[]” for a “[”"),
    (_has_inner_stars, "{} has “**” next to other characters", "Write “**” between slashes: “**/*.bib”"),
    (
        lambda pattern: "{" in pattern,
        "{} has braces, which are not supported",
        "Write a pattern for each file",
    ),
    (lambda pattern: pattern.startswith("~"), "{} begins with “~”, which is not expanded", "Write the path"),
)
