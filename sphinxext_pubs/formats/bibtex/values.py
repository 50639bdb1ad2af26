"""BibTeX's value expressions: braced and quoted strings, numbers and macros, joined by ``#``.

A macro is BibTeX's term for an abbreviation defined by ``@string``. As in bibtexparser's splitter, a
character escaped by a backslash is not a delimiter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sphinxext_pubs.formats.latex.journals import JOURNALS, STYLE_JOURNALS

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
#: Words allowed in ``month`` without braces although no macro of that name is defined.
MONTH_WORDS = frozenset(MONTHS) | {name.lower() for name in MONTHS.values()} | {"sept"}

#: Fields in which the abbreviations of journals need no definition.
_JOURNALS = frozenset({"journal", "journaltitle", "shortjournal", "booktitle", "series"})

#: Maximum length of a value with macros, in characters.
MAX_VALUE = 200_000
#: Maximum total length of all values with macros, in addition to the size of the files, in characters.
MAX_EXPANSION = 2_000_000

_DELIMITER = re.compile(r"(?<!\\)[{}]")
_NESTED = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)+\}")
_QUOTE_MARK = re.compile(r'(?<!\\)[{}"]')
_BARE = re.compile(r"[^\s#\"{}=,;]+")
_BLANK = re.compile(r"\s*")
_SPACES = re.compile(r"[ \t\n\r]+")
#: The next field in a value; other signs than a comma before it are mistakes as well.
_NEXT_FIELD = re.compile(r"\s*+[;.:|]?\s*+([A-Za-z][\w:.+/-]*+)\s*+=(?!=)\s*+(?=[\"{\w])")
_AFTER_VALUE = re.compile(r"\s*+[;.:|]?\s*+\Z")


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a value; ``kind`` is ``{``, ``"`` or ``w`` (a number or macro), ``end`` its end position."""

    kind: str
    text: str
    end: int


def _no_macros() -> dict[str, str]:
    return {}


@dataclass(slots=True)
class Macros:
    """The macros defined so far, and the number of characters that macros may still expand to.

    ``load_all`` returns the macros of all files, including those defined later; it is called once if
    needed, and its result is cached in ``all_macros``.
    """

    defined: dict[str, str] = field(default_factory=dict)
    budget: int = MAX_EXPANSION
    load_all: Callable[[], dict[str, str]] = _no_macros
    all_macros: dict[str, str] | None = None

    def get(self, name: str) -> str | None:
        """Return the text of a macro by its name in lower case, or None if it is not defined."""
        if name in self.defined:
            return self.defined[name]
        if name in MONTHS:
            return MONTHS[name]
        if self.all_macros is None:
            self.all_macros = self.load_all()
        return self.all_macros.get(name)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The text of a value expression, and its macros that are not defined or too long."""

    text: str
    undefined: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()


def normalize_spaces(text: str) -> str:
    """Return the text with white space normalized as in BibTeX: single spaces, none at the ends."""
    text = text.strip(" \t\n\r")
    if "\n" in text or "  " in text or "\t" in text:
        return _SPACES.sub(" ", text)
    return text


def evaluate_simple(value: str) -> str | None:
    """Return the text of a value in one of the most frequent forms, or None.

    These are a number, and a pair of braces or quotation marks around text with at most one more level
    of braces in it.
    """
    first = value[:1]
    if first == "{":
        is_simple = _is_single_group(value)
    elif first == '"':
        closing = value.find('"', 1)
        is_simple = closing == len(value) - 1 and not _DELIMITER.search(value) and value[-2:] != '\\"'
    else:
        return value if value.isdecimal() else None
    return normalize_spaces(value[1:-1]) if is_simple else None


def _is_single_group(value: str) -> bool:
    """True if the first brace is closed by the last character, with at most one level of braces inside."""
    closing = value.find("}")
    if closing == len(value) - 1:
        return value[-2:] != "\\}"
    if "\\{" in value or "\\}" in value:
        return False
    if value[-1:] == "}" and value.count("}") == 2:
        return value.count("{") == 2 and value.find("{", 1) < closing
    return _NESTED.fullmatch(value) is not None


def tokenize(value: str, start: int = 0) -> Iterator[Token]:
    """Yield the tokens of the value expression at ``start``, up to its end or the first error."""
    position = start
    while (token := _read_token(value, _skip_blanks(value, position))) is not None:
        yield token
        position = _skip_blanks(value, token.end)
        if value[position : position + 1] != "#":
            return
        position += 1


def expression_end(value: str, start: int = 0) -> int:
    """Return the end of the well-formed value expression at ``start``, or -1."""
    end = -1
    for token in tokenize(value, start):
        end = token.end
    return end


def is_expression(value: str) -> bool:
    """True if the entire string is a well-formed value expression."""
    end = expression_end(value)
    return end >= 0 and _skip_blanks(value, end) == len(value)


def evaluate(value: str, macros: Macros, name: str = "") -> Evaluation | None:
    """Return the evaluated value expression, or None if it is not well-formed or is text without braces.

    White space is collapsed, but kept at the ends, where macros may need it. An undefined macro is
    replaced by its name. The macro of a month is not expanded if it is the entire value of the field
    ``month``, since it is written like that. In the fields of journals, the abbreviations of BibTeX's styles
    and of AASTeX need no definition.
    """
    parts = tuple(tokenize(value))
    if not parts or _skip_blanks(value, parts[-1].end) != len(value) or any(map(_is_plain_text, parts)):
        return None
    if name == "month" and len(parts) == 1 and parts[0].kind == "w" and parts[0].text.lower() in MONTH_WORDS:
        return Evaluation(parts[0].text.lower())
    return _concatenate(parts, macros, _find_journal if name in _JOURNALS else _find_nothing)


def insert_commas(value: str) -> str | None:
    """Return a value that contains the next fields because of a missing comma, with commas, or None."""
    pieces = split_merged_fields(value)
    return ",".join(pieces) if pieces else None


def split_merged_fields(value: str) -> list[str]:
    """Return a value and the fields after it that it contains because commas are missing, or []."""
    pieces: list[str] = []
    name, position = "", 0
    while (end := expression_end(value, position)) >= 0:
        pieces.append(name + value[position:end])
        match = _NEXT_FIELD.match(value, end)
        if match is None:
            return pieces if pieces[1:] and _AFTER_VALUE.match(value, end) else []
        name = "\n" * value.count("\n", end, match.start(1)) + value[match.start(1) : match.end()]
        position = match.end()
    return []


def evaluate_leniently(value: str) -> str:
    """Return the text of a value that is not well-formed, without outer delimiters, braces balanced."""
    value = value.strip().rstrip(",").rstrip()
    for opening, closing in ("{}", '""'):
        if len(value) > 1 and value[0] == opening and value[-1] == closing:
            return normalize_spaces(balance_braces(value[1:-1]))
    return normalize_spaces(balance_braces(value))


def balance_braces(text: str) -> str:
    """Return the text without unmatched closing braces, and with missing closing braces at the end."""
    depth = 0
    pieces = []
    position = 0
    for match in _DELIMITER.finditer(text):
        if match[0] == "{":
            depth += 1
        elif depth:
            depth -= 1
        else:
            pieces.append(text[position : match.start()])
            position = match.end()
    return "".join(pieces) + text[position:] + "}" * depth


def _skip_blanks(value: str, position: int) -> int:
    match = _BLANK.match(value, position)
    return match.end() if match else position


def _read_token(value: str, position: int) -> Token | None:
    """Return the token at a position, or None."""
    first = value[position : position + 1]
    if first == "{":
        return _read_delimited(value, position, _DELIMITER, "}")
    if first == '"':
        return _read_delimited(value, position, _QUOTE_MARK, '"')
    match = _BARE.match(value, position)
    return Token("w", match[0], match.end()) if match else None


def _read_delimited(value: str, position: int, marks: re.Pattern[str], closing: str) -> Token | None:
    """Return the delimited string that begins at ``position``, or None if it is not closed."""
    depth = 0
    for match in marks.finditer(value, position + 1):
        if match[0] == closing and depth == 0:
            return Token(value[position], value[position + 1 : match.start()], match.end())
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0:
            return None
    return None


def _is_plain_text(part: Token) -> bool:
    """True if a word is neither a number nor a macro, whose name cannot begin with a digit (``10--20``)."""
    return part.kind == "w" and part.text[0].isdecimal() and not part.text.isdecimal()


def _find_journal(name: str) -> str | None:
    return STYLE_JOURNALS.get(name) or JOURNALS.get(name)


def _find_nothing(_name: str) -> None:
    return None


def _concatenate(
    parts: tuple[Token, ...], macros: Macros, find_default: Callable[[str], str | None]
) -> Evaluation:
    """Return the concatenated texts of the parts, and reduce the budget of ``macros``."""
    if len(parts) == 1 and parts[0].kind != "w":
        return Evaluation(_SPACES.sub(" ", parts[0].text))
    texts: list[str] = []
    undefined: list[str] = []
    too_long: list[str] = []
    length = 0
    for part in parts:
        text = _token_text(part, macros)
        if text is None:
            text = find_default(part.text.lower())
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


def _token_text(part: Token, macros: Macros) -> str | None:
    """Return the text of a part, or None for an undefined macro."""
    if part.kind != "w":
        return part.text
    return part.text if part.text.isdecimal() else macros.get(part.text.lower())
