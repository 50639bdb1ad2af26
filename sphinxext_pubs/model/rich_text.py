"""Rich text as plain data: what a title, a note or an abstract is once its markup has been read.

The kinds of span are those of CSL 1.0.2's rich text (italic, bold, small caps, sub- and
superscript, no-case) and three more that papers need: maths, code and links.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

SpanKind: TypeAlias = Literal["italic", "bold", "small-caps", "sub", "sup", "no-case", "math", "code", "link"]
Inline: TypeAlias = "str | Span"

#: Kinds whose content is one verbatim string (LaTeX source for maths), never further markup.
VERBATIM: frozenset[SpanKind] = frozenset({"math", "code"})


@dataclass(frozen=True, slots=True)
class Span:
    """A marked-up run of text; ``target`` is the address of a link and empty otherwise."""

    kind: SpanKind
    content: tuple[Inline, ...]
    target: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return Span, (self.kind, self.content, self.target)


@dataclass(frozen=True, slots=True)
class Text:
    """Rich text: strings and spans in reading order; false when empty; ``str()`` is the plain text."""

    parts: tuple[Inline, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __str__(self) -> str:
        parts = self.parts
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0]
        return "".join(_plain(parts))

    def __reduce__(self) -> tuple[Any, ...]:
        return Text, (self.parts,)


#: The text of a variable that a publication does not have.
EMPTY = Text()


def text_of(value: str) -> Text:
    """Text without markup; empty for the empty string."""
    return Text((value,)) if value else EMPTY


def holds(text: Text, kind: SpanKind) -> bool:
    """Whether a span of this kind stands anywhere in the text."""
    return _holds(text.parts, kind)


def _holds(parts: tuple[Inline, ...], kind: SpanKind) -> bool:
    spans = [part for part in parts if isinstance(part, Span)]
    return any(span.kind == kind or _holds(span.content, kind) for span in spans)


def join_inline(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    """The same content with neighbouring strings joined and empty strings left out."""
    joined: list[Inline] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return tuple(joined)


#: What XML 1.0 forbids, and so neither EPUB nor XHTML may hold: controls, surrogates, non-characters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

#: What would break a line of the log, steer a terminal or turn its writing direction.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

#: The longest message, in characters; what is left out is in its middle, where long data stands.
MAX_LINE = 2000

#: Letters that Unicode does not decompose but readers type without their stroke or ligature.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ŧ": "t",
    }
)


def clean(value: str) -> str:
    """The string with every character that XML 1.0 forbids replaced by U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", value)


def unbroken(value: str) -> str:
    """The string with spaces for line ends: where a line begins, roff and others look for commands."""
    return value if value.isprintable() else " ".join(value.splitlines())


def one_line(value: str) -> str:
    """The string as one line that a terminal can show: line ends are spaces, other controls U+FFFD."""
    if len(value) > MAX_LINE:
        value = f"{value[: MAX_LINE // 2]} … {value[-MAX_LINE // 2 :]}"
    if value.isprintable():
        return value
    return _UNPRINTABLE.sub("\ufffd", re.sub("[\t\n\r]+", " ", value))


@lru_cache(maxsize=65536)
def fold(value: str) -> str:
    """The string as it is compared: case, accents and width folded.

    ``Søren`` → ``soren``, ``Straße`` → ``strasse``; marks of other scripts than the European ones,
    which make other letters (``が``), are kept.
    """
    if value.isascii():
        return value.lower()
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    bare = "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)


def _plain(parts: Iterable[Inline]) -> Iterable[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield from _plain(part.content)
