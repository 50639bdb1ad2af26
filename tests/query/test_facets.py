"""The table of facets: values of publications, and matches of conditions, row by row."""

from __future__ import annotations

import pickle

import pytest

from sphinxext_pubs.model import work_types
from sphinxext_pubs.model.problems import OptionError, Suggestion
from sphinxext_pubs.model.publication import Date, Name, Origin, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.model.suggestions import near_words, suggest
from sphinxext_pubs.notation import matching
from sphinxext_pubs.notation.matching import ConditionError, Pattern, format_pattern, parse_patterns
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.query.evaluation import Index, list_publications
from sphinxext_pubs.query.facets import BUILTIN, FACETS, message_ids
from sphinxext_pubs.query.selection import Selection

YUN = Name(family="Yun", given="Se-Young")
BEETHOVEN = Name(family="Beethoven", given="Ludwig", particle="van")
SOREN = Name(family="Kierkegaard", given="Søren")
ZHANG = Name(literal="张三丰")
NASA = Name(literal="National Aeronautics and Space Administration")

EMNLP = Publication(
    key="Yang-etal:2024",
    type="paper-conference",
    entry_type="inproceedings",
    title=text_of("“Éclair” models"),
    container_title=text_of("Findings of the Association for Computational Linguistics: EMNLP 2024"),
    event_title=text_of("Conference on Empirical Methods"),
    collection_title=text_of("Lecture Notes"),
    variables=(("container_title_short", text_of("Findings")),),
    author=(YUN, SOREN, OTHERS),
    editor=(BEETHOVEN,),
    issued=Date((2024, 11)),
    language="en-GB",
    keyword=("Language Models", "NLP"),
    award=(Text(("Best ", Span("italic", ("Paper",)))),),
    ids=("old:key",),
    origin=Origin("refs/lab.bib", 7),
)


def finds(facet: str, value: str, publication: Publication) -> bool:
    """Return True if a list with this condition shows the publication."""
    return bool(list_publications(Selection(((facet, value),)), [publication]).publications)


# Values of publications ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facet", "terms"),
    [
        ("year", ("2024",)),
        ("author", ("Se-Young Yun", "Søren Kierkegaard")),
        ("editor", ("Ludwig van Beethoven",)),
        ("venue", ("Findings of the Association for Computational Linguistics: EMNLP 2024",)),
        ("type", ("paper-conference",)),
        ("keyword", ("Language Models", "NLP")),
        ("language", ("en-GB",)),
        ("status", ("published",)),
        ("award", ("Best Paper",)),
        ("key", ("Yang-etal:2024",)),
        ("source", ("refs/lab.bib",)),
        ("date", ()),
        ("title", ()),
    ],
)
def test_terms(facet: str, terms: tuple[str, ...]) -> None:
    row = BUILTIN[facet]
    assert row.terms(EMNLP) == terms
    assert len(row.keys(EMNLP)) == len(terms)


@pytest.mark.parametrize("facet", [row.name for row in FACETS if row.name not in ("key", "type", "status")])
def test_an_empty_publication_has_no_terms_and_no_order(facet: str) -> None:
    row, empty = BUILTIN[facet], Publication(key="empty")
    assert row.terms(empty) == row.keys(empty) == row.values(empty) == ()
    assert not row.order(empty)


def test_every_publication_has_a_type_and_a_status() -> None:
    empty = Publication(key="empty")
    assert BUILTIN["type"].terms(empty) == ("document",)
    assert BUILTIN["status"].terms(empty) == ("published",)


@pytest.mark.parametrize(
    ("publication", "terms"),
    [
        (Publication("a", issued=Date((2020, 5), end=(2022,))), ("2020",)),
        (Publication("a", issued=Date(literal="in press")), ("in press",)),
        (Publication("a", issued=Date(literal="Forthcoming")), ("forthcoming",)),
        (Publication("a", status="inpress"), ("in press",)),
        (Publication("a", status="in press", issued=Date((2024,))), ("2024",)),
        (Publication("a", issued=Date(literal="n.d.")), ()),
        (Publication("a", issued=Date(literal="im Druck")), ("in press",)),
        (Publication("a", status="submitted"), ("submitted",)),
        (Publication("a", status="preprint"), ()),
        (Publication("a", issued=Date((-44,))), ("-44",)),
    ],
    ids=[
        "range",
        "literal",
        "forthcoming",
        "status",
        "year-wins",
        "no-date",
        "german",
        "submitted",
        "preprint",
        "bce",
    ],
)
def test_year_terms(publication: Publication, terms: tuple[str, ...]) -> None:
    assert BUILTIN["year"].terms(publication) == terms


@pytest.mark.parametrize(
    ("publication", "status"),
    [
        (Publication("a", status="inpress"), "in press"),
        (Publication("a", status="In Press"), "in press"),
        (Publication("a", status="prepublished"), "published ahead of print"),
        (Publication("a", status="embargoed"), "embargoed"),
        (Publication("a", status="to appear"), "forthcoming"),
        (Publication("a", status="Accepted"), "forthcoming"),
        (Publication("a", status="Im Druck"), "in press"),
        (Publication("a", arxiv="2401.00001"), "preprint"),
        (Publication("a", arxiv="2401.00001", container_title=text_of("Nature")), "published"),
        (Publication("a", arxiv="2401.00001", status="submitted"), "submitted"),
    ],
)
def test_status_terms(publication: Publication, status: str) -> None:
    assert BUILTIN["status"].terms(publication) == (status,)


@pytest.mark.parametrize(
    ("term", "label"),
    [("2024", "2024"), ("-44", "45 BCE"), ("in press", "In press"), ("submitted", "Submitted")],
)
def test_labels_of_years(term: str, label: str) -> None:
    assert BUILTIN["year"].label(term) == label


def test_open_ranges_reach_before_the_common_era() -> None:
    assert finds("year", "-2020", Publication("a", issued=Date((-44,))))
    assert not finds("year", "0-2020", Publication("a", issued=Date((-44,))))


def test_venue_is_the_event_without_a_container() -> None:
    talk = Publication("talk", type="speech", event_title=text_of("PyCon"), publisher=text_of("ACM"))
    assert BUILTIN["venue"].terms(talk) == ("PyCon",)
    assert BUILTIN["venue"].terms(Publication("book", publisher=text_of("ACM"))) == ()


def test_works_without_author_sort_by_their_editors() -> None:
    edited = Publication("proceedings", editor=(BEETHOVEN,))
    assert BUILTIN["author"].order(edited) == BUILTIN["editor"].order(edited)
    assert BUILTIN["author"].terms(edited) == ()


# Conditions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facet", "value", "found"),
    [
        # People: whole words in a row, in any spelling
        ("author", "Yun", True),
        ("author", "se-young yun", True),
        ("author", "Se Young Yun", True),
        ("author", "{Yun, Se-Young}", True),
        ("author", "Young", True),
        ("author", "You", False),
        ("author", "Yun, Kim", True),
        ("author", "Yun, !Kim", True),
        ("author", "Yun, !Kierkegaard", False),
        ("author", "!Kim", True),
        ("author", "!Yun, !Kim", False),
        ("author", "Soren", True),
        ("author", "KIERKEGAARD", True),
        ("author", "others", False),
        ("author", "Yun Søren", False),
        ("author", "=Yun", False),
        ("author", "=Se-Young Yun", True),
        ("author", "={Yun, Se-Young}", True),
        ("author", "!=Yun", True),
        ("author", "Y*", True),
        ("author", "*gaard", True),
        ("author", "Se*Yun", True),
        ("author", "Yun*Kierkegaard", False),
        ("author", "=Se*", True),
        ("author", "=Y*g", True),
        ("author", "=Y*k", False),
        ("author", "*", True),
        ("editor", "van Beethoven", True),
        ("editor", "Beethoven", True),
        ("editor", "Yun", False),
        # Venues: container, event, series and short titles
        ("venue", "EMNLP", True),
        ("venue", "emnlp 2024", True),
        ("venue", "EMN", False),
        ("venue", "Empirical Methods", True),
        ("venue", "Lecture Notes", True),
        ("venue", "=Findings", True),
        ("venue", "=EMNLP", False),
        ("venue", "Findings*EMNLP", True),
        ("venue", "EMNLP*Findings", False),
        # Years
        ("year", "2024", True),
        ("year", "=2024", True),
        ("year", "2023, 2024", True),
        ("year", "2020-2024", True),
        ("year", "2020–2024", True),
        ("year", "2020 -- 2024", True),
        ("year", "2025-", False),
        ("year", "2024-", True),
        ("year", "-2024", True),
        ("year", "-2023", False),
        ("year", "202*", True),
        ("year", "201*", False),
        ("year", "*", True),
        ("year", "!2024", False),
        ("year", "2020-, !2024", False),
        # Types
        ("type", "inproceedings", True),
        ("type", "conference", True),
        ("type", "paper-conference", True),
        ("type", "csl:paper-conference", True),
        ("type", "article, inproceedings", True),
        ("type", "*proceedings", True),
        ("type", "proceedings", False),
        ("type", "!thesis", True),
        # Whole terms
        ("keyword", "nlp", True),
        ("keyword", "language models", True),
        ("keyword", "language", False),
        ("keyword", "language*", True),
        ("keyword", "l*e*s", True),
        ("keyword", "=nlp", False),
        ("keyword", "=NLP", True),
        ("keyword", '"language models"', True),
        ("key", "yang-etal:2024", True),
        ("key", "=Yang-etal:2024", True),
        ("key", "=yang-etal:2024", False),
        ("key", "=Yang*", False),
        ("key", "old:key", True),
        ("key", "yang-*, kim-*", True),
        ("source", "refs/lab.bib", True),
        ("source", "lab.bib", True),
        ("source", "refs/*.bib", True),
        ("source", "*.json", False),
        ("status", "published", True),
        ("status", "!published", False),
        # Languages: a tag and what it includes
        ("language", "en", True),
        ("language", "EN_gb", True),
        ("language", "=en", False),
        ("language", "=en-gb", True),
        ("language", "e", False),
        ("language", "*-GB", True),
        ("language", "de, !en", False),
        # Awards
        ("award", "*", True),
        ("award", "best paper", True),
        ("award", "!*", False),
    ],
)
def test_conditions(facet: str, value: str, found: bool) -> None:
    assert finds(facet, value, EMNLP) is found


@pytest.mark.parametrize(
    ("names", "value", "found"),
    [
        ((ZHANG,), "张三", True),
        ((ZHANG,), "三丰", True),
        ((ZHANG,), "=张三", False),
        ((ZHANG,), "=张三丰", True),
        ((Name(family="हिंदी", given="कवि"),), "हिंदी", True),
        ((Name(family="हिंदी", given="कवि"),), "हि", False),
        ((NASA,), "Space Administration", True),
        ((NASA,), "=National Aeronautics and Space Administration", True),
        ((Name(family="O'Neil", given="Cathy"),), "O’Neil", True),
        ((Name(literal="***"),), "Yun", False),
        ((), "*", False),
        ((), "!Yun", True),
    ],
)
def test_names_of_all_kinds(names: tuple[Name, ...], value: str, found: bool) -> None:
    assert finds("author", value, Publication("a", author=names)) is found


@pytest.mark.parametrize(
    ("entry_type", "csl", "value", "found"),
    [
        ("article", "article-journal", "article", True),
        ("article", "article-journal", "csl:article", False),
        ("article", "article-journal", "csl:article-journal", True),
        ("misc", "article", "article", False),
        ("misc", "article", "csl:article", True),
        ("article", "article", "article", False),
        ("", "article-journal", "article", True),
        ("article-journal", "article-journal", "article", True),
        ("phdthesis", "thesis", "thesis", True),
        ("phdthesis", "thesis", "phdthesis", True),
        ("phdthesis", "thesis", "mastersthesis", False),
        ("mastersthesis", "thesis", "thesis", True),
        ("thesis", "thesis", "*thesis", True),
        ("techreport", "report", "report", True),
        ("conference", "paper-conference", "inproceedings", True),
        ("proceedings", "book", "book", False),
        ("proceedings", "book", "csl:book", True),
        ("mvbook", "book", "book", True),
        ("widget", "document", "widget", True),
        ("widget", "document", "document", True),
        ("dataset", "dataset", "dataset", True),
        ("", "no-such-type", "misc", True),
    ],
)
def test_words_for_types(entry_type: str, csl: str, value: str, found: bool) -> None:
    assert finds("type", value, Publication("a", type=csl, entry_type=entry_type)) is found


@pytest.mark.parametrize(
    ("genre", "words"),
    [
        ("PhD thesis", {"phdthesis"}),
        ("Doctoral dissertation", {"phdthesis"}),
        ("Master's thesis", {"mastersthesis"}),
        ("MSc thesis", {"mastersthesis"}),
        ("Bachelor thesis", {"bachelorsthesis"}),
        ("Habilitation", set()),
    ],
)
def test_kinds_of_thesis_by_genre(genre: str, words: set[str]) -> None:
    found = set(work_types.matching_words("thesis", "thesis", genre))
    assert found & {"phdthesis", "mastersthesis", "bachelorsthesis"} == words
    assert "thesis" in found


def test_a_range_of_years_is_found_by_each_of_them() -> None:
    long = Publication("long", issued=Date((2019,), end=(2021,)))
    assert [finds("year", year, long) for year in ("2018", "2019", "2020", "2021", "2022")] == [
        False,
        True,
        True,
        True,
        False,
    ]


# How values are written ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a, b", (Pattern("a"), Pattern("b"))),
        ("!a", (Pattern("a", negated=True),)),
        ("! = a", (Pattern("a", negated=True, exact=True),)),
        ("{a, b}, c", (Pattern("a, b"), Pattern("c"))),
        ("!={a, b}", (Pattern("a, b", negated=True, exact=True),)),
        ("{!a}", (Pattern("!a"),)),
        ("{=a}", (Pattern("=a"),)),
        ("{a}{b}", (Pattern("{a}{b}"),)),
        ("{a {b, c}}", (Pattern("a {b, c}"),)),
        ('"a b"', (Pattern("a b"),)),
        ('{"a}', (Pattern('"a'),)),
    ],
)
def test_patterns(value: str, expected: tuple[Pattern, ...]) -> None:
    assert parse_patterns(value) == expected
    assert parse_patterns(", ".join(map(format_pattern, expected))) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "The value is empty. Write “*” to match any value."),
        ("  ", "The value is empty. Write “*” to match any value."),
        ("a,", "A value is missing between two commas or after “!” or “=”. Write “*” to match any value."),
        ("!", "A value is missing between two commas or after “!” or “=”. Write “*” to match any value."),
        ("{ }", "A value is missing between two commas or after “!” or “=”. Write “*” to match any value."),
        ("{a", "Unmatched “{”."),
        ("a}", "Unmatched “}” at character 2."),
        (
            '"Yun, Se-Young"',
            "Unmatched quotation mark. "
            "Put a value that contains a comma into braces, such as {Yun, Se-Young}.",
        ),
        ("a" * 10_001, "The value is longer than 10,000 characters."),
    ],
)
def test_values_that_cannot_be_read(value: str, message: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_patterns(value)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("word", "near"),
    [("yaer", ("year",)), ("AUTOR", ("author",)), ("xyzzy", ())],
)
def test_suggestions(word: str, near: tuple[str, ...]) -> None:
    assert suggest(word, BUILTIN.selecting) == Suggestion(near, choices=BUILTIN.selecting)


def test_similar_words_keep_their_case() -> None:
    near = near_words("lab.bib", ["Lab2.bib", "zzz", "LAB.bib"])
    assert near == ("LAB.bib", "Lab2.bib")


def test_globs_take_linear_time() -> None:
    # Were the pieces tried in every way, this would never end.
    publication = Publication("a", keyword=("a" * 20_000,), container_title=text_of("a" * 20_000))
    assert not finds("keyword", "*".join("a" * 3_000) + "b", publication)
    assert not finds("venue", "*".join("a" * 3_000) + "b", publication)


@pytest.mark.parametrize("pieces", [["ab", "ba"], ["ab", "b", "a"]])
def test_glob_pieces_do_not_overlap(pieces: list[str]) -> None:
    assert not matching.matches_glob(pieces, "aba")


# The table itself ----------------------------------------------------------------------------------


def test_names_are_unique_and_every_selecting_row_is_documented() -> None:
    assert len(BUILTIN) == len(FACETS)
    assert tuple(row.name for row in FACETS if row.selects) == BUILTIN.selecting
    assert {"year", "author", "source"} <= set(BUILTIN.selecting)
    assert not {"date", "title"} & set(BUILTIN.selecting)
    for row in FACETS:
        assert row.help.endswith(".")
        assert bool(row.examples) == bool(row.missing) == row.selects


@pytest.mark.parametrize("row", [row for row in FACETS if row.selects], ids=lambda row: row.name)
def test_examples_are_conditions(row: object) -> None:
    assert row in FACETS
    for example in row.examples:  # type: ignore[attr-defined]
        list_publications(Selection(((row.name, example),)), [EMNLP])  # type: ignore[attr-defined]


def test_every_csl_type_has_a_row_and_every_bibtex_type_is_known() -> None:
    assert len(work_types.BY_CSL) == len(work_types.WORK_TYPES) == 45
    for row in work_types.WORK_TYPES:
        assert row.bibtex in work_types.ENTRY_TYPES
    for found_by in work_types.ENTRY_TYPES.values():
        assert set(found_by) <= set(work_types.ENTRY_TYPES)


def test_labels_that_are_translated() -> None:
    ids = message_ids()
    assert {"Undated", "No venue", "Journal articles", "In press"} <= set(ids)
    assert len(ids) == len(set(ids))
    assert work_types.group_label("no-such-type") == "Other works"


def test_errors_survive_pickling() -> None:
    error = pickle.loads(pickle.dumps(OptionError("sort", "no", Suggestion(("-date",)))))
    assert (error.option, str(error)) == ("sort", "sort: no. Did you mean “-date”?")
    error = pickle.loads(pickle.dumps(ConditionError("no", Suggestion(remedy="Do"))))
    assert (type(error), str(error)) == (ConditionError, "No. Do.")


def test_an_index_computes_each_facet_once() -> None:
    computed: list[str] = []
    index = Index([EMNLP])
    row = BUILTIN["keyword"]
    counting = type(row)(
        name="counting",
        help="Counts.",
        values=lambda publication: (computed.append(publication.key) or "word",),  # type: ignore[func-returns-value]
        matching=row.matching,
    )
    assert [index.find(counting, Pattern(word)) for word in ("word", "other")] == [{0}, set()]
    assert computed == [EMNLP.key]
