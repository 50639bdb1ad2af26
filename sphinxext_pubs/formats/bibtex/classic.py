"""BibLaTeX's types and fields → those of classic BibTeX, which its standard styles and natbib's read.

The tables are BibLaTeX's own aliases (manual, 2.1.2 and 2.2.5), reversed, and its data model (2.1.1, 2.2.2).
Entries that are classic BibTeX are not changed, except where ``bibtex`` would report something that the data
can prevent. BibLaTeX's other fields are kept: BibTeX ignores fields that a style does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from sphinxext_pubs.formats.bibtex.fields import GENRES
from sphinxext_pubs.formats.bibtex.localization import is_list, list_in_words, series_in_words
from sphinxext_pubs.formats.bibtex.written import (
    Entry,
    insert_after,
    join_words,
    merge_titles,
    move,
    omit,
    rename,
    replace_macros,
    rewrite_names,
    with_read_fields,
    write_classic_name,
)
from sphinxext_pubs.formats.bibtex.written_dates import classic_dates
from sphinxext_pubs.model.rich_text import fold

#: The types of BibTeX's standard styles (``btxdoc``, 3.1).
STANDARD = frozenset(
    (
        *("article", "book", "booklet", "conference", "inbook", "incollection", "inproceedings", "manual"),
        *("mastersthesis", "misc", "phdthesis", "proceedings", "techreport", "unpublished"),
    )
)
#: Other types → the standard type. Types that are not in the table get the type that their fields suggest.
TYPES: dict[str, str] = {
    **dict.fromkeys(("suppperiodical", "magazine", "newspaper", "newspaperarticle"), "article"),
    **dict.fromkeys(("mvbook", "collection", "mvcollection", "reference", "mvreference"), "book"),
    **dict.fromkeys(("bookinbook", "suppbook", "suppcollection", "inreference", "chapter"), "incollection"),
    **dict.fromkeys(("mvproceedings", "periodical"), "proceedings"),
    **dict.fromkeys(
        ("online", "electronic", "www", "webpage", "website", "blog", "post", "preprint"), "misc"
    ),
    **dict.fromkeys(("dataset", "data", "software", "softwareversion", "softwaremodule"), "misc"),
    **dict.fromkeys(("codefragment", "program", "patent", "standard"), "misc"),
    "report": "techreport",
    "thesis": "phdthesis",
    "masterthesis": "mastersthesis",
    "bachelorsthesis": "mastersthesis",
    "bachelorthesis": "mastersthesis",
    "manuscript": "unpublished",
}
#: BibLaTeX's name of a field → BibTeX's name, for all types.
RENAMED: dict[str, str] = {
    "journaltitle": "journal",
    "location": "address",
    "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
    "sortkey": "key",
    "hyphenation": "langid",
}
#: Lists of places and publishers, which BibTeX does not know: their items are joined in words.
_LISTS = ("address", "publisher", "organization", "institution", "school", "language", "origlocation")
#: Fields with instructions for BibLaTeX and biber, which say nothing about the work.
OMITTED = frozenset(
    (
        *("execute", "gender", "indexsorttitle", "indextitle", "langidopts", "options", "presort"),
        *("relatedoptions", "sortname", "sortshorthand", "sorttitle", "sortyear", "entryset"),
    )
)
#: Fields that only BibLaTeX has, by which its entries are recognized.
BIBLATEX_ONLY = frozenset((*RENAMED, *OMITTED, "date", "subtitle", "titleaddon", "maintitle", "eventdate"))
BIBLATEX_ONLY |= {"booksubtitle", "booktitleaddon", "journalsubtitle", "mainsubtitle", "langid", "pubstate"}

_BOOKS = frozenset({"book", "inbook", "incollection", "inproceedings", "conference", "proceedings"})
_IN_BOOKS = frozenset({"incollection", "inproceedings", "conference"})
_THESES = frozenset({"phdthesis", "mastersthesis"})

#: Type → a field that styles require, and fields that are moved to it if the entry lacks it.
_MOVED: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "article": (("journal", ("booktitle",)),),
    **dict.fromkeys(("inproceedings", "conference"), (("booktitle", ("journal",)),)),
    "incollection": (
        ("booktitle", ("journal",)),
        ("publisher", ("organization", "institution", "school")),
    ),
    **dict.fromkeys(("book", "inbook"), (("publisher", ("organization", "institution", "school")),)),
    "techreport": (("institution", ("school", "organization", "publisher")),),
    **dict.fromkeys(_THESES, (("school", ("institution", "university", "organization", "publisher")),)),
    "unpublished": (("note", ("howpublished", "addendum")),),
}
#: The same for entries that are not classic BibTeX.
_ALSO_MOVED: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "misc": (("howpublished", ("organization", "publisher", "institution")),),
    "manual": (("organization", ("institution", "publisher")),),
    "booklet": (("howpublished", ("publisher", "organization")),),
}
#: Type → a field that styles require, and fields that are copied to it if the entry lacks it.
_COPIED: dict[str, tuple[str, tuple[str, ...]]] = {
    **dict.fromkeys(_IN_BOOKS, ("booktitle", ("maintitle", "eventtitle", "series"))),
    "article": ("journal", ("maintitle", "shortjournal", "series")),
    "unpublished": ("note", ("pubstate", "eventtitle", "titleaddon")),
}

_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
_MASTER = (
    "ma",
    "master",
    "msc",
    "m.sc",
    "mphil",
    "m.phil",
    "mathesis",
    "diplom",
    "licen",
    "laurea",
    "magist",
)
_BACHELOR = ("ba", "bachelor", "bsc", "b.sc", "bathesis")


def to_bibtex(entry: Entry) -> Entry:
    """Return an entry with the type and the fields that classic BibTeX reads."""
    fields = with_read_fields(entry)
    is_classic = entry.is_source and entry.kind in STANDARD and fields.keys().isdisjoint(BIBLATEX_ONLY)
    if not is_classic:
        fields = _convert_fields(fields)
    kind = _classic_type(entry.kind, fields, is_classic=is_classic)
    fields = _fill_required(kind, fields, _MOVED.get(kind, ()))
    if not is_classic:
        fields = _fill_required(kind, fields, _ALSO_MOVED.get(kind, ()))
        for convert in _CONVERTERS:
            fields = convert(entry.kind, kind, fields)
    fields = classic_dates(fields, entry.paper.issued)
    fields = _separate_editors(kind, _separate_numbers(kind, fields))
    fields = rewrite_names(fields, write_classic_name, is_extended=False)
    return replace(entry, kind=kind, fields=fields if is_classic else _with_sort_key(kind, fields))


def _convert_fields(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields by their BibTeX names, with titles, subtitles and additions in one field."""
    renamed = rename(merge_titles(omit(fields, OMITTED)), RENAMED)
    changed = {name: list_in_words(renamed[name], str) for name in _LISTS if is_list(renamed.get(name, ""))}
    if series := series_in_words(renamed.get("series", "")) if "journal" in renamed else "":
        changed["series"] = series
    if renamed.get("archiveprefix", "").lower() == "arxiv":
        changed["archiveprefix"] = "arXiv"
    return {name: replace_macros(value) for name, value in (renamed | changed).items()}


# Types


def _classic_type(kind: str, fields: dict[str, str], *, is_classic: bool) -> str:
    """Return the standard type for a type and its fields (by their BibTeX names).

    The title of BibTeX's ``@inbook`` is that of the book, and its chapters have numbers only.
    """
    if kind == "inbook" and "booktitle" in fields and not (is_classic and "chapter" in fields):
        return "incollection"
    if kind in STANDARD:
        return kind
    standard = TYPES.get(kind) or suggested_type(fields)
    if kind == "thesis":
        genre = fold(fields.get("type", ""))
        return "mastersthesis" if genre.startswith((*_MASTER, *_BACHELOR)) else standard
    return standard


def suggested_type(fields: dict[str, str]) -> str:
    """Return the type that the fields suggest, for sets and types of other packages."""
    if "journal" in fields:
        return "article"
    if "booktitle" in fields:
        return "inproceedings" if "eventtitle" in fields else "incollection"
    return "book" if "publisher" in fields and ("author" in fields or "editor" in fields) else "misc"


# Fields that styles require


def _fill_required(
    kind: str, fields: dict[str, str], rows: Iterable[tuple[str, tuple[str, ...]]]
) -> dict[str, str]:
    for name, others in rows:
        source = next((other for other in others if fields.get(other)), "")
        if source and not fields.get(name):
            fields = move(fields, source, name)
    name, others = _COPIED.get(kind, ("", ()))
    source = next((other for other in others if fields.get(other)), "")
    if source and not fields.get(name):
        fields = insert_after(fields, source, {name: fields[source]})
    return fields


# Converters of entries that are not classic BibTeX: their type, the standard type and the fields → fields


def _convert_type(kind: str, standard: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the field ``type`` in words, unless the standard type implies it."""
    genre = fields.get("type", "")
    words = GENRES.get(genre.lower(), genre)
    if standard in _THESES and kind.startswith("bachelor") and not words:
        words = GENRES["bathesis"]
    implied = {"phdthesis": "phdthesis", "mastersthesis": "mathesis", "techreport": "techreport"}
    if genre.lower() == implied.get(standard):
        return omit(fields, ("type",))
    return fields | {"type": words} if words else fields


def _describe_patent(kind: str, _standard: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the number of a patent or standard where BibTeX's ``@misc`` shows it."""
    if kind not in ("patent", "standard") or "howpublished" in fields or not fields.get("number"):
        return fields
    genre = fields.get("type", "Patent" if kind == "patent" else "")
    return insert_after(fields, "number", {"howpublished": f"{genre} {fields['number']}".strip()})


def _convert_edition(_kind: str, _standard: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the edition as an English ordinal, which BibTeX's styles expect."""
    edition = fields.get("edition", "")
    if not (edition.isdecimal() and edition.isascii() and len(edition) < 4):
        return fields
    return fields | {"edition": _ordinal(int(edition))}


def _ordinal(number: int) -> str:
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _convert_issue(_kind: str, standard: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the issue as ``number``, and the number of an article as ``pages``."""
    if standard in ("article", "proceedings") and "issue" in fields and "number" not in fields:
        fields = move(fields, "issue", "number")
    if "eid" in fields and "pages" not in fields:
        fields = insert_after(fields, "eid", {"pages": fields["eid"]})
    return fields


def _convert_main_title(_kind: str, standard: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields of a volume with the title of all volumes as series, as in *volume 2 of …*.

    The actual series, which would take its place, becomes a note.
    """
    title = fields.get("maintitle", "")
    if standard not in _BOOKS or not title or title == fields.get("booktitle"):
        return fields
    if "series" not in fields:
        return insert_after(fields, "maintitle", {"series": title})
    series = join_words(fields["series"], fields.get("number", ""))
    fields = omit(fields, ("number",)) | {"series": title}
    return fields | {"note": ". ".join(filter(None, (series, fields.get("note", ""))))}


def _convert_language(_kind: str, _standard: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the language in the field that the package babelbib reads."""
    if "langid" not in fields:
        return fields
    if "language" in fields:
        return omit(fields, ("langid",))
    return move(fields, "langid", "language")


_CONVERTERS: tuple[Callable[[str, str, dict[str, str]], dict[str, str]], ...] = (
    _convert_type,
    _describe_patent,
    _convert_edition,
    _convert_issue,
    _convert_main_title,
    _convert_language,
)

# What ``bibtex`` reports


def _separate_numbers(kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields of a book without both a volume and a number, which styles refuse."""
    if kind not in _BOOKS or not fields.get("volume") or not fields.get("number"):
        return fields
    if fields.get("series"):
        combined = {"series": join_words(fields["series"], fields["number"])}
    else:
        combined = {"volume": f"{fields['volume']}({fields['number']})"}
    return omit(fields | combined, ("number",))


def _separate_editors(kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields of a book without both authors and editors, which styles refuse.

    They show the authors, so the editors get a field that BibTeX ignores.
    """
    if kind not in ("book", "inbook") or not fields.get("author") or not fields.get("editor"):
        return fields
    name = next((free for free in ("editora", "editorb", "editorc") if free not in fields), "")
    if not name:
        return omit(fields, ("editor",))
    role = fields.get("editortype", "editor")
    fields = move(fields, "editor", name)
    fields = omit(fields, ("editortype",))
    return insert_after(fields, name, {f"{name}type": role})


#: Type → the fields by which styles sort its entries, if any is present.
_SORTED_BY = {
    **dict.fromkeys(("book", "inbook"), ("author", "editor")),
    "proceedings": ("editor", "organization"),
    "manual": ("author", "organization"),
}


def _with_sort_key(kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with BibTeX's ``key`` if the entry has nobody by whom styles could sort it."""
    if "key" in fields or any(fields.get(name) for name in _SORTED_BY.get(kind, ("author",))):
        return fields
    names = ("label", "shorthand", "organization", "shorttitle", "title")
    value = next((fields[name] for name in names if fields.get(name)), "")
    return fields | {"key": value} if value else fields
