"""Citations in a project: notation, disambiguation, lists of references, links back."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise

import pytest

from tests.conftest import PAPERS, Built, Project

Page = Callable[..., Built]

BOOKS = (
    '\nlatex_documents = [("index", "t.tex", "T", "A", "howto")]\nman_pages = [("index", "t", "T", "A", 1)]\n'
)
MORE = r"""
@article{yang-2024-b,
  author = {Yang, Yongjin and Ko, Jongwoo and Lee, Ada}, title = {A First Title}, year = 2024}
@article{yang-2024-c, author = {Yang, Shuo and Kim, Bo and Lee, Ada}, title = {Another}, year = 2024}
@book{berg-2021, author = {van der Berg, Anna}, title = {Mountains}, publisher = {Press}, year = 2021}
"""
REFERENCES = "\n\n.. publications::\n   :cited:\n   :layout: reference\n"


def text(html: str) -> str:
    """Return the text of an HTML fragment."""
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def paragraph(built: Built, name: str = "index") -> str:
    found = re.search(r"<p>(.*?)</p>", built.body(name), re.DOTALL)
    assert found
    return text(found[1])


NOTATION = {
    ":paper:p:`see @yang-2024, p. 3; @ko-2023`": "(see Yang et al., 2024, p. 3; Ko, 2023)",
    ":paper:p:`-@ko-2023`": "(2023)",
    ":paper:t:`@ko-2023, pp. 3-5`": "Ko (2023, pp. 3–5)",
    ":paper:`@ko-2023, sec. 2, and elsewhere`": "Ko (2023, sec. 2, and elsewhere)",
    ":paper:t:`see @ko-2023`": "see Ko (2023)",
    ":paper:ts:`yang-2024`": "Yang, Ko and Yun (2024)",
    ":paper:ps:`yang-2024`": "(Yang, Ko and Yun, 2024)",
    ":paper:ct:`berg-2021` wrote": "Van der Berg (2021) wrote",
    ":paper:cp:`berg-2021`": "(Van der Berg, 2021)",
    ":paper:authors-all:`yang-2024`": "Yang, Ko and Yun",
    ":paper:cauthors:`berg-2021`": "Van der Berg",
    ":paper:venue:`ko-2023`": "Journal of Layers",
    ":paper:doi:`yang-2024`": "10.1234/emnlp.1",
    ":paper:full:`ko-2023`.": "Jongwoo Ko (2023). On Layers. Journal of Layers.",
    ":paper:year:`@ko-2023, p. 7`": "2023, p. 7",
    "*As* :paper:p:`ko-2023` *says*": "As (Ko, 2023) says",
}


@pytest.mark.parametrize(("source", "expected"), NOTATION.items(), ids=NOTATION.keys())
def test_notation(page: Page, source: str, expected: str) -> None:
    built = page(f"T\n=\n\n{source}\n\n.. publications::\n", papers__bib=PAPERS + MORE)
    assert built.warnings == []
    assert paragraph(built) == expected


def test_notation_in_myst(page: Page) -> None:
    fence = "```{publications}\n:cited:\n:layout: reference\n```\n"
    source = f"# T\n\n{{paper:p}}`see @yang-2024, p. 3; @ko-2023`\n\n{fence}"
    built = page(source, md=True)
    assert built.warnings == []
    assert paragraph(built) == "(see Yang et al., 2024, p. 3; Ko, 2023)"
    assert [text(entry) for entry in entries(built)] == [
        "Jongwoo Ko (2023). On Layers. Journal of Layers. Cited in T",
        "Yongjin Yang, Jongwoo Ko and Se-Young Yun (November 2024). Towards Easy Transfer. "
        "Proceedings of EMNLP. https://doi.org/10.1234/emnlp.1 Cited in T",
    ]


def test_a_part_without_a_key_is_reported_and_the_others_are_cited(page: Page) -> None:
    built = page("T\n=\n\n:paper:p:`@ko-2023; p. 3`\n\n.. publications::\n")
    assert built.warnings == [
        "index.rst:4: WARNING: Invalid citation: “p. 3” has no key. Write it as @key, or in "
        "braces as @{key}. [pubs.unknown_key]"
    ]
    assert paragraph(built) == "(Ko, 2023)"


def test_bibtex_is_code_without_a_link(page: Page) -> None:
    built = page("T\n=\n\n:paper:bibtex:`ko-2023`\n\n.. publications::\n")
    found = re.search(r'<code class="pubs-bibtex[^"]*">(.*?)</code>', built.body(), re.DOTALL)
    assert found
    assert text(found[1]).startswith("@article{ko-2023,")


def test_the_doi_links_to_the_doi(page: Page) -> None:
    built = page("T\n=\n\n:paper:doi:`yang-2024`\n\n.. publications::\n")
    assert re.search(
        r'<a [^>]*href="https://doi.org/10.1234/emnlp.1"[^>]*><span[^>]*>10.1234/emnlp.1<', built.body()
    )


# Lists of references


def entries(built: Built, name: str = "index") -> list[str]:
    return re.findall(r"<article[^>]*>(.*?)</article>", built.body(name), re.DOTALL)


def keys(built: Built, name: str = "index") -> list[str]:
    return re.findall(r'<article[^>]* data-key="([^"]*)"', built.body(name))


CITING = "T\n=\n\n:paper:t:`yang-2024` :paper:p:`ko-2023` :paper:p:`yang-2024, ko-2023`"


@pytest.mark.parametrize(
    ("style", "words", "listed", "labels"),
    [
        (
            "author-year",
            "Yang et al. (2024) (Ko, 2023) (Yang et al., 2024; Ko, 2023)",
            ["ko-2023", "yang-2024"],
            [],
        ),
        ("numeric", "Yang et al. [1] [2] [1, 2]", ["yang-2024", "ko-2023"], ["[1]", "[2]"]),
        (
            "alpha",
            "Yang et al. [YKY24] [Ko23] [YKY24, Ko23]",
            ["ko-2023", "yang-2024"],
            ["[Ko23]", "[YKY24]"],
        ),
    ],
)
def test_styles(page: Page, style: str, words: str, listed: list[str], labels: list[str]) -> None:
    built = page(CITING + REFERENCES, conf=f'\npubs_style = "{style}"\n')
    assert built.warnings == []
    assert paragraph(built) == words
    assert keys(built) == listed
    assert re.findall(r'<span class="pubs-number">(.*?)</span>', built.body()) == labels


def test_a_list_has_a_style_and_a_prefix_of_its_own(page: Page) -> None:
    source = CITING + REFERENCES + "   :style: numeric\n   :label-prefix: A\n"
    built = page(source)
    assert paragraph(built) == "Yang et al. [A1] [A2] [A1, A2]"
    assert re.findall(r'<span class="pubs-number">(.*?)</span>', built.body()) == ["[A1]", "[A2]"]


def test_a_list_keeps_its_own_order_and_groups(page: Page) -> None:
    built = page(CITING + REFERENCES + "   :style: numeric\n   :sort: author\n   :group-by: year\n")
    assert keys(built) == ["yang-2024", "ko-2023"]
    assert "<h2>2024" in built.body()


def test_papers_that_are_not_cited(page: Page) -> None:
    built = page(CITING + "\n\n.. publications:: :cited: !document\n")
    assert keys(built) == ["old-note"]


def test_a_page_without_citations_has_an_empty_list(page: Page) -> None:
    built = page("T\n=\n\nText." + REFERENCES)
    assert len(built.warnings) == 1
    assert "[pubs.empty]" in built.warnings[0]
    assert "(:cited: document)" in built.warnings[0]


@pytest.mark.parametrize("value", ["page", "!", "! all"])
def test_an_invalid_scope_is_an_error(page: Page, value: str) -> None:
    built = page(f"T\n=\n\n.. publications::\n   :cited: {value}x\n")
    assert "option “cited”" in built.warnings[0]


PROJECT = {
    "index.rst": "I\n=\n\n.. toctree::\n\n   one\n   two\n   refs\n",
    "one.rst": "One\n===\n\n:paper:`ko-2023`\n",
    "two.rst": "Two\n===\n\n:paper:`yang-2024` :paper:`ko-2023` :paper:`ko-2023`\n",
    "refs.rst": (
        "References\n==========\n\n"
        ".. publications::\n   :cited: project\n   :layout: reference\n   :style: numeric\n"
    ),
}


def test_papers_that_the_project_cites(project: Project) -> None:
    built = project.write(PROJECT).build()
    assert built.warnings == []
    assert keys(built, "refs") == ["ko-2023", "yang-2024"]
    assert paragraph(built, "two") == "Yang et al. [2] Ko [1] Ko [1]"


def test_the_project_list_follows_its_citations(project: Project) -> None:
    project.write(PROJECT).build()
    built = project.write({"one.rst": "One\n===\n\n:paper:`old-note`\n"}).build()
    assert built.warnings == []
    assert keys(built, "refs") == ["old-note", "yang-2024", "ko-2023"]
    assert paragraph(built, "two") == "Yang et al. [2] Ko [3] Ko [3]"
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees").tree()
    project.write({"index.rst": "I\n=\n\n.. toctree::\n\n   two\n   refs\n", "one.rst": None})
    built = project.build()
    assert keys(built, "refs") == ["yang-2024", "ko-2023"]


def test_a_second_reading_does_not_repeat_warnings(project: Project) -> None:
    wrong = PROJECT["refs.rst"] + "\n.. publications::\n   :year: 1900\n\nMore\n====\n\n:nonsense:`x`\n"
    built = project.write(PROJECT | {"refs.rst": wrong}).build()
    assert len(built.warnings) == len(set(built.warnings))
    assert sum("[pubs.empty]" in warning for warning in built.warnings) == 1
    nothing = dict.fromkeys(("one.rst", "two.rst"), "X\n=\n")
    built = project.write(nothing | {"refs.rst": PROJECT["refs.rst"]}).build(fresh=True)
    assert len(built.warnings) == 1
    assert "[pubs.empty]" in built.warnings[0]


# Disambiguation

ALIKE = "T\n=\n\n:paper:t:`yang-2024` :paper:t:`yang-2024-b` :paper:t:`yang-2024-c`\n\n.. publications::\n"


def test_equal_labels_are_disambiguated(page: Page) -> None:
    built = page(ALIKE, papers__bib=PAPERS + MORE)
    assert built.warnings == []
    assert paragraph(built) == "Y. Yang et al. (2024b) Y. Yang et al. (2024a) S. Yang et al. (2024)"


def test_only_cited_papers_are_disambiguated(page: Page) -> None:
    built = page("T\n=\n\n:paper:t:`yang-2024`\n\n.. publications::\n", papers__bib=PAPERS + MORE)
    assert paragraph(built) == "Yang et al. (2024)"


def test_a_new_citation_elsewhere_disambiguates_everywhere(project: Project) -> None:
    pages = {
        "index.rst": (
            "On :paper:t:`yang-2024`\n=======================\n\n"
            ".. toctree::\n\n   a\n   b\n\n.. publications::\n"
        ),
        "a.rst": "A\n=\n\n:paper:`yang-2024`\n",
        "b.rst": "B\n=\n\nNothing.\n",
        "papers.bib": PAPERS + MORE,
    }
    built = project.write(pages).build()
    assert paragraph(built, "a") == "Yang et al. (2024)"
    assert "<title>On Yang et al. (2024)" in built.page()
    built = project.write({"b.rst": "B\n=\n\n:paper:`yang-2024-b`\n"}).build()
    assert built.warnings == []
    assert paragraph(built, "a") == "Yang et al. (2024b)"
    assert paragraph(built, "b") == "Yang et al. (2024a)"
    assert "<title>On Yang et al. (2024b)" in built.page()
    assert "On Yang et al. (2024b)" in text(built.page("a"))
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees").tree()
    assert built.tree() == project.build(out="four", doctrees="four-doctrees", jobs=4).tree()


# Links back to citations


def test_entries_link_to_their_citations(project: Project) -> None:
    built = project.write(PROJECT).build()
    entry = entries(built, "refs")[0]
    places = re.findall(r'<a (?:class="pubs-place" )?href="([^"]*)">(.*?)</a>', entry)
    assert places == [
        ("one.html#cite-one-ko-2023", "One"),
        ("two.html#cite-two-ko-2023", "Two"),
        ("two.html#cite-two-ko-2023-2", "2"),
    ]
    for place, _ in places:
        name, _, anchor = place.partition(".html#")
        assert f'id="{anchor}"' in built.page(name)


def test_links_back_follow_a_changed_title(project: Project) -> None:
    project.write(PROJECT).build()
    built = project.write({"one.rst": "First\n=====\n\n:paper:`ko-2023`\n"}).build()
    assert ">First</a>" in entries(built, "refs")[0]
    # Sphinx itself leaves the old title in the links of neighbours, so only this page is compared.
    assert built.page("refs") == project.build(out="clean", doctrees="clean-doctrees").page("refs")


@pytest.mark.parametrize("layout", ["anthology", "compact", "card", "reference"])
def test_every_layout_links_to_citations(page: Page, layout: str) -> None:
    built = page(f"T\n=\n\n:paper:`ko-2023`\n\n.. publications::\n   :layout: {layout}\n")
    assert re.search(r'class="pubs-cited-by">\s*Cited in\s*<a href="#cite-index-ko-2023">T</a>', built.body())


def test_links_back_can_be_hidden(page: Page) -> None:
    built = page("T\n=\n\n:paper:`ko-2023`\n\n.. publications::\n   :hide: cited-by\n")
    assert "cited-by" not in built.body()


@pytest.mark.parametrize(
    ("builder", "suffix", "found"),
    [
        ("latex", "tex", r"{\detokenize{two:cite-two-ko-2023}}{\detokenize{two:cite-two-ko-2023-2}}}"),
        ("text", "txt", "Cited in One, Two"),
        ("xml", "xml", 'refuri="one#cite-one-ko-2023"'),
        ("man", "1", "Cited in One, Two"),
    ],
)
def test_other_builders_link_to_citations(project: Project, builder: str, suffix: str, found: str) -> None:
    conf = BOOKS
    built = project.write(PROJECT).build(builder, conf=conf)
    assert built.warnings == []
    written = "\n".join(path.read_text("utf-8") for path in sorted(built.outdir.rglob(f"*.{suffix}")))
    assert found in " ".join(written.split())
    if builder == "latex":
        labels = set(re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", written))
        assert set(re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]", written)) <= labels


def test_ids_are_unique_on_a_single_page(project: Project) -> None:
    built = project.write(PROJECT).build("singlehtml")
    ids = re.findall(r'\bid="([^"]*)"', built.page())
    assert len(ids) == len(set(ids))
    assert all(
        f'id="{anchor}"' in built.page() for anchor in re.findall(r'href="#(cite-[^"]*)"', built.page())
    )


# Unusual places

PLACES = {
    "emphasis and bold": "**bold** :paper:`ko-2023`",
    "a table": "+---+\n| :paper:`ko-2023` |\n+---+",
    "list": "* :paper:`ko-2023`",
    "footnote": "Text [#]_\n\n.. [#] See :paper:`ko-2023`.",
    "admonition": ".. note:: See :paper:`ko-2023`.",
    "caption": ".. figure:: x.png\n\n   After :paper:`ko-2023`.",
    "field": ":Source: :paper:`ko-2023`",
    "substitution": "|ko| and |ko|\n\n.. |ko| replace:: :paper:`ko-2023`",
    "glossary": ".. glossary::\n\n   term\n      See :paper:`ko-2023`.",
    "table cell": ".. list-table:: Of :paper:`ko-2023`\n\n   * - :paper:`ko-2023`",
    "function": ".. py:function:: f()\n\n   From :paper:`ko-2023`.",
}
PLACES["a table"] = "====================\nHead\n====================\n:paper:`ko-2023`\n===================="
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.mark.parametrize("builder", ["html", "latex", "text", "epub", "texinfo", "man"])
@pytest.mark.parametrize(("place", "source"), PLACES.items(), ids=PLACES.keys())
def test_citations_work_everywhere(project: Project, place: str, source: str, builder: str) -> None:
    project.write({"index.rst": f"T\n=\n\n{source}\n\n.. publications::\n", "x.png": PNG})
    conf = BOOKS
    built = project.build(builder, conf=conf + '\nepub_show_urls = "no"\nversion = "1"\n')
    assert [warning for warning in built.warnings if "pubs" in warning or "ids" in warning.lower()] == []
    if builder == "html":
        ids = re.findall(r'\bid="([^"]*)"', built.body())
        assert len(ids) == len(set(ids))
        assert 'href="#pub-ko-2023"' in built.body()


# Warnings


def test_a_paper_in_no_list_is_reported_once(project: Project) -> None:
    pages = {
        "index.rst": "I\n=\n\n.. toctree::\n\n   b\n\n:paper:`yang-2024`\n",
        "b.rst": "B\n=\n\n:paper:`yang-2024` :paper:`yang-2024`\n",
    }
    built = project.write(pages).build()
    assert built.warnings == [
        "index.rst:8: WARNING: “yang-2024” is cited here, but not listed anywhere in this project: the "
        "citation links to https://doi.org/10.1234/emnlp.1. [pubs.unshown]"
    ]
    built = project.build(fresh=True, conf='\nsuppress_warnings = ["pubs.unshown"]\n')
    assert built.warnings == []


def test_numbers_run_in_order_of_citations(page: Page) -> None:
    bib = "".join(
        f"@misc{{k{n}, author = {{A{n}}}, title = {{T{n}}}, year = {n}}}\n" for n in range(2000, 2020)
    )
    cites = " ".join(f":paper:p:`k{n}`" for n in range(2019, 1999, -1))
    built = page(f"T\n=\n\n{cites}{REFERENCES}   :style: numeric\n", papers__bib=bib)
    numbers = [int(number) for number in re.findall(r"\d+", paragraph(built))]
    assert all(second - first == 1 for first, second in pairwise(numbers))
    assert keys(built) == [f"k{n}" for n in range(2019, 1999, -1)]


# Footnotes

FOOT = (
    "T\n=\n\nOne :paper:foot:`ko-2023` two :paper:foot:`@ko-2023, p. 3; @yang-2024` three [#hand]_ "
    "four :paper:foot:`ko-2023`.\n\n.. [#hand] By hand.\n\nU\n-\n\n.. publications::\n"
)


def test_footnotes(page: Page) -> None:
    built = page(FOOT)
    assert built.warnings == []
    notes = re.findall(r'<aside class="footnote[^>]*>(.*?)</aside>', built.body(), re.DOTALL)
    assert [re.sub(r"^\[\d\]\s*(\(.*?\)\s*)?", "", text(note)) for note in notes] == [
        "By hand.",
        "Jongwoo Ko (2023). On Layers. Journal of Layers.",
        "Jongwoo Ko (2023). On Layers. Journal of Layers, p. 3.",
        "Yongjin Yang, Jongwoo Ko and Se-Young Yun (November 2024). Towards Easy Transfer. "
        "Proceedings of EMNLP. https://doi.org/10.1234/emnlp.1",
    ]
    assert len(re.findall('class="footnote-reference', built.body())) == 5
    ids = re.findall(r'\bid="([^"]*)"', built.body())
    assert len(ids) == len(set(ids))


def test_footnotes_in_myst(page: Page) -> None:
    built = page("# T\n\nOne {paper:foot}`ko-2023`.\n\n```{publications}\n:cited:\n```\n", md=True)
    assert built.warnings == []
    assert "Jongwoo Ko (2023). On Layers. Journal of Layers." in text(built.body())
    assert keys(built) == ["ko-2023"]


def test_footnotes_in_latex(page: Page) -> None:
    built = page(FOOT, builder="latex")
    assert built.warnings == []
    written = next(built.outdir.glob("*.tex")).read_text("utf-8")
    assert len(re.findall(r"\\begin\{footnote\}|\\sphinxfootnotemark\[", written)) >= 4
    assert "Journal of Layers}}}, p. 3." in written or "p. 3." in written


def test_incremental_builds_of_footnotes_equal_clean_builds(project: Project) -> None:
    project.write({"index.rst": FOOT}).build()
    project.write({"papers.bib": PAPERS.replace("On Layers", "On Other Layers")})
    built = project.build()
    assert "On Other Layers" in built.body()
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees").tree()


# Random edits


def edited(chance: random.Random, pages: dict[str, str]) -> dict[str, str]:
    """Edit a project at random: add or remove a citation, list or entry, or change the style."""
    name = chance.choice(["a.rst", "b.rst", "index.rst", "papers.bib"])
    if name == "papers.bib":
        entries = re.split(r"(?m)^(?=@)", pages[name])
        change = chance.choice(["drop", "alter", "restore"])
        if change == "drop" and len(entries) > 3:
            del entries[chance.randrange(1, len(entries))]
        elif change == "alter":
            place = chance.randrange(1, len(entries))
            entries[place] = re.sub(
                r"title = \{", f"title = {{{chance.choice('XYZ')} ", entries[place], count=1
            )
        else:
            return {name: PAPERS + MORE}
        return {name: "".join(entries)}
    key = chance.choice(["yang-2024", "yang-2024-b", "yang-2024-c", "ko-2023", "berg-2021"])
    role = chance.choice(["t", "p", "full", "foot", "year"])
    scope = chance.choice(["document", "project", "!project"])
    style = chance.choice(["numeric", "alpha", "author-year"])
    additions = [
        f"\n:paper:{role}:`{key}`\n",
        f"\n.. publications::\n   :cited: {scope}\n   :layout: reference\n   :style: {style}\n",
    ]
    head, _, body = pages[name].partition("\n\n")
    paragraphs = [piece for piece in re.split(r"\n(?=\n)", body) if piece.strip()]
    if len(paragraphs) > 2 and chance.random() < 0.5:
        del paragraphs[chance.randrange(1, len(paragraphs))]
    else:
        paragraphs.append(chance.choice(additions))
    return {name: head + "\n\n" + "\n".join(paragraphs) + "\n"}


@pytest.mark.parametrize("seed", range(4))
def test_incremental_builds_after_random_edits_equal_clean_builds(project: Project, seed: int) -> None:
    chance = random.Random(seed)
    conf = '\nsuppress_warnings = ["pubs.unshown", "pubs.empty", "pubs.unknown_key"]\n'
    pages = {
        "index.rst": "I\n=\n\n.. toctree::\n\n   a\n   b\n",
        "a.rst": "A\n=\n\nText.\n",
        "b.rst": "B\n=\n\nText.\n\n.. publications::\n",
        "papers.bib": PAPERS + MORE,
    }
    project.write(pages).build(conf=conf)
    for number in range(5):
        pages |= edited(chance, pages)
        built = project.write(pages).build(conf=conf)
        clean = project.build(out=f"clean-{number}", doctrees=f"clean-doctrees-{number}", conf=conf)
        assert built.tree() == clean.tree(), pages
    four = project.build(out="four", doctrees="four-doctrees", conf=conf, jobs=4)
    assert four.tree() == clean.tree()


# Sets

SET = (
    "@article{a, author={Ann Lee}, title={A}, journal={J}, year=2020, doi={10.1000/a}}\n"
    "@book{b, author={Bo Ray}, title={B}, publisher={P}, year=2001}\n"
    "@set{s, entryset={a,b}}\n"
)


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("anthology", "doi\nA\nAnn Lee\nJ\nBo Ray (2001). B. P."),
        ("compact", "A. Lee (2020). A. J. Bo Ray (2001). B. P. doi"),
        ("reference", "Ann Lee (2020). A. J. Bo Ray (2001). B. P. https://doi.org/10.1000/a"),
    ],
)
def test_a_set_is_its_members(page: Page, layout: str, expected: str) -> None:
    source = f"T\n=\n\n.. publications::\n   :key: s\n   :layout: {layout}\n   :hide: bibtex, bib, cite\n"
    built = page(source, papers__bib=SET)
    assert built.warnings == []
    assert [text(entry) for entry in entries(built)] == [expected.replace("\n", " ")]
    assert re.findall(r'data-key="([^"]*)"', built.body()) == ["s"]


def test_the_bibtex_of_a_set_is_that_of_its_members(page: Page) -> None:
    built = page("T\n=\n\n.. publications::\n   :key: s\n", papers__bib=SET)
    assert re.findall(r"@\w+\{\w+", built.body().replace("&#64;", "@")) == ["@article{a", "@book{b"]
