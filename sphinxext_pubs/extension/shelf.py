"""The library of one build: loaded once, in the parent process, kept on the domain instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinxext_pubs import sources
from sphinxext_pubs.extension.config import Settings
from sphinxext_pubs.extension.files import LocalFiles, find_files
from sphinxext_pubs.model import Library
from sphinxext_pubs.problems import Problem
from sphinxext_pubs.selection import Index

CACHE_NAME = "pubs-library.cache"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library with its local files, every problem in the data, its facets' terms and kinds of link."""

    library: Library
    files: LocalFiles
    problems: tuple[Problem, ...]
    index: Index
    rels: frozenset[str]


def fill(settings: Settings, srcdir: Path, doctreedir: Path, built: Sequence[Path]) -> Shelf:
    """Load the library (from the cache where nothing changed) and look for its local files."""
    cache = doctreedir / CACHE_NAME
    loaded = sources.load(
        settings.sources, srcdir, settings.encoding or None, cache, settings.url_schemes, built
    )
    library = loaded.library
    files, missing = find_files(library, srcdir)
    problems = dict.fromkeys([*loaded.problems, *missing])
    rels = frozenset(link.rel for publication in library for link in publication.links)
    return Shelf(library, files, tuple(problems), Index(library), rels)
