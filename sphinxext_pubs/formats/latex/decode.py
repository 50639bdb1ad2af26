"""LaTeX in BibTeX values, and the HTML that exporters leave there, to rich text and back.

Most values hold no LaTeX, most of the others one pair of braces or an accent: these are read
without a parser, and give what the parser would give.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from sphinxext_pubs.formats.html_text import ENTITY_FORM, collapse, has_case, tidy
from sphinxext_pubs.formats.latex.protect import MAX_DEPTH, is_math, ligatures, scan
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, SpanKind, Text

#: Longer values are not decoded. (The longest abstract seen has 65,000 characters.)
MAX_LENGTH: Final = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Rich text, and what was wrong with its source (empty: nothing), to follow the name of a field."""

    text: Text
    problem: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return Decoded, (self.text, self.problem)


_TOO_DEEP: Final = f"braces are nested more than {MAX_DEPTH} deep; the text is kept without the inner ones"


_TOO_LONG: Final = f"the value is longer than {MAX_LENGTH:,} characters; LaTeX in it is not converted"


def decode(value: str) -> Decoded:
    """The rich text of a field's value, its outer braces already removed.

    Never fails; time is linear in the length of the value. Braces nest at most ``MAX_DEPTH`` deep, and
    values longer than ``MAX_LENGTH`` that need the parser are left as they are (a problem says so).
    The value is expected to have passed ``text.clean``.
    """
    if not _is_marked(value):
        return Decoded(Text((value,)) if value else EMPTY)
    return _decode(value)


def to_str(value: str) -> str:
    """The plain text of a field's value; as :func:`decode` in every respect."""
    return str(_decode(value).text) if _is_marked(value) else value


def _is_marked(value: str) -> bool:
    """Whether a value holds LaTeX, HTML or whitespace to be collapsed."""
    return (
        _MARKED.search(value) is not None
        or "--" in value
        or "''" in value
        or "  " in value
        or value[:1] == " "
        or value[-1:] == " "
    )


#: Only single characters: a search for those is three times as fast as with pairs among them.
_MARKED: Final = re.compile(r"[\\{}$~&<`\n\t\r\f\v]")


@lru_cache(maxsize=16384)
def _decode(value: str) -> Decoded:
    value = collapse(value)
    parts = _quick(value)
    if parts is not None:
        return Decoded(Text(parts) if parts else EMPTY)
    if len(value) > MAX_LENGTH:
        return Decoded(Text((value,)), _TOO_LONG)
    return parse(value)


def parse(value: str) -> Decoded:
    """As :func:`decode`, always with the parser."""
    from sphinxext_pubs.formats.latex.parse import parse as parse_latex

    scanned = scan(collapse(value))
    return Decoded(tidy(parse_latex(scanned)), _TOO_DEEP if scanned.too_deep else "")


def _quick(value: str) -> tuple[Inline, ...] | None:
    """The text of a value with nothing but simple accents, plain braces, dashes and quotes; else None."""
    if "$" in value or "<" in value or "://" in value or ("&" in value and _ENTITY.search(value)):
        return None
    if "\\" in value:
        value = _ACCENTED.sub(_letter, value)
        if "\\" in value or "`" in value:
            return None
    convert = ligatures if _has_ligature(value) else str
    if "{" in value or "}" in value:
        return _braced(value, convert)
    return (convert(value),) if value else ()


_ENTITY: Final = re.compile(ENTITY_FORM)

#: Letters with accents, in the spellings whose meaning depends on nothing around them.
_ACCENTED: Final = re.compile(
    r"""(?<!\\)(?:
        \{\\(?:['"`^~=.][ ]?(?:[A-Za-z]|\\[ij])|[vucHkrd][ ][A-Za-z]
             |ss|[oOlL]|ae|AE|oe|OE|aa|AA|[ij])\}
      | \{\\['"`^~=.vucHkrd]\{(?:[A-Za-z]|\\[ij])\}\}
      | \\['"`^~=.vucHkrd]\{(?:[A-Za-z]|\\[ij])\}
      | \\['"`^=.][A-Za-z]
      | \{\\[%_\#]\} | \{\\&\}(?![A-Za-z\#])
      | \\[%_\#](?!\}) | \\&(?![A-Za-z\#}])
    )""",
    re.VERBOSE,
)


def _letter(match: re.Match[str]) -> str:
    return _letter_of(match[0])


@lru_cache(maxsize=2048)
def _letter_of(spelling: str) -> str:
    return str(parse(spelling).text)


def _has_ligature(value: str) -> bool:
    return "--" in value or "~" in value or "''" in value or "`" in value


def _braced(value: str, convert: Callable[[str], str]) -> tuple[Inline, ...] | None:
    """The text of a value whose only groups are letters in braces that are not nested; else None."""
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
    """Rich text as a BibTeX value without its outer braces; :func:`decode` reads it back as the same text.

    UTF-8 is kept; braces are balanced as BibTeX counts them, but for maths that is not.
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
    return _NEEDS_ESCAPE.sub(_escaped, value)


def _escaped(match: re.Match[str]) -> str:
    written = match[0]
    if written == "<":
        return r"\textless{}{}" if _TAG_NEXT.match(match.string, match.end()) else r"\textless{}"
    if written == "\u00a0":
        return "~" if _TIED.fullmatch(match.string, 0, match.start()) else r"\nobreakspace{}"
    if written == "$":
        return r"\${}" if _LETTER_NEXT.match(match.string, match.end()) else r"\$"
    if written == "&":
        return r"\&{}" if _ENTITY.match(match.string, match.start()) else r"\&"
    return _ESCAPES[written]


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
        # A group that begins with a command may be there for the command's sake only.
        return "{{}" + inner + "}" if inner[:1] in ("\\", "$") else "{" + inner + "}"
    if span.kind == "link":
        return _escape_link(span, inner)
    return f"{_COMMANDS[span.kind]}{{{inner}}}"


def _escape_link(span: Span, inner: str) -> str:
    if span.content == (span.target,):
        return rf"\url{{{span.target}}}"
    return rf"\href{{{span.target}}}{{{inner}}}"


def _escape_math(source: str) -> str:
    """Maths in dollars; where its source would not be read as maths then, in ``\\ensuremath``."""
    written = f"${source}$"
    return written if is_math(written) else rf"\ensuremath{{{source}}}"
