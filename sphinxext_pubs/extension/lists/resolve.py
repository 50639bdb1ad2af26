"""Asking the library what pages ask, and telling whether the answer is still the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinxext_pubs.citations.disambiguation import PLAIN
from sphinxext_pubs.extension.citations.roles import read_digest
from sphinxext_pubs.extension.incremental.manifest import digest_of
from sphinxext_pubs.extension.lists.request import Charted, Directory, Labelled, Question, Request, Roster
from sphinxext_pubs.extension.loaded_library import Shelf
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.query import listing, selection
from sphinxext_pubs.query.listing import Listing
from sphinxext_pubs.render.citation_forms import label

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
    return selection.answer(selected, domain.shelf.index, cited, keeps, request.also)


def _condition(where: str, domain: PaperDomain, docname: str) -> Callable[[Publication], bool]:
    from sphinxext_pubs.extension.compat_bibtex.filters import Place, matches, parse

    tree, citing = parse(where), domain.citations.citing
    return lambda paper: matches(tree, paper, Place(docname, citing.get(paper.key, frozenset())))


def answer_digest(found: Listing, shelf: Shelf) -> str:
    """A digest of all that a listing shows: groups, papers and their local files."""
    files = [sorted(shelf.files.of(paper).items()) for paper in found.publications if paper.links]
    return digest_of(listing.digest(found), files)


def ask(question: Question, domain: PaperDomain, docname: str) -> str:
    """The digest of the library's answer to a question of a document."""
    shelf = domain.shelf
    if isinstance(question, Request):
        return answer_digest(answer(question, domain, docname), shelf)
    if isinstance(question, Labelled):
        return title_label(question, domain)
    if isinstance(question, Directory):
        from sphinxext_pubs.extension.directives.directory import directory_digest

        return directory_digest(domain, question.kind)
    if isinstance(question, Roster):
        from sphinxext_pubs.extension.directives.people import roster_digest

        return roster_digest(domain, question.group)
    if isinstance(question, Charted):
        from sphinxext_pubs.extension.directives.chart import chart_digest

        return chart_digest(domain, question)
    return read_digest(question.text, shelf.library)


def title_label(question: Labelled, domain: PaperDomain) -> str:
    """How a citation in a title reads: told apart from others once all documents were read."""
    from sphinxext_pubs.extension.citations.targets import cited_as

    paper, _ = domain.find(question.name)
    if paper is None:
        return ""
    cited = cited_as(domain, paper)
    return label(cited if domain.settled else replace(cited, mark=PLAIN), question.form)


def outdated(domain: PaperDomain, *, of_project: bool = False) -> list[str]:
    """The documents to which the library would now say something else, sorted.

    What depends ``of_project``, on all its documents, is asked when these were read, the rest before.
    """
    asked: dict[tuple[Question, str], str] = {}
    changed = set()
    for docname, answers in domain.data["answers"].items():
        for question, digest in answers:
            if question.of_project != of_project:
                continue
            place = (question, docname if depends_on_document(question) else "")
            if place not in asked:
                asked[place] = ask(question, domain, docname)
            if asked[place] != digest:
                changed.add(docname)
    return sorted(changed)


def depends_on_document(question: Question) -> bool:
    """Whether the answer depends on which document asks."""
    if not isinstance(question, Request):
        return False
    if question.of_project:
        return bool(question.where)
    return bool(question.selection.cited) or "cited" in question.selection.sort
