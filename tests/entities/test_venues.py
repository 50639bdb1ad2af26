"""The venues file: its content, problems in it, and its use in a project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from sphinxext_pubs.entities.venues import Venues
from sphinxext_pubs.entities.venues_file import FIELDS, parse_venues
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import text_of
from tests.conftest import Built, Project

Page = Callable[..., Built]

FILE = """- id: findings
  name: Findings of Tests
  acronym: Findings
  patterns: ["Findings of*"]
- id: emnlp
  name: Methods in Tests
  acronym: EMNLP
  patterns: [Empirical "Methods", EMNLP]
  url: https://emnlp.example.org
  colour: "#0A7"
"""

BIB = """@inproceedings{main, author = {Ada Example}, title = {Main}, year = 2024,
  booktitle = {Proceedings of the 2024 Conference on Empirical Methods in Tests}}
@inproceedings{find, author = {Ada Example}, title = {Find}, year = 2023,
  booktitle = {Findings of X: EMNLP 2023}}
@article{other, author = {Ada Example}, title = {Other}, year = 2022, journal = {Journal of Layers}}
@misc{none, author = {Ada Example}, title = {None}, year = 2021}
"""

CONF = '\npubs_venues = "venues.yaml"\npubs_pages = True\n'


def paper(container: str = "", event: str = "") -> Publication:
    return Publication("k", container_title=text_of(container), event_title=text_of(event))


@pytest.mark.parametrize(
    ("container", "event", "identity", "short"),
    [
        ("Proceedings of the 2024 Conference on Empirical Methods in Tests", "", "emnlp", "EMNLP"),
        ("Findings of X: EMNLP 2023", "", "findings", "Findings"),
        ("Methods in tests", "", "emnlp", "EMNLP"),
        ("Emnlp", "", "emnlp", "EMNLP"),
        ("Methods in Tests*", "", "emnlp", "EMNLP"),
        ("Proceedings", "EMNLP 2024", "emnlp", "EMNLP"),
        ("Other methods in tests", "", "name:other methods in tests", "Other methods in tests"),
        ("", "", "name:", ""),
    ],
)
def test_the_first_matching_venue(container: str, event: str, identity: str, short: str) -> None:
    known, problems = parse_venues(FILE, "v.yaml")
    assert problems == []
    found = Venues([], known).find_for_paper(paper(container, event))
    assert (found.identity, found.short) == (identity, short)


@pytest.mark.parametrize(
    ("csl", "container", "name"),
    [
        ("article-journal", "Proceedings of the IEEE", "Proceedings of the IEEE"),
        ("article-journal", "Journal of Tests: Conference Series", "Journal of Tests: Conference Series"),
        ("article-journal", "Proceedings of the 2024 Conference on Tests", "Conference on Tests"),
        ("paper-conference", "Proceedings of the Conference on Tests", "Conference on Tests"),
    ],
)
def test_journals_keep_their_names(csl: str, container: str, name: str) -> None:
    assert Venues([]).find_for_paper(replace(paper(container), type=csl)).name == name


def test_names_without_a_meeting_have_the_acronym_of_the_same_name() -> None:
    both = [
        paper("Advances in Testing Systems 36: Annual Conference on Testing Systems, TSYS 2023, May 1"),
        paper("Advances in Testing Systems"),
    ]
    found = Venues(both)
    assert {found.find_for_paper(row).identity for row in both} == {"name:tsys advances in testing systems"}


def test_names_in_the_file_match_derived_names() -> None:
    known, problems = parse_venues("- {id: wow, name: Workshop on Words, acronym: WW}\n", "v.yaml")
    assert problems == []
    for container in ("Proceedings of the 12th Workshop on Words (WOW 2020), Oslo", "9th workshop on words"):
        assert Venues([], known).find_for_paper(paper(container)).identity == "wow"
        assert known.extra_values(paper(container))[0] == "wow (venue)"
    assert Venues([], known).find_for_paper(paper("Workshop on Words and Deeds")).identity != "wow"


def test_both_spellings_of_colors() -> None:
    known, problems = parse_venues(FILE.replace("colour", "color"), "v.yaml")
    assert problems == []
    assert known.by_id["emnlp"].color == "#0a7"


def test_events_are_kept() -> None:
    found = Venues([], parse_venues(FILE, "v.yaml")[0]).find_for_paper(paper("Findings of X: EMNLP 2023"))
    assert (found.name, found.event) == ("Findings of Tests", "EMNLP 2023")
    assert (found.known and found.known.origin.line) == 1


@pytest.mark.parametrize(
    ("text", "line", "message", "left"),
    [
        ("- {id: a, name: A", 1, "The venues file is not valid YAML", 0),
        ("a: b", 1, "Begin each venue with “- id: …”", 0),
        ("- id: a\n", 1, "A venue must have the key “name”", 0),
        ("- id: a\n  name: A\n  colur: red\n", 3, "Did you mean “colour”", 1),
        ("- id: a\n  name: A\n  colour: red\n", 3, "must be a color such as", 1),
        ("- id: a\n  name: A\n  url: javascript:x\n", 3, "begins with https://", 1),
        ("- id: a\n  name: A\n  patterns: ['...']\n", 3, "contains no letter or digit", 1),
        ("- {id: a, name: A}\n- {id: a, name: B}\n", 2, "Duplicate id “a”: the venue at v.yaml:1 is used", 1),
    ],
)
def test_errors_in_the_file(text: str, line: int, message: str, left: int) -> None:
    venues, problems = parse_venues(text, "v.yaml")
    assert message in problems[0].message
    assert (problems[0].code, problems[0].origin.line) == (Code.VENUES, line)
    assert len(venues.venues) == left
    assert bool(venues) is bool(left)


@pytest.fixture
def venues(project: Project) -> Project:
    return project.write({"venues.yaml": FILE, "papers.bib": BIB})


def keys(built: Built) -> list[str]:
    return [
        str(entry["data-key"]) for entry in BeautifulSoup(built.page(), "html.parser").select(".pubs-entry")
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (":venue: emnlp", ["main"]),
        (":venue: !emnlp", ["find", "other", "none"]),
        (":venue: emnlp, findings", ["main", "find"]),
        (":venue: emnlp, Journal", ["main", "other"]),
        (":venue: !emnlp, !=Journal of Layers", ["find", "none"]),
        (":venue: findings\n   :year: 2020-", ["find"]),
        (":venue: EMNLP", ["main", "find"]),
        (":venue: {emnlp}, {a, emnlp}", ["main", "find"]),
        (":venue: emnlp\n   :filter: year = 2020", []),
    ],
)
def test_selecting(venues: Project, options: str, expected: list[str]) -> None:
    venues.write({"index.rst": f"T\n=\n\n.. publications::\n   {options}\n"})
    built = venues.build(conf=CONF)
    assert len(built.warnings) == (not expected)
    assert keys(built) == expected


def test_pages_and_badges(venues: Project) -> None:
    venues.write({"index.rst": "T\n=\n\n.. publications::\n   :show: acronym\n"})
    built = venues.build(conf=CONF)
    assert built.warnings == []
    page = BeautifulSoup(built.page(), "html.parser")
    badges = [(a.get_text(), a["class"][1:], a.a["href"]) for a in page.select(".pubs-acronym")]  # type: ignore[index]
    assert badges == [
        ("EMNLP", ["pubs-acronym-emnlp"], "venues/emnlp.html"),
        ("Findings", [], "venues/findings.html"),
    ]
    assert built.page("_static/pubs-venues", ".css") == ".pubs-acronym-emnlp { --pubs-acronym: #0a7; }\n"
    assert "pubs-venues.css" in built.page()
    assert "pubs-venues.css" in built.page("venues/emnlp")
    venue = BeautifulSoup(built.page("venues/emnlp"), "html.parser")
    assert venue.h1 is not None
    assert venue.h1.get_text() == "Methods in Tests (EMNLP)"
    assert venue.select_one(".pubs-about a")["href"] == "https://emnlp.example.org"  # type: ignore[index]
    facts = BeautifulSoup(built.page("papers/main"), "html.parser")
    assert facts.select_one(".pubs-fact-container a")["href"] == "../venues/emnlp.html"  # type: ignore[index]


@pytest.mark.parametrize("layout", ["anthology", "compact", "card", "table"])
def test_names_of_venues_link_to_their_pages(venues: Project, layout: str) -> None:
    venues.write({"index.rst": f"T\n=\n\n.. publications::\n   :layout: {layout}\n   :show: venue\n"})
    built = venues.build(conf=CONF)
    assert built.warnings == []
    found = BeautifulSoup(built.page(), "html.parser").select(".pubs-venue")
    assert [(cell.get_text(), cell.a["href"] if cell.a else "") for cell in found] == [
        ("Proceedings of the 2024 Conference on Empirical Methods in Tests", "venues/emnlp.html"),
        ("Findings of X: EMNLP 2023", "venues/findings.html"),
        ("Journal of Layers", "venues/journal-of-layers.html"),
    ]
    assert "pubs-venue" in built.page("venues/emnlp")
    assert not BeautifulSoup(built.page("venues/emnlp"), "html.parser").select(".pubs-venue a")
    without = venues.build(conf="\npubs_pages = ['paper']\n")
    assert not BeautifulSoup(without.page(), "html.parser").select(".pubs-venue a")


def test_badges_without_pages(venues: Project) -> None:
    venues.write({"index.rst": "T\n=\n\n.. publications::\n   :show: acronym\n   :layout: reference\n"})
    built = venues.build(conf='\npubs_venues = "venues.yaml"\n')
    badges = BeautifulSoup(built.page(), "html.parser").select(".pubs-acronym")
    assert [str(badge.a and badge.a["href"]) for badge in badges] == ["None", "https://emnlp.example.org"]


@pytest.mark.parametrize("builder", ["latex", "text", "man", "texinfo", "epub"])
def test_badges_in_every_builder(venues: Project, builder: str) -> None:
    venues.write({"index.rst": "T\n=\n\n.. publications::\n   :show: acronym\n"})
    built = venues.build(builder, conf='\npubs_venues = "venues.yaml"\n')
    assert built.warnings == []
    assert any(
        "EMNLP" in path.read_text("utf-8", "replace") for path in built.outdir.rglob("*") if path.is_file()
    )


def test_an_edited_file_updates_the_pages(venues: Project) -> None:
    venues.write(
        {
            "index.rst": "T\n=\n\n.. publications::\n   :show: acronym\n\n.. publications-chart::\n"
            "   :by: venue\n"
        }
    )
    venues.build(conf=CONF)
    venues.write({"venues.yaml": FILE.replace("EMNLP\n", "EMTEST\n")})
    built = venues.build(conf=CONF)
    clean = venues.build(conf=CONF, out="clean", doctrees="clean-doctrees", fresh=True)
    assert "EMTEST" in built.page()
    mine, theirs = built.tree(), clean.tree()
    assert {name for name in theirs if mine.get(name) != theirs[name]} <= {
        ".pubs.json",
        ".buildinfo",
    }


def test_a_missing_file(venues: Project) -> None:
    venues.write({"index.rst": "T\n=\n"})
    (warning,) = venues.build(conf='\npubs_venues = "no.yaml"\n').warnings
    assert warning.startswith(
        "conf.py:1: WARNING: The venues file “no.yaml” does not exist. Paths in pubs_venues"
    )


def test_an_invalid_file_is_reported_with_its_line(venues: Project) -> None:
    venues.write({"venues.yaml": FILE.replace("colour", "colur"), "index.rst": "T\n=\n"})
    (warning,) = venues.build(conf=CONF).warnings
    assert "venues.yaml:10: " in warning
    assert "Did you mean “colour”" in warning


def test_every_key_is_documented() -> None:
    assert all(field.help for field in FIELDS.values())
