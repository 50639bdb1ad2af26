"""The authorities of a library: for people, for venues, and for the versions of works."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from sphinxext_pubs.entities.authority import Authorities, Authority, AuthorityName, Profile, Role
from sphinxext_pubs.entities.disambiguation import NAME_PREFIX, Author
from sphinxext_pubs.entities.people import People
from sphinxext_pubs.entities.persons import Persons
from sphinxext_pubs.entities.venues import Venues
from sphinxext_pubs.entities.venues_file import KnownVenues
from sphinxext_pubs.entities.versions import Works
from sphinxext_pubs.model.publication import Publication


@dataclass(frozen=True)
class _People(Authority):
    """The authority for people, distinguished by the people file, ids and co-authors."""

    persons: Persons
    role: Role
    file = "people"

    def _authors_of(self, paper: Publication) -> list[Author]:
        return self.persons.identities.authors_of(paper, self.role.variable)[: self.role.limit]

    def values(self, paper: Publication) -> Iterable[str]:
        return self.persons.extra_values(paper, self.role.variable, self.role.limit)

    def entities(self, paper: Publication) -> Iterable[tuple[str, str]]:
        return [(author.id, author.label) for author in self._authors_of(paper)]

    def has_id(self, identity: str) -> bool:
        return not identity.startswith(NAME_PREFIX)

    def is_from_file(self, identity: str) -> bool:
        return identity in self.persons.people.by_id

    def profile(self, identity: str, paper: Publication) -> Profile:
        author = next((row for row in self._authors_of(paper) if row.id == identity), None)
        if author is None:
            return Profile(is_person=True)
        return Profile(
            orcid=author.orcid, spellings=tuple(author.spellings), person=author.person, is_person=True
        )


@dataclass(frozen=True)
class _Venues(Authority):
    """The authority for venues: the venues file, and the names that are derived from titles of volumes."""

    venues: Callable[[], Venues]
    known: KnownVenues
    publications: tuple[Publication, ...]
    file = "venues"

    @cached_property
    def _short_labels(self) -> dict[str, str]:
        venues = map(self.venues().find_for_paper, self.publications)
        return {venue.label: venue.short for venue in venues}

    def values(self, paper: Publication) -> Iterable[str]:
        return self.known.extra_values(paper)

    def entities(self, paper: Publication) -> Iterable[tuple[str, str]]:
        venue = self.venues().find_for_paper(paper)
        if not venue.name:
            return ()
        return ((venue.identity, venue.label),)

    def identity(self, text: str) -> str:
        return self.venues().find(text).identity

    def short_label(self, label: str) -> str:
        return self._short_labels.get(label, label)

    def has_id(self, identity: str) -> bool:
        return not identity.startswith(NAME_PREFIX)

    def is_from_file(self, identity: str) -> bool:
        return identity in self.known.by_id

    def profile(self, identity: str, paper: Publication) -> Profile:
        venue = self.known.by_id.get(identity)
        return Profile(homepage=venue.url) if venue is not None else Profile()


@dataclass(frozen=True)
class _Versions(Authority):
    """The authority for statuses: preprints whose publication is another entry are superseded."""

    works: Works

    def values(self, paper: Publication) -> Iterable[str]:
        return self.works.extra_values(paper)


@dataclass(frozen=True)
class LibraryAuthorities(Authorities):
    """The authorities of a library with a people file and a venues file, created on first use."""

    publications: tuple[Publication, ...]
    people: People
    known_venues: KnownVenues

    @cached_property
    def persons(self) -> Persons:
        """The people of the library."""
        return Persons(self.publications, self.people)

    @cached_property
    def venues(self) -> Venues:
        """The names of the papers' venues."""
        return Venues(self.publications, self.known_venues)

    @cached_property
    def works(self) -> Works:
        """The works with several entries."""
        return Works(self.publications)

    def of(self, name: AuthorityName, role: Role | None = None) -> Authority:
        """Return an authority by its name; ``role`` is for that of people."""
        return self._factories[name](role or Role(variable="author"))

    @cached_property
    def _factories(self) -> dict[AuthorityName, Callable[[Role], Authority]]:
        return {
            "": lambda _: Authority(),
            "people": lambda role: _People(self.persons, role),
            "venues": lambda _: _Venues(lambda: self.venues, self.known_venues, self.publications),
            "versions": lambda _: _Versions(self.works),
        }
