"""The record of what we wrote into an output folder: nothing else there is ever removed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

NAME = ".pubs-pages.json"


@dataclass(slots=True)
class Written:
    """What we wrote into an output folder: page → digest, and page → suffixes of its files.

    The file of the page itself is the first: ``.html``, ``/index.html``. The feed of the project stands under
    the empty page. ``copies`` are files beside pages, each with that of the project it is a copy of.
    """

    path: Path
    state: str = ""
    digests: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)

    def outputs(self) -> Iterator[str]:
        """All files, from the output folder."""
        yield from (f"{page}{suffix}" for page, suffixes in self.files.items() for suffix in suffixes)
        yield from self.copies

    def save(self, old: Written) -> None:
        """Record it, unless nothing changed."""
        if replace(self, path=old.path) == old:
            return
        if not self.digests and not self.files:
            self.path.unlink(missing_ok=True)
            return
        content = {"version": 3, "state": self.state, "pages": self.digests, "files": self.files}
        content["copies"] = self.copies
        beside = self.path.with_suffix(".tmp")
        with suppress(OSError):  # without it every page is written again, which is only slower
            beside.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            os.replace(beside, self.path)


def read(outdir: Path, name: str = NAME) -> Written:
    """What an output folder has; nothing where there is no record of this name, or none of ours."""
    written = Written(Path(outdir, name))
    with suppress(
        OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError
    ):  # a broken record is none
        content = json.loads(written.path.read_text("utf-8"))
        if content["version"] == 3:
            pages, files, copies = dict(content["pages"]), dict(content["files"]), dict(content["copies"])
            written.copies = {str(copy): str(path) for copy, path in copies.items()}
            written.files = {str(page): list(map(str, names)) for page, names in files.items()}
            written.digests = {str(page): str(digest) for page, digest in pages.items()}
            written.state = str(content["state"])
    return written


def suffix_of(builder: StandaloneHTMLBuilder, page: str) -> str:
    """What a builder puts behind the name of a page for its file: ``.html``, ``/index.html``."""
    if page.rpartition("/")[2] == "index":
        return _suffix(builder, page)
    return _usual_suffix(builder)


@lru_cache(maxsize=8)
def _usual_suffix(builder: StandaloneHTMLBuilder) -> str:
    """What all pages have but those called *index*."""
    return _suffix(builder, "page")


def _suffix(builder: StandaloneHTMLBuilder, page: str) -> str:
    path = Path(builder.get_outfilename(page)).relative_to(builder.outdir)
    return path.as_posix().removeprefix(page)


def remove_old(builder: StandaloneHTMLBuilder, old: Written, new: Written, own: Iterable[str]) -> None:
    """Remove files that we wrote into this folder and that are none any more; never those of own pages."""
    gone = set(old.outputs()) - set(new.outputs())
    if not gone:
        return
    outdir = Path(builder.outdir).resolve()
    gone -= {f"{page}{suffix_of(builder, page)}" for page in own}
    for path in sorted((outdir / name for name in gone), reverse=True):
        if path.is_file() and path.resolve().is_relative_to(outdir):
            path.unlink()
            _remove_empty(path.parent, outdir)


def _remove_empty(folder: Path, outdir: Path) -> None:
    while folder != outdir and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
