"""Entries as HTML: the parts in their order, valid, and without markup from the data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.entities.venue_names import Venue
from sphinxext_pubs.entities.venues_file import KnownVenue
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import Span, SpanKind, Text, text_of
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.render.entry_options import make_entry_options
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.entry_views import AuthorView, CitingView, PlaceView
from sphinxext_pubs.render.html import (
    ENTRIES,
    TEMPLATES,
    HtmlRenderer,
    TemplateError,
)
from sphinxext_pubs.render.html_parts import people_to_html
from sphinxext_pubs.render.html_text import math_source, text_to_html
from sphinxext_pubs.render.layouts import LAYOUTS, Layout
from sphinxext_pubs.render.mathml import mathml
from sphinxext_pubs.render.parts import DEFAULT_WIDTH, PARTS
from sphinxext_pubs.render.references import full_reference

SEED = Path(__file__).resolve().parents[3] / "shared/data/seed/papers.json"
ANTHOLOGY = LAYOUTS["anthology"]
COMPACT = LAYOUTS["compact"]
RENDERER = HtmlRenderer()

PAPER = Publication(
    key="yang-2024",
    type="paper-conference",
    entry_type="inproceedings",
    title=Text(("Prompts for ", Span("math", ("O(n)",)))),
    container_title=text_of("Proceedings of EMNLP"),
    author=(Name(family="Yang", given="Yongjin"), Name(family="Ko", given="Jongwoo")),
    issued=Date((2024,)),
    page="1--9",
    doi="10.1234/x",
    language="en",
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
    award=(text_of("Best paper"),),
    status="in press",
    note=text_of("Oral"),
    keyword=("prompts", "long-context models"),
    custom=(("author+an", text_of("1=equal;2=equal,corresponding")),),
    links=(*PAPER.links, Link("image", "p/a b.png"), Link("image", "https://example.org/b.png")),
)
#: The address of the file among the links, as a builder would say it.
FILES = {"p/a b.png": "_downloads/1/a%20b.png"}


def _venue(publication: Publication) -> Venue:
    return VENUE if publication.container_title else Venue("")


def render(publication: Publication, layout: Layout = ANTHOLOGY, **options: object) -> str:
    """An entry with the built-in templates."""
    view = EntryView(
        publication,
        make_entry_options(layout, venue=_venue, **options),  # type: ignore[arg-type]
        number="1.",
        reference=full_reference(Cited(publication)),
        cited_by=(CITING,) if publication is FULL else (),
        members=(text_of("A. Member (2020). M."),) if publication is FULL else (),
    )
    return RENDERER.entry(view, layout)


def parsed(html: str) -> ElementTree.Element:
    """The entry as XML, which all our HTML is."""
    return ElementTree.fromstring(html.replace("&nbsp;", ""))


def classed(html: str, name: str) -> list[ElementTree.Element]:
    """The elements of an entry that have a class."""
    return [element for element in parsed(html).iter() if name in element.get("class", "").split()]


def words(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


# Ours


def test_an_entry_of_the_anthology() -> None:
    assert render(PAPER) == (Path(__file__).parents[1] / "fixtures/html/anthology.html").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("name", ["compact", "card", "table", "reference"])
def test_an_entry_with_all_parts(name: str) -> None:
    html = render(FULL, LAYOUTS[name], show=PARTS, files=FILES, pictures=FILES)
    assert html == (Path(__file__).parents[1] / f"fixtures/html/{name}.html").read_text(encoding="utf-8")


def test_the_frame_of_a_table() -> None:
    options = make_entry_options(LAYOUTS["table"], columns=["title", "award"])
    assert RENDERER.frame(options.columns, options.layout) == (
        '<table class="pubs-rows" role="table">\n'
        '<thead role="rowgroup"><tr role="row">\n'
        '<th role="columnheader" scope="col" class="pubs-column-title" data-column="title">Title</th>\n'
        '<th role="columnheader" scope="col" class="pubs-column-award" data-column="award">Award</th>\n'
        f'</tr></thead>\n<tbody role="rowgroup">\n{ENTRIES}\n</tbody></table>'
    )


def test_the_words_of_a_table_are_translated() -> None:
    html = render(FULL, LAYOUTS["table"], translate=str.upper)
    assert 'data-label="TITLE"' in html


def test_an_empty_cell_contains_no_white_space() -> None:
    hide = ["bibtex", "number", "reference"]
    html = render(Publication(key="k"), LAYOUTS["table"], show=PARTS, hide=hide)
    cells = list(parsed(html))
    assert [len(cell) for cell in cells if cell.get("data-label") != "Title"] == [0] * (len(cells) - 1)
    assert {cell.text for cell in cells if cell.get("data-label") != "Title"} == {None}


def test_parts_without_a_column_are_below_the_title() -> None:
    html = render(FULL, LAYOUTS["table"], columns=["title", "award"])
    title, award = parsed(html)
    assert " ".join(words(title).split()).startswith("1. Prompts for O(n) in press Abstract")
    assert words(award).strip() == "Best paper"
    assert [element.get("class") for element in title.iter("details")] == ["pubs-abstract", "pubs-bibtex"]


def test_keywords_read_as_a_list_without_the_style_sheet() -> None:
    (keywords,) = classed(render(FULL, show=["keywords"]), "pubs-keywords")
    assert words(keywords) == "prompts, long-context models"


def test_column_widths_in_the_style_sheet_equal_those_of_other_builders() -> None:
    sheet = (TEMPLATES.parent / "static/pubs.css").read_text(encoding="utf-8")
    widths = re.findall(r"> \.pubs-column-([\w-]+) \{\n    flex-grow: (\d+);", sheet)
    assert re.search(rf"tr > :is\(th, td\) {{\n    flex: {DEFAULT_WIDTH} 1 0;", sheet)
    columns = [part for part in PARTS.rows if part.place != "below" and part.width != DEFAULT_WIDTH]
    assert widths == [(part.name, str(part.width)) for part in columns]
    heading = re.search(r"\.pubs-heading \{\n    flex: (\d+) ", sheet)
    assert heading is not None
    assert heading[1] == dict(widths)["title"]


def test_the_seed_is_rendered_as_its_text() -> None:
    if not SEED.exists():
        pytest.skip(f"the seed is not here: {SEED.name}")
    for paper in json.loads(SEED.read_text(encoding="utf-8")):
        html = render(_publication(paper))
        (buttons,), (title,), (authors,), (venue,), (abstract,) = (
            classed(html, f"pubs-{name}") for name in ("buttons", "title", "authors", "venue", "abstract")
        )
        assert [words(button) for button in buttons][:3] == paper["buttons"]
        assert words(title) == paper["title"]
        assert words(authors).split(" | ") == paper["authors"]
        assert words(venue) == paper["venue"]
        assert words(abstract[1]) == paper["abstract"]
        assert html.index("pubs-buttons") < html.index("pubs-title") < html.index("pubs-authors")
        assert html.index("pubs-authors") < html.index("pubs-venue") < html.index("pubs-abstract")


def _publication(paper: dict[str, object]) -> Publication:
    names = (str(name).rpartition(" ") for name in paper["authors"])  # type: ignore[attr-defined]
    return Publication(
        key=f"k{paper['anthology_id']}",
        type="paper-conference",
        title=text_of(str(paper["title"])),
        author=tuple(Name(family=family, given=given) for given, _, family in names),
        container_title=text_of(str(paper["venue"])),
        publisher=text_of(str(paper["publisher"])),
        page=str(paper["pages"] or ""),
        abstract=text_of(str(paper["abstract"])),
        arxiv=str(paper["arxiv"] or ""),
        links=(Link("pdf", str(paper["pdf"] or "")),),
        source=pack_fields({"title": str(paper["title"])}),
    )


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_ids_are_unique_and_every_reference_inside_the_entry_is_kept(layout: Layout) -> None:
    options = make_entry_options(layout, show=PARTS)
    views = (
        EntryView(PAPER, options, occurrence=count, reference=full_reference(Cited(PAPER)))
        for count in (1, 2, 3)
    )
    html = "".join(RENDERER.entry(view, layout) for view in views)
    root = parsed(f"<div>{html}</div>")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 10
    used = [
        element.get("href", "")[1:] for element in root.iter("a") if element.get("href", "").startswith("#")
    ]
    used += [element.get("aria-labelledby", "") for element in root.iter() if element.get("aria-labelledby")]
    assert len(used) == 9
    assert set(used) <= set(ids)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("part", sorted(PARTS))
def test_every_part_can_be_hidden_and_leaves_no_empty_element(layout: Layout, part: str) -> None:
    options = {"show": PARTS, "files": FILES, "pictures": FILES}
    html = render(FULL, layout, hide=[part], **options)
    if part in layout.without or (layout.name == "reference" and part in {"note", "status"}):
        assert html == render(FULL, layout, **options)
        return
    for element in parsed(html).iter():
        pictures = [inner for inner in element.iter() if inner.tag == "img"]
        assert words(element).strip() or pictures, ElementTree.tostring(element)
    assert len(html) < len(render(FULL, layout, **options))


def test_an_empty_entry() -> None:
    html = render(Publication(key="k"), hide=["number", "bibtex"])
    assert [words(part) for part in parsed(html)] == ["Untitled"]


def test_highlighted_author_and_and_others() -> None:
    publication = replace(PAPER, author=(*PAPER.author, OTHERS))
    html = render(publication, highlight=lambda name: name.family == "Ko")
    assert [words(person) for person in classed(html, "pubs-highlight")] == ["Jongwoo Ko"]
    assert words(classed(html, "pubs-authors")[0]) == "Yongjin Yang | Jongwoo Ko | et al."
    bars = classed(html, "pubs-separator")
    assert [(words(bar), bar.get("aria-hidden")) for bar in bars] == [(" | ", "true")] * 2


def test_people_with_pages() -> None:
    people = (AuthorView("A & B", href="p/a.html?x=1&y=2"), AuthorView("C", highlight=True, href="c.html"))
    assert people_to_html(people, ", ") == (
        '<bdi class="pubs-author"><a href="p/a.html?x=1&amp;y=2">A &amp; B</a></bdi>, '
        '<bdi class="pubs-author pubs-highlight"><strong><a href="c.html">C</a></strong></bdi>'
    )


# Texts


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("italic", "<em>a&amp;b</em>"),
        ("bold", "<strong>a&amp;b</strong>"),
        ("small-caps", '<span class="pubs-small-caps">a&amp;b</span>'),
        ("sub", "<sub>a&amp;b</sub>"),
        ("sup", "<sup>a&amp;b</sup>"),
        ("no-case", "a&amp;b"),
        ("code", "<code>a&amp;b</code>"),
        ("link", '<a href="https://x.org/?a=1&amp;b=2">a&amp;b</a>'),
        ("math", '<code class="pubs-math">a&amp;b</code>'),
    ],
)
def test_spans(kind: SpanKind, expected: str) -> None:
    target = "https://x.org/?a=1&b=2" if kind == "link" else ""
    assert text_to_html(Text((Span(kind, ("a&b",), target),))) == expected


def test_nested_spans_and_mathml() -> None:
    text = Text(("1 < 2 ", Span("bold", ("so ", Span("math", ("x^2",))))))
    assert text_to_html(text, mathml) == (
        "1 &lt; 2 <strong>so <math><msup><mi>x</mi><mn>2</mn></msup></math></strong>"
    )


# Attacks

ATTACKS = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param('"><img src=x onerror=alert(1)>', id="out of an attribute"),
    pytest.param("' onmouseover='alert(1)", id="single quotes"),
    pytest.param('x" onclick="alert(1)', id="an attribute of its own"),
    pytest.param("</pre></details><svg onload=alert(1)>", id="out of the fold"),
    pytest.param("javascript:alert(1)", id="script address"),
    pytest.param(" java\nscript:alert(1)", id="script address with a line end"),
    pytest.param("data:text/html,<script>alert(1)</script>", id="data address"),
    pytest.param("vbscript:x", id="vbscript"),
    pytest.param("//evil.example/x", id="address without scheme"),
    pytest.param('https://x.org/"onclick="alert(1)', id="quote in an address"),
    pytest.param("https://x.org/<script>alert(1)</script>", id="markup in an address"),
    pytest.param("{{ 7*7 }}{% for x in entry %}{{ x }}{% endfor %}", id="template"),
    pytest.param("{{ ''.__class__.__mro__ }}", id="template that looks around"),
    pytest.param("%(key)s {0} {key} %s", id="format string"),
    pytest.param("&lt;script&gt;&#x3c;b&#x3e;", id="entities"),
    pytest.param("]]><!-- --><![CDATA[<b>", id="comment and CDATA"),
    pytest.param("\u202egnp.exe", id="turned direction"),
]

#: Every element that our templates write, with the attributes that it may have.
OURS = {
    "article": {"class", "id", "data-key", "data-citation"},
    "div": {"class", "id", "role", "aria-labelledby", "lang", "dir"},
    "p": {"class"},
    "span": {"class", "aria-hidden", "role", "aria-labelledby", "id", "dir"},
    "strong": {"class", "id", "lang", "dir"},
    "a": {"class", "href"},
    "bdi": {"class"},
    "details": {"class"},
    "summary": set(),
    "pre": {"id"},
    "em": set(),
    "sup": {"class"},
    "code": {"class"},
    "img": {"class", "src", "alt", "loading"},
    "tr": {"class", "id", "role", "data-key", "data-citation"},
    "td": {"class", "role", "data-label"},
}


class Tags(HTMLParser):
    """The tags of a page as a browser sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def hostile(attack: str) -> Publication:
    """Return a publication with an attack in every possible value."""
    text = Text((attack, Span("italic", (attack,)), Span("link", (attack,), attack), Span("math", (attack,))))
    name = Name(family=attack, given=attack, particle=attack, suffix=attack)
    values: dict[str, object] = {}
    for field in fields(Publication):
        values[field.name] = text if field.type == "Text" else attack
    return Publication(
        **{
            **values,
            "author": (name, Name(literal=attack), OTHERS),
            "editor": (name,),
            "names": (),
            "issued": Date(literal=attack),
            "keyword": (attack,),
            "award": (text,),
            "links": (
                Link("pdf", attack, attack),
                Link(attack, attack, attack),
                Link(attack, "https://ok.org/"),
                Link("image", f"{attack}.png", attack),
                Link("image", "https://elsewhere.example/x.png"),
            ),
            "ids": (),
            "variables": ((attack, text),),
            "custom": ((attack, text),),
            "source": pack_fields({attack: attack, "title": attack}),
            "origin": PAPER.origin,
        }  # type: ignore[arg-type]
    )


def tags(html: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    browser = Tags()
    browser.feed(html)
    browser.close()
    yield from browser.seen


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("type_", ["paper-conference", "article-journal", "software", None])
def test_nothing_in_data_becomes_markup(attack: str, layout: Layout, type_: str | None) -> None:
    publication = hostile(attack)
    if type_:
        publication = replace(publication, type=type_)
    files = {f"{attack}.png": "_downloads/x.png"}
    html = render(publication, layout, show=PARTS, highlight=lambda name: True, files=files, pictures=files)
    parsed(html)
    for tag, attributes in tags(html):
        assert attributes.keys() <= OURS[tag], (tag, attributes)
        assert re.fullmatch(r"[\w# .-]*", attributes.get("class") or "", re.ASCII)
        assert all(word.startswith("pubs-") for word in (attributes.get("class") or "").split())
        assert re.fullmatch(r"pub-[a-z0-9_-]+|", attributes.get("id") or "")
        if tag == "a":
            assert re.match(r"https?://[\w.]+(?:/|$)|#pub-|a\.html#cite-a-x", attributes["href"] or "")
        if tag == "img":
            assert attributes["src"] == "_downloads/x.png"
    assert "49" not in re.sub(r"[0-9a-f]{8}", "", html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_shown_as_text(attack: str) -> None:
    publication = replace(PAPER, title=text_of(attack))
    title_words = words(classed(render(publication), "pubs-title")[0])
    assert title_words == attack


# Templates of the user's


def test_a_template_of_the_user_overrides_and_can_extend_the_built_in_one(tmp_path: Path) -> None:
    folder = tmp_path / "pubs"
    folder.mkdir()
    (folder / "anthology.html").write_text(
        '{% extends "!pubs/anthology.html" %}{% block title %}<em>{{ entry.title|text }}</em>{% endblock %}',
        encoding="utf-8",
    )
    renderer = HtmlRenderer([tmp_path], math=math_source)
    view = EntryView(replace(PAPER, title=text_of("A < B")), make_entry_options())
    assert "<p><em>A &lt; B</em></p>" in renderer.entry(view, ANTHOLOGY)
    assert "pubs-buttons" in renderer.entry(view, ANTHOLOGY)
    assert renderer.entry(view, ANTHOLOGY, builtin=True) == RENDERER.entry(view, ANTHOLOGY)
    compact = EntryView(replace(PAPER, title=text_of("A < B")), make_entry_options(COMPACT))
    assert renderer.entry(compact, COMPACT) == RENDERER.entry(compact, COMPACT)


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_templates_are_always_autoescaped(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"own.{suffix}").write_text("{{ entry.key }}", encoding="utf-8")
    layout = replace(ANTHOLOGY, template=f"own.{suffix}")
    view = EntryView(replace(PAPER, key="<b>"), make_entry_options())
    assert HtmlRenderer([tmp_path]).entry(view, layout) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "{% if %}",
            "pubs/anthology.html:1: Expected an expression, got 'end of statement block'",
            id="syntax",
        ),
        pytest.param(
            "\n{{ entry.titel }}",
            "pubs/anthology.html:2: UndefinedError: 'sphinxext_pubs.render.entry_view.EntryView object'",
            id="an attribute that does not exist",
        ),
        pytest.param("\n\n{{ 1 // 0 }}", "pubs/anthology.html:3: ZeroDivisionError", id="any exception"),
        pytest.param(
            '{% extends "base.html" %}',
            "pubs/anthology.html: the template base.html does not exist",
            id="missing template",
        ),
        pytest.param(
            "{{ entry.title|text(1, 2, 3) }}", "pubs/anthology.html:1: TypeError", id="misused filter"
        ),
    ],
)
def test_a_failing_template_is_named_with_its_line(tmp_path: Path, source: str, message: str) -> None:
    folder = tmp_path / "pubs"
    folder.mkdir()
    (folder / "anthology.html").write_text(source, encoding="utf-8")
    renderer = HtmlRenderer([tmp_path])
    view = EntryView(PAPER, make_entry_options())
    with pytest.raises(TemplateError) as caught:
        renderer.entry(view, ANTHOLOGY)
    assert str(caught.value).startswith(message)
    assert str(tmp_path) not in str(caught.value)
    assert renderer.entry(view, ANTHOLOGY, builtin=True) == RENDERER.entry(view, ANTHOLOGY)


def test_a_failure_outside_templates_is_attributed_to_the_layout() -> None:
    def broken(text: str) -> str:
        raise RuntimeError("no words")

    view = EntryView(PAPER, make_entry_options(translate=broken))
    with pytest.raises(TemplateError, match=r"^pubs/anthology\.html:[0-9]+: RuntimeError: no words$"):
        RENDERER.entry(view, ANTHOLOGY)


def test_words_of_templates_are_translated() -> None:
    html = RENDERER.entry(EntryView(PAPER, make_entry_options(translate=str.upper)), ANTHOLOGY)
    assert [words(part) for part in parsed(html).iter("summary")] == ["ABSTRACT", "BIBTEX"]


def test_markup_of_the_math_writer_is_preserved() -> None:
    html = HtmlRenderer(math=lambda tex: Markup("<math>{}</math>").format(tex)).entry(
        EntryView(PAPER, make_entry_options()), ANTHOLOGY
    )
    assert "Prompts for <math>O(n)</math>" in html
