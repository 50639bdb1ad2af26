"""Name lists as text: where BibTeX's value may be cut, and which words begin in lower case.

Everything here looks at LaTeX as written, in linear time: braces protect, a backslash escapes.
"""

from __future__ import annotations

import re

_TOP = re.compile(r"\\.|[{}, ;~]", re.DOTALL)
OUTSIDE_QUOTES = re.compile(r'"(?:\\.|[^"\\])*"|\\.|[{},]', re.DOTALL)
OUTSIDE_ENTITIES = re.compile(r"\\.|[{};；、]|&#?\w{1,31};", re.DOTALL)
OUTSIDE_AMPERSANDS = re.compile(r" \\?& |\\.|[{}]", re.DOTALL)
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_LETTER = re.compile(r"\\(?:[A-Za-z]+|.)|[{}]|[^\W\d_]", re.DOTALL)
_ET_AL = re.compile(r"(?i)(?:^|(?<=[\s,~]))et(?:[\s~]+|\.[\s~]*)al$")

#: LaTeX's letters that are commands, and so have no letter of their own to judge the case by.
_LOWER_LETTERS = frozenset({"i", "j", "o", "l", "ae", "oe", "aa", "ss", "dh", "dj", "th", "ng"})
_UPPER_LETTERS = frozenset({"O", "L", "AE", "OE", "AA", "SS", "DH", "DJ", "TH", "NG"})


def split_at_and(value: str) -> list[str]:
    """The pieces between the words ``and`` outside braces; white space is made single spaces."""
    pieces: list[list[str]] = [[]]
    depth = 0
    braces = "{" in value
    for word in value.split():
        if depth <= 0 and len(word) == 3 and word.lower() == "and":
            pieces.append([])
            continue
        pieces[-1].append(word)
        if braces:
            depth = max(depth + _open_braces(word), 0)
    return [" ".join(words) for words in pieces]


def _open_braces(word: str) -> int:
    """How many more braces a word opens than it closes; ``\\{`` and ``\\}`` are characters."""
    opened = word.count("{") - word.count("}")
    return opened if "\\" not in word else opened - word.count("\\{") + word.count("\\}")


def strip_braces(piece: str) -> str | None:
    """What stands in braces around the whole piece, all pairs of them removed; ``None`` if there are none."""
    if piece[0] != "{" or piece[-1] != "}":
        return None
    opening = len(piece) - len(piece.lstrip("{"))
    inside = piece[opening:].rstrip("}")
    depth = lowest = opening
    for match in _BRACES.finditer(inside):
        depth += (match[0] == "{") - (match[0] == "}")
        lowest = min(lowest, depth)
    pairs = min(opening, lowest, len(piece) - opening - len(inside), depth)
    return piece[pairs:-pairs].strip() if pairs > 0 else None


def strip_et_al(piece: str) -> str | None:
    """The piece without an *et al.* at its end; ``None`` where there is none."""
    bare = piece.rstrip(" .,")
    match = bare[-2:].lower() == "al" and _ET_AL.search(bare, max(len(bare) - 10, 0))
    return bare[: match.start()].rstrip(" ,~") if match else None


def split_words(part: str) -> list[str]:
    """The words of a part: white space and ties outside braces separate them."""
    if "{" not in part and "\\" not in part:
        return part.replace("~", " ").split() or [""]
    return [word for word in split(part, " ~") if word] or [""]


def normalize_spaces(part: str) -> str:
    """The words of a part with single spaces between them."""
    return " ".join(split_words(part)) if "~" in part else part


def split(text: str, at: str, tokens: re.Pattern[str] = _TOP) -> list[str]:
    """Cut at each character of ``at`` that is outside braces and not escaped."""
    if len(at) == 1 and tokens is _TOP and "{" not in text and "\\" not in text:
        return text.split(at)
    chunks: list[str] = []
    depth = start = 0
    for match in tokens.finditer(text):
        token = match[0]
        if token == "{":
            depth += 1
        elif token == "}":
            depth = max(depth - 1, 0)
        elif not depth and token in at:
            chunks.append(text[start : match.start()])
            start = match.end()
    chunks.append(text[start:])
    return chunks


def is_particle(word: str) -> bool:
    """Whether a word begins in lower case; a word without letters outside plain braces does not."""
    if word[:1].isalpha():
        return _is_lower(word[0])
    depth = 0
    special = False
    for match in _LETTER.finditer(word):
        token = match[0]
        if token in "{}":
            depth += 1 if token == "{" else -1
        elif token[0] == "\\" and (depth == 0 or word[match.start() - 1] == "{"):
            special = True
            if token[1:] in _LOWER_LETTERS or token[1:] in _UPPER_LETTERS:
                return token[1:] in _LOWER_LETTERS
        elif token[0] != "\\" and (special or depth <= 0):
            return _is_lower(token)
    return False


def _is_lower(letter: str) -> bool:
    # Georgian has lower-case letters only, as Unicode sees it: they are their own title case.
    return letter.islower() and letter.title() != letter


def strip_quotes(text: str) -> str:
    """The text without double quotes around it."""
    text = text.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def quoted(text: str) -> str:
    """A value as messages show it: on one line, in quotation marks, at most 60 characters of it."""
    line = " ".join(text[:240].split())
    return f"\u201c{line}\u201d" if len(line) <= 60 and len(text) <= 240 else f"\u201c{line[:57]}…\u201d"
