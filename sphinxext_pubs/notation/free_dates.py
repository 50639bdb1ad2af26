"""The notations of dates: EDTF as BibLaTeX takes it, and what people write instead.

EDTF is ISO 8601-2's notation in the extent of the BibLaTeX manual, section 2.3.8; its years, and all
years here, are astronomical (0 is 1 BCE).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from sphinxext_pubs.notation.date_words import Days, Token, days, tokens


class Found(NamedTuple):
    """What a notation says, in the fields of ``dates.Date``.

    ``whole`` is false where something is left unsaid by them, ``possible`` where a month or day is not
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


def edtf(text: str) -> Found | None:
    """A date in EDTF; ``None`` for any other notation or an impossible date."""
    start, slash, end = text.partition("/")
    if not slash:
        return _point(start)
    return _range(start, end)


def _point(text: str) -> Found | None:
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    year, month, day, mark = match.group("year", "month", "day", "mark")
    first, last = (int(year.lstrip("Yy").translate(digits)) for digits in _UNKNOWN_DIGITS)
    parts = (first, *(int(part) for part in (month, day) if part and part.isdigit()))
    season = parts[1] - 20 if len(parts) == 2 and 21 <= parts[1] <= 24 else 0
    if season:
        parts = parts[:1]
    if not possible(parts) or (first != last and month):
        return None
    low, high = sorted((first, last))
    found = (low,) if low != high else parts
    return Found(
        found,
        (high,) if low != high else None,
        season,
        circa=mark in ("~", "%"),
        uncertain=mark in ("?", "%"),
    )


def _range(start: str, end: str) -> Found | None:
    """The range between two points of which one may be open (``..``) or unknown (nothing)."""
    ends = [None if point in ("", "..") else _point(point) for point in (start, end)]
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
    return Found(
        lower,
        upper if upper != lower else None,
        first.season if first else 0,
        circa=any(point.circa for point in known),
        uncertain=any(point.uncertain for point in known),
        whole=not any(point.season for point in known),
    )


def possible(parts: tuple[int, ...]) -> bool:
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


def written(text: str, in_year: bool = False) -> Found | None:
    """A date as people write it, in tidied text; ``None`` where it is in no known notation.

    ``in_year`` reads ``2010-11`` as the field ``year`` means it: two years, not a month.
    """
    for pattern, reader in _FORMS:
        match = pattern.fullmatch(text)
        if match and (in_year or reader is not _short_range or "/" in text):
            found = reader(match)
            if found:
                return found
    return _worded(tokens(text)) if len(text) < 80 else None


def year_in(text: str) -> int | None:
    """The first year of our time, 1000 to 2199, that stands in a text."""
    match = _ANY_YEAR.search(text)
    return int(match[0]) if match else None


def within(year: int, text: str) -> Found | None:
    """What the fields ``month`` and ``day`` say beside a plain year; ``None`` for no known notation."""
    match = _NUMBERS.fullmatch(text)
    if match:
        numbers = tuple(int(number) for number in match.groups() if number)
        return _dated((year, *numbers))
    match = _MONTH_RANGE.fullmatch(text)
    if match:
        return _spread(year, Days((int(match[1]),), (int(match[2]),)))
    match = _CJK_MONTH.fullmatch(text)
    if match:
        return _dated((year, *(int(number) for number in match.groups() if number)))
    found = days(tokens(text))
    return _spread(year, found) if found else None


_ANY_YEAR = re.compile(r"(?<!\d)(?:1\d{3}|2[01]\d\d)(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})(?:\s(\d{1,2}))?\.?")
_MONTH_RANGE = re.compile(r"(\d{1,2})\s?(?:[-–—/]+|,)\s?(\d{1,2})")
_CJK_MONTH = re.compile(r"(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일号號])?")


def _worded(found: list[Token]) -> Found | None:
    """A date in words with one year at an end, or a range of two such dates."""
    years = [index for index, token in enumerate(found) if token.kind == "Y"]
    if len(years) == 1 and years[0] in (0, len(found) - 1):
        return _in_year(found, years[0])
    joints = [index for index, token in enumerate(found) if token.kind == "-"]
    middle = next((index for index in joints if len(years) == 2 and years[0] < index <= years[1]), 0)
    if not middle:
        return None
    first, last = _worded(found[:middle]), _worded(found[middle + 1 :])
    if first is None or last is None or first.end or last.end or last.parts <= first.parts:
        return None
    season = first.season or last.season
    if not (first.possible and last.possible):
        return Found(first.parts, possible=False)
    return Found(first.parts, last.parts, first.season, whole=first.whole and last.whole and not season)


def _in_year(found: list[Token], place: int) -> Found | None:
    rest = found[:place] + found[place + 1 :]
    while rest and rest[0 if place == 0 else -1].kind == "-":
        del rest[0 if place == 0 else -1]
    said = days(rest)
    return _spread(found[place].value, said) if said else None


def _spread(year: int, said: Days) -> Found:
    start = (year, *said.start)
    end = (year, *said.end) if said.end else None
    if not possible(start) or (end and not possible(end)):
        kept = start[:-1] if possible(start[:-1]) else (year,)
        return Found(kept, whole=False, possible=False)
    return Found(start, end, said.season, whole=said.whole)


def _dated(parts: tuple[int, ...]) -> Found:
    if possible(parts):
        return Found(parts)
    return Found(parts[:-1] if possible(parts[:-1]) else parts[:1], possible=False)


def _numeric(match: re.Match[str]) -> Found:
    groups = match.groupdict()
    return _dated(tuple(int(groups[name]) for name in ("year", "month", "day") if groups.get(name)))


def _day_or_month_first(match: re.Match[str]) -> Found:
    """``15/3/2020`` and ``3/15/2020``; of ``3/4/2020`` only the year is sure."""
    first, second, year = map(int, match.groups())
    if first > 12 or first == second:
        return _dated((year, second, first))
    if second > 12:
        return _dated((year, first, second))
    return Found((year,), whole=False)


def _span(match: re.Match[str]) -> Found | None:
    first, sign, last = int(match[1]), match[2], int(match[3])
    return Found((first,), (last,), whole="/" not in sign) if last > first else None


def _short_range(match: re.Match[str]) -> Found | None:
    """``1972/73``; ``2010-11`` may be a month as well, and is only sure of its year."""
    first, sign, short = int(match[1]), match[2], int(match[3])
    last = first - first % 100 + short
    if sign == "/" or (short > 12 and last > first):
        return Found((first,), (last,), whole=False) if last > first else None
    return Found((first,), whole=False) if last == first + 1 else None


def _roman(match: re.Match[str]) -> Found:
    values = [_ROMAN[char] for char in match[0].upper()]
    ahead = [*values[1:], 0]
    year = sum(-value if value < following else value for value, following in zip(values, ahead, strict=True))
    return Found((year,), whole=False)


def _partial(match: re.Match[str], circa: bool = False) -> Found:
    """A year with something about it that only the literal says."""
    return Found((int(match[1]),), circa=circa, uncertain="?" in match[0], whole=False)


def _before_common_era(match: re.Match[str]) -> Found:
    return Found((1 - int(match[1]),), whole=False)


def _decade(match: re.Match[str]) -> Found:
    return Found((int(match[1]),), (int(match[1]) + 9,), whole=False)


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_TIME = r"(?:[T\s][\d:.,Z+\s-]*)?"
_DASH = r"\s?(?:-{1,3}|[–—‐‑−]|to|bis|until)\s?"
_ABOUT = r"(?:circa|ca|cca|c\.|approximately|approx|about|around|um|etwa|vers|env|environ|hacia|~|≈)\.?\s?"
_BOUND = r"(?:(?:not )?(?:before|after)|by|vor|nach|avant|après|antes de|since|seit)\s"

#: Notations that are no EDTF, the usual ones first: a pattern for the whole text, and what it says.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Found | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (r"(?:year\s)?(\d{1,4})[.,;]?", lambda match: Found((int(match[1]),))),
        (r"(\d{4})\s?\?", lambda match: Found((int(match[1]),), uncertain=True)),
        (rf"(\d{{4}})({_DASH}|\s?/\s?)(\d{{4}})", _span),
        (r"(\d{4})\s?(/|-{1,2}|[–—])\s?(\d\d)", _short_range),
        (r"(\d{4})\s?[-–—]+\s?", lambda match: Found((int(match[1]),), ())),
        (rf"(\d{{4}}){_DASH}(?:present|today|now|ongoing|heute)", lambda match: Found((int(match[1]),), ())),
        (rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}))?{_TIME}", _numeric),
        (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", _numeric),
        (r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})", _numeric),
        (r"(?P<month>\d{1,2})\s?[-/.]\s?(?P<year>\d{4})", _numeric),
        (r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", _day_or_month_first),
        (
            r"(?P<year>\d{4})\s?[年년](?:\s?(?P<month>\d{1,2})\s?[月월](?:\s?(?P<day>\d{1,2})\s?[日일号號])?)?",
            _numeric,
        ),
        (rf"[\[(]?\s?{_ABOUT}(\d{{3,4}})\s?\??\s?[\])]?", lambda match: _partial(match, circa=True)),
        (r"(?:c|p|©|℗|cop\.?)\s?(\d{4})", _partial),
        (r"[\[(][^\d\[\]()]{0,20}(\d{3,4})\s?\??\s?[\])]\.?", _partial),
        (r"(\d{3}0)['’]?s", _decade),
        (r"(\d{4})\s?-?[a-z]", _partial),
        (r"(\d{4})\s?[\[(（【].{1,100}[\])）】]", _partial),
        (r"(\d{4})(?:\s?(?:[,;&+]|and|und|et|or|oder|ou)\s?\d{4}){1,20}", _partial),
        (rf"{_BOUND}(\d{{4}})", _partial),
        (r"(\d{1,4})\s?(?:b\.?\s?c\.?(?:\s?e\.?)?|v\.\s?chr\.|av\.\s?j\.-c\.|a\.\s?c\.)", _before_common_era),
        (r"(?:ad|a\.d\.|ce)\s(\d{1,4})", _partial),
        (r"(\d{1,4})\s(?:ad|a\.d\.|ce|c\.e\.)", _partial),
        (r"(?=m[mdclxvi])m{1,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", _roman),
    )
)
