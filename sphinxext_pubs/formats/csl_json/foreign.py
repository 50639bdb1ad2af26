"""The records of other programs as items of CSL-JSON: DataCite, OpenAlex, Semantic Scholar and Zotero.

The notation of Crossref, and of files that name the members of items in other ways, is in ``spellings``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sphinxext_pubs.formats.csl_json.foreign_types import csl_type
from sphinxext_pubs.formats.csl_json.hayagriva import hayagriva_item
from sphinxext_pubs.formats.csl_json.mendeley import mendeley_item
from sphinxext_pubs.formats.csl_json.spellings import with_csl_names
from sphinxext_pubs.model.publication import bare_doi

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dialect:
    """The records of a program: the members by which they are recognized, and their conversion to items."""

    label: str
    members: frozenset[str]
    convert: Callable[[Item], Item]


def csl_item(record: Item) -> Item:
    """Return the item of CSL-JSON for a record of any program that is known, else the record itself."""
    for dialect in DIALECTS:
        if dialect.members <= record.keys():
            return with_csl_names(dialect.convert(record))
    return with_csl_names(record)


def is_known(record: Item) -> bool:
    """True if a record is one of a program that is known."""
    return any(dialect.members <= record.keys() for dialect in DIALECTS)


# Access to members of any type


def _objects(value: Any) -> list[Item]:
    values = value if isinstance(value, list) else [value]
    return [element for element in values if isinstance(element, Mapping)]


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value), None)


def _member(value: Any, *path: str) -> Any:
    """Return a member of nested objects, or None."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _nonempty(members: Item) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}


# DataCite: metadata schema 4, as JSON


def _datacite_response(record: Item) -> Item:
    """Return the item for a resource of the REST API, which has its metadata in ``attributes``."""
    attributes = record["attributes"]
    if not isinstance(attributes, Mapping):
        return {"id": record.get("id")}
    return _datacite({"id": record.get("id"), **attributes})


def _datacite(record: Item) -> Item:
    """Return the item for metadata of DataCite; ``types`` has the CSL type that DataCite chose."""
    genre = _string(_member(record.get("types"), "resourceType"))
    container = record.get("container")
    doi = _string(record.get("doi")) or bare_doi(_string(record.get("id")))
    contributors = _objects(record.get("contributors"))
    main, subtitle = _datacite_titles(record.get("titles"))
    publisher = record.get("publisher")
    return _nonempty(
        {
            "id": doi or record.get("id"),
            "type": _datacite_type(record.get("types")),
            "title": main,
            "subtitle": subtitle,
            "author": [*map(_datacite_name, _objects(record.get("creators")))],
            "editor": [*map(_datacite_name, (row for row in contributors if _role(row) == "Editor"))],
            "translator": [*map(_datacite_name, (row for row in contributors if _role(row) == "Translator"))],
            "issued": _datacite_date(record),
            "publisher": _member(publisher, "name") if isinstance(publisher, Mapping) else publisher,
            "container-title": _member(container, "title"),
            "volume": _member(container, "volume"),
            "issue": _member(container, "issue"),
            "page": _pages(_member(container, "firstPage"), _member(container, "lastPage")),
            "DOI": doi,
            "URL": record.get("url"),
            "version": record.get("version"),
            "language": record.get("language"),
            "abstract": _datacite_text(record.get("descriptions"), "description", "Abstract"),
            "keyword": [*filter(None, (row.get("subject") for row in _objects(record.get("subjects"))))],
            "genre": genre if not csl_type(genre) else None,
        }
    )


def _datacite_type(types: Any) -> str:
    """Return the CSL type: that of the general type, else of the words or the one that DataCite chose."""
    general, words, chosen = (
        csl_type(_string(_member(types, name)))
        for name in ("resourceTypeGeneral", "resourceType", "citeproc")
    )
    specific = general if general != "document" else ""
    return specific or words or chosen or "document"


def _role(row: Item) -> Any:
    return row.get("contributorType")


def _datacite_titles(titles: Any) -> tuple[Any, Any]:
    """Return the title and the subtitle."""
    rows = _objects(titles)
    main = _first(row.get("title") for row in rows if not row.get("titleType"))
    subtitle = _first(row.get("title") for row in rows if row.get("titleType") == "Subtitle")
    return main or _first(row.get("title") for row in rows), subtitle


def _datacite_name(row: Item) -> dict[str, Any]:
    family, given, name = (row.get(part) for part in ("familyName", "givenName", "name"))
    identifiers = _objects(row.get("nameIdentifiers"))
    orcid = _first(identifier.get("nameIdentifier") for identifier in identifiers if _is_orcid(identifier))
    orcid = orcid or (row.get("id") if "orcid.org" in _string(row.get("id")) else None)
    if family and row.get("nameType") != "Organizational":
        return _nonempty({"family": family, "given": given, "ORCID": orcid})
    return _nonempty({"literal": name or family, "ORCID": orcid})


def _is_orcid(identifier: Item) -> bool:
    return _string(identifier.get("nameIdentifierScheme")).upper() == "ORCID"


def _datacite_date(record: Item) -> Any:
    dates = {row.get("dateType"): row.get("date") for row in reversed(_objects(record.get("dates")))}
    kinds = ("Issued", "Available", "Created")
    year = record.get("publicationYear") or record.get("publication_year")
    return dates.get("Issued") or year or _first(map(dates.get, kinds))


def _datacite_text(value: Any, name: str, kind: str) -> Any:
    rows = _objects(value)
    return _first(
        row.get(name) for row in rows if kind in (row.get(f"{name}Type"), row.get("descriptionType"))
    )


def _pages(first: Any, last: Any) -> str:
    pages = [str(page) for page in (first, last) if isinstance(page, str | int) and page]
    return "-".join(dict.fromkeys(pages))


# OpenAlex: works


def _openalex(record: Item) -> Item:
    """Return the item for a work of OpenAlex."""
    location = record.get("primary_location") or record.get("host_venue")
    source = _member(location, "source") or location
    identifiers = record.get("ids")
    doi = bare_doi(_string(record.get("doi")))
    type_ = _string(record.get("type"))
    biblio = record.get("biblio")
    return _nonempty(
        {
            "id": doi or _string(record.get("id")).rpartition("/")[2],
            "type": _openalex_type(type_, source),
            "title": record.get("title") or record.get("display_name"),
            "author": [*filter(None, map(_openalex_author, _objects(record.get("authorships"))))],
            "issued": record.get("publication_date") or record.get("publication_year"),
            "container-title": _member(source, "display_name"),
            "publisher": _member(source, "host_organization_name") or _member(source, "publisher"),
            "ISSN": _member(source, "issn_l"),
            "volume": _member(biblio, "volume"),
            "issue": _member(biblio, "issue"),
            "page": _pages(_member(biblio, "first_page"), _member(biblio, "last_page")),
            "DOI": doi,
            "URL": _member(location, "landing_page_url") if not doi else None,
            "PMID": _string(_member(identifiers, "pmid")).rpartition("/")[2],
            "language": record.get("language"),
            "abstract": _inverted(record.get("abstract_inverted_index")),
            "keyword": [row.get("display_name") for row in _objects(record.get("keywords"))],
            "links": _nonempty({"pdf": _member(location, "pdf_url")}),
        }
    )


def _openalex_type(type_: str, source: Any) -> str:
    kind = _member(source, "type")
    if type_ in ("article", "review", "letter", "editorial", "erratum"):
        return {"conference": "paper-conference", "repository": "article"}.get(str(kind), "article-journal")
    return csl_type(type_) or "document"


def _openalex_author(row: Item) -> dict[str, Any]:
    name = _string(_member(row, "author", "display_name")) or _string(row.get("raw_author_name"))
    return _nonempty({"name": name, "ORCID": _member(row, "author", "orcid")})


#: Maximum number of words of an abstract that is restored from an index.
_MAX_WORDS = 20_000


def _inverted(index: Any) -> str:
    """Return the text of an index from words to their positions."""
    words: dict[int, str] = {}
    for word, positions in index.items() if isinstance(index, Mapping) else ():
        for position in positions if isinstance(positions, list) else ():
            if isinstance(position, int) and 0 <= position < _MAX_WORDS:
                words[position] = word
    return " ".join(words[position] for position in sorted(words))


# Semantic Scholar: papers


def _semantic_scholar(record: Item) -> Item:
    """Return the item for a paper of Semantic Scholar."""
    identifiers, journal = record.get("externalIds"), record.get("journal")
    kinds = record.get("publicationTypes")
    type_ = (
        _first(csl_type(kind) for kind in kinds if isinstance(kind, str)) if isinstance(kinds, list) else ""
    )
    doi = _string(_member(identifiers, "DOI"))
    venue = _member(journal, "name") or record.get("venue") or _member(record, "publicationVenue", "name")
    return _nonempty(
        {
            "id": doi or record.get("paperId"),
            "type": type_ or ("article-journal" if _member(journal, "volume") else "document"),
            "title": record.get("title"),
            "author": [_nonempty({"name": row.get("name")}) for row in _objects(record.get("authors"))],
            "issued": record.get("publicationDate") or record.get("year"),
            "container-title": venue,
            "volume": _member(journal, "volume"),
            "page": _member(journal, "pages"),
            "DOI": doi,
            "URL": record.get("url") if not doi else None,
            "PMID": _member(identifiers, "PubMed"),
            "PMCID": _member(identifiers, "PubMedCentral"),
            "arxiv": _member(identifiers, "ArXiv"),
            "abstract": record.get("abstract"),
            "links": _nonempty({"pdf": _member(record, "openAccessPdf", "url")}),
        }
    )


# Zotero: items as in its API, and in Better BibTeX's JSON

#: Zotero's fields → CSL variables (its schema, ``csl``), for the types of works with names of their own, too.
_ZOTERO_FIELDS = {
    "title": "title caseName subject nameOfAct",
    "container-title": "publicationTitle bookTitle proceedingsTitle encyclopediaTitle dictionaryTitle "
    "blogTitle forumTitle websiteTitle programTitle reporter code",
    "collection-title": "series seriesTitle",
    "collection-number": "seriesNumber",
    "publisher": "publisher university institution company label distributor studio network repository",
    "publisher-place": "place",
    "event-title": "conferenceName meetingName",
    "volume": "volume reporterVolume codeVolume",
    "issue": "issue",
    "number": "number reportNumber patentNumber docketNumber billNumber publicLawNumber episodeNumber "
    "archiveID identifier documentNumber",
    "page": "pages firstPage codePages",
    "number-of-pages": "numPages",
    "number-of-volumes": "numberOfVolumes",
    "edition": "edition",
    "issued": "date dateDecided dateEnacted issueDate",
    "accessed": "accessDate",
    "submitted": "filingDate",
    "original-date": "originalDate",
    "DOI": "DOI",
    "URL": "url",
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "PMID": "PMID",
    "PMCID": "PMCID",
    "language": "language",
    "abstract": "abstractNote",
    "genre": "type thesisType reportType manuscriptType mapType letterType presentationType genre postType "
    "websiteType audioFileType",
    "medium": "medium artworkMedium videoRecordingFormat audioRecordingFormat interviewMedium",
    "dimensions": "artworkSize runningTime",
    "scale": "scale",
    "version": "versionNumber",
    "section": "section committee",
    "status": "legalStatus status",
    "authority": "court legislativeBody issuingAuthority organization",
    "call-number": "callNumber applicationNumber",
    "archive": "archive",
    "archive_location": "archiveLocation",
    "source": "libraryCatalog",
    "title-short": "shortTitle",
    "container-title-short": "journalAbbreviation",
    "references": "history references",
    "note": "extra",
}  # fmt: skip

#: Zotero's creators → CSL variables; others, which differ by type of work, are authors.
_ZOTERO_CREATORS = {
    "editor": "editor",
    "translator": "translator",
    "seriesEditor": "collection-editor",
    "bookAuthor": "container-author",
    "reviewedAuthor": "reviewed-author",
    "recipient": "recipient",
    "interviewer": "interviewer",
    "composer": "composer",
    "director": "director",
    "producer": "producer",
    "scriptwriter": "script-writer",
    "guest": "guest",
    "host": "host",
    "performer": "performer",
    "contributor": "contributor",
}
_ZOTERO_PARTS = {"lastName": "family", "firstName": "given", "name": "literal"}


def _zotero(record: Item) -> Item:
    """Return the item for an item of Zotero."""
    item: dict[str, Any] = {
        "id": record.get("citationKey")
        or record.get("citekey")
        or record.get("key")
        or record.get("itemKey"),
        "type": record["itemType"],
        "keyword": [row.get("tag") for row in _objects(record.get("tags"))],
    }
    for variable, names in _ZOTERO_FIELDS.items():
        item[variable] = _first(record.get(name) for name in names.split())
    if isinstance(extra := record.get("extra"), list):
        item["note"] = "\n".join(map(str, extra))
    for creator in _objects(record.get("creators")):
        role = _ZOTERO_CREATORS.get(_string(creator.get("creatorType")), "author")
        name = {part: creator.get(member) for member, part in _ZOTERO_PARTS.items()}
        item.setdefault(role, []).append(_nonempty(name))
    if item["type"] in ("conferencePaper", "presentation"):
        item["event-place"] = item.pop("publisher-place")
    return _nonempty(item)


def is_attachment(record: Item) -> bool:
    """True if a record of Zotero is a file or a note of another, which is not a work."""
    data = record.get("data")
    item = data if isinstance(data, Mapping) and "itemType" in data else record
    return item.get("itemType") in ("attachment", "note", "annotation")


# Records around others


def _inner(name: str) -> Callable[[Item], Item]:
    """Return the function that converts the record in a member of another."""

    def convert(record: Item) -> Item:
        inner = record[name]
        return csl_item(inner) if isinstance(inner, Mapping) else record

    return convert


#: The known programs; the first whose members a record has is used.
DIALECTS: tuple[Dialect, ...] = (
    Dialect("Zotero's API", frozenset({"csljson", "key"}), _inner("csljson")),
    Dialect("Zotero's API", frozenset({"data", "key", "version"}), _inner("data")),
    Dialect("Zotero", frozenset({"itemType"}), _zotero),
    Dialect("CSL citations", frozenset({"itemData"}), _inner("itemData")),
    Dialect("Mendeley", frozenset({"identifiers", "type", "title"}), mendeley_item),
    Dialect("Crossref's API", frozenset({"message", "message-type"}), _inner("message")),
    Dialect("DataCite's API", frozenset({"attributes", "id", "type"}), _datacite_response),
    Dialect("DataCite", frozenset({"creators", "titles"}), _datacite),
    Dialect("OpenAlex", frozenset({"authorships", "id"}), _openalex),
    Dialect("Semantic Scholar", frozenset({"paperId"}), _semantic_scholar),
    Dialect("Hayagriva", frozenset({"parent", "title"}), hayagriva_item),
    Dialect("Hayagriva", frozenset({"serial-number", "title"}), hayagriva_item),
    Dialect("Hayagriva", frozenset({"page-range", "title"}), hayagriva_item),
)
