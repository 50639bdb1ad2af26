"""The citation graph: who cites what, under which names, and how citations are disambiguated."""

from __future__ import annotations

import pytest

from sphinxext_pubs.citations.disambiguation import NO_DISAMBIGUATION, Disambiguation
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.project.citation_graph import CitationGraph
from sphinxext_pubs.project.tables import CitingPlace, Tables
from tests.project.conftest import PAPERS, PlainSite, make_graph, make_request, read_bibtex

#: Three papers of 2024: two by A. Lee and B. Lee, and a second one by A. Lee.
ALIKE = """
@misc{a, author = {Lee, Ann}, title = {First}, year = 2024}
@misc{b, author = {Lee, Bob}, title = {Second}, year = 2024}
@misc{c, author = {Lee, Ann}, title = {Third}, year = 2024}
"""

#: The documents in toctree order, which is not that of their names.
SITE = PlainSite({"z": "First", "a": "Second", "m": "Third"})


def graph(tables: Tables, bibtex: str = PAPERS, site: PlainSite = SITE) -> CitationGraph:
    return make_graph(tables, read_bibtex(bibtex), site)


def lists(*prefixes: str) -> list[tuple[object, str]]:
    """The answers of a document with lists that put these prefixes before keys."""
    return [(make_request(key_prefix=prefix), "digest") for prefix in prefixes]


@pytest.mark.parametrize(
    ("name", "key", "prefix"),
    [
        ("ko", "ko", ""),
        ("ko-old", "ko", ""),
        ("10.1000/layers", "ko", ""),
        ("lab:ko", "ko", "lab:"),
        ("lab:own:ko-old", "ko", "lab:own:"),
        ("lab:yang", "lab:yang", ""),
        ("lab:nothing", None, ""),
        ("other:ko", None, ""),
        ("nothing", None, ""),
    ],
)
def test_a_citation_names_a_paper_by_key_alias_or_doi_after_a_prefix(
    name: str, key: str | None, prefix: str
) -> None:
    """A key that begins like a prefix takes precedence."""
    tables = Tables(answers={"z": lists("lab:", "lab:own:")})
    paper, found_prefix = graph(tables, PAPERS + "@misc{lab:yang, title = {Lab}}").find(name)
    assert (paper and paper.key, found_prefix) == (key, prefix)


def test_prefixes_are_listed_longest_first_with_their_documents_in_order() -> None:
    answers = {"m": lists("b:", "a:"), "z": lists("b:", "long:", ""), "a": [("another query", "digest")]}
    assert list(graph(Tables(answers=answers)).prefixes.items()) == [
        ("long:", ["z"]),
        ("a:", ["m"]),
        ("b:", ["z", "m"]),
    ]


CITING = {"a": ("ko-old", "note", "unknown"), "z": ("yang", "lab:ko", "ko"), "m": ("lab:note",)}


@pytest.mark.parametrize(
    ("scope", "docname", "prefix", "keys"),
    [
        ("document", "a", "", ("ko", "note")),
        ("document", "z", "lab:", ("ko",)),
        ("document", "elsewhere", "", ()),
        ("project", "", "", ("yang", "ko", "note")),
        ("project", "", "lab:", ("ko", "note")),
    ],
)
def test_cited_keys_are_in_the_order_of_the_citations(
    scope: str, docname: str, prefix: str, keys: tuple[str, ...]
) -> None:
    assert graph(Tables(cited_names=CITING)).cited_keys(scope, docname, prefix) == keys


def test_documents_that_cite_are_in_toctree_order() -> None:
    assert graph(Tables(cited_names=CITING)).documents == ["z", "a", "m"]


def test_every_cited_paper_has_the_documents_that_cite_it_under_any_name() -> None:
    tables = Tables(cited_names=CITING, answers={"m": lists("lab:")})
    assert graph(tables).citing_documents == {
        "yang": frozenset({"z"}),
        "ko": frozenset({"a", "z"}),
        "note": frozenset({"a", "m"}),
    }


def test_citing_places_are_in_order_by_paper_and_document() -> None:
    places = [CitingPlace("ko", "cite-1", 3), CitingPlace("unknown"), CitingPlace("ko-old", "cite-2", 9)]
    cited = {"m": [CitingPlace("ko", "cite-1")], "z": places}
    found = graph(Tables(citing_places=cited)).places
    assert {key: list(documents) for key, documents in found.items()} == {"ko": ["z", "m"]}
    assert found["ko"]["z"] == [places[0], places[2]]


def test_papers_that_are_cited_alike_are_disambiguated_by_given_names_and_letters() -> None:
    found = graph(Tables(cited_names={"z": ("c", "b", "a")}), ALIKE)
    assert found.disambiguation("a") == Disambiguation("A.", "a")
    assert found.disambiguation("b") == Disambiguation("B.")
    assert found.disambiguation("c") == Disambiguation("A.", "b")


@pytest.mark.parametrize(
    ("tables", "letters"),
    [
        (Tables(), {}),
        (Tables(cited_names={"z": ("a",)}), {}),
        (Tables(cited_names={"z": ("a", "c")}), {"a": "a", "c": "b"}),
        (Tables(cited_names={"z": ("a",), "m": ("x:c",)}, answers={"m": lists("x:")}), {"a": "a", "c": "b"}),
        (Tables(cited_names={"z": ("a",)}, references={"m": {"c": "", "unknown": ""}}), {"a": "a", "c": "b"}),
    ],
    ids=["nothing cited", "one cited", "both cited", "cited with a prefix", "one in a list of references"],
)
def test_papers_are_compared_if_they_are_cited_or_in_a_list_of_references(
    tables: Tables, letters: dict[str, str]
) -> None:
    found = graph(tables, ALIKE)
    assert {
        key: found.disambiguation(key).letter for key in "ac" if found.disambiguation(key).letter
    } == letters


def test_a_paper_that_is_unknown_needs_no_disambiguation() -> None:
    assert graph(Tables(cited_names={"z": ("a", "b")}), ALIKE).disambiguation("unknown") == NO_DISAMBIGUATION


def test_a_cited_paper_has_what_its_labels_are_made_of() -> None:
    library = read_bibtex(ALIKE)
    paper = library.get("c")
    assert paper is not None
    tables = Tables(cited_names={"z": ("a", "c")})
    site = PlainSite({"z": "First"}, language="de")
    citations = CitationGraph(tables, library, site, translate=str.upper, schemes=["https"])
    cited = citations.cited(paper)
    assert (cited.paper, cited.disambiguation.letter, cited.number) == (paper, "b", "")
    assert (cited.item, cited.language, cited.schemes) == (CitationItem("c"), "de", ("https",))
    assert cited.translate("n.d.") == "N.D."
    item = CitationItem("c", locator="3")
    assert citations.cited(paper, item, "7").item is item
    assert citations.cited(paper, item, "7").number == "7"


def test_labels_are_compared_in_the_language_of_the_project() -> None:
    """Without a date all years read alike, in the words of the language."""
    undated = ALIKE.replace(", year = 2024", "")
    words: list[str] = []

    def translate(message: str) -> str:
        words.append(message)
        return message

    citations = CitationGraph(
        Tables(cited_names={"z": ("a", "c")}), read_bibtex(undated), SITE, translate=translate
    )
    assert citations.disambiguation("c").letter == "b"
    assert "n.d." in words


@pytest.mark.parametrize(
    ("inventory", "address"),
    [
        ({}, ""),
        ({"ko": "https://x.org/#ko", "ko-old": "https://x.org/#old"}, "https://x.org/#ko"),
        ({"ko-old": "https://x.org/#old"}, "https://x.org/#old"),
        ({"10.1000/layers": "https://x.org/#doi"}, "https://x.org/#doi"),
    ],
    ids=["no project", "key", "alias", "DOI in lower case"],
)
def test_another_project_shows_a_paper_under_one_of_its_names(
    inventory: dict[str, str], address: str
) -> None:
    site = PlainSite(inventory=inventory)
    citations = graph(Tables(), site=site)
    paper = citations.find("ko")[0]
    assert paper is not None
    assert citations.external_url(paper) == address
    site.inventory = {"ko": "https://later.org/"}
    assert citations.external_url(paper) == address, "the projects are asked once"


def test_a_settled_graph_does_not_see_what_documents_say_later() -> None:
    tables = Tables(cited_names={"z": ("a", "c")})
    settled, other = graph(tables, ALIKE), graph(tables, ALIKE)
    settled.compute_all()
    del tables.cited_names["z"]
    assert settled.cited_keys("project", "") == ("a", "c")
    assert settled.disambiguation("c").letter == "b"
    assert other.cited_keys("project", "") == ()
