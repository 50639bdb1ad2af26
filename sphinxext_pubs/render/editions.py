"""Editions in words."""

from __future__ import annotations

import re

from sphinxext_pubs.notation.l10n import Translate, ordinal

#: The message ids of an edition with a number, and of one in words, as in BibTeX: *Revised*.
NUMBERED, NAMED = "edition {}", "{} edition"

_ORDINAL_WORDS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth", "twentieth"),
)
_NUMBERS = {word: number for number, word in enumerate(_ORDINAL_WORDS, 1)}
#: A number with or without the ending of an ordinal in a European language: ``2``, ``2nd``, ``2.``, ``2ª``.
_NUMBER = re.compile(r"(\d{1,4})\s?(?:st|nd|rd|th|\.|[aoªº]|\.[ªº]|e|er|re|ère|ème)?", re.IGNORECASE)
#: The word *edition* around a number.
_WORD = re.compile(r"\A(?:edition|ed\.|edn\.?)\s|\s(?:edition|ed\.?|edn\.?)\Z", re.IGNORECASE)
#: Words in editions that say what they are.
_NAMES_ITSELF = re.compile(
    r"edition|(?<!\w)eds?(?!\w)|aufl|ausgabe|édition|edición|edição|edizione|editie|print|release|version|版|판|刷|изд",
    re.IGNORECASE,
)


def edition_label(value: str, translate: Translate) -> str:
    """Return an edition in words: ``2nd edition`` for ``2`` and ``Second``; ``Revised edition``.

    An edition that says what it is (``3rd rev. ed.``), and one of several words, is returned as written.
    """
    message = translate(NUMBERED)
    is_english = message == NUMBERED
    if number := _number_in(_WORD.sub("", value).strip()):
        written = translate(NAMED).replace("{}", ordinal(number, "en"))
        return written if is_english else message.replace("{}", str(number))
    is_adjective = re.fullmatch(r"[^\W\d]+(?: [^\W\d]+){0,3}", value) and not _NAMES_ITSELF.search(value)
    return translate(NAMED).replace("{}", value) if is_adjective and is_english else value


def _number_in(value: str) -> int:
    """Return the number of an edition, or 0."""
    match = _NUMBER.fullmatch(value)
    return int(match[1]) if match else _NUMBERS.get(value.lower(), 0)
