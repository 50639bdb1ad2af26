"""Rich text as inlines of pandoc's document, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from sphinxext_pubs.citations.csl.pandoc import Json, Node
from sphinxext_pubs.model.rich_text import Inline, Span, SpanKind, Text, clean, join_inline

#: Inlines that hold other inlines, by the kind of span.
_SPANS: dict[SpanKind, str] = {
    "italic": "Emph",
    "bold": "Strong",
    "small-caps": "SmallCaps",
    "sub": "Subscript",
    "sup": "Superscript",
}
_KINDS: dict[str, SpanKind] = {name: kind for kind, name in _SPANS.items()}

#: The class of text that keeps its case.
NO_CASE = "nocase"

#: Maximum nesting of quotes; more are plain characters.
MAX_QUOTES = 8

_NO_ATTRIBUTES: Sequence[Json] = ("", (), ())
_WORDS = re.compile(r"[ \n\t\r]+|[“”]|[^ \n\t\r“”]+")


# To pandoc


def from_text(text: Text) -> list[Json]:
    """Return rich text as inlines; maths and code are nodes that pandoc does not change."""
    return _quoted([node for part in text.parts for node in _nodes(part)])


def from_string(text: str) -> list[Json]:
    """Return plain text as inlines."""
    return list(_words(text))


def _nodes(part: Inline) -> Iterator[Json]:
    if isinstance(part, str):
        yield from _words(part)
        return
    inner = _quoted([node for child in part.content for node in _nodes(child)])
    match part.kind:
        case "math":
            yield {"t": "Math", "c": ({"t": "InlineMath"}, _plain(part))}
        case "code":
            yield {"t": "Code", "c": (_NO_ATTRIBUTES, _plain(part))}
        case "link":
            yield {"t": "Link", "c": (_NO_ATTRIBUTES, inner, (clean(part.target), ""))}
        case "no-case":
            yield {"t": "Span", "c": (("", (NO_CASE,), ()), inner)}
        case kind:
            yield {"t": _SPANS[kind], "c": inner}


def _words(text: str) -> Iterator[Json]:
    for word in _WORDS.findall(clean(text)):
        yield {"t": "Space"} if word.isspace() and "\u00a0" not in word else {"t": "Str", "c": word}


def _quoted(nodes: list[Json]) -> list[Json]:
    """Return the nodes with what is in double quotes as one node, so that quotes in quotes become others."""
    result: list[Json] = []
    openings: list[int] = []
    for node in nodes:
        if node == _OPENING and len(openings) < MAX_QUOTES:
            openings.append(len(result))
        elif node == _CLOSING and openings:
            start = openings.pop()
            quotation: Json = {"t": "Quoted", "c": ({"t": "DoubleQuote"}, result[start + 1 :])}
            result[start:] = [quotation]
            continue
        result.append(node)
    return result


_OPENING: Json = {"t": "Str", "c": "“"}
_CLOSING: Json = {"t": "Str", "c": "”"}


def _plain(span: Span) -> str:
    return clean(str(Text(span.content)))


# From pandoc

#: Classes of text in a block of its own in an entry.
_BLOCKS = frozenset({"csl-left-margin", "csl-block"})


def to_text(inlines: Iterable[Node]) -> Text:
    """Return inlines that pandoc returned as rich text; footnotes are left out (see :func:`notes_in`)."""
    return Text(join_inline(_parts(inlines)))


def _parts(inlines: Iterable[Node]) -> Iterator[Inline]:
    for node in inlines:
        yield from _part(node)


def _part(node: Node) -> Iterable[Inline]:
    kind, content = node["t"], node.get("c")
    if kind in _KINDS:
        return (Span(_KINDS[kind], join_inline(_parts(content))),)
    return _READERS.get(kind, _read_nothing)(content)


def _read_nothing(content: Node) -> Iterable[Inline]:
    return ()


def _read_string(content: Node) -> Iterable[Inline]:
    return (content,)


def _read_space(content: Node) -> Iterable[Inline]:
    return (" ",)


def _read_quoted(content: Node) -> Iterable[Inline]:
    before, after = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
    return (before, *_parts(content[1]), after)


def _read_link(content: Node) -> Iterable[Inline]:
    return (Span("link", join_inline(_parts(content[1])), content[2][0]),)


def _read_span(content: Node) -> Iterable[Inline]:
    """Return the content of a span; that of a block of its own is followed by a space."""
    after = (" ",) if _BLOCKS.intersection(content[0][1]) else ()
    return (*_parts(content[1]), *after)


def _read_math(content: Node) -> Iterable[Inline]:
    return (Span("math", (content[1],)),)


def _read_code(content: Node) -> Iterable[Inline]:
    return (Span("code", (content[1],)),)


def _read_second(content: Node) -> Iterable[Inline]:
    return _parts(content[1])


def _read_inner(content: Node) -> Iterable[Inline]:
    return _parts(content)


_READERS: dict[str, Callable[[Node], Iterable[Inline]]] = {
    "Str": _read_string,
    "Space": _read_space,
    "SoftBreak": _read_space,
    "LineBreak": _read_space,
    "Quoted": _read_quoted,
    "Link": _read_link,
    "Span": _read_span,
    "Cite": _read_second,
    "Underline": _read_inner,
    "Strikeout": _read_inner,
    "Math": _read_math,
    "Code": _read_code,
}


def notes_in(inlines: Iterable[Node]) -> list[list[Node]]:
    """Return the content of each footnote in a citation, as inlines."""
    notes = []
    for node in inlines:
        if node["t"] == "Note":
            notes.append([inline for block in node["c"] for inline in block.get("c", ())])
        elif node["t"] in ("Cite", "Span"):
            notes += notes_in(node["c"][1])
    return notes
