"""The table of languages: BCP 47 tags, codes of libraries (ISO 639-2 and 639-3), babel's names, other names.

Formats read a language in any of these and store its tag. To add one, add a row.
"""

from __future__ import annotations

from typing import NamedTuple


class Language(NamedTuple):
    """A language: its BCP 47 tag, its codes of three letters, the name of babel's option, and other names.

    The first code is that of libraries, ISO 639-2/B. Names are in lower case.
    """

    tag: str
    codes: tuple[str, ...] = ()
    babel: str = ""
    names: tuple[str, ...] = ()


def _row(tag: str, codes: str = "", babel: str = "", names: str = "") -> Language:
    return Language(tag, tuple(codes.split()), babel, tuple(filter(None, names.split("|"))))


#: By tag. The names of babel are those of ``babel.pdf``, 1.26; other names are BibLaTeX's and those in use.
LANGUAGES: tuple[Language, ...] = (
    _row("af", "afr", "afrikaans"),
    _row("ar", "ara", "arabic"),
    _row("az", "aze", "azerbaijani"),
    _row("be", "bel", "belarusian"),
    _row("bg", "bul", "bulgarian"),
    _row("bn", "ben", "bengali"),
    _row("bo", "tib bod", "", "tibetan"),
    _row("br", "", "breton"),
    _row("bs", "bos", "bosnian"),
    _row("ca", "cat", "catalan"),
    _row("cs", "cze ces", "czech"),
    _row("cy", "wel cym", "welsh"),
    _row("da", "dan", "danish"),
    _row("de", "ger deu", "german", "deutsch|ngerman"),
    _row("de-AT", "", "austrian", "naustrian"),
    _row("de-CH", "", "swissgerman", "nswissgerman"),
    _row("dsb", "", "lowersorbian"),
    _row("el", "gre ell", "greek", "polutonikogreek"),
    _row("en", "eng", "english"),
    _row("en-AU", "", "australian"),
    _row("en-CA", "", "canadian"),
    _row("en-GB", "", "british", "ukenglish"),
    _row("en-NZ", "", "newzealand"),
    _row("en-US", "", "american", "english (us)|usenglish"),
    _row("eo", "epo", "esperanto"),
    _row("es", "spa", "spanish", "espanol|español"),
    _row("es-MX", "", "mexican"),
    _row("et", "est", "estonian"),
    _row("eu", "baq eus", "basque"),
    _row("fa", "per fas", "persian", "farsi"),
    _row("fi", "fin", "finnish"),
    _row("fr", "fre fra", "french", "francais|français"),
    _row("fr-CA", "", "canadien", "acadian"),
    _row("fur", "", "friulan"),
    _row("ga", "gle", "irish"),
    _row("gd", "gla", "scottish", "gaelic"),
    _row("gl", "glg", "galician"),
    _row("grc", "", "ancientgreek"),
    _row("gu", "guj", "", "gujarati"),
    _row("he", "heb", "hebrew"),
    _row("hi", "hin", "hindi"),
    _row("hr", "hrv scr", "croatian"),
    _row("hsb", "", "uppersorbian"),
    _row("hu", "hun", "hungarian", "magyar"),
    _row("hy", "arm hye", "armenian"),
    _row("ia", "", "interlingua"),
    _row("id", "ind", "indonesian"),
    _row("is", "ice isl", "icelandic"),
    _row("it", "ita", "italian", "italiano"),
    _row("ja", "jpn", "japanese", "日本語"),
    _row("ka", "geo kat", "georgian"),
    _row("kk", "kaz", "", "kazakh"),
    _row("kmr", "", "kurmanji"),
    _row("kn", "kan", "kannada"),
    _row("ko", "kor", "korean", "한국어"),
    _row("la", "lat", "latin"),
    _row("lo", "", "lao"),
    _row("lt", "lit", "lithuanian"),
    _row("lv", "lav", "latvian"),
    _row("mk", "mac mkd", "macedonian"),
    _row("ml", "mal", "malayalam"),
    _row("mn", "mon", "mongolian"),
    _row("mr", "mar", "marathi"),
    _row("ms", "may msa", "malay"),
    _row("my", "bur mya", "", "burmese"),
    _row("nb", "nob", "norsk", "bokmål"),
    _row("ne", "nep", "", "nepali"),
    _row("nl", "dut nld", "dutch"),
    _row("nn", "nno", "nynorsk"),
    _row("no", "nor", "norwegian"),
    _row("oc", "", "occitan"),
    _row("pa", "pan", "", "punjabi"),
    _row("pl", "pol", "polish"),
    _row("pms", "", "piedmontese"),
    _row("pt", "por", "portuguese", "portuges|português"),
    _row("pt-BR", "", "brazilian", "brazil"),
    _row("rm", "", "romansh"),
    _row("ro", "rum ron", "romanian"),
    _row("ru", "rus", "russian", "russkiy|русский"),
    _row("sa", "san", "sanskrit"),
    _row("se", "", "samin"),
    _row("sk", "slo slk", "slovak"),
    _row("sl", "slv", "slovenian", "slovene"),
    _row("sq", "alb sqi", "albanian"),
    _row("sr", "srp scc", "serbian"),
    _row("sv", "swe", "swedish"),
    _row("sw", "swa", "", "swahili"),
    _row("syr", "", "syriac"),
    _row("ta", "tam", "tamil"),
    _row("te", "tel", "telugu"),
    _row("th", "tha", "thai"),
    _row("tk", "", "turkmen"),
    _row("tr", "tur", "turkish"),
    _row("uk", "ukr", "ukrainian"),
    _row("ur", "urd", "urdu"),
    _row("uz", "uzb", "", "uzbek"),
    _row("vi", "vie", "vietnamese"),
    _row("zh", "chi zho cmn", "chinese", "中文"),
)  # fmt: skip

_BY_TAG = {row.tag: row for row in LANGUAGES}
_TAGS = {
    word: row.tag
    for row in LANGUAGES
    for word in filter(None, (*row.codes, row.babel, *row.names, row.tag.lower()))
}


def is_language(name: str) -> bool:
    """True if a value is the tag, the code or a name of a language in the table, in any case."""
    return name.strip().lower() in _TAGS


def language_tag(name: str) -> str:
    """Return the BCP 47 tag for a code of three letters or a name; other values unchanged."""
    return _TAGS.get(name.strip().lower(), name.strip())


def library_code(name: str) -> str:
    """Return the code of ISO 639-2/B for a tag, a code or a name, or the empty string."""
    row = _BY_TAG.get(language_tag(name).replace("_", "-").partition("-")[0].lower())
    return row.codes[0] if row and row.codes else ""


def babel_name(tag: str) -> str:
    """Return babel's name of a language, by its BCP 47 tag (or a more general one), or the empty string."""
    parts = tag.replace("_", "-").split("-")
    language = language_tag(parts[0])
    region = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    rows = (_BY_TAG.get(f"{language}-{region}"), _BY_TAG.get(language))
    return next((row.babel for row in rows if row and row.babel), "")
