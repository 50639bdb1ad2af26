"""Citations in pandoc's notation in the text of Markdown documents, if ``pubs_myst_citations`` is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes

from sphinxext_pubs.citations.markdown import FoundCitation, find_citations
from sphinxext_pubs.extension.citations.roles import ROLES, PaperRole
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.model.problems import Code, message_text
from sphinxext_pubs.project.requests import KeyQuery
from sphinxext_pubs.project.suggestions import unknown_key

if TYPE_CHECKING:
    from docutils.parsers.rst.states import Inliner
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.project.project import Project

#: The nodes whose text is not Markdown, or is the text of something else.
_OPAQUE = (
    *(nodes.literal, nodes.FixedTextElement, nodes.math, nodes.raw, nodes.reference, nodes.target),
    *(nodes.label, nodes.footnote_reference, nodes.citation_reference, nodes.problematic),
    *(nodes.system_message, nodes.docinfo, nodes.Invisible),
    *(addnodes.pending_xref, addnodes.desc_signature, addnodes.download_reference, addnodes.manpage),
)
#: The nodes whose text alone counts in brackets.
_MARKUP = (nodes.emphasis, nodes.strong, nodes.inline, nodes.subscript, nodes.superscript)
#: The place of a node in a text.
_NODE = "\0"


def read_markdown_citations(project: Project, env: BuildEnvironment, document: nodes.document) -> None:
    """Replace pandoc's citations in the text of a Markdown document by those of roles."""
    reader = _Reader(project, env, document)
    elements = [element for element in document.findall(nodes.TextElement) if _has_sign(element)]
    for element in elements:
        reader.note_escapes(element)
    for element in elements:
        reader.read(element)


_FENCE = re.compile(r"\s*+(`{3,}|:{3,}|~{3,})\s*+(\{eval-rst\})?")


def _lines_in_rst(path: str) -> frozenset[int]:
    """Return the numbers of the lines in ``eval-rst`` blocks of a Markdown file."""
    text = Path(path).read_text(encoding="utf-8-sig", errors="replace")
    if "{eval-rst}" not in text or path.endswith(".ipynb"):
        return frozenset()
    found, fence = set[int](), ""
    for number, line in enumerate(text.split("\n"), 1):
        match = _FENCE.match(line)
        if fence:
            found.add(number)
            fence = "" if match and match[1].startswith(fence) and not match[2] else fence
        elif match and match[2]:
            fence = match[1]
    return frozenset(found)


def _has_sign(element: nodes.TextElement) -> bool:
    return any("@" in child for child in element.children if isinstance(child, nodes.Text))


class _Reader:
    """Reads the citations of one document."""

    def __init__(self, project: Project, env: BuildEnvironment, document: nodes.document) -> None:
        self._project, self._env, self._document = project, env, document
        self._escaped: dict[int, frozenset[int]] = {}
        self._path = str(env.doc2path(env.docname))
        self._rst_lines: frozenset[int] | None = None

    def read(self, element: nodes.TextElement) -> None:
        """Replace the citations in the text of an element."""
        if _is_opaque(element) or self._is_restructured_text(element):
            return
        text = "".join(str(child) if _is_text(child) else _NODE for child in element.children)
        found = [row for row in self._find(element, text) if self._is_citation(row, element, text)]
        if found:
            element[:] = list(self._replaced(element, text, found))

    def _is_restructured_text(self, element: nodes.Element) -> bool:
        """True for a docstring, or text in an ``eval-rst`` block: these are read by another parser."""
        located = _located(element)
        if ":docstring of " in (located.source or ""):
            return True
        if self._rst_lines is None:
            self._rst_lines = _lines_in_rst(self._path)
        return (located.line or 0) in self._rst_lines

    def _find(self, element: nodes.Element, text: str, start: int = 0) -> Iterator[FoundCitation]:
        """Yield the citations in the text of an element from a position on."""
        library, escaped = self._project.library, self._escaped.get(id(element), frozenset())
        return find_citations(
            text, lambda key: library.get(key) is not None, lambda position: start + position in escaped
        )

    def _is_citation(self, found: FoundCitation, element: nodes.Element, text: str) -> bool:
        """True for a citation; a name that resembles a key is reported, and others are looked up again."""
        if not found.unknown:
            return True
        self._project.record_query(self._env.docname, KeyQuery(found.unknown))
        error = unknown_key(found.unknown, self._project.library)
        if error.suggestion and error.suggestion.near:
            message = message_text(f"unknown key “{found.unknown}” is not a citation", error.suggestion)
            source, line = self._place(element, text.count("\n", 0, found.start))
            warn(Code.UNKNOWN_KEY, message, f"{source}:{line}", self._env.config)
        return False

    def _replaced(
        self, element: nodes.Element, text: str, found: Iterable[FoundCitation]
    ) -> Iterator[nodes.Node]:
        """Yield the children of an element with its citations."""
        others = [child for child in element.children if not _is_text(child)]
        position = 0
        for row in found:
            yield from _pieces(text[position : row.start], others)
            inside = [others.pop(0) for _ in range(text.count(_NODE, row.start, row.end))]
            if all(map(_is_plain, inside)):
                words = row.text
                for node in inside:
                    words = words.replace(_NODE, node.astext(), 1)
                place = self._place(element, text.count("\n", 0, row.start))
                yield from self._citation(row.role, " ".join(words.split()), place)
            else:
                yield from self._around(element, text[row.start : row.end], inside, row.start + 1)
            position = row.end
        yield from _pieces(text[position:], others)

    def _around(
        self, element: nodes.Element, text: str, others: Iterable[nodes.Node], start: int
    ) -> Iterator[nodes.Node]:
        """Yield what is in brackets with code, a link or the like, where only keys in a sentence count."""
        rows = self._find(element, text[1:-1], start)
        found = [row for row in rows if self._is_citation(row, element, text[1:-1])]
        holder = nodes.inline("", "", *_pieces(text[1:-1], list(others)))
        yield nodes.Text("[")
        yield from self._replaced(holder, text[1:-1], found)
        yield nodes.Text("]")

    def _citation(self, role: str, text: str, place: tuple[str, int]) -> list[nodes.Node]:
        source, line = place
        reporter = SimpleNamespace(get_source_and_line=lambda lineno=None: (source, lineno or line))
        inliner = cast("Inliner", SimpleNamespace(document=self._document, reporter=reporter))
        citation, _messages = PaperRole(ROLES[role])(f"paper:{role}", text, text, line, inliner, {}, [])
        return list(citation)

    def _place(self, element: nodes.Element, lines: int) -> tuple[str, int]:
        """Return the file and the line that is a number of lines after the first one of a text."""
        located = _located(element)
        source = located.source or str(self._env.doc2path(self._env.docname))
        return source, located.line + lines if located.line else 0

    # Escapes

    def note_escapes(self, element: nodes.TextElement) -> None:
        """Note the places of ``@`` after a backslash in the source, which the parser removes.

        The source is that of the paragraph, title or cell around the text. Call this for all elements before
        one is read, because signs are counted.
        """
        block: nodes.Element | None = element
        while block is not None and (isinstance(block, nodes.Inline) or "@" not in block.rawsource):
            block = block.parent
        if block is None or "\\@" not in block.rawsource:
            return
        escaped = [match[1] == "\\" for match in _SIGN.finditer(block.rawsource)]
        numbers = iter(range(_signs_before(block, element), len(escaped)))
        position, places = 0, set[int]()
        for child in element.children:
            for offset in _sign_offsets(child.astext()):
                if escaped[next(numbers, 0)] and _is_text(child):
                    places.add(position + offset)
            position += len(child.astext()) if _is_text(child) else len(_NODE)
        self._escaped[id(element)] = frozenset(places)


_SIGN = re.compile(r"(\\?)@")


def _sign_offsets(text: str) -> list[int]:
    return [match.start() for match in re.finditer("@", text)]


def _signs_before(block: nodes.Element, element: nodes.Element) -> int:
    """Return the number of ``@`` in a block before an element within it."""
    count = 0
    for text in block.findall(nodes.Text):
        ancestor: nodes.Node | None = text
        while ancestor is not None and ancestor is not element:
            ancestor = ancestor.parent
        if ancestor is element:
            break
        count += text.count("@")
    return count


def _is_plain(node: nodes.Node) -> bool:
    """True if only the text of a node in brackets is needed: for markup, and code without a key."""
    return isinstance(node, _MARKUP) or (isinstance(node, nodes.literal) and "@" not in node.astext())


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Text)


def _is_opaque(element: nodes.Element) -> bool:
    """True if an element is code, a formula, a link or the like, or in one."""
    node: nodes.Node | None = element
    while node is not None and not isinstance(node, nodes.document):
        if isinstance(node, _OPAQUE):
            return True
        node = node.parent
    return False


def _located(element: nodes.Element) -> nodes.Element:
    """Return the innermost element with a line."""
    node: nodes.Element | None = element
    while node is not None and not node.line:
        node = node.parent
    return element if node is None else node


def _pieces(text: str, others: list[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield texts, and the next of the other nodes at each of their places."""
    first, *rest = text.split(_NODE)
    if first:
        yield nodes.Text(first)
    for piece in rest:
        yield others.pop(0)
        if piece:
            yield nodes.Text(piece)
