"""The terms of a facet as entities: the people, venues or versions of works that a library knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from sphinxext_pubs.model.publication import Publication

if TYPE_CHECKING:
    from sphinxext_pubs.entities.people import Person

AuthorityName: TypeAlias = Literal["", "people", "venues", "versions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """The people of a paper that a facet is about."""

    variable: Literal["author", "editor"] = field(metadata={"help": "Their CSL variable."})
    limit: int | None = field(
        default=None, metadata={"help": "The number of people, counted from the first, or None for all."}
    )


@dataclass(frozen=True, slots=True)
class Profile:
    """Information on a person or venue besides the papers; empty for other terms.

    ``homepage`` is the one of a venue; that of a person is in ``person``.
    """

    homepage: str = ""
    orcid: str = ""
    spellings: tuple[str, ...] = ()
    person: Person | None = None
    is_person: bool = False


class Authority:
    """The terms of a facet as entities. This class is the authority for terms that are only in the data.

    ``file`` is the kind of file (``people``, ``venues``) in which a term can get an id, or empty.
    """

    file = ""

    def values(self, paper: Publication) -> Iterable[str]:
        """Return additional values that find a paper."""
        return ()

    def entities(self, paper: Publication) -> Iterable[tuple[str, str]] | None:
        """Return identity and label of a paper's entities; None if they are the terms in the data."""
        return None

    def identity(self, text: str) -> str | None:
        """Return the identity of an entity as it is written in the data; None if the facet knows it."""
        return None

    def short_label(self, label: str) -> str:
        """Return the short form of a label, such as the acronym of a venue, or the label."""
        return label

    def has_id(self, identity: str) -> bool:
        """True if an identity is an id of the file, or of the data."""
        return False

    def is_from_file(self, identity: str) -> bool:
        """True if an entity is a record of the file."""
        return False

    def profile(self, identity: str, paper: Publication) -> Profile:
        """Return what is known about an entity of a paper."""
        return Profile()


class Authorities:
    """The authorities of a library. This class knows nothing but the data of each paper."""

    def of(self, name: AuthorityName, role: Role | None = None) -> Authority:
        """Return an authority by its name; ``role`` is for that of people."""
        return Authority()
