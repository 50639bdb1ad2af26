"""Dates as pandoc needs them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sphinxext_pubs.notation.csl_dates import to_csl
from sphinxext_pubs.notation.dates import parse_date

#: Two years in the data, which are shown as a range in the style's notation.
_YEARS = re.compile(r"\d{4}/\d{4}")
#: The end of a range in EDTF that is not known.
_OPEN = ".."


def engine_date(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a date of CSL-JSON in the notation of pandoc, where an open end of a range is a zero."""
    literal = value.get("literal", "")
    if "date-parts" not in value and (date := parse_date(literal)) is not None:
        value = to_csl(date)
    result = dict(value)
    start, _, end = str(value.get("raw", "")).partition("/")
    if end == _OPEN and "date-parts" in value:
        result = _without(result, "raw") | {"date-parts": [*value["date-parts"], [0]]}
    elif start == _OPEN and (date := parse_date(end)) is not None and date.parts:
        result = _without(result, "raw") | {"date-parts": [[0], *to_csl(date)["date-parts"]]}
    if "date-parts" in value and _YEARS.fullmatch(literal):
        return _without(result, "literal")
    return result


def _without(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: content for key, content in value.items() if key != name}
