"""Whether files that the data names are still where they were."""

from __future__ import annotations

from pathlib import Path


def unchanged(seen: dict[str, bool], srcdir: Path) -> bool:
    """Whether every path that was looked for is still there, or still is not."""
    return all(is_file(srcdir / path) == there for path, there in seen.items())


def is_file(path: Path) -> bool:
    """Whether a file is there; a name that the system cannot take is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long for the system, or with a NUL: no such file
        return False
