"""The commands that a bibliography defines in ``@preamble``, and their use in values.

``\\newcommand``, ``\\providecommand``, ``\\def`` and the like are read if they only put their arguments into
a text. Values are expanded before they are decoded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sphinxext_pubs.formats.latex.macros import ACCENTS, CASES, SPANS, SWITCHES, TEMPLATES
from sphinxext_pubs.formats.latex.packages import DATABASE_SYMBOLS
from sphinxext_pubs.formats.latex.symbols import SYMBOLS

#: Maximum length that is added to a value, length of a definition, and number of expansions of a value.
MAX_LENGTH: Final = 20_000
_MAX_BODY: Final = 2_000
_MAX_DEPTH: Final = 8

_NEW_COMMAND: Final = re.compile(
    r"\\(?:(?:new|renew|provide)(?:robust)?(?:command|cmd)|DeclareRobustCommand|DeclareTextFontCommand)\*?"
    r"[ ]?(?:\{[ ]?\\(?P<braced>[A-Za-z@]+)[ ]?\}|\\(?P<bare>[A-Za-z@]+))[ ]?"
    r"(?:\[(?P<count>[0-9])\][ ]?)?(?:\[(?P<default>[^\[\]{}]{0,200})\][ ]?)?(?=\{)"
)
_DEF: Final = re.compile(
    r"\\[gex]?def[ ]?\\(?P<name>[A-Za-z@]+)[ ]?(?P<parameters>(?:#[1-9]){0,9})[ ]?(?=\{)"
)
_OPERATOR: Final = re.compile(r"\\DeclareMathOperator\*?[ ]?\{?\\(?P<name>[A-Za-z@]+)\}?[ ]?(?=\{)")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_PARAMETER: Final = re.compile(r"#([1-9])")
_USE: Final = re.compile(r"\\(?:([A-Za-z@]+)|.)", re.DOTALL)
_OPTION: Final = re.compile(r"[ ]?\[([^\[\]{}]{0,200})\]")


#: Commands that bibliographies define for LaTeX without them, in a simpler form than ours. The names of one
#: letter are those of accents that few documents have.
_KNOWN: Final = frozenset(
    {*ACCENTS, *SPANS, *SWITCHES, *CASES, *TEMPLATES, *SYMBOLS, *DATABASE_SYMBOLS, "href", "doi", "verb"}
) - set("CGUfh")


@dataclass(frozen=True, slots=True)
class Definition:
    """A command: the number of its arguments, the text that replaces it, and the default of the first one."""

    count: int
    body: str
    default: str | None = None


def read_definitions(preamble: str) -> dict[str, Definition]:
    """Return the commands that the text of a preamble defines, by name, except those that we know better."""
    definitions: dict[str, Definition] = {}
    ends = _group_ends(preamble)
    for pattern in (_NEW_COMMAND, _DEF, _OPERATOR):
        for match in pattern.finditer(preamble):
            end = ends.get(match.end())
            if end is not None and end - match.end() < _MAX_BODY:
                name, definition = _define(match.groupdict(), preamble[match.end() + 1 : end])
                definitions.setdefault(name, definition)
    return {name: row for name, row in definitions.items() if name not in _KNOWN}


def _define(parts: Mapping[str, str | None], body: str) -> tuple[str, Definition]:
    name = parts.get("name") or parts.get("braced") or parts.get("bare") or ""
    count = int(parts.get("count") or 0) or (parts.get("parameters") or "").count("#")
    return name, Definition(count, body, parts.get("default"))


def _group_ends(text: str) -> dict[int, int]:
    """Return the positions of opening braces with those of the braces that close them."""
    ends: dict[int, int] = {}
    stack: list[int] = []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            stack.append(match.start())
        elif match[0] == "}" and stack:
            ends[stack.pop()] = match.start()
    return ends


def expand(value: str, definitions: Mapping[str, Definition]) -> str:
    """Return a value with defined commands replaced; the value itself if it would become too long."""
    expanded = value
    for _ in range(_MAX_DEPTH):
        previous = expanded
        expanded = _expand_once(previous, definitions)
        if expanded == previous:
            return expanded
        if len(expanded) > MAX_LENGTH + len(value):
            return value
    return value


def _expand_once(value: str, definitions: Mapping[str, Definition]) -> str:
    uses = [match for match in _USE.finditer(value) if match[1] in definitions]
    if not uses:
        return value
    pieces: list[str] = []
    length = position = 0
    ends = _group_ends(value)
    for match in uses:
        if match.start() < position:
            continue
        definition = definitions[match[1]]
        arguments, end = _read_arguments(value, ends, match.end(), definition)
        replacement = _fill(definition.body, arguments)
        pieces += (value[position : match.start()], _protect_end(replacement, value, end))
        length += len(replacement)
        position = end
        if length > MAX_LENGTH:
            break
    return "".join(pieces) + value[position:]


def _protect_end(replacement: str, value: str, end: int) -> str:
    """Return a replacement that cannot become one command with the letters after it."""
    is_open = re.search(r"\\[A-Za-z@]+\Z", replacement[-40:]) is not None
    return replacement + "{}" if is_open and value[end : end + 1].isalpha() else replacement


def _fill(body: str, arguments: list[str]) -> str:
    def argument(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        return arguments[index] if index < len(arguments) else ""

    return _PARAMETER.sub(argument, body)


def _read_arguments(
    value: str, ends: Mapping[int, int], position: int, definition: Definition
) -> tuple[list[str], int]:
    """Return the arguments after a command, and the position after them."""
    arguments: list[str] = []
    if definition.default is not None:
        option = _OPTION.match(value, position)
        arguments.append(option[1] if option else definition.default)
        position = option.end() if option else position
    while len(arguments) < definition.count:
        start = _skip_space(value, position)
        end = ends.get(start)
        arguments.append(value[start : start + 1] if end is None else value[start + 1 : end])
        position = start + 1 if end is None else end + 1
    if not definition.count:
        position = position + 2 if value.startswith("{}", position) else _skip_space(value, position)
    return arguments, min(position, len(value))


def _skip_space(value: str, position: int) -> int:
    while value[position : position + 1].isspace():
        position += 1
    return position
