"""Copies of local files in the output folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from filecmp import cmp
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.builders import splits
from sphinxext_pubs.project.local_files import is_file, public_path
from sphinxext_pubs.project.published_files import linked_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.project.project import Project


def has_old_copies(
    app: Sphinx, project: Project, looked_for: Mapping[str, bool], beside: Mapping[str, str]
) -> bool:
    """True if a local file that pages link to is not the same as its copy in the output folder.

    Sphinx copies files when it writes a page, whatever page. ``looked_for`` holds the paths that the data
    names, and whether they are there; ``beside`` our own copies, each with the path of the original.
    """
    if not splits(app.builder):
        return False
    root, outdir = Path(app.srcdir).resolve(), Path(app.outdir)
    if any(is_file(root / path) and not _same(root / path, outdir / copy) for copy, path in beside.items()):
        return True
    names = type(app.env.dlfiles)()
    seen = (public_path(root / candidate, root) for candidate, there in looked_for.items() if there)
    copies = {path: outdir / "_downloads" / names.add_file("", path) for path in seen if path}
    old = {path for path, copy in copies.items() if copy.is_file() and not _same(root / path, copy)}
    return bool(old) and not old.isdisjoint(linked_files(project))


def _same(path: Path, copy: Path) -> bool:
    """True if both files can be read and are identical."""
    try:
        return cmp(path, copy)
    except OSError:
        return False


def copy_file(path: Path, copy: Path) -> None:
    """Copy a file with its time, unless the copy is identical; raises OSError if that is not possible."""
    if not _same(path, copy):
        copy.unlink(missing_ok=True)
        shutil.copy2(path, copy)
