"""Digests of plain data and of templates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinxext_pubs.version import __version__

#: The folder of the built-in templates.
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def digest_of(*parts: Any) -> str:
    """Return a short digest of plain data: strings, numbers, tuples and dataclasses of them."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def files_digest(folders: Iterable[Path], pattern: str) -> str:
    """Return a digest of the files in folders, at any depth, that match a pattern: names and contents."""
    files = [(folder, path) for folder in folders for path in sorted(folder.rglob(pattern))]
    return digest_of([(path.relative_to(folder).as_posix(), path.read_bytes()) for folder, path in files])


def templates_digest(directories: Iterable[Path]) -> str:
    """Return a digest of the version of the package and of the templates of entries in these folders."""
    files = [path for directory in directories for path in sorted(directory.glob("pubs/*.html"))]
    return digest_of(__version__, [(path.name, path.read_bytes()) for path in files])
