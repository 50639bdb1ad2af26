"""Dates of publication, in the EDTF subset that BibLaTeX and CSL know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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
