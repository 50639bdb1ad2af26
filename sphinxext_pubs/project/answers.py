"""The papers that the lists of documents show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.query import evaluation, listing

if TYPE_CHECKING:
    from sphinxext_pubs.model.publication import Publication
    from sphinxext_pubs.project.citation_graph import CitationGraph
    from sphinxext_pubs.project.loaded_library import LoadedLibrary
    from sphinxext_pubs.project.requests import Request
    from sphinxext_pubs.query.listing import Listing


class Answers:
    """The listings of documents' requests. ``citations`` returns the current citation graph."""

    def __init__(self, loaded: LoadedLibrary, citations: Callable[[], CitationGraph]) -> None:
        self._loaded, self._citations = loaded, citations

    def of(self, request: Request, docname: str) -> Listing:
        """Return the papers that a request of a document selects, sorted and grouped."""
        selected = request.selection
        cited: tuple[str, ...] = ()
        if selected.cited or "cited" in selected.sort:
            scope = request.scope or selected.cited.removeprefix("!") or "document"
            cited = self._citations().cited_keys(scope, docname, request.key_prefix)
        cited_in = {
            scope: self._citations().cited_keys(scope, docname, request.key_prefix)
            for scope in selected.filter_scopes
        }
        predicate = self._predicate(request.where, docname) if request.where else None
        index = self._loaded.index
        also = {paper.key for paper in map(self._loaded.library.get, request.also) if paper is not None}
        return evaluation.list_publications(selected, index, cited, predicate, also, cited_in)

    def _predicate(self, where: str, docname: str) -> Callable[[Publication], bool]:
        """Return a function that is True for the papers that match a filter expression."""
        from sphinxext_pubs.project.bibtex_filter import (
            FilterContext,
            matches,
            parse,
        )  # only for bibliographies

        tree, citing_documents = parse(where), self._citations().citing_documents

        def is_match(paper: Publication) -> bool:
            docnames = citing_documents.get(paper.key, frozenset())
            return matches(tree, paper, FilterContext(docname, docnames))

        return is_match

    def digest(self, answer: Listing) -> str:
        """Return a digest of the content of a listing: groups, papers and their local files."""
        local_files = self._loaded.files
        files = [sorted(local_files.of(paper).items()) for paper in answer.publications if paper.links]
        return digest_of(listing.listing_digest(answer), files)
