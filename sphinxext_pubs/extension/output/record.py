"""The record of the files that this extension wrote to an output folder, which may be removed again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

NAME = ".pubs-pages.json"


@dataclass(slots=True)
class OutputRecord:
    """The files that this extension wrote to an output folder.

    ``digests`` maps pages to digests, ``files`` pages to the suffixes of their files, of which the first is
    that of the page itself: ``.html`` or ``/index.html``. The project's feed is listed for an empty page
    name. ``copies`` maps the files that were copied next to pages to the originals.
    """

    path: Path
    state: str = ""
    digests: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)

    def outputs(self) -> Iterator[str]:
        """Yield the paths of all files, from the output folder."""
        yield from (f"{page}{suffix}" for page, suffixes in self.files.items() for suffix in suffixes)
        yield from self.copies

    def save(self, old: OutputRecord) -> None:
        """Save the record, unless nothing changed."""
        if replace(self, path=old.path) == old:
            return
        if not self.digests and not self.files:
            self.path.unlink(missing_ok=True)
            return
        content = {"version": 3, "state": self.state, "pages": self.digests, "files": self.files}
        content["copies"] = self.copies
        temporary = self.path.with_suffix(".tmp")
        with suppress(OSError):  # without a record every page is written again, which is only slower
            temporary.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            os.replace(temporary, self.path)


def read_record(outdir: Path, name: str = NAME) -> OutputRecord:
    """Return the record of an output folder; empty if it has none or the record cannot be read."""
    record = OutputRecord(Path(outdir, name))
    with suppress(OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        content = json.loads(record.path.read_text("utf-8"))
        if content["version"] == 3:
            pages, files, copies = dict(content["pages"]), dict(content["files"]), dict(content["copies"])
            record.copies = {str(copy): str(path) for copy, path in copies.items()}
            record.files = {str(page): list(map(str, names)) for page, names in files.items()}
            record.digests = {str(page): str(digest) for page, digest in pages.items()}
            record.state = str(content["state"])
    return record


def suffix_of(builder: StandaloneHTMLBuilder, page: str) -> str:
    """Return what a builder appends to the name of a page for its file: ``.html`` or ``/index.html``."""
    path = Path(builder.get_outfilename(page)).relative_to(builder.outdir)
    return path.as_posix().removeprefix(page)


def remove_outdated(
    builder: StandaloneHTMLBuilder, old: OutputRecord, new: OutputRecord, own_pages: Iterable[str]
) -> None:
    """Remove the files of an old record that are not in the new one, except the files of ``own_pages``."""
    outdated = set(old.outputs()) - set(new.outputs())
    if not outdated:
        return
    outdir = Path(builder.outdir).resolve()
    outdated -= {f"{page}{suffix_of(builder, page)}" for page in own_pages}
    for path in sorted((outdir / name for name in outdated), reverse=True):
        if path.is_file() and path.resolve().is_relative_to(outdir):
            path.unlink()
            _remove_empty(path.parent, outdir)


def _remove_empty(folder: Path, outdir: Path) -> None:
    while folder != outdir and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
