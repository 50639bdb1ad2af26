"""Disambiguate equal citation labels: by given names, then by letters after the year.

The steps are those of CSL 1.0.2 ("Disambiguation"): first names of the first author where these differ,
then ``2024a``, ``2024b`` in the order of date, title and key.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.letters import number_letters

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Disambiguation:
    """Additions that make a label unique: the first author's ``given`` name, a ``letter`` after the year."""

    given: str = ""
    letter: str = ""


NO_DISAMBIGUATION = Disambiguation()

#: A function that returns the short form of a paper's authors, and its year, with a disambiguation.
Labels: TypeAlias = Callable[[Publication, Disambiguation], tuple[str, str]]


def disambiguate(publications: Iterable[Publication], labels: Labels) -> dict[str, Disambiguation]:
    """Return a mapping of keys to disambiguations, for papers with ambiguous labels."""
    papers = list({publication.key: publication for publication in publications}.values())
    given: dict[str, str] = {}
    for alike in _duplicates(papers, lambda paper: labels(paper, NO_DISAMBIGUATION)):
        given |= _expanded_given_names(alike)
    marks = {key: Disambiguation(name) for key, name in given.items()}
    for alike in _duplicates(papers, lambda paper: labels(paper, marks.get(paper.key, NO_DISAMBIGUATION))):
        for number, paper in enumerate(sorted(alike, key=_sort_key)):
            marks[paper.key] = Disambiguation(given.get(paper.key, ""), number_letters(number))
    return marks


def _duplicates(papers: Sequence[Publication], key: Callable[[Publication], K]) -> list[list[Publication]]:
    """Return the groups of several papers with an equal key."""
    groups: dict[K, list[Publication]] = {}
    for paper in papers:
        groups.setdefault(key(paper), []).append(paper)
    return [group for group in groups.values() if len(group) > 1]


def _expanded_given_names(alike: list[Publication]) -> dict[str, str]:
    """Return a mapping of keys to initials of the first author, or full given names if people share initials.

    An abbreviated name could be anyone with these initials. Empty if all labels remain identical.
    """
    firsts = {paper.key: first for paper in alike if (first := first_person(paper)) and first.given}
    given_names = {key: " ".join(first.given.split()) for key, first in firsts.items()}
    sharing: dict[str, set[str]] = {}
    for given in given_names.values():
        sharing.setdefault(names.initials(given), set()).add(given)
    expanded = {key: _expanded(given, sharing[names.initials(given)]) for key, given in given_names.items()}
    return expanded if len(set(expanded.values())) > 1 or len(expanded) < len(alike) else {}


def _expanded(given: str, sharing: set[str]) -> str:
    """Return the full given name if it disambiguates those with the same initials, else the initials."""
    is_clear = len({*map(fold, sharing)}) > 1 and not any(map(_is_abbreviated, sharing))
    return given if is_clear else names.initials(given)


def _is_abbreviated(given: str) -> bool:
    """True if a given name consists only of initials."""
    return all(len(part.rstrip(".")) < 2 for part in given.replace("-", " ").split())


def first_person(paper: Publication) -> Name | None:
    """Return the first author (or editor, without authors), or None for an organization or nobody."""
    people = paper.author or paper.editor
    return people[0] if people and people[0].family and not people[0].literal else None


def _sort_key(paper: Publication) -> tuple[bool, tuple[int, ...], str, str]:
    parts = paper.issued.parts if paper.issued else ()
    return (not parts, parts, fold(str(paper.title)), paper.key)
