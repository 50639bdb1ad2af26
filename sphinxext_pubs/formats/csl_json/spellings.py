"""Items of CSL-JSON whose members have other names or forms, such as those of Crossref's REST API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from sphinxext_pubs.formats.arxiv import find_arxiv_id
from sphinxext_pubs.model import csl_variables
from sphinxext_pubs.model.publication import bare_doi
from sphinxext_pubs.model.suggestions import misspelt
from sphinxext_pubs.notation.annotations import format_annotations, normalize_orcid

#: The members of items.
NAMES = frozenset(
    {
        *("id", "type", "custom", "title", "author", "editor", "container-title", "collection-title"),
        *("event-title", "event-place", "publisher", "publisher-place", "issued", "status", "genre"),
        *("edition", "volume", "issue", "number", "page", "DOI", "URL", "language", "keyword", "note"),
        *("abstract", *csl_variables.NAMES, *csl_variables.DATES, *csl_variables.TEXTS),
    }
)

#: Member → other names of it, the most usual first, in lower case and without hyphens.
_ALIASES = {
    "id": "citekey bibkey key",
    "type": "entrytype bibtype pubtype publicationtype",
    "author": "authors creators authorstring authornames",
    "editor": "editors",
    "translator": "translators",
    "container-title": "journal journaltitle booktitle venue publicationtitle",
    "container-title-short": "shortcontainertitle",
    "collection-title": "series",
    "page": "pages articlenumber",
    "issued": "date published publicationdate publisheddate pubdate",
    "publisher": "standardsbody school",
    "publisher-place": "publisherlocation",
    "edition": "editionnumber",
    "genre": "degree",
    "keyword": "keywords tags subject subjects categories",
    "URL": "link uri",
    "abstract": "summary",
    "event-title": "conference",
    "part-number": "part",
    "printing-number": "printing",
    "supplement-number": "supplement",
}
#: The rank of names that differ from that of CSL only in case and hyphens; others follow it.
_SAME = -1


def _squeezed(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


_MEMBER_OF = {
    alias: (rank, name) for name, row in _ALIASES.items() for rank, alias in enumerate(row.split())
} | {_squeezed(name): (_SAME, name) for name in sorted(NAMES)}

_EMPTY: tuple[Any, ...] = (None, "", [], {})


def with_csl_names(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record with the names of CSL for members with other names, unless it has both.

    Records of Crossref lose what does not describe the work.
    """
    item = dict(record)
    if _CROSSREF & item.keys():
        _read_crossref(item, _BOOKKEEPING)
    elif _OF_CROSSREF & item.keys() or str(item.get("type")) in _CROSSREF_TYPES:
        _read_crossref(item, _READ)
    elif "institution" in item:
        _read_institution(item)
    _rename(item)
    _read_titles(item)
    _read_parts_of_date(item)
    _read_identifiers(item)
    custom = dict(_custom_members(item))
    given = item.get("custom")
    if custom and (given is None or isinstance(given, dict)):
        item["custom"] = custom | (given or {})
    return item


#: Variables that many items have, and their names in any notation.
_USUAL = frozenset(
    {"title", "author", "editor", "issued", "publisher", "volume", "issue", "page", "edition", "language",
     "abstract", "keyword", "genre", "URL", "DOI", "container-title", "collection-title", "publisher-place",
     "event-title", "translator"}
)  # fmt: skip
_USUAL_MEMBERS = {
    alias: variable for alias, (_, variable) in _MEMBER_OF.items() if variable in _USUAL
} | {"year": "issued"}  # fmt: skip


def misspelt_variable(name: str, item: Mapping[str, Any]) -> str:
    """Return the variable of which the name of a member is probably an error, if the item lacks it."""
    near = _near_member(name)
    return "" if _USUAL_MEMBERS.get(near, near) in item else near


@lru_cache(maxsize=1024)
def _near_member(name: str) -> str:
    squeezed = _squeezed(name)
    if not squeezed.isalpha() or squeezed in _MEMBER_OF or squeezed in _OTHER_WORDS:
        return ""
    near = misspelt(squeezed, _USUAL_MEMBERS)
    variable = _USUAL_MEMBERS.get(near, "")
    return variable if _squeezed(variable) == near else near


#: Members of other programs that resemble variables.
_OTHER_WORDS = frozenset({"notes", "languages", "dates", "pubtype", "link", "links", "issues", "volumes"})


def _rename(item: dict[str, Any]) -> None:
    """Rename the members with other names, the most usual of several names first."""
    found = [
        (*_MEMBER_OF[squeezed], name)
        for name in item
        if name not in NAMES and not name.startswith("_") and (squeezed := _squeezed(name)) in _MEMBER_OF
    ]
    renamed: dict[str, str] = {}
    for rank, member, name in sorted(found):
        if item.get(member) in _EMPTY and member not in renamed.values():
            renamed[name] = member
            item.pop(member, None)
            if member == "type" and rank != _SAME and str(item[name]).lower() == "article":
                item[name] = "article-journal"  # it is a type of BibTeX
    if renamed:
        members = [(renamed.get(name, name), value) for name, value in item.items()]
        item.clear()
        item.update(members)


def _read_titles(item: dict[str, Any]) -> None:
    """Add the subtitle to the title, and take the series from a list of two titles of the container."""
    title, subtitle = _first_string(item.get("title")), _first_string(item.get("subtitle"))
    if title and subtitle:
        separator = " " if title.rstrip().endswith((":", "?", "!")) else ": "
        item["title"] = title if subtitle in title else f"{title.rstrip()}{separator}{subtitle}"
    if title:
        item.pop("subtitle", None)
    containers = item.get("container-title")
    if isinstance(containers, list) and len(containers) == 2:
        item["container-title"] = containers[1]
        if item.get("collection-title") in _EMPTY:
            item["collection-title"] = containers[0]
    if isinstance(abstract := item.get("abstract"), str):
        item["abstract"] = _HEADING.sub("", abstract, count=1)


#: The heading that JATS has before an abstract.
_HEADING = re.compile(
    r"\A\s{0,99}(?:<jats:(?:sec|abstract)>\s{0,99})?<(jats:)?title>\s{0,99}"
    r"(?:abstract|summary|résumé|zusammenfassung|resumen|resumo|abstrak)\s{0,99}[.:]?</(?:jats:)?title>",
    re.IGNORECASE,
)


def _first_string(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return next((element for element in values if isinstance(element, str) and element.strip()), "")


_DATE_PARTS = {"pubyear": "year", "year": "year", "month": "month", "day": "day"}


def _read_parts_of_date(item: dict[str, Any]) -> None:
    """Replace ``year``, ``month`` and ``day`` by the date, unless the item has one."""
    names = {_DATE_PARTS[name.lower()]: name for name in item if name.lower() in _DATE_PARTS}
    if "year" in names and item.get("issued") in _EMPTY and isinstance(item[names["year"]], str | int):
        item["issued"] = {part: item.pop(name) for part, name in names.items()}


#: Addresses that identify a record in Zotero.
_ZOTERO_ADDRESS = re.compile(r"https?://(?:www\.)?zotero\.org/\S*", re.IGNORECASE)


def _read_identifiers(item: dict[str, Any]) -> None:
    """Give an item without ``id`` its DOI as key, and one with an address as ``id`` a shorter key."""
    if isinstance(identifiers := item.get("identifier"), list) and item.get("DOI") in _EMPTY:
        rows = [row for row in identifiers if isinstance(row, dict) and row.get("type") == "doi"]
        item["DOI"] = rows[0].get("id") if rows else None
    key, name, doi = item.get("id"), item.get("citation-key"), item.get("DOI")
    if isinstance(key, str) and isinstance(name, str) and name and _ZOTERO_ADDRESS.fullmatch(key):
        item["id"] = name
    elif key in _EMPTY:
        item["id"] = (
            name if isinstance(name, str) and name else bare_doi(doi) if isinstance(doi, str) else key
        )
    elif isinstance(key, str) and key.lower().startswith(("https://doi.org/", "http://doi.org/")):
        item["id"] = bare_doi(key)
    for serial in ("ISBN", "ISSN"):
        if isinstance(value := item.get(serial), list):
            numbers = (str(number).rpartition("/")[2] for number in value)
            item[serial] = ", ".join(dict.fromkeys(numbers))


def _read_institution(item: dict[str, Any]) -> None:
    """Replace an object or a list with the name of an institution, which becomes the publisher if missing."""
    if name := _first_name(item["institution"]):
        member = "publisher" if item.get("publisher") in _EMPTY else "institution"
        del item["institution"]
        item[member] = name


# What is stored under “custom”

_LINKS = frozenset({"pdf", "code", "data", "slides", "poster", "video", "website", "demo", "supp"})
_ARXIV = frozenset({"arxiv", "arxivid", "eprint"})


def _custom_members(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the members of ``custom`` for ORCID iDs, links and arXiv IDs, and remove them from the item."""
    for role in ("author", "editor"):
        if orcids := _orcids(item.get(role)):
            yield f"{role}+an:orcid", format_annotations(orcids)
    targets = item.get("links")
    links = list(targets.items()) if isinstance(targets, dict) and _are_strings(targets.values()) else []
    if links:
        del item["links"]
    names = [name for name in item if name.lower() in _LINKS and _is_target(item[name])]
    links += [(name.lower(), item.pop(name)) for name in names]
    if links:
        yield "links", [{"rel": rel, "target": target} for rel, target in links if rel and target]
    for name in [name for name in item if _squeezed(name) in _ARXIV]:
        if isinstance(value := item[name], str) and (arxiv := find_arxiv_id(value)):
            del item[name]
            yield "arxiv", arxiv


def _are_strings(values: Any) -> bool:
    return all(isinstance(value, str) for value in values)


def _is_target(value: Any) -> bool:
    return isinstance(value, str) and "/" in value + "/" and "." in value and " " not in value.strip()


def _orcids(names: Any) -> dict[int, str]:
    """Return position of a name → its ORCID iD."""
    orcids: dict[int, str] = {}
    for position, name in enumerate(names if isinstance(names, list) else []):
        value = (name.get("ORCID") or name.get("orcid")) if isinstance(name, dict) else None
        if isinstance(value, str) and (orcid := normalize_orcid(value)):
            orcids[position] = orcid
    return orcids


# Crossref

#: Members by which records of Crossref are recognized.
_CROSSREF = frozenset({"indexed", "deposited", "reference-count", "is-referenced-by-count", "content-domain"})
#: Members and types of such records of which others were removed.
_OF_CROSSREF = frozenset({"posted", "published-print", "published-online", "issn-type", "isbn-type"})
_CROSSREF_TYPES = frozenset(
    {"posted-content", "journal-article", "proceedings-article", "book-chapter", "peer-review"}
)
#: Dates of Crossref, the first of which is used if ``issued`` is empty.
_DATES = ("published", "published-print", "published-online", "posted", "created")
#: Members that describe the record, its deposit or other works.
_BOOKKEEPING = frozenset(
    {"indexed", "deposited", "content-domain", "reference-count", "references-count", "reference",
     "is-referenced-by-count", "prefix", "member", "score", "update-policy", "assertion",
     "alternative-id", "funder", "license", "link", "relation", "resource", "source", "isbn-type",
     "issn-type", "journal-issue", "clinical-trial-number", "accepted", "approved", "published-other",
     "issue-title", "subtype", "free-to-read", "content-created", "content-updated", "update-to",
     "updated-by", "archive", "short_url", "aliases", "proceedings-subject", "project", "review",
     "group-title", "institution", "event", "cited-by-count"}
).union(_DATES)  # fmt: skip
#: Members that are read here.
_READ = frozenset({"institution", "event", "issn-type", "isbn-type", *_DATES})


def _read_crossref(item: dict[str, Any], removed: frozenset[str]) -> None:
    """Take date, event and institution of a record of Crossref, and remove members that have no more use."""
    if not _has_date(item.get("issued")):
        item["issued"] = next((item[name] for name in _DATES if _has_date(item.get(name))), None)
    event = item.get("event")
    if isinstance(event, dict):
        dates = [event[name] for name in ("start", "end") if _has_date(event.get(name))]
        found = {"event-title": event.get("name"), "event-place": event.get("location"), "event-date": dates}
        item |= {name: value for name, value in found.items() if value and item.get(name) in _EMPTY}
    for role in _NAMES & item.keys():
        if isinstance(names := item[role], list):
            item[role] = [_organization(name) for name in names]
    name = _first_name(item.get("institution"))
    if name and (item.get("type") == "posted-content" or item.get("publisher") in _EMPTY):
        item["publisher"] = name
    for bookkeeping in removed & item.keys():
        if bookkeeping != "event" or isinstance(event, dict):
            del item[bookkeeping]


_NAMES = frozenset({"author", "editor", "chair", "translator"})


def _organization(name: Any) -> Any:
    """Return a name of Crossref, where ``name`` is that of an organization."""
    if isinstance(name, dict) and "name" in name and not name.get("family"):
        return {**name, "literal": name["name"], "name": ""}
    return name


def _has_date(value: Any) -> bool:
    """True if a date of Crossref has a year: ``[[null]]`` is how it writes an unknown date."""
    if isinstance(value, dict):
        parts = value.get("date-parts")
        return isinstance(parts, list) and bool(parts) and parts[0] not in ([None], [], None)
    return isinstance(value, str) and bool(value)


def _first_name(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return next(
        (row["name"] for row in values if isinstance(row, dict) and isinstance(row.get("name"), str)), ""
    )
