"""bibtexparser's splitter as this package uses it: text in, blocks out, nothing logged."""

from __future__ import annotations

import logging
from typing import Any

LOGGER = "bibtexparser.splitter"


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


def unwrap(block: Any) -> Any:
    """The entry or ``@string`` in a block, also one whose key or field is repeated; else ``None``."""
    block = getattr(block, "ignore_error_block", block)
    return block if hasattr(block, "key") else None
