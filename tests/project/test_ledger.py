"""The ledger of an output folder: what is recorded, removed and trusted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.project.ledger import MAX_CHECKS, Ledger, read_ledger, remove_file
from sphinxext_pubs.project.ledger_record import (
    NAME,
    FileKind,
    LedgerRecord,
    PagesRecord,
    from_json,
    paths_of,
    to_json,
)
from sphinxext_pubs.project.old_ledgers import read_old_record

OLD_OUTPUT = Path(__file__).parents[1] / "fixtures/old_output"

RECORD = LedgerRecord(
    "state",
    {"index": "1", "a/\ud800": "2"},
    PagesRecord("state", {"papers/ko": "3"}, {"papers/ko": [".html", ".bib"], "": ["new.atom"]}, {"c": "b"}),
    {FileKind.SPLIT: {"index": ["-2.html"]}, FileKind.DOWNLOADS: {"d/x": [".bib"]}},
)
PATHS = {"papers/ko.html", "papers/ko.bib", "new.atom", "c", "index-2.html", "d/x.bib"}


def page_path(page: str) -> str:
    return f"{page}.html"


def write(outdir: Path, *names: str) -> None:
    for name in names:
        (outdir / name).parent.mkdir(parents=True, exist_ok=True)
        (outdir / name).write_text(name, encoding="utf-8")


def tree(outdir: Path) -> set[str]:
    return {path.relative_to(outdir).as_posix() for path in outdir.rglob("*") if not path.is_dir()}


# Reading and saving


def test_a_record_survives_its_file() -> None:
    assert from_json(to_json(RECORD)) == RECORD
    assert RECORD.paths() == PATHS


def changed(**values: object) -> str:
    return json.dumps({**json.loads(to_json(RECORD)), **values})


INVALID = {
    "empty": "",
    "list": "[]",
    "deep": "[" * 100_000,
    "number": '{"version": ' + "9" * 5000 + "}",
    "version": changed(version=1),
    "later version": changed(version=3),
    "state": changed(state={}),
    "documents": changed(documents=[1]),
    "digest": changed(documents={"index": 1}),
    "no pages": changed(pages=None),
    "pages": changed(pages={"state": "", "digests": {}, "files": [], "copies": {}}),
    "copies": changed(pages={"state": "", "digests": {}, "files": {}, "copies": {"a": 1}}),
    "kind": changed(files={"other": {}}),
    "ends": changed(files={"split": {"index": "-2.html"}}),
    "end": changed(files={"split": {"index": [2]}}),
}


@pytest.mark.parametrize("text", INVALID.values(), ids=INVALID)
def test_an_invalid_file_counts_as_none(tmp_path: Path, text: str) -> None:
    assert from_json(text) is None
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    ledger = read_ledger(tmp_path, page_path)
    assert not ledger.old
    assert ledger.is_taken_over


def test_a_file_in_another_encoding_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"\xff\xfe{")
    assert not read_ledger(tmp_path, page_path).old


def test_a_folder_without_a_ledger_is_empty(tmp_path: Path) -> None:
    ledger = read_ledger(tmp_path, page_path)
    assert (ledger.old, ledger.is_taken_over) == (LedgerRecord(), False)
    ledger.save()
    assert tree(tmp_path) == set()


def test_a_ledger_is_written_only_if_it_changed(tmp_path: Path) -> None:
    Ledger(tmp_path, documents={"index": "1"}, written={"index"}).save()
    before = (tmp_path / NAME).stat().st_mtime_ns
    ledger = read_ledger(tmp_path, page_path)
    ledger.documents = {"index": "1"}
    ledger.save()
    assert (tmp_path / NAME).stat().st_mtime_ns == before
    ledger.take()
    ledger.save()
    assert read_ledger(tmp_path, page_path).old == LedgerRecord(documents={"index": "1"})
    ledger.documents = {}
    ledger.save()
    assert tree(tmp_path) == set()


def test_a_ledger_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    write(tmp_path, f"{NAME}/x")
    with pytest.raises(OSError, match="pubs"):
        Ledger(tmp_path, documents={"index": "1"}, old=LedgerRecord("x")).save()
    assert tree(tmp_path) == {f"{NAME}/x"}


# Documents


def test_an_outdated_document_that_was_not_written_remains_outdated(tmp_path: Path) -> None:
    old = LedgerRecord("old", {"same": "1", "changed": "1", "left": "1", "gone": "1"})
    documents = {"same": "1", "changed": "2", "left": "2", "new": "1"}
    ledger = Ledger(tmp_path, old, state="state", documents=documents)
    assert ledger.stale() == ["changed", "left", "new"]
    ledger.written = {"changed", "new"}
    assert ledger.record() == LedgerRecord("", documents | {"left": "1"})
    assert [ledger.wrote(name) for name in ("changed", "left")] == [True, False]
    ledger.written.add("left")
    assert ledger.record() == LedgerRecord("state", documents)


def test_a_builder_that_writes_everything_has_no_digests(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, writes_everything=True)
    assert ledger.wrote("index")
    assert not ledger.record()


# Files


def test_kinds_of_files_that_a_build_does_not_touch_remain(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, RECORD, files={FileKind.SPLIT: {}})
    assert ledger.record().paths() == PATHS - {"index-2.html"}
    ledger.pages = PagesRecord()
    assert ledger.record().paths() == {"d/x.bib"}


def test_outdated_files_and_empty_folders_are_removed(tmp_path: Path) -> None:
    write(tmp_path, *PATHS, "papers/mine.html", "x.html")
    ledger = Ledger(tmp_path, RECORD, pages=PagesRecord(files={"papers/ko": [".html"]}))
    ledger.files = {FileKind.DOWNLOADS: {}, FileKind.SPLIT: {}}
    ledger.remove_outdated(lambda: ["index-2.html"])
    assert tree(tmp_path) == {"papers/ko.html", "papers/mine.html", "index-2.html", "x.html"}
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("count", [1, MAX_CHECKS + 1], ids=["checked", "listed"])
@pytest.mark.parametrize("name", ["papers/0.html", "papers/0.bib", "new.atom"])
def test_a_missing_page_or_file_next_to_one_is_noticed(tmp_path: Path, name: str, count: int) -> None:
    pages = {f"papers/{number}": [".html", ".bib"] for number in range(count)}
    record = PagesRecord(files=pages | {"": ["new.atom"]})
    write(tmp_path, *record.paths(), *paths_of(RECORD.files[FileKind.SPLIT]), "d/x.bib")
    ledger = Ledger(tmp_path, replace(RECORD, pages=record))
    assert (ledger.has_pages(), ledger.has_files()) == (True, True)
    (tmp_path / name).unlink()
    assert (ledger.has_pages(), ledger.has_files()) == (False, True)
    (tmp_path / name).mkdir()
    assert not ledger.has_pages()


def test_the_case_of_names_matters_only_to_the_file_system(tmp_path: Path) -> None:
    names = [f"papers/Ko{number}" for number in range(MAX_CHECKS + 1)]
    write(tmp_path, *(f"{name}.html" for name in names))
    record = PagesRecord(files={name.lower(): [".html"] for name in names})
    ledger = Ledger(tmp_path, LedgerRecord(pages=record))
    assert ledger.has_pages() is (tmp_path / "papers/ko0.html").is_file()


def test_the_project_is_only_asked_if_a_file_is_outdated(tmp_path: Path) -> None:
    Ledger(tmp_path, RECORD).remove_outdated(lambda: pytest.fail("nothing is outdated"))


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../kept",
            "a/../../kept",
            "/kept",
            "link/kept",
            "",
            ".",
            "..",
            "a/..",
            "\0",
            "\ud800",
            "folder",
            "no",
        ),
        *("folder", "no", "x" * 300, f"{'x' * 300}/x", "loop/x", "loop"),
    ],
)
def test_nothing_else_is_removed(tmp_path: Path, name: str) -> None:
    outdir = tmp_path / "out"
    write(tmp_path, "kept", "outside/kept", "out/a/x", "out/folder/x")
    (outdir / "link").symlink_to(tmp_path / "outside")
    (outdir / "loop").symlink_to(outdir / "loop")
    before = tree(tmp_path)
    remove_file(outdir, str(tmp_path / "kept") if name == "/kept" else name)
    assert tree(tmp_path) == before


def test_a_link_in_the_folder_is_removed_but_not_its_target(tmp_path: Path) -> None:
    write(tmp_path, "kept", "out/x")
    (tmp_path / "out/link").symlink_to(tmp_path / "kept")
    remove_file(tmp_path / "out", "link")
    assert tree(tmp_path) == {"kept", "out/x"}


# Builds that fail


def test_after_a_failed_build_its_files_are_known_and_outdated(tmp_path: Path) -> None:
    old = LedgerRecord("1", {"a": "1", "b": "1"}, PagesRecord("1", {"p": "1"}, {"p": [".html"]}))
    ledger = Ledger(tmp_path, old, "2", {"a": "2", "b": "2"}, PagesRecord("2", {"q": "1"}, {"q": [".html"]}))
    ledger.files, ledger.written = {FileKind.SPLIT: {"a": ["-2.html"]}}, {"a"}
    ledger.save_failed()
    record = read_ledger(tmp_path, page_path).old
    assert record.paths() == {"p.html", "q.html", "a-2.html"}
    assert (record.state, record.documents) == ("", {"b": "1"})
    assert (record.pages.state, record.pages.digests) == ("", {})


def test_a_build_that_fails_early_leaves_the_ledger(tmp_path: Path) -> None:
    Ledger(tmp_path, RECORD).save_failed()
    record = read_ledger(tmp_path, page_path).old
    assert record.documents == RECORD.documents
    assert record.pages.digests == RECORD.pages.digests
    assert record.paths() == RECORD.paths()


# Output folders of earlier versions


def old_output(outdir: Path) -> dict[str, Any]:
    """Copy the records of an earlier version, and return their content by name."""
    contents = {}
    for path in OLD_OUTPUT.glob("*.json"):
        text = path.read_text("utf-8")
        contents[path.name] = json.loads(text)
        (outdir / f".{path.name}").write_text(text, encoding="utf-8")
    return contents


def test_the_files_of_an_earlier_version_are_taken_over(tmp_path: Path) -> None:
    contents = old_output(tmp_path)
    write(tmp_path, "_static/pubs-lists/mine.js", "_static/pubs.css", "_static/mine.css")
    (tmp_path / "_static/pubs-lists/gone-2.js").write_text('(globalThis.pubsLists ??= {})["gone-2"] = {};\n')
    ledger = read_ledger(tmp_path, page_path)
    old = ledger.old
    assert ledger.is_taken_over
    assert (old.state, old.documents, old.pages.state, old.pages.digests) == ("", {}, "", {})
    assert old.files[FileKind.SPLIT] == {"gone": ["-2.html", "-3.html"], "index": ["-2.html"]}
    assert old.files[FileKind.SCRIPTS] == {"": ["_static/pubs-lists/gone-2.js"]}
    assert old.files[FileKind.ASSETS] == {"_static/": ["pubs.css"]}
    assert old.files[FileKind.DOWNLOADS] == contents["pubs-downloads.json"]["files"]
    assert old.pages.files == contents["pubs-pages.json"]["files"]
    assert [*old.pages.copies] == ["papers/ko-2023.pdf"]


def test_after_a_build_only_the_ledger_is_left_of_the_old_records(tmp_path: Path) -> None:
    old_output(tmp_path)
    ledger = read_ledger(tmp_path, page_path)
    write(tmp_path, *ledger.old.paths(), "papers/mine.html", "gone.html")
    old_output(tmp_path)
    ledger.documents, ledger.written = {"index": "1"}, {"index"}
    ledger.pages = PagesRecord(files={"papers/ko-2023": [".html"]})
    ledger.files |= {kind: {} for kind in FileKind}
    ledger.files[FileKind.SPLIT] = {"index": ["-2.html"]}
    ledger.remove_outdated(lambda: ["gone.html"])
    ledger.save()
    assert tree(tmp_path) == {NAME, "papers/mine.html", "papers/ko-2023.html", "index-2.html", "gone.html"}
    assert not read_ledger(tmp_path, page_path).is_taken_over


@pytest.mark.parametrize(
    "text", ["", "[]", "3", "{", "[" * 100_000, '{"version": 2, "files": {"a": [".x"]}}']
)
def test_invalid_old_records_are_removed_without_their_files(tmp_path: Path, text: str) -> None:
    write(tmp_path, "a.x")
    for name in (NAME, ".pubs-pages.json", ".pubs-downloads.json"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    ledger = read_ledger(tmp_path, page_path)
    ledger.remove_outdated(list)
    ledger.save()
    assert tree(tmp_path) == {"a.x"}


def test_old_records_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(tmp_path, "kept.html", "out/x")
    (out / NAME).write_text('{"version": 1, "pages": {"..": ["../kept"], "": ["../kept", 5], "x": 3}}')
    assert read_old_record(out, page_path).paths() >= {"../kept.html", "5.html"}
    ledger = read_ledger(out, page_path)
    ledger.files[FileKind.SPLIT] = {}
    ledger.remove_outdated(list)
    assert (tmp_path / "kept.html").exists()
