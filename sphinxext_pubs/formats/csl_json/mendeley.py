"""The documents of Mendeley's API as items of CSL-JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Types that other programs name in another way.
_TYPES = {"journal": "article-journal", "conference_proceedings": "paper-conference"}
_IDENTIFIERS = {"doi": "DOI", "pmid": "PMID", "isbn": "ISBN", "issn": "ISSN", "arxiv": "arxiv"}


def mendeley_item(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the item of a document; nothing is raised."""
    item = {
        name: value for name, value in record.items() if name not in ("identifiers", "source", "websites")
    }
    item["type"] = _TYPES.get(str(record.get("type")), record.get("type"))
    item["container-title"] = record.get("source")
    websites = record.get("websites")
    item["URL"] = websites[0] if isinstance(websites, list) and websites else None
    if item["URL"]:
        item.pop("link", None)
    identifiers = record.get("identifiers")
    if isinstance(identifiers, Mapping):
        item |= {ours: identifiers[name] for name, ours in _IDENTIFIERS.items() if identifiers.get(name)}
    return {name: value for name, value in item.items() if value is not None}
