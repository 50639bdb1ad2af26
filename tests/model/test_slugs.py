"""Slugs of texts and keys, names of pages, and numbers for repeated names."""

from __future__ import annotations

import re

import pytest

from sphinxext_pubs.model.slugs import (
    MAX_PAGE_NAME,
    MAX_SLUG,
    PAGE_SUFFIXES,
    key_slug,
    numbered_name,
    page_name,
    short_digest,
    slugify,
    unused_name,
    words_slug,
)

#: The suffixes of files next to pages.
SUFFIXES = PAGE_SUFFIXES | {"bib"}

LONG, WORDS = "k" * MAX_PAGE_NAME, "word " * 40

#: A text, its slug as words, its slug as a key, and the name of its page as a key.
NAMES = [
    ("ko-2023", "ko-2023", "ko-2023", "ko-2023"),
    ("a--b-", "a-b", "a--b-", "a-b"),
    ("Journal articles", "journal-articles", "journal-articles-8f042354", "Journal-articles"),
    ("Ko2023Layers", "ko2023layers", "ko2023layers-fc5a27cc", "Ko2023Layers"),
    ("Yang2024", "yang2024", "yang2024-a31cdd17", "Yang2024"),
    ("DBLP:conf/x_1", "dblp-conf-x-1", "dblp-conf-x-1-31db71f4", "DBLP-conf-x_1"),
    ("2023.acl-long.610", "2023-acl-long-610", "2023-acl-long-610-5bf96b89", "2023.acl-long.610"),
    ("under_scored_", "under-scored", "under-scored-2394c504", "under_scored"),
    ("_.hidden", "hidden", "hidden-30edea0f", "hidden"),
    ("notes.bib", "notes-bib", "notes-bib-ada01692", "notes-bib"),
    ("paper.HTML", "paper-html", "paper-html-4ff37dcf", "paper-HTML"),
    (".pdf", "pdf", "pdf-4aad850e", "pdf"),
    ("a&(b)'c", "a-b-c", "a-b-c-ebd9278f", "a-b-c"),
    ("  --Søren_Ærø!  ", "soren-aero", "soren-aero-4a816c66", "soren-aero-4a816c66"),
    ("müller-2024", "muller-2024", "muller-2024-4c2f442b", "muller-2024-4c2f442b"),
    ("杨2024", "2024", "2024-c18acca4", "2024-c18acca4"),
    ("杨", "3b4eb1eb", "3b4eb1eb", "3b4eb1eb"),
    ("::", "71546855", "71546855", "71546855"),
    ("\ud800", "91a681b9", "91a681b9", "91a681b9"),
    ("con", "con", "con", "con-"),
    ("Aux", "aux", "aux-6e1fde7a", "Aux-"),
    ("nul.", "nul", "nul-7f362d12", "nul-"),
    ("com1.html", "com1-html", "com1-html-6a56ce22", "com1-html"),
    ("prn.2024", "prn-2024", "prn-2024-b36027ad", "prn-.2024"),
    ("LPT9", "lpt9", "lpt9-fc889fa9", "LPT9-"),
    ("com10", "com10", "com10", "com10"),
    ("conference", "conference", "conference", "conference"),
    ("COM\u00b9", "com1", "com1-844eb874", "com1-844eb874"),
    (LONG, "k" * MAX_SLUG, f"{'k' * 80}-e37c7cb7", LONG),
    (f"{LONG}k", "k" * MAX_SLUG, f"{'k' * 80}-dec651a2", f"{'k' * 80}-dec651a2"),
    (WORDS, "-".join(["word"] * 12), f"{'word-' * 16}-61947983", f"{'word-' * 16}-61947983"),
]


@pytest.mark.parametrize(("text", "words", "key", "page"), NAMES, ids=[ascii(row[0])[:30] for row in NAMES])
def test_names(text: str, words: str, key: str, page: str) -> None:
    assert (slugify(text), key_slug(text), page_name(text, SUFFIXES)) == (words, key, page)


def test_signs_become_words() -> None:
    signs = {"+": "plus", "#": "sharp"}
    assert [slugify(label, signs) for label in ("C", "C++", "C#")] == ["c", "c-plus-plus", "c-sharp"]


def test_slugs_of_different_keys_differ() -> None:
    words = ("yang2024", "Yang2024", "YANG2024", "yang:2024", "yang/2024", "yang 2024", "é", "è")
    keys = [*words, "x" * 99, "x" * 98]
    assert len({key_slug(key) for key in keys}) == len(keys)
    assert all(len(key_slug(key)) <= 89 for key in keys)


def test_a_text_without_ascii_words_has_a_digest() -> None:
    assert slugify("機械学習") != slugify("深層学習")
    assert re.fullmatch("[0-9a-f]{8}", slugify("機械学習"))
    assert slugify("機械学習") == short_digest("機械学習")


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".HTML", ".atom", ".bib"])
def test_no_page_has_the_name_of_a_file_next_to_another(suffix: str) -> None:
    stem, _, end = f"key{suffix}".rpartition(".")
    assert page_name(f"{stem}.{end}", SUFFIXES) == f"{stem}-{end}"


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ((), "a"),
        (("b",), "a"),
        (("a",), "a-2"),
        (("a", "a-2"), "a-3"),
        (("a", "a-3"), "a-2"),
        (("a", "a-2", "a-3"), "a-4"),
    ],
)
def test_unused_name(taken: tuple[str, ...], expected: str) -> None:
    assert unused_name("a", taken) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  b_c", "a-b-c"),
        ('-x" y-', "x-y"),
        ("видео", ""),
        ("abcdefghi j", "abcdefghi-"),
        ("x" * 50, "x" * 10),
    ],
)
def test_the_words_of_a_text(text: str, expected: str) -> None:
    assert words_slug(text, 10) == expected


def test_only_the_first_name_has_no_number() -> None:
    assert [numbered_name("a", number) for number in (1, 2, 10)] == ["a", "a-2", "a-10"]
    assert numbered_name("a", 2, ".") == "a.2"


def test_the_first_number_and_the_separator_can_be_given() -> None:
    assert unused_name("a", {"a"}, first=5, separator=".") == "a.5"
    assert unused_name("a", {"a", "a.5"}, first=5, separator=".") == "a.6"


def test_many_equal_names_take_linear_time() -> None:
    """With the last numbers, a name is looked up twice however many equal ones there are."""

    class Counting(dict[str, int]):
        lookups = 0

        def __contains__(self, name: object) -> bool:
            self.lookups += 1
            return super().__contains__(name)

    taken, numbers = Counting(), dict[str, int]()
    names = []
    for _ in range(100):
        name = unused_name("a", taken, numbers)
        taken[name] = 1
        names.append(name)
    assert names == ["a", *(f"a-{number}" for number in range(2, 101))]
    assert taken.lookups == 199
