"""Load a library from its sources, or from the cache if nothing changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from sphinxext_pubs.formats import BUILTIN_FORMATS
from sphinxext_pubs.formats.base import Formats
from sphinxext_pubs.library import cache
from sphinxext_pubs.library.sources import Loaded, fingerprint, inputs_digest, read_inputs
from sphinxext_pubs.model.gc_pause import paused_gc


def load(
    patterns: Sequence[str],
    root: Path,
    encoding: str | None = None,
    cache_path: Path | None = None,
    schemes: Collection[str] = (),
    output_folders: Sequence[Path] = (),
    *,
    formats: Formats = BUILTIN_FORMATS,
) -> Loaded:
    """Return the library of the files that the patterns match; never raises for bad data.

    With ``schemes`` (the URL schemes allowed in links), every rejected URL is reported as a problem.
    """
    if cache_path and cache_path.exists():
        digest = fingerprint(patterns, root, encoding, schemes, output_folders, formats=formats)
        cached = cache.read_cache(cache_path, digest)
        if cached is not None:
            return cached
    inputs = read_inputs(patterns, root, encoding, schemes, output_folders, formats=formats)
    from sphinxext_pubs.library import reading  # only if a source changed

    with paused_gc():
        loaded = reading.parse_library(inputs, inputs_digest(inputs))
        if cache_path:
            cache.write_cache(cache_path, loaded)
    return loaded
