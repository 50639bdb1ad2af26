"""Page ranges in the formats of CSL 1.0.2, appendix V."""

from __future__ import annotations

#: The values of ``page-range-format``; others have no effect.
FORMATS = ("chicago", "chicago-15", "chicago-16", "expanded", "minimal", "minimal-two")


def last_page(first: str, last: str, range_format: str | None) -> str:
    """Return the end of a page range as a style with this ``page-range-format`` prints it.

    Only a rising range of two plain numbers with the same number of digits is shortened. An end that the
    data shortens (``321-28``) is completed if the style has a format. Everything else is returned as it is.
    """
    if range_format not in FORMATS or not (_is_number(first) and _is_number(last)):
        return last
    completed = first[: max(len(first) - len(last), 0)] + last
    if len(completed) != len(first) or completed <= first:
        return last
    minimum = _kept_digits(first, completed, range_format)
    return completed[min(_common_digits(first, completed), len(completed) - minimum) :]


def _is_number(page: str) -> bool:
    return page.isascii() and page.isdigit()


def _common_digits(first: str, last: str) -> int:
    """Return the number of leading digits that two numbers of equal length share."""
    return next(index for index, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)


def _kept_digits(first: str, last: str, range_format: str | None) -> int:
    """Return the minimum number of final digits to keep; digits that differ are always kept."""
    if range_format == "minimal":
        return 1
    if range_format == "minimal-two":
        return min(2, len(first))
    if range_format == "expanded":
        return len(first)
    rest = int(first[-2:])
    changed = len(first) - _common_digits(first, last)
    keep_all = len(first) < 3 or rest == 0
    if range_format != "chicago-16":  # the 15th edition writes 1496–1504, the 16th 1496–504
        keep_all = keep_all or (len(first) == 4 and changed > 2)
    if keep_all:
        return len(first)
    return 1 if rest < 10 else 2
