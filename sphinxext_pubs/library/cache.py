"""The parsed library in one cache file: a build in which no source changed parses nothing.

The file is never trusted: msgspec checks each value against the types of the model, creates nothing else,
and on any doubt (different digest, wrong checksum, unexpected content) the cache is ignored.
After the header come blocks in MessagePack: the problems, then some publications each, so that memory for
the whole file is not needed.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from struct import Struct
from typing import BinaryIO

import msgspec

from sphinxext_pubs.library.atomic import write_atomically
from sphinxext_pubs.library.columns import decode_block, encode_block
from sphinxext_pubs.library.sources import Loaded
from sphinxext_pubs.model.gc_pause import paused_gc
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Library

_MAGIC = b"sphinxext-pubs library 3\n"
#: Magic, digest of the inputs, number of blocks.
_HEADER = Struct(f"<{len(_MAGIC)}s64sQ")
#: Length and CRC-32 of a block.
_BLOCK = Struct("<QL")
#: Publications per block.
_BLOCK_SIZE = 500

_PROBLEMS = msgspec.msgpack.Decoder(tuple[Problem, ...])


class _InvalidCacheError(ValueError):
    """The file is not a valid cache of these inputs."""


def read_cache(path: Path, digest: str) -> Loaded | None:
    """Return what was cached for inputs with this digest, or None without a valid cache.

    Whatever an invalid file raises, the sources are parsed again.
    """
    try:
        if not path.is_file():  # opening a named pipe would block
            return None
        with path.open("rb") as file, paused_gc():
            blocks = _read_blocks(file, digest)
            problems = _PROBLEMS.decode(next(blocks))
            publications = chain.from_iterable(map(decode_block, blocks))
            return Loaded(Library(publications, digest), problems)
    except (OSError, msgspec.MsgspecError, ValueError, TypeError, LookupError, RecursionError, MemoryError):
        return None


def write_cache(path: Path, loaded: Loaded) -> bool:
    """Cache a library and its problems under the library's digest; return False if that fails.

    A temporary file is written and renamed: readers and other writers see the old file or the new one.
    """
    try:
        write_atomically(path, _encode(loaded))
    except (OSError, msgspec.MsgspecError, ValueError, OverflowError):  # some values cannot be expressed
        return False
    return True


def _encode(loaded: Loaded) -> Iterator[bytes]:
    """Yield the content of the file; blocks are encoded one at a time to save memory."""
    papers = loaded.library.publications
    starts = range(0, len(papers), _BLOCK_SIZE)
    yield _HEADER.pack(_MAGIC, loaded.library.digest.encode("ascii"), len(starts) + 1)
    yield from _with_checksum(msgspec.msgpack.encode(loaded.problems))
    for start in starts:
        yield from _with_checksum(encode_block(papers[start : start + _BLOCK_SIZE]))


def _with_checksum(block: bytes) -> tuple[bytes, bytes]:
    return _BLOCK.pack(len(block), zlib.crc32(block)), block


def _read_blocks(file: BinaryIO, digest: str) -> Iterator[bytes]:
    """Yield the blocks, at least one; raise _InvalidCacheError if anything is wrong."""
    magic, stored_digest, count = _HEADER.unpack(_read_bytes(file, _HEADER.size))
    if magic != _MAGIC or stored_digest != digest.encode("ascii", "replace") or not count:
        raise _InvalidCacheError
    for _ in range(count):
        size, checksum = _BLOCK.unpack(_read_bytes(file, _BLOCK.size))
        block = _read_bytes(file, size)
        if zlib.crc32(block) != checksum:
            raise _InvalidCacheError
        yield block
    if file.read(1):
        raise _InvalidCacheError


def _read_bytes(file: BinaryIO, size: int) -> bytes:
    """Return exactly as many bytes, without asking for more memory than the file is long."""
    data = file.read(size) if size <= os.fstat(file.fileno()).st_size else b""
    if len(data) != size:
        raise _InvalidCacheError
    return data
