"""Pandoc's citations in Markdown documents, in every kind of text."""

from __future__ import annotations

import re

import pytest

from tests.conftest import PAPERS, Built, Project
from tests.extension.test_compat_bibtex import keys, text

CONF = (
    '\nextensions = ["myst_parser", "sphinxext_pubs"]\npubs_myst_citations = True\n'
    'myst_enable_extensions = ["attrs_inline", "deflist", "dollarmath", "smartquotes", "colon_fence"]\n'
)
MORE = (
    PAPERS
    + "@misc{a_b:c-d.e/f+1, author = {Al Odd}, title = {Odd}, year = 2000}\n"
    + ("@misc{https://x.org/a;b, author = {Ed Url}, title = {Url}, year = 2002}\n")
)
LIST = "\n\n```{publications}\n:layout: reference\n```\n"


def build(project: Project, source: str, conf: str = "", builder: str = "html") -> Built:
    project.write({"index.md": f"# T\n\n{source}{LIST}", "papers.bib": MORE, "x.png": b""})
    return project.build(builder, conf=CONF + conf)


def first_block(built: Built) -> str:
    return text(re.sub(r'<div class="pubs-list.*', "", built.body().partition("</h1>")[2], flags=re.DOTALL))


KO, YANG = "Ko, 2023", "Yang et al., 2024"

CITATIONS = {
    "[@ko-2023]": f"({KO})",
    "A [see @ko-2023, p. 3; @yang-2024] b": f"A (see {KO}, p. 3; {YANG}) b",
    "[-@ko-2023]": "(2023)",
    "@ko-2023 says": "Ko (2023) says",
    "@ko-2023 [p. 3] says": "Ko (2023, p. 3) says",
    "@ko-2023\n[pp. 3-5]": "Ko (2023, pp. 3–5)",
    "@ko-2023 [and so on]": "Ko (2023, and so on)",
    "(@ko-2023, @yang-2024).": "(Ko (2023), Yang et al. (2024)).",
    "Ko -@ko-2023": "Ko (2023)",
    "[see *e.g.* @ko-2023]": f"(see e.g. {KO})",
    "[@ko-2023, *passim*]": f"({KO}, passim)",
    "[see\n@ko-2023]": f"(see {KO})",
    "[@a_b:c-d.e/f+1]": "(Odd, 2000)",
    "@a_b:c-d.e/f+1.": "Odd (2000).",
    "@{https://x.org/a;b} and [@{https://x.org/a;b}]": "Url (2002) and (Url, 2002)",
    "[@ko-2023]{.x}": "Ko (2023)",
    "**@ko-2023**": "Ko (2023)",
    "“@ko-2023”": "“Ko (2023)”",
    "[@ko-2023][@yang-2024]": f"({KO})({YANG})",
    "[[@ko-2023]]": f"[({KO})]",
    "> [@ko-2023]": f"({KO})",
    "- @ko-2023": "Ko (2023)",
    "| a |\n|---|\n| [@ko-2023] |": f"a ({KO})",
    "Term @ko-2023\n: [@ko-2023]": f"Term Ko (2023)({KO})",
    ":::{note}\n[@ko-2023]\n:::": f"Note ({KO})",
    "```{figure} x.png\nA figure [@ko-2023]\n```": f"A figure (Ko, 2023){chr(0xB6)}",
    "{abbr}`A (@ko-2023)` {paper:p}`ko-2023`": f"A ({KO})",
}


@pytest.mark.parametrize(("source", "expected"), CITATIONS.items(), ids=CITATIONS.keys())
def test_citations(project: Project, source: str, expected: str) -> None:
    built = build(project, source)
    assert built.warnings == []
    assert first_block(built) == expected


UNTOUCHED = {
    "a@b.org ko@ko-2023": "a@b.org ko@ko-2023",
    "`@ko-2023` `[@ko-2023]`": "@ko-2023 [@ko-2023]",
    "```\n@ko-2023\n```": "@ko-2023",
    "[@ko-2023](https://x.org) [text @ko-2023](https://x.org)": "@ko-2023 text @ko-2023",
    "<https://x.org/@ko-2023>": "https://x.org/@ko-2023",
    "https://x.org/@ko-2023": "https://x.org/@ko-2023",
    "\\@ko-2023 [\\@ko-2023]": "@ko-2023 [@ko-2023]",
    "`@ko-2023` \\@ko-2023": "@ko-2023 @ko-2023",
    "@octocat @fig-one [@fig-one] [@sec-a; @tbl-b]": "@octocat @fig-one [@fig-one] [@sec-a; @tbl-b]",
    "[see ko-2023] [ ] [x; @ko-2023": "[see ko-2023] [ ] [x; Ko (2023)",
    "@ @@ko-2023 x@ @, @-": "@ @@ko-2023 x@ @, @-",
    "<!-- @ko-2023 --> A": "A",
    "```{eval-rst}\n.. code:: text\n\n   @ko-2023\n```": "@ko-2023",
}


@pytest.mark.parametrize(("source", "expected"), UNTOUCHED.items(), ids=UNTOUCHED.keys())
def test_other_text(project: Project, source: str, expected: str) -> None:
    built = build(project, source)
    assert built.warnings == []
    assert first_block(built) == expected


def test_escapes_are_those_of_the_same_text(project: Project) -> None:
    built = build(project, "@ko-2023 \\@ko-2023 *\\@ko-2023* @ko-2023")
    assert first_block(built) == "Ko (2023) @ko-2023 @ko-2023 Ko (2023)"


WARNINGS = {
    "a\nb @ko-202": (
        "4: WARNING: Unknown key “ko-202” is not a citation. Did you mean “ko-2023”? [pubs.unknown_key]"
    ),
    "a\n\n[@zzz]": "5: WARNING: Unknown key “zzz”. [pubs.unknown_key]",
}


@pytest.mark.parametrize(("source", "expected"), WARNINGS.items(), ids=WARNINGS.keys())
def test_unknown_keys(project: Project, source: str, expected: str) -> None:
    assert build(project, source).warnings == [f"index.md:{expected}"]


def test_titles(project: Project) -> None:
    project.write(
        {"index.md": f"# On @ko-2023 [@yang-2024]\n\n```{{contents}}\n```\n\n## See @ko-2023{LIST}"}
    )
    built = project.build(conf=CONF)
    assert built.warnings == []
    assert "<title>On Ko (2023) (Yang et al., 2024)" in built.page()
    entry = re.search(r'<a [^>]*href="#see-ko-2023"[^>]*>(.*?)</a>', built.body())
    assert entry
    assert text(entry[1]) == "See Ko (2023)"


def test_the_option_is_off(project: Project) -> None:
    built = build(project, "[@ko-2023] @ko-2023", "pubs_myst_citations = False\n")
    assert first_block(built) == "[@ko-2023] @ko-2023"


def test_other_markup_is_not_read(project: Project) -> None:
    project.write({"index.rst": "T\n=\n\n[@ko-2023] @ko-2023\n\n.. publications::\n"})
    built = project.build(conf=CONF)
    assert "[@ko-2023] @ko-2023" in text(built.body())


def test_citations_count(project: Project) -> None:
    source = "# T\n\n@ko-2023 [@old-note]\n\n```{publications}\n:cited:\n```\n"
    built = project.write({"index.md": source}).build(conf=CONF)
    assert built.warnings == []
    assert keys(built) == ["ko-2023", "old-note"]
    assert built.body().count("Cited in") == 2


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-notes"])
def test_csl_styles(project: Project, style: str) -> None:
    built = build(project, "A [see *e.g.* @ko-2023, p. 3] @yang-2024.", f'pubs_style = "{style}"\n')
    assert built.warnings == []
    assert "see e.g." in text(built.body()).lower()
    assert "\ufffc" not in built.page()


def test_a_new_key_reads_the_page_again(project: Project) -> None:
    built = build(project, "@newkey")
    assert first_block(built) == "@newkey"
    project.write({"papers.bib": MORE + "@misc{newkey, author = {N. Ew}, title = {New}, year = 2001}"})
    built = project.build(conf=CONF)
    assert first_block(built) == "Ew (2001)"
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees", conf=CONF).tree()


@pytest.mark.parametrize("builder", ["latex", "text", "gettext"])
def test_other_builders(project: Project, builder: str) -> None:
    built = build(project, "A [see *e.g.* @ko-2023] @yang-2024.", builder=builder)
    assert built.warnings == []
