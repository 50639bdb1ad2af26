"""The tables of BibTeX's and BibLaTeX's entry types and fields and their CSL equivalents.

Sources: BibLaTeX manual, sections 2.1 and 2.2; CSL 1.0.2, appendices III and IV; and fields added by
exporters and websites. The first row with a CSL type or variable is used for writing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sphinxext_pubs.model import csl_variables
from sphinxext_pubs.notation.annotations import is_annotation

#: Fields of kind ``part`` are read by ``compose``. The last four kinds are not used in the table of fields.
Kind = Literal[
    "text",
    "variable",
    "list",
    "date",
    "string",
    "names",
    "part",
    "link",
    "custom",
    "annotation",
    "private",
    "linkage",
]


@dataclass(frozen=True, slots=True)
class EntryType:
    """An entry type, its CSL type, and the genre that it implies."""

    name: str
    csl: str
    genre: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """The meaning of fields.

    ``target`` is an attribute of ``Publication`` (kinds ``text`` and ``string``), a CSL variable (kinds
    ``variable`` and ``names``) or the kind of target of a link.
    """

    target: str
    kind: Kind
    names: tuple[str, ...]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _types(csl: str, names: str, genre: str = "") -> tuple[EntryType, ...]:
    return tuple(EntryType(name, csl, genre) for name in names.split())


ENTRY_TYPES: tuple[EntryType, ...] = (
    *_types("article-journal", "article suppperiodical"),
    *_types("article", "preprint"),
    *_types("article-magazine", "magazine"),
    *_types("article-newspaper", "newspaper newspaperarticle"),
    *_types("book", "book mvbook collection mvcollection proceedings mvproceedings reference mvreference"),
    *_types("book", "manual"),
    *_types("chapter", "incollection inbook bookinbook suppbook suppcollection chapter"),
    *_types("paper-conference", "inproceedings conference"),
    *_types("entry", "inreference"),
    *_types("collection", "set"),
    *_types("periodical", "periodical"),
    *_types("pamphlet", "booklet"),
    *_types("document", "misc bibnote"),
    *_types("webpage", "online electronic www webpage website"),
    *_types("post-weblog", "blog"),
    *_types("post", "post"),
    *_types("dataset", "dataset data"),
    *_types("software", "software softwareversion softwaremodule codefragment program"),
    *_types("patent", "patent"),
    *_types("report", "report"),
    *_types("report", "techreport", "Technical report"),
    *_types("thesis", "thesis"),
    *_types("thesis", "phdthesis", "PhD thesis"),
    *_types("thesis", "mastersthesis masterthesis", "Master’s thesis"),
    *_types("thesis", "bachelorsthesis bachelorthesis", "Bachelor’s thesis"),
    *_types("manuscript", "unpublished manuscript"),
    *_types("standard", "standard"),
    *_types("legislation", "legislation"),
    *_types("legal_case", "jurisdiction"),
    *_types("bill", "bill"),
    *_types("hearing", "hearing"),
    *_types("treaty", "legal"),
    *_types("song", "music audio"),
    *_types("motion_picture", "movie video film"),
    *_types("broadcast", "broadcast podcast"),
    *_types("graphic", "artwork"),
    *_types("figure", "image figure"),
    *_types("map", "map"),
    *_types("personal_communication", "letter"),
    *_types("interview", "interview"),
    *_types("performance", "performance"),
    *_types("review", "review"),
    *_types("review-book", "commentary"),
    *_types("speech", "talk speech presentation lecture slides poster"),
    *_types("event", "event"),
)

#: Name in the data → entry type. Other types are CSL's ``document``.
BY_TYPE: dict[str, EntryType] = {row.name: row for row in ENTRY_TYPES}
#: CSL type → entry type for writing.
BY_CSL: dict[str, str] = {row.csl: row.name for row in reversed(ENTRY_TYPES)} | {
    "article": "misc",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "classic": "book",
    "musical_score": "music",
    "regulation": "legislation",
}

#: BibLaTeX's types of editors (manual, section 4.9.2.1) → the name variables, CSL's if it has one.
EDITOR_ROLES: dict[str, str] = {
    "editor": "contributor",
    "collaborator": "contributor",
    **{
        role: role
        for role in (
            "compiler", "founder", "continuator", "redactor", "reviser", "organizer", "director",
            "translator", "annotator", "commentator", "introduction", "foreword", "afterword", "illustrator",
        )
    },
}  # fmt: skip

#: BibLaTeX's keys of theses, reports and patents (manual, section 4.9.2.13) → genres in words.
GENRES: dict[str, str] = {
    "bathesis": "Bachelor’s thesis",
    "mathesis": "Master’s thesis",
    "phdthesis": "PhD thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
    "software": "Computer software",
    "datacd": "Data CD",
    "audiocd": "Audio CD",
    "patent": "Patent",
    "patentde": "German patent",
    "patenteu": "European patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patentus": "U.S. patent",
    "patreq": "Patent request",
    "patreqde": "German patent request",
    "patreqeu": "European patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
    "patrequs": "U.S. patent request",
}


def _fields(kind: Kind, *rows: tuple[str, str]) -> tuple[Field, ...]:
    return tuple(Field(target, kind, tuple(names.split())) for target, names in rows)


FIELDS: tuple[Field, ...] = (
    *_fields(
        "text",
        ("event_title", "eventtitle conference"),
        ("event_place", "venue"),
        ("abstract", "abstract"),
    ),
    *_fields(
        "variable",
        ("ISBN", "isbn"),
        ("ISSN", "issn"),
        ("PMID", "pmid"),
        ("PMCID", "pmcid pmc"),
        ("version", "version"),
        ("medium", "medium media"),
        ("number-of-pages", "pagetotal numpages"),
        ("number-of-volumes", "volumes"),
        ("part-number", "part"),
        ("title-short", "shorttitle"),
        ("container-title-short", "shortjournal journalabbr abbr"),
        ("citation-label", "shorthand"),
        ("original-title", "origtitle"),
        ("call-number", "library"),
        ("scale", "scale"),
        ("section", "section"),
        ("dimensions", "dimensions"),
    ),
    *_fields(
        "list",
        ("original-publisher", "origpublisher"),
        ("original-publisher-place", "origlocation"),
        ("origlanguage", "origlanguage"),
    ),
    *_fields(
        "date",
        ("original-date", "origdate origyear"),
        ("event-date", "eventdate"),
        (
            "accessed",
            "urldate lastaccessed lastchecked accessed accessdate access-date visited urlaccessdate",
        ),
    ),
    *_fields("string", ("volume", "volume"), ("edition", "edition")),
    *_fields(
        "names",
        ("author", "author"),
        ("editor", "editor"),
        ("translator", "translator"),
        ("container-author", "bookauthor"),
        ("annotator", "annotator"),
        ("commentator", "commentator"),
        ("introduction", "introduction"),
        ("foreword", "foreword"),
        ("afterword", "afterword"),
        ("holder", "holder"),
        ("director", "director"),
        ("composer", "composer"),
        ("illustrator", "illustrator"),
        ("interviewer", "interviewer"),
        ("recipient", "recipient"),
        ("performer", "performer"),
        ("series-editor", "serieseditor"),
        ("collection-editor", "collectioneditor"),
        ("original-author", "origauthor"),
        ("contributor", "contributor collaborator"),
        ("editora", "editora"),
        ("editorb", "editorb"),
        ("editorc", "editorc"),
        ("namea", "namea"),
        ("nameb", "nameb"),
        ("namec", "namec"),
    ),
    *_fields(
        "part",
        ("title", "title subtitle titleaddon"),
        ("container_title", "journaltitle journal journalsubtitle journaltitleaddon"),
        ("container_title", "booktitle booksubtitle booktitleaddon"),
        ("container_title", "maintitle mainsubtitle maintitleaddon"),
        ("volume-title", "issuetitle issuesubtitle issuetitleaddon"),
        ("chapter-number", "chapter"),
        ("collaboration", "collaboration"),
        ("publisher", "publisher institution school organization howpublished"),
        ("publisher_place", "location address"),
        ("collection_title", "series"),
        ("reportnumber", "reportnumber"),
        ("issued", "date year month day issue_date"),
        ("issue", "number issue"),
        ("page", "pages eid articleno article-number elocation-id"),
        ("genre", "type"),
        ("status", "pubstate retracted entrysubtype"),
        ("language", "langid language"),
        ("keyword", "keywords keyword"),
        ("award", "award awards award3 award4 award5 award6 award7 award8 award9 award_name"),
        ("note", "note addendum"),
        ("doi", "doi"),
        ("url", "url ee link uri www weblink"),
        ("arxiv", "eprint eprinttype archiveprefix eprintclass primaryclass arxiv arxivid"),
        ("ids", "ids"),
        ("roles", "editortype editoratype editorbtype editorctype authortype"),
        ("roles", "nameatype namebtype namectype"),
    ),
    *_fields(
        "link",
        ("pdf", "pdf"),
        ("code", "code"),
        ("data", "data dataset"),
        ("slides", "slides"),
        ("poster", "poster"),
        ("video", "video"),
        ("website", "website homepage"),
        ("blog", "blog"),
        ("demo", "demo"),
        ("supp", "supp supplementary supplement"),
        ("html", "html"),
        ("image", "image preview picture teaser thumbnail"),
    ),
)

#: Name in the data → the row of the field.
BY_FIELD: dict[str, Field] = {name: row for row in reversed(FIELDS) for name in row.names}
#: Attribute, variable, name list or kind of link → the name of the field for writing.
BY_TARGET: dict[str, str] = {row.target: row.names[0] for row in reversed(FIELDS)}

#: Fields of people whose role is in another field, as that of ``editora`` in ``editoratype``.
TYPED_NAMES = _set("editora editorb editorc namea nameb namec")
#: Roles in these fields → attributes and name variables.
ROLE_VARIABLES: dict[str, str] = {
    **{
        role: row.target
        for row in FIELDS
        if row.kind == "names" and row.target not in TYPED_NAMES
        for role in (row.target, *row.names)
    },
    **{name: name for name in csl_variables.NAMES},
    **EDITOR_ROLES,
}

#: The prefix of fields for CSL variables without a field in BibLaTeX: ``csl-chair``, ``csl-number``.
CSL = "csl-"
_CSL_FIELDS: dict[str, Field] = {
    f"{CSL}{name.lower()}": row
    for name, row in (
        *((name, Field(name, "names", ())) for name in csl_variables.NAMES),
        *((name, Field(name, "variable", ())) for name in (*csl_variables.DATES, *csl_variables.TEXTS)),
        ("number", Field("number", "string", ())),
        ("type", Field("status", "part", ())),
    )
}

#: Private fields of people and reference managers, which are never shown, published or written.
PRIVATE = _set(
    """file filepath local-url localurl localfile local-file owner timestamp creationdate modificationdate
    date-added date-modified groups username __markedentry annote annotation comment comments review rating
    ranking readstatus read qualityassured printed priority added-at posted-at biburl interhash intrahash
    internal-note privnote privatenote attachments hardcopy relevance search"""
)
#: The suffix that reference managers append to the name of a repeated field.
_NUMBER_SUFFIX = re.compile(r"(?:[-_]|(?<!\d))\d++\Z")
_PRIVATE_NAMES = PRIVATE | {name.replace("-", "_") for name in PRIVATE}
#: The prefixes of the names of private fields.
PRIVATE_STARTS = ("bdsk-", "jabref-", "mendeley-", "zotero-", "citeulike-")
#: References to other entries. They are resolved by the reader, so they are neither shown nor written.
LINKAGE = frozenset({"crossref", "xdata"})


_URL_LABEL = re.compile(r"url[_-]?([a-z][a-z0-9_-]*)\Z")
_NOT_URL = _set("urlraw urlstatus urlnote urlaccessed urldate")


@lru_cache(maxsize=4096)
def field_of(name: str) -> Field:
    """Return the row of a field by its name in lower case; ``url_<label>`` and ``url<label>`` are links."""
    if name in BY_FIELD:
        return BY_FIELD[name]
    if name in LINKAGE:
        return Field("", "linkage", ())
    if name in _CSL_FIELDS:
        return _CSL_FIELDS[name]
    if is_annotation(name):
        return Field(name, "annotation", (name,))
    if _NUMBER_SUFFIX.sub("", name) in _PRIVATE_NAMES or name.startswith(PRIVATE_STARTS):
        return Field("", "private", ())
    match = _URL_LABEL.match(name) if name not in _NOT_URL else None
    if match is None:
        return Field(name, "custom", (name,))
    known = BY_FIELD.get(match[1])
    return Field(known.target if known and known.kind == "link" else match[1], "link", (name,))
