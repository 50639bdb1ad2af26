"""Replacement for citeproc-py's dates and date ranges, and a function common to all our elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from citeproc import model
from citeproc.source import DateRange, LiteralDate, VariableError

#: Rendering options of elements in addition to the item: their context, and the options of a sort key.
Options: TypeAlias = Any


def use_variable(element: Any, item: Any, variable: str, context: Options) -> None:
    """Record that a variable is shown; raise VariableError if a substitute has already shown it."""
    layout = (context if context is not None else element).get_layout()
    layout.called += 1
    if variable in layout.suppressed or (layout.substituting and variable in layout.shown):
        raise VariableError
    if variable == "citation-number" or variable.replace("-", "_") in item.reference:
        layout.shown.append(variable)


class Date(model.Date):
    """Dates and ranges of dates, with the delimiters of the style and of its locale."""

    def process(
        self, item: Any, context: Options = None, sort_options: Options = None, **options: Options
    ) -> Any:
        variable = self.get("variable")
        use_variable(self, item, variable, context)
        value = item.reference[variable.replace("-", "_")]
        if not value:
            raise VariableError
        names = self.get("date-parts", "year-month-day").split("-")
        if sort_options is not None:
            return _date_sort_key(value, names if self.get("form") else [part.get("name") for part in self])
        if isinstance(value, LiteralDate):
            return self.wrap(value.text)
        localized = self.get_date(self.get("form")) if self.get("form") else self
        parts = [part for part in localized.iterchildren() if part.get("name") in names or localized is self]
        text = self._render_value(parts, value, localized.get("delimiter", self.get("delimiter", "")))
        if not text:
            raise VariableError
        return self.wrap(self.format(text))

    def _render_value(self, parts: Sequence[Any], value: Any, delimiter: str) -> str:
        if not isinstance(value, DateRange) or value.get("end") is None:
            only = value.begin if isinstance(value, DateRange) else value
            return self._join_parts(parts, only, delimiter)
        if value.end.is_nil():
            return self._join_parts(parts, value.begin, delimiter, closed=True) + "–"
        differing = [index for index, part in enumerate(parts) if _differs(part.get("name"), value)]
        if not differing:
            return self._join_parts(parts, value.begin, delimiter)
        first, last = min(differing), max(differing) + 1
        biggest = min((parts[index] for index in differing), key=lambda part: _SIZES.index(part.get("name")))
        between = self._style_part(biggest).get("range-delimiter") or biggest.get("range-delimiter", "–")
        begin = self._join_parts(parts[first:last], value.begin, delimiter, closed=True)
        end = self._join_parts(parts[first:last], value.end, delimiter, closed=last == len(parts))
        pieces = [
            self._join_parts(parts[:first], value.begin, delimiter),
            f"{begin}{between}{end}" if begin else end,
            self._join_parts(parts[last:], value.end, delimiter),
        ]
        return delimiter.join(filter(None, pieces))

    def _join_parts(self, parts: Iterable[Any], date: Any, delimiter: str, *, closed: bool = False) -> str:
        """Return the joined parts of a date; with ``closed``, without the last suffix."""
        rendered = [(part, self._render_part(part, date)) for part in parts]
        rendered = [(part, text) for part, text in rendered if text]
        texts = [part.get("prefix", "") + text + part.get("suffix", "") for part, text in rendered]
        if closed and texts and rendered[-1][0].get("suffix"):
            texts[-1] = texts[-1].removesuffix(rendered[-1][0].get("suffix"))
        return delimiter.join(texts)

    def _style_part(self, part: Any) -> Any:
        """Return the style's element for a part of its locale's date, or the locale's."""
        return next((own for own in self.iterchildren() if own.get("name") == part.get("name")), part)

    def _render_part(self, part: Any, date: Any) -> str:
        style_part = self._style_part(part)
        form = (
            style_part.get("form") or part.get("form") or ("numeric" if part.get("name") == "day" else "long")
        )
        text = {"day": self._day, "month": self._month, "year": self._year}[part.get("name")](date, form)
        if not text:
            return ""
        return str(style_part.format(style_part.case(style_part.strip_periods(text))))

    def _day(self, date: Any, form: str) -> str:
        day = date.get("day")
        if not isinstance(day, int):
            return str(day or "")
        limited = self.get_locale_option("limit-day-ordinals-to-day-1") == "true" and day > 1
        if form == "ordinal" and not limited:
            return str(model.to_ordinal(day, self))
        return f"{day:02}" if form == "numeric-leading-zeros" else str(day)

    def _month(self, date: Any, form: str) -> str:
        season = date.get("season")
        month = date.get("month") or (season if isinstance(season, str) and not season.isdigit() else None)
        if month is None and season is None:
            return ""
        if month is not None and not isinstance(month, int):
            return str(month)
        if form.startswith("numeric"):
            return "" if month is None else f"{month:02}" if form == "numeric-leading-zeros" else str(month)
        term = f"month-{month:02}" if month is not None else f"season-{int(season):02}"
        short = self.get_single_term(name=term, form="short") if form == "short" else ""
        return str(short or self.get_single_term(name=term))

    def _year(self, date: Any, form: str) -> str:
        year = date.get("year")
        if not isinstance(year, int):
            return str(year or "")
        if form == "short":
            return str(year)[-2:]
        era = "bc" if year < 0 else "ad" if year < 1000 else ""
        return str(abs(year)) + (str(self.get_single_term(name=era)) if era else "")


def _date_sort_key(value: Any, parts: Sequence[str]) -> Any:
    """Return the parts of a date that a style shows, as digits in sort order."""
    if isinstance(value, LiteralDate):
        return value.text
    begin = value.begin if isinstance(value, DateRange) else value
    key = str(begin.sort_key())
    return key[:5] + (key[5:7] if "month" in parts else "00") + (key[7:9] if "day" in parts else "00")


_SIZES = ("year", "month", "day")


def _differs(name: str, value: Any) -> bool:
    """True if the two ends of a range differ in this part, or in a larger one."""
    return any(
        value.begin.get(size) != value.end.get(size) for size in _SIZES[: _SIZES.index(name) + 1]
    ) and bool(value.begin.get(name) or value.end.get(name))
