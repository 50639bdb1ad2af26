"""RIS that is written is read by other programs: rispy, bibutils and pandoc."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import rispy

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex import codec as bibtex
from sphinxext_pubs.formats.ris import codec
from sphinxext_pubs.formats.ris.types import BY_CSL
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from tests.foreign import Foreign

PAPER = Publication(
    "doe2018",
    title=text_of("On tests & co. in Tübingen"),
    author=(Name("Doe", "Jane A."), Name("Berg", "Anna", "van der")),
    issued=Date((2018, 5, 3)),
    doi="10.1000/x",
    url="https://example.org/x",
    language="en",
    publisher=text_of("A Press"),
    publisher_place=text_of("Oslo"),
)
ARTICLE = replace(
    PAPER,
    type="article-journal",
    container_title=text_of("Journal of Tests"),
    volume="3",
    issue="4",
    page="1012-5",
    variables=(("ISSN", text_of("2041-1723")),),
)
BOOK = replace(
    PAPER,
    type="book",
    editor=(Name("Roe", "Richard"),),
    collection_title=text_of("A Series"),
    edition="2",
    variables=(("ISBN", text_of("9783161484100")),),
)
CHAPTER = replace(BOOK, type="chapter", container_title=text_of("The Book of Tests"), page="10-20")
PAPERS = {
    "article": ARTICLE,
    "book": BOOK,
    "chapter": CHAPTER,
    "conference": replace(CHAPTER, type="paper-conference"),
    "magazine": replace(ARTICLE, type="article-magazine"),
    "report": replace(PAPER, type="report", number="TR 12", genre=text_of("Technical report")),
    "thesis": replace(PAPER, type="thesis", genre=text_of("PhD thesis"), publisher=text_of("A University")),
}
EACH = pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)


@EACH
def test_rispy_reads_it(paper: Publication) -> None:
    (record,) = rispy.loads(codec.write([paper]))
    assert record["type_of_reference"] == BY_CSL[paper.type]
    assert record["title"] == str(paper.title)
    assert record["authors"] == ["Doe, Jane A.", "van der Berg, Anna"]
    assert (record["year"], record["date"], record["doi"]) == ("2018", "2018/05/03/", "10.1000/x")
    assert record["urls"] == ["https://example.org/x"]
    assert (record["publisher"], record["place_published"]) == (str(paper.publisher), "Oslo")
    if paper is ARTICLE:
        assert (record["secondary_title"], record["volume"], record["number"]) == (
            "Journal of Tests",
            "3",
            "4",
        )
        assert (record["start_page"], record["end_page"], record["issn"]) == ("1012", "1015", "2041-1723")
    if paper.editor:
        assert record["unknown_tag"]["ED"] == ["Roe, Richard"]


def test_pandoc_reads_organizations_and_series(foreign: Foreign) -> None:
    paper = replace(
        BOOK,
        author=(Name(literal="The Test Group"), Name(literal="UNESCO")),
        names=(("collection-editor", (Name("Series", "E."),)),),
    )
    item = csl_of(foreign, paper)
    assert item["author"] == [{"family": "The Test Group"}, {"family": "UNESCO"}]
    assert [name["family"] for name in item["editor"]] == ["Roe"]


def csl_of(foreign: Foreign, paper: Publication) -> dict[str, Any]:
    (item,) = json.loads(foreign.pandoc("ris", "csljson", codec.write([paper])))
    return dict(item)


@EACH
def test_pandoc_reads_it(foreign: Foreign, paper: Publication) -> None:
    item = csl_of(foreign, paper)
    assert item["id"] == "doe2018"
    assert item["type"] == paper.type
    assert item["title"] == str(paper.title)
    assert [name["family"] for name in item["author"]] == ["Doe", "Berg"]
    assert item["issued"]["date-parts"] == [[2018]]
    assert (item["DOI"], item["URL"], item["language"]) == ("10.1000/x", "https://example.org/x", "en")
    assert item["publisher"] == str(paper.publisher)
    assert item.get("container-title", "") == str(paper.container_title)
    assert item.get("edition", "") == paper.edition
    assert (item.get("volume", ""), item.get("issue", "")) == (paper.volume, paper.issue or paper.number)
    assert [name["family"] for name in item.get("editor", [])] == ["Roe"] * len(paper.editor)
    if paper.page:
        assert item["page"] == ("1012-1015" if paper.page == "1012-5" else paper.page)


#: BibTeX's entry types in bibutils.
ENTRY_TYPES = {
    "article": "article",
    "book": "book",
    "chapter": "inbook",
    "conference": "inproceedings",
    "magazine": "article",
    "report": "techreport",
    "thesis": "phdthesis",
}


@EACH
def test_bibutils_reads_it(foreign: Foreign, paper: Publication) -> None:
    text = foreign.bibutils("xml2bib", foreign.bibutils("ris2xml", codec.write([paper])))
    back = next(item for item in bibtex.read([Source("x.bib", text)]) if isinstance(item, Publication))
    name = next(name for name, other in PAPERS.items() if other is paper)
    assert back.entry_type == ENTRY_TYPES[name]
    assert (back.author, back.editor) == (paper.author, paper.editor)
    assert back.issued == paper.issued
    for attribute in (
        "title",
        "container_title",
        "collection_title",
        "publisher",
        "volume",
        "edition",
        "doi",
    ):
        assert str(getattr(back, attribute)) == str(getattr(paper, attribute)), attribute
    assert back.page == ("1012-1015" if paper.page == "1012-5" else paper.page)
    assert (back.issue or back.number) == (paper.issue or paper.number)
    for serial in ("ISSN", "ISBN"):
        assert back.variable(serial) == paper.variable(serial)
