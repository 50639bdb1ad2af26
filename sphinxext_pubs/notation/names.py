"""Names of people and organisations: reading them from BibTeX's notation, showing, sorting, finding them.

The rules are BibTeX's (Patashnik, *Designing BibTeX Styles*, section 4) as biber applies them to Unicode
(BibLaTeX manual, sections 2.3.3 and 3.6), with a few mendings of what exporters write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation.name_lists import (
    OUTSIDE_AMPERSANDS,
    OUTSIDE_ENTITIES,
    OUTSIDE_QUOTES,
    is_particle,
    normalize_spaces,
    quoted,
    split,
    split_at_and,
    split_words,
    strip_braces,
    strip_et_al,
    strip_quotes,
)

#: Stands at the end of a name list for the people not named (BibTeX's ``and others``).
OTHERS = Name(literal="others")


@dataclass(frozen=True, slots=True)
class ParsedNames:
    """The names of a list in its order, and what is wrong with it, one sentence each."""

    names: tuple[Name, ...] = ()
    problems: tuple[str, ...] = ()


class _Piece(NamedTuple):
    """What a piece of a list holds; ``empty`` counts missing names.

    With ``markup``, the names' parts are still LaTeX.
    """

    names: tuple[Name, ...]
    empty: int = 0
    problems: tuple[str, ...] = ()
    markup: bool = False


#: A list makes at most this many problems, so that one broken field cannot flood the log.
MAX_PROBLEMS = 8

#: Longer pieces (in characters) are read, but not remembered.
_MAX_CACHED = 300

#: What only a decoder of LaTeX (and of the HTML that exporters leave) can turn into plain text.
_MARKUP = re.compile(r"[{}\\~$&<`]|''|--")

_JUNIOR = re.compile(r"(?i:jr|sr|junior|senior)\.?$")
_SUFFIX = re.compile(r"(?i:jr|sr|junior|senior)\.?$|II$|III$|IV$|2nd$|3rd$")
_EXTENDED = re.compile(r'(?i)"?(?:family|given|prefix|suffix|id|useprefix)(?:-i)?"?\s*=')
_PAIR = re.compile(r'"?([\w-]+)"?\s*=\s*(.*)', re.DOTALL)

#: Keys of BibLaTeX's extended form that say nothing of the name's own text (as do those in ``-i``).
_SILENT_KEYS = frozenset(
    {"id", "useprefix", "sortingnamekeytemplatename", "uniquenametemplatename", "labelalphanametemplatename"}
)

#: Scripts whose names stand family first and without a space: Han, Kana, Hangul, Bopomofo.
_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3100-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+$"
)


# Reading


def parse_names(value: str, decode: Callable[[str], str]) -> ParsedNames:
    """The names in a raw BibTeX value such as ``author`` (delimiters removed, macros expanded).

    ``decode`` turns a piece of LaTeX into plain text; it is called only where there is LaTeX. Beyond
    BibTeX's rules, ``et al.`` counts as ``others``, ``AND`` as ``and``; a word with a hyphen is judged
    by its first letter, as biber does (``Se-young Yun`` has no particle); ``John Smith, Jr.`` and
    ``Smith, John, Jr.`` keep their suffix; East Asian names without a comma have the family first.
    Nothing is raised and no text is lost; time is linear in the length of ``value``.
    """
    names: list[Name] = []
    empty = 0
    problems: list[str] = []
    for piece in value.split(" and ") if "{" not in value else split_at_and(value):
        found, missing, wrong, markup = (
            _parse_piece_cached(piece) if len(piece) <= _MAX_CACHED else _parse_piece(piece)
        )
        if markup:
            decoded = [_decode_name(name, decode) for name in found]
            missing += decoded.count(_NO_NAME)
            found = tuple(name for name in decoded if name != _NO_NAME)
        names += found
        empty += missing
        problems += wrong
    people = [name for name in names if name is not OTHERS]
    if len(people) < len(names):
        names = [*people, OTHERS]
    if empty and not value.isspace() and value:
        problems.append(
            f"{quoted(value)} holds an empty name, which is ignored: is there an \u201cand\u201d too many?"
        )
    return ParsedNames(tuple(names), _limit(problems) if problems else ())


def _parse_piece(raw: str) -> _Piece:
    """The names in ``raw``, usually one: a list is cut at ``and`` only roughly before it comes here."""
    plain = _parse_plain(raw)
    if plain is not None:
        return _Piece((plain,))
    pieces = split_at_and(raw) if "and" in raw.lower() else [" ".join(raw.split())]
    readings = [_parse_name(piece) for piece in pieces]
    reading = readings[0] if len(readings) == 1 else _combine(readings)
    return reading._replace(markup=True) if _MARKUP.search(raw) else reading


#: Capitalised words that mean something else than a name.
_NOT_NAMES = frozenset({"and", "others", "al"})


def _parse_plain(raw: str) -> Name | None:
    """A name of two to four capitalised words, as most are; None for others, which take longer."""
    found = raw.split(" ")
    if not 2 <= len(found) <= 4 or _SUFFIX.match(found[-1]):
        return None
    for word in found:
        letters = word.rstrip(".").replace("-", "")
        if not letters.isalpha() or not word[0].isupper() or letters.lower() in _NOT_NAMES:
            return None
    return Name(found[-1], " ".join(found[:-1]))


def _combine(readings: Sequence[_Piece]) -> _Piece:
    names = tuple(name for reading in readings for name in reading.names)
    problems = (text for reading in readings for text in reading.problems)
    return _Piece(names, sum(reading.empty for reading in readings), _limit(problems))


_parse_piece_cached = lru_cache(maxsize=32768)(_parse_piece)
_NO_NAME = Name()
_EMPTY = _Piece((), 1)


def _parse_name(piece: str) -> _Piece:
    """One name in any notation, its parts as written, and perhaps *et al.* after it."""
    piece = piece.strip(" ,~")
    if not piece:
        return _EMPTY
    rest = strip_et_al(piece)
    if rest == "" or piece in ("others", "Others", "...", "…", "\\dots", "\\ldots"):
        return _Piece((OTHERS,))
    if rest is None:
        return _parse_single(piece)
    return _combine((_parse_single(rest), _Piece((OTHERS,))))


def _parse_single(piece: str) -> _Piece:
    """One name; more than one where somebody separated them by semicolons."""
    inner = strip_braces(piece)
    if inner is not None:
        return _Piece((OTHERS if strip_et_al(inner) == "" else Name(literal=inner),))
    if "=" in piece and _EXTENDED.match(piece):
        return _parse_extended(piece)
    for sign, pattern, tokens, looks_right in _SEPARATORS:
        if sign in piece:
            people = [
                chunk for chunk in (part.strip(" ,") for part in split(piece, pattern, tokens)) if chunk
            ]
            if len(people) > 1:
                return _parse_separated(piece, people, sign, all(map(looks_right, people)))
            piece = people[0] if people else piece
    return _parse_person(piece)


def _parse_separated(piece: str, people: list[str], sign: str, clear: bool) -> _Piece:
    """Names that somebody did not separate by ``and``; one name where it is not clear that they are more."""
    what = f"the names in {quoted(piece)} are separated by \u201c{sign}\u201d"
    advice = f"{what}; write \u201cand\u201d between them"
    if clear:
        return _combine((_Piece((), 0, (advice,)), *map(_parse_person, people)))
    reading = _parse_person(piece)
    return reading if sign == "&" else _combine((_Piece((), 0, (advice,)), reading))


def _is_short_name(chunk: str) -> bool:
    sound = chunk.count(",") <= 2 and len(chunk) < 120 and not any(map(str.isdigit, chunk))
    return sound and len(chunk.split()) <= 6


def _is_inverted(chunk: str) -> bool:
    return chunk.count(",") == 1 and _is_short_name(chunk)


#: Signs that people put between names: the sign, all that is cut at, the tokens, and how each name must look.
_SEPARATORS: tuple[tuple[str, str, re.Pattern[str], Callable[[str], bool]], ...] = (
    (";", ";", OUTSIDE_ENTITIES, _is_short_name),
    ("；", "；", OUTSIDE_ENTITIES, _is_short_name),
    ("、", "、", OUTSIDE_ENTITIES, _is_short_name),
    ("&", r" \& & ", OUTSIDE_AMPERSANDS, _is_inverted),
)


def _parse_person(piece: str) -> _Piece:
    """A name in one of BibTeX's three forms, told apart by the number of commas."""
    parts = [part.strip(" ~") for part in split(piece, ",")]
    if len(parts) > 3:
        parts = [part for part in parts if part]
    if len(parts) == 1:
        return _Piece((_parse_first_von_last(piece),))
    if len(parts) == 2:
        return _Piece((_parse_one_comma(*parts),))
    if len(parts) == 3 and not _are_people(parts):
        return _Piece((_parse_two_commas(*parts),))
    return _Piece((Name(literal=piece),), 0, (_too_many_commas(piece, parts),))


def _are_people(parts: list[str]) -> bool:
    """Whether ``A B, C D, E F`` are three people: in a single name the middle part is a suffix."""
    return all(" " in part for part in parts) and not _SUFFIX.match(parts[1].split()[0])


def _too_many_commas(piece: str, parts: list[str]) -> str:
    pairs = (
        len(parts) > 3 and len(parts) % 2 == 0 and all("." in part or len(part) < 4 for part in parts[1::2])
    )
    if pairs or all(" " in part for part in parts):
        return (
            f"{quoted(piece)} seems to be several people; "
            "names are separated by \u201cand\u201d, not by commas. It is shown as written"
        )
    return (
        f"{quoted(piece)} has too many commas for one name; write \u201cFamily, Suffix, Given\u201d, "
        "and put the name of an organisation in braces. It is shown as written"
    )


def _parse_one_comma(last: str, first: str) -> Name:
    if _JUNIOR.match(first) or (_SUFFIX.match(first) and " " in last and not is_particle(last)):
        name = _parse_first_von_last(last)
        return Name(name.family, name.given, name.particle, normalize_spaces(first))
    return _parse_von_last(last, first)


def _parse_two_commas(last: str, second: str, third: str) -> Name:
    if _SUFFIX.match(third) and not _SUFFIX.match(second):
        return _parse_von_last(last, second, third)
    return _parse_von_last(last, third, second)


def _parse_von_last(last: str, first: str, suffix: str = "") -> Name:
    """The comma forms: what is in lower case at the start of ``last`` is the particle."""
    found = split_words(last)
    start = 0
    while start < len(found) - 1 and is_particle(found[start]):
        start += 1
    return Name(
        " ".join(found[start:]), normalize_spaces(first), " ".join(found[:start]), normalize_spaces(suffix)
    )


def _parse_first_von_last(piece: str) -> Name:
    """The form without a comma: the first run of words in lower case divides given from family name."""
    found = split_words(piece)
    suffix = found.pop() if len(found) > 2 and _SUFFIX.match(found[-1]) else ""
    final = len(found) - 1
    if final and not piece.isascii() and all(map(_EAST_ASIAN.match, found)):
        return Name(found[0], " ".join(found[1:]), "", suffix)
    start = 0
    while start < final and not is_particle(found[start]):
        start += 1
    end = start
    while end < final and is_particle(found[end]):
        end += 1
    return Name(" ".join(found[end:]), " ".join(found[:start]), " ".join(found[start:end]), suffix)


def _parse_extended(piece: str) -> _Piece:
    """BibLaTeX's ``family=…, given=…, prefix=…, suffix=…`` (manual, section 3.6)."""
    found: dict[str, str] = {}
    problems: list[str] = []
    for chunk in split(piece, ",", OUTSIDE_QUOTES):
        pair = _PAIR.match(strip_quotes(chunk))
        if pair:
            found.setdefault(pair[1].lower(), strip_quotes(pair[2]))
        elif chunk.strip():
            problems.append(f"{quoted(chunk)} in {quoted(piece)} should be \u201cpart=value\u201d")
    family, given, prefix, suffix = (found.pop(key, "") for key in ("family", "given", "prefix", "suffix"))
    unknown = [key for key in found if key not in _SILENT_KEYS and not key.endswith("-i")]
    problems += [f"\u201c{key}\u201d in {quoted(piece)} is no part of a name" for key in unknown]
    name = Name(family, given, prefix, suffix)
    return _Piece((name if name != _NO_NAME else Name(literal=piece),), 0, _limit(problems))


def _decode_name(name: Name, decode: Callable[[str], str]) -> Name:
    if name is OTHERS:
        return name
    parts = (name.family, name.given, name.particle, name.suffix, name.literal)
    return Name(*(" ".join(decode(part).split()) if _MARKUP.search(part) else part for part in parts))


def _limit(problems: Iterable[str]) -> tuple[str, ...]:
    """The first problems, each once."""
    return tuple(dict.fromkeys(problems))[:MAX_PROBLEMS]


# Showing and comparing


def full(name: Name) -> str:
    """The name in reading order: ``Ludwig van Beethoven``, ``Martin King, Jr.``, ``王小明``."""
    if name.literal:
        return name.literal
    if _is_east_asian(name):
        return name.family + name.given
    family = _with_particle(name)
    text = f"{name.given} {family}" if name.given and family else name.given or family
    return f"{text}, {name.suffix}" if name.suffix else text


def inverted(name: Name) -> str:
    """The name family first: ``van Beethoven, Ludwig``, ``King, Martin, Jr.``."""
    return name.literal or ", ".join(filter(None, (_with_particle(name), name.given, name.suffix)))


def short(name: Name) -> str:
    """The name as citations give it: ``van Beethoven``; the given name where there is no other."""
    return name.literal or _with_particle(name) or name.given


def sort_key(name: Name) -> str:
    """What names are sorted by: family, given name, particle, suffix, folded; a literal as written.

    A tab separates the parts, since it sorts before everything that a name holds.
    """
    if name.literal:
        return fold(name.literal)
    return fold("\t".join((name.family, name.given, name.particle, name.suffix))).rstrip("\t")


def spellings(name: Name) -> tuple[str, ...]:
    """The folded strings in which conditions on people look for whole words."""
    forms = [full(name), inverted(name)]
    if _is_east_asian(name):
        forms.append(f"{name.given} {name.family}")
    return tuple(dict.fromkeys(map(fold, forms)))


def initials(given: str) -> str:
    """The initials of a given name: ``Jean-Pierre`` → ``J.-P.``.

    Particles in it (``van``), and scripts without capitals, are kept whole.
    """
    if given.isascii() and given.isalpha() and given.isupper() and len(given) <= 3:
        return " ".join(f"{letter}." for letter in given)
    parts = unicodedata.normalize("NFC", given).replace(".", ". ").replace(". -", ".-").split()
    written = [
        word if place and is_particle(word) else "-".join(map(_initial, word.split("-")))
        for place, word in enumerate(parts)
    ]
    return " ".join(written)


def _initial(word: str) -> str:
    """The first letter that has a capital, and a full stop."""
    start = next((index for index, char in enumerate(word) if char.title() != char.lower()), None)
    if start is None or word.endswith("."):
        return word
    return word[start] + "."


def _with_particle(name: Name) -> str:
    """Particle and family; nothing between them after ``d'`` and ``al-``."""
    if not name.particle or not name.family:
        return name.particle or name.family
    return name.particle + ("" if name.particle[-1] in "'’-" else " ") + name.family


def _is_east_asian(name: Name) -> bool:
    return bool(name.given and not name.family.isascii() and _EAST_ASIAN.match(name.family + name.given))
