"""Entries with one key: one paper is shown once, different papers all."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_pubs.library.load import load
from sphinxext_pubs.library.repeated_keys import resolve_repeated_keys
from sphinxext_pubs.library.sources import Loaded
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import text_of


def keys(loaded: Loaded) -> list[str]:
    return [publication.key for publication in loaded.library]


def titles(loaded: Loaded) -> list[str]:
    return [str(publication.title) for publication in loaded.library]


MOUNTAINS = "title={On the heights of mountains}"
PAIRS = {
    # name: fields of two entries, and whether they are of one paper
    "equal": (MOUNTAINS, MOUNTAINS, True),
    "another notation": (MOUNTAINS, "title={{On the {H}eights of \\emph{Mountains}.}}", True),
    "accents": ("title={Über allen Gipfeln ist Ruh}", 'title={{\\"U}ber allen Gipfeln ist Ruh}', True),
    "another title": (MOUNTAINS, "title={On the depths of valleys}", False),
    "another subtitle": (MOUNTAINS, MOUNTAINS + ", subtitle={Second part}", False),
    "another year": (MOUNTAINS + ", year=2020", MOUNTAINS + ", year=2021", True),
    "one DOI": (MOUNTAINS + ", doi={10.1000/a}", MOUNTAINS + ", doi={https://doi.org/10.1000/A}", True),
    "other DOIs": (MOUNTAINS + ", doi={10.1000/a}", MOUNTAINS + ", doi={10.1000/b}", False),
    "a DOI in one of the two": (MOUNTAINS + ", doi={10.1000/a}", MOUNTAINS, True),
    "one DOI and no title": ("doi={10.1000/a}, year=2020", "doi={10.1000/a}, year=2021", True),
    "no title": ("author={Doe, Ann}", "author={Roe, Ben}", False),
    "no title, one author": ("author={Doe, Ann}, year=2020", "author={Doe, A.}", True),
    "a generic title of two authors": (
        "title={Editorial}, author={Doe, Ann}",
        "title={Editorial}, author={Roe, Ben}",
        False,
    ),
    "a generic title of two years": ("title={Editorial}, year=2020", "title={Editorial}, year=2021", False),
    "a generic title": ("title={Editorial}, year=2020", "title={Editorial}", True),
    "no words": ("title={道德經}", "title={論語}", False),
}


@pytest.mark.parametrize(("first", "second", "same"), PAIRS.values(), ids=PAIRS)
def test_different_papers_with_one_key_are_both_shown(
    tmp_path: Path, first: str, second: str, same: bool
) -> None:
    (tmp_path / "a.bib").write_text(f"@article{{k, {first}}}\n@article{{k, {second}}}\n", "utf-8")
    loaded = load(["a.bib"], tmp_path)
    (problem,) = loaded.problems
    assert keys(loaded) == (["k"] if same else ["k", "kb"])
    assert (problem.code, str(problem.origin), problem.entries) == (
        Code.DUPLICATE_KEY,
        "a.bib:2",
        1 if same else 0,
    )
    assert problem.message == (
        "Duplicate key “k”: the entry at a.bib:1 is used. Rename or remove one of the two."
        if same
        else "Duplicate key “k”: it is the key of another paper at a.bib:1; both are shown. "
        "Cite this paper as “kb”, or rename one of the two."
    )


FILES = {
    "a.bib": "@article{k, title={The first of the papers}}\n",
    "b.json": '[{"id": "k", "type": "book", "title": "The second of the papers"}]',
    "c.ris": "TY  - JOUR\nID  - k\nTI  - The third of the papers\nER  - \n",
    "d.bib": "@article{k, title={The third of the papers}}\n"
    "@misc{kb, title={B}}\n@misc{x, ids={KD}, title={X}}",
}


def test_keys_are_resolved_in_all_files_and_formats(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    loaded = load(list(FILES), tmp_path)
    assert keys(loaded) == ["k", "kc", "ke", "kb", "x"]
    assert titles(loaded)[1:3] == ["The second of the papers", "The third of the papers"]
    assert [(str(problem.origin), problem.entries) for problem in loaded.problems] == [
        ("b.json:1", 0),
        ("c.ris:1", 0),
        ("d.bib:1", 1),
    ]
    assert "the entry at c.ris:1 is used" in loaded.problems[-1].message
    assert loaded.library.get("kc") is loaded.library.publications[1]


def test_keys_that_differ_in_their_unicode_form_are_one(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@misc{M\u00fcller, title={On the heights}}\n", "utf-8")
    (tmp_path / "b.bib").write_text("@misc{Mu\u0308ller, title={On the depths}}\n", "utf-8")
    (tmp_path / "c.json").write_text('[{"id": "Mu\\u0308ller", "type": "book", "title": "On the depths"}]')
    loaded = load(["a.bib", "b.bib", "c.json"], tmp_path)
    assert keys(loaded) == ["M\u00fcller", "M\u00fcllerb"]
    assert [str(problem.origin) for problem in loaded.problems] == ["b.bib:1", "c.json:1"]
    assert "a.bib:1" in loaded.problems[0].message
    assert "differ only in their Unicode form" in loaded.problems[1].message


def test_keys_are_composed(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text('[{"id": "Mu\\u0308ller", "type": "book", "title": "On the depths"}]')
    loaded = load(["c.json"], tmp_path)
    assert (keys(loaded), loaded.problems) == (["M\u00fcller"], ())


def test_a_crossref_refers_to_the_first_paper_of_a_key(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(
        "@inproceedings{c, title={C}, crossref={p}}\n@proceedings{p, title={On the heights of mountains}}\n"
        "@proceedings{p, title={On the depths of valleys}}\n"
    )
    loaded = load(["a.bib"], tmp_path)
    assert keys(loaded) == ["c", "p", "pb"]
    assert str(loaded.library.publications[0].container_title) == "On the heights of mountains"


def test_there_are_letters_for_any_number_of_papers() -> None:
    papers = [Publication("k", title=text_of(f"Paper number {number}")) for number in range(760)]
    problems: list[Problem] = []
    made = [paper.key for paper in resolve_repeated_keys(papers, problems)]
    assert (made[:3], made[25:28], made[701:704]) == (
        ["k", "kb", "kc"],
        ["kz", "kaa", "kab"],
        ["kzz", "kaaa", "kaab"],
    )
    assert len(set(made)) == len(papers)
    assert len(problems) == len(papers) - 1
