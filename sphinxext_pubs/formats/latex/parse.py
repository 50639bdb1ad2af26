"""Parsing LaTeX that the fast paths of ``decode`` cannot handle, with pylatexenc, to rich text.

pylatexenc's parser returns a tree of groups, commands and arguments. It gets runs of text instead of
single characters as tokens. The nodes are converted here by the tables in ``macros``. This module is
imported only when needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, Final, TypeAlias, cast

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

from sphinxext_pubs.formats.html_text import Atom, Tag, encode_address, pair_tags
from sphinxext_pubs.formats.latex import macros as tables
from sphinxext_pubs.formats.latex.journals import JOURNALS
from sphinxext_pubs.formats.latex.protect import MARK, ProtectedLatex, replace_ligatures
from sphinxext_pubs.model.rich_text import VERBATIM, Inline, Span, SpanKind, Text

_RUN: Final = re.compile(rf"[^\\{{}}{MARK}]+")
_TEXT_GROUP: Final = re.compile(rf"\{{([^\\{{}}{MARK}]+)\}}")
_BLANK: Final = re.compile(r"\s*")
_COMMAND: Final = re.compile(r"\\([A-Za-z@]+)((?:\s*\[[^\[\]{}\\]{0,200}\](?=\s*\{))?)(\s*)")
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
    unary = (*tables.ACCENTS, *tables.SPANS, *tables.CASES, "ce")
    counts = {
        **dict.fromkeys(unary, 1),
        **{name: row[0] for name, row in tables.TEMPLATES.items()},
        "href": 2,
    }
    context = LatexContextDb()
    context.add_context_category(
        "bibliography", macros=[std_macro(name, "{" * count) for name, count in counts.items()]
    )
    return context


def parse(protected: ProtectedLatex) -> list[Inline]:
    """Return the rich text of a protected value, not yet normalized."""
    nodes, _, _ = _Walker(protected.source, latex_context=_context(), tolerant_parsing=True).get_latex_nodes()
    return _inlines(_atoms(nodes, protected), protected)


def _atoms(nodes: Sequence[Any], protected: ProtectedLatex, literal: bool = False) -> list[Atom]:
    """Return the atoms of a list of nodes; a switch applies to the nodes after it.

    ``literal`` is true in code and addresses, where dashes and quotes are not replaced.
    """
    runs: list[tuple[tuple[SpanKind, ...], list[Atom]]] = [((), [])]
    index = 0
    while index < len(nodes):
        node = nodes[index]
        index += 1
        if isinstance(node, LatexMacroNode) and node.macroname in tables.SWITCHES:
            runs.append((_switch(runs[-1][0], tables.SWITCHES[node.macroname]), []))
        elif isinstance(node, LatexMacroNode) and node.macroname not in _commands():
            index, atoms = _read_unknown(node, nodes, index, protected, literal)
            runs[-1][1].extend(atoms)
        else:
            runs[-1][1].extend(_READERS[type(node)](node, protected, literal))
    return [atom for kinds, atoms in runs for atom in _wrap(kinds, atoms, protected)]


def _switch(kinds: tuple[SpanKind, ...], kind: SpanKind | None) -> tuple[SpanKind, ...]:
    if kind is None:
        return ()
    return kinds if kind in kinds else (*kinds, kind)


def _wrap(kinds: tuple[SpanKind, ...], atoms: list[Atom], protected: ProtectedLatex) -> list[Atom]:
    for kind in reversed(kinds):
        atoms = [Span(kind, tuple(_inlines(atoms, protected)))]
    return atoms


def _inlines(atoms: list[Atom], protected: ProtectedLatex) -> list[Inline]:
    """Return atoms as the content of a span, with the tags in it paired."""
    return pair_tags(atoms) if protected.tagged else cast("list[Inline]", atoms)


def _read_unknown(
    node: Any, nodes: Sequence[Any], index: int, protected: ProtectedLatex, literal: bool
) -> tuple[int, list[Atom]]:
    """Return the next index and the atoms of an unknown command: the groups after it, or its name."""
    symbol = _symbols().get(node.macroname)
    if symbol is not None:
        return index, [symbol]
    atoms: list[Atom] = []
    start = index
    while index < len(nodes) and isinstance(nodes[index], LatexGroupNode):
        atoms += _atoms(nodes[index].nodelist, protected, literal)
        index += 1
    if index == start:
        atoms = [node.macroname + node.macro_post_space]
    return index, atoms


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    """Return pylatexenc's table of commands for characters (except today's date)."""
    from pylatexenc.latex2text import get_default_latex_context_db  # slow to import; only for symbols

    rows = (
        (spec.macroname, spec.simplify_repl) for spec in get_default_latex_context_db().iter_macro_specs()
    )
    return {
        name: text
        for name, text in rows
        if isinstance(text, str) and "%" not in text and "<" not in text and name != "today"
    }


def _read_chars(node: Any, protected: ProtectedLatex, literal: bool) -> list[Atom]:
    text: str = node.chars
    return [text.replace("~", "\u00a0") if literal else replace_ligatures(text)]


def _read_mark(node: Any, protected: ProtectedLatex, literal: bool) -> list[Atom]:
    return [protected.atoms[node.pos]]


def _read_group(node: Any, protected: ProtectedLatex, literal: bool) -> list[Atom]:
    """Return a group in running text as a no-case span, unless it only delimits the command in it."""
    atoms = _atoms(node.nodelist, protected, literal)
    if _is_command_group(node.nodelist, protected):
        return atoms
    return [Span("no-case", tuple(_inlines(atoms, protected)))]


def _is_command_group(nodes: Sequence[Any], protected: ProtectedLatex) -> bool:
    """True if a group contains a single command, address or formula, or begins with a switch."""
    if nodes and isinstance(nodes[0], LatexMacroNode) and nodes[0].macroname in tables.SWITCHES:
        return True
    nonempty = [node for node in nodes if not (isinstance(node, LatexGroupNode) and not node.nodelist)]
    if len(nonempty) != 1 or nonempty[0] is not nodes[0]:
        return False
    return isinstance(nodes[0], LatexMacroNode) or _is_span(nodes[0], protected)


def _is_span(node: Any, protected: ProtectedLatex) -> bool:
    return isinstance(node, LatexSpecialsNode) and isinstance(protected.atoms[node.pos], Span)


def _read_macro(node: Any, protected: ProtectedLatex, literal: bool) -> list[Atom]:
    arguments = node.nodeargd.argnlist if node.nodeargd is not None else ()
    command = _commands().get(node.macroname)
    if command is None:
        return [_symbols().get(node.macroname, node.macroname)]
    atoms = command(arguments, protected, literal)
    return [*atoms, node.macro_post_space] if node.macroname in JOURNALS else atoms


Command: TypeAlias = Callable[[Sequence[Any], ProtectedLatex, bool], list[Atom]]


@lru_cache(maxsize=1)
def _commands() -> dict[str, Command]:
    """Return the known commands: name → a function from the arguments to atoms."""
    commands: dict[str, Command] = {"href": _write_link, "ce": _write_chemistry}
    commands |= {
        name: partial(_write_symbol, text) for name, text in (*JOURNALS.items(), *tables.SYMBOLS.items())
    }
    commands |= {name: partial(_write_accent, name, mark) for name, mark in tables.ACCENTS.items()}
    commands |= {name: partial(_write_span, kind) for name, kind in tables.SPANS.items()}
    commands |= {name: partial(_change_case, change) for name, change in tables.CASES.items()}
    pieces = {name: _PLACEHOLDER.split(template) for name, (_, template) in tables.TEMPLATES.items()}
    return commands | {name: partial(_fill_template, template) for name, template in pieces.items()}


_PLACEHOLDER: Final = re.compile(r"#(\d)")


def _read_argument(
    arguments: Sequence[Any], index: int, protected: ProtectedLatex, literal: bool
) -> list[Atom]:
    """Return the atoms of a command's argument, without its braces; empty if it is missing."""
    if index >= len(arguments):
        return []
    node = arguments[index]
    if isinstance(node, LatexGroupNode):
        return _atoms(node.nodelist, protected, literal)
    return _READERS[type(node)](node, protected, literal)


def _write_symbol(
    text: str, arguments: Sequence[Any], protected: ProtectedLatex, literal: bool
) -> list[Atom]:
    return [text]


def _write_accent(
    name: str, mark: str, arguments: Sequence[Any], protected: ProtectedLatex, literal: bool
) -> list[Atom]:
    """Return an accented letter, or the accent and the argument if it does not begin with a letter."""
    atoms = _read_argument(arguments, 0, protected, literal)
    text = atoms[0] if atoms and isinstance(atoms[0], str) else ""
    if not text[:1].isalpha():
        return ["" if name.isalpha() else name, *atoms]
    base = text[0] if mark in tables.BELOW else _DOTTED.get(text[0], text[0])
    accented = base if base + mark == "i\u0307" else unicodedata.normalize("NFC", base + mark)
    return [accented + text[1:], *atoms[1:]]


_DOTTED: Final = {"ı": "i", "ȷ": "j"}


def _write_span(
    kind: SpanKind, arguments: Sequence[Any], protected: ProtectedLatex, literal: bool
) -> list[Atom]:
    atoms = _read_argument(arguments, 0, protected, literal or kind == "code")
    return [Span(kind, tuple(_inlines(atoms, protected)))]


def _fill_template(
    pieces: list[str], arguments: Sequence[Any], protected: ProtectedLatex, literal: bool
) -> list[Atom]:
    """Return a template filled with arguments; ``pieces`` alternates text and numbers of arguments."""
    atoms: list[Atom] = []
    for index, piece in enumerate(pieces):
        atoms += _read_argument(arguments, int(piece) - 1, protected, literal) if index % 2 else [piece]
    return atoms


def _change_case(
    change: Callable[[str], str], arguments: Sequence[Any], protected: ProtectedLatex, literal: bool
) -> list[Atom]:
    return [_with_case(atom, change) for atom in _read_argument(arguments, 0, protected, literal)]


def _with_case(atom: Atom, change: Callable[[str], str]) -> Any:
    if isinstance(atom, str):
        return change(atom)
    if isinstance(atom, Tag) or atom.kind in VERBATIM:
        return atom
    return Span(atom.kind, tuple(_with_case(part, change) for part in atom.content), atom.target)


def _write_link(arguments: Sequence[Any], protected: ProtectedLatex, literal: bool) -> list[Atom]:
    target = "".join(atom for atom in _read_argument(arguments, 0, protected, True) if isinstance(atom, str))
    label = _inlines(_read_argument(arguments, 1, protected, literal), protected)
    return [Span("link", tuple(label) or (target,), encode_address(target))]


def _write_chemistry(arguments: Sequence[Any], protected: ProtectedLatex, literal: bool) -> list[Atom]:
    """Return a formula of mhchem: numbers after an element are subscripts, charges are superscripts."""
    formula = str(Text(tuple(pair_tags(_read_argument(arguments, 0, protected, True)))))
    atoms: list[Atom] = []
    position = 0
    for match in _COUNT_OR_CHARGE.finditer(formula):
        kind: SpanKind = "sub" if match["count"] else "sup"
        atoms += (formula[position : match.start()], Span(kind, (match["count"] or match["charge"],)))
        position = match.end()
    return [*atoms, formula[position:]]


_COUNT_OR_CHARGE: Final = re.compile(r"(?<=[A-Za-z)\]])_?(?P<count>\d+)|\^(?P<charge>\d*[+-]|\d+)")


_READERS: Final[dict[Any, Callable[[Any, ProtectedLatex, bool], list[Atom]]]] = {
    LatexCharsNode: _read_chars,
    LatexGroupNode: _read_group,
    LatexMacroNode: _read_macro,
    LatexSpecialsNode: _read_mark,
}
