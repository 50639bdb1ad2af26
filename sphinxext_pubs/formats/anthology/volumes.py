"""The XML of the ACL Anthology, in both schemas: collections of volumes, and volumes before 2019.

The meaning of the elements is defined in the Anthology's ``schema.rnc``. The front matter of a volume is
a separate entry of type ``proceedings``. Metadata of a volume also applies to its papers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sphinxext_pubs.formats.anthology.elements import PAPER, unknown_elements
from sphinxext_pubs.formats.anthology.legacy_ids import (
    JOURNALS,
    has_two_digit_volume,
    journal_of,
    volume_meta,
    volume_of,
    year_of,
)
from sphinxext_pubs.formats.anthology.links import url_and_links
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.html_text import normalize
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.formats.xml import Element, ParsedXml, parse
from sphinxext_pubs.model.problems import Code, Problem, entry_name, missing_key
from sphinxext_pubs.model.publication import Name, Origin, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, SpanKind, Text, text_of
from sphinxext_pubs.notation import dates, names
from sphinxext_pubs.notation.annotations import format_annotations
from sphinxext_pubs.notation.dois import read_doi
from sphinxext_pubs.notation.languages import language_tag
from sphinxext_pubs.notation.pages import normalize_pages
from sphinxext_pubs.notation.program_notes import read_iso_date

_KINDS: dict[str, SpanKind] = {
    "b": "bold",
    "i": "italic",
    "tex-math": "math",
    "fixed-case": "no-case",
    "sub": "sub",
    "sup": "sup",
    "tt": "code",
    "span": "no-case",
}


@dataclass(frozen=True, slots=True)
class _Volume:
    """The common data of the papers in a volume, and the construction of their IDs."""

    collection: str
    volume: str
    meta: Element | None = None
    journal: bool = False
    event: Element | None = None

    @property
    def anthology_id(self) -> str:
        """Return the ID of the volume: ``2022.acl-long``, ``P18-1``."""
        return f"{self.collection}-{self.volume}"

    def paper_id(self, number: str) -> str:
        """Return the ID of a paper: ``2022.acl-long.1``, ``P18-1001``, ``W06-0101``."""
        if not self.volume:
            return f"{self.collection}-{number}"
        if self.collection[:1].isdigit():
            return f"{self.anthology_id}.{number}"
        if has_two_digit_volume(self.collection, self.volume):
            return f"{self.collection}-{self.volume.zfill(2)}{number.zfill(2)}"
        return f"{self.anthology_id}{number.zfill(3)}"


@dataclass(slots=True)
class _PaperDraft:
    """The data of a paper while it is read."""

    element: Element
    volume: _Volume
    path: str
    attributes: dict[str, Any] = field(default_factory=dict)
    custom: list[tuple[str, Text]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    name: str = ""

    def __post_init__(self) -> None:
        number = self.element.attributes.get("id", "")
        self.name = self.element.text("bibkey") or (self.volume.paper_id(number) if number else "")

    def value(self, tag: str) -> str:
        """Return the text of an element of the paper, else of its volume."""
        meta = self.volume.meta
        return self.element.text(tag) or (meta.text(tag) if meta is not None else "")

    def rich_text(self, tag: str) -> Text:
        """Return the rich text of an element of the paper, else of its volume."""
        meta = self.volume.meta
        element = self.element.first(tag) or (meta.first(tag) if meta is not None else None)
        return _text(element) if element is not None else EMPTY

    def add_problem(self, code: Code, sentence: str, element: Element | None = None) -> None:
        origin = Origin(self.path, (element or self.element).line)
        self.problems.append(Problem(code, sentence, origin, place=entry_name(self.name)))


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Yield the publications and problems of all volumes, in order; repeated keys are not reported here."""
    for source in sources:
        parsed = parse(source.text)
        root, error = parsed.root, parsed.error
        if root is not None and root.tag not in ("collection", "volume"):
            message = f"This XML (<{root.tag}>) is not a volume of the ACL Anthology; it is ignored."
            yield Problem(Code.NOT_BIBTEX, message, Origin(source.path, root.line))
            continue
        yield from parsed.problems(source.path)
        if error is not None:
            message = f"This is not valid XML from here on: {error}. The entries before it are shown."
            yield Problem(Code.SYNTAX, message, Origin(source.path, error.line))
        if root is not None:
            yield from unknown_elements(root, source.path) if error is None else ()
            yield from _read_collection(root, source.path, parsed)


def _read_collection(root: Element, path: str, parsed: ParsedXml) -> Iterator[Publication | Problem]:
    """Yield the entries of a file in either schema."""
    event = root.first("event")
    collection = root.attributes.get("id", "")
    if root.tag == "volume":
        yield from _read_papers(root, _Volume(collection, ""), path, parsed)
        return
    for element in root.all("volume"):
        volume = _Volume(
            collection,
            element.attributes.get("id", ""),
            element.first("meta"),
            element.attributes.get("type") == "journal",
            event,
        )
        yield from _read_papers(element, volume, path, parsed)


def _read_papers(
    element: Element, volume: _Volume, path: str, parsed: ParsedXml
) -> Iterator[Publication | Problem]:
    """Yield the front matter and the papers; a paper that is not complete is a problem."""
    papers = [child for child in element if child.tag in ("frontmatter", "paper")]
    truncated = papers.pop() if papers and not parsed.is_complete(papers[-1]) else None
    collection = volume.collection
    journal = collection[:1] in JOURNALS
    volumes: dict[str, _Volume] = {}
    for paper in papers:
        if volume.volume:
            yield from _read_entry(paper, volume, path, paper.tag == "frontmatter")
            continue
        number, front = volume_of(collection, paper)  # in the older schema, a volume is before its papers
        if front:
            volumes[number] = _Volume(collection, "", volume_meta(collection, paper), journal)
        paper_volume = volumes.get(number) or _Volume(collection, "", None, journal)
        yield from _read_entry(paper, paper_volume, path, front)
    if truncated is not None:
        name = truncated.text("bibkey") or truncated.attributes.get("id", "")
        message = f"{entry_name(name)} is incomplete and ignored."
        yield Problem(Code.SYNTAX, message, Origin(path, truncated.line), entries=1)


def _read_entry(element: Element, volume: _Volume, path: str, front: bool) -> Iterator[Publication | Problem]:
    """Yield the problems and the publication of a paper, or of a volume if ``front``."""
    draft = _PaperDraft(element, volume, path)
    identifier, key = _identify(draft, front)
    _set_people(draft, front)
    _set_titles(draft, front)
    _set_date(draft)
    url, links = url_and_links(element, identifier, volume.meta if front else None)
    draft.attributes |= {"url": url, "links": links}
    _set_status(draft)
    _set_custom(draft)
    attributes = draft.attributes
    attributes["ids"] = (identifier,) if identifier not in ("", key) else ()
    attributes["publisher"] = draft.rich_text("publisher")
    attributes["publisher_place"] = draft.rich_text("address")
    attributes["doi"] = read_doi(draft.value("doi") if front else element.text("doi"))
    attributes["variables"] = tuple(_variables(draft, front))
    attributes["page"] = normalize_pages(element.text("pages"))
    language = element.text("language")
    attributes["language"] = language_tag(language)
    attributes["abstract"] = draft.rich_text("abstract") if element.first("abstract") is not None else EMPTY
    attributes["award"] = tuple(map(_text, element.all("award")))
    attributes["custom"] = tuple(draft.custom)
    yield from draft.problems
    origin = Origin(path, element.line)
    bare = Publication(key, origin=origin, **attributes)
    digest = blake2b(
        repr((bare.key, sorted(attributes.items(), key=str))).encode("utf-8", "replace"), digest_size=8
    )
    yield Publication(key, origin=origin, digest=digest.hexdigest(), **attributes)


def _identify(draft: _PaperDraft, front: bool) -> tuple[str, str]:
    """Return the Anthology's ID of a paper, or the empty string, and its key; report a paper with neither."""
    element, volume = draft.element, draft.volume
    number = element.attributes.get("id", "") or ("0" if front else "")
    bibkey = element.text("bibkey")
    if not number and not bibkey:
        number = f"line-{element.line}"
        draft.problems.append(missing_key(volume.paper_id(number), Origin(draft.path, element.line)))
    identifier = volume.paper_id(number) if number else ""
    return identifier, bibkey or identifier


def _event_date(text: str) -> Text:
    """Return the dates of an event in ISO 8601, or as written."""
    return text_of(read_iso_date(text) or text)


def _variables(draft: _PaperDraft, front: bool) -> Iterator[tuple[str, Text]]:
    """Yield CSL variables, those of the volume included, except for the ISBN of the volume."""
    event, value = draft.volume.event, draft.value if front else draft.element.text
    event_meta = event.first("meta") if event is not None else None
    variables = (
        ("ISBN", text_of(value("isbn") or value("ISBN"))),
        ("title-short" if front else "container-title-short", draft.rich_text("shortbooktitle")),
        ("event-date", _event_date(event_meta.text("dates") if event_meta is not None else "")),
    )
    return ((name, text) for name, text in variables if text)


def _set_people(draft: _PaperDraft, front: bool) -> None:
    """Set authors and editors, and their annotations."""
    element, meta = draft.element, draft.volume.meta
    authors = [] if front else element.all("author")
    editors = element.all("editor") or (meta.all("editor") if meta is not None else [])
    for role, elements in (("author", authors), ("editor", editors)):
        people = [(name, person) for person in elements for name in _read_names(draft, person)]
        draft.attributes[role] = tuple(name for name, _ in people)
        for kind, annotate in _ANNOTATIONS.items():
            annotations = {
                position: text for position, (_, person) in enumerate(people) if (text := annotate(person))
            }
            if annotations:
                draft.custom.append((f"{role}+an:{kind}", text_of(format_annotations(annotations))))


def _name_variants(element: Element) -> str:
    variants = (
        f"{variant.text('first')} {variant.text('last')}".strip() for variant in element.all("variant")
    )
    return " / ".join(filter(None, variants))


#: The annotations of names, in BibLaTeX's notation, by kind.
_ANNOTATIONS: dict[str, Callable[[Element], str]] = {
    "id": lambda element: element.attributes.get("id", ""),
    "orcid": lambda element: element.attributes.get("orcid", ""),
    "affiliation": lambda element: " and ".join(child.text() for child in element.all("affiliation")),
    "variant": _name_variants,
}


def _read_names(draft: _PaperDraft, element: Element) -> Sequence[Name]:
    """Return the name of an author or editor; in the oldest files, it may be plain text, or several names."""
    first, last = element.text("first"), element.text("last")
    if not first and not last:
        plain = "".join(node for node in element.content if isinstance(node, str))
        people = names.parse_names(" ".join(plain.split()), str).names
        if not people:
            draft.add_problem(Code.NAME, "a name is empty; it is shown as “?”", element)
        return people or [Name(literal="?")]
    if not last:
        return [Name(literal=first)]
    family, comma, suffix = last.rpartition(",")
    if comma and _SUFFIX.fullmatch(suffix.strip()):
        return [Name(family.strip(), first, suffix=suffix.strip())]
    return [Name(last, first)]


_SUFFIX = re.compile(r"[JS]r\.?|[IVX]{2,4}")


def _set_titles(draft: _PaperDraft, front: bool) -> None:
    """Set the title, the type, and the container of a paper."""
    attributes, element = draft.attributes, draft.element
    title = element.first("title")
    booktitle = draft.rich_text("booktitle")
    event = draft.volume.event
    if event is not None and (meta := event.first("meta")) is not None:
        attributes["event_title"] = _text(meta.first("title"))
        attributes["event_place"] = text_of(meta.text("location"))
    if front:
        attributes["volume"] = draft.value("volume") or draft.value("journal-volume")
        attributes["title"] = _text(title) if title is not None else booktitle
        attributes |= {"type": "book", "entry_type": "proceedings"}
        return
    if title is None or not _text(title):
        draft.add_problem(Code.VALUE, "missing title")
    attributes["title"] = _text(title) if title is not None else EMPTY
    is_in_journal = any(draft.value(tag) for tag in ("journal", "journal-title"))
    if draft.volume.journal or is_in_journal:
        attributes |= {"type": "article-journal", "entry_type": "article"}
        name = element.text("journal") or draft.value("journal-title") or journal_of(str(booktitle))
        attributes["container_title"] = text_of(name or JOURNALS.get(draft.volume.collection[:1], ""))
        attributes["volume"] = (
            element.text("volume") or draft.value("journal-volume") or draft.value("volume")
        )
        attributes["issue"] = element.text("issue") or draft.value("journal-issue")
        return
    attributes["volume"], attributes["issue"] = draft.value("volume"), element.text("issue")
    attributes |= {"type": "paper-conference", "entry_type": "inproceedings", "container_title": booktitle}


def _set_date(draft: _PaperDraft) -> None:
    """Set the date and the status from year, month and day."""
    year, month = draft.value("year") or year_of(draft.volume.collection), draft.value("month")
    if year:
        parsed = dates.from_fields("", year, month, draft.element.text("day"))
        draft.attributes["issued"] = parsed.date
        draft.attributes["status"] = parsed.status
        if parsed.problem:
            draft.add_problem(Code.DATE, parsed.problem)


def _set_status(draft: _PaperDraft) -> None:
    """Set the status of retracted and removed papers, and the note, which includes the reason."""
    notes = list(map(_text, draft.element.all("note")))
    for tag, status in (("retracted", "retracted"), ("removed", "withdrawn")):
        reason = draft.element.first(tag)
        if reason is not None:
            draft.attributes["status"] = status
            notes.insert(0, _text(reason))
    parts = [part for note in notes if note for part in (" ", *note.parts)]
    draft.attributes["note"] = Text(tuple(parts[1:]))


def _set_custom(draft: _PaperDraft) -> None:
    """Set custom fields for datasets, revisions and other elements."""
    datasets = [dataset.text() for dataset in draft.element.all("pwcdataset")]
    if any(datasets):
        draft.custom.append(("datasets", text_of(", ".join(filter(None, datasets)))))
    for number, note in _revision_notes(draft.element):
        draft.custom.append((f"revision-{number}", note))
    for child in draft.element:
        if child.tag not in PAPER and (value := _text(child)):
            draft.custom.append((child.tag, value))


def _revision_notes(element: Element) -> Iterator[tuple[str, Text]]:
    """Yield the number and description of revisions whose text is a description, not a file name."""
    for revision in element.all("revision"):
        if revision.attributes.get("href") and (note := _text(revision)):
            yield revision.attributes.get("id", ""), note


def _text(element: Element | None) -> Text:
    """Return the content of an element as rich text."""
    return normalize(_inline_parts(element)) if element is not None else EMPTY


def _read_formula(text: str) -> tuple[Inline, ...]:
    """Return a formula; one with dollars (in words that contain math) is not decoded."""
    return (Span("math", (text,)),) if "$" in text else decode.decode(f"${text}$").text.parts


def _inline_parts(element: Element) -> Iterator[Inline]:
    for node in element.content:
        if isinstance(node, str):
            yield re.sub(r"\s+", " ", node)
        elif node.tag == "tex-math":
            yield from _read_formula(node.text())
        elif node.tag == "url":
            yield Span("link", (node.text(),), node.text())
        elif node.tag in ("par", "br"):
            yield " "
            yield from _inline_parts(node)
        elif node.tag in _KINDS and node.tag != "tt":
            yield Span(_KINDS[node.tag], tuple(_inline_parts(node)))
        elif node.tag == "tt":
            yield Span("code", (node.text(),))
        else:
            yield from _inline_parts(node)
