"""MODS 3.8 (Metadata Object Description Schema), the format of libraries; only written.

The elements are where bibutils and the ACL Anthology write them, so that their tools read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import Text, clean, fold
from sphinxext_pubs.notation.date_parts import iso_date
from sphinxext_pubs.notation.languages import library_code
from sphinxext_pubs.notation.names import OTHERS

_NAMESPACE = "http://www.loc.gov/mods/v3"
_VERSION = "3.8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

#: The authorities of genres: the Library of Congress's list, and the additions of bibutils.
_MARC, _BIBUTILS = "marcgt", "bibutilsgt"


class _Kind(NamedTuple):
    """How a CSL type is written: the resource type, and the genres of the work and of its host."""

    resource: str = "text"
    genres: tuple[tuple[str, str], ...] = ()
    host_genres: tuple[tuple[str, str], ...] = ()
    is_continuing: bool = False


_JOURNAL = ((_MARC, "periodical"), (_BIBUTILS, "academic journal"))
_BOOK = ((_MARC, "book"),)
_WEB = ((_MARC, "web site"),)

#: The CSL types; others are texts without a genre.
KINDS: dict[str, _Kind] = {
    "article-journal": _Kind(
        genres=((_BIBUTILS, "journal article"),), host_genres=_JOURNAL, is_continuing=True
    ),
    "article-magazine": _Kind(
        genres=((_BIBUTILS, "magazine article"),),
        host_genres=((_MARC, "periodical"), (_BIBUTILS, "magazine")),
        is_continuing=True,
    ),
    "article-newspaper": _Kind(
        genres=((_BIBUTILS, "newspaper article"),), host_genres=((_MARC, "newspaper"),), is_continuing=True
    ),
    "review": _Kind(genres=((_MARC, "review"),), host_genres=_JOURNAL, is_continuing=True),
    "review-book": _Kind(genres=((_MARC, "review"),), host_genres=_JOURNAL, is_continuing=True),
    "article": _Kind(genres=((_BIBUTILS, "unpublished"),)),
    "paper-conference": _Kind(host_genres=((_MARC, "conference publication"),)),
    "chapter": _Kind(host_genres=_BOOK),
    "entry": _Kind(host_genres=_BOOK),
    "entry-dictionary": _Kind(host_genres=((_MARC, "dictionary"),)),
    "entry-encyclopedia": _Kind(host_genres=((_MARC, "encyclopedia"),)),
    "book": _Kind(genres=_BOOK),
    "classic": _Kind(genres=_BOOK),
    "collection": _Kind(genres=((_MARC, "book"), (_BIBUTILS, "collection"))),
    "periodical": _Kind(genres=((_MARC, "periodical"),), is_continuing=True),
    "thesis": _Kind(genres=((_MARC, "thesis"),)),
    "report": _Kind(genres=((_MARC, "technical report"),)),
    "manuscript": _Kind(genres=((_BIBUTILS, "unpublished"),)),
    "pamphlet": _Kind(genres=((_BIBUTILS, "pamphlet"),)),
    "patent": _Kind(genres=((_MARC, "patent"),)),
    "standard": _Kind(genres=((_MARC, "standard or specification"),)),
    "dataset": _Kind("software, multimedia", ((_MARC, "numeric data"),)),
    "software": _Kind("software, multimedia"),
    "webpage": _Kind("software, multimedia", _WEB),
    "post": _Kind("software, multimedia", _WEB),
    "post-weblog": _Kind("software, multimedia", _WEB),
    "legislation": _Kind(genres=((_MARC, "legislation"),)),
    "bill": _Kind(genres=((_MARC, "legislation"),)),
    "regulation": _Kind(genres=((_MARC, "legislation"),)),
    "legal_case": _Kind(genres=((_MARC, "legal case and case notes"),)),
    "hearing": _Kind(genres=((_BIBUTILS, "hearing"),)),
    "treaty": _Kind(genres=((_MARC, "treaty"),)),
    "interview": _Kind(genres=((_MARC, "interview"),)),
    "personal_communication": _Kind(genres=((_MARC, "letter"),)),
    "speech": _Kind(genres=((_MARC, "speech"),)),
    "map": _Kind("cartographic", ((_MARC, "map"),)),
    "graphic": _Kind("still image", ((_MARC, "picture"),)),
    "figure": _Kind("still image", ((_MARC, "graphic"),)),
    "motion_picture": _Kind("moving image", ((_MARC, "motion picture"),)),
    "broadcast": _Kind("moving image", ((_MARC, "videorecording"),)),
    "song": _Kind("sound recording", ((_MARC, "sound"),)),
    "musical_score": _Kind("notated music"),
}

#: Name variables of CSL → the terms of the list of MARC relators; others are contributors.
RELATORS: dict[str, str] = {
    "author": "author", "editor": "editor", "translator": "translator", "compiler": "compiler",
    "composer": "composer", "curator": "curator", "director": "film director", "host": "host",
    "illustrator": "illustrator", "interviewer": "interviewer", "narrator": "narrator",
    "organizer": "organizer", "performer": "performer", "producer": "producer", "recipient": "addressee",
    "script-writer": "screenwriter", "chair": "moderator", "collection-editor": "editor",
    "container-author": "author", "editorial-director": "editor",
}  # fmt: skip
#: The roles of the people of the host, and of the series.
_HOST_ROLES, _SERIES_ROLE = (
    ("editor", "container-author", "compiler", "editorial-director"),
    "collection-editor",
)

#: The beginning of the kind of a thesis, folded → the genre of bibutils.
_THESES: tuple[tuple[str, str], ...] = (
    ("phd", "Ph.D. thesis"), ("ph.d", "Ph.D. thesis"), ("doct", "Ph.D. thesis"), ("diss", "Ph.D. thesis"),
    ("ma", "Masters thesis"), ("msc", "Masters thesis"), ("m.sc", "Masters thesis"),
    ("dipl", "Diploma thesis"), ("habil", "Habilitation thesis"), ("lic", "Licentiate thesis"),
)  # fmt: skip
_MISCELLANEOUS = (_BIBUTILS, "miscellaneous")
_XML_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def write(publications: Iterable[Publication]) -> str:
    """Return a collection with a record for each publication."""
    root = Element("modsCollection", xmlns=_NAMESPACE)
    for paper in publications:
        root.append(_record(paper))
    indent(root)
    return f"{_HEAD}{tostring(root, encoding='unicode')}\n"


def _record(paper: Publication) -> Element:
    """Return the record of a publication."""
    kind = KINDS.get(paper.type, _Kind(genres=(_MISCELLANEOUS,)))
    record = Element("mods", version=_VERSION)
    if _XML_ID.fullmatch(paper.key):
        record.set("ID", paper.key)
    host = Element("relatedItem", type="host") if _has_host(paper, kind) else record
    _add_titles(record, paper)
    _add_people(record, host, paper)
    _add_origin(record, host, paper)
    _add(record, "typeOfResource", kind.resource)
    _add_genres(record, kind.genres)
    _add_genre_of_work(record, paper)
    _add_language(record, paper.language)
    if host is not record:
        record.append(_fill_host(host, paper, kind))
    _add_series(record if host is record else host, paper)
    _add_texts(record, paper)
    _add_identifiers(record, paper)
    _add_location(record, paper)
    _add_part(record, paper)
    return record


def _has_host(paper: Publication, kind: _Kind) -> bool:
    return bool(paper.container_title or (kind.host_genres and paper.event_title))


def _add(parent: Element, tag: str, value: str | Text, **attributes: str) -> Element | None:
    """Add an element with a text, or nothing if the text is empty."""
    text = clean(plain_text(value) if isinstance(value, Text) else value)
    if not text:
        return None
    child = SubElement(parent, tag, attributes)
    child.text = text
    return child


def _add_title(parent: Element, title: str | Text, part: str = "", **attributes: str) -> None:
    if title:
        info = SubElement(parent, "titleInfo", attributes)
        _add(info, "title", title)
        _add(info, "partNumber", part)


def _add_titles(record: Element, paper: Publication) -> None:
    """Add the title, its short form and that of the original."""
    _add_title(record, paper.title)
    short = paper.variable("title-short") or paper.variable("shortTitle")
    _add_title(record, short, type="abbreviated")
    _add_title(record, paper.variable("original-title"), type="alternative")


def _add_people(record: Element, host: Element, paper: Publication) -> None:
    """Add the people; the editors of the host belong to it."""
    lists = (("author", paper.author), ("editor", paper.editor), *paper.names)
    for role, people in lists:
        if role != _SERIES_ROLE:
            for name in people:
                _add_name(host if role in _HOST_ROLES else record, name, RELATORS.get(role, "contributor"))
    if paper.type == "thesis" and paper.publisher:
        _add_name(record, Name(literal=plain_text(paper.publisher)), "degree grantor")


def _add_name(parent: Element, name: Name, role: str) -> None:
    """Add the name of a person or an organization, or that of the others."""
    if name == OTHERS:
        element = SubElement(parent, "name")
        SubElement(element, "etal")
    elif name.literal or not name.family:
        element = SubElement(parent, "name", type="corporate" if name.literal else "personal")
        _add(element, "namePart", name.literal or name.given)
    else:
        element = SubElement(parent, "name", type="personal")
        for word in name.given.split():
            _add(element, "namePart", word, type="given")
        _add(element, "namePart", f"{name.particle} {name.family}".strip(), type="family")
        _add(element, "namePart", name.suffix, type="termsOfAddress")
    _add(SubElement(element, "role"), "roleTerm", role, authority="marcrelator", type="text")


def _add_origin(record: Element, host: Element, paper: Publication) -> None:
    """Add the date to the work, and publisher, place and edition to what was published."""
    origin = Element("originInfo")
    if host is record and paper.type in ("book", "collection", "classic"):
        _add(origin, "issuance", "monographic")
    if paper.issued is not None:
        _add_dates(origin, paper.issued)
    published = origin if host is record else Element("originInfo")
    if paper.type != "thesis":
        _add(published, "publisher", paper.publisher)
    if place := paper.publisher_place or paper.event_place:
        _add(SubElement(published, "place"), "placeTerm", place, type="text")
    _add(published, "edition", paper.edition)
    for parent, element in ((record, origin), (host, published)):
        if len(element) and element not in parent:
            parent.append(element)


def _add_dates(origin: Element, issued: Date) -> None:
    """Add the date, or both ends of a range; a date in words is added as written."""
    attributes = (
        {"qualifier": "approximate"}
        if issued.circa
        else {"qualifier": "questionable"}
        if issued.uncertain
        else {}
    )
    date = iso_date(issued)
    if not date:
        _add(origin, "dateIssued", issued.literal, **attributes)
        return
    if not issued.end:
        _add(origin, "dateIssued", date, **attributes)
        return
    _add(origin, "dateIssued", date, point="start", **attributes)
    _add(origin, "dateIssued", iso_date(Date(issued.end)), point="end", **attributes)


def _add_genres(parent: Element, genres: Iterable[tuple[str, str]]) -> None:
    for authority, genre in genres:
        _add(parent, "genre", genre, authority=authority)


def _add_genre_of_work(record: Element, paper: Publication) -> None:
    """Add the kind of a thesis, a report …: in words, and for theses as bibutils knows it."""
    genre = plain_text(paper.genre)
    known = next((name for start, name in _THESES if fold(genre).startswith(start)), "")
    if paper.type == "thesis" and known:
        _add(record, "genre", known, authority=_BIBUTILS)
    if fold(genre) != fold(known):
        _add(record, "genre", genre)


def _add_language(record: Element, language: str) -> None:
    if language:
        code = library_code(language)
        attributes = {"type": "code", "authority": "iso639-2b"} if code else {"type": "text"}
        _add(SubElement(record, "language"), "languageTerm", code or language, **attributes)


def _fill_host(host: Element, paper: Publication, kind: _Kind) -> Element:
    """Add the titles, genres and numbers of the host, and return it."""
    names = list(host)
    for child in names:
        host.remove(child)
    _add_title(host, paper.container_title or paper.event_title)
    _add_title(host, paper.variable("container-title-short"), type="abbreviated")
    host.extend(names)
    if kind.is_continuing:
        origin = host.find("originInfo")
        _add(SubElement(host, "originInfo") if origin is None else origin, "issuance", "continuing")
    _add_genres(host, kind.host_genres)
    _add_serials(host, paper)
    return host


def _add_series(parent: Element, paper: Publication) -> None:
    if paper.collection_title:
        series = SubElement(parent, "relatedItem", type="series")
        _add_title(series, paper.collection_title, str(paper.variable("collection-number")))
        for name in dict(paper.names).get(_SERIES_ROLE, ()):
            _add_name(series, name, RELATORS[_SERIES_ROLE])


def _add_texts(record: Element, paper: Publication) -> None:
    """Add the abstract, notes and keywords, and the number of pages of a book."""
    _add(record, "abstract", paper.abstract)
    _add(record, "note", paper.note)
    _add(record, "note", paper.status, type="publication status")
    for award in paper.award:
        _add(record, "note", award, type="awards")
    _add(record, "note", ", ".join(_event(paper)), type="venue")
    for keyword in paper.keyword:
        _add(SubElement(record, "subject"), "topic", keyword)
    if pages := paper.variable("number-of-pages"):
        _add(SubElement(record, "physicalDescription"), "extent", f"{pages} p.")


def _event(paper: Publication) -> Iterator[str]:
    """Yield the title and the place of the event that are in no other element."""
    if paper.container_title and paper.event_title not in (Text(), paper.container_title):
        yield plain_text(paper.event_title)
    if paper.publisher_place and paper.event_place not in (Text(), paper.publisher_place):
        yield plain_text(paper.event_place)


#: Variables and attributes → the types of identifiers.
_IDENTIFIERS = (("PMID", "pubmed"), ("PMCID", "pmc"))


def _add_identifiers(record: Element, paper: Publication) -> None:
    _add(record, "identifier", paper.key, type="citekey")
    _add(record, "identifier", paper.doi, type="doi")
    _add(record, "identifier", paper.arxiv, type="arXiv")
    for variable, kind in _IDENTIFIERS:
        _add(record, "identifier", paper.variable(variable), type=kind)
    if not _has_host(paper, KINDS.get(paper.type, _Kind())):
        _add_serials(record, paper)


def _add_serials(parent: Element, paper: Publication) -> None:
    """Add each ISBN and ISSN."""
    for variable in ("ISBN", "ISSN"):
        for value in re.split(r"[,;]", str(paper.variable(variable))):
            _add(parent, "identifier", value.strip(), type=variable.lower())


def _add_location(record: Element, paper: Publication) -> None:
    """Add the address of the work, with the date of access, and its links."""
    location = Element("location")
    accessed = str(paper.variable("accessed"))
    _add(location, "url", paper.url, **({"dateLastAccessed": accessed} if accessed else {}))
    for link in paper.links:
        if "://" in link.target:
            label = {"displayLabel": clean(link.label or link.rel)}
            _add(
                location,
                "url",
                link.target,
                **label,
                **({"access": "raw object"} if link.rel == "pdf" else {}),
            )
    if len(location):
        record.append(location)


def _add_part(record: Element, paper: Publication) -> None:
    """Add the date, the numbers and the pages of the work in its host."""
    part = Element("part")
    if paper.issued is not None and _has_host(paper, KINDS.get(paper.type, _Kind())):
        _add(part, "date", iso_date(paper.issued))
    details = (
        ("volume", paper.volume),
        ("issue", paper.issue),
        ("number", paper.number or str(paper.variable("collection-number"))),
        ("chapter", str(paper.variable("chapter-number"))),
        ("section", str(paper.variable("section"))),
    )
    for kind, number in details:
        if number:
            _add(SubElement(part, "detail", type=kind), "number", number)
    for start, end in _page_ranges(paper.page):
        extent = SubElement(part, "extent", unit="page")
        _add(extent, "start" if end or start.isalnum() else "list", start)
        _add(extent, "end", end)
    if len(part):
        record.append(part)


_RANGE = re.compile(r"\s*([^\s,–-]+)\s?[–-]{1,3}\s?([^\s,–-]+)\s*")


def _page_ranges(pages: str) -> Iterator[tuple[str, str]]:
    """Yield the ends of each range of pages; the second is empty for a page or an unknown notation."""
    ranges = [_RANGE.fullmatch(piece) for piece in pages.split(",")]
    if pages and all(ranges):
        yield from ((match[1], match[2]) for match in ranges if match)
    elif pages:
        yield pages, ""
