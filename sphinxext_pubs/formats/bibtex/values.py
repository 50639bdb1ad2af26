"""BibTeX's value expressions: braced and quoted strings, numbers and macros, joined by ``#``.

A macro is BibTeX's word for an abbreviation that ``@string`` defines. What is escaped by a
backslash is no delimiter here, as in bibtexparser's splitter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

#: The months that every BibTeX style defines.
MONTHS = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}
#: What may stand in ``month`` without braces although nothing defines it.
MONTH_WORDS = frozenset(MONTHS) | {name.lower() for name in MONTHS.values()} | {"sept"}

#: The longest value, in characters, that macros may make.
MAX_VALUE = 200_000
#: What values with macros may come to in one reading beyond the size of its files, in characters.
MAX_EXPANSION = 2_000_000

_DELIMITER = re.compile(r"(?<!\\)[{}]")
_NESTED = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)+\}")
_QUOTE_MARK = re.compile(r'(?<!\\)[{}"]')
_BARE = re.compile(r"[^\s#\"{}=,]+")
_BLANK = re.compile(r"\s*")
_SPACES = re.compile(r"[ \t\n\r]+")
_NEXT_FIELD = re.compile(r"\s*([A-Za-z][\w:.+/-]*)\s*=(?!=)\s*(?=[\"{\w])")


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a value: ``kind`` is ``{``, ``"`` or ``w`` (a number or macro); ``end`` where it ends."""

    kind: str
    text: str
    end: int


def _nothing() -> dict[str, str]:
    return {}


@dataclass(slots=True)
class Macros:
    """The macros defined so far and what may still be expanded; ``ahead`` gives those defined further on."""

    defined: dict[str, str] = field(default_factory=dict)
    budget: int = field(default_factory=lambda: MAX_EXPANSION)
    ahead: Callable[[], dict[str, str]] = _nothing
    later: dict[str, str] | None = None

    def get(self, name: str) -> str | None:
        """The text of a macro, by its name in lower case."""
        if name in self.defined:
            return self.defined[name]
        if name in MONTHS:
            return MONTHS[name]
        if self.later is None:
            self.later = self.ahead()
        return self.later.get(name)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a value expression comes to, with the macros that nothing defines or that were too long."""

    text: str
    undefined: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """The text with white space as BibTeX makes it: none at the ends, else single spaces."""
    text = text.strip(" \t\n\r")
    if "\n" in text or "  " in text or "\t" in text:
        return _SPACES.sub(" ", text)
    return text


def simple(value: str) -> str | None:
    """The text of a value in one of the forms that most have, else ``None``.

    They are a number, and one pair of braces or quotation marks around text with at most one more
    level of braces in it.
    """
    first = value[:1]
    if first == "{":
        fits = _is_one_group(value)
    elif first == '"':
        fits = value.find('"', 1) == len(value) - 1 and not _DELIMITER.search(value) and value[-2:] != '\\"'
    else:
        return value if value.isdecimal() else None
    return tidy(value[1:-1]) if fits else None


def _is_one_group(value: str) -> bool:
    """Whether the brace at the beginning closes at the end, with at most one level of braces inside."""
    closing = value.find("}")
    if closing == len(value) - 1:
        return value[-2:] != "\\}"
    if "\\{" in value or "\\}" in value:
        return False
    if value[-1:] == "}" and value.count("}") == 2:
        return value.count("{") == 2 and value.find("{", 1) < closing
    return _NESTED.fullmatch(value) is not None


def tokens(value: str, start: int = 0) -> Iterator[Token]:
    """The parts of the value expression at ``start``, up to its end or to where it is no longer one."""
    position = start
    while (token := _token(value, _skip(value, position))) is not None:
        yield token
        position = _skip(value, token.end)
        if value[position : position + 1] != "#":
            return
        position += 1


def extent(value: str, start: int = 0) -> int:
    """Where the well-formed value expression at ``start`` ends; -1 where there is none."""
    end = -1
    for token in tokens(value, start):
        end = token.end
    return end


def is_expression(value: str) -> bool:
    """Whether the whole string is one well-formed value expression."""
    end = extent(value)
    return end >= 0 and _skip(value, end) == len(value)


def evaluate(value: str, macros: Macros, month: bool = False) -> Evaluation | None:
    """The text of a value expression; ``None`` where the value is not well-formed, or is text without braces.

    White space is made single, but kept at the ends, since macros may have it there on purpose. An
    unknown macro counts as its name. In a ``month``, a lone macro of a month stays as it is, since
    that is how it is written.
    """
    parts = tuple(tokens(value))
    if not parts or _skip(value, parts[-1].end) != len(value) or any(map(_is_text, parts)):
        return None
    if month and len(parts) == 1 and parts[0].kind == "w" and parts[0].text.lower() in MONTH_WORDS:
        return Evaluation(parts[0].text.lower())
    return _joined(parts, macros)


def with_commas(value: str) -> str | None:
    """A value that swallowed the fields after it for want of a comma, with the commas; else ``None``."""
    pieces: list[str] = []
    position = 0
    while (end := extent(value, position)) >= 0:
        pieces.append(value[position:end])
        match = _NEXT_FIELD.match(value, end)
        if match is None:
            return "".join(pieces) if pieces[1:] and _skip(value, end) == len(value) else None
        pieces.append("," + value[end : match.end()])
        position = match.end()
    return None


def lenient(value: str) -> str:
    """What was probably meant by a value that is not well-formed: its text without outer delimiters."""
    value = value.strip().rstrip(",").rstrip()
    for opening, closing in ("{}", '""'):
        if len(value) > 1 and value[0] == opening and value[-1] == closing:
            return tidy(balanced(value[1:-1]))
    return tidy(balanced(value))


def balanced(text: str) -> str:
    """The text with braces that close nothing left out, and those that nothing closes closed at the end."""
    depth = 0
    kept = []
    position = 0
    for match in _DELIMITER.finditer(text):
        if match[0] == "{":
            depth += 1
        elif depth:
            depth -= 1
        else:
            kept.append(text[position : match.start()])
            position = match.end()
    return "".join(kept) + text[position:] + "}" * depth


def _skip(value: str, position: int) -> int:
    match = _BLANK.match(value, position)
    return match.end() if match else position


def _token(value: str, position: int) -> Token | None:
    first = value[position : position + 1]
    if first == "{":
        return _closed(value, position, _DELIMITER, "}")
    if first == '"':
        return _closed(value, position, _QUOTE_MARK, '"')
    match = _BARE.match(value, position)
    return Token("w", match[0], match.end()) if match else None


def _closed(value: str, position: int, marks: re.Pattern[str], closing: str) -> Token | None:
    """The delimited string that opens at ``position``; ``None`` where nothing closes it."""
    depth = 0
    for match in marks.finditer(value, position + 1):
        if match[0] == closing and depth == 0:
            return Token(value[position], value[position + 1 : match.start()], match.end())
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0:
            return None
    return None


def _is_text(part: Token) -> bool:
    """Whether a word can be neither a number nor a macro, whose name begins with no digit (``10--20``)."""
    return part.kind == "w" and part.text[0].isdecimal() and not part.text.isdecimal()


def _joined(parts: tuple[Token, ...], macros: Macros) -> Evaluation:
    """The parts' texts put together, within the limits of ``macros``, whose budget is charged."""
    if len(parts) == 1 and parts[0].kind != "w":
        return Evaluation(_SPACES.sub(" ", parts[0].text))
    texts: list[str] = []
    undefined: list[str] = []
    too_long: list[str] = []
    length = 0
    for part in parts:
        text = _text(part, macros)
        if text is None:
            undefined.append(part.text)
            text = part.text
        length += len(text)
        if part.kind == "w" and text is not part.text and (length > MAX_VALUE or length > macros.budget):
            too_long.append(part.text)
            length -= len(text) - len(part.text)
            text = part.text
        texts.append(text)
    if any(part.kind == "w" for part in parts):
        macros.budget -= length
    text = texts[0] if len(texts) == 1 else _SPACES.sub(" ", "".join(texts))
    return Evaluation(text, tuple(dict.fromkeys(undefined)), tuple(dict.fromkeys(too_long)))


def _text(part: Token, macros: Macros) -> str | None:
    """The text of a part; ``None`` for a macro that nothing defines."""
    if part.kind != "w":
        return part.text
    return part.text if part.text.isdecimal() else macros.get(part.text.lower())
