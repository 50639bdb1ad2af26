"""CSV (RFC 4180) for spreadsheets, one row for each publication; only written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable

from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import clean
from sphinxext_pubs.notation import dates, names
from sphinxext_pubs.notation.date_parts import iso_date

#: The columns: pairs of a name and a function that returns the value.
COLUMNS: tuple[tuple[str, Callable[[Publication], str]], ...] = (
    ("key", lambda paper: paper.key),
    ("type", lambda paper: paper.type),
    ("title", lambda paper: plain_text(paper.title)),
    ("author", lambda paper: format_names(paper.author)),
    ("editor", lambda paper: format_names(paper.editor)),
    ("year", lambda paper: dates.year_label(paper.issued) if paper.issued else ""),
    ("issued", lambda paper: iso_date(paper.issued)),
    ("container-title", lambda paper: plain_text(paper.container_title)),
    ("volume", lambda paper: paper.volume),
    ("issue", lambda paper: paper.issue),
    ("page", lambda paper: paper.page),
    ("publisher", lambda paper: str(paper.publisher)),
    ("status", lambda paper: paper.status),
    ("DOI", lambda paper: paper.doi),
    ("URL", lambda paper: paper.url),
    ("language", lambda paper: paper.language),
    ("keyword", lambda paper: "; ".join(paper.keyword)),
    ("award", lambda paper: "; ".join(map(plain_text, paper.award))),
    ("abstract", lambda paper: plain_text(paper.abstract)),
)


def format_names(people: Iterable[Name]) -> str:
    """Return names as *Family, Given*, separated by semicolons."""
    return "; ".join("et al." if name == names.OTHERS else names.inverted_name(name) for name in people)


def write(publications: Iterable[Publication]) -> str:
    """Return the table with a header row; cells that look like formulas are escaped.

    It begins with a byte order mark, by which Excel recognizes UTF-8. All cells are in quotes, so that a
    semicolon or tab in a cell, which separates cells in some languages, does not begin another cell.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([name for name, _ in COLUMNS])
    for publication in publications:
        writer.writerow([_escape_formula(cell(publication)) for _, cell in COLUMNS])
    return f"{_BYTE_ORDER_MARK}{out.getvalue()}"


_BYTE_ORDER_MARK = "\ufeff"
#: The characters that begin a formula, also in full width, which Excel reads as the same.
_FORMULA = re.compile("[=+@|\uff1d\uff0b\uff20\u2212\uff0d-]")
_NUMBER = re.compile(r"-\d{1,15}(?:\.\d{1,15})?")


def _escape_formula(value: str) -> str:
    """Return a cell on one line; OWASP advises an apostrophe before what a spreadsheet would execute."""
    value = clean(" ".join(value.split()))
    return f"'{value}" if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value
