"""Suggestions for unknown keys and names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxext_pubs.entities.authority import AuthorityName
from sphinxext_pubs.entities.people import People
from sphinxext_pubs.entities.venues_file import KnownVenues
from sphinxext_pubs.formats.bibtex.fields import BY_TYPE
from sphinxext_pubs.model.problems import InvalidValueError, Suggestion, message_text
from sphinxext_pubs.model.publication import Library
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.model.suggestions import near_words
from sphinxext_pubs.model.work_types import BY_CSL
from sphinxext_pubs.notation.matching import WORDS, Pattern, parse_patterns
from sphinxext_pubs.query.expression import parse, required_conditions
from sphinxext_pubs.query.facet import Facet
from sphinxext_pubs.query.fields import HAVING, having_words
from sphinxext_pubs.query.index import Index
from sphinxext_pubs.query.selection import Selection

#: A locator or word next to a key, which is only valid in pandoc's notation.
_PANDOC_WORDS = re.compile(r"(?:pp?|ch|chap|sec|fig|vol|no)\b\.?\s*\d.*|(?:see|cf|e\.g)\b.*", re.IGNORECASE)


#: The remedy for an empty library.
FILL_LIBRARY = "The library is empty; set pubs_sources in conf.py"


def unknown_key(name: str, library: Library) -> InvalidValueError:
    """Return the error for an unknown key, with the nearest keys or another suggestion."""
    near = nearest_keys(name, library)
    return InvalidValueError(
        f"unknown key “{name}”", Suggestion(near, "" if near else _remedy_for(name, library))
    )


def _remedy_for(name: str, library: Library) -> str:
    if not library.publications:
        return FILL_LIBRARY
    if _PANDOC_WORDS.fullmatch(name):
        return "Put an @ before the key to add words and pages, as in “see @key, p. 3”"
    return "Separate keys by commas" if ";" in name else ""


def nearest_keys(name: str, library: Library, most: int = 3) -> tuple[str, ...]:
    """Return the keys most similar to a name, ignoring case and accents, the nearest first.

    Only keys with the same first letter and a similar length are compared, so that many unknown names in a
    large library stay cheap.
    """
    folded_name = fold(name)
    candidates: dict[str, str] = {}
    for publication in library:
        for key in (publication.key, *publication.ids):
            folded = fold(key)
            longest_difference = 1 + len(folded_name) // 3
            if folded[:1] == folded_name[:1] and abs(len(folded) - len(folded_name)) <= longest_difference:
                candidates.setdefault(folded, key)
    return tuple(candidates[folded] for folded in near_words(folded_name, candidates, most, 0.7))


#: The facet of types of works.
_TYPE = "type"


def unknown_words(selection: Selection, index: Index, people: People, venues: KnownVenues) -> list[str]:
    """Return messages about values of conditions that no paper has but that are similar to existing ones."""
    person_names = [word for person in people.persons for word in (person.id, *person.names)]
    venue_names = [word for venue in venues.venues for word in (venue.id, venue.name, venue.acronym) if word]
    file_terms: dict[AuthorityName, list[str]] = {"people": person_names, "venues": venue_names}
    messages = []
    for facet, pattern in _conditions(selection, index):
        if pattern.negated or "*" in pattern.text or index.find(facet, pattern):
            continue
        terms = {*_terms(facet, index), *file_terms.get(facet.authority, ())}
        near = () if pattern.text.lower() in terms else nearest_terms(pattern.text, terms)
        if near:
            messages.append(message_text(f"No paper {_wanted(facet, pattern)}", Suggestion(near)))
    return list(dict.fromkeys(messages))


def _conditions(selection: Selection, index: Index) -> Iterator[tuple[Facet, Pattern]]:
    """Yield the conditions of options and filter with words that can be misspelt."""
    options = ((index.facets[name], parse_patterns(value)) for name, value in selection.conditions)
    given = [(facet, pattern) for facet, patterns in options for pattern in patterns]
    if selection.filter:
        tree = parse(selection.filter, index.facets)
        given += ((condition.facet, condition.pattern) for condition in required_conditions(tree))
    return (
        condition
        for condition in given
        if condition[0].matching is WORDS or condition[0] is HAVING or condition[0].name == _TYPE
    )


def _terms(facet: Facet, index: Index) -> set[str]:
    """Return all terms of a facet, the words for all that papers have, or all types of works."""
    if facet.name == _TYPE:
        return {*BY_TYPE, *BY_CSL}
    if facet is HAVING:
        return {word for paper in index.publications for word in having_words(paper)}
    return {term for position in index.everything for term in index.terms(facet)[position]}


def _wanted(facet: Facet, pattern: Pattern) -> str:
    return f"has “{pattern.text}”" if facet is HAVING else f"has the {facet.name} “{pattern.text}”"


def nearest_terms(text: str, terms: set[str], most: int = 1) -> tuple[str, ...]:
    """Return the terms most similar to a text, the nearest first; a single word also matches words of terms.

    Only terms with the same first letter or a common word are compared, to be fast in a large library.
    """
    folded = fold(text)
    words, is_word = set(folded.split()), " " not in folded
    candidates: dict[str, str] = {}
    for term in sorted(terms):
        for form in _comparable_forms(fold(term), by_word=is_word):
            if abs(len(form) - len(folded)) <= 1 + len(folded) // 3 and (
                form[:1] == folded[:1] or words & set(form.split())
            ):
                candidates.setdefault(form, term)
    return tuple(dict.fromkeys(candidates[form] for form in near_words(folded, candidates, most, 0.7)))


def _comparable_forms(term: str, *, by_word: bool) -> Iterator[str]:
    yield term
    if by_word:
        yield from term.split()
