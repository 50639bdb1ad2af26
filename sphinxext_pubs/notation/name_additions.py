"""Additions to names in lists of people: affiliations, footnote marks, academic titles, words for others.

All functions work on LaTeX source in linear time.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Stripped(NamedTuple):
    """A name without its additions; ``removed`` are those that readers cannot do without."""

    name: str
    removed: tuple[str, ...] = ()


#: A character of any addition: without one of them, a name has none.
_UNUSUAL = re.compile(r"O['’]\s|[()\[\]\\^@\d⁰¹²³⁴-⁹]|[Dd]r\b|Prof|\bM(?:rs?|s)\b|Dipl")

#: Commands with a note to a name.
_NOTE = re.compile(
    r"\\(?:thanks|footnote(?:mark|text)?|inst|affil|altaffil(?:mark)?|email|fnref|corref|orcid\w{0,8})"
    r"\s?(?:\[[^][{}]{0,80}\]|\{[^{}]{0,300}\})?"
)
#: References to affiliations and notes, raised: numbers, letters and signs.
_MARK = (
    r"(?:[\d,;)\s*†‡§¶#]|(?<![A-Za-z\\])[a-z](?![A-Za-z])"
    r"|\\(?:d?dag(?:ger)?|ast|star)\b){1,20}"
)
_SUPERSCRIPT = re.compile(
    rf"\{{?(?:\\textsuperscript\s?\{{({_MARK})\}}|\$\s?\^\s?(?:\{{({_MARK})\}}|([\da-z]))\s?\$)\}}?"
    r"|[⁰¹²³⁴-⁹][⁰¹²³⁴-⁹,]*"
)
_SIGN = re.compile(r"[*†‡§¶]|\\(d?dag(?:ger)?|ast|star)\b")
_SIGNS = {"dag": "†", "dagger": "†", "ddag": "‡", "ddagger": "‡"}
#: Numbers after a name, and before the signs that :mod:`author_marks` reads.
_NUMBERS = re.compile(r"(?<=[^\W\d_])(?<!\\)\.?\d{1,2}(?:,\s?\d{1,2}){0,8},?(?=[*†‡§¶]{0,3}\s?(?:,|\Z))")
_EMAIL = re.compile(r"\s?[<(\[]?(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,200}[>)\]]?")
#: Text in parentheses after a name or a part of it.
_PARENTHESES = re.compile(r"(?<=\S)\s?(?:\(([^()]{1,200})\)|\[([^][]{1,200})\])\.?(?=\s?(?:,|\Z))")
#: The dates of a person's life, which library catalogs add to names.
_LIFE = re.compile(r"\((?:ca?\. ?)?\d{3,4}\??\s?[-–]\s?[\d.?]{0,5}\)")
#: Another name of the same person in parentheses.
_OTHER_NAME = re.compile(r"(?i)(?:née?|nee|geb\.|geborene[rs]?|born|formerly|né|nacid[ao]|nata)\b")

#: Academic titles and forms of address before a name.
_TITLES = re.compile(
    r"(?:(?:(?:Univ\.-)?Prof(?:essor)?|Dr|Mr|Mrs|Ms|Dipl\.-\w{3,6})\.?[\s~]\s?"
    r"|(?:rer|nat|med|phil|h|c|habil|techn|oec|jur|theol|pol|agr|ing|sc)\.[\s~]?){1,8}(?=[^\W\d_])"
)
_TITLE_STARTS = ("Univ.-Prof", "Prof", "Dr", "Mr", "Ms", "Dipl.-")

#: Words for further people at the end of a list, without its last full stop, in the usual languages.
_OTHERS = re.compile(
    r"(?:\A|[\s,~]\s?)(?:[Ee][Tt](?:\s|\.\s?|~)?[Aa][Ll](?:i[ia])?|(?:und\s|u\.\s?)(?:andere|weitere|a)"
    r"|y\s(?:otros|cols)|e\s(?:outros|altri)|et\s(?:autres|coll)|en\s(?:anderen|and)|och\sandra"
    r"|i\s(?:inni|dr)|и\s(?:др|другие)|and\sothers?|\\l?dots|…|\.\.\.)\Z"
)
_OTHERS_LENGTH = 24
_COUNTED = re.compile(
    r"(?i)(?:\d{1,5}\s|many\s|several\s)(?:more|others?|authors?|co-?authors|weitere|autres)\b.{0,30}"
)
#: The Chinese word for *et al.*, after a Chinese name.
_CHINESE_OTHERS = re.compile(r"(?<=[\u4e00-\u9fff])等人?\Z")


def strip_others(piece: str) -> str | None:
    """Return the piece without a word for further people at its end, or None if it does not end in one."""
    bare = piece.rstrip(" ,~")
    for text in dict.fromkeys((bare, bare.rstrip(" .,~"))):
        start = max(len(text) - _OTHERS_LENGTH, 0)
        match = _OTHERS.search(text, start) or _CHINESE_OTHERS.search(text, start)
        if match and (not start or match.start() > start):
            return text[: match.start()].rstrip(" ,~")
    return "" if _COUNTED.fullmatch(bare) else None


#: The space after the prefix of an Irish name.
_APOSTROPHE = re.compile(r"(?<=\bO['’])\s(?=[A-Z])")

#: Takes the place of an addition before a comma, which then separates two names, not the parts of one.
_GAP = "\0"


def strip_additions(piece: str) -> Stripped:
    """Return a name, or a list of names, without affiliations, marks of footnotes, addresses, and titles.

    Names with additions between commas (``John Smith (MIT), Jane Doe (ETH)``) are separated by semicolons.
    """
    if not _UNUSUAL.search(piece):
        return Stripped(piece)
    removed: list[str] = []

    def remove(match: re.Match[str]) -> str:
        text = match[0].strip(" <>")
        removed.extend([text] if not _LIFE.fullmatch(text) else [])
        return _gap(match)

    name = _APOSTROPHE.sub("", piece.replace(_GAP, ""))
    name = _NOTE.sub(remove, name) if "\\" in name else name
    name = _EMAIL.sub(remove, name) if "@" in name else name
    name = _NUMBERS.sub(_gap, _SUPERSCRIPT.sub(_keep_signs, name)) if " " in name else name
    if "(" in name or "[" in name:
        name = _PARENTHESES.sub(lambda match: match[0] if _is_name(match) else remove(match), name)
    name = _strip_titles(_invert_other_name(_fill_gaps(name)), removed).strip(" ~")
    return Stripped(name, tuple(removed)) if name.strip(" ,~.") else Stripped(piece)


def _keep_signs(match: re.Match[str]) -> str:
    """Return the signs in raised references, which :mod:`author_marks` reads at the end of a name."""
    raised = match[1] or match[2] or match[3] or ""
    return "".join(
        _SIGNS.get(sign[1], "*") if sign[1] else sign[0] for sign in _SIGN.finditer(raised)
    ) + _gap(match)


def _gap(match: re.Match[str]) -> str:
    return _GAP if match.string[match.end() :].lstrip(" ")[:1] == "," else ""


def _fill_gaps(name: str) -> str:
    """Return the text with semicolons for the commas after removed additions if they separate names."""
    if _GAP not in name:
        return name
    chunks = name.split(_GAP)
    are_names = all("," not in chunk.strip(" ,") and " " in chunk.strip(" ,") for chunk in chunks)
    return ";".join(chunk.strip(" ,") for chunk in chunks) if are_names else "".join(chunks)


def _is_name(match: re.Match[str]) -> bool:
    """True if the text in parentheses is another name of the person, before or after marriage."""
    text = (match[1] or match[2]).strip()
    is_before_given_name = match.string[match.end() :].lstrip(" ")[:1] == ","
    return bool(_OTHER_NAME.match(text)) or (is_before_given_name and text.istitle() and text.isalpha())


def _invert_other_name(name: str) -> str:
    """Return a name that ends in another name of the person with the family name first."""
    if not name.endswith(")") or "," in name:
        return name
    first_last, _, other = name.rpartition(" (")
    given, _, family = first_last.rpartition(" ")
    return f"{family} ({other}, {given}" if given else name


def _strip_titles(name: str, removed: list[str]) -> str:
    """Return the name without titles at its start or after its comma, and add them to ``removed``."""
    family, comma, given = name.partition(",")
    part = given.lstrip() if comma else family
    titles = _TITLES.match(part) if part.startswith(_TITLE_STARTS) else None
    if titles is None:
        return name
    removed.append(titles[0].strip(" ~"))
    rest = part[titles.end() :]
    return f"{family}, {rest}" if comma else rest
