"""Recognizing arXiv IDs and preprints in addresses, journals and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ARXIV_ID = re.compile(
    r"(?i)(?<![\w.-])(\d{4}\.\d{4,5}(?:v\d{1,3})?|[a-z-]{2,12}(?:\.[a-z]{2})?/\d{7}(?:v\d{1,3})?)(?!\w)"
)
#: CSL types that an unpublished arXiv paper may have in the data; it becomes CSL's ``article``, a preprint.
_PREPRINTS = frozenset({"article-journal", "document", "webpage", "manuscript"})
#: Names of preprint servers in the field for the journal.
_ARCHIVE = re.compile(r"(?i)\s*(?:arxiv\b|corr\b|(?:bio|med|chem|psy)r?xiv\b|computing research repository)")


def find_arxiv_id(value: str) -> str:
    """Return the first arXiv ID in a text, or the empty string."""
    match = _ARXIV_ID.search(value)
    return match[1] if match else ""


def first_arxiv_id(values: Iterable[str]) -> str:
    """Return the first arXiv ID in those texts that mention arXiv, or the empty string."""
    for value in values:
        if ("rxiv" in value.lower() or value.startswith("abs/")) and (arxiv_id := find_arxiv_id(value)):
            return arxiv_id
    return ""


def is_preprint(csl: str, container: str, *, published: bool) -> bool:
    """True if an entry with an arXiv ID and this CSL type is only a preprint."""
    return csl in _PREPRINTS and not published and (not container or _ARCHIVE.match(container) is not None)
