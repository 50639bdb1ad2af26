"""Programs of others read exports: bibtex reads BibTeX, biber reads BibLaTeX, and pandoc reads both."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from sphinxext_pubs.formats import BUILTIN_FORMATS
from sphinxext_pubs.formats.base import Source, load_reader
from sphinxext_pubs.formats.bibtex.writer import write, write_biblatex
from sphinxext_pubs.library import load
from sphinxext_pubs.model.publication import Publication
from tests.conftest import SHARED
from tests.foreign import Foreign
from tests.formats.written_library import papers

FILES = sorted((SHARED / "bib").glob("*.bib")) + sorted((SHARED / "xml").glob("*.xml"))
from_files = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def test_bibtex_has_nothing_to_report_about_any_type(foreign: Foreign) -> None:
    messages, references = foreign.bibtex(write(papers()))
    assert messages == []
    assert references.count("\\bibitem") == len(papers())


@pytest.mark.parametrize("style", ["plain", "abbrvnat", "unsrtnat", "alpha"])
def test_other_styles_have_nothing_to_report(style: str, foreign: Foreign) -> None:
    assert foreign.bibtex(write(papers()), style)[0] == []


def test_biber_has_nothing_to_report_about_any_type(foreign: Foreign) -> None:
    assert foreign.biber(write_biblatex(papers())) == []


def test_papers_of_other_formats_are_written_without_faults(foreign: Foreign) -> None:
    others = [replace(paper, source="", entry_type="") for paper in papers()]
    assert set(foreign.bibtex(write(others))[0]) == {
        "Warning--empty publisher in mvproceedings",
        "Warning--empty publisher in proceedings",
        "Warning--empty publisher in set",
        "Warning--empty author and editor in manual",
    }
    assert {line.partition("): ")[2] for line in foreign.biber(write_biblatex(others))} == {
        "Missing mandatory field 'author'",
        "Missing mandatory field 'editor'",
    }


# Files of other formats

CSL = [
    {"type": "article-journal", "title": "A", "container-title": "J", "volume": "1", "issue": "2"},
    {"type": "paper-conference", "title": "B", "container-title": "Proc.", "event-title": "Conf"},
    {"type": "chapter", "title": "C", "container-title": "Book", "publisher": "P", "language": "de-CH"},
    {"type": "book", "title": "D", "publisher": "P", "number-of-pages": "9", "collection-title": "S"},
    {"type": "thesis", "title": "E", "publisher": "U", "genre": "Master's thesis"},
    {"type": "report", "title": "F", "publisher": "Lab", "number": "9", "collection-title": "Reports"},
    {"type": "webpage", "title": "G", "URL": "https://e.org/", "accessed": {"date-parts": [[2021, 3, 4]]}},
    {"type": "dataset", "title": "H", "publisher": "Zenodo", "version": "2", "DOI": "10.1234/h"},
    {"type": "software", "title": "I", "URL": "https://e.org/i", "custom": {"x": "y"}},
    {"type": "patent", "title": "K", "number": "EP1", "authority": "EPO"},
    {"type": "motion_picture", "title": "L", "director": [{"family": "Roe", "given": "R."}]},
    {"type": "speech", "title": "M", "event-title": "Conf", "event-place": "Rome", "genre": "Talk"},
    {"type": "manuscript", "title": "N", "archive": "Box 4", "note": "Draft"},
    {"type": "entry-encyclopedia", "title": "O", "container-title": "Enc.", "publisher": "P"},
    {"type": "legal_case", "title": "P", "authority": "Court", "volume": "12"},
    {"type": "interview", "title": "Q", "interviewer": [{"family": "Roe", "given": "R."}]},
    {"type": "article-newspaper", "title": "R", "container-title": "Times", "page": "4-5"},
    {"type": "article", "title": "S", "publisher": "arXiv", "number": "2101.00001"},
    {"type": "broadcast", "title": "T", "host": [{"literal": "The Host, Inc."}], "dimensions": "3 h"},
    {"type": "map", "title": "U", "scale": "1:10", "publisher": "P"},
]


def _csl_papers() -> list[Publication]:
    usual = {"author": [{"family": "Berg", "given": "J.", "non-dropping-particle": "Van der"}]}
    items = [
        {"id": item["title"], "issued": {"date-parts": [[2020, 5]]}, **usual, **item}  # type: ignore[dict-item]
        for item in CSL
    ]
    return _read("csl-json", json.dumps(items))


RIS = """TY  - JOUR
AU  - Doe, Jane
TI  - One
JO  - Journal
PY  - 2020/05/03
VL  - 1
IS  - 2
SP  - 3
EP  - 4
PB  - Press
CY  - Rome
SN  - 0317-8471
ID  - one
ER  -
TY  - THES
AU  - Doe, Jane
TI  - Two
PY  - 2020
PB  - University
M3  - Ph.D. Thesis
ID  - two
ER  -
TY  - CONF
AU  - Doe, Jane
TI  - Three
T2  - Proceedings
PY  - 2020
ID  - three
ER  -
"""

CFF = """cff-version: 1.2.0
title: Program
message: Cite it.
version: "2.1"
date-released: 2020-05-03
doi: 10.1234/p
repository-code: https://e.org/code
authors:
  - family-names: Doe
    given-names: Jane
"""

ANTHOLOGY = """<collection id="2022.x"><volume id="1" type="proceedings">
<meta><booktitle>Proc. of X</booktitle><editor><first>R.</first>
<last>Roe</last></editor><publisher>ACL</publisher><address>Rome</address>
<month>May 22–27</month><year>2022</year><venue>x</venue></meta>
<paper id="1"><title>On <fixed-case>X</fixed-case></title><author><first>Jane</first><last>Doe</last></author>
<pages>1-9</pages><url>2022.x-1.1</url><award>Best Paper</award><bibkey>doe-2022-x</bibkey></paper></volume>
</collection>"""


def _read(name: str, text: str) -> list[Publication]:
    items = load_reader(BUILTIN_FORMATS[name])([Source("x", text)])
    return [item for item in items if isinstance(item, Publication)]


OTHERS = {"ris": RIS, "cff": CFF, "anthology-xml": ANTHOLOGY}


def _other_papers(name: str) -> list[Publication]:
    return _csl_papers() if name == "csl-json" else _read(name, OTHERS[name])


@pytest.mark.parametrize("name", ["csl-json", *OTHERS])
def test_other_formats_become_bibtex_and_biblatex(name: str, foreign: Foreign) -> None:
    found = _other_papers(name)
    assert found
    assert foreign.bibtex(write(found))[0] == []
    assert foreign.biber(write_biblatex(found)) == []


# Real files

#: What BibTeX reports if the data lacks something, or gives a number without a volume or series.
_LACKING = re.compile(
    r"Warning--(?:empty (?P<names>[\w ]+?) in (?P<key>.*)"
    r"|to sort, need .* in .*|there's a number but no (?:volume|series) in .*)"
)
#: Attribute → the names of the fields in BibTeX's reports.
_SOURCES = {
    "title": "title",
    "journal": "container_title",
    "booktitle": "container_title",
    "year": "issued",
    "author": "author",
    "editor": "editor",
    "publisher": "publisher",
    "school": "publisher",
    "institution": "publisher",
    "note": "note",
}


def _lost(messages: Iterable[str], found: Iterable[Publication]) -> list[str]:
    """Return the messages that are not about values that the data lacks."""
    by_key = {paper.key.lower(): paper for paper in found}
    lost = []
    for message in messages:
        match = _LACKING.fullmatch(message)
        paper = by_key.get((match["key"] or "").lower()) if match else None
        names = match["names"].split(" and ") if match and match["names"] else []
        if match is None or (
            paper and any(getattr(paper, _SOURCES[name]) for name in names if name in _SOURCES)
        ):
            lost.append(message)
    return lost


@pytest.mark.skipif(not FILES, reason="shared/data is not here")
@from_files
def test_bibtex_finds_what_the_data_has(path: Path, foreign: Foreign) -> None:
    found = list(load.load([path.name], path.parent).library)
    messages, references = foreign.bibtex(write(found))
    assert _lost(messages, found) == []
    assert references.count("\\bibitem") == len(found)


#: What biber reports if the data lacks a value, or has one that BibLaTeX does not accept.
_FAULTS = re.compile(
    r".*(?:Missing mandatory field|Invalid IS[BS]N|ISBN '.*' in entry"
    r"|field 'volume' must be datatype 'integer'|field 'year' must be datatype"
    r"|legacy (?:year|month) field|field 'pages' in entry '.*' is malformed"
    r"|Invalid format '.*' of date field|Invalid namepart 'id').*"
)


@pytest.mark.skipif(not FILES, reason="shared/data is not here")
@from_files
def test_biber_reports_only_faults_of_the_data(path: Path, foreign: Foreign) -> None:
    found = list(load.load([path.name], path.parent).library)
    messages = foreign.biber(write_biblatex(found))
    assert [message for message in messages if not _FAULTS.fullmatch(message)] == []
    missing = re.findall(r"Entry '(.*?)' .*(?:mandatory field )'(title|author)'", "\n".join(messages))
    by_key = {paper.key: paper for paper in found}
    assert [row for row in missing if row[0] in by_key and getattr(by_key[row[0]], row[1])] == []


#: Variables for the title of a work, of a volume of a work, or of a periodical.
_PANDOC_TITLES = ("title", "volume-title", "container-title")


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_pandoc_reads_titles_people_and_dates(name: str, foreign: Foreign) -> None:
    text = write(papers()) if name == "bibtex" else write_biblatex(papers())
    items = {item["id"]: item for item in json.loads(foreign.pandoc(name, "csljson", text))}
    assert len(items) == len(papers())
    for paper in papers():
        titles = (items[paper.key].get(title, "") for title in _PANDOC_TITLES)
        assert any("t: u" in title.lower() for title in titles) or "maintitle" in paper.source
        assert "issued" in items[paper.key], paper.key
        assert len(items[paper.key].get("author", ())) == len(paper.author) or paper.key == "set"
