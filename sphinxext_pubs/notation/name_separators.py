"""Lists of people separated by signs or words other than ``and``: found, and divided if it is clear.

All functions work on LaTeX source in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from sphinxext_pubs.notation.name_lists import (
    OUTSIDE_AMPERSANDS,
    OUTSIDE_BARS,
    OUTSIDE_COMMAS,
    OUTSIDE_ENTITIES,
    OUTSIDE_WORDS,
    is_particle,
    split,
)
from sphinxext_pubs.notation.organizations import has_organization_word

#: Maximum length of a name in such a list in characters, and its number of words.
_MAX_LENGTH, _MAX_WORDS = 120, 6


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Words of names of companies that are also names of people, in lower case and without full stops.
_COMPANIES = _set("books co corp company development lab labs partners sons technologies technology")

_LATEX = re.compile(r"\\(?:[A-Za-z]++\s*|.)|[{}~]")


class Separated(NamedTuple):
    """The names between signs of one kind; ``are_people`` is False if they may be one name."""

    names: list[str]
    sign: str
    are_people: bool


class _Separator(NamedTuple):
    """A sign: its text, where a list is split, all tokens, and a test of the names between such signs."""

    sign: str
    at: str
    tokens: re.Pattern[str]
    is_name: Callable[[str], bool]


def is_initials(text: str) -> bool:
    """True for initials of given names: ``J.``, ``J.-P.``, ``A. B.``, ``JP``."""
    bare = _LATEX.sub("", text)
    letters = bare.replace(".", "").replace("-", "").replace(" ", "")
    return len(letters) <= (4 if "." in bare else 3) and letters.isalpha() and letters.isupper()


def _letters(word: str) -> str:
    return _LATEX.sub("", word).strip(".,").replace("-", "").replace("'", "").replace("’", "")


def _is_short_name(chunk: str) -> bool:
    plausible = chunk.count(",") <= 2 and len(chunk) < _MAX_LENGTH and not any(map(str.isdigit, chunk))
    return plausible and len(chunk.split()) <= _MAX_WORDS


def _is_inverted(chunk: str) -> bool:
    return chunk.count(",") == 1 and _is_short_name(chunk)


def _is_person(chunk: str) -> bool:
    """True for two to four capitalized words, with particles, which are not of an organization."""
    words = chunk.split()
    if not 2 <= len(words) <= _MAX_WORDS or "," in chunk:
        return False
    letters = [_letters(word) for word in words]
    if not all(map(str.isalpha, letters)) or is_particle(words[0]) or is_particle(words[-1]):
        return False
    if has_organization_word(chunk) or any(word.lower() in _COMPANIES for word in letters):
        return False
    return sum(map(is_particle, words)) < 3


def _is_person_or_inverted(chunk: str) -> bool:
    return _is_person(chunk) or _is_inverted(chunk) or bool(_comma_list(chunk))


def _is_listed(chunk: str) -> bool:
    return _is_inverted(chunk) or bool(_comma_list(chunk))


def _is_han_name(chunk: str) -> bool:
    return 2 <= len(chunk) <= 4 and all("\u4e00" <= char <= "\u9fff" for char in chunk)


#: Signs used instead of ``and``, in the order in which they are tried. “y”, “e” and “i” also join the family
#: names of one person, so names around them must be inverted.
_SEPARATORS: tuple[_Separator, ...] = (
    _Separator(";", ";", OUTSIDE_ENTITIES, _is_short_name),
    _Separator("；", "；", OUTSIDE_ENTITIES, _is_short_name),
    _Separator("、", "、", OUTSIDE_ENTITIES, _is_short_name),
    _Separator("，", "，", OUTSIDE_COMMAS, _is_han_name),
    _Separator("&", r" \& & ", OUTSIDE_AMPERSANDS, _is_person_or_inverted),
    _Separator(" / ", " / ", OUTSIDE_BARS, _is_person_or_inverted),
    _Separator(" | ", " | ", OUTSIDE_BARS, _is_person_or_inverted),
    *(
        _Separator(f" {word} ", f" {word} ", OUTSIDE_WORDS, _is_person_or_inverted)
        for word in ("und", "et", "och", "og", "en")
    ),
    *(_Separator(f" {word} ", f" {word} ", OUTSIDE_WORDS, _is_listed) for word in ("y", "e", "i")),
)
#: Signs that occur in the names of organizations, too.
_IN_NAMES = _set("& / | und et och og en y e i ，")


def separated_names(piece: str) -> Separated | str:
    """Return the names of a list separated by signs, or the piece without such a sign at its ends."""
    for sign, at, tokens, is_name in _SEPARATORS:
        if sign not in piece:
            continue
        chunks = [chunk for chunk in (part.strip(" ,") for part in split(piece, at, tokens)) if chunk]
        are_people = all(map(is_name, chunks))
        if len(chunks) > 1 and (are_people or sign.strip() not in _IN_NAMES):
            if all(map(_ends_with_initials, chunks)):
                chunks = [*map(_invert, chunks)]
            return Separated(chunks, sign.strip(), are_people)
        if len(chunks) == 1:
            piece = chunks[0]
    return piece


def _comma_list(chunk: str) -> list[str]:
    return people_between_commas([part.strip(" ~") for part in split(chunk, ",")])


def people_between_commas(parts: Sequence[str]) -> list[str]:
    """Return the names of a list separated by commas; empty if the parts are those of one name.

    ``J. Smith, A. Doe``, ``Smith J, Doe AB``, ``Smith, J., Doe, A.``, ``John Smith, Jane Doe, Al Roe``.
    """
    if len(parts) < 2:
        return []
    if all(map(_begins_with_initials, parts)):
        return list(parts)
    if all(map(_ends_with_initials, parts)):
        return [_invert(part) for part in parts]
    families, given = parts[::2], parts[1::2]
    if (
        len(families) == len(given) > 1
        and all(map(is_initials, given))
        and not any(map(is_initials, families))
    ):
        return [f"{family}, {initials}" for family, initials in zip(families, given, strict=True)]
    return list(parts) if len(parts) > 2 and all(map(_is_person, parts)) else []


def _begins_with_initials(part: str) -> bool:
    """True for initials with full stops before a family name: ``J. Smith``, ``J.-P. van der Berg``."""
    first, _, rest = part.replace("~", " ").partition(" ")
    return first.endswith(".") and is_initials(first) and bool(rest) and not is_initials(rest)


def _ends_with_initials(part: str) -> bool:
    """True for a family name before initials: ``Smith J``, ``van der Berg A.B.``."""
    family, _, last = part.rpartition(" ")
    if not family or "." in family or last in _NUMERALS:
        return False
    return is_initials(last) and not _letters(family).isupper()


#: Suffixes of names that look like initials: ``Eades III, Harley D.``
_NUMERALS = _set("II III IV")


def _invert(part: str) -> str:
    family, _, initials = part.rpartition(" ")
    return f"{family}, {initials}"
