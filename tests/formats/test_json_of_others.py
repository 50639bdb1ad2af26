"""JSON of other programs: Crossref, DataCite, OpenAlex, Semantic Scholar, Zotero and hand-written lists."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sphinxext_pubs.formats import json as plain_json
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.csl_json.foreign_types import _TYPES, csl_type
from sphinxext_pubs.formats.csl_json.items import from_item, read, to_item
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.work_types import BY_CSL

CROSSREF: dict[str, Any] = {
    "indexed": {"date-parts": [[2024, 1, 2]], "timestamp": 1},
    "reference-count": 3,
    "publisher": "Test Press",
    "issue": "2",
    "license": [{"URL": "https://example.org/license"}],
    "DOI": "10.1000/j.1",
    "type": "journal-article",
    "created": {"date-parts": [[2019, 6, 1]]},
    "published-print": {"date-parts": [[2019, 5]]},
    "source": "Crossref",
    "is-referenced-by-count": 7,
    "title": ["A <i>Title</i>"],
    "subtitle": ["And More"],
    "short-title": [],
    "original-title": [],
    "volume": "3",
    "author": [
        {
            "ORCID": "http://orcid.org/0000-0002-1825-0097",
            "given": "Jane",
            "family": "Doe",
            "sequence": "first",
            "affiliation": [{"name": "Test University"}],
        },
        {"name": "The Group", "sequence": "additional", "affiliation": []},
    ],
    "container-title": ["Journal of Tests"],
    "short-container-title": ["J. Tests"],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>It <jats:italic>works</jats:italic>.</jats:p>",
    "issued": {"date-parts": [[None]]},
    "article-number": "e12",
    "ISSN": ["1234-5678", "2345-6789"],
    "subject": ["Testing"],
    "relation": {},
    "link": [{"URL": "https://example.org/a.pdf"}],
    "URL": "http://dx.doi.org/10.1000/j.1",
}
JOURNAL: dict[str, Any] = {
    "id": "10.1000/j.1",
    "type": "article-journal",
    "title": "A <i>Title</i>: And More",
    "author": [{"family": "Doe", "given": "Jane"}, {"literal": "The Group"}],
    "container-title": "Journal of Tests",
    "publisher": "Test Press",
    "issued": {"date-parts": [[2019, 5]]},
    "volume": "3",
    "issue": "2",
    "page": "e12",
    "DOI": "10.1000/j.1",
    "URL": "http://dx.doi.org/10.1000/j.1",
    "keyword": "Testing",
    "abstract": "It <i>works</i>.",
    "container-title-short": "J. Tests",
    "ISSN": "1234-5678, 2345-6789",
    "custom": {"author+an:orcid": '1="0000-0002-1825-0097"'},
}
CHAPTER: dict[str, Any] = {
    "indexed": {},
    "DOI": "10.1000/c.1",
    "type": "book-chapter",
    "title": ["C"],
    "container-title": ["Lecture Notes in Tests", "The Book"],
    "ISBN": ["http://id.crossref.org/isbn/9780306406157"],
    "publisher-location": "Bonn",
    "event": {"name": "Conf", "location": "Ulm", "start": {"date-parts": [[2019, 5, 1]]}},
    "issued": {"date-parts": [[2019]]},
}
DATACITE = {
    "id": "https://doi.org/10.5000/d",
    "doi": "10.5000/d",
    "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Survey", "citeproc": "dataset"},
    "creators": [
        {
            "name": "Doe, Jane",
            "givenName": "Jane",
            "familyName": "Doe",
            "nameType": "Personal",
            "nameIdentifiers": [
                {"nameIdentifier": "https://orcid.org/0000-0002-1825-0097", "nameIdentifierScheme": "ORCID"}
            ],
        },
        {"name": "The Group", "nameType": "Organizational"},
    ],
    "titles": [{"title": "Data"}, {"title": "More", "titleType": "Subtitle"}],
    "publisher": {"name": "Zenodo"},
    "publicationYear": 2016,
    "subjects": [{"subject": "a"}, {"subject": "b"}],
    "dates": [{"date": "2016-12-20", "dateType": "Issued"}, {"date": "2015", "dateType": "Created"}],
    "contributors": [
        {"name": "Roe, Bo", "givenName": "Bo", "familyName": "Roe", "contributorType": "Editor"}
    ],
    "descriptions": [{"description": "It works.", "descriptionType": "Abstract"}],
    "version": "1.0",
    "url": "https://example.org/d",
}
DATASET = {
    "id": "10.5000/d",
    "type": "dataset",
    "title": "Data: More",
    "author": [{"family": "Doe", "given": "Jane"}, {"literal": "The Group"}],
    "editor": [{"family": "Roe", "given": "Bo"}],
    "publisher": "Zenodo",
    "issued": {"date-parts": [[2016, 12, 20]]},
    "genre": "Survey",
    "DOI": "10.5000/d",
    "URL": "https://example.org/d",
    "keyword": "a, b",
    "abstract": "It works.",
    "version": "1.0",
    "custom": {"author+an:orcid": '1="0000-0002-1825-0097"'},
}
OPENALEX = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1000/o",
    "display_name": "Open",
    "publication_year": 2020,
    "publication_date": "2020-03-01",
    "type": "article",
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/123"},
    "primary_location": {
        "source": {
            "display_name": "J",
            "type": "journal",
            "host_organization_name": "P",
            "issn_l": "1234-5678",
        },
        "pdf_url": "https://example.org/o.pdf",
    },
    "authorships": [{"author": {"display_name": "Jane Doe", "orcid": None}, "raw_author_name": "J. Doe"}],
    "biblio": {"volume": "1", "issue": None, "first_page": "3", "last_page": "9"},
    "abstract_inverted_index": {"works.": [1], "It": [0]},
}
SEMANTIC_SCHOLAR = {
    "paperId": "abc",
    "externalIds": {"DOI": "10.1000/s", "ArXiv": "2101.00001", "PubMed": "12"},
    "title": "Scholar",
    "year": 2021,
    "venue": "Conf",
    "publicationTypes": ["Conference", "JournalArticle"],
    "authors": [{"authorId": "1", "name": "Jane Doe"}],
    "openAccessPdf": {"url": "https://example.org/s.pdf", "status": "GREEN"},
    "references": [{"paperId": "x", "title": "Y"}],
}
ZOTERO = {
    "key": "ABCD2345",
    "version": 7,
    "itemType": "bookSection",
    "title": "Part",
    "bookTitle": "Whole",
    "creators": [
        {"creatorType": "author", "firstName": "Jane", "lastName": "Doe"},
        {"creatorType": "editor", "name": "The Group"},
        {"creatorType": "seriesEditor", "firstName": "Bo", "lastName": "Roe"},
    ],
    "date": "2012-03",
    "pages": "1-9",
    "place": "Bonn",
    "publisher": "P",
    "abstractNote": "",
    "extra": "Citation Key: doe2012\nPMID: 12\nA note.",
    "tags": [{"tag": "a"}],
}
PART = {
    "type": "chapter",
    "title": "Part",
    "author": [{"family": "Doe", "given": "Jane"}],
    "editor": [{"literal": "The Group"}],
    "container-title": "Whole",
    "publisher": "P",
    "publisher-place": "Bonn",
    "issued": {"date-parts": [[2012, 3]]},
    "page": "1-9",
    "keyword": "a",
    "note": "A note.",
    "collection-editor": [{"family": "Roe", "given": "Bo"}],
    "PMID": "12",
    "citation-key": "doe2012",
}
PLAIN = {
    "ID": "doe2020",
    "ENTRYTYPE": "article",
    "title": "T",
    "author": "Doe, Jane and Roe, Bo",
    "journal": "J",
    "year": "2020",
    "month": "may",
    "pages": "1--9",
    "doi": "10.1000/p",
    "pdf": "https://example.org/p.pdf",
    "Keywords": ["a", "b"],
}

#: A name, the text, and the items that are read, as they are written.
FILES: list[tuple[str, Any, list[dict[str, Any]]]] = [
    ("Crossref's work", {"status": "ok", "message-type": "work", "message": CROSSREF}, [JOURNAL]),
    (
        "Crossref's list",
        {"status": "ok", "message": {"total-results": 1, "facets": {}, "items": [CROSSREF]}},
        [JOURNAL],
    ),
    (
        "Crossref's chapter",
        [CHAPTER],
        [
            {
                "id": "10.1000/c.1",
                "type": "chapter",
                "title": "C",
                "container-title": "The Book",
                "collection-title": "Lecture Notes in Tests",
                "event-title": "Conf",
                "event-place": "Ulm",
                "publisher-place": "Bonn",
                "issued": {"date-parts": [[2019]]},
                "DOI": "10.1000/c.1",
                "ISBN": "9780306406157",
                "event-date": {"date-parts": [[2019, 5, 1]]},
            }
        ],
    ),
    (
        "Crossref's preprint",
        {
            "message-type": "work",
            "message": {
                "DOI": "10.1101/1",
                "content-domain": {},
                "type": "posted-content",
                "subtype": "preprint",
                "title": ["P"],
                "publisher": "Cold Spring Harbor Laboratory",
                "institution": [{"name": "bioRxiv"}],
                "posted": {"date-parts": [[2020, 1, 2]]},
                "group-title": "Testing",
            },
        },
        [
            {
                "id": "10.1101/1",
                "type": "article",
                "title": "P",
                "publisher": "bioRxiv",
                "issued": {"date-parts": [[2020, 1, 2]]},
                "DOI": "10.1101/1",
            }
        ],
    ),
    ("DataCite", DATACITE, [DATASET]),
    ("DataCite's API", {"data": {"id": "10.5000/d", "type": "dois", "attributes": DATACITE}}, [DATASET]),
    ("a list of it", {"data": [{"id": "10.5000/d", "type": "dois", "attributes": DATACITE}]}, [DATASET]),
    (
        "OpenAlex",
        {"meta": {"count": 1}, "results": [OPENALEX], "group_by": []},
        [
            {
                "id": "10.1000/o",
                "type": "article-journal",
                "title": "Open",
                "author": [{"family": "Doe", "given": "Jane"}],
                "container-title": "J",
                "publisher": "P",
                "issued": {"date-parts": [[2020, 3, 1]]},
                "volume": "1",
                "page": "3-9",
                "DOI": "10.1000/o",
                "abstract": "It works.",
                "ISSN": "1234-5678",
                "PMID": "123",
                "custom": {"links": [{"rel": "pdf", "target": "https://example.org/o.pdf"}]},
            }
        ],
    ),
    (
        "Semantic Scholar",
        {"total": 1, "offset": 0, "data": [SEMANTIC_SCHOLAR]},
        [
            {
                "id": "10.1000/s",
                "type": "paper-conference",
                "title": "Scholar",
                "author": [{"family": "Doe", "given": "Jane"}],
                "container-title": "Conf",
                "issued": {"date-parts": [[2021]]},
                "DOI": "10.1000/s",
                "PMID": "12",
                "custom": {
                    "arxiv": "2101.00001",
                    "links": [{"rel": "pdf", "target": "https://example.org/s.pdf"}],
                },
            }
        ],
    ),
    (
        "Zotero's API",
        [
            {"key": "ABCD2345", "version": 7, "library": {}, "data": ZOTERO},
            {"key": "B", "version": 7, "data": {"key": "B", "itemType": "attachment", "title": "PDF"}},
        ],
        [{"id": "ABCD2345", **PART}],
    ),
    (
        "Better BibTeX JSON",
        {"config": {"id": "x"}, "items": [{**ZOTERO, "citationKey": "doe"}]},
        [{"id": "doe", **PART}],
    ),
    (
        "CSL-JSON in Zotero's API",
        [{"key": "A", "version": 1, "csljson": {"id": "1/A", "type": "book", "title": "B"}}],
        [{"id": "1/A", "type": "book", "title": "B"}],
    ),
    (
        "keys in Zotero's exports",
        [{"id": "http://zotero.org/users/1/items/A", "citation-key": "doe", "type": "book", "title": "B"}],
        [{"id": "doe", "type": "book", "title": "B", "citation-key": "doe"}],
    ),
    (
        "Mendeley",
        [
            {
                "id": "1",
                "type": "journal",
                "title": "M",
                "authors": [{"first_name": "Jane", "last_name": "Doe"}],
                "year": 2015,
                "source": "J",
                "identifiers": {"doi": "10.1000/m", "pmid": "12"},
                "websites": ["https://example.org"],
            }
        ],
        [
            {
                "id": "1",
                "type": "article-journal",
                "title": "M",
                "author": [{"family": "Doe", "given": "Jane"}],
                "container-title": "J",
                "issued": {"date-parts": [[2015]]},
                "DOI": "10.1000/m",
                "URL": "https://example.org",
                "PMID": "12",
            }
        ],
    ),
    (
        "Paperpile",
        [
            {
                "_id": "x",
                "citekey": "doe",
                "pubtype": "ARTICLE",
                "title": "P",
                "author": [{"first": "Jane", "last": "Doe"}],
                "journal": "J",
                "published": {"year": "2015", "month": "5"},
            }
        ],
        [
            {
                "id": "doe",
                "type": "article-journal",
                "title": "P",
                "author": [{"family": "Doe", "given": "Jane"}],
                "container-title": "J",
                "issued": {"date-parts": [[2015, 5]]},
                "custom": {"_id": "x"},
            }
        ],
    ),
    (
        "citations of a word processor",
        {
            "citationID": "1",
            "citationItems": [{"id": 1, "itemData": {"id": 1, "type": "book", "title": "B"}}],
        },
        [{"id": "1", "type": "book", "title": "B"}],
    ),
    (
        "BibTeX as JSON",
        [PLAIN],
        [
            {
                "id": "doe2020",
                "type": "article-journal",
                "title": "T",
                "author": [{"family": "Doe", "given": "Jane"}, {"family": "Roe", "given": "Bo"}],
                "container-title": "J",
                "issued": {"date-parts": [[2020, 5]]},
                "page": "1-9",
                "DOI": "10.1000/p",
                "keyword": "a, b",
                "custom": {"links": [{"rel": "pdf", "target": "https://example.org/p.pdf"}]},
            }
        ],
    ),
]


def read_value(value: Any) -> tuple[list[Publication], list[Problem]]:
    items = list(read([Source("a.json", json.dumps(value))]))
    problems = [item for item in items if isinstance(item, Problem)]
    return [item for item in items if isinstance(item, Publication)], problems


@pytest.mark.parametrize(("value", "expected"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_files_of_other_programs(value: Any, expected: list[dict[str, Any]]) -> None:
    publications, problems = read_value(value)
    assert not problems
    assert [to_item(publication) for publication in publications] == expected


def test_responses_on_lines() -> None:
    response = json.dumps({"message-type": "work", "message": CROSSREF})
    items = list(read([Source("a.json", f"{response}\n{response.replace('j.1', 'j.2')}\n")]))
    papers = [item for item in items if isinstance(item, Publication)]
    assert [(paper.key, paper.origin.line) for paper in papers] == [("10.1000/j.1", 1), ("10.1000/j.2", 2)]
    assert len(items) == 2


@pytest.mark.parametrize(
    "value",
    [
        {"data": {"id": 1, "type": "dois", "attributes": None}},
        [{"paperId": None}],
        [{"id": [], "authorships": {}}],
        [{"creators": 1, "titles": 2}],
        [{"itemType": [], "creators": [1]}],
        [{"indexed": 1, "title": {}, "issued": [], "event": 3, "institution": [1], "DOI": {}}],
        {"message": {"items": [{"title": [[]]}]}},
        [
            {
                "paperId": "a",
                "externalIds": [],
                "journal": 1,
                "publicationTypes": [None],
                "authors": {"name": 2},
            }
        ],
    ],
    ids=str,
)
def test_invalid_records_are_shown_or_reported(value: Any) -> None:
    publications, problems = read_value(value)
    assert publications or problems


TYPES = [
    ("journal-article", "article-journal"),
    ("Journal Article", "article-journal"),
    ("proceedings-article", "paper-conference"),
    ("edited-book", "book"),
    ("reference-entry", "entry"),
    ("peer-review", "review"),
    ("posted-content", "article"),
    ("JournalArticle", "article-journal"),
    ("ComputationalNotebook", "software"),
    ("webpage", "webpage"),
    ("motion-picture", "motion_picture"),
    ("collection", "collection"),
    ("novel", ""),
]


@pytest.mark.parametrize(("name", "expected"), TYPES)
def test_types(name: str, expected: str) -> None:
    assert csl_type(name) == expected


def test_types_are_of_csl() -> None:
    assert set(_TYPES.values()) <= set(BY_CSL)


def test_plain_json_is_read_again() -> None:
    (paper,), _ = read_value([{**JOURNAL, "author": JOURNAL["author"][:1]}])
    (again,), problems = read_value(json.loads(plain_json.write([paper])))
    assert not problems
    for name in ("key", "type", "author", "volume", "page", "doi", "keyword", "issued", "container_title"):
        assert getattr(again, name) == getattr(paper, name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Big Consortium", Name(literal="The Big Consortium")),
        ("ATLAS Collaboration", Name(literal="ATLAS Collaboration")),
        ("University of Bonn", Name(literal="University of Bonn")),
        ("Jane Doe", Name("Doe", "Jane")),
        ("Frank Press", Name("Press", "Frank")),
        ("Doe, Jane", Name("Doe", "Jane")),
    ],
)
def test_whole_names(name: str, expected: Name) -> None:
    item = {"id": "k", "type": "article-journal", "title": "T", "author": [{"name": name}]}
    assert from_item(item)[0].author == (expected,)


@pytest.mark.parametrize(
    "members", [{"type": "posted-content"}, {"type": "report"}, {"type": "report", "posted": None}]
)
def test_parts_of_records_of_crossref(members: dict[str, Any]) -> None:
    """Records without the members by which Crossref describes them."""
    item = {"id": "k", "title": ["T"], "institution": [{"name": "bioRxiv"}], **members}
    paper, problems = from_item(item)
    assert str(paper.publisher) == "bioRxiv"
    assert paper.custom == ()
    assert problems == ()


def test_date_of_a_posted_record() -> None:
    dates = {"issued": {"date-parts": [[None]]}, "posted": {"date-parts": [[2021, 3, 4]]}}
    paper, _ = from_item({"id": "k", "type": "posted-content", "title": "T", **dates})
    assert paper.issued == Date((2021, 3, 4))


@pytest.mark.parametrize(
    ("members", "near"),
    [
        ({"titel": "T"}, ["title"]),
        ({"title": "T", "autor": [{"family": "Doe"}]}, ["author"]),
        ({"title": "T", "contianer-title": "J"}, ["container-title"]),
        ({"title": "T", "isued": 2020}, ["issued"]),
        ({"title": "T", "yaer": 2020}, ["year"]),
        ({"title": "T", "jornal": "J"}, ["journal"]),
        ({"title": "T", "titel": "T"}, []),
        ({"title": "T", "issued": 2020, "yaer": 2020}, []),
        ({"title": "T", "projekt": "P", "notes": "N", "urn": "u", "languages": "de"}, []),
    ],
)
def test_misspelt_members(members: dict[str, Any], near: list[str]) -> None:
    _, problems = from_item({"id": "k", "type": "book", **members})
    assert [problem.suggestion.near[0] for problem in problems if problem.suggestion] == near
    assert len(problems) == len(near)


@pytest.mark.parametrize(
    ("name", "near"), [("article-jounal", "article-journal"), ("boook", "book"), ("zzz", "")]
)
def test_misspelt_types(name: str, near: str) -> None:
    _, (problem,) = from_item({"id": "k", "type": name, "title": "T"})
    assert ("Did you mean" in problem.message) is bool(near)
    assert near in problem.message


@pytest.mark.parametrize("value", [["a", "b"], {"a": 1}, None, 3])
@pytest.mark.parametrize("name", ["type", "title", "author", "issued", "DOI", "custom", "identifier", "note"])
def test_members_of_any_type_are_read(name: str, value: Any) -> None:
    papers, _ = read_value([{"id": "x", "type": "book", "title": "T", "institution": "I", name: value}])
    assert [paper.key for paper in papers] == ["x"]
