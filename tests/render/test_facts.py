"""The facts on a paper's page: their values, and the entities that the values are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.query.facets import FACETS
from sphinxext_pubs.render.entry_display import EntryOptions
from sphinxext_pubs.render.facts import FACTS, FactRow, FactSource, paper_facts

ADA = Name(family="Example", given="Ada")
BEA = Name(family="Berg", given="Bea")
PAPER = Publication(
    key="a",
    title=text_of("T"),
    author=(ADA,),
    editor=(BEA, ADA, OTHERS),
    container_title=text_of("Proceedings of the Harbour Conference"),
    keyword=("boats", "layers"),
    page="1-9",
)


def facts(paper: Publication, venue: str = "") -> dict[str, list[tuple[str, str]]]:
    """Return label → texts and link targets, which name the kind of entity."""

    def hrefs(row: FactRow, labels: Sequence[str]) -> list[str]:
        kind = row.authority or row.facet
        return [f"{kind}/{index}" for index, _ in enumerate(labels)]

    found = paper_facts(FactSource(paper, EntryOptions(), venue), hrefs)
    return {fact.label: [(str(value.text), value.href) for value in fact.values] for fact in found}


def test_values_are_people_venues_or_terms() -> None:
    assert facts(PAPER, "HC") == {
        "Published in": [("Proceedings of the Harbour Conference", "venues/0")],
        "Editors": [("Bea Berg", "people/0"), ("Ada Example", "people/1")],
        "Venue": [("HC", "venues/0")],
        "Pages": [("1–9", "pages/0")],
        "Key": [("a", "key/0")],
        "Keywords": [("boats", "keyword/0"), ("layers", "keyword/1")],
    }


@pytest.mark.parametrize("venue", ["", "proceedings of the harbour conference"])
def test_a_venue_that_says_nothing_new_is_not_shown(venue: str) -> None:
    assert "Venue" not in facts(PAPER, venue)


def test_editors_of_a_volume_are_not_repeated() -> None:
    volume = Publication(key="a", title=text_of("T"), editor=(BEA,))
    assert "Editors" not in facts(volume)


@pytest.mark.parametrize(
    ("name", "label"), [("pages", "Pages"), ("eid", "Article number"), ("articleno", "Article number")]
)
def test_the_number_of_an_article_has_a_label_of_its_own(name: str, label: str) -> None:
    paper = Publication(key="a", title=text_of("T"), page="e12", source=pack_fields({name: "e12"}))
    shown = facts(paper)
    assert shown[label] == [("e12", "pages/0")]
    assert len(shown.keys() & {"Pages", "Article number"}) == 1


def test_facts_of_people_and_venues_are_not_found_by_the_name_of_a_facet() -> None:
    rows = [row for row in FACTS if row.authority]
    assert [row.name for row in rows] == ["container", "editors", "venue", "event"]
    assert {row.facet for row in FACTS if row.facet != row.name} <= {facet.name for facet in FACETS}


#: Fields of an entry, and the identifiers on its page: their labels, texts and addresses.
IDENTIFIERS = {
    "PubMed": ({"PMID": "31978945"}, {"PubMed": ("31978945", "https://pubmed.ncbi.nlm.nih.gov/31978945/")}),
    "PubMed Central": (
        {"PMCID": "7092803"},
        {"PubMed Central": ("PMC7092803", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7092803/")},
    ),
    "HAL with its version": (
        {"hal_id": "tel-01234567", "hal_version": "v2"},
        {"HAL": ("tel-01234567v2", "https://hal.science/tel-01234567v2")},
    ),
    "HAL by its address": (
        {"hal_id": "https://hal.archives-ouvertes.fr/hal-01234567/document"},
        {"HAL": ("hal-01234567", "https://hal.science/hal-01234567")},
    ),
    "ADS": (
        {"adsurl": "http://adsabs.harvard.edu/abs/2020A%26A...641A...6P"},
        {"ADS": ("2020A&A...641A...6P", "https://ui.adsabs.harvard.edu/abs/2020A%26A...641A...6P")},
    ),
    "two ISBNs": (
        {"ISBN": "978-3-16-148410-0, 3161484100"},
        {"ISBN": ("978-3-16-148410-0, 3161484100", "https://www.worldcat.org/isbn/978-3-16-148410-0")},
    ),
    "MathSciNet": (
        {"mrnumber": "MR1234567 (95a:11001)"},
        {"MathSciNet": ("MR1234567", "https://mathscinet.ams.org/mathscinet-getitem?mr=1234567")},
    ),
    "zbMATH": ({"zbl": "Zbl 0823.11029"}, {"zbMATH": ("0823.11029", "https://zbmath.org/?q=an:0823.11029")}),
    "DBLP": (
        {"biburl": "https://dblp.org/rec/conf/icml/YangK20.bib"},
        {"DBLP": ("conf/icml/YangK20", "https://dblp.org/rec/conf/icml/YangK20")},
    ),
    "JSTOR as an eprint": (
        {"eprint": "2006271", "eprinttype": "jstor"},
        {"JSTOR": ("2006271", "https://www.jstor.org/stable/2006271")},
    ),
    "JSTOR by its address": (
        {"eprint": "http://www.jstor.org/stable/2006271", "archiveprefix": "JSTOR"},
        {"JSTOR": ("2006271", "https://www.jstor.org/stable/2006271")},
    ),
    "a handle": (
        {"eprint": "10419/22616", "eprinttype": "hdl"},
        {"Handle": ("10419/22616", "https://hdl.handle.net/10419/22616")},
    ),
    "Google Books": (
        {"eprint": "Wg0xAQAAMAAJ", "eprinttype": "googlebooks"},
        {"Google Books": ("Wg0xAQAAMAAJ", "https://books.google.com/books?id=Wg0xAQAAMAAJ")},
    ),
    "a preprint server": (
        {"eprint": "abcde_v2", "eprinttype": "PsyArXiv"},
        {"Eprint": ("PsyArXiv: abcde_v2", "https://osf.io/preprints/psyarxiv/abcde_v2")},
    ),
    "an unknown archive": ({"eprint": "17", "eprinttype": "elib"}, {"Eprint": ("elib: 17", "")}),
    "a value that is not one": ({"PMID": "see the journal"}, {"PubMed": ("see the journal", "")}),
    "a value that is not safe": (
        {"openalex": "javascript:alert(1)"},
        {"OpenAlex": ("javascript:alert(1)", "")},
    ),
    "an address of another site": (
        {"wikidata": "https://example.org/x"},
        {"Wikidata": ("https://example.org/x", "https://example.org/x")},
    ),
}


def first_target(text: Text) -> str:
    return next((part.target for part in text.parts if isinstance(part, Span)), "")


@pytest.mark.parametrize(("fields", "expected"), IDENTIFIERS.values(), ids=IDENTIFIERS)
def test_identifiers_have_links(fields: dict[str, str], expected: dict[str, tuple[str, str]]) -> None:
    paper = Publication(key="a", custom=tuple((name, text_of(value)) for name, value in fields.items()))
    found = {
        fact.label: (str(value.text), first_target(value.text))
        for fact in paper_facts(FactSource(paper, EntryOptions()), lambda row, _: [""])
        for value in fact.values
        if fact.label != "Key"
    }
    assert found == expected
