"""The notations of dates: EDTF as BibLaTeX takes it, and what people write instead.

EDTF is ISO 8601-2's notation in the extent of the BibLaTeX manual, section 2.3.8; its years, and all
years here, are astronomical (0 is 1 BCE).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from sphinxext_pubs.notation.date_words import Days, Token, parse_days, tokenize


class ParsedNotation(NamedTuple):
    """What a notation says, in the fields of ``dates.Date``.

    ``whole`` is false where something is left unsaid by them, ``is_valid`` where a month or day is not
    on the calendar (and left out).
    """

    parts: tuple[int, ...] = ()
    end: tuple[int, ...] | None = None
    season: int = 0
    circa: bool = False
    uncertain: bool = False
    whole: bool = True
    possible: bool = True


# EDTF

_POINT = re.compile(
    r"(?P<year>-?(?:\d{4}|\d{3}[Xxu]|\d\d[Xxu]{2}|\d[Xxu]{3})|[Yy]-?\d{4,9})"
    r"(?:-(?P<month>\d\d|[Xxu]{2})(?:-(?P<day>\d\d|[Xxu]{2}))?)?"
    r"(?:T[\d:.,]+(?:Z|[+-]\d\d(?::?\d\d)?)?)?(?P<mark>[?~%]?)"
)
_UNKNOWN_DIGITS = str.maketrans("Xxu", "000"), str.maketrans("Xxu", "999")


def parse_edtf(text: str) -> ParsedNotation | None:
    """A date in EDTF; ``None`` for any other notation or an impossible date."""
    start, slash, end = text.partition("/")
    if not slash:
        return _parse_point(start)
    return _parse_range(start, end)


def _parse_point(text: str) -> ParsedNotation | None:
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    year, month, day, mark = match.group("year", "month", "day", "mark")
    first, last = (int(year.lstrip("Yy").translate(digits)) for digits in _UNKNOWN_DIGITS)
    parts = (first, *(int(part) for part in (month, day) if part and part.isdigit()))
    season = parts[1] - 20 if len(parts) == 2 and 21 <= parts[1] <= 24 else 0
    if season:
        parts = parts[:1]
    if not is_valid(parts) or (first != last and month):
        return None
    low, high = sorted((first, last))
    found = (low,) if low != high else parts
    return ParsedNotation(
        found,
        (high,) if low != high else None,
        season,
        circa=mark in ("~", "%"),
        uncertain=mark in ("?", "%"),
    )


def _parse_range(start: str, end: str) -> ParsedNotation | None:
    """The range between two points of which one may be open (``..``) or unknown (nothing)."""
    ends = [None if point in ("", "..") else _parse_point(point) for point in (start, end)]
    first, last = ends
    if (first is None and start not in ("", "..")) or (last is None and end not in ("", "..")):
        return None
    known = [point for point in ends if point is not None]
    if not known:
        return None
    lower = first.parts if first else ()
    upper = (last.end or last.parts) if last else ()
    if lower and upper and upper[: len(lower)] < lower[: len(upper)]:
        return None
    return ParsedNotation(
        lower,
        upper if upper != lower else None,
        first.season if first else 0,
        circa=any(point.circa for point in known),
        uncertain=any(point.uncertain for point in known),
        whole=not any(point.season for point in known),
    )


def is_valid(parts: tuple[int, ...]) -> bool:
    """Whether year, month and day are on the calendar."""
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        return False
    return len(parts) < 3 or 1 <= parts[2] <= _month_length(parts[0], parts[1])


def _month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def ascii_digits(text: str) -> str:
    """The text with digits of other scripts, and the minus sign, as ASCII has them."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char, char)) for char in text).replace("\u2212", "-")


# What people write


def parse_free(text: str, in_year: bool = False) -> ParsedNotation | None:
    """A date as people write it, in tidied text; ``None`` where it is in no known notation.

    ``in_year`` reads ``2010-11`` as the field ``year`` means it: two years, not a month.
    """
    for pattern, reader in _FORMS:
        match = pattern.fullmatch(text)
        if match and (in_year or reader is not _read_short_range or "/" in text):
            found = reader(match)
            if found:
                return found
    return _parse_words(tokenize(text)) if len(text) < 80 else None


def find_year(text: str) -> int | None:
    """The first year of our time, 1000 to 2199, that stands in a text."""
    match = _ANY_YEAR.search(text)
    return int(match[0]) if match else None


def parse_in_year(year: int, text: str) -> ParsedNotation | None:
    """What the fields ``month`` and ``day`` say beside a plain year; ``None`` for no known notation."""
    match = _NUMBERS.fullmatch(text)
    if match:
        numbers = tuple(int(number) for number in match.groups() if number)
        return _from_parts((year, *numbers))
    match = _MONTH_RANGE.fullmatch(text)
    if match:
        return _from_days(year, Days((int(match[1]),), (int(match[2]),)))
    match = _CJK_MONTH.fullmatch(text)
    if match:
        return _from_parts((year, *(int(number) for number in match.groups() if number)))
    found = parse_days(tokenize(text))
    return _from_days(year, found) if found else None


_ANY_YEAR = re.compile(r"(?<!\d)(?:1\d{3}|2[01]\d\d)(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})(?:\s(\d{1,2}))?\.?")
_MONTH_RANGE = re.compile(r"(\d{1,2})\s?(?:[-–—/]+|,)\s?(\d{1,2})")
_CJK_MONTH = re.compile(r"(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일号號])?")


def _parse_words(found: list[Token]) -> ParsedNotation | None:
    """A date in words with one year at an end, or a range of two such dates."""
    years = [index for index, token in enumerate(found) if token.kind == "Y"]
    if len(years) == 1 and years[0] in (0, len(found) - 1):
        return _parse_words_of_year(found, years[0])
    joints = [index for index, token in enumerate(found) if token.kind == "-"]
    middle = next((index for index in joints if len(years) == 2 and years[0] < index <= years[1]), 0)
    if not middle:
        return None
    first, last = _parse_words(found[:middle]), _parse_words(found[middle + 1 :])
    if first is None or last is None or first.end or last.end or last.parts <= first.parts:
        return None
    season = first.season or last.season
    if not (first.possible and last.possible):
        return ParsedNotation(first.parts, possible=False)
    return ParsedNotation(
        first.parts, last.parts, first.season, whole=first.whole and last.whole and not season
    )


def _parse_words_of_year(found: list[Token], place: int) -> ParsedNotation | None:
    rest = found[:place] + found[place + 1 :]
    while rest and rest[0 if place == 0 else -1].kind == "-":
        del rest[0 if place == 0 else -1]
    said = parse_days(rest)
    return _from_days(found[place].value, said) if said else None


def _from_days(year: int, said: Days) -> ParsedNotation:
    start = (year, *said.start)
    end = (year, *said.end) if said.end else None
    if not is_valid(start) or (end and not is_valid(end)):
        kept = start[:-1] if is_valid(start[:-1]) else (year,)
        return ParsedNotation(kept, whole=False, possible=False)
    return ParsedNotation(start, end, said.season, whole=said.whole)


def _from_parts(parts: tuple[int, ...]) -> ParsedNotation:
    if is_valid(parts):
        return ParsedNotation(parts)
    return ParsedNotation(parts[:-1] if is_valid(parts[:-1]) else parts[:1], possible=False)


def _read_numbers(match: re.Match[str]) -> ParsedNotation:
    groups = match.groupdict()
    return _from_parts(tuple(int(groups[name]) for name in ("year", "month", "day") if groups.get(name)))


def _read_ambiguous(match: re.Match[str]) -> ParsedNotation:
    """``15/3/2020`` and ``3/15/2020``; of ``3/4/2020`` only the year is sure."""
    first, second, year = map(int, match.groups())
    if first > 12 or first == second:
        return _from_parts((year, second, first))
    if second > 12:
        return _from_parts((year, first, second))
    return ParsedNotation((year,), whole=False)


def _read_years(match: re.Match[str]) -> ParsedNotation | None:
    first, sign, last = int(match[1]), match[2], int(match[3])
    return ParsedNotation((first,), (last,), whole="/" not in sign) if last > first else None


def _read_short_range(match: re.Match[str]) -> ParsedNotation | None:
    """``1972/73``; ``2010-11`` may be a month as well, and is only sure of its year."""
    first, sign, short = int(match[1]), match[2], int(match[3])
    last = first - first % 100 + short
    if sign == "/" or (short > 12 and last > first):
        return ParsedNotation((first,), (last,), whole=False) if last > first else None
    return ParsedNotation((first,), whole=False) if last == first + 1 else None


def _read_roman(match: re.Match[str]) -> ParsedNotation:
    values = [_ROMAN[char] for char in match[0].upper()]
    ahead = [*values[1:], 0]
    year = sum(-value if value < following else value for value, following in zip(values, ahead, strict=True))
    return ParsedNotation((year,), whole=False)


def _read_partial(match: re.Match[str], circa: bool = False) -> ParsedNotation:
    """A year with something about it that only the literal says."""
    return ParsedNotation((int(match[1]),), circa=circa, uncertain="?" in match[0], whole=False)


def _read_bce(match: re.Match[str]) -> ParsedNotation:
    return ParsedNotation((1 - int(match[1]),), whole=False)


def _read_decade(match: re.Match[str]) -> ParsedNotation:
    return ParsedNotation((int(match[1]),), (int(match[1]) + 9,), whole=False)


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_TIME = r"(?:[T\s][\d:.,Z+\s-]*)?"
_DASH = r"\s?(?:-{1,3}|[–—‐‑−]|to|bis|until)\s?"
_ABOUT = r"(?:circa|ca|cca|c\.|approximately|approx|about|around|um|etwa|vers|env|environ|hacia|~|≈)\.?\s?"
_BOUND = r"(?:(?:not )?(?:before|after)|by|vor|nach|avant|après|antes de|since|seit)\s"

#: Notations that are no EDTF, the usual ones first: a pattern for the whole text, and what it says.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], ParsedNotation | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (r"(?:year\s)?(\d{1,4})[.,;]?", lambda match: ParsedNotation((int(match[1]),))),
        (r"(\d{4})\s?\?", lambda match: ParsedNotation((int(match[1]),), uncertain=True)),
        (rf"(\d{{4}})({_DASH}|\s?/\s?)(\d{{4}})", _read_years),
        (r"(\d{4})\s?(/|-{1,2}|[–—])\s?(\d\d)", _read_short_range),
        (r"(\d{4})\s?[-–—]+\s?", lambda match: ParsedNotation((int(match[1]),), ())),
        (
            rf"(\d{{4}}){_DASH}(?:present|today|now|ongoing|heute)",
            lambda match: ParsedNotation((int(match[1]),), ()),
        ),
        (rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}))?{_TIME}", _read_numbers),
        (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", _read_numbers),
        (r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})", _read_numbers),
        (r"(?P<month>\d{1,2})\s?[-/.]\s?(?P<year>\d{4})", _read_numbers),
        (r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", _read_ambiguous),
        (
            r"(?P<year>\d{4})\s?[年년](?:\s?(?P<month>\d{1,2})\s?[月월](?:\s?(?P<day>\d{1,2})\s?[日일号號])?)?",
            _read_numbers,
        ),
        (rf"[\[(]?\s?{_ABOUT}(\d{{3,4}})\s?\??\s?[\])]?", lambda match: _read_partial(match, circa=True)),
        (r"(?:c|p|©|℗|cop\.?)\s?(\d{4})", _read_partial),
        (r"[\[(][^\d\[\]()]{0,20}(\d{3,4})\s?\??\s?[\])]\.?", _read_partial),
        (r"(\d{3}0)['’]?s", _read_decade),
        (r"(\d{4})\s?-?[a-z]", _read_partial),
        (r"(\d{4})\s?[\[(（【].{1,100}[\])）】]", _read_partial),
        (r"(\d{4})(?:\s?(?:[,;&+]|and|und|et|or|oder|ou)\s?\d{4}){1,20}", _read_partial),
        (rf"{_BOUND}(\d{{4}})", _read_partial),
        (r"(\d{1,4})\s?(?:b\.?\s?c\.?(?:\s?e\.?)?|v\.\s?chr\.|av\.\s?j\.-c\.|a\.\s?c\.)", _read_bce),
        (r"(?:ad|a\.d\.|ce)\s(\d{1,4})", _read_partial),
        (r"(\d{1,4})\s(?:ad|a\.d\.|ce|c\.e\.)", _read_partial),
        (r"(?=m[mdclxvi])m{1,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", _read_roman),
    )
)
