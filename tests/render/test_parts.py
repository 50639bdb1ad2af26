"""A new part of an entry, added as one row of the table: it is printed everywhere, without other edits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docutils import nodes

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import EMPTY, Span, Text, text_of
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.render.entry_options import make_entry_options
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.facts import part_facts
from sphinxext_pubs.render.html import HtmlRenderer, TemplateError
from sphinxext_pubs.render.layouts import LAYOUTS, PREVIEW, Layout, Line
from sphinxext_pubs.render.nodes import list_nodes
from sphinxext_pubs.render.parts import PARTS, Part
from sphinxext_pubs.render.references import full_reference
from sphinxext_pubs.render.tree import (
    BAR,
    BOX,
    COMMA,
    Link,
    Run,
    Tree,
    enclose,
    join_trees,
    plain_text,
    rich_text,
    run,
)
from tests.conftest import PAPERS, Project
from tests.render.test_html import FULL


def funding(paper: Publication, entry: EntryView) -> Tree:
    """Return who funded a paper."""
    return run("pubs-funding", entry.text(dict(paper.custom).get("funding", EMPTY)))


TABLE = Table((*PARTS.rows, Part(name="funding", help="Who funded it.", label="Funding", value=funding)))
IN_PREVIEWS = Table((*PARTS.rows, replace(TABLE["funding"], in_preview=True)))
FUNDED = replace(FULL, custom=(*FULL.custom, ("funding", text_of("EU & https://erc.europa.eu"))))
HTML = 'EU &amp; <a href="https://erc.europa.eu">https://erc.europa.eu</a>'
RENDERER = HtmlRenderer(parts=TABLE)


def view(
    layout: Layout, *, table: Table[Part] = TABLE, paper: Publication = FUNDED, **options: object
) -> EntryView:
    """Return the view of a paper with the part."""
    entry_options = make_entry_options(layout, parts=table, **options)  # type: ignore[arg-type]
    return EntryView(paper, entry_options, reference=full_reference(Cited(paper)))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_shows_a_new_part_in_html_if_a_list_does(layout: Layout) -> None:
    html = RENDERER.entry(view(layout, show=["funding"]), layout)
    assert html.count("pubs-funding") == 1
    assert html.count(HTML) == 1
    assert "pubs-funding" not in RENDERER.entry(view(layout), layout)
    assert "pubs-funding" not in RENDERER.entry(view(layout, show=["funding"], paper=FULL), layout)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_shows_a_new_part_in_nodes_if_a_list_does(layout: Layout) -> None:
    for shown, show in (1, ["funding"]), (0, []):
        entry = view(layout, show=show, folds=False)
        found = [
            node
            for top in list_nodes([entry], layout, parts=TABLE)
            for node in top.findall(nodes.inline)
            if "pubs-funding" in node["classes"]
        ]
        assert [node.astext() for node in found] == ["EU & https://erc.europa.eu"] * shown


def test_it_is_a_line_or_a_sentence_or_a_column() -> None:
    lines, sentence, column = (
        RENDERER.entry(view(LAYOUTS[name], show=["funding"]), LAYOUTS[name])
        for name in ("anthology", "compact", "table")
    )
    assert f'\n<p class="pubs-funding">{HTML}</p>\n' in lines
    assert f'\n<span class="pubs-funding">{HTML}</span>.\n' in sentence
    assert f'data-label="Funding"><span class="pubs-funding">{HTML}</span></td>' in column


def test_a_preview_shows_it_if_the_row_says_so() -> None:
    for table, shown in (TABLE, False), (IN_PREVIEWS, True):
        names = [part.name for part in table.rows if part.in_preview]
        entry = view(PREVIEW, table=table, show=names, folds=False)
        html = HtmlRenderer(parts=table).preview(entry, "a.html")
        assert (f'<p class="pubs-funding">{HTML}</p>' in html) is shown


def test_the_page_of_a_paper_has_it_as_a_fact() -> None:
    (fact,) = part_facts(view(LAYOUTS["anthology"], show=["funding"]), TABLE)
    assert (fact.name, fact.label, str(fact.values[0].text)) == (
        "funding",
        "Funding",
        "EU & https://erc.europa.eu",
    )
    assert list(part_facts(view(LAYOUTS["anthology"], show=PARTS), TABLE)) == []


def test_templates_print_parts_by_name() -> None:
    layout = Layout(
        name="short",
        help="Short.",
        parts=("title", "funding"),
        template="short.html",
        source="<p>{{ entry.title }}: {{ parts.funding }} {{ parts['cited-by'] }}{{ parts.cited_by }}</p>",
    )
    renderer = HtmlRenderer(parts=TABLE, layouts=Table((*LAYOUTS.rows, layout)))
    html = renderer.entry(view(layout), layout)
    assert html == f'<p>{FULL.title}: <span class="pubs-funding">{HTML}</span> </p>'


def test_a_template_of_a_layout_that_fails_is_replaced_by_the_lines() -> None:
    layout = Layout(name="short", help="Short.", parts=("title",), source="{{ nonsense }}")
    renderer = HtmlRenderer(layouts=Table((*LAYOUTS.rows, layout)))
    with pytest.raises(TemplateError, match=r"^pubs/short.html"):
        renderer.entry(view(layout), layout)
    assert '<article class="pubs-entry pubs-short"' in renderer.entry(view(layout), layout, builtin=True)


def test_a_table_from_outside_needs_only_its_columns() -> None:
    layout = Layout(name="brief", help="Brief.", parts=("year", "title"), columns=("year", "title"))
    entry = view(layout, grouped=())
    assert RENDERER.frame(entry.columns, layout).count("<th ") == 2
    assert RENDERER.entry(entry, layout).count("<td ") == 2
    (table,) = list_nodes([entry], layout, parts=TABLE)
    cells = [cell.astext().strip() for cell in table.findall(nodes.entry)]
    assert cells == ["Year", "Title", "2024", "Prompts for O(n)"]


def test_a_layout_without_templates_and_writers_has_lines() -> None:
    layout = Layout(
        name="timeline",
        help="By date.",
        parts=("year", "title", "funding"),
        lines=(Line(parts=("(year)", "title")), Line(parts=("funding",))),
    )
    html = RENDERER.entry(view(layout), layout)
    assert '<article class="pubs-entry pubs-timeline"' in html
    assert '<p><span class="pubs-year">(2024)</span> <strong class="pubs-title"' in html
    (_, container) = list_nodes([view(layout, folds=False)], layout, parts=TABLE)
    assert container.astext().split("\n\n") == ["(2024) Prompts for O(n)", "EU & https://erc.europa.eu"]


# In builds

CONF = """
pubs_pages = ["paper"]
man_pages = [("index", "test", "Test", ["nobody"], 1)]
"""


@pytest.fixture
def funded(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project with the part in its table, and a page that shows it and cites the paper."""
    monkeypatch.setattr(Registry, "parts", IN_PREVIEWS)
    bib = PAPERS.replace("year = 2023", "year = 2023, funding = {The EU}")
    return project.write({"papers.bib": bib, "index.rst": PAGE})


PAGE = "T\n=\n\n:paper:`ko-2023`\n\n.. publications::\n   :show: funding\n"


@pytest.mark.parametrize(
    ("builder", "name", "expected"),
    [
        ("html", "index.html", '<p class="pubs-funding">The EU</p>'),
        ("html", "papers/ko-2023.html", '<dt>Funding</dt>\n<dd class="pubs-fact-funding">The EU</dd>'),
        ("text", "index.txt", "\n   The EU\n"),
        ("latex", "test.tex", r"\DUrole{pubs-funding}{The EU}"),
        ("man", "test.1", "\nThe EU\n"),
        ("epub", "index.xhtml", '<span class="pubs-funding">The EU</span>'),
    ],
)
def test_every_builder_writes_it(funded: Project, builder: str, name: str, expected: str) -> None:
    built = funded.build(builder, conf=CONF)
    assert built.warnings == []
    assert expected in (built.outdir / name).read_text(encoding="utf-8")


def test_the_directives_and_settings_know_it(funded: Project) -> None:
    funded.write({"index.rst": "T\n=\n\n.. publication:: ko-2023\n\n.. publications::\n   :show: fundin\n"})
    built = funded.build(conf='\npubs_hide = ["doi"]\n')
    assert [line for line in built.warnings if "Did you mean “funding”?" in line] == built.warnings
    assert len(built.warnings) == 1
    assert built.body().count('<p class="pubs-funding">The EU</p>') == 1


def test_a_layout_from_outside_works_without_templates_in_every_builder(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = Layout(
        name="timeline", help="By date.", parts=("year", "title"), lines=(Line(parts=("(year)", "title")),)
    )
    monkeypatch.setattr(Registry, "layouts", Table((*LAYOUTS.rows, layout)))
    project.write({"index.rst": "T\n=\n\n.. publications::\n   :group-by: none\n"})
    conf = f'{CONF}\npubs_layout = "timeline"\n'
    html = project.build(conf=conf)
    assert html.warnings == []
    assert '<article class="pubs-entry pubs-timeline"' in html.body()
    assert '<p><span class="pubs-year">(2023)</span> <strong' in html.body()
    text = project.build("text", conf=conf)
    assert "\n   (2023) **On Layers**\n" in (text.outdir / "index.txt").read_text(encoding="utf-8")


# Trees


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param((), "", id="nothing"),
        pytest.param(join_trees([("a",), (), ("b",)], BAR), "a | b", id="a bar"),
        pytest.param(join_trees([("a",), ("b",)], COMMA), "a, b", id="a comma"),
        pytest.param(join_trees([("a",), ("b",)], BOX), "a; b", id="boxes"),
        pytest.param(enclose((Run("x", ("a",)),), "(", ")"), "(a)", id="parentheses in a run"),
        pytest.param(enclose(("a", Run("x", ("b",))), "(", ")"), "(ab)", id="parentheses"),
        pytest.param((Link((Text(("a", Span("bold", ("b",)))),), "x.html"),), "ab", id="a link"),
    ],
)
def test_plain_text(tree: Tree, expected: str) -> None:
    assert plain_text(tree) == expected


def test_rich_text_keeps_links() -> None:
    tree = (Run("x", (Link(("a",), "x.html"), Link(("b",), ""))),)
    assert rich_text(tree) == Text((Span("link", ("a",), "x.html"), "b"))
