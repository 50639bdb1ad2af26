"""A table of the publications (CSV, RFC 4180), one row each, for spreadsheets; it is only written."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from sphinxext_pubs.formats.latex.unicode_math import plain
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.notation import dates, names

#: The columns: each a name and what stands in it.
COLUMNS: tuple[tuple[str, Callable[[Publication], str]], ...] = (
    ("key", lambda paper: paper.key),
    ("type", lambda paper: paper.type),
    ("title", lambda paper: plain(paper.title)),
    ("author", lambda paper: people(paper.author)),
    ("editor", lambda paper: people(paper.editor)),
    ("year", lambda paper: dates.year_label(paper.issued) if paper.issued else ""),
    ("issued", lambda paper: iso(paper.issued)),
    ("container-title", lambda paper: plain(paper.container_title)),
    ("volume", lambda paper: paper.volume),
    ("issue", lambda paper: paper.issue),
    ("page", lambda paper: paper.page),
    ("publisher", lambda paper: str(paper.publisher)),
    ("status", lambda paper: paper.status),
    ("DOI", lambda paper: paper.doi),
    ("URL", lambda paper: paper.url),
    ("language", lambda paper: paper.language),
    ("keyword", lambda paper: "; ".join(paper.keyword)),
    ("award", lambda paper: "; ".join(map(plain, paper.award))),
    ("abstract", lambda paper: plain(paper.abstract)),
)


def people(found: Iterable[Name]) -> str:
    """Names as *Family, Given*, with semicolons between them."""
    return "; ".join("et al." if name == names.OTHERS else names.inverted(name) for name in found)


def iso(date: Date | None) -> str:
    """The date as ``2024-05-03``, as far as it is known."""
    year, *rest = date.parts if date and date.parts else (None,)
    if year is None:
        return ""
    written = f"{year:04}" if year >= 0 else f"-{-year:04}"
    return "-".join([written, *(f"{part:02}" for part in rest)])


def write(publications: Iterable[Publication]) -> str:
    """The table with a head; no cell can be taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _ in COLUMNS])
    for publication in publications:
        writer.writerow([_harmless(cell(publication)) for _, cell in COLUMNS])
    return out.getvalue()


def _harmless(value: str) -> str:
    value = " ".join(value.split())
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
