"""bibtexparser's splitter as this package uses it: text in, blocks out, nothing logged."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

LOGGER = "bibtexparser.splitter"

#: The text that is given to the splitter at a time, in characters, if it can be cut there.
PIECE = 100_000
#: More ``@`` than this in a piece are no entries.
CROWDED = 4_000

_BETWEEN_LINES = re.compile(r"\n[ \t]*[})][ \t]*\n\s*(?=@\w*[ \t]*[{(])")
_ANYWHERE = re.compile(r"(?=@\w*[ \t]*[{(])")
_FIELD_NAME = re.compile(r"[^\W\d][^\s#\"%'(),={}]*\Z")


def split(text: str) -> list[Any]:
    """The blocks of a BibTeX text in their order; ``start_line`` counts from 0."""
    from bibtexparser.splitter import Splitter

    logger = logging.getLogger(LOGGER)
    disabled = logger.disabled
    logger.disabled = True
    try:
        blocks: list[Any] = Splitter(text).split().blocks
    finally:
        logger.disabled = disabled
    return blocks


def pieces(text: str) -> Iterator[str]:
    """The text in pieces of about :data:`PIECE` characters, cut only between entries.

    The splitter makes many objects: piece by piece they take less memory, and less time for it. What
    looks like an entry at the beginning of a line, after a closing brace, is one for the splitter too.
    """
    start = 0
    while start < len(text):
        end = _cut(text, start)
        yield text[start:end]
        start = end


def _cut(text: str, start: int) -> int:
    near, far = start + PIECE, start + 5 * PIECE
    if near >= len(text):
        return len(text)
    # A piece of which the splitter would make more failures than fit in memory is cut anywhere.
    crowded = text.count("@", start, near) > CROWDED
    for boundary in (_BETWEEN_LINES, _ANYWHERE) if crowded else (_BETWEEN_LINES,):
        if match := boundary.search(text, near, far):
            return match.end()
    match = None if crowded else _BETWEEN_LINES.search(text, far)
    return match.end() if match else min(far, len(text)) if crowded else len(text)


def unwrap(block: Any) -> Any:
    """The entry or ``@string`` in a block, also one whose key or field is repeated; else ``None``."""
    block = getattr(block, "ignore_error_block", block)
    return block if hasattr(block, "key") else None


def is_field_name(name: str) -> bool:
    """Whether BibTeX takes this as the name of a field."""
    return _FIELD_NAME.match(name) is not None
