"""Local files: found in the source directory, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_pubs.entities.people import People, parse_people
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.project.local_files import (
    LocalFiles,
    find_files,
    find_photos,
    public_path,
)
from sphinxext_pubs.project.record_files import is_file, paths_unchanged
from tests.project.conftest import PlainSite, read_bibtex


def paper_with(path: str = "papers.bib", **links: str) -> Publication:
    fields = ", ".join(f"{rel} = {{{target}}}" for rel, target in links.items())
    (paper,) = read_bibtex(f"@misc{{a, title = {{A}}, {fields}}}", path)
    return paper


def source_folder(root: Path, *files: str) -> Path:
    """Return a source directory with these files in it, each containing its own path."""
    for name in files:
        path = root / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return root / "source"


@pytest.mark.parametrize(
    ("data", "target", "path", "seen"),
    [
        ("papers.bib", "a.pdf", "a.pdf", {"a.pdf": True}),
        ("papers.bib", "./data/b.pdf", "data/b.pdf", {"./data/b.pdf": True}),
        ("data/papers.bib", "b.pdf", "data/b.pdf", {"data/b.pdf": True}),
        ("data/papers.bib", "a.pdf", "a.pdf", {"data/a.pdf": False, "a.pdf": True}),
        ("data/papers.bib", "../a.pdf", "a.pdf", {"data/../a.pdf": True}),
        ("../outside/papers.bib", "a.pdf", "a.pdf", {"a.pdf": True}),
        ("/outside/papers.bib", "a.pdf", "a.pdf", {"a.pdf": True}),
        ("papers.bib", "missing.pdf", None, {"missing.pdf": False}),
        ("papers.bib", "../outside.pdf", None, {"../outside.pdf": True}),
        ("papers.bib", ".hidden/c.pdf", None, {".hidden/c.pdf": True}),
        ("papers.bib", "conf.py", None, {"conf.py": True}),
        ("papers.bib", "x" * 5000 + ".pdf", None, {"x" * 5000 + ".pdf": False}),
    ],
    ids=[
        "beside the data",
        "below the data",
        "beside data in a folder",
        "from the source directory",
        "above data in a folder",
        "data outside",
        "data at an absolute path",
        "missing",
        "outside",
        "hidden",
        "conf.py",
        "a name that is too long",
    ],
)
def test_a_local_file_is_searched_for_beside_the_data_and_in_the_source_directory(
    tmp_path: Path, data: str, target: str, path: str | None, seen: dict[str, bool]
) -> None:
    root = source_folder(tmp_path, "a.pdf", "data/b.pdf", ".hidden/c.pdf", "conf.py")
    (tmp_path / "outside.pdf").write_text("outside", encoding="utf-8")
    paper = paper_with(data, pdf=target)
    files, problems = find_files([paper], root)
    assert files.of(paper) == ({target: path} if path else {})
    assert files.seen == seen
    assert len(problems) == (path is None)


def test_a_file_that_is_missing_is_reported_at_its_entry(tmp_path: Path) -> None:
    (problem,) = find_files([paper_with(slides="no.pdf")], tmp_path)[1]
    assert (problem.code.value, problem.origin.path, problem.origin.line) == ("local_file", "papers.bib", 1)
    for part in ("“a”", "slides", "“no.pdf”", "is not in the source directory"):
        assert part in problem.message


def test_addresses_are_not_local_files(tmp_path: Path) -> None:
    files, problems = find_files([paper_with(pdf="https://example.org/a.pdf")], tmp_path)
    assert (files, problems) == (LocalFiles(), [])


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    root = source_folder(tmp_path, "a.pdf")
    (tmp_path / "outside.pdf").write_text("outside", encoding="utf-8")
    (root / "inside-link.pdf").symlink_to(root / "a.pdf")
    (root / "outside-link.pdf").symlink_to(tmp_path / "outside.pdf")
    assert public_path(root / "inside-link.pdf", root.resolve()) == "a.pdf"
    assert public_path(root / "outside-link.pdf", root.resolve()) is None


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({"pdf": "a.pdf"}, ("a.pdf", "a.pdf")),
        ({"pdf": "A.PDF"}, ("A.PDF", "A.PDF")),
        ({"slides": "a.pdf"}, None),
        ({"pdf": "a.txt"}, None),
        ({"pdf": "missing.pdf"}, None),
        ({"slides": "a.pdf", "pdf": "A.PDF"}, ("A.PDF", "A.PDF")),
        ({}, None),
    ],
)
def test_the_pdf_of_a_paper_is_its_first_link_to_one(
    tmp_path: Path, links: dict[str, str], expected: tuple[str, str] | None
) -> None:
    root = source_folder(tmp_path, "a.pdf", "A.PDF", "a.txt")
    paper = paper_with(**links)
    assert find_files([paper], root)[0].pdf_of(paper) == expected


def people_with(photo: str) -> People:
    people, problems = parse_people(
        f"- id: ann\n  name: Ann Lee\n  photo: {photo}\n- id: bo\n  name: Bo Day\n", "people.yaml"
    )
    assert problems == []
    return people


@pytest.mark.parametrize(
    ("photo", "path", "reason"),
    [
        ("ann.png", "team/ann.png", ""),
        ("photos/bo.jpg", "photos/bo.jpg", ""),
        ("missing.png", None, "is not in the source directory"),
        ("team.txt", None, "is not an image"),
    ],
)
def test_a_photo_is_an_image_in_the_source_directory(
    tmp_path: Path, photo: str, path: str | None, reason: str
) -> None:
    root = source_folder(tmp_path, "team/ann.png", "photos/bo.jpg", "team/team.txt")
    files = LocalFiles()
    problems = find_photos(people_with(photo), "team", root, files, PlainSite().is_image)
    assert files.photos == ({"ann": path} if path else {})
    assert len(problems) == bool(reason)
    for problem in problems:
        assert all(part in problem.message for part in (f"“{photo}”", "“ann”", reason))


@pytest.mark.parametrize(
    ("seen", "unchanged"),
    [
        ({}, True),
        ({"a.pdf": True, "b.pdf": False}, True),
        ({"b.pdf": True}, False),
        ({"a.pdf": False}, False),
    ],
    ids=["nothing was searched for", "as before", "removed", "added"],
)
def test_paths_are_unchanged_if_the_same_ones_exist(
    tmp_path: Path, seen: dict[str, bool], unchanged: bool
) -> None:
    assert paths_unchanged(seen, source_folder(tmp_path, "a.pdf")) is unchanged


@pytest.mark.parametrize("name", ["a.pdf", "b.pdf", "folder", "\0", "x" * 5000])
def test_a_file_exists_under_a_name_that_the_system_takes(tmp_path: Path, name: str) -> None:
    (source_folder(tmp_path, "a.pdf") / "folder").mkdir()
    assert is_file(tmp_path / "source" / name) is (name == "a.pdf")
