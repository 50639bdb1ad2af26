"""Which documents cite which papers, in toctree order, and how citations are disambiguated."""

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


#: The name with which a citation without text cites all papers, as ``\\nocite{*}`` in LaTeX.
ALL_PAPERS = "*"


class CitationGraph:
    """The citations of the project, computed on first use.

    ``translate`` returns a message in the project's language. ``schemes`` are the URL schemes that may
    become links.
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
        self._cited_names: Mapping[str, tuple[str, ...]] = tables.cited_names
        self._scoped_names = tables.scoped_names
        self._external_urls: dict[str, str] = {}

    @cached_property
    def documents(self) -> list[str]:
        """The documents that cite papers, in toctree order."""
        return self._site.order(self._cited_names)

    def find(self, name: str) -> tuple[Publication | None, str]:
        """Return the paper that a citation names, or None, and the prefix before its key."""
        paper = self._library.get(name)
        if paper is None:
            for prefix in self.prefixes:
                if name.startswith(prefix) and (paper := self._library.get(name.removeprefix(prefix))):
                    return paper, prefix
        return paper, ""

    def cited_keys(self, scope: str, docname: str, prefix: str = "") -> tuple[str, ...]:
        """Return the keys that are cited, in citation order.

        ``scope`` is ``project``, ``document``, or the name of that of a list in the document. With a
        ``prefix``, only papers cited by names that begin with it are included.
        """
        if scope == "project" and not prefix:
            return self._project_keys
        scoped = self._scoped_names.get(docname, {})
        if scope not in ("project", "document"):
            return tuple(self._known_keys(name for name, _ in scoped.get(scope, ())))
        cited_names = self._cited_names
        documents = self.documents if scope == "project" else [docname]
        names = (name for document in documents for name in cited_names.get(document, ()))
        return tuple(self._known_keys(name.removeprefix(prefix) for name in names if name.startswith(prefix)))

    @cached_property
    def citing_documents(self) -> dict[str, frozenset[str]]:
        """A mapping from key to the documents that cite the paper."""
        documents: dict[str, set[str]] = {}
        for docname, names in self._cited_names.items():
            for paper in self._papers(names):
                documents.setdefault(paper.key, set()).add(docname)
        return {key: frozenset(docnames) for key, docnames in documents.items()}

    @cached_property
    def prefixes(self) -> dict[str, list[str]]:
        """A mapping from the key prefixes of lists to the documents of these lists, longest prefix first."""
        answers = self._tables.answers
        documents: dict[str, list[str]] = {}
        for docname in self._site.order(answers):
            for prefix in {getattr(query, "key_prefix", "") for query, _ in answers[docname]} - {""}:
                documents.setdefault(prefix, []).append(docname)
        return dict(sorted(documents.items(), key=lambda row: (-len(row[0]), row[0])))

    @cached_property
    def _project_keys(self) -> tuple[str, ...]:
        cited_names = self._cited_names
        return tuple(self._known_keys(name for docname in self.documents for name in cited_names[docname]))

    def _known_keys(self, names: Iterable[str]) -> Iterator[str]:
        papers = (self._library if name == ALL_PAPERS else (self._library.get(name),) for name in names)
        return iter(dict.fromkeys(paper.key for found in papers for paper in found if paper is not None))

    def _papers(self, names: Iterable[str]) -> Iterator[Publication]:
        """Yield the papers that a document cites by these names."""
        for name in names:
            if name == ALL_PAPERS:
                yield from self._library
            elif paper := self.find(name)[0]:
                yield paper

    @cached_property
    def places(self) -> Mapping[str, Mapping[str, list[CitingPlace]]]:
        """A mapping from key to document to the places that cite the paper, in order.

        Citations without text are not included.
        """
        return self._places(silent=False)

    @cached_property
    def silent_places(self) -> Mapping[str, Mapping[str, list[CitingPlace]]]:
        """A mapping as ``places``, of the places with citations without text."""
        return self._places(silent=True)

    def _places(self, *, silent: bool) -> Mapping[str, Mapping[str, list[CitingPlace]]]:
        places: dict[str, dict[str, list[CitingPlace]]] = {}
        citing_places = self._tables.citing_places
        for docname in self._site.order(citing_places):
            for place in citing_places[docname]:
                if place.silent is silent and (paper := self.find(place.name)[0]):
                    places.setdefault(paper.key, {}).setdefault(docname, []).append(place)
        return places

    @cached_property
    def _disambiguations(self) -> dict[str, Disambiguation]:
        """A mapping from key to disambiguation, for all papers that are cited or in a list of references."""
        listed = self._tables.labeled_names()
        papers = map(self._library.get, dict.fromkeys((*self._project_keys, *self.citing_documents, *listed)))
        return disambiguate(filter(None, papers), self._label)

    def _label(self, paper: Publication, disambiguation: Disambiguation) -> tuple[str, str]:
        cited = Cited(paper, disambiguation, translate=self._translate, language=self._site.language)
        return authors(cited), year(cited)

    def disambiguation(self, key: str) -> Disambiguation:
        """Return the disambiguation of the citations of a paper."""
        return self._disambiguations.get(key, NO_DISAMBIGUATION)

    def cited(self, paper: Publication, item: CitationItem | None = None, number: str = "") -> Cited:
        """Return a paper with the data for its citation; ``number`` is its label in a list of references."""
        return Cited(
            paper,
            self.disambiguation(paper.key),
            number,
            item or CitationItem(paper.key),
            self._translate,
            self._site.language,
            self._schemes,
            self._library.members(paper),
        )

    def external_url(self, paper: Publication) -> str:
        """Return the URL of a paper in another project (intersphinx), or an empty string."""
        if paper.key not in self._external_urls:
            names = filter(None, (paper.key, *paper.ids, paper.doi.lower()))
            self._external_urls[paper.key] = self._site.external_url(names)
        return self._external_urls[paper.key]

    def compute_all(self) -> None:
        """Compute the citations of the project now, before a document is removed to read it again."""
        self._cited_names, self._scoped_names = dict(self._cited_names), dict(self._scoped_names)
        _ = self._project_keys, self._disambiguations
