"""References in Markdown (CommonMark), as items of a list; only written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Inline, Text
from sphinxext_pubs.render.references_text import reference

_MARKERS = {"italic": "*", "bold": "**"}


def write(publications: Iterable[Publication]) -> str:
    """Return a list item for each publication."""
    return "".join(f"- {_markdown(reference(paper))}\n" for paper in publications)


def _markdown(text: Text) -> str:
    return " ".join("".join(map(_part, text.parts)).split())


#: A URL that contains no Markdown syntax, without trailing punctuation.
_ADDRESS = re.compile(r"(https?://[^\s<>()\[\]{}\"'`*\\|&$]+(?<![.,;:!?_]))")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&$|~]")


def _part(part: Inline) -> str:
    """Return a part of a text; markup and HTML in the data are escaped."""
    if isinstance(part, str):
        pieces = _ADDRESS.split(part)  # every second piece is a URL
        return "".join(
            piece if index % 2 else _SPECIAL.sub(r"\\\g<0>", piece) for index, piece in enumerate(pieces)
        )
    if part.kind == "math":
        return f"${str(Text(part.content)).replace('$', '')}$"
    if part.kind == "code":
        return _code(" ".join(str(Text(part.content)).split()))
    inner = "".join(map(_part, part.content))
    return f"{_MARKERS.get(part.kind, '')}{inner}{_MARKERS.get(part.kind, '')}"


def _code(text: str) -> str:
    """Return code between more backticks than it contains in a row."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"
