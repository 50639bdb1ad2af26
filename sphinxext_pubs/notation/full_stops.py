"""The full stop at the end of a title, which PubMed and others add and references have anyway."""

from __future__ import annotations

from sphinxext_pubs.model.rich_text import Inline, Span, Text, join_inline


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Abbreviations at the end of titles.
_ABBREVIATIONS = _words(
    """al bros ca cf cie co corp dept dir ed eds esp etc fig hrsg inc jr lett llc ltd math mr mrs ms no nr phd
    phys proc prof pp ref rev sci sp spp sr ssp st subsp trans univ usw viz vol vols vs"""
)


def without_full_stop(title: Text, *, is_added: bool = False) -> Text:
    """Return a title without its final full stop, unless it belongs to an abbreviation or an ellipsis.

    A reference has its own full stop after the title, so only abbreviations need one: words with another
    full stop (``U.S.``) and those of a list; also single letters and titles of at most two words, unless the
    program that wrote the title is known to add a full stop (``is_added``).
    """
    words = str(title).split()
    last = words[-1].strip("([\"'“‘").removesuffix(".") if words else ""
    is_short = not is_added and (len(words) < 3 or len(last) < 2)
    is_kept = is_short or "." in last or last.lower() in _ABBREVIATIONS
    return title if is_kept or str(title).endswith("..") else Text(_drop_stop(title.parts))


def _drop_stop(parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the parts without the full stop at their end, which can be in protected text."""
    *before, last = parts or ("",)
    if isinstance(last, str):
        return join_inline((*before, last.removesuffix(".").rstrip(" ")))
    if last.kind != "no-case":
        return parts
    return (*before, Span(last.kind, _drop_stop(last.content)))
