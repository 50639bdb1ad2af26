"""Text in notes that is not a note: dates of access, counts of citations, copyright notices."""

from __future__ import annotations

import re
from typing import NamedTuple

from sphinxext_pubs.notation.date_parts import write_date
from sphinxext_pubs.notation.dates import from_fields


class StrippedNote(NamedTuple):
    """A note without such text: the date of access (ISO 8601, or as written), and pairs of field and text."""

    note: str
    accessed: str = ""
    fields: tuple[tuple[str, str], ...] = ()


_ACCESSED = re.compile(
    r"(?i)(?:(?<=[\s(\[;,.])|\A)[\[(]?(?:online[;:,.]?\s)?(?:(?:last|date|letzter|zuletzt|dernier)\s)?"
    r"(?:accessed|access|visited|retrieved|checked|viewed|zugegriffen|abgerufen|zugriff|consulté|accès|consultado|acceso|"
    r"accessed online|besucht)\s?(?:on|at|am|le|el|date)?\s?:?\s?(?P<date>[\w][\w\s.,/-]{3,28}\w)[\])]?\.?\Z"
)
#: Scopus' number of citations.
_CITED = re.compile(r"(?i)cited by:?\s?(?:\(since \d{4}\))?\s?(\d{1,7})(?:[;.]\s?|\Z)")
#: The identifiers that TeXMed writes for PubMed.
_TEXMED = re.compile(r"\[(PubMed Central|PubMed|DOI):\s?([^\s\[\]]{1,200})\]\s?")
_TEXMED_FIELDS = {"PubMed Central": "PMCID", "PubMed": "PMID", "DOI": "doi"}
#: The labels of Elsevier's Pure, one after the other.
_PURE = re.compile(r"(Publisher Copyright|Funding Information|Copyright):\s?")
_PURE_FIELDS = {
    "Publisher Copyright": "copyright",
    "Copyright": "copyright",
    "Funding Information": "funding",
}


def strip_program_note(note: str) -> StrippedNote:
    """Return a note without a date of access at its end, and what Scopus and Pure write into notes."""
    fields: list[tuple[str, str]] = []
    accessed = ""
    if match := _CITED.match(note):
        fields.append(("zotero-cited-by", match[1]))
        note = note[match.end() :]
    if note.startswith("[") and not _TEXMED.sub("", note):
        fields += [(_TEXMED_FIELDS[match[1]], match[2]) for match in _TEXMED.finditer(note)]
        note = ""
    if _PURE.match(note):
        _, *pieces = _PURE.split(note)
        fields += [
            (_PURE_FIELDS[label], text.strip()) for label, text in zip(*[iter(pieces)] * 2, strict=True)
        ]
        note = ""
    match = _ACCESSED.search(note, max(0, len(note) - 80))
    if match and (accessed := read_iso_date(match["date"])):
        note = note[: match.start()].rstrip(" ,;.(-")
    return StrippedNote(note.strip(), accessed, tuple(fields))


def read_iso_date(text: str) -> str:
    """Return a date in any notation in ISO 8601, or empty if it is not one."""
    parsed = from_fields(" ".join(text.replace("-", " ").split()) if text[:1].isdecimal() else text)
    other = from_fields(text)
    date = other.date if other.date and not other.problem and not other.date.literal else parsed.date
    return write_date(date) if date and date.parts and not date.literal else ""
