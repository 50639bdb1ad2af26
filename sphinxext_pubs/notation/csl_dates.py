"""Dates as date variables of CSL-JSON 1.0.2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sphinxext_pubs.model.problems import reversed_range
from sphinxext_pubs.model.publication import Date
from sphinxext_pubs.notation.date_parts import (
    read_flag,
    read_points,
    read_season,
    read_text,
    write_edtf,
    write_points,
)
from sphinxext_pubs.notation.dates import from_fields, parse_date
from sphinxext_pubs.notation.free_dates import is_valid


def from_csl(value: Mapping[str, Any] | str) -> Date:
    """Return the date of a date variable of CSL-JSON 1.0.2; raise :exc:`ValueError` if it is invalid.

    Supported are ``date-parts`` (integers or numeric strings; an end ``[0]`` is open), ``season``,
    ``circa``, ``literal`` and ``raw``. ``raw`` in EDTF completes ``date-parts``; in other notations it is
    parsed like the field ``date``.
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
    """Return the date completed with ``raw``; if the two differ, ``date-parts`` take precedence."""
    exact = parse_date(raw)
    if exact is None:
        free = from_fields(raw).date or Date()
        return date if date.parts or date.end else replace(free, literal=date.literal or free.literal)
    if date.parts and date.parts != exact.parts:
        return date
    season, literal = date.season or exact.season, date.literal or exact.literal
    return replace(exact, season=season, circa=date.circa or exact.circa, literal=literal)


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
    if (date.parts or date.end) and (date.uncertain or date.end == () or not date.parts):
        value["raw"] = write_edtf(date.parts, date.end, date.circa, date.uncertain)
    return value
