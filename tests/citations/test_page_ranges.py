"""Ends of page ranges: the tables of CSL 1.0.2, appendix V, and ranges that must not be shortened."""

from __future__ import annotations

import pytest

from sphinxext_pubs.citations.csl.page_ranges import last_page

ROWS = {
    # CSL 1.0.2, appendix V
    "chicago": "3-10 71-72 96-117 100-104 600-613 1100-1123 107-8 505-17 1002-6 321-25 415-532 1536-38 "
    "1496-1504 2787-2816 11564-68 13792-803",
    "chicago-15": "3-10 71-72 107-8 1496-1504 2787-2816 11564-68",
    "chicago-16": "3-10 71-72 96-117 100-104 600-613 1100-1123 107-8 505-17 1002-6 321-25 415-532 1087-89 "
    "1496-500 11564-615 12991-3001",
    "expanded": "42-45 321-328 2787-2816 7-12 1-23",
    "minimal": "42-5 321-8 2787-816 7-12 199-205",
    "minimal-two": "42-45 321-28 2787-816 7-12 1-9 199-205",
}

#: Ranges that no format may shorten: numbers of different lengths, or ranges that are not of rising numbers.
WHOLE = [
    "1-23",
    "7-12",
    "1-10",
    "1-100",
    "98-112",
    "999-1003",
    "e1-e10",
    "S12-S18",
    "xii-xiv",
    "1-n/a",
    "5-5",
]


def expanded(row: str) -> tuple[str, str, str]:
    """Both ends of a range, the last in full, and the last as the format prints it."""
    first, short = row.split("-")
    return first, first[: max(len(first) - len(short), 0)] + short, short


@pytest.mark.parametrize(
    ("name", "row"), [(name, row) for name, rows in ROWS.items() for row in rows.split()]
)
def test_formats(name: str, row: str) -> None:
    first, last, short = expanded(row)
    assert last_page(first, last, name) == short


@pytest.mark.parametrize("name", [*ROWS, None, "unknown"])
@pytest.mark.parametrize("row", WHOLE)
def test_ranges_that_are_not_shortened(row: str, name: str | None) -> None:
    first, last = row.split("-")
    assert last_page(first, last, name) == last


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("expanded", "328"),
        ("minimal", "8"),
        ("minimal-two", "28"),
        ("chicago", "28"),
        (None, "28"),
        ("unknown", "28"),
    ],
)
def test_ends_that_the_data_shortens(name: str | None, expected: str) -> None:
    assert last_page("321", "28", name) == expected


def test_a_falling_range_is_not_changed() -> None:
    assert last_page("328", "321", "minimal") == "321"
    assert last_page("28", "5", "minimal") == "5"
