"""Splitting BibTeX's name lists and names, and recognizing particles and East Asian names.

All functions work on LaTeX source in linear time. Text in braces is not split; backslashes escape.
"""

from __future__ import annotations

import re

_TOP = re.compile(r"\\.|[{}, ;~]", re.DOTALL)
OUTSIDE_QUOTES = re.compile(r'"(?:\\.|[^"\\])*"|\\.|[{},]', re.DOTALL)
OUTSIDE_ENTITIES = re.compile(r"\\.|[{};；、]|&#?\w{1,31};", re.DOTALL)
OUTSIDE_AMPERSANDS = re.compile(r" \\?& |\\.|[{}]", re.DOTALL)
OUTSIDE_BARS = re.compile(r" [/|] |\\.|[{}]", re.DOTALL)
OUTSIDE_COMMAS = re.compile(r"，|\\.|[{}]", re.DOTALL)
OUTSIDE_WORDS = re.compile(r" (?:und|et|och|og|en|y|e|i) |\\.|[{}]", re.DOTALL)
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_LETTER = re.compile(r"\\(?:[A-Za-z]+|.)|[{}]|[^\W\d_]", re.DOTALL)

#: Scripts of names with the family name first and without a space: Han, Kana, Hangul, Bopomofo.
EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3100-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+$"
)

#: Commands of LaTeX that are letters in lower case, and those in upper case.
_LOWER_LETTERS = frozenset({"i", "j", "o", "l", "ae", "oe", "aa", "ss", "dh", "dj", "th", "ng"})
_UPPER_LETTERS = frozenset({"O", "L", "AE", "OE", "AA", "SS", "DH", "DJ", "TH", "NG"})


def split_at_and(value: str) -> list[str]:
    """Return the pieces between the words ``and`` outside braces, with single spaces between words."""
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
    """Return the number of braces opened minus those closed in a word; escaped braces do not count."""
    count = word.count("{") - word.count("}")
    return count if "\\" not in word else count - word.count("\\{") + word.count("\\}")


def strip_braces(piece: str) -> str | None:
    """Return the piece without all pairs of braces around it, or None if it is not in braces."""
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


def split_words(part: str) -> list[str]:
    """Return the words of a part, separated by white space and ties outside braces."""
    if "{" not in part and "\\" not in part:
        return part.replace("~", " ").split() or [""]
    return [word for word in split(part, " ~") if word] or [""]


def normalize_spaces(part: str) -> str:
    """Return the words of a part with single spaces between them."""
    return " ".join(split_words(part)) if "~" in part else part


def split(text: str, at: str, tokens: re.Pattern[str] = _TOP) -> list[str]:
    """Return the text split at each token in ``at`` that is outside braces and not escaped."""
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
    """True if a word begins in lower case; False if it has no letters outside plain braces."""
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
    # Unicode classifies Georgian letters as lower case, but they are their own title case.
    return letter.islower() and letter.title() != letter


def strip_quotes(text: str) -> str:
    """Return the text without double quotes around it."""
    text = text.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def quoted(text: str) -> str:
    """Return a value for messages: on one line, in quotation marks, at most 60 characters."""
    line = " ".join(text[:240].split())
    return f"\u201c{line}\u201d" if len(line) <= 60 and len(text) <= 240 else f"\u201c{line[:57]}…\u201d"
