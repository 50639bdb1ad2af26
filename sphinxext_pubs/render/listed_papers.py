"""The papers of a list, for the data of the browser script."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sphinxext_pubs.entities.people import People
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation.l10n import Translate
from sphinxext_pubs.query.facets import BUILTIN, Facets


@dataclass(frozen=True, slots=True)
class ListedPapers:
    """The papers of a list, each once, in the order in which they are first shown.

    ``parts`` are the parts shown on the page. The script reads abstracts from the page; the search words
    include them only if the page does not show them, or if the list is on several pages (``is_split``).
    Names of persons in the ``people`` file are written as in the file.
    """

    papers: tuple[Publication, ...]
    parts: Collection[str]
    translate: Translate = str
    language: str = "en"
    is_split: bool = False
    people: People | None = None
    facets: Facets = BUILTIN
