"""The XML of the ACL Anthology: the meaning of elements, both schemas, and invalid or hostile files."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_pubs.formats.anthology.elements import EVENT as EVENT_ELEMENTS
from sphinxext_pubs.formats.anthology.elements import META as META_ELEMENTS
from sphinxext_pubs.formats.anthology.elements import PAPER as PAPER_ELEMENTS
from sphinxext_pubs.formats.anthology.volumes import read
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.xml import MAX_DEPTH
from sphinxext_pubs.library import load
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import Span

DATA = (Path(__file__).resolve().parents[2] / "../shared/data/xml").resolve()

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
    parsed = list(read([Source("x.xml", text)]))
    papers = [item for item in parsed if isinstance(item, Publication)]
    return papers, [item for item in parsed if isinstance(item, Problem)]


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


def test_papers_without_an_id_or_a_title_are_reported() -> None:
    text = (
        "<collection id='2024.x'><volume id='1'><meta><booktitle>P</booktitle></meta>"
        "<frontmatter/>\n<paper><title>No id</title></paper>\n<paper id='2'><title> </title></paper>"
        "</volume></collection>"
    )
    parsed = list(read([Source("x.xml", text)]))
    keys = [item.key for item in parsed if isinstance(item, Publication)]
    messages = [item.message for item in parsed if isinstance(item, Problem)]
    assert keys == ["2024.x-1.0", "2024.x-1.line-2", "2024.x-1.2"]
    assert messages == [
        "Entry “2024.x-1.line-2”: the entry has no key; this one is made for it. Give it a key.",
        "Entry “2024.x-1.2”: missing title.",
    ]


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


def test_an_external_address_is_the_pdf() -> None:
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
def test_withdrawn_papers_have_a_status(xml: str, status: str) -> None:
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


def test_papers_do_not_inherit_isbn_and_doi() -> None:
    front = "<frontmatter><bibkey>v</bibkey></frontmatter>"
    meta = collection(front + '<paper id="1"><title>T</title><bibkey>p</bibkey></paper>')
    meta = meta.replace("</booktitle>", "</booktitle><isbn>978-3-16-148410-0</isbn><doi>10.1234/v</doi>", 1)
    (volume, paper), problems = items(meta)
    assert problems == []
    assert (volume.doi, str(volume.variable("ISBN"))) == ("10.1234/v", "978-3-16-148410-0")
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
    assert (other.author, other.issued) == ((Name("Name", "Plain"),), Date((2007,)))


def older(name: str, papers: str) -> list[Publication]:
    publications, problems = items(f'<volume id="{name}">{papers}</volume>')
    assert problems == []
    return publications


WORKSHOPS = """
<paper id="0100"><title>First Workshop</title></paper>
<paper id="0101"><title>A</title><author>Karin M&uuml;ller and Kees van Deemter</author></paper>
<paper id="0200"><title>Second Workshop</title><editor>Eva E</editor></paper>
<paper id="0201"><title>B</title><author>MaximilianoSaiz</author></paper>
<paper id="0301"><title>C</title></paper>
"""


def test_older_volumes_are_distinguished_by_ids() -> None:
    papers = older("W01", WORKSHOPS)
    assert [(paper.key, str(paper.container_title)) for paper in papers] == [
        ("W01-0100", ""),
        ("W01-0101", "First Workshop"),
        ("W01-0200", ""),
        ("W01-0201", "Second Workshop"),
        ("W01-0301", ""),
    ]
    assert papers[1].author == (Name("Müller", "Karin"), Name("Deemter", "Kees", "van"))
    assert [len(paper.editor) for paper in papers] == [0, 0, 1, 1, 0]
    assert {paper.issued for paper in papers} == {Date((2001,))}


def test_the_hundredth_paper_is_not_a_volume() -> None:
    papers = older(
        "P99", '<paper id="1000"><title>V</title></paper><paper id="1100"><title>T</title></paper>'
    )
    assert [paper.entry_type for paper in papers] == ["proceedings", "inproceedings"]
    assert {paper.issued for paper in papers} == {Date((1999,))}


def test_older_journals() -> None:
    front = "<title>Computational Linguistics, Volume 30, Number 1, March 2004</title>"
    _, paper = older("J04", f'<paper id="1000">{front}</paper><paper id="1001"><title>T</title></paper>')
    assert (paper.type, str(paper.container_title)) == ("article-journal", "Computational Linguistics")
    assert (paper.volume, paper.issue, paper.issued) == ("30", "1", Date((2004, 3)))
    (alone,) = older("J04", '<paper id="1001"><title>T</title></paper>')
    assert (str(alone.container_title), alone.issued) == ("Computational Linguistics", Date((2004,)))
    journal = "<journal>TACL</journal><volume>2</volume><issue>3</issue><year>2015</year>"
    (paper,) = older("Q14", f'<paper id="1001"><title>T</title>{journal}</paper>')
    values = (str(paper.container_title), paper.volume, paper.issue, paper.issued)
    assert values == ("TACL", "2", "3", Date((2015,)))
    assert paper.custom == ()


def test_attachments_of_older_papers() -> None:
    (paper,) = older(
        "P17",
        '<paper id="1001" href="http://e.org/p.pdf"><title>T</title><dataset>D.zip</dataset><ISBN>1-2</ISBN>'
        "<url>http://www.aclweb.org/anthology/P17-1001</url><software>S.zip</software><attachment/>"
        "<presentation>P.pdf</presentation><revision id='2'>P17-1001v2</revision></paper>",
    )
    folder = "https://aclanthology.org/attachments/"
    assert paper.url == "https://aclanthology.org/P17-1001/"
    assert paper.links == (
        Link("pdf", "https://aclanthology.org/P17-1001.pdf"),
        Link("pdf-2", "http://e.org/p.pdf"),
        Link("data", f"{folder}D.zip"),
        Link("software", f"{folder}S.zip"),
        Link("slides", f"{folder}P.pdf"),
        Link("v2", "https://aclanthology.org/P17-1001v2.pdf"),
    )
    assert (str(paper.variable("ISBN")), paper.custom) == ("1-2", ())


@pytest.mark.parametrize(
    "url",
    [
        "http://www.aclweb.org/anthology/P17-1001",
        "https://www.aclweb.org/anthology/P17-1001.pdf",
        "http://aclweb.org/anthology-new/P/P17/P17-1001.pdf",
        "https://aclanthology.org/P17-1001/",
        "P17-1001",
    ],
)
def test_addresses_of_the_anthology(url: str) -> None:
    (paper,) = older("P17", f'<paper id="1001"><title>T</title><url>{url}</url></paper>')
    assert (paper.url, paper.links) == (
        "https://aclanthology.org/P17-1001/",
        (Link("pdf", "https://aclanthology.org/P17-1001.pdf"),),
    )


def test_pdfs_of_current_files() -> None:
    meta = META.replace('<url hash="x">2031.test-long</url>', '<url type="website">https://e.org</url><pdf/>')
    text = '<frontmatter><pdf hash="1"/></frontmatter><paper id="7"><title>T</title><pdf hash="2"/></paper>'
    (front, paper), problems = items(collection(text, meta=meta))
    assert problems == []
    site = "https://aclanthology.org/2031.test-long"
    assert front.links == (Link("pdf", f"{site}.0.pdf"), Link("website", "https://e.org"))
    assert (paper.url, paper.links) == (f"{site}.7/", (Link("pdf", f"{site}.7.pdf"),))
    assert paper.custom[0][0] == "editor+an:id"
    external = one("<title>T</title><pdf>https://e.org/p.pdf</pdf>")
    assert external.links == (Link("pdf", "https://e.org/p.pdf"),)
    assert one("<title>T</title>").links == ()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Journal of Tests, Volume 15, Number 1, March 1989", "Journal of Tests"),
        ("American Journal of Tests (November 1975)", "American Journal of Tests"),
        ("Transactions of Tests, Volume 12", "Transactions of Tests"),
        ("Transactions of Tests – Volume 1, Issue 1", "Transactions of Tests"),
        ("Tests", "Tests"),
    ],
)
def test_names_of_journals(title: str, name: str) -> None:
    meta = f"<meta><booktitle>{title}</booktitle><year>2031</year></meta>"
    assert str(one("<title>T</title>", meta=meta, kind="journal").container_title) == name


PEOPLE = (
    "<author id='a-b' orcid='0000-0002-1825-0097'><first>A</first><last>B, Jr.</last>"
    "<affiliation>X; &quot;Z&quot;</affiliation><affiliation>Y</affiliation></author>"
    "<author><first>Li</first><last>Wang, Nobody</last>"
    "<variant script='hani'><first>丽</first><last>王</last></variant>"
    "<variant><last>Wang L.</last></variant></author>"
)


def test_annotations_of_people() -> None:
    paper = one(f"<title>T</title>{PEOPLE}")
    assert paper.author == (Name("B", "A", suffix="Jr."), Name("Wang, Nobody", "Li"))
    assert [(name, str(value)) for name, value in paper.custom if name.startswith("author")] == [
        ("author+an:id", '1="a-b"'),
        ("author+an:orcid", '1="0000-0002-1825-0097"'),
        ("author+an:affiliation", "1=\"X, 'Z' and Y\""),
        ("author+an:variant", '2="丽 王 / Wang L."'),
    ]


def test_notes_include_the_reason_of_a_retraction() -> None:
    paper = one("<title>T</title><note>Also <i>here</i>.</note><retracted>Wrong.</retracted>")
    assert (str(paper.note), paper.status) == ("Wrong. Also here.", "retracted")
    assert str(one("<title>T</title><note>Only.</note>").note) == "Only."
    both = one("<title>T</title><note>Three.</note><removed>Two.</removed><retracted>One.</retracted>")
    assert sorted(str(both.note).split()) == ["One.", "Three.", "Two."]
    assert all(name != "note" for name, _ in paper.custom)


def test_descriptions_of_revisions_and_datasets_are_kept() -> None:
    paper = one(
        "<title>T</title><revision id='2' href='x-7v2'>A <b>typo</b>.</revision>"
        "<pwcdataset url='https://e.org/d'>Set</pwcdataset><pwcdataset url=''>Other</pwcdataset>"
    )
    custom = {name: str(value) for name, value in paper.custom}
    assert (custom["revision-2"], custom["datasets"]) == ("A typo.", "Set, Other")
    assert Link("data", "https://e.org/d", "Set") in paper.links


def test_other_elements_of_a_volume() -> None:
    meta = META.replace("</meta>", "<shortbooktitle>TEST</shortbooktitle><volume>4</volume></meta>")
    event = "<event><meta><title>E</title><dates>May 1–3, 2031</dates></meta></event></collection>"
    text = collection('<frontmatter/><paper id="7"><title>T</title></paper>', meta=meta)
    (front, paper), problems = items(text.replace("</collection>", event))
    assert problems == []
    assert (front.volume, str(front.variable("title-short"))) == ("4", "TEST")
    assert (paper.volume, str(paper.variable("container-title-short"))) == ("4", "TEST")
    assert str(paper.variable("event-date")) == "2031-05-01/2031-05-03"


def test_formulas_with_dollars() -> None:
    paper = one(r"<title><tex-math>x \text{if $y$}</tex-math> and <tex-math>a_1</tex-math></title>")
    assert paper.title.parts[0] == Span("math", (r"x \text{if $y$}",))


@pytest.mark.parametrize(
    ("title", "expected", "lines"),
    [
        ("AT&T &eacute;&rsquo;&amp;&lt;&#233;", "AT&T é’&<é", [10]),
        ("a &unknown; b\n&", "a &unknown; b &", [10, 11]),
        ("<![CDATA[a & b]]>", "a & b", []),
    ],
)
def test_ampersands(title: str, expected: str, lines: list[int]) -> None:
    papers, problems = items(collection(f'<paper id="7">\n<title>{title}</title></paper>'))
    assert [str(paper.title) for paper in papers] == [expected]
    assert [(problem.code, problem.origin.line) for problem in problems] == [
        (Code.SYNTAX, line) for line in lines
    ]


def test_unknown_elements_are_kept() -> None:
    assert dict(one("<title>T</title><other>Some <b>thing</b></other>").custom)["other"].parts[0] == "Some "


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
def test_files_that_are_not_of_the_anthology(text: str, code: Code, line: int, message: str) -> None:
    papers, problems = items(text)
    assert papers == []
    assert [(problem.code, problem.origin.line) for problem in problems] == [(code, line)]
    assert message in problems[0].message


def test_a_broken_file_keeps_the_entries_before() -> None:
    papers = "".join(f'<paper id="{n}"><title>T{n}</title></paper>\n' for n in (1, 2, 3))
    text = collection(papers).replace("<title>T3</title>", "<title>T3")
    papers, problems = items(text)
    assert [str(paper.title) for paper in papers] == ["T1", "T2"]
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
def test_every_paper_of_real_volumes_is_read() -> None:
    loaded = load.load(["*.xml"], DATA)
    assert loaded.problems == ()
    papers = list(loaded.library)
    text = "".join(path.read_text("utf-8") for path in sorted(DATA.glob("*.xml")))
    assert len(papers) == text.count("<paper ") + text.count("<frontmatter>")
    assert sum(len(paper.author) for paper in papers) == text.count("<author")
    fronts = [paper for paper in papers if paper.entry_type == "proceedings"]
    assert sum(len(paper.editor) for paper in fronts) == text.count("<editor")
    assert sum(len(paper.award) for paper in papers) == text.count("<award>")
    assert all(paper.issued and paper.title for paper in papers)


def test_a_paper_with_a_key_needs_no_id() -> None:
    papers, problems = items(collection("<paper><bibkey>doe-2031</bibkey><title>T</title></paper>"))
    assert [(paper.key, paper.ids, paper.url) for paper in papers] == [("doe-2031", (), "")]
    assert problems == []


def test_videos_without_a_permission_are_not_linked() -> None:
    paper = one("<title>T</title><video href='a.mp4' permission='false'/><video href='b.mp4'/><video/>")
    assert [link.target for link in paper.links] == ["https://aclanthology.org/b.mp4"]


def test_a_fault_after_a_paper_does_not_lose_it() -> None:
    text = collection("<paper id='1'><title>A</title></paper>").replace("</volume>", "</volumen>")
    papers, problems = items(text)
    assert [str(paper.title) for paper in papers] == ["A"]
    assert [problem.entries for problem in problems] == [0]


def test_unknown_elements_outside_papers_are_reported() -> None:
    text = collection(
        "<paper id='1'><title>A</title></paper><poster/>", meta=META.replace("</meta>", "<x>y</x></meta>")
    )
    assert [problem.message for problem in items(text)[1]] == [
        "The Anthology does not define “<poster>” in “<volume>”; it is ignored.",
        "The Anthology does not define “<x>” in “<meta>”; it is ignored.",
    ]


#: The elements of schema.rnc: of papers and front matter (today's and before 2019), of metadata, of events.
SCHEMA = {
    "paper": "abstract address attachment author award bibkey bibtype booktitle dataset doi editor erratum"
    " href ISBN isbn issue journal language month mrf note pages presentation publisher pwccode pwcdataset"
    " removed retracted revision software title url video volume year",
    "meta": "address booktitle doi editor ISBN isbn journal-issue journal-title journal-volume month"
    " publisher shortbooktitle url venue volume year",
    "event": "colocated links meta talk",
}


def test_every_element_of_the_schema_is_read_or_left_out_for_a_reason() -> None:
    tables = {"paper": PAPER_ELEMENTS, "meta": META_ELEMENTS, "event": EVENT_ELEMENTS}
    for name, elements in SCHEMA.items():
        assert set(elements.split()) <= set(tables[name])
