"""Written BibTeX is read back as the same publications, and values cannot end their entry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.codec import read, write
from sphinxext_pubs.formats.bibtex.writer import write_biblatex
from sphinxext_pubs.model.publication import Link, Origin, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.model.source_fields import pack_fields
from sphinxext_pubs.notation.dates import Date
from sphinxext_pubs.notation.names import OTHERS, Name
from tests.formats.bibtex_rows import plain, read_all, read_one


def again(publication: Publication) -> Publication:
    """Return the publication written and read again, with the same origin and digest."""
    (back,) = read([Source("x.bib", write([publication]))])
    assert isinstance(back, Publication)
    return replace(back, origin=publication.origin, digest=publication.digest)


def test_entries_are_normalized() -> None:
    text = (
        '@InProceedings{Key:1,\n  Title = "A {T}itle" , file={x}, crossref=p,\n month=nov, year=2020}\n'
        "@misc{p, note={N}}"
    )
    publications, _ = read_all(text)
    assert write(publications) == (
        "@inproceedings{Key:1,\n  title = {A {T}itle},\n  month = nov,\n  year = {2020},\n  note = {N}\n}\n"
        "\n@misc{p,\n  note = {N}\n}\n"
    )
    assert write([]) == ""


VALUES = {
    "escaped brace": "a \\{ b",
    "escaped closing brace": "a \\} b",
    "escaped both": "a \\{ b \\}",
    "line break and brace": "a \\\\{x} b",
    "at sign": "@misc{evil, title={x}}",
    "quotation marks": 'a "b" c',
    "hash": "a # b",
    "percent": "100\\% of % this",
    "math": "$x_{i}^{2}$ and \\ensuremath{\\alpha}",
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_entries_survive_a_round_trip(value: str) -> None:
    publications, _ = read_all(f"@misc{{k, title={{{value}}}, note={{N}}}}")
    assert len(publications) == 1
    assert str(again(publications[0]).title) == str(publications[0].title)
    assert plain(again(publications[0]), "note") == {"note": "N"}


HOSTILE = [
    "}",
    "{",
    "}}\n@misc{evil, title={x}}",
    "\\",
    "\\\\}",
    "\\}",
    "}{",
    '"',
    "\\{",
    "{\\}",
    "\n@misc{evil,}",
    "@x(",
    "%",
    "},\n evil={x",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_values_cannot_break_out_of_an_entry(value: str) -> None:
    publications = [
        Publication("k", entry_type="misc", source=pack_fields({"title": value, "note": "N"})),
        Publication("k" + value, entry_type=value, type="book", title=text_of("T")),
        Publication(
            "l", title=text_of(value), url=value, custom=((value, text_of("T")),), links=(Link(value, value),)
        ),
        Publication("m", title=text_of("Last"), author=(Name(literal=value), Name(family=value, given="x"))),
    ]
    items = list(read([Source("x.bib", write(publications))]))
    back = [item for item in items if isinstance(item, Publication)]
    assert len(back) == 4
    assert {item.entries for item in items if not isinstance(item, Publication)} <= {0}
    assert (back[0].key, str(back[0].note)) == ("k", "N")
    assert str(back[1].title) == "T"
    assert str(back[3].title) == "Last"


KEYS = ["a", "DBLP:conf/x/Y-1", "10.1234/x&y", "gravemeier*1", "ключ", "a_b", "a.b+c", "müller:2020"]


@pytest.mark.parametrize("key", KEYS)
def test_valid_keys_are_kept(key: str) -> None:
    assert again(Publication(key, entry_type="misc", source=pack_fields({"title": "T"}))).key == key


UNSAFE_KEYS = [
    "a b",
    "a, b",
    "a{b",
    "it's",
    "a(b)",
    "#1",
    "a%b",
    'a"b',
    "a=b",
    "a~b",
    "a\\b",
    "a\tb",
    " ",
    "",
]


@pytest.mark.parametrize("key", UNSAFE_KEYS)
def test_characters_that_end_a_key_are_replaced(key: str) -> None:
    for text in (write([Publication(key)]), write_biblatex([Publication(key)])):
        written = text.partition("{")[2].partition("\n")[0]
        assert written
        assert not set(written) & set(" \t{}(),'\"#%=~\\")


def test_keys_that_differ_only_in_case_are_numbered() -> None:
    text = write([Publication(key) for key in ("Doe", "doe", "a b", "a-b", "DOE")])
    assert [line for line in text.splitlines() if line.startswith("@")] == [
        "@misc{Doe", "@misc{doe-2", "@misc{a-b", "@misc{a-b-2", "@misc{DOE-3",
    ]  # fmt: skip


COMPLETE = Publication(
    key="k",
    type="paper-conference",
    title=Text(("On ", Span("italic", ("E. coli",)), " & co")),
    container_title=text_of("Proc. 100%"),
    collection_title=text_of("LNCS"),
    event_title=text_of("Conf"),
    publisher=text_of("P"),
    publisher_place=text_of("Rome"),
    event_place=text_of("Oslo"),
    author=(Name("Doe", "Jane", "van", "Jr."), Name(literal="The Group, Inc."), OTHERS),
    editor=(Name("Roe", "R."),),
    names=(("translator", (Name("Poe", "P."),)),),
    issued=Date((2020, 11, 2)),
    status="in press",
    genre=text_of("Talk"),
    volume="1",
    number="5",
    page="1-2",
    edition="2",
    doi="10.1234/a_b",
    url="https://x.org/a_b%20c",
    arxiv="1234.56789",
    language="de",
    keyword=("a", "b"),
    award=(text_of("Best"),),
    abstract=text_of("$5 {x}"),
    note=text_of("N"),
    links=(Link("pdf", "x.pdf"), Link("talk", "t.mp4")),
    ids=("i", "j"),
    variables=(("ISBN", text_of("1")), ("chapter-number", text_of("3"))),
    custom=(("color", text_of("red")),),
)


def test_entries_without_fields_are_kept() -> None:
    publication = read_one("@phdthesis{k}")
    assert write([publication]) == "@phdthesis{k\n}\n"
    assert again(publication) == publication


def test_publications_of_other_formats_are_written_from_attributes() -> None:
    back = again(COMPLETE)
    assert replace(
        back, source="", entry_type="", variables=(), collection_title=COMPLETE.collection_title, edition="2"
    ) == replace(COMPLETE, variables=())
    assert plain(back, "variables", "entry_type") == {
        "variables": {"ISBN": "1", "chapter-number": "3"},
        "entry_type": "inproceedings",
    }


DATES = {
    "year": (Date((2020,)), "2020"),
    "range": (Date((2020, 1), (2021,)), "2020-01/2021"),
    "circa": (Date((1971,), circa=True), "1971~"),
    "old": (Date((-44, 3)), "-0044-03"),
}


@pytest.mark.parametrize(("date", "value"), DATES.values(), ids=DATES)
def test_dates_are_written_in_edtf(date: Date, value: str) -> None:
    text = write([Publication("k", issued=date)])
    assert f"{'year' if value.isdigit() else 'date'} = {{{value}}}" in text
    assert f"date = {{{value}}}" in write_biblatex([Publication("k", issued=date)])
    assert read_one(text).issued == date


CLASSIC_DATES = {
    "years": (Date((2020,), (2021,)), "year = {2020--2021}"),
    "open": (Date((2020,), ()), "year = {2020--}"),
    "season": (Date((2020,), season=2), "year = {2020},\n  month = {Summer}"),
    "day": (Date((2020, 2, 3)), "year = {2020},\n  month = feb,\n  day = {3}"),
    "before Christ": (Date((-43,), circa=True), "year = {44 BC}"),
    "days of a month": (Date((2020, 2, 3), (2020, 2, 5)), "year = {2020},\n  month = feb"),
}


@pytest.mark.parametrize(("date", "text"), CLASSIC_DATES.values(), ids=CLASSIC_DATES)
def test_dates_have_a_year_for_bibtex(date: Date, text: str) -> None:
    written = write([Publication("k", issued=date)])
    assert text in written
    assert read_one(written).issued == date


def test_literal_dates_are_written_unchanged() -> None:
    text = write([Publication("k", issued=Date(literal="in press"))])
    assert "year = {in press}" in text


TYPES = {
    "article-journal": "article",
    "webpage": "misc",
    "article": "misc",
    "entry-dictionary": "incollection",
    "no-such-type": "misc",
}


@pytest.mark.parametrize(("csl", "entry_type"), TYPES.items())
def test_the_default_type_is_written_if_the_data_has_none(csl: str, entry_type: str) -> None:
    assert write([Publication("k", type=csl)]) == f"@{entry_type}{{k\n}}\n"


@pytest.mark.parametrize(
    ("csl", "genre", "expected"),
    [
        ("thesis", "", "@phdthesis{k,\n  type = {Thesis}\n}\n"),
        ("thesis", "Master's thesis", "@mastersthesis{k,\n  type = {Master's thesis}\n}\n"),
        ("thesis", "PhD thesis", "@phdthesis{k\n}\n"),
        ("report", "", "@techreport{k,\n  type = {Report}\n}\n"),
        ("report", "White paper", "@techreport{k,\n  type = {White paper}\n}\n"),
    ],
)
def test_bibtex_uses_types_of_the_standard_styles(csl: str, genre: str, expected: str) -> None:
    paper = Publication("k", type=csl, genre=text_of(genre))
    assert write([paper]) == expected
    assert read_one(expected).type == csl
    assert write_biblatex([paper]).startswith(f"@{csl}{{k")


def test_bibtex_has_a_year_in_addition_to_a_date() -> None:
    text = write([Publication("k", issued=Date((2020, 1, 3), (2020, 1, 5)))])
    assert "date = {2020-01-03/2020-01-05},\n  year = {2020}" in text
    assert read_one(text).issued == Date((2020, 1, 3), (2020, 1, 5))
    assert "year" not in write_biblatex([Publication("k", issued=Date((2020, 1, 3), (2020, 1, 5)))])


def test_no_field_is_written_twice() -> None:
    twice = Publication(
        "k",
        note=text_of("N"),
        url="https://a.org",
        links=(Link("url", "https://b.org"),),
        custom=(("note", text_of("7")),),
    )
    text = write([twice])
    assert [name for name in ("note", "note-2", "url", "url_url") if f"  {name} = " not in text] == []
    back = read_one(text)
    assert (back.url, back.links[0].target) == ("https://a.org", "https://b.org")
    assert str(back.note) == "N"
    assert dict(back.custom)["note-2"] == text_of("7")


@pytest.mark.parametrize("kind", ["comment", "STRING", "xdata", "preamble"])
def test_types_that_would_hide_the_entry_are_replaced(kind: str) -> None:
    assert again(Publication("k", type="book", entry_type=kind, origin=Origin("x", 1))).key == "k"
