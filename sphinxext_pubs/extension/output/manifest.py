"""What an output folder was written from: document → digest of all that it shows and cites.

Sphinx knows when a page's source changed, not when a paper on it did, nor that a second builder
over the same doctrees has older pages. The manifest lies in the output folder as ``.pubs.json``.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

NAME = ".pubs.json"
VERSION = 1


@dataclass(slots=True)
class Manifest:
    """The digests of an output folder as they were and are.

    ``written`` are the documents of this build. ``unchanged`` says that none was read and none is due.
    ``pages`` are the further pages of documents with split lists.
    """

    path: Path
    state: str = ""
    old_state: str = ""
    old: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    old_pages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unchanged: bool = False

    @property
    def untouched(self) -> bool:
        """True if no document was read or written."""
        return self.unchanged and not self.written

    def stale(self) -> list[str]:
        """The documents whose pages show something else now, sorted."""
        return sorted(docname for docname in self.new if self.old.get(docname) != self.new[docname])

    def save(self) -> None:
        """Record what was written; a page that was due and not written stays due."""
        kept = {
            docname: digest
            if docname in self.written or self.old.get(docname) == digest
            else self.old.get(docname, "")
            for docname, digest in self.new.items()
        }
        state = self.state if kept == self.new else ""
        if not kept and not self.old:
            return  # no page has anything of ours
        same = (state, kept, self.pages) == (self.old_state, self.old, self.old_pages)
        if same and self.path.exists():
            return
        content = {"version": VERSION, "state": state, "documents": dict(sorted(kept.items()))}
        if self.pages:
            content["pages"] = dict(sorted(self.pages.items()))
        beside = self.path.with_suffix(".tmp")
        with suppress(OSError):  # without a manifest every page is written again, which is only slower
            beside.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
            os.replace(beside, self.path)


def read(outdir: Path) -> Manifest:
    """The manifest of an output folder; empty where there is none or it is not one of ours."""
    manifest = Manifest(Path(outdir, NAME))
    try:
        content = json.loads(manifest.path.read_text("utf-8")) if manifest.path.is_file() else None
    except (OSError, ValueError, RecursionError):  # a broken manifest: every page is written again
        return manifest
    if isinstance(content, dict) and content.get("version") == VERSION:
        manifest.old_state = str(content.get("state", ""))
        documents = content.get("documents")
        manifest.old = {str(k): str(v) for k, v in documents.items()} if isinstance(documents, dict) else {}
        pages = content.get("pages")
        for docname, names in pages.items() if isinstance(pages, dict) else ():
            manifest.old_pages[docname] = tuple(map(str, names)) if isinstance(names, list) else ()
        manifest.pages = manifest.old_pages
    return manifest
