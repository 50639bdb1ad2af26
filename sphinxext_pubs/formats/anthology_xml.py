"""The ACL Anthology's own XML, in both of its schemas: collections of volumes, and volumes before 2019.

The meaning of its elements is that of the Anthology's ``schema.rnc``. A volume's front matter is an entry
of its own, of type ``proceedings``; what a volume says holds for its papers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sphinxext_pubs import dates
from sphinxext_pubs.annotations import written
from sphinxext_pubs.formats import latex
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.markup import tidy
from sphinxext_pubs.formats.xml_tree import Element, parse
from sphinxext_pubs.model import Link, Name, Origin, Publication
from sphinxext_pubs.problems import Code, Problem
from sphinxext_pubs.text import EMPTY, Inline, Span, SpanKind, Text, text_of

#: Where papers, PDFs and attachments of the Anthology are.
SITE = "https://aclanthology.org/"

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
        "[a-z-]+",
        "abstract address attachment author award bibkey bibtype booktitle date day doi editor erratum "
        "frontmatter issue journal-issue journal-title journal-volume language month mrf pages paper "
        "publisher pwccode pwcdataset removed retracted revision title url venue video year",
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
        if self.collection[:1] == "W" or self.collection == "C69" or _wide(self.collection, self.volume):
            return f"{self.collection}-{self.volume.zfill(2)}{number.zfill(2)}"
        return f"{self.anthology_id}{number.zfill(3)}"


def _wide(collection: str, volume: str) -> bool:
    """Whether ids have two digits for the volume: the workshops of 2019, in D19-5 and later."""
    return collection == "D19" and re.fullmatch("[5-9]|[1-9][0-9]", volume) is not None


@dataclass(slots=True)
class _Draft:
    """A paper being read."""

    element: Element
    volume: _Volume
    path: str
    made: dict[str, Any] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    custom: list[tuple[str, Text]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def value(self, tag: str) -> str:
        """What the paper says, else its volume."""
        meta = self.volume.meta
        return self.element.text(tag) or (meta.text(tag) if meta is not None else "")

    def rich(self, tag: str) -> Text:
        """As :meth:`value`, with markup."""
        meta = self.volume.meta
        found = self.element.first(tag) or (meta.first(tag) if meta is not None else None)
        return _text(found) if found is not None else EMPTY

    def complain(self, code: Code, message: str, element: Element | None = None) -> None:
        where = Origin(self.path, (element or self.element).line)
        self.problems.append(Problem(code, message, where))


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Publications and problems of all the volumes, in their order; equal keys are told by the library."""
    for source in sources:
        root, error = parse(source.text)
        if root is not None and root.tag not in ("collection", "volume"):
            message = (
                f"This is no volume of the ACL Anthology, but an XML file of <{root.tag}>: it is left out."
            )
            yield Problem(Code.NOT_BIBTEX, message, Origin(source.path, root.line))
            continue
        if error is not None:
            message = f"This XML ends to be readable here: {error}. What stands before it is shown."
            yield Problem(Code.SYNTAX, message, Origin(source.path, error.line))
        if root is not None:
            yield from _collection(root, source.path, whole=error is None)


def _collection(root: Element, path: str, *, whole: bool) -> Iterator[Publication | Problem]:
    event = root.first("event")
    collection = root.attributes.get("id", "")
    if root.tag == "volume":
        yield from _papers(root, _Volume(collection, ""), path, whole)
        return
    for volume in root.all("volume"):
        common = _Volume(
            collection,
            volume.attributes.get("id", ""),
            volume.first("meta"),
            volume.attributes.get("type") == "journal",
            event,
        )
        last = whole or volume is not root.all("volume")[-1]
        yield from _papers(volume, common, path, last)


def _papers(element: Element, volume: _Volume, path: str, whole: bool) -> Iterator[Publication | Problem]:
    """The front matter and the papers; in a broken file the last paper is likely cut off, and reported."""
    papers = [each for each in element if each.tag in ("frontmatter", "paper")]
    cut = papers.pop() if papers and not whole else None
    before = _Volume(volume.collection, "")
    for paper in papers:
        if not volume.volume:  # the old schema: a volume's own entry stands before its papers
            front = not paper.attributes.get("id", "").strip("0") or paper.attributes.get("id", "").endswith(
                "00"
            )
            front = front and paper.first("editor") is not None and paper.first("author") is None
            if front:
                before = _Volume(volume.collection, "", _as_meta(paper))
            yield from _entry(paper, before, path, front)
        else:
            yield from _entry(paper, volume, path, paper.tag == "frontmatter")
    if cut is not None:
        message = (
            f"Entry “{cut.text('bibkey') or cut.attributes.get('id', '')}” is cut off here and left out."
        )
        yield Problem(Code.SYNTAX, message, Origin(path, cut.line), entries=1)


def _as_meta(front: Element) -> Element:
    """The entry of a volume in the old schema as what the newer one says of volumes."""
    content = [each for each in front if each.tag in ("editor", "publisher", "address", "month", "year")]
    title = front.first("title")
    if title is not None:
        content.append(Element("booktitle", title.line, {}, title.content))
    return Element("meta", front.line, {}, list(content))


def _entry(element: Element, volume: _Volume, path: str, front: bool) -> Iterator[Publication | Problem]:
    draft = _Draft(element, volume, path)
    number = element.attributes.get("id", "0")
    identifier = volume.paper_id(number)
    key = element.text("bibkey") or identifier
    _people(draft, front)
    _title(draft, front)
    _date(draft)
    _addresses(draft, identifier)
    _states(draft)
    _others(draft)
    made = draft.made
    made["ids"] = (identifier,) if identifier != key else ()
    made["publisher"] = draft.rich("publisher")
    made["publisher_place"] = draft.rich("address")
    made["doi"] = draft.value("doi") if front else element.text("doi")
    if isbn := draft.value("isbn") if front else element.text("isbn"):
        made["variables"] = (("ISBN", text_of(isbn)),)
    made["page"] = re.sub(r"\s*[–—-]+\s*", "-", element.text("pages"))
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


def _people(draft: _Draft, front: bool) -> None:
    element, meta = draft.element, draft.volume.meta
    authors = [] if front else element.all("author")
    editors = element.all("editor") or (meta.all("editor") if meta is not None else [])
    draft.made["author"] = tuple(_name(draft, each) for each in authors)
    draft.made["editor"] = tuple(_name(draft, each) for each in editors)
    for role, people in (("author", authors), ("editor", editors)):
        for kind in ("id", "orcid"):
            said = {
                place: each.attributes[kind] for place, each in enumerate(people) if each.attributes.get(kind)
            }
            if said:
                draft.custom.append((f"{role}+an:{kind}", text_of(written(said))))


def _name(draft: _Draft, element: Element) -> Name:
    first, last = element.text("first"), element.text("last")
    if not first and not last:
        plain = "".join(node for node in element.content if isinstance(node, str))
        words = " ".join(plain.split())
        if not words:
            draft.complain(Code.NAME, f"Entry “{draft.element.text('bibkey')}”: a name is empty.", element)
        return Name(literal=words or "?")
    if not last:
        return Name(literal=first)
    return Name(last, first)


def _title(draft: _Draft, front: bool) -> None:
    made, meta, element = draft.made, draft.volume.meta, draft.element
    title = element.first("title")
    booktitle = draft.rich("booktitle")
    event = draft.volume.event
    if event is not None and (about := event.first("meta")) is not None:
        made["event_title"] = _text(about.first("title")) if about.first("title") else EMPTY
        made["event_place"] = text_of(about.text("location"))
    if front:
        made["title"] = _text(title) if title is not None else booktitle
        made |= {"type": "book", "entry_type": "proceedings"}
        return
    if title is None:
        draft.complain(
            Code.VALUE, f"Entry “{element.text('bibkey') or element.attributes.get('id')}” has no title."
        )
    made["title"] = _text(title) if title is not None else EMPTY
    if draft.volume.journal or (meta is not None and meta.first("journal-title") is not None):
        made |= {"type": "article-journal", "entry_type": "article"}
        name = draft.value("journal-title") or re.split(r",\s*(?:Volume|Vol\.|Number)\b", str(booktitle))[0]
        made["container_title"] = text_of(name)
        made["volume"] = draft.value("journal-volume")
        made["issue"] = element.text("issue") or draft.value("journal-issue")
        return
    made |= {"type": "paper-conference", "entry_type": "inproceedings", "container_title": booktitle}


def _date(draft: _Draft) -> None:
    year, month = draft.value("year"), draft.value("month")
    if year:
        parsed = dates.from_fields("", year, month, draft.element.text("day"))
        draft.made["issued"] = parsed.date
        draft.made["status"] = parsed.status
        if parsed.complaint:
            draft.complain(Code.DATE, f"Entry “{draft.element.text('bibkey')}”: {parsed.complaint}")


def _addresses(draft: _Draft, identifier: str) -> None:
    element = draft.element
    url = element.text("url")
    if "://" in url:
        draft.made["url"] = f"{SITE}{identifier}/"
        draft.links.append(Link("pdf", url))
    elif url or element.tag == "paper":
        draft.made["url"] = f"{SITE}{url or identifier}/"
        if url:
            draft.links.append(Link("pdf", f"{SITE}{url}.pdf"))
    for each in element.all("attachment"):
        kind = each.attributes.get("type", "").strip().lower() or "attachment"
        target = each.text() or each.attributes.get("href", "")
        draft.links.append(Link(_RELATIONS.get(kind, kind), _address(target, "attachments/")))
    for each in element.all("video"):
        draft.links.append(Link("video", _address(each.attributes.get("href", ""), "")))
    for each in element.all("pwccode"):
        if each.attributes.get("url"):
            draft.links.append(Link("code", each.attributes["url"]))
    for each in element.all("revision"):
        number = each.attributes.get("id", "")
        target = each.attributes.get("href") or each.text()
        draft.links.append(Link(f"v{number}" if number else "revision", _address(target, "", ".pdf")))
    draft.links += [Link("erratum", _address(each.text(), "", ".pdf")) for each in element.all("erratum")]
    draft.made["links"] = tuple(_numbered(draft.links))


def _numbered(links: Iterable[Link]) -> Iterator[Link]:
    """Each link once; the second of a kind is numbered, so that each has a name of its own."""
    counts: dict[str, int] = {}
    for link in dict.fromkeys(links):
        counts[link.rel] = count = counts.get(link.rel, 0) + 1
        yield link if count == 1 else Link(f"{link.rel}-{count}", link.target)


#: The kinds of attachments that have a button of their own.
_RELATIONS = {
    "presentation": "slides",
    "dataset": "data",
    "optionalsupplementarymaterial": "supp",
    "supplementary": "supp",
}


def _address(target: str, folder: str, suffix: str = "") -> str:
    return target if "://" in target else f"{SITE}{folder}{target}{suffix}"


def _states(draft: _Draft) -> None:
    """Retracted and removed papers say so; the reason is their note."""
    for tag, status in (("retracted", "retracted"), ("removed", "withdrawn")):
        found = draft.element.first(tag)
        if found is not None:
            draft.made["status"] = status
            draft.made["note"] = _text(found)


def _others(draft: _Draft) -> None:
    sets = [each.text() for each in draft.element.all("pwcdataset")]
    if sets:
        draft.custom.append(("datasets", text_of(", ".join(sets))))
    for each in draft.element:
        if each.tag not in _READ and (value := _text(each)):
            draft.custom.append((each.tag, value))


def _text(element: Element | None) -> Text:
    """The content with its markup."""
    return tidy(_inlines(element)) if element is not None else EMPTY


def _inlines(element: Element) -> Iterator[Inline]:
    for node in element.content:
        if isinstance(node, str):
            yield re.sub(r"\s+", " ", node)
        elif node.tag == "tex-math":
            yield from latex.decode(f"${node.text()}$").text.parts
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
