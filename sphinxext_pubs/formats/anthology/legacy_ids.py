"""What the ACL Anthology's older files say by their ids: volumes, years and journals.

Before 2019 a file held all the volumes of a conference and year as one list of papers. The id of a paper is
four digits: those of the volume (two for workshops, else one) and the paper's number in it, 0 for the volume
itself. The letter in front of the year tells journals from proceedings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxext_pubs.formats.xml import Element

#: The journals of the Anthology by their letters.
JOURNALS = {
    "J": "Computational Linguistics",
    "Q": "Transactions of the Association for Computational Linguistics",
}

_YEAR = re.compile(r"[A-Z](\d\d)")
#: The first year of two digits that is of the 1900s.
_FIRST = 60

_VOLUME = re.compile(r"\bVol(?:ume\b|\.)\s*(\d+)", re.IGNORECASE)
_ISSUE = re.compile(r"\b(?:Number|Numbers|No\.|Issue)\s*(\d+(?:\s*[-–]\s*\d+)?)", re.IGNORECASE)
_DATE = re.compile(r"\b([A-Z][a-z]+(?:\s*[-–/]\s*[A-Z][a-z]+)?)\s+((?:19|20)\d\d)\b")
_AFTER_NAME = re.compile(
    r"(?:(?<!\s)\s++)?(?:[,:–(-]\s*+)?\b(?:Vol(?:ume\b|\.)|Number\b|No\.)", re.IGNORECASE
)


def is_wide(collection: str, volume: str) -> bool:
    """Whether ids have two digits for the volume: workshops, preprints of 1969, workshops of 2019."""
    if collection[:1] == "W" or collection == "C69":
        return True
    return collection == "D19" and re.fullmatch("[5-9]|[1-9][0-9]", volume) is not None


def volume_of(collection: str, paper: Element) -> tuple[str, bool]:
    """The volume that a paper stands in, and whether it is that volume itself."""
    number = paper.attributes.get("id", "").zfill(4)
    wide = 2 if is_wide(collection, number[:1]) else 1
    is_front = not number[wide:].strip("0") and paper.first("author") is None
    return number[:wide], is_front


def year_of(collection: str) -> str:
    """The year in the id of an older collection: 2006 of *W06*; empty for none."""
    found = _YEAR.match(collection)
    if found is None or not found[1].isascii():
        return ""
    return f"{'19' if int(found[1]) >= _FIRST else '20'}{found[1]}"


def journal_of(title: str) -> str:
    """The name of a journal in front of its volume and number, or of its date in parentheses."""
    return re.sub(
        r"(?:(?<!\s)\s++)?\([^()]*+(?<=\d{4})\)$", "", _AFTER_NAME.split(title, maxsplit=1)[0].strip(" ,:–(")
    )


def common(collection: str, front: Element) -> Element:
    """The entry of a volume as what the newer files say of volumes."""
    kept = ("editor", "publisher", "address", "month", "year", "isbn", "ISBN", "doi", "url")
    content = [each for each in front if each.tag in kept]
    title = front.first("title")
    if title is not None:
        content.append(Element("booktitle", title.line, {}, title.content))
        content += _of_title(collection, title, {each.tag for each in content})
    return Element("meta", front.line, {}, list(content))


def _of_title(collection: str, title: Element, known: set[str]) -> Iterator[Element]:
    """What the title of a journal's issue says: its volume, number and date."""
    if collection[:1] not in JOURNALS:
        return
    written = title.text()
    found = {
        "journal-title": journal_of(written) or JOURNALS[collection[:1]],
        "journal-volume": match[1] if (match := _VOLUME.search(written)) else "",
        "journal-issue": match[1] if (match := _ISSUE.search(written)) else "",
    }
    if date := _DATE.search(written):
        found |= {"month": date[1], "year": date[2]}
    for tag, value in found.items():
        if value and tag not in known:
            yield Element(tag, title.line, {}, [value])
