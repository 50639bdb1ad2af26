"""References in plain text, one on each line; only written."""

from __future__ import annotations

from collections.abc import Iterable

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Text
from sphinxext_pubs.render.citation_forms import reference_sentences
from sphinxext_pubs.render.safe_text import closing_period


def write(publications: Iterable[Publication]) -> str:
    """Return a line for each publication."""
    return "".join(f"{' '.join(plain_text(reference(paper)).split())}\n" for paper in publications)


def reference(paper: Publication) -> Text:
    """Return the full reference with the address of a paper."""
    sentences = reference_sentences(Cited(paper), details=True)
    address = links.doi_url(paper.doi) if paper.doi else links.safe_url(paper.url)
    more = [f" {address}"] if address else []
    period = closing_period(str(sentences))
    return Text((*sentences.parts, period, *more) if period else (*sentences.parts, *more))
