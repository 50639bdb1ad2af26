"""The words by which Sphinx finds the pages with lists."""

from __future__ import annotations

from docutils import nodes

from sphinxext_pubs.extension.nodes import pubs_entry
from sphinxext_pubs.model.publication import Library, Publication
from sphinxext_pubs.notation import names
from sphinxext_pubs.project.pagination import Sheet


def spread_words(document: nodes.document, library: Library) -> None:
    """Give the first entry of each page the search words of all entries there, each word once.

    Sphinx's search knows pages, not entries, and is slow to look at the same word again. The first pages
    of all lists are the document's own.
    """
    firsts: dict[Sheet, pubs_entry] = {}
    papers: dict[Sheet, dict[str, None]] = {}
    for entry in document.findall(pubs_entry):
        place, number = entry.get("sheet", (0, 1))
        sheet = (place, number) if number > 1 else (0, 1)
        firsts.setdefault(sheet, entry)
        papers.setdefault(sheet, {})[entry["key"]] = None
    for sheet, first in firsts.items():
        found = filter(None, map(library.get, papers[sheet]))
        words = {word for paper in found for word in search_words(paper)}
        first += nodes.Text(" ".join(sorted(words)))


def search_words(paper: Publication) -> list[str]:
    """The words by which a reader may search for a paper, with the signs that stand at them."""
    people = [names.full_name(name) for name in (*paper.author, *paper.editor)]
    texts = (paper.title, paper.container_title, paper.event_title, paper.note, paper.abstract)
    return " ".join([*map(str, texts), *people, *paper.keyword]).lower().split()
