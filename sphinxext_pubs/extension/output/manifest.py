"""The manifest of an output folder: for each document, a digest of everything that its page shows and cites.

Sphinx knows when a page's source changed, not when a paper on it did, nor that a second builder
over the same doctrees has older pages. The manifest is in the output folder as ``.pubs.json``.
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
    """The digests of an output folder: those of the last build (``old``) and of this one (``new``).

    ``state`` is a digest of everything that the digests depend on. ``written`` are the documents that this
    build wrote. ``unchanged`` is True if no document was read and none has to be written. ``pages`` are the
    continuation pages of documents.
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
        """Return the documents whose pages are outdated, sorted."""
        return sorted(docname for docname in self.new if self.old.get(docname) != self.new[docname])

    def save(self) -> None:
        """Save the manifest; an outdated page that was not written remains outdated."""
        digests = {
            docname: digest
            if docname in self.written or self.old.get(docname) == digest
            else self.old.get(docname, "")
            for docname, digest in self.new.items()
        }
        state = self.state if digests == self.new else ""
        if not digests and not self.old:
            return  # no page has a list or citation
        is_same = (state, digests, self.pages) == (self.old_state, self.old, self.old_pages)
        if is_same and self.path.exists():
            return
        content = {"version": VERSION, "state": state, "documents": dict(sorted(digests.items()))}
        if self.pages:
            content["pages"] = dict(sorted(self.pages.items()))
        temporary = self.path.with_suffix(".tmp")
        with suppress(OSError):  # without a manifest every page is written again, which is only slower
            temporary.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
            os.replace(temporary, self.path)


def read(outdir: Path) -> Manifest:
    """Return the manifest of an output folder; empty if it has none or the manifest cannot be read."""
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
