"""Reading and writing the parts of a date variable in CSL-JSON 1.0.2.

Readers raise :exc:`ValueError` with the expected form for invalid values. CSL has no year 0: its year
-1 is the astronomical year 0, which the rest of the package uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sphinxext_pubs.notation.date_words import season_number

#: Maximum absolute value of a part.
YEAR_LIMIT = 999_999_999

Point = tuple[int, ...]


def read_points(value: Any) -> tuple[Point, Point | None, int]:
    """Return start, end (``()`` if open, None if the date is not a range) and season of ``date-parts``."""
    if value is None or value == []:
        return (), None, 0
    if not isinstance(value, list | tuple) or len(value) > 2:
        raise ValueError(f"date-parts must be one or two lists like [2024, 11, 30], not {value!r:.60}")
    start, season = _split_season(_read_point(value[0]))
    if len(value) == 1:
        return start, None, season
    end, _ = _split_season(_read_point(value[1]))
    return start, end, season


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
    number = number or _read_number(value) or 0
    if number == 0:
        return 0
    for first in (1, 13, 21):
        if first <= number < first + 4:
            return number - first + 1
    raise ValueError(f"season must be 1 (spring) to 4 (winter), not {value!r:.60}")


def read_flag(value: Any) -> bool:
    """Return the value of ``circa``, for which CSL allows a boolean, a number or a string."""
    return bool(value) and str(value).strip().lower() not in ("", "0", "false", "no")


def write_edtf(start: Point, end: Point | None, circa: bool, uncertain: bool) -> str:
    """Return a date, without its season, in EDTF."""
    qualifier = "%" if circa and uncertain else "~" if circa else "?" if uncertain else ""
    points = (start,) if end is None else (start, end)
    return "/".join(_edtf_point(point) + qualifier if point else ".." for point in points)


def _edtf_point(point: Point) -> str:
    year = point[0]
    sign = "-" if year < 0 else ""
    prefix = "Y" if abs(year) > 9999 else ""
    return "-".join([f"{prefix}{sign}{abs(year):04}", *(f"{part:02}" for part in point[1:])])


def _read_point(value: Any) -> Point:
    """Return year, month and day, up to the first part that is 0, empty or null."""
    if not isinstance(value, list | tuple) or len(value) > 3:
        raise ValueError(f"a date must be a list of year, month and day, not {value!r:.60}")
    numbers: list[int] = []
    for part in value:
        number = _read_number(part)
        if not number:
            break
        numbers.append(number)
    if numbers and numbers[0] < 0:
        numbers[0] += 1
    return tuple(numbers)


def _read_number(value: Any) -> int | None:
    """Return a part as a number, or None if it is empty; raise :exc:`ValueError` for other values."""
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        digits = value.strip()
        valid = len(digits) <= 10 and digits.removeprefix("-").isdecimal()
        value = int(digits) if valid else value
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > YEAR_LIMIT:
        raise ValueError(f"the parts of a date must be whole numbers, not {value!r:.60}")
    return value


def _split_season(point: Point) -> tuple[Point, int]:
    """Return a point and its season, which some processors write as month 13 to 16 or 21 to 24."""
    if len(point) == 2 and (13 <= point[1] <= 16 or 21 <= point[1] <= 24):
        return point[:1], read_season(point[1])
    return point, 0


def _csl_year(year: int) -> int:
    return year if year > 0 else year - 1
