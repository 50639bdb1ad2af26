"""BibTeX's types and fields → those of BibLaTeX's data model, which ``biber --tool -V`` accepts.

A field that the type of its entry does not have is moved to one that it has, or becomes part of the note.
Data without any place, such as the publisher of a journal or a link to slides, is omitted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from sphinxext_pubs.formats.arxiv import is_preprint
from sphinxext_pubs.formats.bibtex.classic import BIBLATEX_ONLY, suggested_type
from sphinxext_pubs.formats.bibtex.data_model import FIELDS_OF
from sphinxext_pubs.formats.bibtex.fields import BY_TYPE, CSL, field_of
from sphinxext_pubs.formats.bibtex.languages import BABEL
from sphinxext_pubs.formats.bibtex.written import (
    Entry,
    insert_after,
    join_words,
    move,
    omit,
    rename,
    rewrite_names,
    with_read_fields,
    write_name,
)
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.notation import dates
from sphinxext_pubs.notation.annotations import is_annotation
from sphinxext_pubs.notation.date_parts import write_date
from sphinxext_pubs.notation.identifiers import is_preprint_server
from sphinxext_pubs.notation.languages import babel_name, language_tag

#: BibTeX's name of a field → BibLaTeX's name (manual, 2.2.5).
RENAMED: dict[str, str] = {
    "journal": "journaltitle",
    "address": "location",
    "school": "institution",
    "annote": "annotation",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
    "key": "sortkey",
    "hyphenation": "langid",
    "keyword": "keywords",
    "conference": "eventtitle",
    "journalabbr": "shortjournal",
    "numpages": "pagetotal",
    "articleno": "eid",
    "article-number": "eid",
    "elocation-id": "eid",
}
#: Other types → BibLaTeX's type. Types that are in neither table are ``@misc``.
TYPES: dict[str, str] = {
    "conference": "inproceedings",
    **dict.fromkeys(("electronic", "www", "webpage", "website", "blog", "post"), "online"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "masterthesis"), "thesis"),
    **dict.fromkeys(("bachelorsthesis", "bachelorthesis"), "thesis"),
    **dict.fromkeys(("techreport", "standard"), "report"),
    **dict.fromkeys(("magazine", "newspaper", "newspaperarticle", "suppperiodical"), "article"),
    **dict.fromkeys(("review", "commentary"), "article"),
    **dict.fromkeys(("manuscript", "talk", "speech", "presentation", "lecture", "slides"), "unpublished"),
    "poster": "unpublished",
    "chapter": "inbook",
    "data": "dataset",
    **dict.fromkeys(("softwareversion", "softwaremodule", "codefragment", "program"), "software"),
}
#: Type in the data → fields of which it needs one to be written with the type of the table.
_REQUIRED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("review", "commentary"), ("journaltitle",)),
    "standard": ("institution", "organization", "publisher"),
}
#: Type in the data → the value of ``type`` that it implies.
_GENRES = {
    "phdthesis": "phdthesis",
    "mastersthesis": "mathesis",
    "masterthesis": "mathesis",
    "bachelorsthesis": "bathesis",
    "bachelorthesis": "bathesis",
    "techreport": "techreport",
    "standard": "Standard",
    "report": "Report",
    "thesis": "Thesis",
}

#: A field → the fields that it is moved to, the first that the type has and the entry lacks.
_ALTERNATIVES: dict[str, tuple[str, ...]] = {
    "journaltitle": ("booktitle", "howpublished"),
    "booktitle": ("journaltitle", "maintitle", "howpublished"),
    "publisher": ("organization", "institution", "howpublished"),
    "institution": ("organization", "publisher", "howpublished"),
    "organization": ("institution", "publisher", "howpublished"),
    "howpublished": ("organization", "publisher", "institution"),
    "issue": ("number",),
    "eid": ("pages",),
    "venue": ("location",),
    "award": ("addendum",),
    "language": ("langid",),
}
#: Fields of which styles show something → the words before their value in the note.
_IN_NOTE: dict[str, str] = {
    "journaltitle": "",
    "booktitle": "",
    "series": "",
    "eventtitle": "",
    "organization": "",
    "institution": "",
    "howpublished": "",
    "version": "version ",
    "edition": "edition ",
    "volume": "vol. ",
    "number": "no. ",
    "issue": "no. ",
    "chapter": "ch. ",
    "pages": "pp. ",
    "eid": "",
    "type": "",
}
#: Values that say no more than the type of the entry, as in PubMed's articles.
_NOT_IN_NOTE = frozenset({("type", "article"), ("type", "book"), ("type", "inproceedings")})
#: Identifiers → the type of ``eprint`` (manual, 3.14.7).
_EPRINTS = {"arxiv": "arxiv", "arxivid": "arxiv", "pmid": "pubmed", "jstor": "jstor", "hdl": "hdl"}
#: The links of which the first is the address of a work without one.
_ADDRESSES = ("website", "html", "homepage", "code", "data", "pdf")
_SLOTS = ("editora", "editorb", "editorc", "namea", "nameb", "namec")
#: Name variables of CSL → BibLaTeX's role; others are their own.
_ROLES = {"contributor": "collaborator", "serieseditor": "series-editor"}


def to_biblatex(entry: Entry) -> Entry:
    """Return an entry with a type of BibLaTeX's data model, and with fields of this type only."""
    fields = rename(with_read_fields(entry), RENAMED)
    kind = _biblatex_type(entry, fields)
    fields = _split_inbook(entry.kind, kind, fields)
    for convert in _CONVERTERS:
        fields = convert(entry, kind, fields)
    fields = rewrite_names(_fit(kind, fields), write_name, is_extended=True)
    return replace(entry, kind=kind, fields=fields)


# Types


def _biblatex_type(entry: Entry, fields: dict[str, str]) -> str:
    kind = TYPES.get(entry.kind, entry.kind)
    if kind == "online" and not fields.keys() & {"url", "doi", "eprint", *_EPRINTS, *_ADDRESSES}:
        return "misc"
    if kind == "misc" and entry.paper.type == "article" and "eprint" in fields and not entry.is_source:
        return "online"
    required = _REQUIRED.get(entry.kind, ())
    if required and fields.keys().isdisjoint(required):
        return "misc"
    if kind == "inbook" and "booktitle" not in fields and not _has_words(fields.get("chapter", "")):
        return "book"
    if kind in ("incollection", "inreference") and "editor" not in fields and _is_classic(entry):
        return "inbook"
    if kind == "set" and not _is_complete_set(entry):
        kind = suggested_type(rename(fields, {"journaltitle": "journal"}))
    if kind in ("book", "mvbook") and "author" not in fields and "editor" in fields:
        return {"book": "collection", "mvbook": "mvcollection"}[kind]
    return kind if kind in FIELDS_OF else "misc"


def _is_classic(entry: Entry) -> bool:
    """True if the entry is not BibLaTeX's, whose types have other required fields."""
    return not entry.is_source or entry.fields.keys().isdisjoint(BIBLATEX_ONLY)


def _is_complete_set(entry: Entry) -> bool:
    members = [key.strip() for key in entry.fields.get("entryset", "").split(",")]
    return entry.siblings.issuperset(members)


def _has_words(value: str) -> bool:
    return sum(char.isalpha() for char in value) > 3


def _split_inbook(source: str, kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields of BibTeX's ``@inbook``, whose title is that of the book, as BibLaTeX's."""
    if source != "inbook" or kind != "inbook" or "booktitle" in fields or "title" not in fields:
        return fields
    return move(move(fields, "title", "booktitle"), "chapter", "title")


# Converters: the entry, its BibLaTeX type and the fields → fields


def _convert_date(entry: Entry, _kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the date in ``date``; a year that is not a date is kept."""
    issued = entry.paper.issued
    if "date" in fields and (issued is None or issued.literal or _is_edtf(fields["date"])):
        return omit(fields, _PARTS)
    if issued is None or (issued.literal and (entry.is_source or not issued.parts)):
        return omit(fields, ("day",))
    first = next((name for name in ("date", "year", "month") if name in fields), "")
    date = {"date": write_date(replace(issued, literal=""))}
    return omit(insert_after(move(fields, first, _OLD), _OLD, date), {*_PARTS, _OLD})


def _is_edtf(value: str) -> bool:
    return dates.parse_date(value) is not None


_PARTS = frozenset({"year", "month", "day"})
#: The name of the field that the date takes the place of, which no data has.
_OLD = " "


def _convert_other_dates(entry: Entry, _kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with other dates in EDTF; those that nobody can read are omitted."""
    for name in ("eventdate", "origdate", "urldate"):
        if not fields.get(name) or _is_edtf(fields[name]):
            continue
        date = dates.from_fields(decode.to_str(fields[name])).date
        if date is not None and date.parts and not date.literal:
            fields = fields | {name: write_date(date)}
        elif not entry.is_source:
            fields = omit(fields, (name,))
    return fields


#: Fields with keys of other entries → the fields that depend on them.
_LINKS = {
    "related": ("related", "relatedtype", "relatedstring", "relatedoptions"),
    "xref": ("xref",),
    "entryset": ("entryset",),
}


def _keep_links(entry: Entry, _kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields without references to entries that are not in the file."""
    for name, names in _LINKS.items():
        keys = [key.strip() for key in fields.get(name, "").split(",")]
        if name in fields and not entry.siblings.issuperset(keys):
            fields = omit(fields, names)
    return fields


def _convert_doi(entry: Entry, _kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the DOI without the address of a resolver."""
    if not fields.get("doi", "").lower().startswith(("http", "doi:")) or not entry.paper.doi:
        return fields
    return fields | {"doi": entry.paper.doi}


def _convert_type(entry: Entry, kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with ``type``, which theses and reports need, and the subtype of works."""
    genre = _GENRES.get(entry.kind, "")
    if genre and "type" not in fields and (entry.kind not in ("report", "thesis") or not entry.is_source):
        fields = fields | {"type": genre}
    if "entrysubtype" in fields or _is_implied(entry, kind):
        return fields
    return fields | {"entrysubtype": entry.paper.type}


def _is_implied(entry: Entry, kind: str) -> bool:
    """True if the CSL type will be read from the type of entry, or from the archive of a preprint."""
    paper, csl = entry.paper, BY_TYPE[kind].csl
    archive = entry.fields.get("eprinttype") or entry.fields.get("archiveprefix") or ""
    if is_preprint(
        csl,
        container=str(paper.container_title),
        publisher=str(paper.publisher),
        doi=paper.doi,
        in_archive=bool(paper.arxiv) or ("eprint" in entry.fields and is_preprint_server(archive)),
    ):
        return paper.type == "article" and bool(paper.status)
    return paper.type == csl


def _convert_language(_entry: Entry, _kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the language by babel's name in ``langid``."""
    name = "langid" if "langid" in fields else "language"
    value = fields.get(name, "")
    if not value or decode.to_str(value).lower() in BABEL:
        return fields
    plain = decode.to_str(value)
    babel = babel_name(language_tag(plain))
    if babel:
        return move(fields | {name: babel}, name, "langid")
    return move(fields, name, "language") if name == "langid" and "language" not in fields else fields


def _convert_eprint(_entry: Entry, _kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the identifier of an archive as ``eprint``."""
    for name, archive in _EPRINTS.items():
        if name in fields and "eprint" not in fields:
            return insert_after(move(fields, name, "eprint"), "eprint", {"eprinttype": archive})
    return fields


def _convert_address(_entry: Entry, _kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the first link of a work without an address or identifier as ``url``."""
    if fields.keys() & {"url", "doi", "eprint"}:
        return fields
    name = next((name for name in _ADDRESSES if fields.get(name, "").startswith("http")), "")
    return move(fields, name, "url") if name else fields


def _convert_serials(_entry: Entry, _kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the first of several ISBNs or ISSNs, as BibLaTeX has a place for one of each."""
    for name in ("isbn", "issn"):
        serials = _SERIALS.fullmatch(fields.get(name, ""))
        if serials:
            fields = fields | {name: serials[1]}
    return fields


_SERIALS = re.compile(r"([0-9Xx-]{8,17})(?:[\s,;]+[0-9Xx-]{8,17})+")


def _convert_people(_entry: Entry, kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with people whom the type has no field for as further editors or other names."""
    model = FIELDS_OF[kind]
    free = [name for name in _SLOTS if name in model and name not in fields]
    for name in [name for name in fields if name not in model and field_of(name).kind == "names"]:
        if not free:
            break
        slot = free.pop(0)
        role = name.removeprefix(CSL)
        fields = insert_after(move(fields, name, slot), slot, {f"{slot}type": _ROLES.get(role, role)})
    return fields


_CONVERTERS: tuple[Callable[[Entry, str, dict[str, str]], dict[str, str]], ...] = (
    _convert_date,
    _convert_other_dates,
    _keep_links,
    _convert_doi,
    _convert_serials,
    _convert_type,
    _convert_language,
    _convert_eprint,
    _convert_address,
    _convert_people,
)


def _fit(kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with those that the type lacks moved, in the note or omitted."""
    model = FIELDS_OF[kind]
    notes = []
    for name in [name for name in fields if name not in model and not is_annotation(name)]:
        others = _ALTERNATIVES.get(name, ())
        other = next((other for other in others if other in model and other not in fields), "")
        if other:
            fields = move(fields, name, other)
        elif name in _IN_NOTE and kind != "set" and (name, kind) not in _NOT_IN_NOTE:
            notes.append(_IN_NOTE[name] + fields[name])
    kept = {name: value for name, value in fields.items() if _is_valid(name, fields, model)}
    return (
        kept | {"note": ". ".join(filter(None, (kept.get("note", ""), join_words(*notes))))}
        if notes
        else kept
    )


def _is_valid(name: str, fields: dict[str, str], model: frozenset[str]) -> bool:
    """True if a field, or the field that it annotates, is in the model of the type."""
    if is_annotation(name):
        base = name.partition("+")[0]
        return base in model and base in fields
    return name in model
