"""Rich text that is safe to display: only safe links, limited in depth."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sphinxext_pubs.model import links
from sphinxext_pubs.model.rich_text import VERBATIM, Inline, Span, Text, join_inline

#: Spans nested deeper than this are shown without their markup.
MAX_DEPTH = 24

_ENDS = frozenset(".!?…。？！")
_CLOSING = "\"'”’»"


def closing_period(text: object) -> str:
    """Return the period to end a sentence with this text, or empty if its last character ends it.

    A sentence in parentheses has its own; parentheses in a sentence do not end it.
    """
    words = str(text).strip()
    if words.startswith("("):
        words = words.rstrip(")")
    return "" if words.rstrip(_CLOSING)[-1:] in _ENDS else "."


def safe_text(text: Text, schemes: Collection[str], *, bare: bool = False) -> Text:
    """Return the text with safe links only, limited in depth; ``bare`` also links bare URLs.

    Without schemes all links are removed, as required for a text inside a link.
    """
    parts = text.parts
    if len(parts) == 1 and isinstance(parts[0], str) and not (bare and "://" in parts[0]):
        return text
    return Text(join_inline(_safe_parts(parts, schemes, bare, 0)))


def _safe_parts(
    parts: Iterable[Inline], schemes: Collection[str], bare: bool, depth: int
) -> Iterator[Inline]:
    for part in parts:
        if isinstance(part, str):
            yield from _bare_links(part, schemes) if bare and "://" in part else (part,)
        elif part.kind in VERBATIM:
            yield part
        elif depth >= MAX_DEPTH:
            yield str(Text((part,)))
        elif part.kind != "link":
            yield Span(part.kind, join_inline(_safe_parts(part.content, schemes, bare, depth + 1)))
        else:
            yield from _link(part, schemes, depth)


def _link(span: Span, schemes: Collection[str], depth: int) -> Iterator[Inline]:
    """Yield a link without nested links, or only its content if the target is rejected."""
    href = links.safe_url(span.target, schemes) if schemes else None
    content = _safe_parts(span.content, (), False, depth + 1)
    if href:
        yield Span("link", join_inline(content), href)
    else:
        yield from content


def _bare_links(value: str, schemes: Collection[str]) -> Iterator[Inline]:
    # Most of an abstract precedes its first URL: begin with the character before "https".
    position = max(value.find("://") - 6, 0)
    yield value[:position]
    value, position = value[position:], 0
    for start, end in links.find_links(value):
        href = links.safe_url(value[start:end], schemes)
        if href:
            yield value[position:start]
            yield Span("link", (value[start:end],), href)
            position = end
    yield value[position:]
