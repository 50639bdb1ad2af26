"""The picture of an entry: a file in the project of a type that browsers display."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from sphinxext_pubs.model.publication import Link, Publication

#: The ``rel`` of a link to a picture.
REL = "image"
#: The suffixes of image files that browsers display, in lower case.
SUFFIXES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})


def picture_of(publication: Publication, files: Mapping[str, str]) -> Link | None:
    """Return the first link to a picture in ``files`` (never one on another host), or None."""
    for link in publication.links:
        if link.rel == REL and link.target in files and _is_picture(link.target):
            return link
    return None


def _is_picture(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in SUFFIXES
