"""Dates in BibTeX (``year``, ``month``) and in BibLaTeX (``date``)."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxext_pubs.formats.bibtex.localization import word_of
from sphinxext_pubs.formats.bibtex.values import MONTHS
from sphinxext_pubs.formats.bibtex.written import escape, insert_after
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.publication import Date
from sphinxext_pubs.notation import dates
from sphinxext_pubs.notation.date_parts import write_date

_MACROS = tuple(MONTHS)
#: Fields whose year is the year of an entry without a date, as a last resort.
_OTHER_DATES = ("eventdate", "origdate")


def classic_dates(fields: dict[str, str], issued: Date | None) -> dict[str, str]:
    """Return the fields with the date in ``year`` and ``month``.

    ``date`` is kept if these cannot express it. ``issued`` is the date that was read from the fields.
    """
    month = fields.get("month", "")
    if month.isdecimal() and month.isascii() and 1 <= int(month[:4]) <= len(_MACROS) and len(month) < 3:
        fields = fields | {"month": _MACROS[int(month) - 1]}
    if "date" not in fields or issued is None:
        return fields if fields.get("year") else _with_other_year(fields)
    parts = dict(bibtex_date(issued))
    if issued.literal or str(*issued.parts[:1]) in fields.get("year", ""):
        parts |= {name: fields[name] for name in ("year",) if fields.get(name)}
    kept = {name: value for name, value in fields.items() if name not in _PARTS}
    written = insert_after(kept, "date", {name: value for name, value in parts.items() if name != "date"})
    return written if "date" in parts else {name: value for name, value in written.items() if name != "date"}


_PARTS = frozenset({"year", "month", "day"})


def _with_other_year(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields of an entry without a year with that of another date, else with its status."""
    for name in _OTHER_DATES:
        date = dates.parse_date(decode.to_str(fields.get(name, "")))
        if date is not None and date.parts:
            return insert_after(fields, name, {"year": year_text(date)})
    state = fields.get("pubstate", "")
    return insert_after(fields, "pubstate", {"year": word_of(state) or state}) if state else fields


def year_text(date: Date) -> str:
    """Return the year or years of a date in words: ``2024``, ``1998--2001``, ``44 BC``."""
    if date.literal:
        return escape(date.literal)
    start = _year(date.parts)
    if date.end is None or (date.end[:1] == date.parts[:1] and date.end):
        return start
    return f"{start}--{_year(date.end)}"


def _year(parts: tuple[int, ...]) -> str:
    if not parts:
        return ""
    return str(parts[0]) if parts[0] > 0 else f"{1 - parts[0]} BC"


def bibtex_date(date: Date | None) -> Iterator[tuple[str, str]]:
    """Yield ``year``, ``month`` and ``day``, after ``date`` if they do not express all of it."""
    if date is None or not (date.parts or date.end or date.literal):
        return
    rows = {"year": year_text(date)}
    is_one_month = date.end is None or date.end[:2] == date.parts[:2]
    if date.season:
        rows["month"] = dates.SEASON_NAMES[date.season - 1]
    elif len(date.parts) > 1 and is_one_month:
        rows["month"] = _MACROS[date.parts[1] - 1]
    if len(date.parts) > 2 and date.end is None:
        rows["day"] = str(date.parts[2])
    read = dates.from_fields("", decode.to_str(rows["year"]), rows.get("month", ""), rows.get("day", ""))
    if read.date != date and not date.literal:
        yield "date", write_date(date)
    yield from rows.items()


def biblatex_date(date: Date | None) -> Iterator[tuple[str, str]]:
    """Yield ``date`` in EDTF, or ``year`` with the literal if EDTF cannot express the date."""
    if date is None:
        return
    if date.literal:
        yield "year", escape(date.literal)
        if len(date.parts) > 1:
            yield "month", _MACROS[date.parts[1] - 1]
    else:
        yield "date", write_date(date)
