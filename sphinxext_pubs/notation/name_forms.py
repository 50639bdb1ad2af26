"""The forms of a single name in BibTeX, with zero, one or two commas, as LaTeX source."""

from __future__ import annotations

import re

from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.notation.name_lists import EAST_ASIAN, is_particle, normalize_spaces, split_words

_JUNIOR = re.compile(r"(?i:jr|sr|junior|senior)\.?$")
SUFFIX = re.compile(r"(?i:jr|sr|junior|senior)\.?$|II$|III$|IV$|2nd$|3rd$")
#: A degree that can also be initials.
_MEDICAL = ("M.D.", "MD", "M. D.")
#: Degrees and honors after a name, except those that may be initials (“MD”, “BA”).
_DEGREES = re.compile(
    r"(?:(?:Ph\.?\s?D|D\.?Phil|Sc\.?D|M\.?Sc|B\.?Sc|D\.?Sc|Pharm\.?D|Esq|MBA|MPH|DVM|DDS|FRS|OBE|CBE|LLM)"
    r"\.?(?:[,/]\s?|\s?\Z)){1,4}"
)


def join_degrees(parts: list[str]) -> list[str]:
    """Return the parts with degrees at the end as one part: ``Smith, John, MD, PhD``."""
    end = len(parts)
    while end > 2 and (_DEGREES.fullmatch(parts[end - 1]) or parts[end - 1] in _MEDICAL):
        end -= 1
    return [*parts[:end], ", ".join(parts[end:])] if len(parts) - end > 1 else parts


def parse_one_comma(last: str, first: str) -> Name:
    """Return the name ``Last, First``, or ``First Last, Jr.`` if the second part can only be a suffix."""
    is_suffix = SUFFIX.match(first) or _DEGREES.fullmatch(first)
    if _JUNIOR.match(first) or (is_suffix and " " in last and not is_particle(last)):
        name = parse_first_von_last(last)
        return Name(name.family, name.given, name.particle, normalize_spaces(first))
    family, suffix = _split_suffix(last)
    given, given_suffix = ("", "") if suffix else _split_suffix(first)
    return _parse_von_last(family, given or first, suffix or given_suffix)


def _split_suffix(part: str) -> tuple[str, str]:
    """Return a part of a name without the suffix at its end, and the suffix, or empty."""
    rest, _, last = part.rpartition(" ")
    return (rest, last) if rest and SUFFIX.match(last) else (part, "")


def parse_two_commas(last: str, second: str, third: str) -> Name:
    """Return the name ``Last, Jr., First``, or ``Last, First, Jr.`` if the third part is a suffix."""
    is_suffix = SUFFIX.match(third) or third.startswith(_MEDICAL) or _DEGREES.fullmatch(third)
    if is_suffix and not SUFFIX.match(second):
        return _parse_von_last(last, second, third)
    return _parse_von_last(last, third, second)


def _parse_von_last(last: str, first: str, suffix: str = "") -> Name:
    """Return a name in a form with commas: words in lower case at the start of ``last`` are the particle."""
    family = split_words(last)
    start = 0
    while start < len(family) - 1 and is_particle(family[start]):
        start += 1
    particle = " ".join(family[:start])
    return Name(" ".join(family[start:]), normalize_spaces(first), particle, normalize_spaces(suffix))


def divide_family(family: str, given: str, suffix: str = "") -> Name:
    """Return a name in plain text, of a format in which the family name begins with the particle."""
    if set("{}\\") & set(family):
        return Name(family, given, "", suffix)
    return _parse_von_last(family, given, suffix)


def parse_first_von_last(piece: str) -> Name:
    """Return a name in the form without commas: the first words in lower case are the particle."""
    parts = split_words(piece)
    suffix = parts.pop() if len(parts) > 2 and SUFFIX.match(parts[-1]) else ""
    final = len(parts) - 1
    if final and not piece.isascii() and all(map(EAST_ASIAN.match, parts)):
        return Name(parts[0], " ".join(parts[1:]), "", suffix)
    start = 0
    while start < final and not is_particle(parts[start]):
        start += 1
    end = start
    while end < final and is_particle(parts[end]):
        end += 1
    return Name(" ".join(parts[end:]), " ".join(parts[:start]), " ".join(parts[start:end]), suffix)
