"""The view of an entry: its parts, their order, and its links."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.citations.pandoc_syntax import LOCATORS, CitationItem
from sphinxext_pubs.entities.venue_names import Venue
from sphinxext_pubs.formats.bibtex.fields import GENRES
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, Text, text_of
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.render import contributors, parts
from sphinxext_pubs.render.buttons import button_class
from sphinxext_pubs.render.citation_forms import label
from sphinxext_pubs.render.entry_display import Column
from sphinxext_pubs.render.entry_options import check_layout, make_entry_options
from sphinxext_pubs.render.entry_view import EntryView, entry_id
from sphinxext_pubs.render.entry_views import AuthorView, Button, CitingView
from sphinxext_pubs.render.html import HtmlRenderer
from sphinxext_pubs.render.layouts import LAYOUTS, Line
from sphinxext_pubs.render.messages import BAR
from sphinxext_pubs.render.safe_text import MAX_DEPTH, closing_period, safe_text
from sphinxext_pubs.render.venue_line import venue_line, venue_texts
from sphinxext_pubs.render.venue_pieces import format_pages

YANG = Name(family="Yang", given="Yongjin")
KO = Name(family="Ko", given="Jong-Woo")
PAPER = Publication(
    key="yang2024",
    type="paper-conference",
    entry_type="inproceedings",
    title=text_of("Prompts"),
    container_title=text_of("Proceedings of EMNLP"),
    author=(YANG, KO),
    issued=Date((2024, 11)),
    doi="10.1234/x",
    arxiv="2311.15569",
    url="https://example.org/10.1234/x",
    abstract=text_of("See https://example.org/code."),
    links=(Link("pdf", "https://example.org/paper.pdf"), Link("code", "https://example.org/code")),
    source=pack_fields({"title": "Prompts", "year": "2024"}),
)


def rels(publication: Publication, **options: Any) -> list[str]:
    """The kinds of buttons of an entry, in order."""
    return [button.rel for button in EntryView(publication, make_entry_options(**options)).buttons]


def test_the_first_occurrence_has_the_id_and_later_ones_numbered_ids() -> None:
    views = [EntryView(PAPER, make_entry_options(), occurrence=count) for count in (1, 2, 3)]
    assert [view.anchor for view in views] == ["pub-yang2024", "", ""]
    assert {view.id for view in views} == {entry_id("yang2024")}
    inner = [view.title_id + view.abstract_id + view.bibtex_id for view in views]
    assert len(set(inner)) == 3
    for view in views:
        assert [button.href for button in view.buttons if button.in_page] == [
            f"#{view.bibtex_id}",
            f"#{view.abstract_id}",
        ]


def test_inner_ids_are_not_ids_of_other_entries() -> None:
    first, other = (EntryView(replace(PAPER, key=key), make_entry_options()) for key in ("x", "x-bib"))
    assert other.anchor not in {first.bibtex_id, first.abstract_id, first.title_id}


# Buttons


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {}, ["pdf", "bib", "abs", "doi", "arxiv", "code"], id="the Anthology's order, then the rest"
        ),
        pytest.param({"links": ()}, ["pdf", "bib", "abs", "doi", "arxiv"], id="pdf from the arXiv id"),
        pytest.param({"links": (), "arxiv": ""}, ["bib", "abs", "doi"], id="no pdf"),
        pytest.param({"links": (), "arxiv": "no id"}, ["bib", "abs", "doi"], id="broken arXiv id"),
        pytest.param({"abstract": EMPTY, "doi": "", "arxiv": ""}, ["pdf", "bib", "code"], id="no abstract"),
        pytest.param(
            {"links": (Link("pdf", "a.pdf"), Link("slides", "b.pdf"))},
            ["pdf", "bib", "abs", "doi", "arxiv"],
            id="files that were not copied have no button",
        ),
        pytest.param(
            {
                "links": (
                    Link("video", "https://v.org/"),
                    Link("pdf", "https://p.org/"),
                    Link("video", "https://v.org/"),
                )
            },
            ["pdf", "bib", "abs", "doi", "arxiv", "video"],
            id="pdf first, and the same link once",
        ),
        pytest.param(
            {
                "links": (
                    Link("code", "javascript:alert(1)"),
                    Link("data", "ftp://x.org/"),
                    Link("poster", ""),
                )
            },
            ["pdf", "bib", "abs", "doi", "arxiv"],
            id="refused addresses have no button",
        ),
    ],
)
def test_buttons(changes: dict[str, Any], expected: list[str]) -> None:
    assert rels(replace(PAPER, **changes)) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({"hide": ["doi"]}, ["pdf", "bib", "abs", "arxiv", "code"], id="one button hidden"),
        pytest.param(
            {"hide": ["bibtex"]}, ["pdf", "abs", "doi", "arxiv", "code"], id="a button goes with its fold"
        ),
        pytest.param({"hide": ["buttons"]}, [], id="all hidden"),
        pytest.param({"hide": ["buttons"], "show": ["abs", "pdf"]}, ["pdf", "abs"], id="only some"),
        pytest.param({"show": ["pdf"]}, ["pdf", "bib", "abs", "doi", "arxiv", "code"], id="shown anyway"),
        pytest.param(
            {"folds": False}, ["pdf", "doi", "arxiv", "code"], id="no folds, no buttons that open them"
        ),
        pytest.param(
            {"layout": LAYOUTS["compact"]}, ["pdf", "doi", "arxiv", "code"], id="compact folds nothing"
        ),
        pytest.param(
            {"layout": LAYOUTS["compact"], "show": ["abstract"]},
            ["pdf", "abs", "doi", "arxiv", "code"],
            id="compact with an abstract",
        ),
    ],
)
def test_buttons_shown(options: dict[str, Any], expected: list[str]) -> None:
    assert rels(PAPER, **options) == expected


def test_identifiers_are_buttons_if_they_are_named() -> None:
    publication = replace(
        PAPER,
        custom=(("hal_id", text_of("hal-01234567")), ("pmid", text_of("12")), ("mrnumber", text_of("?"))),
    )
    assert rels(publication) == rels(PAPER)
    assert rels(publication, show=["hal", "pmid", "mr"]) == [*rels(PAPER), "pmid", "hal"]
    assert rels(publication, show=["hal"], hide=["buttons"]) == ["hal"]
    (button,) = EntryView(publication, make_entry_options(show=["hal"], hide=["buttons"])).buttons
    assert (button.label, button.href) == ("HAL", "https://hal.science/hal-01234567")
    assert {"hal", "pmid", "isbn"} <= set(parts.known_words())


def test_labels_are_translated_unless_set_in_the_data() -> None:
    publication = replace(
        PAPER,
        links=(
            Link("code", "https://x.org/"),
            Link("demo", "https://y.org/"),
            Link("data", "https://z.org/", "Set"),
        ),
    )
    view = EntryView(publication, make_entry_options(translate=str.upper))
    labels = [button.label for button in view.buttons]
    assert labels == ["PDF", "BIB", "ABS", "DOI", "ARXIV", "CODE", "DEMO", "Set"]


def test_copied_files_and_further_schemes() -> None:
    publication = replace(PAPER, links=(Link("pdf", "a b.pdf"), Link("data", "ftp://x.org/d")))
    view = EntryView(
        publication,
        make_entry_options(files={"a b.pdf": "_downloads/1/a%20b.pdf"}, schemes=("http", "https", "ftp")),
    )
    addresses = {button.rel: button.href for button in view.buttons}
    assert addresses["pdf"] == "_downloads/1/a%20b.pdf"
    assert addresses["data"] == "ftp://x.org/d"


@pytest.mark.parametrize(
    ("rel", "expected"),
    [
        ("code", "pubs-code"),
        ("Code Base", "pubs-code-base"),
        ('x" onclick="alert(1)', "pubs-x-onclick-alert-1"),
        ("title", "pubs-link-title"),
        ("bib", "pubs-link-bib"),
        ("entry", "pubs-link-entry"),
        *((layout, f"pubs-link-{layout}") for layout in LAYOUTS),
        ("видео", "pubs-link"),
        ("x" * 500, "pubs-" + "x" * 40),
    ],
)
def test_class_of_a_button(rel: str, expected: str) -> None:
    assert button_class(rel, frozenset(parts.PARTS)) == expected


# Title, people, status


@pytest.mark.parametrize(
    ("changes", "page", "expected"),
    [
        pytest.param({}, "papers/x.html", "papers/x.html", id="the paper's own page"),
        pytest.param({}, "", "https://doi.org/10.1234/x", id="DOI"),
        pytest.param({"doi": ""}, "", "https://example.org/10.1234/x", id="URL"),
        pytest.param({"doi": "", "url": "javascript:alert(1)"}, "", "", id="refused URL"),
        pytest.param({"doi": "", "url": ""}, "", "", id="nothing"),
    ],
)
def test_title_links_to(changes: dict[str, Any], page: str, expected: str) -> None:
    assert EntryView(replace(PAPER, **changes), make_entry_options(), page=page).title_href == expected


def test_title_without_links_and_missing_title() -> None:
    linked = Text((Span("link", ("Prompts",), "https://example.org/"), " ", Span("italic", ("now",))))
    assert EntryView(replace(PAPER, title=linked), make_entry_options()).title == Text(
        ("Prompts ", Span("italic", ("now",)))
    )
    assert str(EntryView(replace(PAPER, title=EMPTY), make_entry_options()).title) == "Untitled"


@pytest.mark.parametrize(
    ("author", "editor", "layout", "expected", "others", "role"),
    [
        pytest.param((YANG, KO), (), "anthology", ["Yongjin Yang", "Jong-Woo Ko"], "", "", id="in full"),
        pytest.param((YANG, KO), (), "compact", ["Y. Yang", "J.-W. Ko"], "", "", id="with initials"),
        pytest.param((YANG, OTHERS), (), "anthology", ["Yongjin Yang"], "et al.", "", id="and others"),
        pytest.param((OTHERS,), (), "anthology", [], "", "", id="others alone"),
        pytest.param((), (KO,), "anthology", ["Jong-Woo Ko"], "", "ed.", id="an editor"),
        pytest.param((), (KO, YANG), "anthology", ["Jong-Woo Ko", "Yongjin Yang"], "", "eds.", id="editors"),
        pytest.param((Name(literal="CERN"),), (KO,), "compact", ["CERN"], "", "", id="an organization"),
        pytest.param((), (), "compact", [], "", "", id="nobody"),
    ],
)
def test_people(
    author: tuple[Name, ...],
    editor: tuple[Name, ...],
    layout: str,
    expected: list[str],
    others: str,
    role: str,
) -> None:
    view = EntryView(replace(PAPER, author=author, editor=editor), make_entry_options(LAYOUTS[layout]))
    assert [person.name for person in view.authors] == expected
    assert (view.others, view.role) == (others, role)


def test_editors_of_works_with_authors_only_on_request() -> None:
    edited = replace(PAPER, editor=(KO,))
    assert EntryView(edited, make_entry_options()).editors == ()
    view = EntryView(edited, make_entry_options(show=["editors"]))
    assert ([editor.name for editor in view.editors], view.editors_role) == (["Jong-Woo Ko"], "ed.")


def test_highlighted_names() -> None:
    view = EntryView(PAPER, make_entry_options(highlight=lambda name: name.family == "Ko"))
    assert [person.highlight for person in view.authors] == [False, True]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("", ""),
        ("in press", "IN PRESS"),
        ("inpress", "IN PRESS"),
        ("to appear", "FORTHCOMING"),
        ("retracted", "RETRACTED"),
        ("odd", "ODD"),
    ],
)
def test_status(status: str, expected: str) -> None:
    assert (
        EntryView(replace(PAPER, status=status), make_entry_options(translate=str.upper)).status == expected
    )


@pytest.mark.parametrize(
    ("tag", "expected"), [("de", "de"), ("pt-BR", "pt-BR"), ('x" y', ""), ("german!", "")]
)
def test_language(tag: str, expected: str) -> None:
    assert EntryView(replace(PAPER, language=tag), make_entry_options()).language == expected


# Parts


@pytest.mark.parametrize(
    ("note", "status", "hide", "shown"),
    [
        ("submitted", "submitted", (), ""),
        ("Submitted.", "submitted", (), ""),
        ("submitted", "submitted", ("status",), "submitted"),
        ("submitted to J", "submitted", (), "submitted to J"),
        ("In press", "submitted", (), "In press"),
        ("", "submitted", (), ""),
    ],
)
def test_a_note_that_repeats_the_status_is_omitted(
    note: str, status: str, hide: tuple[str, ...], shown: str
) -> None:
    paper = replace(PAPER, note=text_of(note), status=status)
    assert str(EntryView(paper, make_entry_options(hide=hide)).note) == shown


def test_hidden_parts_are_empty() -> None:
    names = list(parts.PARTS)
    full = replace(
        PAPER,
        editor=(KO,),
        award=(text_of("Best paper"),),
        status="retracted",
        note=text_of("Note"),
        page="1-9",
        keyword=("prompts",),
        links=(Link("image", "a.png"),),
        custom=(("author+an", text_of("1=equal")),),
    )
    venue = Venue("Empirical Methods", "EMNLP")
    options = {
        "layout": LAYOUTS["table"],
        "show": names,
        "pictures": {"a.png": "b.png"},
        "venue": lambda _: venue,
    }
    more: dict[str, Any] = {
        "number": "1",
        "reference": text_of("R"),
        "members": (text_of("M"),),
        "cited_by": (CitingView("A", "a.html"),),
    }
    view = EntryView(full, make_entry_options(**options), **more)
    hidden = EntryView(full, make_entry_options(**options, hide=names), **more)
    always = {"key", "layout", "type", "id", "anchor", "date", "month", "doi", "language"}
    variables = [name for name, _ in EntryView.variables()]
    for name in variables:
        if name in always:
            assert getattr(hidden, name) == getattr(view, name)
        else:
            assert not getattr(hidden, name), name
    empty = {name for name in variables if not getattr(view, name)}
    assert empty == {"others", "role", "language", "venue_href", "address"}


COLUMNS: list[Any] = [
    pytest.param({}, "title authors venue buttons", id="a heading says the year"),
    pytest.param({"grouped": ()}, "year title authors venue buttons", id="no heading says the year"),
    pytest.param({"columns": ["year", "title", "award"]}, "year title award", id="those that a list names"),
    pytest.param({"columns": ["title", "abstract"]}, "title", id="a fold is not a column"),
    pytest.param({"columns": ["abstract"]}, "title authors venue buttons", id="nor the only one"),
    pytest.param(
        {"columns": ["note"], "show": ["keywords", "note"]}, "note", id="a list's own, not the project's"
    ),
    pytest.param({"show": ["keywords"]}, "title authors venue buttons keywords", id="the project's more"),
    pytest.param({"hide": ["venue"]}, "title authors buttons", id="less"),
    pytest.param({"columns": ["title", "venue"], "hide": ["venue"]}, "title", id="less of a list's own"),
    pytest.param({"columns": ["title", "pdf", "code"]}, "title buttons", id="buttons by name are one"),
    pytest.param({"columns": ["title", "title"]}, "title", id="each once"),
    pytest.param({"hide": parts.PARTS}, "", id="none"),
]


@pytest.mark.parametrize(("options", "expected"), COLUMNS)
def test_columns_of_a_table(options: dict[str, Any], expected: str) -> None:
    entry_options = make_entry_options(LAYOUTS["table"], **options)
    assert " ".join(column.name for column in entry_options.columns) == expected
    assert not {"year", "title", "authors", "venue", "buttons"} & (
        entry_options.parts - set(expected.split())
    )


def test_other_layouts_have_no_columns() -> None:
    assert [name for name, layout in LAYOUTS.items() if make_entry_options(layout).columns] == ["table"]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["title", "pdf", "code"], ["pdf", "code"]),
        (["title", "buttons", "pdf"], ["pdf", "bib", "abs", "doi", "arxiv", "code"]),
        (["title", "authors"], []),
    ],
)
def test_buttons_in_a_table(columns: list[str], expected: list[str]) -> None:
    assert rels(PAPER, layout=LAYOUTS["table"], columns=columns) == expected


@pytest.mark.parametrize(
    ("columns", "home"),
    [("year title", "title"), ("picture year", "year"), ("picture", "picture"), ("venue year", "venue")],
)
def test_where_parts_without_a_column_are(columns: str, home: str) -> None:
    assert make_entry_options(LAYOUTS["table"], columns=columns.split()).home == home


def test_abstracts_in_a_table_are_folded_or_on_request() -> None:
    table = LAYOUTS["table"]
    assert EntryView(PAPER, make_entry_options(table)).abstract
    assert not EntryView(PAPER, make_entry_options(table, folds=False)).abstract
    assert EntryView(PAPER, make_entry_options(table, folds=False, columns=["title", "abstract"])).abstract


# The picture

IMAGES = {"a.png": "x/a.png", "b.txt": "x/b.txt", "C.SVG": "x/C.SVG"}


@pytest.mark.parametrize(
    ("links", "picture", "buttons"),
    [
        pytest.param([("image", "a.png")], "x/a.png", [], id="a file"),
        pytest.param([("image", "C.SVG")], "x/C.SVG", [], id="any case"),
        pytest.param([("image", "b.txt")], "", ["x/b.txt"], id="no picture"),
        pytest.param([("code", "a.png")], "", ["x/a.png"], id="another link"),
        pytest.param(
            [("image", "https://x.org/a.png")], "", ["https://x.org/a.png"], id="never from elsewhere"
        ),
        pytest.param([("image", "gone.png")], "", [], id="a file that is not there"),
        pytest.param(
            [("image", "https://x.org/a.png"), ("image", "a.png"), ("image", "C.SVG")],
            "x/a.png",
            ["https://x.org/a.png", "x/C.SVG"],
            id="the first that can be shown",
        ),
    ],
)
def test_the_picture(links: list[tuple[str, str]], picture: str, buttons: list[str]) -> None:
    publication = Publication(key="k", links=tuple(Link(*link) for link in links))
    view = EntryView(publication, make_entry_options(LAYOUTS["card"], files=IMAGES, pictures=IMAGES))
    outward = [button.href for button in view.buttons if not button.in_page]
    assert (view.picture, outward) == (picture, buttons)
    plain = EntryView(publication, make_entry_options(files=IMAGES, pictures=IMAGES))
    assert plain.picture == ""


def test_a_picture_that_is_hidden_is_a_button() -> None:
    publication = replace(PAPER, links=(Link("image", "a.png"),))
    assert rels(publication, layout=LAYOUTS["card"], files=IMAGES, pictures=IMAGES)[-1] == "arxiv"
    hidden = {"hide": ["picture"], "files": IMAGES, "pictures": IMAGES}
    assert rels(publication, layout=LAYOUTS["card"], **hidden)[-1] == "image"


def test_bibtex_in_other_builders_only_on_request() -> None:
    assert EntryView(PAPER, make_entry_options()).bibtex.startswith("@inproceedings{yang2024")
    assert EntryView(PAPER, make_entry_options(folds=False)).bibtex == ""
    assert EntryView(PAPER, make_entry_options(folds=False, show=["bibtex"])).bibtex


def test_every_word_is_in_the_catalogue() -> None:
    message_ids: set[str] = set()

    def translate(message: str) -> str:
        message_ids.add(message)
        return message

    works = [
        replace(PAPER, editor=(KO, YANG), author=(YANG, OTHERS), status="in press"),
        replace(PAPER, author=(), editor=(KO,), title=EMPTY),
        work("chapter", container_title="H", page="1", edition="2"),
        work("book", edition="2nd"),
        work("periodical", container_title="P", volume="1", issue="2"),
        work("software", variables=(("version", text_of("1")),)),
    ]
    for publication in works:
        view = EntryView(
            publication,
            make_entry_options(show=parts.PARTS, translate=translate),
            cited_by=(CitingView("A", "a.html"),),
        )
        HtmlRenderer(translate=translate).entry(view, LAYOUTS["anthology"])
    label(Cited(replace(PAPER, issued=None), translate=translate))
    label(Cited(replace(PAPER, author=(YANG, OTHERS)), translate=translate))
    for kind in LOCATORS:
        for pages in ("2", "2–3"):
            item = CitationItem("k", kind=kind.label, locator=pages)
            label(Cited(PAPER, item=item, translate=translate))
    assert message_ids <= {*parts.MESSAGES, *BAR}
    of_tables = {
        *GENRES.values(),
        *contributors.ROLES.values(),
        *(label for pair in contributors.EDITOR_TYPES.values() for label in pair),
        *(contributors.COLLABORATION, contributors.COLLABORATIONS, contributors.EDITED_BY),
        *("{} pages", "{} volumes", "accessed {}", "Cited on page {}", "Cited on pages {}"),
        *("new series", "old series", "{} series"),
        *(f"{word} {{}}" for word in ("verse", "verses", "col.", "cols.")),
    }
    assert set(parts.WORDS) - of_tables <= message_ids


@pytest.mark.parametrize(
    ("options", "year"),
    [
        pytest.param({}, "", id="its heading says the year"),
        pytest.param({"grouped": ("type", "year")}, "", id="the heading of an inner group says it"),
        pytest.param({"grouped": ("type",)}, "2024", id="grouped by something else"),
        pytest.param({"grouped": ()}, "2024", id="no groups"),
        pytest.param({"grouped": (), "hide": ("year",)}, "", id="hidden"),
        pytest.param({"show": ("year",)}, "2024", id="asked for"),
        pytest.param({"layout": LAYOUTS["compact"]}, "2024", id="a layout that always shows it"),
    ],
)
def test_the_year_is_shown_unless_a_heading_contains_it(options: dict[str, Any], year: str) -> None:
    assert EntryView(PAPER, make_entry_options(**options)).year == year


def test_the_words_for_parts_and_buttons() -> None:
    assert {"title", "doi", "demo"} < set(parts.known_words(rels=["demo"]))
    assert "demo" not in parts.known_words()


@pytest.mark.parametrize("cls", [Button, AuthorView, Column])
def test_every_attribute_of_a_view_is_documented(cls: type) -> None:
    for field in fields(cls):
        assert field.metadata["help"].endswith("."), field.name


def test_every_variable_of_an_entry_is_documented() -> None:
    variables = dict(EntryView.variables())
    assert {"title", "authors", "year"} <= variables.keys()
    assert [name for name, help_text in variables.items() if not help_text.endswith(".")] == []


def test_layouts_contain_only_known_parts() -> None:
    for layout in LAYOUTS.values():
        check_layout(layout, parts.PARTS)


def test_an_unknown_part_of_a_layout_is_an_error() -> None:
    layout = replace(LAYOUTS["card"], lines=(Line(parts=("title", "(yeer)")),))
    message = "^Unknown part “yeer”. Did you mean “year”"
    with pytest.raises(ValueError, match=message):
        check_layout(layout, parts.PARTS)


# Texts


HTTP = frozenset({"http", "https"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(("plain",), ("plain",), id="plain"),
        pytest.param(
            ("at https://x.org/a, and **b**",),
            ("at ", Span("link", ("https://x.org/a",), "https://x.org/a"), ", and **b**"),
            id="a bare address",
        ),
        pytest.param(
            (Span("italic", ("https://x.org/",)),),
            (Span("italic", (Span("link", ("https://x.org/",), "https://x.org/"),)),),
            id="inside emphasis",
        ),
        pytest.param(
            (Span("code", ("https://x.org/",)),), (Span("code", ("https://x.org/",)),), id="not in code"
        ),
        pytest.param(
            (Span("link", ("here",), "javascript:alert(1)"),), ("here",), id="a refused link is text"
        ),
        pytest.param(
            (Span("link", ("a ", Span("link", ("b",), "https://y.org/")), "https://x.org/"),),
            (Span("link", ("a b",), "https://x.org/"),),
            id="no link in a link",
        ),
    ],
)
def test_links_in_texts(text: tuple[Inline, ...], expected: tuple[Inline, ...]) -> None:
    assert safe_text(Text(text), HTTP, bare=True).parts == expected


def test_without_schemes_all_links_are_removed() -> None:
    text = Text((Span("link", ("a",), "https://x.org/"), " https://y.org/"))
    assert safe_text(text, (), bare=True).parts == ("a https://y.org/",)


def test_long_texts_keep_every_character() -> None:
    words = "Words, words. " * 50
    text = safe_text(text_of(f"{words}See (https://x.org/a) and xhttps://y.org/ or ://."), HTTP, bare=True)
    assert str(text) == f"{words}See (https://x.org/a) and xhttps://y.org/ or ://."
    assert [part.target for part in text.parts if isinstance(part, Span)] == ["https://x.org/a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("A", "."), ("A?", ""), ("“A!”", ""), ("A.)", "."), ("(A.)", ""), ("(A)", "."), ("", "."), ("题。", "")],
)
def test_closing_period(text: str, expected: str) -> None:
    assert closing_period(text) == expected


def test_deep_markup_becomes_plain() -> None:
    parts_: tuple[Inline, ...] = ("core",)
    for _ in range(200):
        parts_ = (Span("italic", parts_),)
    text = safe_text(Text(parts_), HTTP)
    depth, inner = 0, text.parts
    while isinstance(inner[0], Span):
        depth, inner = depth + 1, inner[0].content
    assert (depth, inner) == (MAX_DEPTH, ("core",))


# Venue


def work(type_: str, **variables: Any) -> Publication:
    """Return a work of a CSL type; strings are converted for variables with rich text."""
    empty = Publication(key="k")
    values = {
        name: text_of(value) if isinstance(getattr(empty, name), Text) else value
        for name, value in variables.items()
    }
    return Publication(key="k", type=type_, **values)


@pytest.mark.parametrize(
    ("publication", "line", "details"),
    [
        pytest.param(
            work(
                "paper-conference",
                container_title="Proc. EMNLP",
                page="1--9",
                publisher="ACL",
                event_place="Miami",
            ),
            "Proc. EMNLP",
            "pp. 1–9, ACL, Miami",
            id="conference paper",
        ),
        pytest.param(
            work("paper-conference", event_title="EMNLP 2024"),
            "EMNLP 2024",
            "",
            id="conference without volume",
        ),
        pytest.param(
            work("paper-conference", container_title="CAV", collection_title="LNCS", volume="1234"),
            "CAV",
            "LNCS 1234",
            id="in a series",
        ),
        pytest.param(
            work("article-journal", container_title="Nature", volume="12", issue="3", page="45-67"),
            "Nature 12(3), 45–67",
            "",
            id="journal",
        ),
        pytest.param(
            work("article-journal", container_title="PLOS", volume="1", number="e17"),
            "PLOS 1, e17",
            "",
            id="e-journal",
        ),
        pytest.param(work("article-journal", container_title="Mind"), "Mind", "", id="journal alone"),
        pytest.param(
            work("article-journal", container_title="Mind", volume="7-8", issue="1--2"),
            "Mind 7–8(1–2)",
            "",
            id="several issues in one",
        ),
        pytest.param(
            work("article-journal", container_title="Mind", volume="A-1", issue="Special-2"),
            "Mind A-1(Special-2)",
            "",
            id="hyphens in the name of an issue",
        ),
        pytest.param(
            work("periodical", container_title="TACL", volume="3-4", number="1-2"),
            "TACL, vol. 3–4, no. 1–2",
            "",
            id="several volumes in one",
        ),
        pytest.param(
            work("book", publisher="Wiley", edition="2nd"), "2nd edition, Wiley", "", id="2nd edition"
        ),
        pytest.param(
            work("book", publisher="Wiley", edition="Fifth"), "5th edition, Wiley", "", id="in words"
        ),
        pytest.param(
            work("book", publisher="Wiley", edition="3rd rev. ed."),
            "3rd rev. ed., Wiley",
            "",
            id="as written",
        ),
        pytest.param(
            work("chapter", container_title="Handbook", page="1-2", publisher="MIT Press", edition="2"),
            "Handbook, 2nd edition",
            "pp. 1–2, MIT Press",
            id="chapter",
        ),
        pytest.param(
            work(
                "book",
                publisher="Springer",
                publisher_place="Berlin",
                collection_title="Series",
                number="7",
                volume="2",
            ),
            "Springer, Berlin",
            "Series 7, vol. 2",
            id="book",
        ),
        pytest.param(
            work("thesis", genre="PhD thesis", publisher="KAIST"), "PhD thesis, KAIST", "", id="thesis"
        ),
        pytest.param(
            work("report", genre="Technical report", number="TR-1", publisher="MIT"),
            "Technical report TR-1, MIT",
            "",
            id="report",
        ),
        pytest.param(work("patent", genre="US patent", number="123"), "US patent 123", "", id="patent"),
        pytest.param(work("webpage", url="https://www.example.org/x"), "example.org", "", id="a page's host"),
        pytest.param(work("webpage", url="https://[x"), "", "", id="broken address"),
        pytest.param(work("article", arxiv="2311.1"), "arXiv:2311.1", "", id="preprint"),
        pytest.param(
            work("article", arxiv="2311.1", container_title="arXiv preprint arXiv:2311.1"),
            "arXiv:2311.1",
            "",
            id="arXiv named once",
        ),
        pytest.param(
            work("article-journal", arxiv="2311.1"),
            "arXiv:2311.1",
            "",
            id="arXiv where nothing else is known",
        ),
        pytest.param(
            work("speech", event_title="PyCon", event_place="Berlin", genre="Keynote"),
            "PyCon, Berlin",
            "Keynote",
            id="talk",
        ),
        pytest.param(
            work("periodical", container_title="TACL", volume="3", number="1"),
            "TACL, vol. 3, no. 1",
            "",
            id="periodical",
        ),
        pytest.param(
            work("software", publisher="Zenodo", variables=(("version", text_of("1.2")),)),
            "Zenodo, version 1.2",
            "",
            id="software",
        ),
        pytest.param(
            work("never-heard-of", publisher="P", publisher_place="P"), "P", "", id="unknown type, said once"
        ),
        pytest.param(work("document"), "", "", id="nothing known"),
    ],
)
def test_venue(publication: Publication, line: str, details: str) -> None:
    assert str(venue_line(publication, str)) == line
    assert str(venue_texts(publication, str)[1]) == details


def test_venue_words_are_translated_and_braces_in_data_are_data() -> None:
    german = {"pp. {}": "S. {}", "edition {}": "{}. Auflage"}
    chapter = work("chapter", container_title="{0} {}", page="1-2", edition="2")
    assert str(venue_line(chapter, lambda text: german.get(text, text))) == "{0} {}, 2. Auflage"
    assert str(venue_texts(chapter, lambda text: german.get(text, text))[1]) == "S. 1–2"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1--9", "1–9"),
        ("1-9", "1–9"),
        ("1 – 9", "1–9"),
        ("e12", "e12"),
        ("1--3, 7--9", "1–3, 7–9"),
        ("45+", "45+"),
    ],
)
def test_pages(written: str, shown: str) -> None:
    assert format_pages(written) == shown
