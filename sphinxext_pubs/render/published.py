"""The BibTeX of an entry without private data."""

from __future__ import annotations

import re
from collections.abc import Collection

from sphinxext_pubs.formats.bibtex import writer
from sphinxext_pubs.formats.bibtex.fields import field_of
from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Publication


def private_targets(publication: Publication, schemes: Collection[str]) -> set[str]:
    """Return the private link targets of a publication: local paths, and URLs of other schemes."""
    targets = [publication.url, *(link.target for link in publication.links)]
    return {target for target in targets if target and links.safe_url(target, schemes) is None}


def private_fields(publication: Publication, private: Collection[str]) -> set[str]:
    """Return the source fields that contain one of these targets, ignoring LaTeX markup."""
    targets = {_strip_latex(target): target for target in private}
    absolute = {stripped for stripped, target in targets.items() if _ABSOLUTE.match(target)}
    private_names = set()
    for name, value in publication.source_fields:
        field = field_of(name.lower())
        candidates = targets if field.kind == "link" or field.target == "url" else absolute
        stripped_value = _strip_latex(value)
        if value.strip() in private or any(target and target in stripped_value for target in candidates):
            private_names.add(name)
    return private_names


#: An absolute path or URL, recognizable anywhere in a text; others (*a.pdf*) may be ordinary words.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\~]")


def _strip_latex(value: str) -> str:
    return re.sub(r"[\\{}\s]", "", value)


def public_bibtex(publication: Publication, schemes: Collection[str], bibtex: str = "bibtex") -> str:
    """Return the entry in BibTeX or in ``biblatex``, without local paths and URLs of other schemes."""
    private = private_targets(publication, schemes)
    excluded = private_fields(publication, private) if private else ()
    write = writer.write_biblatex if bibtex == "biblatex" else writer.write
    return write((publication,), excluded).strip()
