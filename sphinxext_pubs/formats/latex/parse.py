"""Parsing LaTeX that the fast paths of ``decode`` cannot handle, with pylatexenc, to rich text.

pylatexenc's parser returns a tree of groups, commands and arguments. It gets runs of text instead of
single characters as tokens. The nodes are converted here; what commands write is in ``commands``. This
module is imported only when needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html.entities import html5, name2codepoint
from typing import Any, Final, cast

from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexSpecialsNode,
    LatexToken,
    LatexWalker,
    LatexWalkerEndOfStream,
)
from pylatexenc.macrospec import LatexContextDb, SpecialsSpec, std_macro

from sphinxext_pubs.formats.html_text import Atom, pair_tags
from sphinxext_pubs.formats.latex.commands import argument_counts, commands
from sphinxext_pubs.formats.latex.journals import JOURNALS
from sphinxext_pubs.formats.latex.macros import SWITCHES
from sphinxext_pubs.formats.latex.protect import MARK, ProtectedLatex, replace_ligatures
from sphinxext_pubs.formats.latex.symbols import SYMBOLS
from sphinxext_pubs.formats.tex.characters import characters
from sphinxext_pubs.formats.tex.particles import PARTICLES
from sphinxext_pubs.model.rich_text import Inline, Span, SpanKind

_RUN: Final = re.compile(rf"[^\\{{}}{MARK}]+")
_TEXT_GROUP: Final = re.compile(rf"\{{([^\\{{}}{MARK}]+)\}}")
_BLANK: Final = re.compile(r"\s*")
#: A command, with a star and up to two optional arguments if an argument follows.
_COMMAND: Final = re.compile(r"\\([A-Za-z@]+)((?:\*?(?:\s*\[[^\[\]{}\\]{0,200}\]){0,2}(?=\s*\{))?)(\s*)")
_MARK_SPEC: Final = SpecialsSpec(MARK)


class _Walker(LatexWalker):  # type: ignore[misc]
    """pylatexenc's parser for protected text, which contains only text, braces, commands and marks."""

    def get_token(self, pos: int, *_: Any, environments: bool = True, **__: Any) -> LatexToken:
        """Return the token at ``pos``; text is a run of characters, or a single one for an argument."""
        source: str = self.s
        if not environments:
            pos = _BLANK.match(source, pos).end()  # type: ignore[union-attr]
        if pos >= len(source):
            raise LatexWalkerEndOfStream
        char = source[pos]
        if char == "\\":
            return _command_token(source, pos)
        if char in _TOKENS:
            return LatexToken(_TOKENS[char], _MARK_SPEC if char == MARK else char, pos, 1, "")
        end = _RUN.match(source, pos).end() if environments else pos + 1  # type: ignore[union-attr]
        return LatexToken("char", source[pos:end], pos, end - pos, "")

    def get_latex_braced_group(
        self, pos: int, brace_type: str = "{", parsing_state: Any = None
    ) -> tuple[LatexGroupNode, int, int]:
        """Return the group at ``pos``; the parser is not called for a group of plain text."""
        match = _TEXT_GROUP.match(self.s, pos)
        if match is None:
            return super().get_latex_braced_group(pos, brace_type, parsing_state)  # type: ignore[no-any-return]
        length = match.end() - pos
        inner = LatexCharsNode(match[1], pos=pos + 1, len=length - 2, parsing_state=parsing_state)
        return LatexGroupNode([inner], pos=pos, len=length, parsing_state=parsing_state), pos, length


_TOKENS: Final = {"{": "brace_open", "}": "brace_close", MARK: "specials"}


def _command_token(source: str, pos: int) -> LatexToken:
    """Return the token of the command at ``pos``, which includes the space after it."""
    match = _COMMAND.match(source, pos)
    if match is not None:
        return LatexToken("macro", match[1], pos, match.end() - pos, "", match[3])
    if pos + 1 >= len(source):
        raise LatexWalkerEndOfStream
    return LatexToken("macro", source[pos + 1], pos, 2, "", "")


@lru_cache(maxsize=1)
def _context() -> LatexContextDb:
    """Return pylatexenc's context with the number of arguments of each known command."""
    context = LatexContextDb()
    context.add_context_category(
        "bibliography", macros=[std_macro(name, "{" * count) for name, count in argument_counts().items()]
    )
    return context


def parse(protected: ProtectedLatex) -> tuple[list[Inline], tuple[str, ...]]:
    """Return the rich text of a protected value, not yet normalized, and the names of unknown commands."""
    nodes, _, _ = _Walker(protected.source, latex_context=_context(), tolerant_parsing=True).get_latex_nodes()
    reader = _Reader(protected)
    return reader.inlines(reader.read_nodes(nodes)), tuple(reader.unknown)


@dataclass(slots=True)
class _Reader:
    """Reads nodes as atoms. ``unknown`` collects the names of unknown commands.

    ``literal`` is true in code and addresses, where dashes and quotes are not replaced.
    """

    protected: ProtectedLatex
    unknown: list[str] = field(default_factory=list)

    def read_nodes(self, nodes: Sequence[Any], literal: bool = False) -> list[Atom]:
        """Return the atoms of a list of nodes; a switch applies to the nodes after it."""
        runs: list[tuple[tuple[SpanKind, ...], list[Atom]]] = [((), [])]
        index = 0
        while index < len(nodes):
            node = nodes[index]
            index += 1
            if isinstance(node, LatexMacroNode) and node.macroname in SWITCHES:
                runs.append((_switch(runs[-1][0], SWITCHES[node.macroname]), []))
            elif isinstance(node, LatexMacroNode) and node.macroname not in commands():
                index, atoms = self._read_other(node, nodes, index, literal)
                runs[-1][1].extend(atoms)
            else:
                runs[-1][1].extend(self.read_node(node, literal))
        return [atom for kinds, atoms in runs for atom in self._wrap(kinds, atoms)]

    def read_node(self, node: Any, literal: bool) -> list[Atom]:
        """Return the atoms of a node."""
        if isinstance(node, LatexCharsNode):
            text: str = node.chars
            return [text.replace("~", "\u00a0") if literal else replace_ligatures(text)]
        if isinstance(node, LatexGroupNode):
            return self._read_group(node, literal)
        if isinstance(node, LatexSpecialsNode):
            return [self.protected.atoms[node.pos]]
        return self._read_command(node, literal)

    def inlines(self, atoms: list[Atom]) -> list[Inline]:
        """Return atoms as the content of a span, with the tags in it paired."""
        return pair_tags(atoms) if self.protected.tagged else cast("list[Inline]", atoms)

    def _wrap(self, kinds: tuple[SpanKind, ...], atoms: list[Atom]) -> list[Atom]:
        for kind in reversed(kinds):
            atoms = [Span(kind, tuple(self.inlines(atoms)))]
        return atoms

    def _read_group(self, node: Any, literal: bool) -> list[Atom]:
        """Return a group in running text as a no-case span, unless it only delimits the command in it."""
        atoms = self.read_nodes(node.nodelist, literal)
        if self._is_command_group(node.nodelist):
            return atoms
        return [Span("no-case", tuple(self.inlines(atoms)))]

    def _is_command_group(self, nodes: Sequence[Any]) -> bool:
        """True if a group contains a single command, address or formula, or begins with a switch."""
        if nodes and isinstance(nodes[0], LatexMacroNode) and nodes[0].macroname in SWITCHES:
            return True
        nonempty = [node for node in nodes if not _is_empty_group(node)]
        if len(nonempty) != 1 or nonempty[0] is not nodes[0]:
            return False
        return isinstance(nodes[0], LatexMacroNode) or self._is_span(nodes[0])

    def _is_span(self, node: Any) -> bool:
        return isinstance(node, LatexSpecialsNode) and isinstance(self.protected.atoms[node.pos], Span)

    def _read_command(self, node: Any, literal: bool) -> list[Atom]:
        """Return a command with the arguments that it is known to have."""
        name = node.macroname
        command = commands().get(name)
        if command is None:
            return self._read_other(node, (), 0, literal)[1]
        nodes = node.nodeargd.argnlist if node.nodeargd is not None else ()
        atoms = command(_Arguments(self, nodes, literal))
        return [*atoms, node.macro_post_space] if name in _KEEP_SPACE else atoms

    def _read_other(
        self, node: Any, nodes: Sequence[Any], index: int, literal: bool
    ) -> tuple[int, list[Atom]]:
        """Return the next index and the atoms of a command that is in none of our tables."""
        name = node.macroname
        end = index
        while end < len(nodes) and isinstance(nodes[end], LatexGroupNode):
            end += 1
        calls = characters().calls
        for stop in range(index + 1, min(end, index + 2) + 1):
            source = "".join(self.source_of(part) for part in nodes[index:stop])
            if (character := calls.get(f"\\{name}{source}")) is not None:
                return stop, [character]
        symbol = characters().names.get(name) or self._letter_of(node) or _entity_of(name)
        if symbol:
            return index, [symbol]
        if name.isalpha() and name not in characters().callers:
            self.unknown.append(name)
        arguments = [group for group in nodes[index:end] if not _is_empty_group(group)]
        if arguments:
            return end, self._read_unknown_arguments(arguments, literal)
        last = nodes[end - 1] if end > index else node
        return end, [self._as_word(node, last)]

    def _letter_of(self, node: Any) -> str:
        """Return the text of a letter's command that was joined to the next letters, or an empty string.

        Such commands are in the middle of a word or after an accent (``B\\laszkiewicz``, ``Garc\\'\\ia``).
        """
        match = _JOINED.fullmatch(node.macroname)
        if match is None or _IN_WORD.search(self.protected.source, max(node.pos - 3, 0), node.pos) is None:
            return ""
        return f"{SYMBOLS[match['letter']]}{match['rest']}{node.macro_post_space}"

    def _read_unknown_arguments(self, groups: Sequence[Any], literal: bool) -> list[Atom]:
        """Return the text of the arguments of an unknown command, divided by spaces."""
        atoms: list[Atom] = []
        for group in groups:
            atoms += [" "] if atoms else []
            atoms += self.read_nodes(group.nodelist, literal)
        return atoms

    def _as_word(self, node: Any, last: Any) -> str:
        """Return the name of an unknown command, with spaces if letters are next to it in the text."""
        name: str = node.macroname
        if not name.isalpha():
            return f"{name}{node.macro_post_space}"
        source = self.protected.source
        before = source[max(node.pos - _NEAR, 0) : node.pos].rstrip("{}")[-1:]
        after = source[last.pos + last.len : last.pos + last.len + _NEAR].lstrip("{}")[:1]
        space_before = " " if _is_word_end(before) else ""
        space_after = " " if _is_word_start(after) else node.macro_post_space
        return f"{space_before}{name}{space_after}"

    def source_of(self, node: Any) -> str:
        """Return the LaTeX of a node."""
        source: str = self.protected.source[node.pos : node.pos + node.len]
        return source


#: A command of a letter, joined to the letters after it, which are in lower case.
_JOINED: Final = re.compile(r"(?P<letter>ss|aa|AA|ae|AE|oe|OE|[oOlLij])(?P<rest>[a-z]+)")
_IN_WORD: Final = re.compile(r"(?:[^\W\d_]|\\['`\"^~=.])\Z")


def _entity_of(name: str) -> str:
    """Return the character of an entity of HTML, which ADS writes as a command (``{\\larr}``), or ``""``."""
    character = html5.get(f"{name};", "")
    known = name in name2codepoint and name not in _WORDS
    return character if known or _GREEK_OR_ARROW.fullmatch(character) else ""


_GREEK_OR_ARROW: Final = re.compile("[\u0370-\u03ff\u2190-\u21ff]")

#: Names of entities that are words, by which people call their own commands.
_WORDS: Final = frozenset(
    [
        "and",
        "cap",
        "cent",
        "copy",
        "cup",
        "image",
        "lang",
        "not",
        "or",
        "para",
        "part",
        "rang",
        "real",
        "reg",
        "sect",
        "sub",
        "sup",
    ]
)

#: Commands after which the space is text: TeX ignores it, but people write them like words.
_KEEP_SPACE: Final = frozenset({*JOURNALS, *PARTICLES, "xspace"})

#: Maximum number of braces between an unknown command and the letters next to it.
_NEAR: Final = 8


def _is_word_end(character: str) -> bool:
    return character.isalnum() or (bool(character) and character in f"{MARK})].,;:!?")


def _is_word_start(character: str) -> bool:
    return character.isalnum() or (bool(character) and character in f"{MARK}([\\")


def _is_empty_group(node: Any) -> bool:
    return isinstance(node, LatexGroupNode) and not node.nodelist


def _switch(kinds: tuple[SpanKind, ...], kind: SpanKind | None) -> tuple[SpanKind, ...]:
    if kind is None:
        return ()
    return kinds if kind in kinds else (*kinds, kind)


@dataclass(frozen=True, slots=True)
class _Arguments:
    """The arguments of a command; see ``commands.Arguments``."""

    reader: _Reader
    nodes: Sequence[Any]
    literal: bool

    def read(self, index: int, literal: bool = False) -> list[Atom]:
        if index >= len(self.nodes):
            return []
        node = self.nodes[index]
        if isinstance(node, LatexGroupNode):
            return self.reader.read_nodes(node.nodelist, literal or self.literal)
        return self.reader.read_node(node, literal or self.literal)

    def source(self, index: int) -> str:
        if index >= len(self.nodes):
            return ""
        node = self.nodes[index]
        source = self.reader.source_of(node)
        return source[1:-1] if isinstance(node, LatexGroupNode) else source

    def inlines(self, atoms: list[Atom]) -> list[Inline]:
        return self.reader.inlines(atoms)
