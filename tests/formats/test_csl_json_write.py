"""CSL-JSON that other programs read: the names and types of the schema, and the markup of CSL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.csl_json.items import from_item, read, write
from sphinxext_pubs.formats.csl_json.markup import math_markup, to_markup
from sphinxext_pubs.formats.html_text import from_html
from sphinxext_pubs.library.load import load
from sphinxext_pubs.model import csl_variables
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.model.work_types import BY_CSL
from tests.foreign import Foreign

DATA = (Path(__file__).resolve().parents[2] / "../shared/data/bib").resolve()


def _words(text: str) -> list[str]:
    return text.split()


#: The rules of the JSON schema of CSL 1.0.2 (``csl-data.json``): members and the kinds of their values.
STRINGS = frozenset(
    _words(
        """
    citation-key language journalAbbreviation shortTitle abstract annote archive archive_collection
    archive_location archive-place authority call-number citation-label collection-title
    container-title container-title-short dimensions division DOI event event-title event-place
    genre ISBN ISSN jurisdiction keyword medium note original-publisher original-publisher-place
    original-title part-title PMCID PMID publisher publisher-place references reviewed-genre
    reviewed-title scale section source status title title-short URL version volume-title
    volume-title-short year-suffix
    """
    )
)
NUMBERS = frozenset(
    _words(
        """
    chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part printing supplement volume
    """
    )
)
NAMES = frozenset(
    _words(
        """
    author chair collection-editor compiler composer container-author contributor curator director
    editor editorial-director executive-producer guest host interviewer illustrator narrator
    organizer original-author performer producer recipient reviewed-author script-writer
    series-creator translator
    """
    )
)
DATES = frozenset({"accessed", "available-date", "event-date", "issued", "original-date", "submitted"})
NAME_PARTS = frozenset({"family", "given", "non-dropping-particle", "suffix", "literal"})


def errors(item: dict[str, Any]) -> Iterator[str]:
    """Yield what of an item is not as the schema requires."""
    if item["type"] not in BY_CSL or not isinstance(item["id"], str):
        yield "id or type"
    for name, value in item.items():
        if name in ("id", "type"):
            continue
        if name in NAMES:
            valid = all(part.keys() <= NAME_PARTS for part in value)
            valid = valid and all(isinstance(text, str) for part in value for text in part.values())
        elif name in DATES:
            valid = is_date(value)
        elif name == "custom":
            valid = isinstance(value, dict)
        else:
            valid = name in STRINGS | NUMBERS and isinstance(value, str)
        if not valid:
            yield f"{name}: {value}"


def is_date(value: Any) -> bool:
    points = value.get("date-parts", [[2000]])
    return (
        value.keys() <= {"date-parts", "season", "circa", "literal", "raw"}
        and 1 <= len(points) <= 2
        and all(1 <= len(point) <= 3 and all(isinstance(part, int) for part in point) for point in points)
        and isinstance(value.get("literal", ""), str)
        and isinstance(value.get("raw", ""), str)
        and isinstance(value.get("season", 1), int)
        and isinstance(value.get("circa", True), bool)
    )


def written(publication: Publication) -> dict[str, Any]:
    (item,) = json.loads(write([publication]))
    assert list(errors(item)) == []
    return dict(item)


def read_back(publication: Publication) -> Publication:
    (back,) = read([Source("a.json", write([publication]))])
    assert isinstance(back, Publication)
    return replace(back, origin=publication.origin, digest=publication.digest)


def test_the_rules_know_all_variables() -> None:
    known = STRINGS | NUMBERS | NAMES | DATES
    renamed = {"part-number", "printing-number", "supplement-number"}
    assert {*csl_variables.NAMES, *csl_variables.DATES, *csl_variables.TEXTS} - renamed <= known


FULL = Publication(
    "k",
    "chapter",
    title=Text(("On ", Span("no-case", ("BERT",)), " & H", Span("sub", ("2",)), "O: R&D, a < b")),
    author=(Name("Berg", "A.", "van der", "Jr."), Name(literal="The Group")),
    names=(("translator", (Name("Doe", "J."),)), ("container-author", (Name("Roe"),))),
    container_title=text_of("The Book"),
    issued=Date((2020, 5, 1), (2020, 6)),
    keyword=("a, b", "c"),
    page="1-9",
    arxiv="2101.00001",
    links=(Link("pdf", "https://example.org/a.pdf", "PDF"),),
    variables=(
        ("part-number", text_of("2")),
        ("chapter-number", text_of("4")),
        ("volume-title", text_of("Main")),
        ("original-date", text_of("1814")),
        ("accessed", text_of("2024-01-02T10:20:30Z")),
        ("event-date", text_of("some day")),
    ),
    custom=(("mine", Text((Span("code", ('{"a":[1]}',)),))),),
)


def test_all_values_have_their_place() -> None:
    item = written(FULL)
    assert read_back(FULL) == FULL
    custom = item.pop("custom")
    assert item == {
        "id": "k",
        "type": "chapter",
        "title": 'On <span class="nocase">BERT</span> & H<sub>2</sub>O: R&D, a < b',
        "author": [
            {"family": "Berg", "given": "A.", "non-dropping-particle": "van der", "suffix": "Jr."},
            {"literal": "The Group"},
        ],
        "container-title": "The Book",
        "issued": {"date-parts": [[2020, 5, 1], [2020, 6]]},
        "page": "1-9",
        "URL": "https://arxiv.org/abs/2101.00001",
        "keyword": "a, b, c",
        "translator": [{"family": "Doe", "given": "J."}],
        "container-author": [{"family": "Roe"}],
        "part": "2",
        "chapter-number": "4",
        "volume-title": "Main",
        "original-date": {"date-parts": [[1814]]},
        "accessed": {"date-parts": [[2024, 1, 2]], "raw": "2024-01-02T10:20:30Z"},
        "event-date": {"literal": "some day"},
    }
    assert custom.keys() == {"arxiv", "links", "mine", "keyword", "added"}


PREPRINTS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {"URL": "https://arxiv.org/abs/2101.00001", "number": "arXiv:2101.00001", "publisher": "arXiv"}),
    ({"doi": "10.48550/arXiv.2101.00001"}, {"number": "arXiv:2101.00001", "publisher": "arXiv"}),
    ({"container_title": text_of("J"), "url": "https://example.org"}, {}),
    ({"publisher": text_of("U"), "number": "7"}, {"URL": "https://arxiv.org/abs/2101.00001"}),
]


@pytest.mark.parametrize(("values", "added"), PREPRINTS, ids=str)
def test_preprints_have_address_and_number(values: dict[str, Any], added: dict[str, str]) -> None:
    paper = Publication("k", "article", title=text_of("T"), arxiv="2101.00001", **values)
    item = written(paper)
    assert item.items() >= added.items()
    assert item["custom"].get("added", []) == list(added)
    assert read_back(paper) == paper


MATH = [
    ("x^2", "x<sup>2</sup>"),
    (r"\alpha_{ij}", "α<sub>ij</sub>"),
    (r"O(n\log n)", "O(n log n)"),
    (r"\mathrm{CO}_2", "CO<sub>2</sub>"),
    (r"K_{\mathrm{S}}^0", "K<sub>S</sub><sup>0</sup>"),
    ("10^{-3}", "10<sup>-3</sup>"),
    (r"\frac{a}{b}", r"$\frac{a}{b}$"),
    ("x_{a_b}", "$x_{a_b}$"),
    (r"\begin{x}y\end{x}", r"$\begin{x}y\end{x}$"),
]


@pytest.mark.parametrize(("tex", "expected"), MATH)
def test_math(tex: str, expected: str) -> None:
    assert math_markup(tex) == expected
    paper = Publication("k", "book", title=Text(("On ", Span("math", (tex,)), " and more")))
    assert written(paper)["title"] == f"On {expected} and more"
    assert read_back(paper) == paper


TEXTS = [
    "A < b & c",
    "R&D &amp;amp; &lt;i>",
    '<i>a <b>b</b></i> <span style="font-variant:small-caps;">c</span>',
    '<a href="https://example.org">link</a> and <code>x = 1</code>',
    'x &lt; y <span class="math">a &lt; b</span>',
]


@pytest.mark.parametrize("source", TEXTS)
def test_texts_survive(source: str) -> None:
    paper = Publication("k", "book", title=from_html(source), abstract=from_html(source))
    item = written(paper)
    assert "<a " not in item["title"]
    assert "<code" not in item["title"]
    assert 'class="math' not in item["title"]
    assert read_back(paper) == paper
    changed, _ = from_item({**item, "title": "Another"})
    assert (str(changed.title), changed.abstract) == ("Another", paper.abstract)


def test_only_what_would_be_markup_is_escaped() -> None:
    assert to_markup(text_of("a <b> c <me@example.org> &amp; &x <= y")) == (
        "a &lt;b> c <me@example.org> &amp;amp; &x <= y"
    )


def test_math_of_other_programs_is_read() -> None:
    publication, _ = from_item({"id": "k", "type": "book", "title": r"On $\alpha < 1$ for $5 and $6"})
    assert publication.title == Text(("On ", Span("math", (r"\alpha < 1",)), " for $5 and $6"))


@pytest.mark.parametrize(
    "value", ["x", {"markup": 1, "added": "x", "keyword": 3}, {"added": [1], "markup": {}}]
)
def test_invalid_members_of_this_package_are_harmless(value: Any) -> None:
    publication, _ = from_item({"id": "k", "type": "book", "title": "T", "keyword": "a", "custom": value})
    assert (str(publication.title), publication.keyword) == ("T", ("a",))


def test_pandoc_reads_all_values(foreign: Foreign) -> None:
    item = written(FULL)
    (back,) = json.loads(foreign.pandoc("csljson", "csljson", write([FULL])))
    assert item.keys() - back.keys() == {"custom"}
    assert back["author"][0] == {**item["author"][0], "family": "Berg"}
    for name in ("issued", "translator", "container-author", "URL", "page", "keyword", "volume-title"):
        assert back[name] == item[name]
    assert back["title"].endswith("BERT & H<sub>2</sub>O: R&D, a < b")


def test_pandoc_reads_real_bibliographies(foreign: Foreign) -> None:
    if not DATA.is_dir():
        pytest.skip(f"the test data is not there: {DATA}")
    text = write(load(["plk-biblatex-examples.bib", "doliinychenko-inspire.bib"], DATA).library)
    back = {item["id"]: item for item in json.loads(foreign.pandoc("csljson", "csljson", text))}
    for item in json.loads(text):
        assert item.keys() - back[item["id"]].keys() <= {"custom"}, item["id"]


def test_real_bibliographies_are_valid() -> None:
    if not DATA.is_dir():
        pytest.skip(f"the test data is not there: {DATA}")
    for item in json.loads(write(load(["*.bib"], DATA).library)):
        assert list(errors(item)) == []
