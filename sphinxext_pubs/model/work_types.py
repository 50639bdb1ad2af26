"""The types of works: CSL 1.0.2 types, the headings of their groups, and the BibTeX types."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sphinxext_pubs.model.rich_text import fold


class WorkType(NamedTuple):
    """A CSL type: its name, the heading of a group of such works, and the default BibTeX type."""

    csl: str
    label: str
    bibtex: str = "misc"


#: In the order of the groups in a list.
WORK_TYPES: tuple[WorkType, ...] = (
    WorkType("article-journal", "Journal articles", "article"),
    WorkType("paper-conference", "Conference papers", "inproceedings"),
    WorkType("article", "Preprints", "online"),
    WorkType("book", "Books", "book"),
    WorkType("chapter", "Book chapters", "incollection"),
    WorkType("collection", "Collections", "collection"),
    WorkType("classic", "Classics", "book"),
    WorkType("periodical", "Periodicals", "periodical"),
    WorkType("thesis", "Theses", "thesis"),
    WorkType("report", "Reports", "report"),
    WorkType("manuscript", "Manuscripts", "unpublished"),
    WorkType("speech", "Talks", "unpublished"),
    WorkType("event", "Events"),
    WorkType("software", "Software", "software"),
    WorkType("dataset", "Datasets", "dataset"),
    WorkType("patent", "Patents", "patent"),
    WorkType("standard", "Standards", "standard"),
    WorkType("article-magazine", "Magazine articles", "article"),
    WorkType("article-newspaper", "Newspaper articles", "article"),
    WorkType("review", "Reviews", "review"),
    WorkType("review-book", "Book reviews", "review"),
    WorkType("entry", "Reference entries", "inreference"),
    WorkType("entry-dictionary", "Dictionary entries", "inreference"),
    WorkType("entry-encyclopedia", "Encyclopedia entries", "inreference"),
    WorkType("pamphlet", "Booklets", "booklet"),
    WorkType("interview", "Interviews"),
    WorkType("broadcast", "Broadcasts", "audio"),
    WorkType("motion_picture", "Films and videos", "movie"),
    WorkType("song", "Recordings", "music"),
    WorkType("musical_score", "Scores", "music"),
    WorkType("performance", "Performances", "performance"),
    WorkType("figure", "Figures", "image"),
    WorkType("graphic", "Graphics", "artwork"),
    WorkType("map", "Maps"),
    WorkType("legislation", "Legislation", "legislation"),
    WorkType("bill", "Bills", "legislation"),
    WorkType("regulation", "Regulations", "legislation"),
    WorkType("legal_case", "Court decisions", "jurisdiction"),
    WorkType("hearing", "Hearings", "legal"),
    WorkType("treaty", "Treaties", "legal"),
    WorkType("personal_communication", "Letters", "letter"),
    WorkType("post-weblog", "Blog posts", "online"),
    WorkType("post", "Posts", "online"),
    WorkType("webpage", "Web pages", "online"),
    WorkType("document", "Other works"),
)

BY_CSL: dict[str, WorkType] = {row.csl: row for row in WORK_TYPES}
RANK: dict[str, int] = {row.csl: rank for rank, row in enumerate(WORK_TYPES)}

#: Entry types that match only their own name.
_PLAIN = (
    "article", "artwork", "audio", "bibnote", "book", "booklet", "collection", "commentary", "dataset",
    "image", "inbook", "incollection", "inreference", "jurisdiction", "legal", "legislation", "letter",
    "manual", "misc", "movie", "music", "patent", "performance", "periodical", "proceedings",
    "reference", "review", "set", "software", "standard", "thesis", "unpublished", "video",
)  # fmt: skip

#: The types of BibTeX and BibLaTeX (manual, sections 2.1.1 to 2.1.3) → other words that match them.
ENTRY_TYPES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_PLAIN, ()),
    "inproceedings": ("conference",),
    "conference": ("inproceedings",),
    "phdthesis": ("thesis",),
    "mastersthesis": ("thesis",),
    "bachelorsthesis": ("thesis",),
    "report": ("techreport",),
    "techreport": ("report",),
    "online": ("electronic", "www"),
    "electronic": ("online", "www"),
    "www": ("online", "electronic"),
    "mvbook": ("book",),
    "mvcollection": ("collection",),
    "mvproceedings": ("proceedings",),
    "mvreference": ("reference",),
    "bookinbook": ("inbook",),
    "suppbook": ("inbook",),
    "suppcollection": ("incollection",),
    "suppperiodical": ("article",),
}

#: The start of the folded genre of a thesis → its BibTeX type.
_THESES = (
    ("phd", "phdthesis"),
    ("ph.d", "phdthesis"),
    ("doct", "phdthesis"),
    ("dissertation", "phdthesis"),
    ("ma", "mastersthesis"),
    ("msc", "mastersthesis"),
    ("m.sc", "mastersthesis"),
    ("ba", "bachelorsthesis"),
    ("bsc", "bachelorsthesis"),
    ("b.sc", "bachelorsthesis"),
)


def group_label(csl: str) -> str:
    """Return the heading for a group of this CSL type (a message id); ``Other works`` if it is unknown."""
    return BY_CSL.get(csl, BY_CSL["document"]).label


@lru_cache(maxsize=4096)
def matching_words(entry_type: str, csl: str, genre: str = "") -> tuple[str, ...]:
    """Return the words that match a work of these types in conditions.

    BibTeX types come first, then the CSL type with the prefix ``csl:``, and without it unless BibTeX
    has a type of that name. ``csl:thesis`` matches any thesis.
    """
    bibtex = _bibtex_type(entry_type, csl)
    matches = [bibtex, *ENTRY_TYPES[bibtex], f"csl:{csl}"]
    if entry_type not in BY_CSL:
        matches.append(entry_type)
    if csl not in ENTRY_TYPES:
        matches.append(csl)
    if csl == "thesis":
        matches += ["thesis", *(word for start, word in _THESES if fold(genre).startswith(start))]
    return tuple(dict.fromkeys(filter(None, matches)))


def _bibtex_type(entry_type: str, csl: str) -> str:
    """Return the entry type if it is one of BibTeX's, else the default for the CSL type.

    If both types are ``article``, it is CSL's, as BibTeX's ``article`` is CSL's ``article-journal``.
    """
    if entry_type in ENTRY_TYPES and not entry_type == csl == "article":
        return entry_type
    return BY_CSL.get(csl, BY_CSL["document"]).bibtex
