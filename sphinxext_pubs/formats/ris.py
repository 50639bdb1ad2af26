"""RIS (Research Information Systems, 2011), read and written with rispy.

:data:`FIELDS` contains the variables that are kept when written and read again. The documentation is
generated from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import rispy
from rispy.config import TAG_KEY_MAPPING

from sphinxext_pubs.formats.arxiv import first_arxiv_id, is_preprint
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.fields import BY_FIELD
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model.links import arxiv_url
from sphinxext_pubs.model.problems import Code, Problem, entry_name, repeated_field
from sphinxext_pubs.model.publication import Date, Link, Name, Origin, Publication, bare_doi
from sphinxext_pubs.model.rich_text import Text, clean, text_of
from sphinxext_pubs.notation import dates, names

#: RIS types and their CSL types. The first RIS type of a CSL type is used for writing.
TYPES: tuple[tuple[str, str], ...] = (
    ("JOUR", "article-journal"), ("CPAPER", "paper-conference"), ("BOOK", "book"), ("CHAP", "chapter"),
    ("THES", "thesis"), ("RPRT", "report"), ("UNPB", "manuscript"), ("ELEC", "webpage"),
    ("DATA", "dataset"), ("COMP", "software"), ("MGZN", "article-magazine"), ("NEWS", "article-newspaper"),
    ("PAT", "patent"), ("STAND", "standard"), ("ENCYC", "entry-encyclopedia"), ("DICT", "entry-dictionary"),
    ("PAMP", "pamphlet"), ("SLIDE", "speech"), ("BLOG", "post-weblog"), ("ICOMM", "post"),
    ("MAP", "map"), ("VIDEO", "motion_picture"), ("SOUND", "song"), ("MUSIC", "musical_score"),
    ("FIGURE", "figure"), ("ART", "graphic"), ("CASE", "legal_case"), ("BILL", "bill"),
    ("STAT", "legislation"), ("LEGAL", "regulation"), ("HEAR", "hearing"), ("CLSWK", "classic"),
    ("PCOMM", "personal_communication"), ("EDBOOK", "collection"), ("SER", "periodical"),
    ("GEN", "document"), ("CONF", "paper-conference"), ("EJOUR", "article-journal"), ("EBOOK", "book"),
    ("ECHAP", "chapter"), ("INPR", "article-journal"), ("ABST", "article-journal"),
    ("MPCT", "motion_picture"),
    ("DBASE", "dataset"), ("JFULL", "periodical"), ("MANSCPT", "manuscript"), ("MULTI", "webpage"),
    ("GOVDOC", "report"), ("CTLG", "book"), ("CHART", "figure"), ("ANCIENT", "classic"),
    ("GRANT", "document"), ("AGGR", "dataset"), ("EQUA", "figure"), ("ADVS", "motion_picture"),
)  # fmt: skip
_CSL = dict(TYPES)
_RIS = {csl: ris for ris, csl in reversed(TYPES)}

#: Tags (rispy's names) and the attribute, in the order of writing. The first tag present is read.
FIELDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("title", "primary_title"), "title"),
    (("authors", "first_authors"), "author"),
    (("secondary_authors",), "editor"),
    (("secondary_title", "journal_name", "alternate_title3", "alternate_title2"), "container_title"),
    (("tertiary_title",), "collection_title"),
    (("year", "publication_year", "date"), "issued"),
    (("volume",), "volume"),
    (("number",), "issue"),
    (("start_page", "end_page"), "page"),
    (("publisher",), "publisher"),
    (("place_published",), "publisher_place"),
    (("edition",), "edition"),
    (("type_of_work",), "genre"),
    (("doi",), "doi"),
    (("urls",), "url"),
    (("language",), "language"),
    (("keywords",), "keyword"),
    (("abstract", "notes_abstract"), "abstract"),
    (("notes",), "note"),
    (("issn",), "ISSN"),
)
#: Tags that are private, or that repeat other tags.
_IGNORED = frozenset({"type_of_reference", "id", "end_of_reference", "unknown_tag", "access_date", "label"})
_KNOWN = frozenset(name for tags, _ in FIELDS for name in tags) | _IGNORED
#: Tags with a single value.
_SINGLE = (_KNOWN | {"access_date", "label"}) - {
    "authors", "first_authors", "secondary_authors", "urls", "keywords", "notes", "issn", "unknown_tag",
}  # fmt: skip
_TAGS = {name: tag for tag, name in TAG_KEY_MAPPING.items()}
_TAG = re.compile(r"([A-Z][A-Z0-9])  ?- ?")
#: Tags with one value on each line.
_REPEATED = frozenset({"A1", "A2", "A3", "A4", "AU", "KW", "UR"})
_ANY_TAG = re.compile(r"^[A-Z][A-Z0-9]  ?-", re.MULTILINE)
_START = re.compile(r"^TY  ?-", re.MULTILINE)


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Yield the publications and problems of RIS texts, in order; an entry ends where the next begins.

    Most exports have no keys; these publications have empty ones.
    """
    for source in sources:
        starts = [match.start() for match in _START.finditer(source.text)]
        if _ANY_TAG.search(source.text, 0, starts[0] if starts else len(source.text)):
            message = "The lines before the first “TY  - ” are ignored. Begin each entry with “TY  - ”."
            yield Problem(Code.SYNTAX, message, Origin(source.path, 1), entries=1)
        line, previous = 1, 0
        for start, end in pairwise([*starts, len(source.text)]):
            line, previous = line + source.text.count("\n", previous, start), start
            yield from _read_entry(source.text[start:end], Origin(source.path, line))


def _read_entry(text: str, origin: Origin) -> Iterator[Publication | Problem]:
    """Yield the problems and the publication of an entry."""
    end_tag = re.search(r"^ER  ?-", text, re.MULTILINE)
    if end_tag is None:
        message = "The entry has no “ER  - ” at its end; it is read up to the next entry."
        yield Problem(Code.SYNTAX, message, origin)
    lines = "\n".join([*_join_lines(text[: end_tag and end_tag.start()]), "ER  - ", ""])
    records = rispy.loads(lines, enforce_list_tags=False, delimiter_tags_mapping={})
    if not records:
        yield Problem(Code.SYNTAX, "The entry cannot be read and is ignored.", origin, entries=1)
        return
    record, repeated = _single_values(records[0])
    key = clean(str(record.get("id", "")).strip())
    for name in repeated:
        tag = _TAGS.get(name, name)
        yield Problem(Code.DUPLICATE_FIELD, repeated_field(tag), origin, place=entry_name(key))
    for value in record.get("unknown_tag", {}).get(None, ()):
        message = f"The line “{value}” does not belong to a RIS tag and is ignored."
        yield Problem(Code.SYNTAX, message, origin)
    attributes, problems = _attributes(record)
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
    yield from (Problem(Code.DATE, problem, origin, place=entry_name(key)) for problem in problems)
    yield Publication(key, origin=origin, digest=digest, **attributes)


def _join_lines(text: str) -> Iterator[str]:
    """Yield one line for each tag, with its continuation lines joined.

    For tags that can be repeated, a continuation line (in EndNote's keywords) is another value.
    """
    tag, parts = "", list[str]()
    for line in filter(str.strip, text.split("\n")):
        match = _TAG.match(line)
        if match is None and tag and tag not in _REPEATED:
            parts.append(line.strip())
            continue
        if parts:
            yield " ".join(parts)
        if match is not None:
            tag = match[1]
        parts = [f"{tag}  - {line[match.end() :] if match else line.strip()}" if tag else line]
    if parts:
        yield " ".join(parts)


def _single_values(record: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the record with a single value for each tag in _SINGLE, and the tags that had several."""
    single, repeated = dict(record), []
    for name, value in record.items():
        if isinstance(value, list) and name in _SINGLE:
            single[name] = value[0]
            repeated += [name] if len(set(value)) > 1 else []
    return single, repeated


def _attributes(record: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the attributes of a publication, and the problems of its date."""
    ris = str(record.get("type_of_reference", "")).strip().upper()
    attributes: dict[str, Any] = {"type": _CSL.get(ris, "document"), "entry_type": ""}
    for tags, attribute in FIELDS:
        value = next((record[tag] for tag in tags if record.get(tag)), None)
        if value is not None and attribute in _CONVERTERS:
            attributes[attribute] = _CONVERTERS[attribute](value)
    if ris == "INPR":
        attributes["status"] = "in press"
    if not attributes["type"].startswith(("article-", "periodical")) and attributes.get("issue"):
        attributes["number"] = attributes.pop("issue")  # only periodicals have issues, as in BibTeX
    attributes["page"] = "-".join(
        filter(None, (_string(record.get("start_page")), _string(record.get("end_page"))))
    )
    if "-" in _string(record.get("start_page")):
        attributes["page"] = _string(record.get("start_page"))
    values = map(str, record.get("urls", ()))
    urls = [url for value in values for url in re.split(r";\s*(?=https?://)", value) if url.strip()]
    arxiv_id = _arxiv_id(record)
    if arxiv_id and urls[:1] == [arxiv_url(arxiv_id)]:
        urls = urls[1:]  # written only for other programs
    attributes["url"] = clean(urls[0]) if urls else ""
    files = (record.get(tag) or () for tag in ("file_attachments1", "file_attachments2"))
    pdfs = [path for value in files for path in ([value] if isinstance(value, str) else value)]
    links = [Link("pdf", clean(path)) for path in pdfs if re.match(r"https?://", path)][:1]
    attributes["links"] = (*links, *(Link("url", clean(url)) for url in urls[1:]))
    problems = _set_date(attributes, record)
    attributes["variables"] = tuple(_read_serials(record.get("issn"), attributes["type"]))
    rest = {
        **record,
        **{tag: ", ".join(values) for tag, values in (record.get("unknown_tag") or {}).items() if tag},
    }
    attributes["custom"] = tuple(
        (_custom_name(name.replace("_", "-").lower()), text_of(value))
        for name, content in rest.items()
        if name not in _KNOWN and not name.startswith("file_") and (value := _string(content))
    )
    if arxiv_id:
        attributes["custom"] = tuple(row for row in attributes["custom"] if row[0] != "accession-number")
    _set_arxiv(attributes, arxiv_id)
    return attributes, problems


def _custom_name(name: str) -> str:
    """Return the name of a custom field for a tag, with a prefix if BibTeX has a field of that name."""
    return f"ris-{name}" if name in BY_FIELD else name


def _read_serials(value: Any, csl: str) -> Iterator[tuple[str, Text]]:
    """Yield ISBNs and ISSNs, distinguished by the number of digits, else by the type of the work."""
    default = "ISBN" if csl in ("book", "chapter", "collection") else "ISSN"
    serials: dict[str, list[str]] = {}
    for item in value if isinstance(value, list) else [value or ""]:
        for serial in filter(None, re.split(r"(?:(?<!\s)\s++)?[,;]\s*+", _string(item))):
            digits = len(re.sub(r"\([^()]*\)|[^\dXx]", "", serial))
            kind = "ISBN" if digits in (10, 13) else "ISSN" if digits == 8 else default
            serials.setdefault(kind, []).append(serial)
    yield from ((kind, text_of(", ".join(serials[kind]))) for kind in serials)


def _arxiv_id(record: Mapping[str, Any]) -> str:
    """Return the arXiv ID in an accession number written by this package, or the empty string."""
    archive, _, arxiv_id = _string(record.get("accession_number")).partition(":")
    return arxiv_id if archive == "arXiv" and arxiv_url(arxiv_id) else ""


def _set_arxiv(attributes: dict[str, Any], arxiv_id: str) -> None:
    """Set the arXiv ID, for which RIS has no tag, else one in other attributes, as for BibTeX."""
    names = ("container_title", "url", "doi", "volume", "note")
    attributes["arxiv"] = arxiv_id or first_arxiv_id(str(attributes.get(name, "")) for name in names)
    container, publisher = (str(attributes.get(name, "")) for name in ("container_title", "publisher"))
    if is_preprint(
        attributes["type"],
        container=container,
        publisher=publisher,
        doi=attributes.get("doi", ""),
        in_archive=bool(attributes["arxiv"]),
    ):
        attributes["type"] = "article"
        attributes.setdefault("status", "preprint")


def _set_date(attributes: dict[str, Any], record: Mapping[str, Any]) -> list[str]:
    """Set the date from the tag with the most parts (``2024/05/03/other``) and return its problems."""
    values = [str(record[tag]) for tag in ("year", "publication_year", "date") if record.get(tag)]
    parsed = dates.ParsedDate()
    for value in sorted(values, key=lambda date: -len([part for part in date.split("/") if part.strip()])):
        parts = [part.strip() for part in value.split("/")]
        edtf = "-".join(part.zfill(2) for part in parts[:3] if part.isdigit()) if len(parts) > 1 else value
        parsed = dates.from_fields(edtf) if "-" in edtf or len(parts) > 1 else dates.from_fields("", value)
        if parsed.date is not None and not parsed.problem:
            break
    attributes["issued"] = parsed.date
    if parsed.status:
        attributes["status"] = parsed.status
    return [parsed.problem] if parsed.problem else []


def _string(value: Any) -> str:
    """Return a value on one line; math becomes plain text, which all programs can read."""
    if isinstance(value, Text):
        value = plain_text(value)
    joined = "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return clean(" ".join(joined.split()))


def _read_people(values: Iterable[str]) -> tuple[Name, ...]:
    return tuple(
        _read_person(" ".join(clean(str(value)).split())) for value in values if str(value).strip(" ,")
    )


def _read_person(value: str) -> Name:
    """Return the name of *Family, Given, Suffix*; without a comma it is an organization."""
    parts = [part.strip() for part in value.split(",")]
    if len(parts) < 2 or not parts[0]:
        return Name(literal=value.strip(" ,"))
    if " and " in value or set("{}\\") & set(value):
        return Name(parts[0], " ".join(parts[1:2]), "", " ".join(parts[2:]))
    bibtex_order = [parts[0], *parts[2:3], parts[1]]
    people = names.parse_names(", ".join(filter(None, bibtex_order)), decode.to_str).names
    return people[0] if len(people) == 1 else Name(literal=value)


_TEXTS = (
    "title",
    "container_title",
    "collection_title",
    "publisher",
    "publisher_place",
    "genre",
    "abstract",
    "note",
)
_CONVERTERS: dict[str, Any] = {
    **dict.fromkeys(_TEXTS, lambda value: text_of(_string(value))),
    **dict.fromkeys(("volume", "issue", "edition", "language"), _string),
    "doi": lambda value: bare_doi(_string(value)),
    "author": _read_people,
    "editor": _read_people,
    "keyword": lambda value: tuple(filter(None, map(_string, value))),
}


# Writing


def write(publications: Iterable[Publication]) -> str:
    """Return the publications in RIS, with a blank line between them."""
    records = [_record(publication) for publication in publications]
    if not records:
        return ""
    text: str = rispy.dumps(records, implementation=_Writer, enforce_list_tags=False)
    return text.strip("\n") + "\n"


class _Writer(rispy.RisWriter):
    """A writer without numbers before the entries, which are not part of the format."""

    def set_header(self, count: int) -> str:
        """Return the text before an entry."""
        return ""


def _record(publication: Publication) -> dict[str, Any]:
    """Return a publication as a record of rispy."""
    record: dict[str, Any] = {"type_of_reference": _RIS.get(publication.type, "GEN")}
    for tags, attribute in FIELDS:
        value: Any = getattr(publication, attribute, "")
        if attribute in ("author", "editor"):
            record[tags[0]] = [_format_name(name) for name in value if name != names.OTHERS]
        elif attribute == "keyword":
            record[tags[0]] = [_string(keyword) for keyword in value]
        elif attribute == "issued":
            record |= _date_fields(value)
        elif attribute == "page":
            start, _, end = publication.page.partition("-")
            record |= {"start_page": start, "end_page": end}
        elif attribute == "url":
            record["urls"] = [publication.url] if publication.url else []
            if not publication.url and (address := arxiv_url(publication.arxiv)):
                record |= {"urls": [address], "accession_number": f"arXiv:{publication.arxiv}"}
        elif attribute == "note":
            record["notes"] = [_string(value)] if value else []
        elif attribute == "ISSN":
            serials = (publication.variable("ISSN"), publication.variable("ISBN"))
            record["issn"] = ", ".join(_string(serial) for serial in serials if serial)
        else:
            record[tags[0]] = _string(value)
    if not record["number"]:
        record["number"] = publication.number
    pdf = next((link.target for link in publication.links if link.rel == "pdf" and "://" in link.target), "")
    record |= {"file_attachments1": _string(pdf), "id": _string(publication.key)}
    return {name: value for name, value in record.items() if value}


def _format_name(name: Name) -> str:
    if name.literal or not name.family:
        return _string(name.literal or name.given)
    family = f"{name.particle} {name.family}".strip()
    return _string(", ".join(filter(None, (family, name.given or (" " if name.suffix else ""), name.suffix))))


def _date_fields(date: Date | None) -> dict[str, str]:
    """Return the tags of a date."""
    if date is None:
        return {}
    if not date.parts:
        return {"year": _string(date.literal)}
    year, month, day = (*map(str, date.parts), "", "")[:3]
    fields = {"year": year.zfill(4)}
    if month:
        fields["date"] = f"{year.zfill(4)}/{month.zfill(2)}/{day.zfill(2) if day else ''}/"
    return fields
