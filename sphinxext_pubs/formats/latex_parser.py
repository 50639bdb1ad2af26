"""LaTeX that the quick paths of ``latex`` leave over, parsed by pylatexenc and read as rich text.

pylatexenc's parser makes the tree of groups, commands and their arguments; it is given runs of text
instead of single characters. What the nodes mean is decided here, by the tables of
``latex_macros``. Imported only when it is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any, Final

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

from sphinxext_pubs.formats import latex_macros as tables
from sphinxext_pubs.formats.latex_scan import MARK, Scanned
from sphinxext_pubs.formats.markup import Atom, Tag, nest
from sphinxext_pubs.text import Inline, Span, SpanKind, Text

_RUN: Final = re.compile(rf"[^\\{{}}{MARK}]+")
_BLANK: Final = re.compile(r"\s*")
_COMMAND: Final = re.compile(r"\\([A-Za-z@]+)((?:\s*\[[^\[\]{}\\]{0,200}\](?=\s*\{))?)(\s*)")
_MARK_SPEC: Final = SpecialsSpec(MARK)


class _Walker(LatexWalker):  # type: ignore[misc]
    """pylatexenc's parser over scanned text: braces, commands and marks are all that it meets."""

    def get_token(self, pos: int, *_: Any, environments: bool = True, **__: Any) -> LatexToken:
        """The token at ``pos``: a run of text, or one character where an argument is read."""
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


_TOKENS: Final = {"{": "brace_open", "}": "brace_close", MARK: "specials"}


def _command_token(source: str, pos: int) -> LatexToken:
    match = _COMMAND.match(source, pos)
    if match is not None:
        return LatexToken("macro", match[1], pos, match.end() - pos, "", match[3])
    if pos + 1 >= len(source):
        raise LatexWalkerEndOfStream
    return LatexToken("macro", source[pos + 1], pos, 2, "", "")


@lru_cache(maxsize=1)
def _context() -> LatexContextDb:
    """How many arguments each known command takes."""
    ones = (*tables.ACCENTS, *tables.SPANS, *tables.CASES, "ce")
    counts = {**dict.fromkeys(ones, 1), **{name: row[0] for name, row in tables.TEMPLATES.items()}, "href": 2}
    context = LatexContextDb()
    context.add_context_category(
        "bibliography", macros=[std_macro(name, "{" * count) for name, count in counts.items()]
    )
    return context


def parse(scanned: Scanned) -> list[Inline]:
    """The rich text of a scanned value, not yet tidied."""
    nodes, _, _ = _Walker(scanned.source, latex_context=_context(), tolerant_parsing=True).get_latex_nodes()
    return nest(_atoms(nodes, scanned))


def _atoms(nodes: Sequence[Any], scanned: Scanned, literal: bool = False) -> list[Atom]:
    """The atoms of a list of nodes; a switch among them holds for those after it."""
    runs: list[tuple[tuple[SpanKind, ...], list[Atom]]] = [((), [])]
    index = 0
    while index < len(nodes):
        node = nodes[index]
        index += 1
        if isinstance(node, LatexMacroNode) and node.macroname in tables.SWITCHES:
            runs.append((_switched(runs[-1][0], tables.SWITCHES[node.macroname]), []))
        elif isinstance(node, LatexMacroNode) and node.macroname not in _meanings():
            index, atoms = _unknown(node, nodes, index, scanned, literal)
            runs[-1][1].extend(atoms)
        else:
            runs[-1][1].extend(_READERS[type(node)](node, scanned, literal))
    return [atom for kinds, atoms in runs for atom in _wrapped(kinds, atoms, scanned)]


def _switched(kinds: tuple[SpanKind, ...], kind: SpanKind | None) -> tuple[SpanKind, ...]:
    if kind is None:
        return ()
    return kinds if kind in kinds else (*kinds, kind)


def _wrapped(kinds: tuple[SpanKind, ...], atoms: list[Atom], scanned: Scanned) -> list[Atom]:
    for kind in reversed(kinds):
        atoms = [Span(kind, tuple(_inlines(atoms, scanned)))]
    return atoms


def _inlines(atoms: Iterable[Atom], scanned: Scanned) -> Iterable[Inline]:
    """Atoms as the content of a span; tags pair up within it."""
    return nest(atoms) if scanned.tagged else [atom for atom in atoms if not isinstance(atom, Tag)]


def _unknown(
    node: Any, nodes: Sequence[Any], index: int, scanned: Scanned, literal: bool
) -> tuple[int, list[Atom]]:
    """A command in no table: the text of the groups after it, or its own name where there is none."""
    symbol = _symbols().get(node.macroname)
    if symbol is not None:
        return index, [symbol]
    atoms: list[Atom] = []
    start = index
    while index < len(nodes) and isinstance(nodes[index], LatexGroupNode):
        atoms += _atoms(nodes[index].nodelist, scanned, literal)
        index += 1
    if index == start:
        atoms = [node.macroname + node.macro_post_space]
    return index, atoms


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    """pylatexenc's table of commands that stand for a character (the date of today left out)."""
    from pylatexenc.latex2text import get_default_latex_context_db

    rows = ((spec.macroname, spec.simplify_repl) for spec in get_default_latex_context_db().iter_macro_specs())
    return {
        name: text
        for name, text in rows
        if isinstance(text, str) and "%" not in text and "<" not in text and name != "today"
    }


def _chars(node: Any, scanned: Scanned, literal: bool) -> list[Atom]:
    text: str = node.chars
    return [text.replace("~", "\u00a0") if literal else ligatures(text)]


def _mark(node: Any, scanned: Scanned, literal: bool) -> list[Atom]:
    return [scanned.atoms[node.pos]]


def _group(node: Any, scanned: Scanned, literal: bool) -> list[Atom]:
    """A group in running text: protected capitals, unless it only serves the command within it."""
    atoms = _atoms(node.nodelist, scanned, literal)
    if _serves_command(node.nodelist, scanned):
        return atoms
    return [Span("no-case", tuple(_inlines(atoms, scanned)))]


def _serves_command(nodes: Sequence[Any], scanned: Scanned) -> bool:
    """Whether a group holds a single command or piece of maths, or begins with a switch."""
    if nodes and isinstance(nodes[0], LatexMacroNode) and nodes[0].macroname in tables.SWITCHES:
        return True
    if len(nodes) != 1:
        return False
    return isinstance(nodes[0], LatexMacroNode) or _is_math(nodes[0], scanned)


def _is_math(node: Any, scanned: Scanned) -> bool:
    atom = scanned.atoms.get(node.pos) if isinstance(node, LatexSpecialsNode) else None
    return isinstance(atom, Span) and atom.kind == "math"


def _macro(node: Any, scanned: Scanned, literal: bool) -> list[Atom]:
    arguments = node.nodeargd.argnlist if node.nodeargd is not None else ()
    meaning = _meanings().get(node.macroname)
    if meaning is None:
        return [_symbols().get(node.macroname, node.macroname)]
    return meaning([partial(_argument, argument, scanned) for argument in arguments], literal)


def _argument(node: Any, scanned: Scanned, literal: bool) -> list[Atom]:
    """The atoms of a command's argument, whose braces mean nothing."""
    if isinstance(node, LatexGroupNode):
        return _atoms(node.nodelist, scanned, literal)
    return list(_READERS[type(node)](node, scanned, literal))


_READERS: Final[dict[Any, Callable[[Any, Scanned, bool], list[Atom]]]] = {
    LatexCharsNode: _chars,
    LatexGroupNode: _group,
    LatexMacroNode: _macro,
    LatexSpecialsNode: _mark,
}
