"""People: the people file, names that are merged and names that are not, and a project with both."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from sphinxext_pubs import cli
from sphinxext_pubs.entities.disambiguation import AmbiguousName, Identities
from sphinxext_pubs.entities.given_names import MAX_FORMS, shorter_forms
from sphinxext_pubs.entities.people import FIELDS, Membership, People, name_key, parse_name, parse_people
from sphinxext_pubs.extension.directives import people as roster
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.annotations import is_valid_orcid, normalize_orcid
from tests.conftest import PAPERS, Built, Project

Page = Callable[..., Built]

ORCID = "0000-0002-1825-0097"
FILE = """- id: jongwoo-ko
  name: Jongwoo Ko
  variants: [J. Ko, "Ko, Jong-Woo"]
  orcid: 0000-0002-1825-0097
  homepage: https://ko.example.org
  affiliation: Institute of Tests
  groups: {lab: 2023-}
- id: ada
  name: Ada Example
  groups: [lab]
  not: [Adam Example]
"""


def test_the_file() -> None:
    people, problems = parse_people(FILE, "people.yaml")
    assert problems == []
    ko, ada = people.persons
    assert (ko.id, ko.name, ko.names) == ("jongwoo-ko", "Jongwoo Ko", ("Jongwoo Ko", "J. Ko", "Ko, Jong-Woo"))
    assert (ko.orcid, ko.homepage, ko.affiliation) == (
        "0000-0002-1825-0097",
        "https://ko.example.org",
        "Institute of Tests",
    )
    assert ko.groups == (Membership("lab", 2023, None),)
    assert (ada.groups, ada.distinct, ada.origin.line) == ((Membership("lab"),), ("Adam Example",), 8)
    assert people.find(parse_name("Ko, Jongwoo")) is ko
    assert people.find(parse_name("JONGWOO KO")) is ko
    assert people.find(Name("Ko", "J.")) is ko
    assert people.find(Name("Ko", "Jane")) is None
    assert people.groups == ("lab",)
    listed = parse_people("- {id: a, name: A, groups: [lab, {old: 2019-2020}]}\n", "p")[0].persons[0].groups
    assert listed == (Membership("lab"), Membership("old", 2019, 2020))
    assert parse_people("- {id: a, name: A, groups: lab}\n", "p")[0].persons[0].groups == (Membership("lab"),)
    assert not People()


@pytest.mark.parametrize(
    ("text", "line", "message", "left"),
    [
        ("- id: a\n  name: [", 2, "not valid YAML", 0),
        ("id: a\nname: A\n", 1, "must be a list", 0),
        ("- plain\n- {id: a, name: A}\n", 1, "“key: value” lines", 1),
        ("- name: A\n", 1, "A person must have the key “id”", 0),
        ("- id: a\n", 1, "A person must have the key “name”", 0),
        (
            "- id: A B\n  name: A\n",
            1,
            "“id” of “A B” is not valid and the person is ignored: must be lowercase",
            0,
        ),
        ("- id: a\n  nmae: A\n  name: A\n", 2, "Did you mean “name”", 1),
        ("- id: a\n  name: A\n  orcid: 0000-0002-1825-0098\n", 3, "not a valid ORCID iD", 1),
        (
            "- id: a\n  name: A\n  homepage: javascript:alert(1)\n",
            3,
            "“homepage” of “a” is ignored: must be an address that begins with https://",
            1,
        ),
        (
            "- id: a\n  name: A\n  groups: {lab: 2023-2019}\n",
            3,
            "“groups” of “a”: the range “2023-2019” is reversed; it is ignored. Did you",
            1,
        ),
        ("- id: a\n  name: A\n  groups: [[]]\n", 3, "must be groups with their years", 1),
        ("- id: a\n  name: A\n  groups: {lab: soon}\n", 3, "“soon” is not a valid range of years", 1),
        ("- id: a\n  name: A\n  variants: [{}]\n", 3, "must be text", 1),
        (f"- id: a\n  name: A\n  groups: {{lab: 0x{'f' * 9000}}}\n", 3, "is not a valid range of years", 1),
        ("- id: a\n  name: A\n  orcid: !!int ''\n", 3, "must be text", 1),
        (
            "- id: a\n  name: A\n  groups: {lab: !!timestamp abc}\n",
            3,
            "“abc” is not a valid range of years",
            1,
        ),
        ("- id: a\n  name: A\n  ? [x]\n  : y\n", 3, "a key must be text", 0),
        ("- id: a\n  name: A\n  <<: {orcid: x}\n", 3, "Unknown key “<<” of “a”; it is ignored", 1),
        ("&a [*a]\n", 1, "contains itself", 0),
        (
            "- id: a\n  name: A\n  variants: [B]\n  variants: [C]\n",
            3,
            "Duplicate key “variants”: the value at people.yaml:4 is used. Remove one of the two.",
            1,
        ),
        (
            f"- {{id: a, name: A, orcid: {ORCID}}}\n- id: b\n  name: B\n  orcid: {ORCID}\n",
            4,
            "“a” has the same ORCID iD as “b”",
            2,
        ),
        (
            "- {id: a, name: A}\n- {id: a, name: B}\n",
            2,
            "Duplicate id “a”: the person at people.yaml:1 is used. Rename or remove one of the two.",
            1,
        ),
    ],
)
def test_errors_in_the_file(text: str, line: int, message: str, left: int) -> None:
    people, problems = parse_people(text, "people.yaml")
    assert message in problems[0].message
    assert (problems[0].code, problems[0].origin.line) in [(Code.PEOPLE, line), (Code.PEOPLE, line - 1)]
    assert len(people.persons) == left


@pytest.mark.parametrize("text", ["- id: A B\n  name: A\n", "- id: a\n  name: []\n", '- name: [""]\n'])
def test_an_invalid_record_has_one_problem_for_each_key(text: str) -> None:
    _, problems = parse_people(text, "people.yaml")
    assert len(problems) == 1 + ("id" not in text)


def test_an_invalid_range_only_drops_that_range() -> None:
    file = "- id: a\n  name: A\n  groups: {lab: [2019-2020, 2023-2021], old: soon, new: 2024-}\n"
    people, problems = parse_people(file, "people.yaml")
    assert people.persons[0].groups == (Membership("lab", 2019, 2020), Membership("new", 2024, None))
    assert [problem.origin.line for problem in problems] == [3, 3]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"])
def test_an_empty_file(text: str) -> None:
    people, problems = parse_people(text, "people.yaml")
    assert (people.persons, problems) == ((), [])


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("2019-2023", [(2019, 2023)]),
        ("2019-", [(2019, None)]),
        ("-2019", [(None, 2019)]),
        ("2019", [(2019, 2019)]),
        ("2019-05 - 2020-01", [(2019, 2020)]),
        ("[2019-2020, 2022-]", [(2019, 2020), (2022, None)]),
        ("", [(None, None)]),
    ],
)
def test_spans_of_years(span: str, expected: list[tuple[Any, Any]]) -> None:
    people, problems = parse_people(f"- id: a\n  name: A\n  groups: {{lab: {span}}}\n", "p")
    assert problems == []
    assert [(group.first, group.last) for group in people.persons[0].groups] == expected


# Joining


def who(*papers: str, people: str = "") -> tuple[dict[str, str], list[tuple[str, tuple[str, ...]]]]:
    """Each name with who it is, and what is ambiguous; a paper is names with semicolons between."""
    publications = [
        Publication(f"p{number}", author=tuple(parse_name(name.strip()) for name in paper.split(";")))
        for number, paper in enumerate(papers)
    ]
    found = Identities(publications, parse_people(people, "p")[0])
    labels = [author.label for paper in publications for author in found.authors_of(paper)]
    ambiguous = [(name.name, name.candidates) for name in found.ambiguous_names]
    spellings = [name.strip() for paper in papers for name in paper.split(";")]
    return dict(zip(spellings, labels, strict=True)), ambiguous


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        (["Jane Doe", "J. Doe"], {"J. Doe": "Jane Doe"}),
        (["Jane Doe", "JANE DOE"], {"JANE DOE": "Jane Doe"}),
        (
            ["Jane Ann Doe", "Jane Doe", "J. A. Doe", "JA Doe"],
            dict.fromkeys(["Jane Doe", "J. A. Doe", "JA Doe"], "Jane Ann Doe"),
        ),
        (["Jane Doe", "J. B. Doe"], {"J. B. Doe": "J. B. Doe"}),
        (["Jane Doe; J. Doe"], {"J. Doe": "J. Doe"}),
        (["T.A.D. Poe", "TAD Poe", "TAD Poe"], {"T.A.D. Poe": "TAD Poe"}),
        (
            ["Anne-Kathrin Poe", "Anne Kathrin Poe", "Anne Kathrin Poe"],
            {"Anne-Kathrin Poe": "Anne Kathrin Poe"},
        ),
        (["Yi-Chia Wang", "Yi Wang", "Y.-C. Wang"], {"Yi Wang": "Yi Wang", "Y.-C. Wang": "Yi-Chia Wang"}),
        (["Se-Young Yun", "Se-Young Yun", "Yun Se-Young"], {"Yun Se-Young": "Se-Young Yun"}),
        (["Yu Zhou", "Zhou Yu"], {"Yu Zhou": "Yu Zhou", "Zhou Yu": "Zhou Yu"}),
        (
            ["Anna van der Berg", "A. van der Berg", "A. Berg"],
            {"A. van der Berg": "Anna van der Berg", "A. Berg": "A. Berg"},
        ),
        (["{The Team}", "Ada Team"], {"{The Team}": "The Team"}),
        (["Smith, Jr., John", "J. Smith"], {"J. Smith": "John Smith, Jr."}),
        (["LI, NA", "Li, N. A."], {"LI, NA": "NA LI", "Li, N. A.": "N. A. Li"}),
        (["Na Li", "Li, NA", "Li, N. A."], {"Na Li": "Na Li", "Li, NA": "N. A. Li"}),
        (["Jan-Peter Poe", "J-P Poe", "J. P. Poe"], dict.fromkeys(["J-P Poe", "J. P. Poe"], "Jan-Peter Poe")),
        (
            ["Jean Luc Poe", "J. L. Poe", "Jean-Luc Poe", "Jean-Luc Poe"],
            dict.fromkeys(["Jean Luc Poe", "J. L. Poe"], "Jean-Luc Poe"),
        ),
        (
            ["Jane Ann Doe", "J. A. Doe", "Doe Jane Ann", "Doe Jane Ann"],
            dict.fromkeys(["Jane Ann Doe", "J. A. Doe", "Doe Jane Ann"], "Doe Jane Ann"),
        ),
    ],
)
def test_names_that_are_joined(papers: list[str], expected: dict[str, str]) -> None:
    found, ambiguous = who(*papers)
    assert {name: found[name] for name in expected} == expected
    assert ambiguous == []


def test_ambiguous_names_are_reported_and_not_merged() -> None:
    found, ambiguous = who("Jane Doe", "John Doe", "J. Doe")
    assert found["J. Doe"] == "J. Doe"
    assert ambiguous == [("J. Doe", ("Jane Doe", "John Doe"))]


def test_suffixes_keep_people_apart() -> None:
    found, ambiguous = who(
        "Smith, Jr., John", "Smith, III, John", "Smith, John", "J. Smith", "Smith, III, J."
    )
    assert found["Smith, III, J."] == "John Smith, III"
    assert [found[name] for name in ("Smith, John", "J. Smith")] == ["John Smith", "J. Smith"]
    both = ("John Smith, III", "John Smith, Jr.")
    assert sorted(ambiguous) == [("J. Smith", ("John Smith", *both)), ("John Smith", both)]


def test_different_suffixes_are_not_connected_by_a_chain_of_names() -> None:
    found, ambiguous = who("Smith, III, J.", "J. A. Smith", "Smith, Jr., John Abel")
    assert found["Smith, III, J."] == "J. Smith, III"
    assert found["J. A. Smith"] == "John Abel Smith, Jr."
    assert ambiguous == [] or ambiguous[0][0] == "J. Smith, III"


@pytest.mark.parametrize("written", ["S. Yang", "S Yang", "Yang, S."])
def test_excluded_names_match_in_any_spelling(written: str) -> None:
    file = f'- {{id: a, name: Sejin Yang, not: ["{written}"]}}\n'
    found, _ = who("Sejin Yang", "S. Yang", people=file)
    assert found["S. Yang"] == "S. Yang"


def test_names_of_many_parts_have_few_forms() -> None:
    names = ["-".join(f"{chr(97 + n % 26)}{n}{part}" for part in "abcd") for n in range(16)]
    full = tuple(tuple(name.split("-")) for name in names[:4])
    assert len(shorter_forms(full)) <= MAX_FORMS


def test_messages_of_ambiguous_names() -> None:
    paper = Publication("k")
    found = AmbiguousName("J. Doe", tuple(f"J{n} Doe" for n in range(11)), paper).message
    assert found.startswith("Entry “k”: “J. Doe” is ambiguous; it may be “J0 Doe”, “J1 Doe”")
    assert "“J7 Doe” and 3 more. Identify the author in the people file" in found


def test_names_on_the_same_paper_are_different_people() -> None:
    found, ambiguous = who("Jane Ann Doe", "J. Doe; J. A. Doe")
    assert [found["J. Doe"], found["J. A. Doe"]] == ["J. Doe", "J. A. Doe"]
    assert ambiguous == [("J. A. Doe", ("Jane Ann Doe",)), ("J. Doe", ("Jane Ann Doe",))]


def test_authors_can_be_editors_too() -> None:
    paper = Publication("p", author=(parse_name("Jane Doe"),), editor=(parse_name("J. Doe"),))
    assert [editor.label for editor in Identities([paper]).authors_of(paper, "editor")] == ["Jane Doe"]


def annotated(*papers: tuple[str, str]) -> tuple[list[list[tuple[str, str]]], list[str]]:
    """Return the authors of each paper by id and ORCID; a paper is names and annotations."""
    publications = []
    for number, (names, marks) in enumerate(papers):
        custom = tuple(
            (f"author+an:{annotation.partition(':')[0]}", text_of(annotation.partition(":")[2]))
            for annotation in marks.split("|")
            if annotation
        )
        publications.append(
            Publication(f"p{number}", author=tuple(map(parse_name, names.split("; "))), custom=custom)
        )
    found = Identities(publications)
    people = [[(author.id, author.orcid) for author in found.authors_of(paper)] for paper in publications]
    return people, [name.name for name in found.ambiguous_names]


A, B = "0000-0002-1825-0097", "0000-0002-1694-233X"


def test_ids_in_the_data_distinguish_namesakes() -> None:
    found, ambiguous = annotated(
        ("Yang Liu", 'id:1="yang-liu-icsi"'), ("Ada Poe; Yang Liu", 'id:2="yang-liu"'), ("Yang Liu", "")
    )
    assert [people[-1][0] for people in found] == ["yang-liu-icsi", "yang-liu", "name:yang liu"]
    assert ambiguous == ["Yang Liu"]


def test_ids_are_not_names() -> None:
    found, _ = annotated(("OpenAI; Jane Doe Smith", ""), ("Ada Poe; Jane Doe", 'id:1="openai"|id:2="smith"'))
    assert len({person for people in found for person, _ in people}) == 4


@pytest.mark.parametrize(
    "written", ["https://orcid.org/0000-0002-1694-233x", "000000021694233X", "0000‐0002‐1694‐233X"]
)
def test_spellings_of_orcids(written: str) -> None:
    assert normalize_orcid(written) == B
    assert parse_people(f"- {{id: a, name: A, orcid: {written!r}}}\n", "p")[0].persons[0].orcid == B


@pytest.mark.parametrize("count", [2000])
def test_many_namesakes_are_fast(count: int) -> None:
    """Quadratic time in the number of namesakes would take minutes here."""
    ids = [f"{number:015}{digit}" for number in range(count) for digit in "0123456789X"]
    ids = [orcid for orcid in ids if is_valid_orcid(orcid)]
    papers = [(name, f'orcid:1="{orcid}"') for orcid in ids for name in ("J. Doe", "Jane Doe")]
    found, _ = annotated(*papers, ("-".join("abcdefghijklmnop" * 8) + " Doe", ""))
    assert len({people[0] for people in found}) == count + 1


def test_orcids_merge_and_distinguish_names() -> None:
    found, ambiguous = annotated(
        ("Jane Doe", f'orcid:1="{A}"'), ("J. D. Smith", f'orcid:1="https://orcid.org/{A}"'), ("Jane Doe", "")
    )
    assert len({people[0] for people in found}) == 1
    assert (found[0][0][1], ambiguous) == (A, [])
    found, ambiguous = annotated(
        ("Jane Doe", f'orcid:1="{A}"'), ("Jane Doe", f'orcid:1="{B}"'), ("Jane Doe", ""), ("J. Doe", "")
    )
    assert len({people[0] for people in found}) == 4
    assert sorted(ambiguous) == ["J. Doe", "Jane Doe"]


def test_invalid_orcids_are_ignored() -> None:
    found, ambiguous = annotated(
        ("Ann Bee", 'orcid:1="0000-0000-0000-0000"'), ("Cat Dee", 'orcid:1="0000-0000-0000-0000"')
    )
    assert [people[0] for people in found] == [("name:ann bee", ""), ("name:cat dee", "")]
    assert ambiguous == []


def test_initials_of_a_person_with_an_id_are_reported() -> None:
    found, ambiguous = annotated(("Wei Zhang", 'id:1="wz"'), ("W. Zhang", ""))
    assert [people[0][0] for people in found] == ["wz", "name:w zhang"]
    assert ambiguous == ["W. Zhang"]
    together, ambiguous = annotated(("Wei Zhang; W. Zhang", 'id:1="wz"'))
    assert [person for person, _ in together[0]] == ["wz", "name:w zhang"]
    assert ambiguous == []


@pytest.mark.parametrize(
    ("written", "same"), [("Yun Se-Young", True), ("Young Se Yun", False), ("Zhou Yu", False)]
)
def test_the_file_matches_names_with_swapped_parts(written: str, same: bool) -> None:
    file = "- {id: sy, name: Se-Young Yun}\n- {id: yz, name: Yu Zhou}\n"
    assert (parse_people(file, "p")[0].find(parse_name(written)) is not None) is same


def test_the_file_matches_orcids() -> None:
    file = f"- {{id: one, name: Yang Liu, orcid: {A}}}\n- {{id: two, name: Yang Liu, orcid: {B}}}\n"
    people = parse_people(file, "p")[0]
    papers = [
        Publication(
            f"p{n}", author=(parse_name("Y. Liu"),), custom=(("author+an:orcid", text_of(f'1="{orcid}"')),)
        )
        for n, orcid in enumerate((A, B))
    ]
    assert [Identities(papers, people).authors_of(paper)[0].id for paper in papers] == ["one", "two"]


def test_two_people_with_the_same_name() -> None:
    people = parse_people("- {id: wei, name: Wei Zhang}\n- {id: wei-bio, name: Wei Zhang}\n", "p")[0]
    annotation = (("author+an:id", text_of('1="wei-bio"')),)
    papers = [
        Publication("a", author=(parse_name("Wei Zhang"),), custom=annotation),
        Publication("b", author=(parse_name("Wei Zhang"),)),
    ]
    found = Identities(papers, people)
    assert [found.authors_of(paper)[0].person for paper in papers] == [people.by_id["wei-bio"], None]
    assert [name.paper.key for name in found.ambiguous_names] == ["b"]
    assert found.ambiguous_names[0].candidates == ("Wei Zhang (wei)", "Wei Zhang (wei-bio)")


def test_the_file_has_precedence() -> None:
    file = "- {id: jane, name: Jane Doe, variants: [J. Doe]}\n"
    found, ambiguous = who("Jane Doe", "John Doe", "J. Doe", people=file)
    assert (found["J. Doe"], ambiguous) == ("Jane Doe", [])
    apart = "- {id: jane, name: Jane Doe, not: [J. Doe]}\n"
    assert who("Jane Doe", "J. Doe", people=apart)[0]["J. Doe"] == "J. Doe"


def test_namesakes_of_the_file_are_ambiguous() -> None:
    file = "- {id: a, name: Yang Liu, variants: [Y. Liu]}\n- {id: b, name: Yi Liu, variants: [Y. Liu]}\n"
    found, ambiguous = who("Y. Liu", people=file)
    assert found["Y. Liu"] == "Y. Liu"
    assert ambiguous == [("Y. Liu", ("Yang Liu", "Yi Liu"))]


def test_spellings_are_kept() -> None:
    papers = [
        Publication(f"p{n}", author=(parse_name(name),)) for n, name in enumerate(["Jane Doe", "J. Doe"])
    ]
    (author,) = Identities(papers).authors_of(papers[1])
    assert (author.label, author.spellings) == ("Jane Doe", ["J. Doe"])
    assert name_key(Name("Doe", "J.")) == "j doe"


# In a project

CONF = '\npubs_people = "people.yaml"\n'
BIB = PAPERS + "@misc{short, author = {J. Ko}, title = {Short}, year = 2022}\n"


@pytest.fixture
def group(project: Project) -> Project:
    return project.write({"people.yaml": FILE, "papers.bib": BIB})


def keys(built: Built) -> list[str]:
    return [
        str(entry["data-key"]) for entry in BeautifulSoup(built.page(), "html.parser").select(".pubs-entry")
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (":author: jongwoo-ko", ["yang-2024", "ko-2023", "short"]),
        (":author: !jongwoo-ko", ["old-note"]),
        (":author: jongwoo-ko, Ada Example", ["yang-2024", "ko-2023", "short", "old-note"]),
        (":member-of: lab", ["yang-2024", "ko-2023", "old-note"]),
        (":member-of: !lab", ["short"]),
        (":member-of: lab\n   :filter: year = 2023", ["ko-2023"]),
    ],
)
def test_selecting(group: Project, options: str, expected: list[str]) -> None:
    group.write({"index.rst": f"T\n=\n\n.. publications::\n   {options}\n"})
    built = group.build(conf=CONF)
    assert built.warnings == []
    assert keys(built) == expected


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        (":author: jongwoo-ko", "(:year: 1850 :author: jongwoo-ko)"),
        (":author: !jongwoo-ko, Ko", "(:year: 1850 :author: !jongwoo-ko, Ko)"),
        (":member-of: lab", ":member-of: lab"),
    ],
)
def test_messages_contain_the_options_as_written(group: Project, option: str, expected: str) -> None:
    group.write({"index.rst": f"T\n=\n\n.. publications::\n   {option}\n   :year: 1850\n"})
    (warning,) = group.build(conf=CONF).warnings
    assert expected in warning
    assert "(person)" not in warning


def test_names_with_quotes_and_braces(group: Project) -> None:
    names = """['J. "o''b} K', 'J. Ko']"""
    group.write(
        {"people.yaml": f"- {{id: ko, name: Jongwoo Ko, variants: {names}, groups: {{lab: 2000-}}}}\n"}
    )
    for option in (":member-of: lab", ":author: ko"):
        group.write({"index.rst": f"T\n=\n\n.. publications::\n   {option}\n"})
        built = group.build(conf=CONF)
        assert built.warnings == []
        assert keys(built) == ["yang-2024", "ko-2023", "short"]


def test_large_groups(group: Project) -> None:
    many = "".join(
        f"- {{id: p{n}, name: Person Number{n}, groups: {{lab: 2000-2020}}}}\n" for n in range(500)
    )
    group.write({"people.yaml": many + "- {id: ko, name: Jongwoo Ko, groups: [lab]}\n"})
    group.write({"index.rst": "T\n=\n\n.. publications::\n   :member-of: lab\n"})
    built = group.build(conf=CONF)
    assert built.warnings == []
    assert keys(built) == ["yang-2024", "ko-2023", "short"]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (":member-of: labs", "Did you mean “lab”"),
        (":member-of:", "option “member-of”: the value is empty. Name a group of the people file"),
    ],
)
def test_unknown_groups(group: Project, option: str, message: str) -> None:
    group.write({"index.rst": f"T\n=\n\n.. publications::\n   {option}\n"})
    (warning,) = group.build(conf=CONF).warnings
    assert message in warning


def test_groups_without_a_file(page: Page) -> None:
    (warning,) = page("T\n=\n\n.. publications::\n   :member-of: lab\n").warnings
    assert "no people file is configured, or it could not be read. Set pubs_people in conf.py to" in warning


def test_people_are_found_by_any_name(project: Project) -> None:
    bib = (
        "@misc{a, author = {Doe, Jane}, title = {A}, year = 2001}\n"
        "@misc{b, author = {J. Doe and Yang Liu}, title = {B}, year = 2002}\n"
        '@misc{c, author = {Yang Liu}, author+an:id = {1="yang-liu-other"}, title = {C}, year = 2003}\n'
    )
    file = "- {id: jane, name: Jane Doe, groups: lab}\n"
    file += "- {id: liu, name: Yang Liu, variants: [Y. Liu], groups: lab}\n"
    project.write({"papers.bib": bib, "people.yaml": file})
    for option, expected in (
        (":author: jane", ["b", "a"]),
        (":author: Jane Doe", ["b", "a"]),
        (":first-author: jane", ["b", "a"]),
        (":author: liu", ["b"]),
        (":author: Y. Liu", ["b"]),
        (":member-of: lab", ["b", "a"]),
        (":member-of: !lab", ["c"]),
    ):
        project.write({"index.rst": f"T\n=\n\n.. publications::\n   {option}\n"})
        assert keys(project.build(conf=CONF)) == expected, option


JANE = "- {id: jane, name: Jane Doe, groups: lab}\n"


@pytest.mark.parametrize("highlight", ["jane", "Jane Doe", "lab"])
def test_names_are_highlighted_in_any_spelling(project: Project, highlight: str) -> None:
    bib = "@misc{a, author = {Jane Doe}, title = {A}, year = 2001}\n"
    bib += "@misc{b, author = {J. Doe}, title = {B}, year = 2002}\n"
    index = "T\n=\n\n.. publications::\n   :year: 2002\n"
    project.write({"papers.bib": bib, "index.rst": index, "people.yaml": JANE})
    conf = f'{CONF}pubs_highlight = ["{highlight}"]\n'
    assert "<strong>J. Doe</strong>" in project.build(conf=conf).page()
    project.write({"papers.bib": bib + "@misc{c, author = {John Doe}, title = {C}, year = 2003}\n"})
    assert "<strong>J. Doe</strong>" not in project.build(conf=conf).page()


def test_groups_are_highlighted(group: Project) -> None:
    group.write({"index.rst": "T\n=\n\n.. publications::\n"})
    built = group.build(conf=CONF + 'pubs_highlight = ["lab"]\n')
    page = BeautifulSoup(built.page(), "html.parser")
    assert {name.get_text() for name in page.select(".pubs-highlight")} == {
        "Jongwoo Ko",
        "J. Ko",
        "Ada Example",
    }


PAGES = CONF + "pubs_pages = True\n"


def test_the_page_of_a_person(group: Project) -> None:
    group.write({"index.rst": "T\n=\n\n.. publications::\n"})
    built = group.build(conf=PAGES)
    assert built.warnings == []
    page = BeautifulSoup(built.page("people/jongwoo-ko"), "html.parser")
    assert page.select_one("h1").get_text() == "Jongwoo Ko"  # type: ignore[union-attr]
    assert [a["href"] for a in page.select(".pubs-about a")] == [
        "https://orcid.org/0000-0002-1825-0097",
        "https://ko.example.org",
    ]
    assert page.select_one(".pubs-also").get_text(strip=True) == "Also published as: J. Ko"  # type: ignore[union-attr]
    assert "people/ada.html" in built.tree()


def test_an_edited_file_updates_the_pages(group: Project) -> None:
    group.write({"index.rst": "T\n=\n\n.. publications::\n   :author: jongwoo-ko\n"})
    group.build(conf=PAGES)
    group.write({"people.yaml": FILE.replace("J. Ko, ", "").replace("name: Jongwoo Ko", "name: Jong-Woo Ko")})
    built = group.build(conf=PAGES)
    clean = group.build(conf=PAGES, out="clean", doctrees="clean-doctrees", fresh=True)
    mine, theirs = built.tree(), clean.tree()
    assert mine.keys() == theirs.keys()
    different = {name for name in mine if mine[name] != theirs[name]}
    assert different <= {".pubs.json", ".buildinfo"}


def test_a_missing_file(project: Project) -> None:
    project.write({"index.rst": "T\n=\n\n.. publications::\n"})
    (warning,) = project.build(conf=CONF).warnings
    assert warning.startswith(
        "conf.py:1: WARNING: The people file “people.yaml” does not exist. Paths in pubs_people are relative"
    )
    assert "[pubs.source_missing]" in warning


def test_an_invalid_file_is_reported_with_its_line(group: Project) -> None:
    group.write({"index.rst": "T\n=\n\n.. publications::\n", "people.yaml": FILE + "- {id: x}\n"})
    for _ in range(2):
        (warning,) = group.build(conf=CONF).warnings
        assert warning.startswith("people.yaml:12: WARNING: A person must have the key “name”")


@pytest.fixture
def in_folder(group: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(group.src)
    entry = "@misc{%s, author = {%s}, title = {T}, year = 2022}\n"
    people = {"a": "Jane Doe", "b": "John Doe and X. Y.", "c": "J. Doe"}
    return group.write({"more.bib": "".join(entry % row for row in people.items())})


def test_the_command(in_folder: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "more.bib", "--only", "ambiguous"]) == cli.PROBLEMS_FOUND
    assert "“J. Doe” is ambiguous; it may be “Jane Doe”, “John Doe”" in capsys.readouterr().out
    in_folder.write({"who.yaml": "- {id: jane, name: Jane Doe, variants: [J. Doe]}\n"})
    assert cli.main(["check", "more.bib", "--only", "ambiguous", "--people", "who.yaml"]) == cli.OK


def test_selecting_by_the_files_of_people_and_venues(
    in_folder: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    in_folder.write(
        {
            "who.yaml": "- {id: jane, name: Jane Doe, variants: [J. Doe], groups: {lab: 2022}}\n- {id: x}\n",
            "where.yaml": "- {id: jl, name: Journal of Layers}\n",
        }
    )
    selections = [
        (["more.bib", "--author", "jane"], ["a", "c"]),
        (["more.bib", "--member-of", "lab"], ["a", "c"]),
        (["papers.bib", "--venues", "where.yaml", "--venue", "jl"], ["ko-2023"]),
    ]
    for words, keys in selections:
        assert cli.main(["list", *words, "--people", "who.yaml", "--format", "keys"]) == cli.OK
        out, err = capsys.readouterr()
        assert out.split() == keys
        assert err.startswith("who.yaml:2: A person must have the key “name”")
    assert cli.main(["list", "more.bib", "--member-of", "lib", "--people", "who.yaml"]) == cli.USAGE_ERROR
    assert "Did you mean “lab”" in capsys.readouterr().err
    assert cli.main(["list", "more.bib", "--member-of", "lab"]) == cli.USAGE_ERROR
    assert "or it could not be read. Name a file with groups as --people." in capsys.readouterr().err
    assert cli.main(["list", "more.bib", "--people", "nope.yaml"]) == cli.USAGE_ERROR
    error = "sphinx-pubs: --people: The people file “nope.yaml” does not exist.\n"
    assert capsys.readouterr().err == error


def test_every_key_is_documented() -> None:
    assert all(field.help.endswith(".") and name == field.name for name, field in FIELDS.items())


# The people themselves

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
WITH_PHOTO = FILE.replace("  affiliation", "  photo: photos/ko.png\n  affiliation")


def people(options: str = "") -> str:
    return f"T\n=\n\n.. publications-people::\n{options}\n"


@pytest.mark.parametrize(
    "builder", ["html", "dirhtml", "singlehtml", "latex", "text", "man", "texinfo", "epub"]
)
@pytest.mark.parametrize("pages", ["", "pubs_pages = True\n"])
def test_people_in_every_builder(group: Project, builder: str, pages: str) -> None:
    group.write({"index.rst": people(), "people.yaml": WITH_PHOTO, "photos/ko.png": PNG})
    assert group.build(builder, conf=CONF + pages).warnings == []


@pytest.mark.parametrize(
    ("builder", "shown"), [("latex", False), ("text", False), ("html", True), ("epub", True)]
)
def test_photos_only_in_formats_that_show_them(group: Project, builder: str, shown: bool) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    group.write(
        {"index.rst": people(), "people.yaml": WITH_PHOTO.replace(".png", ".svg"), "photos/ko.svg": svg}
    )
    built = group.build(builder, conf=CONF)
    assert built.warnings == []
    texts = [
        path.read_text("utf-8", "replace")
        for path in built.outdir.rglob("*.*")
        if path.suffix in (".tex", ".txt", ".html", ".xhtml")
    ]
    assert any("Institute of Tests" in text for text in texts)
    assert any("ko.svg" in text or "{ko}.svg" in text for text in texts) is shown


def test_people_of_a_group(group: Project) -> None:
    group.write(
        {"index.rst": people("   :member-of: lab\n"), "people.yaml": WITH_PHOTO, "photos/ko.png": PNG}
    )
    built = group.build(conf=CONF + "pubs_pages = True\n")
    rows = BeautifulSoup(built.page(), "html.parser").select("ul.pubs-people > li")
    assert [" / ".join(p.get_text() for p in row.select("p")) for row in rows] == [
        "Jongwoo Ko / Institute of Tests, since 2023 / Homepage · ORCID · 3 papers",
        "Ada Example / 1 paper",
    ]
    assert rows[0].img is not None
    assert (built.outdir / str(rows[0].img["src"])).is_file()
    assert [str(row.a and row.a["href"]) for row in rows] == ["people/jongwoo-ko.html", "people/ada.html"]
    page = BeautifulSoup(built.page("people/jongwoo-ko"), "html.parser").select_one("img.pubs-photo")
    assert page is not None
    assert (built.outdir / "people" / str(page["src"])).resolve().is_file()


def test_menus_list_each_person_once(group: Project) -> None:
    group.write({"index.rst": "T\n=\n\n.. publications::\n   :filterable: author\n"})
    built = group.build(conf=CONF)
    assert built.warnings == []
    data = json.loads(str(BeautifulSoup(built.page(), "html.parser").select_one("script.pubs-index").string))  # type: ignore[union-attr]
    terms = data["facets"]["author"]["terms"]
    assert "Jongwoo Ko" in terms
    assert "J. Ko" not in terms


def test_people_are_updated_with_the_data(group: Project) -> None:
    group.write({"index.rst": people()})
    group.build(conf=CONF)
    group.write({"papers.bib": BIB + "@misc{z, author = {Ada Example}, title = {Z}, year = 2020}\n"})
    assert "2 papers" in group.build(conf=CONF).page()


def test_people_without_a_file(page: Page) -> None:
    built = page(people())
    assert built.warnings == []
    names = [li.get_text() for li in BeautifulSoup(built.page(), "html.parser").select("ul.pubs-terms li")]
    assert names == ["Ada Example (1)", "Jongwoo Ko (2)", "Yongjin Yang (1)", "Se-Young Yun (1)"]


def test_people_without_a_group(group: Project) -> None:
    group.write({"index.rst": people("   :member-of: lib\n")})
    (warning,) = group.build(conf=CONF).warnings
    assert warning.startswith(
        "index.rst:5: ERROR: publications-people: option “member-of”: unknown group “lib”."
    )
    group.write({"index.rst": people("   :member-of:\n")})
    (empty,) = group.build(conf=CONF).warnings
    assert "option “member-of”: the value is empty. Name a group of the people file." in empty


@pytest.mark.parametrize(
    ("photo", "message"),
    [("no.png", "is not in the source directory"), ("conf.py", "is not an image"), ("../x.png", "is not in")],
)
def test_invalid_photos(group: Project, photo: str, message: str) -> None:
    group.write({"index.rst": people(), "people.yaml": WITH_PHOTO.replace("photos/ko.png", photo)})
    (warning,) = group.build(conf=CONF).warnings
    assert f"The photo “{photo}” of “jongwoo-ko” {message}" in warning
    assert f"people.yaml:{WITH_PHOTO.splitlines().index('  photo: photos/ko.png') + 1}:" in warning


@pytest.mark.parametrize(
    ("spans", "written"),
    [
        ([Membership("lab", 2019, 2021)], "2019–2021"),
        ([Membership("lab", 2019, 2019)], "2019"),
        ([Membership("lab", 2019, 2021), Membership("lab", 2023)], "2019–2021, since 2023"),
        ([Membership("lab", None, 2021)], "until 2021"),
        ([Membership("lab")], ""),
    ],
)
def test_years_of_members(spans: list[Membership], written: str) -> None:
    assert roster.format_years(spans) == written


MORE_OF_KO = (
    "  role: Professor\n  email: ko@tests.example.org\n  links:\n    GitHub: https://github.com/example\n"
)


def test_roles_links_and_mail(group: Project) -> None:
    file = WITH_PHOTO.replace("  photo:", f"{MORE_OF_KO}  photo:")
    group.write({"index.rst": people("   :member-of: lab\n"), "people.yaml": file, "photos/ko.png": PNG})
    built = group.build(conf=CONF + 'pubs_pages = True\nhtml_baseurl = "https://lab.example.org"\n')
    assert built.warnings == []
    row = BeautifulSoup(built.page(), "html.parser").select("ul.pubs-people > li")[0]
    assert "Professor, Institute of Tests, since 2023" in row.get_text()
    hrefs = {a.get_text(): a["href"] for a in row.select("a")}
    assert hrefs["GitHub"] == "https://github.com/example"
    assert hrefs["ko@tests.example.org"] == "mailto:ko%40tests.example.org"
    page = built.page("people/jongwoo-ko")
    about = BeautifulSoup(page, "html.parser").select_one(".pubs-about")
    assert about is not None
    assert about.get_text().startswith("Professor, Institute of Tests · ORCID")
    assert about.get_text().endswith(" · GitHub · ko@tests.example.org")
    data = json.loads(
        str(BeautifulSoup(page, "html.parser").select_one('[type="application/ld+json"]').string)
    )  # type: ignore[union-attr]
    person = data["@graph"][0]
    assert person["jobTitle"] == "Professor"
    assert "https://github.com/example" in person["sameAs"]
    assert not any("mailto" in url for url in person["sameAs"])
    assert '<meta property="og:type" content="profile" />' in page
    assert '<meta property="og:url" content="https://lab.example.org/people/jongwoo-ko.html" />' in page
    assert '<meta property="og:image" content="https://lab.example.org/_downloads/' in page


def test_authors_have_metadata(group: Project) -> None:
    group.write({"index.rst": people(), "people.yaml": WITH_PHOTO, "photos/ko.png": PNG})
    conf = CONF + 'pubs_pages = True\nhtml_baseurl = "https://lab.example.org"\n'

    def author() -> Any:
        page = BeautifulSoup(group.build(conf=conf).page("papers/ko-2023"), "html.parser")
        return json.loads(str(page.select_one('[type="application/ld+json"]').string))["author"][0]  # type: ignore[union-attr]

    found = author()
    assert found["url"] == "https://lab.example.org/people/jongwoo-ko.html"
    assert found["sameAs"].startswith("https://orcid.org/")
    group.write({"people.yaml": WITH_PHOTO.replace("  orcid:", "  #orcid:")})
    assert "sameAs" not in author()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("orcid: x", "“x” is not a valid ORCID iD. Write 16 digits, such as 0000-0002-1825-0097"),
        ("orcid: 0000-0002-1825-0098", "the checksum is wrong"),
        ("email: nobody", "“nobody” is not a valid e-mail address"),
        ("email: 'a@b.org?bcc=c@d.org, x@y.org'", "is not a valid e-mail address"),
        ("links: https://x.example.org", "must be labels with addresses"),
        ("links: {Home: 'javascript:alert(1)'}", "must be an address that begins with https://"),
        ("role: [a]", "must be text"),
    ],
)
def test_invalid_values(line: str, message: str) -> None:
    people, (problem,) = parse_people(f"- id: a\n  name: A B\n  {line}\n", "people.yaml")
    assert people.by_id["a"].name == "A B"
    assert message in problem.message
    assert problem.origin.line == 3


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (":author: Jongwo Ko", "No paper has the author “Jongwo Ko”. Did you mean “Jongwoo Ko”?"),
        (":author: jongwo-ko", "No paper has the author “jongwo-ko”. Did you mean “jongwoo-ko”"),
        (":author: Yangg", "No paper has the author “Yangg”. Did you mean “Yongjin Yang”?"),
        (":first-author: Jongwo Ko, !Yang", "Did you mean “Jongwoo Ko”?"),
        (
            ":venue: Journal of Lairs",
            "No paper has the venue “Journal of Lairs”. Did you mean “Journal of Layers”?",
        ),
        (":author: Qqqq", "[pubs.empty]"),
        (":member-of: lab, !lab\n   :limit: 3", "of this list (:member-of: lab, !lab). [pubs.empty]"),
        (":author: Ko\n   :year: 1850", "(:year: 1850 :author: Ko). [pubs.empty]"),
    ],
)
def test_unknown_names_are_reported_with_similar_ones(group: Project, option: str, message: str) -> None:
    group.write({"index.rst": f"T\n=\n\n.. publications::\n   {option}\n"})
    (warning,) = group.build(conf=CONF).warnings
    assert "no papers match the options" in warning
    assert message in warning


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("Jongwoo Ko", ""),
        ("lab", ""),
        ("jongwoo-ko", ""),
        (
            "Jongwo Ko",
            "conf.py:1: WARNING: pubs_highlight: unknown author, person or group “Jongwo Ko”. Did",
        ),
        ("libb", "unknown author, person or group “libb”. [pubs.option]"),
        (
            "Jongwo Ko",
            "unknown author, person or group “Jongwo Ko”. Did you mean “Jongwoo Ko”? [pubs.option]",
        ),
    ],
)
def test_unknown_highlighted_names(group: Project, names: str, message: str) -> None:
    group.write({"index.rst": "T\n=\n\n.. publications::\n"})
    built = group.build(conf=f"{CONF}pubs_highlight = [{names!r}]\n")
    assert len(built.warnings) == bool(message)
    assert message in "".join(built.warnings)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("- id: a\n  name: A B\n", "nobody in the people file has “groups”"),
        ("", "it could not be read. Set pubs_people in conf.py to a file with groups."),
    ],
)
def test_no_groups_at_all(group: Project, file: str, message: str) -> None:
    group.write({"index.rst": "T\n=\n\n.. publications::\n   :member-of: lab\n", "people.yaml": file})
    assert message in group.build(conf=CONF).warnings[-1]


@pytest.mark.parametrize("value", ["jongwoo-ko", "Jongwoo Ko", "Ko"])
def test_first_authors(group: Project, value: str) -> None:
    group.write({"index.rst": f"T\n=\n\n.. publications::\n   :first-author: {value}\n"})
    assert keys(group.build(conf=CONF)) == ["ko-2023", "short"]
