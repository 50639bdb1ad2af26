"""The meanings of the tags of RIS in entries of each type.

The base is the specification of 2011 (a meaning for each tag and type), then that of 2001, then what
programs write: Zotero, Mendeley, EndNote, Citavi, RefWorks, Scopus, Web of Science, EBSCO, ProQuest, Ovid,
Embase, PubMed Central, JSTOR and publishers. The documentation is generated from :data:`TAGS`.
"""

from __future__ import annotations

from typing import NamedTuple

#: The meaning of a tag that is kept in a custom field and not shown.
CUSTOM = "custom"
#: The meaning of a tag that says something about the file, not about the work.
NOTHING = "nothing"

_ARTICLES = "ABST EJOUR INPR JFULL JOUR MGZN NEWS"
_RECORDINGS = "ADVS SLIDE SOUND VIDEO"
_IMAGES = "CHART EQUA FIGURE"
_LAWS = "BILL STAT UNBILL"
_CONFERENCES = "CONF CPAPER"
_LETTERS = "ICOMM PCOMM"
_WEB = "ELEC MULTI"
_CHAPTERS = "CHAP ECHAP"


class Tag(NamedTuple):
    """A tag, its name in the specification, its meaning, and its meanings in entries of some types.

    A meaning is the name of a CSL variable, or of a rule in ``meanings``, :data:`CUSTOM` or :data:`NOTHING`.
    Each exception is a meaning with the types that it is for.
    """

    name: str
    label: str
    meaning: str
    exceptions: tuple[tuple[str, str], ...] = ()

    def meaning_for(self, ris_type: str) -> str:
        """Return the meaning in an entry of a type."""
        found = (meaning for meaning, types in self.exceptions if ris_type in types.split())
        return next(found, self.meaning)


#: All tags that are known. Of two tags with the same meaning, the first is used.
TAGS: tuple[Tag, ...] = (
    Tag("ID", "Reference ID", "key"),
    Tag("TI", "Title", "title"),
    Tag("T1", "Primary title", "title"),
    Tag("CT", "Caption; title of unpublished works", "title"),
    Tag("BT", "Book title", "container-or-title"),
    Tag("AU", "Author", "author", (("editor", "EDBOOK"),)),
    Tag("A1", "Primary author", "author", (("editor", "EDBOOK"),)),
    Tag("ED", "Editor", "editor"),
    Tag(
        "A2",
        "Secondary author",
        "editor",
        (
            ("series-or-editor", "BOOK CLSWK COMP EDBOOK ELEC MAP MULTI RPRT UNPB"),
            ("performer", _RECORDINGS),
            ("recipient", _LETTERS),
            ("series-creator", "MPCT"),
            ("producer", "DATA"),
            ("author", "BILL UNBILL"),
            ("container-title", "CASE"),
            ("authority", "CTLG GOVDOC LEGAL PAMP PAT"),
            (CUSTOM, _IMAGES),
        ),
    ),
    Tag(
        "A3",
        "Tertiary author",
        "collection-editor",
        (
            ("editor", "BOOK EDBOOK"),
            ("producer", "MPCT"),
            ("illustrator", "BLOG"),
            ("publisher", "RPRT"),
            ("contributor", "BILL PAT THES UNBILL"),
            (CUSTOM, "CASE"),
        ),
    ),
    Tag(
        "A4",
        "Subsidiary author",
        "translator",
        (
            ("performer", "ADVS MPCT"),
            ("producer", "MUSIC"),
            ("editor", "SER"),
            ("organizer", "CONF"),
            ("contributor", "CASE CPAPER"),
            ("division", "RPRT"),
            (CUSTOM, "DATA"),
        ),
    ),
    Tag("C3", "Custom 3", "identifier", (
        ("proceedings", _CONFERENCES),
        ("dimensions", "ADVS ART MAP SLIDE SOUND VIDEO"),
        (CUSTOM, "BOOK CHAP DATA EBOOK ECHAP GOVDOC GRANT MUSIC PAT"),
    )),
    Tag(
        "T2",
        "Secondary title",
        "container-title",
        (
            ("conference", _CONFERENCES),
            ("collection-title", "BOOK CLSWK COMP CTLG EBOOK EDBOOK MAP MPCT MULTI RPRT UNPB"),
            ("division", "THES"),
            ("medium", _IMAGES),
            ("event-title", "SLIDE"),
            ("section", "HEAR"),
        ),
    ),
    Tag("JF", "Journal, in full", "container-title"),
    Tag("JO", "Journal", "journal"),
    Tag("JA", "Journal, abbreviated", "journal-short"),
    Tag("J2", "Alternate title", "journal-short"),
    Tag("J1", "Journal, user abbreviation 1", "journal-short"),
    Tag("JI", "Journal, ISO abbreviation", "journal-short"),
    Tag("J9", "Journal, abbreviation of Web of Science", "journal-short"),
    Tag(
        "T3",
        "Tertiary title",
        "collection-title",
        (
            ("volume-title", "ANCIENT"),
            ("authority", "BILL BLOG HEAR UNBILL"),
            ("supplement-number", "LEGAL"),
            ("division", "UNPB"),
            (CUSTOM, "CASE EJOUR PAT STAND STAT"),
        ),
    ),
    Tag("ST", "Short title", "short-title"),
    Tag("TT", "Translated title", CUSTOM),
    Tag("TA", "Translated author", CUSTOM),
    Tag("PY", "Year", "year"),
    Tag("Y1", "Primary date", "old-date"),
    Tag("DA", "Date", "date", (
        ("date-or-accessed", "AGGR DBASE EBOOK ECHAP EJOUR MULTI"),
        (CUSTOM, "GRANT"),
    )),
    Tag("PD", "Publication date", "date"),
    Tag("Y2", "Access date", "second-date"),
    Tag("VL", "Volume", "volume", (
        ("degree", "THES"),
        ("dimensions", f"ART {_IMAGES}"),
        ("accessed", "BLOG ELEC"),
        ("number", "LEGAL PAMP STAND"),
        ("edition", "COMP"),
        (CUSTOM, "GRANT PAT"),
    )),
    Tag("VO", "Volume", "volume"),
    Tag("IS", "Issue", "issue"),
    Tag("CP", "Issue", "issue"),
    Tag("M1", "Number; miscellaneous 1", "short-number", (
        ("short-issue", "CONF CPAPER EJOUR GOVDOC JOUR MGZN"),
        ("collection-number", "BOOK CLSWK CTLG EDBOOK PAMP SER"),
        ("chapter-number", "ECHAP"),
        ("number-of-volumes", "CHAP"),
        ("start-page", "LEGAL NEWS STAND"),
        ("dimensions", "ART"),
        ("accessed", "ELEC"),
        (CUSTOM, "COMP GRANT MULTI PAT"),
    )),
    Tag("SV", "Series volume", "collection-number", (("number", "CASE"),)),
    Tag("NV", "Number of volumes", "number-of-volumes", (
        ("container-title-short", "CASE"),
        ("number", "CTLG DATA EJOUR ICOMM MANSCPT PCOMM STAT"),
        ("version", "EBOOK"),
        ("collection-number", "RPRT"),
        ("dimensions", _RECORDINGS),
        (CUSTOM, "GRANT LEGAL MGZN NEWS PAT STAND"),
    )),
    Tag("SP", "Pages", "start-page", (
        ("number-of-pages", "BOOK CLSWK EBOOK EDBOOK THES"),
        ("page-or-custom", f"ART BLOG COMP ELEC MAP {_IMAGES}"),
        ("dimensions", "MPCT"),
    )),
    Tag("EP", "End page", "end-page"),
    Tag("PG", "Pages", "start-page"),
    Tag("C7", "Custom 7", "article-number", (("identifier", "EBOOK ECHAP"),)),
    Tag("M2", "Miscellaneous 2; start page", "extra"),
    Tag("SE", "Section", "section", (
        ("chapter-number", "CHAP ECHAP SER"),
        ("start-page", "BOOK JFULL JOUR MANSCPT MGZN"),
        ("number-of-pages", "CTLG"),
        ("available-date", "EJOUR"),
        ("original-date", "DATA"),
        ("submitted", "CASE"),
        ("version", "DICT"),
        ("number", "BLOG PAT"),
        (CUSTOM, "AGGR GRANT"),
    )),
    Tag("PB", "Publisher", "publisher"),
    Tag("PU", "Publisher", "publisher"),
    Tag("C1", "Custom 1", CUSTOM, (
        ("publisher-place", _CONFERENCES),
        ("section", "CHAP ECHAP NEWS SER"),
        ("accessed", f"EBOOK EJOUR {_WEB}"),
        ("submitted", "PAT"),
        ("performer", "ADVS MPCT SLIDE SOUND VIDEO"),
        ("scale", "MAP"),
        ("medium", "MUSIC"),
        ("authority", "GOVDOC"),
        ("full-date", "JOUR"),
    )),
    Tag("CY", "Place published", "publisher-place", (("conference-place", _CONFERENCES),)),
    Tag("PP", "Place published", "publisher-place"),
    Tag("PI", "Place of the publisher", "publisher-place"),
    Tag("ET", "Edition", "edition", (
        ("available-date", "ABST INPR JFULL JOUR"),
        ("date", "AGGR DBASE"),
        ("version", f"COMP DATA {_IMAGES}"),
        ("chapter-number", f"HEAR {_LAWS}"),
        ("medium", f"MANSCPT {_LETTERS}"),
        (CUSTOM, "CASE GRANT PAT"),
    )),
    Tag("M3", "Type of work", "genre", (
        ("medium", "MPCT MUSIC"),
        ("references", "CASE"),
    )),
    Tag("C4", "Custom 4", CUSTOM, (("genre", "MPCT"),)),
    Tag("C2", "Custom 2", "identifier", (
        ("accessed", f"EBOOK EJOUR {_WEB}"),
        ("date", "CONF PAT"),
        ("short-issue", "NEWS"),
        ("number", "SER"),
        ("genre", "MUSIC"),
        (CUSTOM, f"DATA GOVDOC HEAR MAP MPCT {_LETTERS} {_RECORDINGS}"),
    )),
    Tag("C5", "Custom 5", "identifier", (
        ("medium", f"MPCT MULTI {_RECORDINGS}"),
        ("references", "PAT"),
        ("publisher", "STAT"),
        (CUSTOM, "CHAP CONF CTLG EBOOK ECHAP EJOUR GRANT MAP MUSIC PAMP SER"),
    )),
    Tag("C6", "Custom 6", CUSTOM, (
        ("status", "PAT"),
        ("volume", "STAT"),
        ("short-issue", "RPRT"),
    )),
    Tag("C8", "Custom 8", CUSTOM),
    Tag("DO", "DOI", "DOI"),
    Tag("DI", "DOI", "DOI"),
    Tag("UR", "URL", "URL"),
    Tag("UL", "URL", "URL"),
    Tag("LK", "Link", "URL"),
    Tag("L1", "File attachments", "pdf"),
    Tag("L2", "Full text", "link"),
    Tag("L3", "Related records", "link"),
    Tag("L4", "Figure", "image"),
    Tag("SN", "ISSN or ISBN", "serial", (
        ("serial-or-number", "DBASE GOVDOC LEGAL PAT RPRT STAND"),
    )),
    Tag("AN", "Accession number", "identifier"),
    Tag("U1", "User definable 1", "identifier"),
    Tag("U2", "User definable 2", "identifier"),
    Tag("U3", "User definable 3", "identifier"),
    Tag("U4", "User definable 4", "identifier"),
    Tag("U5", "User definable 5", "identifier"),
    Tag("LA", "Language", "language"),
    Tag("KW", "Keywords", "keyword"),
    Tag("AB", "Abstract", "abstract"),
    Tag("N2", "Abstract", "abstract"),
    Tag("N1", "Notes", "note"),
    Tag("RN", "Research notes", CUSTOM),
    Tag("CN", "Call number", "call-number"),
    Tag("H2", "Call number (Citavi)", "call-number"),
    Tag("H1", "Library (Citavi)", CUSTOM),
    Tag("DB", "Name of database", "source"),
    Tag("DP", "Database provider", CUSTOM),
    Tag("AV", "Availability", "archive_location"),
    Tag("OP", "Original publication", "original", (
        ("references", f"CASE HEAR LEGAL {_LAWS}"),
        (CUSTOM, f"BLOG COMP DATA ELEC GRANT PAT RPRT {_RECORDINGS}"),
    )),
    Tag("RI", "Reviewed item", "reviewed-title", ((CUSTOM, "DATA STAT"),)),
    Tag("RP", "Reprint edition or status", CUSTOM),
    Tag("AD", "Author address", CUSTOM),
    Tag("AI", "Author identifiers", CUSTOM),
    Tag("CA", "Caption", CUSTOM),
    Tag("CC", "Review group (Cochrane)", CUSTOM),
    Tag("CR", "Rights; cited references", CUSTOM),
    Tag("FU", "Funding", CUSTOM),
    Tag("FX", "Funding text", CUSTOM),
    Tag("LB", "Label", CUSTOM),
    Tag("NL", "Notes of Ovid", CUSTOM),
    Tag("NS", "Notes of Covidence", CUSTOM),
    Tag("PA", "Address of the publisher", CUSTOM),
    Tag("PT", "Publication type of a database", CUSTOM),
    Tag("WE", "Index of Web of Science", CUSTOM),
    Tag("M4", "Program that wrote the file (Citavi)", NOTHING),
    Tag("TS", "Format that was read (Citavi)", NOTHING),
)  # fmt: skip
#: Tag → row.
BY_TAG: dict[str, Tag] = {row.name: row for row in TAGS}

#: The meanings that are not CSL variables, in words for the documentation.
MEANINGS: dict[str, str] = {
    CUSTOM: "a custom field",
    NOTHING: "not read",
    "abstract": "abstract",
    "article-number": "page, if there is no other",
    "container-or-title": "container-title; of whole works, the title",
    "conference": "event-title; container-title if there is no other",
    "conference-place": "event-place; with a publisher alone, publisher-place",
    "date": "issued",
    "date-or-accessed": "accessed; issued if the year agrees",
    "degree": "genre",
    "end-page": "page",
    "extra": "variables with their names, as in Zotero's Extra",
    "full-date": "issued, in notes of JSTOR",
    "identifier": "PMID, PMCID or DOI",
    "image": "a link",
    "journal": "container-title; container-title-short next to another",
    "journal-short": "container-title-short",
    "key": "the key",
    "link": "a link",
    "note": "note, without those of programs",
    "old-date": "issued",
    "original": "original-date",
    "page-or-custom": "page",
    "pdf": "a link",
    "proceedings": "container-title",
    "second-date": "accessed; of patents, submitted",
    "serial": "ISSN, ISBN",
    "serial-or-number": "number; ISSN, ISBN",
    "series-or-editor": "collection-editor; editor if there is no series",
    "short-issue": "issue, if it is short",
    "short-number": "number, if it is short",
    "short-title": "title-short",
    "start-page": "page",
    "year": "issued",
}
