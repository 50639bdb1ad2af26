"""CSL-JSON: all variables survive a round trip, and invalid data is reported with its line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.csl_json.items import from_item, read, to_item, write
from sphinxext_pubs.formats.csl_json.stream import MAX_INVALID
from sphinxext_pubs.formats.note_fields import with_note_fields
from sphinxext_pubs.library.load import load
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Date, Link, Name, Origin, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.notation.note_fields import split_note

DATA = (Path(__file__).resolve().parents[2] / "../shared/data/bib").resolve()
FIXTURES = Path(__file__).parents[1] / "fixtures" / "csl_json"


def read_text(text: str) -> tuple[list[Publication], list[Problem]]:
    items = list(read([Source("a.json", text)]))
    return (
        [item for item in items if isinstance(item, Publication)],
        [item for item in items if isinstance(item, Problem)],
    )


def read_one(**variables: Any) -> tuple[Publication, tuple[Problem, ...]]:
    return from_item({"id": "k", "type": "book"} | variables)


def somewhere(publications: list[Publication]) -> list[Publication]:
    """Return the publications without their origins."""
    return [replace(publication, origin=Origin()) for publication in publications]


# Round trips


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.stem)
def test_files_are_read_without_problems_and_survive_a_round_trip(path: Path) -> None:
    first, problems = read_text(path.read_text("utf-8"))
    again, more = read_text(write(first))
    assert first
    assert not problems
    assert not more
    assert somewhere(again) == somewhere(first)
    assert write(again) == write(first)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.stem)
def test_every_variable_is_kept(path: Path) -> None:
    items = json.loads(path.read_text("utf-8"))
    items = items["items"] if isinstance(items, dict) else items
    for item, publication in zip(items, read_text(path.read_text("utf-8"))[0], strict=True):
        result = to_item(publication)
        note = split_note(item.get("note", ""))
        moved = {"categories"} | ({"note"} if note.variables or note.fields else set())
        missing = item.keys() - result.keys() - result.get("custom", {}).keys() - moved
        assert not missing


LOSSLESS = [
    ("rich", {"title": 'A <i>b</i> &lt;c> <sub>2</sub> <span class="nocase">BERT</span>'}),
    ("names", {"author": [{"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}]}),
    ("suffix", {"editor": [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}]}),
    ("literal", {"author": [{"literal": "The ACME Group"}, {"literal": "others"}]}),
    ("other names", {"translator": [{"family": "Doe"}], "container-author": [{"literal": "X"}]}),
    ("issued", {"issued": {"date-parts": [[2024, 11, 30]]}}),
    ("range", {"issued": {"date-parts": [[2024, 1], [2024, 3]]}}),
    ("strings", {"volume": "12", "issue": "3–4", "number": "7", "page": "1-10", "edition": "2nd"}),
    (
        "address",
        {"DOI": "10.1000/x", "URL": "https://example.org", "language": "de-AT", "status": "in press"},
    ),
    ("keyword", {"keyword": "one, two"}),
    ("commas in a keyword", {"keyword": ["one, or two", "three"]}),
    ("accessed", {"accessed": {"date-parts": [[2024, 1, 2]]}}),
    ("accessed range", {"accessed": {"date-parts": [[2024], [2025, 12]]}}),
    ("approximate date of access", {"accessed": {"date-parts": [[2024]], "circa": True}}),
    ("literal date of access", {"accessed": {"literal": "spring"}}),
    ("identifiers", {"ISBN": "978", "ISSN": "1234-5678", "PMID": "1", "call-number": "Q 1"}),
    ("custom text", {"custom": {"my-field": "a <b>c</b>"}}),
    ("custom data", {"custom": {"list": [1, {"a": None}], "yes": True}}),
    (
        "keys of this package",
        {"custom": {"arxiv": "2101.00001", "award": ["Best <i>Paper</i>"], "ids": ["x", "y"]}},
    ),
    (
        "links",
        {"custom": {"links": [{"rel": "pdf", "target": "a.pdf"}, {"rel": "x", "target": "y", "label": "Z"}]}},
    ),
    ("source", {"custom": {"entry-type": "inproceedings", "source": {"title": "{A} b", "year": "2024"}}}),
    ("code", {"custom": {"mine": "<code>x = 1</code>"}}),
    ("reserved", {"custom": {"custom": {"links": "none", "custom": "?"}}}),
    ("not CSL's", {"custom": {"names": {"annotator": [{"family": "Doe"}]}, "variables": {"pagetotal": "9"}}}),
]


@pytest.mark.parametrize("variables", [row[1] for row in LOSSLESS], ids=[row[0] for row in LOSSLESS])
def test_items_survive_a_round_trip(variables: dict[str, Any]) -> None:
    item = {"id": "k", "type": "book"} | variables
    publication, problems = from_item(item)
    assert not problems
    assert to_item(publication) == item
    assert from_item(json.loads(json.dumps(to_item(publication)))) == (publication, ())


NORMALIZED = [
    ("number as id", {"id": 7}, {"id": "7"}),
    ("numbers", {"volume": 3, "issue": 2.0, "number": 1.5}, {"volume": "3", "issue": "2", "number": "1.5"}),
    ("number as title", {"title": 1984}, {"title": "1984"}),
    ("null and empty", {"title": None, "volume": "", "author": []}, {}),
    ("address of a DOI", {"DOI": "https://doi.org/10.1000/x"}, {"DOI": "10.1000/x"}),
    (
        "dropping particle",
        {"author": [{"family": "Humboldt", "given": "A.", "dropping-particle": "von"}, {}]},
        {"author": [{"family": "Humboldt", "given": "A. von"}]},
    ),
    ("spaces", {"title": " a\n b ", "volume": " 3 "}, {"title": "a b", "volume": "3"}),
    ("keywords", {"keyword": "one;two , three,"}, {"keyword": "one, two, three"}),
    ("unknown variable", {"x-mine": "a"}, {"custom": {"x-mine": "a"}}),
    ("controls", {"title": "a\u0000b", "volume": "\ud800"}, {"title": "a\ufffdb", "volume": "\ufffd"}),
    ("case of type", {"type": " Article-Journal "}, {"type": "article-journal"}),
    ("raw date", {"accessed": {"raw": "2024-01-02"}}, {"accessed": {"date-parts": [[2024, 1, 2]]}}),
    ("issued as string", {"issued": "2024-05"}, {"issued": {"date-parts": [[2024, 5]]}}),
    ("no date", {"issued": {}}, {}),
    ("date as string", {"accessed": "2024"}, {"accessed": {"date-parts": [[2024]]}}),
    (
        "text in parts",
        {"accessed": {"date-parts": [["2024", "1"]]}},
        {"accessed": {"date-parts": [[2024, 1]]}},
    ),
    ("accessed as a list", {"accessed": [2024, 5]}, {"accessed": {"date-parts": [[2024, 5]]}}),
    (
        "accessed at a time",
        {"accessed": "2024-05-06T07:08:09Z"},
        {"accessed": {"date-parts": [[2024, 5, 6]]}},
    ),
    ("title in a list", {"title": ["A"]}, {"title": "A"}),
    ("empty lists", {"title": [], "ISBN": [], "volume": [None]}, {}),
    ("object for a string", {"publisher": {"name": "ACM"}}, {"publisher": "ACM"}),
    (
        "names as a string",
        {"author": "Ann Yang and Doe, Jane"},
        {"author": [{"family": "Yang", "given": "Ann"}, {"family": "Doe", "given": "Jane"}]},
    ),
    (
        "names as strings and with other members",
        {"author": ["Ann Yang", {"firstName": "Jane", "lastName": "Doe"}, {"name": "Bo Li"}]},
        {
            "author": [
                {"family": "Yang", "given": "Ann"},
                {"family": "Doe", "given": "Jane"},
                {"family": "Li", "given": "Bo"},
            ]
        },
    ),
    (
        "literal beside parts",
        {"author": [{"family": "Yang", "given": "Ann", "literal": "Yang, Ann"}]},
        {"author": [{"family": "Yang", "given": "Ann"}]},
    ),
]


@pytest.mark.parametrize(
    ("variables", "expected"), [row[1:] for row in NORMALIZED], ids=[row[0] for row in NORMALIZED]
)
def test_irregular_values_are_normalized(variables: dict[str, Any], expected: dict[str, Any]) -> None:
    publication, problems = read_one(**variables)
    assert not problems
    assert to_item(publication) == {"id": "k", "type": "book"} | expected
    assert from_item(to_item(publication)) == (publication, ())


def test_a_publication_has_the_variables_as_attributes() -> None:
    publication, _ = read_one(
        title="On <i>x</i>",
        author=[{"family": "Yang", "given": "Ann"}, {"literal": "others"}],
        issued={"date-parts": [[2024, 11]]},
        keyword="a, b",
        custom={"award": ["Best"], "links": [{"rel": "pdf", "target": "a.pdf"}], "ids": ["old"]},
        ISBN="978",
        translator=[{"family": "Doe"}],
    )
    assert publication == Publication(
        "k",
        "book",
        title=Text(("On ", Span("italic", ("x",)))),
        author=(Name("Yang", "Ann"), OTHERS),
        issued=Date((2024, 11)),
        keyword=("a", "b"),
        award=(text_of("Best"),),
        links=(Link("pdf", "a.pdf"),),
        ids=("old",),
        variables=(("ISBN", text_of("978")),),
        names=(("translator", (Name("Doe"),)),),
        digest=publication.digest,
    )


def test_variables_can_be_in_the_notation_of_attributes() -> None:
    publication = Publication(
        "k",
        "book",
        variables=(("collection_number", text_of("3")), ("isbn", text_of("978"))),
        names=(("container_author", (Name("Doe"),)),),
    )
    assert to_item(publication) == {
        "id": "k",
        "type": "book",
        "collection-number": "3",
        "ISBN": "978",
        "container-author": [{"family": "Doe"}],
    }


def test_the_bibtex_fields_can_be_omitted() -> None:
    publication = Publication("k", "book", source=pack_fields({"title": "A"}))
    assert to_item(publication) == {"id": "k", "type": "book", "custom": {"source": {"title": "A"}}}
    assert to_item(publication, source=False) == {"id": "k", "type": "book"}


def test_the_digest_does_not_depend_on_the_origin() -> None:
    item = {"id": "k", "type": "book", "title": "A"}
    first, _ = from_item(item, Origin("a.json", 1))
    moved, _ = from_item(dict(reversed(item.items())), Origin("b.json", 9))
    other, _ = from_item(item | {"title": "B"})
    assert first.digest == moved.digest != other.digest
    assert len(first.digest) == 64


def test_bibtex_survives_a_round_trip_through_csl_json() -> None:
    if not DATA.is_dir():
        pytest.skip(f"the test data is not there: {DATA}")
    for publication in load(["*.bib"], DATA).library:
        again, problems = from_item(json.loads(json.dumps(to_item(publication))), publication.origin)
        assert not problems
        expected = with_note_fields(publication)
        assert replace(again, digest=publication.digest) == expected, publication.origin


# Problems in items


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


INVALID = [
    ("title", {"title": {}}, "field “title”: the value must be a string; it is ignored."),
    ("titles", {"title": ["A", "B"]}, "field “title”: only the first of its 2 values is used."),
    ("volume", {"volume": True}, "field “volume”: the value must be a string or a number; it is ignored."),
    ("infinite", {"volume": float("inf")}, "field “volume”: the value must be a string or a number"),
    ("author", {"author": 3}, "field “author”: the value must be a list of names; it is ignored."),
    (
        "name",
        {"author": [3]},
        "field “author”: name 1: the value must be an object with “family” and “given”",
    ),
    ("part of a name", {"author": [{"family": ["Li"]}]}, "name 1: “family” must be a string; it is ignored."),
    ("long number", {"volume": float("inf")}, "field “volume”: the value must be a string or a number"),
    ("keyword", {"keyword": {}}, "field “keyword”: the value must be a string"),
    ("custom", {"custom": "x"}, "field “custom”: the value must be an object"),
    (
        "links",
        {"custom": {"links": [{"rel": "pdf"}]}},
        "field “links”: the value must be a list of links; it is ignored.",
    ),
    ("link", {"custom": {"links": ["a.pdf"]}}, "field “links”: the value must be a list of links"),
    (
        "source",
        {"custom": {"source": {"year": 2024}}},
        "field “source”: the value must be an object of strings",
    ),
    ("type", {"type": "novel"}, "field “type”: unknown type “novel”; the entry is shown as “document”."),
    ("no type", {"type": 3}, "field “type”: the type is missing; the entry is shown as “document”."),
    ("brackets", {"x": [[]] * 2000}, "field “x”: the value must be a value; it is ignored."),
    ("deep", {"x": nested(100_000)}, "field “x”: the value must be a value; it is ignored."),
]


@pytest.mark.parametrize(
    ("variables", "message"), [row[1:] for row in INVALID], ids=[row[0] for row in INVALID]
)
def test_an_invalid_value_is_ignored_and_the_item_is_kept(variables: dict[str, Any], message: str) -> None:
    publication, (problem,) = from_item({"id": "k", "type": "book"} | variables, Origin("a.json", 4))
    assert publication.key == "k"
    assert problem.code is Code.VALUE
    assert problem.message.startswith("Entry “k”, field ")
    assert message in problem.message
    assert (problem.origin, problem.entries) == (Origin("a.json", 4), 0)


def test_a_reversed_range_is_reported_and_kept() -> None:
    publication, (problem,) = read_one(issued={"date-parts": [[2023], [2020]]})
    assert publication.issued == Date((2023,), (2020,))
    assert problem.code is Code.DATE
    assert problem.message == (
        "Entry “k”, field “issued”: the range “[[2023], [2020]]” is reversed; it is shown as written. "
        "Did you mean “[[2020], [2023]]”?"
    )
    assert read_one(issued={"date-parts": [[2020, 5], [2020]]})[1] == ()


def test_valid_elements_of_a_list_are_kept() -> None:
    names = [
        {"family": "Yang"},
        None,
        "Li, Bo",
        {"family": "Doe", "given": []},
        {"family": 3.5, "given": [1]},
    ]
    publication, problems = read_one(author=names)
    assert publication.author == (Name("Yang"), Name("Li", "Bo"), Name("Doe"), Name("3.5"))
    assert [problem.message for problem in problems] == [
        "Entry “k”, field “author”: name 2: the value must be an object with “family” and “given”; it is "
        "ignored.",
        "Entry “k”, field “author”: name 5: “given” must be a string; it is ignored.",
    ]


DATES = [
    ({"issued": {"date-parts": [[2024, 2, 31]]}}, "“2024-2-31” is not a valid date; using 2024-02."),
    ({"accessed": {"date-parts": [[2024, 13, 1]]}}, "“2024-13-1” is not a valid date; using 2024."),
    ({"issued": {"x": 1}}, "the value must be a date; it is ignored."),
]


@pytest.mark.parametrize(("variables", "message"), DATES, ids=str)
def test_invalid_dates_keep_their_year(variables: dict[str, Any], message: str) -> None:
    _, (problem,) = read_one(**variables)
    assert problem.code is Code.DATE
    assert problem.message.endswith(message)


def test_an_unknown_type_is_kept_as_the_entry_type() -> None:
    publication, _ = read_one(type="Novel")
    assert (publication.type, publication.entry_type) == ("document", "novel")


def test_the_same_name_in_and_outside_custom() -> None:
    publication, (problem,) = read_one(mine="a", custom={"mine": "b"})
    assert publication.custom == (("mine", text_of("a")),)
    assert problem.code is Code.DUPLICATE_FIELD


@pytest.mark.parametrize("identifier", [{}, {"id": ""}, {"id": None}, {"id": [1]}], ids=str)
def test_an_item_without_id_gets_a_stable_key(identifier: dict[str, Any]) -> None:
    item = identifier | {"type": "book", "title": "A"}
    publication, (problem,) = from_item(item)
    assert publication.key.startswith("item-")
    assert problem.code is Code.MISSING_KEY
    assert publication.key in problem.message
    assert from_item(item)[0] == publication
    assert from_item(item | {"title": "B"})[0].key != publication.key
    assert from_item(to_item(publication)) == (publication, ())


# Files


def test_each_item_has_its_line() -> None:
    publications, problems = read_text(
        '[\n {"id": "a", "type": "book"},\n\n {"id": 2,\n "type": "book"}, {"id": "c", "type": "book"}]'
    )
    assert [(paper.key, str(paper.origin)) for paper in publications] == [
        ("a", "a.json:2"),
        ("2", "a.json:4"),
        ("c", "a.json:5"),
    ]
    assert not problems


ITEM = '{"id": "a", "type": "book"}'
SHAPES = [
    ("list", f"[{ITEM}]"),
    ("one item", ITEM),
    ("items", f'{{"items": [{ITEM}]}}'),
    ("items among others", f'{{"a": 1, "items": [{ITEM}], "b": {{"c": [2]}}}}\n'),
    ("comma at the end", f"[{ITEM},\n]"),
    ("items in other members, too", f'{{"config": {{"items": 3}}, "items": [{ITEM}]}}'),
    ("references", f'{{"references": [{ITEM}]}}'),
    ("data", f'{{"data": [{ITEM}], "meta": {{}}}}'),
    ("results", f'{{"meta": {{"count": 1}}, "results": [{ITEM}], "group_by": []}}'),
    ("items of a message", f'{{"status": "ok", "message": {{"facets": {{}}, "items": [{ITEM}]}}, "x": 1}}'),
    ("message", f'{{"status": "ok", "message": {ITEM}}}'),
    ("items by key", '{"a": {"type": "book"}}'),
    ("items by another key", f'{{"x": {ITEM}}}'),
    ("lines", f"{ITEM}\n"),
]


@pytest.mark.parametrize("text", [row[1] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_shapes_of_files(text: str) -> None:
    publications, problems = read_text(text)
    assert [paper.key for paper in publications] == ["a"]
    assert not problems


def test_items_on_lines_and_by_key() -> None:
    publications, problems = read_text(f'{ITEM}\n{{"id": "b", "type": "book"}}\n')
    assert [(paper.key, paper.origin.line) for paper in publications] == [("a", 1), ("b", 2)]
    assert not problems
    publications, problems = read_text('{\n"a": {"title": "A", "type": "book"},\n "b": {"type": "book"}\n}')
    assert [(paper.key, paper.origin.line) for paper in publications] == [("a", 2), ("b", 3)]
    assert not problems


#: Text, and the message of its only problem.
OTHER_FILES = [
    ('["a", "b"]', "This is JSON, but not CSL-JSON: it is a list of strings. Write a list of items, each"),
    ("[1, 2, 3]", "it is a list of numbers."),
    ("[[1], [2]]", "it is a list of lists."),
    ("[null]", "it is a list of other values."),
    ('[{"name": "a"}, {"name": "b"}]', "This is JSON, but not CSL-JSON. Write a list of items, each with"),
    ('{"name": "x", "version": "1", "type": "module"}', "This seems to be a package.json, not CSL-JSON."),
    ('{"type": "FeatureCollection", "features": []}', "This seems to be GeoJSON, not CSL-JSON."),
    ('[{"type": "Feature", "geometry": {}, "properties": {}}]', "This seems to be GeoJSON"),
    ('{"@context": "https://schema.org", "name": "X"}', "This seems to be JSON-LD (schema.org, CodeMeta)"),
    ('{"hits": {"hits": []}}', "This seems to be a response of INSPIRE or Zenodo"),
    ('{"cells": [], "nbformat": 4}', "This seems to be a Jupyter notebook"),
    ('{"$schema": "x", "title": "X", "type": "object"}', "This seems to be a JSON schema"),
]


@pytest.mark.parametrize(("text", "message"), OTHER_FILES, ids=[row[1][-30:] for row in OTHER_FILES])
def test_other_json_is_reported_once(text: str, message: str) -> None:
    publications, (problem,) = read_text(text)
    assert not publications
    assert problem.code is Code.NOT_BIBTEX
    assert message in problem.message
    assert problem.origin == Origin("a.json", 1)


@pytest.mark.parametrize("text", ["", " \n", "[]", '{"items": []}'])
def test_empty_files(text: str) -> None:
    assert read_text(text) == ([], [])


#: A name, the text, the keys that are read, and code, line, ignored entries and words of each problem.
INVALID_FILES: list[tuple[str, str, str, list[tuple[Code, int, int, str]]]] = [
    ("string", '"x"', "", [(Code.SYNTAX, 1, 0, "expected a list of items")]),
    ("garbage", "[garbage]", "", [(Code.SYNTAX, 1, 1, "a value is missing or invalid")]),
    ("other JSON", '{"name": "x", "version": 1}', "", [(Code.NOT_BIBTEX, 1, 0, "not CSL-JSON")]),
    ("items that are not a list", '{"items": 3}', "", [(Code.NOT_BIBTEX, 1, 0, "not CSL-JSON")]),
    ("not closed", f"[{ITEM},\n", "a", [(Code.SYNTAX, 2, 0, "unmatched “[”")]),
    (
        "half an item",
        f'[{ITEM},\n{{"id": "b", "ti',
        "a",
        [(Code.SYNTAX, 2, 1, "a string has no closing quotation mark")],
    ),
    ("half an object", '{"items": [' + ITEM + "]", "a", []),
    ("half one item", '{"id": "b", "title": ', "", [(Code.SYNTAX, 1, 1, "a value is missing or invalid")]),
    ("more", f"[{ITEM}]\nx", "a", [(Code.SYNTAX, 2, 0, "unexpected text after the end")]),
    (
        "line by line",
        f'{ITEM}\n{{"id": "b", \n{ITEM}\nx',
        "a a",
        [
            (Code.SYNTAX, 3, 1, "expected a name in double quotes"),
            (Code.SYNTAX, 4, 0, "unexpected text after the end"),
        ],
    ),
    (
        "an item between",
        f'[\n  {ITEM},\n  {{"author": [{{"id": }}]}},\n  {{"author": [], "id": "c", "type": "book"}}\n]',
        "a c",
        [(Code.SYNTAX, 3, 1, "(column 22)")],
    ),
    (
        "on one line",
        '[{"id": "a", "type": "book"},{"id": "b", "title": nothing},{"id": "c", "type": "book"}]',
        "a c",
        [(Code.SYNTAX, 1, 1, "a value is missing or invalid")],
    ),
    (
        "comma missing",
        '[{"id": "a", "type": "book"}\n{"id": "b", "type": "book"}]',
        "a b",
        [(Code.SYNTAX, 2, 0, "expected “,”")],
    ),
    (
        "no objects",
        f'[1, "b", null, [], true, 1.5, {ITEM}]',
        "a",
        [
            (Code.SYNTAX, 1, 1, f"not {kind}")
            for kind in ("a number", "a string", "null", "a list", "true or false", "a number")
        ],
    ),
    (
        "long number",
        f'[{{"id": {"1" * 5000}, "type": "book"}},\n{ITEM}]',
        "item-f38b3c6f a",
        [(Code.MISSING_KEY, 1, 0, "no key")],
    ),
    ("deep", f'[{{"id": "b", "x": {"[" * 100_000}', "", [(Code.SYNTAX, 1, 1, "nested too deeply")]),
    (
        "an item without its end",
        '[\n {"id": "a", "note":\n\n {"id": "b", "type": "book"},\n {"id": "c", "type": "book"}\n]',
        "b c",
        [(Code.SYNTAX, 5, 1, "expected a name in double quotes")],
    ),
    ("wrapper", '{"items": 3 "x": 4}', "", [(Code.SYNTAX, 1, 1, "expected “,” or the end")]),
    ("no mark", '{"items": [' + ITEM + "], 3", "a", [(Code.SYNTAX, 1, 0, "expected “:”")]),
    ("no number", '[{"id": "b", "type": "book", "x": ' + "[" * 300 + "]" * 300 + "}]", "b", []),
    ("deep list", "[" * 100_000, "", [(Code.SYNTAX, 1, 1, "nested too deeply")]),
    (
        "equal names",
        '[{"id": "a", "type": "book", "title": "A", "title": "B", "note": "x", "note": "x"}]',
        "a",
        [(Code.DUPLICATE_FIELD, 1, 0, "the field “title” is given more than once; the first value is used")],
    ),
]


@pytest.mark.parametrize(
    ("text", "keys", "expected"), [row[1:] for row in INVALID_FILES], ids=[row[0] for row in INVALID_FILES]
)
def test_invalid_files(text: str, keys: str, expected: list[tuple[Code, int, int, str]]) -> None:
    publications, problems = read_text(text)
    assert [paper.key for paper in publications] == keys.split()
    assert [(problem.code, problem.origin.line, problem.entries) for problem in problems] == [
        row[:3] for row in expected
    ]
    for problem, row in zip(problems, expected, strict=True):
        assert row[3] in problem.message


def test_the_first_value_of_a_repeated_name_is_used() -> None:
    (publication,), _ = read_text('{"id": "a", "type": "book", "title": "A", "title": "B"}')
    assert str(publication.title) == "A"


def test_after_many_invalid_items_the_rest_is_counted_and_ignored() -> None:
    text = "[" + ",\n".join(['{"id": x}'] * (MAX_INVALID + 50)) + "]"
    publications, problems = read_text(text)
    assert not publications
    assert len(problems) == MAX_INVALID + 1
    assert problems[-1].code is Code.LIMIT
    assert sum(problem.entries for problem in problems) == MAX_INVALID + 50


LONG = [
    (
        "starts",
        '[{"id":' * 20_000,
        20_000,
        "100 items before this cannot be read; the 19900 from here on are ignored.",
    ),
    ("spaces", "[" + " " * 500_000, 0, "(column 500002): unmatched “[”."),
    ("brace and spaces", "[{" + " {  " * 100_000, 1, "(column 4): expected a name in double quotes"),
    ("quotes", '["' * 100_000, 1, "it is a list of strings"),
    (
        "broken items",
        "[" + '{"id": x},\n' * 50_000 + "]",
        50_000,
        "100 items before this cannot be read; the 49900 from here on are ignored.",
    ),
    ("indented", "[\n" + " {" * 100_000, 1, "(column 4): expected a name in double quotes"),
]


@pytest.mark.parametrize(("text", "entries", "last"), [row[1:] for row in LONG], ids=[row[0] for row in LONG])
def test_hostile_files_are_reported(text: str, entries: int, last: str) -> None:
    publications, problems = read_text(text)
    assert publications == []
    assert sum(problem.entries for problem in problems) == entries
    assert last in problems[-1].message
    assert len(problems) <= MAX_INVALID + 1


def test_arxiv_ids() -> None:
    paper, problems = read_one(URL="https://arxiv.org/abs/2101.00001", type="article")
    assert (paper.arxiv, paper.status, problems) == ("2101.00001", "", ())
    paper, _ = read_one(URL="https://arxiv.org/abs/2101.00001", custom={"arxiv": "2201.00002"})
    assert paper.arxiv == "2201.00002"
