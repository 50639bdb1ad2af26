"""EndNote's XML: its reference types and fields, names, styles and addresses, and broken files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.endnote_xml.codec import read, write
from sphinxext_pubs.formats.endnote_xml.tables import (
    BY_TYPE,
    FIELDS,
    OTHERS,
    PEOPLE,
    REF_TYPES,
    fields_of,
    targets_of,
    written_type,
)
from sphinxext_pubs.formats.entry_draft import STRINGS
from sphinxext_pubs.library import load
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.model.work_types import WORK_TYPES
from sphinxext_pubs.notation.names import OTHERS as OTHER_PEOPLE
from tests.foreign import Foreign


def document(*records: str) -> str:
    content = "\n".join(f"<record>{record}</record>" for record in records)
    return f'<?xml version="1.0" encoding="UTF-8" ?><xml><records>{content}</records></xml>'


def items(text: str) -> tuple[list[Publication], list[Problem]]:
    parsed = list(read([Source("x.xml", text)]))
    papers = [item for item in parsed if isinstance(item, Publication)]
    return papers, [item for item in parsed if isinstance(item, Problem)]


def one(fields: str, kind: str = "Journal Article") -> Publication:
    (paper,), problems = items(document(f'<ref-type name="{kind}">0</ref-type>{fields}'))
    assert problems == []
    return paper


ARTICLE = """<database name="My.enl" path="C:\\My.enl">My.enl</database>
<source-app name="EndNote" version="20.6">EndNote</source-app><rec-number>7</rec-number>
<foreign-keys><key app="EN" db-id="x" timestamp="1">7</key></foreign-keys>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal" font="default" size="100%">van der Berg, Ann B.</style>
</author><author>World Health Organization,</author></authors></contributors>
<auth-address>Oslo</auth-address>
<titles><title><style face="normal">Growth of </style><style face="italic">E. coli</style>
<style face="normal"> at 10</style><style face="superscript">-3</style></title>
<secondary-title>Journal of Tests</secondary-title><alt-title>J Tests</alt-title></titles>
<periodical><full-title>Journal of Tests</full-title><abbr-1>J. Tests</abbr-1></periodical>
<pages>1-20</pages><volume>3</volume><number>4</number>
<keywords><keyword>a</keyword><keyword>b; c</keyword></keywords>
<dates><year>2020</year><pub-dates><date>May 3</date></pub-dates></dates>
<isbn>1234-5678 (Print)&#xD;8765-4321 (Linking)</isbn><accession-num>28754806</accession-num>
<abstract>An abstract.</abstract>
<urls><related-urls><url>https://example.org/a</url><url>https://example.org/b</url></related-urls>
<pdf-urls><url>internal-pdf://0123/a.pdf</url><url>https://example.org/a.pdf</url></pdf-urls></urls>
<custom2>PMC123</custom2>
<electronic-resource-num>S0140-6736(20)1 [pii]&#xD;10.1234/x [doi]</electronic-resource-num>
<remote-database-name>PubMed</remote-database-name><language>eng</language>
<modified-date>1</modified-date>"""


def test_an_article() -> None:
    (paper,), problems = items(document(ARTICLE))
    assert problems == []
    assert (paper.key, paper.type) == ("", "article-journal")
    assert paper.author == (Name("Berg", "Ann B.", "van der"), Name(literal="World Health Organization"))
    assert paper.title.parts == (
        "Growth of ",
        Span("italic", ("E. coli",)),
        " at 10",
        Span("sup", ("-3",)),
    )
    assert str(paper.container_title) == "Journal of Tests"
    assert (paper.volume, paper.issue, paper.page, paper.number) == ("3", "4", "1-20", "")
    assert (paper.issued, paper.doi, paper.language) == (Date((2020, 5, 3)), "10.1234/x", "en")
    assert paper.keyword == ("a", "b", "c")
    assert paper.url == "https://example.org/a"
    assert paper.links == (
        Link("url", "https://example.org/b"),
        Link("pdf", "https://example.org/a.pdf"),
    )
    assert {name: str(value) for name, value in paper.variables} == {
        "container-title-short": "J Tests",
        "PMID": "28754806",
        "PMCID": "PMC123",
        "source": "PubMed",
        "ISSN": "1234-5678, 8765-4321",
    }
    assert {name: str(value) for name, value in paper.custom} == {
        "author-address": "Oslo",
        "pii-number": "S0140-6736(20)1",
    }


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Smith, Alfred", Name("Smith", "Alfred")),
        ("Smith, Alfred, Jr.", Name("Smith", "Alfred", suffix="Jr.")),
        ("Fitria, JR", Name("Fitria", "JR")),
        ("Alfred B. Smith", Name("Smith", "Alfred B.")),
        ("U.S. Department of Agriculture,", Name(literal="U.S. Department of Agriculture")),
        ("University of California,, Berkeley", Name(literal="University of California, Berkeley")),
        ("The RECOVERY Collaboration", Name(literal="The RECOVERY Collaboration")),
        ("Aristotle", Name(literal="Aristotle")),
        ("de la Cruz, Ana", Name("Cruz", "Ana", "de la")),
        ("von Neumann, J.", Name("Neumann", "J.", "von")),
        ("O&apos;Neil, A.", Name("O'Neil", "A.")),
        ("Smith &amp; Sons", Name(literal="Smith & Sons")),
        ("et al.", OTHER_PEOPLE),
        ("王, 小明", Name("王", "小明")),
    ],
)
def test_names(author: str, name: Name) -> None:
    paper = one(f"<contributors><authors><author>{author}</author></authors></contributors>")
    assert paper.author == (name,)


@pytest.mark.parametrize(
    ("authors", "families"),
    [
        ("<author>Chapman,\n  A. G.</author>", ["Chapman"]),
        ("<author>Doe, A.&#xD;Roe, B.</author>", ["Doe", "Roe"]),
        ("<author>Doe, A.\nRoe, B.</author>", ["Doe", "Roe"]),
        ("<author/><author> , </author><author>Doe, A.</author>", ["Doe"]),
        ("<author><style>Doe, </style><style face='bold'>A.</style></author>", ["Doe"]),
        ("Doe, A.&#xD;Roe, B.", ["Doe", "Roe"]),
    ],
)
def test_lists_of_names(authors: str, families: list[str]) -> None:
    paper = one(f"<contributors><authors>{authors}</authors></contributors>")
    assert [name.family for name in paper.author] == families


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('<style face="bold italic">x</style>', (Span("bold", (Span("italic", ("x",)),)),)),
        ('H<style face="subscript">2</style>O', ("H", Span("sub", ("2",)), "O")),
        ('<style font="Symbol">a</style>-helix', ("α-helix",)),
        ('<style face="normal" font="Symbol" charset="2">DG</style>', ("ΔΓ",)),
        ('<style face="underline">x</style>', ("x",)),
        ("&lt;i&gt;E. coli&lt;/i&gt; p &lt; 0.05", (Span("italic", ("E. coli",)), " p < 0.05")),
        ("R&amp;amp;D &eacute;", ("R&D é",)),
        ("line&#xD;two\n  three", ("line two three",)),
        ("&lt;script&gt;alert(1)&lt;/script&gt;x", ("alert(1)x",)),
        ("a&#x1F;b", ("a\ufffdb",)),
        ("&#146;", ("’",)),
    ],
)
def test_text(text: str, parts: tuple[Any, ...]) -> None:
    papers, _ = items(document(f"<titles><title>{text}</title></titles>"))
    assert papers[0].title.parts == parts


@pytest.mark.parametrize(
    ("kind", "fields", "target", "expected"),
    [
        ("Book", "<titles><secondary-title>LNCS</secondary-title></titles>", "collection_title", "LNCS"),
        ("Book", "<pages>xii, 300</pages>", "number-of-pages", "xii, 300"),
        ("Book Section", "<section>7</section>", "chapter-number", "7"),
        ("Book Section", "<number>12</number>", "collection-number", "12"),
        (
            "Edited Book",
            "<contributors><authors><author>Doe, A</author></authors></contributors>",
            "editor",
            "Doe",
        ),
        ("Thesis", "<volume>PhD</volume>", "genre", "PhD"),
        ("Thesis", "<work-type>PhD thesis</work-type><volume>PhD</volume>", "genre", "PhD thesis"),
        ("Thesis", "<titles><secondary-title>Physics</secondary-title></titles>", "division", "Physics"),
        ("Report", "<isbn>TR-12</isbn>", "number", "TR-12"),
        ("Report", "<isbn>TR-12</isbn><number>3</number>", "collection-number", "3"),
        ("Patent", "<isbn>US 1,234</isbn>", "number", "US 1,234"),
        ("Patent", "<custom6>active</custom6>", "legal-status", "active"),
        ("Conference Proceedings", "<pub-location>Oslo</pub-location>", "event_place", "Oslo"),
        ("Conference Proceedings", "<custom1>Rome</custom1>", "publisher_place", "Rome"),
        (
            "Conference Proceedings",
            "<titles><secondary-title>ACL</secondary-title></titles><custom3>Proc. of ACL</custom3>",
            "container_title",
            "Proc. of ACL",
        ),
        (
            "Conference Paper",
            "<titles><secondary-title>ACL</secondary-title></titles><custom3>Proc. of ACL</custom3>",
            "event_title",
            "ACL",
        ),
        ("Computer Program", "<edition>2.1</edition>", "version", "2.1"),
        ("Dataset", "<edition>2</edition>", "version", "2"),
        ("Journal Article", "<section>e12</section>", "page", "e12"),
        ("Journal Article", "<custom7>104567</custom7>", "number", "104567"),
        ("Magazine Article", "<number>4</number>", "issue", "4"),
        ("Newspaper Article", "<section>Sports</section>", "section", "Sports"),
        ("Case", "<publisher>Supreme Court</publisher>", "authority", "Supreme Court"),
        ("Web Page", "<access-date>3 May 2020</access-date>", "accessed", "2020-05-03"),
        ("Web Page", "<number>3 May 2020</number>", "accessed", "2020-05-03"),
        ("Map", "<custom1>1:50000</custom1>", "scale", "1:50000"),
        ("Film or Broadcast", "<pages>90 min</pages>", "dimensions", "90 min"),
    ],
)
def test_fields_by_type(kind: str, fields: str, target: str, expected: str) -> None:
    paper = one(fields, kind)
    pairs: dict[str, Any] = {**dict(paper.variables), **dict(paper.custom)}
    value = pairs.get(target) or getattr(paper, target)
    assert expected in (str(value) if not isinstance(value, tuple) else value[0].family)


@pytest.mark.parametrize(
    ("ref_type", "csl"),
    [
        *((f'<ref-type name="{row.name}">{row.number}</ref-type>', row.csl) for row in REF_TYPES),
        *((f"<ref-type>{row.number}</ref-type>", row.csl) for row in REF_TYPES if row.number),
        ("<ref-type>Book Section</ref-type>", "chapter"),
        ("", "article-journal"),
    ],
)
def test_types(ref_type: str, csl: str) -> None:
    (paper,), problems = items(document(f"{ref_type}<titles><title>T</title></titles>"))
    assert (paper.type, problems) == (csl, [])


def test_unknown_types_and_fields_are_reported() -> None:
    record = '<ref-type name="Hologram">99</ref-type><titles><title>T</title></titles><aura>blue</aura>'
    (paper,), problems = items(document(record))
    assert (paper.type, paper.entry_type) == ("document", "hologram")
    assert dict(paper.custom)["endnote-aura"] == text_of("blue")
    assert [problem.message for problem in problems] == [
        "Entry “T”: unknown reference type “Hologram”; the entry is shown as “Generic”.",
        "Entry “T”: EndNote does not define “aura”; its value is kept, but not shown. "
        "Write the value into another field, or remove it.",
    ]


@pytest.mark.parametrize(
    ("dates", "issued"),
    [
        ("<year>2020</year>", Date((2020,))),
        ("<year>2020</year><pub-dates><date>Jan-Feb</date></pub-dates>", Date((2020, 1), (2020, 2))),
        ("<year>2020</year><pub-dates><date>2020-05-03</date></pub-dates>", Date((2020, 5, 3))),
        ("<year>2020</year><pub-dates><date>May 3, 2020</date></pub-dates>", Date((2020, 5, 3))),
        ("<year>2020</year><pub-dates><date>Spring</date></pub-dates>", Date((2020,), season=1)),
        ("<pub-dates><date>2020/05/03</date></pub-dates>", Date((2020, 5, 3))),
        ("<copyright-dates><date>2019</date></copyright-dates>", Date((2019,))),
    ],
)
def test_dates(dates: str, issued: Date) -> None:
    assert one(f"<dates>{dates}</dates>").issued == issued


@pytest.mark.parametrize(
    ("urls", "url", "links"),
    [
        ("<related-urls><url>&lt;Go to ISI&gt;://WOS:1</url></related-urls>", "", []),
        ("<pdf-urls><url>internal-pdf://a b.pdf</url></pdf-urls>", "", []),
        ("<pdf-urls><url>file:///home/me/a.pdf</url></pdf-urls>", "", []),
        ("<web-urls><url>https://e.org</url></web-urls>", "https://e.org", []),
        ("<related-urls>https://e.org</related-urls>", "https://e.org", []),
        ("<related-urls><url>https://e.org/a/\n  b.html</url></related-urls>", "https://e.org/a/b.html", []),
        (
            "<related-urls><url>https://e.org/a&#xD;https://e.org/b</url></related-urls>",
            "https://e.org/a",
            [Link("url", "https://e.org/b")],
        ),
        (
            "<related-urls><url>https://e.org/a https://e.org/b</url></related-urls>",
            "https://e.org/a",
            [Link("url", "https://e.org/b")],
        ),
        ("<text-urls><url>https://e.org/t</url></text-urls>", "", [Link("text", "https://e.org/t")]),
    ],
)
def test_addresses(urls: str, url: str, links: list[Link]) -> None:
    paper = one(f"<urls>{urls}</urls>")
    assert (paper.url, list(paper.links)) == (url, links)


@pytest.mark.parametrize(
    ("fields", "arxiv", "csl"),
    [
        (
            "<urls><related-urls><url>https://arxiv.org/abs/2101.00001</url></related-urls></urls>",
            "2101.00001",
            "article",
        ),
        (
            "<titles><secondary-title>arXiv preprint arXiv:2101.00001</secondary-title></titles>",
            "2101.00001",
            "article",
        ),
        ("<electronic-resource-num>10.1101/2020.01.01.123456</electronic-resource-num>", "", "article"),
        ("<titles><secondary-title>Nature</secondary-title></titles>", "", "article-journal"),
    ],
)
def test_preprints(fields: str, arxiv: str, csl: str) -> None:
    paper = one(fields)
    assert (paper.arxiv, paper.type, paper.url) == (arxiv, csl, "")
    assert paper.status == ("preprint" if csl == "article" else "")


@pytest.mark.parametrize(
    ("number", "doi", "url"),
    [
        ("DOI 10.1002/jcc.1", "10.1002/jcc.1", ""),
        ("https://doi.org/10.1/x", "10.1/x", ""),
        ("doi:10.1/x", "10.1/x", ""),
        ("https://example.org/x", "", "https://example.org/x"),
        ("ARTN 12", "", ""),
    ],
)
def test_electronic_numbers(number: str, doi: str, url: str) -> None:
    paper = one(f"<electronic-resource-num>{number}</electronic-resource-num>")
    assert (paper.doi, paper.url) == (doi, url)
    assert doi or url or str(dict(paper.custom)["electronic-resource-number"]) == number


@pytest.mark.parametrize(
    ("notes", "note"),
    [
        ("A note", "A note"),
        ("Times Cited:353&#xD;Cited References Count:30", ""),
        ("Ab1cd&#xD;Times Cited:3", "Ab1cd"),
        ("Doe, Jane&#xD;eng&#xD;England&#xD;2010/01/01", ""),
    ],
)
def test_notes_of_databases_are_not_shown(notes: str, note: str) -> None:
    paper = one(f"<notes>{notes}</notes>")
    assert str(paper.note) == note
    assert note == notes or "database-notes" in dict(paper.custom)


@pytest.mark.parametrize(
    ("labels", "keys"),
    [
        (["a", "b"], ["a", "b"]),
        (["a", "a"], ["", ""]),
        (["to read", "b"], ["", "b"]),
    ],
)
def test_labels_are_keys_if_they_can_be(labels: list[str], keys: list[str]) -> None:
    papers, _ = items(document(*(f"<label>{label}</label>" for label in labels)))
    assert [paper.key for paper in papers] == keys
    assert [str(dict(paper.custom).get("label", paper.key)) for paper in papers] == labels


def titled(*names: str) -> str:
    return document(*(f"<titles><title>{name}</title></titles>" for name in names))


@pytest.mark.parametrize(
    ("text", "titles", "faults"),
    [
        (titled("A", "B", "C").replace("B</title>", "B"), ["A", "C"], [(2, 1)]),
        (titled("A", "B").replace("</records></xml>", ""), ["A", "B"], [(2, 0)]),
        (titled("A", "B", "C")[:150], ["A"], [(2, 1)]),
        (titled("A", "R&D", "p < 1"), ["A", "R&D", "p < 1"], [(2, 0), (3, 0)]),
        (titled("A", "<b", "C", "D</x>", "E"), ["A", "C", "E"], [(2, 1), (4, 1)]),
        ("<xml><record><titles><title>A</title></titles></record></xml>", ["A"], []),
        (
            "<xml><group><records><record><titles><title>A</title></titles></record></records></group></xml>",
            ["A"],
            [],
        ),
        ("", [], [(1, 0)]),
        ("<!DOCTYPE xml [<!ENTITY a 'b'>]><xml><records/></xml>", [], [(1, 0)]),
        (titled(*["x"] * 3000), ["x"] * 3000, []),
    ],
)
def test_broken_files(text: str, titles: list[str], faults: list[tuple[int, int]]) -> None:
    papers, problems = items(text)
    assert [str(paper.title) for paper in papers] == titles
    assert {problem.code for problem in problems} <= {Code.SYNTAX}
    assert [(problem.origin.line, problem.entries) for problem in problems] == faults


def test_every_field_of_the_dtd_has_a_row() -> None:
    """The elements of EndNote's DTD (RSXML.dtd) in a record."""
    words = (
        "database source-app rec-number ref-type contributors auth-address auth-affiliation titles periodical"
        " alt-periodical pages volume number issue secondary-volume secondary-issue num-vols edition section"
        " reprint-edition reprint-status keywords dates pub-location publisher orig-pub isbn accession-num"
        " call-num report-id coden electronic-resource-num abstract label image caption notes research-notes"
        " work-type reviewed-item availability remote-source meeting-place work-location work-extent"
        " pack-method size repro-ratio remote-database-name remote-database-provider language urls"
        " access-date modified-date custom1 custom2 custom3 custom4 custom5 custom6 custom7 misc1 misc2 misc3"
    )
    assert set(words.split()) <= {*FIELDS, *OTHERS}
    assert not {*FIELDS} & {*OTHERS}
    assert all(OTHERS.values())


@pytest.mark.parametrize("row", REF_TYPES, ids=lambda row: row.name)
def test_targets_exist(row: Any) -> None:
    assert set(BY_TYPE) <= {row.name for row in REF_TYPES}
    for field, target in targets_of(row.name).items():
        kind, _, name = target.rpartition(":")
        assert kind in ("", "names", "variable", "custom")
        assert (kind == "names" or target in ("author", "editor")) == (field in PEOPLE), (field, target)
        assert kind or name in STRINGS or isinstance(getattr(Publication("k"), name), Text | tuple)
    assert set(fields_of(row.name).values()) <= set(targets_of(row.name))


# Writing

PAPER = Publication(
    "doe:2020",
    "article-journal",
    title=Text(("Growth of ", Span("italic", ("E. coli",)), " & more < 2: ", Span("math", (r"\alpha^2",)))),
    container_title=text_of("Journal of Tests"),
    author=(
        Name("Berg", "Ann", "van der"),
        Name("Roe", "R.", suffix="Jr."),
        Name(literal="A, B"),
        OTHER_PEOPLE,
    ),
    issued=Date((2020, 5, 3)),
    volume="3",
    issue="4",
    page="1-20",
    doi="10.1234/x",
    url="https://example.org/a?b=1&c=2",
    language="de",
    keyword=("a", "b"),
    abstract=text_of("An abstract."),
    links=(Link("pdf", "https://example.org/a.pdf"), Link("pdf2", "private.pdf")),
    variables=(("ISSN", text_of("1234-5678")), ("container-title-short", text_of("J. Tests"))),
)


def test_what_is_written_is_read_again() -> None:
    text = write([PAPER])
    (paper,), problems = items(text)
    assert problems == []
    names = "key type container_title author issued volume issue page doi url language keyword abstract"
    assert dict(paper.variables) == dict(PAPER.variables)
    for name in names.split():
        assert getattr(paper, name) == getattr(PAPER, name), name
    assert str(paper.title) == "Growth of E. coli & more < 2: α²"
    assert paper.title.parts[1] == Span("italic", ("E. coli",))
    assert paper.links == PAPER.links[:1]
    assert "private.pdf" not in text


@pytest.mark.parametrize("csl", [row.csl for row in WORK_TYPES])
def test_every_type_is_written_and_read(csl: str) -> None:
    paper = Publication("k", csl, title=text_of("T"), publisher=text_of("P"), number="7")
    (again,), problems = items(write([paper]))
    assert problems == []
    assert again.type == written_type(csl).csl
    assert (str(again.title), again.key) == ("T", "k")


def test_an_empty_list_is_an_empty_library(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(write([]), encoding="utf-8")
    loaded = load.load(["a.xml"], tmp_path)
    assert (list(loaded.library), loaded.problems) == ([], ())


# Programs of others


@pytest.mark.foreign
def test_bibutils_and_pandoc_read_what_is_written(foreign: Foreign) -> None:
    text = write([PAPER])
    bibtex = foreign.bibutils("xml2bib", foreign.bibutils("endx2xml", text))
    for line in (
        "@Article{doe:2020", 'journal="Journal of Tests"', 'year="2020"', 'volume="3"', 'number="4"',
        'pages="1--20"', 'doi="10.1234/x"', 'issn="1234-5678"', "van der Berg, Ann",
    ):  # fmt: skip
        assert line in bibtex
    (item,) = json.loads(foreign.pandoc("endnotexml", "csljson", text))
    assert (item["id"], item["type"], item["container-title"]) == (
        "doe:2020",
        "article-journal",
        "Journal of Tests",
    )
    assert re.sub(r"<[^>]*>", "", item["title"]) == "Growth of E. coli & more < 2: α²"
    assert item["issued"]["date-parts"] == [[2020]]


def test_fields_of_programs_that_write_them_without_groups() -> None:
    paper = one("<title>T</title><authors>Doe, A.</authors><year>2020</year><url>https://e.org</url>")
    assert (str(paper.title), paper.author, paper.url) == ("T", (Name("Doe", "A."),), "https://e.org")
    assert paper.issued == Date((2020,))


def test_a_second_value_is_reported() -> None:
    (paper,), problems = items(document("<label>k</label>\n<volume>1</volume>\n<volume>2</volume>"))
    assert paper.volume == "1"
    assert [(problem.code, problem.origin.line, problem.place) for problem in problems] == [
        (Code.DUPLICATE_FIELD, 3, "entry “k”")
    ]


def test_the_address_of_a_doi_is_the_doi() -> None:
    urls = "<urls><related-urls><url>http://dx.doi.org/10.1145/1.2</url></related-urls></urls>"
    assert (one(urls).doi, one(urls).url) == ("10.1145/1.2", "")
    other = one(f"<electronic-resource-num>10.1234/x</electronic-resource-num>{urls}")
    assert (other.doi, other.url) == ("10.1234/x", "http://dx.doi.org/10.1145/1.2")
    page = one("<urls><related-urls><url>https://e.org/a?id=10.1145/1.2</url></related-urls></urls>")
    assert (page.doi, page.url) == ("", "https://e.org/a?id=10.1145/1.2")


def test_research_notes_are_private() -> None:
    assert dict(one("<research-notes>bad</research-notes>").custom) == {"annotation": text_of("bad")}
