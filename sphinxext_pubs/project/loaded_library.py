"""The library of one build, with all that is known of its papers: loaded once, in the parent process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sphinxext_pubs.entities.versions import Works
from sphinxext_pubs.library.private_fields import remove_fields
from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Library, Origin
from sphinxext_pubs.project.local_files import LocalFiles, find_files, find_photos
from sphinxext_pubs.project.settings import Settings, name_pattern
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.query.index import Index

if TYPE_CHECKING:
    from sphinxext_pubs.entities.people import People
    from sphinxext_pubs.entities.persons import Persons
    from sphinxext_pubs.entities.venues import Venues
    from sphinxext_pubs.entities.venues_file import KnownVenues
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.query.entities import EntityIndex

CACHE_NAME = "pubs-library.cache"


@dataclass(frozen=True)
class LoadedLibrary:
    """A library with its local files, every problem in the data, its facets' terms and kinds of link."""

    library: Library
    files: LocalFiles
    problems: tuple[Problem, ...]
    index: Index
    rels: frozenset[str]
    persons: Persons
    people: People
    venues: KnownVenues
    works: Works

    @cached_property
    def entity_index(self) -> EntityIndex:
        """The people, venues and other entities of the library, worked out when first asked for."""
        from sphinxext_pubs.query.entities import EntityIndex

        return EntityIndex(self.index, self.persons, self.venue_names)

    @cached_property
    def venue_names(self) -> Venues:
        """What the venues of papers are called."""
        from sphinxext_pubs.entities.venues import Venues

        return Venues(self.index.publications, self.venues)

    def highlighted_names(self, wanted: Iterable[str]) -> list[str]:
        """Return the names in bold because of who people are, which other papers can change."""
        persons = frozenset[str]().union(*map(self.people.resolve, wanted))
        return self.persons.identities.name_keys_of(persons) if persons else []


def load_library(settings: Settings, site: Site) -> LoadedLibrary:
    """Load the library (from the cache where nothing changed) and look for its local files."""
    srcdir, cache = site.srcdir, site.doctreedir / CACHE_NAME
    from sphinxext_pubs.library.load import load  # not for a build in which nothing changed

    built = site.outdir, site.doctreedir  # in which globs find copies of sources
    loaded = load(settings.sources, srcdir, settings.encoding or None, cache, settings.url_schemes, built)
    library = loaded.library
    if settings.private:
        library = Library([remove_fields(paper, settings.private) for paper in library], library.digest)
    files, missing = find_files(library, srcdir)
    people, wrong = read_people(settings, srcdir)
    lost = find_photos(people, PurePosixPath(settings.people).parent.as_posix(), srcdir, files, site.is_image)
    venues, odd = read_venues(settings, srcdir)
    from sphinxext_pubs.entities.persons import Persons

    persons = Persons(library.publications, people)
    works = Works(library.publications)
    index = Index(library, (persons.extra_values, venues.extra_values, works.extra_values))
    nobody = _nobody(settings.highlight, index, people)
    problems = dict.fromkeys([*loaded.problems, *missing, *wrong, *lost, *odd, *nobody])
    rels = frozenset(link.rel for publication in library for link in publication.links)
    return LoadedLibrary(library, files, tuple(problems), index, rels, persons, people, venues, works)


def _nobody(wanted: Sequence[str], index: Index, people: People) -> Iterator[Problem]:
    """The names of ``pubs_highlight`` that nobody has."""
    if not wanted or not index.publications:
        return
    from sphinxext_pubs.project.suggestions import nearest_terms

    facets = [BY_NAME["author"], BY_NAME["editor"]]
    for name in wanted:
        if people.resolve(name) or any(index.find(facet, name_pattern(name)) for facet in facets):
            continue
        terms = {term for facet in facets for at in index.everything for term in index.terms(facet)[at]}
        near = nearest_terms(name, {*terms, *people.by_id, *people.groups})
        sentence = f"pubs_highlight: unknown author, person or group “{name}”"
        yield Problem(Code.OPTION, sentence, Origin("conf.py"), suggestion=Suggestion(near))


def read_people(settings: Settings, srcdir: Path) -> tuple[People, list[Problem]]:
    """Return the people of the project, and the problems in their file."""
    from sphinxext_pubs.entities.people import parse_people

    text, lost = _record_file("people", settings.people, srcdir)
    people, wrong = parse_people(text, settings.people)
    return people, [*lost, *wrong]


def read_venues(settings: Settings, srcdir: Path) -> tuple[KnownVenues, list[Problem]]:
    """Return the venues of the project, and the problems in their file."""
    from sphinxext_pubs.entities.venues_file import parse_venues

    text, lost = _record_file("venues", settings.venues, srcdir)
    venues, wrong = parse_venues(text, settings.venues)
    return venues, [*lost, *wrong]


def _record_file(what: str, name: str, srcdir: Path) -> tuple[str, list[Problem]]:
    if not name:
        return "", []
    try:
        return (srcdir / name).read_bytes().decode("utf-8-sig", "replace"), []
    except (OSError, ValueError):
        message = f"The {what} file “{name}” does not exist. Its path is relative to the folder of conf.py."
        return "", [Problem(Code.SOURCE_MISSING, message, Origin(name))]
