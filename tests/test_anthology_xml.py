"""The ACL Anthology's XML: what each element gives, both schemas, and what is broken or hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_pubs import sources
from sphinxext_pubs.formats.anthology_xml import read
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.xml_tree import MAX_DEPTH
from sphinxext_pubs.model import Date, Link, Name, Publication
from sphinxext_pubs.problems import Code, Problem
from sphinxext_pubs.text import Span

DATA = (Path(__file__).resolve().parents[1] / "../shared/data/xml").resolve()

META = """<meta>
<booktitle>Proceedings of the First <fixed-case>TEST</fixed-case> (Volume 1)</booktitle>
<editor id="e-one"><first>Eva</first><last>Editor</last></editor>
<publisher>Press</publisher><address>Oslo, Norway</address><month>May</month><year>2031</year>
<url hash="x">2031.test-long</url><venue>test</venue></meta>
"""


def collection(papers: str, *, meta: str = META, kind: str = "proceedings", name: str = "2031.test") -> str:
    volume = f'<volume id="long" type="{kind}">\n{meta}{papers}</volume>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<collection id="{name}">\n{volume}\n</collection>\n'


def items(text: str) -> tuple[list[Publication], list[Problem]]:
    found = list(read([Source("x.xml", text)]))
    papers = [item for item in found if isinstance(item, Publication)]
    return papers, [item for item in found if isinstance(item, Problem)]


def one(paper: str, **parts: str) -> Publication:
    papers, problems = items(collection(f'<paper id="7"><bibkey>k</bibkey>{paper}</paper>', **parts))
    assert problems == []
    return papers[0]


PAPER = (
    "<title>On <fixed-case>X</fixed-case> and <tex-math>a^{2}b</tex-math>, <i>in <b>brief</b></i></title>"
    "<author><first>Ann</first><last>van Aa</last></author><author><last>Mononym</last></author>"
    "<pages>1–15</pages><doi>10.1234/k</doi><url hash='1'>2031.test-long.7</url>"
    "<abstract>See <url>https://example.org</url>.\nIt   works.</abstract>"
    "<award>Best paper</award><award>Best demo</award><language>fra</language>"
)


def test_a_paper() -> None:
    paper = one(PAPER)
    assert (paper.key, paper.type, paper.entry_type) == ("k", "paper-conference", "inproceedings")
    assert str(paper.title) == "On X and a^{2}b, in brief"
    assert paper.title.parts[1] == Span("no-case", ("X",))
    assert Span("math", ("a^{2}b",)) in paper.title.parts
    assert paper.author == (Name("van Aa", "Ann"), Name("Mononym", ""))
    assert paper.editor == (Name("Editor", "Eva"),)
    assert str(paper.container_title) == "Proceedings of the First TEST (Volume 1)"
    assert (str(paper.publisher), str(paper.publisher_place)) == ("Press", "Oslo, Norway")
    assert paper.issued == Date((2031, 5))
    assert (paper.page, paper.doi, paper.language) == ("1-15", "10.1234/k", "fr")
    assert paper.url == "https://aclanthology.org/2031.test-long.7/"
    assert paper.links == (Link("pdf", "https://aclanthology.org/2031.test-long.7.pdf"),)
    assert paper.ids == ("2031.test-long.7",)
    assert [str(award) for award in paper.award] == ["Best paper", "Best demo"]
    assert str(paper.abstract) == "See https://example.org. It works."
    assert paper.origin.line == 9
    assert str(dict(paper.custom)["editor+an:id"]) == '1="e-one"'


@pytest.mark.parametrize(
    ("xml", "links"),
    [
        (
            '<attachment type="software">a.zip</attachment>',
            [Link("software", "https://aclanthology.org/attachments/a.zip")],
        ),
        (
            '<attachment type="presentation">https://example.org/s.pdf</attachment>',
            [Link("slides", "https://example.org/s.pdf")],
        ),
        (
            "<attachment>a.pdf</attachment>",
            [Link("attachment", "https://aclanthology.org/attachments/a.pdf")],
        ),
        ('<video href="v.mp4"/>', [Link("video", "https://aclanthology.org/v.mp4")]),
        ('<video href="v.mp4"/><video href="v.mp4"/>', [Link("video", "https://aclanthology.org/v.mp4")]),
        (
            '<video href="v.mp4"/><video href="w.mp4"/>',
            [
                Link("video", "https://aclanthology.org/v.mp4"),
                Link("video-2", "https://aclanthology.org/w.mp4"),
            ],
        ),
        ('<pwccode url="https://example.org/c">c</pwccode>', [Link("code", "https://example.org/c")]),
        ('<pwccode url="" additional="true"/>', []),
        (
            '<revision id="2" href="x-1v2" hash="1">Typo.</revision>',
            [Link("v2", "https://aclanthology.org/x-1v2.pdf")],
        ),
        ("<erratum>x-1e1</erratum>", [Link("erratum", "https://aclanthology.org/x-1e1.pdf")]),
        ("<url>https://example.org/p.pdf</url>", [Link("pdf", "https://example.org/p.pdf")]),
    ],
)
def test_links(xml: str, links: list[Link]) -> None:
    assert list(one(f"<title>T</title>{xml}").links) == links


def test_an_address_elsewhere_is_the_pdf() -> None:
    assert (
        one("<title>T</title><url>https://e.org/p.pdf</url>").url
        == "https://aclanthology.org/2031.test-long.7/"
    )


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        ("<retracted date='2031-06-01'>Wrong.</retracted>", "retracted"),
        ("<removed>Wrong.</removed>", "withdrawn"),
    ],
)
def test_what_is_withdrawn_says_so(xml: str, status: str) -> None:
    paper = one(f"<title>T</title>{xml}")
    assert (paper.status, str(paper.note)) == (status, "Wrong.")


def test_the_volume_is_an_entry() -> None:
    front = "<frontmatter><url>2031.test-long.0</url><bibkey>test-2031-first</bibkey></frontmatter>"
    papers, problems = items(collection(front))
    assert problems == []
    (volume,) = papers
    assert (volume.key, volume.type, volume.entry_type) == ("test-2031-first", "book", "proceedings")
    assert str(volume.title) == "Proceedings of the First TEST (Volume 1)"
    assert (volume.author, volume.editor) == ((), (Name("Editor", "Eva"),))
    assert not volume.container_title


def test_the_isbn_and_the_doi_of_a_volume_are_its_own() -> None:
    front = "<frontmatter><bibkey>v</bibkey></frontmatter>"
    meta = collection(front + '<paper id="1"><title>T</title><bibkey>p</bibkey></paper>')
    meta = meta.replace("</booktitle>", "</booktitle><isbn>978-3-16-148410-0</isbn><doi>10.1/v</doi>", 1)
    (volume, paper), problems = items(meta)
    assert problems == []
    assert (volume.doi, str(volume.variable("ISBN"))) == ("10.1/v", "978-3-16-148410-0")
    assert (paper.doi, paper.variables) == ("", ())


JOURNAL = (
    "<meta><booktitle>Journal of Tests, Volume 15, Number 1, March 2031</booktitle><year>2031</year>"
    "<journal-volume>15</journal-volume><journal-issue>1</journal-issue></meta>"
)


def test_a_journal() -> None:
    paper = one("<title>T</title>", meta=JOURNAL, kind="journal")
    assert (paper.type, str(paper.container_title)) == ("article-journal", "Journal of Tests")
    assert (paper.volume, paper.issue, paper.issued) == ("15", "1", Date((2031,)))
    titled = JOURNAL.replace("<year>", "<journal-title>JT</journal-title><year>")
    assert str(one("<title>T</title>", meta=titled).container_title) == "JT"


@pytest.mark.parametrize(
    ("name", "volume", "expected"),
    [
        ("2031.test", "long", "2031.test-long.7"),
        ("P18", "1", "P18-1007"),
        ("W06", "3", "W06-0307"),
        ("C69", "1", "C69-0107"),
        ("D19", "1", "D19-1007"),
        ("D19", "50", "D19-5007"),
        ("D19", "²", "D19-²007"),
    ],
)
def test_ids(name: str, volume: str, expected: str) -> None:
    text = collection('<paper id="7"><title>T</title></paper>', name=name).replace('"long"', f'"{volume}"')
    assert items(text)[0][0].key == expected


def test_the_event_of_a_collection() -> None:
    event = "<event id='e'><meta><title>The First Test</title><location>Oslo</location></meta></event>"
    text = collection('<paper id="7"><title>T</title></paper>').replace(
        "</collection>", event + "</collection>"
    )
    paper = items(text)[0][0]
    assert (str(paper.event_title), str(paper.event_place)) == ("The First Test", "Oslo")


OLD = """<volume id="P06">
<paper id="1000"><title>Proceedings of the Old</title><editor><first>Eva</first><last>E</last></editor>
<month>July</month><year>2006</year>
<publisher>Press</publisher><address>Oslo</address></paper>
<paper id="1001"><title>T</title><author><first>A</first><last>B</last></author><pages>1-2</pages></paper>
<paper id="2000"><title>Proceedings of the Other</title>
<editor><first>F</first><last>F</last></editor></paper>
<paper id="2001"><title>U</title><author>Plain Name</author><year>2007</year></paper>
</volume>"""


def test_the_older_schema() -> None:
    papers, problems = items(OLD)
    assert problems == []
    assert [(paper.key, paper.entry_type) for paper in papers] == [
        ("P06-1000", "proceedings"),
        ("P06-1001", "inproceedings"),
        ("P06-2000", "proceedings"),
        ("P06-2001", "inproceedings"),
    ]
    first, other = papers[1], papers[3]
    assert str(first.container_title) == "Proceedings of the Old"
    assert (first.editor, first.issued) == ((Name("E", "Eva"),), Date((2006, 7)))
    assert str(other.container_title) == "Proceedings of the Other"
    assert (other.author, other.issued) == ((Name(literal="Plain Name"),), Date((2007,)))


def test_what_is_not_known_is_kept() -> None:
    assert dict(one("<title>T</title><odd>Some <b>thing</b></odd>").custom)["odd"].parts[0] == "Some "


@pytest.mark.parametrize(
    ("text", "code", "line", "message"),
    [
        ("<!DOCTYPE c [<!ENTITY a 'b'>]>\n<collection id='x'/>", Code.SYNTAX, 1, "document type"),
        ("<?xml version='1.0'?>\n<feed/>", Code.NOT_BIBTEX, 2, "<feed>"),
        ("<collection id='x'><volume>", Code.SYNTAX, 1, "no element found"),
        ("<collection>" * (MAX_DEPTH + 5), Code.SYNTAX, 1, f"more than {MAX_DEPTH} deep"),
        ("", Code.SYNTAX, 1, "no element found"),
    ],
)
def test_what_is_no_anthology(text: str, code: Code, line: int, message: str) -> None:
    papers, problems = items(text)
    assert papers == []
    assert [(problem.code, problem.origin.line) for problem in problems] == [(code, line)]
    assert message in problems[0].message


def test_a_broken_file_keeps_what_stands_before() -> None:
    papers = "".join(f'<paper id="{n}"><title>T{n}</title></paper>\n' for n in (1, 2, 3))
    text = collection(papers).replace("<title>T3</title>", "<title>T3")
    found, problems = items(text)
    assert [str(paper.title) for paper in found] == ["T1", "T2"]
    assert [problem.code for problem in problems] == [Code.SYNTAX, Code.SYNTAX]
    assert sum(problem.entries for problem in problems) == 1


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<author><first>A</first><last>B</last></author>", Code.VALUE),
        ("<title>T</title><author/>", Code.NAME),
        ("<title>T</title><year>20x1</year>", Code.DATE),
    ],
)
def test_faults_of_a_paper(xml: str, code: Code) -> None:
    papers, problems = items(collection(f'<paper id="7">{xml}</paper>'))
    assert len(papers) == 1
    assert [problem.code for problem in problems] == [code]
    assert "x.xml:" in str(problems[0].origin)


def test_many_elements_are_read() -> None:
    assert items(collection(f'<paper id="1"><title>{"<b>x</b>" * 20000}</title></paper>'))[0]


@pytest.mark.skipif(not DATA.is_dir(), reason="shared/data/xml is not here")
def test_real_volumes_are_accounted_for() -> None:
    loaded = sources.load(["*.xml"], DATA)
    assert loaded.problems == ()
    papers = list(loaded.library)
    text = "".join(path.read_text("utf-8") for path in sorted(DATA.glob("*.xml")))
    assert len(papers) == text.count("<paper ") + text.count("<frontmatter>")
    assert sum(len(paper.author) for paper in papers) == text.count("<author")
    fronts = [paper for paper in papers if paper.entry_type == "proceedings"]
    assert sum(len(paper.editor) for paper in fronts) == text.count("<editor")
    assert sum(len(paper.award) for paper in papers) == text.count("<award>")
    assert all(paper.issued and paper.title for paper in papers)
