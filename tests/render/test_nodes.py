"""Entries as docutils nodes, and math without scripts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docutils.core
import pytest
from docutils import nodes
from docutils.utils.math import latex2mathml
from docutils.writers import get_writer_class

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.entities.venue_names import Venue
from sphinxext_pubs.entities.venues_file import KnownVenue
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Span, SpanKind, Text, text_of
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.render.entry_options import make_entry_options
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.entry_views import CitingView, PlaceView
from sphinxext_pubs.render.layouts import LAYOUTS, Layout
from sphinxext_pubs.render.mathml import (
    MAX_DEPTH,
    MAX_LENGTH,
    math_node,
    mathml,
    to_mathml,
    to_unicode,
    unicode_node,
)
from sphinxext_pubs.render.nodes import list_nodes
from sphinxext_pubs.render.nodes_inline import MakeMath, text_nodes
from sphinxext_pubs.render.parts import PARTS
from sphinxext_pubs.render.references import full_reference

FIXTURES = Path(__file__).parents[1] / "fixtures/nodes"

PAPER = Publication(
    key="yang-2024",
    type="paper-conference",
    title=Text(("Prompts for ", Span("math", ("O(n)",)))),
    container_title=text_of("Proceedings of EMNLP"),
    author=(Name(family="Yang", given="Yongjin"), Name(family="Ko", given="Jongwoo")),
    issued=Date((2024,)),
    page="1--9",
    doi="10.1234/x",
    abstract=text_of("See https://example.org/code."),
    links=(Link("pdf", "https://example.org/paper.pdf"),),
    source=pack_fields({"title": "Prompts", "year": "2024"}),
)
VENUE = Venue(
    "Empirical Methods", "EMNLP", "", KnownVenue("emnlp", "E", "EMNLP", (), "https://example.org", "#0a7")
)
CITING = CitingView("A & B", "a.html#cite-a-x", (PlaceView("2", "a.html#cite-a-x-2"),))
FULL = replace(
    PAPER,
    author=(*PAPER.author, OTHERS),
    editor=(Name(family="Al-Onaizan", given="Yaser"),),
    award=(text_of("Best paper"), text_of("Honourable mention")),
    status="in press",
    note=Text(("Said ", Span("italic", ("aloud",)))),
    keyword=("prompts", "long-context models"),
    custom=(("author+an", text_of("1=equal;2=equal,corresponding")),),
    links=(*PAPER.links, Link("image", "p/a b.png")),
)
PICTURES = {"p/a b.png": "papers/p/a b.png"}
#: The types of top-level nodes of a list.
TOPS = (nodes.target, nodes.container, nodes.table)


def _venue(publication: Publication) -> Venue:
    return VENUE if publication.container_title else Venue("")


def build_nodes(publication: Publication, layout: Layout, **options: object) -> list[nodes.Node]:
    """Return an entry as nodes, as for a builder without folds."""
    entry_options = make_entry_options(layout, folds=False, venue=_venue, **options)  # type: ignore[arg-type]
    cited_by = (CITING,) if publication is FULL else ()
    reference = full_reference(Cited(publication))
    view = EntryView(
        publication,
        entry_options,
        number="1.",
        reference=reference,
        members=(text_of("A. Member (2020). M."),) if publication is FULL else (),
        cited_by=cited_by,
    )
    return list_nodes([view], layout)


def text(found: list[nodes.Node]) -> str:
    return "\n".join(node.astext() for node in found)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_nodes_of_a_layout(layout: Layout) -> None:
    found = build_nodes(
        FULL, layout, show=PARTS, highlight=lambda name: name.family == "Ko", pictures=PICTURES
    )
    assert all(isinstance(node, TOPS) for node in found)
    expected = (FIXTURES / f"{layout.name}.txt").read_text(encoding="utf-8")
    output = "".join(node.pformat() for node in found)
    assert output.replace('internal="True"', 'internal="1"') == expected  # as docutils before 0.22 has it


def _rule(view: EntryView, make_math: MakeMath) -> list[nodes.Node]:
    return [nodes.transition()]


def test_a_layout_has_its_own_writer() -> None:
    layout = replace(LAYOUTS["compact"], name="ruled", nodes=f"{__name__}:_rule")
    *_, container = build_nodes(PAPER, layout)
    assert [type(node) for node in container.children] == [nodes.transition]
    assert container["classes"] == ["pubs-entry", "pubs-ruled"]


def test_the_first_occurrence_begins_with_a_target() -> None:
    layout = LAYOUTS["anthology"]
    first, second = (EntryView(PAPER, make_entry_options(folds=False), occurrence=count) for count in (1, 2))
    target, _ = list_nodes([first], layout)
    assert isinstance(target, nodes.target)
    assert target["ids"] == ["pub-yang-2024"]
    assert [type(node) for node in list_nodes([second], layout)] == [nodes.container]


def test_a_table_has_a_row_for_each_entry_and_its_id_in_the_first_cell() -> None:
    options = make_entry_options(LAYOUTS["table"], folds=False, columns=["year", "title"])
    views = [
        EntryView(replace(FULL, key=key, abstract=EMPTY), options, number="1.") for key in ("one", "two")
    ]
    (table,) = list_nodes(views, LAYOUTS["table"])
    rows = list(table.findall(nodes.row))
    assert [[cell.astext().strip() for cell in row.children] for row in rows] == [
        ["Year", "Title"],
        ["2024", "1. Prompts for O(n)\n\nBest paper; Honourable mention; in press"],
        ["2024", "1. Prompts for O(n)\n\nBest paper; Honourable mention; in press"],
    ]
    assert [target["ids"] for row in rows for target in row[0].findall(nodes.target)] == [
        ["pub-one"],
        ["pub-two"],
    ]


def test_a_list_without_entries_is_empty() -> None:
    assert [list_nodes([], layout) for layout in LAYOUTS.values()] == [[]] * len(LAYOUTS)


def test_buttons_that_open_folds_are_left_out() -> None:
    layout = LAYOUTS["anthology"]
    found = list_nodes([EntryView(PAPER, make_entry_options())], layout)
    assert text(found).strip().splitlines()[0] == "[pdf] [doi]"


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("part", [*sorted(PARTS), "everything"])
def test_no_part_leaves_an_empty_node(layout: Layout, part: str) -> None:
    hide = PARTS if part == "everything" else {part}
    found = build_nodes(FULL, layout, show=PARTS, hide=hide, pictures=PICTURES)
    for top in found:
        for node in top.findall(nodes.Element):
            assert node.children or isinstance(node, (*TOPS, nodes.image, nodes.colspec)), node
    every = build_nodes(FULL, layout, show=PARTS, pictures=PICTURES)
    if part in layout.without or (layout.name == "reference" and part in {"note", "status"}):
        return
    assert len("".join(node.pformat() for node in found)) < len("".join(node.pformat() for node in every))


def test_compact_is_one_line() -> None:
    assert text(build_nodes(PAPER, LAYOUTS["compact"])).strip() == (
        "1. Y. Yang, J. Ko (2024). Prompts for O(n). Proceedings of EMNLP, pp. 1–9. [pdf] [doi]"
    )


@pytest.mark.parametrize("writer", ["latex", "xhtml", "manpage", "xml"])
def test_writers_of_docutils_accept_the_nodes(writer: str) -> None:
    document = docutils.core.publish_doctree("Papers\n======\n\nA list.\n\nMore\n====\n\nText.\n")
    for layout in LAYOUTS.values():
        document[-1] += build_nodes(FULL, layout, show=PARTS, hide=["bibtex"])
    output = docutils.core.publish_from_doctree(
        document,
        writer=get_writer_class(writer)(),
        settings_overrides={
            "output_encoding": "unicode",
            "warning_stream": "",
            "use_latex_citations": True,
            "legacy_column_widths": False,
        },
    )
    assert "Jongwoo Ko" in output


def test_people_with_pages() -> None:
    view = EntryView(PAPER, make_entry_options(folds=False), people_hrefs=("a.html", ""))
    _, container = list_nodes([view], LAYOUTS["anthology"])
    links = [node["refuri"] for node in container.findall(nodes.reference) if "Y" in node.astext()]
    assert links == ["a.html"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("italic", "<emphasis>a<b</emphasis>"),
        ("bold", "<strong>a<b</strong>"),
        ("small-caps", '<inline classes="pubs-small-caps">a<b</inline>'),
        ("sub", "<subscript>a<b</subscript>"),
        ("sup", "<superscript>a<b</superscript>"),
        ("code", "<literal>a<b</literal>"),
        ("no-case", "a<b"),
        ("math", "<math>a<b</math>"),
        ("link", '<reference refuri="https://x.org/">a<b</reference>'),
    ],
)
def test_spans(kind: SpanKind, expected: str) -> None:
    target = "https://x.org/" if kind == "link" else ""
    (node,) = text_nodes(Text((Span(kind, ("a<b",), target),)))
    assert str(node) == expected


# Maths


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
        ("a<b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
        (r"\alpha", "<mi>α</mi>"),
        (
            r"n\log n",
            '<mi>n</mi><mspace width="0.167em"></mspace><mi>log</mi><mo>\u2061</mo>'
            '<mspace width="0.167em"></mspace><mi>n</mi>',
        ),
        (r"\sin+x", "<mi>sin</mi><mo>\u2061</mo><mo>+</mo><mi>x</mi>"),
        (r"\sqrt{2}", "<msqrt><mn>2</mn></msqrt>"),
    ],
)
def test_mathml(tex: str, expected: str) -> None:
    assert to_mathml(tex) == f"<math>{expected}</math>"


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{1}{1-\epsilon}",
        r"\mathbb{R}^{n\times m}",
        r"\mathcal{O}(n \log n)",
        r"\left(\sum_{i=1}^n x_i\right)",
        r"\operatorname{arg\,max}_\theta",
        r"\sin x",
        r"\begin{matrix}a & b\\c & d\end{matrix}",
        r"\text{if } x",
        r"\hat{x}' \le \ell_1",
    ],
)
def test_common_math_is_well_formed(tex: str) -> None:
    found = to_mathml(tex)
    assert found is not None
    root = ElementTree.fromstring(found)
    assert "".join(root.itertext()).strip()
    assert "&Apply" not in found


HOSTILE_TEX = [
    pytest.param(r"\href{javascript:alert(1)}{x}", id="link"),
    pytest.param(r'\hspace{1em" onclick="alert(1)}', id="attribute"),
    pytest.param(r'\cfrac[l" onclick="alert(1)]{a}{b}', id="option"),
    pytest.param(r'\mathbf{"><script>alert(1)</script>}', id="markup"),
    pytest.param(r"\text{<script>alert(1)</script>}", id="markup in text"),
    pytest.param(r"\begin{x<script>}a\end{x<script>}", id="environment"),
    pytest.param("{" * 5000 + "}" * 5000, id="deep"),
    pytest.param(r"\sqrt[" * 300, id="options that do not end"),
    pytest.param(r"\frac" * 300, id="fractions without parts"),
    pytest.param("{" * 39 + "}" * 39, id="braces around nothing"),
    pytest.param(r"\left( x", id="bracket that does not close"),
    pytest.param("}", id="brace that was not opened"),
    pytest.param("x^", id="exponent that is missing"),
    pytest.param("\\", id="backslash"),
    pytest.param("&&\\\\&", id="cells outside a table"),
    pytest.param("", id="nothing"),
    pytest.param(r"\end{matrix}", id="end without begin"),
    pytest.param("x" * (MAX_LENGTH + 1), id="long"),
]


@pytest.mark.parametrize("tex", HOSTILE_TEX)
def test_hostile_math_is_harmless_and_raises_nothing(tex: str) -> None:
    root = ElementTree.fromstring(mathml(tex))
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        assert name in ("code", "span") or name.startswith("m")
        assert not any(key.startswith("on") or key in {"href", "style", "src"} for key in element.attrib)
    to_unicode(tex)
    assert isinstance(unicode_node(tex), nodes.inline)
    assert isinstance(math_node(tex), nodes.math | nodes.literal)


@pytest.mark.parametrize(
    "written_by_docutils",
    [
        pytest.param("<math><script>alert(1)</script></math>", id="an element that is not math"),
        pytest.param("<math><mi></math>", id="not well-formed"),
        pytest.param('<!DOCTYPE x [<!ENTITY a "b">]><math>&unknown;</math>', id="an unknown entity"),
    ],
)
def test_the_output_of_docutils_is_filtered(
    monkeypatch: pytest.MonkeyPatch, written_by_docutils: str
) -> None:
    monkeypatch.setattr(latex2mathml, "tex2mathml", lambda tex: written_by_docutils)
    to_mathml.cache_clear()
    assert to_mathml("x") is None
    to_mathml.cache_clear()


@pytest.mark.parametrize(
    "tex",
    [
        pytest.param(r"\unknown{x}", id="unknown macro"),
        pytest.param("x" * (MAX_LENGTH + 1), id="too long"),
        pytest.param("{" * (MAX_DEPTH + 1) + "}" * (MAX_DEPTH + 1), id="too deep"),
    ],
)
def test_unsupported_math_is_shown_as_source(tex: str) -> None:
    assert to_mathml(tex) is None
    assert mathml(tex) == f'<code class="pubs-math">{tex}</code>'


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("O(n^2)", "O(n²)"),
        (r"\alpha \le\beta", "α ≤ β"),
        (r"O(n \log n)", "O(n log n)"),
        ("x^{k+1}", "x^(k+1)"),
        (r"x_{\max}", "x_max"),
        ("x_1^{10}", "x₁¹⁰"),
        (r"\frac{a}{b}", "a/b"),
        ("x^k", "x^k"),
        (r"\frac{a+1}{\log n}", "(a+1)/(log n)"),
        (r"\lambda{}^{\mbox{-2}}", "λ⁻²"),
        (r"x^{\mbox{nd}}", "x^nd"),
        (r"a_{\rm max}", "a_max"),
        (r"O(n / \log\log n)", "O(n / log log n)"),
        (r"\mathbb{R}", "ℝ"),
        ("{" * 99, "{" * 99),
        ("", ""),
    ],
)
def test_unicode(tex: str, expected: str) -> None:
    assert to_unicode(tex) == expected
