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


#: Minimum lengths of a word for a suggestion: with two letters swapped, one missing or added, or another.
_SWAPPED, _LENGTH, _OTHER = 3, 4, 5


def misspelt(word: str, choices: Iterable[str]) -> str:
    """Return the choice that differs from a word by one typing error, or the empty string.

    An error is a letter that is missing, added or another, or two letters that are swapped. Short words,
    of which many are one error apart, need more in common.
    """
    return next((choice for choice in choices if _is_one_error(word, choice)), "")


def _is_one_error(word: str, choice: str) -> bool:
    """True if the words differ by one error, given the length of the choice."""
    difference = len(word) - len(choice)
    if abs(difference) > 1 or word == choice or len(choice) < _SWAPPED:
        return False
    start = next((at for at, pair in enumerate(zip(word, choice, strict=False)) if pair[0] != pair[1]), -1)
    start = min(len(word), len(choice)) if start < 0 else start
    rest, expected = word[start:], choice[start:]
    if difference:
        longer, shorter = (rest, expected) if difference > 0 else (expected, rest)
        return len(choice) >= _LENGTH and longer[1:] == shorter
    if rest[:2] == expected[1::-1] and rest[2:] == expected[2:]:
        return True
    return len(choice) >= _OTHER and rest[1:] == expected[1:]
