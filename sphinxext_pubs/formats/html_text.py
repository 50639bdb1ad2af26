"""HTML in bibliographic data: the rich text of CSL-JSON, and the tags that exporters leave in BibTeX.

CSL 1.0.2 allows ``<i> <b> <sc> <sub> <sup> <span style="font-variant:small-caps">
<span class="nocase">``; we add ``<span class="math">``, ``<code>`` and ``<a href>``. A ``<`` that
begins no element known to HTML, MathML or JATS is text (``a < b``, ``<me@example.org>``).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from sphinxext_pubs.model.rich_text import EMPTY, VERBATIM, Inline, Span, SpanKind, Text, clean

#: Spans nest no deeper than this; deeper ones leave only their text.
MAX_NESTING: Final = 20

#: A tag as far as its form tells, and a character reference that ends with its semicolon.
TAG_FORM: Final = r"</?[A-Za-z][A-Za-z0-9:-]*(?:\s[^<>]*)?/?>"
ENTITY_FORM: Final = r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"

_TOKEN: Final = re.compile(f"({TAG_FORM}|{ENTITY_FORM})")
_SPACES: Final = re.compile(r"[ \t\n\r\f\v]+")
_UNSAFE_IN_ADDRESS: Final = re.compile(r"[\x00-\x20\x7f{}\\<>\"]")

_KINDS: Final[MappingProxyType[str, SpanKind]] = MappingProxyType(
    {
        "i": "italic",
        "em": "italic",
        "italic": "italic",
        "it": "italic",
        "b": "bold",
        "strong": "bold",
        "bold": "bold",
        "sc": "small-caps",
        "scp": "small-caps",
        "sub": "sub",
        "inf": "sub",
        "sup": "sup",
        "tt": "code",
        "code": "code",
        "kbd": "code",
        "samp": "code",
        "monospace": "code",
    }
)


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


#: Elements that end a line or a block: a space in running text.
_BREAKS: Final = _words(
    "address article aside blockquote br caption dd disp-formula disp-quote div dl dt h1 h2 h3 h4 h5 h6 hr li"
    " list list-item ol p pre sec section table td th title tr ul"
)

#: Other elements of HTML, MathML and JATS whose tags are left out and whose text is kept.
_OTHERS: Final = _words(
    " a abbr abstract acronym annotation annotation-xml big bdi bdo body center cite col colgroup del dfn"
    " embed"
    " ext-link figcaption figure font footer form head header html iframe img inline-formula inline-graphic"
    " input ins label link main mark mi mn mo math menclose merror mfenced mfrac mmultiscripts mover mpadded"
    " mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder"
    " munderover named-content nav nobr none noscript object overline q roman s script select semantics"
    " sans-serif small span strike styled-content style svg tbody tex-math tfoot thead time tspan u uri"
    " underline var video wbr xref"
)

_NAMESPACES: Final = ("jats:", "mml:", "m:")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: it opens or closes the element ``name``, or is a break; ``kind`` is empty for no span."""

    role: Literal["open", "close", "break"]
    name: str
    kind: SpanKind | None = None
    target: str = ""


#: What rich text is made of before its tags are paired.
Atom: TypeAlias = "str | Span | Tag"


def from_html(value: str) -> Text:
    """The rich text of a CSL-JSON string; never fails, and only ever text: nothing in it is active.

    Addresses of links are kept unchecked. Whitespace is one space, and none at either end.
    """
    if "<" not in value and "&" not in value:
        value = collapse(clean(value))
        return Text((value,)) if value else EMPTY
    atoms: list[Atom] = []
    for index, piece in enumerate(_TOKEN.split(clean(value))):
        atoms.append(token(piece) if index % 2 else piece)
    return tidy(nest(atoms))


def to_html(text: Text) -> str:
    """Rich text as a CSL-JSON string that :func:`from_html` reads back as the same text.

    Safe as HTML too, as far as addresses of links are: ``<`` is always escaped, ``&`` where a
    reference could begin.
    """
    return "".join(map(_html, text.parts))


def token(source: str) -> Atom:
    """The atom that one tag or character reference stands for; its own text where it is unknown."""
    if source.startswith("&"):
        return clean(html.unescape(source))
    return read_tag(source) or source


@lru_cache(maxsize=4096)
def read_tag(source: str) -> Tag | None:
    """The tag written as ``source``; None where its element is not known."""
    reader = _TagReader()
    reader.feed(source)
    return reader.tag


def nest(atoms: Iterable[Atom]) -> list[Inline]:
    """The atoms with each pair of tags made a span; a tag without its counterpart is left out."""
    stack: list[tuple[Tag | None, list[Inline]]] = [(None, [])]
    for atom in atoms:
        if not isinstance(atom, Tag):
            stack[-1][1].append(atom)
        elif atom.role == "break":
            stack[-1][1].append(" ")
        elif atom.role == "close":
            _close(stack, atom.name)
        elif len(stack) <= MAX_NESTING:
            stack.append((atom, []))
    _unwrap(stack, 1)
    return stack[0][1]


def tidy(parts: Iterable[Inline]) -> Text:
    """Rich text in the one form that both decoders give.

    Whitespace is collapsed, spans neither begin nor end with it, strings are joined, verbatim spans
    hold one string; empty spans, no-case spans with no letter to protect, and spans nested deeper
    than ``MAX_NESTING`` are gone.
    """
    _, inner, _ = _tidy(parts, 0)
    return Text(tuple(inner)) if inner else EMPTY


def collapse(value: str) -> str:
    """The string with each run of ASCII whitespace made one space, and none at either end."""
    return _SPACES.sub(" ", value).strip(" ")


def has_case(value: str) -> bool:
    """Whether a change of case changes the string."""
    return value.lower() != value.upper()


def address(value: str) -> str:
    """A link's target as text can carry it: without space around it, and what neither an attribute
    nor ``\\href`` can hold percent-encoded."""
    return _UNSAFE_IN_ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", clean(value.strip()))


class _TagReader(HTMLParser):
    """Reads one tag into ``tag``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tag: Tag | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = _local_name(tag)
        if name in _BREAKS:
            self.tag = Tag("break", name)
        elif name in _KINDS or name in _OTHERS:
            kind, target = _meaning(name, {key: value or "" for key, value in attrs})
            self.tag = Tag("open", name, kind, target)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = _local_name(tag)
        if name in _BREAKS:
            self.tag = Tag("break", name)
        elif name in _KINDS or name in _OTHERS:
            self.tag = Tag("close", "")

    def handle_endtag(self, tag: str) -> None:
        name = _local_name(tag)
        if name in _BREAKS:
            self.tag = Tag("break", name)
        elif name in _KINDS or name in _OTHERS:
            self.tag = Tag("close", name)


def _local_name(tag: str) -> str:
    for prefix in _NAMESPACES:
        if tag.startswith(prefix):
            return tag[len(prefix) :]
    return tag


def _meaning(name: str, attributes: dict[str, str]) -> tuple[SpanKind | None, str]:
    """The kind of span that an element makes, if any, and the address that it leads to."""
    target = address(attributes.get("href") or attributes.get("xlink:href") or "")
    if name in ("a", "ext-link", "uri") and target:
        return "link", target
    if name in ("span", "styled-content"):
        return _span_kind(attributes), ""
    return _KINDS.get(name), ""


def _span_kind(attributes: dict[str, str]) -> SpanKind | None:
    classes = attributes.get("class", "").lower().split()
    style = attributes.get("style", "").lower()
    if "nocase" in classes:
        return "no-case"
    if "math" in classes:
        return "math"
    if "small-caps" in style or "smallcaps" in classes or "small-caps" in classes:
        return "small-caps"
    return None


def _close(stack: list[tuple[Tag | None, list[Inline]]], name: str) -> None:
    """Close the innermost open element of this name; elements left open within it are no markup."""
    depth = next((at for at in range(len(stack) - 1, 0, -1) if _name(stack[at][0]) == name), 0)
    if not depth:
        return
    _unwrap(stack, depth + 1)
    tag, content = stack.pop()
    if tag is not None and tag.kind is not None:
        stack[-1][1].append(Span(tag.kind, tuple(content), tag.target))
    else:
        stack[-1][1].extend(content)


def _name(tag: Tag | None) -> str:
    return tag.name if tag is not None else ""


def _unwrap(stack: list[tuple[Tag | None, list[Inline]]], depth: int) -> None:
    while len(stack) > depth:
        _, content = stack.pop()
        stack[-1][1].extend(content)


_Tidied: TypeAlias = "tuple[bool, list[Inline], bool]"


def _tidy(parts: Iterable[Inline], depth: int) -> _Tidied:
    """The parts without space at either end, and whether there was any."""
    inner: list[Inline] = []
    before = space = False
    for part in _joined(parts):
        lead, items, trail = _string(part) if isinstance(part, str) else _span(part, depth)
        space = space or lead
        if items and space and inner:
            inner.append(" ")
        elif items and space:
            before = True
        inner.extend(items)
        space = trail if items else space or trail
    return before or (space and not inner), _joined(inner), space


def _joined(parts: Iterable[Inline]) -> list[Inline]:
    """Neighbouring strings joined; linear, however many there are."""
    joined: list[Inline] = []
    run: list[str] = []
    for part in parts:
        if isinstance(part, str):
            run.append(part)
            continue
        if run:
            joined.append("".join(run))
            run = []
        joined.append(part)
    return [*joined, "".join(run)] if run else joined


def _string(value: str) -> _Tidied:
    value = _SPACES.sub(" ", value)
    core = value.strip(" ")
    return value.startswith(" "), [core] if core else [], value.endswith(" ")


def _span(span: Span, depth: int) -> _Tidied:
    if span.kind in VERBATIM:
        return _verbatim(span) if depth < MAX_NESTING else _string(str(Text(span.content)))
    lead, inner, trail = _tidy(span.content, depth + 1)
    if not inner or depth >= MAX_NESTING or _is_one(inner, span.kind):
        return lead, inner, trail
    if span.kind == "no-case" and not any(map(_has_case, inner)):
        return lead, inner, trail
    return lead, [Span(span.kind, tuple(inner), span.target)], trail


def _has_case(part: Inline) -> bool:
    """Whether there is a capital or small letter that a change of case would touch."""
    if isinstance(part, str):
        return has_case(part)
    return part.kind not in VERBATIM and any(map(_has_case, part.content))


def _is_one(inner: Sequence[Inline], kind: SpanKind) -> bool:
    """Whether all the content is one span of this kind already (``{{BERT}}``)."""
    return kind != "link" and len(inner) == 1 and isinstance(inner[0], Span) and inner[0].kind == kind


def _verbatim(span: Span) -> _Tidied:
    lead, inner, trail = _string(str(Text(span.content)))
    source = str(inner[0]) if inner else ""
    if span.kind == "math":
        lead, source, trail = False, _whole_source(source), False
    return lead, [Span(span.kind, (source,))] if source else [], trail


def _whole_source(source: str) -> str:
    """LaTeX source without the half of a control space that trimming leaves at its end."""
    while (len(source) - len(source.rstrip("\\"))) % 2:
        source = source[:-1].rstrip(" ")
    return source


_WRITTEN: Final[MappingProxyType[SpanKind, tuple[str, str]]] = MappingProxyType(
    {
        "italic": ("<i>", "</i>"),
        "bold": ("<b>", "</b>"),
        "small-caps": ('<span style="font-variant:small-caps;">', "</span>"),
        "sub": ("<sub>", "</sub>"),
        "sup": ("<sup>", "</sup>"),
        "no-case": ('<span class="nocase">', "</span>"),
        "math": ('<span class="math">', "</span>"),
        "code": ("<code>", "</code>"),
    }
)


def _html(part: Inline) -> str:
    if isinstance(part, str):
        return _AMPERSAND.sub("&amp;", part).replace("<", "&lt;")
    inner = "".join(map(_html, part.content))
    if part.kind == "link":
        return f'<a href="{html.escape(part.target)}">{inner}</a>'
    before, after = _WRITTEN[part.kind]
    return before + inner + after


_AMPERSAND: Final = re.compile(r"&(?=[#A-Za-z])")
