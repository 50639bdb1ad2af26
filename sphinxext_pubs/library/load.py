"""Load a library from its sources, or from the cache if nothing changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from sphinxext_pubs.library import cache
from sphinxext_pubs.library.sources import Loaded, inputs_digest, read_inputs


def load(
    patterns: Sequence[str],
    root: Path,
    encoding: str | None = None,
    cache_path: Path | None = None,
    schemes: Collection[str] = (),
    output_folders: Sequence[Path] = (),
) -> Loaded:
    """Return the library of the files that the patterns match; never raises for bad data.

    With ``schemes`` (the URL schemes allowed in links), every rejected URL is reported as a problem.
    """
    inputs = read_inputs(patterns, root, encoding, schemes, output_folders)
    digest = inputs_digest(inputs)
    cached = _read_cache(cache_path, digest) if cache_path else None
    if cached is not None:
        return cached
    from sphinxext_pubs.library import reading  # only if a source changed

    with cache.paused_gc():
        loaded = reading.parse_library(inputs, digest)
        if cache_path:
            cache.write_library(cache_path, loaded.library, loaded.problems)
    return loaded


def _read_cache(path: Path, digest: str) -> Loaded | None:
    problems = cache.read_problems(path, digest)
    library = cache.read_library(path, digest) if problems is not None else None
    return None if problems is None or library is None else Loaded(library, problems)
