"""The words of dates: names of months and seasons, and the months and days that they express."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.model.statuses import SPELLINGS, term_of

#: Full names and abbreviations of the months, folded, in the languages of most bibliographies.
_MONTH_ROWS = (
    "january jan janv januar jaenner janner janvier enero ene gennaio gen janeiro januari "
    "stycznia styczen ocak "
    "января январь янв 一月",
    "february feb febr februar fevrier fevr fev febrero febbraio fevereiro februari lutego luty subat "
    "февраля февраль фев 二月",
    "march mar marz maerz mrz mars marzo marco maart marca marzec mart марта март мар 三月",
    "april apr avril avr abril abr aprile april kwietnia kwiecien nisan апреля апрель апр 四月",
    "may mai mayo maggio mag maio mei maj maja mayis мая май 五月",
    "june jun juni juin junio giugno giu junho czerwca czerwiec haziran июня июнь июн 六月",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec temmuz июля июль июл 七月",
    "august aug aout agosto ago augustus augusti sierpnia sierpien agustos августа август авг 八月",
    "september sep sept septembre septiembre settembre set setembro septembar wrzesnia wrzesien eylul "
    "сентября сентябрь сен сент 九月",
    "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik ekim "
    "октября октябрь окт 十月",
    "november nov novembre noviembre novembro listopada listopad kasim ноября ноябрь ноя нояб 十一月",
    "december dec dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien aralik "
    "декабря декабрь дек 十二月",
)
_MONTHS = {word: number for number, row in enumerate(_MONTH_ROWS, 1) for word in fold(row).split()}

#: Names of the seasons, folded, in the order of EDTF (21 to 24) and CSL (1 to 4).
_SEASON_ROWS = (
    "spring fruhling fruhjahr fruehjahr fruehling printemps primavera lente voorjaar wiosna весна 春 春季 봄",
    "summer sommer ete verano estate verao zomer lato лето 夏 夏季 여름",
    "autumn fall herbst automne otono autunno outono herfst najaar jesien осень 秋 秋季 가을",
    "winter hiver invierno inverno zima зима 冬 冬季 겨울",
)
_SEASONS = {word: number for number, row in enumerate(_SEASON_ROWS, 1) for word in fold(row).split()}

_STATUS = re.compile(
    r"(?i)(?<!\w)(?:" + "|".join(sorted(map(re.escape, SPELLINGS), key=len, reverse=True)) + r")(?!\w)\.?"
)

#: Texts for a missing date, folded and without spaces, brackets and full stops.
_UNDATED = frozenset(
    fold(
        "nd nodate undated sa sd sf oj zj br sineanno sinedato ohnejahr sinfecha sansdate senzadata nodated "
        "unknown unpublished unveroffentlicht none na бг 无日期 日期不详 出版年不詳 ? ?? ??? ???? "
        "tbd tba tobeannounced tobedetermined xxxx "
        "0 0000 0000-00 0000-00-00"
    ).split()
)
_UNDATED_NOISE = re.compile(r"[\s.,;()\[\]{}]+")

#: Words between the two ends of a range, words between two dates, and words to ignore.
_JOINERS = frozenset(["to", "bis", "a", "au", "al", "do", "until", "thru", "through", "по"])
_LISTERS = frozenset(["and", "und", "et", "y", "e", "i", "en", "og", "och", "&", "+"])
_FILLERS = frozenset(
    ["of", "de", "di", "du", "the", "st", "nd", "rd", "th", "del", "le", "la", "den", "г", "year", "er", "in"]
)
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[-–—‐‑−/]+|[,;&+]|[^\s.]")


class Days(NamedTuple):
    """Months and days within a year; ``complete`` is true if they express all of the text."""

    start: tuple[int, ...]
    end: tuple[int, ...] | None = None
    season: int = 0
    complete: bool = True


def status_in(text: str) -> tuple[str, str]:
    """Return the term of the publication status in a text and the text without it, or ``("", text)``."""
    match = _STATUS.search(text)
    if match is None:
        return "", text
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return term_of(match[0]), rest.strip(" ,;:.()[]-–/")


def is_undated(text: str) -> bool:
    """True if a text means that there is no date: ``n.d.``, ``s. a.``, ``o. J.``."""
    return len(text) < 40 and _UNDATED_NOISE.sub("", fold(text)) in _UNDATED


def season_number(word: str) -> int:
    """Return 1 (spring) to 4 (winter) for the name of a season, 0 for any other word."""
    return _SEASONS.get(fold(word.strip()), 0)


class Token(NamedTuple):
    """A word of a date.

    Kinds: Y(ear), N(umber), M(onth), S(eason), ``-``, ``&``, ``?`` (unknown), empty (to be ignored).
    """

    kind: str
    value: int = 0


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a date, without words to ignore and without joining words at its ends."""
    tokens = [token for token in map(_classify_word, _split_words(text)) if token.kind]
    while tokens and tokens[-1].kind in "-&":
        tokens.pop()
    while tokens and tokens[0].kind in "-&":
        del tokens[0]
    return tokens


def _split_words(text: str) -> Iterator[str]:
    return (match[0] for match in _TOKEN.finditer(text))


def _classify_word(word: str) -> Token:
    """Return the token of a word."""
    if word.isdecimal():
        return Token("Y" if len(word) == 4 else "N" if len(word) < 3 else "?", int(word[:9]))
    if not (word := fold(word)):
        return Token("")  # an accent without a letter
    for kind, table in (("M", _MONTHS), ("S", _SEASONS)):
        if word in table:
            return Token(kind, table[word])
    if word[0] in "-–—‐‑−/" or word in _JOINERS:
        return Token("-")
    if word in _LISTERS:
        return Token("&")
    return Token("" if word in _FILLERS or word in ",;" else "?")


def parse_days(tokens: list[Token]) -> Days | None:
    """Return the months and days of tokens without a year, or None for an unknown sequence."""
    shape = _SHAPES.get("".join(token.kind for token in tokens))
    return shape([token.value for token in tokens if token.kind in "MNS"]) if shape else None


def _month_pair(months: list[int]) -> Days:
    """Return two months as a range if they are consecutive, else the first."""
    first, last = months
    return Days((first,), (last,)) if last == first + 1 else Days((first,), complete=False)


def _day_range(start: tuple[int, ...], end: tuple[int, ...]) -> Days:
    return Days(start, end) if end > start else Days(start, complete=False)


_SHAPES: dict[str, Callable[[list[int]], Days]] = {
    "": lambda _: Days(()),
    "M": lambda value: Days((value[0],)),
    "MN": lambda value: Days((value[0], value[1])),
    "NM": lambda value: Days((value[1], value[0])),
    "M-N": lambda value: Days((value[0], value[1])),
    "N-M": lambda value: Days((value[1], value[0])),
    "M-M": lambda value: _day_range((value[0],), (value[1],)),
    "M-M-M": lambda value: _day_range((value[0],), (value[2],)),
    "MM": _month_pair,
    "M&M": _month_pair,
    "MN-N": lambda value: _day_range((value[0], value[1]), (value[0], value[2])),
    "MN&N": lambda value: _day_range((value[0], value[1]), (value[0], value[2])),
    "N-NM": lambda value: _day_range((value[2], value[0]), (value[2], value[1])),
    "N&NM": lambda value: _day_range((value[2], value[0]), (value[2], value[1])),
    "MN-MN": lambda value: _day_range((value[0], value[1]), (value[2], value[3])),
    "NM-NM": lambda value: _day_range((value[1], value[0]), (value[3], value[2])),
    "S": lambda value: Days((), season=value[0]),
    "S-S": lambda value: Days((), season=value[0], complete=False),
    "SS": lambda value: Days((), season=value[0], complete=False),
    "S&S": lambda value: Days((), season=value[0], complete=False),
}
