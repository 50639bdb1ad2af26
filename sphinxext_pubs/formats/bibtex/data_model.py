"""BibLaTeX's data model: its entry types, and the fields that each has (``blx-dm.def``, manual, 2.1 and 2.2).

``biber -V`` reports fields that the type of their entry does not have.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Fields of all types, and ``pdf``, an alias of ``file``. Dates are written as a whole, not in parts.
COMMON = _set(
    """abstract annotation authortype bookpagination crossref date day doi eprint eprintclass eprinttype
    entryset entrysubtype execute file gender ids indextitle indexsorttitle isan ismn iswc keywords label
    langid langidopts library lista listb listc listd liste listf month namea nameb namec nameatype namebtype
    namectype nameaddon options origdate origlocation origpublisher origtitle pagination pdf presort related
    relatedoptions relatedstring relatedtype shortauthor shorteditor shorthand shorthandintro shortjournal
    shortseries shorttitle sortkey sortname sortshorthand sorttitle sortyear url urldate usera userb userc
    userd usere userf verba verbb verbc xdata xref year"""
)
_USUAL = _set("addendum note pubstate subtitle title titleaddon")
_EDITORS = _set("editora editorb editorc editoratype editorbtype editorctype")
_ROLES = _set("annotator commentator editor editortype origlanguage translator") | _EDITORS
_PARTS = _set("afterword foreword introduction")
_PUBLISHED = _set("isbn language location number publisher series volumes")
_MAIN = _set("maintitle mainsubtitle maintitleaddon")
_BOOK_TITLE = _set("booktitle booksubtitle booktitleaddon")
_EVENT = _set("eventdate eventtitle eventtitleaddon venue")
_ISSUE = _set("issue issuetitle issuesubtitle issuetitleaddon issn")
_PLACE_IN = _set("chapter eid pages")

_BOOK = _ROLES | _PARTS | _PUBLISHED | _MAIN | _PLACE_IN | _set("edition pagetotal part volume")
_MULTIVOLUME = _ROLES | _PARTS | _PUBLISHED | _set("author edition pagetotal volume")
_IN_BOOK = (_BOOK - {"pagetotal"}) | _BOOK_TITLE | {"author"}
_PROCEEDINGS = _PUBLISHED | _EVENT | _set("editor editortype organization")
_IN_PROCEEDINGS = _PROCEEDINGS | _MAIN | _PLACE_IN | _set("part volume")
_FREE = _set("author editor editortype howpublished language location organization type version")
_PAPER = _PLACE_IN | _set("author institution language location pagetotal type")

_TYPES: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "article suppperiodical",
        _ROLES
        | _ISSUE
        | _set(
            "author eid journaltitle journalsubtitle journaltitleaddon language number pages series version "
            "volume"
        ),
    ),
    ("book", _BOOK | {"author"}),
    ("collection reference", _BOOK),
    ("mvbook", _MULTIVOLUME),
    ("mvcollection mvreference", _MULTIVOLUME - {"pagetotal", "series"}),
    ("inbook bookinbook suppbook", _IN_BOOK | {"bookauthor"}),
    ("incollection suppcollection inreference", _IN_BOOK),
    (
        "booklet",
        _PLACE_IN | _set("author editor editortype howpublished language location pagetotal type"),
    ),
    ("dataset", (_FREE - {"howpublished"}) | _set("edition number publisher series")),
    (
        "manual",
        (_FREE - {"howpublished"}) | _PLACE_IN | _set("edition isbn number pagetotal publisher series"),
    ),
    ("misc software", _FREE),
    ("online", _FREE - {"howpublished", "location", "type"}),
    ("patent", _set("author holder location number type version")),
    ("periodical", _EDITORS | _ISSUE | _set("editor editortype language number series volume")),
    ("proceedings", _IN_PROCEEDINGS | {"pagetotal"}),
    ("mvproceedings", _PROCEEDINGS | {"pagetotal"}),
    ("inproceedings", _IN_PROCEEDINGS | _BOOK_TITLE | {"author"}),
    ("report", _PAPER | _set("isrn number version")),
    ("thesis", _PAPER),
    ("unpublished", _EVENT | _set("author howpublished language location type")),
    ("set", _set("entryset")),
)
#: Type → its fields, including those of all types.
FIELDS_OF: dict[str, frozenset[str]] = {
    name: fields | COMMON | _USUAL for names, fields in _TYPES for name in names.split()
}

#: Types that BibLaTeX has without fields of their own; its styles treat them as ``@misc`` (manual, 2.1.3).
UNSUPPORTED = _set(
    """artwork audio commentary image jurisdiction legal legislation letter movie music performance review
    standard video customa customb customc customd custome customf"""
)
