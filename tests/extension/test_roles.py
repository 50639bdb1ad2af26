"""The roles of citations: labels, targets, several keys, DOIs, warnings, inventories."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sphinx.util.inventory import InventoryFile

from tests.conftest import PAPERS, Built, Project

Page = Callable[..., Built]
WITH_LIST = "T\n=\n\n{}\n\n.. publications::\n"

CITATIONS = {
    ":paper:`ko-2023`": [("#pub-ko-2023", "Ko (2023)")],
    ":paper:t:`yang-2024`": [("#pub-yang-2024", "Yang et al. (2024)")],
    ":paper:`this work <yang-2024>`": [("#pub-yang-2024", "this work")],
    ":paper:`yang-2024, ko-2023`": [("#pub-yang-2024", "Yang et al. (2024)"), ("#pub-ko-2023", "Ko (2023)")],
    ":paper:`10.1234/emnlp.1`": [("#pub-yang-2024", "Yang et al. (2024)")],
    ":paper:`https://doi.org/10.1234/EMNLP.1`": [("#pub-yang-2024", "Yang et al. (2024)")],
    ":paper:title:`ko-2023`": [("#pub-ko-2023", "On Layers")],
    ":paper:authors:`yang-2024`": [("#pub-yang-2024", "Yang et al.")],
    ":paper:year:`yang-2024`": [("#pub-yang-2024", "2024")],
    ":paper:year:`old-note`": [("#pub-old-note", "n.d.")],
}


@pytest.mark.parametrize(("source", "links"), CITATIONS.items(), ids=CITATIONS.keys())
def test_citations(page: Page, source: str, links: list[tuple[str, str]]) -> None:
    built = page(WITH_LIST.format(source))
    assert built.warnings == []
    paragraph = re.search(r"<p>(.*?)</p>", built.body(), re.DOTALL)
    assert paragraph
    found = re.findall(
        r'<a class="reference internal" href="([^"]*)"[^>]*><span[^>]*>(.*?)</span></a>', paragraph[1]
    )
    assert found == links


def test_any_finds_papers(page: Page) -> None:
    built = page(WITH_LIST.format(":any:`ko-2023`"))
    assert built.warnings == []
    assert re.search(r'href="#pub-ko-2023"[^>]*><span[^>]*>Ko \(2023\)', built.body())


def test_parentheses_surround_all_citations(page: Page) -> None:
    built = page(WITH_LIST.format(":paper:p:`yang-2024, ko-2023`"))
    assert "(Yang et al., 2024; Ko, 2023)" in re.sub("<[^>]*>", "", built.body())


def test_a_leading_exclamation_mark_makes_no_link(page: Page) -> None:
    built = page(WITH_LIST.format(":paper:`!nowhere`"))
    assert built.warnings == []
    assert ">nowhere<" in built.body()


ODD = PAPERS + "@misc{a<b>;c, title = {Odd}, doi = {10.1002/(SICI)1097-0258(1998)17:1<1::AID>3.0.CO;2-#}}\n"


def test_dois_with_angle_brackets(page: Page) -> None:
    source = WITH_LIST.format(":paper:`10.1002/(SICI)1097-0258(1998)17:1<1::AID>3.0.CO;2-#`")
    built = page(source, papers__bib=ODD)
    assert built.warnings == []
    assert 'href="#pub-a-b-c-' in built.body()


def test_targets_in_the_order_of_the_contract(project: Project) -> None:
    project.write(
        {
            "index.rst": (
                ":paper:`ko-2023`\n\nI\n=\n\n.. toctree::\n\n   later\n   here\n   first\n   second\n"
            ),
            "later.rst": "L\n=\n\n:paper:`ko-2023` :paper:`yang-2024`\n",
            "here.rst": "H\n=\n\n:paper:`ko-2023`\n\n.. publications:: :year: 2023\n",
            "first.rst": "F\n=\n\n.. publications:: :year: 2023\n",
            "second.rst": "S\n=\n\n:paper:`ko-2023`\n\n.. publications:: :year: 2023\n",
        }
    )
    built = project.build()
    assert [warning.partition(":")[0] for warning in built.warnings] == ["later.rst"]
    assert "“yang-2024” is cited here, but not listed anywhere" in built.warnings[0]

    def targets(name: str) -> list[str]:
        return re.findall(
            r'<a class="reference [a-z]+" href="([^"]*)"[^>]*><span class="xref paper', built.page(name)
        )

    assert targets("index") == ["here.html#pub-ko-2023"]
    assert targets("later") == ["here.html#pub-ko-2023", "https://doi.org/10.1234/emnlp.1"]
    assert targets("here") == ["#pub-ko-2023"]
    assert targets("second") == ["#pub-ko-2023"]


def test_an_unknown_key_names_the_nearest(page: Page) -> None:
    built = page(WITH_LIST.format(":paper:`yang-2042` and :paper:`zzz`"))
    assert built.warnings == [
        "index.rst:4: WARNING: Unknown key “yang-2042”. Did you mean “yang-2024”? [pubs.unknown_key]",
        "index.rst:4: WARNING: Unknown key “zzz”. [pubs.unknown_key]",
    ]


@pytest.mark.parametrize(("written", "word"), [("ko-2023, p. 3", "p. 3"), ("see ko-2023", "see ko-2023")])
def test_words_around_keys_need_an_at_sign(page: Page, written: str, word: str) -> None:
    (warning,) = page(WITH_LIST.format(f":paper:p:`{written}`")).warnings
    assert f"Unknown key “{word}”. Put an @ before the key to add words and pages" in warning


def test_an_unlisted_paper_is_text_and_reported(page: Page) -> None:
    built = page("T\n=\n\n:paper:`ko-2023`\n")
    assert "Ko (2023)" in built.body()
    assert len(built.warnings) == 1
    assert "[pubs.unshown]" in built.warnings[0]


def test_warnings_can_be_suppressed(page: Page) -> None:
    built = page(WITH_LIST.format(":paper:`zzz`"), conf='\nsuppress_warnings = ["pubs.unknown_key"]\n')
    assert built.warnings == []


def test_papers_are_in_the_inventory_and_the_search(page: Page) -> None:
    built = page(WITH_LIST.format("Text."))
    with (built.outdir / "objects.inv").open("rb") as stream:
        inventory = InventoryFile.load(stream, "", lambda base, uri: uri)
    found = inventory["paper:paper"]
    assert sorted(found) == ["10.1234/emnlp.1", "ko-2023", "old-note", "yang-2024"]
    assert "Yang et al. (2024)" in str(found["yang-2024"])
    assert "index.html#pub-yang-2024" in str(found["yang-2024"])
    index = built.page("searchindex", ".js")
    assert "pub-yang-2024" in index
    assert "transfer" in index


def test_another_project_cites_them(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    lab = project.write({"index.rst": "T\n=\n\n.. publications::\n"}).build()
    other = Project(tmp_path_factory.mktemp("other"))
    other.src.mkdir()
    other.write(
        {"index.rst": "T\n=\n\n:external+lab:paper:`ko-2023`, :paper:`yang-2024`, :paper:`10.1234/emnlp.1`\n"}
    )
    inventory = lab.outdir / "objects.inv"
    built = other.build(
        conf='\nextensions.append("sphinx.ext.intersphinx")\npubs_sources = []\n'
        f'intersphinx_mapping = {{"lab": ("https://lab.example.org", {str(inventory)!r})}}\n'
    )
    assert built.warnings == []
    links = re.findall(r'href="(https://lab[^"]*)"[^>]*><span[^>]*>([^<]*)<', built.body())
    assert links == [
        ("https://lab.example.org/index.html#pub-ko-2023", "Ko (2023)"),
        ("https://lab.example.org/index.html#pub-yang-2024", "Yang et al. (2024)"),
        ("https://lab.example.org/index.html#pub-yang-2024", "Yang et al. (2024)"),
    ]


def test_myst_cites_as_rest_does(page: Page) -> None:
    built = page("# T\n\n{paper}`ko-2023`, {paper:year}`ko-2023`\n\n```{publications}\n```\n", md=True)
    assert built.warnings == []
    assert "Ko (2023)" in built.body()
