"""Citations in pandoc's notation in Markdown documents (``pubs_myst_citations``)."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Project
from tests.extension.test_citing import Page, paragraph, text

CONF = "pubs_myst_citations = True\nmyst_enable_extensions = ['deflist', 'colon_fence', 'dollarmath']\n"
LIST = "\n```{publications}\n:cited:\n:layout: reference\n```\n"

#: Markdown → the text of its first paragraph.
PARAGRAPHS = {
    "See [@ko-2023].": "See (Ko, 2023).",
    "[see @ko-2023, p. 3; @yang-2024]": "(see Ko, 2023, p. 3; Yang et al., 2024)",
    "[see *e.g.* @ko-2023]": "(see e.g. Ko, 2023)",
    "As @ko-2023 says": "As Ko (2023) says",
    "As @ko-2023 [p. 3] says": "As Ko (2023, p. 3) says",
    "Ko [-@ko-2023]": "Ko (2023)",
    "Ko -@ko-2023": "Ko (2023)",
    "[see @ko-2023,\np. 3]": "(see Ko, 2023, p. 3)",
    "*as @ko-2023*": "as Ko (2023)",
    r"not \@ko-2023": "not @ko-2023",
    r"\@ko-2023 but @ko-2023": "@ko-2023 but Ko (2023)",
    r"not \[@ko-2023\]": "not (Ko, 2023)",
    "code `@ko-2023` `[@ko-2023]`": "code @ko-2023 [@ko-2023]",
    "mail a@ko-2023.org <me@example.org>": "mail a@ko-2023.org me@example.org",
    "[@ko-2023](https://example.org)": "@ko-2023",
    "[see `@x` @ko-2023]": "[see @x Ko (2023)]",
    "by @octocat": "by @octocat",
    "[@ko-2023, @yang-2024]": "(Ko, 2023; Yang et al., 2024)",
    "[@ko-2023, p. 3, and `code`]": "(Ko, 2023, p. 3, and code)",
    "[text][@ko-2023]": "[text](Ko, 2023)",
}


@pytest.mark.parametrize(("source", "expected"), PARAGRAPHS.items())
def test_paragraphs(page: Page, source: str, expected: str) -> None:
    built = page(f"# T\n\n{source}\n", md=True, conf=CONF)
    assert [warning for warning in built.warnings if "[pubs.unshown]" not in warning] == []
    assert paragraph(built) == expected


@pytest.mark.parametrize(
    "source",
    [
        "# On @ko-2023\n",
        "# T\n\n- on @ko-2023\n",
        "# T\n\n> on @ko-2023\n",
        "# T\n\n| a |\n| - |\n| on @ko-2023 |\n",
        "# T\n\n:::{note}\non @ko-2023\n:::\n",
        "# T\n\n:::{admonition} on @ko-2023\nText.\n:::\n",
        "# T\n\nTerm\n: on @ko-2023\n",
        "# T\n\nText[^a].\n\n[^a]: on @ko-2023\n",
        "# T\n\n:::{figure} a.png\non @ko-2023\n:::\n",
    ],
)
def test_places(page: Page, source: str) -> None:
    built = page(source + LIST, md=True, conf=CONF, a__png="x")
    assert built.warnings == []
    assert "n Ko (2023)" in text(built.body())
    assert re.findall(r'data-key="([^"]*)"', built.body()) == ["ko-2023"]


@pytest.mark.parametrize(
    "source",
    [
        *("```\n@ko-2023\n```", "$@ko-2023$", "$$\n@ko-2023\n$$"),
        *("% @ko-2023", "<!-- @ko-2023 -->", "<b title='@ko-2023'>"),
    ],
)
def test_code_and_formulas_are_left_alone(project: Project, source: str) -> None:
    conf = CONF + "extensions.append('myst_parser')\n"
    built = project.write({"index.md": f"# T\n\n{source}\n"}).build(conf=conf)
    assert built.warnings == []
    assert "Ko" not in text(built.body())


def test_titles_are_those_of_contents(project: Project) -> None:
    conf = CONF + "extensions.append('myst_parser')\nmyst_heading_anchors = 2\n"
    pages = {
        "index.md": "# I\n\n```{toctree}\na\n```\n\n[](a.md#on-ko-2023)\n",
        "a.md": "# On [@ko-2023]\n\n```{publications}\n```\n",
    }
    built = project.write(pages).build(conf=conf)
    assert built.warnings == []
    assert "<title>On (Ko, 2023)" in built.page("a")
    assert text(built.body()).count("On (Ko, 2023)") == 2


def test_unknown_keys(page: Page, project: Project) -> None:
    built = page("# T\n\nText\nof @ko-2024 and @octocat, [@nobody-1999].\n", md=True, conf=CONF)
    assert built.warnings == [
        "index.md:4: WARNING: Unknown key “ko-2024” is not a citation. Did you mean “ko-2023”? "
        "[pubs.unknown_key]",
        "index.md:4: WARNING: Unknown key “nobody-1999”. [pubs.unknown_key]",
    ]
    project.write({"papers.bib": "@misc{octocat, author={Ann Lee}, title={T}, year=2020}\n"})
    conf = CONF + '\nextensions.append("myst_parser")\nmyst_enable_extensions = ["colon_fence"]\n'
    assert "Lee (2020)" in text(project.build(conf=conf).body())


def test_only_markdown_and_only_if_asked_for(page: Page) -> None:
    assert "&#64;ko-2023 [&#64;ko-2023]" in page("T\n=\n\n@ko-2023 [@ko-2023]\n", conf=CONF).body()
    assert "&#64;ko-2023 [&#64;ko-2023]" in page("# T\n\n@ko-2023 [@ko-2023]\n", md=True).body()


def test_translations(project: Project) -> None:
    conf = CONF + "extensions.append('myst_parser')\nlanguage = 'de'\nlocale_dirs = ['locale']\n"
    po = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "By [@ko-2023]."\nmsgstr "Von @yang-2024."\n'
    )
    pages = {"index.md": f"# T\n\nBy [@ko-2023].\n{LIST}", "locale/de/LC_MESSAGES/index.po": po}
    built = project.write(pages).build(conf=conf)
    assert built.warnings == []
    assert paragraph(built) == "Von Yang u. a. (2024)."
    assert re.findall(r'data-key="([^"]*)"', built.body()) == ["yang-2024"]


def test_numbers_and_edits(project: Project) -> None:
    conf = CONF + "extensions.append('myst_parser')\npubs_style = 'numeric'\n"
    project.write({"index.md": f"# T\n\n[@yang-2024; @ko-2023] @old-note\n{LIST}"}).build(conf=conf)
    project.write({"index.md": f"# T\n\n[@ko-2023; @yang-2024]\n{LIST}"})
    built = project.build(conf=conf)
    assert paragraph(built) == "[1, 2]"
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees", conf=conf).tree()


def test_text_of_another_parser_is_left_alone(page: Page) -> None:
    rst = "```{eval-rst}\nIn rst @ko-2023.\n```\n"
    built = page(f"# T\n\nText @ko-2023.\n\n{rst}\nAfter @ko-2023.\n{LIST}", md=True, conf=CONF)
    assert built.warnings == []
    shown = text(built.body())
    assert "Text Ko (2023). In rst @ko-2023. After Ko (2023)." in shown
