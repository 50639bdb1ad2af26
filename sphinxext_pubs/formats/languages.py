"""The codes of languages in ISO 639-2 and 639-3, which libraries use, and in BCP 47, which the web uses."""

from __future__ import annotations

#: The code of BCP 47, the codes of three letters (that of libraries, ISO 639-2/B, is the first) and the
#: English name.
LANGUAGES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("af", ("afr",), "afrikaans"), ("sq", ("alb", "sqi"), "albanian"), ("ar", ("ara",), "arabic"),
    ("hy", ("arm", "hye"), "armenian"), ("az", ("aze",), "azerbaijani"), ("eu", ("baq", "eus"), "basque"),
    ("be", ("bel",), "belarusian"), ("bn", ("ben",), "bengali"), ("bs", ("bos",), "bosnian"),
    ("bg", ("bul",), "bulgarian"), ("my", ("bur", "mya"), "burmese"), ("ca", ("cat",), "catalan"),
    ("zh", ("chi", "zho", "cmn"), "chinese"), ("hr", ("hrv", "scr"), "croatian"),
    ("cs", ("cze", "ces"), "czech"), ("da", ("dan",), "danish"), ("nl", ("dut", "nld"), "dutch"),
    ("en", ("eng",), "english"), ("eo", ("epo",), "esperanto"), ("et", ("est",), "estonian"),
    ("fi", ("fin",), "finnish"), ("fr", ("fre", "fra"), "french"), ("gl", ("glg",), "galician"),
    ("ka", ("geo", "kat"), "georgian"), ("de", ("ger", "deu"), "german"), ("el", ("gre", "ell"), "greek"),
    ("gu", ("guj",), "gujarati"), ("he", ("heb",), "hebrew"), ("hi", ("hin",), "hindi"),
    ("hu", ("hun",), "hungarian"), ("is", ("ice", "isl"), "icelandic"), ("id", ("ind",), "indonesian"),
    ("ga", ("gle",), "irish"), ("it", ("ita",), "italian"), ("ja", ("jpn",), "japanese"),
    ("kn", ("kan",), "kannada"), ("kk", ("kaz",), "kazakh"), ("ko", ("kor",), "korean"),
    ("la", ("lat",), "latin"), ("lv", ("lav",), "latvian"), ("lt", ("lit",), "lithuanian"),
    ("mk", ("mac", "mkd"), "macedonian"), ("ms", ("may", "msa"), "malay"), ("ml", ("mal",), "malayalam"),
    ("mr", ("mar",), "marathi"), ("mn", ("mon",), "mongolian"), ("ne", ("nep",), "nepali"),
    ("no", ("nor",), "norwegian"), ("nb", ("nob",), "bokmål"), ("nn", ("nno",), "nynorsk"),
    ("fa", ("per", "fas"), "persian"), ("pl", ("pol",), "polish"), ("pt", ("por",), "portuguese"),
    ("pa", ("pan",), "punjabi"), ("ro", ("rum", "ron"), "romanian"), ("ru", ("rus",), "russian"),
    ("sa", ("san",), "sanskrit"), ("gd", ("gla",), "gaelic"), ("sr", ("srp", "scc"), "serbian"),
    ("sk", ("slo", "slk"), "slovak"), ("sl", ("slv",), "slovenian"), ("es", ("spa",), "spanish"),
    ("sw", ("swa",), "swahili"), ("sv", ("swe",), "swedish"), ("ta", ("tam",), "tamil"),
    ("te", ("tel",), "telugu"), ("th", ("tha",), "thai"), ("bo", ("tib", "bod"), "tibetan"),
    ("tr", ("tur",), "turkish"), ("uk", ("ukr",), "ukrainian"), ("ur", ("urd",), "urdu"),
    ("uz", ("uzb",), "uzbek"), ("vi", ("vie",), "vietnamese"), ("cy", ("wel", "cym"), "welsh"),
)  # fmt: skip

_TAGS = {code: tag for tag, codes, name in LANGUAGES for code in (*codes, name)}
_LIBRARY_CODES = {tag: codes[0] for tag, codes, _ in LANGUAGES}


def language_tag(language: str) -> str:
    """Return the tag of BCP 47 for a code of three letters or an English name; other values unchanged."""
    return _TAGS.get(language.strip().lower(), language.strip())


def library_code(language: str) -> str:
    """Return the code of ISO 639-2/B for a tag, a code or an English name, or the empty string."""
    tag = language_tag(language)
    return _LIBRARY_CODES.get(tag.partition("-")[0].lower(), "")
