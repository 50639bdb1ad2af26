"""The dates of an entry, of which several tags have parts."""

from __future__ import annotations

import re
from dataclasses import replace

from sphinxext_pubs.formats.ris.draft import Draft
from sphinxext_pubs.formats.ris.lines import Value
from sphinxext_pubs.formats.ris.values import read_date, read_string, to_edtf
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import Date
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.dates import ParsedDate

#: The first year in which a work can have been read on a web site.
_FIRST_ACCESS = 1990
_FULL_DATE = re.compile(r"(?i)full publication date:(?P<date>.+)")


def set_dates(draft: Draft) -> tuple[Date | None, str]:
    """Return the date of publication and the status that a date says, and set the other dates.

    The year is that of ``PY``, else of ``DA``, else of ``Y1``; dates of the same year complete it.
    """
    years = draft.waiting.get("year", [])
    first_year = next((text for value in years if (text := read_string(value)[:4]).isdigit()), "")
    dates = [*draft.waiting.get("date", []), *_full_dates(draft)]
    for value in draft.waiting.get("date-or-accessed", []):
        is_access = bool(first_year) and not read_string(value).startswith(first_year)
        dates += [] if is_access else [value]
        draft.wait("accessed", [value] if is_access else [])
    others = [*dates, *draft.waiting.get("old-date", [])]
    candidates = [(value, read_date(value)) for value in years]
    candidates += [(value, read_date(value, first_year)) for value in others]
    parsed = _combine(draft, candidates)
    _set_second_date(draft, parsed.date)
    _set_accessed(draft)
    return parsed.date, parsed.status


def _full_dates(draft: Draft) -> list[Value]:
    """Return the dates in JSTOR's notes; other values of these tags are kept."""
    dates: list[Value] = []
    for value in draft.waiting.get("full-date", []):
        matches = (_FULL_DATE.fullmatch(part.strip()) for part in value.split(" / "))
        if match := next(filter(None, matches), None):
            dates.append(Value(match["date"].strip(), value.line))
        else:
            draft.keep("C1", [value])
    return dates


def _best(candidates: list[ParsedDate]) -> ParsedDate:
    """Return the date with the most parts that is valid, the first of several, or the first."""
    valid = [parsed for parsed in candidates if parsed.date is not None and not parsed.problem]
    if valid:
        return max(valid, key=_precision)
    return candidates[0] if candidates else ParsedDate()


def _precision(parsed: ParsedDate) -> tuple[int, bool]:
    """Return the number of parts, and if the date has more than a literal form."""
    date = parsed.date or Date()
    return len(date.parts) + bool(date.season and len(date.parts) == 1), date.end is not None


def _combine(draft: Draft, candidates: list[tuple[Value, ParsedDate]]) -> ParsedDate:
    """Return the first date, completed by others of the same year; those of other years are kept.

    Of a date that is not valid, the year counts if no other date has one.
    """
    dated = [parsed for _, parsed in candidates if parsed.date and parsed.date.parts]
    first = next((parsed for parsed in dated if not parsed.problem), dated[0] if dated else None)
    agreeing: list[ParsedDate] = []
    for value, parsed in candidates:
        parts = parsed.date.parts if parsed.date else ()
        is_other = parsed.problem or not parts or parts[:1] != _year_of(first)
        if first and parsed is not first and is_other:
            draft.keep("DA", [value] if parts or parsed.problem else [])
        else:
            agreeing.append(parsed)
    best = _best(agreeing)
    if best.problem:
        line = next(value.line for value, parsed in candidates if parsed is best)
        draft.add_problem(Code.DATE, best.problem, line, name="date")
    status = next((parsed.status for _, parsed in candidates if parsed.status), "")
    return replace(best, status=status)


def _year_of(parsed: ParsedDate | None) -> tuple[int, ...]:
    return parsed.date.parts[:1] if parsed and parsed.date else ()


def _set_second_date(draft: Draft, issued: Date | None) -> None:
    """Set ``Y2``: the date of access; in patents that of the application, as in 2001."""
    for value in draft.waiting.get("second-date", []):
        date = read_date(value).date
        if draft.type == "PAT":
            draft.fill("submitted", to_edtf(date) if date else value)
        elif date and date.parts[:1] >= (_FIRST_ACCESS,) and not _is_same_year(date, issued):
            draft.wait("accessed", [value])
        elif not date or not _is_same_year(date, issued):
            draft.keep("Y2", [value])


def _is_same_year(date: Date, issued: Date | None) -> bool:
    """True for a year without a month, which databases repeat."""
    return issued is not None and len(date.parts) == 1 and date.parts == issued.parts[:1]


def _set_accessed(draft: Draft) -> None:
    """Set the date of access from the tag with the most parts."""
    values = draft.waiting.get("accessed", [])
    year = next((value.strip() for value in values if re.fullmatch(r"\d{4}", value.strip())), "")
    parsed = [read_date(value, year) for value in values]
    date = _best(parsed).date
    if date is not None:
        draft.variables["accessed"] = text_of(to_edtf(date))
    for value, other in zip(values, parsed, strict=True):
        if other.problem:
            draft.keep("Y2", [value])
