"""Parsing the notations of dates: EDTF as in BibLaTeX, and informal notations.

EDTF is the subset of ISO 8601-2 in the BibLaTeX manual, section 2.3.8. All years here are astronomical,
as in EDTF (0 is 1 BCE).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from sphinxext_pubs.notation.date_words import Days, Token, parse_days, season_number, tokenize


class RawDate(NamedTuple):
    """A parsed notation, with the fields of ``dates.Date``.

    ``complete`` is true if these fields express all of the text, ``valid`` if no month or day had to be
    left out because it does not exist.
    """

    parts: tuple[int, ...] = ()
    end: tuple[int, ...] | None = None
    season: int = 0
    circa: bool = False
    uncertain: bool = False
    complete: bool = True
    valid: bool = True
    end_season: int = 0


# EDTF

_POINT = re.compile(
    r"(?P<year>-?(?:\d{4}|\d{3}[Xxu]|\d\d[Xxu]{2}|\d[Xxu]{3})|[Yy]-?\d{4,9})"
    r"(?:-(?P<month>\d\d|[Xxu]{2})(?:-(?P<day>\d\d|[Xxu]{2}))?)?"
    r"(?:T[\d:.,]+(?:Z|[+-]\d\d(?::?\d\d)?)?)?(?P<mark>[?~%]?)"
)
_UNKNOWN_DIGITS = str.maketrans("Xxu", "000"), str.maketrans("Xxu", "999")


def parse_edtf(text: str) -> RawDate | None:
    """Return a date in EDTF, or None for any other notation or an invalid date."""
    start, slash, end = text.partition("/")
    if not slash:
        return _parse_point(start)
    return _parse_range(start, end)


def _parse_point(text: str) -> RawDate | None:
    """Return a single date in EDTF, or None; unknown digits make it a range of years."""
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    year, month, day, mark = match.group("year", "month", "day", "mark")
    first, last = (int(year.lstrip("Yy").translate(digits)) for digits in _UNKNOWN_DIGITS)
    parts = (first, *(int(part) for part in (month, day) if part and part.isdigit()))
    if len(parts) == 2 and 21 <= parts[1] <= 41:
        return _parse_division(*parts, mark)
    if not is_valid(parts) or (first != last and month):
        return None
    low, high = sorted((first, last))
    start = (low,) if low != high else parts
    return RawDate(
        start,
        (high,) if low != high else None,
        circa=mark in ("~", "%"),
        uncertain=mark in ("?", "%"),
    )


#: The first number of halves, thirds and quarters of a year, and their months.
_DIVISIONS = ((40, 6), (37, 4), (33, 3))


def _parse_division(year: int, number: int, mark: str) -> RawDate:
    """Return a season (21 to 32, in general and by hemisphere), or the months of a third, quarter or half."""
    circa, uncertain = mark in ("~", "%"), mark in ("?", "%")
    if number <= 32:
        return RawDate((year,), None, (number - 21) % 4 + 1, circa, uncertain)
    first, length = next(row for row in _DIVISIONS if number >= row[0])
    index = number - first
    return RawDate((year, index * length + 1), (year, (index + 1) * length), 0, circa, uncertain)


def _parse_range(start: str, end: str) -> RawDate | None:
    """Return the range between two points, of which one may be open (``..``) or unknown (empty)."""
    ends = [None if point in ("", "..") else _parse_point(point) for point in (start, end)]
    first, last = ends
    if (first is None and start not in ("", "..")) or (last is None and end not in ("", "..")):
        return None
    known = [point for point in ends if point is not None]
    if not known:
        return None
    lower = first.parts if first else ()
    upper = (last.end or last.parts) if last else ()
    seasons = (first.season if first else 0, last.season if last else 0)
    if lower and upper and upper[: len(lower)] < lower[: len(upper)]:
        return None
    if lower == upper and seasons[1] and seasons[1] < seasons[0]:
        return None
    return RawDate(
        lower,
        upper if upper != lower or seasons[0] != seasons[1] else None,
        seasons[0],
        circa=any(point.circa for point in known),
        uncertain=any(point.uncertain for point in known),
        end_season=seasons[1] if upper != lower or seasons[0] != seasons[1] else 0,
    )


def is_valid(parts: tuple[int, ...]) -> bool:
    """True if year, month and day are a date of the calendar."""
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        return False
    return len(parts) < 3 or 1 <= parts[2] <= _month_length(parts[0], parts[1])


def _month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def ascii_digits(text: str) -> str:
    """Return the text with the digits of other scripts, and the minus sign, converted to ASCII."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char, char)) for char in text).replace("\u2212", "-")


# Informal notations


def parse_free(text: str, in_year: bool = False) -> RawDate | None:
    """Return a date in an informal notation, or None if it is unknown; ``text`` is normalized.

    With ``in_year``, the text is from the field ``year``, where ``2010-11`` means two years, not a month.
    """
    for pattern, reader in _FORMS:
        match = pattern.fullmatch(text)
        if match and (in_year or reader is not _read_short_range or "/" in text):
            raw = reader(match)
            if raw:
                return raw
    return _parse_words(tokenize(text)) if len(text) < 80 else None


def find_year(text: str) -> int | None:
    """Return the first year from 1000 to 2199 in a text, or None."""
    match = _ANY_YEAR.search(text)
    return int(match[0]) if match else None


def parse_in_year(year: int, text: str) -> RawDate | None:
    """Return the date of a year and the text of the fields ``month`` and ``day``, or None if unknown."""
    text = text.rstrip(" ,;")
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
    if match := _QUARTER.fullmatch(text):
        quarter = next(index for index, group in enumerate(match.groups()) if group) % 4
        return _from_days(year, Days((3 * quarter + 1,), (3 * quarter + 3,)))
    days = parse_days(tokenize(text))
    return _from_days(year, days) if days else None


def parse_in_years(first: int, last: int, text: str) -> RawDate | None:
    """Return the range of two years with two months (``dec/jan``) or a season (``Winter``), or None."""
    words = [word for word in _BETWEEN.split(text) if word]
    points = [parse_in_year(year, word) for year, word in zip((first, last), words, strict=False)]
    ends = [point for point in points if point and point.valid and not point.end and len(point.parts) > 1]
    if len(words) == len(ends) == 2:
        return RawDate(ends[0].parts, ends[1].parts)
    season = season_number(text)
    return RawDate((first,), (last,), season, complete=False) if season else None


_BETWEEN = re.compile(r"(?:(?<!\s)\s++)?(?:/|-{1,3}|[–—])\s*+")
_ANY_YEAR = re.compile(r"(?<!\d)(?:1\d{3}|2[01]\d\d)(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})(?:\s(\d{1,2}))?\.?")
_MONTH_RANGE = re.compile(r"(\d{1,2})\s?(?:[-–—/]+|,)\s?(\d{1,2})")
_QUARTER = re.compile(
    r"(?i)(?:(?:(1|first)(?:st)?|(2|second)(?:nd)?|(3|third)(?:rd)?|(4|fourth)(?:th)?)[\s.-]?(?:quarter|qtr|q)"
    r"|q(?:(1)|(2)|(3)|(4)))\.?"
)
_CJK_MONTH = re.compile(r"(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일号號])?")


def _parse_words(tokens: list[Token]) -> RawDate | None:
    """Return a date in words that begins or ends with a year, or a range of two such dates, or None."""
    years = [index for index, token in enumerate(tokens) if token.kind == "Y"]
    if len(years) == 1 and years[0] in (0, len(tokens) - 1):
        return _parse_words_of_year(tokens, years[0])
    if [token.kind for token in tokens] == ["S", "Y", "-", "N"]:
        season, year, _, short = (token.value for token in tokens)
        is_next = short == (year + 1) % 100
        return RawDate((year,), (year + 1,), season, complete=False) if is_next else None
    dashes = [index for index, token in enumerate(tokens) if token.kind == "-"]
    middle = next((index for index in dashes if len(years) == 2 and years[0] < index <= years[1]), 0)
    if not middle:
        return None
    first, last = _parse_words(tokens[:middle]), _parse_words(tokens[middle + 1 :])
    if first is None or last is None or first.end or last.end or last.parts < first.parts:
        return None
    if last.parts == first.parts and last.season <= first.season:
        return None
    if not (first.valid and last.valid):
        return RawDate(first.parts, valid=False)
    complete = first.complete and last.complete and (not first.season or last.season > 0)
    return RawDate(first.parts, last.parts, first.season, complete=complete, end_season=last.season)


def _parse_words_of_year(tokens: list[Token], year_index: int) -> RawDate | None:
    rest = tokens[:year_index] + tokens[year_index + 1 :]
    while rest and rest[0 if year_index == 0 else -1].kind == "-":
        del rest[0 if year_index == 0 else -1]
    days = parse_days(rest)
    return _from_days(tokens[year_index].value, days) if days else None


def _from_days(year: int, days: Days) -> RawDate:
    """Return the date of a year with months and days; those that do not exist are left out."""
    start = (year, *days.start)
    end = (year, *days.end) if days.end else None
    if not is_valid(start) or (end and not is_valid(end)):
        kept = start[:-1] if is_valid(start[:-1]) else (year,)
        return RawDate(kept, complete=False, valid=False)
    return RawDate(start, end, days.season, complete=days.complete)


def _from_parts(parts: tuple[int, ...]) -> RawDate:
    """Return the date of year, month and day; parts that do not exist are left out."""
    if is_valid(parts):
        return RawDate(parts)
    return RawDate(parts[:-1] if is_valid(parts[:-1]) else parts[:1], valid=False)


def _read_numbers(match: re.Match[str]) -> RawDate:
    groups = match.groupdict()
    return _from_parts(tuple(int(groups[name]) for name in ("year", "month", "day") if groups.get(name)))


def _read_ambiguous(match: re.Match[str]) -> RawDate:
    """Read ``15/3/2020`` and ``3/15/2020``; for ``3/4/2020`` only the year is certain."""
    first, second, year = map(int, match.groups())
    if first > 12 or first == second:
        return _from_parts((year, second, first))
    if second > 12:
        return _from_parts((year, first, second))
    return RawDate((year,), complete=False)


def _read_years(match: re.Match[str]) -> RawDate | None:
    first, sign, last = int(match[1]), match[2], int(match[3])
    return RawDate((first,), (last,), complete="/" not in sign) if last > first else None


def _read_short_range(match: re.Match[str]) -> RawDate | None:
    """Read ``1972/73``; for ``2010-11``, which can also be a month, only the year is certain."""
    first, sign, short = int(match[1]), match[2], int(match[3])
    last = first - first % 100 + short
    if sign == "/" or (short > 12 and last > first):
        return RawDate((first,), (last,), complete=False) if last > first else None
    return RawDate((first,), complete=False) if last == first + 1 else None


def _read_roman(match: re.Match[str]) -> RawDate:
    values = [_ROMAN[char] for char in match[0].upper()]
    ahead = [*values[1:], 0]
    year = sum(-value if value < following else value for value, following in zip(values, ahead, strict=True))
    return RawDate((year,), complete=False)


def _read_partial(match: re.Match[str], circa: bool = False) -> RawDate:
    """Read the year of a text of which only the literal expresses the rest."""
    return RawDate((int(match[1]),), circa=circa, uncertain="?" in match[0], complete=False)


def _read_bce(match: re.Match[str]) -> RawDate:
    return RawDate((1 - int(match[1]),), complete=False)


def _read_decade(match: re.Match[str]) -> RawDate:
    return RawDate((int(match[1]),), (int(match[1]) + 9,), complete=False)


def _read_between(match: re.Match[str]) -> RawDate | None:
    raw = _read_years(match)
    return raw and raw._replace(complete=False)


def _read_unknown_digits(match: re.Match[str]) -> RawDate:
    """Read library catalogs' ``186-`` and ``18--``."""
    missing = 1 if match[1] else 2
    first = int(match[1] or match[2]) * 10**missing
    return RawDate((first,), (first + 10**missing - 1,), complete=False)


def _read_century(match: re.Match[str]) -> RawDate:
    last = int(match[1]) * 100
    return RawDate((last - 99,), (last,), complete=False)


def _read_short_end(match: re.Match[str]) -> RawDate | None:
    """Read ISO 8601's ranges with a short end: ``2020-01/05``, ``2020-03-01/05``, ``2020-03-30/04-02``."""
    first, *rest = map(int, filter(None, match.groups()))
    length = 2 if len(match.groups()) == 3 else 3
    start = (first, *rest[: length - 1])
    end = (*start[: length - len(rest[length - 1 :])], *rest[length - 1 :])
    return RawDate(start, end) if is_valid(start) and is_valid(end) and end > start else None


def _read_quarter(match: re.Match[str]) -> RawDate | None:
    year = find_year(match[0])
    quarter = re.search(r"(?i)q[1-4]", match[0])
    return parse_in_year(year, quarter[0]) if year and quarter else None


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_TIME = r"(?:[T\s][\d:.,Z+\s-]*)?"
_DASH = r"\s?(?:-{1,3}|[–—‐‑−]|to|bis|until)\s?"
_ABOUT = r"(?:circa|ca|cca|c\.|approximately|approx|about|around|um|etwa|vers|env|environ|hacia|~|≈)\.?\s?"
_EDITION = (
    r"(?:re)?printed|reprint|repr\.|re-?issued?|published(?:\sonline)?|publ\.|first\spublished|online(?:\sfirst)?|copyright"
    r"|year:|\d{1,2}\.\sauflage|\d{1,2}\.\saufl\.|nachdr(?:uck|\.)"
)
_BOUND = r"(?:(?:not )?(?:before|after)|by|vor|nach|avant|après|antes de|since|seit)\s"

#: Informal notations, the most frequent first: a pattern for the entire text, and its reader.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], RawDate | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (r"(?:year\s)?(\d{1,4})[.,;]?", lambda match: RawDate((int(match[1]),))),
        (r"(\d{4})\s?\?", lambda match: RawDate((int(match[1]),), uncertain=True)),
        (rf"(\d{{4}})({_DASH}|\s?/\s?)(\d{{4}})", _read_years),
        (r"(\d{4})\s?(/|-{1,2}|[–—])\s?(\d\d)", _read_short_range),
        (r"(\d{4})\s?[-–—]+\s?", lambda match: RawDate((int(match[1]),), ())),
        (
            rf"(\d{{4}}){_DASH}(?:present|today|now|ongoing|heute)",
            lambda match: RawDate((int(match[1]),), ()),
        ),
        (r"(\d{4})-(\d\d)/(\d\d)", _read_short_end),
        (r"(\d{4})-(\d\d)-(\d\d)/(?:(\d\d)-)?(\d\d)", _read_short_end),
        (
            rf"(?P<year>\d{{4}})(?P<sign>[-/.])(?P<month>\d{{1,2}})(?:(?P=sign)(?P<day>\d{{1,2}}))?{_TIME}",
            _read_numbers,
        ),
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
        (r"(?:the\s)?(?:(?:early|mid|late)[\s-])?(\d{3}0)['’]?s", _read_decade),
        (r"(\d{3})-\??|(\d\d)(?:--|\?\?)\??", _read_unknown_digits),
        (r"(?:the\s)?(\d{1,2})(?:st|nd|rd|th)\sc(?:entury|ent?\.)", _read_century),
        (r"(?:\[\s?\d{4}\s?\]|\(\s?\d{4}\s?\))\s?/?\s?(\d{4})", _read_partial),
        (r"\d{4}\s?[\[(]?\s?(?:i\.\s?e\.|=|recte)\s?(\d{4})\s?[\])]?", _read_partial),
        (r"(\d{4})[,;]?\s(?:c|p|©|℗|cop\.?)\s?\d{4}", _read_partial),
        (r"(\d{4})\s?[(\[]?ca?\.?[)\]]?", lambda match: _read_partial(match, circa=True)),
        (rf"(?:{_EDITION})\s(\d{{4}})", _read_partial),
        (rf"(\d{{4}}),?\s[(\[]?(?:{_EDITION})[)\]]?(?:\s\d{{4}})?", _read_partial),
        (r"(?:between|zwischen|entre)\s(\d{4})(\s(?:and|und|et|y|e)\s)(\d{4})", _read_between),
        (r"q[1-4]\s?[/-]?\s?\d{4}|\d{4}\s?[/-]?\s?q[1-4]", _read_quarter),
        (r"-(\d{1,3})", lambda match: RawDate((-int(match[1]),), complete=False)),
        (r"(\d{4})\s?-?[a-z](?:[\s,&+]{1,3}[a-z]){0,4}", _read_partial),
        (r"(\d{4})\s?[\[(（【].{1,100}[\])）】]", _read_partial),
        (r"(\d{4})(?:\s?(?:[,;&+]|and|und|et|or|oder|ou)\s?\d{4}){1,20}", _read_partial),
        (rf"{_BOUND}(\d{{4}})", _read_partial),
        (r"(\d{1,4})\s?(?:b\.?\s?c\.?(?:\s?e\.?)?|v\.\s?chr\.|av\.\s?j\.-c\.|a\.\s?c\.)", _read_bce),
        (r"(?:ad|a\.d\.|ce)\s(\d{1,4})", _read_partial),
        (r"(\d{1,4})\s(?:ad|a\.d\.|ce|c\.e\.)", _read_partial),
        (r"(?=m[mdclxvi])m{1,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", _read_roman),
    )
)
