"""The fields in notes: Zotero's Extra, and lines that programs write for themselves."""

from __future__ import annotations

import pytest

from sphinxext_pubs.formats.csl_json.items import from_item
from sphinxext_pubs.formats.note_fields import with_note_fields
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.note_fields import split_note

#: A note, its variables and fields as ``name=value``, and the rest.
NOTES: list[tuple[str, str, str, str]] = [
    # Notes
    ("A note.", "", "", "A note."),
    ("Comment: 12 pages, 3 figures", "", "", "Comment: 12 pages, 3 figures"),
    ("Code: https://example.org/x", "", "", "Code: https://example.org/x"),
    ("See https://example.org/a", "", "", "See https://example.org/a"),
    ("Accepted: ICML 2024", "", "", "Accepted: ICML 2024"),
    ("DOI: see the site", "", "", "DOI: see the site"),
    ("note: to appear", "", "", "note: to appear"),
    ("PMID: unknown", "", "", "PMID: unknown"),
    ("It has 12 citations.", "", "", "It has 12 citations."),
    # Zotero's lines
    ("original-date: 1814", "original-date=1814", "", ""),
    ("Original Date: 1814", "original-date=1814", "", ""),
    ("originalDate: 1814", "original-date=1814", "", ""),
    ("PMID: 123\nPMCID: PMC45", "PMID=123 PMCID=PMC45", "", ""),
    ("Citation Key: doe2020", "citation-key=doe2020", "", ""),
    ("type: article\nDOI: 10.1000/x", "type=article DOI=10.1000/x", "", ""),
    ("container-title: The Journal", "container-title=The Journal", "", ""),
    ("Num Pages: 20\nLibrary Catalog: JSTOR", "number-of-pages=20 source=JSTOR", "", ""),
    ("author: Doe || Jane\nauthor: ACME", "author=Doe || Jane author=ACME", "", ""),
    ("ISSN: 0302-9743, 1611-3349\nSeries: LN", "ISSN=0302-9743, 1611-3349 collection-title=LN", "", ""),
    ("tex.pdf: a/b.pdf\ntex.ids= x, y", "", "pdf=a/b.pdf ids=x, y", ""),
    ("biblatex.Eprint: 12", "", "eprint=12", ""),
    ("OCLC: 913697648", "", "oclc=913697648", ""),
    ("arXiv:2101.00001 [cs]", "", "arxiv=2101.00001 [cs]", ""),
    ("arXiv: hep-th/9901001", "", "arxiv=hep-th/9901001", ""),
    # Where they are
    ("A note.\npublisher: X", "publisher=X", "", "A note."),
    ("One.\nTwo.\npublisher: X\nPMID: 1", "PMID=1", "", "One.\nTwo.\npublisher: X"),
    ("publisher: X\n\nplace: Y\n\nThe rest: a note", "publisher=X publisher-place=Y", "", "The rest: a note"),
    ("{:original-date: 1814} {:event-place: Bonn} Rest", "original-date=1814 event-place=Bonn", "", "Rest"),
    ("Before {:PMID:12}\nafter {:unknown: 1}", "PMID=12", "", "Before \n\nafter {:unknown: 1}"),
    # Without line breaks
    ("ISSN: 1234-5678 Pages: 2-9", "ISSN=1234-5678 page=2-9", "", ""),
    ("Place: Paris Publisher: Presses", "publisher-place=Paris publisher=Presses", "", ""),
    ("ISSN: 1234-5678. Best paper", "ISSN=1234-5678", "", "Best paper"),
    ("PMID: 12; PMCID: PMC3", "PMID=12 PMCID=PMC3", "", ""),
    ("arXiv:2101.00001 [cs] type: article", "type=article", "arxiv=2101.00001 [cs]", ""),
    ("arXiv:2101.00001, to appear", "", "arxiv=2101.00001", "to appear"),
    # Programs
    ("ZSCC: 0000012", "", "zotero-zscc=0000012", ""),
    ("ZSCC: NoCitationData[s0]", "", "zotero-zscc=NoCitationData[s0]", ""),
    ("00012 citations", "", "zotero-citations=00012 citations", ""),
    (
        "0 citations (Crossref) [2022-10-22] 3 citations (Semantic Scholar/DOI) [2022-10-22] Talk",
        "",
        "zotero-citations=0 citations (Crossref) [2022-10-22] "
        "zotero-citations=3 citations (Semantic Scholar/DOI) [2022-10-22]",
        "Talk",
    ),
    ("Accepted: 2019-05-08T06:37:45Z", "", "zotero-accepted=2019-05-08T06:37:45Z", ""),
    ("Query date: 2022-12-16 12:29:00", "", "zotero-query-date=2022-12-16 12:29:00", ""),
    ("_eprint: https://example.org/1", "", "zotero-eprint=https://example.org/1", ""),
    ("[TLDR] It works.", "", "zotero-tldr=[TLDR] It works.", ""),
    (
        "Bandiera_abtest: a Cg_type: J Number: 1 Publisher: NPG Subject_term: A;B Subject_term_id: a;b",
        "number=1 publisher=NPG",
        "zotero-bandiera_abtest=a zotero-cg_type=J zotero-subject_term=A;B zotero-subject_term_id=a;b",
        "",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("note", "variables", "fields", "rest"), NOTES, ids=[row[0][:30] for row in NOTES])
def test_notes(note: str, variables: str, fields: str, rest: str) -> None:
    parts = split_note(note)
    assert " ".join(f"{name}={value}" for name, value in parts.variables) == variables
    assert " ".join(f"{name}={value}" for name, value in parts.fields) == fields
    assert parts.note == rest


def test_the_note_of_an_item_is_read() -> None:
    note = (
        "original-date: 1814\nPMID: 12\ntranslator: Doe || Jane\ntex.pdf: a.pdf\ntex.ids: old\n"
        "arXiv:2101.00001 [cs]\nZSCC: 00001\nA note."
    )
    publication, problems = from_item({"id": "k", "type": "book", "note": note})
    assert not problems
    assert str(publication.note) == "A note."
    assert str(publication.variable("original-date")) == "1814"
    assert str(publication.variable("PMID")) == "12"
    assert publication.names == (("translator", (Name("Doe", "Jane"),)),)
    assert publication.links == (Link("pdf", "a.pdf"),)
    assert (publication.ids, publication.arxiv) == (("old",), "2101.00001")
    assert publication.custom == (("zotero-zscc", text_of("00001")),)


def test_values_of_the_item_take_precedence_except_type_and_date() -> None:
    note = "type: article\nissued: 1814-05\npublisher: B\nDOI: 10.1000/x"
    item = {
        "id": "k",
        "type": "report",
        "issued": {"date-parts": [[2020]]},
        "publisher": "A",
        "DOI": "10.1000/x",
        "note": note,
    }
    publication, problems = from_item(item)
    assert not problems
    assert (publication.type, publication.issued) == ("article", Date((1814, 5)))
    assert (str(publication.publisher), publication.doi, str(publication.note)) == ("A", "10.1000/x", "")
    assert publication.custom == (("publisher", text_of("B")),)


def test_invalid_corrections_change_nothing() -> None:
    publication, problems = from_item({"id": "k", "type": "book", "note": "type: novel\nissued: some day"})
    assert not problems
    assert (publication.type, publication.issued) == ("book", None)
    assert publication.custom == (("type", text_of("novel")), ("issued", text_of("some day")))


def test_the_note_of_a_publication_of_any_format() -> None:
    publication = Publication("k", "report", note=text_of("ISSN: 1234-5678 Publisher: ACM type: novel"))
    result = with_note_fields(publication)
    assert (result.type, str(result.publisher), str(result.note)) == ("report", "ACM", "")
    assert result.variables == (("ISSN", text_of("1234-5678")),)
    result = with_note_fields(publication, "ISSN: 1234-5678\ntype: article\nA\nnote")
    assert (result.type, str(result.note)) == ("article", "A note")
    plain = Publication("k", note=text_of("See: a"))
    assert with_note_fields(plain) is plain


@pytest.mark.parametrize(("kind", "issue", "number"), [("article-journal", "7", ""), ("report", "", "7")])
def test_the_number_of_a_journal_is_its_issue(kind: str, issue: str, number: str) -> None:
    item, _ = from_item({"id": "k", "type": kind, "note": "Number: 7\nPublisher: NPG"})
    assert (item.issue, item.number, str(item.publisher)) == (issue, number, "NPG")
    paper = with_note_fields(Publication("k", kind, note=text_of("Number: 7 Publisher: NPG")))
    assert (paper.issue, paper.number, str(paper.publisher)) == (issue, number, "NPG")
