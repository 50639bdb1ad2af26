"""The files that the project and its data name: people, venues, and local files of papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sphinxext_pubs.project.settings import Settings


def record_files(settings: Settings) -> tuple[str, ...]:
    """Return the paths of the files, from the source directory."""
    return tuple(filter(None, (settings.people, settings.venues)))


def record_bytes(settings: Settings, srcdir: Path) -> tuple[bytes | None, ...]:
    """Return the content of the files; None for one that cannot be read."""
    contents: list[bytes | None] = []
    for name in record_files(settings):
        try:
            contents.append((srcdir / name).read_bytes())
        except (OSError, ValueError):
            contents.append(None)
    return tuple(contents)


def paths_unchanged(seen: Mapping[str, bool], srcdir: Path) -> bool:
    """True if every path that was checked still exists, or still does not exist."""
    return all(is_file(srcdir / path) == existed for path, existed in seen.items())


def is_file(path: Path) -> bool:
    """True if a file exists; False for a name that the operating system does not allow."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long, or contains NUL
        return False
