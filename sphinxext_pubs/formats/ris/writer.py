"""Writing RIS with rispy: the tag of a variable is one that has its meaning in an entry of the type.

Of several such tags, the first in :data:`WRITTEN` is used; it is the one that most programs read. Variables
without a tag are written as Zotero's Extra (``M2  - original-date: 1814``), which Zotero reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import rispy

from sphinxext_pubs.formats.html_text import from_html, to_html
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.formats.ris.tags import BY_TAG
from sphinxext_pubs.formats.ris.types import BY_CSL, BY_NAME, PERIODICALS, names
from sphinxext_pubs.formats.ris.values import (
    is_serial,
    is_short_page,
    one_line,
    read_date,
    read_names,
    split_pages,
)
from sphinxext_pubs.model import csl_variables
from sphinxext_pubs.model.links import arxiv_url
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import Text, clean, text_of
from sphinxext_pubs.notation.date_parts import write_edtf
from sphinxext_pubs.notation.dates import SEASON_NAMES
from sphinxext_pubs.notation.names import OTHERS


class Written(NamedTuple):
    """A variable, and the tags that it is written after, each with the meaning that the tag must have."""

    name: str
    tags: tuple[tuple[str, str], ...]


def _row(name: str, *tags: str) -> Written:
    """Return a row: a tag has the variable as its meaning, unless another one follows it after a colon."""
    pairs = (tag.partition(":") for tag in tags)
    return Written(name, tuple((tag, meaning or name) for tag, _, meaning in pairs))


#: In the order of writing.
WRITTEN: tuple[Written, ...] = (
    _row("title", "TI"),
    _row("title-short", "ST:short-title"),
    _row("author", "AU"),
    _row("editor", "AU", "ED"),
    _row("collection-editor", "A3"),  # other programs read A2 of a book as editors
    _row("translator", "A4"),
    _row("performer", "A4", "A2"),
    _row("producer", "A3", "A2", "A4"),
    _row("recipient", "A2"),
    _row("series-creator", "A2"),
    _row("illustrator", "A3"),
    _row("organizer", "A4"),
    _row("contributor", "A3", "A4"),
    _row("container-title", "T2", "BT:container-or-title"),
    _row("container-title-short", "J2:journal-short"),
    _row("event-title", "T2", "T2:conference"),
    _row("collection-title", "T3", "T2"),
    _row("volume-title", "T3"),
    _row("authority", "T3", "A2", "C1"),
    _row("division", "T2", "T3", "A4"),
    _row("volume", "VL", "VO"),
    _row("number", "SN:serial-or-number", "IS:issue"),
    _row("issue", "IS"),
    _row("collection-number", "M1", "NV", "SV"),
    _row("number-of-volumes", "NV"),
    _row("number-of-pages", "SP", "SE"),
    _row("chapter-number", "SE"),
    _row("section", "SE", "C1"),
    _row("supplement-number", "T3"),
    _row("edition", "ET"),
    _row("version", "ET", "NV"),
    _row("genre", "M3", "C4", "C2"),
    _row("medium", "C5", "M3"),
    _row("dimensions", "C3"),
    _row("scale", "C1"),
    _row("publisher", "PB"),
    _row("publisher-place", "CY", "CY:conference-place", "C1"),
    _row("event-place", "CY:conference-place"),
    _row("submitted", "C1"),
    _row("original-date", "OP:original"),
    _row("accessed", "Y2:second-date"),
    _row("references", "OP", "C5"),
    _row("reviewed-title", "RI"),
    _row("call-number", "CN"),
    _row("archive_location", "AV"),
    _row("source", "DB"),
    _row("PMCID", "C2:identifier", "AN:identifier"),
    _row("PMID", "AN:identifier"),
    _row("DOI", "DO"),
    _row("language", "LA"),
    _row("keyword", "KW"),
    _row("abstract", "AB"),
)
_TAGS_OF = {row.name: row.tags for row in WRITTEN}
#: Works in a book, the title of which is written as ``BT``: bibutils reads ``T2`` as that of a series.
_IN_BOOKS = names("CHAP CONF CPAPER ECHAP")
#: CSL variables in attributes of the model, by name; names are in ``_NAMES``.
_ATTRIBUTES = (
    "title", "container-title", "collection-title", "event-title", "publisher", "publisher-place",
    "event-place", "genre", "volume", "issue", "number", "edition", "status", "language", "abstract",
)  # fmt: skip
_NAMES = frozenset({"author", "editor", *csl_variables.NAMES})
_DATES = frozenset(csl_variables.DATES)
#: Variables whose names are also words of notes, which Zotero's Extra cannot have.
_UNLABELED = frozenset({"annote", "division", "event"})
_KNOWN = frozenset({*csl_variables.TEXTS, *csl_variables.DATES})


def write(publications: Iterable[Publication]) -> str:
    """Return the publications in RIS, with a blank line between them."""
    records = [_Record(publication).fields for publication in publications]
    if not records:
        return ""
    mapping = {tag: tag.lower() for tag in (*BY_TAG, "TY", "ER", "UK")}
    writer = _Writer(mapping=mapping, list_tags=[], delimiter_tags_mapping={}, enforce_list_tags=False)
    text: str = writer.formats(records)
    return text.strip("\n") + "\n"


class _Writer(rispy.RisWriter):
    """A writer without numbers before the entries, which are not part of the format."""

    REFERENCE_TYPE_KEY = "ty"

    def set_header(self, count: int) -> str:
        """Return the text before an entry."""
        return ""


class _Record:
    """The values of a publication by tag, in lower case, for rispy."""

    def __init__(self, publication: Publication) -> None:
        self.paper = publication
        self.type = _type_of(publication)
        self.extra = [] if BY_NAME[self.type].csl == publication.type else [f"type: {publication.type}"]
        self.fields: dict[str, str | list[str]] = {"ty": self.type}
        self._add("ID", _string(publication.key))
        values = dict(self._values())
        for row in WRITTEN:
            if row.name in values:
                self._write(row.name, values.pop(row.name))
        for name, lines in values.items():
            self._add_extra(name, lines)
        self._write_others()

    def _add_extra(self, name: str, lines: Iterable[str]) -> None:
        """Add a variable as Zotero's Extra has it; one that CSL does not define as Better BibTeX has it."""
        if name in _NAMES:
            lines = map(_as_extra_name, lines)
        elif name in _UNLABELED or (name not in _KNOWN and name not in _ATTRIBUTES):
            name = f"tex.{name}"
        self.extra += [f"{name}: {line}" for line in lines]

    def _add(self, tag: str, *values: str) -> None:
        lines = self.fields.setdefault(tag.lower(), [])
        if isinstance(lines, list):
            lines += [value for value in values if value]
        if not lines:
            del self.fields[tag.lower()]

    def _values(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the variables with a value, and their lines."""
        paper = self.paper
        for name, people in (("author", paper.author), ("editor", paper.editor), *paper.names):
            if lines := [_format_name(person) for person in people if person != OTHERS]:
                yield name, lines
        for name in _ATTRIBUTES:
            if value := _string(getattr(paper, name.replace("-", "_"))):
                yield name, [value]
        if paper.doi:
            yield "DOI", [_address(paper.doi)]
        if paper.keyword:
            yield "keyword", [_string(keyword) for keyword in paper.keyword]
        for name, text in paper.variables:
            if name in _KNOWN and name not in ("ISBN", "ISSN"):
                yield name, [_string(text)]

    def _write(self, name: str, lines: list[str]) -> None:
        """Write a variable after a tag that has its meaning and is free, or as extra."""
        for tag, meaning in _TAGS_OF[name]:
            tag = "BT" if name == "container-title" and self.type in _IN_BOOKS else tag
            meaning = "container-or-title" if tag == "BT" else meaning
            if BY_TAG[tag].meaning_for(self.type) == meaning and self._is_read(name, tag, lines[0]):
                self._add(tag, *(_format_value(name, tag, line) for line in lines))
                self._add("IS", *(lines if tag == "SN" else ()))  # where bibutils and pandoc find it
                return
        self._add_extra(name, lines)

    def _is_read(self, name: str, tag: str, line: str) -> bool:
        """True if a tag is free, and what is written after it is read as this variable."""
        is_free = tag.lower() not in self.fields or tag in _REPEATED
        condition = _CONDITIONS.get(name)
        return is_free and (condition is None or condition(self, tag, line))

    @property
    def is_periodical(self) -> bool:
        """True if the type has issues, not numbers."""
        return BY_NAME[self.type].csl.startswith(PERIODICALS)

    def _write_others(self) -> None:
        """Write dates, pages, addresses, serial numbers and notes."""
        paper = self.paper
        for tag, value in _format_date(paper.issued):
            self._add(tag, value)
        if exact := _exact_date(paper.issued):
            self.extra.append(f"issued: {exact}")
        self._write_pages()
        address, arxiv = _address(paper.url), arxiv_url(paper.arxiv) or ""
        if arxiv and address != arxiv:
            address = address or arxiv
            self._add("AN", f"arXiv:{paper.arxiv}")
        web = [link for link in paper.links if "://" in link.target]
        self._add("UR", address, *(_address(link.target) for link in web if link.rel == "url"))
        self._add("L1", *(_address(link.target) for link in web if link.rel == "pdf"))
        self._add("SN", *(_string(paper.variable(name)) for name in ("ISSN", "ISBN")))
        self._add("M2", *self.extra)
        self._add("N1", _string(paper.note))

    def _write_pages(self) -> None:
        """Write the first and the last page; a single page of a book would be the number of its pages."""
        start, end = split_pages(_string(self.paper.page))
        meaning = BY_TAG["SP"].meaning_for(self.type)
        if not start:
            return
        is_read = {"start-page": True, "page-or-custom": is_short_page(start), "number-of-pages": bool(end)}
        if is_read.get(meaning):
            self._add("SP", start)
            self._add("EP", end)
        elif BY_TAG["SE"].meaning_for(self.type) == "start-page" and "se" not in self.fields:
            self._add("SE", _string(self.paper.page))
        else:
            self.extra.append(f"page: {_string(self.paper.page)}")


#: Tags that are written for each value.
_REPEATED = frozenset({"AN", "SN"})


def _is_place_of_publisher(record: _Record, tag: str, line: str) -> bool:
    """True for any tag, but ``CY`` of a conference paper is read so only next to a publisher."""
    paper = record.paper
    return tag == "C1" or record.type != "CONF" or (bool(paper.publisher) and not paper.event_place)


def _has_year(value: str) -> bool:
    date = read_date(value).date
    return date is not None and bool(date.parts)


#: When what is written after a tag is read as the variable, if that depends on the other values.
_CONDITIONS: Mapping[str, Callable[[_Record, str, str], bool]] = MappingProxyType(
    {
        "event-title": lambda record, tag, line: record.type == "SLIDE" or bool(record.paper.container_title),
        "publisher-place": _is_place_of_publisher,
        "event-place": lambda record, tag, line: (
            not record.paper.publisher or bool(record.paper.publisher_place)
        ),
        "number": lambda record, tag, line: not is_serial(line) if tag == "SN" else not record.is_periodical,
        "issue": lambda record, tag, line: record.is_periodical,
        "number-of-pages": lambda record, tag, line: (
            tag == "SE" or (line.isdigit() and not record.paper.page)
        ),
        "original-date": lambda record, tag, line: line.replace("-", "").isdigit(),
        "accessed": lambda record, tag, line: _has_year(line) and line >= "1990" and record.type != "PAT",
        "PMCID": lambda record, tag, line: line.upper().startswith("PMC"),
    }
)


def _type_of(publication: Publication) -> str:
    """Return the type; an edited book by authors is a book."""
    ris_type = BY_CSL.get(publication.type, "GEN")
    return "BOOK" if ris_type == "EDBOOK" and publication.author else ris_type


def _format_value(name: str, tag: str, value: str) -> str:
    """Return a value in the notation of a tag."""
    if tag == "AN":
        return f"{name}:{value}"
    if name in _DATES and tag == "Y2":
        date = read_date(value).date
        return _slashes(date.parts) if date and date.parts else value
    return value


def _string(value: Text | str) -> str:
    """Return a value on one line; math becomes plain text, which all programs can read."""
    line = clean(one_line(plain_text(value) if isinstance(value, Text) else value))
    if ("<" in line or "&" in line) and str(from_html(line)) != line:
        return to_html(text_of(line))
    return line


def _address(value: str) -> str:
    """Return an address or a DOI on one line."""
    return clean(one_line(value))


def _format_name(name: Name) -> str:
    """Return a name as *Family, Given, Suffix*, or that of an organization as EndNote marks it.

    Without the comma at the end, pandoc and others take the last of several words for the family name.
    """
    if name.family and not name.literal:
        family = f"{name.particle} {name.family}".strip()
        return _string(
            ", ".join(filter(None, (family, name.given or (" " if name.suffix else ""), name.suffix)))
        )
    text = _string(name.literal or name.given)
    marked = f"{text}," if " " in text and "," not in text else text
    forms = (marked, f"{text},", text.replace(", ", ",, ", 1))
    return next((form for form in forms if read_names([form]) == (Name(literal=text),)), text)


def _as_extra_name(line: str) -> str:
    family, comma, given = line.partition(", ")
    return f"{family} || {given}" if comma else line


def _slashes(parts: tuple[int, ...], other: str = "") -> str:
    """Return a date as ``2018/05/03/other``."""
    year, month, day = (f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:]), "", "")[:3]
    return f"{year}/{month}/{day}/{other}"


def _format_date(date: Date | None) -> Iterator[tuple[str, str]]:
    """Yield the tags of a date, and their values."""
    if date is None:
        return
    if not date.parts:
        yield "PY", _string(date.literal)
        return
    if date.parts[0] <= 0:
        yield "PY", f"{1 - date.parts[0]} BCE"
        return
    yield "PY", f"{date.parts[0]:04}"
    other = SEASON_NAMES[date.season - 1] if date.season else ""
    if date.end:
        other = "-".join([f"{date.end[0]:04}", *(f"{part:02}" for part in date.end[1:])])
    if len(date.parts) > 1 or other:
        yield "DA", _slashes(date.parts, other)


def _exact_date(date: Date | None) -> str:
    """Return a date that the tags cannot express in EDTF, or empty."""
    if date is None or date.literal or not (date.parts or date.end):
        return ""
    is_early = len(date.parts) > 1 and date.parts[0] <= 0
    if not (date.circa or date.uncertain or date.end == () or is_early or not date.parts):
        return ""
    return write_edtf(date.parts, date.end, date.circa, date.uncertain)
