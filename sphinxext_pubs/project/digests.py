"""Digests of plain data and of templates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinxext_pubs.version import __version__


def digest_of(*parts: Any) -> str:
    """Return a short digest of plain data: strings, numbers, tuples and dataclasses of them."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def templates_digest(directories: Iterable[Path]) -> str:
    """Return a digest of the version of the package and of the templates of entries in these folders."""
    files = [path for directory in directories for path in sorted(directory.glob("pubs/*.html"))]
    return digest_of(__version__, [(path.name, path.read_bytes()) for path in files])
