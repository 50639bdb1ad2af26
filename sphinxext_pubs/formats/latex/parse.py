"""LaTeX that the quick paths of ``latex`` leave over, parsed by pylatexenc and read as rich text.

pylatexenc's parser makes the tree of groups, commands and their arguments; it is given runs of text
instead of single characters. What the nodes mean is decided here, by the tables of
``latex_macros``. Imported only when it is needed.
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

from sphinxext_pubs.formats.html_text import Atom, Tag, address, nest
from sphinxext_pubs.formats.latex import macros as tables
from sphinxext_pubs.formats.latex.journals import JOURNALS
from sphinxext_pubs.formats.latex.protect import MARK, Scanned, ligatures
from sphinxext_pubs.model.rich_text import VERBATIM, Inline, Span, SpanKind, Text

_RUN: Final = re.compile(rf"[^\\{{}}{MARK}]+")
_TEXT_GROUP: Final = re.compile(rf"\{{([^\\{{}}{MARK}]+)\}}")
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

    def get_latex_braced_group(
        self, pos: int, brace_type: str = "{", parsing_state: Any = None
    ) -> tuple[LatexGroupNode, int, int]:
        """The group at ``pos``; one of text alone is made without starting the parser again."""
        match = _TEXT_GROUP.match(self.s, pos)
        if match is None:
            return super().get_latex_braced_group(pos, brace_type, parsing_state)  # type: ignore[no-any-return]
        length = match.end() - pos
        inner = LatexCharsNode(match[1], pos=pos + 1, len=length - 2, parsing_state=parsing_state)
        return LatexGroupNode([inner], pos=pos, len=length, parsing_state=parsing_state), pos, length


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
    return _inlines(_atoms(nodes, scanned), scanned)


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


def _inlines(atoms: list[Atom], scanned: Scanned) -> list[Inline]:
    """Atoms as the content of a span; tags pair up within it."""
    return nest(atoms) if scanned.tagged else cast("list[Inline]", atoms)


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

    rows = (
        (spec.macroname, spec.simplify_repl) for spec in get_default_latex_context_db().iter_macro_specs()
    )
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
    """Whether a group holds a single command, address or piece of maths, or begins with a switch."""
    if nodes and isinstance(nodes[0], LatexMacroNode) and nodes[0].macroname in tables.SWITCHES:
        return True
    filled = [node for node in nodes if not (isinstance(node, LatexGroupNode) and not node.nodelist)]
    if len(filled) != 1 or filled[0] is not nodes[0]:
        return False
    return isinstance(nodes[0], LatexMacroNode) or _is_span(nodes[0], scanned)


def _is_span(node: Any, scanned: Scanned) -> bool:
    return isinstance(node, LatexSpecialsNode) and isinstance(scanned.atoms[node.pos], Span)


def _macro(node: Any, scanned: Scanned, literal: bool) -> list[Atom]:
    arguments = node.nodeargd.argnlist if node.nodeargd is not None else ()
    meaning = _meanings().get(node.macroname)
    if meaning is None:
        return [_symbols().get(node.macroname, node.macroname)]
    atoms = meaning(arguments, scanned, literal)
    return [*atoms, node.macro_post_space] if node.macroname in JOURNALS else atoms


Meaning: TypeAlias = Callable[[Sequence[Any], Scanned, bool], list[Atom]]


@lru_cache(maxsize=1)
def _meanings() -> dict[str, Meaning]:
    """What each known command makes of its arguments, from the tables."""
    meanings: dict[str, Meaning] = {"href": _href, "ce": _chemistry}
    meanings |= {name: partial(_symbol, text) for name, text in (*JOURNALS.items(), *tables.SYMBOLS.items())}
    meanings |= {name: partial(_accent, name, mark) for name, mark in tables.ACCENTS.items()}
    meanings |= {name: partial(_spanned, kind) for name, kind in tables.SPANS.items()}
    meanings |= {name: partial(_recased, change) for name, change in tables.CASES.items()}
    pieces = {name: _HOLE.split(template) for name, (_, template) in tables.TEMPLATES.items()}
    return meanings | {name: partial(_filled, template) for name, template in pieces.items()}


_HOLE: Final = re.compile(r"#(\d)")


def _argument(arguments: Sequence[Any], index: int, scanned: Scanned, literal: bool) -> list[Atom]:
    """The atoms of a command's argument, whose braces mean nothing; none where it is missing."""
    if index >= len(arguments):
        return []
    node = arguments[index]
    if isinstance(node, LatexGroupNode):
        return _atoms(node.nodelist, scanned, literal)
    return _READERS[type(node)](node, scanned, literal)


def _symbol(text: str, arguments: Sequence[Any], scanned: Scanned, literal: bool) -> list[Atom]:
    return [text]


def _accent(name: str, mark: str, arguments: Sequence[Any], scanned: Scanned, literal: bool) -> list[Atom]:
    """An accented letter; the accent as a character of its own where there is no letter."""
    atoms = _argument(arguments, 0, scanned, literal)
    text = atoms[0] if atoms and isinstance(atoms[0], str) else ""
    if not text[:1].isalpha():
        return ["" if name.isalpha() else name, *atoms]
    base = text[0] if mark in tables.BELOW else _DOTTED.get(text[0], text[0])
    accented = base if base + mark == "i\u0307" else unicodedata.normalize("NFC", base + mark)
    return [accented + text[1:], *atoms[1:]]


_DOTTED: Final = {"ı": "i", "ȷ": "j"}


def _spanned(kind: SpanKind, arguments: Sequence[Any], scanned: Scanned, literal: bool) -> list[Atom]:
    atoms = _argument(arguments, 0, scanned, literal or kind == "code")
    return [Span(kind, tuple(_inlines(atoms, scanned)))]


def _filled(pieces: list[str], arguments: Sequence[Any], scanned: Scanned, literal: bool) -> list[Atom]:
    """A template with the arguments in its holes; ``pieces`` alternates text and numbers of arguments."""
    atoms: list[Atom] = []
    for index, piece in enumerate(pieces):
        atoms += _argument(arguments, int(piece) - 1, scanned, literal) if index % 2 else [piece]
    return atoms


def _recased(
    change: Callable[[str], str], arguments: Sequence[Any], scanned: Scanned, literal: bool
) -> list[Atom]:
    return [_in_case(atom, change) for atom in _argument(arguments, 0, scanned, literal)]


def _in_case(atom: Atom, change: Callable[[str], str]) -> Any:
    if isinstance(atom, str):
        return change(atom)
    if isinstance(atom, Tag) or atom.kind in VERBATIM:
        return atom
    return Span(atom.kind, tuple(_in_case(part, change) for part in atom.content), atom.target)


def _href(arguments: Sequence[Any], scanned: Scanned, literal: bool) -> list[Atom]:
    target = "".join(atom for atom in _argument(arguments, 0, scanned, True) if isinstance(atom, str))
    label = _inlines(_argument(arguments, 1, scanned, literal), scanned)
    return [Span("link", tuple(label) or (target,), address(target))]


def _chemistry(arguments: Sequence[Any], scanned: Scanned, literal: bool) -> list[Atom]:
    """A formula of mhchem: numbers after an element are subscripts, charges are superscripts."""
    written = str(Text(tuple(nest(_argument(arguments, 0, scanned, True)))))
    atoms: list[Atom] = []
    position = 0
    for match in _COUNT_OR_CHARGE.finditer(written):
        kind: SpanKind = "sub" if match["count"] else "sup"
        atoms += (written[position : match.start()], Span(kind, (match["count"] or match["charge"],)))
        position = match.end()
    return [*atoms, written[position:]]


_COUNT_OR_CHARGE: Final = re.compile(r"(?<=[A-Za-z)\]])_?(?P<count>\d+)|\^(?P<charge>\d*[+-]|\d+)")


_READERS: Final[dict[Any, Callable[[Any, Scanned, bool], list[Atom]]]] = {
    LatexCharsNode: _chars,
    LatexGroupNode: _group,
    LatexMacroNode: _macro,
    LatexSpecialsNode: _mark,
}
