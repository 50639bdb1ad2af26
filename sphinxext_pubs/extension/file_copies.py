"""Copies of local files in the output folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from filecmp import cmp
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.builders import splits
from sphinxext_pubs.library.atomic import replacing
from sphinxext_pubs.project.local_files import public_path
from sphinxext_pubs.project.published_files import linked_files
from sphinxext_pubs.project.record_files import is_file

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.project.project import Project


def has_outdated_copies(
    app: Sphinx, project: Project, seen: Mapping[str, bool], page_copies: Mapping[str, str]
) -> bool:
    """True if a local file that pages link to differs from its copy in the output folder.

    Sphinx copies files only when it writes at least one page. ``seen`` maps the paths in the data to whether
    they exist, ``page_copies`` the copies next to generated pages to the paths of the originals.
    """
    if not splits(app.builder):
        return False
    root, outdir = Path(app.srcdir).resolve(), Path(app.outdir)
    for copy_name, path in page_copies.items():
        if is_file(root / path) and not _are_identical(root / path, outdir / copy_name):
            return True
    names = type(app.env.dlfiles)()
    paths = (public_path(root / candidate, root) for candidate, exists in seen.items() if exists)
    copies = {path: outdir / "_downloads" / names.add_file("", path) for path in paths if path}
    outdated = {
        path for path, copy in copies.items() if copy.is_file() and not _are_identical(root / path, copy)
    }
    return bool(outdated) and not outdated.isdisjoint(linked_files(project))


def _are_identical(path: Path, copy: Path) -> bool:
    """True if both files can be read and are identical."""
    try:
        return cmp(path, copy)
    except (OSError, ValueError):  # also a name that the operating system does not allow
        return False


def copy_file(path: Path, copy: Path) -> None:
    """Copy a file with its modification time, unless the copy is identical; raises OSError if it fails."""
    if not _are_identical(path, copy):
        with replacing(copy) as temporary:  # the old copy may be read-only
            shutil.copy2(path, temporary)
