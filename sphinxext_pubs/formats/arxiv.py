"""Recognizing arXiv IDs and preprints in addresses, journals and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sphinxext_pubs.notation.identifiers import has_preprint_doi, is_preprint_server

_ARXIV_ID = re.compile(
    r"(?i)(?<![\w.-])(\d{4}\.\d{4,5}(?:v\d{1,3})?|[a-z-]{2,12}(?:\.[a-z]{2})?/\d{7}(?:v\d{1,3})?)(?!\w)"
)
#: CSL types that an unpublished arXiv paper may have in the data; it becomes CSL's ``article``, a preprint.
PREPRINT_TYPES = frozenset({"article-journal", "document", "webpage", "manuscript"})
_BRACES = re.compile("[{}]")
#: The beginning of values that mention arXiv itself, not PsyArXiv and the like.
_MENTION = re.compile(r"(?i)(?<![a-z])arxiv|^abs/")


def find_arxiv_id(value: str) -> str:
    """Return the first arXiv ID in a text, or the empty string."""
    match = _ARXIV_ID.search(value)
    return match[1] if match else ""


def first_arxiv_id(values: Iterable[str], *, is_corr: bool = False) -> str:
    """Return the first arXiv ID in those texts that mention arXiv, or the empty string.

    In an entry of CoRR (``is_corr``), volume and number may be an ID alone.
    """
    values = list(values)
    text = "\n".join(values)
    if not is_corr and "rxiv" not in text.lower() and "{" not in text and "abs/" not in text:
        return ""
    for value in values:
        if (is_corr or _mentions_arxiv(value)) and (arxiv_id := find_arxiv_id(value)):
            return arxiv_id
    return ""


def _mentions_arxiv(value: str) -> bool:
    if "rxiv" not in value.lower() and not value.startswith("abs/"):
        return "{" in value and _MENTION.search(_BRACES.sub("", value)) is not None
    return _MENTION.search(_BRACES.sub("", value)) is not None


def is_preprint(csl: str, *, container: str, publisher: str, doi: str, in_archive: bool) -> bool:
    """True if an entry of this CSL type is only a preprint.

    Its journal is a preprint server, or it has none, but a DOI of a server or an eprint of one
    (``in_archive``) and no other publisher.
    """
    if csl not in PREPRINT_TYPES:
        return False
    if container:
        return is_preprint_server(container)
    return has_preprint_doi(doi) or (in_archive and (not publisher or is_preprint_server(publisher)))
