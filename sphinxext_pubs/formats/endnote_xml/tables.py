"""EndNote's reference types, and the meaning of its fields, which depends on the type.

The fields are those of EndNote's DTD (``RSXML.dtd``); their meaning by type is that of EndNote's table of
reference types. A target is explained in :mod:`sphinxext_pubs.formats.entry_draft`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class RefType(NamedTuple):
    """A reference type: its number (0 if EndNote numbers it by version), its name and the CSL type.

    The first row with a CSL type is used for writing; rows with the number 0 are only read.
    """

    number: int
    name: str
    csl: str


REF_TYPES: tuple[RefType, ...] = (
    RefType(17, "Journal Article", "article-journal"),
    RefType(10, "Conference Proceedings", "paper-conference"),
    RefType(6, "Book", "book"),
    RefType(5, "Book Section", "chapter"),
    RefType(32, "Thesis", "thesis"),
    RefType(27, "Report", "report"),
    RefType(36, "Manuscript", "manuscript"),
    RefType(12, "Web Page", "webpage"),
    RefType(59, "Dataset", "dataset"),
    RefType(9, "Computer Program", "software"),
    RefType(25, "Patent", "patent"),
    RefType(58, "Standard", "standard"),
    RefType(19, "Magazine Article", "article-magazine"),
    RefType(23, "Newspaper Article", "article-newspaper"),
    RefType(43, "Electronic Article", "article"),
    RefType(53, "Encyclopedia", "entry-encyclopedia"),
    RefType(52, "Dictionary", "entry-dictionary"),
    RefType(28, "Edited Book", "collection"),
    RefType(57, "Serial", "periodical"),
    RefType(49, "Classical Work", "classic"),
    RefType(51, "Ancient Text", "classic"),
    RefType(56, "Blog", "post-weblog"),
    RefType(24, "Pamphlet", "pamphlet"),
    RefType(20, "Map", "map"),
    RefType(21, "Film or Broadcast", "motion_picture"),
    RefType(3, "Audiovisual Material", "broadcast"),
    RefType(61, "Music", "song"),
    RefType(2, "Artwork", "graphic"),
    RefType(37, "Figure", "figure"),
    RefType(7, "Case", "legal_case"),
    RefType(31, "Statute", "legislation"),
    RefType(4, "Bill", "bill"),
    RefType(50, "Legal Rule or Regulation", "regulation"),
    RefType(14, "Hearing", "hearing"),
    RefType(26, "Personal Communication", "personal_communication"),
    RefType(13, "Generic", "document"),
    # Read as types that are written otherwise
    RefType(8, "Catalog", "book"),
    RefType(34, "Unpublished Work", "manuscript"),
    RefType(38, "Chart or Table", "figure"),
    RefType(39, "Equation", "figure"),
    RefType(44, "Electronic Book", "book"),
    RefType(45, "Online Database", "dataset"),
    RefType(46, "Government Document", "report"),
    RefType(47, "Conference Paper", "paper-conference"),
    RefType(48, "Online Multimedia", "webpage"),
    RefType(54, "Grant", "document"),
    RefType(55, "Aggregated Database", "dataset"),
    RefType(60, "Electronic Book Section", "chapter"),
    # Those that EndNote 20 added, and names of earlier versions and other programs
    RefType(0, "Interview", "interview"),
    RefType(0, "Podcast", "broadcast"),
    RefType(0, "Press Release", "report"),
    RefType(0, "Discussion Forum", "post"),
    RefType(0, "Social Media", "post"),
    RefType(0, "Multimedia Application", "software"),
    RefType(0, "Television Episode", "broadcast"),
    RefType(0, "Electronic Source", "webpage"),
    RefType(0, "Online Source", "webpage"),
    RefType(0, "Preprint", "article"),
    RefType(0, "Conference Proceeding", "paper-conference"),
    RefType(0, "Software", "software"),
    RefType(0, "Book Chapter", "chapter"),
    RefType(0, "Website", "webpage"),
)

BY_NAME = {row.name.lower(): row for row in REF_TYPES}
BY_NUMBER = {row.number: row for row in REF_TYPES if row.number}
#: The type that a CSL type is written as. Other CSL types are written as their relatives.
WRITTEN = {row.csl: row for row in reversed(REF_TYPES) if row.number}
_RELATIVES = {
    "review": "article-journal", "review-book": "article-journal", "entry": "entry-encyclopedia",
    "interview": "personal_communication", "musical_score": "song", "performance": "broadcast",
    "post": "webpage", "treaty": "regulation", "speech": "document", "event": "document",
}  # fmt: skip


def written_type(csl: str) -> RefType:
    """Return the reference type that a CSL type is written as."""
    return WRITTEN.get(_RELATIVES.get(csl, csl), BY_NAME["generic"])


#: The fields that hold one value → their targets, for types that have no other target in :data:`BY_TYPE`.
FIELDS: dict[str, str] = {
    "title": "title",
    "secondary-title": "container_title",
    "tertiary-title": "collection_title",
    "alt-title": "variable:container-title-short",
    "short-title": "variable:title-short",
    "translated-title": "custom:translated-title",
    "pages": "page",
    "volume": "volume",
    "number": "number",
    "issue": "issue",
    "secondary-volume": "custom:secondary-volume",
    "secondary-issue": "custom:secondary-issue",
    "num-vols": "variable:number-of-volumes",
    "edition": "edition",
    "section": "variable:section",
    "reprint-edition": "custom:reprint-edition",
    "pub-location": "publisher_place",
    "publisher": "publisher",
    "orig-pub": "custom:original-publication",
    "accession-num": "custom:accession-number",
    "call-num": "variable:call-number",
    "report-id": "number",
    "coden": "custom:coden",
    "abstract": "abstract",
    "caption": "custom:caption",
    "notes": "note",
    "research-notes": "custom:annotation",  # a private field
    "work-type": "genre",
    "reviewed-item": "variable:reviewed-title",
    "availability": "custom:availability",
    "remote-source": "custom:remote-source",
    "meeting-place": "event_place",
    "work-location": "custom:work-location",
    "work-extent": "variable:dimensions",
    "pack-method": "custom:packaging-method",
    "size": "variable:dimensions",
    "repro-ratio": "custom:reproduction-ratio",
    "remote-database-name": "variable:source",
    "remote-database-provider": "custom:database-provider",
    "auth-address": "custom:author-address",
    "auth-affiliation": "custom:author-affiliation",
    **{f"custom{number}": f"custom:endnote-custom{number}" for number in range(1, 9)},
    **{f"misc{number}": f"custom:endnote-misc{number}" for number in range(1, 4)},
}

#: The lists of people → their targets.
PEOPLE: dict[str, str] = {
    "authors": "author",
    "secondary-authors": "editor",
    "tertiary-authors": "names:collection-editor",
    "subsidiary-authors": "names:translator",
    "translated-authors": "names:translated-author",
}

#: Fields that are read otherwise, or not at all, with the reason.
OTHERS: dict[str, str] = {
    "contributors": "its lists are read",
    "titles": "its titles are read",
    "periodical": "repeats the titles of journals",
    "alt-periodical": "repeats the titles of journals",
    "dates": "read as the date",
    "year": "read as the date, of programs that write it alone",
    "url": "read as an address, of programs that write it alone",
    "urls": "read as addresses and links",
    "keywords": "its keywords are read",
    "isbn": "read as ISBN, ISSN or number",
    "electronic-resource-num": "read as DOI",
    "label": "read as key",
    "language": "read as a tag",
    "access-date": "read as the date of access",
    "ref-type": "read as type",
    "database": "the user's library",
    "source-app": "the program that wrote the file",
    "rec-number": "the number in the user's library",
    "foreign-keys": "the numbers in the user's library",
    "reprint-status": "whether the user has a reprint",
    "image": "a picture in the user's library",
    "modified-date": "the date of the record, not of the work",
    "added-date": "the date of the record, not of the work",
}


def _same(targets: dict[str, str], *names: str) -> dict[str, dict[str, str]]:
    """Return the same targets for several reference types."""
    return dict.fromkeys(names, targets)


_JOURNAL = {
    "number": "issue",
    "section": "variable:section",
    "edition": "variable:available-date",
    "custom2": "variable:PMCID",
    "custom6": "custom:manuscript-id",
    "custom7": "number",
}
_IN_BOOK = {
    "number": "variable:collection-number",
    "section": "variable:chapter-number",
    "custom2": "variable:PMCID",
}
_BOOK = {
    "secondary-title": "collection_title",
    "secondary-authors": "names:collection-editor",
    "tertiary-title": "container_title",
    "tertiary-authors": "editor",
    "number": "variable:collection-number",
    "pages": "variable:number-of-pages",
    "section": "page",
    "custom2": "variable:PMCID",
}
_CONFERENCE = {
    "number": "issue",
    "pub-location": "event_place",
    "subsidiary-authors": "names:organizer",
    "custom1": "publisher_place",
    "custom2": "custom:year-published",
    "custom3": "custom:proceedings-title",
    "custom5": "custom:packaging-method",
}
_SERIES = {"secondary-title": "collection_title", "tertiary-title": "custom:tertiary-title"}
_REPORT = _SERIES | {
    "secondary-authors": "names:collection-editor",
    "tertiary-authors": "editor",
    "subsidiary-authors": "names:contributor",
    "custom6": "issue",
}
_LAW = {"edition": "custom:session", "secondary-authors": "names:contributor"}
_FILM = _SERIES | {
    "secondary-authors": "names:director",
    "tertiary-authors": "names:producer",
    "subsidiary-authors": "names:performer",
    "pages": "variable:dimensions",
    "custom5": "variable:medium",
}
_WEB = {"number": "variable:accessed", "volume": "custom:access-year"}
_DATA = {"edition": "variable:version", "secondary-authors": "names:producer"}

#: The targets of fields by reference type, where they differ from :data:`FIELDS` and :data:`PEOPLE`.
BY_TYPE: dict[str, dict[str, str]] = {
    **_same(_JOURNAL, "Journal Article", "Magazine Article", "Electronic Article", "Preprint"),
    **_same(
        _IN_BOOK, "Book Section", "Book Chapter", "Electronic Book Section", "Dictionary", "Encyclopedia"
    ),
    **_same(_BOOK, "Book", "Catalog"),
    **_same(_CONFERENCE, "Conference Proceedings", "Conference Proceeding", "Conference Paper"),
    **_same(_REPORT, "Report", "Government Document", "Press Release"),
    **_same(_WEB, "Web Page", "Website", "Online Multimedia", "Electronic Source", "Online Source"),
    **_same(_DATA, "Dataset", "Aggregated Database", "Online Database"),
    **_same(_FILM, "Film or Broadcast", "Audiovisual Material"),
    "Newspaper Article": {"number": "issue"},
    "Serial": _SERIES | {"number": "issue"},
    "Edited Book": _BOOK | {"authors": "editor", "tertiary-authors": "names:compiler"},
    "Electronic Book": _BOOK | {"secondary-authors": "editor", "tertiary-authors": "names:collection-editor"},
    "Classical Work": _SERIES | {"pages": "page"},
    "Thesis": {
        "secondary-title": "variable:division",
        "volume": "custom:degree",
        "pages": "variable:number-of-pages",
        "tertiary-authors": "names:contributor",
    },
    "Patent": {
        "number": "custom:application-number",
        "secondary-authors": "names:contributor",
        "num-vols": "custom:patent-classification",
        "edition": "custom:international-classification",
        "section": "custom:international-patent-number",
        "volume": "variable:version",
        "orig-pub": "custom:priority-numbers",
        "custom2": "custom:issue-date",
        "custom3": "custom:designated-states",
        "custom4": "custom:attorney",
        "custom5": "variable:references",
        "custom6": "custom:legal-status",
    },
    "Computer Program": _SERIES | {"edition": "variable:version"},
    "Map": _SERIES | {"custom1": "variable:scale"},
    "Artwork": {"work-type": "variable:medium", "custom3": "variable:dimensions"},
    "Case": {"publisher": "variable:authority", "subsidiary-authors": "names:contributor"},
    "Statute": _LAW | {"publisher": "variable:authority"},
    "Bill": _LAW | {"tertiary-title": "variable:authority"},
    "Hearing": _LAW | {"tertiary-title": "variable:authority"},
    "Legal Rule or Regulation": {"edition": "custom:session"},
    "Music": {"tertiary-authors": "names:producer"},
    "Personal Communication": {"secondary-authors": "names:recipient"},
    "Interview": {"secondary-authors": "names:interviewer"},
}


@lru_cache(maxsize=128)
def targets_of(name: str) -> dict[str, str]:
    """Return the targets of the fields of a reference type."""
    return {**FIELDS, **PEOPLE, **BY_TYPE.get(name, {})}


@lru_cache(maxsize=128)
def fields_of(name: str) -> dict[str, str]:
    """Return the fields of a reference type by their targets; the first field with a target is written."""
    fields: dict[str, str] = {}
    for field, target in targets_of(name).items():
        fields.setdefault(target, field)
    return fields
