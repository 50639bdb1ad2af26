"""XML as small elements that know their line; what could make a parser work for long is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
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


def parse(text: str) -> tuple[Element | None, XmlError | None]:
    """The root of a text, and what ended the reading early; a document type is refused.

    Neither entities nor anything outside the text is ever looked up.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        message = expat.errors.messages.get(error.code, "it is broken")
        return reader.root, XmlError(f"{message} (column {error.offset + 1})", error.lineno)
    except XmlError as error:
        return reader.root, error
    return reader.root, None


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
            raise XmlError(f"elements stand more than {MAX_DEPTH} deep in each other", element.line)
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
