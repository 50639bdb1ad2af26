"""The keys of entries: the check for duplicate keys, and keys for entries that have none."""

from __future__ import annotations

import re

from sphinxext_pubs.model.problems import Problem, duplicate_key
from sphinxext_pubs.model.publication import Origin, Publication
from sphinxext_pubs.model.slugs import unused_name


class Keys:
    """The keys of entries that are read, with the origin of the first entry that has each."""

    def __init__(self) -> None:
        self._origins: dict[str, Origin] = {}
        self._numbers: dict[str, int] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._origins

    def add(self, key: str, origin: Origin) -> Problem | None:
        """Add the key of an entry, or return the problem that an earlier entry has it."""
        if key in self._origins:
            return duplicate_key(key, self._origins[key], origin)
        self._origins[key] = origin
        return None

    def make(self, stem: str, origin: Origin) -> str:
        """Add and return a key for an entry without one: the stem, with a number if it is taken."""
        key = unused_name(stem, self._origins, self._numbers)
        self._origins[key] = origin
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
