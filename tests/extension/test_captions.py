"""Citations in titles and captions, which Sphinx shows in references, contents and elsewhere."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Project
from tests.extension.test_citing import Page

#: A labelled block whose title is {}.
BLOCKS = {
    "figure": ".. _here:\n\n.. figure:: a.png\n\n   {}\n",
    "table": ".. _here:\n\n.. table:: {}\n\n   == ==\n   a  b\n   == ==\n",
    "code": ".. _here:\n\n.. code-block:: python\n   :caption: {}\n\n   pass\n",
    "section": ".. _here:\n\n{}\n" + "-" * 60 + "\n\nText.\n",
    "rubric": ".. _here:\n\n.. rubric:: {}\n",
    "term": ".. _here:\n\n{}\n   A definition.\n",
}
TAIL = "\n.. publications::\n   :layout: reference\n"
LINK = re.compile(r'<a class="reference internal" href="#here"><span class="std std-ref">(.*?)</span></a>')


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
@pytest.mark.parametrize(
    ("role", "style", "words"),
    [
        (":paper:`ko-2023`", "author-year", "Ko (2023)"),
        (":paper:`ko-2023`", "numeric", "Ko [1]"),
        (
            ":paper:p:`see @ko-2023, p. 3; @yang-2024`",
            "author-year",
            "(see Ko, 2023, p. 3; Yang et al., 2024)",
        ),
        (":paper:p:`ko-2023, yang-2024`", "numeric", "[1, 2]"),
    ],
)
def test_references_by_label_show_citations(
    page: Page, block: str, role: str, style: str, words: str
) -> None:
    source = f"T\n=\n\n:ref:`here`\n\n{block.format(f'On {role}')}{TAIL}"
    built = page(source, conf=f"pubs_style = {style!r}\n", a__png="x")
    assert built.warnings == []
    assert LINK.findall(built.body()) == [f"On {words}"]


def test_references_follow_what_other_pages_cite(project: Project) -> None:
    more = (
        "@misc{a, author={Ann Lee}, title={A}, year=2020}\n@misc{b, author={Ann Lee}, title={B}, year=2020}\n"
    )
    pages = {
        "papers.bib": more,
        "index.rst": "T\n=\n\n.. toctree::\n\n   one\n   two\n",
        "one.rst": "One\n===\n\n.. _here:\n\n.. figure:: a.png\n\n   On :paper:`b`\n\n.. publications::\n",
        "two.rst": "Two\n===\n\n:ref:`here`\n",
        "a.png": "x",
    }
    built = project.write(pages).build()
    assert "On Lee (2020)<" in built.page("two")
    built = project.write({"index.rst": pages["index.rst"] + "\n:paper:`a`\n"}).build()
    assert "On Lee (2020b)<" in built.page("two")
    assert built.warnings == []
    clean = project.build(out="clean", doctrees="clean-doctrees")
    assert built.tree() == clean.tree()
    assert built.tree() == project.build(out="four", doctrees="four-doctrees", jobs=4).tree()


def test_captions_have_the_numbers_of_a_list_of_cited_papers(project: Project) -> None:
    conf = "pubs_style = 'numeric'\nnumfig = True\n"
    pages = {
        "index.rst": "T\n=\n\n.. toctree::\n\n   one\n   two\n\n.. publications::\n   :cited: project\n"
        "   :layout: reference\n",
        "one.rst": "On :paper:`yang-2024`\n=====================\n\n.. _here:\n\n.. figure:: a.png\n\n"
        "   See :paper:p:`ko-2023`\n",
        "two.rst": "Two\n===\n\n:ref:`here` :numref:`Fig. {number}: {name} <here>` :doc:`one`\n",
        "a.png": "x",
    }
    built = project.write(pages).build(conf=conf)
    assert built.warnings == []
    assert re.findall(r'<span class="(?:std|doc)[^>]*>(.*?)</span>', built.body("two")) == [
        "See [2]",
        "Fig. 1: See [2]",
        "On Yang et al. [1]",
    ]
    project.write({"index.rst": pages["index.rst"].replace("T\n=\n", "T\n=\n\n:paper:`ko-2023`\n")})
    assert "Fig. 1: See [1]" in project.build(conf=conf).body("two")
    built = project.builds[-1]
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees", conf=conf).tree()


def test_pages_without_a_title_are_named_by_their_file(page: Page) -> None:
    built = page(":paper:`ko-2023`\n\n.. publications::\n   :cited:\n")
    assert re.findall(r'pubs-cited-by">(.*?)</p>', built.body()) == [
        'Cited in <a href="#cite-index-ko-2023">index</a>'
    ]


MYST = (
    "# T\n\n{ref}`here` [](#here) [](#sub)\n\n(here)=\n```{figure} a.png\nOn {paper}`ko-2023`\n```\n\n"
    "(sub)=\n"
    "## Of {paper}`yang-2024`\n\n```{publications}\n:layout: reference\n```\n"
)


def test_labels_in_myst_show_citations(page: Page) -> None:
    built = page(MYST, md=True, conf="pubs_style = 'numeric'\n", a__png="x")
    assert built.warnings == []
    links = re.findall(r'href="#(?:here|sub)"><span class="std std-ref">(.*?)</span>', built.body())
    assert links == ["On Ko [1]", "On Ko [1]", "Of Yang et al. [2]"]
