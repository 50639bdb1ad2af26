"""MODS: the elements that are written, and the programs that read them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from sphinxext_pubs.cli import main
from sphinxext_pubs.formats.endnote_xml.codec import write as write_endnote
from sphinxext_pubs.formats.mods import KINDS, RELATORS, write
from sphinxext_pubs.library import load
from sphinxext_pubs.model import csl_variables
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.model.work_types import BY_CSL, WORK_TYPES
from sphinxext_pubs.notation.names import OTHERS
from tests.foreign import Foreign

PAPER = Publication(
    "doe-2020",
    "paper-conference",
    title=Text(("Growth of ", Span("italic", ("E. coli",)), " & ", Span("math", (r"\alpha^2",)))),
    container_title=text_of("Proceedings of Tests"),
    collection_title=text_of("Lecture Notes"),
    event_title=text_of("The Conference"),
    event_place=text_of("Rome"),
    publisher=text_of("Press"),
    publisher_place=text_of("Oslo"),
    author=(Name("Berg", "Ann B.", "van der", "Jr."), Name(literal="The Group"), OTHERS),
    editor=(Name("Itor", "Ed"),),
    names=(("translator", (Name("Lator", "T."),)), ("collection-editor", (Name("Ser", "I."),))),
    issued=Date((2020, 5)),
    volume="3",
    page="1-20",
    edition="2",
    doi="10.1234/x",
    url="https://example.org/a?b=1&c=2",
    arxiv="2101.00001",
    language="de",
    keyword=("a", "b"),
    abstract=text_of("An abstract."),
    note=text_of("A note."),
    status="in press",
    award=(text_of("Best paper"),),
    links=(Link("pdf", "https://example.org/a.pdf"), Link("data", "private.zip")),
    variables=(
        ("ISBN", text_of("978-3-16-148410-0")),
        ("PMID", text_of("123")),
        ("collection-number", text_of("12")),
        ("accessed", text_of("2021-01-02")),
    ),
)
_NAMESPACE = {"m": "http://www.loc.gov/mods/v3"}


def record(paper: Publication) -> ET.Element:
    (element,) = ET.fromstring(write([paper])).findall("m:mods", _NAMESPACE)
    return element


def values(element: ET.Element, path: str) -> list[str]:
    steps = "/".join(f"m:{step}" if step[0].isalpha() else step for step in path.split("/"))
    return ["".join(child.itertext()).strip() for child in element.findall(steps, _NAMESPACE)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("titleInfo/title", ["Growth of E. coli & α²"]),
        ("name/namePart[@type='given']", ["Ann", "B.", "T."]),
        ("name/namePart[@type='family']", ["van der Berg", "Lator"]),
        ("name/namePart[@type='termsOfAddress']", ["Jr."]),
        ("name[@type='corporate']/namePart", ["The Group"]),
        ("name/role/roleTerm", ["author", "author", "author", "translator"]),
        ("name/etal", [""]),
        ("originInfo/dateIssued", ["2020-05"]),
        ("language/languageTerm[@authority='iso639-2b']", ["ger"]),
        ("relatedItem[@type='host']/titleInfo/title", ["Proceedings of Tests"]),
        ("relatedItem[@type='host']/name/role/roleTerm", ["editor"]),
        ("relatedItem[@type='host']/originInfo/publisher", ["Press"]),
        ("relatedItem[@type='host']/originInfo/place/placeTerm", ["Oslo"]),
        ("relatedItem[@type='host']/originInfo/edition", ["2"]),
        ("relatedItem[@type='host']/genre[@authority='marcgt']", ["conference publication"]),
        ("relatedItem[@type='host']/identifier[@type='isbn']", ["978-3-16-148410-0"]),
        ("relatedItem/relatedItem[@type='series']/titleInfo/title", ["Lecture Notes"]),
        ("relatedItem/relatedItem[@type='series']/titleInfo/partNumber", ["12"]),
        ("relatedItem/relatedItem[@type='series']/name/namePart[@type='family']", ["Ser"]),
        ("abstract", ["An abstract."]),
        ("note", ["A note.", "in press", "Best paper", "The Conference, Rome"]),
        ("subject/topic", ["a", "b"]),
        ("identifier[@type='citekey']", ["doe-2020"]),
        ("identifier[@type='doi']", ["10.1234/x"]),
        ("identifier[@type='arXiv']", ["2101.00001"]),
        ("identifier[@type='pubmed']", ["123"]),
        ("location/url[@dateLastAccessed='2021-01-02']", ["https://example.org/a?b=1&c=2"]),
        ("location/url[@access='raw object']", ["https://example.org/a.pdf"]),
        ("part/detail[@type='volume']/number", ["3"]),
        ("part/detail[@type='number']/number", ["12"]),
        ("part/extent[@unit='page']/start", ["1"]),
        ("part/extent[@unit='page']/end", ["20"]),
    ],
)
def test_elements(path: str, expected: list[str]) -> None:
    assert values(record(PAPER), path) == expected


def test_local_files_are_not_written() -> None:
    assert "private.zip" not in write([PAPER])


@pytest.mark.parametrize(
    ("issued", "dates"),
    [
        (Date((2020, 5), (2020, 6)), ["2020-05", "2020-06"]),
        (Date((2020,), ()), ["2020"]),
        (Date((), literal="in the spring"), ["in the spring"]),
        (Date((-379,)), ["-0379"]),
        (Date((2020,), circa=True), ["2020"]),
        (None, []),
    ],
)
def test_dates(issued: Date | None, dates: list[str]) -> None:
    assert values(record(Publication("k", issued=issued)), "originInfo/dateIssued") == dates


@pytest.mark.parametrize(
    ("pages", "extents"),
    [
        ("1-20", [["1"], ["20"], []]),
        ("7", [["7"], [], []]),
        ("e12, e15", [[], [], ["e12, e15"]]),
        ("1-3, 5-7", [["1", "5"], ["3", "7"], []]),
        ("A1–A5", [["A1"], ["A5"], []]),
        ("066705-1 bis 066705-12", [[], [], ["066705-1 bis 066705-12"]]),
    ],
)
def test_pages(pages: str, extents: list[list[str]]) -> None:
    element = record(Publication("k", page=pages))
    assert [values(element, f"part/extent/{tag}") for tag in ("start", "end", "list")] == extents


@pytest.mark.parametrize("key", ["a:b", "1a", "a b", "ä", "", "<&>\"'", "\x01"])
def test_keys(key: str) -> None:
    element = record(Publication(key, title=text_of("T")))
    assert "ID" not in element.attrib
    assert values(element, "identifier[@type='citekey']") == [key.replace("\x01", "\ufffd")] * bool(key)


def test_tables() -> None:
    assert set(KINDS) <= set(BY_CSL)
    assert set(RELATORS) <= {"author", "editor", *csl_variables.NAMES}


@pytest.mark.parametrize("csl", [row.csl for row in WORK_TYPES])
def test_every_type_is_written(csl: str) -> None:
    element = record(Publication("k", csl, title=text_of("T"), container_title=text_of("C")))
    assert values(element, "titleInfo/title") == ["T"]
    assert values(element, "relatedItem[@type='host']/titleInfo/title") == ["C"]


def test_files_in_mods_are_reported_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(write([PAPER]), encoding="utf-8")
    (tmp_path / "b.mods.xml").write_text(write([PAPER]).replace("<mods", "<m:mods"), encoding="utf-8")
    loaded = load.load(["a.xml", "b.mods.xml"], tmp_path)
    assert [problem.message.partition(". It")[0] for problem in loaded.problems] == [
        "This is not EndNote XML or ACL Anthology XML: it seems to be MODS XML"
    ] * 2


def test_the_command_writes_the_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.nbib").write_text(
        "PMID- 1\nTI  - A title.\nFAU - Doe, Ann\nDP  - 2020\n", encoding="utf-8"
    )
    assert main(["convert", "a.nbib", "--to", "mods", "-o", "a.mods.xml"]) == 0
    assert main(["convert", "a.nbib", "--to", "endnote-xml", "-o", "a.endnote.xml"]) == 0
    assert main(["convert", "a.endnote.xml", "--to", "bibtex", "-o", "a.bib"]) == 0
    assert "<title>A title</title>" in (tmp_path / "a.mods.xml").read_text("utf-8")
    assert "@article{doe-2020-title" in (tmp_path / "a.bib").read_text("utf-8")


DATA = (Path(__file__).resolve().parents[2] / "../shared/data").resolve()
FILES = sorted((DATA / "bib").glob("*.bib")) + sorted((DATA / "xml").glob("*.xml"))


@pytest.mark.foreign
@pytest.mark.skipif(not FILES, reason="shared/data is not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_bibutils_reads_all_papers_of_real_files(foreign: Foreign, path: Path) -> None:
    papers = list(load.load([path.name], path.parent).library)
    bibtex = foreign.bibutils("xml2bib", write(papers))
    assert len(re.findall(r"^@\w+\{", bibtex, re.MULTILINE)) == len(papers)
    years = [paper for paper in papers if paper.issued and 0 < (*paper.issued.parts, 0)[0] < 10_000]
    assert len(re.findall(r"^year=", bibtex, re.MULTILINE)) >= len(years)
    mods = foreign.bibutils("endx2xml", write_endnote(papers))
    assert mods.count("<mods ") == len(papers)


@pytest.mark.foreign
def test_bibutils_reads_what_is_written(foreign: Foreign) -> None:
    bibtex = foreign.bibutils("xml2bib", write([PAPER]))
    for line in (
        "@InProceedings{doe-2020", 'booktitle="Proceedings of Tests"', 'series="Lecture Notes"',
        'year="2020"', 'month="May"', 'publisher="Press"', 'address="Oslo"', 'volume="3"', 'pages="1--20"',
        'editor="Itor, Ed',
        'doi="10.1234/x"', 'keywords="a; b"', 'abstract="An abstract."', "{The Group}", "van der Berg",
    ):  # fmt: skip
        assert line in bibtex
    ris = foreign.bibutils("xml2ris", write([PAPER]))
    assert re.search(r"^TY  - CONF", ris, re.MULTILINE)
    assert "BT  - Proceedings of Tests" in ris


#: CSL types, with the genre of a thesis → the BibTeX type that bibutils recognizes.
BIBTEX_TYPES = {
    ("article-journal", ""): "Article",
    ("paper-conference", ""): "InProceedings",
    ("chapter", ""): "InBook",
    ("book", ""): "Book",
    ("thesis", "PhD thesis"): "PhdThesis",
    ("thesis", "MA thesis"): "MastersThesis",
    ("report", ""): "TechReport",
    ("manuscript", ""): "Unpublished",
}


@pytest.mark.foreign
@pytest.mark.parametrize(("kind", "bibtex"), BIBTEX_TYPES.items(), ids=BIBTEX_TYPES.values())
def test_bibutils_recognizes_the_types(foreign: Foreign, kind: tuple[str, str], bibtex: str) -> None:
    csl, genre = kind
    has_host = csl in ("article-journal", "paper-conference", "chapter")
    paper = Publication(
        "k", csl, title=text_of("T"), genre=text_of(genre), container_title=text_of("C" if has_host else "")
    )
    assert f"@{bibtex}{{k".lower() in foreign.bibutils("xml2bib", write([paper])).lower()
