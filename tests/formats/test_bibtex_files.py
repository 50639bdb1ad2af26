"""Real bibliographies: every entry is shown or reported, and survives a round trip."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.codec import read, write
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Publication
from tests.formats.bibtex_rows import DATA, plain

INDEX = DATA / "INDEX.tsv"
pytestmark = pytest.mark.skipif(not INDEX.exists(), reason="the shared test data is not here")
#: The count in the index omits the entry on the first line, after the byte order mark.
MISCOUNTED = {"pluscommunication-gscholar.bib": 997}
#: Numbers of problems by code, for files that have any.
PROBLEMS = {
    "4c-multiphysics-papers.bib": {"name": 1},
    "davidbradway-mendeley.bib": {"date": 1, "name": 1, "value": 1},
    "gacgorge-Theo.bib": {"name": 3},
    "jabref-encoding-windows-1252-with-header.bib": {"missing_key": 1},
    "plk-dateformats.bib": {"date": 4},
    "plk-names.bib": {"name": 1},
    "pluscommunication-gscholar.bib": {"duplicate_field": 997},
}


def rows() -> list[tuple[str, int]]:
    if not INDEX.exists():
        return []
    with INDEX.open(encoding="utf-8", newline="") as stream:
        return [(row["file"], int(row["entries"])) for row in csv.DictReader(stream, delimiter="\t")]


def load(path: Path) -> list[Publication | Problem]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return list(read([Source(path.name, text.replace("\r\n", "\n").replace("\r", "\n"))]))


@pytest.mark.parametrize(("name", "entries"), rows())
def test_every_entry_is_shown_or_reported_and_survives_a_round_trip(name: str, entries: int) -> None:
    items = load(DATA / name)
    publications = [item for item in items if isinstance(item, Publication)]
    problems = [item for item in items if isinstance(item, Problem)]
    ignored = sum(problem.entries for problem in problems)
    assert len(publications) + ignored == MISCOUNTED.get(name, entries)
    counts: dict[str, int] = {}
    for problem in problems:
        counts[problem.code.value] = counts.get(problem.code.value, 0) + 1
    assert counts == PROBLEMS.get(name, {})
    again = [item for item in read([Source(name, write(publications))]) if isinstance(item, Publication)]
    assert [_identity(paper) for paper in again] == [_identity(paper) for paper in publications]


def _identity(paper: Publication) -> tuple[object, ...]:
    """Return the values that are the same in BibTeX and BibLaTeX; for others, see test_round_trips."""
    return (paper.title, paper.author, paper.editor, paper.doi, paper.url, paper.abstract)


#: The result of biber for entries of biblatex-examples (inherited titles, names, types).
BIBER = {
    "westfahl:space": {
        "container_title": "Space and Beyond: The Frontier Theme in Science Fiction",
        "publisher": "Greenwood",
        "publisher_place": "Westport, Conn. and London",
        "editor": ["Westfahl, Gary"],
    },
    "kant:kpv": {
        "title": "Kritik der praktischen Vernunft",
        "container_title": "Kants Werke. Akademie Textausgabe",
        "volume": "5",
        "variables": {
            "volume-title": "Kritik der praktischen Vernunft. Kritik der Urtheilskraft",
            "citation-label": "KpV",
            "title-short": "Kritik der praktischen Vernunft",
        },
        "names": {"container-author": ["Kant, Immanuel"]},
    },
    "laufenberg": {"genre": "European patent", "number": "1700367", "issued": "2006-9-13"},
    "geer": {"genre": "PhD thesis", "publisher": "Uppsala Universitet", "author": ["de Geer, Ingrid"]},
    "kastenholz": {"page": "124106", "doi": "10.1063/1.2172593"},
}
#: The result of BibTeX for entries of xampl.
XAMPL = {
    "article-crossref": {
        "container_title": "G-Animal's Journal",
        "volume": "41",
        "issue": "7",
        "issued": "1986-7",
    },
    "incollection-crossref": {
        "container_title": "High Speed Computer and Algorithm Organization",
        "publisher": "Academic Press",
    },
    "inproceedings-full": {
        "container_title": "Proc. Fifteenth Annual ACM Symposium on the Theory of Computing",
        "publisher": "Academic Press",
        "custom": {"organization": "The OX Association for Computing Machinery"},
    },
    "inproceedings-crossref": {"publisher": "", "editor": []},
    # In BibLaTeX, the title of the parent becomes that of the book; BibTeX's styles cite the parent.
    "inbook-crossref": {
        "container_title": "The Art of Computer Programming",
        "title": "Fundamental Algorithms",
    },
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("plk-biblatex-examples.bib", BIBER), ("brechtm-xampl.bib", XAMPL)],
    ids=["biber", "BibTeX"],
)
def test_examples_of_programs_give_the_same_result_as_the_programs(
    name: str, expected: dict[str, dict[str, object]]
) -> None:
    publications = {item.key: item for item in load(DATA / name) if isinstance(item, Publication)}
    assert {key: plain(publications[key], *row) for key, row in expected.items()} == expected
