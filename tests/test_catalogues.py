"""The message catalogs are complete, and pages use their translations."""

from __future__ import annotations

import gettext
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup

from sphinxext_pubs.extension.i18n import CATALOG, LOCALE
from sphinxext_pubs.query.facets import message_ids
from sphinxext_pubs.render import messages as words
from sphinxext_pubs.render import parts
from tests import catalogues
from tests.conftest import Built, Project

Page = Callable[..., Built]

COMPLETE = ("de", "es", "fr", "ja", "ko", "zh_CN")
MAKE = "`make messages` brings the catalogues up to date"


# The files


def test_the_template_has_every_message_of_the_program() -> None:
    assert catalogues.TEMPLATE.read_bytes() == catalogues.as_po(catalogues.template()), MAKE


def test_messages_are_found_in_tables_templates_and_programs() -> None:
    found = {row.message: row for row in catalogues.messages()}
    assert {*message_ids(), *parts.MESSAGES, *words.BAR, *words.SEASONS, *words.PAGES} <= found.keys()
    assert found["paper"].place == "extension/domain.py"
    assert found["No publications."].place.startswith("extension/")
    assert any(row.place == "templates/pubs/filter.html" for row in catalogues.messages())


def test_every_message_has_a_note_for_translators() -> None:
    silent = [message.id for message in catalogues.template() if message.id and not message.auto_comments]
    assert silent == [], "say it in the table, or in LITERALS of tests/catalogues.py"


def test_which_languages_are_complete() -> None:
    assert tuple(catalogues.paths()) == COMPLETE


@pytest.mark.parametrize("language", COMPLETE)
def test_a_catalogue_is_complete(language: str) -> None:
    catalog = catalogues.read(language)
    path = catalogues.paths()[language]
    assert path.read_bytes() == catalogues.as_po(catalogues.updated(language, catalog)), MAKE
    assert [message.id for message in catalog if message.id and not str(message.string).strip()] == []
    assert [message.id for message in catalog if message.id and message.fuzzy] == []
    assert list(catalog.obsolete) == []


@pytest.mark.parametrize("language", COMPLETE)
def test_placeholders_are_those_of_the_message(language: str) -> None:
    def placeholders(text: object) -> list[str]:
        return sorted(re.findall(r"\{[^{}]*\}", str(text)))

    messages = [message for message in catalogues.read(language) if message.id]
    assert {m.id: placeholders(m.string) for m in messages} == {m.id: placeholders(m.id) for m in messages}


@pytest.mark.parametrize("language", COMPLETE)
def test_compiled_catalogs_have_the_translations(language: str) -> None:
    path = catalogues.paths()[language]
    compiled = path.with_suffix(".mo").read_bytes()
    catalog = catalogues.read(language)
    assert compiled == catalogues.as_mo(catalogues.updated(language, catalog)), MAKE
    translate = gettext.GNUTranslations(io.BytesIO(compiled)).gettext
    assert all(translate(str(m.id)) == m.string for m in catalog if m.id)


def test_no_name_date_or_path_is_in_a_header() -> None:
    for path in (catalogues.TEMPLATE, *catalogues.paths().values()):
        header = path.read_text(encoding="utf-8").split("\n\n")[0]
        fields = {line[1:].partition(":")[0] for line in header.splitlines() if line.startswith('"')}
        assert fields <= {
            *("Project-Id-Version", "Language-Team", "Language"),
            *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
        }
        assert "charset=UTF-8" in header
        assert '"Language-Team: \\n"' in header


# Changes of messages


def test_translations_are_kept_and_removed_messages_are_dropped() -> None:
    old = Catalog(locale="de")
    old.add("Undated", "Ohne Datum")
    old.add("Books", "Buecher", flags=["fuzzy"])
    old.add("No longer said", "Nicht mehr gesagt")
    new = {message.id: message.string for message in catalogues.updated("de", old)}
    assert (new["Undated"], new["Books"]) == ("Ohne Datum", "")
    assert "No longer said" not in new


def test_catalogs_are_reproducible() -> None:
    assert catalogues.as_po(catalogues.template()) == catalogues.as_po(catalogues.template())
    catalog = catalogues.updated("ja", catalogues.read("ja"))
    assert catalogues.as_mo(catalog) == catalogues.as_mo(catalogues.updated("ja", catalog))


# Pages

PAPERS = r"""
@inproceedings{yang,
  author = {Yang, Yi and Ko, Jo and others}, title = {On A}, booktitle = {Proceedings of P},
  year = 2024, month = mar, pages = {1--9}, abstract = {We say.}, slides = {https://example.org/s.pdf},
}
@book{ko, editor = {Ko, Jo}, title = {On B}, year = 2023, edition = 2, publisher = {P}, pubstate = {inpress}}
@misc{note, author = {Yi Yang and Jo Ko}, title = {On C}}
"""

SOURCE = """
Page
====

:paper:`yang`; :paper:`note`; :paper:`unknown`

.. publications::
   :group-by: type
   :show: details, year

More
----

.. publications::
   :name: years

Nothing
-------

.. publications::
   :year: 1900
"""

#: Headings, buttons, words on the entries, citations.
PAGES = {
    "en": (
        "Conference papers, Books, Other works, 2024, 2023, Undated",
        "bib abs slides",
        ("et al.", "ed.", "pp. 1–9", "2nd edition", "in press", "No publications.", "Abstract"),
        "Yang et al. (2024); Yang and Ko (n.d.)",
    ),
    "de": (
        "Konferenzbeiträge, Bücher, Sonstige Publikationen, 2024, 2023, Ohne Datum",
        "bib abs Folien",
        ("u. a.", "Hrsg.", "S. 1–9", "2. Auflage", "im Druck", "Keine Publikationen.", "Abstract"),
        "Yang u. a. (2024); Yang und Ko (o. J.)",
    ),
    "fr": (
        "Articles de conférence, Ouvrages, Autres publications, 2024, 2023, Sans date",
        "bib résumé diapos",
        ("et al.", "éd.", "p. 1–9", "2e édition", "sous presse", "Aucune publication.", "Résumé"),
        "Yang et al. (2024); Yang et Ko (s. d.)",
    ),
    "es": (
        "Artículos de congreso, Libros, Otras publicaciones, 2024, 2023, Sin fecha",
        "bib resumen diapositivas",
        ("et al.", "ed.", "pp. 1–9", "2.ª edición", "en prensa", "No hay publicaciones.", "Resumen"),
        "Yang et al. (2024); Yang y Ko (s. f.)",
    ),
    "ja": (
        "会議論文, 書籍, その他の文献, 2024, 2023, 発行年不明",
        "bib 概要 スライド",
        ("ほか", "編", "pp. 1–9", "第2版", "印刷中", "文献はありません。", "概要"),
        "Yang ほか (2024); Yang、Ko (発行年不明)",
    ),
    "ko": (
        "학술대회 논문, 단행본, 기타 문헌, 2024, 2023, 연도 미상",
        "bib 초록 슬라이드",
        ("외", "편", "1–9쪽", "제2판", "인쇄 중", "문헌이 없습니다.", "초록"),
        "Yang 외 (2024); Yang 및 Ko (연도 미상)",
    ),
    "zh_CN": (
        "会议论文, 图书, 其他文献, 2024, 2023, 无日期",
        "bib 摘要 幻灯片",
        ("等", "编", "第 1–9 页", "第 2 版", "印刷中", "没有文献。", "摘要"),
        "Yang 等 (2024); Yang和Ko (无日期)",
    ),
}


def test_every_complete_language_has_a_page() -> None:
    assert PAGES.keys() == {"en", *COMPLETE}


@pytest.mark.parametrize("language", PAGES)
def test_a_page_in_its_language(page: Page, language: str) -> None:
    headings, buttons, on_entries, citations = PAGES[language]
    built = page(SOURCE, papers__bib=PAPERS, conf=f'\nlanguage = "{language}"\nhtml_permalinks = False\n')
    body = BeautifulSoup(built.body(), "html.parser")
    assert (
        ", ".join(
            h.get_text() for h in body.select(".pubs-group > h2, .pubs-group > h3, .pubs-group > p.rubric")
        )
        == headings
    )
    first = body.select_one("article[data-key=yang]")
    assert first is not None
    assert " ".join(button.get_text() for button in first.select("a.pubs-button")) == buttons
    shown = body.get_text()
    assert [word for word in on_entries if word not in shown] == []
    assert body.select("p")[0].get_text().rpartition(";")[0] == citations
    name = PAGES_PAPER[language]
    index = built.page("searchindex", ".js")
    assert json.dumps(name, ensure_ascii=True) in index or name in index


PAGES_PAPER = {
    "en": "paper",
    "de": "Publikation",
    "fr": "publication",
    "es": "publicación",
    "ja": "文献",
    "ko": "문헌",
    "zh_CN": "文献",
}


def test_warnings_are_english_in_every_language(page: Page) -> None:
    def warnings(language: str) -> list[str]:
        return page(SOURCE, papers__bib=PAPERS, conf=f'\nlanguage = "{language}"\n').warnings

    assert len(warnings("en")) == 2
    assert warnings("ja") == warnings("de") == warnings("en")


def test_other_builders_speak_the_language_too(page: Page) -> None:
    text = page(SOURCE, builder="text", papers__bib=PAPERS, conf='\nlanguage = "de"\n').page(suffix=".txt")
    for words_of_ours in ("Konferenzbeiträge", "Yang und Ko (o. J.)", "Folien", "u. a."):
        assert words_of_ours in text


def test_every_page_changes_with_the_language(project: Project) -> None:
    project.write({"index.rst": SOURCE, "papers.bib": PAPERS})
    assert "Undated" in project.build().body()
    assert "Ohne Datum" in project.build(conf='\nlanguage = "de"\n').body()
    assert "Undated" in project.build().body()


def test_a_language_without_a_catalogue_has_english_words_and_its_own_dates(page: Page) -> None:
    built = page(SOURCE, papers__bib=PAPERS, conf='\nlanguage = "pt_BR"\n')
    assert "Undated" in built.body()
    assert "Yang e Ko (n.d.)" in built.body()


def test_catalogs_of_the_project_take_precedence(project: Project) -> None:
    own = Catalog(locale="de", fuzzy=False)
    own.add("Books", "Monographien")
    path = Path(project.src, "words/de/LC_MESSAGES", f"{CATALOG}.mo")
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, own)
    project.write({"index.rst": SOURCE, "papers.bib": PAPERS})
    body = project.build(conf='\nlanguage = "de"\nlocale_dirs = ["words"]\n').body()
    assert "Monographien" in body
    assert "Konferenzbeiträge" in body


def test_the_catalogues_are_part_of_the_package() -> None:
    ignored = Path(__file__).parents[1].joinpath(".gitignore").read_text(encoding="utf-8")
    assert ".mo" not in ignored
    assert "locale" not in ignored
    assert LOCALE.is_dir()
