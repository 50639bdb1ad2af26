"""The tags of RIS by type: the rows are from the specifications of 2001 and 2011, and from programs."""

from __future__ import annotations

from dataclasses import fields

import pytest

from sphinxext_pubs.formats.ris import codec, writer
from sphinxext_pubs.formats.ris.meanings import NAMES, RULES, WAITING
from sphinxext_pubs.formats.ris.tags import BY_TAG, CUSTOM, MEANINGS, TAGS
from sphinxext_pubs.formats.ris.types import BY_NAME, TYPES, names
from sphinxext_pubs.model import csl_variables
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.model.work_types import WORK_TYPES

from .ris_entries import entry, items, value
from .ris_rows import ROWS

#: The tags and types of the specifications of 2001 and 2011.
SPECIFIED = names(
    "TY A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DO DP ED EP ET ID IS J1 "
    "J2 JA JF JO KW L1 L2 L3 L4 LA LB M1 M2 M3 N1 N2 NV OP PB PP PY RI RN RP SE SN SP ST SV T1 T2 T3 TA TI "
    "TT U1 U2 U3 U4 U5 UR VL VO Y1 Y2 ER"
)
TYPES_OF_2011 = names(
    "ABST ADVS AGGR ANCIENT ART BILL BLOG BOOK CASE CHAP CHART CLSWK COMP CONF CPAPER CTLG DATA DBASE DICT "
    "EBOOK ECHAP EDBOOK EJOUR ELEC ENCYC EQUA FIGURE GEN GOVDOC GRANT HEAR ICOMM INPR JFULL JOUR LEGAL "
    "MANSCPT MAP MGZN MPCT MULTI MUSIC NEWS PAMP PAT PCOMM RPRT SER SLIDE SOUND STAND STAT THES UNBILL UNPB "
    "VIDEO"
)


@pytest.mark.parametrize(("ris_type", "lines", "expected"), ROWS)
def test_tags_by_type(ris_type: str, lines: str, expected: dict[str, str]) -> None:
    paper, problems = entry(ris_type, lines)
    assert {name: value(paper, name) for name in expected} == expected
    assert problems == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("PY  - 2018/05//Spring", Date((2018, 5), season=1)),
        ("PY  - 2018///Spring", Date((2018,), season=1)),
        ("PY  - 2018|DA  - Winter", Date((2018,), season=4)),
        ("PY  - 2018|DA  - JUL-DEC", Date((2018, 7), (2018, 12))),
        ("DA  - 2018/05/03/2018-05-06", Date((2018, 5, 3), (2018, 5, 6))),
        ("PY  - 2018/19", Date((2018,), (2019,), literal="2018/19")),
        ("PY  - 2018///Michaelmas term", Date((2018,), literal="Michaelmas term 2018")),
        ("Y1  - 4-9 Dec. 2017", Date((2017, 12, 4), (2017, 12, 9))),
        ("PY  - 2018|Y1  - 2018/05/03/12:30:00", Date((2018, 5, 3))),
    ],
)
def test_dates(lines: str, expected: Date) -> None:
    paper, problems = entry("JOUR", lines)
    assert problems == []
    assert paper.issued == expected


@pytest.mark.parametrize("tag", sorted(SPECIFIED - {"TY", "ER"}))
def test_all_tags_of_the_specifications_are_known(tag: str) -> None:
    assert tag in BY_TAG
    content = "https://e.org/2001" if tag.startswith("L") else "2001"
    for ris_type in TYPES_OF_2011:
        paper, problems = entry(ris_type, f"{tag}  - {content}")
        assert [problem.message for problem in problems] == []
        assert "2001" in str(paper).replace(f"line={paper.origin.line}", ""), (tag, ris_type)


def test_all_types_of_the_specification_are_known() -> None:
    assert set(BY_NAME) >= TYPES_OF_2011
    for row in TYPES:
        assert not row.same or row.same in TYPES_OF_2011


def test_tags_name_known_meanings_and_types() -> None:
    attributes = {row.name.replace("_", "-") for row in fields(Publication)} | {"DOI", "URL"}
    known = {*attributes, *RULES, *NAMES, *WAITING, *csl_variables.TEXTS, *csl_variables.DATES, CUSTOM}
    described = {*RULES, *WAITING} - {*attributes, *csl_variables.TEXTS, *NAMES}
    assert described <= {*MEANINGS, "date", "accessed"}
    for row in TAGS:
        assert {row.meaning, *(meaning for meaning, _ in row.exceptions)} <= known, row.name
        for _, types in row.exceptions:
            assert names(types) <= TYPES_OF_2011, row.name


def test_tags_that_are_written_are_read() -> None:
    for row in writer.WRITTEN:
        for tag, meaning in row.tags:
            assert any(BY_TAG[tag].meaning_for(ris_type) == meaning for ris_type in TYPES_OF_2011), row.name


def test_unknown_tags_are_kept_and_reported_once_for_each_tag() -> None:
    paper, problems = entry("JOUR", "XX  - a|XX  - b|ZZ  - c")
    assert (value(paper, "ris-xx"), value(paper, "ris-zz")) == ("a; b", "c")
    assert [(problem.origin.line, problem.message) for problem in problems] == [
        (
            line,
            f"An entry without a key: the tag “{tag}” is unknown; its value is kept, but not shown. "
            "Write the value after another tag, or remove it.",
        )
        for line, tag in ((2, "XX"), (4, "ZZ"))
    ]


def test_values_that_differ_are_kept_and_reported() -> None:
    paper, (problem,) = entry("JOUR", "T2  - Nature|JF  - Science")
    assert (value(paper, "container-title"), value(paper, "alternate-title3")) == ("Nature", "Science")
    assert problem.message == (
        "An entry without a key: the fields “T2” and “JF” differ; the value of “T2” is used."
    )


#: One publication for each CSL type with the variables that such works have.
WORKS: list[Publication] = [
    Publication(
        "k",
        type=csl,
        title=text_of("A title"),
        author=(Name("Doe", "Jane"), Name(literal="The Test Group")),
        editor=(Name("Roe", "R."),),
        names=(("translator", (Name("Berg", "A.", "van"),)), ("collection-editor", (Name("Series", "E."),))),
        container_title=text_of("A container"),
        collection_title=text_of("A series"),
        event_title=text_of("A conference"),
        event_place=text_of("Vienna"),
        publisher=text_of("A publisher"),
        publisher_place=text_of("Oslo"),
        issued=Date((2018, 5, 3)),
        genre=text_of("Special kind"),
        volume="3",
        **{"issue" if csl.startswith(("article-", "periodical")) else "number": "TR 4"},
        page="10-20",
        edition="2",
        doi="10.1000/x",
        url="https://example.org/x",
        language="en",
        keyword=("one", "two, three", "four; five"),
        abstract=text_of("An abstract."),
        note=text_of("A note."),
        variables=tuple(
            (name, text_of(content))
            for name, content in {
                "accessed": "2020-01-02",
                "chapter-number": "7",
                "collection-number": "8",
                "ISBN": "9783161484100",
                "ISSN": "2041-1723",
                "number-of-pages": "300",
                "number-of-volumes": "5",
                "original-date": "1814",
                "part-number": "II",
                "PMCID": "PMC12345",
                "PMID": "123456",
                "title-short": "Short",
            }.items()
        ),
    )
    for csl in sorted(row.csl for row in WORK_TYPES)
]


@pytest.mark.parametrize("paper", WORKS, ids=lambda paper: paper.type)
def test_works_of_all_types_survive_a_round_trip(paper: Publication) -> None:
    (back,), problems = items(codec.write([paper]))
    assert problems == []
    differing = {
        row.name: getattr(back, row.name)
        for row in fields(paper)
        if row.name not in ("origin", "digest", "variables", "names")
        and getattr(back, row.name) != getattr(paper, row.name)
    }
    assert differing == {}
    assert dict(back.variables) == dict(paper.variables)
    assert dict(back.names) == dict(paper.names)
