"""The persons of the people file among a library's names, and the values by which selections find them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from sphinxext_pubs.entities.disambiguation import Identities
from sphinxext_pubs.entities.people import People, parse_name, person_token
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation import names


class Persons:
    """The identified people of a library, computed on first use."""

    def __init__(self, publications: Iterable[Publication], people: People) -> None:
        self.publications = tuple(publications)
        self.people = people

    @cached_property
    def identities(self) -> Identities:
        """The identities of all names of the library."""
        return Identities(self.publications, self.people)

    def extra_values(self, paper: Publication, role: str, count: int | None = None) -> tuple[str, ...]:
        """Return additional values that find a paper: tokens and all names of people in the people file.

        They are those of the paper's first ``count`` authors or editors, by ``role``.
        """
        return tuple(self._extra_values(paper, role, count)) if self.people else ()

    def _extra_values(self, paper: Publication, role: str, count: int | None) -> Iterator[str]:
        for author in self.identities.authors_of(paper, role)[:count]:
            if author.person is not None:
                yield person_token(author.person.id)
                for spelling in author.person.names:
                    yield from names.spellings(parse_name(spelling))
