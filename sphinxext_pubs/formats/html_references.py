"""The characters that references of HTML and SGML mean."""

from __future__ import annotations

import html
from collections.abc import Iterator
from html.entities import html5
from types import MappingProxyType
from typing import Final

from sphinxext_pubs.model.rich_text import clean


def read_reference(source: str) -> str | None:
    """Return the characters of a reference of HTML or of SGML's Greek letters, or None if it is unknown.

    The name may be capitalized, as in titles of which all words are (``R&Amp;D``).
    """
    characters = html.unescape(_GREEK_REFERENCES.get(source, source))
    if characters == source:
        return html5.get(source[1:].lower())
    return clean(characters)


#: The entities of Greek letters in ISO 8879 (ISOgrk1), each before the name of HTML's.
_GREEK: Final = (
    "a alpha b beta g gamma d delta e epsilon z zeta ee eta th theta i iota k kappa l lambda m mu "
    "n nu x xi o omicron p pi r rho s sigma t tau u upsilon ph phi kh chi ps psi oh omega"
)


def _greek_references() -> Iterator[tuple[str, str]]:
    """Yield the references of ISO 8879 to Greek letters, and those of HTML."""
    words = iter(_GREEK.split())
    for short, name in zip(words, words, strict=True):
        yield f"&{short}gr;", f"&{name};"
        yield f"&{short.upper()}gr;", f"&{name.capitalize()};"


#: ``&ohgr;``, as ACM and other users of SGML write it.
_GREEK_REFERENCES: Final = MappingProxyType(dict(_greek_references()))

#: Characters that the Web of Science writes as names.
NAMED_SIGNS: Final = MappingProxyType({"<middle dot>": "·"})
