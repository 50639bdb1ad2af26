"""PubMed's format of MEDLINE: its tags, people, titles, dates and identifiers, and other programs' files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.nbib import TAGS, TYPES, read
from sphinxext_pubs.library import load
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import Span
from sphinxext_pubs.model.work_types import BY_CSL

RECORD = """PMID- 28754806
OWN - NLM
STAT- MEDLINE
DCOM- 20190318
IS  - 1759-8486 (Electronic)
IS  - 1759-8478 (Linking)
VI  - 10
IP  - 4
DP  - 2018 Apr
TI  - Impact of balloon guide catheter on technical and clinical outcomes: a
      systematic review.
PG  - 335-9
LID - 10.1136/x-2017 [doi]
AB  - BACKGROUND: Flow arrest.
      RESULTS: p<0.05 for TNF-alpha.
CI  - (c) The authors.
FAU - Brinjikji, Waleed
AU  - Brinjikji W
AUID- ORCID: 0000-0002-1825-0097
AD  - Mayo Clinic, Rochester.
AD  - Second address.
FAU - van der Berg, Ann B 3rd
AU  - van der Berg AB 3rd
CN  - The Test Group
LA  - eng
PT  - Journal Article
PT  - Review
DEP - 20170728
PL  - England
TA  - J Neurointerv Surg
JT  - Journal of neurointerventional surgery
JID - 101517079
RN  - 0 (Proteins)
SB  - IM
MH  - Humans
MH  - Stroke/*therapy/surgery
MH  - *Aged
OTO - NOTNLM
OT  - stroke
OT  - *thrombectomy
EDAT- 2017/07/30 06:00
PHST- 2017/06/15 00:00 [accepted]
PMC - PMC123
AID - neurintsurg-2017-013179 [pii]
AID - 10.1136/x-2017 [doi]
PST - ppublish
SO  - J Neurointerv Surg. 2018 Apr;10(4):335-339.
"""


def items(text: str) -> tuple[list[Publication], list[Problem]]:
    parsed = list(read([Source("x.nbib", text)]))
    papers = [item for item in parsed if isinstance(item, Publication)]
    return papers, [item for item in parsed if isinstance(item, Problem)]


def one(lines: str) -> Publication:
    (paper,), problems = items(f"PMID- 1\n{lines}\n")
    assert problems == []
    return paper


def test_a_record() -> None:
    (paper,), problems = items(RECORD)
    assert problems == []
    assert (paper.key, paper.type, paper.origin.line) == ("", "article-journal", 1)
    assert str(paper.title).endswith("clinical outcomes: a systematic review")
    assert paper.author == (
        Name("Brinjikji", "Waleed"),
        Name("Berg", "Ann B", "van der", "3rd"),
        Name(literal="The Test Group"),
    )
    assert (paper.issued, paper.volume, paper.issue, paper.page) == (Date((2018, 4)), "10", "4", "335-339")
    assert (paper.doi, paper.language, paper.status) == ("10.1136/x-2017", "en", "")
    assert str(paper.abstract) == "BACKGROUND: Flow arrest. RESULTS: p<0.05 for TNF-alpha."
    assert paper.keyword == ("stroke", "thrombectomy", "Humans", "Stroke", "Aged")
    assert {name: str(value) for name, value in paper.variables} == {
        "PMID": "28754806",
        "PMCID": "PMC123",
        "container-title-short": "J Neurointerv Surg",
        "available-date": "2017-07-28",
        "ISSN": "1759-8486, 1759-8478",
    }
    assert {name: str(value) for name, value in paper.custom} == {
        "copyright": "(c) The authors.",
        "substances": "0 (Proteins)",
        "publication-type": "Journal Article; Review",
        "author+an:orcid": '1="0000-0002-1825-0097"',
        "author+an:affiliation": '1="Mayo Clinic, Rochester. and Second address."',
        "article-id": "neurintsurg-2017-013179",
        "country": "England",
    }


@pytest.mark.parametrize(
    ("lines", "attribute", "expected"),
    [
        ("AU  - Smith JA", "author", (Name("Smith", "J. A."),)),
        ("AU  - Smith JA Jr", "author", (Name("Smith", "J. A.", suffix="Jr"),)),
        ("AU  - van der Berg A", "author", (Name("Berg", "A.", "van der"),)),
        ("AU  - Moore, Raeal", "author", (Name("Moore", "Raeal"),)),
        ("FAU - WHO", "author", (Name(literal="WHO"),)),
        ("FAU - Doe, A\nAU  - Doe A\nAU  - Roe B", "author", (Name("Doe", "A"), Name("Roe", "B."))),
        ("CN  - G\nFAU - Doe, A", "author", (Name(literal="G"), Name("Doe", "A"))),
        ("FED - Doe, A\nED  - Doe A", "editor", (Name("Doe", "A"),)),
        ("DP  - 2020 May-Jun", "issued", Date((2020, 5), (2020, 6))),
        ("DP  - 2020 Spring", "issued", Date((2020,), season=1)),
        ("DP  - 1998 Dec-1999 Jan", "issued", Date((1998, 12), (1999, 1))),
        ("DEP - 20210119", "issued", Date((2021, 1, 19))),
        ("DP  - 2021 Jan 19\nPST - aheadofprint", "status", "published ahead of print"),
        ("PT  - Journal Article\nPT  - Retracted Publication", "status", "retracted"),
        ("PT  - Preprint", "status", "preprint"),
        ("LID - e1000097 [pii]", "page", "e1000097"),
        ("LID - 104567 [pii]\nPG  - 1-12", "page", "1-12"),
        ("LID - S0140-6736(20)30183-5 [pii]", "page", ""),
        ("PG  - 12111-6; discussion 120-1", "page", "12111-12116; discussion 120-121"),
        ("PG  - e12-5", "page", "e12-15"),
        ("AID - NBK1826 [bookaccession]", "url", "https://www.ncbi.nlm.nih.gov/books/NBK1826/"),
        ("LID - http://dx.doi.org/10.1/x", "doi", "10.1/x"),
        ("LID - http://eric.ed.gov/?id=1", "url", "http://eric.ed.gov/?id=1"),
        ("LA  - ger\nLA  - eng", "language", "de"),
        ("LA  - cze", "language", "cs"),
        ("AID  - 10.1/x [doi]", "doi", "10.1/x"),
        ("TI  - A\nBTI - B.\nPB  - P\nPL  - Bethesda (MD)", "type", "chapter"),
        ("BTI - B.\nPB  - P", "type", "book"),
        ("OID - EJ12\nPT  - Reports - Research", "type", "article-journal"),
        ("OID - ED12\nPT  - Reports - Research", "type", "report"),
        ("DP  - Article 10 2019", "issued", Date((2019,))),
    ],
)
def test_values(lines: str, attribute: str, expected: Any) -> None:
    assert getattr(one(lines), attribute) == expected


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("A study.", "A study"),
        ("Is it?", "Is it?"),
        ("Of Aspergillus sp.", "Of Aspergillus sp."),
        ("Reply to Doe et al.", "Reply to Doe et al."),
        ("In the U.S.", "In the U.S."),
        ("To be continued...", "To be continued..."),
        ("[A translated title].", "A translated title"),
        ("[A translated title.]", "A translated title"),
        ("A title. [Article in German]", "A title"),
        ("[Not] all in brackets.", "[Not] all in brackets"),
        ("Of H<sub>2</sub>O.", "Of H2O"),
    ],
)
def test_titles(title: str, shown: str) -> None:
    assert str(one(f"TI  - {title}").title) == shown


def test_languages_and_originals() -> None:
    paper = one("TI  - [Growth of <i>E. coli</i>].\nTT  - Wachstum.\nLA  - ger")
    assert paper.title.parts == ("Growth of ", Span("italic", ("E. coli",)))
    assert str(paper.variable("original-title")) == "Wachstum"
    assert one("TI  - A title. [Article in German]").language == "de"


def test_a_chapter() -> None:
    paper = one(
        "TI  - A.\nBTI - B.\nCTI - Series\nPB  - P\nPL  - Oslo\nEN  - 2\nCP  - 7\nISBN- 9780123456789"
    )
    assert (str(paper.title), str(paper.container_title), str(paper.collection_title)) == ("A", "B", "Series")
    assert (str(paper.publisher), str(paper.publisher_place), paper.edition) == ("P", "Oslo", "2")
    assert str(paper.variable("ISBN")) == "9780123456789"
    assert str(paper.variable("chapter-number")) == "7"


@pytest.mark.parametrize(
    ("text", "titles", "lines"),
    [
        ("PMID- 1\nTI  - A\n\nPMID- 2\nTI  - B\n", ["A", "B"], [1, 4]),
        ("PMID- 1\nTI  - A\nPMID- 2\nTI  - B\n", ["A", "B"], [1, 3]),
        ("\n\nOWN - ERIC\nTI  - A\n\nOWN - ERIC\nTI  - B\n", ["A", "B"], [3, 6]),
        ("OWN - NLM\nPMID- 1\nTI  - A\n", ["A"], [1]),
        ("PMID- 1\nTI  - A\nAB  - one\n\n      two\nLA  - eng\n", ["A"], [1]),
        ("PMID- 1\nTI  - A\n      wrapped\n", ["A wrapped"], [1]),
        ("PMID- 1\nTI  - A\nwrapped without spaces\n", ["A wrapped without spaces"], [1]),
        ("PMID - 1\nTI - A\n", ["A"], [1]),
        ("", [], []),
    ],
)
def test_records(text: str, titles: list[str], lines: list[int]) -> None:
    papers, problems = items(text)
    assert [str(paper.title) for paper in papers] == titles
    assert [paper.origin.line for paper in papers] == lines
    assert problems == []


def test_faults_are_reported() -> None:
    papers, problems = items("Some header\n\nPMID- 1\nTI  - A\nDP  - 2014 1st Quarter\nZZ  - z\n")
    assert [str(paper.title) for paper in papers] == ["A"]
    assert dict(papers[0].custom).keys() == {"pubmed-zz"}
    assert [(problem.code, problem.origin.line, problem.entries) for problem in problems] == [
        (Code.SYNTAX, 1, 1),
        (Code.VALUE, 6, 0),
        (Code.DATE, 3, 0),
    ]
    assert problems[1].message == (
        "Entry “A”: PubMed does not define “ZZ”; its value is kept, but not shown. "
        "Write the value into another field, or remove it."
    )
    assert problems[2].message.startswith("Entry “A”, field “DP”: unrecognized date “2014 1st Quarter”")


def test_a_second_title_is_reported() -> None:
    (paper,), (problem,) = items("PMID- 1\nTI  - A title\nTI  - Another\nTI  - A title\n")
    assert str(paper.title) == "A title"
    assert (problem.code, problem.origin.line) == (Code.DUPLICATE_FIELD, 3)


#: The tags of the National Library of Medicine's list of data elements.
NLM = (
    "AB AD AID AU AUID BTI CI CIN CN COI COIS CON CP CRDT CRF CRI CTDT CTI DCOM DDIN DRIN DEP DP DRDT ECF ECI"
    " EDAT EFR EIN ED EN FAU FED FIR FPS GN GR GS IP IR IRAD IS ISBN JID JT LA LID LR MH MHDA MID NM OAB OABL"
    " OCI OID ORI OT OTO OWN PB PG PHST PL PMC PMCR PMID PS PST PT RF RIN RN ROF RPF RPI RRI RRF SB SFM SI SO"
    " SPIN STAT TA TI TT UIN UOF VI VTI"
)


def test_every_tag_has_a_row() -> None:
    tags = [row.tag for row in TAGS]
    assert set(NLM.split()) <= set(tags)
    assert len(tags) == len(set(tags))
    assert all(bool(row.target) != bool(row.reason) for row in TAGS)
    assert all(csl in BY_CSL for _, csl in TYPES)


@pytest.mark.parametrize("tag", [row.tag for row in TAGS if row.target and row.tag != "PMID"])
def test_every_tag_with_a_target_is_read(tag: str) -> None:
    assert "something" in repr(one(f"{tag:4}- something"))


def test_further_links_and_files(tmp_path: Path) -> None:
    paper = one("LID - http://a.org\nLID - www.b.org\nLID - http://a.org")
    assert (paper.url, paper.links) == ("http://a.org", (Link("url", "https://www.b.org"),))
    (tmp_path / "a.nbib").write_text(RECORD, encoding="utf-8")
    (tmp_path / "b.txt").write_text(RECORD.replace("28754806", "1"), encoding="utf-8")
    (tmp_path / "c.bib").write_text(RECORD, encoding="utf-8")
    loaded = load.load(["a.nbib", "b.txt", "c.bib"], tmp_path)
    assert [paper.key for paper in loaded.library][:1] == ["brinjikji-2018-impact"]
    assert [problem.message for problem in loaded.problems if problem.origin.path == "c.bib"] == [
        "This is not BibTeX: it seems to be a PubMed (nbib, MEDLINE) file. It is ignored. "
        "Give the file the suffix .nbib."
    ]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Leaves.", "Leaves"),
        ("Vitamin D.", "Vitamin D"),
        ("Leaves of <i>Quercus</i>.", "Leaves of Quercus"),
        ("Leaves of Quercus sp.", "Leaves of Quercus sp."),
        ("Leaves in the U.S.", "Leaves in the U.S."),
        ("And then...", "And then..."),
    ],
)
def test_full_stops(title: str, shown: str) -> None:
    assert str(one(f"TI  - {title}").title) == shown


def test_a_second_value_is_reported() -> None:
    (paper,), problems = items("PMID- 1\nVI  - 1\nVI  - 2\nVI  - 1\n")
    assert paper.volume == "1"
    assert [problem.code for problem in problems] == [Code.DUPLICATE_FIELD]


def test_long_values_take_linear_time() -> None:
    (paper,), _ = items("PMID- 1\nAB  - a\n" + "      b\n" * 200_000)
    assert len(str(paper.abstract)) == 400_001


@pytest.mark.parametrize(
    ("title", "language"),
    [("[A translated title].", "en"), ("Un titre.", "")],
    ids=["translated", "original"],
)
def test_the_language_of_a_translated_title(title: str, language: str) -> None:
    paper = one(f"TI  - {title}\nLA  - fre")
    assert paper.language == "fr"
    assert str(dict(paper.custom).get("title-language", "")) == language
