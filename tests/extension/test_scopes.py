"""Lists of what a section or the description of an object cites."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Project
from tests.extension.test_citing import Page

SECTIONS = (
    "T\n=\n\n:paper:p:`old-note`\n\nA\n-\n\n:paper:p:`ko-2023`\n\n.. publications::\n   :cited: section\n"
    "   :layout: reference\n\nB\n-\n\n:paper:p:`yang-2024` :paper:p:`ko-2023`\n\n.. publications::\n"
    "   :cited: section\n   :layout: reference\n"
)
OBJECTS = (
    "T\n=\n\n.. py:function:: f()\n\n   :paper:p:`ko-2023`\n\n   .. publications::\n      :cited: object\n"
    "      :layout: reference\n\n.. py:class:: C\n\n   :paper:p:`yang-2024`\n\n   .. py:method:: m()\n\n"
    "      :paper:p:`ko-2023`\n\n      .. publications::\n         :cited: object\n"
    "         :layout: reference\n\n   .. publications::\n      :cited: object\n      :layout: reference\n"
)
NUMERIC = "pubs_style = 'numeric'\n"
LINK = re.compile(
    r'<a class="reference internal" href="#([^"]*)"[^>]*><span class="xref paper[^>]*>(.*?)</span>'
)


def listed(body: str) -> list[str]:
    """Return the key of each entry and the lists between them."""
    return [key or "|" for key in re.findall(r'<div class="pubs-list|data-key="([^"]*)"', body)]


def checked_links(body: str) -> list[tuple[str, str]]:
    """Return the targets and texts of citations, whose targets exist; ids are unique."""
    ids = re.findall(r'\bid="([^"]*)"', body)
    assert len(ids) == len(set(ids))
    links = LINK.findall(body)
    assert {target for target, _ in links} <= set(ids)
    return links


def test_lists_of_sections(page: Page) -> None:
    built = page(SECTIONS, conf=NUMERIC)
    assert [warning for warning in built.warnings if "old-note" not in warning] == []
    assert listed(built.body()) == ["|", "ko-2023", "|", "yang-2024", "ko-2023"]
    assert re.findall(r'pubs-number">(.*?)<', built.body()) == ["[1]", "[1]", "[2]"]
    assert checked_links(built.body()) == [
        ("pub-ko-2023_index-0", "1"),
        ("pub-yang-2024_index-1", "1"),
        ("pub-ko-2023_index-1", "2"),
    ]
    assert re.findall(r'Cited in <a href="([^"]*)">T</a>(?! <a)', built.body()) == [
        "#cite-index-ko-2023",
        "#cite-index-yang-2024",
        "#cite-index-ko-2023-2",
    ]


def test_lists_of_objects(page: Page) -> None:
    built = page(OBJECTS, conf=NUMERIC)
    assert built.warnings == []
    assert listed(built.body()) == ["|", "ko-2023", "|", "ko-2023", "|", "yang-2024", "ko-2023"]
    assert checked_links(built.body()) == [
        ("pub-ko-2023_index-0", "1"),
        ("pub-yang-2024_index-2", "1"),
        ("pub-ko-2023_index-1", "1"),
    ]


def test_an_object_without_citations_shows_nothing(page: Page) -> None:
    built = page("T\n=\n\n.. py:function:: f()\n\n   .. publications::\n      :cited: object\n")
    assert built.warnings == []
    assert "No publications" not in built.body()


def test_a_list_outside_of_objects_is_reported(page: Page) -> None:
    built = page("T\n=\n\n:paper:`ko-2023`\n\n.. publications::\n   :cited: object\n\n.. publications::\n")
    assert built.warnings == [
        "index.rst:6: WARNING: publications: “:cited: object” is for a list in the description of an object, "
        "such as the docstring of a function; this one is in none, and is not shown. Use "
        "“:cited: section” or “:cited:”. [pubs.option]"
    ]
    assert listed(built.body()) == ["|", "yang-2024", "|", "ko-2023", "|", "old-note"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (":cited: !section\n   :group-by: none", ["|", "yang-2024", "old-note"]),
        (":cited: section\n   :group-by: year", ["|", "ko-2023"]),
    ],
)
def test_other_options_of_a_section(page: Page, options: str, expected: list[str]) -> None:
    source = f"T\n=\n\n:paper:`yang-2024`\n\nA\n-\n\n:paper:`ko-2023`\n\n.. publications::\n   {options}\n"
    built = page(source)
    assert listed(built.body()) == expected


def test_lists_of_sections_in_myst(page: Page) -> None:
    source = (
        "# T\n\n{paper}`yang-2024`\n\n## A\n\n{paper}`ko-2023`\n\n```{publications} :cited: section\n```\n"
    )
    assert listed(page(source, md=True).body()) == ["|", "ko-2023"]


@pytest.mark.parametrize("builder", ["singlehtml", "latex", "text"])
def test_scopes_in_other_builders(project: Project, builder: str) -> None:
    pages = {
        "index.rst": "I\n=\n\n.. toctree::\n\n   one\n   two\n",
        "one.rst": OBJECTS,
        "two.rst": OBJECTS.replace("T\n", "U\n").replace("f()", "g()").replace("C\n", "D\n"),
    }
    built = project.write(pages).build(builder, conf=NUMERIC)
    assert built.warnings == []
    if builder == "singlehtml":
        assert len(checked_links(built.page())) == 6
    if builder == "latex":
        tex = next(
            path.read_text("utf-8")
            for path in built.outdir.glob("*.tex")
            if "pub-ko" in path.read_text("utf-8")
        )
        labels = re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", tex)
        links = re.findall(r"\\hyperref\[\\detokenize\{([^}]*pub-[^}]*)\}\]", tex)
        assert len(links) == 6
        assert set(links) <= set(labels)


def test_scopes_after_edits(project: Project) -> None:
    project.write({"index.rst": SECTIONS}).build(conf=NUMERIC)
    project.write({"index.rst": SECTIONS.replace(":paper:p:`yang-2024` ", "")})
    built = project.build(conf=NUMERIC)
    assert listed(built.body()) == ["|", "ko-2023", "|", "ko-2023"]
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees", conf=NUMERIC).tree()
    assert built.tree() == project.build(out="four", doctrees="four-doctrees", jobs=4, conf=NUMERIC).tree()


CODE = '''
def f():
    """Do it, see :paper:p:`ko-2023`.

    .. publications::
       :cited: object
       :layout: reference
    """


def g():
    """Do it, see :paper:p:`yang-2024`.

    .. publications::
       :cited: object
       :layout: reference
    """
'''


def test_docstrings(project: Project) -> None:
    conf = (
        NUMERIC
        + "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))\n"
        + "extensions.append('sphinx.ext.autodoc')\n"
    )
    files = {"scoped_module.py": CODE, "index.rst": "T\n=\n\n.. automodule:: scoped_module\n   :members:\n"}
    built = project.write(files).build(conf=conf)
    assert built.warnings == []
    assert listed(built.body()) == ["|", "ko-2023", "|", "yang-2024"]
    assert [number for _, number in checked_links(built.body())] == ["1", "1"]


OWN = (
    "T\n=\n\n.. py:function:: f()\n\n   :paper:{form}:`ko-2023`\n\n"
    "   .. publications::\n      :cited: object\n"
    "      :layout: reference\n\n{after}\n"
)


def test_a_citation_outside_of_scopes_links_to_a_list_of_the_page(page: Page) -> None:
    after = (
        ":paper:p:`yang-2024` :paper:p:`ko-2023`\n\n.. publications::\n   :cited:\n   :layout: reference\n"
    )
    built = page(OWN.format(form="p", after=after), conf=NUMERIC)
    assert built.warnings == []
    assert checked_links(built.body()) == [
        ("pub-ko-2023_index-0", "1"),
        ("pub-yang-2024", "2"),
        ("pub-ko-2023", "1"),
    ]
    entries = re.findall(r'<article class="pubs-entry pubs-reference" id="([^"]*)"', built.body())
    assert entries == ["pub-ko-2023_index-0", "pub-ko-2023", "pub-yang-2024"]


@pytest.mark.parametrize(
    ("style", "form"), [("numeric", "foot"), ("author-year", "foot"), ("chicago-notes", "p")]
)
def test_citations_in_footnotes_are_in_the_scope_of_their_mark(page: Page, style: str, form: str) -> None:
    built = page(OWN.format(form=form, after=".. publications::"), conf=f"pubs_style = '{style}'\n")
    assert built.warnings == []
    assert [target for target, _ in checked_links(built.body())] == ["pub-ko-2023_index-0"]
    own = built.body()[: built.body().index("pubs-anthology")]
    assert re.search(r'Cited in <a href="#cite-index-ko-2023">T</a>', own)


def test_other_papers_than_those_of_an_object_say_where_they_are_cited(page: Page) -> None:
    source = OWN.format(form="p", after=":paper:p:`yang-2024`").replace(": object", ": !object")
    built = page(source, conf=NUMERIC)
    assert [key for key in listed(built.body()) if key != "|"] == ["old-note", "yang-2024"]
    assert built.body().count("Cited in") == 1


def test_citations_outside_of_a_scope_link_to_the_bibliography(project: Project) -> None:
    pages = {
        "index.rst": "I\n=\n\n.. toctree::\n\n   api\n\n.. publications::\n   :cited: project\n"
        "   :layout: reference\n",
        "api.rst": "A\n=\n\n.. py:function:: e()\n\n   See :paper:p:`yang-2024` and :paper:p:`ko-2023`.\n\n"
        ".. py:function:: f()\n\n   :paper:p:`ko-2023`\n\n   .. publications::\n      :cited: object\n"
        "      :layout: reference\n",
    }
    built = project.write(pages).build(conf=NUMERIC)
    assert built.warnings == []
    found = re.findall(
        r'href="([^"]*#pub-[^"]*)"[^>]*><span class="xref p[^>]*>(.*?)</span>', built.body("api")
    )
    assert found == [
        ("index.html#pub-yang-2024", "1"),
        ("index.html#pub-ko-2023", "2"),
        ("#pub-ko-2023_api-0", "1"),
    ]


@pytest.mark.parametrize(("style", "labels"), [("alpha", ["Ko23", "YKY24"]), ("numeric", ["1", "2"])])
def test_a_section_contains_its_subsections(page: Page, style: str, labels: list[str]) -> None:
    source = (
        "T\n=\n\nA\n-\n\n:paper:p:`ko-2023`\n\nInner\n^^^^^\n\n:paper:p:`yang-2024`\n\n"
        ".. publications::\n   :cited: section\n   :layout: reference\n   :label-prefix: I\n\n"
        "B\n-\n\n:paper:p:`old-note`\n"
    )
    inner = ".. publications::\n   :cited: section\n   :layout: reference\n\nInner\n"
    built = page(source.replace("Inner\n", inner, 1), conf=f"pubs_style = {style!r}\n")
    assert [warning for warning in built.warnings if "old-note" not in warning] == []
    assert listed(built.body()) == ["|", "ko-2023", "yang-2024", "|", "yang-2024"]
    first = "1" if style == "numeric" else labels[1]
    assert [label for _, label in checked_links(built.body())] == [labels[0], f"I{first}"]


def test_options_of_a_list_in_myst(page: Page) -> None:
    fence = "```{publications}\n:cited: section\n:layout: reference\n```\n"
    built = page(f"# T\n\n{{paper}}`yang-2024`\n\n## A\n\n{{paper}}`ko-2023`\n\n{fence}", md=True)
    assert listed(built.body()) == ["|", "ko-2023"]


def test_docstrings_with_sections_of_numpy(project: Project) -> None:
    code = 'def f():\n    """Do it.\n\n    References\n    ----------\n    See :paper:p:`ko-2023`.\n\n'
    code += '    .. publications::\n       :cited: object\n       :layout: reference\n    """\n'
    conf = NUMERIC + "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))\n"
    conf += "extensions += ['sphinx.ext.autodoc', 'sphinx.ext.napoleon']\n"
    index = "T\n=\n\n.. autofunction:: numpy_module.f\n"
    built = project.write({"numpy_module.py": code, "index.rst": index}).build(conf=conf)
    assert built.warnings == []
    assert checked_links(built.body()) == [("pub-ko-2023_index-0", "1")]
