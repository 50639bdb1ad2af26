"""Styles of references by name, ours or CSL's, and where their files are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES, Labeler

if TYPE_CHECKING:
    from sphinxext_pubs.citations.csl.style import CslStyle


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How a list of references is sorted and labelled; ``csl`` is what writes its entries, if not we."""

    sort: str
    labels: Labeler | None
    csl: CslStyle | None = None


def style_of(name: str, directory: Path, root: Path | None = None) -> ListStyle:
    """The style of this name, or of a file relative to ``directory``; raises StyleError for none.

    ``root`` is the folder that the file has to be in, if a document names it.
    """
    if name in BUILTIN_STYLES:
        own = BUILTIN_STYLES[name]
        return ListStyle(own.sort, own.labels)
    from sphinxext_pubs.citations.csl.style import find_style

    csl = find_style(name, directory, root)
    own = BUILTIN_STYLES[csl.labels]
    sorted_by_name = csl.sorts or own.labels is None
    return ListStyle(BUILTIN_STYLES["author-year"].sort if sorted_by_name else own.sort, own.labels, csl)


def usable_style(name: str, directory: Path, engine: str, root: Path | None = None) -> ListStyle:
    """As :func:`style_of`; a CSL style without an engine that can write it raises StyleError too."""
    style = style_of(name, directory, root)
    if style.csl is not None:
        from sphinxext_pubs.citations.csl.engines import choose_engine
        from sphinxext_pubs.citations.csl.style import INSTALL_CSL, StyleError

        if choose_engine(engine) is None:
            if engine == "pandoc":
                raise StyleError("pandoc, the project's engine for CSL styles, is not installed")
            raise StyleError("no engine for CSL styles is installed", INSTALL_CSL)
    return style


@dataclass(frozen=True, slots=True)
class StyleFolders:
    """The folders of style files: ``conf`` is that of ``conf.py``, ``source`` the source directory."""

    conf: Path = Path()
    source: Path = Path()

    def dependency(self, name: str) -> str:
        """Return the file that a document names as a style, relative to the source directory, or nothing."""
        from sphinxext_pubs.citations.csl.style import is_inside, is_path

        path = self.source / name
        return os.path.relpath(path, self.source) if is_path(name) and is_inside(path, self.source) else ""

    def from_conf(self, name: str) -> str:
        """Return a document's style (files relative to the source directory) as ``conf.py`` names it."""
        from sphinxext_pubs.citations.csl.style import is_path

        if name in BUILTIN_STYLES or self.conf == self.source or not is_path(name):
            return name
        return Path(os.path.relpath(self.source / name, self.conf)).as_posix()
