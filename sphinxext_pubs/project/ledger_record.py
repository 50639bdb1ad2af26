"""The content of the ledger of an output folder, as plain data and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

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
        yield from paths_of(self.files)
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
        return bool(self.documents or self.pages or any(map(has_files, self.files.values())))

    def paths(self) -> set[str]:
        """Return the paths of all files, from the output folder."""
        return {*self.pages.paths(), *(path for files in self.files.values() for path in paths_of(files))}


def has_files(files: Files) -> bool:
    """True if at least one file is listed."""
    return any(files.values())


def paths_of(files: Files) -> Iterator[str]:
    """Yield the paths of files, from the output folder."""
    return (f"{name}{end}" for name, ends in files.items() for end in ends)


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
