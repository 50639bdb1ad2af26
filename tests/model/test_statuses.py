from __future__ import annotations

import pytest

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.statuses import AWAITED, SPELLINGS, STATUSES, label_of, term_of, words_of
from sphinxext_pubs.query import facets
from sphinxext_pubs.query.facets import BUILTIN
from sphinxext_pubs.render import parts

TERMS = [
    ("published", "published"),
    ("Prepublished", "published ahead of print"),
    ("Advance online publication", "published ahead of print"),
    ("inpress", "in press"),
    ("in-press", "in press"),
    ("IN PRESS", "in press"),
    ("toappear", "forthcoming"),
    ("Accepted", "forthcoming"),
    ("a\u0300 parai\u0302tre", "forthcoming"),
    ("Pre-print", "preprint"),
    ("", ""),
    ("(?)", "(?)"),
    ("On hold", "On hold"),
]


@pytest.mark.parametrize(("value", "term"), TERMS)
def test_spellings_have_terms(value: str, term: str) -> None:
    assert term_of(value) == term


def test_a_spelling_has_only_one_status() -> None:
    words = [term_of(word) for status in STATUSES for word in (status.term, *status.spellings)]
    assert words == [status.term for status in STATUSES for _ in (status.term, *status.spellings)]


def test_published_is_not_recognized_in_dates() -> None:
    assert "published" not in SPELLINGS


def test_awaited_statuses_are_ordered_by_distance_to_publication() -> None:
    assert AWAITED == ("in press", "forthcoming", "submitted", "in preparation")


def test_headings() -> None:
    assert [label_of(term) for term in ("preprint", "in press", "On hold")] == [
        "Preprints",
        "In press",
        "On hold",
    ]


def test_all_spellings_of_a_term() -> None:
    assert words_of("in press")[:4] == ("in press", "inpress", "in-press", "in print")
    assert words_of("On hold") == ("On hold", "Onhold", "On-hold")


def test_terms_and_headings_are_translated() -> None:
    assert {status.term for status in STATUSES} <= set(parts.MESSAGES)
    assert {status.label for status in STATUSES} <= set(facets.message_ids())


@pytest.mark.parametrize(
    "status", ["to appear", "accepted", "forthcoming", "À paraître", "On hold", "ON HOLD"]
)
def test_a_group_has_the_same_label_as_its_badges(status: str) -> None:
    (term,) = BUILTIN["status"].terms(Publication("a", status=status))
    assert term == term_of(status)
    assert BUILTIN["status"].identity(term) in ("forthcoming", "on hold")
