"""The files of people and venues that the project names."""

from __future__ import annotations

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
