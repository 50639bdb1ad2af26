"""The facts on a paper's page: their values, and the entities that the values are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import text_of
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
