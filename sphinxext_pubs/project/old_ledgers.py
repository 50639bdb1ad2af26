"""The output folders of earlier versions, which recorded their files in three places.

Of these records only the files count: everything is written again, and outdated files are removed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from sphinxext_pubs.project.ledger_record import NAME, OLD_NAMES, FileKind, Files, LedgerRecord, PagesRecord

#: The folder of scripts with the papers of split lists, which were not recorded.
_SCRIPTS = "_static/pubs-lists"

#: The beginning of these scripts.
_SCRIPT_HEAD = b"(globalThis.pubsLists ??= {})"

#: The stylesheets and scripts, which were not recorded either.
_ASSETS = (
    "pubs.css",
    "pubs-venues.css",
    "pubs.js",
    "pubs-find.js",
    "pubs-ground.js",
    "pubs-matching.js",
    "pubs-places.js",
    "pubs-menus.js",
    "pubs-filter.js",
    "pubs-preview.js",
)


def read_old_record(outdir: Path, page_path: Callable[[str], str]) -> LedgerRecord:
    """Return the files of an earlier version as a record; what is invalid in the old records is ignored."""
    pages_name, downloads_name = OLD_NAMES
    pages = _read(outdir / pages_name, 3)
    files = {
        FileKind.SPLIT: {
            docname: [
                path.removeprefix(docname) for path in map(page_path, names) if path.startswith(docname)
            ]
            for docname, names in _lists(_read(outdir / NAME, 1).get("pages")).items()
        },
        FileKind.SCRIPTS: {"": sorted(_scripts(outdir))},
        FileKind.DOWNLOADS: _lists(_read(outdir / downloads_name, 3).get("files")),
        FileKind.ASSETS: {"_static/": [name for name in _ASSETS if (outdir / "_static" / name).is_file()]},
        FileKind.RECORDS: {"": [name for name in OLD_NAMES if (outdir / name).is_file()]},
    }
    copies = dict.fromkeys(_table(pages.get("copies")), "")
    return LedgerRecord(pages=PagesRecord(files=_lists(pages.get("files")), copies=copies), files=files)


def _read(path: Path, version: int) -> dict[str, object]:
    """Return the content of an old record; empty if it is missing, invalid or of another version."""
    with suppress(OSError, ValueError, RecursionError):  # its files are then unknown, and remain
        content = _table(json.loads(path.read_text("utf-8")))
        if content.get("version") == version:
            return content
    return {}


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _lists(value: object) -> Files:
    return {name: list(map(str, ends)) for name, ends in _table(value).items() if isinstance(ends, list)}


def _scripts(outdir: Path) -> Iterator[str]:
    """Yield the scripts of split lists, which have the same beginning; those that cannot be read remain."""
    for path in (outdir / _SCRIPTS).rglob("*.js"):
        with suppress(OSError), path.open("rb") as file:
            if file.read(len(_SCRIPT_HEAD)) == _SCRIPT_HEAD:
                yield path.relative_to(outdir).as_posix()
