"""Works of BibTeX and BibLaTeX as items for CSL styles: what pandoc makes of them itself, and better."""

from __future__ import annotations

import pytest

from sphinxext_pubs.citations.csl.items import prepared_item
from sphinxext_pubs.citations.csl.works import Preparation
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex import codec
from sphinxext_pubs.model.publication import Publication

VOLUMES = Preparation(frozenset({"volume-title"}))


def item_of(entry: str, preparation: Preparation = VOLUMES) -> dict[str, object]:
    """The item of an entry, with rich text as plain text."""
    (paper,) = (
        found for found in codec.read([Source("papers.bib", entry)]) if isinstance(found, Publication)
    )
    item = prepared_item(paper, preparation)
    return {
        name: value if isinstance(value, str | list | dict) else str(value) for name, value in item.items()
    }


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        # the language and the case of titles
        (
            "@book{k, title = {Der Ring des Nibelungen}, langid = {german}}",
            {"title": "Der Ring des Nibelungen", "language": "de"},
        ),
        ("@book{k, title = {On {Java} and DNA: The Tea}}", {"title": "On Java and DNA: The tea"}),
        ("@incollection{k, title = {A}, booktitle = {The Big Book}}", {"container-title": "The big book"}),
        ("@article{k, title = {A}, journal = {The Big Journal}}", {"container-title": "The Big Journal"}),
        ("@book{k, title = {It's {O'Neill}}}", {"title": "It’s O’Neill"}),
        # kinds of works
        (
            "@online{k, title = {A}, date = {2020-03-04}}",
            {"type": "webpage", "issued": {"date-parts": [[2020, 3, 4]]}},
        ),
        ("@misc{k, title = {A}}", {"type": ""}),
        ("@hardware{k, title = {A}}", {"type": ""}),
        ("@inreference{k, title = {A}}", {"type": "entry-encyclopedia"}),
        ("@image{k, title = {A}}", {"type": "graphic"}),
        ("@audio{k, title = {A}, entrysubtype = {interview}}", {"type": "interview"}),
        ("@periodical{k, title = {J}, issuetitle = {I}}", {"title": "I", "container-title": "J"}),
        # addresses of eprints
        (
            "@online{k, title = {A}, eprint = {2401.00001}, eprinttype = {arxiv}}",
            {"URL": "https://arxiv.org/abs/2401.00001"},
        ),
        (
            "@book{k, title = {A}, eprint = {4HIWAAAAYAAJ}, eprinttype = {googlebooks}}",
            {"URL": "https://books.google.com/books?id=4HIWAAAAYAAJ"},
        ),
        # volumes and series
        (
            "@book{k, title = {A}, maintitle = {M}, volume = {7}, part = {2}}",
            {"title": "M", "volume-title": "A", "volume": "7.2"},
        ),
        ("@book{k, maintitle = {M}, volume = {7}}", {"container-title": "M", "volume": "7"}),
        ("@inbook{k, title = {A}, booktitle = {B}, maintitle = {M}}", {"title": "A", "type": "chapter"}),
        ("@article{k, journal = {J}, series = {newseries}}", {"collection-title": "New series"}),
        ("@article{k, journal = {J}, series = {3}}", {"collection-title": "3rd series"}),
        ("@inproceedings{k, booktitle = {B}, number = {4}}", {"collection-number": "4", "number": None}),
        ("@techreport{k, title = {A}, number = {4}}", {"number": "4", "genre": "technical report"}),
        ("@report{k, title = {A}, type = {Grant Proposal}}", {"genre": "Grant Proposal"}),
        ("@proceedings{k, title = {A}, booktitle = {A}}", {"title": "A", "container-title": None}),
        # publishers and places
        (
            "@book{k, publisher = {A and {B and C}}, location = {X and Y}, date = 2020}",
            {"publisher": "A; B and C", "publisher-place": "X; Y"},
        ),
        (
            "@book{k, publisher = {Lunar and Planetary Institute}, year = 2020}",
            {"publisher": "Lunar and Planetary Institute"},
        ),
        ("@phdthesis{k, school = {S}, publisher = {P}}", {"publisher": "S; P"}),
        ("@proceedings{k, organization = {ACM}, publisher = {ACM}}", {"publisher": "ACM"}),
        (
            "@patent{k, location = {countryfr and countryuk}}",
            {"jurisdiction": "France; United Kingdom", "publisher-place": None},
        ),
        ("@book{k, title = {A}, media = {text}}", {"medium": None}),
        # names
        (
            "@book{k, author = {von Brandt, A.}}",
            {"author": [{"family": "Brandt", "given": "A.", "dropping-particle": "von"}]},
        ),
        (
            "@book{k, author = {von Brandt, A.}, options = {useprefix=true}}",
            {"author": [{"family": "Brandt", "given": "A.", "non-dropping-particle": "von"}]},
        ),
        # dates
        (
            "@book{k, date = {1998}, origdate = {-0349~}}",
            {"original-date": {"date-parts": [[-350]], "circa": True}, "issued": {"date-parts": [[1998]]}},
        ),
        ("@book{k, date = {2015/}}", {"issued": {"date-parts": [[2015], [0]]}}),
        ("@book{k, date = {/2004}}", {"issued": {"date-parts": [[0], [2004]]}}),
        ("@book{k, year = {1957/1990}}", {"issued": {"date-parts": [[1957], [1990]]}}),
        ("@book{k, year = {in press}}", {"issued": {"literal": "in press"}}),
    ],
)
def test_bibtex(entry: str, expected: dict[str, object]) -> None:
    item = item_of(entry)
    assert {name: item.get(name) for name in expected} == expected


def test_titles_as_they_are() -> None:
    item = item_of("@book{k, title = {The Big Book}}", Preparation(sentence_case=False))
    assert item["title"] == "The Big Book"


def test_a_style_without_titles_of_volumes_shows_the_title() -> None:
    item = item_of("@book{k, title = {A}, maintitle = {M}}", Preparation())
    assert (item["title"], item["container-title"]) == ("A", "M")
