"""Labels that would read the same are told apart: by given names, then by letters after the year.

The steps are those of CSL 1.0.2 ("Disambiguation"): first names of the first author where these differ,
then ``2024a``, ``2024b`` in the order of date, title and key.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TypeAlias, TypeVar

from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation import names

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Disambiguation:
    """What tells a paper's label from others: the first author's ``given`` name, the year's ``letter``."""

    given: str = ""
    letter: str = ""


NO_DISAMBIGUATION = Disambiguation()

#: The short form of a paper's authors, and its year, with a mark.
Labels: TypeAlias = Callable[[Publication, Disambiguation], tuple[str, str]]


def disambiguate(publications: Iterable[Publication], labels: Labels) -> dict[str, Disambiguation]:
    """Key → mark, for the papers whose labels need one; each paper is counted once."""
    papers = list({publication.key: publication for publication in publications}.values())
    given: dict[str, str] = {}
    for alike in _duplicates(papers, lambda paper: labels(paper, NO_DISAMBIGUATION)):
        given |= _expanded_given_names(alike)
    marks = {key: Disambiguation(name) for key, name in given.items()}
    for alike in _duplicates(papers, lambda paper: labels(paper, marks.get(paper.key, NO_DISAMBIGUATION))):
        for number, paper in enumerate(sorted(alike, key=_sort_key)):
            marks[paper.key] = Disambiguation(given.get(paper.key, ""), year_letters(number))
    return marks


def _duplicates(papers: Sequence[Publication], what: Callable[[Publication], K]) -> list[list[Publication]]:
    """Those that have the same, where there are several."""
    groups: dict[K, list[Publication]] = {}
    for paper in papers:
        groups.setdefault(what(paper), []).append(paper)
    return [group for group in groups.values() if len(group) > 1]


def _expanded_given_names(alike: list[Publication]) -> dict[str, str]:
    """Key → initials of the first author, or the whole given name where people share initials.

    An abbreviated name may be anybody's with these initials. Nothing where all are told alike.
    """
    firsts = {paper.key: first for paper in alike if (first := first_person(paper)) and first.given}
    wholes = {key: " ".join(first.given.split()) for key, first in firsts.items()}
    sharing: dict[str, set[str]] = {}
    for whole in wholes.values():
        sharing.setdefault(names.initials(whole), set()).add(whole)
    told = {key: _expanded(whole, sharing[names.initials(whole)]) for key, whole in wholes.items()}
    return told if len(set(told.values())) > 1 or len(told) < len(alike) else {}


def _expanded(whole: str, sharing: set[str]) -> str:
    clear = len({*map(fold, sharing)}) > 1 and not any(map(_is_abbreviated, sharing))
    return whole if clear else names.initials(whole)


def _is_abbreviated(given: str) -> bool:
    """Whether a given name is only initials, which may be anybody's."""
    return all(len(part.rstrip(".")) < 2 for part in given.replace("-", " ").split())


def first_person(paper: Publication) -> Name | None:
    """The first author, or editor where there are no authors; None where it is an organisation, or nobody."""
    people = paper.author or paper.editor
    return people[0] if people and people[0].family and not people[0].literal else None


def _sort_key(paper: Publication) -> tuple[bool, tuple[int, ...], str, str]:
    parts = paper.issued.parts if paper.issued else ()
    return (not parts, parts, fold(str(paper.title)), paper.key)


def year_letters(number: int) -> str:
    """``a`` to ``z``, then ``aa`` and so on, for 0, 1 …."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, len(ascii_lowercase))
        text = ascii_lowercase[rest] + text
    return text
