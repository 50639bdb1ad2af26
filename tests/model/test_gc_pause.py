"""The garbage collector is paused and restored as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from sphinxext_pubs.model.gc_pause import exclude_from_gc, include_in_gc, paused_gc


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    was_enabled = gc.isenabled()
    yield
    gc.unfreeze()
    (gc.enable if was_enabled else gc.disable)()


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_restored(enabled: bool) -> None:
    (gc.enable if enabled else gc.disable)()
    with paused_gc():
        assert not gc.isenabled()
        with paused_gc():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled() is enabled
    with pytest.raises(ValueError, match="x"), paused_gc():
        raise ValueError("x")
    assert gc.isenabled() is enabled


def test_objects_are_excluded_until_they_are_included() -> None:
    exclude_from_gc()
    assert gc.get_freeze_count() > 0
    include_in_gc()
    assert gc.get_freeze_count() == 0


def test_new_objects_are_old_after_a_pause() -> None:
    with paused_gc():
        made = [[number] for number in range(10_000)]
    assert len(gc.get_objects(generation=0)) < len(made)
