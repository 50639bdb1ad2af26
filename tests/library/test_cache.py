"""The cache is read back unchanged, and ignored on any doubt."""

from __future__ import annotations

import gc
import io
import os
import pickle
import threading
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.library import cache
from sphinxext_pubs.library.columns import from_columns, to_columns
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Date, Library, Link, Name, Origin, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.notation.names import OTHERS

DIGEST = "0" * 64
ORIGIN = Origin("a.bib", 3)
FULL = Publication(
    "k",
    "book",
    "mvbook",
    title=Text(("On ", Span("link", (Span("italic", ("x",)),), "https://example.org"))),
    author=(Name("Yang", "Ann", "van", "Jr."), Name(literal="Group"), OTHERS),
    names=(("translator", (Name("Doe"),)),),
    issued=Date((2024, 11), (), 1, True, True, "late 2024"),
    keyword=("a", "b"),
    award=(text_of("Best"),),
    links=(Link("pdf", "a.pdf", "PDF"),),
    variables=(("ISBN", text_of("978")),),
    custom=(("mine", text_of("\ufffd \U0001f600")),),
    source=(("title", "{O}n x"),),
    origin=ORIGIN,
    digest="1" * 64,
)
LIBRARY = Library([FULL, Publication("other")], DIGEST)
PROBLEMS = (
    Problem(Code.SYNTAX, "Entry “k”: a brace is missing", ORIGIN, 1),
    Problem(Code.SOURCE_MISSING, "none", Origin("b.bib")),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "new" / "library.cache"
    assert cache.write_library(path, LIBRARY, PROBLEMS)
    return path


def test_a_library_is_read_back_unchanged(path: Path) -> None:
    library = cache.read_library(path, DIGEST)
    assert library is not None
    assert library.publications == LIBRARY.publications
    assert library.digest == DIGEST
    assert library.get("k") == FULL
    assert cache.read_problems(path, DIGEST) == PROBLEMS


def test_cached_publications_are_frozen_and_hashable(path: Path) -> None:
    library = cache.read_library(path, DIGEST)
    assert library is not None
    publication = library.publications[0]
    assert type(publication) is Publication
    assert hash(publication) == hash(FULL)
    with pytest.raises(AttributeError):
        publication.key = "other"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(publication)) == FULL


def test_an_empty_library(tmp_path: Path) -> None:
    assert cache.write_library(tmp_path / "c", Library((), DIGEST), ())
    library = cache.read_library(tmp_path / "c", DIGEST)
    assert library is not None
    assert library.publications == ()
    assert cache.read_problems(tmp_path / "c", DIGEST) == ()


def test_writing_leaves_nothing_but_the_cache(path: Path) -> None:
    assert os.listdir(path.parent) == [path.name]
    assert cache.write_library(path, LIBRARY, ())
    assert os.listdir(path.parent) == [path.name]
    assert cache.read_problems(path, DIGEST) == ()


COLUMNS: list[tuple[str, list[Publication]]] = [
    ("none", []),
    ("one", [FULL]),
    ("equal ones", [FULL, FULL]),
    ("all empty", [Publication(""), Publication("")]),
    (
        "mixed",
        [FULL, Publication("k2"), replace(FULL, key="k3", title=text_of("plain"), author=FULL.author[:1])],
    ),
    (
        "texts",
        [Publication("a", title=Text(("a", Span("sub", ("2",)), "b"))), Publication("b", title=Text(("",)))],
    ),
    ("sources", [replace(FULL, source=(("a", "b"), ("c", "d"))), replace(FULL, source=()), FULL]),
]


@pytest.mark.parametrize("publications", [row[1] for row in COLUMNS], ids=[row[0] for row in COLUMNS])
def test_columns_encode_every_value_as_plain_data(publications: list[Publication]) -> None:
    columns = to_columns(publications)
    plain = cache._Unpickler(io.BytesIO(pickle.dumps(columns))).load()
    assert from_columns(plain) == tuple(publications)


# Doubt


def change(at: int, by: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data[:at] + by + data[at + len(by) :]


HEAD = cache._HEADER.size
DAMAGES: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("empty", lambda data: b""),
    ("half a header", lambda data: data[: HEAD // 2]),
    ("header alone", lambda data: data[:HEAD]),
    ("truncated", lambda data: data[:-1]),
    ("longer", lambda data: data + b"."),
    ("another magic", change(0, b"S")),
    ("another version", change(len(cache._MAGIC) - 2, b"0")),
    ("another digest", change(len(cache._MAGIC), b"f")),
    ("sizes", change(HEAD - 24, b"\xff\xff\xff\xff\xff\xff\xff\x7f")),
    ("text", lambda data: b"hello\n" * 100),
]


@pytest.mark.parametrize("damage", [row[1] for row in DAMAGES], ids=[row[0] for row in DAMAGES])
def test_a_damaged_file_is_ignored(path: Path, damage: Callable[[bytes], bytes]) -> None:
    path.write_bytes(damage(path.read_bytes()))
    assert cache.read_library(path, DIGEST) is None
    assert cache.read_problems(path, DIGEST) is None


def test_any_flipped_byte_is_detected(path: Path) -> None:
    data = path.read_bytes()
    for at in [*range(HEAD), *range(HEAD, len(data), 7)]:
        path.write_bytes(change(at, bytes([data[at] ^ 1]))(data))
        assert cache.read_library(path, DIGEST) is None or cache.read_problems(path, DIGEST) is None


@pytest.mark.parametrize("digest", ["1" * 64, "", "0" * 63, "ü" * 64])
def test_the_cache_of_other_inputs_is_ignored(path: Path, digest: str) -> None:
    assert cache.read_library(path, digest) is None
    assert cache.read_problems(path, digest) is None


def test_a_missing_file_is_ignored(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path, tmp_path / "a" / "b"):
        assert cache.read_library(path, DIGEST) is None
        assert cache.read_problems(path, DIGEST) is None


def test_a_place_that_cannot_be_written_is_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    assert not cache.write_library(tmp_path / "file" / "library.cache", LIBRARY, ())
    assert not cache.write_library(tmp_path / "folder", LIBRARY, ())
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_an_interrupted_write_leaves_the_old_cache(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        cache.write_library(path, Library((), DIGEST), ())
    assert os.listdir(path.parent) == [path.name]
    assert cache.read_problems(path, DIGEST) == PROBLEMS


# Hostile files: header and checksums are right, the content is not


def forge(path: Path, problems: bytes, library: bytes) -> None:
    sizes = (len(problems), zlib.crc32(problems), len(library), zlib.crc32(library))
    path.write_bytes(cache._HEADER.pack(cache._MAGIC, DIGEST.encode(), *sizes) + problems + library)


class Runs:
    """Unpickled by an ordinary unpickler, it makes a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.target),)


def test_no_code_is_executed(tmp_path: Path) -> None:
    target = tmp_path / "run"
    payload = pickle.dumps((Runs(target),))
    forge(tmp_path / "c", b"[]", payload)
    assert cache.read_library(tmp_path / "c", DIGEST) is None
    assert not target.exists()
    pickle.loads(payload)
    assert target.exists()  # the payload works where nothing hinders it


NAMES = [
    "os system",
    "builtins eval",
    "builtins getattr",
    "sphinxext_pubs.model.publication Publication",
    "copyreg _reconstructor",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("protocol", [0, 4])
def test_no_other_name_is_looked_up(tmp_path: Path, name: str, protocol: int) -> None:
    module, _, attribute = name.partition(" ")
    words = b"".join(b"\x8c" + bytes([len(word)]) + word.encode() for word in (module, attribute))
    look_up = f"c{module}\n{attribute}\n".encode() if protocol == 0 else b"\x80\x04" + words + b"\x93"
    forge(tmp_path / "c", b"[]", look_up + b"0).")
    assert cache.read_library(tmp_path / "c", DIGEST) is None
    with pytest.raises(pickle.UnpicklingError):
        cache._Unpickler(io.BytesIO(look_up + b".")).load()


def with_column(at: int, column: object) -> list[object]:
    """Return the columns of a library with one replaced."""
    columns: list[object] = [*to_columns(LIBRARY.publications)]
    columns[at] = column
    return columns


CONTENTS: list[tuple[str, object]] = [
    ("text", "FULL"),
    ("nothing", ()),
    ("number", 3),
    ("too few columns", to_columns(LIBRARY.publications)[:-1]),
    ("column", with_column(0, 7)),
    ("short column", with_column(0, (["k"], None))),
    ("no such number", with_column(0, (["k", "l"], [0, 7]))),
    ("no such class", with_column(12, ([[99]], [0, 0]))),
    ("no such state", with_column(12, ([[5, 1, 2, 3, 4]], [0, 0]))),
]


@pytest.mark.parametrize("content", [row[1] for row in CONTENTS], ids=[row[0] for row in CONTENTS])
def test_incomplete_columns_are_ignored(tmp_path: Path, content: object) -> None:
    forge(tmp_path / "c", b"[]", pickle.dumps(content))
    assert cache.read_library(tmp_path / "c", DIGEST) is None


BROKEN = [b"", b".", b"garbage", b"\x80\x05", b"(" * 1000 + b".", b"N.", b"\x80\x05]\x94h\x00a."]


@pytest.mark.parametrize("payload", BROKEN, ids=repr)
def test_broken_pickles(tmp_path: Path, payload: bytes) -> None:
    forge(tmp_path / "c", b"[]", payload)
    assert cache.read_library(tmp_path / "c", DIGEST) is None


PROBLEM_ROWS = [
    b"",
    b"[",
    b"3",
    b"[[]]",
    b'[["syntax", "m", "p", 1]]',
    b'[["nonsense", "m", "p", 1, 0]]',
    b'[["syntax", 1, "p", 1, 0]]',
    b'[["syntax", "m", "p", "1", 0]]',
    b'[["syntax", "m", "p", 1, null]]',
    b'{"a": 1}',
    b"[" * 100_000,
    b"\xff",
]


@pytest.mark.parametrize("rows", PROBLEM_ROWS, ids=lambda rows: repr(rows[:30]))
def test_problems_of_the_wrong_shape_are_ignored(tmp_path: Path, rows: bytes) -> None:
    forge(tmp_path / "c", rows, pickle.dumps(()))
    assert cache.read_problems(tmp_path / "c", DIGEST) is None


# Several at once, and the garbage collector


def test_concurrent_writers_and_readers(path: Path) -> None:
    other = Library([Publication(f"k{number}") for number in range(50)], DIGEST)
    seen: list[object] = []

    def work(library: Library) -> None:
        for _ in range(20):
            cache.write_library(path, library, PROBLEMS)
            seen.append(cache.read_library(path, DIGEST))

    threads = [threading.Thread(target=work, args=(library,)) for library in (LIBRARY, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 40
    assert all(isinstance(library, Library) and len(library) in (2, 50) for library in seen)
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_restored(enabled: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with cache.paused_gc():
            assert not gc.isenabled()
        assert gc.isenabled() is enabled
        with pytest.raises(ValueError, match="x"), cache.paused_gc():
            raise ValueError("x")
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()


def test_frozen_objects_stay_frozen() -> None:
    gc.freeze()
    try:
        with cache.paused_gc():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
