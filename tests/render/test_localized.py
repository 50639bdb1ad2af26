"""Words of localization keys and lists in the reader's language."""

from __future__ import annotations

import pytest

from sphinxext_pubs.render.localized import localized
from tests.formats.bibtex_rows import plain, read_one

GERMAN = {
    "and": "und",
    "et al.": "u. a.",
    "new series": "neue Folge",
    "{} series": "{} Folge",
    "PhD thesis": "Dissertation",
}


def translate(message: str) -> str:
    return GERMAN.get(message, message)


@pytest.mark.parametrize(
    ("fields", "attribute", "english", "german"),
    [
        ("location={countryfr and countryuk}", "publisher_place", "France and United Kingdom",
         "Frankreich und Vereinigtes Königreich"),
        ("location={Wien and Bern and New York}", "publisher_place", "Wien, Bern and New York",
         "Wien, Bern und New York"),
        ("address={Wien and others}", "publisher_place", "Wien et al.", "Wien u. a."),
        ("location={Wien}", "publisher_place", "Wien", "Wien"),
        ("publisher={{Barnes and Noble} and Wiley}", "publisher", "Barnes and Noble and Wiley",
         "Barnes and Noble und Wiley"),
        ("series={newseries}", "collection_title", "new series", "neue Folge"),
        ("series=3", "collection_title", "3rd series", "3. Folge"),
        ("type={phdthesis}", "genre", "PhD thesis", "Dissertation"),
        ("type={PhD thesis}", "genre", "PhD thesis", "PhD thesis"),
    ],
)  # fmt: skip
def test_words_are_in_the_language_of_the_reader(
    fields: str, attribute: str, english: str, german: str
) -> None:
    paper = read_one(f"@article{{k, {fields}}}")
    assert plain(paper, attribute) == {attribute: english}
    assert plain(localized(paper, "de", translate), attribute) == {attribute: german}
    assert localized(paper, "en", translate) is paper
