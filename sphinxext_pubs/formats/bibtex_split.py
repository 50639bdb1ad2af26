"""bibtexparser's splitter as this package uses it: text in, blocks out, nothing logged."""

from __future__ import annotations

import logging
import re
from typing import Any

LOGGER = "bibtexparser.splitter"

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


def unwrap(block: Any) -> Any:
    """The entry or ``@string`` in a block, also one whose key or field is repeated; else ``None``."""
    block = getattr(block, "ignore_error_block", block)
    return block if hasattr(block, "key") else None


def is_field_name(name: str) -> bool:
    """Whether BibTeX takes this as the name of a field."""
    return _FIELD_NAME.match(name) is not None
