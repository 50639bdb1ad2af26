"""References in the built-in style."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sphinxext_pubs.citations.disambiguation import Disambiguation
from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.model.publication import Date, Library, Publication
from sphinxext_pubs.model.rich_text import Inline, Span, Text, text_of
from sphinxext_pubs.render.editions import edition_label
from sphinxext_pubs.render.references import full_reference, reference_sentences
from sphinxext_pubs.render.venue_pieces import italic
from tests.formats.bibtex_rows import read_one

ANN = "author={Ann Lee}, "

#: Entries without key → the reference; titles in italics are between underscores.
REFERENCES = {
    "an article": (
        "@article{k, author={Ann Lee and Bo Ray}, title={On Layers}, journal={Journal}, year=2020, "
        "month=mar, volume=3, number=2, pages={5--9}, note={To be read aloud}, doi={10.1000/xyz}}",
        "Ann Lee and Bo Ray (March 2020). On Layers. _Journal_ 3(2), 5–9. To be read aloud. "
        "https://doi.org/10.1000/xyz",
    ),
    "one page of a magazine": (
        f"@article{{k, {ANN}title={{One}}, journal={{Daily}}, year=2020, month={{10 May}}, pages=5}}",
        "Ann Lee (10 May 2020). One. _Daily_, p. 5.",
    ),
    "a book in a series with a number, and a volume": (
        f"@book{{k, {ANN}title={{Layers}}, publisher={{Springer}}, address={{Berlin}}, year=2001, volume=3, "
        "number=12, series={GTM}, edition={Second}, isbn={978-3-16-148410-0}, translator={Cy Dow}, "
        "editor={Ed Ito}}",
        "Ann Lee (2001). _Layers_. 2nd edition, Springer, Berlin, GTM 12, vol. 3, edited by Ed Ito, "
        "translated by Cy Dow, ISBN 978-3-16-148410-0.",
    ),
    "a volume of a series": (
        "@book{k, editor={Ann Lee and Ed Ito}, title={Notes}, publisher={Springer}, year=2001, volume=3, "
        "series={LNCS}}",
        "Ann Lee and Ed Ito, eds. (2001). _Notes_. Springer, LNCS 3.",
    ),
    "how it was published, with an address": (
        f"@booklet{{k, {ANN}title={{A Booklet}}, "
        "howpublished={Given away at \\url{https://example.org/fair}}, month=may, year=1999}",
        "Ann Lee (May 1999). _A Booklet_. Given away at https://example.org/fair.",
    ),
    "how a book with a publisher was published": (
        f"@manual{{k, {ANN}title={{Manual}}, organization={{Org}}, howpublished={{On disk}}, year=2005}}",
        "Ann Lee (2005). _Manual_. Org, On disk.",
    ),
    "a section of a book": (
        f"@inbook{{k, {ANN}title={{Big Book}}, chapter=4, type={{Section}}, pages=5, publisher={{P}}, "
        "year=2002}",
        "Ann Lee (2002). _Big Book_. Section 4, p. 5, P.",
    ),
    "a chapter with editors": (
        f"@incollection{{k, {ANN}title={{A Chapter}}, booktitle={{Collection}}, chapter=7, pages={{11--20}}, "
        "editor={Ed Ito and Flo Kay}, editortype={compiler}, publisher={P}, year=2003}",
        "Ann Lee (2003). A Chapter. _Collection_, ch. 7, pp. 11–20, compiled by Ed Ito and Flo Kay, P.",
    ),
    "a paper with an organization and a publisher": (
        f"@inproceedings{{k, {ANN}title={{Talk}}, booktitle={{Proc.}}, organization={{SIG}}, "
        "publisher={ACM}, volume=4, series={LNCS}, number=9, year=2004}",
        "Ann Lee (2004). Talk. _Proc._, LNCS 9, vol. 4, SIG, ACM.",
    ),
    "a thesis with a school and a publisher": (
        f"@phdthesis{{k, {ANN}title={{T}}, school={{ETH}}, publisher={{P}}, year=2004}}",
        "Ann Lee (2004). _T_. PhD thesis, ETH, P.",
    ),
    "a report": (
        f"@techreport{{k, {ANN}title={{R}}, institution={{I}}, type={{Memo}}, number={{5}}, series={{S}}, "
        "volume=2, year=2011}",
        "Ann Lee (2011). _R_. Memo 5, I, S 2.",
    ),
    "a work in several volumes": (
        f"@book{{k, {ANN}title={{B}}, volumes=4, pagetotal=300, year=2000}}",
        "Ann Lee (2000). _B_. 4 volumes, 300 pages.",
    ),
    "one volume": (f"@book{{k, {ANN}title={{B}}, volumes=1, year=2000}}", "Ann Lee (2000). _B_."),
    "only editors, in a paper": (
        f"@inproceedings{{k, {ANN}title={{T}}, editor={{Ed Ito}}, year=2000}}",
        "Ann Lee (2000). T. Edited by Ed Ito.",
    ),
    "no people": ("@book{k, title={Anon}, publisher={P}, year=1800}", "_Anon_ (1800). P."),
    "no title": (f"@misc{{k, {ANN}howpublished={{Letter}}, year=1910}}", "Ann Lee (1910). Letter."),
    "no date": (f"@misc{{k, {ANN}title={{T}}}}", "Ann Lee. T."),
    "a status": (
        f"@article{{k, {ANN}title={{T}}, journal={{J}}, year=2020, pubstate={{retracted}}}}",
        "Ann Lee (2020). T. _J_. Retracted.",
    ),
    "a status in a note": (
        f"@article{{k, {ANN}title={{T}}, journal={{J}}, year=2020, pubstate={{inpress}}, "
        "note={In press.}}",
        "Ann Lee (2020). T. _J_. In press.",
    ),
    "arXiv once": (
        f"@article{{k, {ANN}title={{T}}, journal={{arXiv preprint arXiv:2101.00001}}, eprint={{2101.00001}}, "
        "archiveprefix={arXiv}, year=2021}",
        "Ann Lee (2021). T. arXiv:2101.00001.",
    ),
    "arXiv besides a journal": (
        f"@article{{k, {ANN}title={{T}}, journal={{J}}, volume=8, eprint={{2101.00001}}, "
        "archiveprefix={arXiv}, year=2021, collaboration={LHCb}}",
        "Ann Lee (LHCb Collaboration) (2021). T. _J_ 8. arXiv:2101.00001",
    ),
    "arXiv, as DBLP exports it": (
        f"@article{{k, {ANN}title={{T}}, journal={{CoRR}}, volume={{abs/2101.00001}}, eprint={{2101.00001}}, "
        "eprinttype={arXiv}, url={https://arxiv.org/abs/2101.00001}, year=2021}",
        "Ann Lee (2021). T. arXiv:2101.00001.",
    ),
    "arXiv, as DataCite exports it": (
        f"@misc{{k, {ANN}title={{T}}, publisher={{arXiv}}, doi={{10.48550/ARXIV.2101.00001}}, "
        "url={https://arxiv.org/abs/2101.00001}, year=2021}",
        "Ann Lee (2021). T. arXiv:2101.00001.",
    ),
    "arXiv in how it was published": (
        f"@misc{{k, {ANN}title={{T}}, howpublished={{arXiv:2101.00001v1 [cs.CL]}}, eprint={{2101.00001}}, "
        "archiveprefix={arXiv}, year=2021}",
        "Ann Lee (2021). T. arXiv:2101.00001v1 [cs.CL].",
    ),
    "pages with their word after them": (
        f"@incollection{{k, {ANN}title={{T}}, booktitle={{B}}, pages={{127 pp.}}, year=2021}}",
        "Ann Lee (2021). T. _B_, 127 pp.",
    ),
    "pages with a label": (
        f"@incollection{{k, {ANN}title={{T}}, booktitle={{B}}, pages={{pp. 12--15}}, year=2021}}",
        "Ann Lee (2021). T. _B_, pp. 12–15.",
    ),
    "pages with words": (
        f"@incollection{{k, {ANN}title={{T}}, booktitle={{B}}, pages={{Article 101}}, year=2021}}",
        "Ann Lee (2021). T. _B_, Article 101.",
    ),
    "a year that is uncertain": (
        f"@misc{{k, {ANN}title={{T}}, year={{1999?}}}}",
        "Ann Lee (1999?). T.",
    ),
    "a report with a number alone": (
        f"@report{{k, {ANN}title={{T}}, institution={{I}}, number={{12}}, year=2001}}",
        "Ann Lee (2001). _T_. No. 12, I.",
    ),
    "a volume and a number that end alike": (
        f"@book{{k, {ANN}title={{T}}, series={{GTM}}, number={{12}}, volume={{2}}, year=2001}}",
        "Ann Lee (2001). _T_. GTM 12, vol. 2.",
    ),
    "the length of a thesis": (
        f"@phdthesis{{k, {ANN}title={{T}}, school={{S}}, pages={{127}}, year=2001}}",
        "Ann Lee (2001). _T_. PhD thesis, S, 127 pages.",
    ),
    "an eprint that is the address of a PDF": (
        f"@article{{k, {ANN}title={{T}}, journal={{J}}, eprint={{http://www.example.org/1.pdf}}, year=2001}}",
        "Ann Lee (2001). T. _J_. http://www.example.org/1.pdf",
    ),
    "a DOI with signs": (
        f"@article{{k, {ANN}title={{T}}, journal={{J}}, doi={{10.1021/ja036138+}}, year=2001}}",
        "Ann Lee (2001). T. _J_. https://doi.org/10.1021/ja036138+",
    ),
    "two addresses": (
        f"@misc{{k, {ANN}title={{T}}, howpublished={{\\url{{https://h.example.org}}}}, "
        "url={https://u.example.org}, year=2001}",
        "Ann Lee (2001). T. https://u.example.org https://h.example.org",
    ),
    "a series that names its number": (
        f"@book{{k, {ANN}title={{T}}, series={{Texts 12}}, volume={{12}}, year=2001}}",
        "Ann Lee (2001). _T_. Texts 12.",
    ),
    "a link with words": (
        f"@misc{{k, {ANN}title={{T}}, howpublished={{\\href{{https://h.example.org}}{{Site}}}}, year=2001}}",
        "Ann Lee (2001). T. Site.",
    ),
    "a year after an address": (
        f"@misc{{k, {ANN}title={{T}}, year=2001, "
        "howpublished={At \\url{https://h.example.org/a}, 2001}}",
        "Ann Lee (2001). T. At https://h.example.org/a, 2001.",
    ),
    "a date of access alone": (
        f"@misc{{k, {ANN}title={{T}}, note={{accessed 2020-01-01}}, year=2001}}",
        "Ann Lee (2001). T. Accessed 1 January 2020.",
    ),
    "a home page that ends as the DOI": (
        f"@misc{{k, {ANN}title={{T}}, url={{https://e.example.org/bayesplot/}}, "
        "doi={10.32614/cran.package.bayesplot}, year=2001}",
        "Ann Lee (2001). T. https://doi.org/10.32614/cran.package.bayesplot https://e.example.org/bayesplot/",
    ),
    "another archive": (
        f"@article{{k, {ANN}title={{T}}, journal={{J}}, eprint={{hal-00000001}}, eprinttype={{hal}}, "
        "year=2021}",
        "Ann Lee (2021). T. _J_. HAL: hal-00000001",
    ),
    "an address, and when it was read": (
        f"@online{{k, {ANN}title={{T}}, url={{https://example.org/s}}, urldate={{2020-05-01}}, year=2020}}",
        "Ann Lee (2020). T. https://example.org/s (accessed 1 May 2020)",
    ),
    "an address that is the DOI again": (
        f"@article{{k, {ANN}title={{T}}, journal={{J}}, doi={{10.1000/XYZ}}, "
        "url={https://journal.example.org/10.1000/xyz}, year=2020}",
        "Ann Lee (2020). T. _J_. https://doi.org/10.1000/XYZ",
    ),
    "an address that ends as the DOI does": (
        f"@article{{k, {ANN}title={{T}}, journal={{J}}, doi={{10.1000/v1/2023.main-362}}, "
        "url={https://journal.example.org/2023.main-362/}, year=2020}",
        "Ann Lee (2020). T. _J_. https://doi.org/10.1000/v1/2023.main-362",
    ),
    "another address than the DOI": (
        f"@article{{k, {ANN}title={{T}}, journal={{J}}, doi={{10.1000/a}}, url={{https://example.org/b}}, "
        "year=2020}",
        "Ann Lee (2020). T. _J_. https://doi.org/10.1000/a https://example.org/b",
    ),
    "an address that is not published": (
        f"@misc{{k, {ANN}title={{T}}, url={{file:///home/me/x.pdf}}, year=2020}}",
        "Ann Lee (2020). T.",
    ),
}


def shown(text: Text) -> str:
    """Return a text with underscores around what is in italics."""
    return "".join(map(_shown, text.parts))


def _shown(part: Inline) -> str:
    if isinstance(part, str):
        return part
    inner = "".join(map(_shown, part.content))
    return f"_{inner}_" if part.kind == "italic" else inner


@pytest.mark.parametrize(("entry", "reference"), REFERENCES.values(), ids=REFERENCES)
def test_references_say_all_there_is(entry: str, reference: str) -> None:
    assert shown(full_reference(Cited(read_one(entry)))) == reference


@pytest.mark.parametrize(
    ("date", "reference"),
    [
        (Date((2020,)), "Ann Lee (2020b). T."),
        (Date((2020, 3)), "Ann Lee (March 2020b). T."),
        (Date(literal="in press"), "Ann Lee (in press-b). T."),
        (None, "Ann Lee (n.d.-b). T."),
    ],
)
def test_years_have_letters_where_citations_are_by_year(date: Date | None, reference: str) -> None:
    paper = replace(read_one(f"@misc{{k, {ANN}title={{T}}}}"), issued=date)
    cited = Cited(paper, Disambiguation(letter="b"))
    assert str(full_reference(cited, by_year=True)) == reference
    assert "b)" not in str(full_reference(cited))
    assert "n.d." not in str(full_reference(cited))


def test_a_set_is_its_members() -> None:
    papers = [
        replace(
            read_one(f"@article{{{key}, {ANN}title={{{key}}}, doi={{10.1000/{key}}}, year=2020}}"), key=key
        )
        for key in "ab"
    ]
    members = replace(papers[0], key="s", entry_type="set", custom=(("entryset", text_of("a, b,none,s")),))
    library = Library((*papers, members))
    assert library.members(members) == tuple(papers)
    assert library.members(papers[0]) == ()
    cited = Cited(members, members=library.members(members))
    assert str(full_reference(cited)) == (
        "Ann Lee (2020). a. Ann Lee (2020). b. https://doi.org/10.1000/a https://doi.org/10.1000/b"
    )
    assert str(reference_sentences(cited)) == "Ann Lee (2020). a. Ann Lee (2020). b."


GERMAN = {"edition {}": "{}. Auflage", "{} edition": "{} Auflage"}


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        ("2", "2nd edition", "2. Auflage"),
        ("11", "11th edition", "11. Auflage"),
        ("3rd", "3rd edition", "3. Auflage"),
        ("Second", "2nd edition", "2. Auflage"),
        ("5.", "5th edition", "5. Auflage"),
        ("2ª", "2nd edition", "2. Auflage"),
        ("Revised", "Revised edition", "Revised"),
        ("revised and enlarged", "revised and enlarged edition", "revised and enlarged"),
        ("3rd rev. ed.", "3rd rev. ed.", "3rd rev. ed."),
        ("2. Auflage", "2. Auflage", "2. Auflage"),
        ("Second edition", "2nd edition", "2. Auflage"),
        ("edition 4", "4th edition", "4. Auflage"),
        ("3rd ed.", "3rd edition", "3. Auflage"),
        ("second revised", "second revised edition", "second revised"),
        ("1.0, release", "1.0, release", "1.0, release"),
    ],
)
def test_editions(value: str, english: str, german: str) -> None:
    assert edition_label(value, str) == english
    assert edition_label(value, lambda text: GERMAN.get(text, text)) == german


def test_italics_in_a_title_in_italics_are_upright() -> None:
    title = Text(("On ", Span("italic", ("E. coli",)), " and ", Span("sub", ("2",))))
    assert italic(title) == Text(
        (
            Span("italic", ("On ",)),
            "E. coli",
            Span("italic", (" and ", Span("sub", ("2",)))),
        )
    )
    assert italic(Publication("k").title) == Text()
