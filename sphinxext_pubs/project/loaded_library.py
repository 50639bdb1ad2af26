"""The library of one build with its local files, people and venues; loaded once, in the parent process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sphinxext_pubs.entities.authorities import LibraryAuthorities
from sphinxext_pubs.entities.people import People, parse_people
from sphinxext_pubs.entities.persons import Persons
from sphinxext_pubs.entities.venues import Venues
from sphinxext_pubs.entities.venues_file import KnownVenues, parse_venues
from sphinxext_pubs.entities.versions import Works
from sphinxext_pubs.library.private_fields import remove_fields
from sphinxext_pubs.model.problem_groups import group_problems
from sphinxext_pubs.model.problems import (
    Code,
    Problem,
    Suggestion,
    missing_file,
    relative_to_conf,
)
from sphinxext_pubs.model.publication import Library, Origin
from sphinxext_pubs.project.local_files import LocalFiles, find_files, find_photos
from sphinxext_pubs.project.settings import Settings, name_pattern
from sphinxext_pubs.project.suggestions import nearest_terms
from sphinxext_pubs.query.entity_index import EntityIndex
from sphinxext_pubs.query.index import Index

if TYPE_CHECKING:
    from sphinxext_pubs.project.registry import Registry
    from sphinxext_pubs.project.site import Site

CACHE_NAME = "pubs-library.cache"


@dataclass(frozen=True)
class LoadedLibrary:
    """A library with its local files, the problems in the data, its index, and its relations of links."""

    library: Library
    files: LocalFiles
    problems: tuple[Problem, ...]
    index: Index
    rels: frozenset[str]
    authorities: LibraryAuthorities

    @cached_property
    def entity_index(self) -> EntityIndex:
        """The people, venues and other entities of the library."""
        return EntityIndex(self.index, self.authorities)

    @property
    def people(self) -> People:
        """The people of the people file."""
        return self.authorities.people

    @property
    def venues(self) -> KnownVenues:
        """The venues of the venues file."""
        return self.authorities.known_venues

    @property
    def persons(self) -> Persons:
        """The people of the library."""
        return self.authorities.persons

    @property
    def works(self) -> Works:
        """The works with several entries."""
        return self.authorities.works

    @property
    def venue_names(self) -> Venues:
        """The names of the papers' venues."""
        return self.authorities.venues

    def highlighted_names(self, highlight: Iterable[str]) -> list[str]:
        """Return the names shown in bold because they are of a highlighted person in the people file.

        Which names these are may change with any paper, as names are attributed to people by all papers.
        """
        persons = frozenset[str]().union(*map(self.people.resolve, highlight))
        return self.persons.identities.name_keys_of(persons) if persons else []


def load_library(settings: Settings, site: Site, registry: Registry) -> LoadedLibrary:
    """Load the library, from the cache if no source changed, and look for its local files."""
    srcdir, cache = site.srcdir, site.doctreedir / CACHE_NAME
    from sphinxext_pubs.library.load import load  # not for a build in which nothing changed

    excluded = site.outdir, site.doctreedir  # where globs would find copies of sources
    loaded = load(
        settings.sources,
        srcdir,
        settings.encoding or None,
        cache,
        settings.url_schemes,
        excluded,
        formats=registry.formats,
    )
    library = loaded.library
    if settings.private:
        library = Library([remove_fields(paper, settings.private) for paper in library], library.digest)
    files, file_problems = find_files(library, srcdir)
    people, people_problems = read_people(settings, srcdir)
    folder = PurePosixPath(settings.people).parent.as_posix()
    photo_problems = find_photos(people, folder, srcdir, files, site.is_image)
    venues, venue_problems = read_venues(settings, srcdir)
    authorities = LibraryAuthorities(library.publications, people, venues)
    index = Index(library, registry.facets, authorities)
    problems = dict.fromkeys(
        [
            *loaded.problems,
            *group_problems(file_problems),
            *people_problems,
            *photo_problems,
            *venue_problems,
            *_unknown_highlights(settings.highlight, index, people),
        ]
    )
    rels = frozenset(link.rel for publication in library for link in publication.links)
    return LoadedLibrary(library, files, tuple(problems), index, rels, authorities)


def _unknown_highlights(highlight: Sequence[str], index: Index, people: People) -> Iterator[Problem]:
    """Yield a problem for each name in ``pubs_highlight`` that no author or editor has."""
    if not highlight or not index.publications:
        return
    facets = [facet for facet in index.facets.by_authority("people") if facet.role is not None]
    for name in highlight:
        if people.resolve(name) or any(index.find(facet, name_pattern(name)) for facet in facets):
            continue
        terms = {
            term for facet in facets for position in index.everything for term in index.terms(facet)[position]
        }
        near = nearest_terms(name, {*terms, *people.by_id, *people.groups})
        sentence = f"pubs_highlight: unknown author, person or group “{name}”"
        yield Problem(Code.OPTION, sentence, Origin("conf.py"), suggestion=Suggestion(near))


def read_people(settings: Settings, srcdir: Path) -> tuple[People, list[Problem]]:
    """Return the people of the project, and the problems in their file."""
    text, read_problems = _read_record_file("people", settings.people, srcdir)
    people, problems = parse_people(text, settings.people)
    return people, [*read_problems, *problems]


def read_venues(settings: Settings, srcdir: Path) -> tuple[KnownVenues, list[Problem]]:
    """Return the venues of the project, and the problems in their file."""
    text, read_problems = _read_record_file("venues", settings.venues, srcdir)
    venues, problems = parse_venues(text, settings.venues)
    return venues, [*read_problems, *problems]


def _read_record_file(kind: str, name: str, srcdir: Path) -> tuple[str, list[Problem]]:
    if not name:
        return "", []
    try:
        return (srcdir / name).read_bytes().decode("utf-8-sig", "replace"), []
    except (OSError, ValueError):
        sentence = missing_file(f"{kind} file", name)
        remedy = Suggestion(remedy=relative_to_conf(f"pubs_{kind}"))
        return "", [Problem(Code.SOURCE_MISSING, sentence, Origin("conf.py"), suggestion=remedy)]
