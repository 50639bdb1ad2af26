"""Addresses, DOIs, eprints and the fields of websites in BibTeX."""

from __future__ import annotations

from typing import Any

import pytest

from sphinxext_pubs.entities.venues import Venues
from sphinxext_pubs.model.links import check, safe_url
from sphinxext_pubs.model.publication import Link
from sphinxext_pubs.notation.identifiers import is_preprint_server
from sphinxext_pubs.render.exports import public_copy
from tests.formats.bibtex_rows import plain, read_all, read_one

A, B = "https://a.example/x", "https://b.example/y"

#: Fields of an entry, and the attributes that they become.
ROWS: dict[str, tuple[str, dict[str, Any]]] = {
    "an HTML link": (f'url={{<a href="{A}">{A}</a>}}', {"url": A}),
    "a DOI in an HTML link": (
        'url={doi:<a href="https://doi.org/10.1002/x">10.1002/x</a>}',
        {"url": "https://doi.org/10.1002/x", "doi": "10.1002/x"},
    ),
    "a DOI as the URL": ("url={doi:10.1002/x}", {"doi": "10.1002/x"}),
    "several addresses": (f"url={{{A}; {B}}}", {"url": A, "links": [f"url: {B}"]}),
    "no scheme": ("url={github.com/x/y}", {"url": "https://github.com/x/y"}),
    "DBLP’s edition": (f"ee={{{A}}}", {"url": A}),
    "a DOI as DBLP’s edition": (
        f"url={{{A}}}, ee={{https://doi.org/10.1002/x}}",
        {"url": A, "doi": "10.1002/x"},
    ),
    "an address besides the URL": (f"url={{{A}}}, link={{{B}}}", {"url": A, "links": [f"url: {B}"]}),
    "no address": ("link={see page 2}", {"custom": {"link": "see page 2"}}),
    "howpublished with words": (
        f"howpublished={{Code at \\url{{{A}}}}}",
        {"url": A, "publisher": f"Code at {A}"},
    ),
    "howpublished with an introduction and a date": (
        f"howpublished={{Available at: \\url{{{A}}} (accessed 2020-01-01)}}",
        {"url": A, "variables": {"accessed": "2020-01-01"}},
    ),
    "howpublished besides the URL": (
        f"url={{{A}}}, howpublished={{\\url{{{B}}}}}",
        {"url": A, "links": [f"url: {B}"]},
    ),
    "howpublished is the URL again": (f"url={{{A}}}, howpublished={{\\url{{{A}}}}}", {"url": A}),
    "a note is the address": (f"note={{URL: {A}}}", {"url": A}),
    "a note besides the URL": (f"url={{{A}}}, note={{{B}}}", {"url": A, "note": B}),
    "a note is a date of access": (
        "note={[Online; accessed 29-January-2019]}",
        {"variables": {"accessed": "29 January 2019"}},
    ),
    "links in HTML and without scheme": (
        f'pdf={{<a href="{A}">PDF</a>}}, code={{github.com/x/y}}, url_Poster={{\\url{{{B}}}}}',
        {"links": [f"pdf: {A} (PDF)", "code: https://github.com/x/y", f"poster: {B}"]},
    ),
    "several DOIs": (
        "doi={10.1000/a, https://doi.org/10.1000/b}",
        {"doi": "10.1000/a", "custom": {"further-doi": "10.1000/b"}},
    ),
    "a DOI of a publisher": ("doi={https://dl.acm.org/doi/10.1145/1.2}", {"doi": "10.1145/1.2"}),
    "a DOI as pages": ("pages={10.1000/x}", {"doi": "10.1000/x"}),
    "an address as pages": (f"pages={{{A}}}", {"url": A}),
    "an arXiv ID as pages": (
        "pages={arXiv:2101.00001}, eid={arXiv:2101.00001}",
        {"type": "article", "arxiv": "2101.00001", "status": "preprint"},
    ),
    "an article number": ("eid={e12}", {"page": "e12"}),
    "a PDF as eprint": (
        "eprint={https://www.example.org/doi/pdf/10.1000/x}",
        {"links": ["pdf: https://www.example.org/doi/pdf/10.1000/x"]},
    ),
    "a page as eprint": (f"eprint={{{A}}}", {"links": [f"eprint: {A}"]}),
    "an address of arXiv as eprint": (
        "eprint={https://arxiv.org/abs/2101.00001v2}",
        {"type": "article", "arxiv": "2101.00001v2", "status": "preprint"},
    ),
    "PubMed": (
        "eprint={123}, eprinttype={pubmed}",
        {"custom": {"eprint": "123", "eprinttype": "pubmed"}},
    ),
    "a preprint server": (
        "eprint={abcde}, eprinttype={PsyArXiv}",
        {"type": "article", "status": "preprint", "custom": {"eprint": "abcde", "eprinttype": "PsyArXiv"}},
    ),
    "a DOI of a preprint server": (
        "doi={10.31234/osf.io/abcde}, publisher={PsyArXiv}",
        {"type": "article", "status": "preprint", "doi": "10.31234/osf.io/abcde", "publisher": "PsyArXiv"},
    ),
    "CoRR by an old ID": (
        "journal={CoRR}, volume={cs.CL/0001001}",
        {
            "type": "article", "status": "preprint", "arxiv": "cs.CL/0001001", "volume": "cs.CL/0001001",
            "container_title": "CoRR",
        },
    ),
    "arXiv in howpublished": (
        "howpublished={arXiv:2101.00001 [cs.CL]}",
        {
            "type": "article", "status": "preprint", "arxiv": "2101.00001",
            "publisher": "arXiv:2101.00001 [cs.CL]",
        },
    ),
    "arXiv in a number": (
        "number={arXiv:2101.00001}",
        {"type": "article", "status": "preprint", "arxiv": "2101.00001", "number": "arXiv:2101.00001"},
    ),
    "the badge of a website": ("dimensions={true}", {"custom": {"dimensions": "true"}}),
    "dimensions": ("dimensions={30 cm}", {"variables": {"dimensions": "30 cm"}}),
    "the name of an award": ("award={We won}, award_name={Best Paper}", {"award": ["Best Paper", "We won"]}),
    "BibSonomy’s address": ("biburl={https://www.bibsonomy.org/bibtex/2x/me}", {}),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), ROWS.values(), ids=ROWS)
def test_addresses_and_identifiers(fields: str, expected: dict[str, Any]) -> None:
    publication = read_one(f"@misc{{k, {fields}}}")
    attributes = plain(publication)
    if publication.links:
        attributes["links"] = [
            f"{link.rel}: {link.target}" + (f" ({link.label})" if link.label else "")
            for link in publication.links
        ]
    for name in ("key", "origin", "digest", "source", "entry_type"):
        attributes.pop(name, None)
    assert attributes == {"type": "document"} | expected


@pytest.mark.parametrize(
    ("doi", "message"),
    [
        ("10.1000/x y", "“10.1000/x y” is not a valid DOI; “10.1000/x” is used."),
        (A, f"“{A}” is not a valid DOI; it is used as an address."),
    ],
)
def test_bad_dois_are_reported(doi: str, message: str) -> None:
    _, problems = read_all(f"@misc{{k, doi={{{doi}}}}}")
    assert [problem.message for problem in problems] == [f"Entry “k”, field “doi”: {message}"]


ACTIVE = ["javascript:alert(1)", "data:text/html,x", "vbscript:x", '<a href="javascript:alert(1)">x</a>']


@pytest.mark.parametrize(
    "field", ["url", "pdf", "doi", "code", "eprint", "howpublished", "note", "ee", "link"]
)
@pytest.mark.parametrize("value", [*ACTIVE, r"\href{javascript:alert(1)}{x}", r"\url{javascript:alert(1)}"])
def test_nothing_active_is_an_address(field: str, value: str) -> None:
    (publication,), _ = read_all(f"@misc{{k, {field}={{{value}}}}}")
    targets = [publication.url, *(link.target for link in publication.links)]
    assert [target for target in targets if target and safe_url(target)] == []
    assert len(list(check(publication))) >= len([*filter(None, (*targets, publication.doi))])


@pytest.mark.parametrize("archive", ["arxiv", "bioRxiv", "medRxiv", "SSRN", "OSF Preprints", "SocArXiv",
                                     "ChemRxiv preprint", "Research Square", "Preprints.org", "TechRxiv",
                                     "EarthArXiv", "bioRxiv : the preprint server for biology", "CoRR",
                                     "SSRN Electronic Journal"])  # fmt: skip
def test_preprint_servers(archive: str) -> None:
    assert is_preprint_server(archive)


@pytest.mark.parametrize("archive", ["", "hal", "jstor", "pubmed", "hdl", "googlebooks", "iacr", "Nature",
                                     "HAL", "Corrosion Science", "Preprints", "OSF HealthCare"])  # fmt: skip
def test_other_archives_and_journals(archive: str) -> None:
    assert not is_preprint_server(archive)


ABBREVIATED = (
    "@inproceedings{%s, booktitle={Proceedings of the Harbour Forum on Boats}, abbr={%s}, year={%d}}"
)


@pytest.mark.parametrize(
    ("abbreviations", "expected"),
    [
        (("HaFoB", "HaFoB'23"), "HaFoB"),
        (("HFB 2022", "HFB"), "HFB"),
        (("HFB", "XYZ"), ""),
        (("Harb. Forum", "Harb. Forum"), ""),
    ],
)
def test_the_acronym_that_a_website_gives(abbreviations: tuple[str, str], expected: str) -> None:
    papers = [read_one(ABBREVIATED % (f"k{i}", text, 2022 + i)) for i, text in enumerate(abbreviations)]
    papers.append(read_one("@inproceedings{k, booktitle={Proceedings of the Harbour Forum on Boats}}"))
    venues = Venues(papers)
    assert {venues.find_for_paper(paper).acronym for paper in papers} == {expected}


def test_the_address_of_an_entry_at_dblp_is_not_exported() -> None:
    publication = read_one("@misc{k, biburl={https://dblp.org/rec/conf/x/Y.bib}}")
    assert dict(publication.custom)
    assert public_copy(publication, ("https",)).custom == ()
    assert "biburl" not in dict(publication.source_fields)


def test_a_label_of_html_is_text() -> None:
    publication = read_one(f'@misc{{k, data={{<a href="{A}">The <i>data</i></a>}}}}')
    assert publication.links[0] == Link("data", A, "The data")


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("url = {https://exa mple.org/a b}", "the address ends at the space before “b”"),
        ("url = {https://example.org/my file name}", "the address ends at the space before “file name”"),
        ("url = {https://example.org (accessed 2020-01-02)}", ""),
        ("url = {https://example.org/a accessed 12 May 2020}", ""),
        ("url = {https://example.org/a https://example.org/b}", ""),
        ("url = {https://example.org/dir/ paper.pdf}", ""),
        ("eprint = {20200.1}", "“20200.1” is not a valid arXiv ID and is not linked"),
        ("eprint = {2020.1}, archiveprefix = {arXiv}", "“2020.1” is not a valid arXiv ID and is not linked"),
        ("arxiv = {arXiv:2101.123}", "“arXiv:2101.123” is not a valid arXiv ID and is not linked"),
        ("eprint = {2101.00001}", ""),
        ("eprint = {hep-th/9901001}, archiveprefix = {arXiv}", ""),
        ("eprint = {12345678}, eprinttype = {pubmed}", ""),
    ],
)
def test_incomplete_addresses_are_reported(field: str, sentence: str) -> None:
    _, problems = read_all(f"@misc{{k, title = {{T}}, {field}}}")
    assert len(problems) == bool(sentence)
    assert all(problem.sentence.startswith(sentence) for problem in problems)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (r"C:\Users\me\paper.pdf", r"C:\Users\me\paper.pdf"),
        (r"C\:\Users\me\paper.pdf", r"C:\Users\me\paper.pdf"),
        ("/home/me/paper.pdf", "/home/me/paper.pdf"),
    ],
)
def test_paths_on_a_computer(path: str, shown: str) -> None:
    (paper,), _ = read_all(f"@misc{{k, title = {{T}}, slides = {{{path}}}}}")
    (problem,) = check(paper)
    assert f"“{shown}” in slides is not linked: it is a path on your own computer" in problem.sentence
