"""The values of conditions: alternatives, negation, ranges, globs, and how each kind of value matches.

A value is written as the options of the directive write it::

    value       = alternative { "," alternative }
    alternative = [ "!" ] [ "=" ] ( "{" text "}" | text )

Commas mean *or*. ``!`` negates: a publication is selected if it matches any of the positive
alternatives (or there are none) and none of the negated ones. ``=`` matches exactly. Braces take
commas and leading signs as they stand. ``*`` stands for any run of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeAlias, TypeVar

from sphinxext_pubs.model.rich_text import fold

#: The longest value of a condition, in characters.
MAX_VALUE = 10_000

#: Open ranges reach this far, in both directions; years are astronomical (0 is 1 BCE).
MAX_YEAR = 999_999

Value: TypeAlias = "str | int"
Hay = TypeVar("Hay")


class ConditionError(ValueError):
    """A value that is no condition; the message says what would be right, without naming the option."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One alternative of a condition: the text to find, and whether it is negated or exact."""

    text: str
    negated: bool = False
    exact: bool = False


#: Matches every publication that has a term at all.
ANY = Pattern("*")


# How values are written ----------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def patterns(value: str) -> tuple[Pattern, ...]:
    """The alternatives of a value; ``ConditionError`` for an empty one or an unbalanced brace."""
    if len(value) > MAX_VALUE:
        raise ConditionError(f"the value is longer than {MAX_VALUE:,} characters")
    if not value.strip():
        raise ConditionError("the value is empty; “*” would mean any")
    return tuple(_pattern(item.strip()) for item in split(value))


def split(value: str) -> list[str]:
    """The parts of a value between commas that stand in no braces."""
    parts, depth, start = [], 0, 0
    for position, char in enumerate(value):
        depth += (char == "{") - (char == "}")
        if depth < 0:
            raise ConditionError(f"the “}}” at character {position + 1} is unmatched")
        if char == "," and not depth:
            parts.append(value[start:position])
            start = position + 1
    if depth:
        raise ConditionError("a “{” is unmatched")
    return [*parts, value[start:]]


def _pattern(item: str) -> Pattern:
    text = item.removeprefix("!").lstrip()
    bare = text.removeprefix("=").lstrip()
    literal = _unquoted(bare).strip()
    if not literal:
        raise ConditionError("there is nothing between two commas or after a sign; “*” would mean any")
    return Pattern(literal, negated=item.startswith("!"), exact=text.startswith("="))


def _unquoted(text: str) -> str:
    """The text without the braces or quotes around all of it."""
    if _braced(text) or (len(text) > 1 and text[0] == text[-1] == '"'):
        return text[1:-1]
    if text.startswith('"') or text.endswith('"'):
        raise ConditionError("a value that holds a comma stands in braces, not in quotes: {Yun, Se-Young}")
    return text


def _braced(text: str) -> bool:
    if not (text.startswith("{") and text.endswith("}")):
        return False
    inner = re.sub(r"[^{}]", "", text[1:-1])
    depth = 0
    for char in inner:
        depth += 1 if char == "{" else -1
        if depth < 0:
            return False
    return True


def written(pattern: Pattern) -> str:
    """The pattern as an option would write it: :func:`patterns` gives it back."""
    text = pattern.text
    plain = text[0] not in '!={"' and text[-1] != '"' and not set(text) & set(",{}")
    return "!" * pattern.negated + "=" * pattern.exact + (text if plain else f"{{{text}}}")


# How strings compare -------------------------------------------------------------------------------

#: Scripts written without spaces, in which a word may begin or end anywhere: Thai to Tibetan,
#: Burmese, Khmer, Han with kana, Hangul.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7ff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
_NOT_WORD = re.compile(r"[^0-9a-z*]+")


@lru_cache(maxsize=65536)
def word_string(value: str) -> str:
    """The folded words of a string with one space between them; ``*`` counts as a letter.

    Words are runs of letters, digits and marks: ``Yun, Se-Young`` → ``yun se young``.
    """
    folded = fold(value)
    if folded.isascii():
        return _NOT_WORD.sub(" ", folded).strip()
    return " ".join("".join(c if _in_word(c) else " " for c in folded).split())


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "*" or unicodedata.category(char).startswith("M")


def glob(pieces: Sequence[str], value: str) -> bool:
    """Whether the value is these pieces (two or more) with anything between them; linear time."""
    first, last = pieces[0], pieces[-1]
    if len(value) < len(first) + len(last) or not (value.startswith(first) and value.endswith(last)):
        return False
    return in_order(pieces[1:-1], value[len(first) : len(value) - len(last)])


def in_order(pieces: Iterable[str], value: str) -> bool:
    """Whether the pieces occur one after another anywhere in the value."""
    position = 0
    for piece in pieces:
        found = value.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    return True


# How each kind of facet matches --------------------------------------------------------------------


Finder: TypeAlias = Callable[[Pattern], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Matching(Generic[Hay]):
    """A way in which conditions match: a row that facets refer to.

    ``prepare`` turns a publication's values into what is searched, once for each publication;
    ``test`` a pattern into a test of that (``ConditionError`` where it is no such pattern).
    ``whole`` turns values and texts into what ``=`` compares; without it, ``=`` changes nothing.
    """

    name: str
    help: str
    prepare: Callable[[Sequence[Value]], Hay]
    test: Callable[[Pattern], Callable[[Hay], bool]]
    whole: Callable[[str], str] | None = None
    whole_globs: bool = False

    def finder(self, rows: Iterable[Sequence[Value]]) -> Finder:
        """A function from patterns to the positions of the rows whose values they match.

        Exact patterns are looked up; others are compared with every row.
        """
        values = tuple(rows)
        hays: list[Hay] = []
        places: dict[str, list[int]] = {}

        def find(pattern: Pattern) -> frozenset[int]:
            if self.whole and pattern.exact and not (self.whole_globs and "*" in pattern.text):
                places.update({} if places else _places(self.whole, values))
                return frozenset(places.get(self.whole(pattern.text), ()))
            hays.extend([] if hays else map(self.prepare, values))
            test = self.test(pattern)
            return frozenset([position for position, hay in enumerate(hays) if test(hay)])

        return find


def _places(whole: Callable[[str], str], rows: Sequence[Sequence[Value]]) -> dict[str, list[int]]:
    """The positions of the rows in which each whole value stands."""
    places: dict[str, list[int]] = {}
    for position, values in enumerate(rows):
        for value in values:
            places.setdefault(whole(str(value)), []).append(position)
    return places


def _word_hay(values: Sequence[Value]) -> str:
    """``| se young yun | yun se young |``: spellings between bars, a space at each end of a word."""
    spellings = dict.fromkeys([_whole_words(str(value)) for value in values])
    return "".join(["|", *[f" {spelling} |" for spelling in spellings if spelling]])


@lru_cache(maxsize=65536)
def _whole_words(value: str) -> str:
    """The words of a value, in which a star is no more than punctuation."""
    return word_string(value.replace("*", " "))


def _word_spellings(hay: str) -> Iterable[str]:
    return (spelling[1:-1] for spelling in hay.split("|") if spelling)


def _find_words(pattern: Pattern) -> Callable[[str], bool]:
    needle = _needle(pattern.text)
    if "*" not in needle:
        return lambda hay: needle in hay
    pieces = needle.split("*")
    if pattern.exact:
        whole = word_string(pattern.text).split("*")
        return lambda hay: any(glob(whole, spelling) for spelling in _word_spellings(hay))
    return lambda hay: any(in_order(pieces, spelling) for spelling in hay.split("|") if spelling)


def _needle(text: str) -> str:
    """The words to find, with a space where a word must begin or end."""
    folded = word_string(text)
    if not folded:
        raise ConditionError(f"“{text}” holds no letter and no digit")
    left = "" if folded[0] == "*" or _UNSPACED.match(folded[0]) else " "
    right = "" if folded[-1] == "*" or _UNSPACED.match(folded[-1]) else " "
    return left + folded + right


def _term_hay(values: Sequence[Value]) -> tuple[str, ...]:
    return tuple([fold(str(value)) for value in values])


def _find_term(pattern: Pattern) -> Callable[[tuple[str, ...]], bool]:
    wanted = fold(pattern.text)
    if "*" not in wanted:
        return lambda hay: wanted in hay
    pieces = wanted.split("*")
    return lambda hay: any(glob(pieces, term) for term in hay)


_YEARS = re.compile(r"([0-9]{1,4})? ?(?:--?|–|—) ?([0-9]{1,4})?")


def _number_hay(values: Sequence[Value]) -> tuple[int, ...]:
    return tuple(map(int, values))


def _find_number(pattern: Pattern) -> Callable[[tuple[int, ...]], bool]:
    folded = fold(pattern.text)
    if "*" in folded:
        pieces = folded.split("*")
        return lambda hay: any(glob(pieces, str(number)) for number in hay)
    low, high = _range(folded, pattern.text)
    if low == high:
        return lambda hay: low in hay
    return lambda hay: any(low <= number <= high for number in hay)


def _range(folded: str, text: str) -> tuple[int, int]:
    found = _YEARS.fullmatch(folded)
    if re.fullmatch("[0-9]{1,4}", folded):
        return int(folded), int(folded)
    if not found or found[1] is found[2] is None:
        raise ConditionError(f"“{text}” is no year; write 2024, 2020-2024, 2020- or -2020")
    low, high = int(found[1] or -MAX_YEAR), int(found[2] or MAX_YEAR)
    if low > high:
        raise ConditionError(f"the range “{text}” is reversed; did you mean {high}-{low}?")
    return low, high


def _tag_hay(values: Sequence[Value]) -> tuple[str, ...]:
    return tuple(_tag(str(value)) for value in values)


def _find_tag(pattern: Pattern) -> Callable[[tuple[str, ...]], bool]:
    """RFC 4647, section 3.3.1 (basic filtering): the tag, or the tag and more subtags."""
    wanted = _tag(pattern.text)
    if "*" in wanted:
        pieces = wanted.split("*")
        return lambda hay: any(glob(pieces, tag) for tag in hay)
    longer = wanted + "-"
    return lambda hay: any(tag == wanted or tag.startswith(longer) for tag in hay)


def _tag(text: str) -> str:
    return fold(text).replace("_", "-")


WORDS: Matching[str] = Matching(
    "words",
    "Whole words in a row, in any spelling that the library knows; with “=”, all of a spelling.",
    _word_hay,
    _find_words,
    whole=_whole_words,
    whole_globs=True,
)
TERMS: Matching[tuple[str, ...]] = Matching(
    "terms",
    "The whole term; with “=”, letter by letter (case and accents count, “*” is a star).",
    _term_hay,
    _find_term,
    whole=str,
)
NUMBERS: Matching[tuple[int, ...]] = Matching(
    "numbers",
    "A year or a range of years: 2024, 2020-2024, 2020- (and later), -2020 (and earlier).",
    _number_hay,
    _find_number,
)
TAGS: Matching[tuple[str, ...]] = Matching(
    "tags",
    "A language tag (BCP 47) and what it includes: “en” finds “en-GB”; with “=”, only that tag.",
    _tag_hay,
    _find_tag,
    whole=_tag,
)
