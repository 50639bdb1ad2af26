"""The functions of the format in the table of formats."""

from __future__ import annotations

from sphinxext_pubs.formats.endnote_xml.read import read
from sphinxext_pubs.formats.endnote_xml.write import write

__all__ = ("read", "write")
