"""Which picture an entry has: a file of the project's own, of a kind that browsers show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from sphinxext_pubs.model.publication import Link, Publication

#: What a link to a picture is called.
REL = "image"
#: The endings of files that browsers show as pictures, in lower case.
SUFFIXES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})


def picture_of(publication: Publication, files: Mapping[str, str]) -> Link | None:
    """The first link to a picture whose target is one of ``files``, so never one on another host."""
    for link in publication.links:
        if link.rel == REL and link.target in files and _is_picture(link.target):
            return link
    return None


def _is_picture(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in SUFFIXES
