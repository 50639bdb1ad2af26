"""The only place that controls Python's garbage collector.

A library of ten thousand papers is half a million objects that all live until the build ends, and that
hardly ever form a cycle. Garbage collection would visit them again and again and find nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_gc() -> Iterator[None]:
    """Pause garbage collection while many objects are made that survive.

    Afterwards ``freeze`` and ``unfreeze`` move them to the oldest generation at once, since the next
    collection of young objects would visit all of them. Excluded objects are included again.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.enable()


def exclude_from_gc() -> None:
    """Exclude all objects made so far from garbage collection."""
    gc.freeze()


def include_in_gc() -> None:
    """Include excluded objects again, which takes no time.

    Call this when another build begins, not at the end of one: with the objects excluded, a process ends
    0.3 seconds sooner.
    """
    gc.unfreeze()
