"""Decoding the IDs in the ACL Anthology's older files: volumes, years and journals.

Before 2019, a file contained all volumes of a conference and year as a single list of papers. The ID of a
paper has four digits: the volume (two digits for workshops, else one) and the number of the paper in it,
which is 0 for the volume itself. The letter before the year distinguishes journals and proceedings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxext_pubs.formats.xml import Element

#: The letters of journals → their names.
JOURNALS = {
    "J": "Computational Linguistics",
    "Q": "Transactions of the Association for Computational Linguistics",
}

_YEAR = re.compile(r"[A-Z](\d\d)")
#: Years of two digits from this number are in the 1900s.
_FIRST_YEAR = 60

_VOLUME = re.compile(r"\bVol(?:ume\b|\.)\s*(\d+)", re.IGNORECASE)
_ISSUE = re.compile(r"\b(?:Number|Numbers|No\.|Issue)\s*(\d+(?:\s*[-–]\s*\d+)?)", re.IGNORECASE)
_DATE = re.compile(r"\b([A-Z][a-z]+(?:\s*[-–/]\s*[A-Z][a-z]+)?)\s+((?:19|20)\d\d)\b")
_AFTER_NAME = re.compile(
    r"(?:(?<!\s)\s++)?(?:[,:–(-]\s*+)?\b(?:Vol(?:ume\b|\.)|Number\b|No\.)", re.IGNORECASE
)


def has_two_digit_volume(collection: str, volume: str) -> bool:
    """True if IDs have two digits for the volume: workshops, preprints of 1969, workshops of 2019."""
    if collection[:1] == "W" or collection == "C69":
        return True
    return collection == "D19" and re.fullmatch("[5-9]|[1-9][0-9]", volume) is not None


def volume_of(collection: str, paper: Element) -> tuple[str, bool]:
    """Return the volume of a paper, and True if the paper is the front matter of the volume."""
    number = paper.attributes.get("id", "").zfill(4)
    width = 2 if has_two_digit_volume(collection, number[:1]) else 1
    is_front = not number[width:].strip("0") and paper.first("author") is None
    return number[:width], is_front


def year_of(collection: str) -> str:
    """Return the year in the ID of an older collection (2006 for *W06*), or the empty string."""
    match = _YEAR.match(collection)
    if match is None or not match[1].isascii():
        return ""
    return f"{'19' if int(match[1]) >= _FIRST_YEAR else '20'}{match[1]}"


def journal_of(title: str) -> str:
    """Return the name of a journal, without its volume and number or its date in parentheses."""
    return re.sub(
        r"(?:(?<!\s)\s++)?\([^()]*+(?<=\d{4})\)$", "", _AFTER_NAME.split(title, maxsplit=1)[0].strip(" ,:–(")
    )


def volume_meta(collection: str, front: Element) -> Element:
    """Return the front matter of a volume converted to the ``meta`` element of newer files."""
    tags = ("editor", "publisher", "address", "month", "year", "isbn", "ISBN", "doi", "url")
    content = [child for child in front if child.tag in tags]
    title = front.first("title")
    if title is not None:
        content.append(Element("booktitle", title.line, {}, title.content))
        content += _meta_from_title(collection, title, {child.tag for child in content})
    return Element("meta", front.line, {}, list(content))


def _meta_from_title(collection: str, title: Element, excluded: set[str]) -> Iterator[Element]:
    """Yield elements for the volume, number and date in the title of a journal's issue."""
    if collection[:1] not in JOURNALS:
        return
    text = title.text()
    values = {
        "journal-title": journal_of(text) or JOURNALS[collection[:1]],
        "journal-volume": match[1] if (match := _VOLUME.search(text)) else "",
        "journal-issue": match[1] if (match := _ISSUE.search(text)) else "",
    }
    if date := _DATE.search(text):
        values |= {"month": date[1], "year": date[2]}
    for tag, value in values.items():
        if value and tag not in excluded:
            yield Element(tag, title.line, {}, [value])
