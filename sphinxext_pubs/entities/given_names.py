"""Given names as words: what is an initial, and which shorter forms a name has."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from sphinxext_pubs.entities.people import has_bare_initials
from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.model.rich_text import fold

#: A given name: a tuple of words, each a tuple of the parts between hyphens.
Words: TypeAlias = tuple[tuple[str, ...], ...]


def given_words(name: Name) -> Words:
    """Return the folded words of a given name; for *J.A.*, *J.-A.* and *JA*, two initials."""
    return _normalize_initials(_split_given(" ".join(name.given) if has_bare_initials(name) else name.given))


def _normalize_initials(words: Words) -> Words:
    """Return initials as separate words, since hyphens between them vary; return other words unchanged."""
    return tuple((part,) for part in flatten(words)) if are_initials(words) else words


def _split_given(given: str) -> Words:
    words = re.sub(r"\.(?!-)", " ", fold(given)).split()
    return tuple(tuple(filter(None, re.split(r"[.\-‐]+", word))) for word in words)


def flatten(words: Words) -> tuple[str, ...]:
    """Return the parts of all words in a row."""
    return tuple(part for word in words for part in word)


def are_initials(words: Words) -> bool:
    """True if every part of a given name is one letter."""
    return all(len(part) == 1 for part in flatten(words))


#: Maximum number of shorter forms of a name; for longer names, only the first words are abbreviated.
MAX_FORMS = 64


@lru_cache(maxsize=8192)
def shorter_forms(full: Words) -> frozenset[Words]:
    """Return the shorter forms of a given name: *J.*, *J. A.*, *Jane*, *Jane A.* for *Jane Ann*.

    A hyphenated name is one word: *Yi* is not short for *Yi-Chia*, but *Y.* and *Y.-C.* are.
    """
    forms: list[Words] = []
    prefixes: list[Words] = [()]
    for choices in map(_abbreviations, full):
        prefixes = [(*prefix, choice) for prefix in prefixes for choice in choices]
        if len(forms) + len(prefixes) > MAX_FORMS:
            break
        forms += prefixes
    return frozenset(_normalize_initials(form) for form in forms if flatten(form) != flatten(full))


def _abbreviations(word: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return a word of a name, and its initials: only the first, and all."""
    initials = [tuple(part[0] for part in word[:length]) for length in (1, len(word))]
    return list(dict.fromkeys([word, *initials]))
