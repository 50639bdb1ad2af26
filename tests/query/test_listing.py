"""Listings: order, groups, limits, numbers, digests and slugs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from sphinxext_pubs.model.publication import Date, Name, Origin, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.model.slugs import short_digest
from sphinxext_pubs.query.evaluation import list_publications, selection_slug
from sphinxext_pubs.query.listing import (
    Group,
    Listing,
    entries,
    entry_numbers,
    listing_digest,
)
from sphinxext_pubs.query.selection import Selection


def paper(key: str, year: int | None = None, **more: object) -> Publication:
    """Return a publication of a year, with further values."""
    issued = Date((year,)) if year else None
    return replace(Publication(key, issued=issued, digest=f"digest of {key}"), **more)  # type: ignore[arg-type]


def keys(publications: Sequence[Publication]) -> str:
    return " ".join(publication.key for publication in publications)


def shape(groups: Sequence[Group]) -> list[object]:
    """Groups as ``label: keys``, or as a label and what is in it."""
    return [
        (group.label, shape(group.groups)) if group.groups else f"{group.label}: {keys(group.publications)}"
        for group in groups
    ]


def listed(
    library: Sequence[Publication], sort: str = "none", group_by: str = "none", limit: str = ""
) -> Listing:
    return list_publications(Selection(sort=sort, group_by=group_by, limit=limit), library)


# Sorting -------------------------------------------------------------------------------------------

DATED = [
    paper("undated"),
    paper("may", issued=Date((2024, 5))),
    paper("year", 2024),
    paper("twin", 2024),
    paper("nd", issued=Date(literal="n.d.")),
    paper("old", 1999),
    paper("day", issued=Date((2024, 5, 3))),
    paper("press", issued=Date(literal="in press")),
    paper("coming", status="forthcoming"),
]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("none", "undated may year twin nd old day press coming"),
        # The newest first; papers without a month last in their year; ties as in the source.
        ("-date", "coming press day may year twin old undated nd"),
        ("date", "old year twin may day press coming undated nd"),
        ("-year", "coming press may year twin day old undated nd"),
        ("year", "old may year twin day press coming undated nd"),
        ("-year, date", "coming press year twin may day old undated nd"),
        ("-year, -key", "coming press year twin may day old undated nd"),
    ],
)
def test_sorting_by_date(sort: str, expected: str) -> None:
    assert keys(listed(DATED, sort).publications) == expected


BEETHOVEN = Name(family="Beethoven", given="Ludwig", particle="van")
ZOLA = Name(family="Zola", given="Émile")
ABEL = Name(family="Abel")
ADAMS = Name(family="Adams", given="Ann")

NAMED = [
    paper("beethoven", author=(BEETHOVEN,), title=text_of("Zebra")),
    paper("untitled"),
    paper("zola", author=(ZOLA,), title=text_of("“Éclair”")),
    paper("editor", editor=(ADAMS,), title=text_of("eclair")),
    paper("zola-b", author=(ZOLA, ABEL), title=text_of("apple 10")),
]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("author", "editor beethoven zola zola-b untitled"),
        ("-author", "zola-b zola beethoven editor untitled"),
        ("title", "zola-b editor zola beethoven untitled"),
        ("-title", "beethoven zola editor zola-b untitled"),
        ("key", "beethoven editor untitled zola zola-b"),
        ("editor", "editor beethoven untitled zola zola-b"),
    ],
)
def test_sorting_by_slug(sort: str, expected: str) -> None:
    assert keys(listed(NAMED, sort).publications) == expected


KINDS = [
    paper("talk", type="speech", origin=Origin("b.bib", 1)),
    paper("journal", type="article-journal", container_title=text_of("Nature"), origin=Origin("a.bib", 1)),
    paper("odd", type="no-such-type", status="retracted"),
    paper("conference", type="paper-conference", container_title=text_of("acl"), origin=Origin("a.bib", 9)),
]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("type", "journal conference talk odd"),
        ("-type", "odd talk conference journal"),
        ("venue", "conference journal talk odd"),
        ("source", "journal conference talk odd"),
        ("status", "talk journal conference odd"),
        ("source, -venue", "journal conference talk odd"),
    ],
)
def test_sorting_by_kind(sort: str, expected: str) -> None:
    assert keys(listed(KINDS, sort).publications) == expected


@pytest.mark.parametrize(("limit", "expected"), [("1", "a"), ("2", "a b"), ("9", "a b c")])
def test_limit_applies_after_sorting_and_before_grouping(limit: str, expected: str) -> None:
    library = [paper("c", 2022), paper("b", 2023), paper("a", 2024)]
    found = listed(library, "-date", "year", limit)
    assert keys(found.publications) == expected
    assert len(found.groups) == len(found.publications)


# Grouping ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (
            "-date",
            [
                "Forthcoming: coming",
                "In press: press",
                "2024: day may year twin",
                "1999: old",
                "Undated: undated nd",
            ],
        ),
        (
            "date",
            [
                "1999: old",
                "2024: year twin may day",
                "In press: press",
                "Forthcoming: coming",
                "Undated: undated nd",
            ],
        ),
        # Sorted by something else, the years still follow their own order.
        (
            "key",
            [
                "Forthcoming: coming",
                "In press: press",
                "2024: day may twin year",
                "1999: old",
                "Undated: nd undated",
            ],
        ),
    ],
)
def test_years(sort: str, expected: list[object]) -> None:
    assert shape(listed(DATED, sort, "year").groups) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (
            "none",
            "Journal articles: journal / Conference papers: conference / Talks: talk / Other works: odd",
        ),
        (
            "-type",
            "Other works: odd / Talks: talk / Conference papers: conference / Journal articles: journal",
        ),
    ],
)
def test_types_are_in_the_order_of_the_table(sort: str, expected: str) -> None:
    assert shape(listed(KINDS, sort, "type").groups) == expected.split(" / ")


def test_groups_within_groups() -> None:
    library = [
        paper("a", 2024, type="thesis"),
        paper("b", 2023, type="thesis"),
        paper("c", 2024, type="article-journal"),
        paper("d", type="article-journal"),
        paper("e", 2024, type="thesis"),
    ]
    found = listed(library, "-date", "year, type")
    assert shape(found.groups) == [
        ("2024", ["Journal articles: c", "Theses: a e"]),
        ("2023", ["Theses: b"]),
        ("Undated", ["Journal articles: d"]),
    ]
    assert keys(found.groups[0].publications) == "c a e"
    assert keys(found.publications) == keys(list(entries(found))) == "c a e b d"
    assert entry_numbers(found) == (1, 2, 3, 4, 5)


def test_a_publication_is_in_the_group_of_each_of_its_terms() -> None:
    library = [
        paper("both", keyword=("NLP", "Vision")),
        paper("twice", keyword=("nlp", "NLP")),
        paper("none"),
    ]
    found = listed(library, group_by="keyword")
    assert shape(found.groups) == ["NLP: both twice", "Vision: both", "No keyword: none"]
    assert keys(list(entries(found))) == "both twice both none"
    assert keys(found.publications) == "both twice none"
    assert entry_numbers(found, "up") == (1, 2, 3, 4)
    assert entry_numbers(found, "down") == (4, 3, 2, 1)
    assert entry_numbers(found, "") == ()


def test_a_group_is_labeled_as_first_written_in_the_source() -> None:
    library = [paper("a", 2001, keyword=("Naïve Bayes",)), paper("b", 2002, keyword=("naive bayes",))]
    assert shape(listed(library, "-date", "keyword").groups) == ["Naïve Bayes: b a"]


def test_author_groups_sort_by_family_name() -> None:
    assert [group.term for group in listed(NAMED, group_by="author").groups] == [
        "Abel",
        "Ludwig van Beethoven",
        "Émile Zola",
        "",
    ]


def test_a_range_is_grouped_under_its_first_year() -> None:
    library = [paper("long", issued=Date((2020,), end=(2022,))), paper("a", 2020)]
    assert shape(listed(library, "key", "year").groups) == ["2020: a long"]


@pytest.mark.parametrize(
    ("group_by", "slugs", "messages"),
    [
        ("year", ["2024", "undated"], [True, True]),
        ("type", ["journal-articles", "other-works"], [True, True]),
        ("venue", ["acl-2024-main", "no-venue"], [False, True]),
    ],
)
def test_slugs_and_messages(group_by: str, slugs: list[str], messages: list[bool]) -> None:
    library = [
        paper("a", 2024, type="article-journal", container_title=text_of("ACL 2024: Main")),
        paper("b"),
    ]
    groups = listed(library, group_by=group_by).groups
    assert [group.slug for group in groups] == slugs
    assert [group.is_message for group in groups] == messages
    assert {group.facet for group in groups} == {group_by}


def test_slugs_are_unique_among_siblings() -> None:
    library = [paper(word, keyword=(word,)) for word in ("C", "C++", "C#", "機械学習", "Ärger")]
    slugs = [group.slug for group in listed(library, group_by="keyword").groups]
    assert slugs == ["arger", "c", "c-2", "c-3", short_digest("機械学習")]


def test_nothing_found() -> None:
    found = listed([], "-date", "year")
    assert found == Listing()
    assert entry_numbers(found) == ()


# Digests and words ---------------------------------------------------------------------------------


def test_a_digest_changes_with_content_order_and_groups() -> None:
    library = [paper("a", 2023), paper("b", 2024)]
    edited = [replace(library[0], digest="other"), library[1]]
    renamed = [replace(library[0], key="aa"), library[1]]
    regrouped = [replace(library[0], issued=Date((2022,))), library[1]]
    found = [
        listed(library, "-date", "year"),
        listed(library, "date", "year"),
        listed(library, "-date"),
        listed(edited, "-date", "year"),
        listed(renamed, "-date", "year"),
        listed(regrouped, "-date", "year"),
        listed(library[:1], "-date", "year"),
        Listing(),
    ]
    assert len({listing_digest(listing) for listing in found}) == len(found)
    assert listing_digest(found[0]) == listing_digest(listed(list(library), "-date", "year"))
    assert len(listing_digest(found[0])) == 32


def test_a_digest_separates_adjacent_strings() -> None:
    one = Listing(publications=(Publication("ab", digest="c"),))
    other = Listing(publications=(Publication("a", digest="bc"),))
    assert listing_digest(one) != listing_digest(other)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), ""),
        (Selection(sort="date", limit="5"), ""),
        (Selection((("author", "Se-Young Yun"),)), "author-se-young-yun"),
        (Selection((("year", "2020-2024"), ("type", "!thesis"))), "year-2020-2024-type-not-thesis"),
        (Selection((("award", "*"),)), "award-any"),
        (Selection(filter="year >= 2020 and award"), "year-from-2020-and-award"),
        (Selection(filter="year <= 2020"), "year-to-2020"),
    ],
)
def test_words(selection: Selection, expected: str) -> None:
    assert selection_slug(selection) == expected
