"""Converting LaTeX in BibTeX values, and HTML left there by exporters, to rich text and back.

Most values contain no LaTeX, and most others only a pair of braces or an accent. These are decoded
without the parser, with the same result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from sphinxext_pubs.formats.html_text import ENTITY_FORM, collapse_spaces, has_case, normalize
from sphinxext_pubs.formats.latex.conditionals import resolve_conditionals
from sphinxext_pubs.formats.latex.protect import MAX_DEPTH, is_math, protect, replace_ligatures
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, SpanKind, Text

#: Maximum length of values that the parser decodes. (The longest known abstract has 65,000 characters.)
MAX_LENGTH: Final = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Rich text, and a problem of its source (or empty), worded to follow the name of a field.

    ``unknown`` are the names of unknown commands, each as often as it is used. Of these, the text contains
    the name or the arguments.
    """

    text: Text
    problem: str = ""
    unknown: tuple[str, ...] = ()


_TOO_DEEP: Final = f"braces are nested more than {MAX_DEPTH} deep; the text is kept without the inner ones"


_TOO_LONG: Final = f"the value is longer than {MAX_LENGTH:,} characters; LaTeX in it is not converted"


def decode(value: str) -> Decoded:
    """Return the rich text of a field's value without its outer braces, and a problem; nothing is raised.

    The time is linear in the length of the value. Braces nested deeper than ``MAX_DEPTH`` are removed, and
    values longer than ``MAX_LENGTH`` that need the parser are not decoded; both are problems. The value
    must have passed ``rich_text.clean``.
    """
    if not _has_markup(value):
        return Decoded(Text((value,)) if value else EMPTY)
    return _decode(value)


def to_str(value: str) -> str:
    """Return the plain text of a field's value, decoded like in :func:`decode`, with formulas in Unicode."""
    return plain_text(_decode(value).text) if _has_markup(value) else value


def unknown_commands(value: str) -> tuple[str, ...]:
    """Return the names of unknown LaTeX commands in a value, each as often as it is used."""
    return _decode(value).unknown if "\\" in value and _LONG_NAME.search(value) else ()


#: A command with a name of several letters. Shorter ones are accents and letters, which are known.
_LONG_NAME: Final = re.compile(r"\\[A-Za-z]{3}")


def _has_markup(value: str) -> bool:
    """True if a value may contain LaTeX, HTML or white space to be collapsed."""
    return (
        _MARKUP.search(value) is not None
        or "--" in value
        or "''" in value
        or "  " in value
        or value[:1] == " "
        or value[-1:] == " "
    )


#: Single characters only, as the search is three times slower with pairs of characters.
_MARKUP: Final = re.compile(r"[\\{}$~&<`\n\t\r\f\v]")


@lru_cache(maxsize=16384)
def _decode(value: str) -> Decoded:
    """Decode a value on the fast path if possible, else with the parser."""
    value = collapse_spaces(value)
    parts = _decode_simple(value)
    if parts is not None:
        return Decoded(Text(parts) if parts else EMPTY)
    if len(value) > MAX_LENGTH:
        return Decoded(Text((value,)), _TOO_LONG)
    return parse(value)


def parse(value: str) -> Decoded:
    """Decode a value like :func:`decode`, but always with the parser."""
    from sphinxext_pubs.formats.latex.parse import parse as parse_latex  # only for text with commands

    if "\\" in value:
        value = resolve(value)
    protected = protect(collapse_spaces(value))
    parts, unknown = parse_latex(protected)
    return Decoded(normalize(parts), _TOO_DEEP if protected.too_deep else "", unknown)


def resolve(value: str) -> str:
    """Return a value with the accents of tabbing environments as plain ones, and without conditionals."""
    if "\\a" in value:
        value = _TABBING_ACCENT.sub(r"\\\1", value)
    if "\\''" in value:
        value = _TWO_APOSTROPHES.sub('\\\\"', value)
    return resolve_conditionals(value) if "\\if" in value or "\\fi" in value else value


#: ``\\a'e``, as ``\\'`` has another meaning in tabbing environments.
_TABBING_ACCENT: Final = re.compile(r"(?<!\\)\\a(['`=])")
#: ``\\"u`` in which an editor has written two apostrophes.
_TWO_APOSTROPHES: Final = re.compile(r"(?<!\\)\\''(?=[A-Za-z{])")


def _decode_simple(value: str) -> tuple[Inline, ...] | None:
    """Return the text of a value with only simple accents, plain braces, dashes and quotes, or None."""
    if "$" in value or "<" in value or "://" in value or ("&" in value and _ENTITY.search(value)):
        return None
    if "\\" in value:
        value = _ACCENTED.sub(_replace_accent, value)
        if "\\" in value or "`" in value:
            return None
    convert = replace_ligatures if _has_ligatures(value) else str
    if "{" in value or "}" in value:
        return _decode_braced(value, convert)
    return (convert(value),) if value else ()


_ENTITY: Final = re.compile(ENTITY_FORM)

#: Accented letters and characters in notations whose meaning does not depend on their context.
_ACCENTED: Final = re.compile(
    r"""(?<!\\)(?:
        \{\\(?:['"`^~=.][ ]?(?:[A-Za-z]|\\[ij])|[vucHkrd][ ][A-Za-z]
             |ss|[oOlL]|ae|AE|oe|OE|aa|AA|[ij])\}
      | \{\\['"`^~=.vucHkrd]\{(?:[A-Za-z]|\\[ij])\}\}
      | \\['"`^~=.vucHkrd]\{(?:[A-Za-z]|\\[ij])\}
      | \\['"`^=.][A-Za-z]
      | \{\\[%_\#]\} | \{\\&\}(?![A-Za-z\#\\{])
      | \\[%_\#](?!\}) | \\&(?![A-Za-z\#}\\{])
    )""",
    re.VERBOSE,
)


def _replace_accent(match: re.Match[str]) -> str:
    return _accented_letter(match[0])


@lru_cache(maxsize=2048)
def _accented_letter(spelling: str) -> str:
    return str(parse(spelling).text)


def _has_ligatures(value: str) -> bool:
    return "--" in value or "~" in value or "''" in value or "`" in value


def _decode_braced(value: str, convert: Callable[[str], str]) -> tuple[Inline, ...] | None:
    """Return the text of a value with groups of letters in braces that are not nested, or None."""
    head, *groups = value.split("{")
    if "}" in head:
        return None
    parts: list[Inline] = [convert(head)] if head else []
    for group in groups:
        inner, closed, rest = group.partition("}")
        if not closed or "}" in rest or not has_case(inner) or inner[0] == " " or inner[-1] == " ":
            return None
        parts.append(Span("no-case", (convert(inner),)))
        if rest:
            parts.append(convert(rest))
    return tuple(parts)


def escape(text: Text) -> str:
    """Return rich text as a BibTeX value without outer braces, the inverse of :func:`decode`.

    UTF-8 is kept. Braces are balanced as BibTeX counts them, unless those in math are not.
    """
    return _escape(text.parts)


def _escape(parts: Iterable[Inline]) -> str:
    pieces: list[str] = []
    for part in parts:
        piece = _escape_string(part) if isinstance(part, str) else _escape_span(part)
        if pieces and pieces[-1].endswith("$") and piece[:1].isdigit():
            pieces.append("{}")
        pieces.append(piece)
    return "".join(pieces)


def _escape_string(value: str) -> str:
    return _NEEDS_ESCAPE.sub(_escape_character, value)


def _escape_character(match: re.Match[str]) -> str:
    character = match[0]
    if character == "<":
        return r"\textless{}{}" if _TAG_NEXT.match(match.string, match.end()) else r"\textless{}"
    if character == "\u00a0":
        return "~" if _TIED.fullmatch(match.string, 0, match.start()) else r"\nobreakspace{}"
    if character == "$":
        return r"\${}" if _LETTER_NEXT.match(match.string, match.end()) else r"\$"
    if character == "&":
        return r"\&{}" if _ENTITY.match(match.string, match.start()) else r"\&"
    return _ESCAPES[character]


_TAG_NEXT: Final = re.compile("[/A-Za-z]")
_TIED: Final = re.compile(r"[^/]*[^/\s]")
_LETTER_NEXT: Final = re.compile(r"[A-Za-z(]")
_ESCAPES: Final = MappingProxyType(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "`": r"\textasciigrave{}",
        ">": r"\textgreater{}",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "-": "-{}",
        "'": "'{}",
    }
)
_NEEDS_ESCAPE: Final = re.compile(r"[\\{}~^`<>&%$#_\u00a0]|-(?=-)|'(?=')")

_COMMANDS: Final[MappingProxyType[SpanKind, str]] = MappingProxyType(
    {
        "italic": r"\emph",
        "bold": r"\textbf",
        "small-caps": r"\textsc",
        "sub": r"\textsubscript",
        "sup": r"\textsuperscript",
        "code": r"\texttt",
    }
)


def _escape_span(span: Span) -> str:
    if span.kind == "math":
        return _escape_math(str(Text(span.content)))
    inner = _escape(span.content)
    if span.kind == "no-case":
        # A group that begins with a command does not protect capitals, so “{}” is put before the command.
        return "{{}" + inner + "}" if inner[:1] in ("\\", "$") else "{" + inner + "}"
    if span.kind == "link":
        return _escape_link(span, inner)
    return f"{_COMMANDS[span.kind]}{{{inner}}}"


def _escape_link(span: Span, inner: str) -> str:
    if span.content == (span.target,):
        return rf"\url{{{span.target}}}"
    return rf"\href{{{span.target}}}{{{inner}}}"


def _escape_math(source: str) -> str:
    """Return math in dollars, or in ``\\ensuremath`` if it would not be recognized in dollars."""
    in_dollars = f"${source}$"
    return in_dollars if is_math(in_dollars) else rf"\ensuremath{{{source}}}"
