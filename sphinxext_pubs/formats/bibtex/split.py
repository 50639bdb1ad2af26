"""bibtexparser's splitter as this package uses it: text in, blocks out, nothing logged."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

LOGGER = "bibtexparser.splitter"

#: The text that is given to the splitter at a time, in characters, if it can be cut there.
PIECE = 50_000
#: More ``@`` than this in five such pieces are no entries.
CROWDED = 10_000

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
        library = Splitter(text).split()
    finally:
        logger.disabled = disabled
    # A failure's traceback leads back to the library that holds the failure, a circle that would stay.
    for failed in library.failed_blocks:
        failed.error.with_traceback(None)
    blocks: list[Any] = library.blocks
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
    if match := _BETWEEN_LINES.search(text, near, far):
        return match.end()
    # Where the splitter would make more failures than fit in memory, the text is cut anywhere.
    if text.count("@", start, far) > CROWDED:
        match = _ANYWHERE.search(text, near, far)
        return match.end() if match else min(far, len(text))
    match = _BETWEEN_LINES.search(text, far)
    return match.end() if match else len(text)


def unwrap(block: Any) -> Any:
    """The entry or ``@string`` in a block, also one whose key or field is repeated; else ``None``."""
    block = getattr(block, "ignore_error_block", block)
    return block if hasattr(block, "key") else None


def is_field_name(name: str) -> bool:
    """Whether BibTeX takes this as the name of a field."""
    return _FIELD_NAME.match(name) is not None
