"""Localized dates and lists of names, with the data of CLDR from Babel.

English is implemented here, so that Babel is imported only for the first label in another language.
Languages have the codes that Sphinx uses (``de``, ``pt_BR``); a language unknown to Babel is formatted
as English. Plain years are plain numbers in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, TypeAlias

from sphinxext_pubs.model.publication import Date
from sphinxext_pubs.model.statuses import BY_TERM, term_of
from sphinxext_pubs.notation import dates

if TYPE_CHECKING:
    from babel import Locale

#: The known parts of a date: year, month and day.
Parts: TypeAlias = tuple[int, ...]

#: Returns the translation of a message id.
Translate: TypeAlias = Callable[[str], str]

#: The message ids of seasons with a year, from spring to winter.
SEASONS = ("Spring {}", "Summer {}", "Autumn {}", "Winter {}")

#: CLDR's skeletons for intervals of months and of days, in order of preference.
_INTERVALS = {2: ("yMMMM", "yMMM"), 3: ("yMMMMd", "yMMMd")}

#: CLDR's letters for the parts of a date.
_LETTERS = "yMd"


# Dates


def date_label(date: Date, language: str = "en", translate: Translate = str) -> str:
    """Return the date in words: ``14 November 2024``, ``14. November 2024``, ``2024年11月14日``."""
    if (locale := _locale(language)) is None:
        return dates.label(date)
    if date.literal:
        return _translate_literal(date.literal, translate)
    if date.season or date.end_season:
        text = _format_seasons(date, locale, translate)
    elif date.end is None:
        text = _format_point(date.parts, locale)
    else:
        text = _format_range(date.parts, date.end, locale)
    return dates.mark_uncertainty(text, date)


def month_label(date: Date, language: str = "en", translate: Translate = str) -> str:
    """Return the month, and the day if it is known, in words: ``14 November``; empty without a month.

    A season and a range are written with their years.
    """
    if date.literal or (len(date.parts) < 2 and not date.season):
        return ""
    if date.season or date.end is not None:
        return date_label(date, language, translate)
    if (locale := _locale(language)) is None:
        text = dates.month_label(date.parts)
    elif len(date.parts) == 2:
        text = _month_name(date.parts[1], "stand-alone", locale)
    else:
        skeletons = locale.datetime_skeletons
        text = _fill_pattern(str(skeletons.get("MMMMd", skeletons["MMMd"])), date.parts, locale)
    return dates.mark_uncertainty(text, date)


def _format_seasons(date: Date, locale: Locale, translate: Translate) -> str:
    """Return a season, or a range with seasons."""
    points = ((date.parts, date.season), (date.end or (), date.end_season))
    first, last = (
        translate(SEASONS[season - 1]).replace("{}", _format_point(parts[:1], locale))
        if season
        else _format_point(parts, locale)
        for parts, season in points
    )
    return first if date.end is None else dates.join_range(first, last)


def year_label(date: Date, language: str = "en", translate: Translate = str) -> str:
    """Return the year or years for headings and citations: ``2024``, ``1988–1990``, ``44 v. Chr.``."""
    if (locale := _locale(language)) is None:
        return dates.year_label(date)
    label = dates.year_label(date, _era_pattern(locale))
    return _translate_literal(label, translate) if date.literal else label


def term_label(label: str, language: str, translate: Translate) -> str:
    """Return the translated label of a facet's term: a message id, or a year such as ``45 BCE``."""
    number, _, after = label.partition(" ")
    if after == dates.ERA and number.isdecimal():
        return year_label(Date((1 - int(number),)), language)
    return translate(label)


def _translate_literal(text: str, translate: Translate) -> str:
    """Return a literal date, translated if it is a publication status."""
    term = term_of(text)
    return translate(term) if term in BY_TERM else text


@lru_cache(maxsize=64)
def _era_pattern(locale: Locale) -> str:
    """Return the pattern of years before the common era: ``{} v. Chr.``, ``紀元前{}``."""
    name, order = str(locale.eras["abbreviated"][0]), str(locale.datetime_skeletons["Gy"])
    between = " " if " " in order else ""
    return f"{name}{between}{{}}" if order.startswith("G") else f"{{}}{between}{name}"


@lru_cache(maxsize=8192)
def _format_point(parts: Parts, locale: Locale) -> str:
    if len(parts) < 2:
        return dates.year_label(Date(parts), _era_pattern(locale))
    pattern = locale.date_formats["long"] if len(parts) == 3 else locale.datetime_skeletons["yMMMM"]
    return _fill_pattern(str(pattern), parts, locale)


@lru_cache(maxsize=8192)
def _format_range(start: Parts, end: Parts, locale: Locale) -> str:
    """Return a range, with the parts that both ends share only once if the language allows it."""
    patterns = _interval_patterns(start, end, locale)
    if not patterns:
        return dates.join_range(*(_format_point(parts, locale) if parts else "" for parts in (start, end)))
    ends = zip(patterns, (start, end), strict=True)
    return "".join(_fill_pattern(pattern, parts, locale) for pattern, parts in ends)


def _interval_patterns(start: Parts, end: Parts, locale: Locale) -> Sequence[str]:
    """Return CLDR's patterns of the two ends; empty if it has none, or the ends differ in kind."""
    if len(start) != len(end) or (start and (start[0] > 0) != (end[0] > 0)):
        return ()
    differing = next((letter for letter, a, b in zip(_LETTERS, start, end, strict=False) if a != b), "")
    intervals = (locale.interval_formats.get(skeleton) for skeleton in _INTERVALS.get(len(start), ()))
    candidates = (interval[differing] for interval in intervals if interval and differing in interval)
    return next((patterns for patterns in candidates if len(patterns) == 2), ())


def _fill_pattern(pattern: str, parts: Parts, locale: Locale) -> str:
    """Return a pattern of CLDR filled with the parts of a date, names of months in full.

    Babel's formatter does not support years before 1 and after 9999.
    """
    from babel.dates import tokenize_pattern  # only for languages other than English

    years = "{}" if "G" in pattern else _era_pattern(locale)
    return "".join(
        str(value) if kind == "chars" else _format_field(str(value[0]), int(value[1]), parts, years, locale)
        for kind, value in tokenize_pattern(pattern)
    )


def _format_field(letter: str, width: int, parts: Parts, years: str, locale: Locale) -> str:
    """Return the value of a field of a pattern; ``years`` is the pattern of years before 1."""
    if letter == "y":
        return dates.year_label(Date(parts[:1]), years)
    if letter == "G":
        return str(locale.eras["abbreviated"][int(parts[0] > 0)])
    if letter in "ML" and width > 2:
        return _month_name(parts[1], "stand-alone" if letter == "L" else "format", locale)
    return f"{parts[2] if letter == 'd' else parts[1]:0{width}}"


def _month_name(number: int, context: str, locale: Locale) -> str:
    """Return the full name of a month, or its short name if that is a number, as in Chinese."""
    short = str(locale.months[context]["abbreviated"][number])
    return short if short[0].isdecimal() else str(locale.months[context]["wide"][number])


# Lists of names


def name_list(
    names: Sequence[str], language: str = "en", translate: Translate = str, *, others: bool = False
) -> str:
    """Return ``A, B and C``, or ``A, B et al.`` if there are ``others``; empty without names."""
    if others:
        return f"{_join_names(names, language)} {translate('et al.')}" if names else ""
    if len(names) < 2:
        return "".join(names)
    if (locale := _locale(language)) is None:
        return f"{', '.join(names[:-1])} {translate('and')} {names[-1]}"
    from babel.lists import format_list  # only for languages other than English

    return format_list(names, locale=locale)


def _join_names(names: Sequence[str], language: str) -> str:
    """Return the names without a word such as *and* before the last one."""
    locale = _locale(language)
    if locale is None:
        return ", ".join(names)
    middle = str(locale.list_patterns["standard"]["middle"])
    return reduce(middle.format, names)


# Languages


def language_name(tag: str, language: str) -> str:
    """Return the name of the language ``tag`` in another language, or the tag if it is unknown."""
    from babel import Locale  # only for names of languages

    reader, named = _locale(language) or Locale("en"), _locale(tag)
    if named is None:  # English, and languages of which Babel only knows the name
        return str(reader.languages.get(tag.lower().partition("-")[0], tag))
    name = named.get_display_name(reader)
    return str(name) if name else tag


def is_english(language: str) -> bool:
    """True for English and for languages that Babel does not know, which are formatted as English."""
    return _locale(language) is None


def country_name(code: str, language: str) -> str:
    """Return the name of a country (ISO 3166, or ``EU``) in a language, or empty if it is unknown."""
    from babel import Locale  # only for names of countries

    reader = _locale(language) or Locale("en")
    return str(reader.territories.get(code, ""))


def ordinal(number: int, language: str) -> str:
    """Return an ordinal: ``3rd`` in English, ``3.`` or another form of numbers before nouns elsewhere."""
    base = language.replace("-", "_").partition("_")[0].lower()
    if base in ("", "en", "c", "posix"):
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    return f"{number}{_ORDINALS.get(base, '.')}"


#: The signs of feminine ordinals (*3ª serie*), by language; others have a full stop, or none.
_ORDINALS = {"fr": "e", "es": "ª", "it": "ª", "pt": "ª", "ja": "", "ko": "", "zh": "", "nl": "e"}


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale | None:
    """Return Babel's locale of a language, with or without its territory, or None for English."""
    base = language.replace("-", "_").partition("_")[0].lower()
    if base in ("", "c", "posix", "en"):  # Babel parses “c” and “posix” as en_US_POSIX
        return None
    from babel import Locale, UnknownLocaleError  # only for languages other than English

    for name in (language.replace("-", "_"), base):
        try:
            return Locale.parse(name)
        except (ValueError, UnknownLocaleError):
            continue
    return None
