"""The ledger of an output folder: what this extension wrote there, in one file, ``.pubs.json``.

Sphinx knows when a page's source changed, not when a paper on it did, nor that a second builder over the same
doctrees has older pages. Therefore the ledger has, for each document, a digest of everything that its page
shows and cites. It also lists the files that Sphinx does not know, which are removed when they are outdated.

The file is never trusted: a ledger that cannot be read or has another version counts as none, and only files
in the output folder are removed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from sphinxext_pubs.library.atomic import write_atomically

#: The name of the file in the output folder.
NAME = ".pubs.json"

#: The version of the file's format.
VERSION = 2

#: The names of other files in which earlier versions recorded files.
OLD_NAMES = (".pubs-pages.json", ".pubs-downloads.json")

#: The names of files without their ends → the ends: ``{"papers/ko": ["/index.html", ".bib"]}``.
Files: TypeAlias = "dict[str, list[str]]"


class FileKind(StrEnum):
    """The kinds of files in addition to generated pages."""

    SPLIT = "split"
    SCRIPTS = "scripts"
    DOWNLOADS = "downloads"
    ASSETS = "assets"
    #: The records of earlier versions of this extension.
    RECORDS = "records"


@dataclass(slots=True)
class PagesRecord:
    """The generated pages, with the files next to them.

    ``state`` is a digest of everything that the pages depend on. ``digests`` maps pages to digests, ``files``
    pages to the ends of their files, of which the first is that of the page itself: ``.html`` or
    ``/index.html``. The project's feed is listed for an empty page name. ``copies`` maps the files that were
    copied next to pages to the originals.
    """

    state: str = ""
    digests: dict[str, str] = field(default_factory=dict)
    files: Files = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.digests or self.files or self.copies)

    def paths(self) -> Iterator[str]:
        """Yield the paths of all files, from the output folder."""
        yield from _paths(self.files)
        yield from self.copies


@dataclass(slots=True)
class LedgerRecord:
    """The content of the ledger after a build.

    ``documents`` maps documents to digests of their pages, and ``state`` is a digest of everything that
    these depend on; empty if some page is outdated.
    """

    state: str = ""
    documents: dict[str, str] = field(default_factory=dict)
    pages: PagesRecord = field(default_factory=PagesRecord)
    files: dict[FileKind, Files] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.documents or self.pages or any(map(_has_files, self.files.values())))

    def paths(self) -> set[str]:
        """Return the paths of all files, from the output folder."""
        return {*self.pages.paths(), *(path for files in self.files.values() for path in _paths(files))}


def _has_files(files: Files) -> bool:
    return any(files.values())


def _paths(files: Files) -> Iterator[str]:
    return (f"{name}{end}" for name, ends in files.items() for end in ends)


@dataclass(slots=True)
class Ledger:
    """The ledger of an output folder, during a build.

    ``old`` is the record of the last build, ``new`` that of this one: kinds of files that it lacks, and
    ``pages`` if that is None, did not change. ``written`` are the documents that this build wrote.
    ``is_unchanged`` is True if no document was read and none has to be written. With ``writes_everything``
    the builder always writes all documents, and no digests are recorded.
    """

    outdir: Path
    old: LedgerRecord = field(default_factory=LedgerRecord)
    state: str = ""
    documents: dict[str, str] = field(default_factory=dict)
    pages: PagesRecord | None = None
    files: dict[FileKind, Files] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    is_unchanged: bool = False
    writes_everything: bool = False

    @property
    def path(self) -> Path:
        """The ledger's file."""
        return self.outdir / NAME

    @property
    def is_untouched(self) -> bool:
        """True if no document was read or written."""
        return self.is_unchanged and not self.written

    @property
    def is_taken_over(self) -> bool:
        """True if an earlier version of this extension wrote the output folder, or its ledger is invalid."""
        return FileKind.RECORDS in self.old.files

    def stale(self) -> list[str]:
        """Return the documents whose pages are outdated, sorted."""
        return sorted(
            name for name, digest in self.documents.items() if self.old.documents.get(name) != digest
        )

    def wrote(self, docname: str) -> bool:
        """True if the page of a document was written in this build."""
        return self.writes_everything or docname in self.written

    def old_files(self, kind: FileKind) -> Files:
        """Return the files of a kind that the last build left."""
        return self.old.files.get(kind, {})

    def record(self) -> LedgerRecord:
        """Return the record of this build; an outdated page that was not written remains outdated."""
        documents = {
            docname: digest if docname in self.written else self.old.documents.get(docname, "")
            for docname, digest in self.documents.items()
        }
        state = self.state if documents == self.documents else ""
        pages = self.old.pages if self.pages is None else self.pages
        files = {kind: files for kind, files in (self.old.files | self.files).items() if _has_files(files)}
        return LedgerRecord(state, documents, pages, files)

    def remove_outdated(self, kept: Callable[[], Iterable[str]]) -> None:
        """Remove the files of the last build that are not of this one.

        Call this when all files of this build have been written. ``kept`` returns the paths of files that
        others write, and is called only if a file is outdated.
        """
        self.files[FileKind.RECORDS] = {}
        if outdated := self.old.paths() - self.record().paths():
            for path in sorted(outdated.difference(kept()), reverse=True):
                remove_file(self.outdir, path)

    def take(self) -> None:
        """Remove the ledger's file until it is saved."""
        remove_file(self.outdir, NAME)

    def save(self) -> None:
        """Save the ledger after a build; raises OSError if its file cannot be written."""
        self._save(self.record())

    def save_failed(self) -> None:
        """Save the ledger after a build that failed; raises OSError.

        What it wrote is outdated, and its files are removed by a later build that does not write them.
        """
        record, old = self.record(), self.old
        documents = {name: digest for name, digest in old.documents.items() if name not in self.written}
        pages = replace(
            record.pages,
            state="",
            digests=old.pages.digests if self.pages is None else {},
            files=record.pages.files | old.pages.files,
            copies=record.pages.copies | old.pages.copies,
        )
        files = {kind: files | self.old_files(kind) for kind, files in record.files.items()}
        self._save(LedgerRecord("", documents, pages, old.files | files))

    def _save(self, record: LedgerRecord) -> None:
        if not record:
            self.take()
        elif record != self.old or not self.path.exists():
            write_atomically(self.path, (to_json(record).encode("ascii"),))


def remove_file(outdir: Path, name: str) -> None:
    """Remove a file, and then its folders if they are empty; a path that leaves ``outdir`` is ignored."""
    path, root = outdir / name, outdir.resolve()
    if not _is_inside(name) or not path.is_file() or not path.parent.resolve().is_relative_to(root):
        return
    path.unlink()
    folder = path.parent
    while folder != outdir and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.name) and not path.is_absolute() and ".." not in path.parts


# The file --------------------------------------------------------------------------------------------


def to_json(record: LedgerRecord) -> str:
    """Return the content of the ledger's file."""
    pages = record.pages
    content = {
        "version": VERSION,
        "state": record.state,
        "documents": record.documents,
        "pages": {
            "state": pages.state,
            "digests": pages.digests,
            "files": pages.files,
            "copies": pages.copies,
        },
        "files": record.files,
    }
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def from_json(text: str) -> LedgerRecord | None:
    """Return the record in a ledger's file, or None if it is invalid or of another version."""
    try:
        content = json.loads(text)
        if content["version"] != VERSION:
            return None
        pages = content["pages"]
        pages_record = PagesRecord(
            _text(pages["state"]), _texts(pages["digests"]), _files(pages["files"]), _texts(pages["copies"])
        )
        files = {FileKind(kind): _files(kind_files) for kind, kind_files in _table(content["files"]).items()}
        return LedgerRecord(_text(content["state"]), _texts(content["documents"]), pages_record, files)
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError("not a string")


def _table(value: object) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    raise TypeError("not a mapping")


def _texts(value: object) -> dict[str, str]:
    return {name: _text(text) for name, text in _table(value).items()}


def _files(value: object) -> Files:
    return {name: _ends(ends) for name, ends in _table(value).items()}


def _ends(value: object) -> list[str]:
    if isinstance(value, list):
        return list(map(_text, value))
    raise TypeError("not a list")


def read_ledger(outdir: Path, page_path: Callable[[str], str]) -> Ledger:
    """Return the ledger of an output folder; empty if it has none or its file is invalid.

    The files that an earlier version wrote are taken over. ``page_path`` returns the path of a page's file
    from the output folder.
    """
    path = outdir / NAME
    try:
        record = from_json(path.read_text("utf-8")) if path.is_file() else None
    except (OSError, ValueError):  # every page is written again
        record = None
    if record is None and any((outdir / name).is_file() for name in (NAME, *OLD_NAMES)):
        # Only for an output folder of an earlier version.
        from sphinxext_pubs.project.old_ledgers import read_old_record

        record = read_old_record(outdir, page_path)
    return Ledger(outdir, LedgerRecord() if record is None else record)
