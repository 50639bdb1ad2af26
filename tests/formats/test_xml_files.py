"""XML files: their encodings, the formats that they are in, and the kinds that cannot be read."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from sphinxext_pubs.formats.xml import parse
from sphinxext_pubs.library import load

ENDNOTE = (
    "<xml><records><record><label>a</label><titles><title>Größe</title></titles></record></records></xml>"
)
ANTHOLOGY = (
    "<collection id='2024.a'><volume id='1'><meta><booktitle>P</booktitle></meta>"
    "<paper id='1'><title>Größe</title></paper></volume></collection>"
)


@pytest.mark.parametrize("text", [ENDNOTE, ANTHOLOGY], ids=["endnote", "anthology"])
@pytest.mark.parametrize(
    ("declaration", "codec", "mark"),
    [
        ('<?xml version="1.0" encoding="UTF-8"?>', "utf-8", b""),
        ('<?xml version="1.0" encoding="UTF-8"?>', "utf-8", codecs.BOM_UTF8),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', "latin-1", b""),
        ("<?xml version='1.0' encoding = 'ISO-8859-1' standalone='yes'?>\n", "latin-1", b""),
        ('<?xml version="1.0" encoding="windows-1252"?>', "cp1252", b""),
        ('<?xml version="1.0" encoding="us-ascii"?>', "utf-8", b""),
        ('<?xml version="1.0" encoding="macintosh"?>', "mac-roman", b""),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16-le", codecs.BOM_UTF16_LE),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16-be", codecs.BOM_UTF16_BE),
        ('<?xml version="1.0" encoding="UTF-8"?>', "utf-16-le", codecs.BOM_UTF16_LE),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-8", b""),
        ('<?xml version="1.0"?>', "utf-8", b""),
        ('<?xml version="1.0" encoding="x-nothing"?>', "utf-8", b""),
        ("", "utf-8", b""),
    ],
)
@pytest.mark.parametrize("configured", ["", "cp437"])
def test_the_declared_encoding_is_used(
    tmp_path: Path, text: str, declaration: str, codec: str, mark: bytes, configured: str
) -> None:
    (tmp_path / "a.xml").write_bytes(mark + f"{declaration}{text}".encode(codec))
    loaded = load.load(["a.xml"], tmp_path, encoding=configured)
    assert [str(paper.title) for paper in loaded.library] == ["Größe"]
    assert loaded.problems == ()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("<mods xmlns='http://www.loc.gov/mods/v3'/>", "MODS XML"),
        ("<?xml version='1.0'?>\n<!-- made by x -->\n<mods:modsCollection>", "MODS XML"),
        (
            "<?xml version='1.0'?><!DOCTYPE PubmedArticleSet PUBLIC 'x' 'x.dtd'>\n<PubmedArticleSet>",
            "PubMed XML",
        ),
        ("<record xmlns='http://www.loc.gov/MARC21/slim'>", "MARC XML"),
        ("<article dtd-version='1.2'>", "JATS XML"),
        ("<dblpperson name='A'>", "DBLP XML"),
        ("<resource xmlns='http://datacite.org/schema/kernel-4'>", "DataCite XML"),
        ("<doi_batch version='5'>", "Crossref XML"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "an arXiv or Atom feed"),
        ("<TEI xmlns='http://www.tei-c.org/ns/1.0'>", "TEI XML"),
        ("<b:Sources SelectedStyle=''>", "Microsoft Word's bibliography"),
        ("<something/>", "an XML file"),
        ("<modsen/>", "an XML file"),
    ],
)
def test_other_kinds_of_xml_are_reported_by_name(tmp_path: Path, text: str, label: str) -> None:
    for name in ("a.xml", "b.bib"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    loaded = load.load(["a.xml", "b.bib"], tmp_path)
    assert [problem.message.partition(". It")[0] for problem in loaded.problems] == [
        f"This is not EndNote XML or ACL Anthology XML: it seems to be {label}",
        f"This is not BibTeX: it seems to be {label}",
    ]


@pytest.mark.parametrize(
    "text", ["", " \n", "<xml></xml>", "<xml><records/></xml>", "<xml><records>\n</records></xml>"]
)
def test_empty_exports(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    assert load.load(["a.xml"], tmp_path).problems == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a < b", "a < b"),
        ("a <1", "a <1"),
        ("&LT;b&GT;", "<b>"),
        ("&#0; &#x1; &#xFFFE; &#x110000;", "\ufffd \ufffd \ufffd \ufffd"),
        ("&#xE9;&#233;&#x1D44E;", "éé𝑎"),
        ("&#38;&#60;", "&<"),
        ("&;", "&;"),
        ("<!-- a & b --><i>x</i>", "x"),
    ],
)
def test_markup_is_repaired(text: str, value: str) -> None:
    parsed = parse(f"<r>{text}</r>")
    assert parsed.error is None
    assert parsed.root is not None
    assert parsed.root.text() == value
