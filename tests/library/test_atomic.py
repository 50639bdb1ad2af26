"""Files are replaced as a whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sphinxext_pubs.library.atomic import remove, replacing, write_atomically


def failing() -> Iterator[bytes]:
    yield b"half"
    raise KeyboardInterrupt


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a/b"
    write_atomically(path, (b"one", b" two"))
    assert path.read_bytes() == b"one two"
    write_atomically(path, (b"three",))
    assert path.read_bytes() == b"three"
    assert os.listdir(path.parent) == ["b"]


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, failing())
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_a_file_that_cannot_be_replaced_raises(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="a"), replacing(tmp_path / "a") as temporary:
        temporary.write_bytes(b"new")
    assert os.listdir(tmp_path) == ["a"]


def test_the_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "a", (b"",))
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("name", ["file", "folder", "no", "x" * 300, "file/x"])
def test_only_files_are_removed(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    remove(tmp_path / name)
    assert sorted(os.listdir(tmp_path)) == (["folder"] if name == "file" else ["file", "folder"])
