"""Every builder shows the same papers, next to other extensions and in unusual places."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from sphinxext_pubs.library import load
from tests.conftest import PAPERS, SHARED, Built, Project

Page = Callable[..., Built]

FORMULA = PAPERS.replace("On Layers", r"On $\alpha_2$-Layers \& More")
SOURCE = "Papers\n======\n\nSee :paper:`ko-2023`.\n\n.. publications::\n"

OUTPUTS = {
    "html": "index.html",
    "dirhtml": "index.html",
    "singlehtml": "index.html",
    "text": "index.txt",
    "latex": "test.tex",
    "man": "test.1",
    "texinfo": "test.texi",
    "xml": "index.xml",
    "pseudoxml": "index.pseudoxml",
    "json": "index.fjson",
    "epub": "index.xhtml",
}


@pytest.mark.parametrize(("builder", "name"), OUTPUTS.items(), ids=OUTPUTS.keys())
def test_every_builder_shows_the_same(page: Page, builder: str, name: str) -> None:
    built = page(SOURCE, builder=builder, conf='\nman_pages = [("index", "test", "Test", ["nobody"], 1)]\n')
    assert built.warnings == []
    content = (built.outdir / name).read_text(encoding="utf-8").replace("\\sphinxhyphen{}", "-")
    for part in (
        "2024",
        "Towards Easy",
        "Yongjin Yang",
        "Se-Young Yun",
        "Proceedings of EMNLP",
        "We transfer",
    ):
        assert part in content.replace("\\-", "-"), part


def test_latex_gets_no_space_that_pdflatex_cannot_set(page: Page) -> None:
    built = page(SOURCE, builder="latex", papers__bib=PAPERS.replace("On Layers", r"On 10\,m of Layers"))
    assert "\u2009" not in (built.outdir / "test.tex").read_text(encoding="utf-8")


def test_formulas_everywhere(page: Page) -> None:
    for builder, name, formula in (
        ("html", "index.html", "<math"),
        ("latex", "test.tex", r"\(\alpha_2\)"),
        ("text", "index.txt", "α"),
        ("epub", "index.xhtml", "α"),
    ):
        built = page(SOURCE, builder=builder, papers__bib=FORMULA)
        assert built.warnings == []
        assert formula in (built.outdir / name).read_text(encoding="utf-8"), builder


def test_the_math_renderer_of_the_project(page: Page) -> None:
    conf = '\nextensions.append("sphinx.ext.mathjax")\npubs_math = "sphinx"\n'
    built = page(SOURCE, papers__bib=FORMULA, conf=conf)
    assert r"\(\alpha_2\)" in built.body()
    assert "mathjax" in built.page().lower()
    plain = page(SOURCE, papers__bib=PAPERS, conf=conf)
    assert "mathjax" not in plain.page().lower()


def test_gettext_extracts_the_text_of_pages_and_not_of_papers(page: Page) -> None:
    built = page(SOURCE, builder="gettext")
    catalog = built.page("index", ".pot")
    assert 'msgid "Papers"' in catalog
    assert "Towards" not in catalog
    assert '"2024"' not in catalog


def test_linkcheck_checks_the_links_of_papers(page: Page) -> None:
    built = page(SOURCE, builder="linkcheck", conf='\nlinkcheck_ignore = [".*"]\n')
    seen = [json.loads(line)["uri"] for line in (built.outdir / "output.json").read_text().splitlines()]
    assert "https://doi.org/10.1234/emnlp.1" in seen


def test_in_latex_every_citation_has_a_label(project: Project) -> None:
    project.write(
        {
            "index.rst": "I\n=\n\n:paper:`ko-2023`\n\n.. toctree::\n\n   a\n   b\n",
            "a.rst": "A\n=\n\n:paper:`ko-2023`\n\n.. publications::\n\n.. publications::\n",
            "b.rst": "B\n=\n\n:paper:`ko-2023`\n\n.. publications::\n",
        }
    )
    built = project.build("latex")
    assert built.warnings == []
    tex = (built.outdir / "test.tex").read_text(encoding="utf-8")
    labels = re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", tex)
    assert len(labels) == len(set(labels))
    links = set(re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]", tex))
    assert {link for link in links if "pub-" in link} == {"a:pub-ko-2023", "b:pub-ko-2023"}
    assert links <= set(labels)


NAMED = [
    ".. publications::\n   :name: papers\n   :group-by: none\n",
    ".. note::\n\n   .. publications::\n      :name: papers\n",
]


@pytest.mark.parametrize("source", NAMED, ids=["without groups", "with rubrics"])
def test_the_names_of_lists_are_targets_in_every_builder(page: Page, source: str) -> None:
    text = f"T\n=\n\n:ref:`the list <papers>`\n\n{source}"
    tex = (page(text, builder="latex").outdir / "test.tex").read_text(encoding="utf-8")
    assert r"\hyperref[\detokenize{index:papers}]" in tex
    assert r"\label{\detokenize{index:papers}}" in tex
    assert 'id="papers"' in (page(text, builder="epub").outdir / "index.xhtml").read_text(encoding="utf-8")


def test_lists_under_only_count_where_they_are_shown(project: Project) -> None:
    project.write(
        {
            "index.rst": "I\n=\n\n:paper:`ko-2023`\n\n.. toctree::\n\n   a\n   b\n",
            "a.rst": "A\n=\n\n.. only:: latex\n\n   .. publications::\n\nText.\n",
            "b.rst": "B\n=\n\n.. only:: latex\n\n   .. publications::\n\n.. publications::\n",
        }
    )
    built = project.build()
    assert 'href="b.html#pub-ko-2023"' in built.page()
    assert 'id="pub-ko-2023"' in built.page("b")
    assert "a:pub-ko-2023" in (project.build("latex").outdir / "test.tex").read_text(encoding="utf-8")


def test_formulas_in_cited_titles_need_no_script(page: Page) -> None:
    built = page("T\n=\n\n:paper:title:`ko-2023`\n\n.. publications::\n", papers__bib=FORMULA)
    assert "mathjax" not in built.page().lower()
    assert built.body().count("<math") == 3  # the citation, its card, the entry


PRIVATE = (
    "pdf = {/home/me/y.pdf}, code = {C:\\Users\\me\\x}, slides = {talk.pdf}, file2 = {secret-one}, "
    "url = {file:///home/me/z}, "
)


def test_local_paths_are_not_published(page: Page) -> None:
    bib = PAPERS.replace("year = 2023", PRIVATE + "year = 2023")
    built = page("T\n=\n\n.. publications::\n", papers__bib=bib)
    for path in ("/home/me", "Users", "talk.pdf", "secret-one"):
        assert path not in built.body(), path


def test_globs_ignore_the_output_folder(project: Project) -> None:
    project.write({"index.rst": "I\n=\n\n:download:`papers.bib`\n\n.. publications::\n"})
    conf = '\npubs_sources = ["**/*.bib"]\n'
    for _ in range(2):
        assert project.build(conf=conf, out="src/_build/html").warnings == []
        assert project.build(conf=conf, out="src/site").warnings == []


def test_in_a_single_page_ids_are_unique_and_citations_link_to_them(project: Project) -> None:
    project.write(
        {
            "index.rst": "I\n=\n\n:paper:`ko-2023`\n\n.. toctree::\n\n   a\n   b\n",
            "a.rst": "A\n=\n\n.. publications::\n",
            "b.rst": "B\n=\n\n:paper:`ko-2023`\n\n.. publications::\n",
        }
    )
    built = project.build("singlehtml")
    html = built.page()
    ours = [identifier for identifier in re.findall(r'\bid="([^"]*)"', html) if identifier.startswith("pub")]
    assert len(ours) == len(set(ours))
    assert html.count('href="#pub-ko-2023"') == 2
    assert "pubs.css" in html


class _Balance(HTMLParser):
    """True if every element that needs an end tag is closed in order."""

    VOID = frozenset(
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
    )

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] != [tag]:
            self.wrong.append(f"{tag} at {self.getpos()}")
        else:
            self.open.pop()


def test_html_is_balanced(page: Page) -> None:
    checker = _Balance()
    checker.feed(page(SOURCE, papers__bib=FORMULA).page())
    assert checker.wrong == []


def test_only_pages_with_lists_have_the_stylesheet(project: Project) -> None:
    project.write(
        {
            "index.rst": "I\n=\n\nText.\n\n.. toctree::\n\n   a\n",
            "a.rst": "A\n=\n\n.. publications::\n",
        }
    )
    built = project.build()
    assert "pubs.css" in built.page("a")
    assert "pubs.css" not in built.page("index")
    assert "<script" not in built.body("a")
    assert (built.outdir / "_static" / "pubs.css").exists()


def test_a_project_without_lists_has_no_files_of_the_extension(page: Page) -> None:
    built = page("T\n=\n\nText.\n")
    assert [name for name in built.tree() if "pubs" in name] == []


def test_local_files_are_copied_and_linked(project: Project) -> None:
    bib = PAPERS.replace("year = 2023", "year = 2023, pdf = {files/a b.pdf}, slides = {../secret.pdf}")
    project.write(
        {"papers.bib": bib, "files/a b.pdf": b"%PDF-1.4", "sub/index.rst": "S\n=\n\n.. publications::\n"}
    )
    (project.root / "secret.pdf").write_bytes(b"secret")
    project.write({"index.rst": "I\n=\n\n.. toctree::\n\n   sub/index\n"})
    built = project.build()
    href = re.search(r'class="pubs-button pubs-pdf" href="([^"]*)"', built.page("sub/index"))
    assert href
    assert (built.outdir / "sub" / href[1].replace("%20", " ")).resolve().read_bytes() == b"%PDF-1.4"
    assert "a b.pdf" not in built.page("sub/index").replace(href[1].replace("%20", " "), "").split("<pre")[-1]
    assert len(built.warnings) == 1
    assert "pubs.local_file" in built.warnings[0]
    assert "../secret.pdf" in built.warnings[0]
    assert not any(content == b"secret" for content in built.tree().values())


@pytest.mark.parametrize(
    "name", ["conf.py", ".env", ".git/config", "/etc/hostname", "../outside.pdf", "a\\b.pdf"]
)
def test_private_files_are_not_published(project: Project, name: str) -> None:
    project.write({"papers.bib": PAPERS.replace("year = 2023", f"year = 2023, pdf = {{{name}}}")})
    project.write({".env": "secret", ".git/config": "secret", "index.rst": "I\n=\n\n.. publications::\n"})
    built = project.build()
    assert not any("_downloads" in path for path in built.tree())
    assert "pubs-pdf" not in built.body()
    assert [line.endswith("[pubs.local_file]") or "[pubs.url]" in line for line in built.warnings] == [True]


def test_a_link_out_of_the_source_directory_is_not_followed(project: Project) -> None:
    (project.root / "secret.pdf").write_bytes(b"secret")
    (project.src / "paper.pdf").symlink_to(project.root / "secret.pdf")
    project.write({"papers.bib": PAPERS.replace("year = 2023", "year = 2023, pdf = {paper.pdf}")})
    project.write({"index.rst": "I\n=\n\n.. publications::\n"})
    assert "pubs.local_file" in "".join(project.build().warnings)


def test_a_template_of_the_project(project: Project) -> None:
    project.write(
        {
            "index.rst": "I\n=\n\n.. publications::\n",
            "templates/pubs/anthology.html": (
                '<article class="mine">{{ entry.key }} {{ entry.title|text }}</article>'
            ),
        }
    )
    conf = '\ntemplates_path = ["templates"]\n'
    assert '<article class="mine">ko-2023 On Layers</article>' in project.build(conf=conf).body()
    project.write({"templates/pubs/anthology.html": '<article class="other">{{ entry.key }}</article>'})
    assert '<article class="other">ko-2023</article>' in project.build(conf=conf).body()
    project.write({"templates/pubs/anthology.html": "{{ entry.nonsense }}"})
    built = project.build(conf=conf)
    assert 'class="pubs-entry' in built.body()
    assert [line.endswith("[pubs.template]") for line in built.warnings] == [True]


def test_with_sphinxcontrib_bibtex_and_sphinx_design(project: Project) -> None:
    pytest.importorskip("sphinxcontrib.bibtex")
    pytest.importorskip("sphinx_design")
    project.write(
        {
            "index.rst": (
                "I\n=\n\n:cite:t:`ko-2023` and :paper:`ko-2023`\n\n.. bibliography::\n\n"
                ".. tab-set::\n\n   .. tab-item:: One\n\n      .. publications:: :year: 2024\n\n"
                "   .. tab-item:: Two\n\n      .. publications:: :year: 2023\n"
            )
        }
    )
    conf = '\nextensions += ["sphinxcontrib.bibtex", "sphinx_design"]\nbibtex_bibfiles = ["papers.bib"]\n'
    for builder in ("html", "latex"):
        assert project.build(builder, conf=conf).warnings == []


def test_in_docstrings(project: Project) -> None:
    project.write(
        {
            "example_module.py": '"""See :paper:`ko-2023`.\n\n.. publications:: :year: 2024\n"""\n',
            "index.rst": "I\n=\n\n.. automodule:: example_module\n\nL\n-\n\n.. publications:: :year: 2023\n",
        }
    )
    conf = '\nimport sys; sys.path.insert(0, ".")\nextensions.append("sphinx.ext.autodoc")\n'
    conf = conf.replace('"."', repr(str(project.src)))
    built = project.build(conf=conf)
    assert built.warnings == []
    assert 'href="#pub-ko-2023"' in built.body()
    assert 'data-key="yang-2024"' in built.body()


def test_epub_pages_are_xml(page: Page) -> None:
    built = page(SOURCE, builder="epub", papers__bib=FORMULA)
    with zipfile.ZipFile(next(built.outdir.glob("*.epub"))) as book:
        for name in book.namelist():
            if name.endswith(".xhtml"):
                ET.fromstring(book.read(name))


def test_html_with_all_shared_bibliographies(project: Project) -> None:
    """All the real files at once: entries in = entries shown + entries reported, and no page breaks."""
    if not SHARED.is_dir():
        pytest.skip("the shared bibliographies are not here")
    rows = (SHARED / "bib" / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]
    counted = sum(int(row.split("\t")[4]) for row in rows)
    for path in sorted((SHARED / "bib").glob("*.bib")):
        project.write({path.name: path.read_bytes()})
    project.write({"papers.bib": None, "index.rst": "All\n===\n\n.. publications::\n"})
    built = project.build(conf='\npubs_sources = ["*.bib"]\n')
    assert [line for line in built.warnings if "[pubs." not in line] == []
    shown = len(re.findall(r"<article", built.page()))
    lost = sum(problem.entries for problem in load.load(["*.bib"], project.src).problems)
    assert shown + lost == counted + 1  # the index misses one, after a byte order mark
