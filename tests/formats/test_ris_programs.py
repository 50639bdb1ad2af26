"""Entries in RIS as programs write them, and what is not shown of them."""

from __future__ import annotations

import pytest

from sphinxext_pubs.formats.bibtex import codec as bibtex
from sphinxext_pubs.model.rich_text import text_of

from .ris_entries import entry, value

#: Program, type, lines, variables with their values, and the note that is shown.
PROGRAMS: list[tuple[str, str, str, dict[str, str], str]] = [
    (
        "SpringerLink",
        "CHAP",
        "AU  - Doe, Jane|ED  - Roe, Richard|ED  - Poe, E.|PY  - 2017|DA  - 2017//|TI  - On Tests"
        "|BT  - The Book of Tests|SP  - 1|EP  - 12|PB  - Springer|CY  - Cham|AB  - An abstract."
        "|SN  - 978-3-16-148410-0|UR  - https://doi.org/10.1007/978-3_1|DO  - 10.1007/978-3_1|ID  - Doe2017",
        {
            "key": "Doe2017",
            "container-title": "The Book of Tests",
            "editor": "Roe, Richard; Poe, E.",
            "issued": "2017",
            "page": "1-12",
            "publisher-place": "Cham",
            "ISBN": "978-3-16-148410-0",
        },
        "",
    ),
    (
        "Atypon (ACS, SIAM, Taylor & Francis, SAGE)",
        "JOUR",
        "T1  - On Tests|AU  - Doe, Jane|Y1  - 2014/06/01|PY  - 2014|DA  - 2014/06/01|N1  - doi: 10.1137/1"
        "|DO  - 10.1137/1|T2  - Journal of Tests|JF  - Journal of Tests|JO  - J Tests|SP  - 99"
        "|EP  - 105|VL  - 30"
        "|IS  - 2|PB  - Press|SN  - 0743-4618|M3  - doi: 10.1137/1|UR  - https://doi.org/10.1137/1"
        "|Y2  - 2014/12/17",
        {
            "issued": "2014-6-1",
            "doi": "10.1137/1",
            "container-title": "Journal of Tests",
            "container-title-short": "J Tests",
            "page": "99-105",
            "genre": "",
            "accessed": "2014-12-17",
        },
        "",
    ),
    (
        "ScienceDirect",
        "CHAP",
        "T1  - On Tests|A2  - Roe, Richard|BT  - The Book|PB  - Academic Press|PY  - 2005|VL  - Volume 72"
        "|M3  - doi: 10.1016/S0065-3233(05)72001-5|SN  - 0065-3233",
        {
            "editor": "Roe, Richard",
            "container-title": "The Book",
            "volume": "72",
            "genre": "",
            "doi": "10.1016/S0065-3233(05)72001-5",
            "ISSN": "0065-3233",
        },
        "",
    ),
    (
        "IEEE Xplore",
        "CONF",
        "TI  - On Tests|T2  - 2017 Conference on Tests|SP  - 1|EP  - 4|AU  - J. Doe|AU  - R. Roe"
        "|PY  - 2017|KW  - a"
        "|DO  - 10.1109/1|JO  - 2017 Conference on Tests|IS  - |SN  - 1063-6919|VO  - |VL  - |JA  - "
        "|Y1  - 4-9 Dec. 2017",
        {
            "container-title": "2017 Conference on Tests",
            "event-title": "",
            "author": "Doe, J.; Roe, R.",
            "issued": "2017-12-4",
            "ISSN": "1063-6919",
            "volume": "",
        },
        "",
    ),
    (
        "Scopus",
        "JOUR",
        "TI  - On Tests|PY  - 2024|T2  - Journal|C7  - 2864|SN  - 20411723 (ISSN)|C2  - 38580657"
        "|LA  - English"
        "|M3  - Article|DB  - Scopus"
        "|N1  - Export Date: 05 August 2024; Cited By: 2; Correspondence Address: J. Doe; email: a@b.org",
        {
            "page": "2864",
            "PMID": "38580657",
            "language": "en",
            "genre": "",
            "source": "Scopus",
            "ISSN": "2041-1723",
        },
        "",
    ),
    (
        "Scopus, conference",
        "CONF",
        "TI  - On Tests|C3  - Lect. Notes Tests|A2  - Roe R."
        "|N1  - Conference name: 12th Test Days; Conference date: "
        "1 May 2020 through 3 May 2020; Conference code: 123|N1  - Cited By :12",
        {
            "container-title": "Lect. Notes Tests",
            "event-title": "12th Test Days",
            "event-date": "1 May 2020 through 3 May 2020",
        },
        "",
    ),
    (
        "Web of Science",
        "JOUR",
        "TI  - On Tests|T2  - PLOS ONE|C3  - University A|C3  - University B|PU  - PRESS|PI  - OSLO"
        "|PA  - 1 Road"
        "|SN  - 1932-6203|J9  - PLOS ONE|JI  - PLoS One|DA  - SEP 22|PY  - 2010|C7  - e12292"
        "|AN  - WOS:000282053100002"
        "|WE  - SCI|N1  - Times Cited in Web of Science Core Collection:  142\nTotal Times Cited:  162",
        {"publisher": "PRESS", "publisher-place": "OSLO", "issued": "2010-9-22", "page": "e12292"},
        "",
    ),
    (
        "EBSCO",
        "JOUR",
        "T1  - On Tests.|JO  - J|JF  - J|Y1  - 2024/04/03/|M3  - Article|SP  - 1|EP  - 60"
        "|SN  - 19326203|AB  - Real."
        "|AB  - Copyright of J is the property of Press and its content may not be copied or emailed."
        "|N1  - Accession Number: 176404503; Doe, J. 1; Email Address: a@b.org"
        "|L3  - 10.1371/journal.1|DP  - EBSCOhost",
        {"doi": "10.1371/journal.1", "abstract": "Real.", "issued": "2024-4-3", "ISSN": "1932-6203"},
        "",
    ),
    (
        "ProQuest",
        "JOUR",
        "T1  - On Tests|AN  - 12345|N1  - Copyright - Press 2019|N1  - Last updated - 2019-05-03"
        "|U1  - 1|U2  - 2",
        {"title": "On Tests", "accession-number": "12345"},
        "",
    ),
    (
        "Ovid",
        "JOUR",
        "ID  - 1|T1  - On Tests.|A1  - Doe, J|Y1  - 1989//|Y2  - 1989//"
        "|M1  - Doe, J. (2000). A reference.|M1  - Another"
        "|UR  - https://e.org",
        {"issued": "1989", "accessed": "", "issue": "", "ris-note": "Doe, J. (2000). A reference.; Another"},
        "",
    ),
    (
        "PubMed Central",
        "JOUR",
        "DB  - PMC|AU  - Doe, J|T1  - On Tests|Y1  - 2019/05|U1  - 15901234[PMID]|U2  - PMC1234[PMCID]",
        {"PMID": "15901234", "PMCID": "PMC1234", "issued": "2019-5", "source": "PMC"},
        "",
    ),
    (
        "JSTOR",
        "JOUR",
        "TI  - On Tests|AU  - Doe, Jane|C1  - Full publication date: Sep., 1996|DB  - JSTOR"
        "|PY  - 1996|T2  - J"
        "|Y2  - 2019/05/05/",
        {"issued": "1996-9", "accessed": "2019-05-05", "source": "JSTOR"},
        "",
    ),
    (
        "JSTOR, old",
        "JOUR",
        "JO  - J|TI  - On Tests|Y1  - 2010/11/01|CR  - Copyright &#169; 2010"
        "|M1  - ArticleType: research-article / "
        "Full publication date: November/December 2010 / Copyright",
        {"issued": "2010-11-1", "container-title": "J", "issue": ""},
        "",
    ),
    (
        "Mendeley",
        "BOOK",
        "TI  - On Tests|AU  - Doe, Jane|ED  - Roe, R.|CY  - Oslo|PB  - Press|PY  - 2010|SP  - 350"
        "|UR  - file:///a.pdf",
        {"editor": "Roe, R.", "publisher-place": "Oslo", "number-of-pages": "350"},
        "",
    ),
    (
        "Zotero",
        "THES",
        "TI  - On Tests|AU  - Doe, Jane|CY  - Oslo|DA  - 2018/05/03/|PY  - 2018|SP  - 200"
        "|M3  - PhD thesis|PB  - Uni"
        "|DB  - arXiv.org|Y2  - 2020/01/02/12:30:00|L1  - https://e.org/a.pdf"
        "|N1  - <p>A <i>note</i>.</p>|KW  - a",
        {"issued": "2018-5-3", "genre": "PhD thesis", "accessed": "2020-01-02", "number-of-pages": "200"},
        "A note.",
    ),
    (
        "Zotero's Extra",
        "BOOK",
        "TI  - On Tests|N1  - original-date: 1814\nPMID: 123\nA note.",
        {"original-date": "1814", "PMID": "123"},
        "A note.",
    ),
    (
        "EndNote",
        "JOUR",
        "AU  - Doe, Jane|DB  - Embase\nMedline|KW  - one\ntwo|N1  - L2030246463\n2024-06-24"
        "|ST  - On Tests|TI  - On Tests"
        "|L1  - internal-pdf://1234/a.pdf\ninternal-pdf://5/b.pdf|SN  - 1932-8494\n1932-8486|ID  - 889",
        {
            "source": "Embase, Medline",
            "keyword": "one; two",
            "title-short": "",
            "ISSN": "1932-8494, 1932-8486",
        },
        "",
    ),
    (
        "Citavi",
        "BOOK",
        "AU  - Doe, Jane|T1  - On Tests|H1  - UB A|H2  - QN 1|L1  - doi:10.1007/1|TS  - BibTeX"
        "|M4  - Citavi|LA  - ger",
        {"call-number": "QN 1", "language": "de", "doi": "10.1007/1"},
        "",
    ),
    (
        "RefWorks",
        "JOUR",
        "ID  - RefID:888|A1  - Doe, J.|Y1  - 2024|JF  - J|SN  - 1932-8494; 1932-8486|M1  - Journal Article"
        "|N1  - undefined; M1: (Doe J.) A University|UR  - https://a.org https://b.org",
        {"issue": "", "ISSN": "1932-8494, 1932-8486", "url": "https://a.org"},
        "",
    ),
    (
        "Embase",
        "JOUR",
        "M3  - Article|Y1  - 2024|U2  - L1|C5  - 38773066|DB  - Embase|DB  - Medline"
        "|L2  - http://dx.doi.org/10.1038/1"
        "|LK  - https://e.org|UR  - https://a.org|M1  - (Doe J., a@b.org) A University",
        {"PMID": "38773066", "doi": "10.1038/1", "url": "https://a.org", "issue": ""},
        "",
    ),
    (
        "Rayyan, Covidence and EPPI-Reviewer",
        "JOUR",
        'AN  - rayyan-42|N1  - RAYYAN-INCLUSION: {"A"=>"Included"}|PD  - |PG  - |NS  - |U1  - 1',
        {"accession-number": "rayyan-42", "page": ""},
        "",
    ),
    (
        "Publish or Perish",
        "JOUR",
        "TI  - On Tests|N1  - Cites: 12|N1  - Query date: 2019-05-03 10:00:00",
        {"title": "On Tests"},
        "",
    ),
    ("a person", "JOUR", "TI  - On Tests|N1  - Cited by many. Best paper.", {}, "Cited by many. Best paper."),
    ("a person", "JOUR", "TI  - On Tests|N1  - References are missing.", {}, "References are missing."),
    ("EndNote, title as note", "JOUR", "TI  - On Tests|N1  - On Tests", {}, ""),
]


def test_notes_of_programs_are_not_in_the_bibtex_for_readers() -> None:
    lines = "TI  - T|N1  - Cited By :12|U1  - 7|AD  - A University; a@b.org|AN  - WOS:1|XX  - y"
    paper, _ = entry("JOUR", lines)
    assert dict(paper.custom)["ris-notes"] == text_of("Cited By :12")
    text = bibtex.write([paper])
    assert "Cited By" not in text
    assert "a@b.org" not in text
    assert "ris-xx = {y}" in text


def test_lists_of_cited_authors_are_not_editors() -> None:
    paper, problems = entry("JOUR", f"TI  - T|A2  - {'Doe, J., ' * 60}")
    assert problems == []
    assert paper.editor == ()
    assert value(paper, "secondary-authors").startswith("Doe, J., Doe")


@pytest.mark.parametrize(
    ("program", "ris_type", "lines", "expected", "note"), PROGRAMS, ids=[row[0] for row in PROGRAMS]
)
def test_programs(program: str, ris_type: str, lines: str, expected: dict[str, str], note: str) -> None:
    paper, problems = entry(ris_type, lines)
    assert {name: value(paper, name) for name in expected} == expected, program
    assert str(paper.note) == note
    assert [problem.message for problem in problems] == []
