"""HTML in bibliographic data: the rich text of CSL-JSON, and the tags that exporters leave in BibTeX.

CSL 1.0.2 allows ``<i> <b> <sc> <sub> <sup> <span style="font-variant:small-caps">
<span class="nocase">``; we add ``<span class="math">``, ``<code>`` and ``<a href>``. A ``<`` that does
not begin an element of HTML, MathML or JATS is text (``a < b``, ``<me@example.org>``).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from sphinxext_pubs.formats.html_references import NAMED_SIGNS, read_reference
from sphinxext_pubs.formats.tex.math_elements import FORMULA_FORM, read_formula
from sphinxext_pubs.model.rich_text import EMPTY, VERBATIM, Inline, Span, SpanKind, Text, clean

#: Maximum nesting depth of spans. Of deeper spans, only the text is kept.
MAX_NESTING: Final = 20

#: Patterns for the syntax of a tag, and of a character reference with its semicolon.
TAG_FORM: Final = r"</?[A-Za-z][A-Za-z0-9:-]*(?:\s[^<>]*)?/?>"
ENTITY_FORM: Final = r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"

#: A comment, a processing instruction, or text in a CDATA section.
NOISE_FORM: Final = (
    r"<!--(?>(?:[^<-]+|-(?!->)|<(?!!--))*)-->|<\?[A-Za-z][^<>]*\?>"
    r"|<!\[CDATA\[(?P<cdata>(?>(?:[^\]<]+|\](?!\]>)|<(?!!\[CDATA))*))\]\]>"
)

_TOKEN: Final = re.compile(f"{FORMULA_FORM}|{TAG_FORM}|{ENTITY_FORM}|{NOISE_FORM}", re.IGNORECASE)
#: White space that is not a single space already.
_SPACES: Final = re.compile(r"[\t\n\r\f\v][ \t\n\r\f\v]*| [ \t\n\r\f\v]+")
_UNSAFE_IN_ADDRESS: Final = re.compile(r"[\x00-\x20\x7f{}\\<>\"]")

_KINDS: Final[MappingProxyType[str, SpanKind]] = MappingProxyType(
    {
        "i": "italic",
        "em": "italic",
        "italic": "italic",
        "italics": "italic",
        "it": "italic",
        "var": "italic",
        "emphasis": "italic",
        "b": "bold",
        "strong": "bold",
        "bold": "bold",
        "sc": "small-caps",
        "scp": "small-caps",
        "smallcaps": "small-caps",
        "small-caps": "small-caps",
        "sub": "sub",
        "inf": "sub",
        "subscript": "sub",
        "sup": "sup",
        "superscript": "sup",
        "tt": "code",
        "code": "code",
        "kbd": "code",
        "samp": "code",
        "monospace": "code",
    }
)


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


#: Elements that end a line or a block; they are replaced by a space.
_BREAKS: Final = _words(
    "address article aside blockquote br caption dd disp-formula disp-quote div dl dt h1 h2 h3 h4 h5 h6 hr li"
    " list list-item ol p pre sec section table td th title tr ul"
)

#: Other elements of HTML, MathML and JATS, whose tags are removed and whose text is kept.
_IGNORED_TAGS: Final = _words(
    "a abbr abstract acronym annotation annotation-xml big bdi bdo body center cite col colgroup del"
    " dfn alternatives embed equation equationsource ext-link figcaption figure font footer form formula"
    " head header hi html iframe img inline-formula inline-graphic inlineequation input ins label link"
    " main mark mi mn mo math menclose merror mfenced mfrac mmultiscripts mover mpadded mphantom"
    " mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder"
    " munderover named-content nav nobr none noscript object overline q roman s script select semantics"
    " sans-serif small span strike styled-content style svg tbody tex tex-math tfoot thead time tspan u"
    " uri underline video wbr xref"
)

_NAMESPACES: Final = frozenset({"jats", "mml", "m", "ce", "html", "xhtml", "h", "ns", "tei"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that opens or closes the element ``name``, or is a break.

    ``kind`` is the kind of span that the element becomes, if any, and ``target`` the address of a link.
    """

    role: Literal["open", "close", "break"]
    name: str
    kind: SpanKind | None = None
    target: str = ""


#: The parts of rich text before its tags are paired.
Atom: TypeAlias = "str | Span | Tag"


def from_html(value: str) -> Text:
    """Return the rich text of a CSL-JSON string; invalid markup becomes text, nothing is raised.

    Addresses of links are not checked. White space is collapsed, and removed at both ends.
    """
    if "<" not in value and "&" not in value:
        value = collapse_spaces(clean(value))
        return Text((value,)) if value else EMPTY
    return normalize(pair_tags(_parse_tokens(clean(value))))


def _parse_tokens(value: str) -> Iterator[Atom]:
    """Yield the atoms of a value: formulas, tags, characters and the text between them."""
    position = 0
    while (match := _TOKEN.search(value, position)) is not None:
        yield value[position : match.start()]
        position = match.end()
        if match["formula_name"] and (formula := read_formula(match[0])):
            yield formula
        elif match["formula_name"]:
            position = value.index(">", match.start()) + 1
            yield parse_token(value[match.start() : position])
        elif match[0].startswith(("<!", "<?")):
            yield match["cdata"] or ""
        else:
            yield parse_token(match[0])
    yield value[position:]


def to_html(text: Text) -> str:
    """Return rich text as a CSL-JSON string, the inverse of :func:`from_html`.

    It is also safe HTML if the addresses of links are: ``<`` is always escaped, ``&`` if a reference
    could begin there.
    """
    return "".join(map(_write_part, text.parts))


def parse_token(source: str) -> Atom:
    """Return the atom for a tag or character reference; an unknown one is returned as text."""
    if source.startswith("&"):
        characters = read_reference(source)
        return source if characters is None else characters
    return parse_tag(source) or NAMED_SIGNS.get(source, source)


@lru_cache(maxsize=4096)
def parse_tag(source: str) -> Tag | None:
    """Return the tag with this source, or None if the element is unknown."""
    parser = _TagParser()
    parser.feed(source)
    return parser.tag


def pair_tags(atoms: Iterable[Atom]) -> list[Inline]:
    """Return the atoms with pairs of tags replaced by spans; unpaired tags are removed."""
    stack: list[tuple[Tag | None, list[Inline]]] = [(None, [])]
    for atom in atoms:
        if not isinstance(atom, Tag):
            stack[-1][1].append(atom)
        elif atom.role == "break":
            stack[-1][1].append(" ")
        elif atom.role == "close":
            _close_element(stack, atom.name)
        elif len(stack) <= MAX_NESTING:
            stack.append((atom, []))
    _unwrap(stack, 1)
    return stack[0][1]


def normalize(parts: Iterable[Inline]) -> Text:
    """Return rich text in normal form, which both decoders produce.

    White space is collapsed and moved out of spans. Adjacent strings are joined, and verbatim spans
    contain a single string. Empty spans, no-case spans without letters that have case, and spans nested
    deeper than ``MAX_NESTING`` are removed.
    """
    _, inner, _ = _normalize_parts(parts, 0)
    return Text(tuple(inner)) if inner else EMPTY


def collapse_spaces(value: str) -> str:
    """Return the string with runs of ASCII white space replaced by one space, and none at the ends."""
    return _SPACES.sub(" ", value).strip(" ")


def has_case(value: str) -> bool:
    """True if the string contains letters in upper or lower case."""
    return value.lower() != value.upper()


def encode_address(value: str) -> str:
    """Return a link's target without space around it, percent-encoded for an attribute and ``\\href``."""
    return _UNSAFE_IN_ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", clean(value.strip()))


class _TagParser(HTMLParser):
    """Parses a single tag into ``tag``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tag: Tag | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = _local_name(tag)
        if name in _BREAKS:
            self.tag = Tag("break", name)
        elif name in _KINDS or name in _IGNORED_TAGS:
            kind, target = _span_of_element(name, {key: value or "" for key, value in attrs})
            self.tag = Tag("open", name, kind, target)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = _local_name(tag)
        if name in _BREAKS:
            self.tag = Tag("break", name)
        elif name in _KINDS or name in _IGNORED_TAGS:
            self.tag = Tag("close", "")

    def handle_endtag(self, tag: str) -> None:
        name = _local_name(tag)
        if name in _BREAKS:
            self.tag = Tag("break", name)
        elif name in _KINDS or name in _IGNORED_TAGS:
            self.tag = Tag("close", name)


def _local_name(tag: str) -> str:
    prefix, _, name = tag.partition(":")
    return name if prefix in _NAMESPACES else tag


def _span_of_element(name: str, attributes: dict[str, str]) -> tuple[SpanKind | None, str]:
    """Return the kind of span that an element becomes, or None, and the address of a link."""
    target = encode_address(attributes.get("href") or attributes.get("xlink:href") or "")
    if name in ("a", "ext-link", "uri") and target:
        return "link", target
    if name in ("span", "styled-content", "emphasis", "hi"):
        return _span_kind(attributes), ""
    return _KINDS.get(name), ""


def _span_kind(attributes: dict[str, str]) -> SpanKind | None:
    """Return the kind of span for the class or style of an element, or None."""
    classes = attributes.get("class", "").lower().split()
    style = attributes.get("style", "").lower()
    if "nocase" in classes:
        return "no-case"
    if "math" in classes:
        return "math"
    if "small-caps" in style or "smallcaps" in classes or "small-caps" in classes:
        return "small-caps"
    declared = " ".join(
        attributes.get(name, "") for name in ("type", "emphasistype", "rend", "role", "style-type")
    )
    words = [*re.findall("[a-z]+", f"{declared} {style}".lower()), *classes]
    return next((_KINDS[word] for word in words if word in _KINDS and len(word) > 2), None)


def _close_element(stack: list[tuple[Tag | None, list[Inline]]], name: str) -> None:
    """Close the innermost open element of this name, and drop the tags left open inside it."""
    depth = next((level for level in range(len(stack) - 1, 0, -1) if _name_of(stack[level][0]) == name), 0)
    if not depth:
        return
    _unwrap(stack, depth + 1)
    tag, content = stack.pop()
    if tag is not None and tag.kind is not None:
        stack[-1][1].append(Span(tag.kind, tuple(content), tag.target))
    else:
        stack[-1][1].extend(content)


def _name_of(tag: Tag | None) -> str:
    return tag.name if tag is not None else ""


def _unwrap(stack: list[tuple[Tag | None, list[Inline]]], depth: int) -> None:
    """Reduce the stack to ``depth``; the elements above lose their tags and keep their content."""
    while len(stack) > depth:
        _, content = stack.pop()
        stack[-1][1].extend(content)


_Normalized: TypeAlias = "tuple[bool, list[Inline], bool]"


def _normalize_parts(parts: Iterable[Inline], depth: int) -> _Normalized:
    """Return the parts without space at the ends, and whether there was space before and after them."""
    inner: list[Inline] = []
    space_before = space = False
    for part in _join_strings(parts):
        normalized = _normalize_string(part) if isinstance(part, str) else _normalize_span(part, depth)
        before, items, after = normalized
        space = space or before
        if items and space and inner:
            inner.append(" ")
        elif items and space:
            space_before = True
        inner.extend(items)
        space = after if items else space or after
    return space_before or (space and not inner), _join_strings(inner), space


def _join_strings(parts: Iterable[Inline]) -> list[Inline]:
    """Return the parts with adjacent strings joined, in linear time."""
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


def _normalize_string(value: str) -> _Normalized:
    value = _SPACES.sub(" ", value)
    core = value.strip(" ")
    return value.startswith(" "), [core] if core else [], value.endswith(" ")


def _normalize_span(span: Span, depth: int) -> _Normalized:
    if span.kind in VERBATIM:
        return (
            _normalize_verbatim(span) if depth < MAX_NESTING else _normalize_string(str(Text(span.content)))
        )
    before, inner, after = _normalize_parts(span.content, depth + 1)
    if not inner or depth >= MAX_NESTING or _is_single_span(inner, span.kind):
        return before, inner, after
    if span.kind == "no-case" and not any(map(_has_case, inner)):
        return before, inner, after
    return before, [Span(span.kind, tuple(inner), span.target)], after


def _has_case(part: Inline) -> bool:
    """True if the part contains letters, outside verbatim spans, that a change of case would affect."""
    if isinstance(part, str):
        return has_case(part)
    return part.kind not in VERBATIM and any(map(_has_case, part.content))


def _is_single_span(inner: Sequence[Inline], kind: SpanKind) -> bool:
    """True if the content is a single span of this kind already (``{{BERT}}``)."""
    return kind != "link" and len(inner) == 1 and isinstance(inner[0], Span) and inner[0].kind == kind


def _normalize_verbatim(span: Span) -> _Normalized:
    before, inner, after = _normalize_string(str(Text(span.content)))
    source = str(inner[0]) if inner else ""
    if span.kind == "math":
        before, source, after = False, _trim_source(source), False
    return before, [Span(span.kind, (source,))] if source else [], after


def _trim_source(source: str) -> str:
    """Return LaTeX source without the backslash of a control space whose space was removed at the end."""
    while (len(source) - len(source.rstrip("\\"))) % 2:
        source = source[:-1].rstrip(" ")
    return source


TAGS: Final[MappingProxyType[SpanKind, tuple[str, str]]] = MappingProxyType(
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


def _write_part(part: Inline) -> str:
    if isinstance(part, str):
        return _AMPERSAND.sub("&amp;", part).replace("<", "&lt;")
    inner = "".join(map(_write_part, part.content))
    if part.kind == "link":
        return f'<a href="{html.escape(part.target)}">{inner}</a>'
    start_tag, end_tag = TAGS[part.kind]
    return start_tag + inner + end_tag


_AMPERSAND: Final = re.compile(r"&(?=[#A-Za-z])")
