"""Pages: ranges, the dashes in them, and ends that are abbreviated."""

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


_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_RANGE_DASH = re.compile(r"(?<=[\w.]) ?-{1,3} ?(?=\w)")


def normalize_pages(pages: str) -> str:
    """Return pages with a hyphen, without spaces around it, for the dashes of ranges."""
    if pages.isalnum():
        return pages
    return _RANGE_DASH.sub("-", pages.translate(_DASHES))


_SHORT_RANGE = re.compile(r"^((?:[a-z]{3,12} )?[A-Za-z]?)(\d{2,9})-(\1)?(\d{1,8})$")


def expand_pages(pages: str) -> str:
    """Return pages with whole numbers at the ends of ranges (``244-7`` → ``244-247``), as MEDLINE means them.

    Numbers that would not be a range, as in the article number ``066705-1``, are left as they are.
    """
    pieces = re.split(r"([,;] ?)", normalize_pages(" ".join(pages.split())))
    return "".join(_SHORT_RANGE.sub(_expand_range, piece) for piece in pieces)


def _expand_range(match: re.Match[str]) -> str:
    prefix, start, letter, end = match.groups()
    whole = start[: max(len(start) - len(end), 0)] + end
    return f"{prefix}{start}-{letter or ''}{whole}" if int(whole) > int(start) else match[0]
