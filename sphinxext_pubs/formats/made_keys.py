"""Generated keys for entries without one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sphinxext_pubs.model.publication import Date, Name


def generate_key(people: Sequence[Name], issued: Date | None, title: str, default: str) -> str:
    """Return a key of the first person's family name, the year and a title word: ``doe-2024-mountains``."""
    year = str(issued.parts[0]) if issued and issued.parts else ""
    words = re.findall(r"\w{4,}", title)[:1]
    parts = [*(re.sub(r"\W+", "", name.family or name.literal) for name in people[:1]), year, *words]
    return "-".join(filter(None, parts)).lower() or default
