"""Marks at names: who contributed equally, who corresponds, who shares the first or last place.

They come from annotations: ``author+an = {1=equal; 2=equal,corresponding}``. Words of :data:`MARKS` have a
sign and a meaning; what stands in quotes is a sign itself. Signs that stand at names in BibTeX (*Doe\\**,
*Roe$^\\dagger$*) are read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation.annotations import annotated, written


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

#: The field of annotations.
FIELD = "author+an"

_SIGNS = "*†‡§¶∗⁎"
_SIGN_CHARACTERS = frozenset(_SIGNS + "#")
_COMMAND_AT_NAME = re.compile(r"\^\{?\\?(ast|dagger|ddagger|star)\}?$")
#: No command of a sign is longer, in characters.
_LONGEST = 12
_HAS_SIGN = re.compile(rf"[{_SIGNS}]|\\(?:ast|dagger|ddagger|star|dag|ddag|S|P|textasteriskcentered)\b|\^")
_COMMANDS = {"ast": "*", "star": "*", "dagger": "†", "ddagger": "‡"}


def _is_field(name: str) -> bool:
    """Whether a field holds words of MARKS; what others (``author+an:orcid``) hold is something else."""
    field, _, kind = name.partition(":")
    return field == FIELD and kind not in ("id", "orcid")


def marks_of(paper: Publication) -> tuple[dict[int, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    """The signs at each author, by place, and what the signs mean (message ids), in the order of MARKS."""
    values = [str(value) for name, value in paper.custom if _is_field(name)]
    if not values:
        return {}, ()
    signs: dict[int, dict[str, None]] = {}
    meant: set[Mark] = set()
    for value in values:
        for place, words in annotated(value).items():
            for word in words:
                mark = _BY_WORD.get(fold(word))
                meant |= {mark} if mark else set()
                sign = mark.sign if mark else word[1:-1].strip()[:8] if word.startswith('"') else ""
                if sign:
                    signs.setdefault(place, {})[sign] = None
    legend = tuple((mark.sign, mark.label) for mark in MARKS if mark in meant)
    return {place: tuple(found) for place, found in signs.items()}, legend


def without_signs(names: Sequence[Name], value: str) -> tuple[tuple[Name, ...], str]:
    """Names without the signs at their ends, and these as annotations; ``value`` is how they are written."""
    if not _HAS_SIGN.search(value):
        return tuple(names), ""
    bare, said = [], dict[int, str]()
    for place, name in enumerate(names):
        found: list[str] = []
        parts = {part: _bare(getattr(name, part), found) for part in ("family", "given", "suffix", "literal")}
        if found and (parts["family"] or parts["literal"]):
            said[place] = "".join(dict.fromkeys(found))
            name = replace(name, **parts)
        bare.append(name)
    return tuple(bare), written(said)


def _bare(value: str, found: list[str]) -> str:
    """The value without the signs at its end, which are added to ``found``, the last first."""
    end = len(value)
    while end:
        start = end
        while start and value[start - 1] in _SIGN_CHARACTERS:
            start -= 1
        if start < end:
            found.append(value[start:end])
            start = _without_spaces(value, start)
            start -= start > 0 and value[start - 1] == "^"
        elif command := _COMMAND_AT_NAME.search(value, max(0, end - _LONGEST), end):
            found.append(_COMMANDS[command[1]])
            start = command.start()
        else:
            break
        end = _without_spaces(value, start)
    return value[:end]


def _without_spaces(value: str, end: int) -> int:
    while end and value[end - 1].isspace():
        end -= 1
    return end


def message_ids() -> Iterable[str]:
    """What the signs mean, for catalogues."""
    return (mark.label for mark in MARKS)
