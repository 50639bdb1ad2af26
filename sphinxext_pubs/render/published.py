"""An entry's BibTeX as it may be published."""

from __future__ import annotations

import re
from collections.abc import Collection

from sphinxext_pubs.formats.bibtex import writer
from sphinxext_pubs.formats.bibtex.fields import field_of
from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Publication


def private_targets(publication: Publication, schemes: Collection[str]) -> set[str]:
    """The addresses of a publication that are nobody's business: local paths, and other schemes."""
    targets = [publication.url, *(link.target for link in publication.links)]
    return {target for target in targets if target and links.safe_url(target, schemes) is None}


def private_fields(publication: Publication, private: Collection[str]) -> set[str]:
    """The fields of the source that hold one of these addresses, whatever LaTeX it is written in."""
    bare = {_strip_latex(target): target for target in private}
    whole = {each for each, target in bare.items() if _ABSOLUTE.match(target)}
    found = set()
    for name, value in publication.source:
        field = field_of(name.lower())
        within = bare if field.kind == "link" or field.target == "url" else whole
        written = _strip_latex(value)
        if value.strip() in private or any(each and each in written for each in within):
            found.add(name)
    return found


#: A path or an address that is one wherever it stands; others (*a.pdf*) may be words of a text.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\~]")


def _strip_latex(value: str) -> str:
    return re.sub(r"[\\{}\s]", "", value)


def public_bibtex(publication: Publication, schemes: Collection[str]) -> str:
    """The entry in BibTeX; paths and addresses of other schemes stay private."""
    private = private_targets(publication, schemes)
    without = private_fields(publication, private) if private else ()
    return writer.write((publication,), without).strip()
