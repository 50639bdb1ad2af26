"""The text and spans that known LaTeX commands write: a function of the arguments for each command."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Final, Protocol, TypeAlias

from sphinxext_pubs.formats.html_text import Atom, Tag, encode_address, pair_tags
from sphinxext_pubs.formats.latex import macros as tables
from sphinxext_pubs.formats.latex import quantities
from sphinxext_pubs.formats.latex.journals import JOURNALS
from sphinxext_pubs.formats.latex.packages import BIBSTRINGS, PACKAGE_SYMBOLS
from sphinxext_pubs.formats.latex.symbols import SYMBOLS
from sphinxext_pubs.formats.latex.unicode_math import to_unicode
from sphinxext_pubs.formats.tex.particles import PARTICLES
from sphinxext_pubs.model.rich_text import VERBATIM, Inline, Span, SpanKind, Text


class Arguments(Protocol):
    """The arguments of a command, by their index."""

    def read(self, index: int, literal: bool = False) -> list[Atom]:
        """Return the atoms of an argument without its braces; empty if it is missing."""

    def source(self, index: int) -> str:
        """Return the LaTeX of an argument without its braces; empty if it is missing."""

    def inlines(self, atoms: list[Atom]) -> list[Inline]:
        """Return atoms as the content of a span."""


Command: TypeAlias = Callable[[Arguments], list[Atom]]


def _write_symbol(text: str, _arguments: Arguments) -> list[Atom]:
    return [text]


def _write_particle(name: str, _arguments: Arguments) -> list[Atom]:
    symbol, _, subscript = name.partition("_")
    return [symbol, Span("sub", (subscript,))] if subscript else [symbol]


def _write_accent(name: str, mark: str, arguments: Arguments) -> list[Atom]:
    """Return an accented letter, or the accent and the argument if it does not begin with a letter."""
    atoms = arguments.read(0)
    first = atoms[0] if atoms else ""
    if isinstance(first, Span) and first.kind == "math":
        first = to_unicode(str(Text(first.content)))
    text = first if isinstance(first, str) else ""
    if name == "C" and not "\u0400" <= text[:1] <= "\u04ff":
        return [name, *atoms]  # only Cyrillic has this accent; others define the command
    if not text[:1].isalpha() and (name != "not" or not text):
        alone = "" if name.isalpha() else name
        return [alone if atoms else tables.SPACING.get(name, alone), *atoms]
    base = text[0] if mark in tables.BELOW else _DOTTED.get(text[0], text[0])
    if mark == "\u030e" and "\u0400" <= base <= "\u04ff":
        mark = "\u0306"  # “\U” is the breve of Cyrillic
    accented = base if base + mark == "i\u0307" else unicodedata.normalize("NFC", base + mark)
    return [accented + text[1:], *atoms[1:]]


_DOTTED: Final = {"ı": "i", "ȷ": "j"}


def _write_span(kind: SpanKind, arguments: Arguments) -> list[Atom]:
    return [Span(kind, tuple(arguments.inlines(arguments.read(0, kind == "code"))))]


def _fill_template(pieces: list[str], arguments: Arguments) -> list[Atom]:
    """Return a template filled with arguments; ``pieces`` alternates text and numbers of arguments."""
    atoms: list[Atom] = []
    for index, piece in enumerate(pieces):
        atoms += arguments.read(int(piece) - 1) if index % 2 else [piece]
    return atoms


def _change_case(change: Callable[[str], str], arguments: Arguments) -> list[Atom]:
    return [_with_case(atom, change) for atom in arguments.read(0)]


def _with_case(atom: Atom, change: Callable[[str], str]) -> Any:
    if isinstance(atom, str):
        return change(atom)
    if isinstance(atom, Tag) or atom.kind in VERBATIM:
        return atom
    return Span(atom.kind, tuple(_with_case(part, change) for part in atom.content), atom.target)


def _write_link(arguments: Arguments) -> list[Atom]:
    target = "".join(atom for atom in arguments.read(0, True) if isinstance(atom, str))
    label = arguments.inlines(arguments.read(1))
    return [Span("link", tuple(label) or (target,), encode_address(target))]


def _write_chemistry(arguments: Arguments) -> list[Atom]:
    """Return a formula of mhchem: numbers after an element are subscripts, charges are superscripts."""
    formula = str(Text(tuple(pair_tags(arguments.read(0, True)))))
    atoms: list[Atom] = []
    position = 0
    for match in _COUNT_OR_CHARGE.finditer(formula):
        kind: SpanKind = "sub" if match["count"] else "sup"
        atoms += (formula[position : match.start()], Span(kind, (match["count"] or match["charge"],)))
        position = match.end()
    return [*atoms, formula[position:]]


_COUNT_OR_CHARGE: Final = re.compile(r"(?<=[A-Za-z)\]])_?(?P<count>\d+)|\^(?P<charge>\d*[+-]|\d+)")


def _write_particle_of_parts(accent: str, arguments: Arguments) -> list[Atom]:
    """Return a particle of its name, subscript and superscript."""
    name = "".join(str(Text((atom,))) for atom in arguments.inlines(arguments.read(0)))
    atoms: list[Atom] = [unicodedata.normalize("NFC", name[:1] + accent) + name[1:]]
    kinds: tuple[SpanKind, ...] = ("sub", "sup")
    for index, kind in enumerate(kinds, 1):
        content = arguments.inlines(arguments.read(index))
        atoms += [Span(kind, tuple(content))] if content else []
    return atoms


def _write_bibstring(arguments: Arguments) -> list[Atom]:
    key = arguments.source(0).strip()
    return [BIBSTRINGS[key]] if key in BIBSTRINGS else arguments.read(0)


def _write_of_sources(write: Callable[..., list[Atom]], count: int, arguments: Arguments) -> list[Atom]:
    return write(*(arguments.source(index) for index in range(count)))


def _write_code_point(arguments: Arguments) -> list[Atom]:
    """Return the character with a hexadecimal number (``\\unichar{"00E9}``, ``\\UTF{9AD9}``)."""
    match = _CODE_POINT.fullmatch(arguments.source(0))
    number = int(match[1], 16) if match else 0
    return [chr(number)] if 31 < number < 0xD800 or 0xDFFF < number < 0x110000 else arguments.read(0)


_CODE_POINT: Final = re.compile(r"\s*[\"x]?([0-9A-Fa-f]{2,6})\s*")


def _write_roman(arguments: Arguments) -> list[Atom]:
    """Return a number up to 3999 in Roman numerals."""
    source = arguments.source(0).strip()
    if not (source.isascii() and source.isdigit() and 0 < len(source) < 5 and 0 < int(source) < 4000):
        return arguments.read(0)
    number, letters = int(source), ""
    for value, numeral in _ROMAN:
        letters += numeral * (number // value)
        number %= value
    return [letters]


_ROMAN: Final = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)

#: Other commands with arguments → their number, and the function that writes them.
_OTHERS: Final[dict[str, tuple[int, Command]]] = {
    "href": (2, _write_link),
    "ce": (1, _write_chemistry),
    **dict.fromkeys(("cf", "ch", "chem", "chemical"), (1, _write_chemistry)),
    "HepParticle": (3, partial(_write_particle_of_parts, "")),
    "HepGenParticle": (3, partial(_write_particle_of_parts, "")),
    "HepSusyParticle": (3, partial(_write_particle_of_parts, "\u0303")),
    "HepAntiParticle": (3, partial(_write_particle_of_parts, "\u0304")),
    "HepGenAntiParticle": (3, partial(_write_particle_of_parts, "\u0304")),
    **dict.fromkeys(
        (
            "bibstring",
            "biblstring",
            "bibsstring",
            "bibcpstring",
            "bibncpstring",
            "bibcplstring",
            "bibcpsstring",
        ),
        (1, _write_bibstring),
    ),
    **dict.fromkeys(("unichar", "textunichar", "UTF", "unicode", "U+"), (1, _write_code_point)),
    **dict.fromkeys(("RN", "Romannum", "uppercaseroman"), (1, _write_roman)),
    **dict.fromkeys(
        ("num", "tablenum", "complexnum", "numproduct"),
        (1, partial(_write_of_sources, quantities.read_number, 1)),
    ),
    **dict.fromkeys(("si", "unit"), (1, partial(_write_of_sources, quantities.read_unit, 1))),
    **dict.fromkeys(("SI", "qty"), (2, partial(_write_of_sources, quantities.read_quantity, 2))),
    "ang": (1, partial(_write_of_sources, quantities.read_angle, 1)),
    "numlist": (1, partial(_write_of_sources, quantities.read_list, 1)),
    "numrange": (2, partial(_write_of_sources, quantities.read_range, 2)),
    **dict.fromkeys(("SIlist", "qtylist"), (2, partial(_write_of_sources, quantities.read_list, 2))),
    **dict.fromkeys(("SIrange", "qtyrange"), (3, partial(_write_of_sources, quantities.read_range, 3))),
}
_PLACEHOLDER: Final = re.compile(r"#(\d)")


def argument_counts() -> dict[str, int]:
    """Return the number of arguments of each known command that has any."""
    return {
        **dict.fromkeys((*tables.ACCENTS, *tables.SPANS, *tables.CASES), 1),
        **{name: row[0] for name, row in (*tables.TEMPLATES.items(), *_OTHERS.items())},
    }


@lru_cache(maxsize=1)
def commands() -> dict[str, Command]:
    """Return the known commands by name, except switches."""
    known: dict[str, Command] = {name: command for name, (_, command) in _OTHERS.items()}
    for table in (JOURNALS, SYMBOLS, PACKAGE_SYMBOLS):
        known |= {name: partial(_write_symbol, text) for name, text in table.items()}
    known |= {name: partial(_write_particle, text) for name, text in PARTICLES.items()}
    known |= {name: partial(_write_accent, name, mark) for name, mark in tables.ACCENTS.items()}
    known |= {name: partial(_write_span, kind) for name, kind in tables.SPANS.items()}
    known |= {name: partial(_change_case, change) for name, change in tables.CASES.items()}
    pieces = {name: _PLACEHOLDER.split(template) for name, (_, template) in tables.TEMPLATES.items()}
    return known | {name: partial(_fill_template, template) for name, template in pieces.items()}
