"""Reading EndNote's XML, also as Zotero, Mendeley, Citavi and databases write it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sphinxext_pubs.formats import html_text
from sphinxext_pubs.formats.arxiv import find_arxiv_id
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.endnote_xml.tables import BY_NAME, BY_NUMBER, OTHERS, PEOPLE, RefType, targets_of
from sphinxext_pubs.formats.endnote_xml.values import read_people, rich_text
from sphinxext_pubs.formats.entry_draft import STRINGS, EntryDraft, unique
from sphinxext_pubs.formats.xml import Element, ParsedXml, XmlError, parse
from sphinxext_pubs.model.links import arxiv_url
from sphinxext_pubs.model.problems import Code, Problem, quoted
from sphinxext_pubs.model.publication import Link, Origin, Publication, bare_doi
from sphinxext_pubs.model.rich_text import clean, text_of
from sphinxext_pubs.notation.languages import language_tag
from sphinxext_pubs.notation.program_notes import read_iso_date


@dataclass(frozen=True, slots=True)
class _Record:
    """The element of a record, and the line that precedes the text that it was parsed from."""

    element: Element
    lines_before: int

    @property
    def line(self) -> int:
        return self.lines_before + self.element.line


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Yield the publications and problems of all files, in order.

    The key is the label of a record, if it is a single word that no other record of the file has.
    """
    for source in sources:
        records: list[_Record] = []
        for item in _records(source):
            if isinstance(item, Problem):
                yield item
            else:
                records.append(item)
        labels = Counter(record.element.text("label") for record in records)
        for record in records:
            yield from _read_record(record, source.path, labels)


def _records(source: Source) -> Iterator[_Record | Problem]:
    """Yield the complete records of a file, and the problems of its XML.

    After an error, each of the records that follow is parsed alone.
    """
    parsed = parse(source.text)
    yield from parsed.problems(source.path)
    complete = [_Record(element, 0) for element in _complete_records(parsed)]
    yield from complete
    if parsed.error is None:
        return
    is_in_record = any(element.tag == "record" for element in parsed.open_elements)
    yield _broken(source.path, parsed.error, 0, is_in_record)
    yield from _records_after(source, len(complete) + is_in_record)


def _complete_records(parsed: ParsedXml) -> Iterator[Element]:
    """Yield the records that were read to their end; in some programs' files, they are in no list."""
    stack = [parsed.root] if parsed.root is not None else []
    while stack:
        element = stack.pop()
        if element.tag == "record":
            if parsed.is_complete(element):
                yield element
        elif element.tag not in OTHERS:
            stack.extend(reversed(list(element)))


_RECORD = re.compile(r"<record(?=[\s>])")
_END = "</record>"


def _records_after(source: Source, number: int) -> Iterator[_Record | Problem]:
    """Yield the records after a number of them, and a problem for each that cannot be parsed."""
    places = [match.start() for match in _RECORD.finditer(source.text)][number:]
    lines, previous = 0, 0
    for place, following in pairwise([*places, len(source.text)]):
        lines, previous = lines + source.text.count("\n", previous, place), place
        end = source.text.find(_END, place, following)
        parsed = parse(source.text[place : end + len(_END) if end >= 0 else following])
        if parsed.error is not None:
            yield _broken(source.path, parsed.error, lines, True)
        elif parsed.root is not None:
            yield _Record(parsed.root, lines)


def _broken(path: str, error: XmlError, lines_before: int, is_in_record: bool) -> Problem:
    what = "the record is ignored" if is_in_record else "the records that can be read are shown"
    return Problem(
        Code.SYNTAX,
        f"This is not valid XML: {error}; {what}.",
        Origin(path, lines_before + error.line),
        entries=1 if is_in_record else 0,
    )


def _read_record(record: _Record, path: str, labels: Counter[str]) -> Iterator[Publication | Problem]:
    """Yield the problems and the publication of a record."""
    element = record.element
    draft = EntryDraft(Origin(path, record.line))
    label = element.text("label")
    if label and labels[label] == 1 and " " not in label:
        draft.key = clean(label)
    else:
        draft.put("custom:label", label)
    row = _read_type(draft, element)
    targets = targets_of(row.name)
    for field in _fields(element):
        if field.tag in PEOPLE:
            draft.put_names(targets[field.tag], read_people(field))
        elif field.tag in targets:
            _put(draft, targets[field.tag], field, record.lines_before + field.line)
        elif field.tag not in OTHERS:
            line = record.lines_before + field.line
            draft.keep("endnote", field.tag, rich_text(field), "EndNote", line)
    _read_titles(draft, element, row)
    _read_dates(draft, element)
    _read_identifiers(draft, element)
    _read_urls(draft, element)
    _read_keywords(draft, element)
    draft.put("language", language_tag(element.text("language")))
    yield from draft.problems
    yield draft.publication()


def _fields(record: Element) -> Iterator[Element]:
    """Yield the fields of a record, with those in the lists of people and titles."""
    for child in record:
        if child.tag in ("contributors", "titles"):
            yield from child
        else:
            yield child


def _read_type(draft: EntryDraft, record: Element) -> RefType:
    """Set the type of a record and return its row: by name, else by number."""
    element = record.first("ref-type")
    name = element.attributes.get("name", "").strip() if element is not None else ""
    number = element.text() if element is not None else ""
    row = BY_NAME.get(name.lower()) or BY_NAME.get(number.lower())
    if row is None and number.isdecimal() and len(number) < 4:
        row = BY_NUMBER.get(int(number))
    if row is None and (name or number):
        draft.values["entry_type"] = clean(name or number).lower()
        sentence = f"unknown reference type {quoted(name or number)}; the entry is shown as “Generic”"
        draft.report(Code.VALUE, sentence)
    row = row or BY_NAME["generic" if name or number else "journal article"]
    draft.type = row.csl
    return row


def _put(draft: EntryDraft, target: str, field: Element, line: int) -> None:
    """Set the value of a field; one that occurs twice is reported."""
    if target == "custom:accession-number" and _PMID.fullmatch(field.text()):
        draft.put("variable:PMID", field.text())
    elif target == "note" and field.tag == "notes":
        _put_notes(draft, field)
    else:
        value = field.text() if target in STRINGS else rich_text(field)
        draft.put_once(target, value, field.tag, line)


def _put_notes(draft: EntryDraft, field: Element) -> None:
    """Set the note; what databases write into the field is kept elsewhere."""
    lines = field.lines()
    is_of_pubmed = any(_LANGUAGE_LINE.fullmatch(line) for line in lines) and len(lines) > 2
    if is_of_pubmed or (lines and all(map(_CITED_LINE.match, lines))):
        draft.put("custom:database-notes", "; ".join(lines))
    elif any(map(_CITED_LINE.match, lines)):
        draft.put("note", "; ".join(line for line in lines if not _CITED_LINE.match(line)))
        draft.put("custom:database-notes", "; ".join(filter(_CITED_LINE.match, lines)))
    else:
        draft.put("note", rich_text(field))


#: A line of the Web of Science's notes, and the line with the language in those of PubMed.
_CITED_LINE = re.compile(r"(?:\w{5} ?)?(?:Times Cited|Cited References? Count|Cited By)\b", re.IGNORECASE)
_LANGUAGE_LINE = re.compile(r"[a-z]{3}")
#: PubMed's numbers, which its filters put into the field for accession numbers.
_PMID = re.compile(r"[1-9]\d{5,7}")


# Titles, dates, numbers and addresses


def _read_titles(draft: EntryDraft, record: Element, row: RefType) -> None:
    """Complete the titles of journals and of conferences, and the first page of an article."""
    periodical = record.first("periodical")
    if periodical is not None and targets_of(row.name)["secondary-title"] == "container_title":
        full = periodical.first("full-title")
        if full is not None:
            draft.put("container_title", rich_text(full))
        draft.put("variable:container-title-short", periodical.text("abbr-1"))
    if draft.text("variable:container-title-short") == draft.text("container_title"):
        draft.variables.pop("container-title-short", None)
    proceedings = draft.custom.pop("proceedings-title", None)
    if proceedings is not None:
        if "container_title" in draft.values:
            draft.values["event_title"] = draft.values["container_title"]
        draft.values["container_title"] = proceedings
    is_publisher = draft.text("publisher") and not draft.text("publisher_place") and proceedings is None
    if is_publisher and "event_place" in draft.values:  # publishers write their own place
        draft.values["publisher_place"] = draft.values.pop("event_place")
    if degree := draft.custom.pop("degree", None):
        draft.put("genre", degree)
    if (
        draft.type.startswith("article-")
        and not draft.text("page")
        and _PAGE.fullmatch(draft.text("variable:section"))
    ):
        draft.put("page", str(draft.variables.pop("section")))


_PAGE = re.compile(r"[A-Za-z]{0,3}\d+(?:[-–]\w+)?")


def _read_dates(draft: EntryDraft, record: Element) -> None:
    """Set the date from the year and the date without a year, and the date of access."""
    dates = record.first("dates")
    if dates is not None:
        pub_dates = dates.first("pub-dates")
        _put_date(draft, dates.text("year"), pub_dates.text("date") if pub_dates is not None else "")
        if not draft.values.get("issued") and (copyright := dates.first("copyright-dates")) is not None:
            _put_date(draft, copyright.text("date"), "")
    elif year := record.text("year"):
        draft.put_date(year, name="year")
    accessed = record.text("access-date") or draft.text("variable:accessed")
    if accessed:
        draft.variables["accessed"] = text_of(read_iso_date(accessed) or clean(accessed))


def _put_date(draft: EntryDraft, year: str, day: str) -> None:
    if re.search(r"\d{4}", day):
        draft.put_date(day, name="pub-dates")
        if not draft.values.get("issued"):
            draft.put_date(year, name="year")
    elif year or day:
        draft.put_date("", year, day, name="dates")


def _read_identifiers(draft: EntryDraft, record: Element) -> None:
    """Set DOI, ISBN and ISSN; another number in their field is that of a report or a patent."""
    for element in record.all("electronic-resource-num"):
        for value in element.lines():
            match = _KIND.fullmatch(value)
            name, kind = (match[1], match[2].lower()) if match else (value, "")
            name = _DOI_WORD.sub("", name)
            if bare_doi(name).startswith("10.") or "://" in name:
                draft.put_doi(name)
            else:
                draft.put(f"custom:{kind or 'electronic-resource'}-number", name)
    is_numbered = draft.type in ("report", "patent", "standard")
    lines = [line for element in record.all("isbn") for line in element.lines()]
    for other in draft.put_serials(
        lines if is_numbered else [value for line in lines for value in _split(line)]
    ):
        if is_numbered and draft.values.get("number") != other:
            old = draft.values.pop("number", "")
            draft.put("variable:collection-number", old)
            draft.put("number", other)
        else:
            draft.put("custom:isbn", other)


#: The word before a DOI, in the Web of Science's exports.
_DOI_WORD = re.compile(r"^doi[\s:]++(?=10\.)", re.IGNORECASE)
#: An identifier with its kind, as PubMed's filters write it: ``S0140-6736(20)1 [pii]``.
_KIND = re.compile(r"(.*\S)\s*\[(\w+)\]")


def _split(line: str) -> list[str]:
    return [value for value in re.split(r"\s?[;,]\s?|\s(?=[\dXx-]{9,}(?:\s|$))", line) if value]


#: The lists of addresses → the kind of their links, or empty for the address of the work.
_URLS = {"web-urls": "", "related-urls": "", "pdf-urls": "pdf", "text-urls": "text", "image-urls": "image"}
#: Addresses in the user's library or at a database that only subscribers reach.
_PRIVATE_URL = re.compile(r"internal-|<Go to|file:|[A-Za-z]:\\", re.IGNORECASE)


def _read_urls(draft: EntryDraft, record: Element) -> None:
    """Set the address and the links; those to files of the user's library are left out."""
    for group in [*(group for urls in record.all("urls") for group in urls), *record.all("url")]:
        rel = _URLS.get(group.tag, "")
        for element in group.all("url") or [group]:
            for address in _addresses(element):
                if _PRIVATE_URL.match(address):
                    continue
                if rel:
                    draft.add_link(Link(rel, clean(address)))
                elif address != arxiv_url(find_arxiv_id(address)):  # a link of its own
                    draft.put_url(address)
                else:
                    draft.values["arxiv"] = find_arxiv_id(address)


def _addresses(element: Element) -> Iterator[str]:
    """Yield the addresses of an element, with those that are broken over lines joined."""
    for line in element.lines():
        for address in re.split(r"\s?[;,]?\s(?=(?:https?|ftp|file)://|internal-)", line):
            yield address.replace(" ", "") if "://" in address[:8] else address


def _read_keywords(draft: EntryDraft, record: Element) -> None:
    """Set the keywords; some programs write all of them into one element."""
    values: list[str] = []
    for keywords in record.all("keywords"):
        elements = keywords.all("keyword")
        for line in [line for element in elements or [keywords] for line in element.lines()]:
            values += re.split(r"\s?;\s?", line)
    draft.values["keyword"] = unique([str(html_text.from_html(value)) for value in values])
