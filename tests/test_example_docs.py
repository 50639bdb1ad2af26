"""The documentation builds without a warning, covers every table of the program, and shows the seed."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import zlib
from calendar import month_name
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from itertools import groupby
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from sphinxext_pubs import api
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.extension.citations.roles import ROLES
from sphinxext_pubs.extension.directives.options import options_of
from sphinxext_pubs.library.load import load as load_library
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation.names import full_name
from sphinxext_pubs.project.additions import Addition
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.project.settings import Settings
from sphinxext_pubs.render.buttons import BUTTONS
from sphinxext_pubs.render.entry_display import Column
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.entry_views import AcronymView, AuthorView, Button
from sphinxext_pubs.render.filter_controls import BarView, ControlView, controls_of
from sphinxext_pubs.render.layouts import TEMPLATES
from sphinxext_pubs.render.page_views import (
    Count,
    CountedTerms,
    DirectoryPage,
    ExportView,
    Fact,
    PaperPage,
    ReferenceView,
    RelatedView,
    TermPage,
)

# One worker builds the documentation, once.
pytestmark = pytest.mark.xdist_group("example_docs")

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "example_docs"
STATIC = ROOT / "sphinxext_pubs/static"
SEED = ROOT / "../shared/data/seed/papers.json"


def load(path: Path) -> ModuleType:
    """Load a module of the documentation from its file."""
    spec = importlib.util.spec_from_file_location(f"example_docs_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def own_registry() -> Registry:
    """Return the tables of the documentation, with the rows of its ``conf.py``."""
    additions: list[Addition] = []
    app = SimpleNamespace(
        setup_extension=lambda name: None,
        connect=lambda event, handler: additions.append(handler(app)),
    )
    load(DOCS / "conf.py").setup(app)
    return Registry(lambda: additions)


REGISTRY = own_registry()
SHOWCASE = load(DOCS / "_ext/showcase.py")
SYNTHETIC = load(DOCS / "_ext/synthetic.py")


def build_docs(folder: Path, builder: str = "html") -> Path:
    """Build the documentation with a builder; every warning is an error, also unresolved references."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-n", "-b", builder]
    command += ["-d", str(folder / "doctrees"), str(DOCS), str(folder / builder)]
    environment = os.environ | {"LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / builder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_docs(tmp_path_factory.mktemp("example_docs"))


def page(built: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((built / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def documented(built: Path) -> dict[str, set[str]]:
    """Return the content of the inventory: kind of object → names."""
    head, _, body = (built / "objects.inv").read_bytes().partition(b"zlib.\n")
    assert head.startswith(b"# Sphinx inventory version 2")
    found: dict[str, set[str]] = {}
    for line in zlib.decompress(body).decode().splitlines():
        match = re.match(r"(?P<name>.+?) (?P<kind>\S+:\S+) -?\d+ ", line)
        assert match is not None
        found.setdefault(match["kind"], set()).add(match["name"])
    return found


# Completeness


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("confval", [f"pubs_{row.name}" for row in fields(Settings)]),
        ("pubs-option", [option.name for option in options_of(REGISTRY).rows]),
        ("pubs-facet", [facet.name for facet in REGISTRY.facets.rows]),
        ("pubs-warning", [f"pubs.{code.value}" for code in Code]),
        ("pubs-role", [f"paper:{role}" for role in ROLES]),
        ("pubs-layout", list(REGISTRY.layouts)),
        ("pubs-style", list(BUILTIN_STYLES)),
        ("pubs-part", list(REGISTRY.parts)),
        ("pubs-button", [button.rel for button in BUTTONS]),
        ("pubs-control", [control.name for control in controls_of(REGISTRY.facets).rows]),
    ],
)
def test_reference_has_every_row_of_the_table(built: Path, kind: str, names: Iterable[str]) -> None:
    assert documented(built)[f"std:{kind}"] == set(names)


def test_reference_has_every_template_variable(built: Path) -> None:
    views = {
        "button": Button,
        "column": Column,
        "author": AuthorView,
        "acronym": AcronymView,
        "reference": ReferenceView,
        "related": RelatedView,
        "bar": BarView,
        "control": ControlView,
        "page": PaperPage,
        "list-page": TermPage,
        "directory-page": DirectoryPage,
        "fact": Fact,
        "export": ExportView,
        "counted": CountedTerms,
        "count": Count,
    }
    names = {f"{name}.{row.name}" for name, view in views.items() for row in fields(view)}
    names |= {f"entry.{name}" for name, _ in EntryView.variables()}
    assert documented(built)["std:pubs-variable"] == names


def test_reference_has_the_public_interface_with_every_field(built: Path) -> None:
    classes = {name: getattr(api, name) for name in api.__all__ if isinstance(getattr(api, name), type)}
    names = {
        f"{name}.{row.name}" for name, cls in classes.items() if is_dataclass(cls) for row in fields(cls)
    }
    assert documented(built)["std:pubs-api"] == {*api.__all__, *names}


def test_rows_of_conf_are_in_the_reference_and_used(built: Path) -> None:
    found = documented(built)
    assert "funder" in found["std:pubs-option"] & found["std:pubs-facet"] & found["std:pubs-control"]
    assert "funding" in found["std:pubs-part"]
    extending = page(built, "extending")
    assert len(extending.select(".pubs-layout-funded .lab-funding")) == 3
    assert "City of Sampleton" in extending.select_one(".pubs-chart").get_text()


def test_every_css_variable_is_documented_and_used(built: Path) -> None:
    sources = "".join(
        path.read_text(encoding="utf-8") for path in sorted(filter(Path.is_file, STATIC.rglob("*")))
    )
    assert documented(built)["std:pubs-css"] == set(re.findall(r"var\((--pubs-[\w-]+)", sources))


def test_every_class_in_the_guide_is_one(built: Path) -> None:
    """True if it occurs on a page of the documentation, in a template, or in a script."""
    named = set(re.findall(r"``(pubs-[\w-]+)``", (DOCS / "showing.rst").read_text(encoding="utf-8")))
    pages = "".join(path.read_text(encoding="utf-8") for path in sorted(built.glob("*.html")))
    ours = re.findall(r'class="([^"]+)"', pages)
    files = sorted([*STATIC.rglob("*.mjs"), *TEMPLATES.glob("pubs/*.html")])
    sources = "".join(path.read_text(encoding="utf-8") for path in files)
    known = {name for names in ours for name in names.split()} | set(re.findall(r"pubs-[\w-]+", sources))
    assert len(named) > 30
    assert named - known == set()


@pytest.mark.parametrize("option", [option.name for option in options_of(REGISTRY).rows])
def test_guide_mentions_every_option(option: str) -> None:
    guide = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(DOCS.iterdir()) if path.suffix in (".rst", ".md")
    )
    assert re.search(rf":{option}:|`{option}`|``{option}``", guide)


def test_papers_are_in_the_inventory(built: Path) -> None:
    assert "ho-etal-2023-large" in documented(built)["paper:paper"]


# The examples


def test_every_example_shows_papers(built: Path) -> None:
    results = [
        result
        for path in sorted(built.glob("*.html"))
        for result in page(built, path.stem).select(".example-result")
    ]
    shown = [
        len(result.select(".pubs-entry, .pubs-chart, .xref, a.reference, .footnote-reference"))
        for result in results
    ]
    assert len(results) > 20
    assert 0 not in shown


@pytest.mark.parametrize(
    ("rst", "myst"),
    [
        (".. publications::", "```{publications}\n```"),
        (".. publications:: :year: 2024", "```{publications} :year: 2024\n```"),
        (
            ".. publications::\n   :author: A, B\n   :limit: 3",
            "```{publications}\n:author: A, B\n:limit: 3\n```",
        ),
        ("As :paper:`key` and :paper:t:`key`.", "As {paper}`key` and {paper:t}`key`."),
        ("One.\n\n.. publications::", "One.\n\n```{publications}\n```"),
    ],
)
def test_examples_say_the_same_in_both_markups(rst: str, myst: str) -> None:
    blocks = list(SHOWCASE.parse_blocks(rst.split("\n")))
    assert SHOWCASE.in_rst(blocks) == rst
    assert SHOWCASE.in_myst(blocks) == myst


# The large list


def test_synthetic_papers_are_on_their_page_only(built: Path) -> None:
    pages = sorted(built.rglob("*.html"))
    found = {path.stem: set(re.findall(r"synthetic-\d+", path.read_text(encoding="utf-8"))) for path in pages}
    assert len(found.pop("large")) == SYNTHETIC.COUNT
    assert [name for name, keys in found.items() if keys] == []


def test_synthetic_papers_are_in_pages_for_browsers_only(tmp_path: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in build_docs(tmp_path, "text").rglob("*.txt")]
    assert any("HTML pages only" in text for text in texts)
    assert [text for text in texts if "Synthetic Conference" in text] == []


def test_synthetic_library_is_the_same_every_time_and_written_once(tmp_path: Path) -> None:
    path = tmp_path / "new/synthetic.bib"
    SYNTHETIC.write(path, SYNTHETIC.library().encode())
    first = path.stat()
    SYNTHETIC.write(path, SYNTHETIC.library().encode())
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


# The author page is the seed's


def entries(built: Path) -> list[tuple[str, Tag]]:
    """Return the author page's entries in order, each with its heading."""
    found = []
    for entry in page(built, "author-page").select("article.pubs-entry"):
        heading = entry.find_previous(["h2", "h3"])
        assert heading is not None
        found.append((heading.get_text().rstrip("#¶"), entry))
    return found


def text(entry: Tag, selector: str) -> str:
    found = entry.select_one(selector)
    return " ".join(found.get_text().split()) if found else ""


def seed() -> list[dict[str, Any]]:
    if not SEED.exists():
        pytest.skip("the seed's data (../shared/data/seed) is not on this machine")
    papers: list[dict[str, Any]] = json.loads(SEED.read_text(encoding="utf-8"))
    return papers


def links(abstract: str) -> list[str]:
    return [address.rstrip(".") for address in re.findall(r"https?://\S+", abstract)]


def test_author_page_has_three_years_and_twelve_papers(built: Path) -> None:
    years = [year for year, _ in entries(built)]
    assert [(year, len(list(group))) for year, group in groupby(years)] == [
        ("2024", 5),
        ("2023", 6),
        ("2022", 1),
    ]


def test_author_page_has_a_bar(built: Path) -> None:
    bars = page(built, "author-page").select("form.pubs-filter")
    assert [bar["data-list"] for bar in bars] == ["pubs"]


@pytest.mark.parametrize(
    ("part", "of_entry", "of_seed"),
    [
        ("year", lambda year, entry: int(year), lambda paper: paper["year"]),
        (
            "buttons",
            lambda year, entry: [button.get_text() for button in entry.select(".pubs-button")][:3],
            lambda paper: paper["buttons"],
        ),
        ("title", lambda year, entry: text(entry, ".pubs-title"), lambda paper: paper["title"]),
        (
            "authors",
            lambda year, entry: text(entry, ".pubs-authors"),
            lambda paper: " | ".join(paper["authors"]),
        ),
        ("venue", lambda year, entry: text(entry, ".pubs-venue"), lambda paper: paper["venue"]),
        (
            "links of the abstract",
            lambda year, entry: [link["href"] for link in entry.select(".pubs-abstract a")],
            lambda paper: links(paper["abstract"]),
        ),
        (
            "asterisks of the abstract",
            lambda year, entry: re.findall(r"\*\*\w+\*\*", text(entry, ".pubs-abstract")),
            lambda paper: re.findall(r"\*\*\w+\*\*", paper["abstract"]),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_author_page_equals_the_seed(
    built: Path, part: str, of_entry: Callable[[str, Tag], object], of_seed: Callable[[Any], object]
) -> None:
    papers = seed()
    assert [of_entry(year, entry) for year, entry in entries(built)] == [
        of_seed(paper) for paper in papers
    ], part


def test_sources_have_the_facts_of_the_seed_and_other_texts() -> None:
    papers = seed()
    found = load_library(("publications.bib",), DOCS)
    assert found.problems == ()
    assert [facts(entry) for entry in found.library] == [facts_of_seed(paper) for paper in papers]
    for entry, paper in zip(found.library, papers, strict=True):
        theirs = {
            sentence.strip() for sentence in re.split(r"[.:] ", paper["abstract"]) if len(sentence) > 40
        }
        assert not [sentence for sentence in theirs if sentence in str(entry.abstract)]


def facts(entry: Publication) -> dict[str, object]:
    links = {link.rel: link.target for link in entry.links}
    return {
        "authors": [full_name(name) for name in entry.author],
        "editors": [full_name(name) for name in entry.editor],
        "title": str(entry.title),
        "venue": str(entry.container_title),
        "date": entry.issued.parts if entry.issued else (),
        "pages": entry.page.replace("-", "–"),
        "publisher": str(entry.publisher),
        "address": str(entry.event_place or entry.publisher_place),
        "doi": entry.doi,
        "url": entry.url,
        "arxiv": entry.arxiv,
        "pdf": links.get("pdf", ""),
        "code": links.get("code", ""),
    }


def facts_of_seed(paper: dict[str, Any]) -> dict[str, object]:
    known = ("title", "venue", "pages", "publisher", "address", "doi", "url", "arxiv", "pdf", "code")
    month = [list(month_name).index(paper["month"])] if paper["month"] else []
    return {
        "authors": paper["authors"],
        "editors": paper["editors"] or [],
        "date": (paper["year"], *month),
        **{name: paper[name] or "" for name in known},
    }


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_relative_links_have_targets(name: str) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [target for target in targets if not (ROOT / target).exists()] == []
