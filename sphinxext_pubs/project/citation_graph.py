"""Who cites what in the project, in the order of its documents, and how citations are disambiguated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from sphinxext_pubs.citations.disambiguation import NO_DISAMBIGUATION, Disambiguation, disambiguate
from sphinxext_pubs.citations.labels import Cited, authors, year
from sphinxext_pubs.citations.pandoc_syntax import CitationItem

if TYPE_CHECKING:
    from sphinxext_pubs.model.publication import Library, Publication
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.project.tables import CitingPlace, Tables


class CitationGraph:
    """The citations of the project, worked out when they are first asked for.

    ``translate`` is a function from a message id to the words of the project's language. ``schemes`` are
    those of addresses that may become links.
    """

    def __init__(
        self,
        tables: Tables,
        library: Library,
        site: Site,
        *,
        translate: Callable[[str], str],
        schemes: Iterable[str] = (),
    ) -> None:
        self._tables, self._library, self._site = tables, library, site
        self._translate, self._schemes = translate, tuple(schemes)
        self._external: dict[str, str] = {}

    @cached_property
    def documents(self) -> list[str]:
        """The documents that cite anything, in the order of the project."""
        return self._site.order(self._tables.citing)

    def find(self, name: str) -> tuple[Publication | None, str]:
        """Return the paper that a citation names, or None, and the prefix before its key."""
        paper = self._library.get(name)
        if paper is None:
            for prefix in self.prefixes:
                if name.startswith(prefix) and (found := self._library.get(name.removeprefix(prefix))):
                    return found, prefix
        return paper, ""

    def keys(self, scope: str, docname: str, prefix: str = "") -> tuple[str, ...]:
        """Return the keys that a document, or the whole project, cites, in the order of the citations.

        With a ``prefix``, only what is cited under names that begin with it.
        """
        if scope == "project" and not prefix:
            return self._of_project
        citing = self._tables.citing
        documents = self.documents if scope == "project" else [docname]
        names = (name for document in documents for name in citing.get(document, ()))
        return tuple(self._known(name.removeprefix(prefix) for name in names if name.startswith(prefix)))

    @cached_property
    def citing(self) -> dict[str, frozenset[str]]:
        """Key → the documents that cite the paper."""
        documents: dict[str, set[str]] = {}
        for docname, names in self._tables.citing.items():
            for name in names:
                if paper := self.find(name)[0]:
                    documents.setdefault(paper.key, set()).add(docname)
        return {key: frozenset(docnames) for key, docnames in documents.items()}

    @cached_property
    def prefixes(self) -> dict[str, list[str]]:
        """Prefix that lists put before keys → documents of these lists, the longest prefix first."""
        answers = self._tables.answers
        documents: dict[str, list[str]] = {}
        for docname in self._site.order(answers):
            for prefix in {getattr(query, "key_prefix", "") for query, _ in answers[docname]} - {""}:
                documents.setdefault(prefix, []).append(docname)
        return dict(sorted(documents.items(), key=lambda row: (-len(row[0]), row[0])))

    @cached_property
    def _of_project(self) -> tuple[str, ...]:
        citing = self._tables.citing
        return tuple(self._known(name for docname in self.documents for name in citing[docname]))

    def _known(self, names: Iterable[str]) -> Iterator[str]:
        papers = map(self._library.get, names)
        return iter(dict.fromkeys(paper.key for paper in papers if paper is not None))

    @cached_property
    def places(self) -> Mapping[str, Mapping[str, list[CitingPlace]]]:
        """Key → document → the places there that cite the paper, all in order."""
        places: dict[str, dict[str, list[CitingPlace]]] = {}
        cited = self._tables.cited
        for docname in self._site.order(cited):
            for place in cited[docname]:
                if paper := self.find(place.name)[0]:
                    places.setdefault(paper.key, {}).setdefault(docname, []).append(place)
        return places

    @cached_property
    def _marks(self) -> dict[str, Disambiguation]:
        """Key → what disambiguates the paper, for all that are cited or in a list of references."""
        listed = (key for keys in self._tables.references.values() for key in keys)
        papers = map(self._library.get, dict.fromkeys((*self._of_project, *self.citing, *listed)))
        return disambiguate(filter(None, papers), self._label)

    def _label(self, paper: Publication, mark: Disambiguation) -> tuple[str, str]:
        cited = Cited(paper, mark, translate=self._translate, language=self._site.language)
        return authors(cited), year(cited)

    def mark(self, key: str) -> Disambiguation:
        """Return what disambiguates the citations of a paper."""
        return self._marks.get(key, NO_DISAMBIGUATION)

    def cited(self, paper: Publication, item: CitationItem | None = None, number: str = "") -> Cited:
        """Return a paper as this project cites it; ``number`` is its label in a list of references."""
        return Cited(
            paper,
            self.mark(paper.key),
            number,
            item or CitationItem(paper.key),
            self._translate,
            self._site.language,
            self._schemes,
        )

    def external_url(self, paper: Publication) -> str:
        """Return the address at which another project shows a paper; empty for none."""
        if paper.key not in self._external:
            names = filter(None, (paper.key, *paper.ids, paper.doi.lower()))
            self._external[paper.key] = self._site.external_url(names)
        return self._external[paper.key]

    def settle(self) -> None:
        """Work out now what a document needs that is read while its own citations are not known."""
        _ = self._of_project, self._marks
