"""The library of one build: loaded once, in the parent process, kept on the domain instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs import sources
from sphinxext_pubs.extension.config import Settings
from sphinxext_pubs.extension.files import LocalFiles, find_files
from sphinxext_pubs.model import Library, Origin
from sphinxext_pubs.problems import Code, Problem
from sphinxext_pubs.selection import Index

if TYPE_CHECKING:
    from sphinxext_pubs.naming import Naming
    from sphinxext_pubs.people import People

CACHE_NAME = "pubs-library.cache"


@dataclass(frozen=True)
class Shelf:
    """A library with its local files, every problem in the data, its facets' terms and kinds of link."""

    library: Library
    files: LocalFiles
    problems: tuple[Problem, ...]
    index: Index
    rels: frozenset[str]
    people: People

    @cached_property
    def naming(self) -> Naming:
        """Who is who and what is what in the library, worked out when it is first asked for."""
        from sphinxext_pubs.naming import Naming

        return Naming(self.index, self.people)


def fill(settings: Settings, srcdir: Path, doctreedir: Path, built: Sequence[Path]) -> Shelf:
    """Load the library (from the cache where nothing changed) and look for its local files."""
    cache = doctreedir / CACHE_NAME
    loaded = sources.load(
        settings.sources, srcdir, settings.encoding or None, cache, settings.url_schemes, built
    )
    library = loaded.library
    files, missing = find_files(library, srcdir)
    people, wrong = read_people(settings, srcdir)
    problems = dict.fromkeys([*loaded.problems, *missing, *wrong])
    rels = frozenset(link.rel for publication in library for link in publication.links)
    return Shelf(library, files, tuple(problems), Index(library), rels, people)


def read_people(settings: Settings, srcdir: Path) -> tuple[People, list[Problem]]:
    """The people of the project, and what is wrong with their file."""
    from sphinxext_pubs.people import People, read

    data = people_bytes(settings, srcdir)
    if data is None:
        message = f"The people file {settings.people} is not there; it is looked for beside conf.py."
        return People(), [Problem(Code.SOURCE_MISSING, message, Origin(settings.people))]
    return read(data.decode("utf-8", "replace"), settings.people)


def people_bytes(settings: Settings, srcdir: Path) -> bytes | None:
    """The content of the people file; empty where the project names none, None where it is not there."""
    if not settings.people:
        return b""
    try:
        return (srcdir / settings.people).read_bytes()
    except OSError:
        return None
