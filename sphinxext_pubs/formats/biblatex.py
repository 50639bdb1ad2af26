"""BibLaTeX: written with its own fields and dates, read like BibTeX."""

from __future__ import annotations

from sphinxext_pubs.formats.bibtex.codec import read
from sphinxext_pubs.formats.bibtex.writer import write_biblatex as write

__all__ = ["read", "write"]
