"""Lists of cited papers: they have no groups and are inserted when references are resolved."""

from __future__ import annotations

import json
import pickle
import re
import zlib
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from tests.conftest import PAPERS, Built, Project

Page = Callable[..., Built]

#: Counts how often other extensions see each document.
COUNTING = """
import pathlib

def count(app, event, docname):
    with pathlib.Path(app.confdir).parent.joinpath("counts.txt").open("a") as file:
        file.write(f"{event} {docname}\\n")

def setup(app):
    app.connect("source-read", lambda app, docname, source: count(app, "source-read", docname))
    app.connect("doctree-read", lambda app, doctree: count(app, "doctree-read", app.env.docname))
    app.connect("env-purge-doc", lambda app, env, docname: count(app, "env-purge-doc", docname))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""

BOOKS = (
    '\nlatex_documents = [("index", "t.tex", "T", "A", "howto")]\nman_pages = [("index", "t", "T", "A", 1)]\n'
    'texinfo_documents = [("index", "t", "T", "A", "t", "d", "Other")]\n'
)

#: Papers that are cited may be in no list.
SUPPRESS = '\nsuppress_warnings = ["pubs.unshown"]\n'

PAGES: dict[str, str | bytes | None] = {
    "index.rst": "I\n=\n\n.. toctree::\n\n   one\n   two\n   refs\n   own\n",
    "one.rst": "One\n===\n\n:paper:`ko-2023`\n",
    "two.rst": "Two\n===\n\n:paper:`yang-2024` :paper:`ko-2023`\n",
    "refs.rst": (
        "References\n==========\n\n"
        ".. publications::\n   :cited: project\n   :layout: reference\n   :style: numeric\n"
    ),
    "own.rst": "Own\n===\n\n:paper:`yang-2024`\n\n.. publications::\n   :cited:\n   :layout: compact\n",
}


def text(html: str) -> str:
    """Return the text of an HTML fragment."""
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def keys(built: Built, name: str = "index") -> list[str]:
    return re.findall(r'<article[^>]* data-key="([^"]*)"', built.body(name))


def paragraph(built: Built, name: str = "index") -> str:
    found = re.search(r"<p>(.*?)</p>", built.body(name), re.DOTALL)
    assert found
    return text(found[1])


def counts(project: Project) -> list[str]:
    """Return the events that another extension saw since the last call, sorted."""
    path = project.root / "counts.txt"
    events = path.read_text("utf-8").splitlines() if path.exists() else []
    path.write_text("", "utf-8")
    return sorted(events)


def written_text(built: Built, suffix: str) -> str:
    """Return the text of all files with a suffix in the output folder."""
    return "\n".join(path.read_text("utf-8") for path in sorted(built.outdir.rglob(f"*.{suffix}")))


# Groups


@pytest.mark.parametrize("scope", ["", "project", "!document", "!project"])
@pytest.mark.parametrize("conf", ["", '\npubs_group_by = "venue"\n'])
def test_a_list_of_cited_papers_has_no_groups(page: Page, scope: str, conf: str) -> None:
    source = f"T\n=\n\n:paper:`ko-2023`\n\n.. publications::\n   :cited: {scope}\n"
    built = page(source, conf=conf + SUPPRESS)
    assert built.warnings == []
    assert "<h2" not in built.body()
    assert sorted(keys(built)) == (["old-note", "yang-2024"] if "!" in scope else ["ko-2023"])


@pytest.mark.parametrize("scope", ["", "project", "!document", "!project"])
def test_a_list_of_cited_papers_has_the_groups_that_it_asks_for(page: Page, scope: str) -> None:
    built = page(
        f"T\n=\n\n:paper:`ko-2023`\n\n.. publications::\n   :cited: {scope}\n   :group-by: year\n",
        conf='\npubs_group_by = "none"\n' + SUPPRESS,
    )
    assert built.warnings == []
    headings = re.findall(r"<h2>(.*?)<a", built.body())
    assert headings == (["2024", "Undated"] if "!" in scope else ["2023"])


def test_lists_of_cited_papers_in_myst(page: Page) -> None:
    fences = "```{publications}\n:cited: project\n```\n\n:::{publications} :cited:\n:::\n"
    built = page(f"# T\n\n{{paper}}`ko-2023`\n\n{fences}", md=True)
    assert built.warnings == []
    assert keys(built) == ["ko-2023", "ko-2023"]
    assert built.body().count("<h") == 1


# Other extensions see every document once


@pytest.mark.parametrize("jobs", [1, 4])
def test_every_document_is_read_once(project: Project, jobs: int) -> None:
    built = project.write(PAGES).build(conf=COUNTING, jobs=jobs)
    assert built.warnings == []
    assert keys(built, "refs") == ["ko-2023", "yang-2024"]
    documents = sorted(name.removesuffix(".rst") for name in PAGES)
    events = ("doctree-read", "env-purge-doc", "source-read")
    assert counts(project) == [f"{event} {docname}" for event in events for docname in documents]


def test_only_the_document_with_the_new_citation_is_read(project: Project) -> None:
    project.write(PAGES).build(conf=COUNTING)
    counts(project)
    built = project.write({"one.rst": "One\n===\n\n:paper:`old-note`\n"}).build(conf=COUNTING)
    assert built.warnings == []
    assert counts(project) == ["doctree-read one", "env-purge-doc one", "source-read one"]
    assert keys(built, "refs") == ["old-note", "yang-2024", "ko-2023"]
    assert "refs" in built.written
    assert paragraph(built, "two") == "Yang et al. [2] Ko [3]"
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees", conf=COUNTING).tree()


def test_a_changed_paper_is_written_without_reading_the_document(project: Project) -> None:
    project.write(PAGES).build(conf=COUNTING)
    counts(project)
    built = project.write({"papers.bib": PAPERS.replace("On Layers", "On Other Layers")}).build(conf=COUNTING)
    assert counts(project) == []
    assert "On Other Layers" in built.body("refs")
    assert "own" not in built.written
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees", conf=COUNTING).tree()


def test_a_build_in_which_nothing_changed_writes_nothing(project: Project) -> None:
    project.write(PAGES).build()
    built = project.build()
    assert (built.read, built.written, built.warnings) == ([], [], [])


GROUPED = ".. publications::\n   :cited: project\n   :group-by: year\n"


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_document_with_groups_is_read_again_and_warns_once(project: Project, jobs: int) -> None:
    wrong = f"Own\n===\n\n:nonsense:`x`\n\n{GROUPED}   :year: 1900\n\n.. publications::\n   :year: 1800\n"
    built = project.write(PAGES | {"own.rst": wrong}).build(conf=COUNTING, jobs=jobs)
    messages = "\n".join(built.warnings)
    assert [messages.count(word) for word in ("1900", "1800", "Unknown interpreted text role")] == [1, 1, 1]
    seen = counts(project)
    assert [seen.count(f"doctree-read {name}") for name in ("own", "refs")] == [2, 1]


#: Warns of the number of sections, and that a document was read.
WARNING = """
from docutils import nodes
from sphinx.util import logging

def check(app, doctree):
    logger, name = logging.getLogger(__name__), app.env.docname
    logger.warning("%s has %d sections", name, len(list(doctree.findall(nodes.section))), location=doctree[0])
    logger.warning("read", location=name)

def setup(app):
    app.connect("doctree-read", check)
    return {"parallel_read_safe": True}
"""


@pytest.mark.parametrize("jobs", [1, 4])
def test_new_warnings_of_others_in_the_second_reading_are_issued(project: Project, jobs: int) -> None:
    files = {"index.rst": f"T\n=\n\n:paper:`ko-2023`\n\n{GROUPED}"}
    files |= {f"{name}.rst": ":orphan:\n\nA\n=\n\nText.\n" for name in "abcde"}
    built = project.write(files).build(conf=WARNING, jobs=jobs)
    of_index = [warning for warning in built.warnings if "index" in warning]
    assert [warning.partition(": WARNING: ")[2] for warning in of_index] == [
        "index has 1 sections",
        "read",
        "index has 2 sections",
    ]
    project.write({"a.rst": "A\n=\n\n:paper:`yang-2024`\n"})  # index is only read again
    built = project.build(conf=WARNING, jobs=jobs)
    assert built.read == ["a"]
    assert [warning.partition(": WARNING: ")[2] for warning in built.warnings if "index" in warning] == [
        "index has 3 sections",
        "read",
    ]


# Builds


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub"])
def test_parallel_builds_give_the_same_bytes(project: Project, builder: str) -> None:
    conf = BOOKS + '\nepub_show_urls = "no"\n'
    trees = [
        project.write(PAGES)
        .build(builder, conf=conf, jobs=jobs, out=f"out{jobs}", doctrees=f"d{jobs}")
        .tree()
        for jobs in (1, 4)
    ]
    for tree in trees:  # an EPUB contains the time of the build
        tree.pop("content.opf", None)
        tree.pop("Test.epub", None)
    assert trees[0] == trees[1]


EDITS: dict[str, dict[str, str | bytes | None]] = {
    "a citation added": {"one.rst": "One\n===\n\n:paper:`ko-2023` :paper:`old-note`\n"},
    "citations removed": {"one.rst": "One\n===\n\nText.\n", "two.rst": "Two\n===\n\nText.\n"},
    "a document removed": {
        "two.rst": None,
        "index.rst": "I\n=\n\n.. toctree::\n\n   one\n   refs\n   own\n",
    },
    "the order of documents": {"index.rst": "I\n=\n\n.. toctree::\n\n   two\n   one\n   refs\n   own\n"},
    "a paper edited": {"papers.bib": PAPERS.replace("Easy", "Hard")},
    "a paper removed": {"papers.bib": PAPERS.split("@article")[0]},
    "the list edited": {"refs.rst": f"{PAGES['refs.rst']!s}   :limit: 1\n"},
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("jobs", [1, 4])
def test_an_edit_gives_what_a_clean_build_gives(project: Project, edit: str, jobs: int) -> None:
    project.write(PAGES).build()
    built = project.write(EDITS[edit]).build(jobs=jobs)
    clean = project.build(out="clean", doctrees="clean-doctrees")
    # Sphinx itself keeps a link to the next page in pages that it does not write again.
    names = ("refs", "own") if edit in ("a document removed", "the order of documents") else ()
    if names:
        assert [built.body(name) for name in names] == [clean.body(name) for name in names]
    else:
        assert built.tree() == clean.tree()


def test_a_second_builder_follows_citations_that_changed_since(project: Project) -> None:
    project.write(PAGES).build()
    project.build("dirhtml")
    project.build("text")
    project.write({"one.rst": "One\n===\n\n:paper:`old-note`\n"}).build("dirhtml")
    for builder in ("html", "text"):
        built = project.build(builder)
        assert built.read == []
        assert "refs" in built.written
        clean = project.build(builder, out=f"clean-{builder}", doctrees="clean-doctrees")
        assert built.tree() == clean.tree()


@pytest.mark.parametrize(
    ("builder", "suffix", "found"),
    [
        ("latex", "tex", r"\label{\detokenize{refs:pub-ko-2023}}"),
        ("latex", "tex", r"\label{\detokenize{own:pub-yang-2024}}"),
        ("text", "txt", "[1] Jongwoo Ko (2023). On Layers."),
        ("man", "1", "On Layers"),
        ("texinfo", "texi", "@anchor{refs pub-ko-2023}"),
        ("xml", "xml", "pub-ko-2023"),
        ("epub", "xhtml", 'id="pub-ko-2023"'),
        ("singlehtml", "html", 'id="pub-ko-2023"'),
        ("dirhtml", "html", 'href="../refs/#pub-ko-2023"'),
    ],
)
def test_every_builder_shows_the_lists_of_all_documents(
    project: Project, builder: str, suffix: str, found: str
) -> None:
    built = project.write(PAGES).build(builder, conf=BOOKS + '\nepub_show_urls = "no"\n')
    assert built.warnings == []
    assert found in written_text(built, suffix)


def test_ids_are_unique_on_a_single_page(project: Project) -> None:
    built = project.write(PAGES).build("singlehtml")
    ids = re.findall(r'\bid="([^"]*)"', built.page())
    assert len(ids) == len(set(ids))
    assert re.findall(r'data-key="([^"]*)"', built.page()) == ["ko-2023", "yang-2024", "yang-2024"]


def test_every_reference_has_a_label_in_latex(project: Project) -> None:
    written = written_text(project.write(PAGES).build("latex", conf=BOOKS), "tex")
    labels = re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", written)
    assert set(re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]", written)) <= set(labels)
    assert len(labels) == len(set(labels))


def test_papers_are_not_translated(project: Project) -> None:
    built = project.write(PAGES).build("gettext")
    assert "On Layers" not in written_text(built, "pot")


# What other places need of a list


def test_citations_link_to_the_first_list_and_have_its_label(project: Project) -> None:
    built = project.write(PAGES).build()
    assert 'href="refs.html#pub-ko-2023"' in built.body("one")
    assert paragraph(built, "one") == "Ko [1]"
    assert 'href="#pub-yang-2024"' in built.body("own")  # its own list has no labels
    assert paragraph(built, "own") == "Yang et al. (2024)"


def test_listed_papers_are_in_the_inventory(project: Project) -> None:
    built = project.write(PAGES).build()
    inventory = zlib.decompress((built.outdir / "objects.inv").read_bytes().split(b"zlib.\n", 1)[1]).decode()
    assert re.findall(r"^(\S+) paper:paper 1 (\S+)", inventory, re.M) == [
        ("ko-2023", "refs.html#pub-$"),
        ("yang-2024", "refs.html#pub-$"),
    ]


def test_the_search_finds_listed_papers(project: Project) -> None:
    built = project.write(PAGES).build()
    index = json.loads((built.outdir / "searchindex.js").read_text("utf-8")[len("Search.setIndex(") : -1])
    documents = index["terms"]["jongwoo"]
    found = [documents] if isinstance(documents, int) else documents
    assert {index["docnames"][number] for number in found} == {"refs", "own"}


def test_the_metadata_of_a_page_lists_its_papers(project: Project) -> None:
    built = project.write(PAGES).build(conf='\nhtml_baseurl = "https://example.org/"\n')
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', built.page("refs"), re.DOTALL)
    assert data is not None
    assert json.loads(data[1])["numberOfItems"] == 2


def test_readers_can_filter_and_download_the_list(project: Project) -> None:
    more = "   :filterable: search\n   :download: bibtex\n   :name: cited papers\n"
    built = project.write(PAGES | {"refs.rst": f"{PAGES['refs.rst']!s}{more}"}).build()
    page = built.body("refs")
    assert set(re.findall(r'data-list="([^"]*)"', page)) == {"cited-papers"}
    assert "pubs-filter" in page
    assert "pubs.js" in built.page("refs")
    file = (built.outdir / "_downloads/publications/refs/cited-papers.bib").read_text("utf-8")
    assert re.findall(r"@\w+\{([^,]*),", file) == ["ko-2023", "yang-2024"]


def test_bars_of_several_documents_have_names_of_their_own_on_a_single_page(project: Project) -> None:
    bar = "   :filterable: search\n"
    files = PAGES | {name: f"{PAGES[name]!s}{bar}" for name in ("refs.rst", "own.rst")}
    files["own.rst"] = str(files["own.rst"]).replace("`yang-2024`", "`yang-2024` :paper:`old-note`")
    built = project.write(files).build("singlehtml")
    assert set(re.findall(r'data-list="([^"]*)"', built.page())) == {"pubs", "pubs-2"}


@pytest.mark.parametrize(("direction", "numbers"), [("up", ["1.", "2."]), ("down", ["2.", "1."])])
def test_entries_can_be_numbered(project: Project, direction: str, numbers: list[str]) -> None:
    numbered = f".. publications::\n   :cited: project\n   :numbered: {direction}\n"
    built = project.write(PAGES | {"refs.rst": f"R\n=\n\n{numbered}"}).build()
    assert re.findall(r'<span class="pubs-number">(.*?)</span>', built.body("refs")) == numbers


@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex"])
@pytest.mark.parametrize("bar", ["", "   :filterable: search\n"])
@pytest.mark.parametrize(("before", "option"), [("", "   :name: cited\n"), (".. _cited:\n\n", "")])
def test_references_to_the_name_of_a_list(
    project: Project, builder: str, bar: str, before: str, option: str
) -> None:
    listing = str(PAGES["refs.rst"]).replace(".. publications", f"{before}.. publications")
    files = PAGES | {
        "refs.rst": f"{listing}{bar}{option}",
        "one.rst": "One\n===\n\nSee :ref:`the list <cited>`. :paper:`ko-2023` :paper:`yang-2024`\n",
    }
    built = project.write(files).build(builder, conf=BOOKS)
    assert built.warnings == []
    if builder == "latex":
        assert r"\label{\detokenize{refs:cited}}" in written_text(built, "tex")
    else:
        assert 'id="cited"' in built.page("refs" if builder == "html" else "index")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_long_lists_are_split(project: Project, builder: str) -> None:
    files = PAGES | {"refs.rst": f"{PAGES['refs.rst']!s}   :per-page: 1\n"}
    built = project.write(files).build(builder)
    assert built.warnings == []
    second = "refs-2" if builder == "html" else "refs-2/index"
    assert re.findall(r'data-key="([^"]*)"', built.page(second)) == ["yang-2024"]
    project.write({"two.rst": "Two\n===\n\n:paper:`ko-2023`\n", "own.rst": "Own\n===\n\nText.\n"})
    built = project.build(builder)
    assert not (built.outdir / f"{second}.html").exists()
    assert built.tree() == project.build(builder, out="clean", doctrees="clean-doctrees").tree()


FILES = PAPERS.replace("  year = 2023,", "  year = 2023, pdf = {ko.pdf}, image = {ko.png},")


def test_local_files_of_cited_papers_are_copied(project: Project) -> None:
    files = {
        "papers.bib": FILES,
        "ko.pdf": b"%PDF-1",
        "ko.png": b"\x89PNG one",
        "own.rst": "Own\n===\n\n:paper:`ko-2023`\n\n.. publications::\n   :cited:\n   :show: picture\n",
    }
    built = project.write(PAGES | files).build(jobs=4)
    assert built.warnings == []
    copies = {path.name: path.read_bytes() for path in (built.outdir / "_downloads").rglob("*.p*")}
    assert copies == {"ko.pdf": b"%PDF-1", "ko.png": b"\x89PNG one"}
    built = project.write({"ko.png": b"\x89PNG two"}).build()
    assert built.read == []
    copies = {path.name: path.read_bytes() for path in (built.outdir / "_downloads").rglob("*.p*")}
    assert copies["ko.png"] == b"\x89PNG two"


@pytest.mark.parametrize("builder", ["epub", "latex"])
def test_pictures_of_cited_papers_are_copied_in_other_builders(project: Project, builder: str) -> None:
    files = {
        "papers.bib": FILES.replace("pdf = {ko.pdf}, ", ""),
        "ko.png": b"\x89PNG one",
        "own.rst": "Own\n===\n\n:paper:`ko-2023`\n\n.. publications::\n   :cited:\n   :show: picture\n",
    }
    conf = BOOKS + '\nepub_show_urls = "no"\n'
    project.write(PAGES | files)
    for content in (b"\x89PNG one", b"\x89PNG two"):
        built = project.write({"ko.png": content}).build(builder, conf=conf)
        assert [warning for warning in built.warnings if "ko.png" in warning] == []
        assert [path.read_bytes() for path in built.outdir.rglob("ko.png")] == [content]


def test_formulas_load_the_renderer_of_the_project(project: Project) -> None:
    files = {"papers.bib": PAPERS.replace("On Layers", "On $x^2$"), "plain.rst": "Plain\n=====\n\nText.\n"}
    conf = '\nextensions.append("sphinx.ext.mathjax")\npubs_math = "sphinx"\n'
    built = project.write(PAGES | files).build(conf=conf)
    assert ["mathjax" in built.page(name).lower() for name in ("refs", "plain")] == [True, False]
    built = project.write({"papers.bib": PAPERS}).build(conf=conf)
    assert "mathjax" not in built.page("refs").lower()


# Conditions, numbers and messages


@pytest.mark.parametrize(("tag", "found"), [("html", True), ("latex", False)])
def test_a_list_within_only_is_a_target_if_its_condition_holds(
    project: Project, tag: str, found: bool
) -> None:
    only = f"R\n=\n\n.. only:: {tag}\n\n   .. publications::\n      :cited: project\n"
    built = project.write(PAGES | {"refs.rst": only}).build(conf=SUPPRESS)
    assert built.warnings == []
    assert bool(keys(built, "refs")) is found
    assert ('href="refs.html#pub-ko-2023"' in built.body("one")) is found


def test_a_document_may_have_lists_of_all_kinds(project: Project) -> None:
    kinds = (
        ":cited: project\n   :layout: reference\n   :style: numeric",
        ":year: 2023\n   :layout: reference\n   :style: numeric\n   :label-prefix: B",
        ":cited: project\n   :group-by: year",
        ":cited:",
    )
    lists = "".join(f".. publications::\n   {kind}\n\n" for kind in kinds)
    files = PAGES | {"refs.rst": f"R\n=\n\n:paper:`old-note`\n\n{lists}"}
    built = project.write(files).build()
    assert built.warnings == []
    references, grouped = ["ko-2023", "yang-2024", "old-note"], ["yang-2024", "ko-2023", "old-note"]
    assert keys(built, "refs") == [*references, "ko-2023", *grouped, "old-note"]
    assert paragraph(built, "one") == "Ko [1]"  # of the first list with the paper
    assert built.tree() == project.build(out="four", doctrees="four-doctrees", jobs=4).tree()


@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex", "epub"])
def test_an_empty_list_is_reported_once_at_its_line(project: Project, builder: str) -> None:
    files = {
        "index.rst": "I\n=\n\n.. toctree::\n\n   refs\n\n.. publications::\n   :cited:\n",
        "refs.rst": PAGES["refs.rst"],
    }
    books = BOOKS.replace("[(", '[("refs", "r.tex", "R", "A", "howto"), (', 1)
    built = project.write(files).build(builder, conf=books + '\nepub_show_urls = "no"\n')
    sentence = "WARNING: publications: no papers match the options of this list"
    assert sorted(built.warnings) == [
        f"index.rst:8: {sentence} (:cited: document). [pubs.empty]",
        f"refs.rst:4: {sentence} (:cited: project). [pubs.empty]",
    ]
    suffix = {"latex": "tex", "epub": "xhtml"}.get(builder, "html")
    assert written_text(built, suffix).count("No publications.") >= 2


def test_a_continued_enumeration_follows_a_list_of_cited_papers(project: Project) -> None:
    conf = '\nextensions = ["sphinxext_pubs.bibtex"]\npubs_sources = []\nbibtex_bibfiles = ["papers.bib"]\n'
    first, second = (".. bibliography::\n   :list: enumerated\n" for _ in range(2))
    source = f"T\n=\n\n:cite:`ko-2023`\n\n{first}\n{second}   :all:\n   :start: continue\n"
    built = project.write({"index.rst": source}).build(conf=conf)
    assert built.warnings == []
    assert re.findall(r'<span class="pubs-number">(.*?)</span>', built.body()) == ["1.", "2.", "3.", "4."]


def test_bibliographies_are_read_once(project: Project) -> None:
    conf = COUNTING + (
        '\nextensions = ["sphinxext_pubs.bibtex"]\npubs_sources = []\nbibtex_bibfiles = ["papers.bib"]\n'
    )
    files: dict[str, str | bytes | None] = {
        "index.rst": "I\n=\n\n.. toctree::\n\n   cites\n\n.. bibliography::\n   :filter: cited\n",
        "cites.rst": "C\n=\n\n:cite:p:`ko-2023`\n",
    }
    built = project.write(files).build(conf=conf)
    assert built.warnings == []
    assert keys(built) == ["ko-2023"]
    assert paragraph(built, "cites") == "[Ko23]"
    assert [event for event in counts(project) if "doctree-read" in event] == [
        "doctree-read cites",
        "doctree-read index",
    ]


def test_an_environment_of_an_older_version_is_read_again(project: Project) -> None:
    expected = project.write(PAGES).build().tree()
    path = Path(project.root, "doctrees", "environment.pickle")
    environment = pickle.loads(path.read_bytes())
    environment.domaindata["paper"]["version"] -= 1
    del environment.domaindata["paper"]["lists"]
    path.write_bytes(pickle.dumps(environment))
    built = project.build()
    assert built.read == sorted(name.removesuffix(".rst") for name in PAGES)
    assert built.tree() == expected


# Filters that ask for citations


FILTERS = {
    "cited or key = old-note": ["ko-2023", "old-note"],
    "not cited": ["old-note", "yang-2024"],
    "cited = project": ["ko-2023", "yang-2024"],
    "cited = project and not cited": ["yang-2024"],
}


@pytest.mark.parametrize("group", ["", "   :group-by: year\n"])
@pytest.mark.parametrize(("source", "expected"), FILTERS.items(), ids=FILTERS.keys())
def test_filters_with_citations(project: Project, source: str, expected: list[str], group: str) -> None:
    listing = f".. publications::\n   :filter: {source}\n{group or '   :group-by: none' + chr(10)}"
    project.write(
        {
            "index.rst": f"I\n=\n\n.. toctree::\n\n   a\n\n:paper:`ko-2023`\n\n{listing}",
            "a.rst": "A\n=\n\n:paper:`yang-2024`\n",
        }
    )
    built = project.build(conf=SUPPRESS)
    assert built.warnings == []
    assert sorted(keys(built)) == expected
    assert built.tree() == project.build(out="four", doctrees="four-doctrees", conf=SUPPRESS, jobs=4).tree()


@pytest.mark.parametrize("group", ["year", "none"])
def test_filters_follow_the_citations_of_other_pages(project: Project, group: str) -> None:
    listing = f".. publications::\n   :filter: cited = project or key = old-note\n   :group-by: {group}\n"
    pages = {
        "index.rst": f"I\n=\n\n.. toctree::\n\n   a\n\n{listing}",
        "a.rst": "A\n=\n\n:paper:`yang-2024`\n",
    }
    assert keys(project.write(pages).build(conf=SUPPRESS)) == ["yang-2024", "old-note"]
    built = project.write({"a.rst": "A\n=\n\n:paper:`ko-2023`\n"}).build(conf=SUPPRESS)
    assert keys(built) == ["ko-2023", "old-note"]
    clean = project.build(out="clean", doctrees="clean-doctrees", conf=SUPPRESS)
    assert built.tree() == clean.tree()


def test_filters_of_what_is_not_built(project: Project) -> None:
    listing = ".. publications::\n   :filter: cited\n   :group-by: none\n"
    source = f"I\n=\n\n.. only:: latex\n\n   :paper:`ko-2023`\n\n:paper:`yang-2024`\n\n{listing}"
    assert keys(project.write({"index.rst": source}).build(conf=SUPPRESS)) == ["yang-2024"]


def test_charts_and_pages_do_not_know_citations(page: Page) -> None:
    built = page("T\n=\n\n.. publications-chart::\n   :filter: cited\n")
    assert len(built.warnings) == 1
    assert "it is not known here what is cited. Use “cited” in lists on pages" in built.warnings[0]
