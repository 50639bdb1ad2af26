"""The words of lists for Sphinx's search index."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from sphinxext_pubs.extension.nodes import pubs_entry
from sphinxext_pubs.model.publication import Library, Publication
from sphinxext_pubs.notation import names
from sphinxext_pubs.project.pagination import Sheet


def add_search_words(entries: Iterable[pubs_entry], library: Library) -> None:
    """Add the distinct search words of entries of a document to the first of them on each page.

    Sphinx's search indexes pages, not entries, and would process repeated words again. The first pages of all
    lists are on the document's own page.
    """
    first_entries: dict[Sheet, pubs_entry] = {}
    keys: dict[Sheet, dict[str, None]] = {}
    for entry in entries:
        place, number = entry.get("sheet", (0, 1))
        sheet = (place, number) if number > 1 else (0, 1)
        first_entries.setdefault(sheet, entry)
        keys.setdefault(sheet, {})[entry["key"]] = None
    for sheet, first_entry in first_entries.items():
        papers = filter(None, map(library.get, keys[sheet]))
        words = {word for paper in papers for word in search_words(paper)}
        first_entry += nodes.Text(" ".join(sorted(words)))


def search_words(paper: Publication) -> list[str]:
    """Return the words by which readers may search for a paper, with adjacent punctuation."""
    people = [names.full_name(name) for name in (*paper.author, *paper.editor)]
    texts = (paper.title, paper.container_title, paper.event_title, paper.note, paper.abstract)
    return " ".join([*map(str, texts), *people, *paper.keyword]).lower().split()
