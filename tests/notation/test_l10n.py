"""Localized dates and lists of names."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation import dates
from sphinxext_pubs.notation.l10n import date_label, name_list, term_label, year_label
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.render.citation_forms import label
from sphinxext_pubs.render.entry_options import make_entry_options
from sphinxext_pubs.render.entry_view import EntryView

GERMAN = {"Spring {}": "Frühjahr {}", "in press": "im Druck", "et al.": "u. a.", "Undated": "Ohne Datum"}

#: Thin spaces, which some languages use around a dash.
THIN = "\N{THIN SPACE}–\N{THIN SPACE}"


def german(message: str) -> str:
    return GERMAN[message]


@pytest.mark.parametrize(
    ("date", "english", "de", "fr", "es", "ja", "ko", "zh"),
    [
        (Date((2024,)), "2024", "2024", "2024", "2024", "2024", "2024", "2024"),
        (
            Date((2024, 11)),
            "November 2024",
            "November 2024",
            "novembre 2024",
            "noviembre de 2024",
            "2024年11月",
            "2024년 11월",
            "2024年11月",
        ),
        (
            Date((2024, 3, 5)),
            "5 March 2024",
            "5. März 2024",
            "5 mars 2024",
            "5 de marzo de 2024",
            "2024年3月5日",
            "2024년 3월 5일",
            "2024年3月5日",
        ),
        (
            Date((2024, 11, 10), (2024, 11, 15)),
            "10–15 November 2024",
            "10.–15. November 2024",
            "10–15 novembre 2024",
            "10–15 de noviembre de 2024",
            "2024年11月10日～15日",
            "2024년 11월 10일~15일",
            "2024年11月10日至15日",
        ),
        (
            Date((2023, 12), (2024, 1)),
            "December 2023 – January 2024",
            f"Dezember 2023{THIN}Januar 2024",
            f"décembre 2023{THIN}janvier 2024",
            f"diciembre de 2023{THIN}enero de 2024",
            "2023年12月～2024年1月",
            "2023년 12월 ~ 2024년 1월",
            "2023年12月至2024年1月",
        ),
        (Date((1988,), (1990,)), *["1988–1990"] * 7),
        (Date((2024,), ()), *["2024–"] * 7),
        (Date((1971,), circa=True, uncertain=True), *["c. 1971?"] * 7),
        (Date((2015,), literal="Michaelmas Term 2015"), *["Michaelmas Term 2015"] * 7),
        (Date(), *[""] * 7),
        (
            Date((2020,), (2020, 5)),
            "2020 – May 2020",
            "2020 – Mai 2020",
            "2020 – mai 2020",
            "2020 – mayo de 2020",
            "2020–2020年5月",
            "2020 – 2020년 5월",
            "2020–2020年5月",
        ),
        (
            Date((-43, 3, 15)),
            "15 March 44 BCE",
            "15. März 44 v. Chr.",
            "15 mars 44 av. J.-C.",
            "15 de marzo de 44 a. C.",
            "紀元前44年3月15日",
            "BC 44년 3월 15일",
            "公元前44年3月15日",
        ),
        (
            Date((12024, 1)),
            "January 12024",
            "Januar 12024",
            "janvier 12024",
            "enero de 12024",
            "12024年1月",
            "12024년 1월",
            "12024年1月",
        ),
    ],
)
def test_dates(date: Date, english: str, de: str, fr: str, es: str, ja: str, ko: str, zh: str) -> None:
    expected = {"en": english, "de": de, "fr": fr, "es": es, "ja": ja, "ko": ko, "zh_CN": zh}
    labels = {language: date_label(date, language) for language in expected}
    assert {name: _ranged_alike(text) for name, text in labels.items()} == {
        name: _ranged_alike(text) for name, text in expected.items()
    }


def _ranged_alike(text: str) -> str:
    """Return a range with a uniform dash, as the dashes and spaces differ between versions of CLDR."""
    return re.sub(r"\s*[–~～至]\s*", "–", text)


def test_seasons_and_statuses_are_translated() -> None:
    assert date_label(Date((2020,), season=1, circa=True), "de", german) == "c. Frühjahr 2020"
    assert date_label(Date(literal="In Press"), "de", german) == "im Druck"
    assert year_label(Date(literal="to appear"), "de", lambda text: f"<{text}>") == "<forthcoming>"


@pytest.mark.parametrize("language", ["en", "en_GB", "tlh", "C", "", "not a language", "../de"])
def test_english_and_unknown_languages_are_formatted_as_english(language: str) -> None:
    for date in (
        Date((-43, 3), (-42, 4)),
        Date((2020,), season=2),
        Date(literal="in press"),
        Date((2020, 1)),
    ):
        assert date_label(date, language, german) == dates.label(date)
        assert year_label(date, language, german) == dates.year_label(date)
    assert name_list(("A", "B", "C"), language) == "A, B and C"


@pytest.mark.parametrize("language", ["de-AT", "de_AT", "de_XX"])
def test_variants_of_a_language(language: str) -> None:
    assert name_list(("A", "B"), language) == "A und B"
    assert date_label(Date((2024, 3)), language) == "März 2024"


@pytest.mark.parametrize(
    ("language", "two", "three", "others"),
    [
        ("en", "A and B", "A, B and C", "A, B et al."),
        ("de", "A und B", "A, B und C", "A, B et al."),
        ("fr", "A et B", "A, B et C", "A, B et al."),
        ("es", "A y B", "A, B y C", "A, B et al."),
        ("ja", "A、B", "A、B、C", "A、B et al."),
        ("ko", "A 및 B", "A, B 및 C", "A, B et al."),
        ("zh_CN", "A和B", "A、B和C", "A、B et al."),
    ],
)
def test_lists_of_names(language: str, two: str, three: str, others: str) -> None:
    assert name_list(("A", "B"), language) == two
    assert name_list(("A", "B", "C"), language) == three
    assert name_list(("A", "B"), language, others=True) == others
    assert [name_list(names, language) for names in ((), ("A",))] == ["", "A"]
    assert name_list((), language, others=True) == ""


def test_braces_in_names_are_kept() -> None:
    assert name_list(("{0}", "{x}", "{}"), "de") == "{0}, {x} und {}"
    assert name_list(("{0}", "{x}"), "de", others=True) == "{0}, {x} et al."


@pytest.mark.parametrize(
    ("language", "label"), [("en", "45 BCE"), ("tlh", "45 BCE"), ("de", "45 v. Chr."), ("ja", "紀元前45")]
)
def test_headings_of_early_years(language: str, label: str) -> None:
    assert term_label("45 BCE", language, str) == label


def test_other_headings_are_translated() -> None:
    assert term_label("Undated", "de", german) == "Ohne Datum"


PAPER = Publication(
    key="k",
    type="book",
    title=text_of("T"),
    author=(Name(family="Yang", given="Yi"), Name(family="Ko", given="Jo")),
    issued=Date((2024, 3)),
)


def test_views_and_citations_use_the_language() -> None:
    german_view = make_entry_options(
        language="de", translate=lambda text: GERMAN.get(text, text), show=["year"]
    )
    assert EntryView(PAPER, german_view).date == "März 2024"
    assert EntryView(replace(PAPER, issued=Date((-43,))), german_view).year == "44 v. Chr."
    assert label(Cited(PAPER, language="de")) == "Yang und Ko (2024)"
    assert label(Cited(PAPER, language="ja"), "full") == "Yi Yang、Jo Ko (2024年3月). T"
    cut = replace(PAPER, author=(*PAPER.author, OTHERS), issued=Date(literal="in press"))
    assert label(Cited(cut, translate=german, language="de"), "p") == "Yang u. a., im Druck"


ENGLISH = """
import sys

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.library import load
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.query import evaluation
from sphinxext_pubs.render import citation_forms, entry_options, entry_view, html, layouts

paper = Publication("k", author=(Name("A"), Name("B")), issued=Date((-43, 3), (2024, 4)))
html.HtmlRenderer().entry(entry_view.EntryView(paper, entry_options.make_entry_options()), layouts.DEFAULT)
citation_forms.label(Cited(paper), "full")
print("babel" in sys.modules)
citation_forms.label(Cited(paper, language="de"), "full")
print("babel" in sys.modules)
"""


def test_babel_is_only_loaded_for_other_languages() -> None:
    done = subprocess.run([sys.executable, "-c", ENGLISH], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_every_language_of_cldr_has_the_required_data() -> None:
    from babel import Locale, UnknownLocaleError, localedata

    for language in localedata.locale_identifiers():
        try:
            Locale.parse(language)
        except (ValueError, UnknownLocaleError):
            continue
        for date in (
            Date((2024, 11, 14)),
            Date((-43, 3)),
            Date((2024, 3, 30), (2024, 5, 2)),
            Date((2024, 3, 1), (2024, 3, 2)),
            Date((2023, 12), (2024, 1)),
        ):
            shown = date_label(date, language)
            assert "{" not in shown
            assert str(date.parts[0] if date.parts[0] > 0 else 44) in shown, language
        assert name_list(("A", "B", "C"), language).count("B") == 1
