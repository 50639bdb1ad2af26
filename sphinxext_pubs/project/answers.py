"""The answers of the library to the lists of documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.query import listing, selection

if TYPE_CHECKING:
    from sphinxext_pubs.model.publication import Publication
    from sphinxext_pubs.project.citation_graph import CitationGraph
    from sphinxext_pubs.project.loaded_library import LoadedLibrary
    from sphinxext_pubs.project.requests import Request
    from sphinxext_pubs.query.listing import Listing


class Answers:
    """What the lists of documents show. ``citations`` returns the current graph of citations."""

    def __init__(self, loaded: LoadedLibrary, citations: Callable[[], CitationGraph]) -> None:
        self._loaded, self._citations = loaded, citations

    def of(self, request: Request, docname: str) -> Listing:
        """Return the listing that answers a request of a document."""
        selected = request.selection
        cited: tuple[str, ...] = ()
        if selected.cited or "cited" in selected.sort:
            scope = selected.cited.removeprefix("!") or "document"
            cited = self._citations().keys(scope, docname, request.key_prefix)
        keeps = self._condition(request.where, docname) if request.where else None
        return selection.list_publications(selected, self._loaded.index, cited, keeps, request.also)

    def _condition(self, where: str, docname: str) -> Callable[[Publication], bool]:
        from sphinxext_pubs.project.bibtex_filter import Place, matches, parse  # only for bibliographies

        tree, citing = parse(where), self._citations().citing
        return lambda paper: matches(tree, paper, Place(docname, citing.get(paper.key, frozenset())))

    def digest(self, answer: Listing) -> str:
        """Return a digest of all that a listing shows: groups, papers and their local files."""
        local_files = self._loaded.files
        files = [sorted(local_files.of(paper).items()) for paper in answer.publications if paper.links]
        return digest_of(listing.listing_digest(answer), files)
