"""The recorded content of lists: their papers, labels and pages.

Lists of cited papers are answered when all documents have been read, the others when their document is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import has_span
from sphinxext_pubs.project.pagination import split_keys
from sphinxext_pubs.project.requests import Request, Stage
from sphinxext_pubs.project.tables import ListRecord, Tables, label_name
from sphinxext_pubs.query import listing as listings
from sphinxext_pubs.query.listing import Listing
from sphinxext_pubs.render.layouts import REFERENCE
from sphinxext_pubs.render.pictures import picture_of

if TYPE_CHECKING:
    from sphinxext_pubs.project.answers import Answers
    from sphinxext_pubs.project.entry_writer import EntryWriter
    from sphinxext_pubs.project.loaded_library import LoadedLibrary
    from sphinxext_pubs.project.references import StyledReferences
    from sphinxext_pubs.project.settings import Settings


class ListServices(Protocol):
    """The services that lists are recorded with."""

    settings: Settings
    recorded: Tables

    @property
    def loaded(self) -> LoadedLibrary:
        """The library."""

    @property
    def answers(self) -> Answers:
        """The papers that the lists of documents show."""

    @property
    def references(self) -> StyledReferences:
        """The references in the styles of the project and its lists."""

    @property
    def entries(self) -> EntryWriter:
        """The writer of entries."""


def answer_lists(services: ListServices) -> None:
    """Answer the lists of cited papers, and record their content as that of other lists."""
    tables = services.recorded
    for docname in sorted(tables.lists):
        records = [
            _answered(services, record, docname) if record.request.stage is Stage.RESOLVING else record
            for record in tables.lists[docname]
        ]
        tables.answer_lists(docname, records)


def _answered(services: ListServices, record: ListRecord, docname: str) -> ListRecord:
    listing = services.answers.of(record.request, docname)
    keys = [paper.key for paper in listing.publications]
    pages = replace(record.pages, pages=split_keys(keys, record.request.per_page))
    return list_record(services, replace(record, pages=pages), listing)


def list_record(services: ListServices, record: ListRecord, listing: Listing) -> ListRecord:
    """Return the record of a list with its answer."""
    request = record.request
    has_math = services.settings.math == "sphinx" and any(map(_contains_math, listing.publications))
    return replace(
        record,
        digest=services.answers.digest(listing),
        keys=tuple(paper.key for paper in listings.entries(listing)),
        labels=tuple(list_labels(services, request, listing)),
        pictures=tuple(_pictures(services, request, listing.publications)),
        has_math=has_math,
    )


def list_labels(services: ListServices, request: Request, listing: Listing) -> Iterator[tuple[str, str]]:
    """Yield the names in citations and the labels of the papers in a list of references, if it is one."""
    if request.layout != REFERENCE or request.numbered or request.enumerated:
        return
    papers = list(dict.fromkeys(listings.entries(listing)))
    if not papers:
        return
    labels = services.references.style(request.style).entry_labels(papers, request.prefix)
    for paper, label in zip(papers, labels, strict=True):
        yield label_name(f"{request.key_prefix}{paper.key}", request.scope), label


def _pictures(services: ListServices, request: Request, publications: Sequence[Publication]) -> Iterator[str]:
    """Yield the paths of the pictures that a list shows."""
    if "picture" not in services.entries.entry_options(request, folds=False).parts:
        return
    for paper in publications:
        files = services.loaded.files.of(paper)
        if picture := picture_of(paper, files):
            yield files[picture.target]


def _contains_math(paper: Publication) -> bool:
    """True if a part of the paper that entries show contains a formula."""
    texts = (paper.title, paper.container_title, paper.note, paper.abstract, *paper.award)
    return any(has_span(text, "math") for text in texts)


def first_number(records: Sequence[ListRecord], request: Request) -> int:
    """Return the first number of an enumerated list that follows the lists with these records."""
    if not request.continues:
        return int(request.enumerated.split()[1])
    enumerated = [place for place, record in enumerate(records) if record.request.enumerated]
    if not enumerated:
        return 1
    last = enumerated[-1]
    return first_number(records[:last], records[last].request) + len(records[last].keys)
