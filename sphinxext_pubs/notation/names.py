"""Names of people and organizations: parsing BibTeX name lists, and the functions for writing names.

The rules are BibTeX's (Patashnik, *Designing BibTeX Styles*, section 4) as biber applies them to Unicode
(BibLaTeX manual, sections 2.3.3 and 3.6), with workarounds for common errors of exporters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.notation.name_additions import strip_additions, strip_others
from sphinxext_pubs.notation.name_forms import (
    SUFFIX,
    join_degrees,
    parse_first_von_last,
    parse_one_comma,
    parse_two_commas,
)
from sphinxext_pubs.notation.name_lists import (
    OUTSIDE_QUOTES,
    is_particle,
    quoted,
    split,
    split_at_and,
    strip_braces,
    strip_quotes,
)
from sphinxext_pubs.notation.name_separators import Separated, people_between_commas, separated_names
from sphinxext_pubs.notation.organizations import COMPANY_FORMS, is_company_form, is_organization
from sphinxext_pubs.notation.written_names import (
    full_name,
    initials,
    inverted_name,
    short_name,
    sort_key,
    spellings,
)

__all__ = [
    "MAX_PROBLEMS",
    "OTHERS",
    "ParsedNames",
    "full_name",
    "initials",
    "inverted_name",
    "parse_names",
    "short_name",
    "sort_key",
    "spellings",
]

#: The last name of a list that ends in ``and others`` (BibTeX) or *et al.*
OTHERS = Name(literal="others")


@dataclass(frozen=True, slots=True)
class ParsedNames:
    """The names of a list, and its problems."""

    names: tuple[Name, ...] = field(default=(), metadata={"help": "The names in order."})
    problems: tuple[str, ...] = field(default=(), metadata={"help": "The problems, one sentence each."})


class _ParsedPiece(NamedTuple):
    """The names in a piece of a list.

    ``empty`` is the number of missing names. ``markup`` is true if the parts of the names are still LaTeX.
    """

    names: tuple[Name, ...]
    empty: int = 0
    problems: tuple[str, ...] = ()
    markup: bool = False


#: Maximum number of problems reported for a list, so that a broken field cannot flood the log.
MAX_PROBLEMS = 8

#: Maximum length of a piece whose names are cached, in characters.
_MAX_CACHED = 300

#: Markup that has to be decoded: LaTeX, and HTML left by exporters.
_MARKUP = re.compile(r"[{}\\~$&<`]|''|--")

_EXTENDED = re.compile(r'(?i)"?(?:family|given|prefix|suffix|id|useprefix)(?:-i)?"?\s*=')
#: An option of biber for the whole list, which is written like a name.
_OPTION = re.compile(
    r"(?i)\s*(?:useprefix|nametemplates|\w{1,40}templatename|nohashothers|nosortothers)\s?=\s?[\w:.-]{1,60}"
)
_PAIR = re.compile(r'"?([\w-]+)"?\s*=\s*(.*)', re.DOTALL)

#: Keys of BibLaTeX's extended name format that are not part of the name (nor are those that end in ``-i``).
_IGNORED_KEYS = frozenset(
    {
        "id",
        "useprefix",
        "nametemplates",
        "sortingnamekeytemplatename",
        "uniquenametemplatename",
        "labelalphanametemplatename",
    }
)


def parse_names(value: str, decode: Callable[[str], str] = str) -> ParsedNames:
    """Return the names in a raw BibTeX value such as ``author`` (delimiters removed, macros expanded).

    ``decode`` turns LaTeX into plain text; it is called only for parts that contain LaTeX. In addition to
    BibTeX's rules, ``et al.`` means ``others`` and ``AND`` means ``and``. As in biber, only the first
    letter of a hyphenated word counts (``Se-young Yun`` has no particle). ``John Smith, Jr.`` and
    ``Smith, John, Jr.`` keep their suffix. East Asian names without a comma have the family name first.
    Nothing is raised and no text is lost. The time is linear in the length of ``value``.
    """
    names: list[Name] = []
    empty = 0
    problems: list[str] = []
    pieces = value.split(" and ") if "{" not in value else split_at_and(value)
    for piece in pieces:
        parsed, missing, piece_problems, markup = (
            _parse_piece_cached(piece) if len(piece) <= _MAX_CACHED else _parse_piece(piece)
        )
        if markup:
            decoded = [_decode_name(name, decode) for name in parsed]
            missing += decoded.count(_NO_NAME)
            parsed = tuple(name for name in decoded if name != _NO_NAME)
        names += parsed
        empty += missing
        problems += piece_problems
    if len(names) > 1 and names[0].literal:
        names = _people_in_braces(names)
    people = [name for name in names if name is not OTHERS]
    if len(people) < len(names):
        names = [*people, OTHERS]
    if empty and not value.isspace() and value:
        has_and = re.search(r"\band\b", value, re.IGNORECASE)
        remedy = "Remove the extra “and”" if has_and else "Write a name, or remove the field"
        problems.append(f"{quoted(value)} contains an empty name; it is ignored. {remedy}")
    if len(pieces) > 1 and len(set(pieces)) < len(pieces):
        problems += _repeated(people)
    return ParsedNames(tuple(names), _limit(problems) if problems else ())


def _people_in_braces(names: list[Name]) -> list[Name]:
    """Return names of which each is in braces as those of people if all are inverted (EDP Sciences)."""
    parts = [name.literal.split(", ") for name in names if name is not OTHERS]
    if len(parts) < 2 or not all(len(part) == 2 and all(map(_is_short, part)) for part in parts):
        return names
    return [name if name is OTHERS else parse_one_comma(*name.literal.split(", ")) for name in names]


def _is_short(part: str) -> bool:
    """True for up to three words that may be a family or given name, not a part of an organization."""
    words = part.split()
    return (
        0 < len(words) < 4
        and not is_organization(part)
        and all(word[:1].isupper() or is_particle(word) for word in words)
    )


def _repeated(people: Iterable[Name]) -> Iterator[str]:
    """Yield the problem of repeated names, if any; initials may be those of two people."""
    names = [name for name, count in Counter(people).items() if count > 1 and _is_in_full(name)]
    if names:
        repeated = ", ".join(quoted(full_name(name)) for name in names[:MAX_PROBLEMS])
        yield f"{repeated}: in the list more than once. Remove the repetition"


def _is_in_full(name: Name) -> bool:
    return bool(name.literal) or any(len(word) > 2 and "." not in word for word in name.given.split())


def _parse_piece(raw: str) -> _ParsedPiece:
    """Return the names in ``raw``: usually one, but the caller splits some lists only roughly."""
    plain = _parse_plain(raw)
    if plain is not None:
        return _ParsedPiece((plain,))
    pieces = split_at_and(raw) if "and" in raw.lower() else [" ".join(raw.split())]
    parsed_pieces = [_parse_name(piece) for piece in pieces]
    parsed = parsed_pieces[0] if len(parsed_pieces) == 1 else _combine(parsed_pieces)
    return parsed._replace(markup=True) if _MARKUP.search(raw) else parsed


#: Words that are not names even if capitalized.
_NOT_NAMES = frozenset({"and", "others", "al", "dr", "prof", "professor", "mr", "mrs", "ms", *COMPANY_FORMS})


def _parse_plain(raw: str) -> Name | None:
    """Return a name of two to four capitalized words, or None: a fast path for most names.

    A family name before a comma is a single word, without a full stop.
    """
    plain_words = raw.split(" ")
    if not 2 <= len(plain_words) <= 4 or SUFFIX.match(plain_words[-1]):
        return None
    is_inverted = plain_words[0][-1:] == ","
    if is_inverted:
        plain_words[0] = plain_words[0][:-1]
    for word in plain_words:
        letters = word.rstrip(".").replace("-", "")
        if not letters.isalpha() or not word[0].isupper() or letters.lower() in _NOT_NAMES:
            return None
    if not is_inverted:
        return Name(plain_words[-1], " ".join(plain_words[:-1]))
    return None if "." in plain_words[0] else Name(plain_words[0], " ".join(plain_words[1:]))


def _combine(parsed_pieces: Sequence[_ParsedPiece]) -> _ParsedPiece:
    names = tuple(name for parsed in parsed_pieces for name in parsed.names)
    problems = (text for parsed in parsed_pieces for text in parsed.problems)
    return _ParsedPiece(names, sum(parsed.empty for parsed in parsed_pieces), _limit(problems))


_parse_piece_cached = lru_cache(maxsize=32768)(_parse_piece)
_NO_NAME = Name()
_NOTHING = _ParsedPiece(())
_EMPTY = _ParsedPiece((), 1)


def _parse_name(piece: str) -> _ParsedPiece:
    """Return a name in any notation, its parts not decoded, and OTHERS if *et al.* follows it."""
    piece = piece.strip(" ,~")
    if not piece:
        return _EMPTY
    rest = strip_others(piece)
    if rest == "" or piece in ("others", "Others"):
        return _ParsedPiece((OTHERS,))
    if rest is None:
        return _parse_single(piece)
    return _combine((_parse_single(rest), _ParsedPiece((OTHERS,))))


def _parse_single(piece: str) -> _ParsedPiece:
    """Return a name without *et al.*, or several if they are separated by signs such as semicolons."""
    inner = strip_braces(piece)
    if inner is not None:
        return _parse_braced(inner)
    if "=" in piece and (_OPTION.fullmatch(piece) or _EXTENDED.match(piece)):
        return _NOTHING if _OPTION.fullmatch(piece) else _parse_extended(piece)
    name, removed = strip_additions(piece)
    separated = separated_names(name)
    parsed = _parse_person(separated) if isinstance(separated, str) else _parse_separated(piece, separated)
    if not removed:
        return parsed
    what = f"in {quoted(piece)} is not part of a name; it is ignored"
    return _combine((_ParsedPiece((), 0, tuple(f"{quoted(text)} {what}" for text in removed)), parsed))


def _parse_braced(inner: str) -> _ParsedPiece:
    """Return the name of an organization in braces; a Chinese word for *et al.* is not part of it."""
    rest = strip_others(inner)
    if rest is None or (rest and inner.isascii()):
        return _ParsedPiece((Name(literal=inner),))
    return _ParsedPiece((Name(literal=rest), OTHERS) if rest else (OTHERS,))


def _parse_separated(piece: str, separated: Separated) -> _ParsedPiece:
    """Return the names separated by a sign; a single name unless it is clear that they are several."""
    what = f"the names in {quoted(piece)} are separated by \u201c{separated.sign}\u201d"
    advice = _ParsedPiece((), 0, (f"{what}. Write \u201cand\u201d between them",))
    if separated.are_people:
        return _combine((advice, *map(_parse_person, separated.names)))
    return _combine((advice, _parse_person(piece)))


def _parse_person(piece: str) -> _ParsedPiece:
    """Return a name in one of BibTeX's three forms, distinguished by the number of commas."""
    parts = [part.strip(" ~") for part in split(piece.replace("，", ","), ",")]
    if len(parts) > 3:
        parts = join_degrees([part for part in parts if part])
    if len(parts) == 1:
        return _ParsedPiece((parse_first_von_last(piece),))
    if people := people_between_commas(parts):
        return _parse_separated(piece, Separated(people, ",", are_people=True))
    if len(parts) == 2 and is_company_form(parts[1]):
        return _ParsedPiece((Name(literal=", ".join(parts)),))
    if len(parts) == 2:
        return _ParsedPiece((parse_one_comma(*parts),))
    if len(parts) == 3 and not _are_people(parts):
        return _ParsedPiece((parse_two_commas(*parts),))
    return _ParsedPiece((Name(literal=piece),), 0, (_too_many_commas(piece, parts),))


def _are_people(parts: list[str]) -> bool:
    """True if ``A B, C D, E F`` are three people: in a single name the middle part is a suffix."""
    return all(" " in part for part in parts) and not SUFFIX.match(parts[1].split()[0])


def _too_many_commas(piece: str, parts: list[str]) -> str:
    """Return the problem of a name with too many commas, or of a list of names without ``and``."""
    pairs = (
        len(parts) > 3 and len(parts) % 2 == 0 and all("." in part or len(part) < 4 for part in parts[1::2])
    )
    if pairs or all(" " in part for part in parts):
        return (
            f"{quoted(piece)} seems to be several people; it is shown as written. "
            "Write \u201cand\u201d between them, not commas"
        )
    return (
        f"{quoted(piece)} has too many commas for one name; it is shown as written. "
        "Write \u201cFamily, Suffix, Given\u201d, and put the name of an organization in braces"
    )


def _parse_extended(piece: str) -> _ParsedPiece:
    """Return the name of BibLaTeX's ``family=…, given=…, prefix=…, suffix=…`` (manual, section 3.6)."""
    values: dict[str, str] = {}
    problems: list[str] = []
    for chunk in split(piece, ",", OUTSIDE_QUOTES):
        pair = _PAIR.match(strip_quotes(chunk))
        if pair:
            values.setdefault(pair[1].lower(), strip_quotes(pair[2]))
        elif chunk.strip():
            problems.append(f"{quoted(chunk)} in {quoted(piece)} must be \u201cpart=value\u201d")
    family, given, prefix, suffix = (values.pop(key, "") for key in ("family", "given", "prefix", "suffix"))
    unknown = [key for key in values if key not in _IGNORED_KEYS and not key.endswith("-i")]
    problems += [f"unknown part \u201c{key}\u201d in {quoted(piece)}; it is ignored" for key in unknown]
    name = Name(family, given, prefix, suffix)
    return _ParsedPiece((name if name != _NO_NAME else Name(literal=piece),), 0, _limit(problems))


def _decode_name(name: Name, decode: Callable[[str], str]) -> Name:
    if name is OTHERS:
        return name
    parts = (name.family, name.given, name.particle, name.suffix, name.literal)
    return Name(*(" ".join(decode(part).split()) if _MARKUP.search(part) else part for part in parts))


def _limit(problems: Iterable[str]) -> tuple[str, ...]:
    """Return the first distinct problems, at most MAX_PROBLEMS."""
    return tuple(dict.fromkeys(problems))[:MAX_PROBLEMS]
