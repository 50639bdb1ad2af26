"""Citations in titles, captions and “Cited in” in LaTeX, and the PDF that it becomes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from docutils import nodes

from sphinxext_pubs.extension.lists.cited_pages import write_page_numbers
from tests.conftest import Built, Project

#: A picture of one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)

INDEX = "Book\n====\n\n.. toctree::\n\n   one\n   two\n   refs\n\nEnd :paper:`yang-2024`.\n"
REFS = """\
References
==========

.. publications::
   :layout: {layout}
   :show: cited-by
   :group-by: none
"""
TITLES = """\
Chapter on :paper:`ko-2023`, :paper:p:`see @yang-2024, p. 3; @ko-2023` and *more*
=================================================================================

Text :paper:`ko-2023`.

Section :paper:`yang-2024`
--------------------------

.. rubric:: Rubric of :paper:`ko-2023`

Footnote :paper:foot:`ko-2023`
------------------------------

Level :paper:`ko-2023`
~~~~~~~~~~~~~~~~~~~~~~

Level :paper:`old-note`
^^^^^^^^^^^^^^^^^^^^^^^

.. figure:: x.png

   Caption of :paper:`ko-2023`

.. table:: Table of :paper:`ko-2023`

   == ==
   1  2
   == ==

.. code-block:: python
   :caption: Code of :paper:`ko-2023`

   x = 1

.. raw:: latex

   \\newpage

Text :paper:`ko-2023`. More :paper:`ko-2023`.
"""
TWO = "Two\n===\n\nText :paper:`yang-2024`, :paper:`yang-2024`.\n"


def sources(layout: str = "reference") -> dict[str, str | bytes | None]:
    refs = REFS.format(layout=layout)
    return {"index.rst": INDEX, "one.rst": TITLES, "two.rst": TWO, "refs.rst": refs, "x.png": PIXEL}


def book(
    project: Project, *, layout: str = "reference", conf: str = "", name: str = "test"
) -> tuple[Built, str]:
    """Build a book, and return it with its LaTeX source."""
    built = project.write(sources(layout)).build("latex", conf=conf)
    return built, (built.outdir / f"{name}.tex").read_text(encoding="utf-8")


def labels(tex: str) -> set[str]:
    return set(re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", tex))


STYLES = {
    "author-year": r"\chapter{Chapter on \pubstitlelink{1}{Ko (2023)}, "
    r"(see \pubstitlelink{2}{Yang et al., 2024}, p. 3; \pubstitlelink{3}{Ko, 2023}) and",
    "numeric": r"\chapter{Chapter on \pubstitlelink{1}{Ko {[}2{]}}, "
    r"{[}see \pubstitlelink{2}{3}, p. 3, \pubstitlelink{3}{2}{]} and",
    "alpha": r"\chapter{Chapter on \pubstitlelink{1}{Ko {[}Ko23{]}}, "
    r"{[}see \pubstitlelink{2}{YKY24}, p. 3, \pubstitlelink{3}{Ko23}{]} and",
    "apa": r"\chapter{Chapter on Ko (\pubstitlelink{1}{2023}), "
    r"(see \pubstitlelink{2}{Yang et al., 2024, p. 3}; \pubstitlelink{3}{Ko, 2023}) and",
}


@pytest.mark.parametrize("style", STYLES)
def test_a_heading_contains_no_target_whose_case_can_change(project: Project, style: str) -> None:
    built, tex = book(project, conf=f'pubs_style = "{style}"\n')
    assert built.warnings == []
    headings = re.findall(r"^\\(?:chapter|(?:sub)*section|(?:sub)?paragraph)\*?\{.*", tex, re.MULTILINE)
    assert len(headings) == 8
    assert not [heading for heading in headings if "hyperref" in heading or "sphinxhref" in heading]
    assert STYLES[style] in headings[0]


def test_the_links_of_a_heading_are_defined_before_it(project: Project) -> None:
    _, tex = book(project)
    targets = dict(
        re.findall(r"csname pubstitlelink(\d+)\\endcsname#1\{\{\\hyperref\[\\detokenize\{(.*?)\}\]", tex)
    )
    uses = re.findall(r"\\pubstitlelink\{(\d+)\}", tex)
    assert sorted(targets) == sorted(uses)
    assert set(targets.values()) == {"refs:pub-ko-2023", "refs:pub-yang-2024", "refs:pub-old-note"} & labels(
        tex
    )
    for number in uses:
        assert tex.index(f"csname pubstitlelink{number}\\endcsname#1") < tex.index(
            f"\\pubstitlelink{{{number}}}"
        )


def test_commands_are_defined_once_and_only_where_they_are_used(project: Project) -> None:
    plain = project.write({"index.rst": "T\n=\n\n:paper:`ko-2023`\n"}).build("latex")
    assert "pubstitlelink" not in (plain.outdir / "test.tex").read_text(encoding="utf-8")
    conf = 'latex_documents = [("index", f"{name}.tex", "T", "N", "manual") for name in "ab"]\n'
    conf += 'latex_elements = {"preamble": r"\\def\\mine{1}"}\n'
    for name in "ab":
        _, tex = book(project, conf=conf, name=name)
        assert tex.count(r"\protected\def\pubstitlelink") == 1
        assert tex.index(r"\def\mine{1}") < tex.index(r"\def\pubspages") < tex.index(r"\begin{document}")


def test_the_title_of_a_document_is_text(project: Project) -> None:
    conf = 'latex_documents = [("index", "test.tex", "", "N", "howto")]\n'
    built = project.write({"index.rst": "On :paper:`ko-2023`\n===================\n"}).build(
        "latex", conf=conf
    )
    assert r"\title{On Ko (2023)}" in (built.outdir / "test.tex").read_text(encoding="utf-8")


def pages_of(tex: str, key: str) -> tuple[list[str], list[str], str]:
    """Return the texts and labels of the pages that cite a paper, and the text after them."""
    entry = tex[tex.index(f"\\label{{\\detokenize{{refs:pub-{key}}}}}") :]
    found = re.search(r"\\pubspages((?:\{[^{}]*\}){4})\{((?:\{.*?\}\})*)\}(.*)", entry)
    assert found
    return re.findall(r"\{([^{}]*)\}", found[1]), re.findall(r"detokenize\{(.*?)\}", found[2]), found[3]


ENTRY = ["Cited on page ", "", "Cited on pages ", ""]
LAYOUTS = dict.fromkeys(("anthology", "compact", "card", "reference"), ENTRY)


@pytest.mark.parametrize(("layout", "texts"), {**LAYOUTS, "table": ["p. ", "", "pp. ", ""]}.items())
def test_cited_in_says_pages(project: Project, layout: str, texts: list[str]) -> None:
    show = "" if layout != "table" else 'pubs_columns = ["title", "cited-by"]\n'
    _, tex = book(project, layout=layout, conf=show)
    found, places, rest = pages_of(tex, "yang-2024")
    assert found == texts
    assert rest.startswith("}")
    assert places == [
        "index:cite-index-yang-2024",
        "one:section-yang-2024",
        "two:cite-two-yang-2024",
        "two:cite-two-yang-2024-2",
    ]
    assert set(places) <= labels(tex)
    _, places, _ = pages_of(tex, "ko-2023")
    assert len(places) == 8
    assert set(places) <= labels(tex)


def test_pages_of_other_pdfs_are_named(project: Project) -> None:
    conf = 'latex_documents = [(name, f"{name}.tex", name, "N", "manual") for name in ("one", "refs")]\n'
    project.write({"one.rst": "One\n===\n\n:paper:`ko-2023`\n"})
    files = {"one.rst": "One\n===\n\n:paper:`ko-2023`\n", "refs.rst": f"{REFS}\n:paper:`ko-2023`\n"}
    files = {name: text.format(layout="reference") for name, text in files.items()}
    built = project.write({"index.rst": INDEX.replace("   two\n", ""), **files}).build("latex", conf=conf)
    _, places, rest = pages_of((built.outdir / "refs.tex").read_text(encoding="utf-8"), "ko-2023")
    assert places == ["refs:cite-refs-ko-2023"]
    assert rest.rstrip("}") == ". Cited in One"


def test_a_language_can_have_words_after_the_pages() -> None:
    link = nodes.reference("", "One", refid="cite-one", internal=True)
    line = nodes.inline("", "", *map(nodes.Text, ("(", "Zitiert in", " ")), link, classes=["pubs-cited-by"])
    line += [nodes.Text(", "), nodes.Text("Zwei"), nodes.Text(")")]
    words = {"Cited in": "Zitiert in", "Cited on page {}": "{} Seite", "Cited on pages {}": "auf {} Seiten"}
    write_page_numbers([nodes.paragraph("", "", line)], "doc", lambda message: words.get(message, message))
    before, pages, *after = line.children
    assert (pages["texts"], pages["labels"]) == (["", " Seite", "auf ", " Seiten"], ["doc:cite-one"])
    assert (before, "".join(after)) == ("(", ". Zitiert in Zwei)")


@pytest.mark.skipif(
    not (shutil.which("latexmk") and shutil.which("pdftotext")), reason="LaTeX is not installed"
)
@pytest.mark.parametrize(("engine", "style"), [("xelatex", "Bjarne"), ("pdflatex", "Sonny")])
def test_the_pdf_is_complete(project: Project, engine: str, style: str) -> None:
    if not shutil.which(engine):
        pytest.skip(f"{engine} is not installed")
    elements = {"fontpkg": "", "fncychap": f"\\usepackage[{style}]{{fncychap}}"}
    built, _ = book(project, conf=f'latex_engine = "{engine}"\nlatex_elements = {elements!r}\n')
    option = "-xelatex" if engine == "xelatex" else "-pdf"
    run(built.outdir, "latexmk", option, "-interaction=nonstopmode", "test.tex")
    log = (built.outdir / "test.log").read_text(encoding="utf-8", errors="replace")
    assert not [line for line in log.splitlines() if "undefined on" in line or "Token not allowed" in line]
    text = run(built.outdir, "pdftotext", "-layout", "test.pdf", "-")
    pages = [re.findall(r"\d+", found) for found in re.findall(r"Cited on pages (\d.*)", text)]
    assert pages
    assert pages == [sorted(set(found), key=int) for found in pages]
    assert re.search(
        r"Jongwoo Ko \(2023\)\. On Layers\. Journal of Layers\s*\. Cited on pages \d+, \d+$", text, re.M
    )
    assert re.search(
        r"^1 +Chapter on Ko \(2023\), \(see Yang et al\., 2024, p\. 3; Ko, 2023\) and more ", text, re.M
    )


def run(folder: Path, *command: str) -> str:
    """Return the output of a program; fail with it if the program fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, errors="replace")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def test_the_label_of_a_heading_with_a_citation_is_defined_once(project: Project) -> None:
    source = (
        "T\n=\n\n.. _here:\n\nOn :paper:`ko-2023`\n-------------------\n\n:ref:`here`\n\n.. publications::\n"
    )
    built = project.write({"index.rst": source}).build("latex")
    (path,) = built.outdir.glob("*.tex")
    assert path.read_text("utf-8").count(r"\label{\detokenize{index:here}}") == 1
