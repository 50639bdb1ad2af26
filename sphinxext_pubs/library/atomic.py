"""Files that are replaced as a whole: readers see the old content or the new one, never a part."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield the path of a new file next to ``path``, which replaces it if the block succeeds.

    The folder is created if needed. Raises OSError if the file cannot be replaced; the old one then remains.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.urandom(8).hex()}.part")
    try:
        yield temporary
        os.replace(temporary, path)
    except BaseException:
        remove(temporary)
        raise


def remove(path: Path) -> None:
    """Remove a file if possible: it may not exist, and the operating system may not allow it."""
    with suppress(OSError):
        path.unlink()


def write_atomically(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file as a whole; raises OSError if it cannot be written."""
    with replacing(path) as temporary, temporary.open("xb") as file:
        file.writelines(chunks)
