"""Dates of publication, in the EDTF subset that BibLaTeX and CSL know, and in what people write instead.

EDTF is ISO 8601-2's notation in the extent of the BibLaTeX manual, section 2.3.8. Years are
astronomical there and in :class:`Date` (0 is 1 BCE); CSL has no year 0 (-1 is 1 BCE).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sphinxext_pubs.date_notations import Found, ascii_digits, edtf, possible, within, written, year_in
from sphinxext_pubs.date_words import SEASON_NUMBERS, is_undated, status_in


@dataclass(frozen=True, slots=True)
class Date:
    """A date or a range of dates.

    ``parts`` is ``(year[, month[, day]])``, empty for an open start or where no year is known;
    ``end`` is the end of a range, ``()`` an open end, ``None`` no range. ``season`` is 1 (spring)
    to 4 (winter), 0 none. ``literal`` is the date as written, kept where the parts do not say all
    of it (``c1971``, ``n.d.``, ``in press``): it is what people are shown.
    """

    parts: tuple[int, ...] = ()
    end: tuple[int, ...] | None = None
    season: int = 0
    circa: bool = False
    uncertain: bool = False
    literal: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return Date, (self.parts, self.end, self.season, self.circa, self.uncertain, self.literal)


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date, the state of publication that its fields name (a CSL ``status``), and what is wrong with it."""

    date: Date | None = None
    status: str = ""
    complaint: str = ""


#: A range counts for at most this many years, so that ``1XXX`` is not a thousand terms.
YEARS_LIMIT = 200

#: Longer dates (in characters) are kept as written, unread.
LENGTH_LIMIT = 200

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASON_NAMES = ("Spring", "Summer", "Autumn", "Winter")



# Reading


def parse_date(value: str) -> Date | None:
    """A date in EDTF as BibLaTeX's ``date`` takes it; ``None`` for any other notation or an impossible date.

    The time of day is left out; digits may be those of any script; ``199X`` is the range 1990 to 1999.
    """
    text = ascii_digits(value.strip())
    found = edtf(text) if len(text) <= LENGTH_LIMIT else None
    return None if found is None else _date(found, text)


def from_fields(date: str, year: str = "", month: str = "", day: str = "") -> ParsedDate:
    """The date of an entry from BibLaTeX's ``date`` or BibTeX's ``year``, ``month`` and ``day`` (plain text).

    ``date`` is taken first and completed by the others. A complaint is made only for what is in no known
    notation, or not on the calendar; the date then keeps the year that is found in it.
    """
    if len(date) + len(year) + len(month) + len(day) > LENGTH_LIMIT:
        return _from_fields(*(_tidy(value) for value in (date, year, month, day)))
    return _remembered(date, year, month, day)


@lru_cache(maxsize=8192)
def _remembered(date: str, year: str, month: str, day: str) -> ParsedDate:
    return _from_fields(_tidy(date), _tidy(year), _tidy(month), _tidy(day))


def _from_fields(date: str, year: str, month: str, day: str) -> ParsedDate:
    month = f"{month} {day}" if month and day else month
    if not date:
        return _with_month(_free(year, in_year=True), month) if year else _only_month(month)
    parsed = _free(date)
    if parsed.date and parsed.date.parts and not parsed.complaint:
        return _with_month(parsed, month) if date.isdecimal() and len(date) == 4 else parsed
    if not year:
        return parsed
    other = _from_fields("", year, month, "")
    if other.date is None or not other.date.parts:
        return parsed
    return ParsedDate(other.date, parsed.status or other.status, parsed.complaint or other.complaint)


def _free(text: str, in_year: bool = False) -> ParsedDate:
    """A date in any notation, in tidied text that is not empty."""
    if len(text) > LENGTH_LIMIT:
        return _unknown(text)
    found = (edtf(text) if not in_year or text.isdecimal() is False and not _two_years(text) else None) or written(
        text, in_year
    )
    if found:
        return _said(found, text)
    if is_undated(text):
        return ParsedDate(Date(literal=text))
    status, rest = status_in(text)
    return _with_status(text, status, rest) if status else _unknown(text)
