"""XML as small elements that know their line; what could make a parser work for long is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.entities import html5
from typing import TypeAlias
from xml.parsers import expat

#: How deep elements may stand in each other.
MAX_DEPTH = 60

Node: TypeAlias = "str | Element"


class XmlError(ValueError):
    """Why a text is not read further, and the line, from 1; what stands before it is read."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class Element:
    """An element: its tag, line, attributes and what stands in it, texts included."""

    tag: str
    line: int
    attributes: dict[str, str]
    content: list[Node] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        """The elements in it."""
        return (node for node in self.content if isinstance(node, Element))

    def all(self, tag: str) -> list[Element]:
        """The elements in it that have this tag."""
        return [element for element in self if element.tag == tag]

    def first(self, tag: str) -> Element | None:
        """The first element in it that has this tag."""
        return next((element for element in self if element.tag == tag), None)

    def text(self, tag: str = "") -> str:
        """All its text, or that of the first element with this tag, with single spaces."""
        element = self.first(tag) if tag else self
        return " ".join("".join(element._texts()).split()) if element is not None else ""

    def _texts(self) -> Iterator[str]:
        for node in self.content:
            if isinstance(node, str):
                yield node
            else:
                yield from node._texts()


#: What XML itself knows.
_KNOWN = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_AMPERSAND = re.compile(r"&(#[0-9]{1,7};|#x[0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)?")


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the root, what ended it early, and the lines of ampersands that mean nothing."""

    root: Element | None
    error: XmlError | None = None
    ampersands: tuple[int, ...] = ()


def parse(text: str) -> Read:
    """Read a text; a document type is refused.

    Neither entities nor anything outside the text is ever looked up: names of HTML (``&eacute;``) are the
    characters that they stand for, any other ampersand is text.
    """
    if "<![CDATA[" in text:  # there ampersands are text
        return _parse(text)
    odd: list[int] = []

    def mended(found: re.Match[str]) -> str:
        name = found[1]
        if name and (name in _KNOWN or name[0] == "#"):
            return found[0]
        if name and name in html5:
            return html5[name]
        odd.append(found.start())
        return f"&amp;{name or ''}"

    read = _parse(_AMPERSAND.sub(mended, text))
    return Read(read.root, read.error, tuple(_lines(text, odd)))


def _lines(text: str, places: Sequence[int]) -> Iterator[int]:
    """The lines, from 1, of places in a text, in order."""
    line, before = 1, 0
    for place in places:
        line, before = line + text.count("\n", before, place), place
        yield line


def _parse(text: str) -> Read:
    reader = _Reader()
    try:
        reader.parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        message = expat.errors.messages.get(error.code, "it is broken")
        return Read(reader.root, XmlError(f"{message} (column {error.offset + 1})", error.lineno))
    except XmlError as error:
        return Read(reader.root, error)
    return Read(reader.root)


class _Reader:
    """What expat calls."""

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
