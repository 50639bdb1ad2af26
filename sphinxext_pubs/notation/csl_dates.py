"""Dates as date variables of CSL-JSON 1.0.2, and in the forms that other programs write there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sphinxext_pubs.model.problems import quoted, reversed_range
from sphinxext_pubs.model.publication import Date
from sphinxext_pubs.notation.date_parts import (
    InvalidPartError,
    Point,
    read_flag,
    read_point,
    read_season,
    read_text,
    write_date,
    write_points,
)
from sphinxext_pubs.notation.dates import ParsedDate, from_fields, parse_date

_NONE = ParsedDate()
#: The sentence about a value without anything that could be a date.
_NO_DATE = "the value must be a date; it is ignored"
_ISO = re.compile(r"-?\d{4}(?:-\d\d){0,2}T\S{4,40}", re.ASCII)


def read_csl_date(value: Any) -> ParsedDate:
    """Return the date of a date variable of CSL-JSON 1.0.2, and a problem; nothing is raised.

    Its members are ``date-parts`` (integers or numeric strings; an end ``[0]`` is open), ``season``,
    ``circa``, ``literal`` and ``raw``. ``raw`` in EDTF completes ``date-parts``; in other notations it is
    parsed like the field ``date``. Programs also write a string or a year, ``[2019, 5]``, a list of dates,
    ``{"year": 2019, "month": 5}`` and ``{"date-time": "2019-05-01T…"}``. Of an invalid date, the year, or
    year and month, are kept.
    """
    if value is None or value in ("", [], {}):
        return _NONE
    if isinstance(value, str):
        return from_fields(_without_time(value))
    if isinstance(value, Mapping):
        return _read_object(value)
    if isinstance(value, list | tuple):
        return _read_list(value)
    return _read_points([[value]])


def from_csl(value: Any) -> Date:
    """Return the date of a date variable of CSL-JSON; raise :exc:`ValueError` if it is invalid."""
    parsed = read_csl_date(value)
    if parsed.problem:
        raise ValueError(parsed.problem)
    return parsed.date or Date()


def _without_time(text: str) -> str:
    text = text.strip()
    return text.partition("T")[0] if _ISO.fullmatch(text) else text


def _read_list(value: list[Any] | tuple[Any, ...]) -> ParsedDate:
    """Return the date of a list: parts of a date, or one date or two, as objects, lists or strings."""
    first = value[0]
    if isinstance(first, Mapping | str) and not _is_number(first):
        ends = [read_csl_date(end) for end in value[:2]]
        extra = "only the first two dates of the list are used" if len(value) > 2 else ""
        problem = next((end.problem for end in ends if end.problem), extra)
        return replace(_range_of(ends), problem=problem)
    return _read_points(list(value) if isinstance(first, list | tuple) else [value])


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and value.strip().removeprefix("-").isdecimal() and len(value) <= 4


def _range_of(ends: list[ParsedDate]) -> ParsedDate:
    """Return the range of two dates, as CSL-YAML wrote it before CSL 1.0.1, or the only date."""
    start = ends[0].date or Date()
    if len(ends) == 1 or ends[1].date is None:
        return ends[0]
    end = ends[1].date
    if start.season or end.season:
        return ParsedDate(_seasons(start, end))
    if start.literal or end.literal:
        return ends[0]
    return ParsedDate(Date(start.parts, end.parts, 0, start.circa or end.circa, start.uncertain))


def _seasons(start: Date, end: Date) -> Date:
    """Return a range of which at least one end is a season."""
    text = "/".join(write_date(Date(point.parts, season=point.season)) for point in (start, end))
    date = parse_date(text) or Date(start.parts, end.parts, start.season, literal=text)
    return replace(date, circa=start.circa or end.circa)


def _read_object(value: Mapping[str, Any]) -> ParsedDate:
    if "date-parts" not in value and "year" in value:
        return _read_named_parts(value)
    try:
        literal, raw = read_text(value, "literal"), read_text(value, "raw")
    except ValueError:
        return ParsedDate(None, "", _NO_DATE)
    if not (literal or raw or value.get("date-parts")):
        raw = _without_time(str(value.get("date-time") or ""))
    parsed = _read_points(value.get("date-parts"))
    date, problem = parsed.date or Date(), parsed.problem
    try:
        season = read_season(value.get("season"))
    except ValueError:
        season, problem = 0, problem or f"{quoted(str(value['season']))} is not a season; it is ignored"
    date = replace(date, season=season or date.season, literal=literal or date.literal)
    date = replace(date, circa=read_flag(value.get("circa")))
    if raw:
        completed = _with_raw(date, raw)
        date, problem = completed.date or Date(), problem or completed.problem
    if date == Date() and not problem and not _MEMBERS & value.keys():
        problem = _NO_DATE
    return ParsedDate(date if date != Date() else None, "", problem)


#: Members of date variables.
_MEMBERS = frozenset({"date-parts", "season", "circa", "literal", "raw", "date-time", "timestamp"})


def _read_named_parts(value: Mapping[str, Any]) -> ParsedDate:
    """Return the date of an object with ``year``, and perhaps ``month``, ``day`` and ``season``."""
    year, month, day = (value.get(name) for name in ("year", "month", "day"))
    season = value.get("season")
    if isinstance(month, str) and not _is_number(month) and month.strip():
        parsed = from_fields("", str(year), month, "" if day is None else str(day))
    else:
        parsed = _read_points([[year, month or None, day or None]])
    if parsed.date is None or not season:
        return _with_circa(parsed, value)
    try:
        return _with_circa(replace(parsed, date=replace(parsed.date, season=read_season(season))), value)
    except ValueError:
        return replace(parsed, problem=f"{quoted(str(season))} is not a season; it is ignored")


def _with_circa(parsed: ParsedDate, value: Mapping[str, Any]) -> ParsedDate:
    if parsed.date is None or not read_flag(value.get("circa")):
        return parsed
    return replace(parsed, date=replace(parsed.date, circa=True))


def _read_points(value: Any) -> ParsedDate:
    """Return the date of ``date-parts``: a list of one or two lists, or what programs write for it."""
    if value is None or value == []:
        return _NONE
    if text := _text_in(value):
        return from_fields(_without_time(text))
    if not isinstance(value, list | tuple):
        value = [[value]]
    elif not isinstance(value[0], list | tuple):
        value = [value]
    points: list[tuple[Point, int]] = []
    problems = ["only the first two dates are used"] if len(value) > 2 else []
    for end in value[:2]:
        try:
            points.append(read_point(end))
        except InvalidPartError as error:
            points.append((error.valid_point, 0))
            problems.append(str(error))
    return ParsedDate(_date_of(points), "", problems[-1] if problems else "")


def _text_in(value: Any) -> str:
    """Return the only string in (lists of) ``date-parts`` if it is not a number, else the empty string."""
    for _ in range(2):
        if isinstance(value, list | tuple) and len(value) == 1:
            value = value[0]
    return value if isinstance(value, str) and not _is_number(value) else ""


def _date_of(points: list[tuple[Point, int]]) -> Date | None:
    start, season = points[0]
    if len(points) == 1:
        return Date(start, None, season) if start or season else None
    end, end_season = points[1]
    if end_season and start and end:
        return _seasons(Date(start, season=season), Date(end, season=end_season))
    return Date(start, end, season) if start or end or season else None


def _with_raw(date: Date, raw: str) -> ParsedDate:
    """Return the date completed with ``raw``; if the two differ, ``date-parts`` take precedence."""
    exact = parse_date(raw)
    if exact is None:
        if date.parts or date.end:
            return ParsedDate(date)
        parsed = from_fields(_without_time(raw))
        free = parsed.date or Date()
        circa, literal = date.circa or free.circa, date.literal or free.literal
        return replace(parsed, date=replace(free, circa=circa, literal=literal))
    if date.parts and date.parts != exact.parts:
        return ParsedDate(date)
    season, literal = date.season or exact.season, date.literal or exact.literal
    return ParsedDate(replace(exact, season=season, circa=date.circa or exact.circa, literal=literal))


def reversed_points(date: Date) -> str:
    """Return the sentences about a date in CSL-JSON that is a reversed range, or empty."""
    end = date.end or ()
    if not end or end[: len(date.parts)] >= date.parts[: len(end)]:
        return ""
    points, swapped = write_points(date.parts, end), write_points(end, date.parts)
    return f"{reversed_range(str(points))}; it is shown as written. Did you mean “{swapped}”?"


def to_csl(date: Date) -> dict[str, Any]:
    """Return the date variable of CSL-JSON, the inverse of :func:`from_csl`.

    ``raw`` (EDTF) is included only for what CSL cannot express otherwise: an open end, an uncertain date.
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
    if (date.parts or date.end) and (date.uncertain or date.end == () or not date.parts or date.end_season):
        value["raw"] = write_date(date)
    return value
