"""Entries with the same key: those of one paper are one, different papers get keys of their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sphinxext_pubs.model.problems import Problem, duplicate_key, shared_key
from sphinxext_pubs.model.publication import Publication, bare_doi
from sphinxext_pubs.model.rich_text import fold, letters_and_digits
from sphinxext_pubs.notation.letters import number_letters

#: Maximum number of papers with one key that another one is compared to.
_MAX_COMPARED = 50
#: Titles up to this length are too generic to identify a paper (*Editorial*).
_MAX_GENERIC_TITLE = 12


def resolve_repeated_keys(publications: Sequence[Publication], problems: list[Problem]) -> list[Publication]:
    """Return the publications, each key once, and append the problems of repeated keys.

    Of entries of one paper with the same key, the first is used. Another paper gets a key of its own: the
    key with a letter, such as ``doe2024b``, which is not the key or alias of any publication, whatever its
    case. Keys that differ only in their Unicode form are the same: all are composed (NFC), as the
    texts of sources are. Publications without a key are kept.
    """
    firsts: dict[str, Publication] = {}
    groups: dict[str, _Group] = {}
    result: list[Publication] = []
    new_keys = _NewKeys(publications)
    for paper in publications:
        key = _composed(paper.key)
        first = firsts.setdefault(key, paper) if key else paper
        if first is paper:
            result.append(paper if paper.key == key else replace(paper, key=key))
            continue
        same = groups.setdefault(key, _Group(first)).find_or_add(paper)
        if same is not None:
            problems.append(duplicate_key(paper.key, same.origin, paper.origin, same.key))
            continue
        result.append(replace(paper, key=new_keys.make(key)))
        problems.append(shared_key(paper.key, first.origin, paper.origin, first.key, result[-1].key))
    return result


def _composed(key: str) -> str:
    return key if key.isascii() else unicodedata.normalize("NFC", key)


@dataclass(frozen=True, slots=True)
class _Identity:
    """The values that identify a paper, or empty; ``details`` are for papers with generic titles."""

    title: str
    doi: str
    details: tuple[str, ...]

    def is_same(self, other: _Identity) -> bool:
        """True if nothing that identifies both differs."""
        if _differ(self.title, other.title) or _differ(self.doi, other.doi):
            return False
        has_same_doi = self.doi and other.doi
        has_same_title = self.title and other.title and len(self.title) > _MAX_GENERIC_TITLE
        return bool(has_same_doi or has_same_title) or not any(map(_differ, self.details, other.details))


def _differ(first: str, second: str) -> bool:
    return bool(first and second) and first != second


def _identify(paper: Publication) -> _Identity:
    people, issued = paper.author or paper.editor, paper.issued
    person = fold(people[0].family or people[0].literal) if people else ""
    year = str(issued.parts[0]) if issued and issued.parts else ""
    details = (person, year, letters_and_digits(str(paper.container_title)))
    return _Identity(letters_and_digits(str(paper.title)), bare_doi(paper.doi).lower(), details)


class _Group:
    """The papers that have one key."""

    def __init__(self, first: Publication) -> None:
        self._papers = [(first, _identify(first))]

    def find_or_add(self, paper: Publication) -> Publication | None:
        """Return the entry of the same paper, or None after adding it to the group."""
        identity = _identify(paper)
        for other, known in self._papers:
            if known.is_same(identity):
                return other
        if len(self._papers) < _MAX_COMPARED:
            self._papers.append((paper, identity))
        return None


class _NewKeys:
    """Makes keys that are not in use."""

    def __init__(self, publications: Iterable[Publication]) -> None:
        self._publications = publications
        self._taken: set[str] = set()
        self._letters: dict[str, int] = {}

    def make(self, key: str) -> str:
        """Return the key with the first unused letters: ``b`` to ``z``, ``aa``, ``ab`` …"""
        if not self._taken:
            self._taken.update(fold(name) for paper in self._publications for name in (paper.key, *paper.ids))
        number = self._letters.get(key, 0)
        new_key = key
        while fold(new_key) in self._taken:
            number += 1
            new_key = key + number_letters(number)
        self._letters[key] = number
        self._taken.add(fold(new_key))
        return new_key
