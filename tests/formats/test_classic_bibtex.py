"""BibLaTeX is written with the types and fields of BibTeX, and the other way round."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sphinxext_pubs.formats.bibtex.fields import PRIVATE
from sphinxext_pubs.formats.bibtex.program_fields import PROGRAM_FIELDS, is_program_field
from sphinxext_pubs.formats.bibtex.writer import write, write_biblatex
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation.names import Name
from tests.formats.bibtex_rows import read_all, read_one

#: Type, fields in BibLaTeX → the type and fields of BibTeX.
CLASSIC = [
    (
        "article",
        "journaltitle={J}, journalsubtitle={S}, date={2020}",
        "article",
        "journal = {J: S}|year = {2020}",
    ),
    ("article", "journaltitle={J}, date={2020-05-01/2021}", "article", "year = {2020--2021}|date = {2020-05"),
    ("article", "journaltitle={J}, issue={4}", "article", "number = {4}"),
    ("article", "journaltitle={J}, eid={e5}", "article", "eid = {e5}|pages = {e5}"),
    ("article", "booktitle={B}, date={2020}", "article", "journal = {B}"),
    ("inproceedings", "eventtitle={C}, date={2020}", "inproceedings", "booktitle = {C}"),
    ("inproceedings", "journal={C}, year={2020}", "inproceedings", "booktitle = {C}"),
    ("inproceedings", "booktitle={C}, eventdate={2011-02-01}", "inproceedings", "year = {2011}"),
    ("article", "journaltitle={J}, pubstate={inpress}", "article", "year = {in press}"),
    ("online", "organization={O}, url={https://e.org}, date={2020}", "misc", "howpublished = {O}"),
    ("thesis", "type={mathesis}, institution={U}", "mastersthesis", "school = {U}"),
    (
        "thesis",
        "type={bathesis}, institution={U}",
        "mastersthesis",
        "type = {Bachelor’s thesis}|school = {U}",
    ),
    ("thesis", "type={candthesis}, institution={U}", "phdthesis", "type = {Candidate thesis}"),
    ("report", "type={resreport}, institution={L}", "techreport", "type = {Research report}"),
    ("patent", "type={patenteu}, number={EP1}", "misc", "howpublished = {European patent EP1}"),
    ("book", "maintitle={M}, volume={2}, edition={3}", "book", "series = {M}|volume = {2}|edition = {Third}"),
    ("book", "series={S}, number={7}, volume={2}", "book", "series = {S, 7}|volume = {2}"),
    ("inproceedings", "booktitle={B}, volume={34}, number={5}", "inproceedings", "volume = {34(5)}"),
    ("book", "author={A, B}, editor={C, D}", "book", "editora = {C, D}|editoratype = {editor}"),
    ("book", "location={Bonn and Rome and Oslo}", "book", "address = {Bonn, Rome and Oslo}"),
    ("collection", "editor={C, D}, publisher={P}", "book", "editor = {C, D}"),
    ("book", "location={countryfr and countryuk}", "book", "address = {France and United Kingdom}"),
    ("book", "date={2020}, language={langlatin and langgerman}", "book", "language = {Latin and German}"),
    ("article", "journaltitle={J}, series={newseries}", "article", "series = {new series}"),
    ("inbook", "booktitle={B}, booksubtitle={S}", "incollection", "booktitle = {B: S}"),
    (
        "misc",
        "eprint={2101.00001}, eprinttype={arxiv}, eprintclass={cs}",
        "misc",
        "archiveprefix = {arXiv}|primaryclass = {cs}",
    ),
    ("misc", "date={2020}, options={useprefix}, urldate={2021-02-03}", "misc", "urldate = {2021-02-03}"),
    (
        "misc",
        "langid={ngerman}, translator={A, B}, origdate={1814}",
        "misc",
        "language = {ngerman}|origdate = {1814}",
    ),
    (
        "misc",
        "author={family=Berg, given=Jan, prefix=van der}, date={2020}",
        "misc",
        "author = {van der Berg, Jan}",
    ),
    ("misc", "author={Wall, W.A., and Gee, M.}, year={2020}", "misc", "author = {Wall, W.A. and Gee, M.}"),
    ("misc", r"title={\mkbibquote{X}}, date={2020}", "misc", "title = {``X''}"),
    ("misc", "month={11}, year={2020}", "misc", "month = nov"),
]


@pytest.mark.parametrize(("kind", "fields", "expected", "lines"), CLASSIC)
def test_biblatex_becomes_bibtex(kind: str, fields: str, expected: str, lines: str) -> None:
    title = "" if "title={\\" in fields else "title = {T}, "
    text = write([read_one(f"@{kind}{{k, {title}{fields}}}")])
    assert text.startswith(f"@{expected}{{k,")
    for line in lines.split("|"):
        assert f"  {line}" in text
    for name in ("journaltitle", "location", "options", "useprefix", "family="):
        assert name not in text


@pytest.mark.parametrize(
    "entry",
    [
        "@article{k,\n  author = {Doe, Jane},\n  journal = {J},\n  year = {2020},\n  number = {3}\n}\n",
        "@book{k,\n  editor = {Doe, Jane},\n  publisher = {P},\n  year = {2020},\n  edition = {2}\n}\n",
        "@misc{k,\n  title = {T},\n  howpublished = {By hand},\n  pdf = {a.pdf},\n  month = nov\n}\n",
        "@inbook{k,\n  author = {Doe, J.},\n  title = {T},\n  booktitle = {B},\n  chapter = {3}\n}\n",
    ],
)
def test_bibtex_is_not_changed(entry: str) -> None:
    publications, _ = read_all(entry)
    assert write(publications) == entry


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name("Berg", "J.", "van der"), "van der Berg, J."),
        (Name("Berg", "J.", "Van der"), "{Van der Berg}, {J.}"),
        (Name("de la Cruz", "Ana"), "{de la Cruz}, {Ana}"),
        (Name("Doe", "Jane", "", "Jr."), "Doe, Jr., Jane"),
        (Name(literal="A and B, Inc."), "{A and B, Inc.}"),
        (Name("Aristotle"), "Aristotle"),
        (Name("Le Corbusier"), "{Le Corbusier}"),
    ],
)
def test_names_are_those_of_bibtex(name: Name, expected: str) -> None:
    assert f"author = {{{expected}}}" in write([Publication("k", author=(name,))])


#: Type, fields → the type and fields of BibLaTeX.
MODERN = [
    (
        "phdthesis",
        "school={U}, year={2020}, month=may",
        "thesis",
        "institution = {U}|date = {2020-05}|type = {phdthesis}",
    ),
    ("techreport", "institution={L}, year={2020}", "report", "type = {techreport}"),
    ("book", "editor={C, D}, publisher={P}", "collection", "editor = {C, D}"),
    ("inbook", "author={A, B}, chapter={3}, pages={1--2}", "book", "chapter = {3}"),
    ("incollection", "author={A, B}, booktitle={B}", "inbook", "booktitle = {B}"),
    (
        "article",
        "journal={J}, language={Deutsch}, doi={https://doi.org/10.1234/x}",
        "article",
        "langid = {german}|doi = {10.1234/x}",
    ),
    ("article", "journal={J}, pmid={12}", "article", "eprint = {12}|eprinttype = {pubmed}"),
    ("misc", "volume={3}, pages={1--2}, series={S}", "misc", "note = {vol. 3, pp. 1--2, S}"),
    (
        "movie",
        "director={A, B}",
        "misc",
        "entrysubtype = {motion_picture}|namea = {A, B}|nameatype = {director}",
    ),
    (
        "inproceedings",
        "booktitle={B}, translator={A, B}",
        "inproceedings",
        "namea = {A, B}|nameatype = {translator}",
    ),
    (
        "article",
        "journaltitle={J}, subtitle={S}, titleaddon={A}",
        "article",
        "subtitle = {S}|titleaddon = {A}",
    ),
    ("book", "editora={C, D}, editoratype={redactor}", "book", "editora = {C, D}|editoratype = {redactor}"),
    ("misc", "award={Best}, code={https://e.org/c}", "misc", "addendum = {Best}|url = {https://e.org/c}"),
    (
        "book",
        "author={A, B}, isbn={978-3-030-11015-4, 978-3-030-11014-7}, issn={0014-0139; 1366-5847}",
        "book",
        "isbn = {978-3-030-11015-4}",
    ),
    ("article", "journal={J}, issn={0014-0139 1366-5847}", "article", "issn = {0014-0139}"),
    ("misc", "urldate={19.01.2015}, related={other}", "misc", "urldate = {2015-01-19}"),
]


@pytest.mark.parametrize(("kind", "fields", "expected", "lines"), MODERN)
def test_bibtex_becomes_biblatex(kind: str, fields: str, expected: str, lines: str) -> None:
    text = write_biblatex([read_one(f"@{kind}{{k, title = {{T}}, {fields}}}")])
    assert text.startswith(f"@{expected}{{k,")
    for line in lines.split("|"):
        assert f"  {line}" in text
    assert "related" not in text


PROGRAM_NAMES = sorted({name for names in PROGRAM_FIELDS.values() for name in names.split()} | PRIVATE)


@pytest.mark.parametrize("write_all", [write, write_biblatex])
def test_fields_of_programs_are_not_written(write_all: Callable[[list[Publication]], str]) -> None:
    fields = ", ".join(f"{name} = {{true}}" for name in (*PROGRAM_NAMES, "dimensions", "bdsk-url-1"))
    text = write_all([read_one(f"@misc{{k, title = {{T}}, year = 2020, note = {{N}}, {fields}}}")])
    names = {line.split(" = ")[0].strip() for line in text.splitlines()[1:-1]}
    assert names <= {"title", "year", "note", "date", "key"}


def test_fields_with_another_meaning_are_written() -> None:
    assert not is_program_field("dimensions", "3 h")
    assert not is_program_field("uri", "https://e.org")
    assert is_program_field("uri", "papers3://publication/1")
