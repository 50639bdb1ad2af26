"""The cache is read back unchanged, and ignored on any doubt."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from struct import Struct

import msgspec
import pytest

from sphinxext_pubs.library import cache
from sphinxext_pubs.library.columns import decode_block, encode_block
from sphinxext_pubs.library.load import load
from sphinxext_pubs.library.sources import Loaded
from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Date, Library, Link, Name, Origin, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.model.source_fields import pack_fields
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
    source=pack_fields({"title": "{O}n x"}),
    origin=ORIGIN,
    digest="1" * 64,
)
LIBRARY = Library([FULL, Publication("other")], DIGEST)
PROBLEMS = (
    Problem(Code.SYNTAX, "Entry “k”: a brace is missing", ORIGIN, 1),
    Problem(Code.SOURCE_MISSING, "none", Origin("b.bib"), 0, Suggestion(("a.bib",), "Rename", ("x", "y"))),
)
LOADED = Loaded(LIBRARY, PROBLEMS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "new" / "library.cache"
    assert cache.write_cache(path, LOADED)
    return path


def same(first: Loaded | None, second: Loaded | None) -> bool:
    """True if neither is None, and both have the same content."""
    contents = [
        loaded and (loaded.library.publications, loaded.library.digest, loaded.problems)
        for loaded in (first, second)
    ]
    return contents[0] is not None and contents[0] == contents[1]


def test_a_library_is_read_back_unchanged(path: Path) -> None:
    loaded = cache.read_cache(path, DIGEST)
    assert same(loaded, LOADED)
    assert loaded is not None
    assert loaded.library.get("k") == FULL


def test_cached_publications_are_frozen_and_hashable(path: Path) -> None:
    loaded = cache.read_cache(path, DIGEST)
    assert loaded is not None
    publication = loaded.library.publications[0]
    assert type(publication) is Publication
    assert hash(publication) == hash(FULL)
    with pytest.raises(AttributeError):
        publication.key = "other"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(publication)) == FULL


def test_equal_values_are_one_object() -> None:
    publications = [Publication(f"k{number}", publisher=text_of("Some " + "Press")) for number in range(3)]
    first, second, third = decode_block(encode_block(publications))
    assert first.publisher is second.publisher is third.publisher
    assert first.genre is second.genre
    assert first.type is third.type


def test_an_empty_library(tmp_path: Path) -> None:
    empty = Loaded(Library((), DIGEST))
    assert cache.write_cache(tmp_path / "c", empty)
    assert same(cache.read_cache(tmp_path / "c", DIGEST), empty)


@pytest.mark.parametrize("count", [1, 499, 500, 501, 1500])
def test_a_library_of_several_blocks(tmp_path: Path, count: int) -> None:
    loaded = Loaded(Library([replace(FULL, key=str(number)) for number in range(count)], DIGEST), PROBLEMS)
    assert cache.write_cache(tmp_path / "c", loaded)
    assert same(cache.read_cache(tmp_path / "c", DIGEST), loaded)


def test_writing_leaves_nothing_but_the_cache(path: Path) -> None:
    assert os.listdir(path.parent) == [path.name]
    assert cache.write_cache(path, Loaded(LIBRARY))
    assert os.listdir(path.parent) == [path.name]
    assert same(cache.read_cache(path, DIGEST), Loaded(LIBRARY))


BLOCKS: list[tuple[str, list[Publication]]] = [
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
    ("dates", [replace(FULL, issued=Date((), None, literal="n.d.")), replace(FULL, issued=None), FULL]),
    ("sources", [replace(FULL, source=pack_fields({"a": "b", "c": "d"})), replace(FULL, source=""), FULL]),
]


@pytest.mark.parametrize("publications", [row[1] for row in BLOCKS], ids=[row[0] for row in BLOCKS])
def test_blocks_keep_every_value(publications: list[Publication]) -> None:
    assert decode_block(encode_block(publications)) == tuple(publications)


def test_a_library_that_cannot_be_expressed_is_not_cached(tmp_path: Path) -> None:
    for publication in (Publication("\ud800"), Publication("k", issued=Date((2**70,)))):
        assert not cache.write_cache(tmp_path / "c", Loaded(Library([publication], DIGEST)))
        assert os.listdir(tmp_path) == []


# Doubt


def change(at: int, by: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data[:at] + by + data[at + len(by) :]


HEAD = cache._HEADER.size
DAMAGES: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("empty", lambda data: b""),
    ("half a header", lambda data: data[: HEAD // 2]),
    ("header alone", lambda data: data[:HEAD]),
    ("half a block", lambda data: data[: HEAD + 20]),
    ("truncated", lambda data: data[:-1]),
    ("longer", lambda data: data + b"."),
    ("another magic", change(0, b"S")),
    ("another version", change(len(cache._MAGIC) - 2, b"1")),
    ("another digest", change(len(cache._MAGIC), b"f")),
    ("no blocks", change(HEAD - 8, bytes(8))),
    ("too many blocks", change(HEAD - 8, b"\xff" * 8)),
    ("a block of 2 EiB", change(HEAD, b"\xff\xff\xff\xff\xff\xff\xff\x1f")),
    ("text", lambda data: b"hello\n" * 100),
]


@pytest.mark.parametrize("damage", [row[1] for row in DAMAGES], ids=[row[0] for row in DAMAGES])
def test_a_damaged_file_is_ignored(path: Path, damage: Callable[[bytes], bytes]) -> None:
    path.write_bytes(damage(path.read_bytes()))
    assert cache.read_cache(path, DIGEST) is None


def test_any_flipped_byte_is_detected(path: Path) -> None:
    data = path.read_bytes()
    for at in [*range(HEAD), *range(HEAD, len(data), 7)]:
        path.write_bytes(change(at, bytes([data[at] ^ 1]))(data))
        assert cache.read_cache(path, DIGEST) is None


@pytest.mark.parametrize("digest", ["1" * 64, "", "0" * 63, "ü" * 64])
def test_the_cache_of_other_inputs_is_ignored(path: Path, digest: str) -> None:
    assert cache.read_cache(path, digest) is None


def test_a_missing_file_is_ignored(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path, tmp_path / "a" / "b"):
        assert cache.read_cache(path, DIGEST) is None


def test_a_cache_of_the_first_layout_is_replaced(tmp_path: Path) -> None:
    """The first layout had the lengths and checksums of two parts, JSON and a pickle, in its header."""
    (tmp_path / "a.bib").write_text("@misc{k, title={T}}")
    path = tmp_path / "cache"
    digest = load(["a.bib"], tmp_path, cache_path=path).library.digest
    parts = (b"[]", pickle.dumps([]))
    sizes = (size for part in parts for size in (len(part), zlib.crc32(part)))
    header = Struct("<25s64sQLQL").pack(b"sphinxext-pubs library 1\n", digest.encode(), *sizes)
    path.write_bytes(header + b"".join(parts))
    assert cache.read_cache(path, digest) is None
    assert [paper.key for paper in load(["a.bib"], tmp_path, cache_path=path).library] == ["k"]
    assert cache.read_cache(path, digest) is not None


def test_a_place_that_cannot_be_written_is_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    assert not cache.write_cache(tmp_path / "file" / "library.cache", LOADED)
    assert not cache.write_cache(tmp_path / "folder", LOADED)
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_an_interrupted_write_leaves_the_old_cache(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        cache.write_cache(path, Loaded(Library((), DIGEST)))
    assert os.listdir(path.parent) == [path.name]
    assert same(cache.read_cache(path, DIGEST), LOADED)


# Hostile files: header and checksums are right, the content is not


def forge(path: Path, *blocks: bytes) -> None:
    parts = [part for block in blocks for part in cache._with_checksum(block)]
    path.write_bytes(cache._HEADER.pack(cache._MAGIC, DIGEST.encode(), len(blocks)) + b"".join(parts))


NO_PROBLEMS = msgspec.msgpack.encode([])


def test_a_forged_file_would_be_read(tmp_path: Path) -> None:
    forge(tmp_path / "c", NO_PROBLEMS, encode_block(LIBRARY.publications))
    assert same(cache.read_cache(tmp_path / "c", DIGEST), Loaded(LIBRARY))


def columns() -> list[list[object]]:
    """Return the columns of a library as plain data."""
    plain: list[list[object]] = msgspec.msgpack.decode(encode_block(LIBRARY.publications))
    return plain


def with_column(name: str, *column: object) -> list[object]:
    position = [field.name for field in fields(Publication)].index(name)
    return [[*column] if number == position else value for number, value in enumerate(columns())]


def deep(depth: int) -> bytes:
    return b"\x91" * depth + b"\x90"


CONTENTS: list[tuple[str, object]] = [
    ("text", "FULL"),
    ("nothing", []),
    ("number", 3),
    ("publications", [FULL]),
    ("too few columns", columns()[:-1]),
    ("column", with_column("key", 7)),
    ("no column", with_column("key")),
    ("short column", with_column("key", ["k"])),
    ("long column", with_column("key", ["k", "l", "m"])),
    ("no such index", with_column("status", ["", "x"], b"\x07\0\0\0\0\0\0\0")),
    ("indexes of no value", with_column("status", [], bytes(8))),
    ("half an index", with_column("status", ["", "x"], b"\0\0\0\0\0\0\0")),
    ("other type", with_column("key", [1, 2])),
    ("other type inside", with_column("issued", [{"parts": ["x"]}], bytes(8))),
    ("other type in text", with_column("title", [{"parts": 1}], bytes(8))),
    ("kind of span", with_column("title", [{"parts": [{"kind": "x", "content": []}]}], bytes(8))),
]


@pytest.mark.parametrize("content", [row[1] for row in CONTENTS], ids=[row[0] for row in CONTENTS])
def test_other_content_is_ignored(tmp_path: Path, content: object) -> None:
    forge(tmp_path / "c", NO_PROBLEMS, msgspec.msgpack.encode(content))
    assert cache.read_cache(tmp_path / "c", DIGEST) is None


BROKEN = [b"", b"\xc1", b"garbage", b"\xdd\xff\xff\xff\xff", deep(100_000), pickle.dumps([FULL])]


@pytest.mark.parametrize("block", BROKEN, ids=lambda block: repr(block[:20]))
def test_broken_blocks_are_ignored(tmp_path: Path, block: bytes) -> None:
    forge(tmp_path / "c", NO_PROBLEMS, block)
    assert cache.read_cache(tmp_path / "c", DIGEST) is None
    forge(tmp_path / "c", block)
    assert cache.read_cache(tmp_path / "c", DIGEST) is None


def nested(depth: int) -> bytes:
    """Return a block with a title of spans within spans."""
    title: object = "x"
    for _ in range(depth):
        title = {"kind": "bold", "content": [title]}
    return msgspec.msgpack.encode(with_column("title", [{"parts": [title]}], bytes(8)))


def test_spans_nested_too_deeply_are_ignored(tmp_path: Path) -> None:
    with pytest.raises(RecursionError):
        nested(100_000)
    block = nested(100).replace(b"\x91\xa1x", b"\x91" + deep(100_000))
    forge(tmp_path / "c", NO_PROBLEMS, block)
    assert cache.read_cache(tmp_path / "c", DIGEST) is None


PROBLEM_ROWS: list[object] = [
    3,
    [[]],
    [{}],
    [{"code": "syntax", "sentence": "m", "origin": {"path": 1}}],
    [{"code": "nonsense", "sentence": "m", "origin": {}}],
    [{"code": "syntax", "sentence": 1, "origin": {}}],
    [{"code": "syntax", "sentence": "m", "origin": {}, "suggestion": []}],
    {"a": 1},
]


@pytest.mark.parametrize("rows", PROBLEM_ROWS, ids=str)
def test_problems_of_the_wrong_shape_are_ignored(tmp_path: Path, rows: object) -> None:
    forge(tmp_path / "c", msgspec.msgpack.encode(rows))
    assert cache.read_cache(tmp_path / "c", DIGEST) is None


def test_msgspec_is_not_imported_to_look_for_changes() -> None:
    program = (
        "import sys, sphinxext_pubs.library.sources, sphinxext_pubs.extension.events, "
        "sphinxext_pubs.extension.incremental.changes; print('msgspec' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# Several at once


def test_concurrent_writers_and_readers(path: Path) -> None:
    other = Loaded(Library([Publication(f"k{number}") for number in range(50)], DIGEST))
    seen: list[Loaded | None] = []

    def work(loaded: Loaded) -> None:
        for _ in range(20):
            cache.write_cache(path, loaded)
            seen.append(cache.read_cache(path, DIGEST))

    threads = [threading.Thread(target=work, args=(loaded,)) for loaded in (LOADED, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 40
    assert all(same(loaded, LOADED) or same(loaded, other) for loaded in seen)
    assert os.listdir(path.parent) == [path.name]
