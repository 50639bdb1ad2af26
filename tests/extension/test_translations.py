"""Translated pages: the citations of the translation count, those of the original do not."""

from __future__ import annotations

import re

import pytest

from tests.conftest import PAPERS, Built, Project
from tests.extension.test_conditional_blocks import MORE, REFERENCES, broken_links, ids
from tests.extension.test_incremental import clean, same_output

CONF = """
language = "de"
locale_dirs = ["locale"]
latex_documents = [("index", "t.tex", "T", "A", "howto")]
suppress_warnings = ["i18n.inconsistent_references"]
"""


def catalog(messages: dict[str, str]) -> str:
    """Return a catalog of translated messages."""
    rows = [f'msgid "{message}"\nmsgstr "{translation}"\n' for message, translation in messages.items()]
    return "\n".join(('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', *rows))


def translated(project: Project, source: str, messages: dict[str, str], suffix: str = "rst") -> Project:
    """Write a page ``index`` with its translation, and a page with a list of all cited papers."""
    project.conf += CONF + ('extensions += ["myst_parser"]\n' if suffix == "md" else "")
    toctree = "\n\n.. toctree::\n\n   refs\n" if suffix == "rst" else "\n\n```{toctree}\nrefs\n```\n"
    return project.write(
        {
            "papers.bib": PAPERS + MORE,
            f"index.{suffix}": source + toctree,
            "refs.rst": f"References\n==========\n\n{REFERENCES}",
            "locale/de/LC_MESSAGES/index.po": catalog(messages),
        }
    )


def references(built: Built) -> list[str]:
    """Return the keys in the list of references, in order."""
    return re.findall(r'id="pub-([a-z0-9-]+)"', built.page("refs"))


TITLE = "Home\n====\n\n"
A, B, C = ":paper:p:`lee-2024-a`", ":paper:p:`kim-2020`", ":paper:p:`ko-2023`"
PAGES = {
    "same": ("One A two B.", "Eins A zwei B.", ["lee-2024-a", "kim-2020"]),
    "dropped": ("One A two B.", "Eins B.", ["kim-2020"]),
    "all dropped": ("One A two B.", "Eins.", []),
    "added": ("One A.", "Eins A und B.", ["lee-2024-a", "kim-2020"]),
    "reordered": ("One A two B.", "Zwei B, eins A.", ["kim-2020", "lee-2024-a"]),
    "changed": ("One A.", "Eins B.", ["kim-2020"]),
    "twice": ("One A.", "Eins A, A und A.", ["lee-2024-a"]),
}


def filled(text: str) -> str:
    return text.replace("A", A).replace("B", B)


@pytest.mark.parametrize(("original", "translation", "keys"), PAGES.values(), ids=PAGES.keys())
def test_the_citations_of_the_translation_count(
    project: Project, original: str, translation: str, keys: list[str]
) -> None:
    original, translation = filled(original), filled(translation)
    built = translated(project, f"{TITLE}{original}\n", {original: translation}).build()
    assert references(built) == keys
    assert broken_links(built) == []
    same_output(built, clean(project))


PLACES = {
    "a title": "One A\n=====\n",
    "a section": f"{TITLE}Text.\n\nOne A\n-----\n\nText.\n",
    "a list": f"{TITLE}- First\n- One A\n",
    "a definition": f"{TITLE}term\n  One A\n",
    "a field": f"{TITLE}Text.\n\n:field: One A\n",
    "a note": f"{TITLE}.. note:: One A\n",
    "the title of an admonition": f"{TITLE}.. admonition:: One A\n\n   Text.\n",
    "a caption": f"{TITLE}.. figure:: x.png\n\n   One A\n",
    "a legend": f"{TITLE}.. figure:: x.png\n\n   Caption\n\n   One A\n",
    "a table": f"{TITLE}.. list-table:: One A\n\n   * - x\n",
    "a cell": f"{TITLE}.. list-table:: T\n\n   * - One A\n",
    "a footnote": f"{TITLE}Text [#]_.\n\n.. [#] One A\n",
    "a line block": f"{TITLE}| One A\n",
    "a glossary": f"{TITLE}.. glossary::\n\n   term\n     One A\n",
    "a rubric": f"{TITLE}.. rubric:: One A\n",
    "a block of only": f"{TITLE}.. only:: html\n\n   One A\n",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.mark.parametrize("source", PLACES.values(), ids=PLACES.keys())
def test_the_translation_counts_wherever_it_is(project: Project, source: str) -> None:
    source = source.replace("=====\n", "=" * 40 + "\n").replace("-----\n", "-" * 40 + "\n")
    translated(project, filled(source), {filled("One A"): filled("Eins B")}).write({"x.png": PNG})
    built = project.build()
    assert references(built) == ["kim-2020"]
    assert broken_links(built) == []
    assert "Kim" in built.body() or "[1]" in built.body()


def test_citations_in_several_messages_have_different_ids(project: Project) -> None:
    messages = {f"{number} {A}.": f"{number} und {A} {A}." for number in ("One", "Two")}
    built = translated(project, TITLE + "\n\n".join(messages), messages).build()
    page = built.page()
    found = re.findall(r'\bid="(cite-[^"]*)"', page)
    assert len(found) == len(set(found)) == 4
    assert broken_links(built) == []


def test_citations_that_only_translations_have_get_different_ids(project: Project) -> None:
    built = translated(
        project, f"{TITLE}One.\n\nTwo.\n", {"One.": f"Eins {B}.", "Two.": f"Zwei {B}."}
    ).build()
    assert sorted(name for name in ids(built) if "#cite-" in name) == [
        "index.html#cite-index-kim-2020",
        "index.html#cite-index-kim-2020-2",
    ]
    assert built.page().count('id="cite-index-kim-2020"') == 1


def test_a_definition_of_a_substitution_counts_where_it_is_used(project: Project) -> None:
    source = f"{TITLE}.. |used| replace:: See {A}\n.. |unused| replace:: See {C}\n\nOne.\n"
    built = translated(project, source, {"One.": f"Eins {B} und |used| und |used|."}).build()
    assert references(built) == ["kim-2020", "lee-2024-a"]
    assert broken_links(built) == []


@pytest.mark.parametrize("scope", ["document", "section"])
@pytest.mark.parametrize("options", ["", "   :group-by: none\n", "   :layout: reference\n"])
def test_a_list_of_the_cited_papers_of_the_page_shows_those_of_the_translation(
    project: Project, options: str, scope: str
) -> None:
    source = f"{TITLE}.. publications::\n   :cited: {scope}\n{options}\nOne {A}.\n"
    built = translated(project, source, {f"One {A}.": f"Eins {B}."}).build()
    assert re.findall(r'data-key="([a-z0-9-]+)"', built.body()) == ["kim-2020"]
    same_output(built, clean(project))
    assert project.build().read == []


def test_footnotes_of_the_translation_are_shown(project: Project) -> None:
    one, two = ":paper:foot:`lee-2024-a`", ":paper:foot:`kim-2020`"
    built = translated(project, f"{TITLE}One {one}.\n\nTwo {one}.\n", {f"One {one}.": f"Eins {two}, {one}."})
    page = built.build()
    assert page.body().count('role="doc-footnote"') == 2
    assert re.findall(r'>(\d)<span class="fn-bracket">]</span></a>', page.body()) == ["1", "2", "2"]
    assert references(page) == ["kim-2020", "lee-2024-a"]
    assert broken_links(page) == []
    assert "Third" in page.body()


def test_markdown_is_translated_as_well(project: Project) -> None:
    one, two = "{paper:p}`lee-2024-a`", "{paper:p}`kim-2020`"
    source = f"# Home {one}\n\nOne {one}.\n\n- Item {one}\n"
    messages = {f"Home {one}": f"Haus {two}", f"One {one}.": f"Eins {two}, {two}.", f"Item {one}": "Punkt"}
    built = translated(project, source, messages, "md").build()
    assert references(built) == ["kim-2020"]
    assert broken_links(built) == []
    assert len([name for name in ids(built) if "#cite-" in name]) == 2


def test_a_changed_translation_equals_a_clean_build(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = f"One {A}."
    translated(project, f"{TITLE}{original}\n", {original: f"Eins {B}."})
    project.build()
    project.write({"locale/de/LC_MESSAGES/index.po": catalog({original: f"Eins {C}."})})
    monkeypatch.setattr("gettext._translations", {})  # the catalogs that this process has read
    built = project.build()
    assert references(built) == ["ko-2023"]
    same_output(built, clean(project))
