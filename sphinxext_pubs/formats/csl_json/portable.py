"""Items of CSL-JSON for other programs: as in the schema of CSL 1.0.2, and with the markup that they read.

Values that other programs cannot read without loss are under ``custom`` as well, for this package:
``markup`` has texts in the markup of ``html_text``, ``keyword`` a list of keywords with commas, and ``added``
the names of members that were derived from others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sphinxext_pubs.formats.csl_json.markup import to_markup
from sphinxext_pubs.formats.html_text import from_html

#: Variables of CSL 1.0.2 → their names in its JSON schema.
_SCHEMA_NAMES = {
    "part-number": "part",
    "printing-number": "printing",
    "supplement-number": "supplement",
}
_VERBATIM = frozenset({"id", "type", "DOI", "URL", "ISBN", "ISSN", "PMID", "PMCID"})
#: Types that a paper may have which is only on arXiv.
_PREPRINTS = frozenset({"article", "article-journal", "manuscript", "document", "report", "webpage"})


def portable_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item as other programs read it, from that of :func:`~.items.to_item`."""
    custom = dict(item.get("custom") or {})
    result: dict[str, Any] = {}
    markup: dict[str, str] = {}
    for name, value in item.items():
        if name == "custom":
            continue
        written = value
        if name == "keyword" and isinstance(value, list):
            custom["keyword"], written = value, ", ".join(value)
        elif isinstance(value, str) and name not in _VERBATIM:
            written = _portable_text(value)
            if written != value and from_html(written) != from_html(value):
                markup[name] = value
        result[_SCHEMA_NAMES.get(name, name)] = written
    if markup:
        custom["markup"] = markup
    if added := dict(_arxiv_members(result, custom)):
        result |= added
        custom["added"] = list(added)
    return result | {"custom": custom} if custom else result


def _portable_text(value: str) -> str:
    return to_markup(from_html(value)) if "<" in value or "&" in value else value


def _arxiv_members(item: Mapping[str, Any], custom: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the members for a paper on arXiv that lack in its item, as Zotero writes preprints."""
    arxiv = custom.get("arxiv")
    if not isinstance(arxiv, str) or not arxiv:
        return
    if not item.get("URL") and not item.get("DOI"):
        yield "URL", f"https://arxiv.org/abs/{arxiv}"
    if item.get("type") in _PREPRINTS and not (item.get("container-title") or item.get("volume")):
        if not item.get("number"):
            yield "number", f"arXiv:{arxiv}"
        if not item.get("publisher"):
            yield "publisher", "arXiv"


def restored_item(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the item of which :func:`portable_item` made this one; the item itself for all others.

    A text or list that was changed since then is used as it is.
    """
    custom = item.get("custom")
    if not isinstance(custom, dict) or not custom.keys() & {"markup", "keyword", "added"}:
        return item
    rest = dict(custom)
    markup, keyword, added = (rest.pop(name, None) for name in ("markup", "keyword", "added"))
    names = added if isinstance(added, list) else []
    restored = {name: value for name, value in item.items() if name not in names}
    for name, value in markup.items() if isinstance(markup, dict) else ():
        if isinstance(value, str) and item.get(name) == _portable_text(value):
            restored[name] = value
    if isinstance(keyword, list) and item.get("keyword") == ", ".join(map(str, keyword)):
        restored["keyword"] = keyword
    return restored | {"custom": rest}
