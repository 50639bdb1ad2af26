"""The entries of Hayagriva, the bibliographies of Typst, as items of CSL-JSON.

An entry contains the journal or book that it is in as its ``parent``, which may have a parent, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: Types of an entry and of its parent → CSL types; an empty parent is any other.
_TYPES = {
    ("article", "periodical"): "article-journal",
    ("article", "newspaper"): "article-newspaper",
    ("article", "proceedings"): "paper-conference",
    ("article", "conference"): "paper-conference",
    ("article", "blog"): "post-weblog",
    ("article", ""): "article-journal",
    ("chapter", ""): "chapter",
    ("entry", ""): "entry",
    ("anthos", ""): "chapter",
    ("anthology", ""): "book",
    ("proceedings", ""): "book",
    ("reference", ""): "book",
    ("book", ""): "book",
    ("web", ""): "webpage",
    ("repository", ""): "software",
    ("thread", ""): "post",
    ("video", ""): "motion_picture",
    ("audio", ""): "song",
    ("artwork", ""): "graphic",
    ("case", ""): "legal_case",
    ("misc", ""): "document",
}
#: Members that are those of the parent if the entry lacks them.
_INHERITED = ("volume", "issue", "publisher", "location", "date", "editor", "edition", "serial-number")
_NUMBERS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID", "arxiv": "arxiv"}
_RENAMED = {
    "page-range": "page",
    "page-total": "number-of-pages",
    "date": "issued",
    "location": "publisher-place",
}


def hayagriva_item(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the item of an entry; nothing is raised."""
    parents = list(_parents(entry))
    item = {_RENAMED.get(name, name): value for name, value in entry.items() if name not in ("parent", "url")}
    for parent in parents:
        for name in _INHERITED:
            if name in parent:
                item.setdefault(_RENAMED.get(name, name), parent[name])
    if parents:
        item["container-title"] = _value(parents[0].get("title"))
    kind, parent_kind = _kind(entry), _kind(parents[0]) if parents else ""
    item["type"] = _TYPES.get((kind, parent_kind)) or _TYPES.get((kind, "")) or kind
    item["title"] = _value(entry.get("title"))
    publisher = item.get("publisher")
    if isinstance(publisher, Mapping):
        item["publisher"] = publisher.get("name")
        item.setdefault("publisher-place", publisher.get("location"))
    url = entry.get("url")
    item["URL"] = _value(url)
    if isinstance(url, Mapping):
        item["accessed"] = url.get("date")
    numbers = item.pop("serial-number", None)
    if isinstance(numbers, Mapping):
        item |= {name: numbers[number] for number, name in _NUMBERS.items() if number in numbers}
    elif numbers is not None:
        item["number"] = numbers
    return {name: value for name, value in item.items() if value is not None}


def _parents(entry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the parent of an entry, and the parents of that, at most three."""
    for _ in range(3):
        parent = entry.get("parent")
        parent = parent[0] if isinstance(parent, list) and parent else parent
        if not isinstance(parent, Mapping):
            return
        yield parent
        entry = parent


def _kind(entry: Mapping[str, Any]) -> str:
    return str(entry.get("type") or "").lower()


def _value(value: Any) -> Any:
    """Return a text, which may be an object with ``value``."""
    return value.get("value") if isinstance(value, Mapping) else value
