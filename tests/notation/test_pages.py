"""Reversed ranges of pages."""

from __future__ import annotations

import pytest

from sphinxext_pubs.notation.pages import find_reversed_range

RANGES = {
    "20-10": ("20-10", "10-20"),
    "1-20": None,
    "5-5": None,
    "123-30": None,
    "145-32": ("145-32", ""),
    "99-101": None,
    "066705-1": None,
    "081-011": None,
    "9-7": ("9-7", "7-9"),
    "1-5, 40-30": ("40-30", "30-40"),
    "1-5, 7 - 6": ("7 - 6", "6-7"),
    "12-1-12-10": None,
    "A12-A3": None,
    "12.4-3": None,
    "x-iv": None,
    "e20-e10": None,
    "9" * 5000 + "-1": None,
    "": None,
}


@pytest.mark.parametrize(("pages", "expected"), RANGES.items())
def test_a_reversed_range(pages: str, expected: tuple[str, str] | None) -> None:
    assert find_reversed_range(pages) == expected
