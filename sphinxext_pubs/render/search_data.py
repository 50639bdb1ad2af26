"""The search words of a list for the browser script: the words of each paper, and what it has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation.l10n import year_label
from sphinxext_pubs.query.fields import FIELDS, HAVING, Possessions, possessions, words_for
from sphinxext_pubs.render.listed_papers import ListedPapers
from sphinxext_pubs.render.venue_line import venue_line

#: Maximum length of a paper's search words in characters.
MAX_WORDS = 20_000

#: The field that the script reads from the page, if the page shows it.
_ON_PAGE = "abstract"


def search_data(listed: ListedPapers) -> dict[str, Any]:
    """Return the data of the search box.

    ``text`` has the words of each paper, beginning with those of the fields in their order, ``fields`` the
    number of UTF-16 units of each field in it (a space follows those that are not empty), and ``having``
    the words for what papers have (``words``), their indexes in each set that a paper has (``sets``), and
    the index of each paper's set (``of``).
    """
    fields = [_field_texts(paper, listed) for paper in listed.papers]
    texts = [
        " ".join(filter(None, (*texts, _other_words(paper, listed, texts))))
        for paper, texts in zip(listed.papers, fields, strict=True)
    ]
    lengths = {name: _lengths(texts[number] for texts in fields) for number, name in enumerate(FIELDS)}
    return {
        "text": texts,
        "fields": {name: row if any(row) else [] for name, row in lengths.items()},
        "having": _having_data(listed.papers),
    }


def searchable(value: str) -> str:
    """Return a text normalized for searching: folded, with ASCII quotes and hyphens and single spaces.

    The script normalizes search input, and the abstracts on the page, in the same way.
    """
    return " ".join(fold.__wrapped__(value).split())


def year_text(paper: Publication, listed: ListedPapers) -> str:
    """Return the year as displayed, or empty."""
    return year_label(paper.issued, listed.language, listed.translate) if paper.issued else ""


def _field_texts(paper: Publication, listed: ListedPapers) -> list[str]:
    """Return the normalized text of each field, with at most ``MAX_WORDS`` characters together."""
    is_on_page = not listed.is_split and _ON_PAGE in listed.parts
    texts, left = list[str](), MAX_WORDS
    for row in FIELDS.rows:
        values = () if is_on_page and row.name == _ON_PAGE else row.searched(paper)
        texts.append(searchable(" ".join(values)[:left]))
        left -= len(texts[-1])
    return texts


def _other_words(paper: Publication, listed: ListedPapers, fields: Iterable[str]) -> str:
    """Return the normalized words of the facets, the venue and the year, up to the limit of all words."""
    values = [value for facet in listed.facets.rows for value in facet.searched(paper)]
    shown = (str(venue_line(paper, listed.translate)), year_text(paper, listed))
    left = MAX_WORDS - sum(map(len, fields))
    return searchable(" ".join(filter(None, dict.fromkeys((*values, *shown))))[:left])


def _lengths(texts: Iterable[str]) -> list[int]:
    """Return the numbers of UTF-16 units, in which the script counts."""
    return [len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2 for text in texts]


def _having_data(papers: Iterable[Publication]) -> dict[str, Any]:
    sets: dict[Possessions, int] = {}
    of = [sets.setdefault(possessions(paper), len(sets)) for paper in papers]
    words: dict[str, int] = {}
    indexes = [[words.setdefault(word, len(words)) for word in words_for(found)] for found in sets]
    return {"name": HAVING.name, "words": list(words), "sets": indexes, "of": of}
