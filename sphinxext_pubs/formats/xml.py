"""Parsing XML into small elements with line numbers; document types and entities are not supported.

Entities could make a parser consume unlimited time and memory.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from html.entities import html5
from typing import TypeAlias
from xml.parsers import expat
from xml.sax.saxutils import escape

from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.model.rich_text import clean

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

    def raw(self) -> str:
        """Return all text of the element as it is written."""
        return "".join(self._texts())

    def lines(self) -> list[str]:
        """Return the lines of the text of the element that are not empty, each with single spaces.

        They end at character references (``&#13;``), not at the line breaks of the file, which wrap text.
        """
        lines = (" ".join(line.split()) for line in self.raw().split("\r"))
        return [line for line in lines if line]

    def _texts(self) -> Iterator[str]:
        for node in self.content:
            if isinstance(node, str):
                yield node
            else:
                yield from node._texts()


#: The entities predefined in XML.
_XML_ENTITIES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
#: References to line breaks, which end lines of the text.
_LINE_BREAKS = frozenset({"#10;", "#13;", "#xA;", "#xa;", "#xD;", "#xd;"})
#: An ampersand with the entity or character that it refers to, or a “<” that cannot begin a tag.
_MARKUP = re.compile(
    r"&(#[0-9]{1,7};|#x[0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)?|<(?![A-Za-z_:/!?\u0080-\U0010ffff])"
)


@dataclass(frozen=True, slots=True)
class ParsedXml:
    """The root element, the error that stopped the parser, and the repairs.

    ``open_elements`` are the elements that were open at the error, so that they are incomplete. ``repairs``
    are the lines with markup that was repaired, by the sentence that reports it.
    """

    root: Element | None
    error: XmlError | None = None
    open_elements: tuple[Element, ...] = ()
    repairs: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def problems(self, path: str) -> Iterator[Problem]:
        """Yield a problem for each line with repaired markup."""
        for sentence, lines in self.repairs.items():
            yield from (Problem(Code.SYNTAX, sentence, Origin(path, line)) for line in dict.fromkeys(lines))

    def is_complete(self, element: Element) -> bool:
        """True if the end of an element was read."""
        return all(element is not other for other in self.open_elements)


#: The kinds of repairs: the character, and the sentence that reports it.
_REPAIRS = {
    "&": "An “&” must be written as “&amp;” in XML; it is read as text.",
    "<": "A “<” must be written as “&lt;” in XML; it is read as text.",
    "#": "XML does not allow the character of this reference; it is shown as \ufffd. Remove it.",
}


def parse(text: str) -> ParsedXml:
    """Parse a text. A document type is an error; nothing outside the text is read.

    HTML entities (``&eacute;``) are replaced by their characters. Any other ampersand, and a “<” that does
    not begin a tag, are text. References to characters that XML does not allow become U+FFFD.
    """
    if "<![CDATA[" in text:  # in CDATA, ampersands are text
        return _parse(text)
    found: dict[str, list[int]] = {kind: [] for kind in _REPAIRS}

    def repair(match: re.Match[str]) -> str:
        name = match[1] or ""
        if name in _XML_ENTITIES:
            return match[0]
        if name in _LINE_BREAKS:
            return "&#13;"
        if name in html5 or (name.startswith("#") and _is_allowed(name)):
            return escape(unescape(match[0]))  # also &#146;, which HTML reads as in Windows
        kind = "#" if name.startswith("#") else match[0][0]
        found[kind].append(match.start())
        return {"&": f"&amp;{name}", "<": "&lt;", "#": "\ufffd"}[kind]

    parsed = _parse(_MARKUP.sub(repair, text))
    repairs = {_REPAIRS[kind]: tuple(_line_numbers(text, places)) for kind, places in found.items() if places}
    return replace(parsed, repairs=repairs)


def _is_allowed(reference: str) -> bool:
    """True if a reference (``#233;``, ``#xE9;``) is to a character that XML 1.0 allows."""
    digits = reference[1:-1]
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return code <= sys.maxunicode and clean(unescape(f"&{reference}")) == unescape(f"&{reference}") != ""


def _line_numbers(text: str, positions: Sequence[int]) -> Iterator[int]:
    """Yield the line numbers, from 1, of ascending positions in a text."""
    line, previous = 1, 0
    for position in positions:
        line, previous = line + text.count("\n", previous, position), position
        yield line


def _parse(text: str) -> ParsedXml:
    """Parse a text whose markup has been repaired."""
    builder = _TreeBuilder()
    try:
        builder.parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "it is broken")
        failure = XmlError(f"{reason} (column {error.offset + 1})", error.lineno)
        return ParsedXml(builder.root, failure, tuple(builder.stack))
    except XmlError as error:
        return ParsedXml(builder.root, error, tuple(builder.stack))
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
