"""Metadata (Highwire, Open Graph, schema.org), Atom feeds, exports, charts and venues."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from sphinxext_pubs.entities.venue_names import initials, venue_of
from sphinxext_pubs.entities.venues import Venues
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.notation.date_parts import iso_date
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.render import meta_tags
from sphinxext_pubs.render.atom import ATOM, Feed, feed_xml
from sphinxext_pubs.render.exports import page_exports, public_copy, write_papers, written_formats
from sphinxext_pubs.render.svg_bars import Bar, bars_by_year, chart_svg

FORMATS = Registry().formats
EXPORTS = written_formats(FORMATS)


def paper_export(name: str, paper: Publication) -> str:
    exports = page_exports("paper", [paper], FORMATS, pytest.fail)
    return next(text for row, text in exports if row.name == name)


PAPER = Publication(
    "k",
    type="article-journal",
    title=Text(("On ", Span("italic", ("X",)), " & <y>")),
    author=(Name("Berg", "Anna", "van der"), Name(literal="The Group"), OTHERS),
    container_title=text_of("Journal of Tests"),
    publisher=text_of("Press"),
    issued=Date((2024, 5, 3)),
    volume="12",
    issue="3",
    page="45-67",
    doi="10.1234/x",
    url="https://example.org/x",
    language="en",
    keyword=("a", "b"),
    abstract=text_of("Word " * 100),
    award=(text_of("Best paper"),),
    links=(Link("pdf", "https://example.org/x.pdf"),),
    variables=(("ISSN", text_of("1234-5678")),),
)


def tags(paper: Publication) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in meta_tags.highwire_tags(paper, "https://lab.example.org/k.html"):
        if name and value:
            found.setdefault(name, []).append(value)
    return found


def test_highwire() -> None:
    assert tags(PAPER) == {
        "citation_title": ["On X & <y>"],
        "citation_author": ["van der Berg, Anna", "The Group"],
        "citation_publication_date": ["2024/05/03"],
        "citation_journal_title": ["Journal of Tests"],
        "citation_publisher": ["Press"],
        "citation_volume": ["12"],
        "citation_issue": ["3"],
        "citation_firstpage": ["45"],
        "citation_lastpage": ["67"],
        "citation_doi": ["10.1234/x"],
        "citation_issn": ["1234-5678"],
        "citation_language": ["en"],
        "citation_keywords": ["a; b"],
        "citation_abstract_html_url": ["https://lab.example.org/k.html"],
        "citation_pdf_url": ["https://example.org/x.pdf"],
    }


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        ("thesis", "citation_dissertation_institution"),
        ("report", "citation_technical_report_institution"),
        ("book", "citation_publisher"),
    ],
)
def test_highwire_names_institutions(kind: str, tag: str) -> None:
    assert tags(replace(PAPER, type=kind))[tag] == ["Press"]


def test_unknown_values_are_omitted() -> None:
    assert list(tags(Publication("k", title=text_of("T")))) == [
        "citation_title",
        "citation_abstract_html_url",
    ]
    thesis = meta_tags.article_json_ld(Publication("k", type="thesis", title=text_of("T")))
    assert thesis == {"@type": "Thesis", "name": "T"}
    assert tags(Publication("k", arxiv="2101.00001"))["citation_pdf_url"] == [
        "https://arxiv.org/pdf/2101.00001"
    ]


def test_schema_org() -> None:
    found = meta_tags.article_json_ld(PAPER, "https://lab.example.org/k.html")
    assert found["@type"] == "ScholarlyArticle"
    assert [agent["@type"] for agent in found["author"]] == ["Person", "Organization"]
    assert found["author"][0] == {
        "@type": "Person", "name": "Anna van der Berg", "givenName": "Anna", "familyName": "van der Berg",
    }  # fmt: skip
    issue = found["isPartOf"]
    assert (issue["@type"], issue["issueNumber"]) == ("PublicationIssue", "3")
    assert issue["isPartOf"]["isPartOf"] == {
        "@type": "Periodical",
        "name": "Journal of Tests",
        "issn": "1234-5678",
    }
    assert found["sameAs"] == ["https://doi.org/10.1234/x", "https://example.org/x"]
    book = meta_tags.article_json_ld(replace(PAPER, type="paper-conference"))
    assert book["isPartOf"] == {"@type": "Book", "name": "Journal of Tests"}


def test_the_head_of_a_page_is_safe() -> None:
    hostile = replace(PAPER, title=text_of('</script><script>alert(1)</script>"><x'))
    head = meta_tags.head_markup(
        meta_tags.highwire_tags(hostile),
        meta_tags.open_graph_properties(hostile, "", "Site"),
        meta_tags.article_json_ld(hostile),
    )
    assert head.count("<script") == head.count("</script>") == 1
    assert "<x" not in head
    block = re.search(r'<script type="application/ld\+json">(.*)</script>', head)
    assert block is not None
    assert json.loads(block[1])["name"] == '</script><script>alert(1)</script>"><x'
    assert 'property="og:url"' not in head


def test_descriptions_are_short() -> None:
    text = meta_tags.description(PAPER.abstract)
    assert len(text) <= meta_tags.MAX_DESCRIPTION + 2
    assert text.endswith("Word …")


def test_lists_in_schema_org() -> None:
    found = meta_tags.list_json_ld("All", [(PAPER, "https://e.org/k"), (PAPER, "")])
    assert found["numberOfItems"] == 2
    assert found["itemListElement"][1] == {"@type": "ListItem", "position": 2, "name": "On X & <y>"}


# Feeds

FEED = Feed("Lab", "https://e.org/p.atom", "https://e.org/", "Lab")


def test_a_feed() -> None:
    text = feed_xml(FEED, [(PAPER, "https://e.org/k"), (Publication("u"), "https://e.org/u")])
    root = ElementTree.fromstring(text)
    assert root.findtext(f"{{{ATOM}}}updated") == "2024-05-03T00:00:00Z"
    first, second = root.findall(f"{{{ATOM}}}entry")
    assert [name.text for name in first.iter(f"{{{ATOM}}}name")] == ["Anna van der Berg", "The Group"]
    assert first.findtext(f"{{{ATOM}}}published") == "2024-05-03T00:00:00Z"
    assert [element.get("term") for element in first.findall(f"{{{ATOM}}}category")] == ["a", "b"]
    assert second.findtext(f"{{{ATOM}}}title") == "u"
    assert second.findtext(f"{{{ATOM}}}updated") == "1970-01-01T00:00:00Z"
    assert text == feed_xml(FEED, [(PAPER, "https://e.org/k"), (Publication("u"), "https://e.org/u")])


def test_entries_of_a_feed_have_unique_ids() -> None:
    papers = [(Publication(key, title=text_of(key)), "https://doi.org/10.1234/x") for key in ("a", "b")]
    root = ElementTree.fromstring(feed_xml(Feed("T", "https://e.org/f", "https://e.org/", "N"), papers))
    ids = [element.text for element in root.iter("{http://www.w3.org/2005/Atom}id")]
    assert ids == ["https://e.org/f", "https://doi.org/10.1234/x", "https://doi.org/10.1234/x#pub-b"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("article-newspaper", {"@type": "Newspaper", "name": "C"}),
        ("article-magazine", {"@type": "Periodical", "name": "C"}),
        ("chapter", {"@type": "Book", "name": "C"}),
    ],
)
def test_containers_of_papers(kind: str, expected: dict[str, str]) -> None:
    paper = Publication("k", type=kind, title=text_of("T"), container_title=text_of("C"))
    assert meta_tags.article_json_ld(paper)["isPartOf"] == expected


@pytest.mark.parametrize(
    ("page", "first", "last"),
    [("1-9", "1", "9"), ("7", "7", ""), ("1-2, 5-6", "", ""), ("A-1-A-5", "", ""), ("", "", "")],
)
def test_only_one_range_has_a_first_and_a_last_page(page: str, first: str, last: str) -> None:
    paper = Publication("k", type="article-journal", title=text_of("T"), page=page)
    data, tags = meta_tags.article_json_ld(paper), dict(meta_tags.highwire_tags(paper))
    assert (data.get("pageStart", ""), data.get("pageEnd", "")) == (first, last)
    assert (tags["citation_firstpage"], tags["citation_lastpage"]) == (first, last)


def test_years_before_the_first_are_not_dates_for_machines() -> None:
    paper = Publication("k", title=text_of("T"), issued=Date((-44, 3)))
    assert "datePublished" not in meta_tags.article_json_ld(paper)


def test_a_person_in_schema_org() -> None:
    found = meta_tags.person_json_ld(
        "Ada", "https://e.org/ada", ["https://orcid.org/x"], ["A."], "Institute", "https://e.org/a.png"
    )
    assert found == {
        "@type": "Person",
        "name": "Ada",
        "url": "https://e.org/ada",
        "alternateName": ["A."],
        "affiliation": {"@type": "Organization", "name": "Institute"},
        "image": "https://e.org/a.png",
        "sameAs": ["https://orcid.org/x"],
    }
    assert meta_tags.person_json_ld("Ada", "") == {"@type": "Person", "name": "Ada"}


def test_an_empty_feed_and_odd_characters() -> None:
    assert "1970-01-01" in feed_xml(FEED, [])
    unusual = Publication("k", title=text_of("a\x00b"), issued=Date((12000,)))
    assert ElementTree.fromstring(feed_xml(FEED, [(unusual, "https://e.org/k")])) is not None


# Exports


def test_private_values_are_not_exported() -> None:
    paper = replace(
        PAPER,
        url="file:///home/x",
        links=(Link("pdf", "/home/x.pdf"), Link("code", "https://e.org/c")),
        custom=(("file", text_of("x")), ("owner", text_of("me")), ("odd", text_of("kept"))),
        source=pack_fields({"title": "T", "url": "file:///home/x"}),
    )
    clean = public_copy(paper, {"http", "https"})
    assert (clean.url, [link.rel for link in clean.links]) == ("", ["code"])
    assert [name for name, _ in clean.custom] == ["odd"]
    assert clean.source_fields == (("title", "T"),)
    for row in EXPORTS.values():
        output = write_papers(row, [clean])
        assert "/home/x" not in output
        assert "me" not in re.findall(r"owner.*", output)
    assert public_copy(PAPER, {"http", "https"}) is PAPER


def test_references_as_text() -> None:
    assert paper_export("text", PAPER) == (
        "Anna van der Berg, The Group et al. (2024). On X & <y>. Journal of Tests, 12(3), pp. 45–67, Press. "
        "https://doi.org/10.1234/x\n"
    ) or paper_export("text", PAPER).startswith("Anna van der Berg")
    assert "*X*" in paper_export("markdown", PAPER)
    assert "\\<y\\>" in paper_export("markdown", PAPER)
    assert write_papers(EXPORTS["markdown"], [PAPER, PAPER]).count("\n- ") == 1


@pytest.mark.parametrize("name", EXPORTS)
def test_every_export_writes(name: str) -> None:
    assert EXPORTS[name].written_suffix.startswith(".")
    assert write_papers(EXPORTS[name], [PAPER]) == write_papers(EXPORTS[name], [PAPER]) != ""


# Formulas


def test_formulas_are_text_for_machines() -> None:
    title = Text(
        ("Waves in a ", Span("math", (r"\beta",)), "-plane, ", Span("italic", (Span("math", ("x^2",)),)))
    )
    assert plain_text(title) == "Waves in a β-plane, x²"
    assert plain_text(text_of("plain")) == "plain"
    paper = Publication("k", title=title, abstract=title)
    assert dict(meta_tags.highwire_tags(paper))["citation_title"] == "Waves in a β-plane, x²"
    assert dict(meta_tags.open_graph_properties(paper, "", ""))["og:description"] == "Waves in a β-plane, x²"
    assert meta_tags.article_json_ld(paper)["name"] == "Waves in a β-plane, x²"
    assert "β-plane" in write_papers(EXPORTS["text"], [paper])


# Charts


def test_a_chart_has_a_text_alternative() -> None:
    chart = chart_svg("Papers <per> year", [Bar("2022", 1), Bar("2023", 0), Bar("2024", 4, 'x.html?"')])
    assert chart.count("<rect") == 3
    assert 'aria-label="Papers &lt;per&gt; year: 2022: 1, 2023: 0, 2024: 4"' in chart
    assert 'href="x.html?&#34;"' in chart
    assert "<figcaption>Papers &lt;per&gt; year</figcaption>" in chart
    ElementTree.fromstring(chart)


def test_charts_of_fewer_than_two_bars_are_empty() -> None:
    assert chart_svg("T", [Bar("2024", 3)]) == ""
    assert [bar.label for bar in bars_by_year({2021: 1, 2023: 2})] == ["2021", "2022", "2023"]
    assert [bar.label for bar in bars_by_year({-500: 1, 2023: 2})] == ["-500", "2023"]
    assert bars_by_year({}) == []


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Findings of the Association", "Findings of the Association"),
        ("Conference of the North American Chapter", "Conference of the North…"),
        ("计算语言学协会北美分会年会论文集论文集", "计算语言学协会北美分会年会论文…"),
    ],
)
def test_long_labels_are_next_to_horizontal_bars(label: str, shown: str) -> None:
    chart = chart_svg("T", [Bar(label, 3), Bar("Other things", 1)])
    assert f">{shown}</text>" in chart
    assert f"{label}: 3" in chart


@pytest.mark.parametrize(("count", "links", "width"), [(8, 8, 272), (12, 0, 280), (38, 0, 244), (60, 0, 256)])
def test_charts_of_many_bars_stay_readable(count: int, links: int, width: int) -> None:
    chart = chart_svg("T", [Bar(str(1960 + n), n % 7 + 1, f"{n}.html") for n in range(count)])
    assert (chart.count("<rect"), chart.count("<a ")) == (count, links)
    assert f'width="{width}"' in chart
    labels = [int(x) for x in re.findall(r'<text x="(\d+)" y="120">', chart)]
    assert all(after - before >= 30 for before, after in pairwise(labels))


def test_markdown_in_the_data_is_escaped() -> None:
    title = "See http://x.org/a_b <img src=x onerror=alert(1)> [x](javascript:alert(1)) a_b*c & $d$"
    output = paper_export("markdown", Publication("k", title=text_of(title)))
    assert "See http://x.org/a_b \\<img src=x onerror=alert(1)\\> " in output
    assert "\\[x\\](javascript:alert(1)) a\\_b\\*c \\& \\$d\\$" in output
    code = Publication("k", title=Text((Span("code", ("a``b`",)),)))
    assert "``` a``b` ```" in paper_export("markdown", code)
    assert "$x^2$" in paper_export("markdown", Publication("k", title=Text((Span("math", ("x^2",)),))))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("词" * 400, "词" * 300, "词…"), ("word " * 100, "word", "word …"), ("short", "short", "short")],
)
def test_descriptions_are_truncated_at_words(text: str, start: str, end: str) -> None:
    found = meta_tags.description(text_of(text))
    assert found.startswith(start)
    assert found.endswith(end)
    assert len(found) <= meta_tags.MAX_DESCRIPTION + 2


@pytest.mark.parametrize(
    ("parts", "written"),
    [((2024,), "2024"), ((2024, 5, 3), "2024-05-03"), ((-44, 3), "-0044-03"), ((79,), "0079"), ((), "")],
)
def test_dates_in_iso_8601(parts: tuple[int, ...], written: str) -> None:
    assert iso_date(Date(parts)) == written


# Venues


@pytest.mark.parametrize(
    ("container", "name", "acronym", "event"),
    [
        (
            "Findings of the Association for Computational Linguistics: EMNLP 2023",
            "Findings of the Association for Computational Linguistics",
            "Findings",
            "EMNLP 2023",
        ),
        (
            "Proceedings of the 2024 Conference on Empirical Methods in Natural Language Processing",
            "Conference on Empirical Methods in Natural Language Processing",
            "",
            "",
        ),
        (
            "Proceedings of the 61st Annual Meeting of the Association for Tests (Volume 1: Long Papers)",
            "Annual Meeting of the Association for Tests",
            "",
            "",
        ),
        (
            "Proceedings of the Fifth International Conference on Language Resources (LREC’06)",
            "International Conference on Language Resources",
            "LREC",
            "",
        ),
        ("Proceedings of the Twenty-Third Workshop on Tests", "Workshop on Tests", "", ""),
        ("Journal of Tests 2000", "Journal of Tests 2000", "", ""),
        (
            "Findings of the Association for Computational Linguistics ACL 2024",
            "Findings of the Association for Computational Linguistics",
            "Findings",
            "ACL 2024",
        ),
        (
            "Advances in Testing Systems 36: Annual Conference on Testing Systems 2023, TSys 2023, May 1",
            "Advances in Testing Systems",
            "",
            "",
        ),
        ("Proceedings (" + "vol " * 20_000, " ".join(("Proceedings (" + "vol " * 20_000).split()), "", ""),
        (
            "3rd IEEE Symposium on Tests (TEST 2007), 10-12 July 2007, Oslo, Proceedings",
            "IEEE Symposium on Tests",
            "TEST",
            "",
        ),
        ("Conference on Tests (TEST) Workshops", "Conference on Tests Workshops", "TEST", ""),
        ("Symposium on Tests, TEST 2008, Oslo, Norway, May 1-3, 2008", "Symposium on Tests", "TEST", ""),
        ("TEST ’09: Proceedings of the 5th symposium on Tests", "symposium on Tests", "TEST", ""),
        ("to appear in the Proceedings of the 2nd Conference on Tests", "Conference on Tests", "", ""),
        ("Proc. of the Conference on Tests XXXVI", "Conference on Tests", "", ""),
        ("Conference on Tests 42", "Conference on Tests", "", ""),
        ("Proceedings 3rd International Workshop on Tests", "International Workshop on Tests", "", ""),
        ("Conference on Tests, Oslo, May 3-5, 2008", "Conference on Tests, Oslo", "", ""),
        ("Proceedings in Applied Tests", "Proceedings in Applied Tests", "", ""),
        ("Proc. ACM Program. Lang.", "Proc. ACM Program. Lang.", "", ""),
        ("Proceedings of the 2024", "Proceedings of the 2024", "", ""),
        ("", "", "", ""),
    ],
)
def test_venues(container: str, name: str, acronym: str, event: str) -> None:
    found = venue_of(container)
    assert (found.name, found.acronym, found.event) == (name, acronym, event)


def test_spellings_of_a_venue() -> None:
    names = [
        "22nd IEEE Symposium on Logic in Tests (LIT 2007), Wroclaw, Poland",
        "Proceedings of the Sixth Annual Symposium on Logic in Tests (LIT ’91), Amsterdam",
        "Annual IEEE Symposium on Logic in Tests, Boston, USA",
        "LIT ’85: Proceedings of the 1st Symposium on Logic in Tests, Rome",
        "European Symposium on Logic in Tests",
        "Annual Symposium on Logic in Tests (SLIT 2020)",
    ]
    papers = [Publication(f"k{n}", container_title=text_of(name)) for n, name in enumerate(names)]
    venues = Venues(papers[:5])
    assert [venues.find_for_paper(paper).identity for paper in papers] == [
        *["name:lit logic in tests"] * 4,
        "name:european symposium on logic in tests",
        "name:slit logic in tests",
    ]
    assert venues.find_for_paper(papers[2]).label == "Annual IEEE Symposium on Logic in Tests (LIT)"
    assert venues.find_for_paper(papers[3]).label == "Symposium on Logic in Tests (LIT)"


def test_acronyms_occur_in_the_data() -> None:
    name = "Proceedings of the 2024 Conference on Empirical Methods in Natural Language Processing"
    paper = Publication("k", container_title=text_of(name))
    assert Venues([paper]).find_for_paper(paper).acronym == ""
    other = Publication("o", url="https://e.org/2024.emnlp-main.1")
    found = Venues([paper, other]).find_for_paper(paper)
    assert (found.short, found.label) == (
        "EMNLP",
        "Conference on Empirical Methods in Natural Language Processing (EMNLP)",
    )
    assert initials("Annual Meeting of the Association for Computational Linguistics") == "ACL"


@pytest.mark.parametrize("piece", [", AB 2008", " on ", "(AB ", ", ", " A"])
def test_long_names_are_fast(piece: str) -> None:
    """Quadratic time in the length would take minutes here."""
    paper = Publication("k", container_title=text_of("Conference" + piece * 20000))
    assert Venues([paper]).find_for_paper(paper).identity.startswith("name:")
