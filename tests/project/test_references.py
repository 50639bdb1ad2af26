"""References in the styles of lists: our own, and CSL styles by an engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sphinxext_pubs.citations.csl import pandoc
from sphinxext_pubs.citations.csl.pandoc import find_pandoc
from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.model.publication import Library, Publication
from sphinxext_pubs.model.rich_text import Text, text_of
from sphinxext_pubs.project.references import StyledReferences, styles_in_conf
from sphinxext_pubs.project.settings import Settings
from sphinxext_pubs.project.tables import Tables
from tests.project.conftest import PAPERS, PlainSite, csl_style, make_graph, make_request, read_bibtex

needs_engine = pytest.mark.skipif(find_pandoc() is None, reason="the extra csl is not installed")


@dataclass
class Styled:
    """References of a project in a folder, with what is asked of it and what it reports."""

    folder: Path
    bibtex: str = PAPERS
    settings: Settings = field(default_factory=Settings)
    tables: Tables = field(default_factory=Tables)
    joint: dict[str, Text] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "mine.csl").write_text(csl_style("Mine: "), encoding="utf-8")
        self.library = read_bibtex(self.bibtex)
        self.site = PlainSite(confdir=self.folder, srcdir=self.folder, doctreedir=self.folder)
        self.references = StyledReferences(
            self.settings,
            self.tables,
            self.site,
            papers=self.papers,
            joint=lambda style: self.joint,
            report=lambda problem: self.problems.append(f"{problem.origin.path}: {problem.message}"),
        )

    def papers(self, style: str) -> Library:
        self.asked.append(style)
        return self.library

    def paper(self, key: str) -> Publication:
        paper = self.library.get(key)
        assert paper is not None
        return paper

    def reference(self, key: str, style: str) -> str:
        graph = make_graph(self.tables, self.library, self.site)
        return str(self.references.reference(graph.cited(self.paper(key)), style))


OWN = "Jongwoo Ko (2023). On Layers. Journal of Layers. https://doi.org/10.1000/Layers"


@pytest.mark.parametrize("style", ["author-year", "numeric", "alpha"])
def test_our_own_styles_write_the_same_reference_without_an_engine(tmp_path: Path, style: str) -> None:
    styled = Styled(tmp_path)
    assert styled.reference("ko", style) == OWN
    assert (styled.asked, styled.problems) == ([], [])


@needs_engine
def test_a_csl_style_writes_all_its_references_at_once(tmp_path: Path) -> None:
    styled = Styled(tmp_path)
    assert styled.reference("ko", "mine.csl") == "Mine: On layers 2023"
    assert styled.reference("yang", "mine.csl") == "Mine: Easy transfer 2024"
    assert (styled.asked, styled.problems) == (["mine.csl"], [])


@needs_engine
def test_a_reference_that_was_written_with_the_citations_comes_first(tmp_path: Path) -> None:
    styled = Styled(tmp_path, joint={"ko": text_of("Mine: On layers 2023a")})
    assert styled.reference("ko", "mine.csl") == "Mine: On layers 2023a"
    assert styled.reference("yang", "mine.csl") == "Mine: Easy transfer 2024"


@needs_engine
def test_a_paper_that_the_engine_writes_nothing_of_is_shown_in_our_own_style(tmp_path: Path) -> None:
    styled = Styled(tmp_path, PAPERS + "@misc{bare, author = {Doe, Jane}, note = {x}}\n")
    (tmp_path / "mine.csl").write_text(csl_style("").replace("issued", "accessed"), encoding="utf-8")
    assert styled.reference("bare", "mine.csl") == "Jane Doe. x."
    assert styled.reference("ko", "mine.csl") == "On layers"
    assert len(styled.problems) == 1
    assert styled.problems[0].startswith("papers.bib: ")
    for part in ("“bare” has no reference", "the style prints nothing of it", "mine.csl"):
        assert part in styled.problems[0]


@needs_engine
def test_many_papers_without_a_reference_are_one_problem(tmp_path: Path) -> None:
    many = "".join(f"@misc{{bare{number}, author = {{Doe, Jane}}, note = {{x}}}}\n" for number in range(9))
    styled = Styled(tmp_path, many)
    (tmp_path / "mine.csl").write_text(csl_style("").replace("issued", "accessed"), encoding="utf-8")
    assert styled.reference("bare0", "mine.csl") == "Jane Doe. x."
    (problem,) = styled.problems
    assert "“bare0” has no reference" in problem
    assert "and so are 8 other papers" in problem


@needs_engine
def test_a_paper_that_was_not_in_the_batch_is_shown_in_our_own_style(tmp_path: Path) -> None:
    styled = Styled(tmp_path, "@misc{other, title = {Other}}")
    paper = read_bibtex(PAPERS).get("ko")
    assert paper is not None
    assert str(styled.references.reference(Cited(paper), "mine.csl")) == OWN
    assert styled.problems == []


def test_without_an_engine_references_are_in_our_own_style(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    styled = Styled(tmp_path, settings=Settings(style="mine.csl"))
    assert styled.reference("ko", "mine.csl") == OWN
    assert styled.references.digest() == []
    assert (styled.asked, styled.problems) == ([], [])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("mine.csl", "<style", "is not valid XML"),
        ("missing.csl", "", "the style file “missing.csl” does not exist"),
        ("../mine.csl", "", "is not in the source directory"),
    ],
)
def test_a_style_that_is_invalid_is_reported_once_and_replaced(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / "mine.csl").write_text(csl_style(""), encoding="utf-8")
    (tmp_path / "docs").mkdir()
    styled = Styled(tmp_path / "docs")
    if content:
        (styled.folder / name).write_text(content, encoding="utf-8")
    assert styled.references.style(name).csl is None
    assert styled.reference("ko", name) == OWN
    assert len(styled.problems) == 1
    assert styled.problems[0].startswith("conf.py: ")
    assert f"“{name}”" in styled.problems[0]
    assert message in styled.problems[0]


def test_conf_may_name_a_style_outside_the_source_directory(tmp_path: Path) -> None:
    (tmp_path / "outside.csl").write_text(csl_style("Outside: "), encoding="utf-8")
    (tmp_path / "docs").mkdir()
    styled = Styled(tmp_path / "docs", settings=Settings(style="../outside.csl"))
    csl = styled.references.style("../outside.csl").csl
    assert csl is not None
    assert "Outside: " in csl.alone
    assert styled.problems == []


ANSWERS = {
    "index": [(make_request(style="b.csl"), "digest"), (make_request(style="numeric"), "digest")],
    "papers": [(make_request(), "digest"), ("another query", "digest"), (make_request(style="a.csl"), "")],
}


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        (Settings(), ["a.csl", "b.csl"]),
        (Settings(style="z.csl"), ["a.csl", "b.csl", "z.csl"]),
        (Settings(style="alpha"), ["a.csl", "b.csl"]),
        (Settings(page_styles=("p.csl",)), ["a.csl", "b.csl"]),
        (Settings(page_styles=("p.csl",), pages=("author",)), ["a.csl", "b.csl"]),
        (Settings(page_styles=("p.csl",), pages=("paper",)), ["a.csl", "b.csl", "p.csl"]),
    ],
    ids=["lists", "project", "built in", "no pages", "pages of people only", "pages of papers"],
)
def test_csl_styles_are_those_of_lists_project_and_pages(
    tmp_path: Path, settings: Settings, names: list[str]
) -> None:
    assert Styled(tmp_path, settings=settings, tables=Tables(answers=ANSWERS)).references.names() == names


@pytest.mark.parametrize(
    ("style", "pages", "expected"),
    [
        ("numeric", (), True),
        ("p.csl", ("paper",), True),
        ("p.csl", ("venue",), False),
        ("other.csl", ("paper",), False),
    ],
)
def test_pages_have_references_in_the_styles_that_conf_names(
    style: str, pages: tuple[str, ...], expected: bool
) -> None:
    settings = Settings(style="numeric", page_styles=("p.csl",), pages=pages)
    assert (style in styles_in_conf(settings)) is expected


@needs_engine
def test_all_references_are_written_before_they_are_asked_for(tmp_path: Path) -> None:
    answers = {"index": [(make_request(style=name), "") for name in ("broken.csl", "mine.csl")]}
    styled = Styled(tmp_path, tables=Tables(answers=answers))
    (tmp_path / "broken.csl").write_text("<style", encoding="utf-8")
    styled.references.write_all()
    assert styled.asked == ["mine.csl"]
    assert styled.reference("ko", "mine.csl") == "Mine: On layers 2023"
    assert styled.asked == ["mine.csl"]


@needs_engine
def test_the_digest_of_references_changes_with_style_and_language(tmp_path: Path) -> None:
    answers = {"index": [(make_request(style=name), "") for name in ("broken.csl", "mine.csl")]}
    styled = Styled(tmp_path, tables=Tables(answers=answers))
    first = styled.references.digest()
    assert [name for name, _, _ in first] == ["mine.csl"]
    assert styled.references.digest() == first
    other = Styled(tmp_path, tables=Tables(answers=answers))
    other.site.language = "pt_BR"
    (other_language,) = other.references.digest()
    assert other_language[:2] == first[0][:2]
    assert other_language[2].startswith("pt-BR ")
    (tmp_path / "mine.csl").write_text(csl_style("Changed: "), encoding="utf-8")
    (changed,) = styled.references.digest()
    assert changed[1] != other_language[1]
