"""Rich text as plain data: a title, note or abstract after its markup has been parsed.

The kinds of span are those of CSL 1.0.2's rich text (italic, bold, small caps, sub- and
superscript, no-case) and three more that papers need: math, code and links.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

SpanKind: TypeAlias = Literal["italic", "bold", "small-caps", "sub", "sup", "no-case", "math", "code", "link"]
Inline: TypeAlias = "str | Span"

#: Kinds whose content is a single verbatim string (LaTeX source for math), without nested spans.
VERBATIM: frozenset[SpanKind] = frozenset({"math", "code"})


@dataclass(frozen=True, slots=True)
class Span:
    """A marked-up run of text."""

    kind: SpanKind = field(
        metadata={
            "help": "``italic``, ``bold``, ``small-caps``, ``sub``, ``sup``, ``no-case``, ``math``, ``code`` "
            "or ``link``."
        }
    )
    content: tuple[Inline, ...] = field(metadata={"help": "Strings and spans in reading order."})
    target: str = field(default="", metadata={"help": "The address of a link, empty for other kinds."})


@dataclass(frozen=True, slots=True)
class Text:
    """Rich text. Empty text is falsy, and ``str()`` returns the plain text."""

    parts: tuple[Inline, ...] = field(default=(), metadata={"help": "Strings and spans in reading order."})

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __str__(self) -> str:
        parts = self.parts
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0]
        return "".join(_strings_in(parts))


#: The value of a variable that a publication lacks.
EMPTY = Text()


def text_of(value: str) -> Text:
    """Return text without markup; ``EMPTY`` for the empty string."""
    return Text((value,)) if value else EMPTY


def has_span(text: Text, kind: SpanKind) -> bool:
    """True if the text contains a span of this kind, at any depth."""
    return _has_span(text.parts, kind)


def _has_span(parts: tuple[Inline, ...], kind: SpanKind) -> bool:
    spans = [part for part in parts if isinstance(part, Span)]
    return any(span.kind == kind or _has_span(span.content, kind) for span in spans)


def join_inline(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return the same content with adjacent strings joined and empty strings removed."""
    joined: list[Inline] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return tuple(joined)


def join_texts(texts: Iterable[Text]) -> Text:
    """Return the texts that are not empty, with spaces between them."""
    parts = [part for text in texts if text.parts for part in (" ", *text.parts)]
    return Text(join_inline(parts[1:]))


#: Characters forbidden in XML 1.0, and so in EPUB and XHTML: controls, surrogates, noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

#: Characters that would break a line of the log, control a terminal or reverse its writing direction.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

#: Maximum length of a message in characters. Longer ones are cut in the middle, where they quote data.
MAX_LINE = 2000

#: Letters that Unicode does not decompose, but that people type without the stroke or ligature.
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
    """Return the string with every character that XML 1.0 forbids replaced by U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", value)


def join_lines(value: str) -> str:
    """Return the string with line breaks replaced by spaces, as roff reads commands at line starts."""
    return value if value.isprintable() else " ".join(value.splitlines())


def one_line(value: str) -> str:
    """Return the string as one printable line: line breaks become spaces, other controls U+FFFD."""
    if len(value) > MAX_LINE:
        value = f"{value[: MAX_LINE // 2]} … {value[-MAX_LINE // 2 :]}"
    if value.isprintable():
        return value
    return _UNPRINTABLE.sub("\ufffd", re.sub("[\t\n\r]+", " ", value))


@lru_cache(maxsize=65536)
def fold(value: str) -> str:
    """Return the string for comparison: without differences of case, accents, width, quotes and hyphens.

    ``Søren`` → ``soren``, ``Straße`` → ``strasse``, ``O’Neil`` → ``o'neil``. Invisible characters such as
    soft hyphens are removed, and all spaces are the same. Marks that distinguish letters in non-European
    scripts (``が``) are kept.
    """
    if value.isascii():
        return value.lower()
    plain = _SIGNS.sub(lambda match: _plain_sign(match[0]), value)
    decomposed = unicodedata.normalize("NFKD", plain.casefold())
    bare = "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)


#: Characters that :func:`_plain_sign` may replace; two apostrophes are letters to Unicode.
_SIGNS = re.compile(r"[^\w\x00-\x7f]|[ʼʻ]")
#: Quotation marks and apostrophes, for which Unicode has no common property: those of one kind are equal.
_QUOTES = dict.fromkeys("‘’‚‛ʼʻ′´＇", "'") | dict.fromkeys("“”„‟″＂", '"')


@lru_cache(maxsize=4096)
def _plain_sign(char: str) -> str:
    """Return the ASCII sign for a dash, a quotation mark or a space; nothing for an invisible character."""
    if char in _QUOTES:
        return _QUOTES[char]
    category = unicodedata.category(char)
    if category == "Pd" or char == "−":
        return "-"
    return " " if category[0] == "Z" else "" if category == "Cf" else char


#: A hyphen or a period between words, a period after one, and quotation marks. Those before the first word
#: (``.NET``) and hyphens after the last (``C--``) belong to a name, periods in numbers to the number.
_BETWEEN_WORDS = re.compile(r"(?<=[^\s-])(?: ?-+ ?)(?=[^\s-])|(?<=[^\s\d.])\. ?|(?<=\d)\.(?!\d) ?|['\"`]")


@lru_cache(maxsize=65536)
def term_key(value: str) -> str:
    """Return a key that is equal for spellings of a term that differ in signs only, besides case and accents.

    ``Anti-spoofing`` and ``Anti spoofing``, ``F.3d`` and ``F. 3d``, ``O'Neil`` and ``O’Neil`` are one term,
    ``C``, ``C++`` and ``C#`` are three.
    """
    folded = fold(value)
    key = _BETWEEN_WORDS.sub(_replace_sign, " ".join(folded.split()))
    return " ".join(key.split()) or folded


def _replace_sign(match: re.Match[str]) -> str:
    return "" if match[0] in "'\"`" else " "


def letters_and_digits(text: str) -> str:
    """Return the folded letters and digits of a text, without punctuation and spaces."""
    return "".join(_WORDS.findall(fold(text)))


_WORDS = re.compile(r"\w+")


def _strings_in(parts: Iterable[Inline]) -> Iterable[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield from _strings_in(part.content)
