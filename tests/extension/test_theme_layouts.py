"""Generated pages in the layouts of themes, with a skeleton or rendered one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from importlib.util import find_spec

import pytest
from bs4 import BeautifulSoup

from sphinxext_pubs.extension.pages import page_writer
from sphinxext_pubs.extension.pages.skeleton import (
    ObservedText,
    PageValues,
    Skeleton,
    add_metadata,
    sample_values,
)
from sphinxext_pubs.extension.pages.theme_layout import Group, ThemeLayout
from tests.conftest import PAPERS, Built, Project

BIB = PAPERS + (
    '@book{Upper_Case.2, author = {Ada Example}, title = {A & B \\textless x\\textgreater\\ "c" it\'s},\n'
    "  year = 1999, publisher = {P}, abstract = {Short.}}\n"
)

CONF = """
pubs_pages = ["paper", "author"]
html_baseurl = "https://lab.example.org/"
html_theme = "odd"
html_theme_path = ["."]
"""

#: An ordinary layout.
PLAIN = (
    "<!doctype html>\n<html><head><title>{{ title|striptags|e }} - {{ project }}</title>\n"
    '<meta property="og:title" content="{{ title }}">{{ metatags }}\n'
    '<link rel="canonical" href="{{ pageurl }}"></head><body id="{{ pagename }}"><nav>{{ title }}</nav>'
    "{{ body }}</body></html>\n"
)

#: Layouts that are not the same for all pages, and the variables that the note names.
ODD: dict[str, tuple[str, list[str]]] = {
    "an upper-case title": (PLAIN.replace("title|striptags|e", "title|upper"), ["title"]),
    "a title in title case": (PLAIN.replace("title|striptags|e", "title|striptags|title"), ["title"]),
    "a truncated title": (PLAIN.replace("title|striptags|e", "title|truncate(8, True, '...', 0)"), ["title"]),
    "a title in an address": (
        PLAIN.replace("<nav>", '<a href="?q={{ title|urlencode }}"></a><nav>'),
        ["title"],
    ),
    "a title in a script": (
        PLAIN.replace("<nav>", "<script>let title = {{ title|tojson }}</script><nav>"),
        ["title"],
    ),
    "long titles": (
        PLAIN.replace("<nav>", "<nav{% if title|length > 25 %} class='long'{% endif %}>"),
        ["title"],
    ),
    "titles in words": (PLAIN.replace("<nav>", "<i>{{ title.split()|join('-') }}</i><nav>"), ["title"]),
    "no title": (PLAIN.replace("{{ title|striptags|e }} - ", "").replace("{{ title }}", ""), ["title"]),
    "no metadata": (PLAIN.replace("{{ metatags }}", ""), ["metatags"]),
    "metadata in a comment": (PLAIN.replace("{{ metatags }}", "<!-- {{ metatags }} -->"), ["metatags"]),
    "metadata and upper case": (
        PLAIN.replace("{{ metatags }}", "").replace("title|striptags|e", "title|upper"),
        ["metatags", "title"],
    ),
    "indented metadata": (PLAIN.replace("metatags", "metatags|indent"), ["metatags"]),
    "the size of the body": (
        PLAIN.replace("<nav>", "<i>{{ body|striptags|wordcount }} words</i><nav>"),
        ["body"],
    ),
    "a name in upper case": (PLAIN.replace("<nav>", "<i>{{ pagename|upper }}</i><nav>"), ["pagename"]),
    "one page": (
        PLAIN.replace(
            "<nav>",
            "{% if pagename in ['papers/old-note', 'people/ada-example'] %}<b>old</b>{% endif %}<nav>",
        ),
        ["pagename"],
    ),
    "a word in a name": (
        PLAIN.replace("<nav>", "{% if 'old' in pagename or 'example' in pagename %}<b></b>{% endif %}<nav>"),
        ["pagename"],
    ),
    "the end of a name": (
        PLAIN.replace("<nav>", "{% if pagename.endswith(('-note', '-example')) %}<b></b>{% endif %}<nav>"),
        ["pagename"],
    ),
    "a word in a title": (
        PLAIN.replace("<nav>", "{% if 'Note' in title or 'Example' in title %}<b></b>{% endif %}<nav>"),
        ["title"],
    ),
    "a title": (
        PLAIN.replace("<nav>", "{% if title in ['An Old Note', 'Ada Example'] %}<b></b>{% endif %}<nav>"),
        ["title"],
    ),
    "names with a letter": (
        PLAIN.replace(
            "<nav>", "{% if pagename.startswith(('papers/o', 'people/a')) %}<b></b>{% endif %}<nav>"
        ),
        ["pagename"],
    ),
}


WITHOUT_METADATA = {"no metadata", "metadata in a comment", "metadata and upper case"}

Themed = Callable[..., Built]


def notes(built: Built) -> list[str]:
    return [line for line in built.status if "rendered separately" in line]


def soup(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.page(name), "html.parser")


def title(built: Built, name: str) -> str:
    element = soup(built, name).title
    assert element is not None
    return element.get_text()


def citation_titles(built: Built, name: str) -> list[str]:
    return [str(element["content"]) for element in soup(built, name).select('meta[name="citation_title"]')]


@pytest.fixture
def themed(project: Project) -> Themed:
    """Build a project with a theme of one layout."""

    def build(layout: str, builder: str = "html", *, conf: str = "", jobs: int = 1, out: str = "") -> Built:
        project.write({"odd/theme.toml": '[theme]\ninherit = "basic"\n', "odd/page.html": layout})
        project.write({"index.rst": "T\n=\n\n.. publications::\n", "papers.bib": BIB})
        return project.build(builder, conf=CONF + conf, jobs=jobs, out=out, doctrees=f"doctrees{out}")

    return build


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function that makes every page be rendered on its own."""
    prepare = ThemeLayout.prepare

    def prepare_without_skeleton(
        self: ThemeLayout,
        group: Group,
        names: Collection[str],
        titles: Collection[str],
        pages: Iterable[Callable[[], PageValues]],
    ) -> None:
        prepare(self, group, names, titles, pages)
        self._layouts[group] = replace(self._layouts[group], skeleton=None)

    return lambda: monkeypatch.setattr(ThemeLayout, "prepare", prepare_without_skeleton)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_an_ordinary_layout_is_rendered_once(themed: Themed, builder: str) -> None:
    built = themed(PLAIN, builder)
    assert built.warnings == notes(built) == []


#: Themes, and the modules that contain them unless Sphinx does; `make browser` has all of them installed.
THEMES = {
    "alabaster": "",
    "basic": "",
    "classic": "",
    "furo": "furo",
    "pydata_sphinx_theme": "pydata_sphinx_theme",
    "shibuya": "shibuya",
    "sphinx_book_theme": "sphinx_book_theme",
    "sphinx_rtd_theme": "sphinx_rtd_theme",
}
INSTALLED = [name for name, module in THEMES.items() if not module or find_spec(module)]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("theme", INSTALLED)
def test_both_ways_give_the_same_pages(
    project: Project, one_by_one: Callable[[], None], theme: str, builder: str
) -> None:
    project.write({"index.rst": "T\n=\n\n.. publications-pages:: author\n", "papers.bib": BIB})
    conf = CONF.replace('"odd"', f'"{theme}"') + 'pubs_feed = "news.atom"\n'
    quick = project.build(builder, conf=conf, out="quick", doctrees="a")
    one_by_one()
    slow = project.build(builder, conf=conf, out="slow", doctrees="b")
    assert quick.warnings == slow.warnings == []
    quick_tree, slow_tree = quick.tree(), slow.tree()
    del quick_tree[".buildinfo"], slow_tree[".buildinfo"]  # a digest of settings, in some themes of objects
    assert quick_tree == slow_tree
    suffix = "/index.html" if builder == "dirhtml" else ".html"
    assert quick.page("papers/old-note", suffix).count('name="citation_title"') == 1


@pytest.mark.parametrize("layout", ODD)
def test_other_layouts_are_rendered_for_each_page(themed: Themed, layout: str) -> None:
    template, variables = ODD[layout]
    built = themed(template)
    assert built.warnings == []
    names = ", ".join(f"“{name}”" for name in variables)
    assert notes(built) == [
        f"Each page in “{folder}” is rendered separately, which takes longer, because the theme “odd” or an "
        f"extension changes or omits {names}."
        + (" The metadata is added to the head of each page." if layout in WITHOUT_METADATA else "")
        for folder in ("papers", "people")
    ]
    for name, text in built.tree().items():
        assert b"skeleton" not in text.lower(), name
    assert citation_titles(built, "papers/Upper_Case.2") == ['A & B <x> "c" it\'s']
    assert citation_titles(built, "papers/old-note") == ["An Old Note"]
    assert soup(built, "people/ada-example").select('meta[property="og:type"][content="profile"]')


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("an upper-case title", "AN OLD NOTE - Test"),
        ("a title in title case", "An Old Note - Test"),
        ("a truncated title", "An Ol... - Test"),
        ("metadata and upper case", "AN OLD NOTE - Test"),
        ("no title", "Test"),
        ("no metadata", "An Old Note - Test"),
    ],
)
def test_titles_are_those_of_the_theme(themed: Themed, layout: str, expected: str) -> None:
    assert title(themed(ODD[layout][0]), "papers/old-note") == expected


def test_notes_are_translated(themed: Themed) -> None:
    built = themed(ODD["no metadata"][0], conf='language = "de"\n')
    assert (
        "Jede Seite in „papers“ wird einzeln erzeugt, was länger dauert, weil das Theme „odd“ oder eine "
        "Erweiterung “metatags” verändert oder weglässt. Die Metadaten werden im Kopf jeder Seite ergänzt."
    ) in built.status


def test_conditions_hold_for_each_page(themed: Themed) -> None:
    built = themed(ODD["long titles"][0])
    assert soup(built, "papers/old-note").select("nav.long") == []
    assert len(soup(built, "papers/Upper_Case.2").select("nav.long")) == 1
    built = themed(ODD["a title in a script"][0])
    assert 'let title = "A \\u0026amp; B \\u0026lt;x\\u0026gt;' in built.page("papers/Upper_Case.2")


HANDLER = """
def setup(app):
    app.connect("html-page-context", change)

def change(app, pagename, templatename, context, doctree):
    {}
"""


@pytest.mark.parametrize(
    ("line", "variables"),
    [
        (
            "context['project'] = {'papers/all': 'All', 'people/all': 'All'}.get(pagename, 'Test')",
            ["pagename"],
        ),
        ("context['project'] = pagename == 'papers/old-note' or pagename == 'people/all'", ["pagename"]),
        ("context['project'] = str(len(pagename))", ["pagename"]),
        ("context['project'] = context.get('title', '').lower()", ["title"]),
        ("context['metatags'] = ''", ["metatags"]),
    ],
)
def test_handlers_of_other_extensions_run_for_each_page(
    themed: Themed, line: str, variables: list[str]
) -> None:
    built = themed(PLAIN, conf=HANDLER.format(line))
    assert built.warnings == []
    assert [f"omits {', '.join(f'“{name}”' for name in variables)}." in note for note in notes(built)] == [
        True for _ in notes(built)
    ]
    assert notes(built)
    assert citation_titles(built, "papers/old-note") == ["An Old Note"]


def test_what_handlers_add_to_all_pages_needs_no_note(themed: Themed) -> None:
    line = "context['metatags'] = context.get('metatags', '') + f'<meta name=\"x\" content=\"{pagename}\">'"
    built = themed(PLAIN, conf=HANDLER.format(line))
    assert built.warnings == notes(built) == []
    (element,) = soup(built, "papers/old-note").select('meta[name="x"]')
    assert element["content"] == "papers/old-note"


@pytest.mark.parametrize("layout", ["an ordinary layout", "an upper-case title", "no metadata"])
def test_layouts_change_between_builds(
    project: Project, themed: Themed, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages are those of a clean build after another layout and a removed paper, also with several jobs."""
    monkeypatch.setattr(page_writer, "MIN_PARALLEL", 1)
    template = ODD[layout][0] if layout in ODD else PLAIN
    themed(template)
    for before in (PLAIN, ODD["a truncated title"][0]):
        themed(before)
        changed = themed(template, jobs=2)
        assert changed.tree() == themed(template, out="clean").tree()
    project.write({"papers.bib": PAPERS})
    changed, clean = project.build(conf=CONF), project.build(conf=CONF, out="other", doctrees="d")
    assert not (changed.outdir / "papers/Upper_Case.2.html").exists()
    assert changed.tree() == clean.tree()


def test_templates_that_only_some_pages_show_are_followed(project: Project, themed: Themed) -> None:
    template = ODD["one page"][0]
    themed(template)
    new = themed(template.replace("<b>old</b>", "<b>older</b>"))
    assert "<b>older</b>" in new.page("papers/old-note")
    assert "<b>" not in new.page("papers/ko-2023")


def test_unchanged_pages_are_not_written_again(project: Project, themed: Themed) -> None:
    built = themed(ODD["an upper-case title"][0])
    times = {path: path.stat().st_mtime_ns for path in (built.outdir / "papers").iterdir()}
    project.write({"index.rst": "New\n===\n\n.. publications::\n"})
    project.build(conf=CONF)
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_encodings_of_pages_that_are_rendered_separately(themed: Themed) -> None:
    built = themed(ODD["no metadata"][0], conf='html_output_encoding = "latin-1"\n')
    assert len(notes(built)) == 2
    assert (built.outdir / "papers/old-note.html").read_text("latin-1").count("citation_title") == 1


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<head><title>T</title></HEAD ><body></body>", "<head><title>T</title>META\n</HEAD ><body></body>"),
        ("<title>T</title><body class='x'>b", "<title>T</title>META\n<body class='x'>b"),
        ("<!DOCTYPE html>\n<html lang='en'><p>b", "<!DOCTYPE html>\n<html lang='en'>\nMETA\n<p>b"),
        ("<p>b", "\nMETA\n<p>b"),
        ("<head><!-- META --></head>", "<head><!-- META -->META\n</head>"),
        ("<!-- x --><head>\nME\n TA</head>", "<!-- x --><head>\nME\n TA</head>"),
        ("<head>META</head>", "<head>META</head>"),
    ],
)
def test_metadata_is_added_once(page: str, expected: str) -> None:
    assert add_metadata(page, "META") == expected


def test_a_skeleton_is_filled_in() -> None:
    sample = sample_values("papers")
    text = "{0}|{1}|{2}|{3}|{4}|{2}".format(*sample.texts())
    values = PageValues("papers/a", sample.body, sample.title, "b")
    assert Skeleton(text, sample).fill(values) == f"papers/a|a|{sample.body}|{sample.title}|b|{sample.body}"
    assert sample_values("").texts()[0] == sample_values("").texts()[1]


@pytest.mark.parametrize(
    ("compare", "expected"),
    [
        (lambda name: name == "papers/a", True),
        (lambda name: name != "papers/a", True),
        (lambda name: name in ["index", "papers/b"], True),
        (lambda name: name.startswith("papers/a"), True),
        (lambda name: name.startswith(("people/", "papers/")), False),
        (lambda name: name == "papers/x", False),
        (lambda name: name in ["index", "search"], False),
        (lambda name: name in {"index": 1}, False),
        (lambda name: "a" in name.rpartition("/")[2], False),
        (lambda name: "s/a" in name, True),
        (lambda name: "papers" in name, False),
        (lambda name: name.endswith(("/b", "/c")), True),
        (lambda name: name.endswith("/c"), False),
        (lambda name: name.find("a", 7) >= 0, True),
        (lambda name: name.find("p") == 0, False),
        (lambda name: bool(name.count("b")), True),
        (lambda name: name.count("/") == 1, False),
    ],
)
def test_comparisons_of_a_name(compare: Callable[[str], bool], expected: bool) -> None:
    name = ObservedText("papers/x", {"papers/a", "papers/b"})
    assert compare(name) == compare("papers/x")
    assert name.is_compared is expected
