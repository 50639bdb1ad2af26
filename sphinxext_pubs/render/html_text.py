"""Rich text as inline HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from sphinxext_pubs.model.rich_text import Inline, Span, SpanKind, Text

#: A function from LaTeX math to safe HTML.
MathWriter = Callable[[str], str]

_TAGS: dict[SpanKind, tuple[str, str]] = {
    "italic": ("<em>", "</em>"),
    "bold": ("<strong>", "</strong>"),
    "small-caps": ('<span class="pubs-small-caps">', "</span>"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
    "no-case": ("", ""),
    "code": ("<code>", "</code>"),
}


def escape(value: str) -> str:
    """Return a text escaped for HTML, as :func:`markupsafe.escape` does, but as a plain string."""
    return (
        value.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace('"', "&#34;")
    )


def math_source(tex: str) -> Markup:
    """Return LaTeX math as its source in ``<code>``, for math that cannot be converted."""
    return Markup('<code class="pubs-math">{}</code>').format(tex)


def text_to_html(text: Text, math: MathWriter = math_source) -> Markup:
    """Return rich text as inline HTML; link targets must have been checked by the view."""
    return Markup(render_text(text, math))


def render_text(text: Text, math: MathWriter) -> str:
    """Return rich text as inline HTML in a plain string."""
    parts = text.parts
    if len(parts) == 1 and isinstance(parts[0], str):
        return escape(parts[0])
    return "".join(_render_inline(parts, math))


def _render_inline(parts: Iterable[Inline], math: MathWriter) -> Iterable[str]:
    for part in parts:
        if isinstance(part, str):
            yield escape(part)
        elif part.kind == "math":
            yield math(str(Text(part.content)))
        else:
            opening, closing = _tags(part)
            yield opening
            yield from _render_inline(part.content, math)
            yield closing


def _tags(span: Span) -> tuple[str, str]:
    if span.kind == "link":
        return f'<a href="{escape(span.target)}">', "</a>"
    return _TAGS[span.kind]
