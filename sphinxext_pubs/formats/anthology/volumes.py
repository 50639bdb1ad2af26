"""The ACL Anthology's own XML, in both of its schemas: collections of volumes, and volumes before 2019.

The meaning of its elements is that of the Anthology's ``schema.rnc``. A volume's front matter is an entry
of its own, of type ``proceedings``; what a volume says holds for its papers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sphinxext_pubs.formats.anthology.legacy_ids import (
    JOURNALS,
    common,
    is_wide,
    journal_of,
    volume_of,
    year_of,
)
from sphinxext_pubs.formats.anthology.links import addresses
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.html_text import normalize
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.formats.xml import Element, parse
from sphinxext_pubs.model.problems import Code, Problem, missing_key
from sphinxext_pubs.model.publication import Name, Origin, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, SpanKind, Text, text_of
from sphinxext_pubs.notation import dates, names
from sphinxext_pubs.notation.annotations import format_annotations

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

#: Languages of three letters (ISO 639-3) that have one of two, as BCP 47 wants it; others stay.
_LANGUAGES = {
    "ara": "ar", "ces": "cs", "deu": "de", "eng": "en", "fra": "fr", "hin": "hi", "ita": "it", "jpn": "ja",
    "kor": "ko", "nld": "nl", "pol": "pl", "por": "pt", "ron": "ro", "rus": "ru", "spa": "es", "swe": "sv",
    "tur": "tr", "ukr": "uk", "vie": "vi", "zho": "zh", "cmn": "zh",
}  # fmt: skip

#: Elements that are read, or that say nothing of a paper; others are kept as they are.
_READ = frozenset(
    re.findall(
        "[A-Za-z-]+",
        "abstract address attachment author award bibkey bibtype booktitle dataset date day doi editor "
        "erratum frontmatter href isbn ISBN issue journal journal-issue journal-title journal-volume "
        "language month mrf note pages paper pdf presentation publisher pwccode pwcdataset removed retracted "
        "revision software title url venue video volume year",
    )
)


@dataclass(frozen=True, slots=True)
class _Volume:
    """What papers of a volume have in common, and how their ids are made."""

    collection: str
    volume: str
    meta: Element | None = None
    journal: bool = False
    event: Element | None = None

    @property
    def anthology_id(self) -> str:
        """The volume's id: ``2022.acl-long``, ``P18-1``."""
        return f"{self.collection}-{self.volume}"

    def paper_id(self, number: str) -> str:
        """A paper's id: ``2022.acl-long.1``, ``P18-1001``, ``W06-0101``."""
        if not self.volume:
            return f"{self.collection}-{number}"
        if self.collection[:1].isdigit():
            return f"{self.anthology_id}.{number}"
        if is_wide(self.collection, self.volume):
            return f"{self.collection}-{self.volume.zfill(2)}{number.zfill(2)}"
        return f"{self.anthology_id}{number.zfill(3)}"


@dataclass(slots=True)
class _Draft:
    """A paper being read."""

    element: Element
    volume: _Volume
    path: str
    made: dict[str, Any] = field(default_factory=dict)
    custom: list[tuple[str, Text]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    name: str = ""

    def __post_init__(self) -> None:
        self.name = self.element.text("bibkey")

    def value(self, tag: str) -> str:
        """What the paper says, else its volume."""
        meta = self.volume.meta
        return self.element.text(tag) or (meta.text(tag) if meta is not None else "")

    def rich(self, tag: str) -> Text:
        """As :meth:`value`, with markup."""
        meta = self.volume.meta
        found = self.element.first(tag) or (meta.first(tag) if meta is not None else None)
        return _text(found) if found is not None else EMPTY

    def add_problem(self, code: Code, message: str, element: Element | None = None) -> None:
        where = Origin(self.path, (element or self.element).line)
        self.problems.append(Problem(code, message, where))


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Publications and problems of all the volumes, in their order; equal keys are told by the library."""
    for source in sources:
        done = parse(source.text)
        root, error = done.root, done.error
        if root is not None and root.tag not in ("collection", "volume"):
            message = f"This XML (<{root.tag}>) is not a volume of the ACL Anthology; it is ignored."
            yield Problem(Code.NOT_BIBTEX, message, Origin(source.path, root.line))
            continue
        for line in dict.fromkeys(done.ampersands):
            message = "An “&” must be written as “&amp;” in XML; it is read as text."
            yield Problem(Code.SYNTAX, message, Origin(source.path, line))
        if error is not None:
            message = f"This is not valid XML from here on: {error}. The entries before it are shown."
            yield Problem(Code.SYNTAX, message, Origin(source.path, error.line))
        if root is not None:
            yield from _collection(root, source.path, whole=error is None)


def _collection(root: Element, path: str, *, whole: bool) -> Iterator[Publication | Problem]:
    event = root.first("event")
    collection = root.attributes.get("id", "")
    if root.tag == "volume":
        yield from _papers(root, _Volume(collection, ""), path, whole)
        return
    volumes = root.all("volume")
    for volume in volumes:
        own = _Volume(
            collection,
            volume.attributes.get("id", ""),
            volume.first("meta"),
            volume.attributes.get("type") == "journal",
            event,
        )
        yield from _papers(volume, own, path, whole or volume is not volumes[-1])


def _papers(element: Element, volume: _Volume, path: str, whole: bool) -> Iterator[Publication | Problem]:
    """The front matter and the papers; in a broken file the last paper is likely cut off, and reported."""
    papers = [each for each in element if each.tag in ("frontmatter", "paper")]
    cut = papers.pop() if papers and not whole else None
    collection = volume.collection
    journal = collection[:1] in JOURNALS
    known: dict[str, _Volume] = {}
    for paper in papers:
        if volume.volume:
            yield from _entry(paper, volume, path, paper.tag == "frontmatter")
            continue
        own, front = volume_of(collection, paper)  # the older schema: a volume stands before its papers
        if front:
            known[own] = _Volume(collection, "", common(collection, paper), journal)
        yield from _entry(paper, known.get(own) or _Volume(collection, "", None, journal), path, front)
    if cut is not None:
        message = f"Entry “{cut.text('bibkey') or cut.attributes.get('id', '')}” is incomplete and ignored."
        yield Problem(Code.SYNTAX, message, Origin(path, cut.line), entries=1)


def _entry(element: Element, volume: _Volume, path: str, front: bool) -> Iterator[Publication | Problem]:
    draft = _Draft(element, volume, path)
    number = element.attributes.get("id", "")
    if not number and not front:
        number = f"line-{element.line}"
        name = element.text("bibkey") or element.text("title")
        message = f"Entry “{name}”: {missing_key(volume.paper_id(number))}"
        draft.add_problem(Code.MISSING_KEY, message, element)
    number = number or "0"
    identifier = volume.paper_id(number)
    key = element.text("bibkey") or identifier
    _people(draft, front)
    _title(draft, front)
    _date(draft)
    made_url, made_links = addresses(element, identifier, volume.meta if front else None)
    draft.made |= {"url": made_url, "links": made_links}
    _states(draft)
    _others(draft)
    made = draft.made
    made["ids"] = (identifier,) if identifier != key else ()
    made["publisher"] = draft.rich("publisher")
    made["publisher_place"] = draft.rich("address")
    made["doi"] = draft.value("doi") if front else element.text("doi")
    made["variables"] = tuple(_variables(draft, front))
    made["page"] = re.sub(r"(?:(?<!\s)\s++)?[–—-]++\s*+", "-", element.text("pages"))
    language = element.text("language")
    made["language"] = _LANGUAGES.get(language, language)
    made["abstract"] = draft.rich("abstract") if element.first("abstract") is not None else EMPTY
    made["award"] = tuple(_text(each) for each in element.all("award"))
    made["custom"] = tuple(draft.custom)
    yield from draft.problems
    origin = Origin(path, element.line)
    bare = Publication(key, origin=origin, **made)
    digest = blake2b(
        repr((bare.key, sorted(made.items(), key=str))).encode("utf-8", "replace"), digest_size=8
    )
    yield Publication(key, origin=origin, digest=digest.hexdigest(), **made)


def _variables(draft: _Draft, front: bool) -> Iterator[tuple[str, Text]]:
    """CSL variables: the ISBN of a volume is its own, all else its papers' as well."""
    event, value = draft.volume.event, draft.value if front else draft.element.text
    about = event.first("meta") if event is not None else None
    found = (
        ("ISBN", text_of(value("isbn") or value("ISBN"))),
        ("title-short" if front else "container-title-short", draft.rich("shortbooktitle")),
        ("event-date", text_of(about.text("dates") if about is not None else "")),
    )
    return ((name, text) for name, text in found if text)


def _people(draft: _Draft, front: bool) -> None:
    element, meta = draft.element, draft.volume.meta
    authors = [] if front else element.all("author")
    editors = element.all("editor") or (meta.all("editor") if meta is not None else [])
    for role, elements in (("author", authors), ("editor", editors)):
        people = [(name, each) for each in elements for name in _names(draft, each)]
        draft.made[role] = tuple(name for name, _ in people)
        for kind, said in _ABOUT_NAMES.items():
            found = {place: text for place, (_, each) in enumerate(people) if (text := said(each))}
            if found:
                draft.custom.append((f"{role}+an:{kind}", text_of(format_annotations(found))))


def _variant(element: Element) -> str:
    names_ = (f"{each.text('first')} {each.text('last')}".strip() for each in element.all("variant"))
    return " / ".join(filter(None, names_))


#: What is said of single names, as BibLaTeX's annotations.
_ABOUT_NAMES: dict[str, Callable[[Element], str]] = {
    "id": lambda element: element.attributes.get("id", ""),
    "orcid": lambda element: element.attributes.get("orcid", ""),
    "affiliation": lambda element: " and ".join(each.text() for each in element.all("affiliation")),
    "variant": _variant,
}


def _names(draft: _Draft, element: Element) -> Sequence[Name]:
    """The name of an author or editor; the oldest files have names as they are read, or several."""
    first, last = element.text("first"), element.text("last")
    if not first and not last:
        plain = "".join(node for node in element.content if isinstance(node, str))
        found = names.parse_names(" ".join(plain.split()), str).names
        if not found:
            draft.add_problem(
                Code.NAME, f"Entry “{draft.name}”: a name is empty; it is shown as “?”.", element
            )
        return found or [Name(literal="?")]
    if not last:
        return [Name(literal=first)]
    family, comma, suffix = last.rpartition(",")
    if comma and _SUFFIX.fullmatch(suffix.strip()):
        return [Name(family.strip(), first, suffix=suffix.strip())]
    return [Name(last, first)]


_SUFFIX = re.compile(r"[JS]r\.?|[IVX]{2,4}")


def _title(draft: _Draft, front: bool) -> None:
    made, element = draft.made, draft.element
    title = element.first("title")
    booktitle = draft.rich("booktitle")
    event = draft.volume.event
    if event is not None and (about := event.first("meta")) is not None:
        made["event_title"] = _text(about.first("title")) if about.first("title") else EMPTY
        made["event_place"] = text_of(about.text("location"))
    if front:
        made["volume"] = draft.value("volume") or draft.value("journal-volume")
        made["title"] = _text(title) if title is not None else booktitle
        made |= {"type": "book", "entry_type": "proceedings"}
        return
    if title is None or not _text(title):
        draft.add_problem(
            Code.VALUE, f"Entry “{element.text('bibkey') or element.attributes.get('id')}”: missing title."
        )
    made["title"] = _text(title) if title is not None else EMPTY
    is_in_journal = any(draft.value(tag) for tag in ("journal", "journal-title"))
    if draft.volume.journal or is_in_journal:
        made |= {"type": "article-journal", "entry_type": "article"}
        name = element.text("journal") or draft.value("journal-title") or journal_of(str(booktitle))
        made["container_title"] = text_of(name or JOURNALS.get(draft.volume.collection[:1], ""))
        made["volume"] = element.text("volume") or draft.value("journal-volume") or draft.value("volume")
        made["issue"] = element.text("issue") or draft.value("journal-issue")
        return
    made["volume"], made["issue"] = draft.value("volume"), element.text("issue")
    made |= {"type": "paper-conference", "entry_type": "inproceedings", "container_title": booktitle}


def _date(draft: _Draft) -> None:
    year, month = draft.value("year") or year_of(draft.volume.collection), draft.value("month")
    if year:
        parsed = dates.from_fields("", year, month, draft.element.text("day"))
        draft.made["issued"] = parsed.date
        draft.made["status"] = parsed.status
        if parsed.problem:
            draft.add_problem(Code.DATE, f"Entry “{draft.name}”: {parsed.problem}")


def _states(draft: _Draft) -> None:
    """Retracted and removed papers say so; the reason stands in their note."""
    notes = list(map(_text, draft.element.all("note")))
    for tag, status in (("retracted", "retracted"), ("removed", "withdrawn")):
        found = draft.element.first(tag)
        if found is not None:
            draft.made["status"] = status
            notes.insert(0, _text(found))
    parts = [part for note in notes if note for part in (" ", *note.parts)]
    draft.made["note"] = Text(tuple(parts[1:]))


def _others(draft: _Draft) -> None:
    """What has no place of its own."""
    sets = [each.text() for each in draft.element.all("pwcdataset")]
    if any(sets):
        draft.custom.append(("datasets", text_of(", ".join(filter(None, sets)))))
    for number, said in _changes(draft.element):
        draft.custom.append((f"revision-{number}", said))
    for each in draft.element:
        if each.tag not in _READ and (value := _text(each)):
            draft.custom.append((each.tag, value))


def _changes(element: Element) -> Iterator[tuple[str, Text]]:
    """What revisions changed, where the text of one is no file name."""
    for each in element.all("revision"):
        if each.attributes.get("href") and (said := _text(each)):
            yield each.attributes.get("id", ""), said


def _text(element: Element | None) -> Text:
    """The content with its markup."""
    return normalize(_inlines(element)) if element is not None else EMPTY


def _formula(text: str) -> tuple[Inline, ...]:
    """A formula; one with words in it that hold formulas is left as it is."""
    return (Span("math", (text,)),) if "$" in text else decode.decode(f"${text}$").text.parts


def _inlines(element: Element) -> Iterator[Inline]:
    for node in element.content:
        if isinstance(node, str):
            yield re.sub(r"\s+", " ", node)
        elif node.tag == "tex-math":
            yield from _formula(node.text())
        elif node.tag == "url":
            yield Span("link", (node.text(),), node.text())
        elif node.tag in ("par", "br"):
            yield " "
            yield from _inlines(node)
        elif node.tag in _KINDS and node.tag != "tt":
            yield Span(_KINDS[node.tag], tuple(_inlines(node)))
        elif node.tag == "tt":
            yield Span("code", (node.text(),))
        else:
            yield from _inlines(node)
