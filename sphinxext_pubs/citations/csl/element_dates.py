"""citeproc-py's dates and ranges of dates, with methods of ours; what all our elements have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from citeproc import model
from citeproc.source import DateRange, LiteralDate, VariableError

#: What elements are rendered with beside the item: where they stand, and the options of a sort key.
Options: TypeAlias = Any


def take(element: Any, item: Any, variable: str, context: Options) -> None:
    """Note that a variable is shown; raise VariableError where a substitute has shown it."""
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
        take(self, item, variable, context)
        value = item.reference[variable.replace("-", "_")]
        if not value:
            raise VariableError
        wanted = self.get("date-parts", "year-month-day").split("-")
        if sort_options is not None:
            return _sortable_date(value, wanted if self.get("form") else [part.get("name") for part in self])
        if isinstance(value, LiteralDate):
            return self.wrap(value.text)
        localized = self.get_date(self.get("form")) if self.get("form") else self
        parts = [part for part in localized.iterchildren() if part.get("name") in wanted or localized is self]
        written = self._written(parts, value, localized.get("delimiter", self.get("delimiter", "")))
        if not written:
            raise VariableError
        return self.wrap(self.format(written))

    def _written(self, parts: Sequence[Any], value: Any, delimiter: str) -> str:
        if not isinstance(value, DateRange) or value.get("end") is None:
            only = value.begin if isinstance(value, DateRange) else value
            return self._joined(parts, only, delimiter)
        if value.end.is_nil():
            return self._joined(parts, value.begin, delimiter, closed=True) + "–"
        differing = [index for index, part in enumerate(parts) if _differs(part.get("name"), value)]
        if not differing:
            return self._joined(parts, value.begin, delimiter)
        first, last = min(differing), max(differing) + 1
        biggest = min((parts[index] for index in differing), key=lambda part: _SIZES.index(part.get("name")))
        between = self._own(biggest).get("range-delimiter") or biggest.get("range-delimiter", "–")
        begin = self._joined(parts[first:last], value.begin, delimiter, closed=True)
        end = self._joined(parts[first:last], value.end, delimiter, closed=last == len(parts))
        pieces = [
            self._joined(parts[:first], value.begin, delimiter),
            f"{begin}{between}{end}" if begin else end,
            self._joined(parts[last:], value.end, delimiter),
        ]
        return delimiter.join(filter(None, pieces))

    def _joined(self, parts: Iterable[Any], date: Any, delimiter: str, *, closed: bool = False) -> str:
        """Parts of a date, the last without its suffix where something else comes after it."""
        chosen = [(part, self._part(part, date)) for part in parts]
        chosen = [(part, text) for part, text in chosen if text]
        written = [part.get("prefix", "") + text + part.get("suffix", "") for part, text in chosen]
        if closed and written and chosen[-1][0].get("suffix"):
            written[-1] = written[-1].removesuffix(chosen[-1][0].get("suffix"))
        return delimiter.join(written)

    def _own(self, part: Any) -> Any:
        """What the style itself says of a part of its locale's date."""
        return next((own for own in self.iterchildren() if own.get("name") == part.get("name")), part)

    def _part(self, part: Any, date: Any) -> str:
        own = self._own(part)
        form = own.get("form") or part.get("form") or ("numeric" if part.get("name") == "day" else "long")
        text = {"day": self._day, "month": self._month, "year": self._year}[part.get("name")](date, form)
        if not text:
            return ""
        dressed = own if own is not part else part
        return str(dressed.format(dressed.case(dressed.strip_periods(text))))

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


def _sortable_date(value: Any, parts: Sequence[str]) -> Any:
    """The parts of a date that a style shows, as digits in their natural order."""
    if isinstance(value, LiteralDate):
        return value.text
    begin = value.begin if isinstance(value, DateRange) else value
    key = str(begin.sort_key())
    return key[:5] + (key[5:7] if "month" in parts else "00") + (key[7:9] if "day" in parts else "00")


_SIZES = ("year", "month", "day")


def _differs(name: str, value: Any) -> bool:
    """Whether the two ends of a range differ in this part, or in a bigger one."""
    return any(
        value.begin.get(size) != value.end.get(size) for size in _SIZES[: _SIZES.index(name) + 1]
    ) and bool(value.begin.get(name) or value.end.get(name))
