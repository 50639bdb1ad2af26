"""Find pandoc's citations in Markdown text: ``[see @key, p. 3; @other]``, ``@key``, ``@key [p. 3]``.

The syntax is pandoc's (user's guide, "Citation syntax").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

#: A key begins with a letter, a digit or ``_``, and has single punctuation marks inside; or it is in braces.
_KEY = r"@(?:\{(?P<braced>[^{}\s]++)\}|(?P<key>\w++(?:[:.#$%&+?<>~/-]\w++)*))"
_BEFORE = r"(?<![\w@./\\-])"
_CITATION = re.compile(rf"\[(?P<inner>[^\[\]]*+)\]|{_BEFORE}(?P<bare>-?){_KEY}")
_IN_BRACKETS = re.compile(rf"{_BEFORE}-?{_KEY}")
_AFTER = re.compile(r"[ \t\n]?\[(?P<more>[^\[\]@]++)\]")
#: A locator in brackets that is followed by other citations, and these.
_AFTER_WITH_OTHERS = re.compile(r"[ \t\n]?\[(?P<more>[^\[\]@;]++);(?=[^\[\]@]*+@[^\[\]]++\])")
_OTHERS = re.compile(r"[ \t\n]*+(?P<rest>[^\[\]]++)\]")
#: The names of figures, sections and so on in Quarto.
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|tip|nte|wrn|imp|cau)-"
)


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """A citation in a text: its place, the name of its role (``p`` or ``t``), and the text of the role.

    An ``unknown`` name outside of brackets is not a citation: other texts have words with ``@`` as well.
    """

    start: int
    end: int
    role: str
    text: str
    unknown: str = ""


def find_citations(
    text: str, is_key: Callable[[str], bool], is_escaped: Callable[[int], bool]
) -> Iterator[FoundCitation]:
    """Yield the citations in a text, in order, and unknown names outside of brackets.

    ``is_key`` is True for the keys of the library, ``is_escaped`` for positions of ``@`` after a backslash.
    """
    end = 0
    for match in _CITATION.finditer(text):
        if match.start() < end:
            continue  # the brackets after a key
        inner = match["inner"]
        if inner is not None:
            keys = _IN_BRACKETS.finditer(text, match.start("inner"), match.end("inner"))
            if cited := [key for key in keys if _may_cite(key, is_key, is_escaped)]:
                prefix = text[match.start() + 1 : cited[0].start()]
                separated = prefix + _separated(text, match.end("inner"), cited)
                yield FoundCitation(match.start(), match.end(), "p", separated)
            continue
        if not is_escaped(text.index("@", match.start())):
            found = _textual(text, match, is_key)
            end = found.end
            yield found
            if (rest := _OTHERS.match(text, end)) and not found.unknown and ";" in text[end - 1 : end]:
                yield FoundCitation(rest.start("rest"), rest.end(), "p", rest["rest"])
                end = rest.end()


def _separated(text: str, end: int, keys: list[re.Match[str]]) -> str:
    """Return the text from the first key on, with a semicolon between papers that have none.

    What is between two keys belongs to the second, except a locator: ``@a, p. 3, @b``, ``@a and @b``.
    """
    pieces = [keys[0][0]]
    for key, following in pairwise(keys):
        between = text[key.end() : following.start()]
        if ";" not in between:
            before, comma, after = between.rpartition(",")
            if not comma and any(map(str.isdecimal, between)):
                before, after = between.rstrip(), ""
            between = f"{before}; {after.lstrip()}"
        pieces.append(between + following[0])
    return "".join(pieces) + text[keys[-1].end() : end]


def _may_cite(match: re.Match[str], is_key: Callable[[str], bool], is_escaped: Callable[[int], bool]) -> bool:
    """True for a name in brackets, unless it is escaped or a cross-reference of Quarto (``@fig-one``)."""
    key = match["braced"] or match["key"]
    is_reference = _CROSS_REFERENCE.match(key) is not None and not is_key(key)
    return not (is_reference or is_escaped(match.string.index("@", match.start())))


def _textual(text: str, match: re.Match[str], is_key: Callable[[str], bool]) -> FoundCitation:
    """Return the citation of a key outside of brackets, with the locator in brackets after it."""
    key, end = match["braced"] or match["key"], match.end()
    if not (match["braced"] or is_key(key)):
        return FoundCitation(match.start(), end, "t", "", unknown=key)
    after = _AFTER.match(text, end) or _AFTER_WITH_OTHERS.match(text, end)
    more = f", {after['more'].strip()}" if after else ""
    citation = f"{match['bare']}@{{{key}}}{more}"
    return FoundCitation(match.start(), after.end() if after else end, "t", citation)
