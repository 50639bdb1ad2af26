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


def _greek_references() -> Iterator[tuple[str, str]]:
    """Yield the names of the entities of ISO 8879 (ISOgrk1), and those of HTML."""
    rows = zip(
        [
            "a",
            "b",
            "g",
            "d",
            "e",
            "z",
            "ee",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "ph",
            "kh",
            "ps",
            "oh",
        ],
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "omicron",
            "pi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
        ],
        strict=True,
    )
    for short, name in rows:
        yield f"&{short}gr;", f"&{name};"
        yield f"&{short.upper()}gr;", f"&{name.capitalize()};"


#: ``&ohgr;``, as ACM and other users of SGML write it.
_GREEK_REFERENCES: Final = MappingProxyType(dict(_greek_references()))

#: Characters that the Web of Science writes as names.
NAMED_SIGNS: Final = MappingProxyType({"<middle dot>": "·"})
