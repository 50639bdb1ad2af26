"""Reading and writing the parts of a date variable in CSL-JSON 1.0.2.

Readers raise :exc:`ValueError` with the expected form for invalid values. CSL has no year 0: its year
-1 is the astronomical year 0, which the rest of the package uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sphinxext_pubs.model.problems import quoted
from sphinxext_pubs.model.publication import Date
from sphinxext_pubs.notation.date_words import season_number
from sphinxext_pubs.notation.free_dates import is_valid

#: Maximum absolute value of a part.
YEAR_LIMIT = 999_999_999

Point = tuple[int, ...]


class InvalidPartError(ValueError):
    """A point of time of which a part is invalid; ``valid_point`` has the parts before it."""

    def __init__(self, sentence: str, valid_point: Point) -> None:
        super().__init__(sentence)
        self.valid_point = valid_point


def read_point(value: Any) -> tuple[Point, int]:
    """Return year, month and day, up to the first part that is 0, empty or null, and the season.

    Some processors write the season as month 13 to 16 or 21 to 24. Hours and minutes are ignored. Raise
    :exc:`InvalidPartError` for an invalid part.
    """
    if not isinstance(value, list | tuple):
        value = [value]
    numbers: list[int] = []
    for part in value[:3]:
        try:
            number = read_number(part)
        except ValueError as error:
            raise InvalidPartError(_keeping(str(error), tuple(numbers)), _astronomical(numbers)) from None
        if not number:
            break
        numbers.append(number)
    point = _astronomical(numbers)
    if len(point) == 2 and (13 <= point[1] <= 16 or 21 <= point[1] <= 24):
        return point[:1], read_season(point[1])
    if not is_valid(point):
        valid = point[:2] if len(point) > 2 and is_valid(point[:2]) else point[:1]
        written = "-".join(map(str, numbers))
        raise InvalidPartError(_keeping(f"“{written}” is not a valid date", valid), valid)
    return point, 0


def _keeping(sentence: str, point: Point) -> str:
    """Return the sentence about an invalid date with what is used instead."""
    used = "-".join(f"{part:02}" for part in point)
    return f"{sentence}; using {used}" if used else f"{sentence}; it is ignored"


def _astronomical(numbers: list[int]) -> Point:
    """Return a point of CSL, which has no year 0."""
    return (numbers[0] + 1, *numbers[1:]) if numbers and numbers[0] < 0 else tuple(numbers)


def write_points(start: Point, end: Point | None) -> list[list[int]]:
    """Return ``date-parts`` for a start and an end; an open end is omitted, as only ``raw`` expresses it."""
    return [[_csl_year(point[0]), *point[1:]] for point in (start, end) if point]


def read_text(value: Mapping[str, Any], key: str) -> str:
    """Return a string of the date variable on one line; numbers are converted."""
    text = value.get(key)
    if text is None:
        return ""
    if isinstance(text, bool) or not isinstance(text, str | int):
        raise ValueError(f"{key} of a date must be a string, not {text!r:.60}")
    return " ".join(str(text).split())


def read_season(value: Any) -> int:
    """Return 1 (spring) to 4 (winter) for a number of CSL or EDTF (21 to 24) or a name; 0 if empty."""
    number = season_number(value) if isinstance(value, str) else 0
    number = number or read_number(value) or 0
    if number == 0:
        return 0
    for first in (1, 13, 21):
        if first <= number < first + 4:
            return number - first + 1
    raise ValueError(f"season must be 1 (spring) to 4 (winter), not {value!r:.60}")


def read_flag(value: Any) -> bool:
    """Return the value of ``circa``, for which CSL allows a boolean, a number or a string."""
    return bool(value) and str(value).strip().lower() not in ("", "0", "false", "no")


def iso_date(date: Date | None) -> str:
    """Return the known parts of a date as ``2024-05-03``, or the empty string."""
    year, *rest = date.parts if date and date.parts else (None,)
    if year is None:
        return ""
    digits = f"{year:04}" if year >= 0 else f"-{-year:04}"
    return "-".join([digits, *(f"{part:02}" for part in rest)])


def write_date(date: Date) -> str:
    """Return a date, without its literal, in EDTF; empty if it has no year."""
    if not (date.parts or date.end):
        return ""
    start = (*date.parts[:1], 20 + date.season) if date.season and date.parts else date.parts
    end = (date.end[0], 20 + date.end_season) if date.end and date.end_season else date.end
    return write_edtf(start, end, date.circa, date.uncertain)


def write_edtf(start: Point, end: Point | None, circa: bool, uncertain: bool) -> str:
    """Return a date in EDTF; a season is a month from 21 to 24."""
    qualifier = "%" if circa and uncertain else "~" if circa else "?" if uncertain else ""
    points = (start,) if end is None else (start, end)
    return "/".join(_edtf_point(point) + qualifier if point else ".." for point in points)


def _edtf_point(point: Point) -> str:
    year = point[0]
    sign = "-" if year < 0 else ""
    prefix = "Y" if abs(year) > 9999 else ""
    return "-".join([f"{prefix}{sign}{abs(year):04}", *(f"{part:02}" for part in point[1:])])


def read_number(value: Any) -> int | None:
    """Return a part as a number, or None if it is empty; raise :exc:`ValueError` for other values."""
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        digits = value.strip()
        if not digits:
            return None
        valid = len(digits) <= 10 and digits.removeprefix("-").isdecimal()
        value = int(digits) if valid else value
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > YEAR_LIMIT:
        raise ValueError(f"the parts of a date must be whole numbers, not {_shown(value)}")
    return value


def _shown(value: Any) -> str:
    """Return an invalid value for messages; a number with thousands of digits is read as infinity."""
    return "a number that is too long" if value == float("inf") else quoted(str(value))


def _csl_year(year: int) -> int:
    return year if year > 0 else year - 1
