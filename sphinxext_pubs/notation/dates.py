"""Publication dates: parsing EDTF (as in BibLaTeX and CSL) and informal notations, formatting, sorting.

EDTF is the subset of ISO 8601-2 in the BibLaTeX manual, section 2.3.8. Its years and those of
:class:`Date` are astronomical (0 is 1 BCE). CSL has no year 0 (-1 is 1 BCE).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sphinxext_pubs.model.problems import reversed_range
from sphinxext_pubs.model.publication import Date
from sphinxext_pubs.notation.date_words import is_undated, status_in
from sphinxext_pubs.notation.free_dates import (
    RawDate,
    ascii_digits,
    find_year,
    parse_edtf,
    parse_free,
    parse_in_year,
    parse_in_years,
)
from sphinxext_pubs.notation.name_lists import quoted


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date, the publication status given in its fields, and a problem (a sentence, or empty).

    ``field`` is the name of the field with the problem.
    """

    date: Date | None = None
    status: str = ""
    problem: str = ""
    field: str = ""


#: Maximum number of years of a range for conditions, so that ``1XXX`` does not give a thousand terms.
YEARS_LIMIT = 200

#: Maximum length of a date in characters. Longer dates are not parsed, but cut and reported.
LENGTH_LIMIT = 200

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASON_NAMES = ("Spring", "Summer", "Autumn", "Winter")
ERA = "BCE"


# Parsing

#: A tie between words. Before the end or a slash, ``~`` is EDTF's sign for *about*.
_TIE = re.compile(r"(?<=[\w.,])~(?=\w)")


def parse_date(value: str) -> Date | None:
    """Return a date in EDTF (BibLaTeX's ``date``), or None for any other notation or an invalid date.

    The time of day is dropped, digits of any script are accepted, and ``199X`` is the range 1990 to 1999.
    """
    text = ascii_digits(value.strip())
    raw = parse_edtf(text) if len(text) <= LENGTH_LIMIT else None
    return None if raw is None else _to_date(raw, text)


def from_fields(date: str, year: str = "", month: str = "", day: str = "") -> ParsedDate:
    """Return the date of an entry from BibLaTeX's ``date``, or BibTeX's ``year``, ``month`` and ``day``.

    The values are plain text. ``date`` takes precedence and is completed by the others. Only unknown
    notations and invalid dates are problems; the date then has the year that occurs in the text, if any.
    """
    if len(date) + len(year) + len(month) + len(day) > LENGTH_LIMIT:
        return _from_fields(*(_normalize(value) for value in (date, year, month, day)))
    return _from_fields_cached(date, year, month, day)


@lru_cache(maxsize=8192)
def _from_fields_cached(date: str, year: str, month: str, day: str) -> ParsedDate:
    return _from_fields(_normalize(date), _normalize(year), _normalize(month), _normalize(day))


def _normalize(value: str) -> str:
    """Return the value on one line, with spaces for ties and ASCII digits, without quotes around it."""
    if value.isdecimal() and value.isascii() and len(value) < LENGTH_LIMIT:
        return value
    value = value.strip()
    if len(value) > LENGTH_LIMIT:
        value = value[:LENGTH_LIMIT] + "…"
    return _TIE.sub(" ", " ".join(ascii_digits(value).strip(' \t\n"{}').split()))


def _from_fields(date: str, year: str, month: str, day: str) -> ParsedDate:
    if not date:
        if not year:
            return _only_month(f"{month} {day}" if month and day else month)
        return _with_month(_in_field(_parse_any(year, in_year=True), "year"), month, day)
    parsed = _in_field(_parse_any(date), "date")
    if parsed.date and parsed.date.parts and not parsed.problem:
        return _with_month(parsed, month, day) if date.isdecimal() and len(date) == 4 else parsed
    return _prefer_year(parsed, date, _from_fields("", year, month, day) if year else ParsedDate())


def _in_field(parsed: ParsedDate, field: str) -> ParsedDate:
    return replace(parsed, field=field) if parsed.problem else parsed


def _prefer_year(parsed: ParsedDate, date: str, other: ParsedDate) -> ParsedDate:
    """Return the date of the other fields if it has a year, else that of the field ``date``."""
    if other.date is None or not other.date.parts:
        return parsed
    status = parsed.status or other.status
    if not parsed.problem:
        return replace(other, status=status)
    return ParsedDate(other.date, status, _unrecognized(date, "the year is used instead"), "date")


def _parse_any(text: str, in_year: bool = False) -> ParsedDate:
    """Return a date in any notation; ``text`` is normalized and not empty."""
    if len(text) > LENGTH_LIMIT:
        return _unknown(text)
    status, rest = status_in(text)
    if status:
        return _with_status(text, status, rest)
    raw = None if in_year else parse_edtf(text)
    if not raw and is_undated(text):
        return ParsedDate(Date(literal=text) if text.strip("0-") else None)
    raw = raw or parse_free(text, in_year) or parse_edtf(text)
    return _parsed(raw, text) if raw else _unknown(text)


def _with_status(text: str, status: str, rest: str) -> ParsedDate:
    """Return the date of a text that names a publication status (``2021, in press``)."""
    raw = (parse_edtf(rest) or parse_free(rest)) if rest else None
    if raw and raw.valid:
        return ParsedDate(_to_date(raw, rest), status)
    return ParsedDate(_literal_date(text), status)


def _parsed(raw: RawDate, text: str) -> ParsedDate:
    problem = "" if raw.valid else _invalid(f"{quoted(text)} is not a valid date", raw)
    return ParsedDate(_to_date(raw, text), "", problem)


def _invalid(what: str, raw: RawDate) -> str:
    kept = "-".join(f"{part:02}" for part in raw.parts)
    return f"{what}; using {kept}"


def _unknown(text: str) -> ParsedDate:
    date = _literal_date(text)
    place = f"under {date.parts[0]}" if date.parts else "as undated"
    return ParsedDate(date, "", _unrecognized(text, f"it is shown as written and sorted {place}"))


def _unrecognized(text: str, effect: str) -> str:
    if corrected := _swap_ends(text):
        return f"{reversed_range(text)}; {effect}. Did you mean “{corrected}”?"
    return f"unrecognized date {quoted(text)}; {effect}. Write it like 2024, 2024-11 or 2024-11-30"


#: A range, except ``1985-1030``, which may be a month and a day.
_RANGE = re.compile(
    r"(?P<first>\d{4}|[^/]++(?=/))(?P<sign>/|\s?(?:/|-{1,3}|[–—])\s?)"
    r"(?P<last>(?!(?:0\d|1[0-2])(?:[0-2]\d|3[01])\Z)[^/]++)"
)


def _swap_ends(text: str) -> str:
    """Return the range with its ends swapped if only their order is wrong, or empty."""
    match = _RANGE.fullmatch(text) if len(text) <= LENGTH_LIMIT else None
    swapped = f"{match['last']}{match['sign']}{match['first']}" if match else ""
    raw = (parse_edtf(swapped) or parse_free(swapped)) if swapped else None
    return swapped if raw and raw.valid and raw.end else ""


def _literal_date(text: str) -> Date:
    year = find_year(text)
    return Date(() if year is None else (year,), literal=text)


def _to_date(raw: RawDate, text: str) -> Date:
    literal = "" if raw.complete else text
    return Date(raw.parts, raw.end, raw.season, raw.circa, raw.uncertain, literal, raw.end_season)


def _only_month(month: str) -> ParsedDate:
    """Return the date of the field ``month`` without a year; some exporters write a full date there."""
    if not month:
        return ParsedDate()
    raw = parse_edtf(month) or (parse_free(month) if find_year(month) else None)
    if raw:
        return _in_field(_parsed(raw, month), "month")
    return ParsedDate(None, "", f"the month {quoted(month)} has no year; it is ignored", "month")


def _with_month(parsed: ParsedDate, month: str, day: str) -> ParsedDate:
    """Return the date with month and day added, unless it is a range or has a month already."""
    date = parsed.date
    if not month or date is None or len(date.parts) != 1 or date.season:
        return parsed
    if date.end is not None:
        raw = parse_in_years(date.parts[0], date.end[0], month) if len(date.end) == 1 else None
        years = date.literal or f"{date.parts[0]}–{date.end[0]}" if date.end else ""
        return replace(parsed, date=_to_date(raw, f"{month} {years}")) if raw else parsed
    year = date.parts[0]
    text = f"{month} {day}" if day else month
    raw = parse_in_year(year, text) or _same_year(year, text)
    if raw is None:
        return _unreadable_month(parsed, date, text, month, day)
    name, value = ("day", day) if day and _is_month(year, month) else ("month", month)
    problem = "" if raw.valid else _invalid(f"{quoted(value)} is not a valid {name}", raw)
    literal = date.literal or ("" if raw.complete or problem else f"{text} {year}")
    extended = Date(raw.parts, raw.end, raw.season, date.circa, date.uncertain, literal, raw.end_season)
    return _with_problem(replace(parsed, date=extended), problem, name)


def _is_month(year: int, month: str) -> bool:
    """True if the field ``month`` is valid without a day."""
    raw = parse_in_year(year, month)
    return raw is not None and raw.valid


def _with_problem(parsed: ParsedDate, problem: str, field: str) -> ParsedDate:
    """Return the date with a problem, unless it has one already."""
    return replace(parsed, problem=problem, field=field) if problem and not parsed.problem else parsed


def _same_year(year: int, month: str) -> RawDate | None:
    """Return a full date in the field ``month`` (``2016-06-03T00:00:00``, ``08/2010``) if it has the year."""
    raw = parse_edtf(month) or parse_free(month)
    return raw if raw and raw.parts[:1] == (year,) else None


def _unreadable_month(parsed: ParsedDate, date: Date, text: str, month: str, day: str) -> ParsedDate:
    """Return the date with a month and day that cannot be parsed, which may be a publication status."""
    status, _ = status_in(text)
    if len(text) <= LENGTH_LIMIT and (status or is_undated(text)):
        return replace(parsed, status=parsed.status or status)
    extended = replace(parsed, date=replace(date, literal=date.literal or f"{text} {date.parts[0]}"))
    effect = "it is shown as written. Write a number"
    if day and _is_month(date.parts[0], month):
        return _with_problem(extended, f"unrecognized day {quoted(day)}; {effect}", "day")
    return _with_problem(extended, f"unrecognized month {quoted(month)}; {effect} or a name", "month")


# Formatting


def year_label(date: Date, era: str = ERA) -> str:
    """Return the year or years for headings and citations: ``2024``, ``1988–1990``, ``2024–``, ``c1971``.

    ``era`` is added after the number of a year before 1; ``{}`` in it is replaced by the number.
    """
    if date.literal:
        return _literal_year(date)
    start = _format_year(date.parts, era)
    if date.end is None or (date.end and date.end[:1] == date.parts[:1]):
        return mark_uncertainty(start, date)
    return mark_uncertainty(f"{start}–{_format_year(date.end, era)}", date)


def _literal_year(date: Date) -> str:
    """Return the literal, or only the year if it is much longer (``Michaelmas Term 2015``, ``3/4/2020``)."""
    if not date.parts:
        return date.literal
    year = str(date.parts[0])
    prefix = date.literal.removesuffix(year)
    too_long = prefix != date.literal and (len(prefix) > 9 or any(char.isdecimal() for char in prefix))
    return year if too_long or len(date.literal) > 30 else date.literal


def label(
    date: Date,
    months: Sequence[str] | None = None,
    seasons: Sequence[str] | None = None,
    era: str = ERA,
) -> str:
    """Return the date in words: ``14 November 2024``, ``10–15 November 2024``, ``March–May 2020``.

    A literal is returned as it is. ``months`` are twelve names, ``seasons`` four (spring to winter), both
    English by default.
    """
    if date.literal:
        return date.literal
    names = months or MONTH_NAMES
    if date.season or date.end_season:
        return mark_uncertainty(_format_seasons(date, names, seasons or SEASON_NAMES, era), date)
    if date.end is None:
        return mark_uncertainty(_format_point(date.parts, names, era), date)
    return mark_uncertainty(_format_range(date.parts, date.end, names, era), date)


def _format_seasons(date: Date, months: Sequence[str], seasons: Sequence[str], era: str) -> str:
    """Return a season, or a range with seasons: ``Spring 2004``, ``March 2004 – Autumn 2005``."""
    points = ((date.parts, date.season), (date.end or (), date.end_season))
    first, last = (
        f"{seasons[season - 1]} {_format_year(parts, era)}" if season else _format_point(parts, months, era)
        for parts, season in points
    )
    if date.end is None:
        return first
    if date.season and date.end_season and date.parts == date.end:
        return f"{seasons[date.season - 1]}–{last}"
    return join_range(first, last)


def _format_range(start: tuple[int, ...], end: tuple[int, ...], names: Sequence[str], era: str) -> str:
    """Return a range, with the parts that both ends share only once."""
    last = _format_point(end, names, era)
    if start and len(start) == len(end) and start[:-1] == end[:-1] and len(start) > 1:
        first = str(start[2]) if len(start) == 3 else names[start[1] - 1]
        return f"{first}–{last}"
    first = _format_point(start, names, era)
    if len(start) == len(end) == 3 and start[0] == end[0]:
        first = f"{start[2]} {names[start[1] - 1]}"
    return join_range(first, last)


def join_range(first: str, last: str) -> str:
    """Return the two ends of a range, of which one may be empty, with a dash between."""
    return f"{first} – {last}".strip() if " " in first + last else f"{first}–{last}"


def month_label(parts: tuple[int, ...]) -> str:
    """Return the month of a date, with its day if it has one, in English: ``14 November``."""
    return " ".join([*(str(day) for day in parts[2:]), MONTH_NAMES[parts[1] - 1]])


def _format_point(parts: tuple[int, ...], names: Sequence[str], era: str) -> str:
    words = [str(parts[2])] if len(parts) > 2 else []
    words += [names[parts[1] - 1]] if len(parts) > 1 else []
    return " ".join([*words, _format_year(parts, era)])


def _format_year(parts: tuple[int, ...], era: str) -> str:
    """Return the year of a date in words, with the era for years before 1."""
    if not parts:
        return ""
    if parts[0] > 0:
        return str(parts[0])
    number = str(1 - parts[0])
    return era.replace("{}", number) if "{}" in era else f"{number} {era}"


def mark_uncertainty(text: str, date: Date) -> str:
    """Return the text of a date with ``c.`` before it if it is approximate, ``?`` after it if uncertain."""
    return f"{'c. ' if date.circa else ''}{text}{'?' if date.uncertain else ''}"


# Sorting and matching


def sort_key(date: Date | None) -> tuple[int, ...]:
    """Return the sort key of a date, oldest first: rank, then year, month and day of start and of end.

    The ranks: 0 undated (``None``, ``n.d.``); 1 dated; 2 in press, forthcoming and the like without a
    year. Unknown parts are 0, so that with the newest first a paper without a month is the last of its
    year. A season is sorted as its first month in the north (spring: March). A range with an open start
    is sorted by its end.
    """
    if date is None:
        return (0, 0, 0, 0, 0, 0, 0)
    start = date.parts or date.end or ()
    if not start:
        return (2 if date.literal and status_in(date.literal)[0] else 0, 0, 0, 0, 0, 0, 0)
    if date.season and len(start) == 1:
        start = (start[0], 3 * date.season)
    return (1, *_pad(start), *_pad(date.end or ()))


def _pad(parts: tuple[int, ...]) -> tuple[int, int, int]:
    year, month, day = (*parts, 0, 0, 0)[:3]
    return year, month, day


def years(date: Date | None) -> tuple[int, ...]:
    """Return the years that conditions match, in order; empty for an undated paper.

    For a range, these are all its years (at most :data:`YEARS_LIMIT`); for an open range, the known year.
    """
    if date is None or not (date.parts or date.end):
        return ()
    first = (date.parts or date.end or (0,))[0]
    last = date.end[0] if date.end else first
    return tuple(range(first, min(last, first + YEARS_LIMIT - 1) + 1)) or (first,)


# CSL-JSON
