"""The numbers of arXiv, in fields of their own and in addresses, journals and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(
    r"(?i)(?<![\w.-])(\d{4}\.\d{4,5}(?:v\d{1,3})?|[a-z-]{2,12}(?:\.[a-z]{2})?/\d{7}(?:v\d{1,3})?)(?!\w)"
)
#: CSL types that an arXiv paper without a journal has; with them it is CSL's ``article``, a preprint.
_PREPRINTS = frozenset({"article-journal", "document", "webpage", "manuscript"})
#: Journals that are only archives of preprints.
_ARCHIVE = re.compile(r"(?i)\s*(?:arxiv\b|corr\b|(?:bio|med|chem|psy)r?xiv\b|computing research repository)")


def number_in(value: str) -> str:
    """The number in a text that holds one; empty for none."""
    found = _NUMBER.search(value)
    return found[1] if found else ""


def number_among(values: Iterable[str]) -> str:
    """The first number in texts that speak of arXiv; empty for none."""
    for value in values:
        if ("rxiv" in value.lower() or value.startswith("abs/")) and (number := number_in(value)):
            return number
    return ""


def is_preprint(csl: str, container: str, *, published: bool) -> bool:
    """Whether an entry in an archive, of this CSL type, is no more than that."""
    return csl in _PREPRINTS and not published and (not container or _ARCHIVE.match(container) is not None)
