"""Facets, layouts and parts of other packages and of ``conf.py``, in projects."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib import invalidate_caches
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from sphinxext_pubs.cli import main
from sphinxext_pubs.extension.directives.chart import ChartDirective
from sphinxext_pubs.extension.directives.options import options_of
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.project.row_checks import RESERVED
from sphinxext_pubs.query.facet import FacetPages
from tests.conftest import PAPERS, Project

PACKAGE = Path(__file__).resolve().parents[1] / "fixtures" / "package" / "acme_pubs.py"

POINTS = """
[sphinxext_pubs.facets]
place = acme_pubs:PLACE

[sphinxext_pubs.layouts]
timeline = acme_pubs:TIMELINE

[sphinxext_pubs.parts]
all = acme_pubs:EVERYTHING
"""

BIB = PAPERS.replace("year = 2024,", "year = 2024, address = {Miami},").replace(
    "year = 2023,", "year = 2023, address = {Seoul},"
)


def install(folder: Path, points: str = POINTS, version: str = "1.0", code: str = "") -> None:
    """Install the package with these entry points in a folder."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("acme_pubs-*"):
        for file in old.iterdir():
            file.unlink()
        old.rmdir()
    (folder / "acme_pubs.py").write_text(code or PACKAGE.read_text(encoding="utf-8"), encoding="utf-8")
    info = folder / f"acme_pubs-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: acme-pubs\nVersion: {version}\n", "utf-8")
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    invalidate_caches()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder for packages, which Python searches."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    sys.modules.pop("acme_pubs", None)


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


LISTS = """
T
=

.. publications::
   :place: Seoul

.. publications::
   :place: !Seoul
   :group-by: place
   :sort: -place

.. publications::
   :filter: place has "Seoul" or year = 2024
   :filterable:

.. publications-chart::
   :by: place

.. publications-pages:: place
"""


def titles(element: BeautifulSoup) -> list[str]:
    return [title.get_text() for title in element.select(".pubs-title")]


def test_a_facet_of_a_package_is_used_like_ours(project: Project, site: Path) -> None:
    install(site)
    built = project.write({"papers.bib": BIB, "index.rst": LISTS}).build(conf="\npubs_pages = True\n")
    assert built.warnings == []
    body = soup(built.body())
    assert [titles(run) for run in body.select(".pubs-list")] == [
        ["On Layers"],
        ["Towards Easy Transfer"],
        ["An Old Note"],
        ["Towards Easy Transfer"],
        ["On Layers"],
    ]
    assert [heading.get_text(strip=True).removesuffix("¶") for heading in body.select("h2, p.rubric")] == [
        "2023",
        "Miami",
        "No place",
        "2024",
        "2023",
    ]
    data = json.loads(body.select_one("script.pubs-index").get_text())
    assert data["facets"]["place"]["terms"] == ["Miami", "Seoul"]
    assert "miami" in data["text"][0]
    chart = body.select_one(".pubs-chart")
    assert "Papers by place" in chart.get_text()
    assert {link["href"] for link in body.select('a[href^="places/"]')} == {
        "places/miami.html",
        "places/seoul.html",
    }
    page = soup(built.page("places/seoul"))
    assert page.select_one("h1").get_text() == "Seoul"
    assert titles(page) == ["On Layers"]
    assert [item.get_text() for item in soup(built.page("places/all")).select(".pubs-terms a, .pubs-page a")][
        :2
    ] == ["Miami", "Seoul"]


def test_a_layout_and_a_part_of_a_package_are_used_like_ours(project: Project, site: Path) -> None:
    install(site)
    page = "T\n=\n\n.. publications::\n   :layout: timeline\n   :group-by: none\n"
    built = project.write({"papers.bib": BIB, "index.rst": page}).build()
    assert built.warnings == []
    assert '<span class="pubs-year">(2023)</span>' in built.body()
    assert "pubs-made-in" in built.body()
    text = project.build("text")
    assert "Seoul" in (text.outdir / "index.txt").read_text(encoding="utf-8")


def test_the_command_has_the_option_of_the_facet(
    tmp_path: Path, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    install(site)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers.bib").write_text(BIB, encoding="utf-8")
    assert main(["list", "papers.bib", "--place", "Seoul", "--format", "keys"]) == 0
    assert capsys.readouterr().out == "ko-2023\n"


CONF = """
from sphinxext_pubs.api import TERMS, Facet, add_facet, text_keys, text_order

def places(paper):
    return (str(paper.publisher_place),) if paper.publisher_place else ()

def setup(app):
    add_facet(app, Facet(
        name="place", help="The place.", title="Place", terms=places, keys=text_keys(places),
        order=text_order(places), matching=TERMS, values=places, missing="No place",
    ))
"""


def test_a_facet_of_conf_is_used_like_ours(project: Project) -> None:
    page = "T\n=\n\n.. publications::\n   :place: Seoul\n"
    built = project.write({"papers.bib": BIB, "index.rst": page}).build(conf=CONF)
    assert built.warnings == []
    assert titles(soup(built.body())) == ["On Layers"]
    assert project.build(conf=CONF).read == []


def test_pages_of_a_facet_that_only_have_a_folder_and_a_title_are_plain_lists(project: Project) -> None:
    conf = CONF.replace("import TERMS, Facet,", "import TERMS, Facet, FacetPages,").replace(
        'missing="No place",', 'pages=FacetPages(folder="places", title="Places"),'
    )
    project.write({"papers.bib": BIB, "index.rst": "T\n=\n\n.. publications::\n"})
    built = project.build(conf=f'{conf}\npubs_pages = ["place"]\n')
    assert built.warnings == []
    page = soup(built.page("places/seoul"))
    assert titles(page) == ["On Layers"]
    assert page.select(".pubs-page h2, .pubs-beside, .pubs-chart") == []
    plain = FacetPages(folder="places", title="Places")
    assert (plain.counted, plain.grouped_by, plain.charted) == ((), "", "")


def test_functions_in_setup_may_use_the_application(project: Project) -> None:
    """The application differs in every build, but it is not a part of the row."""
    conf = CONF.replace(
        "    add_facet", "    def own(paper):\n        return (app.config.project,)\n    add_facet"
    )
    conf = (
        conf.replace("terms=places", "terms=own")
        .replace("values=places", "values=own")
        .replace("text_keys(places)", "text_keys(own)")
    )
    page = "T\n=\n\n.. publications::\n   :group-by: place\n"
    assert project.write({"index.rst": page}).build(conf=conf).warnings == []
    assert project.build(conf=conf).read == []


def test_projects_of_one_process_do_not_share_rows(project: Project) -> None:
    page = "T\n=\n\n.. publications::\n   :place: Seoul\n"
    project.write({"papers.bib": BIB, "index.rst": page}).build(conf=CONF)
    (warning,) = project.build(fresh=True).warnings
    assert "unknown option “place”" in warning


@pytest.mark.parametrize("jobs", [1, 2])
def test_all_documents_are_read_again_when_a_package_is_installed_or_changed(
    project: Project, site: Path, jobs: int
) -> None:
    page = "T\n=\n\n.. publications::\n   :place: Seoul\n"
    project.write({"papers.bib": BIB, "index.rst": page, "other.rst": ":orphan:\n\nO\n=\n"})
    assert len(project.build(jobs=jobs).warnings) == 1
    install(site)
    second = project.build(jobs=jobs)
    assert (second.warnings, sorted(second.read)) == ([], ["index", "other"])
    assert project.build(jobs=jobs).read == []
    install(site, version="1.1")
    assert sorted(project.build(jobs=jobs).read) == ["index", "other"]
    assert project.build(jobs=jobs).read == []


def test_all_documents_are_read_again_when_functions_of_conf_change(project: Project) -> None:
    page = "T\n=\n\n.. publications::\n   :place: Seoul\n"
    project.write({"papers.bib": BIB, "index.rst": page}).build(conf=CONF)
    changed = CONF.replace("str(paper.publisher_place),", "str(paper.publisher_place).lower() + '!',")
    (warning,) = project.build(conf=changed).warnings
    assert "no papers match" in warning


CONF_LAYOUT = """
from pathlib import Path
from sphinxext_pubs.api import Layout, add_layout

pubs_pages = ["author"]
pubs_layout = "brief"

def setup(app):
    folder = Path(__file__).parent / "brief"
    add_layout(app, Layout(name="brief", help="Short.", parts=("title",), folder=folder))
"""


def test_all_pages_are_written_again_when_a_template_of_a_layout_changes(project: Project) -> None:
    template = '<article class="pubs-entry {}">{{{{ content() }}}}</article>'
    project.write({"index.rst": "T\n=\n\n.. publications::\n"})
    for word in ("one", "two"):
        project.write({"brief/pubs/brief.html": template.format(word)})
        built = project.build(conf=CONF_LAYOUT)
        assert built.warnings == []
        for page in ("index", "people/jongwoo-ko"):
            assert f'<article class="pubs-entry {word}">' in built.page(page)
    assert project.build(conf=CONF_LAYOUT).read == []


CONF_PART = """
from sphinxext_pubs.api import Part, add_part, run

pubs_pages = ["author"]
pubs_show = ["word"]

def setup(app):
    add_part(app, Part(name="word", help="A word.", value=lambda paper, entry: run("word", "one")))
"""


def test_all_pages_of_a_second_builder_are_written_again_when_a_part_changes(project: Project) -> None:
    page = "T\n=\n\n.. publications::\n"
    project.write({"index.rst": page, "other.rst": f":orphan:\n\n{page}"})
    project.build("html", conf=CONF_PART)
    changed = CONF_PART.replace("one", "two")
    text = project.build("text", conf=changed)
    assert "\n   two\n" in (text.outdir / "index.txt").read_text("utf-8")
    built = project.build("html", conf=changed)
    assert built.read == []
    for name in ("index", "other", "people/jongwoo-ko"):
        assert '<p class="word">two</p>' in built.page(name)


@pytest.mark.parametrize(
    ("points", "code", "message"),
    [
        pytest.param(
            "[sphinxext_pubs.facets]\nplace = acme_pubs:PLACE\n",
            "1 / 0",
            "The entry point “place” of acme-pubs 1.0 is ignored: it cannot be loaded (ZeroDivisionError: "
            "division by zero).",
            id="an error",
        ),
        pytest.param(
            "[sphinxext_pubs.facets]\nplace = acme_pubs:PLACE\n",
            "raise SystemExit('no')",
            "The entry point “place” of acme-pubs 1.0 is ignored: it cannot be loaded (SystemExit: no).",
            id="an end of the process",
        ),
        pytest.param(
            "[sphinxext_pubs.facets]\nplace = acme_pubs:MISSING\n",
            "",
            "The entry point “place” of acme-pubs 1.0 is ignored: it cannot be loaded (AttributeError:",
            id="not there",
        ),
        pytest.param(
            "[sphinxext_pubs.facets]\nplace = acme_pubs:PLACE\n",
            "from json import NOTHING",
            "The entry point “place” of acme-pubs 1.0 is ignored: it cannot be loaded (ImportError: cannot "
            "import name 'NOTHING' from 'json' (__init__.py)). Report this to the author of acme-pubs 1.0.",
            id="an error with a path",
        ),
        pytest.param(
            "[sphinxext_pubs.facets]\nplace = acme_pubs:TIMELINE\n",
            "",
            "The entry point “place” of acme-pubs 1.0 is ignored:",
            id="another kind of row",
        ),
    ],
)
def test_what_a_package_does_wrong_is_reported(
    project: Project, site: Path, points: str, code: str, message: str
) -> None:
    install(site, points, code=code)
    built = project.write({"index.rst": "T\n=\n\n.. publications::\n"}).build()
    assert len(built.warnings) == 1
    assert built.warnings[0].startswith(f"conf.py:1: WARNING: {message}")
    assert len(re.findall("<article", built.body())) == 3


CARDS = "[sphinxext_pubs.formats]\ncards = tests.formats.cards_xml:CARDS\n"
RECORDS = "<xml><cards><card><label>ko-2020</label><title>On XML</title></card></cards></xml>"


def test_a_format_of_a_package_is_read_and_written(
    project: Project, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(site, CARDS)
    page = "T\n=\n\n.. publications::\n   :download: cards-xml\n"
    project.write({"papers.bib": None, "papers.xml": RECORDS, "index.rst": page})
    built = project.build(conf='\npubs_sources = ["*.xml"]\n')
    assert built.warnings == []
    assert titles(soup(built.body())) == ["On XML"]
    (download,) = [name for name in built.tree() if name.endswith(".xml")]
    assert "<title>On XML</title>" in built.tree()[download].decode()
    assert main(["convert", str(project.src / "papers.xml"), "--to", "cards-xml"]) == 0
    assert "<label>ko-2020</label>" in capsys.readouterr().out


LAYOUT = """
from sphinxext_pubs.api import Layout, add_layout

def setup(app):
    add_layout(app, Layout(name="mine", help="Mine.", parts=("title",), folder="own"))
"""


def test_the_template_of_a_layout_is_found_beside_conf_and_watched(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = "T\n=\n\n.. publications::\n   :layout: mine\n"
    project.write({"index.rst": page, "own/pubs/mine.html": "<article>One</article>"})
    built = project.build(conf=LAYOUT)
    assert (built.warnings, built.body().count("<article>One</article>")) == ([], 3)
    project.write({"own/pubs/mine.html": "<article>Two</article>"})
    assert project.build(conf=LAYOUT).body().count("<article>Two</article>") == 3


# Rows that fail

ALL_OF_IT = """
T
=

.. publications::
   :word: !nothing
   :group-by: word
   :sort: word
   :filterable:

.. publications::
   :layout: timeline
   :group-by: none

.. publications-chart::
   :by: word

.. publications-pages:: word
"""

CONF_FAILING = """
import functools
from sphinxext_pubs.api import *
from sphinxext_pubs.api import add_facet, add_layout, add_part

pubs_pages = True
pubs_show = ["extra"]

def boom(*arguments):
    raise RuntimeError("boom")

def setup(app):
    add_part(app, Part(name="extra", help="E.", value={value}))
    add_facet(app, Facet(
        name="word", help="W.", terms={terms}, control="menu", bar_rank=1, searched={terms},
        chart=Chart(caption="Words"), pages=FacetPages(folder="words", title="Words"),
        identity={text}, label={text}, label_order={order},
    ))
    add_layout(app, Layout(
        name="timeline", help="T.", parts=("title", "authors"), person={text}, {writer}="{path}",
    ))
"""


def conf_failing(**values: str) -> str:
    usual = {
        "value": "lambda paper, entry: ()",
        "terms": "lambda paper: ('A',)",
        "text": "str",
        "order": "name_order",
    }
    return CONF_FAILING.format(**{**usual, "writer": "nodes", "path": "", **values})


@pytest.mark.parametrize("builder", ["html", "text"])
@pytest.mark.parametrize(
    ("values", "failed"),
    [
        pytest.param({"terms": "boom"}, {"terms", "searched"}, id="terms"),
        pytest.param({"terms": "lambda paper: (3,)"}, {"terms", "searched"}, id="terms that are numbers"),
        pytest.param({"terms": "lambda paper: 'text'"}, {"terms", "searched"}, id="terms that are a string"),
        pytest.param(
            {"text": "boom", "order": "str"}, {"identity", "label", "label_order", "person"}, id="labels"
        ),
        pytest.param({"value": "boom"}, {"value"}, id="a part"),
        pytest.param({"value": "lambda *_: (Run('x', (3,)),)"}, {"value"}, id="a node that is a number"),
        pytest.param({"value": "lambda *_: 'text'"}, {"value"}, id="a part that is a string"),
        pytest.param({"path": "json:loads"}, {"nodes"}, id="nodes"),
        pytest.param({"writer": "lists", "path": "json:loads"}, {"lists"}, id="a list"),
    ],
)
def test_a_function_that_fails_is_reported_and_its_value_left_out(
    project: Project, builder: str, values: dict[str, str], failed: set[str]
) -> None:
    files = {"papers.bib": BIB, "index.rst": ALL_OF_IT}
    built = project.write(files).build(builder, conf=conf_failing(**values))
    reported = [match[1] for text in built.warnings if (match := re.search(r"“(\w+)” failed on “", text))]
    others = [text for text in built.warnings if " failed on " not in text]
    assert set(reported) <= failed
    assert len(reported) == len(set(reported))
    assert [text for text in others if "No papers match" not in text and "no papers match" not in text] == []
    text = (built.outdir / f"index.{'html' if builder == 'html' else 'txt'}").read_text("utf-8")
    assert "On Layers" in text
    assert "None" not in soup(text).get_text()
    if builder == "text" or failed.isdisjoint({"nodes", "lists"}):
        assert reported


UNSAFE = """
from sphinxext_pubs.api import Part, Run, Span, Text, add_part

pubs_show = ["unsafe"]

def unsafe(paper, entry):
    return (
        Run('x"><script>1</script>', ("a",)),
        Text((Span("link", ("y",), "javascript:alert(1)"), Span("link", ("z",), "https://example.org/"))),
    )

def setup(app):
    add_part(app, Part(name="unsafe", help="U.", value=unsafe))
"""


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_data_in_a_part_is_never_markup_or_an_unsafe_link(project: Project, builder: str) -> None:
    built = project.write({"index.rst": "T\n=\n\n.. publications::\n"}).build(builder, conf=UNSAFE)
    assert built.warnings == []
    (text,) = built.outdir.glob("index.html" if builder == "html" else "*.tex")
    assert "https://example.org/" in text.read_text("utf-8")
    assert "javascript:" not in text.read_text("utf-8")
    if builder == "html":
        body = soup(built.body())
        assert body.select_one(".pubs-entry script") is None


def test_the_command_reports_a_function_that_fails(
    tmp_path: Path, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = PACKAGE.read_text(encoding="utf-8").replace("if publication.publisher_place else ()", "+ 1")
    install(site, code=code)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers.bib").write_text(BIB, encoding="utf-8")
    assert main(["list", "papers.bib", "--sort", "place", "--format", "keys"]) == 0
    output = capsys.readouterr()
    assert len(output.out.split()) == 3
    assert (
        output.err.count("The facet “place” (the entry point “place” of acme-pubs 1.0): “terms” failed on")
        == 1
    )


CONF_WRONG = """
from sphinxext_pubs.api import add_facet, add_format, add_layout, add_part

def setup(app):
    for add in (add_facet, add_format, add_layout, add_part):
        add(app, 3)
"""


def test_other_objects_than_rows_are_reported(project: Project) -> None:
    page = "T\n=\n\n.. publications::\n   :download: bibtex\n"
    built = project.write({"index.rst": page}).build(conf=CONF_WRONG)
    assert len(re.findall("<article", built.body())) == 3
    for kind in ("facet", "format", "layout", "part"):
        message = f"add_{kind}() in setup() is ignored: it must be a {kind.capitalize()}, not int."
        assert sum(message in warning for warning in built.warnings) == 1


CONF_PEOPLE = """
from sphinxext_pubs.api import (
    Facet, Role, add_facet, people_keys, people_order, people_terms, people_values
)

pubs_people = "people.yaml"

def authors(paper):
    return paper.author

def setup(app):
    add_facet(app, Facet(
        name="person", help="P.", terms=people_terms(authors), keys=people_keys(authors),
        order=people_order(authors), values=people_values(authors), authority="people",
        role=Role(variable="author"), control="menu", bar_rank=1,
    ))
"""


def test_a_facet_of_people_is_sorted_with_the_people_file(project: Project) -> None:
    people = "- id: ko\n  name: Jong Woo Ko\n  variants: [Jongwoo Ko]\n"
    page = "T\n=\n\n.. publications::\n   :group-by: person\n   :sort: person\n   :filterable:\n"
    project.write({"people.yaml": people, "index.rst": page})
    built = project.build(conf=CONF_PEOPLE)
    assert built.warnings == []
    data = json.loads(soup(built.body()).select_one("script.pubs-index").get_text())
    assert "Jong Woo Ko" in data["facets"]["person"]["terms"]


def test_a_chart_of_a_facet_without_one_is_reported(project: Project) -> None:
    page = "T\n=\n\n.. publications-chart::\n   :by: place\n"
    (warning,) = project.write({"papers.bib": BIB, "index.rst": page}).build(conf=CONF).warnings
    assert "the facet “place” has no chart." in warning


@pytest.mark.parametrize("command", ["list", "convert"])
def test_names_of_options_are_reserved(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"], Registry())
    names = set(re.findall(r"--([a-z][a-z-]*)", capsys.readouterr().out))
    names |= {option.name for option in options_of(Registry()).rows} | set(ChartDirective.known)
    assert names - set(Registry().facets) <= set(RESERVED["facet"])
