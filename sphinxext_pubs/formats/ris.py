"""RIS (Research Information Systems, 2011), read and written with rispy.

Which variables survive the way out and in again stands in :data:`FIELDS`, from which the documentation is
made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import rispy
from rispy.config import TAG_KEY_MAPPING

from sphinxext_pubs.formats.arxiv import is_preprint, number_among
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.fields import BY_FIELD
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.formats.latex.unicode_math import plain
from sphinxext_pubs.formats.made_keys import made_key
from sphinxext_pubs.model.links import arxiv_url
from sphinxext_pubs.model.problems import Code, Problem, repeated_field
from sphinxext_pubs.model.publication import Date, Link, Name, Origin, Publication, bare_doi
from sphinxext_pubs.model.rich_text import Text, clean, text_of
from sphinxext_pubs.notation import dates, names

#: RIS types and the CSL types that they are; of several the first is written.
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

#: rispy's names for tags, and our attributes, in the order of writing; the first tag that is there counts.
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
#: Tags that are private, or that other tags say already.
_HIDDEN = frozenset({"type_of_reference", "id", "end_of_reference", "unknown_tag", "access_date", "label"})
_USED = frozenset(name for tags, _ in FIELDS for name in tags) | _HIDDEN
#: The tags with one value.
_ONCE = (_USED | {"access_date", "label"}) - {
    "authors", "first_authors", "secondary_authors", "urls", "keywords", "notes", "issn", "unknown_tag",
}  # fmt: skip
_TAGS = {name: tag for tag, name in TAG_KEY_MAPPING.items()}
_TAG = re.compile(r"([A-Z][A-Z0-9])  ?- ?")
#: Tags of which each line is one of many.
_LISTED = frozenset({"A1", "A2", "A3", "A4", "AU", "KW", "UR"})
_LOST = re.compile(r"^[A-Z][A-Z0-9]  ?-", re.MULTILINE)
_START = re.compile(r"^TY  ?-", re.MULTILINE)


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Publications and problems of RIS texts, in their order; an entry ends where the next begins."""
    seen: dict[str, int] = {}
    for source in sources:
        starts = [found.start() for found in _START.finditer(source.text)]
        if _LOST.search(source.text, 0, starts[0] if starts else len(source.text)):
            message = "The lines before the first “TY  - ” are ignored. Begin each entry with “TY  - ”."
            yield Problem(Code.SYNTAX, message, Origin(source.path, 1), entries=1)
        line, last = 1, 0
        for start, end in pairwise([*starts, len(source.text)]):
            line, last = line + source.text.count("\n", last, start), start
            yield from _entry(source.text[start:end], Origin(source.path, line), seen)


def _entry(text: str, origin: Origin, seen: dict[str, int]) -> Iterator[Publication | Problem]:
    ended = re.search(r"^ER  ?-", text, re.MULTILINE)
    if ended is None:
        message = "The entry has no “ER  - ” at its end; it is read up to the next entry."
        yield Problem(Code.SYNTAX, message, origin)
    lines = _lines(text[: ended and ended.start()])
    found = rispy.loads("\n".join([*lines, "ER  - ", ""]), enforce_list_tags=False, delimiter_tags_mapping={})
    if not found:
        yield Problem(Code.SYNTAX, "The entry cannot be read and is ignored.", origin, entries=1)
        return
    record, doubled = _single(found[0])
    for name in doubled:
        tag = _TAGS.get(name, name)
        yield Problem(Code.DUPLICATE_FIELD, repeated_field(f"“{tag}”"), origin)
    for value in record.get("unknown_tag", {}).get(None, ()):
        message = f"The line “{value}” does not belong to a RIS tag and is ignored."
        yield Problem(Code.SYNTAX, message, origin)
    made, problems = _made(record)
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
    key = clean(str(record.get("id", "")).strip()) or _own_key(made, digest, seen)
    yield from (Problem(Code.DATE, f"Entry “{key}”: {each}", origin) for each in problems)
    yield Publication(key, origin=origin, digest=digest, **made)


def _lines(text: str) -> Iterator[str]:
    """The lines with one tag each; what goes on in further lines belongs to the tag before.

    In lists (EndNote's keywords) each line is one more.
    """
    tag, parts = "", list[str]()
    for line in filter(str.strip, text.split("\n")):
        found = _TAG.match(line)
        if found is None and tag and tag not in _LISTED:
            parts.append(line.strip())
            continue
        if parts:
            yield " ".join(parts)
        if found is not None:
            tag = found[1]
        parts = [f"{tag}  - {line[found.end() :] if found else line.strip()}" if tag else line]
    if parts:
        yield " ".join(parts)


def _single(record: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The record with one value for each tag that is no list, and the tags of which others are left out.

    What has no place of its own keeps all its values.
    """
    single, doubled = dict(record), []
    for name, value in record.items():
        if isinstance(value, list) and name in _ONCE:
            single[name] = value[0]
            doubled += [name] if len(set(value)) > 1 else []
    return single, doubled


def _own_key(made: Mapping[str, Any], digest: str, seen: dict[str, int]) -> str:
    """A key of our own, as most exports have none; the second of the same is numbered."""
    people = made.get("author") or made.get("editor") or ()
    key = made_key(people, made.get("issued"), str(made.get("title", "")), f"ris-{digest}")
    seen[key] = seen.get(key, 0) + 1
    return key if seen[key] == 1 else f"{key}-{seen[key]}"


def _made(record: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The attributes of a publication, and what is wrong with its date."""
    ris = str(record.get("type_of_reference", "")).strip().upper()
    made: dict[str, Any] = {"type": _CSL.get(ris, "document"), "entry_type": ""}
    for tags, attribute in FIELDS:
        value = next((record[tag] for tag in tags if record.get(tag)), None)
        if value is not None and attribute in _PLAIN:
            made[attribute] = _PLAIN[attribute](value)
    if ris == "INPR":
        made["status"] = "in press"
    if not made["type"].startswith(("article-", "periodical")) and made.get("issue"):
        made["number"] = made.pop("issue")  # only periodicals have issues, as in BibTeX
    made["page"] = "-".join(
        filter(None, (_string(record.get("start_page")), _string(record.get("end_page"))))
    )
    if "-" in _string(record.get("start_page")):
        made["page"] = _string(record.get("start_page"))
    said = (str(each) for each in record.get("urls", ()))
    urls = [each for value in said for each in re.split(r";\s*(?=https?://)", value) if each.strip()]
    number = _archived(record)
    if number and urls[:1] == [arxiv_url(number)]:
        urls = urls[1:]  # which is only for other programs
    made["url"] = clean(urls[0]) if urls else ""
    files = (record.get(tag) or () for tag in ("file_attachments1", "file_attachments2"))
    pdf = [each for value in files for each in ([value] if isinstance(value, str) else value)]
    links = [Link("pdf", clean(each)) for each in pdf if re.match(r"https?://", each)][:1]
    made["links"] = (*links, *(Link("url", clean(each)) for each in urls[1:]))
    problems = _dated(made, record)
    made["variables"] = tuple(_serials(record.get("issn"), made["type"]))
    rest = {
        **record,
        **{tag: ", ".join(values) for tag, values in (record.get("unknown_tag") or {}).items() if tag},
    }
    made["custom"] = tuple(
        (_custom(name.replace("_", "-").lower()), text_of(value))
        for name, each in rest.items()
        if name not in _USED and not name.startswith("file_") and (value := _string(each))
    )
    if number:
        made["custom"] = tuple(row for row in made["custom"] if row[0] != "accession-number")
    _find_arxiv(made, number)
    return made, problems


def _custom(name: str) -> str:
    """A name for what RIS alone has; none that is a field of BibTeX for something else."""
    return f"ris-{name}" if name in BY_FIELD else name


def _serials(value: Any, csl: str) -> Iterator[tuple[str, Text]]:
    """ISBNs and ISSNs, told by their digits, and by the type where these do not tell."""
    usual = "ISBN" if csl in ("book", "chapter", "collection") else "ISSN"
    numbers: dict[str, list[str]] = {}
    for each in value if isinstance(value, list) else [value or ""]:
        for number in filter(None, re.split(r"(?:(?<!\s)\s++)?[,;]\s*+", _string(each))):
            digits = len(re.sub(r"\([^()]*\)|[^\dXx]", "", number))
            kind = "ISBN" if digits in (10, 13) else "ISSN" if digits == 8 else usual
            numbers.setdefault(kind, []).append(number)
    yield from ((kind, text_of(", ".join(found))) for kind, found in numbers.items())


def _archived(record: Mapping[str, Any]) -> str:
    """The number of arXiv in an accession number as we write it; empty for any other."""
    archive, _, number = _string(record.get("accession_number")).partition(":")
    return number if archive == "arXiv" and arxiv_url(number) else ""


def _find_arxiv(made: dict[str, Any], number: str) -> None:
    """The number of arXiv, for which RIS has no tag, from what speaks of it; as with BibTeX."""
    names = ("container_title", "url", "doi", "volume", "note")
    made["arxiv"] = number or number_among(str(made.get(name, "")) for name in names)
    container, published = str(made.get("container_title", "")), bool(made.get("publisher"))
    if made["arxiv"] and is_preprint(made["type"], container, published=published):
        made["type"] = "article"
        made.setdefault("status", "preprint")


def _dated(made: dict[str, Any], record: Mapping[str, Any]) -> list[str]:
    """The date of ``2024/05/03/other``; the longest of what the tags say."""
    given = [str(record[tag]) for tag in ("year", "publication_year", "date") if record.get(tag)]
    parsed = dates.ParsedDate()
    for value in sorted(given, key=lambda each: -len([part for part in each.split("/") if part.strip()])):
        parts = [part.strip() for part in value.split("/")]
        written = "-".join(part.zfill(2) for part in parts[:3] if part.isdigit()) if len(parts) > 1 else value
        parsed = (
            dates.from_fields(written) if "-" in written or len(parts) > 1 else dates.from_fields("", value)
        )
        if parsed.date is not None and not parsed.problem:
            break
    made["issued"] = parsed.date
    if parsed.status:
        made["status"] = parsed.status
    return [parsed.problem] if parsed.problem else []


def _string(value: Any) -> str:
    """A value on one line; formulas as text, since no program reads them as what they are."""
    if isinstance(value, Text):
        value = plain(value)
    joined = "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return clean(" ".join(joined.split()))


def _people(values: Iterable[str]) -> tuple[Name, ...]:
    return tuple(_person(" ".join(clean(str(value)).split())) for value in values if str(value).strip(" ,"))


def _person(value: str) -> Name:
    """*Family, Given, Suffix*; without a comma it is an organisation."""
    parts = [part.strip() for part in value.split(",")]
    if len(parts) < 2 or not parts[0]:
        return Name(literal=value.strip(" ,"))
    if " and " in value or set("{}\\") & set(value):
        return Name(parts[0], " ".join(parts[1:2]), "", " ".join(parts[2:]))
    ordered = [parts[0], *parts[2:3], parts[1]]
    found = names.parse_names(", ".join(filter(None, ordered)), decode.to_str).names
    return found[0] if len(found) == 1 else Name(literal=value)


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
_PLAIN: dict[str, Any] = {
    **dict.fromkeys(_TEXTS, lambda value: text_of(_string(value))),
    **dict.fromkeys(("volume", "issue", "edition", "language"), _string),
    "doi": lambda value: bare_doi(_string(value)),
    "author": _people,
    "editor": _people,
    "keyword": lambda value: tuple(filter(None, (_string(each) for each in value))),
}


# Writing


def write(publications: Iterable[Publication]) -> str:
    """The publications in RIS, a blank line after each."""
    records = [_record(publication) for publication in publications]
    if not records:
        return ""
    written: str = rispy.dumps(records, implementation=_Writer, enforce_list_tags=False)
    return written.strip("\n") + "\n"


class _Writer(rispy.RisWriter):
    """Entries without numbers between them, which the format does not know."""

    def set_header(self, count: int) -> str:
        """What stands before an entry."""
        return ""


def _record(publication: Publication) -> dict[str, Any]:
    record: dict[str, Any] = {"type_of_reference": _RIS.get(publication.type, "GEN")}
    for tags, attribute in FIELDS:
        value: Any = getattr(publication, attribute, "")
        if attribute in ("author", "editor"):
            record[tags[0]] = [_written(name) for name in value if name != names.OTHERS]
        elif attribute == "keyword":
            record[tags[0]] = [_string(each) for each in value]
        elif attribute == "issued":
            record |= _dates(value)
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
            record["issn"] = ", ".join(_string(each) for each in serials if each)
        else:
            record[tags[0]] = _string(value)
    if not record["number"]:
        record["number"] = publication.number
    pdf = next((link.target for link in publication.links if link.rel == "pdf" and "://" in link.target), "")
    record |= {"file_attachments1": _string(pdf), "id": _string(publication.key)}
    return {name: value for name, value in record.items() if value}


def _written(name: Name) -> str:
    if name.literal or not name.family:
        return _string(name.literal or name.given)
    family = f"{name.particle} {name.family}".strip()
    return _string(", ".join(filter(None, (family, name.given or (" " if name.suffix else ""), name.suffix))))


def _dates(date: Date | None) -> dict[str, str]:
    if date is None:
        return {}
    if not date.parts:
        return {"year": _string(date.literal)}
    year, month, day = (*map(str, date.parts), "", "")[:3]
    written = {"year": year.zfill(4)}
    if month:
        written["date"] = f"{year.zfill(4)}/{month.zfill(2)}/{day.zfill(2) if day else ''}/"
    return written
