"""Characters of LaTeX commands, from the tables of pylatexenc and ours. They are read when first needed.

Its decoder (``latex2text``) knows several hundred commands. Its encoder (``latexencode``) has two tables,
one of them from the W3C's ``unicode.xml``, which other programs use for their exports as well. They are
inverted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sphinxext_pubs.formats.tex.symbols import SYMBOLS

#: A command for a character as encoders write it: ``\\cyrchar\\CYRA``, ``\\ensuremath{\\pm}``, ``{\\ss}``.
_COMMAND: Final = re.compile(r"(?:\\ensuremath)?\{?(?:\\cyrchar)?\\([A-Za-z]+)\}? ?")
#: A command with arguments for a character: ``\\ding{172}``, ``\\textfrac{1}{3}``.
_CALL: Final = re.compile(r"(?:\\ensuremath\{)?(\\[A-Za-z]+(?:\{[A-Za-z0-9]+\}){1,2})\}?")
#: The characters of fonts of the encoders, such as ``{\\fontencoding{LELA}\\selectfont\\char40}``.
FONT_CHARACTER: Final = r"\\fontencoding\{[A-Z0-9]{1,8}\}\\selectfont\s*\\char\s*[0-9]{1,4}"


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of commands by name, and of commands with arguments by their source.

    The source contains no spaces. ``callers`` are the names in it.
    """

    names: dict[str, str]
    calls: dict[str, str]
    callers: frozenset[str]


@lru_cache(maxsize=1)
def characters() -> Characters:
    """Return the characters of all commands in pylatexenc's tables (except today's date)."""
    names = {**SYMBOLS, **dict(_decoder_rows())}
    calls: dict[str, str] = {}
    for source, character in _encoder_rows():
        if match := _COMMAND.fullmatch(source):
            names.setdefault(match[1], character)
        elif match := _CALL.fullmatch(source):
            calls.setdefault(match[1], character)
        elif "\\fontencoding" in source:
            calls.setdefault(source.strip("{}"), character)
    return Characters(names, calls, frozenset(source[1 : source.index("{")] for source in calls))


def _decoder_rows() -> Iterator[tuple[str, str]]:
    from pylatexenc.latex2text import get_default_latex_context_db  # slow to import; only for symbols

    for spec in get_default_latex_context_db().iter_macro_specs():
        text = spec.simplify_repl
        if isinstance(text, str) and "%" not in text and "<" not in text and spec.macroname != "today":
            yield spec.macroname, text


def _encoder_rows() -> Iterator[tuple[str, str]]:
    from pylatexenc.latexencode import get_builtin_conversion_rules  # slow to import; only for symbols

    for table in ("defaults", "unicode-xml"):
        for rule in get_builtin_conversion_rules(table):
            for code_point, source in rule.rule.items():
                yield source, chr(code_point)
