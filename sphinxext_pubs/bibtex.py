"""The extension ``sphinxext_pubs.bibtex``: replaces sphinxcontrib-bibtex and reads its settings."""

from __future__ import annotations

from sphinxext_pubs.extension.compat_bibtex import setup

__all__ = ["setup"]
