"""Citations in pandoc's notation in the text of Markdown documents, if ``pubs_myst_citations`` is set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes

from sphinxext_pubs.citations.markdown import FoundCitation, escaped_keys, find_citations
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
    for element in list(document.findall(nodes.TextElement)):
        if any("@" in child for child in element.children if isinstance(child, nodes.Text)):
            reader.read(element)


class _Reader:
    """Reads the citations of one document."""

    def __init__(self, project: Project, env: BuildEnvironment, document: nodes.document) -> None:
        self._project, self._env, self._document = project, env, document
        self._lines: list[str] | None = None

    def read(self, element: nodes.TextElement) -> None:
        """Replace the citations in the text of an element."""
        if _is_opaque(element):
            return
        text = "".join(str(child) if _is_text(child) else _NODE for child in element.children)
        found = [row for row in self._find(element, text) if self._is_citation(row, element)]
        if found:
            element[:] = list(self._replaced(element, text, found))

    def _find(self, element: nodes.Element, text: str) -> Iterator[FoundCitation]:
        library = self._project.library
        return find_citations(text, lambda key: library.get(key) is not None, self._escapes(element, text))

    def _is_citation(self, found: FoundCitation, element: nodes.Element) -> bool:
        """True for a citation; a name that resembles a key is reported, and others are looked up again."""
        if not found.unknown:
            return True
        self._project.record_query(self._env.docname, KeyQuery(found.unknown))
        error = unknown_key(found.unknown, self._project.library)
        if error.suggestion and error.suggestion.near:
            message = message_text(f"unknown key “{found.unknown}” is not a citation", error.suggestion)
            warn(Code.UNKNOWN_KEY, message, _located(element), self._env.config)
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
            if all(isinstance(node, _MARKUP) for node in inside):
                words = row.text
                for node in inside:
                    words = words.replace(_NODE, node.astext(), 1)
                yield from self._citation(row.role, " ".join(words.split()), element)
            else:
                yield from self._around(element, text[row.start : row.end], inside)
            position = row.end
        yield from _pieces(text[position:], others)

    def _around(
        self, element: nodes.Element, text: str, others: Iterable[nodes.Node]
    ) -> Iterator[nodes.Node]:
        """Yield what is in brackets with code, a link or the like, where only keys in a sentence count."""
        found = [row for row in self._find(element, text[1:-1]) if self._is_citation(row, element)]
        holder = nodes.inline("", "", *_pieces(text[1:-1], list(others)))
        yield nodes.Text("[")
        yield from self._replaced(holder, text[1:-1], found)
        yield nodes.Text("]")

    def _citation(self, role: str, text: str, element: nodes.Element) -> list[nodes.Node]:
        source, line = self._place(element)
        reporter = SimpleNamespace(get_source_and_line=lambda lineno=None: (source, lineno or line))
        inliner = cast("Inliner", SimpleNamespace(document=self._document, reporter=reporter))
        citation, _messages = PaperRole(ROLES[role])(f"paper:{role}", text, text, line, inliner, {}, [])
        return list(citation)

    def _place(self, element: nodes.Element) -> tuple[str, int]:
        located = _located(element)
        return located.source or str(self._env.doc2path(self._env.docname)), located.line or 0

    # Escapes

    def _escapes(self, element: nodes.Element, text: str) -> Callable[[int], bool]:
        """Return a function that is True for the positions of ``@`` with a backslash before in the source.

        The parser removes the backslash, so that the source of the paragraph is looked at.
        """
        places = escaped_keys(self._source(element))
        if not any(map(any, places.values())):
            return lambda position: False
        escaped: set[int] = set()
        for key, flags in places.items():
            found = list(_positions(text, key))
            if len(found) == len(flags):
                escaped.update(index for index, flag in zip(found, flags, strict=True) if flag)
            elif all(flags):
                escaped.update(found)
        return escaped.__contains__

    def _source(self, element: nodes.Element) -> str:
        """Return the lines of a paragraph in the source; all of a notebook, whose lines are others."""
        if self._lines is None:
            self._lines = _lines_of(Path(self._env.doc2path(self._env.docname)))
        if not self._lines or len(self._lines) == 1:
            return "".join(self._lines)
        start = max((_located(element).line or 1) - 1, 0)
        lines: list[str] = []
        for line in self._lines[start:]:
            if not line.strip() and lines:
                break
            lines.append(line)
        return "\n".join(lines)


def _lines_of(path: Path) -> list[str]:
    """Return the lines of a document with a backslash before an ``@``; none of others."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if path.suffix == ".ipynb":
        return [text.replace("\\\\@", "\\@")]
    return text.split("\n") if "\\@" in text else []


def _positions(text: str, key: str) -> Iterator[int]:
    for written in (f"@{key}", f"@{{{key}}}"):
        position = text.find(written)
        while position >= 0:
            following = text[position + len(written) : position + len(written) + 1]
            if not (following.isalnum() or following == "_"):
                yield position
            position = text.find(written, position + 1)


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
