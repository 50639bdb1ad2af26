"""Works with ids for pandoc's document, and how they are prepared for a style."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sphinxext_pubs.model.publication import Publication


@dataclass(frozen=True, slots=True)
class Work:
    """A publication with the id that it has in pandoc's document."""

    identifier: str
    paper: Publication


@dataclass(frozen=True, slots=True)
class Preparation:
    """How works are prepared: the variables that the style shows, the language of the project, and whether
    English titles of BibTeX are written in sentence case.
    """

    variables: frozenset[str] = frozenset()
    locale: str = "en-US"
    sentence_case: bool = True


def works_of(papers: Iterable[Publication]) -> list[Work]:
    """Return works with ids of our own, which no data can imitate."""
    return [Work(f"p{number}", paper) for number, paper in enumerate(papers)]
