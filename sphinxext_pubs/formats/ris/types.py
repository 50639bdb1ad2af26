"""The types of RIS, those of the specifications and those that programs write instead."""

from __future__ import annotations

from typing import NamedTuple

from sphinxext_pubs.model.problems import Suggestion
from sphinxext_pubs.model.suggestions import near_words


class RisType(NamedTuple):
    """A type: the value of ``TY``, its CSL type, its name in the specification, and what it is read as.

    ``same`` is the type of the specification that a program means.
    """

    name: str
    csl: str
    label: str
    same: str = ""


#: The first type of a CSL type is written.
TYPES: tuple[RisType, ...] = (
    RisType("JOUR", "article-journal", "Journal"),
    RisType("CONF", "paper-conference", "Conference proceeding"),
    RisType("BOOK", "book", "Whole book"),
    RisType("CHAP", "chapter", "Book chapter"),
    RisType("THES", "thesis", "Thesis or dissertation"),
    RisType("RPRT", "report", "Report"),
    RisType("MANSCPT", "manuscript", "Manuscript"),
    RisType("ELEC", "webpage", "Web page"),
    RisType("DATA", "dataset", "Data file"),
    RisType("COMP", "software", "Computer program"),
    RisType("MGZN", "article-magazine", "Magazine article"),
    RisType("NEWS", "article-newspaper", "Newspaper"),
    RisType("PAT", "patent", "Patent"),
    RisType("STAND", "standard", "Standard"),
    RisType("ENCYC", "entry-encyclopedia", "Encyclopedia"),
    RisType("DICT", "entry-dictionary", "Dictionary"),
    RisType("PAMP", "pamphlet", "Pamphlet"),
    RisType("SLIDE", "speech", "Slide"),
    RisType("BLOG", "post-weblog", "Blog"),
    RisType("ICOMM", "post", "Internet communication"),
    RisType("MAP", "map", "Map"),
    RisType("VIDEO", "motion_picture", "Video recording"),
    RisType("SOUND", "song", "Sound recording"),
    RisType("MUSIC", "musical_score", "Music score"),
    RisType("FIGURE", "figure", "Figure"),
    RisType("ART", "graphic", "Art work"),
    RisType("CASE", "legal_case", "Case"),
    RisType("BILL", "bill", "Bill"),
    RisType("STAT", "legislation", "Statute"),
    RisType("LEGAL", "regulation", "Legal rule or regulation"),
    RisType("HEAR", "hearing", "Hearing"),
    RisType("CLSWK", "classic", "Classical work"),
    RisType("PCOMM", "personal_communication", "Personal communication"),
    RisType("EDBOOK", "collection", "Edited book"),
    RisType("SER", "periodical", "Serial publication"),
    RisType("GEN", "document", "Generic"),
    RisType("ABST", "article-journal", "Abstract"),
    RisType("ADVS", "motion_picture", "Audiovisual material"),
    RisType("AGGR", "dataset", "Aggregated database"),
    RisType("ANCIENT", "classic", "Ancient text"),
    RisType("CHART", "figure", "Chart"),
    RisType("CPAPER", "paper-conference", "Conference paper"),
    RisType("CTLG", "book", "Catalog"),
    RisType("DBASE", "dataset", "Online database"),
    RisType("EBOOK", "book", "Electronic book"),
    RisType("ECHAP", "chapter", "Electronic book section"),
    RisType("EJOUR", "article-journal", "Electronic article"),
    RisType("EQUA", "figure", "Equation"),
    RisType("GOVDOC", "report", "Government document"),
    RisType("GRANT", "document", "Grant"),
    RisType("INPR", "article-journal", "In press"),
    RisType("JFULL", "periodical", "Journal (full)"),
    RisType("MPCT", "motion_picture", "Motion picture"),
    RisType("MULTI", "webpage", "Online multimedia"),
    RisType("UNBILL", "bill", "Unenacted bill"),
    RisType("UNPB", "manuscript", "Unpublished work"),
    # Not in the specifications
    RisType("WEB", "webpage", "Web page", "ELEC"),
    RisType("GRNT", "document", "Grant", "GRANT"),
    RisType("UNPD", "manuscript", "Unpublished work", "UNPB"),
    RisType("GENERIC", "document", "Generic", "GEN"),
    RisType("STD", "document", "Generic", "GEN"),
    RisType("PODCAST", "broadcast", "Podcast", "SOUND"),
    RisType("PREPRINT", "article", "Preprint", "UNPB"),
)
#: The type of an entry without a known one.
GENERIC = TYPES[[row.name for row in TYPES].index("GEN")]
BY_NAME: dict[str, RisType] = {row.name: row for row in TYPES}
#: The type that is written for a CSL type.
BY_CSL: dict[str, str] = {row.csl: row.name for row in reversed(TYPES) if not row.same} | {
    "article": "UNPB",
    "broadcast": "VIDEO",
    "entry": "ENCYC",
    "interview": "PCOMM",
    "performance": "ADVS",
    "review": "JOUR",
    "review-book": "JOUR",
    "treaty": "LEGAL",
}
#: CSL types of articles, which have an issue where other works have a number.
PERIODICALS = ("article-", "periodical")


def names(labels: str) -> frozenset[str]:
    """Return the names of types, separated by spaces, as a set."""
    return frozenset(labels.split())


#: Names of types in programs, in lower case.
_LABELS: dict[str, str] = {row.label.lower(): row.name for row in reversed(TYPES) if not row.same} | {
    "article": "JOUR",
    "book": "BOOK",
    "book section": "CHAP",
    "conference": "CONF",
    "conference proceedings": "CONF",
    "dataset": "DATA",
    "dissertation": "THES",
    "journal article": "JOUR",
    "patent": "PAT",
    "phd thesis": "THES",
    "software": "COMP",
    "thesis": "THES",
    "website": "ELEC",
}


def find_type(name: str) -> tuple[RisType, Suggestion | None]:
    """Return the type with a name, which may be in words, and how to write it if it is not one of RIS."""
    name = name.strip()
    if not name or name.upper() in BY_NAME:
        return BY_NAME.get(name.upper(), GENERIC), None
    known = _LABELS.get(name.lower(), "")
    near = (known,) if known else near_words(name, [row.name for row in TYPES if not row.same], cutoff=0.5)
    remedy = "" if near else "Write a type of RIS, such as “TY  - JOUR”, “TY  - BOOK” or “TY  - GEN”"
    return BY_NAME.get(known, GENERIC), Suggestion(near, remedy=remedy)
