"""Marks after author names: equal contribution, corresponding author, shared first or last authorship.

They come from annotations: ``author+an = {1=equal; 2=equal,corresponding}``. The words of :data:`MARKS`
have a sign and a meaning; a quoted annotation is the sign itself. Signs after names in BibTeX (*Doe\\**,
*Roe$^\\dagger$*) become quoted annotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation.annotations import format_annotations, parse_annotations


@dataclass(frozen=True, slots=True)
class Mark:
    """A row: the word in the data, the sign, its meaning (a message id), and other words for it."""

    name: str
    sign: str
    label: str
    words: tuple[str, ...] = ()


MARKS: tuple[Mark, ...] = (
    Mark("equal", "*", "Equal contribution", ("equal contribution", "equalcontribution", "equally")),
    Mark("first", "†", "Shared first authorship", ("co-first", "joint first", "shared first")),
    Mark("last", "‡", "Shared last authorship", ("co-last", "joint last", "shared last", "senior")),
    Mark("corresponding", "§", "Corresponding author", ("corresponding author", "correspondence")),
)

_BY_WORD = {word: mark for mark in MARKS for word in (mark.name, *mark.words)}

#: The name of the field with the annotations.
FIELD = "author+an"

_SIGNS = "*†‡§¶∗⁎"
_SIGN_CHARACTERS = frozenset(_SIGNS + "#")
_COMMAND_AT_NAME = re.compile(r"\^\{?\\?(ast|dagger|ddagger|star)\}?$")
#: Maximum length of a sign in a quoted annotation, in characters: ``*†``, ``1,2``.
_MAX_SIGN = 4
#: Maximum length of a command for a sign, in characters.
_MAX_COMMAND = 12
_HAS_SIGN = re.compile(rf"[{_SIGNS}]|\\(?:ast|dagger|ddagger|star|dag|ddag|S|P|textasteriskcentered)\b|\^")
_COMMANDS = {"ast": "*", "star": "*", "dagger": "†", "ddagger": "‡"}


#: Names of annotations with data about authors.
_DATA = frozenset({"id", "orcid", "affiliation", "institution", "country", "email", "gender"})


def _is_field(name: str) -> bool:
    """True if a field can contain marks, unlike those of other data (``author+an:orcid``)."""
    field, _, kind = name.partition(":")
    return field == FIELD and kind not in _DATA


def marks_of(paper: Publication) -> tuple[dict[int, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    """Return the signs of authors by position, from 0, and the legend: pairs of a sign and a message id.

    The legend is in the order of MARKS.
    """
    values = [str(value) for name, value in paper.custom if _is_field(name)]
    if not values:
        return {}, ()
    signs: dict[int, dict[str, None]] = {}
    used: set[Mark] = set()
    for value in values:
        for position, words in parse_annotations(value).items():
            for word in words:
                mark = _BY_WORD.get(fold(word))
                used |= {mark} if mark else set()
                sign = mark.sign if mark else _quoted_sign(word)
                if sign:
                    signs.setdefault(position, {})[sign] = None
    legend = tuple((mark.sign, mark.label) for mark in MARKS if mark in used)
    return {position: tuple(unique) for position, unique in signs.items()}, legend


def _quoted_sign(word: str) -> str:
    """Return the sign in a quoted annotation; anything longer, such as an affiliation, is not a sign."""
    sign = word[1:-1].strip() if word.startswith('"') else ""
    return sign if len(sign) <= _MAX_SIGN else ""


def strip_signs(names: Sequence[Name], value: str) -> tuple[tuple[Name, ...], str]:
    """Return the names without the signs at their ends, and the value of :data:`FIELD` for these signs.

    ``value`` is the source of the list of names.
    """
    if not _HAS_SIGN.search(value):
        return tuple(names), ""
    bare, annotations = [], dict[int, str]()
    for position, name in enumerate(names):
        signs: list[str] = []
        parts = {part: _strip_signs(getattr(name, part), signs) for part in _PARTS}
        if signs and (parts["family"] or parts["literal"]):
            annotations[position] = "".join(dict.fromkeys(signs))
            name = replace(name, **parts)
        bare.append(name)
    return tuple(bare), format_annotations(annotations)


_PARTS = ("family", "given", "suffix", "literal")


def _strip_signs(value: str, signs: list[str]) -> str:
    """Return the value without the signs at its end, and append them to ``signs``, the last first."""
    end = len(value)
    while end:
        start = end
        while start and value[start - 1] in _SIGN_CHARACTERS:
            start -= 1
        if start < end:
            signs.append(value[start:end])
            start = _skip_spaces(value, start)
            start -= start > 0 and value[start - 1] == "^"
        elif command := _COMMAND_AT_NAME.search(value, max(0, end - _MAX_COMMAND), end):
            signs.append(_COMMANDS[command[1]])
            start = command.start()
        else:
            break
        end = _skip_spaces(value, start)
    return value[:end]


def _skip_spaces(value: str, end: int) -> int:
    """Return the position ``end`` moved back over white space."""
    while end and value[end - 1].isspace():
        end -= 1
    return end


def message_ids() -> Iterable[str]:
    """Return the message ids for the catalogs: the meanings of the signs."""
    return (mark.label for mark in MARKS)
