"""Asking the library what pages ask, and telling whether the answer is still the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_pubs import listing, selection
from sphinxext_pubs.extension.manifest import digest_of
from sphinxext_pubs.extension.questions import Question, Request
from sphinxext_pubs.extension.roles import read_digest
from sphinxext_pubs.extension.shelf import Shelf
from sphinxext_pubs.listing import Listing

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain


def answer(request: Request, shelf: Shelf) -> Listing:
    """The listing that answers a request."""
    return selection.answer(request.selection, shelf.index)


def answer_digest(found: Listing, shelf: Shelf) -> str:
    """A digest of all that a listing shows: groups, papers and their local files."""
    files = [sorted(shelf.files.of(paper).items()) for paper in found.publications if paper.links]
    return digest_of(listing.digest(found), files)


def ask(question: Question, shelf: Shelf) -> str:
    """The digest of the library's answer to a question."""
    if isinstance(question, Request):
        return answer_digest(answer(question, shelf), shelf)
    return read_digest(question.text, shelf.library)


def outdated(domain: PaperDomain) -> list[str]:
    """The documents to which the library would now say something else, sorted."""
    shelf = domain.shelf
    asked: dict[Question, str] = {}
    changed = set()
    for docname, answers in domain.data["answers"].items():
        for question, digest in answers:
            if question not in asked:
                asked[question] = ask(question, shelf)
            if asked[question] != digest:
                changed.add(docname)
    return sorted(changed)
