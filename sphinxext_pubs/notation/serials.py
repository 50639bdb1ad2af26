"""The notation of ISSNs."""

from __future__ import annotations

import re


def with_hyphen(issn: str) -> str:
    """Return an ISSN with its hyphen, if it is one."""
    if re.fullmatch(r"[0-9]{7}[0-9Xx]", issn) is None:
        return issn
    total = sum(int(digit) * weight for digit, weight in zip(issn, range(8, 1, -1), strict=False))
    last = 10 if issn[7] in "Xx" else int(issn[7])
    return f"{issn[:4]}-{issn[4:]}" if (total + last) % 11 == 0 else issn
