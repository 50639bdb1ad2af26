"""BibLaTeX's localization keys in values (manual, section 4.9.2), as words.

Names of countries and languages are those of CLDR, from Babel. The other words are message ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sphinxext_pubs.formats.bibtex.fields import GENRES
from sphinxext_pubs.notation.l10n import country_name, language_name, name_list, ordinal
from sphinxext_pubs.notation.languages import is_language, language_tag
from sphinxext_pubs.notation.name_lists import split_at_and

#: Keys that are neither a country nor a language nor a genre → message ids.
WORDS: dict[str, str] = {
    "newseries": "new series",
    "oldseries": "old series",
    "inpreparation": "in preparation",
    "submitted": "submitted",
    "forthcoming": "forthcoming",
    "inpress": "in press",
    "prepublished": "published ahead of print",
}
#: The message id of a journal's series with a number, an ordinal: ``3rd series``.
NUMBERED_SERIES = "{} series"

#: Keys of countries that are not ISO 3166 codes.
_COUNTRIES = {"uk": "GB", "ep": "EU", "usa": "US"}
#: Any key: a first test for values.
_KEY = re.compile(
    r"(?:country|lang|new|old|in|for|sub|pre|pat|res|tech|ma|ba|phd|cand|data|audio|soft)[a-z]+"
)
_COUNTRY = re.compile(r"country([a-z]{2,3})")
_LANGUAGE = re.compile(r"(?:lang|from)([a-z]{4,20})")


def word_of(key: str, language: str = "en", translate: Callable[[str], str] = str) -> str:
    """Return the words of a localization key in a language, or empty for any other value."""
    if not _KEY.fullmatch(key):
        return ""
    if (match := _COUNTRY.fullmatch(key)) and (name := country_name(_country(match[1]), language)):
        return name
    if (match := _LANGUAGE.fullmatch(key)) and is_language(match[1]):
        return language_name(language_tag(match[1]), language)
    message = WORDS.get(key) or GENRES.get(key, "")
    return translate(message) if message else ""


def _country(code: str) -> str:
    return _COUNTRIES.get(code, code.upper())


def is_list(value: str) -> bool:
    """True if a value is a list of several items, or a localization key."""
    return " and " in value or (value.islower() and _KEY.fullmatch(value) is not None)


def list_in_words(
    value: str, decode: Callable[[str], str], language: str = "en", translate: Callable[[str], str] = str
) -> str:
    """Return a list of places, publishers or languages in words: ``München, Berlin and New York``.

    The items are separated by ``and`` outside braces, as in BibLaTeX; the last one can be ``others``.
    """
    items = [item for item in split_at_and(value) if item]
    others = len(items) > 1 and items[-1] == "others"
    words = [word_of(item, language, translate) or decode(item) for item in (items[:-1] if others else items)]
    return name_list(words, language, translate, others=others)


def series_in_words(value: str, language: str = "en", translate: Callable[[str], str] = str) -> str:
    """Return the series of a journal in words: ``new series``, ``3rd series``; empty for any other value."""
    if value.isdecimal() and value.isascii() and len(value) < 4:
        return translate(NUMBERED_SERIES).replace("{}", ordinal(int(value), language))
    return word_of(value, language, translate)
