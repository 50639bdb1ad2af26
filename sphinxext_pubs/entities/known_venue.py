"""A venue of the project's venues file."""

from __future__ import annotations

from dataclasses import dataclass

from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.notation.matching import Pattern

_NO_ORIGIN = Origin()


@dataclass(frozen=True, slots=True)
class KnownVenue:
    """A venue of the file; ``patterns`` match its papers as the option ``:venue:`` does."""

    id: str
    name: str
    acronym: str = ""
    patterns: tuple[str, ...] = ()
    url: str = ""
    color: str = ""
    origin: Origin = _NO_ORIGIN

    @property
    def title_patterns(self) -> tuple[Pattern, ...]:
        """The patterns that match the venue titles of its papers, including name and acronym."""
        names = [Pattern(word, exact=True) for word in (self.name, self.acronym) if word]
        return (*map(pattern_of, self.patterns), *names)


def pattern_of(text: str) -> Pattern:
    """Return the pattern for a value in the file; a leading ``=`` makes it exact."""
    return Pattern(text.removeprefix("=").strip(), exact=text.startswith("="))
