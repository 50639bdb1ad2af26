"""Keys for entries that have none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.slugs import unused_name


class Keys:
    """The keys that are in use."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._keys = set(keys)
        self._numbers: dict[str, int] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def add(self, key: str) -> None:
        """Add a key."""
        self._keys.add(key)

    def make(self, stem: str) -> str:
        """Add and return a key for an entry without one: the stem, with a number if it is taken."""
        key = unused_name(stem, self._keys, self._numbers)
        self._keys.add(key)
        return key


def key_stem(publication: Publication) -> str:
    """Return what a key is made of: the first person's family name, the year and a title word.

    For example ``doe-2024-mountains``; for an entry without these, its digest.
    """
    people, issued = publication.author or publication.editor, publication.issued
    year = str(issued.parts[0]) if issued and issued.parts else ""
    words = re.findall(r"\w{4,}", str(publication.title))[:1]
    parts = [*(re.sub(r"\W+", "", name.family or name.literal) for name in people[:1]), year, *words]
    return "-".join(filter(None, parts)).lower() or f"entry-{publication.digest}"
