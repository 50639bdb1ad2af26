"""Previews of citations: cards at the end of a page, for every address that its citations link to."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from tests.conftest import PAPERS, Built, Project

Page = Callable[..., Built]
CITING = "T\n=\n\n:paper:`yang-2024` :paper:p:`ko-2023` :paper:`yang-2024`\n"
LIST = "\n.. publications::\n"


def cards(built: Built, name: str = "index") -> dict[str, str]:
    """Return address → card."""
    found = re.search(r'<template class="pubs-previews">(.*?)</template>', built.page(name), re.DOTALL)
    pieces = re.findall(
        r'<div class="pubs-preview"[^>]*data-for="([^"]*)">(.*?)\n</div>',
        found[1] if found else "",
        re.DOTALL,
    )
    return dict(pieces)


def links(built: Built, name: str = "index") -> set[str]:
    return set(
        re.findall(
            r'<a class="reference [a-z]+" href="([^"]*)"[^>]*><span class="xref paper', built.page(name)
        )
    )


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_every_citation_has_a_card(project: Project, builder: str) -> None:
    pages = {
        "index.rst": CITING + "\n.. toctree::\n\n   deep/list\n   other\n",
        "deep/list.rst": "L\n=\n" + LIST,
        "other.rst": "O\n=\n\n:paper:`ko-2023`\n",
    }
    built = project.write(pages).build(builder)
    assert built.warnings == []
    assert cards(built).keys() == links(built)
    assert len(cards(built)) == 2
    ids = re.findall(r'\bid="([^"]*)"', built.page())
    assert len(ids) == len(set(ids))


def test_the_content_of_a_card(page: Page) -> None:
    built = page(CITING + LIST)
    card = cards(built)["#pub-yang-2024"]
    assert "Towards Easy Transfer" in card
    assert "Yongjin Yang</bdi>, <bdi" in card
    assert "Proceedings of EMNLP" in card
    assert "2024" in card
    assert 'href="https://doi.org/10.1234/emnlp.1"' in card
    assert "pubs-abs" not in card


def test_a_citation_with_an_external_link_has_a_card(page: Page) -> None:
    built = page("T\n=\n\n:paper:`yang-2024`\n")
    assert cards(built).keys() == {"https://doi.org/10.1234/emnlp.1"} == links(built)
    assert built.page().count("_static/pubs.js?v=") == 1


def test_pages_without_citations_have_none(project: Project) -> None:
    pages = {"index.rst": "T\n=\n\n.. toctree::\n\n   a\n" + LIST, "a.rst": CITING}
    built = project.write(pages).build()
    assert "pubs-preview" not in built.page()
    assert built.page("a").count("_static/pubs.js?v=") == 1


def test_they_can_be_switched_off(page: Page) -> None:
    built = page(CITING + LIST, conf="\npubs_previews = False\n")
    assert "pubs-preview" not in built.page()


def test_data_does_not_become_markup(page: Page) -> None:
    odd = "<script>alert(1)</script>\"'</template>"
    bib = PAPERS.replace("On Layers", odd).replace("Journal of Layers", odd)
    built = page("T\n=\n\n:paper:`ko-2023`\n" + LIST, papers__bib=bib)
    card = cards(built)["#pub-ko-2023"]
    assert "<script" not in card

    found: set[str] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)

    Tags().feed(card)
    assert found <= {"p", "strong", "a", "bdi", "span", "div"}


def test_incremental_builds_equal_clean_builds(project: Project) -> None:
    pages = {"index.rst": CITING + "\n.. toctree::\n\n   list\n", "list.rst": "L\n=\n" + LIST}
    project.write(pages).build()
    built = project.write({"papers.bib": PAPERS.replace("Easy {Transfer}", "Hard {Transfer}")}).build()
    assert "Towards Hard Transfer" in cards(built)["list.html#pub-yang-2024"]
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees").tree()


def test_a_template_of_the_project(project: Project) -> None:
    project.write(
        {
            "index.rst": CITING + LIST,
            "_templates/pubs/preview.html": '<div data-for="{{ href }}">{{ entry.key }}</div>',
        }
    )
    built = project.build(conf='\ntemplates_path = ["_templates"]\n')
    assert '<div data-for="#pub-ko-2023">ko-2023</div>' in built.page()
