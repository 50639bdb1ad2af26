"""A library with an entry of each type of BibLaTeX, for tests of what is written."""

from __future__ import annotations

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.codec import read
from sphinxext_pubs.model.publication import Publication

_PEOPLE = "author = {van der Berg, Jan and Doe, Jane}"
_BOOK = "publisher = {Press}, location = {Oslo and Rome}, date = {2019-05}, isbn = {978-0-13-110362-7}"

#: Type → its fields, in BibLaTeX.
TYPES: dict[str, str] = {
    "article": f"{_PEOPLE}, journaltitle = {{J}}, journalsubtitle = {{S}}, date = {{2020-01/2020-02}}, "
    "volume = {3}, number = {4}, issn = {0317-8471}",
    "suppperiodical": f"{_PEOPLE}, journaltitle = {{J}}, date = {{2020-21}}, volume = {{3}}",
    "book": f"{_PEOPLE}, {_BOOK}, editor = {{Roe, R.}}, maintitle = {{Main}}, volume = {{2}}, "
    "series = {Notes}, number = {7}, edition = {2}, translator = {Poe, P.}, origdate = {1814}",
    "mvbook": f"{_PEOPLE}, {_BOOK}, volumes = {{3}}",
    "inbook": f"{_PEOPLE}, {_BOOK}, booktitle = {{B}}, booksubtitle = {{S}}, bookauthor = {{Roe, R.}}, "
    "maintitle = {Main}, volume = {1}, chapter = {4}, pages = {1--9}",
    "bookinbook": f"{_PEOPLE}, {_BOOK}, booktitle = {{B}}",
    "suppbook": f"{_PEOPLE}, {_BOOK}, booktitle = {{B}}, type = {{Foreword}}",
    "booklet": f"{_PEOPLE}, howpublished = {{Privately}}, date = {{1999}}",
    "collection": f"editor = {{Roe, R.}}, {_BOOK}",
    "mvcollection": f"editor = {{Roe, R.}}, {_BOOK}",
    "incollection": f"{_PEOPLE}, editor = {{Roe, R.}}, booktitle = {{B}}, {_BOOK}",
    "suppcollection": f"{_PEOPLE}, editor = {{Roe, R.}}, booktitle = {{B}}, {_BOOK}",
    "dataset": f"{_PEOPLE}, publisher = {{Zenodo}}, version = {{1.2}}, doi = {{10.1234/d}}, date = {{2021}}",
    "manual": "organization = {Acme}, date = {2001-02-03}",
    "misc": f"{_PEOPLE}, howpublished = {{By hand}}, date = {{1850~}}",
    "online": "organization = {CTAN}, url = {https://e.org/}, urldate = {2021-03-04}, date = {2020}",
    "patent": f"{_PEOPLE}, number = {{EP1700367}}, type = {{patenteu}}, holder = {{Acme}}, "
    "date = {2006-09-13}",
    "periodical": "editor = {Roe, R.}, issuetitle = {Media}, volume = {35}, number = {4}, date = {2011}",
    "proceedings": "editor = {Roe, R.}, eventtitle = {Conf}, eventdate = {2010}, venue = {Bonn}, "
    "date = {2011}",
    "mvproceedings": "editor = {Roe, R.}, date = {2011}",
    "inproceedings": f"{_PEOPLE}, booktitle = {{Proc.}}, eventtitle = {{Conf}}, date = {{2011}}",
    "reference": f"editor = {{Roe, R.}}, {_BOOK}",
    "mvreference": f"editor = {{Roe, R.}}, {_BOOK}",
    "inreference": f"{_PEOPLE}, editor = {{Roe, R.}}, booktitle = {{Enc.}}, {_BOOK}",
    "report": f"{_PEOPLE}, type = {{resreport}}, institution = {{Lab}}, number = {{7}}, date = {{1993}}",
    "software": f"{_PEOPLE}, version = {{2}}, url = {{https://e.org/s}}, date = {{2021}}",
    "thesis": f"{_PEOPLE}, type = {{mathesis}}, institution = {{University}}, date = {{1992}}",
    "unpublished": f"{_PEOPLE}, eventtitle = {{Workshop}}, date = {{2004}}",
    **dict.fromkeys(
        (
            *("artwork", "audio", "commentary", "image", "jurisdiction", "legal", "legislation", "letter"),
            *("movie", "music", "performance", "review", "standard", "video", "customa"),
        ),
        f"{_PEOPLE}, date = {{2003}}, note = {{N}}",
    ),
}
#: Aliases and types of BibTeX and of programs → their fields.
ALIASES: dict[str, str] = {
    "conference": f"{_PEOPLE}, booktitle = {{Proc.}}, year = 2000",
    "electronic": f"{_PEOPLE}, url = {{https://e.org/}}, year = 2000",
    "mastersthesis": f"{_PEOPLE}, school = {{U}}, year = 2000",
    "phdthesis": f"{_PEOPLE}, school = {{U}}, year = 2000, month = 3",
    "techreport": f"{_PEOPLE}, institution = {{Lab}}, year = 2000",
    "www": f"{_PEOPLE}, url = {{https://e.org/}}, year = 2000",
    "talk": f"{_PEOPLE}, year = 2000, note = {{N}}",
    "softwareversion": f"{_PEOPLE}, year = 2000, url = {{https://e.org/}}",
    "bachelorthesis": f"{_PEOPLE}, school = {{U}}, year = 2000",
}
_USUAL = "title = {T}, subtitle = {U}, titleaddon = {V}, langid = {ngerman}, keywords = {a, b}"

LIBRARY = (
    "\n".join(f"@{kind}{{{kind}, {_USUAL}, {fields}}}" for kind, fields in (TYPES | ALIASES).items())
    + "\n@set{set, entryset = {article, book}}\n"
)


def papers() -> list[Publication]:
    """Return the publications of the library."""
    return [item for item in read([Source("library.bib", LIBRARY)]) if isinstance(item, Publication)]
