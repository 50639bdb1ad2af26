"""Names of languages: BCP 47 tags ↔ babel's and polyglossia's names, which BibLaTeX's ``langid`` has."""

from __future__ import annotations

#: BCP 47 tag → the name of babel's option (babel 3.9x, ``babel.pdf``, 1.26).
TAGS: dict[str, str] = {
    "af": "afrikaans", "ar": "arabic", "az": "azerbaijani", "be": "belarusian", "bg": "bulgarian",
    "bn": "bengali", "br": "breton", "bs": "bosnian", "ca": "catalan", "cs": "czech", "cy": "welsh",
    "da": "danish", "de": "german", "de-AT": "austrian", "de-CH": "swissgerman", "el": "greek",
    "en": "english", "en-AU": "australian", "en-CA": "canadian", "en-GB": "british", "en-NZ": "newzealand",
    "en-US": "american", "eo": "esperanto", "es": "spanish", "es-MX": "mexican", "et": "estonian",
    "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "fr-CA": "canadien", "fur": "friulan",
    "ga": "irish", "gd": "scottish", "gl": "galician", "grc": "ancientgreek", "he": "hebrew", "hi": "hindi",
    "hr": "croatian", "hsb": "uppersorbian", "dsb": "lowersorbian", "hu": "hungarian", "hy": "armenian",
    "ia": "interlingua", "id": "indonesian", "is": "icelandic", "it": "italian", "ja": "japanese",
    "ka": "georgian", "kmr": "kurmanji", "kn": "kannada", "ko": "korean", "la": "latin", "lo": "lao",
    "lt": "lithuanian", "lv": "latvian", "mk": "macedonian", "ml": "malayalam", "mn": "mongolian",
    "mr": "marathi", "ms": "malay", "nb": "norsk", "nl": "dutch", "nn": "nynorsk", "no": "norwegian",
    "oc": "occitan", "pl": "polish", "pms": "piedmontese", "pt": "portuguese", "pt-BR": "brazilian",
    "rm": "romansh", "ro": "romanian", "ru": "russian", "sa": "sanskrit", "se": "samin", "sk": "slovak",
    "sl": "slovenian", "sq": "albanian", "sr": "serbian", "sv": "swedish", "syr": "syriac", "ta": "tamil",
    "te": "telugu", "th": "thai", "tk": "turkmen", "tr": "turkish", "uk": "ukrainian", "ur": "urdu",
    "vi": "vietnamese", "zh": "chinese",
}  # fmt: skip

#: Other names of babel and polyglossia, and of older versions.
_OTHERS = frozenset(
    (
        *("acadian", "amharic", "bahasa", "bahasai", "bahasam", "brazil", "chinese-simplified"),
        *("chinese-traditional", "coptic", "divehi", "ethiopic", "farsi", "francais", "frenchb", "frenchle"),
        *("gaelic", "germanb", "indon", "lsorbian", "magyar", "melayu", "meyalu", "naustrian", "ngerman"),
        *("nko", "nswissgerman", "polutonikogreek", "portuges", "sami", "serbianc", "slovene", "spanishmx"),
        *("tibetan", "ukenglish", "usenglish", "usorbian"),
    )
)
#: All names that are valid values of ``langid``, in lower case.
BABEL: frozenset[str] = frozenset(TAGS.values()) | _OTHERS

#: Name in lower case → BCP 47 tag.
BY_NAME: dict[str, str] = {name: tag for tag, name in TAGS.items()}

#: Three-letter codes of ISO 639-2 that exporters write → BCP 47 tags.
_CODES = {
    "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "spa": "es", "ita": "it", "rus": "ru",
    "por": "pt", "dut": "nl", "nld": "nl", "jpn": "ja", "chi": "zh", "zho": "zh", "kor": "ko", "ara": "ar",
    "pol": "pl", "cze": "cs", "ces": "cs", "swe": "sv", "dan": "da", "fin": "fi", "hun": "hu", "tur": "tr",
    "gre": "el", "ell": "el", "lat": "la", "ukr": "uk", "heb": "he", "nor": "no", "cat": "ca",
}  # fmt: skip


def babel_name(tag: str) -> str:
    """Return babel's name of a language, by its BCP 47 tag (or a more general one), or the empty string."""
    parts = tag.replace("_", "-").split("-")
    language = _CODES.get(parts[0].lower(), parts[0].lower())
    region = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    return TAGS.get(f"{language}-{region}") or TAGS.get(language, "")
