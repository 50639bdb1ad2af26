"""Words that may have been meant."""

from __future__ import annotations

from collections.abc import Iterable

from sphinxext_pubs.model.problems import Suggestion, UnknownOptionError

#: The largest number of choices that are listed in addition to a near one.
FEW = 20


def near_words(word: str, choices: Iterable[str], most: int = 3, cutoff: float = 0.6) -> tuple[str, ...]:
    """Return the choices most like a word, the nearest first, ignoring case; ``cutoff`` is difflib's."""
    from difflib import get_close_matches  # not for a build in which nothing is wrong

    lowered = {choice.lower(): choice for choice in choices}
    near = get_close_matches(word[:80].lower(), lowered, most, cutoff)
    return tuple(lowered[match] for match in near)


def suggest(word: str, choices: Iterable[str]) -> Suggestion:
    """Return the choice most like a word, if any, and all choices if there is none or they are few."""
    words = tuple(choices)
    near = near_words(word, words, 1)
    return Suggestion(near, choices=() if near and len(words) > FEW else words)


def unknown_option(name: str, choices: Iterable[str]) -> UnknownOptionError:
    """Return the error of an option that is not one of ``choices``."""
    return UnknownOptionError(name, f"unknown option “{name}”", suggest(name, choices))
