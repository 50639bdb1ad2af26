"""The keys that somebody may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxext_pubs.entities.people import People
from sphinxext_pubs.entities.venues_file import KnownVenues
from sphinxext_pubs.model.problems import InvalidValueError, Suggestion, message_text
from sphinxext_pubs.model.publication import Library
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.model.suggestions import near_words
from sphinxext_pubs.notation.matching import WORDS, parse_patterns
from sphinxext_pubs.query.criteria import Selection
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.query.index import Index

#: What looks like a page or a word around a key, which only pandoc's notation takes.
_AROUND = re.compile(r"(?:pp?|ch|chap|sec|fig|vol|no)\b\.?\s*\d.*|(?:see|cf|e\.g)\b.*", re.IGNORECASE)


#: What to do about an empty library.
FILL_LIBRARY = "The library is empty; set pubs_sources in conf.py"


def unknown_key(name: str, library: Library) -> InvalidValueError:
    """Return the error of a key that no paper has, with the nearest keys or what else may be wrong."""
    near = nearest_keys(name, library)
    return InvalidValueError(
        f"unknown key “{name}”", Suggestion(near, "" if near else _remedy(name, library))
    )


def _remedy(name: str, library: Library) -> str:
    if not library.publications:
        return FILL_LIBRARY
    if _AROUND.fullmatch(name):
        return "Put an @ before the key to add words and pages, as in “see @key, p. 3”"
    return "Separate keys by commas" if ";" in name else ""


def nearest_keys(name: str, library: Library, most: int = 3) -> tuple[str, ...]:
    """The keys most like a name, case and accents aside, the nearest first.

    Only keys that begin alike and are about as long are compared, so that many unknown names in a
    large library stay cheap.
    """
    wanted = fold(name)
    candidates: dict[str, str] = {}
    for publication in library:
        for key in (publication.key, *publication.ids):
            folded = fold(key)
            if folded[:1] == wanted[:1] and abs(len(folded) - len(wanted)) <= 1 + len(wanted) // 3:
                candidates.setdefault(folded, key)
    return tuple(candidates[folded] for folded in near_words(wanted, candidates, most, 0.7))


def unknown_words(selection: Selection, index: Index, people: People, venues: KnownVenues) -> list[str]:
    """Return messages about the names that no paper has but that are near others."""
    persons = [word for person in people.persons for word in (person.id, *person.names)]
    known = [word for venue in venues.venues for word in (venue.id, venue.name, venue.acronym) if word]
    named = {"author": persons, "first-author": persons, "editor": persons, "venue": known}
    found = []
    for name, value in selection.conditions:
        facet = BY_NAME.get(name)
        if facet is None or facet.matching is not WORDS:
            continue
        for pattern in parse_patterns(value):
            if pattern.negated or "*" in pattern.text or index.find(facet, pattern):
                continue
            terms = {term for position in index.everything for term in index.terms(facet)[position]}
            near = nearest_terms(pattern.text, {*terms, *named.get(name, ())})
            if near:
                found.append(message_text(f"No paper has the {name} “{pattern.text}”", Suggestion(near)))
    return list(dict.fromkeys(found))


def nearest_terms(wanted: str, terms: set[str], most: int = 1) -> tuple[str, ...]:
    """The terms most like what is wanted; those of several words are like one of their words, too.

    Only terms that begin alike or share a word are compared, so that it is cheap in a large library.
    """
    folded = fold(wanted)
    words, alone = set(folded.split()), " " not in folded
    candidates: dict[str, str] = {}
    for term in sorted(terms):
        for own in _ways(fold(term), alone=alone):
            if abs(len(own) - len(folded)) <= 1 + len(folded) // 3 and (
                own[:1] == folded[:1] or words & set(own.split())
            ):
                candidates.setdefault(own, term)
    return tuple(dict.fromkeys(candidates[own] for own in near_words(folded, candidates, most, 0.7)))


def _ways(term: str, *, alone: bool) -> Iterator[str]:
    yield term
    if alone:
        yield from term.split()
