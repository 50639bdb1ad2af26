"""Dates of publication, in the EDTF subset that BibLaTeX and CSL know, and in what people write instead.

EDTF is ISO 8601-2's notation in the extent of the BibLaTeX manual, section 2.3.8. Years are
astronomical there and in :class:`Date` (0 is 1 BCE); CSL has no year 0 (-1 is 1 BCE).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sphinxext_pubs.model.publication import Date
from sphinxext_pubs.notation.date_parts import (
    read_flag,
    read_points,
    read_season,
    read_text,
    write_edtf,
    write_points,
)
from sphinxext_pubs.notation.date_words import is_undated, status_in
from sphinxext_pubs.notation.free_dates import (
    ParsedNotation,
    ascii_digits,
    find_year,
    is_valid,
    parse_edtf,
    parse_free,
    parse_in_year,
)
from sphinxext_pubs.notation.name_lists import quoted


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date, the state of publication that its fields name (a CSL ``status``), and what is wrong with it."""

    date: Date | None = None
    status: str = ""
    problem: str = ""


#: A range counts for at most this many years, so that ``1XXX`` is not a thousand terms.
YEARS_LIMIT = 200

#: Longer dates (in characters) are not read; they are shown up to here, with a problem.
LENGTH_LIMIT = 200

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASON_NAMES = ("Spring", "Summer", "Autumn", "Winter")
ERA = "BCE"


# Reading

#: A tie between words; before an end or a slash, EDTF's ``~`` means *about*.
_TIE = re.compile(r"(?<=[\w.,])~(?=\w)")


def parse_date(value: str) -> Date | None:
    """A date in EDTF as BibLaTeX's ``date`` takes it; ``None`` for any other notation or an impossible date.

    The time of day is left out; digits may be those of any script; ``199X`` is the range 1990 to 1999.
    """
    text = ascii_digits(value.strip())
    found = parse_edtf(text) if len(text) <= LENGTH_LIMIT else None
    return None if found is None else _date(found, text)


def from_fields(date: str, year: str = "", month: str = "", day: str = "") -> ParsedDate:
    """The date of an entry from BibLaTeX's ``date`` or BibTeX's ``year``, ``month`` and ``day`` (plain text).

    ``date`` is taken first and completed by the others. A problem is made only for what is in no known
    notation, or not on the calendar; the date then keeps the year that is found in it.
    """
    if len(date) + len(year) + len(month) + len(day) > LENGTH_LIMIT:
        return _from_fields(*(_normalize(value) for value in (date, year, month, day)))
    return _from_fields_cached(date, year, month, day)


@lru_cache(maxsize=8192)
def _from_fields_cached(date: str, year: str, month: str, day: str) -> ParsedDate:
    return _from_fields(_normalize(date), _normalize(year), _normalize(month), _normalize(day))


def _normalize(value: str) -> str:
    """The value on one line, ties as spaces, digits as ASCII has them, without quotation marks around it."""
    if value.isdecimal() and value.isascii() and len(value) < LENGTH_LIMIT:
        return value
    value = value.strip()
    if len(value) > LENGTH_LIMIT:
        value = value[:LENGTH_LIMIT] + "…"
    return _TIE.sub(" ", " ".join(ascii_digits(value).strip(' \t\n"{}').split()))


def _from_fields(date: str, year: str, month: str, day: str) -> ParsedDate:
    month = f"{month} {day}" if month and day else month
    if not date:
        return _with_month(_parse_any(year, in_year=True), month) if year else _only_month(month)
    parsed = _parse_any(date)
    if parsed.date and parsed.date.parts and not parsed.problem:
        return _with_month(parsed, month) if date.isdecimal() and len(date) == 4 else parsed
    return _prefer_year(parsed, date, _from_fields("", year, month, "") if year else ParsedDate())


def _prefer_year(parsed: ParsedDate, date: str, other: ParsedDate) -> ParsedDate:
    """What ``date`` says, or ``year`` instead where that knows a year and ``date`` is not understood."""
    if other.date is None or not other.date.parts:
        return parsed
    problem = f"{_not_recognized(date)}. The year is used instead" if parsed.problem else other.problem
    return ParsedDate(other.date, parsed.status or other.status, problem)


def _parse_any(text: str, in_year: bool = False) -> ParsedDate:
    """A date in any notation, in tidied text that is not empty."""
    if len(text) > LENGTH_LIMIT:
        return _unknown(text)
    status, rest = status_in(text)
    if status:
        return _with_status(text, status, rest)
    found = None if in_year else parse_edtf(text)
    if not found and is_undated(text):
        return ParsedDate(Date(literal=text) if text.strip("0-") else None)
    found = found or parse_free(text, in_year) or parse_edtf(text)
    return _parsed(found, text) if found else _unknown(text)


def _with_status(text: str, status: str, rest: str) -> ParsedDate:
    """A text that names a state of publication, and perhaps a date beside it (``2021, in press``)."""
    found = (parse_edtf(rest) or parse_free(rest)) if rest else None
    if found and found.possible:
        return ParsedDate(_date(found, rest), status)
    return ParsedDate(_literal(text), status)


def _parsed(found: ParsedNotation, text: str) -> ParsedDate:
    problem = "" if found.possible else _impossible(f"the date {quoted(text)}", found)
    return ParsedDate(_date(found, text), "", problem)


def _impossible(what: str, found: ParsedNotation) -> str:
    kept = "-".join(f"{part:02}" for part in found.parts)
    return f"{what} is not a valid date; using {kept}"


def _unknown(text: str) -> ParsedDate:
    date = _literal(text)
    place = f"under {date.parts[0]}" if date.parts else "as undated"
    return ParsedDate(date, "", f"{_not_recognized(text)}. It is shown as written and sorted {place}")


def _not_recognized(text: str) -> str:
    return f"the date {quoted(text)} is not recognized; write it like 2024, 2024-11 or 2024-11-30"


def _literal(text: str) -> Date:
    year = find_year(text)
    return Date(() if year is None else (year,), literal=text)


def _date(found: ParsedNotation, text: str) -> Date:
    literal = "" if found.whole else text
    return Date(found.parts, found.end, found.season, found.circa, found.uncertain, literal)


def _only_month(month: str) -> ParsedDate:
    """The field ``month`` alone, which some exporters fill with a whole date."""
    if not month:
        return ParsedDate()
    found = parse_edtf(month) or (parse_free(month) if find_year(month) else None)
    if found:
        return _parsed(found, month)
    return ParsedDate(None, "", f"the month {quoted(month)} has no year; it is ignored")


def _with_month(parsed: ParsedDate, month: str) -> ParsedDate:
    """The date of a year with what the field ``month`` adds; a range or a full date takes nothing more."""
    date = parsed.date
    if not month or date is None or len(date.parts) != 1 or date.end is not None or date.season:
        return parsed
    year = date.parts[0]
    found = parse_in_year(year, month) or _same_year(year, month)
    if found is None:
        return _unreadable_month(parsed, date, month)
    problem = "" if found.possible else _impossible(f"the month {quoted(month)}", found)
    literal = date.literal or ("" if found.whole or problem else f"{month} {year}")
    told = Date(found.parts, found.end, found.season, date.circa, date.uncertain, literal)
    return replace(parsed, date=told, problem=parsed.problem or problem)


def _same_year(year: int, month: str) -> ParsedNotation | None:
    """A whole date in the field ``month`` (``2016-06-03T00:00:00``, ``08/2010``), if its year is the same."""
    found = parse_edtf(month) or parse_free(month)
    return found if found and found.parts[:1] == (year,) else None


def _unreadable_month(parsed: ParsedDate, date: Date, month: str) -> ParsedDate:
    """The date with a month that cannot be read; a state of publication may stand there, too."""
    status, _ = status_in(month)
    if len(month) <= LENGTH_LIMIT and (status or is_undated(month)):
        return replace(parsed, status=parsed.status or status)
    told = replace(date, literal=date.literal or f"{month} {date.parts[0]}")
    problem = f"the month {quoted(month)} is not recognized; write it as a number or a name"
    return replace(parsed, date=told, problem=parsed.problem or f"{problem}. It is shown as written")


# Showing


def year_label(date: Date, era: str = ERA) -> str:
    """The year or years for headings and citations: ``2024``, ``1988–1990``, ``2024–``, ``c1971``.

    ``era`` stands after the number of a year before 1; where it holds ``{}``, the number stands there.
    """
    if date.literal:
        return _literal_year(date)
    start = _year(date.parts, era)
    if date.end is None or (date.end and date.end[:1] == date.parts[:1]):
        return mark_uncertainty(start, date)
    return mark_uncertainty(f"{start}–{_year(date.end, era)}", date)


def _literal_year(date: Date) -> str:
    """The literal, unless it says much more than the year (``Michaelmas Term 2015``, ``3/4/2020``)."""
    if not date.parts:
        return date.literal
    year = str(date.parts[0])
    before = date.literal.removesuffix(year)
    said_more = before != date.literal and (len(before) > 9 or any(char.isdecimal() for char in before))
    return year if said_more or len(date.literal) > 30 else date.literal


def label(
    date: Date,
    months: Sequence[str] | None = None,
    seasons: Sequence[str] | None = None,
    era: str = ERA,
) -> str:
    """The date for people: ``14 November 2024``, ``10–15 November 2024``, ``March–May 2020``, or the literal.

    ``months`` holds twelve names, ``seasons`` four (spring to winter), both English by default.
    """
    if date.literal:
        return date.literal
    names = months or MONTH_NAMES
    if date.season and date.parts:
        return mark_uncertainty(
            f"{(seasons or SEASON_NAMES)[date.season - 1]} {_year(date.parts, era)}", date
        )
    if date.end is None:
        return mark_uncertainty(_format_point(date.parts, names, era), date)
    return mark_uncertainty(_format_range(date.parts, date.end, names, era), date)


def _format_range(start: tuple[int, ...], end: tuple[int, ...], names: Sequence[str], era: str) -> str:
    """A range with what both ends share said once."""
    last = _format_point(end, names, era)
    if start and len(start) == len(end) and start[:-1] == end[:-1] and len(start) > 1:
        first = str(start[2]) if len(start) == 3 else names[start[1] - 1]
        return f"{first}–{last}"
    first = _format_point(start, names, era)
    if len(start) == len(end) == 3 and start[0] == end[0]:
        first = f"{start[2]} {names[start[1] - 1]}"
    return join_range(first, last)


def join_range(first: str, last: str) -> str:
    """The two ends of a range, of which one may be empty, with a dash between."""
    return f"{first} – {last}".strip() if " " in first + last else f"{first}–{last}"


def _format_point(parts: tuple[int, ...], names: Sequence[str], era: str) -> str:
    words = [str(parts[2])] if len(parts) > 2 else []
    words += [names[parts[1] - 1]] if len(parts) > 1 else []
    return " ".join([*words, _year(parts, era)])


def _year(parts: tuple[int, ...], era: str) -> str:
    if not parts:
        return ""
    if parts[0] > 0:
        return str(parts[0])
    number = str(1 - parts[0])
    return era.replace("{}", number) if "{}" in era else f"{number} {era}"


def mark_uncertainty(text: str, date: Date) -> str:
    """The text with the signs of a date that is not certain: ``c.`` before, ``?`` after."""
    return f"{'c. ' if date.circa else ''}{text}{'?' if date.uncertain else ''}"


# Sorting and finding


def sort_key(date: Date | None) -> tuple[int, ...]:
    """What dates are sorted by, oldest first: rank, then year, month and day of the start, then of the end.

    The ranks: 0 no date (``None``, ``n.d.``), older than all; 1 dated; 2 in press, forthcoming and the
    like without a year, newer than all. What is not known counts as 0, so that with the newest first a
    paper without a month comes last in its year; a season counts as its first month (spring: March),
    a range from its start, one with an open start as its end.
    """
    if date is None:
        return (0, 0, 0, 0, 0, 0, 0)
    start = date.parts or date.end or ()
    if not start:
        return (2 if date.literal and status_in(date.literal)[0] else 0, 0, 0, 0, 0, 0, 0)
    if date.season and len(start) == 1:
        start = (start[0], 3 * date.season)
    return (1, *_padded(start), *_padded(date.end or ()))


def _padded(parts: tuple[int, ...]) -> tuple[int, int, int]:
    year, month, day = (*parts, 0, 0, 0)[:3]
    return year, month, day


def years(date: Date | None) -> tuple[int, ...]:
    """The years that conditions match, in order: of a range every year (at most :data:`YEARS_LIMIT`).

    A range that is open counts as the one year that is known; an undated paper has none.
    """
    if date is None or not (date.parts or date.end):
        return ()
    first = (date.parts or date.end or (0,))[0]
    last = date.end[0] if date.end else first
    return tuple(range(first, min(last, first + YEARS_LIMIT - 1) + 1)) or (first,)


# CSL-JSON


def from_csl(value: Mapping[str, Any] | str) -> Date:
    """A date variable of CSL-JSON 1.0.2; empty where it holds nothing. :exc:`ValueError` says what is wrong.

    Known are ``date-parts`` (integers or numeric strings; an end ``[0]`` is open), ``season``, ``circa``,
    ``literal`` and ``raw``. A ``raw`` in EDTF adds what ``date-parts`` cannot say; others read as ``date``.
    """
    if isinstance(value, str):
        value = {"raw": value}
    if not isinstance(value, Mapping):
        raise ValueError(f'a date must be an object like {{"date-parts": [[2024, 11]]}}, not {value!r:.60}')
    literal, raw = read_text(value, "literal"), read_text(value, "raw")
    start, end, season = read_points(value.get("date-parts"))
    if not (is_valid(start) and is_valid(end or ())):
        raise ValueError(f"{value.get('date-parts')!r:.60} is not a valid date")
    season = read_season(value.get("season")) or season
    date = Date(start, end, season, read_flag(value.get("circa")), literal=literal)
    return _with_raw(date, raw) if raw else date


def _with_raw(date: Date, raw: str) -> Date:
    """The date with what ``raw`` says beside ``date-parts``, which win where the two differ."""
    exact = parse_date(raw)
    if exact is None:
        said = from_fields(raw).date or Date()
        return date if date.parts or date.end else replace(said, literal=date.literal or said.literal)
    if date.parts and date.parts != exact.parts:
        return date
    season, literal = date.season or exact.season, date.literal or exact.literal
    return replace(exact, season=season, circa=date.circa or exact.circa, literal=literal)


def to_csl(date: Date) -> dict[str, Any]:
    """The date variable of CSL-JSON from which :func:`from_csl` makes the same date again.

    ``raw`` (EDTF) is written only for what CSL cannot say otherwise: an open end, an uncertain date.
    """
    value: dict[str, Any] = {}
    if date.parts:
        value["date-parts"] = write_points(date.parts, date.end)
    if date.season:
        value["season"] = date.season
    if date.circa:
        value["circa"] = True
    if date.literal:
        value["literal"] = date.literal
    if (date.parts or date.end) and (date.uncertain or date.end == () or not date.parts):
        value["raw"] = write_edtf(date.parts, date.end, date.circa, date.uncertain)
    return value
