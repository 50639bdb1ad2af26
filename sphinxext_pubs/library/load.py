"""A library from its sources, or from the cache where nothing changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from sphinxext_pubs.library import cache
from sphinxext_pubs.library.sources import Loaded, digest_of, gather


def load(
    patterns: Sequence[str],
    root: Path,
    encoding: str | None = None,
    cache_path: Path | None = None,
    schemes: Collection[str] = (),
    built: Sequence[Path] = (),
) -> Loaded:
    """The library that the patterns name, from the cache where nothing changed; never raises for bad data.

    With ``schemes`` (those that links may have) every refused address is a problem as well.
    """
    inputs = gather(patterns, root, encoding, schemes, built)
    digest = digest_of(inputs)
    cached = _cached(cache_path, digest) if cache_path else None
    if cached is not None:
        return cached
    from sphinxext_pubs.library import reading

    with cache.paused_gc():
        loaded = reading.read(inputs, digest)
        if cache_path:
            cache.write(cache_path, loaded.library, loaded.problems)
    return loaded


def _cached(path: Path, digest: str) -> Loaded | None:
    problems = cache.read_problems(path, digest)
    library = cache.read_library(path, digest) if problems is not None else None
    return None if problems is None or library is None else Loaded(library, problems)
