"""The notes that programs write into ``N1``, ``M1`` and ``U1`` for themselves, and the values in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sphinxext_pubs.notation.dois import read_dois

_WHOLE_DOI = re.compile(r"[\s\[(]*+(?P<doi>10\.\d{4,9}/\S++)\s*+")
_LABELED_DOI = re.compile(
    r"(?i)[\s\[(]*+(?:(?:doi\s*+:?+|https?://(?:dx\.)?doi\.org/|urn:doi:)\s*+){1,3}(?P<doi>10\.\d[\d.]*+/\S++)\s*+"
)


def find_doi(value: str) -> str:
    """Return the DOI in a value that consists of one, with or without ``doi:`` or an address, or empty."""
    match = _LABELED_DOI.fullmatch(value[:500]) or _WHOLE_DOI.fullmatch(value[:500])
    return _without_bracket(match["doi"]) if match else ""


def first_doi(value: str) -> str:
    """Return the first DOI in a value, or empty."""
    return next(iter(read_dois(value).values), "") or find_doi(value)


def _without_bracket(doi: str) -> str:
    """Return a DOI without the punctuation after it."""
    doi = doi.rstrip(".,;")
    for opening, closing in ("()", "[]"):
        if doi.endswith(closing) and opening not in doi:
            doi = doi.rstrip(closing)
    return doi


#: Identifiers: the pattern of a whole value, and the variable.
_IDENTIFIERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)(?:pubmed|pmid|medline)[\s:]*+(?P<id>\d{1,9})\b.*"), "PMID"),
    (re.compile(r"(?i)(?P<id>\d{1,9})\s?\[pmid\]"), "PMID"),
    (re.compile(r"(?i)(?:pmcid[\s:]*+)?(?P<id>PMC\d{3,9})(?:\.\d)?\s?(?:\[pmcid\])?"), "PMCID"),
)


def find_identifier(value: str) -> tuple[str, str]:
    """Return the CSL variable and the value of an identifier of PubMed, or empty strings."""
    for pattern, name in _IDENTIFIERS:
        if match := pattern.fullmatch(value[:200].strip()):
            return name, match["id"].upper()
    return "", ""


#: The beginnings of notes that programs write for themselves.
_PROGRAMS = re.compile(
    r"(?i)\s*+(?:"
    r"(?:total )?times cited\b|cited by\s*:|cited reference count|export date\s*:|correspondence address\s*:"
    r"|funding (?:details|text|number|sponsor)|coden\s*[:-]|references\s*:|chemicals/cas\s*:|tradenames\s*:"
    r"|manufacturers\s*:|molecular sequence numbers|conference (?:name|date|location|code)\s*:"
    r"|language of original document\s*:"
    r"|document type\s*:|source\s*:\s*scopus|art\.? no\.?\s*:|number of pages\s*:\s*\d+\s*;|pii\s*:"
    r"|accession number\s*:|email address\s*:|affiliations?\s*:\s|issue info\s*:|physical description\s*:\s"
    r"|full text word count\s*:|number of (?:references|pages)\s*:|date of publication\s*:\s"
    r"|last updated\s*-|date (?:created|revised|completed)\s*-|suppnotes\s*-|copyright\s*-"
    r"|name\s*-\s|people\s*-\s|location\s*-\s|dob\s*-|doc(?:ument)?type\s*-"
    r"|query date\s*:|\d+ cites\s*:|cites\s*:\s*\d+\s*(?:[;\n]|\Z)"
    r"|rayyan-|exported from |imported from |from duplicate \d"
    r"|undefined;\s*m1\s*:|l\d{6,12}\s*(?:\n|\Z)|articletype\s*:|full publication date\s*:"
    r"|record (?:id|number)\s*:|connective phrase\s*:|author role\s*:|database id\s*:"
    r"|(?:issn|isbn|eissn|pmid|pmcid|nihmsid|nlm id|oclc)\s*[:-]"
    r")"
)
#: A value in the notes of Scopus, EBSCO and others: a label, up to the next semicolon.
_LABELED = re.compile(
    r"(?i)(?P<label>conference (?:name|location|date)|issn|isbn|pmid|pubmed id|pmcid|doi|art\.? no\.?)"
    r"\s?[:-](?P<value>.+)"
)
_VARIABLES = {
    "conference name": "event-title",
    "conference location": "event-place",
    "conference date": "event-date",
    "issn": "ISSN",
    "isbn": "ISBN",
    "pmid": "PMID",
    "pubmed id": "PMID",
    "pmcid": "PMCID",
    "doi": "DOI",
    "art. no.": "article-number",
    "art no": "article-number",
    "art. no": "article-number",
    "art no.": "article-number",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A note: pairs of a variable and a value in it, and its text unless a program wrote it for itself."""

    variables: tuple[tuple[str, str], ...] = ()
    text: str = ""


def parse_note(value: str) -> Note:
    """Return what is in a note: an identifier, what a program wrote for itself, or text for readers."""
    if doi := find_doi(value):
        return Note((("DOI", doi),))
    name, identifier = find_identifier(value)
    if name:
        return Note(((name, identifier),))
    if not _PROGRAMS.match(value):
        return Note(text=value)
    matches = (_LABELED.fullmatch(piece.strip()) for piece in re.split(r"[;\n]", value))
    pairs = ((match["label"].lower(), match["value"].strip(" .")) for match in matches if match)
    return Note(tuple((_VARIABLES[label], content) for label, content in pairs))
