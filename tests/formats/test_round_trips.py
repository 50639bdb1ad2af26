"""Real bibliographies survive round trips in all formats; and the formats that are only written."""

from __future__ import annotations

import codecs
import csv
import io
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.formats import csv as table_csv
from sphinxext_pubs.formats import json as plain_json
from sphinxext_pubs.formats.base import Source, load_reader, load_writer
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.formats.note_fields import with_note_fields
from sphinxext_pubs.library import load
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.model.work_types import WORK_TYPES
from sphinxext_pubs.notation.names import OTHERS

DATA = (Path(__file__).resolve().parents[2] / "../shared/data").resolve()
BIBS = sorted((DATA / "bib").glob("*.bib")) + sorted((DATA / "xml").glob("*.xml"))
BY_NAME = {row.name: row for row in FORMATS}

#: The origin and the notation of an entry are not part of its content.
_NOT_COMPARED = {"source", "origin", "digest"}


def papers_of(path: Path) -> list[Publication]:
    return list(load.load([path.name], path.parent).library)


def again(name: str, paper: Publication) -> Publication:
    items = list(load_reader(BY_NAME[name])([Source("x", load_writer(BY_NAME[name])([paper]))]))
    return next(item for item in items if isinstance(item, Publication))


def different(one: Publication, other: Publication) -> list[str]:
    names = [row.name for row in fields(one) if row.name not in _NOT_COMPARED]
    return [name for name in names if _unordered(getattr(one, name)) != _unordered(getattr(other, name))]


def without_stop(paper: Publication) -> Publication:
    """Return the paper without a full stop after its title, which is not read from BibTeX."""
    *before, last = paper.title.parts or ("",)
    has_stop = isinstance(last, str) and last.endswith(".") and not last.endswith("..")
    return replace(paper, title=Text((*before, last[:-1]))) if has_stop and isinstance(last, str) else paper


def _unordered(value: Any) -> Any:
    """Return pairs of names and texts as a dictionary: their order depends on the names of the fields."""
    is_pairs = isinstance(value, tuple) and all(isinstance(pair, tuple) and len(pair) == 2 for pair in value)
    return {name: text for name, text in value if not name.startswith("zotero-")} if is_pairs else value


@pytest.mark.skipif(not BIBS, reason="shared/data is not here")
@pytest.mark.parametrize("path", BIBS, ids=lambda path: path.name)
@pytest.mark.parametrize("name", ["csl-json"])
def test_real_bibliographies_survive_a_round_trip(name: str, path: Path) -> None:
    read_notes = with_note_fields if name == "csl-json" else (lambda paper: paper)
    papers = map(without_stop, papers_of(path))
    wrong = {paper.key: different(read_notes(paper), again(name, paper)) for paper in papers}
    assert {key: names for key, names in wrong.items() if names} == {}


@pytest.mark.skipif(not BIBS, reason="shared/data is not here")
@pytest.mark.parametrize("path", BIBS, ids=lambda path: path.name)
@pytest.mark.parametrize("is_source", [True, False])
def test_bibtex_and_biblatex_survive_a_round_trip(path: Path, is_source: bool) -> None:
    for original in papers_of(path):
        paper = original if is_source and original.source else without_stop(original)
        written = paper if is_source else replace(paper, source="")
        for name in ("bibtex", "biblatex"):
            lost = set(different(paper, again(name, written))) - _CONVERTED
            if name == "biblatex":
                lost -= _LEFT_OUT
                assert again(name, written).type == paper.type, paper.key
            assert lost == set(), (name, paper.key)


#: Attributes that the types and fields of BibTeX's styles express in another way.
_CONVERTED = {"entry_type", "type", "custom", "edition", "volume", "number", "issue", "collection_title"}
_CONVERTED |= {"publisher", "publisher_place", "language", "variables", "note", "issued"}
#: Attributes for which some types of BibLaTeX have no field: they are in the note, or left out.
_LEFT_OUT = {"genre", "links", "container_title", "page", "names", "event_title", "event_place", "award"}


#: The attributes with a tag in RIS, which are kept as plain text.
PLAIN = ("title", "container_title", "volume", "doi", "url", "language", "edition")


@pytest.mark.skipif(not BIBS, reason="shared/data is not here")
@pytest.mark.parametrize("path", BIBS, ids=lambda path: path.name)
def test_ris_keeps_the_attributes_of_its_table(path: Path) -> None:
    for paper in papers_of(path):
        back = again("ris", paper)
        assert back.key == " ".join(paper.key.split())
        for name in PLAIN:
            value = getattr(paper, name)
            expected = plain_text(value) if isinstance(value, Text) else str(value)
            if expected:  # a note can have a field, such as an edition
                found = " ".join(str(getattr(back, name)).split())
                stop = "." if name == "title" else ""  # titles lose a full stop at the end
                assert found.rstrip(stop) == " ".join(expected.split()).rstrip(stop), paper.key
        people = [name for name in paper.author if name != OTHERS]
        assert len(back.author) == len(people), paper.key


@pytest.mark.parametrize("name", ["bibtex", "csl-json"])
@pytest.mark.parametrize(
    "paper",
    [
        Publication(
            "k", author=(Name("Fitria", "JR"), Name("Berg", "A.", "van"), Name(literal="A and B"), OTHERS)
        ),
        Publication("k", type="article-journal", issued=Date((1985, 1), literal="1985a"), issue="3"),
        Publication("k", issued=Date((17000002,))),
        Publication("k", award=(text_of("one"), text_of("two"))),
        Publication("k", award=tuple(map(text_of, ["one;", "two", "three", "four", "five"]))),
        Publication("k", keyword=("a, b", "c; d", "e")),
        Publication("k", keyword=("a, b",)),
        Publication("k", keyword=("a {b}, c", "{d}")),
        Publication("k", issued=Date((2024,), season=2, circa=True)),
        Publication("k", issued=Date((2024,), season=4, circa=True, uncertain=True)),
        Publication("k", type="article-journal", issue="3", number="17", volume="2"),
        Publication(
            "k",
            type="book",
            collection_title=text_of("S"),
            number="4",
            issue="2",
            variables=(("collection-number", text_of("5")),),
        ),
        Publication("k", type="report", number="4", variables=(("collection-number", text_of("5")),)),
        Publication("k", type="paper-conference", issue="4"),
        Publication(
            "k",
            links=(
                Link("pdf", "https://e.org/a.pdf", "PDF {1}"),
                Link("pdf", "https://e.org/b_%20.pdf"),
                Link("data", "https://e.org/d", "A_&"),
            ),
        ),
        Publication("k", names=(("producer", (Name("A", "B"),)), ("chair", (Name("C", "D"),)))),
        Publication(
            "k",
            variables=tuple(
                (name, text_of("x"))
                for name in ("archive", "annote", "event", "available-date", "journalAbbreviation")
            ),
        ),
        Publication("k", links=(Link("pdf", "https://e.org/a.pdf"), Link("v2", "https://e.org/b.pdf"))),
        Publication("k", type="book", publisher_place=text_of("A"), custom=(("address", text_of("B")),)),
        Publication(
            "k", type="paper-conference", container_title=text_of("J"), custom=(("journal", text_of("B")),)
        ),
    ],
)
def test_difficult_entries_survive_a_round_trip(name: str, paper: Publication) -> None:
    assert set(different(paper, again(name, paper))) - {"entry_type", "type", "genre"} == set()


@pytest.mark.parametrize("kind", [row.csl for row in WORK_TYPES])
@pytest.mark.parametrize("more", [{}, {"arxiv": "2101.00001"}, {"arxiv": "2101.00001", "status": "preprint"}])
def test_types_survive_a_round_trip(kind: str, more: dict[str, str]) -> None:
    back = again("biblatex", Publication("k", type=kind, title=text_of("T"), **more))
    assert (back.type, back.status) == (kind, more.get("status", ""))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{Data mining, NLP; ML}", ("Data mining", "NLP", "ML")),
        ("a, {b, c}; {d}", ("a", "b, c", "d")),
        ("{a}, {b}", ("a", "b")),
    ],
)
def test_keywords_in_braces(value: str, expected: tuple[str, ...]) -> None:
    entry = Source("x.bib", f"@misc{{k, title = {{T}}, keywords = {{{value}}}}}")
    paper_again = next(
        item for item in load_reader(BY_NAME["bibtex"])([entry]) if isinstance(item, Publication)
    )
    assert paper_again.keyword == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (r"\href{https://e.org/a_b}{The \emph{data}}", (Link("data", "https://e.org/a_b", "The data"),)),
        (r"\href{a.zip}{} \href{b.zip}{B}", (Link("data", "a.zip"), Link("data", "b.zip", "B"))),
        (r"\href{a.zip}{B} and more", ()),
    ],
)
def test_links_with_labels(value: str, expected: tuple[Link, ...]) -> None:
    entry = Source("x.bib", f"@misc{{k, title = {{T}}, data = {{{value}}}}}")
    paper_again = next(
        item for item in load_reader(BY_NAME["bibtex"])([entry]) if isinstance(item, Publication)
    )
    assert paper_again.links == expected


@pytest.mark.parametrize("address", ["https://e.org/{", "https://e.org/}a{", "https://e.org/{a}"])
def test_braces_in_addresses_do_not_end_the_entry(address: str) -> None:
    paper = Publication("k", url=address, links=(Link("pdf", address),), title=text_of("After"))
    back = again("biblatex", paper)
    assert str(back.title) == "After"
    assert back.url.replace("%7B", "{").replace("%7D", "}") == address
    assert back.url == back.links[0].target


def test_biblatex_uses_its_names_of_fields() -> None:
    paper = Publication(
        "k",
        type="article-journal",
        container_title=text_of("J"),
        publisher_place=text_of("Oslo"),
        issued=Date((2024, 5)),
        arxiv="2101.00001",
    )
    text = load_writer(BY_NAME["biblatex"])([paper])
    for line in ("journaltitle = {J}", "date = {2024-05}", "eprinttype = {arXiv}"):
        assert line in text
    assert "location = {Oslo}" in load_writer(BY_NAME["biblatex"])([replace(paper, type="book")])
    old = load_writer(BY_NAME["bibtex"])([paper])
    for line in (
        "journal = {J}",
        "address = {Oslo}",
        "year = {2024}",
        "month = may",
        "archiveprefix = {arXiv}",
    ):
        assert line in old


PAPER = Publication(
    "k",
    type="article-journal",
    title=Text(("=1+1, “quoted”",)),
    author=(Name("Doe", "Jane"), OTHERS),
    issued=Date((2024, 5)),
    doi="10.1234/x",
    keyword=("a", "b"),
    abstract=text_of("line\nline"),
    links=(Link("pdf", "https://e.org/x.pdf"),),
)


def csv_rows(*papers: Publication) -> list[dict[str, str]]:
    """Return the rows as a program reads them from the file."""
    text = table_csv.write(papers).encode("utf-8").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv() -> None:
    (row,) = csv_rows(PAPER)
    assert row["key"] == "k"
    assert row["title"] == "'=1+1, “quoted”"
    assert row["author"] == "Doe, Jane; et al."
    assert (row["year"], row["issued"], row["abstract"]) == ("2024", "2024-05", "line line")
    assert table_csv.write([]).count("\r\n") == 1


def test_csv_is_recognized_as_utf_8_and_has_the_line_ends_of_rfc_4180() -> None:
    data = table_csv.write([PAPER]).encode("utf-8")
    assert data.startswith(codecs.BOM_UTF8)
    assert data.count(b"\n") == data.count(b"\r\n") == 2


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("＝1", "'＝1"),
        ("−1", "'−1"),
        ("|calc", "'|calc"),
        ("-379", "-379"),
        ("-1.5", "-1.5"),
        ('a;"=1+1', 'a;"=1+1'),
        ("a = b", "a = b"),
        ("line\nbreak", "line break"),
        ("\x00\ud800", "\ufffd\ufffd"),
    ],
)
def test_cells_of_csv_are_not_executed(title: str, cell: str) -> None:
    assert csv_rows(Publication("k", title=text_of(title)))[0]["title"] == cell


def test_separators_in_cells_of_csv_are_quoted() -> None:
    assert table_csv.write([Publication('a;"b')]).splitlines()[1].startswith('"a;""b","document"')


def test_plain_json() -> None:
    (item,) = json.loads(plain_json.write([PAPER]))
    assert item["authors"] == ["Jane Doe"]
    assert (item["year"], item["date"], item["url"]) == ("2024", "2024-05", "https://doi.org/10.1234/x")
    assert item["links"] == {"pdf": "https://e.org/x.pdf"}
    assert item["more_authors"] is True
    assert "volume" not in item


def test_plain_json_has_all_values_as_plain_text() -> None:
    paper = Publication(
        "k",
        title=Text(("On ", Span("math", (r"\beta",)))),
        names=(("translator", (Name("Doe", "Jane"),)),),
        publisher=text_of("ACM"),
        arxiv="2101.00001",
        variables=(("ISBN", text_of("978")),),
        ids=("old",),
    )
    (item,) = json.loads(plain_json.write([paper]))
    assert item == {
        "key": "k",
        "type": "document",
        "title": "On β",
        "translators": ["Jane Doe"],
        "venue": "ACM",
        "url": "https://arxiv.org/abs/2101.00001",
        "former_keys": ["old"],
        "arxiv": "2101.00001",
        "publisher": "ACM",
        "isbn": "978",
    }
