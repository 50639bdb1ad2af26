"""RIS: the meaning of tags, entries of exporters, and round trips."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sphinxext_pubs.formats.ris import codec as ris
from sphinxext_pubs.formats.ris.types import TYPES
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.names import OTHERS

from .ris_entries import entry, items

ENTRY = """TY  - JOUR
ID  - doe-2024
AU  - Doe, Jane A.
AU  - van der Berg, Anna
AU  - Roe, Richard, Jr.
AU  - The Test Group
TI  - On Mountains
T2  - Journal of Tests
PY  - 2024
DA  - 2024/05/03/
VL  - 12
IS  - 3
SP  - 45
EP  - 67
PB  - Press
CY  - Oslo
DO  - https://doi.org/10.1234/x
UR  - https://example.org/x
KW  - tests
KW  - mountains
AB  - An abstract.
N1  - A note.
SN  - 1234-5678
L1  - https://example.org/x.pdf
C1  - custom
ER  - {}
""".format("")


def test_an_entry() -> None:
    papers, problems = items(ENTRY)
    assert problems == []
    (paper,) = papers
    assert (paper.key, paper.type, str(paper.title)) == ("doe-2024", "article-journal", "On Mountains")
    assert paper.author == (
        Name("Doe", "Jane A."),
        Name("Berg", "Anna", "van der"),
        Name("Roe", "Richard", "", "Jr."),
        Name(literal="The Test Group"),
    )
    assert (str(paper.container_title), paper.volume, paper.issue, paper.page) == (
        "Journal of Tests",
        "12",
        "3",
        "45-67",
    )
    assert (paper.issued, paper.doi, paper.url) == (Date((2024, 5, 3)), "10.1234/x", "https://example.org/x")
    assert (str(paper.publisher), str(paper.publisher_place)) == ("Press", "Oslo")
    assert (paper.keyword, str(paper.abstract), str(paper.note)) == (
        ("tests", "mountains"),
        "An abstract.",
        "A note.",
    )
    assert paper.links == (Link("pdf", "https://example.org/x.pdf"),)
    assert dict(paper.variables)["ISSN"] == text_of("1234-5678")
    assert dict(paper.custom)["custom1"] == text_of("custom")
    assert paper.origin.line == 1


@pytest.mark.parametrize(
    ("lines", "attribute", "expected"),
    [
        ("T1  - Old title", "title", text_of("Old title")),
        ("A1  - Doe, J.", "author", (Name("Doe", "J."),)),
        ("JF  - Journal", "container_title", text_of("Journal")),
        ("Y1  - 2024/05//", "issued", Date((2024, 5))),
        ("PY  - 2024///Spring", "issued", Date((2024,), season=1)),
        ("PY  - in press", "status", "in press"),
        ("SP  - 1-9", "page", "1-9"),
        ("SP  - 9", "page", "9"),
        ("TI  - On Things\n  that go on", "title", text_of("On Things that go on")),
        ("TI - Odd space", "title", text_of("Odd space")),
        ("UR  - https://a.org\nUR  - https://b.org", "links", (Link("url", "https://b.org"),)),
        ("AU  - Doe, J. and Roe, R.", "author", (Name("Doe", "J."), Name("Roe", "R."))),
        ("AU  - Doe, J.; Roe, R.", "author", (Name("Doe", "J."), Name("Roe", "R."))),
        ("AU  - Doe, J. & Roe, R.", "author", (Name("Doe", "J."), Name("Roe", "R."))),
        ("AU  - et al.\nAU  - Doe, J.", "author", (Name("Doe", "J."), OTHERS)),
        ("TI  - On the tests of others.", "title", text_of("On the tests of others")),
        ("TI  - The tests of A. Doe et al.", "title", text_of("The tests of A. Doe et al.")),
        ("LA  - Portuguese", "language", "pt"),
        ("LA  - rus", "language", "ru"),
        ("LA  - de-AT", "language", "de-AT"),
        ('UR  - <a href="https://e.org/x">here</a>', "url", "https://e.org/x"),
        ("UR  - https://doi-org.proxy.example.edu/10.1000/x", "doi", "10.1000/x"),
        ("AU  - Google, Inc.", "author", (Name(literal="Google, Inc."),)),
        ("PY  - 12/05/18", "issued", Date(literal="12/05/18")),
        ("SP  - 1\nEP  - \nIS  - ²", "issue", "²"),
        ("N1  - DOI: 10.1000/x. See the site.", "note", text_of("See the site.")),
    ],
)
def test_variants_of_the_syntax(lines: str, attribute: str, expected: Any) -> None:
    (paper,), _ = items(f"TY  - JOUR\n{lines}\nER  - \n")
    assert getattr(paper, attribute) == expected


@pytest.mark.parametrize(("tag", "csl"), [row[:2] for row in TYPES])
def test_types(tag: str, csl: str) -> None:
    (paper,), problems = items(f"TY  - {tag}\nTI  - T\nER  - \n")
    assert problems == []
    assert paper.type == csl


@pytest.mark.parametrize(("tag", "attribute"), [("JOUR", "issue"), ("RPRT", "number"), ("CPAPER", "number")])
def test_numbers(tag: str, attribute: str) -> None:
    (paper,), _ = items(f"TY  - {tag}\nTI  - T\nIS  - 7\nER  - \n")
    assert getattr(paper, attribute) == "7"


def test_entries_without_an_id_have_no_key() -> None:
    """The library makes keys, which differ from those of all files."""
    (paper,), (problem,) = items("TY  - JOUR\nTI  - Mountains\nPY  - soon\nER  - \n")
    assert paper.key == ""
    assert problem.message.startswith("An entry without a key, field “date”: unrecognized date “soon”")


@pytest.mark.parametrize(
    ("lines", "parts", "problems"),
    [
        ("PY  - 2020-99", (2020,), 1),
        ("PY  - 2020/13/45", (2020,), 1),
        ("PY  - 2020/13", (2020,), 1),
        ("Y1  - 2020/02/31", (2020, 2), 1),
        ("DA  - 32 Feb 2020", (2020, 2), 1),
        ("PY  - 2020 Foo", (2020,), 1),
        ("PY  - 2020\nDA  - 2020/02/31", (2020,), 0),
        ("PY  - 2020-99\nDA  - 2020/05/03", (2020, 5, 3), 0),
        ("PY  - soon\nDA  - 2020/02/31", (2020, 2), 1),
        ("PY  - 2020\nDA  - 2020/05/03", (2020, 5, 3), 0),
    ],
)
def test_years_of_invalid_dates(lines: str, parts: tuple[int, ...], problems: int) -> None:
    (paper,), found = items(f"TY  - JOUR\nTI  - T\n{lines}\nER  - \n")
    assert paper.issued is not None
    assert paper.issued.parts == parts
    assert [problem.code for problem in found] == [Code.DATE] * problems


@pytest.mark.parametrize(
    ("text", "codes", "shown"),
    [
        ("TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nER  - \n", [Code.SYNTAX], 2),
        ("TY  - JOUR\nTI  - A\n", [Code.SYNTAX], 1),
        ("TY  - JOUR\nPY  - 20x4\nTI  - A\nER  - \n", [Code.DATE], 1),
        ("no tags at all\n", [Code.SYNTAX], 0),
        ("Provider: X\n\nTY  - JOUR\nTI  - A\nER  - \n", [], 1),
        ("TI  - A\nAU  - B, C\nER  - \n", [Code.SYNTAX], 1),
        ("TI  - A\nER  - \nTY  - JOUR\nTI  - B\nER  - \n", [Code.SYNTAX], 2),
    ],
)
def test_faults(text: str, codes: list[Code], shown: int) -> None:
    papers, problems = items(text)
    assert [problem.code for problem in problems] == codes
    assert len(papers) == shown


FULL = Publication(
    "k",
    type="paper-conference",
    title=text_of("On {Braces} & more"),
    author=(Name("Berg", "Anna", "van der"), Name("Roe", "R.", "", "Jr."), Name(literal="Group")),
    editor=(Name("Ed", "E."),),
    container_title=text_of("Proceedings"),
    collection_title=text_of("Series"),
    issued=Date((2024, 5)),
    volume="1",
    number="2",
    page="3-4",
    publisher=text_of("Press"),
    publisher_place=text_of("Oslo"),
    edition="2",
    genre=text_of("Paper"),
    doi="10.1234/x",
    url="https://example.org",
    language="en",
    keyword=("a", "b"),
    abstract=text_of("Two\nlines  here."),
    note=text_of("Note."),
)


def test_round_trips() -> None:
    (back,), problems = items(ris.write([FULL]))
    assert problems == []
    expected = replace(FULL, abstract=text_of("Two lines here."))
    assert replace(back, origin=expected.origin, digest="") == expected


@pytest.mark.parametrize("text", ["x\nER  - \nTY  - JOUR\nTI  - injected", "\r\nAU  - x", "  - "])
def test_values_cannot_end_an_entry(text: str) -> None:
    papers, problems = items(ris.write([Publication("k", title=text_of(text), abstract=text_of(text))]))
    assert (len(papers), problems) == (1, [])


def test_values_that_ris_cannot_express() -> None:
    text = ris.write(
        [Publication("k", type="event", author=(Name("D", "J"), OTHERS), issued=Date(literal="n.d."))]
    )
    assert text.startswith("TY  - GEN")
    assert "others" not in text
    assert "PY  - n.d." in text
    assert ris.write([]) == ""


@pytest.mark.parametrize(
    ("paper", "lines"),
    [
        ({"arxiv": "2101.00001"}, ["AN  - arXiv:2101.00001", "UR  - https://arxiv.org/abs/2101.00001"]),
        (
            {"arxiv": "2101.00001", "url": "https://arxiv.org/abs/2101.00001"},
            ["UR  - https://arxiv.org/abs/2101.00001"],
        ),
        ({"arxiv": "2101.00001", "url": "https://e.org"}, ["AN  - arXiv:2101.00001", "UR  - https://e.org"]),
        ({"arxiv": "none"}, []),
    ],
)
def test_papers_of_arxiv_have_an_address(paper: dict[str, str], lines: list[str]) -> None:
    text = ris.write([Publication("k", type="article", status="preprint", **paper)])
    assert [line for line in text.splitlines() if line[:2] in ("UR", "AN")] == lines
    (again,), problems = items(text)
    assert problems == []
    assert again.url == paper.get("url", "")
    if "AN" in text:
        assert (again.arxiv, again.custom) == ("2101.00001", ())


def test_continuation_lines() -> None:
    (paper,), problems = items(
        "TY  - JOUR\nTI  - A title\ngoes on\nKW  - one\ntwo\n\nN1  - a note\nof two lines\n\nER  - \n"
    )
    assert problems == []
    assert (str(paper.title), paper.keyword, str(paper.note)) == (
        "A title goes on",
        ("one", "two"),
        "a note of two lines",
    )


def test_ignored_values_are_reported() -> None:
    (paper,), problems = items(
        "TY  - JOUR\nTI  - T\nTI  - U\nPY  - 2020\nPY  - 2020\nM1  - 7\nC1  - a\nC1  - b\nER  - \n"
    )
    assert [(problem.code, problem.message) for problem in problems] == [
        (
            Code.DUPLICATE_FIELD,
            "An entry without a key: the field “TI” is given more than once; the first value is used.",
        )
    ]
    assert (str(paper.title), paper.issued) == ("T", Date((2020,)))
    assert paper.issue == "7"
    assert dict(paper.custom) == {"ris-title": text_of("U"), "custom1": text_of("a; b")}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("TY  - THES\nSN  - 978-3-16-148410-0", {"ISBN": "978-3-16-148410-0"}),
        ("TY  - CPAPER\nSN  - 1234-5679\nSN  - 3161484100", {"ISSN": "1234-5679", "ISBN": "3161484100"}),
        ("TY  - JOUR\nSN  - 1234-5679 (print); 2049-3630", {"ISSN": "1234-5679 (print), 2049-3630"}),
        ("TY  - BOOK\nSN  - none", {"ISBN": "none"}),
        ("TY  - JOUR\nSN  - none", {"ISSN": "none"}),
    ],
)
def test_serial_numbers_are_distinguished_by_their_digits(lines: str, expected: dict[str, str]) -> None:
    (paper,), _ = items(f"{lines}\nER  - \n")
    assert {name: str(value) for name, value in paper.variables} == expected
    (back,), _ = items(ris.write([paper]))
    assert back.variables == paper.variables


def test_very_long_numbers_cost_only_their_field() -> None:
    long = "2" * 5000
    paper, problems = entry("JOUR", f"TI  - T|SP  - {long}-{long[1:]}|VL  - {long}|PY  - {long}")
    assert (paper.volume, [problem.code for problem in problems]) == (long, [Code.DATE])
    assert items(ris.write([paper]))[0][0].title == paper.title


def test_names_that_foreign_programs_write() -> None:
    names = ["World Health Organization,", "University of California,, Irvine", "John R. Doe", "Plato"]
    paper, problems = entry("BOOK", "|".join(f"AU  - {name}" for name in names))
    assert problems == []
    assert paper.author == (
        Name(literal="World Health Organization"),
        Name(literal="University of California, Irvine"),
        Name("Doe", "John R."),
        Name(literal="Plato"),
    )


def test_semicolons_in_addresses_are_kept() -> None:
    lines = "UR  - https://a.org/x;jsessionid=1\nUR  - https://b.org; https://c.org\n"
    lines += "L1  - https://d.org/e.pdf\nL1  - f.pdf"
    (paper,), _ = items(f"TY  - GEN\n{lines}\nER  - \n")
    assert paper.url == "https://a.org/x;jsessionid=1"
    assert [link.target for link in paper.links] == ["https://d.org/e.pdf", "https://b.org", "https://c.org"]


def test_other_accession_numbers_are_kept() -> None:
    (paper,), _ = items("TY  - GEN\nTI  - T\nAN  - WOS:123\nUR  - https://e.org\nER  - \n")
    assert paper.custom == (("accession-number", text_of("WOS:123")),)
    assert paper.url == "https://e.org"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("TY  - GEN\nUR  - https://arxiv.org/abs/2101.00001v2", ("2101.00001v2", "article", "preprint")),
        ("TY  - JOUR\nT2  - arXiv:2101.00001", ("2101.00001", "article", "preprint")),
        ("TY  - JOUR\nT2  - J\nN1  - arXiv:2101.00001", ("2101.00001", "article-journal", "")),
        ("TY  - JOUR\nT2  - J\nUR  - https://e.org/2101.00001", ("", "article-journal", "")),
    ],
)
def test_arxiv_ids(lines: str, expected: tuple[str, str, str]) -> None:
    papers, problems = items(f"{lines}\nTI  - T\nER  - \n")
    assert problems == []
    assert (papers[0].arxiv, papers[0].type, papers[0].status) == expected
