"""The conversion of the types and fields of BibTeX and BibLaTeX."""

from __future__ import annotations

from typing import Any

import pytest

from sphinxext_pubs.formats.bibtex.fields import BY_CSL, ENTRY_TYPES, FIELDS, field_of
from sphinxext_pubs.formats.bibtex.program_fields import is_program_field
from sphinxext_pubs.model.publication import Link, Publication
from sphinxext_pubs.model.work_types import BY_CSL as CSL_TYPES
from tests.formats.bibtex_rows import plain, read_all, read_one, summarize

#: An entry, and the attributes that it must have; all others must be empty.
ROWS: dict[str, tuple[str, dict[str, Any]]] = {
    "journal article": (
        "@article{k, title={T}, author={Doe, Jane and others}, journal={J}, volume=1, number=2, "
        "pages={3--4}, year=2020, month=nov}",
        {
            "type": "article-journal",
            "title": "T",
            "author": ["Doe, Jane", "others"],
            "container_title": "J",
            "volume": "1",
            "issue": "2",
            "page": "3-4",
            "issued": "2020-11",
        },
    ),
    "titles with their parts": (
        "@inbook{k, title={Why?}, subtitle={Because}, titleaddon={A Note}, "
        "booktitle={B}, booksubtitle={C}, maintitle={M}}",
        {
            "type": "chapter",
            "title": "Why? Because. A Note",
            "container_title": "M",
            "variables": {"volume-title": "B: C"},
        },
    ),
    "journal and book": (
        "@inproceedings{k, title={T}, journal={J}, booktitle={B}}",
        {"type": "paper-conference", "title": "T", "container_title": "B", "custom": {"journal": "J"}},
    ),
    "title of an issue": (
        "@article{k, title={T}, journaltitle={J}, issuetitle={I}, issuesubtitle={S}}",
        {
            "type": "article-journal",
            "title": "T",
            "container_title": "J",
            "variables": {"volume-title": "I: S"},
        },
    ),
    "chapter without a title": (
        "@inbook{k, chapter={Lists and {Trees}}, booktitle={B}, pages={3--4}}",
        {"type": "chapter", "title": "Lists and Trees", "container_title": "B", "page": "3-4"},
    ),
    "chapter in addition to a title": (
        "@inbook{k, title={B}, chapter={Lists and Trees}}",
        {"type": "chapter", "title": "B", "variables": {"chapter-number": "Lists and Trees"}},
    ),
    "number of a chapter": (
        "@inbook{k, chapter={Chap. 12--13}, booktitle={B}}",
        {"type": "chapter", "container_title": "B", "variables": {"chapter-number": "Chap. 12–13"}},
    ),
    "Roman number of a chapter": (
        "@inbook{k, chapter={XIV}, booktitle={B}}",
        {"type": "chapter", "container_title": "B", "variables": {"chapter-number": "XIV"}},
    ),
    "keys of countries": (
        "@book{k, location={countryfr and countryuk and countryus}}",
        {"type": "book", "publisher_place": "France, United Kingdom and United States"},
    ),
    "lists of places and publishers": (
        "@book{k, location={München and {Bosnia and Herzegovina} and New York}, publisher={A and others}}",
        {
            "type": "book",
            "publisher_place": "München, Bosnia and Herzegovina and New York",
            "publisher": "A et al.",
        },
    ),
    "a publisher with and": (
        "@book{k, publisher={John Wiley and Sons, Inc.}}",
        {"type": "book", "publisher": "John Wiley and Sons, Inc."},
    ),
    "original edition": (
        "@book{k, origlocation={countryde and Wien}, origpublisher={A and B and C}, "
        "origlanguage={langgerman}}",
        {
            "type": "book",
            "variables": {"original-publisher-place": "Germany and Wien", "original-publisher": "A, B and C"},
            "custom": {"origlanguage": "German"},
        },
    ),
    "keys of languages": (
        "@book{k, language={langenglish and langgerman}}",
        {"type": "book", "language": "en", "custom": {"languages": "English and German"}},
    ),
    "a key of a series": (
        "@article{k, series={newseries}}",
        {"type": "article-journal", "collection_title": "new series"},
    ),
    "number of a series of a journal": (
        "@article{k, series=12}",
        {"type": "article-journal", "collection_title": "12th series"},
    ),
    "a series of books that is a number": ("@book{k, series=12}", {"type": "book", "collection_title": "12"}),
    "words that look like keys": (
        "@book{k, location={London}, publisher={oldtown}, series={language}}",
        {"type": "book", "publisher_place": "London", "publisher": "oldtown", "collection_title": "language"},
    ),
    "ACM, both places": (
        "@inproceedings{k, location={Rome, Italy}, address={New York, NY, USA}, series={KDD '20}}",
        {
            "type": "paper-conference",
            "event_place": "Rome, Italy",
            "publisher_place": "New York, NY, USA",
            "collection_title": "KDD '20",
        },
    ),
    "ACM, one place": (
        "@inproceedings{k, location={Rome, Italy}, doi={10.1145/1}, numpages={2}, issue_date={May 2004}}",
        {
            "type": "paper-conference",
            "event_place": "Rome, Italy",
            "doi": "10.1145/1",
            "issued": "2004-5",
            "variables": {"number-of-pages": "2"},
        },
    ),
    "BibLaTeX, a work of ACM": (
        "@inproceedings{k, location={New York}, doi={10.1145/1}, date={2004}}",
        {
            "type": "paper-conference",
            "publisher_place": "New York",
            "doi": "10.1145/1",
            "issued": "2004",
        },
    ),
    "other dates": (
        "@misc{k, urldate={15 Mar. 2004}, origyear={1949}, eventdate={2004-05-01/2004-05-03}}",
        {
            "type": "document",
            "variables": {
                "accessed": "2004-03-15",
                "original-date": "1949",
                "event-date": "2004-05-01/2004-05-03",
            },
        },
    ),
    "report number of INSPIRE": (
        "@techreport{k, reportNumber={CERN-1}}",
        {"type": "report", "number": "CERN-1", "genre": "Technical report"},
    ),
    "date of access in a note": (
        "@misc{k, note={The Free Encyclopedia. [Online; accessed 22-July-2004]}}",
        {"type": "document", "note": "The Free Encyclopedia", "variables": {"accessed": "2004-07-22"}},
    ),
    "date of access in howpublished": (
        "@misc{k, howpublished={Online; accessed 29 January 2019}}",
        {"type": "document", "variables": {"accessed": "2019-01-29"}},
    ),
    "howpublished is a medium": (
        "@misc{k, howpublished={Online}}",
        {"type": "document", "custom": {"howpublished": "Online"}},
    ),
    "Zotero's note": (
        "@article{k, note={ISSN: 1234-5679 Pages: 3-4}}",
        {"type": "article-journal", "page": "3-4", "variables": {"ISSN": "1234-5679"}},
    ),
    "Scopus' note": (
        "@article{k, note={cited By (since 1996)12}}",
        {"type": "article-journal", "custom": {"zotero-cited-by": "12"}},
    ),
    "TeXMed's note": (
        "@article{k, title={{{T} of the cohort.}}, note={[PubMed Central:\\href{https://x.org}{PMC12}] "
        "[DOI:\\href{https://doi.org/10.1/x}{10.1234/x}] [PubMed:123]}}",
        {
            "type": "article-journal",
            "title": "T of the cohort",
            "doi": "10.1234/x",
            "variables": {"PMCID": "PMC12", "PMID": "123"},
        },
    ),
    "Pure's note": (
        "@article{k, note={Funding Information: F. Publisher Copyright: C 2020.}}",
        {"type": "article-journal", "custom": {"funding": "F.", "copyright": "C 2020."}},
    ),
    "full stop after a title": (
        "@misc{k, title={{Depression} in a cohort of mothers.}}",
        {"type": "document", "title": "Depression in a cohort of mothers"},
    ),
    "full stop of an abbreviation": (
        "@misc{k, title={A Reply to Smith et al.}}",
        {"type": "document", "title": "A Reply to Smith et al."},
    ),
    "full stop in the last word": (
        "@misc{k, title={The Law of the U.S.}}",
        {"type": "document", "title": "The Law of the U.S."},
    ),
    "ellipsis": (
        "@misc{k, title={Once upon a time...}}",
        {"type": "document", "title": "Once upon a time..."},
    ),
    "collaboration": (
        "@article{k, author={Doe, Jane and others}, collaboration={LHCb}}",
        {"type": "article-journal", "author": ["Doe, Jane", "others"], "custom": {"collaboration": "LHCb"}},
    ),
    "collaboration without authors": (
        "@article{k, collaboration={LHCb}}",
        {"type": "article-journal", "author": ["LHCb"], "custom": {"collaboration": "LHCb"}},
    ),
    "title of a multi-volume work": (
        "@book{k, title={V}, maintitle={M}, mainsubtitle={S}, volume=2, volumes=3}",
        {
            "type": "book",
            "title": "V",
            "container_title": "M: S",
            "volume": "2",
            "variables": {"number-of-volumes": "3"},
        },
    ),
    "title equal to the container": (
        "@proceedings{k, title={P}, booktitle={P}}",
        {"type": "book", "title": "P"},
    ),
    "BibLaTeX's names": (
        "@report{k, title={T}, institution={I}, location={L}, number={TR-1}, "
        "type={resreport}, date={2020-01-02}, langid={ngerman}}",
        {
            "type": "report",
            "title": "T",
            "publisher": "I",
            "publisher_place": "L",
            "number": "TR-1",
            "genre": "Research report",
            "issued": "2020-1-2",
            "language": "de",
        },
    ),
    "BibTeX's names": (
        "@techreport{k, title={T}, institution={I}, address={L}, number=7}",
        {
            "type": "report",
            "title": "T",
            "publisher": "I",
            "publisher_place": "L",
            "number": "7",
            "genre": "Technical report",
        },
    ),
    "thesis": ("@phdthesis{k, school={S}}", {"type": "thesis", "publisher": "S", "genre": "PhD thesis"}),
    "thesis with its type": ("@thesis{k, type={mathesis}}", {"type": "thesis", "genre": "Master’s thesis"}),
    "conference paper": (
        "@conference{k, booktitle={Proc}, series={LNCS}, number=5, eventtitle={Conf}, "
        "venue={Rome}, publisher={P}, organization={O}}",
        {
            "type": "paper-conference",
            "container_title": "Proc",
            "collection_title": "LNCS",
            "event_title": "Conf",
            "event_place": "Rome",
            "publisher": "P",
            "variables": {"collection-number": "5"},
            "custom": {"organization": "O"},
        },
    ),
    "number without a series": ("@inproceedings{k, number=5}", {"type": "paper-conference", "number": "5"}),
    "number and issue": (
        "@article{k, number=5, issue={Spring}}",
        {"type": "article-journal", "issue": "5, Spring"},
    ),
    "issue of other types": ("@misc{k, issue={Spring}}", {"type": "document", "issue": "Spring"}),
    "article number": (
        "@article{k, eid={A1}, articleno={77}}",
        {"type": "article-journal", "page": "A1", "custom": {"articleno": "77"}},
    ),
    "irregular pages": (
        "@article{k, pages={S1 -- S5, 7–9}}",
        {"type": "article-journal", "page": "S1-S5, 7-9"},
    ),
    "howpublished is an address": (
        "@misc{k, howpublished={\\url{http://x.org/a_b}}}",
        {"type": "document", "url": "http://x.org/a_b"},
    ),
    "howpublished is a word": (
        "@misc{k, howpublished={By hand}}",
        {"type": "document", "publisher": "By hand"},
    ),
    "people": (
        "@book{k, editor={A B}, translator={C D}, bookauthor={E F}, editora={G H}, "
        "editoratype={compiler}, editorb={I J}}",
        {
            "type": "book",
            "editor": ["B, A"],
            "names": {
                "translator": ["D, C"],
                "container-author": ["F, E"],
                "compiler": ["H, G"],
                "contributor": ["J, I"],
            },
        },
    ),
    "roles of editors": (
        "@book{k, editor={A B}, editortype={compiler}, editora={C D}, editoratype={redactor}, "
        "editorb={E F}, editorbtype={collaborator}, editorc={G H}, editorctype={cook}}",
        {
            "type": "book",
            "editor": ["B, A"],
            "names": {"redactor": ["D, C"], "contributor": ["F, E", "H, G"]},
            "custom": {"editortype": "compiler", "editorctype": "cook"},
        },
    ),
    "addresses are not decoded": (
        "@misc{k, url={https://x.org/a\\_b\\%20{\\_}c--d~e}, doi={https://doi.org/10.1234/a\\_b<c>}}",
        {"type": "document", "url": "https://x.org/a_b%20_c--d~e", "doi": "10.1234/a_b<c>"},
    ),
    "DOI in the address": (
        "@misc{k, url={https://doi.org/10.1234/x}}",
        {"type": "document", "url": "https://doi.org/10.1234/x", "doi": "10.1234/x"},
    ),
    "arXiv": (
        "@misc{k, eprint={1234.56789v2}, archiveprefix={arXiv}, primaryclass={cs.CL}}",
        {"type": "article", "arxiv": "1234.56789v2", "status": "preprint"},
    ),
    "arXiv in addition to a journal": (
        "@article{k, journal={J}, eprint={hep-th/9901001}, eprinttype={arxiv}}",
        {"type": "article-journal", "container_title": "J", "arxiv": "hep-th/9901001"},
    ),
    "arXiv as journal": (
        "@article{k, journal={arXiv preprint arXiv:1706.03762}}",
        {
            "type": "article",
            "container_title": "arXiv preprint arXiv:1706.03762",
            "arxiv": "1706.03762",
            "status": "preprint",
        },
    ),
    "CoRR": (
        "@article{k, journal={CoRR}, volume={abs/1706.03762}}",
        {
            "type": "article",
            "container_title": "CoRR",
            "volume": "abs/1706.03762",
            "arxiv": "1706.03762",
            "status": "preprint",
        },
    ),
    "arXiv as address": (
        "@online{k, url={https://arxiv.org/abs/1706.03762}}",
        {
            "type": "article",
            "url": "https://arxiv.org/abs/1706.03762",
            "arxiv": "1706.03762",
            "status": "preprint",
        },
    ),
    "other archive": (
        "@article{k, journal={J}, eprint={11}, eprinttype={jstor}}",
        {
            "type": "article-journal",
            "container_title": "J",
            "custom": {"eprint": "11", "eprinttype": "jstor"},
        },
    ),
    "status": (
        "@article{k, journal={J}, pubstate={inpress}}",
        {"type": "article-journal", "container_title": "J", "status": "in press"},
    ),
    "status by the key of BibLaTeX": (
        "@article{k, journal={J}, pubstate={prepublished}}",
        {"type": "article-journal", "container_title": "J", "status": "published ahead of print"},
    ),
    "status “accepted”": (
        "@article{k, journal={J}, pubstate={Accepted}}",
        {"type": "article-journal", "container_title": "J", "status": "forthcoming"},
    ),
    "status “accepted” as year": (
        "@misc{k, year={accepted}}",
        {"type": "document", "issued": "accepted", "status": "forthcoming"},
    ),
    "status in another language": (
        "@misc{k, pubstate={Im Druck}}",
        {"type": "document", "status": "in press"},
    ),
    "custom status": ("@misc{k, pubstate={On hold}}", {"type": "document", "status": "On hold"}),
    "status as year": (
        "@misc{k, year={in press}}",
        {"type": "document", "issued": "in press", "status": "in press"},
    ),
    "retracted": (
        "@misc{k, pubstate={inpress}, retracted={yes}}",
        {"type": "document", "status": "retracted"},
    ),
    "keywords": ("@misc{k, keywords={a, b\\&c; d,a}}", {"type": "document", "keyword": ("a", "b&c", "d")}),
    "note and addendum": ("@misc{k, note={N}, addendum={A}}", {"type": "document", "note": "N. A"}),
    "award": ("@misc{k, award={Best \\emph{paper}}}", {"type": "document", "award": ["Best paper"]}),
    "aliases": ("@misc{k, ids={a, b,}}", {"type": "document", "ids": ("a", "b")}),
    "name of a language": ("@misc{k, language={Français}}", {"type": "document", "language": "fr"}),
    "language that is a tag": ("@misc{k, language={pt-BR}}", {"type": "document", "language": "pt-BR"}),
    "links": (
        "@misc{k, pdf={a b.pdf}, poster={We had one.}, code={https://x.org/c\\_d}, dataset={d.zip}, "
        "homepage={h}, url_slides={s.pdf}, urltalk={t}, url-poster={p}}",
        {
            "type": "document",
            "custom": {"poster": "We had one."},
            "links": {
                "pdf": "a b.pdf",
                "code": "https://x.org/c_d",
                "data": "d.zip",
                "website": "h",
                "slides": "s.pdf",
                "talk": "t",
                "poster": "p",
            },
        },
    ),
    "unknown type and field": (
        "@Widget{k, Color={r{\\'e}d}, urldate={2020-01-01}}",
        {
            "type": "document",
            "entry_type": "widget",
            "custom": {"color": "réd"},
            "variables": {"accessed": "2020-01-01"},
        },
    ),
    "private fields": (
        "@misc{k, file={:/home/me/x.pdf}, owner={me}, timestamp={t}, bdsk-url-1={u}, "
        "mendeley-tags={m}, annote={bad}, biburl={u}}",
        {"type": "document"},
    ),
    "nothing": ("@misc{k, title={}, journal={ }}", {"type": "document"}),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS)
def test_an_entry_has_these_attributes_and_no_others(text: str, expected: dict[str, Any]) -> None:
    attributes = plain(read_one(text))
    attributes = {
        name: value for name, value in attributes.items() if name not in ("key", "origin", "digest", "source")
    }
    kind = text[1 : text.index("{")].lower()
    assert attributes == {"entry_type": kind} | expected


PRIVATE = ["file", "Owner", "bdsk-file-1", "annotation", "file2", "File3", "file-1", "file_10", "localfile",
           "local-file", "local_url", "local-url-2", "owner2", "timestamp1", "date_added"]  # fmt: skip


@pytest.mark.parametrize("name", PRIVATE)
def test_private_fields_are_removed(name: str) -> None:
    publication = read_one(f"@misc{{k, title={{T}}, {name}={{SECRET}}}}")
    assert "SECRET" not in repr(publication)


@pytest.mark.parametrize("name", ["note2", "filesize", "usera", "md5"])
def test_unknown_fields_are_kept(name: str) -> None:
    assert plain(read_one(f"@misc{{k, {name}={{x}}}}"))["custom"] == {name: "x"}


def test_values_without_latex_are_not_copied() -> None:
    publication = read_one("@misc{k, title={A Title}, abstract={A\n b}, url={http://x.org/}, volume={12}}")
    source = dict(publication.source_fields)
    assert publication.abstract.parts[0] is source["abstract"]
    assert source == {"title": "A Title", "abstract": "A b", "url": "http://x.org/", "volume": "12"}


VALUES = {
    "date": ("@misc{k,\n note={x},\n date={2020-13-45}}", ["a.bib:3 date"]),
    "month": ("@misc{k,\n month=nov}", ["a.bib:2 date"]),
    "name": ("@misc{k,\n author={A and B, C, D, E, F}}", ["a.bib:2 name"]),
    "braces": ("@misc{k,\n title={" + "{" * 50 + "x" + "}" * 50 + "}}", ["a.bib:2 latex"]),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES)
def test_an_invalid_value_is_reported_at_the_line_of_its_field(text: str, expected: list[str]) -> None:
    publications, problems = read_all(text)
    assert len(publications) == 1
    assert summarize(problems) == expected
    assert "“k”" in problems[0].message


def test_the_digest_depends_only_on_the_content() -> None:
    digests = [
        read_one(text).digest
        for text in (
            "@misc{k, title={T}}",
            '\n\n@MISC{k,title = "T"\n}',
            "@misc{k, title={T}, file={x}}",
            "@misc{k, title={U}}",
            "@book{k, title={T}}",
            "@misc{l, title={T}}",
            "@misc{k, note={T}}",
        )
    ]
    assert len(set(digests[:3])) == 1
    assert len(set(digests)) == 5
    assert all(len(digest) == 16 for digest in digests)


def test_the_table_contains_only_attributes_and_variables_of_csl() -> None:
    attributes = Publication.__dataclass_fields__
    assert {row.target for row in FIELDS if row.kind in ("text", "string")} <= set(attributes)
    assert {row.csl for row in ENTRY_TYPES} | set(BY_CSL) <= set(CSL_TYPES)
    assert len({row.name for row in ENTRY_TYPES}) == len(ENTRY_TYPES)
    names = [name for row in FIELDS for name in row.names]
    assert sorted(names) == sorted(set(names))


def test_the_label_of_an_address_can_be_any_word() -> None:
    assert field_of("url_my-talk").kind == "link"
    assert field_of("urldate").kind == "date"
    assert read_one("@misc{k, url_my-talk={t}}").links == (Link("my-talk", "t"),)


@pytest.mark.parametrize(
    ("fields", "near"),
    [
        ("titel={M}, autor={Doe, J.}, yaer=2021", ["title", "author", "year"]),
        ("title={M}, auther={Doe, J.}, jornal={J}, publsher={P}", ["author", "journal", "publisher"]),
        ("title={M}, authors={D, J.}, page={3}, adress={X}", ["author", "pages", "address"]),
        ("title={M}, dio={10.1/x}, ulr={https://example.org}", ["doi", "url"]),
        ("title={M}, titel={O}, date={2020}, yaer={2021}, journaltitle={J}, jornal={K}", []),
        ("title={M}, projekt={x}, notes={n}, urn={u}, usera={b}, lista={c}, languages={de}, rating={5}", []),
        ("title={M}, abbr={A}, preview={p.png}, selected={true}, author1={x}, csl-chair={C}", []),
    ],
)
def test_misspelt_fields(fields: str, near: list[str]) -> None:
    _, problems = read_all(f"@misc{{k, {fields}}}")
    unknown = [problem for problem in problems if "unknown field" in problem.sentence]
    assert [problem.suggestion.near[0] for problem in unknown if problem.suggestion] == near
    assert len(unknown) == len(near)


@pytest.mark.parametrize("name", ["database-notes", "conflict-of-interest", "comment-in", "publication-type"])
def test_data_of_databases_is_not_in_the_bibtex_of_readers(name: str) -> None:
    assert is_program_field(name)
