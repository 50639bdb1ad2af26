"""The publications of every reader can be kept in the cache: plain strings in types of the model."""

from __future__ import annotations

import pytest

from sphinxext_pubs.formats import BUILTIN_FORMATS, readable_formats
from sphinxext_pubs.formats.base import Format, Source, load_reader
from sphinxext_pubs.library.columns import decode_block, encode_block
from sphinxext_pubs.model.publication import Publication

RIS = """TY  - CHAP
ID  - k
TI  - On <i>Birds</i>
AU  - Poe, Ann
A2  - Roe, Ben
BT  - A Book
PY  - 2020/05/03
DO  - https://doi.org/10.1000/x
UR  - https://example.org/a
L1  - https://example.org/a.pdf
SP  - 1
EP  - 9
KW  - one
N1  - original-date: 1814
AB  - Words
LA  - en
X9  - unknown
ER  -
"""
NBIB = "PMID- 1\nTI  - On birds.\nFAU - Poe, Ann\nDP  - 2020 May\nJT  - J\nAID - 10.1000/x [doi]\nPG  - 1-9\n"
ENDNOTE = (
    "<xml><records><record><ref-type name='Book'>6</ref-type><contributors><authors><author>Poe, Ann</author>"
    "</authors></contributors><titles><title>On Birds</title></titles><dates><year>2020</year></dates>"
    "</record></records></xml>"
)
ANTHOLOGY = (
    "<collection id='2020.acl'><volume id='1'><meta><booktitle>B</booktitle><year>2020</year></meta>"
    "<paper id='1'><title>On <i>Birds</i></title><author><first>Ann</first><last>Poe</last></author>"
    "<doi>10.1000/x</doi><bibkey>k</bibkey></paper></volume></collection>"
)
TEXTS = {
    "bibtex": "@book{k, title={On {\\it Birds}}, author={Ann Poe and others}, year=2020, doi={10.1000/x}}",
    "ris": RIS,
    "csl-json": '[{"id": "k", "type": "book", "title": "On <i>Birds</i>", "author": [{"family": "Poe"}]}]',
    "csl-yaml": "references:\n- id: k\n  type: book\n  title: On *Birds*\n  issued: 2020\n",
    "anthology-xml": ANTHOLOGY,
    "cff": "cff-version: 1.2.0\nmessage: m\ntitle: Birds\nauthors: [{family-names: Poe}]\ndoi: 10.1000/x\n",
    "endnote-xml": ENDNOTE,
    "nbib": NBIB,
}


@pytest.mark.parametrize("row", readable_formats(BUILTIN_FORMATS), ids=lambda row: row.name)
def test_publications_of_every_format_can_be_kept(row: Format) -> None:
    items = list(load_reader(row)([Source(f"papers.{row.name}", TEXTS[row.name])]))
    papers = [item for item in items if isinstance(item, Publication)]
    assert len(papers) == 1
    assert decode_block(encode_block(papers)) == tuple(papers)
    assert all(type(part) is str for part in papers[0].title.parts if isinstance(part, str))
