"""The values of conditions: alternatives, negation, ranges and globs, and how each kind of value matches.

The syntax is that of the directive's options::

    value       = alternative { "," alternative }
    alternative = [ "!" ] [ "=" ] ( "{" text "}" | text )

Commas mean *or*. ``!`` negates: a publication is selected if it matches any of the positive
alternatives (or there are none) and none of the negated ones. ``=`` matches exactly. Inside braces,
commas and leading signs are literal. ``*`` matches any run of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeAlias, TypeVar

from sphinxext_pubs.model.problems import EMPTY_VALUE, InvalidValueError, Suggestion, reversed_range
from sphinxext_pubs.model.rich_text import fold, term_key

#: Maximum length of a condition's value, in characters.
MAX_VALUE = 10_000

#: Open ranges extend to this year, and to its negative; years are astronomical (0 is 1 BCE).
MAX_YEAR = 999_999

Value: TypeAlias = "str | int"
Haystack = TypeVar("Haystack")


class ConditionError(InvalidValueError):
    """A value that is not a valid condition; the option is not named."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One alternative of a condition: the text to find, and whether it is negated or exact."""

    text: str
    negated: bool = False
    exact: bool = False


#: Matches every publication that has any value for the facet.
ANY = Pattern("*")

_MATCH_ANY = Suggestion(remedy="Write “*” to match any value")


# Syntax of values ----------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def parse_patterns(value: str) -> tuple[Pattern, ...]:
    """Return the alternatives of a value.

    Raise :exc:`ConditionError` if the value is too long, one of them is empty or a brace is unmatched.
    """
    if len(value) > MAX_VALUE:
        raise ConditionError(f"the value is longer than {MAX_VALUE:,} characters")
    if not value.strip():
        raise ConditionError(EMPTY_VALUE, _MATCH_ANY)
    return tuple(_parse_alternative(item.strip()) for item in split_alternatives(value))


def split_alternatives(value: str) -> list[str]:
    """Return the parts of a value, split at the commas outside braces."""
    parts, depth, start = [], 0, 0
    for position, char in enumerate(value):
        depth += (char == "{") - (char == "}")
        if depth < 0:
            raise ConditionError(f"unmatched “}}” at character {position + 1}")
        if char == "," and not depth:
            parts.append(value[start:position])
            start = position + 1
    if depth:
        raise ConditionError("unmatched “{”")
    return [*parts, value[start:]]


def _parse_alternative(item: str) -> Pattern:
    """Return the pattern of an alternative."""
    text = item.removeprefix("!").lstrip()
    bare = text.removeprefix("=").lstrip()
    literal = _strip_delimiters(bare).strip()
    if not literal:
        raise ConditionError("a value is missing between two commas or after “!” or “=”", _MATCH_ANY)
    return Pattern(literal, negated=item.startswith("!"), exact=text.startswith("="))


def _strip_delimiters(text: str) -> str:
    """Return the text without braces or quotes that enclose all of it."""
    if _is_braced(text) or (len(text) > 1 and text[0] == text[-1] == '"'):
        return text[1:-1]
    if text.startswith('"') or text.endswith('"'):
        remedy = "Put a value that contains a comma into braces, such as {Yun, Se-Young}"
        raise ConditionError("unmatched quotation mark", Suggestion(remedy=remedy))
    return text


def _is_braced(text: str) -> bool:
    """True if the text is enclosed in a single pair of braces."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    inner = re.sub(r"[^{}]", "", text[1:-1])
    depth = 0
    for char in inner:
        depth += 1 if char == "{" else -1
        if depth < 0:
            return False
    return True


def format_pattern(pattern: Pattern) -> str:
    """Return the pattern in the syntax of options, the inverse of :func:`parse_patterns`."""
    text = pattern.text
    plain = text[0] not in '!={"' and text[-1] != '"' and not set(text) & set(",{}")
    return "!" * pattern.negated + "=" * pattern.exact + (text if plain else f"{{{text}}}")


# Comparison of strings -------------------------------------------------------------------------------

#: Scripts written without spaces between words, so that words can begin and end anywhere: Thai to
#: Tibetan, Burmese, Khmer, Han with kana, Hangul.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7ff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
_NOT_WORD = re.compile(r"[^0-9a-z*]+")


@lru_cache(maxsize=65536)
def normalize_words(value: str) -> str:
    """Return the folded words of a string with single spaces between them; ``*`` counts as a letter.

    Words are runs of letters, digits and combining marks: ``Yun, Se-Young`` → ``yun se young``.
    """
    folded = fold(value)
    if folded.isascii():
        return _NOT_WORD.sub(" ", folded).strip()
    return " ".join("".join(c if _in_word(c) else " " for c in folded).split())


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "*" or unicodedata.category(char).startswith("M")


def matches_glob(pieces: Sequence[str], value: str) -> bool:
    """True if the value consists of these pieces (two or more) with anything between; linear time."""
    first, last = pieces[0], pieces[-1]
    if len(value) < len(first) + len(last) or not (value.startswith(first) and value.endswith(last)):
        return False
    return contains_in_order(pieces[1:-1], value[len(first) : len(value) - len(last)])


def contains_in_order(pieces: Iterable[str], value: str) -> bool:
    """True if the value contains the pieces one after another."""
    position = 0
    for piece in pieces:
        start = value.find(piece, position)
        if start < 0:
            return False
        position = start + len(piece)
    return True


# Kinds of matching --------------------------------------------------------------------


Finder: TypeAlias = Callable[[Pattern], frozenset[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Generic[Haystack]):
    """A kind of matching: how the values of conditions are compared with those of papers."""

    name: str = field(metadata={"help": "Its name."})
    help: str = field(metadata={"help": "A sentence on it, for the documentation of facets."})
    prepare: Callable[[Sequence[Value]], Haystack] = field(
        metadata={"help": "Returns the values of a paper in a form to search, once for each paper."}
    )
    test: Callable[[Pattern], Callable[[Haystack], bool]] = field(
        metadata={"help": "Returns a test of the prepared values for a pattern."}
    )
    exact_form: Callable[[str], str] | None = field(
        default=None,
        metadata={
            "help": "Returns the form of values and patterns that ``=`` compares, if it has an effect."
        },
    )
    exact_globs: bool = field(
        default=False, metadata={"help": "True if ``*`` is a wildcard after ``=``, too."}
    )

    def finder(self, rows: Iterable[Sequence[Value]]) -> Finder:
        """Return a function from a pattern to the positions of the rows that contain a matching value.

        Exact patterns are looked up in an index; others are compared with every row.
        """
        values = tuple(rows)
        haystacks: list[Haystack] = []
        index: dict[str, list[int]] = {}

        def find(pattern: Pattern) -> frozenset[int]:
            if self.exact_form and pattern.exact and not (self.exact_globs and "*" in pattern.text):
                index.update({} if index else _exact_index(self.exact_form, values))
                return frozenset(index.get(self.exact_form(pattern.text), ()))
            haystacks.extend([] if haystacks else map(self.prepare, values))
            test = self.test(pattern)
            return frozenset([position for position, haystack in enumerate(haystacks) if test(haystack)])

        return find


def _exact_index(exact_form: Callable[[str], str], rows: Sequence[Sequence[Value]]) -> dict[str, list[int]]:
    """Return exact form of a value → the positions of the rows that contain it."""
    index: dict[str, list[int]] = {}
    for position, values in enumerate(rows):
        for value in values:
            index.setdefault(exact_form(str(value)), []).append(position)
    return index


def _word_haystack(values: Sequence[Value]) -> str:
    """Return ``| se young yun | yun se young |``: spellings between bars, words between spaces."""
    spellings = dict.fromkeys([_exact_words(str(value)) for value in values])
    return "".join(["|", *[f" {spelling} |" for spelling in spellings if spelling]])


@lru_cache(maxsize=65536)
def _exact_words(value: str) -> str:
    """Return the folded words of a value, in which ``*`` is plain punctuation."""
    return normalize_words(value.replace("*", " "))


def _spellings(haystack: str) -> Iterable[str]:
    return (spelling[1:-1] for spelling in haystack.split("|") if spelling)


def _word_test(pattern: Pattern) -> Callable[[str], bool]:
    """Return a test of haystacks for the whole words of a pattern."""
    needle = _needle(pattern.text)
    if "*" not in needle:
        return lambda haystack: needle in haystack
    if pattern.exact:
        exact_pieces = normalize_words(pattern.text).split("*")
        return lambda haystack: any(matches_glob(exact_pieces, spelling) for spelling in _spellings(haystack))
    pieces = needle.split("*")
    return lambda haystack: any(
        contains_in_order(pieces, spelling) for spelling in haystack.split("|") if spelling
    )


def _needle(text: str) -> str:
    """Return the words to find, with a space where a word must begin or end."""
    folded = normalize_words(text)
    if not folded:
        raise ConditionError(f"“{text}” contains no letter or digit")
    left = "" if folded[0] == "*" or _UNSPACED.match(folded[0]) else " "
    right = "" if folded[-1] == "*" or _UNSPACED.match(folded[-1]) else " "
    return left + folded + right


def _term_haystack(values: Sequence[Value]) -> tuple[str, ...]:
    return tuple([term_key(str(value)) for value in values])


def _term_test(pattern: Pattern) -> Callable[[tuple[str, ...]], bool]:
    """Return a test of terms for an entire term, without regard to hyphens and the like."""
    needle = term_key(pattern.text)
    if "*" not in needle:
        return lambda terms: needle in terms
    pieces = needle.split("*")
    return lambda terms: any(matches_glob(pieces, term) for term in terms)


_YEARS = re.compile(r"([0-9]{1,4})? ?(?:--?|–|—) ?([0-9]{1,4})?")


def _number_haystack(values: Sequence[Value]) -> tuple[int, ...]:
    return tuple(map(int, values))


def _number_test(pattern: Pattern) -> Callable[[tuple[int, ...]], bool]:
    """Return a test of numbers for a year, a range of years or a glob."""
    folded = fold(pattern.text)
    if "*" in folded:
        pieces = folded.split("*")
        return lambda numbers: any(matches_glob(pieces, str(number)) for number in numbers)
    low, high = _year_range(folded, pattern.text)
    if low == high:
        return lambda numbers: low in numbers
    return lambda numbers: any(low <= number <= high for number in numbers)


def _year_range(folded: str, text: str) -> tuple[int, int]:
    """Return the first and the last year of a range, which may be open; raise :exc:`ConditionError`."""
    match = _YEARS.fullmatch(folded)
    if re.fullmatch("[0-9]{1,4}", folded):
        return int(folded), int(folded)
    if not match or match[1] is match[2] is None:
        remedy = "Write 2024, 2020-2024, 2020- or -2020"
        raise ConditionError(f"“{text}” is not a valid year or range of years", Suggestion(remedy=remedy))
    low, high = int(match[1] or -MAX_YEAR), int(match[2] or MAX_YEAR)
    if low > high:
        raise ConditionError(reversed_range(text), Suggestion((f"{high}-{low}",)))
    return low, high


def _tag_haystack(values: Sequence[Value]) -> tuple[str, ...]:
    return tuple(_normalize_tag(str(value)) for value in values)


def _tag_test(pattern: Pattern) -> Callable[[tuple[str, ...]], bool]:
    """Match the tag itself and longer tags that begin with it (RFC 4647, 3.3.1, basic filtering)."""
    needle = _normalize_tag(pattern.text)
    if "*" in needle:
        pieces = needle.split("*")
        return lambda tags: any(matches_glob(pieces, tag) for tag in tags)
    prefix = needle + "-"
    return lambda tags: any(tag == needle or tag.startswith(prefix) for tag in tags)


def _normalize_tag(text: str) -> str:
    return fold(text).replace("_", "-")


WORDS: Matching[str] = Matching(
    name="words",
    help="Whole words in a row, in any spelling that the library knows; with “=”, all of a spelling.",
    prepare=_word_haystack,
    test=_word_test,
    exact_form=_exact_words,
    exact_globs=True,
)
TERMS: Matching[tuple[str, ...]] = Matching(
    name="terms",
    help="The whole term; with “=”, letter by letter (case and accents count, “*” is a star).",
    prepare=_term_haystack,
    test=_term_test,
    exact_form=str,
)
NUMBERS: Matching[tuple[int, ...]] = Matching(
    name="numbers",
    help="A year or a range of years: 2024, 2020-2024, 2020- (and later), -2020 (and earlier).",
    prepare=_number_haystack,
    test=_number_test,
)
TAGS: Matching[tuple[str, ...]] = Matching(
    name="tags",
    help="A language tag (BCP 47) and what it includes: “en” finds “en-GB”; with “=”, only that tag.",
    prepare=_tag_haystack,
    test=_tag_test,
    exact_form=_normalize_tag,
)
