"""PubMed's format of MEDLINE (``.nbib``), also written by ERIC, NCBI Bookshelf and KoreaMed; only read.

:data:`TAGS` has a row for every tag of the National Library of Medicine's list of data elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sphinxext_pubs.formats import html_text
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.entry_draft import EntryDraft, unique
from sphinxext_pubs.model.problems import Code, Problem, repeated_field
from sphinxext_pubs.model.publication import TITLE_LANGUAGE, Name, Origin, Publication, bare_doi
from sphinxext_pubs.model.rich_text import Text, clean
from sphinxext_pubs.notation.annotations import normalize_orcid
from sphinxext_pubs.notation.full_stops import without_full_stop
from sphinxext_pubs.notation.languages import language_tag
from sphinxext_pubs.notation.name_forms import divide_family
from sphinxext_pubs.notation.pages import expand_pages


class Tag(NamedTuple):
    """A tag: the target of its value (see ``entry_draft``), or the reason why it is read otherwise or not."""

    tag: str
    target: str = ""
    reason: str = ""


_PEOPLE = "read with the other tags of people"
_INTERNAL = "data about the record, not about the work"
_REPEATS = "repeats other tags"

#: The tags, those of people, dates and identifiers first.
TAGS: tuple[Tag, ...] = (
    *(Tag(tag, reason=_PEOPLE) for tag in ("FAU", "AU", "AUID", "AD", "CN", "FED", "ED")),
    *(Tag(tag, "custom:investigators") for tag in ("FIR", "IR")),
    Tag("IRAD", reason="addresses of investigators"),
    *(Tag(tag, reason="read with the date") for tag in ("DP", "DEP", "PST")),
    *(Tag(tag, reason="read with the identifiers") for tag in ("AID", "LID", "PII", "IS", "ISBN", "ISSN")),
    *(Tag(tag, reason="read with the titles and the type") for tag in ("TI", "BTI", "TT", "JT", "TA", "PT")),
    *(Tag(tag, reason="read with the keywords") for tag in ("OT", "MH", "KW")),
    Tag("PMID", "variable:PMID"),
    Tag("PMC", "variable:PMCID"),
    Tag("MID", "custom:manuscript-id"),
    Tag("OID", "custom:other-id"),
    Tag("CTI", "collection_title"),
    Tag("VTI", "variable:volume-title"),
    Tag("CP", "variable:chapter-number"),
    Tag("VI", "volume"),
    Tag("IP", "issue"),
    Tag("PG", reason="read with the pages"),
    Tag("EN", "edition"),
    Tag("PB", "publisher"),
    Tag("PL", reason="the place of a book; the country of a journal"),
    Tag("LA", reason="read with the language"),
    Tag("AB", "abstract"),
    Tag("OAB", "custom:other-abstract"),
    Tag("OABL", "custom:other-abstract-language"),
    Tag("GN", "note"),
    *(Tag(tag, "custom:copyright") for tag in ("CI", "OCI")),
    Tag("GR", "custom:grants"),
    *(Tag(tag, "custom:conflict-of-interest") for tag in ("COI", "COIS")),
    *(Tag(tag, "custom:subject-person") for tag in ("FPS", "PS")),
    *(Tag(tag, "custom:substances") for tag in ("RN", "NM")),
    Tag("SI", "custom:data-banks"),
    Tag("GS", "custom:gene-symbols"),
    Tag("SFM", "custom:space-flight-mission"),
    *(
        Tag(tag, f"custom:{name}")
        for tag, name in (
            ("CIN", "comment-in"), ("CON", "comment-on"), ("EIN", "erratum-in"), ("EFR", "erratum-for"),
            ("CRI", "corrected-and-republished-in"), ("CRF", "corrected-and-republished-from"),
            ("DDIN", "dataset-described-in"), ("DRIN", "dataset-use-reported-in"),
            ("ECI", "expression-of-concern-in"), ("ECF", "expression-of-concern-for"),
            ("RIN", "retraction-in"), ("ROF", "retraction-of"), ("RPI", "republished-in"),
            ("RPF", "republished-from"), ("RRI", "retracted-and-republished-in"),
            ("RRF", "retracted-and-republished-from"), ("SPIN", "summary-for-patients-in"),
            ("ORI", "original-report-in"), ("UIN", "update-in"), ("UOF", "update-of"),
        )
    ),
    Tag("SO", reason=_REPEATS),
    Tag("4099", reason=_REPEATS),
    *(
        Tag(tag, reason=_INTERNAL)
        for tag in (
            "OWN", "STAT", "DA", "DCOM", "LR", "SB", "JID", "OTO", "RF", "PUBM", "EDAT", "MHDA", "CRDT",
            "PHST", "PMCR", "CDAT", "CTDT", "DRDT", "JC", "EA", "PMSB", "UI",
        )
    ),
)  # fmt: skip
_BY_TAG = {row.tag: row for row in TAGS}

#: Publication types (MeSH, ERIC) → CSL types; the first row that a record has decides.
TYPES: tuple[tuple[str, str], ...] = (
    ("preprint", "article"), ("book chapter", "chapter"), ("dataset", "dataset"),
    ("academic dissertation", "thesis"), ("dissertations/theses", "thesis"), ("dissertation", "thesis"),
    ("newspaper article", "article-newspaper"), ("video-audio media", "motion_picture"),
    ("instructional film and video", "motion_picture"), ("webcast", "motion_picture"),
    ("legal case", "legal_case"), ("legislation", "legislation"), ("patent", "patent"),
    ("journal article", "article-journal"), ("journal articles", "article-journal"),
    ("collected works - proceedings", "book"), ("speeches/meeting papers", "paper-conference"),
    ("book", "book"), ("books", "book"), ("monograph", "book"), ("technical report", "report"),
    ("government publication", "report"), ("reports", "report"), ("guides", "book"),
    ("reference materials", "book"),
)  # fmt: skip
#: Tags that are read otherwise, of which a record has one.
_SINGLE = frozenset({"TI", "BTI", "TT", "JT", "TA", "DP", "PG", "PL"})
_NBK = "https://www.ncbi.nlm.nih.gov/books/"

_LINE = re.compile(r"([A-Z][A-Z0-9]{1,3}|4099) {0,4}-(?: (.*)|$)")
#: The tags that begin a record: always, or after an empty line.
_FIRST, _FIRST_AFTER_BLANK = "PMID", frozenset({"PMID", "OWN", "STAT", "TI", "BTI"})


class _Field(NamedTuple):
    tag: str
    value: str
    line: int


@dataclass(slots=True)
class _Record:
    """The fields of a record, and its first line."""

    line: int
    fields: list[_Field] = field(default_factory=list)

    def close(self, parts: Iterable[str]) -> None:
        """Set the last value, of which these are the lines."""
        if self.fields:
            self.fields[-1] = self.fields[-1]._replace(value=" ".join(parts))

    def all(self, *tags: str) -> list[str]:
        """Return the values of tags, in the order of the record."""
        return [field.value for field in self.fields if field.tag in tags]

    def first(self, *tags: str) -> str:
        """Return the first value of the first of the tags that the record has, or the empty string."""
        return next((value for tag in tags for value in self.all(tag)), "")


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Yield the publications, without keys, and the problems of all files, in order."""
    for source in sources:
        for item in _records(source):
            if isinstance(item, Problem):
                yield item
                continue
            draft = _read_record(item, source.path)
            yield from draft.problems
            yield draft.publication()


def _records(source: Source) -> Iterator[_Record | Problem]:
    """Yield the records of a text, and a problem for lines before the first one."""
    record, after_blank, stray = _Record(0), True, 0
    parts: list[str] = []  # the lines of the last value of the record
    for number, line in enumerate(source.text.split("\n"), 1):
        match = _LINE.match(line)
        if not line.strip():
            after_blank = True
        elif match is None and record.fields:
            parts.append(line.strip())
        elif match is None:
            stray = stray or number
        else:
            record.close(parts)
            if record.fields and _begins(match[1], record, after_blank):
                yield record
                record = _Record(0)
            record.line = record.line or number
            record.fields.append(_Field(match[1], "", number))
            parts, after_blank = [(match[2] or "").strip()], False
    if stray:
        message = "Lines before the first record are ignored. Begin each record with “PMID- ”."
        yield Problem(Code.SYNTAX, message, Origin(source.path, stray), entries=1)
    if record.fields:
        record.close(parts)
        yield record


def _begins(tag: str, record: _Record, after_blank: bool) -> bool:
    """True if a tag begins another record, which it does if the record has it already."""
    if tag == _FIRST:
        return bool(record.first(_FIRST)) or after_blank
    return after_blank and tag in _FIRST_AFTER_BLANK and bool(record.first(tag, "PMID"))


def _read_record(record: _Record, path: str) -> EntryDraft:
    """Return the draft of a record."""
    draft = EntryDraft(Origin(path, record.line))
    for tag, value, line in record.fields:
        row = _BY_TAG.get(tag)
        if row is None:
            draft.keep("pubmed", tag, _rich(value), "PubMed", line)
        elif row.target:
            draft.put_once(row.target, _rich(value), tag, line)
        elif tag in _SINGLE and value != record.first(tag):
            draft.report(Code.DUPLICATE_FIELD, repeated_field(tag), line)
    for read_part in (
        _read_type, _read_titles, _read_people, _read_date, _read_identifiers, _read_pages, _read_place,
        _read_keywords,
    ):  # fmt: skip
        read_part(draft, record)
    return draft


def _rich(value: str) -> Text:
    return html_text.from_html(value)


def _read_type(draft: EntryDraft, record: _Record) -> None:
    """Set the type and the status from the publication types, which are kept."""
    kinds = [value.lower() for value in record.all("PT")]
    words = {*kinds, *(kind.partition(" - ")[0] for kind in kinds)}
    default = "chapter" if record.first("BTI") and record.first("TI") else "article-journal"
    if record.first("BTI") and not record.first("TI"):
        default = "book"
    if record.first("OID").startswith("EJ"):  # an article in ERIC, whatever it reports on
        words.add("journal article")
    draft.type = next((csl for kind, csl in TYPES if kind in words), default)
    if draft.type in ("book", "report") and record.first("BTI") and record.first("TI"):
        draft.type = "chapter"
    if "preprint" in words:
        draft.values["status"] = "preprint"
    if "retracted publication" in words:
        draft.values["status"] = "retracted"
    draft.put("custom:publication-type", "; ".join(record.all("PT")))


#: Titles in brackets, which PubMed puts around translations, and the remark after them.
_TRANSLATED = re.compile(r"\[(.*)\]\.?")
_REMARK = re.compile(
    r"\[(?:Article in (?P<language>[A-Z][a-z]{2,20})[^\[\]]{0,60}|In Process Citation)\]\.?$"
)


def _read_titles(draft: EntryDraft, record: _Record) -> None:
    """Set the title, that of the book or journal, and the language."""
    title, book = record.first("TI"), record.first("BTI")
    remark = _REMARK.search(title)
    title = title[: remark.start()].rstrip() if remark else title
    translated = _TRANSLATED.fullmatch(title)
    draft.put(f"custom:{TITLE_LANGUAGE}", "en" if translated else "")
    draft.put("title", _title((translated[1] if translated else title) or book))
    draft.put("variable:original-title", _title(record.first("TT")))
    if book and title:
        draft.put("container_title", _title(book))
    container = "publisher" if draft.type in ("book", "thesis", "report") else "container_title"
    draft.put(container, record.first("JT", "TA"))
    if record.first("JT") and record.first("TA") != record.first("JT"):
        draft.put("variable:container-title-short", record.first("TA"))
    languages = record.all("LA") or ([remark["language"]] if remark and remark["language"] else [])
    draft.put("language", language_tag(languages[0]) if languages else "")
    if len(languages) > 1:
        draft.put("custom:languages", "; ".join(map(language_tag, languages)))


def _title(value: str) -> Text:
    """Return a title without the full stop that PubMed puts at its end."""
    return without_full_stop(_rich(value), is_added=True)


#: Suffixes that follow the initials: ``Smith JA Jr``, ``Smith, John A 3rd``.
_SUFFIX = re.compile(r"(.*\S)\s+((?:Jr|Sr)\.?|2nd|3rd|4th|I{2,3}|IV)")
_SHORT = re.compile(r"(.*\S)\s+(\w{1,4})")


def _read_people(draft: EntryDraft, record: _Record) -> None:
    """Set authors and editors: the full names where given, else the short ones, and their annotations."""
    for full, short, role, group in (("FAU", "AU", "author", "CN"), ("FED", "ED", "editor", "")):
        people: list[Name] = []
        notes: dict[str, dict[int, str]] = {"orcid": {}, "affiliation": {}}
        is_full = False
        for tag, value, _ in record.fields:
            if tag == full:
                people.append(_full_name(value))
            elif tag == short and not is_full:
                people.append(_short_name(value))
            elif tag == group:
                people.append(Name(literal=clean(value)))
            elif tag in ("AUID", "AD") and people and role == "author":
                _annotate(notes, tag, value, len(people) - 1)
            is_full = tag == full
        draft.put_names(role, (name for name in people if name != Name()))
        for kind, by_position in notes.items():
            draft.put_annotations(role, kind, by_position)


def _annotate(notes: dict[str, dict[int, str]], tag: str, value: str, position: int) -> None:
    """Add an ORCID iD or an affiliation to those of a person."""
    if tag == "AD":
        old = notes["affiliation"].get(position)
        notes["affiliation"][position] = clean(f"{old} and {value}" if old else value)
    elif "ORCID" in value.upper():
        notes["orcid"][position] = normalize_orcid(value.partition(":")[2].strip() if ":" in value else value)


def _full_name(value: str) -> Name:
    """Return the name of *Family, Given Suffix*; without a comma it is not divided."""
    family, comma, given = (part.strip() for part in clean(value).partition(","))
    if not comma:
        return Name(literal=family)
    suffix = _SUFFIX.fullmatch(given)
    return divide_family(family, suffix[1], suffix[2]) if suffix else divide_family(family, given)


def _short_name(value: str) -> Name:
    """Return the name of *Family AB Suffix*, with full stops after the initials."""
    value = clean(" ".join(value.split()))
    if "," in value:  # ERIC
        return _full_name(value)
    suffix = _SUFFIX.fullmatch(value)
    match = _SHORT.fullmatch(suffix[1] if suffix else value)
    if match is None or not match[2].isupper():
        return Name(literal=value)
    given = " ".join(f"{letter}." for letter in match[2])
    return divide_family(match[1], given, suffix[2] if suffix else "")


#: The date of an article in ERIC that has a number instead of pages.
_ERIC_ARTICLE = re.compile(r"Article (\S+) (\d{4})")


def _read_date(draft: EntryDraft, record: _Record) -> None:
    """Set the date and the status from the dates of print and electronic publication."""
    electronic = re.sub(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", record.first("DEP"))
    date = record.first("DP") or electronic
    if match := _ERIC_ARTICLE.fullmatch(date):
        draft.put("page", match[1])
        date = match[2]
    if date:
        draft.put_date(date, name="DP" if record.first("DP") else "DEP")
    draft.put("variable:available-date", electronic)
    if record.first("PST") == "aheadofprint":
        draft.values.setdefault("status", "published ahead of print")


_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_IDENTIFIER = re.compile(r"(.*\S)\s*\[(\w+)\]")


def _read_identifiers(draft: EntryDraft, record: _Record) -> None:
    """Set the DOI, the address, ISBN and ISSN; other identifiers are kept."""
    for value in record.all("AID", "LID", "PII"):
        match = _IDENTIFIER.fullmatch(value)
        name, kind = (match[1], match[2].lower()) if match else (value, "")
        if not kind and _ADDRESS.match(name):
            kind = "url" if bare_doi(name) == name else "doi"
        if kind == "doi":
            draft.put_doi(name)
        elif kind == "url":
            draft.put_url(name)
        elif kind == "bookaccession":
            draft.put_url(f"{_NBK}{name}/")
        elif name not in draft.text("custom:article-id").split("; "):
            draft.put("custom:article-id", name)
    serials = (re.sub(r"^E?ISS?[BN]N?-", "", value) for value in record.all("IS", "ISBN", "ISSN"))
    for other in draft.put_serials(serials):
        draft.put("custom:issn", other)


#: A publisher's ID that is the number of the article in the journal: ``e1000097``, ``btab672``.
_ARTICLE_NUMBER = re.compile(r"(?:[A-Za-z]{1,8}\d{1,12}|\d{1,8}) \[pii\]")


def _read_pages(draft: EntryDraft, record: _Record) -> None:
    """Set the pages, or the number of the article that stands for them."""
    number = next(filter(_ARTICLE_NUMBER.fullmatch, record.all("LID")), "").partition(" ")[0]
    draft.put("page", expand_pages(record.first("PG")) or number)


def _read_place(draft: EntryDraft, record: _Record) -> None:
    is_book = bool(record.first("PB", "BTI")) or draft.type in ("book", "chapter", "report", "thesis")
    draft.put("publisher_place" if is_book else "custom:country", record.first("PL"))


def _read_keywords(draft: EntryDraft, record: _Record) -> None:
    """Set the keywords of the authors, then the MeSH headings, without subheadings and asterisks."""
    headings = (value.partition("/")[0] for value in record.all("MH"))
    words = (" ".join(word.split()).strip("*") for word in (*record.all("OT", "KW"), *headings))
    draft.values["keyword"] = unique([clean(word) for word in words])
