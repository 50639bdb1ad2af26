"""Loading the library of a build with its files of people and venues."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_pubs.project.digests import digest_of, templates_digest
from sphinxext_pubs.project.loaded_library import CACHE_NAME
from sphinxext_pubs.project.record_files import record_bytes, record_files
from sphinxext_pubs.project.settings import Settings
from tests.project.conftest import PAPERS, load_bibtex, make_project

PEOPLE = "- id: jko\n  name: Jongwoo Ko\n  photo: ko.png\n  groups: [lab]\n"
VENUES = "- id: layers\n  name: Journal of Layers\n  acronym: JOL\n"


def messages(folder: Path, bibtex: str = PAPERS, **settings: object) -> list[str]:
    loaded = make_project(folder, bibtex, **settings).project.loaded
    return [f"{problem.code.value}: {problem.message}" for problem in loaded.problems]


def test_a_library_has_its_people_venues_files_and_kinds_of_link(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "venues.yaml").write_text(VENUES, encoding="utf-8")
    for name in ("ko.png", "ko.pdf"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    bibtex = PAPERS.replace("title = {On Layers}", "title = {On Layers}, pdf = {ko.pdf}")
    loaded = make_project(tmp_path, bibtex, people="people.yaml", venues="venues.yaml").project.loaded
    paper = loaded.library.get("ko")
    assert paper is not None
    assert loaded.problems == ()
    assert loaded.rels == frozenset({"pdf"})
    assert (loaded.files.of(paper), loaded.files.photos) == ({"ko.pdf": "ko.pdf"}, {"jko": "ko.png"})
    assert loaded.venue_names.find_for_paper(paper).short == "JOL"
    assert loaded.people.resolve("lab") == frozenset({"jko"})


def test_a_library_is_kept_in_the_folder_of_caches(tmp_path: Path) -> None:
    make_project(tmp_path).project.load()
    assert (tmp_path / CACHE_NAME).is_file()


def test_private_fields_are_removed(tmp_path: Path) -> None:
    bibtex = "@misc{a, title = {A}, note = {Secret}, abstract = {Public}}"
    paper = make_project(tmp_path, bibtex, private=("note",)).project.library.get("a")
    assert paper is not None
    assert (str(paper.note), str(paper.abstract)) == ("", "Public")


@pytest.mark.parametrize(
    ("settings", "code", "parts"),
    [
        ({"people": "no.yaml"}, "source_missing", ["people", "no.yaml"]),
        ({"venues": "no.yaml"}, "source_missing", ["venues", "no.yaml"]),
        ({"people": "\0"}, "source_missing", ["people"]),
        ({"people": "bad.yaml"}, "people", ["name"]),
        ({"venues": "bad.yaml"}, "venues", ["name"]),
        ({"people": "people.yaml"}, "local_file", ["“ko.png”", "“jko”"]),
        ({"highlight": ("Jongwo Ko",)}, "option", ["pubs_highlight", "“Jongwo Ko”", "“Jongwoo Ko”"]),
    ],
    ids=[
        "no people file",
        "no venues file",
        "a path that is not valid",
        "an invalid person",
        "an invalid venue",
        "a missing photo",
        "an unknown name",
    ],
)
def test_problems_in_the_files_of_a_project_are_reported(
    tmp_path: Path, settings: dict[str, object], code: str, parts: list[str]
) -> None:
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("- id: bad\n", encoding="utf-8")
    (message,) = messages(tmp_path, **settings)
    assert message.startswith(f"{code}: ")
    assert all(part in message for part in parts), message


@pytest.mark.parametrize(
    ("bibtex", "highlight"),
    [
        (PAPERS, ()),
        (PAPERS, ("Ko, Jongwoo", "lab", "jko")),
        ("@book{b, editor = {Lee, Ann}, title = {B}}", ("Ann Lee",)),
        ("", ("Nobody",)),
    ],
    ids=["none", "an author, a group and a person", "an editor", "an empty library"],
)
def test_known_names_in_bold_are_not_reported(
    tmp_path: Path, bibtex: str, highlight: tuple[str, ...]
) -> None:
    (tmp_path / "people.yaml").write_text(PEOPLE.replace("  photo: ko.png\n", ""), encoding="utf-8")
    found = messages(tmp_path, bibtex, people="people.yaml", highlight=highlight)
    assert [message for message in found if "pubs_highlight" in message] == []


@pytest.mark.parametrize(("wanted", "names"), [((), []), (("Yang",), []), (("jko",), ["jongwoo ko"])])
def test_names_are_in_bold_because_of_who_people_are(wanted: tuple[str, ...], names: list[str]) -> None:
    loaded = load_bibtex(people="- id: jko\n  name: Jongwoo Ko\n")
    assert loaded.highlighted_names(wanted) == names


@pytest.mark.parametrize(
    ("settings", "files", "contents"),
    [
        (Settings(), (), ()),
        (Settings(venues="v.yaml"), ("v.yaml",), (None,)),
        (Settings(people="p.yaml", venues="v.yaml"), ("p.yaml", "v.yaml"), (b"- id: a", None)),
        (Settings(people="\0"), ("\0",), (None,)),
    ],
)
def test_the_files_of_people_and_venues_are_read_as_bytes(
    tmp_path: Path, settings: Settings, files: tuple[str, ...], contents: tuple[bytes | None, ...]
) -> None:
    (tmp_path / "p.yaml").write_bytes(b"- id: a")
    assert record_files(settings) == files
    assert record_bytes(settings, tmp_path) == contents


def test_equal_data_has_equal_digests() -> None:
    assert digest_of("a", (1, 2)) == digest_of("a", (1, 2))
    assert len({digest_of("a"), digest_of("a", "a"), digest_of(("a",)), digest_of("aa")}) == 4


def test_the_digest_of_templates_changes_with_their_names_and_content(tmp_path: Path) -> None:
    digests = [templates_digest([tmp_path])]
    (tmp_path / "pubs").mkdir()
    for name, content in ("card.html", "one"), ("card.html", "two"), ("table.html", "two"), ("x.txt", "x"):
        (tmp_path / "pubs" / name).write_text(content, encoding="utf-8")
        digests.append(templates_digest([tmp_path]))
    assert len(set(digests[:4])) == 4
    assert digests[4] == digests[3], "only templates count"
