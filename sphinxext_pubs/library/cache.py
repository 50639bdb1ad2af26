"""The parsed library in one cache file: a build in which no source changed parses nothing.

The file is never trusted: it contains only strings, numbers and tuples, the unpickler creates nothing else,
and on any doubt (different digest, wrong checksum, unexpected content) the cache is ignored.
After the header come the problems as JSON and the publications as a pickle of their columns, so that the
problems can be read without the publications.
"""

from __future__ import annotations

import gc
import io
import json
import os
import pickle
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple
from pathlib import Path
from struct import Struct
from typing import Any

from sphinxext_pubs.library.columns import from_columns, to_columns
from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Library, Origin

_MAGIC = b"sphinxext-pubs library 1\n"
#: Magic, digest of the inputs, then length and CRC-32 of the problems and of the publications.
_HEADER = Struct(f"<{len(_MAGIC)}s64sQLQL")

_CODES = {code.value: code for code in Code}


class _Unpickler(pickle.Unpickler):
    """Creates plain data only: no class or function is ever looked up."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        """Raise UnpicklingError for every name."""
        raise pickle.UnpicklingError(f"a cache holds no {module_name}.{global_name}")


@contextmanager
def paused_gc() -> Iterator[None]:
    """Pause garbage collection: creating 100,000 objects that all survive would trigger it repeatedly.

    Afterwards ``freeze`` and ``unfreeze`` move the objects to the oldest generation, so the next collection
    of young objects does not visit them either.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def read_library(path: Path, digest: str) -> Library | None:
    """Return the library cached for inputs with this digest, or None without a valid cache."""
    payload = _read_segment(path, digest, 1)
    if payload is None:
        return None
    try:
        with paused_gc():
            return Library(from_columns(_Unpickler(io.BytesIO(payload)).load()), digest)
    except Exception:  # a damaged pickle can raise anything; the sources are then parsed again
        return None


def read_problems(path: Path, digest: str) -> tuple[Problem, ...] | None:
    """Return the problems cached for inputs with this digest, or None without a valid cache."""
    payload = _read_segment(path, digest, 0)
    if payload is None:
        return None
    try:
        rows = json.loads(payload)
        return tuple(_problem_from_row(*row) for row in rows) if type(rows) is list else None
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def write_library(path: Path, library: Library, problems: Sequence[Problem]) -> bool:
    """Cache a library and its problems under the library's digest; return False if that fails.

    A temporary file is written and renamed: readers and other writers see the old file or the new one.
    """
    segments = (
        json.dumps([_problem_to_row(problem) for problem in problems]).encode("ascii"),
        pickle.dumps(to_columns(library.publications), protocol=5),
    )
    sizes = (size for segment in segments for size in (len(segment), zlib.crc32(segment)))
    header = _HEADER.pack(_MAGIC, library.digest.encode("ascii"), *sizes)
    try:
        _write_atomically(path, (header, *segments))
    except OSError:
        return False
    return True


def _write_atomically(path: Path, chunks: Sequence[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(chunks)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _read_segment(path: Path, digest: str, segment: int) -> bytes | None:
    """Return the payload of a segment after checking it against the header, or None if anything is wrong."""
    try:
        if not path.is_file():  # opening a named pipe would block
            return None
        with path.open("rb") as file:
            header = file.read(_HEADER.size)
            if len(header) != _HEADER.size:
                return None
            magic, stored_digest, *sizes = _HEADER.unpack(header)
            if magic != _MAGIC or stored_digest != digest.encode("ascii", "replace"):
                return None
            if os.fstat(file.fileno()).st_size != _HEADER.size + sizes[0] + sizes[2]:
                return None
            file.seek(sizes[0] * segment, os.SEEK_CUR)
            payload = file.read(sizes[2 * segment])
    except OSError:
        return None
    return payload if zlib.crc32(payload) == sizes[2 * segment + 1] else None


def _problem_to_row(problem: Problem) -> list[object]:
    origin = problem.origin
    row = [problem.code.value, problem.sentence, origin.path, origin.line, problem.entries]
    suggestion = problem.suggestion and astuple(problem.suggestion)
    return [*row, suggestion]


def _problem_from_row(
    code: str,
    sentence: str,
    path: str,
    line: int,
    entries: int,
    advice: tuple[list[str], str, list[str]] | None = None,
) -> Problem:
    values = (sentence, path, line, entries)
    if [type(value) for value in values] != [str, str, int, int]:
        raise TypeError("not the row of a problem")
    suggestion = None if advice is None else _suggestion(*advice)
    return Problem(_CODES[code], sentence, Origin(path, line), entries, suggestion)


def _suggestion(near: list[str], remedy: str, choices: list[str]) -> Suggestion:
    if (
        type(near) is not list
        or type(choices) is not list
        or {*map(type, (*near, remedy, *choices))} != {str}
    ):
        raise TypeError("not the row of a suggestion")
    return Suggestion(tuple(near), remedy, tuple(choices))
