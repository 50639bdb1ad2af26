"""Parsing XML into small elements with line numbers; document types and entities are not supported.

Entities could make a parser consume unlimited time and memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.entities import html5
from typing import TypeAlias
from xml.parsers import expat

#: Maximum nesting depth of elements.
MAX_DEPTH = 60

Node: TypeAlias = "str | Element"


class XmlError(ValueError):
    """The reason why parsing stopped, and the line, from 1. The text before it is parsed."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class Element:
    """An element: its tag, line, attributes and content (strings and elements)."""

    tag: str
    line: int
    attributes: dict[str, str]
    content: list[Node] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        """Iterate over the child elements."""
        return (node for node in self.content if isinstance(node, Element))

    def all(self, tag: str) -> list[Element]:
        """Return the child elements with this tag."""
        return [element for element in self if element.tag == tag]

    def first(self, tag: str) -> Element | None:
        """Return the first child element with this tag, or None."""
        return next((element for element in self if element.tag == tag), None)

    def text(self, tag: str = "") -> str:
        """Return all text of the element, or of its first child with this tag, with single spaces."""
        element = self.first(tag) if tag else self
        return " ".join("".join(element._texts()).split()) if element is not None else ""

    def _texts(self) -> Iterator[str]:
        for node in self.content:
            if isinstance(node, str):
                yield node
            else:
                yield from node._texts()


#: The entities predefined in XML.
_XML_ENTITIES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_AMPERSAND = re.compile(r"&(#[0-9]{1,7};|#x[0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)?")


@dataclass(frozen=True, slots=True)
class ParsedXml:
    """The root element, the error that stopped the parser, and the lines of stray ampersands."""

    root: Element | None
    error: XmlError | None = None
    ampersands: tuple[int, ...] = ()


def parse(text: str) -> ParsedXml:
    """Parse a text. A document type is an error; nothing outside the text is read.

    HTML entities (``&eacute;``) are replaced by their characters, any other ampersand is text.
    """
    if "<![CDATA[" in text:  # in CDATA, ampersands are text
        return _parse(text)
    stray: list[int] = []

    def replace_entity(match: re.Match[str]) -> str:
        name = match[1]
        if name and (name in _XML_ENTITIES or name[0] == "#"):
            return match[0]
        if name and name in html5:
            return html5[name]
        stray.append(match.start())
        return f"&amp;{name or ''}"

    parsed = _parse(_AMPERSAND.sub(replace_entity, text))
    return ParsedXml(parsed.root, parsed.error, tuple(_line_numbers(text, stray)))


def _line_numbers(text: str, positions: Sequence[int]) -> Iterator[int]:
    """Yield the line numbers, from 1, of ascending positions in a text."""
    line, previous = 1, 0
    for position in positions:
        line, previous = line + text.count("\n", previous, position), position
        yield line


def _parse(text: str) -> ParsedXml:
    """Parse a text whose entities have been replaced."""
    builder = _TreeBuilder()
    try:
        builder.parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        message = expat.errors.messages.get(error.code, "it is broken")
        return ParsedXml(builder.root, XmlError(f"{message} (column {error.offset + 1})", error.lineno))
    except XmlError as error:
        return ParsedXml(builder.root, error)
    return ParsedXml(builder.root)


class _TreeBuilder:
    """The handlers of expat, which build the tree."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.stack: list[Element] = []
        self.parser = expat.ParserCreate(encoding="UTF-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.StartDoctypeDeclHandler = self.doctype

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, self.parser.CurrentLineNumber, attributes)
        if len(self.stack) >= MAX_DEPTH:
            raise XmlError(f"elements are nested more than {MAX_DEPTH} deep", element.line)
        if self.stack:
            self.stack[-1].content.append(element)
        else:
            self.root = element
        self.stack.append(element)

    def end(self, _tag: str) -> None:
        self.stack.pop()

    def data(self, value: str) -> None:
        if self.stack:
            self.stack[-1].content.append(value)

    def doctype(self, *_: object) -> None:
        raise XmlError(
            "it has a document type (<!DOCTYPE …>), which is not allowed", self.parser.CurrentLineNumber
        )
