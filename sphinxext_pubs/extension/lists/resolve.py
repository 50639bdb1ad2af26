"""Asking the library what pages ask, and telling whether the answer is still the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.digests import digest_of
from sphinxext_pubs.extension.loaded_library import Shelf
from sphinxext_pubs.extension.requests import Query, Request
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.query import listing, selection
from sphinxext_pubs.query.listing import Listing

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain


def answer(request: Request, domain: PaperDomain, docname: str) -> Listing:
    """The listing that answers a request of a document."""
    selected = request.selection
    cited: tuple[str, ...] = ()
    if selected.cited or "cited" in selected.sort:
        scope = selected.cited.removeprefix("!") or "document"
        cited = domain.citations.keys(scope, docname, request.key_prefix)
    keeps = _condition(request.where, domain, docname) if request.where else None
    return selection.list_publications(selected, domain.shelf.index, cited, keeps, request.also)


def _condition(where: str, domain: PaperDomain, docname: str) -> Callable[[Publication], bool]:
    from sphinxext_pubs.extension.compat_bibtex.filters import Place, matches, parse

    tree, citing = parse(where), domain.citations.citing
    return lambda paper: matches(tree, paper, Place(docname, citing.get(paper.key, frozenset())))


def answer_digest(found: Listing, shelf: Shelf) -> str:
    """A digest of all that a listing shows: groups, papers and their local files."""
    files = [sorted(shelf.files.of(paper).items()) for paper in found.publications if paper.links]
    return digest_of(listing.listing_digest(found), files)


def outdated(domain: PaperDomain, *, of_project: bool = False) -> list[str]:
    """The documents to which the library would now say something else, sorted.

    What depends ``of_project``, on all its documents, is asked when these were read, the rest before.
    """
    asked: dict[tuple[Query, str], str] = {}
    changed = set()
    for docname, answers in domain.data["answers"].items():
        for question, digest in answers:
            if question.of_project != of_project:
                continue
            place = (question, docname if question.by_document else "")
            if place not in asked:
                asked[place] = question.digest(domain, docname)
            if asked[place] != digest:
                changed.add(docname)
    return sorted(changed)
