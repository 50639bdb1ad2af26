"""CITATION.cff: the work that a project asks to cite."""

from __future__ import annotations

from typing import Any

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.cff import read
from sphinxext_pubs.formats.cff_fields import FILE, TYPES, WORK
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.model.work_types import BY_CSL

SOFTWARE = """cff-version: 1.2.0
message: Cite it.
title: Mountain Tools
version: 2.1.0
doi: 10.5281/zenodo.1
date-released: 2024-05-03
url: https://example.org
repository-code: https://example.org/code
keywords: [mountains, tools]
authors:
  - family-names: Berg
    given-names: Anna
    name-particle: van der
    orcid: https://orcid.org/0000-0000-0000-0000
  - name: The Group
"""

PREFERRED = """
preferred-citation:
  type: article
  title: On Mountain Tools
  authors: [{family-names: Roe, given-names: R., name-suffix: Jr.}]
  journal: Journal of Tests
  volume: 3
  issue: 4
  start: 10
  end: 20
  year: 2023
  month: 6
  identifiers: [{type: doi, value: 10.1234/x}]
"""


def items(text: str) -> tuple[list[Publication], list[Problem]]:
    parsed = list(read([Source("CITATION.cff", text)]))
    papers = [item for item in parsed if isinstance(item, Publication)]
    return papers, [item for item in parsed if isinstance(item, Problem)]


def test_the_software_itself() -> None:
    (work,), problems = items(SOFTWARE)
    assert problems == []
    assert (work.key, work.type, str(work.title)) == ("", "software", "Mountain Tools")
    assert work.author == (Name("Berg", "Anna", "van der"), Name(literal="The Group"))
    assert (work.issued, work.doi, work.url) == (
        Date((2024, 5, 3)),
        "10.5281/zenodo.1",
        "https://example.org",
    )
    assert dict(work.variables)["version"] == text_of("2.1.0")
    assert work.links == (Link("code", "https://example.org/code"),)
    assert work.keyword == ("mountains", "tools")


def test_the_preferred_citation() -> None:
    (work,), problems = items(SOFTWARE + PREFERRED)
    assert problems == []
    assert (work.type, str(work.container_title)) == ("article-journal", "Journal of Tests")
    assert work.author == (Name("Roe", "R.", "", "Jr."),)
    assert (work.volume, work.issue, work.page, work.doi) == ("3", "4", "10-20", "10.1234/x")
    assert work.issued == Date((2023, 6))
    assert work.origin.line == 17


@pytest.mark.parametrize(
    ("lines", "attribute", "expected"),
    [
        ("type: conference-paper\nconference: {name: The Test}", "container_title", text_of("The Test")),
        ("type: thesis\nthesis-type: PhD thesis\ninstitution: {name: U}", "publisher", text_of("U")),
        ("editors: [{alias: ed}]", "editor", (Name(literal="ed"),)),
        ("start: 7", "page", "7"),
        ("languages: [fr]", "language", "fr"),
        ("authors: [plain]", "author", (Name("plain"),)),
        ("type: dataset", "type", "dataset"),
        ("type: conference-paper\nconference: {name: X}\ncollection-title: P", "event_title", text_of("X")),
        ("type: conference-paper\nconference: {name: X, city: Oslo}", "event_place", text_of("Oslo")),
        ("publisher: {name: P, city: Rome, region: Lazio}", "publisher_place", text_of("Rome, Lazio")),
        ("translators: [{name: T}]", "names", (("translator", (Name(literal="T"),)),)),
    ],
)
def test_values(lines: str, attribute: str, expected: Any) -> None:
    (work,), _ = items(f"title: T\n{lines}\n")
    assert getattr(work, attribute) == expected


@pytest.mark.parametrize(
    ("text", "codes", "shown"),
    [
        ("title: [", [Code.SYNTAX], 0),
        ("- a\n- b\n", [Code.SYNTAX], 0),
        ("", [Code.SYNTAX], 0),
        ("title: T\n", [Code.VALUE], 1),
        ("message: x\n", [Code.VALUE, Code.VALUE], 1),
        ("title: T\nauthors: [{name: A}]\ntype: other\n", [Code.VALUE], 1),
        (f"title: T\nauthors: [{{name: A}}]\nabstract: {'[' * 9000}\n", [Code.SYNTAX], 0),
        (
            "title: {a: b}\nauthors: {a: b}\nkeywords: 7\nidentifiers: x\npublisher: 3\n",
            [Code.VALUE] * 4,
            1,
        ),
        (f"title: T\nauthors: [{{name: A}}]\nvolume: 0x{'f' * 9000}\n", [], 1),
        ("title: !!python/object:os.system T\n", [Code.VALUE], 1),
        (
            "a: &a [x]\n" + "b: &b [*a, *a]\nc: [*b, *b]\ntitle: T\nauthors: [{name: A}]\n",
            [Code.VALUE] * 3,
            1,
        ),
    ],
)
def test_faults(text: str, codes: list[Code], shown: int) -> None:
    papers, problems = items(text)
    assert [problem.code for problem in problems] == codes
    assert len(papers) == shown


VALID = "cff-version: 1.2.0\nmessage: m\ntitle: T\nauthors: [{name: A}]\n"


@pytest.mark.parametrize(
    ("lines", "message", "line"),
    [
        ("autors: x", "“autors” is not a key of CFF; it is ignored. Did you mean “authors”?", 5),
        (
            "date_released: 2024-01-01",
            "“date_released” is not a key of CFF; it is ignored. Did you mean “date-released”?",
            5,
        ),
        ("nonsense: x", "“nonsense” is not a key of CFF; it is ignored.", 5),
        ("title: U", "The key “title” is given twice; the last value is used.", 5),
        (
            "type: sofware",
            "unknown type “sofware”; the entry is shown as “generic”. Did you mean “software”?",
            5,
        ),
        ("type: zzz", "unknown type “zzz”; the entry is shown as “generic”.", 5),
        (
            "date-released: 07-03-2025",
            "“07-03-2025” is not a valid “date-released”; write it like 2024-11-30.",
            5,
        ),
        ("date-released: 2025", "“2025” is not a valid “date-released”; write it like 2024-11-30.", 5),
        ("date-released: 2025-13-40", "“2025-13-40” is not a valid date; using 2025.", 5),
        (
            "editors: [Jane Doe]",
            "“Jane Doe” must be written with “family-names” and “given-names”, or “name”.",
            5,
        ),
        ("editors: Jane Doe", "“editors” must be a list (“- …”); it is read as one item.", 5),
        (
            "editors: [{family-name: D}]",
            "“family-name” is not a key of a person; it is ignored. Did you mean “family-names”?",
            5,
        ),
        ("identifiers: [{type: doi}]", "an identifier must have “value”, and “type”", 5),
        ("identifiers: [{type: isbn, value: 1}]", "an identifier must have “value”, and “type”", 5),
        ("journal: {name: J}", "“journal” must be text; it is ignored.", 5),
        ("preferred-citation: yes", "“preferred-citation” must be a mapping", 5),
        (
            "preferred-citation:\n  title: U",
            "Missing “type” in “preferred-citation”, which a CITATION.cff must have.",
            6,
        ),
        (
            "preferred-citation:\n  type: article\n  titel: U",
            "“titel” is not a key of CFF; it is ignored. Did you mean “title”?",
            7,
        ),
    ],
)
def test_faults_are_reported_at_their_line(lines: str, message: str, line: int) -> None:
    papers, problems = items(f"{VALID}{lines}\n")
    assert len(papers) == 1
    assert any(message in problem.message and problem.origin.line == line for problem in problems), [
        (problem.message, problem.origin.line) for problem in problems
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (
            "title: a: b",
            1,
            "a value that contains “: ” must be in quotes, or the indentation is wrong (column 9)",
        ),
        ("title: T\n\tauthors: []", 2, "a tab cannot be used here; indent with spaces (column 1)"),
        ("title: @x", 1, "this character cannot begin a value; put the value in quotes (column 8)"),
        ("title: 'x", 1, "a quotation mark or bracket is not closed (column 10)"),
        ("authors: [a, b", 1, "a “,” or “]” is missing (column 15)"),
        (
            "authors:\n  - a\n b: c",
            3,
            "the line does not fit the lines above; check the indentation and the quotes",
        ),
        ("title: T\n---\ntitle: U", 2, "only one document is allowed"),
    ],
)
def test_invalid_yaml_is_explained(text: str, line: int, reason: str) -> None:
    papers, (problem,) = items(text)
    assert papers == []
    assert (problem.code, problem.origin.line, problem.entries) == (Code.SYNTAX, line, 1)
    assert problem.message.startswith(f"This CITATION.cff is not valid YAML and is ignored: {reason}")


@pytest.mark.parametrize(
    "text", ["a: b: c", "a: ]", "a: |x", "a: !<", "a: &", "a: \x01", "{[a]: b}", "&a [*a]"]
)
def test_no_text_of_the_parser_is_shown(text: str) -> None:
    (problem,) = items(text)[1]
    assert "expected" not in problem.message
    assert "found" not in problem.message


def test_all_identifiers_and_links() -> None:
    (work,), problems = items(
        VALID
        + "identifiers:\n  - {type: doi, value: 10.1/x, description: d}\n  - {type: doi, value: 10.1/y}\n"
        "  - {type: url, value: 'https://e.org'}\n  - {type: swh, value: 'swh:1:dir:0'}\n"
        "  - {type: other, value: 'arXiv:1'}\n"
        "repository-code: https://e.org/code\nrepository-artifact: https://e.org/bin\nrepository: https://e.org/code\n"
    )
    assert problems == []
    assert (work.doi, work.url) == ("10.1/x", "https://e.org")
    assert [(link.rel, link.target) for link in work.links] == [
        ("swh", "https://archive.softwareheritage.org/swh:1:dir:0"),
        ("code", "https://e.org/code"),
        ("artifact", "https://e.org/bin"),
    ]
    assert dict(work.custom)["identifier"] == text_of("10.1/y; arXiv:1")


#: The keys of schema.json of CFF 1.2.0: of the file, and of a reference.
SCHEMA = (
    "abstract authors cff-version commit contact date-released doi identifiers keywords license license-url"
    " message preferred-citation references repository repository-artifact repository-code title type url"
    " version"
)
REFERENCE = (
    "abbreviation abstract authors collection-doi collection-title collection-type commit conference contact"
    " copyright data-type database database-provider date-accessed date-downloaded date-published"
    " date-released department doi edition editors editors-series end entry filename format identifiers"
    " institution isbn issn issue issue-date issue-title journal keywords languages license license-url"
    " loc-end loc-start location medium month nihmsid notes number number-volumes pages patent-states pmcid"
    " publisher recipients repository repository-artifact repository-code scope section senders start status"
    " term thesis-type title translators type url version volume volume-title year year-original"
)
REFERENCE_TYPES = (
    "art article audiovisual bill blog book catalogue conference-paper conference data database dictionary"
    " edited-work encyclopedia film-broadcast generic government-document grant hearing historical-work"
    " legal-case legal-rule magazine-article manual map multimedia music newspaper-article pamphlet patent"
    " personal-communication proceedings report serial slides software-code software-container"
    " software-executable software-virtual-machine software sound-recording standard statute thesis"
    " unpublished video website"
)


def test_the_tables_have_the_keys_and_types_of_the_schema() -> None:
    work = {key.name: key for key in WORK}
    assert set(SCHEMA.split()) <= {key.name for key in FILE} | set(work)
    assert set(REFERENCE.split()) == set(work)
    assert set(TYPES) == {*REFERENCE_TYPES.split(), "dataset"}
    assert all(bool(key.target) != bool(key.reason) for key in (*FILE, *WORK))
    assert all(csl in BY_CSL for csl in TYPES.values())


@pytest.mark.parametrize("key", [key.name for key in WORK if key.target and key.name != "title"])
def test_every_key_with_a_target_is_read(key: str) -> None:
    (work,), _ = items(f"{VALID}{key}: something\n")
    assert "something" in repr(work)
