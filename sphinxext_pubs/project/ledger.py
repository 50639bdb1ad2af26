"""The ledger of an output folder: what this extension wrote there, in one file, ``.pubs.json``.

Sphinx knows when a page's source changed, not when a paper on it did, nor that a second builder over the same
doctrees has older pages. Therefore the ledger has, for each document, a digest of everything that its page
shows and cites. It also lists the files that Sphinx does not know, which are removed when they are outdated.

The file is never trusted: a ledger that cannot be read or has another version counts as none, and only files
in the output folder are removed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from sphinxext_pubs.project.ledger_record import (
    NAME,
    OLD_NAMES,
    FileKind,
    Files,
    LedgerRecord,
    PagesRecord,
    from_json,
    has_files,
    paths_of,
    to_json,
)
from sphinxext_pubs.project.record_files import is_file

#: The maximum number of files in a folder that are checked one by one.
MAX_CHECKS = 4


@dataclass(slots=True)
class Ledger:
    """The ledger of an output folder, during a build.

    ``old`` is the content after the last build. The other tables are those of this build: kinds of files
    that it did not touch are not in ``files``, and ``pages`` is None if it did not touch generated pages.
    ``written`` are the documents that it wrote. ``is_unchanged`` is True if no document was read and none
    has to be written. With ``writes_everything`` the builder always writes all documents, and no digests
    are recorded.
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

    def has_files(self) -> bool:
        """True if all files of the last build besides generated pages are still in the output folder."""
        paths = (path for files in self.old.files.values() for path in paths_of(files))
        return _are_files(self.outdir, paths)

    def has_pages(self) -> bool:
        """True if all generated pages of the last build, and the files written with them, still exist."""
        return _are_files(self.outdir, paths_of(self.old.pages.files))

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
        files = {kind: files for kind, files in (self.old.files | self.files).items() if has_files(files)}
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
            from sphinxext_pubs.library.atomic import write_atomically  # only if something changed

            write_atomically(self.path, (to_json(record).encode("ascii"),))


def remove_file(outdir: Path, name: str) -> None:
    """Remove a file, and then its folders if they are empty.

    A path that leaves ``outdir``, and one that the operating system does not allow, is ignored.
    """
    path, root = outdir / name, outdir.resolve()
    if not _is_inside(name) or not is_file(path) or not path.parent.resolve().is_relative_to(root):
        return
    from sphinxext_pubs.library.atomic import remove  # only if a file is outdated

    remove(path)
    folder = path.parent
    with suppress(OSError):  # the first folder that is not empty, and those above it, remain
        while folder != outdir:
            folder.rmdir()
            folder = folder.parent


def _are_files(outdir: Path, paths: Iterable[str]) -> bool:
    """True if all paths are files."""
    names: dict[str, set[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        names.setdefault(folder, set()).add(name)
    return all(_has_files(f"{outdir}/{folder}", folder_names) for folder, folder_names in names.items())


def _has_files(folder: str, names: set[str]) -> bool:
    """True if a folder has all these files; it is listed if that takes less time than a look at each file."""
    # A name that is not listed may be that of a file where the file system ignores case.
    unlisted = names - _file_names(folder) if len(names) > MAX_CHECKS else names
    return all(os.path.isfile(f"{folder}/{name}") for name in unlisted)


def _file_names(folder: str) -> set[str]:
    """Return the names of the files in a folder; none if it does not exist."""
    try:
        with os.scandir(folder) as entries:
            return {entry.name for entry in entries if entry.is_file()}
    except (OSError, ValueError):  # a name that is too long, or contains NUL
        return set()


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.name) and not path.is_absolute() and ".." not in path.parts


# The file --------------------------------------------------------------------------------------------


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
