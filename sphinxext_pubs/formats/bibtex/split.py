"""Splitting BibTeX text into blocks with bibtexparser's splitter, without its logging."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

LOGGER = "bibtexparser.splitter"

#: Approximate length of the text that is passed to the splitter at once, in characters.
PIECE_LENGTH = 50_000
#: Maximum number of ``@`` in five such pieces. More of them cannot be entries.
MAX_AT_SIGNS = 10_000

_BETWEEN_LINES = re.compile(r"\n[ \t]*[})][ \t]*\n\s*(?=@\w*[ \t]*[{(])")
_ANYWHERE = re.compile(r"(?=@\w*[ \t]*[{(])")
_FIELD_NAME = re.compile(r"[^\W\d][^\s#\"%'(),={}]*\Z")


def split_blocks(text: str) -> list[Any]:
    """Return the blocks of a BibTeX text in order; their ``start_line`` counts from 0."""
    from bibtexparser.splitter import Splitter  # only if a file is parsed

    logger = logging.getLogger(LOGGER)
    disabled = logger.disabled
    logger.disabled = True
    try:
        library = Splitter(text).split()
    finally:
        logger.disabled = disabled
    # Tracebacks refer to the library, which refers to the failed blocks: a cycle that would not be freed.
    for failed in library.failed_blocks:
        failed.error.with_traceback(None)
    blocks: list[Any] = library.blocks
    return blocks


def split_pieces(
    text: str, piece_length: int = PIECE_LENGTH, max_at_signs: int = MAX_AT_SIGNS
) -> Iterator[str]:
    """Yield pieces of the text of about ``piece_length`` characters, split between entries.

    The splitter creates many objects, so that splitting piece by piece takes less memory and time. A piece
    ends after a line with a closing brace, before a line that begins like an entry.
    """
    start = 0
    while start < len(text):
        end = _piece_end(text, start, piece_length, max_at_signs)
        yield text[start:end]
        start = end


def _piece_end(text: str, start: int, piece_length: int, max_at_signs: int) -> int:
    """Return the end of the piece that begins at ``start``."""
    near, far = start + piece_length, start + 5 * piece_length
    if near >= len(text):
        return len(text)
    if match := _BETWEEN_LINES.search(text, near, far):
        return match.end()
    # For so many blocks the failures would not fit in memory, so the text is split at any block.
    if text.count("@", start, far) > max_at_signs:
        match = _ANYWHERE.search(text, near, far)
        return match.end() if match else min(far, len(text))
    match = _BETWEEN_LINES.search(text, far)
    return match.end() if match else len(text)


def unwrap(block: Any) -> Any:
    """Return the entry or ``@string`` in a block, even if a key or field is repeated, or None."""
    block = getattr(block, "ignore_error_block", block)
    return block if hasattr(block, "key") else None


def is_field_name(name: str) -> bool:
    """True if BibTeX allows this as the name of a field."""
    return _FIELD_NAME.match(name) is not None
