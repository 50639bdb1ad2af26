"""A venue of the project's venues file."""

from __future__ import annotations

from dataclasses import dataclass

from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.notation.matching import Pattern

_NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class KnownVenue:
    """A venue of the file; ``patterns`` find its papers as ``:venue:`` does."""

    id: str
    name: str
    acronym: str = ""
    patterns: tuple[str, ...] = ()
    url: str = ""
    colour: str = ""
    origin: Origin = _NOWHERE

    @property
    def tests(self) -> tuple[Pattern, ...]:
        """What finds its papers."""
        own = [Pattern(word, exact=True) for word in (self.name, self.acronym) if word]
        return (*map(pattern_of, self.patterns), *own)


def pattern_of(written: str) -> Pattern:
    """Return the pattern of a name in the file; ``=`` in front makes it exact."""
    return Pattern(written.removeprefix("=").strip(), exact=written.startswith("="))
