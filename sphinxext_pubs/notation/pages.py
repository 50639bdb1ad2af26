"""Ranges of pages."""

from __future__ import annotations

import re

#: A range of two numbers; in ``12-1-12-10`` and ``A1-B2`` there is none.
_RANGE = re.compile(r"(?<![\w.:/-])([0-9]{1,9}+)[ ]?-[ ]?([0-9]{1,9}+)(?![\w.:/-])")


def find_reversed_range(pages: str) -> tuple[str, str] | None:
    """Return a range whose end is before its start, and the range that may be meant (or empty), or None.

    An end with fewer digits is abbreviated: ``123-30`` ends at page 130. Numbers of articles, as in
    ``066705-1``, are not ranges.
    """
    for match in _RANGE.finditer(pages):
        first, last = match[1], match[2]
        whole = first[: max(len(first) - len(last), 0)] + last
        is_article = first[0] == "0" or (len(last) == 1 < len(first))
        if int(whole) < int(first) and not is_article:
            return match[0], f"{last}-{first}" if len(last) == len(first) else ""
    return None
