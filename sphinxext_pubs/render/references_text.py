"""References in plain text, one on each line; only written."""

from __future__ import annotations

from collections.abc import Iterable

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model.links import WEB_SCHEMES
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Text
from sphinxext_pubs.render.references import full_reference
from sphinxext_pubs.render.safe_text import safe_text


def write(publications: Iterable[Publication]) -> str:
    """Return a line for each publication."""
    return "".join(f"{' '.join(plain_text(reference(paper)).split())}\n" for paper in publications)


def reference(paper: Publication) -> Text:
    """Return the full reference with the address of a paper."""
    return safe_text(full_reference(Cited(paper)), WEB_SCHEMES)
