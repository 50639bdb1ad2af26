"""The persons of the people file among a library's names, and what selections find them by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from sphinxext_pubs.entities.disambiguation import Identities
from sphinxext_pubs.entities.people import People, parsed, token
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation import names

#: The facets that hold people: the list of names, and how many of them count (None: all).
_ROLES: dict[str, tuple[str, int | None]] = {
    "author": ("author", None),
    "first-author": ("author", 1),
    "editor": ("editor", None),
}


class Persons:
    """Who is who in a library; worked out when it is first asked for."""

    def __init__(self, publications: Iterable[Publication], people: People) -> None:
        self.publications = tuple(publications)
        self.people = people

    @cached_property
    def identities(self) -> Identities:
        """The identities of all names."""
        return Identities(self.publications, self.people)

    def values(self, facet: str, paper: Publication) -> tuple[str, ...]:
        """What finds a paper beside what is written: the persons of the people file, and their names."""
        if not self.people or facet not in _ROLES:
            return ()
        return tuple(self._values(*_ROLES[facet], paper))

    def _values(self, role: str, count: int | None, paper: Publication) -> Iterator[str]:
        for somebody in self.identities.who(paper, role)[:count]:
            if somebody.person is not None:
                yield token(somebody.person.id)
                for written in somebody.person.names:
                    yield from names.spellings(parsed(written))
