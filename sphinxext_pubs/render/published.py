"""An entry's BibTeX as it may be published."""

from __future__ import annotations

from collections.abc import Collection

from sphinxext_pubs import links
from sphinxext_pubs.formats import bibtex_write
from sphinxext_pubs.model import Publication


def bibtex_of(publication: Publication, schemes: Collection[str]) -> str:
    """The entry in BibTeX; paths and addresses of other schemes stay private."""
    without: set[str] = set()
    targets = [publication.url, *(link.target for link in publication.links)]
    private = {target for target in targets if target and links.safe_url(target, schemes) is None}
    if private:
        without = {name for name, value in publication.source if value.strip() in private}
    return bibtex_write.write((publication,), without).strip()
