"""Reference styles by name, built-in or CSL, and the folders of their files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES, Labeler

if TYPE_CHECKING:
    from sphinxext_pubs.citations.csl.style import CslStyle
    from sphinxext_pubs.model.publication import Publication


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How a list of references is sorted and labeled; ``csl`` is the style of its entries unless built-in."""

    sort: str
    labels: Labeler | None
    csl: CslStyle | None = None

    def entry_labels(self, papers: Sequence[Publication], prefix: str = "") -> list[str]:
        """Return the label of each paper in a list of references, empty in styles without labels."""
        return [f"{prefix}{label}" for label in self.labels(papers)] if self.labels else [""] * len(papers)


def find_list_style(name: str, directory: Path, root: Path | None = None) -> ListStyle:
    """Return a style by name or by file relative to ``directory``; raises StyleError if it is unknown.

    ``root`` is the folder that must contain the file, if a document names it.
    """
    if name in BUILTIN_STYLES:
        builtin = BUILTIN_STYLES[name]
        return ListStyle(builtin.sort, builtin.labels)
    from sphinxext_pubs.citations.csl.style import find_style  # only for CSL styles

    csl = find_style(name, directory, root)
    builtin = BUILTIN_STYLES[csl.labels]
    if csl.sort:
        sort = ", ".join(dict.fromkeys((*csl.sort, "title")))
    else:
        sort = builtin.sort if builtin.labels is not None else BUILTIN_STYLES["author-year"].sort
    return ListStyle(sort, builtin.labels, csl)


def usable_style(name: str, directory: Path, root: Path | None = None) -> ListStyle:
    """Return a style as :func:`find_list_style`; also raises StyleError if no engine is installed."""
    style = find_list_style(name, directory, root)
    if style.csl is not None:
        from sphinxext_pubs.citations.csl.pandoc import find_pandoc  # only for CSL styles
        from sphinxext_pubs.citations.csl.style import INSTALL_CSL, StyleError

        if find_pandoc() is None:
            raise StyleError(f"the CSL style “{name}” needs pandoc, which is not installed", INSTALL_CSL)
    return style


@dataclass(frozen=True, slots=True)
class StyleFolders:
    """The folders of style files: ``conf`` contains ``conf.py``, ``source`` is the source directory."""

    conf: Path = Path()
    source: Path = Path()

    def dependency(self, name: str) -> str:
        """Return the file of a document's style relative to the source directory, or an empty string."""
        from sphinxext_pubs.citations.csl.style import is_inside, is_path  # only if a list has a style

        path = self.source / name
        return os.path.relpath(path, self.source) if is_path(name) and is_inside(path, self.source) else ""

    def from_conf(self, name: str) -> str:
        """Return a document's style, with a file relative to the folder of ``conf.py``."""
        from sphinxext_pubs.citations.csl.style import is_path  # only if a list has a style

        if name in BUILTIN_STYLES or self.conf == self.source or not is_path(name):
            return name
        return Path(os.path.relpath(self.source / name, self.conf)).as_posix()
