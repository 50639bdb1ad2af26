"""The project in one build: its settings, library and documents, and the services that work on them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol, cast

from sphinxext_pubs.project.phase import Phase
from sphinxext_pubs.project.tables import ListedPapers

if TYPE_CHECKING:
    from sphinxext_pubs.model.problems import Problem
    from sphinxext_pubs.model.publication import Library, Publication
    from sphinxext_pubs.project.answers import Answers
    from sphinxext_pubs.project.citation_graph import CitationGraph
    from sphinxext_pubs.project.entry_writer import EntryWriter
    from sphinxext_pubs.project.generated_pages import GeneratedPages
    from sphinxext_pubs.project.loaded_library import LoadedLibrary
    from sphinxext_pubs.project.pagination import Pagination
    from sphinxext_pubs.project.references import StyledReferences
    from sphinxext_pubs.project.requests import Request
    from sphinxext_pubs.project.settings import Settings
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.project.tables import Tables
    from sphinxext_pubs.query.listing import Listing


class Query(Protocol):
    """A question of a document to the library; the document is read again when the answer changes.

    A query is a frozen dataclass of strings, as the environment keeps it.
    """

    @property
    def of_project(self) -> bool:
        """True if the answer depends on what other documents cite."""

    @property
    def by_document(self) -> bool:
        """True if the answer depends on which document asks."""

    def digest(self, project: Project, docname: str) -> str:
        """Return a digest of the answer."""


class Project:
    """The project in one build. Everything is made, and imported, when it is first asked for.

    ``translate`` is a function from a message id to the words of the project's language; problems are given
    to ``report``. ``cites_labels`` is False if citations ignore the labels of lists, ``lists_footnotes`` if
    lists of what is cited leave out what footnotes cite.
    """

    def __init__(
        self,
        settings: Settings,
        tables: Tables,
        site: Site,
        *,
        translate: Callable[[str], str],
        report: Callable[[Problem], None],
        cites_labels: bool = True,
        lists_footnotes: bool = True,
    ) -> None:
        self.settings, self.tables, self.site = settings, tables, site
        self.translate, self.report = translate, report
        self.cites_labels, self.lists_footnotes = cites_labels, lists_footnotes
        self.phase = Phase.STARTED
        self.fingerprint = ""  # of the sources and settings, once they were looked at
        self._deferred: list[Callable[[], None]] = []
        self._loaded: LoadedLibrary | None = None
        self._listed: ListedPapers | None = None
        self._citations: CitationGraph | None = None
        self._references: StyledReferences | None = None
        self._pagination: Pagination | None = None
        self._pages: GeneratedPages | None = None
        self._entries: EntryWriter | None = None

    # The library

    @property
    def loaded(self) -> LoadedLibrary:
        """The library with all that is known of its papers."""
        if self._loaded is None:
            from sphinxext_pubs.project.loaded_library import load_library  # if needed

            self._loaded = load_library(self.settings, self.site)
            gc.freeze()  # it lives to the end of the build: not worth looking at again and again
        return self._loaded

    @property
    def is_loaded(self) -> bool:
        """True if this build needed the library so far."""
        return self._loaded is not None

    @property
    def library(self) -> Library:
        """The papers."""
        return self.loaded.library

    def load(self) -> None:
        """Load the library now, so that processes forked from here share it."""
        _ = self.loaded

    def unload(self) -> None:
        """Start again: the next question sees the sources as they are then."""
        self._loaded = self._pages = self._entries = None
        self.phase = Phase.STARTED
        self.forget_documents()
        gc.unfreeze()

    def forget_documents(self) -> None:
        """Work out again what depends on all documents."""
        self._listed = self._references = None
        if self.phase is not Phase.REREADING:
            self._citations = None

    # Services

    @property
    def listed(self) -> ListedPapers:
        """Which documents show which papers."""
        if self._listed is None:
            self._listed = ListedPapers(self.tables.listed, self.site.order, self.site.holds)
        return self._listed

    @property
    def citations(self) -> CitationGraph:
        """Who cites what; while a document is read again, what was known before."""
        if self._citations is None:
            from sphinxext_pubs.project.citation_graph import CitationGraph  # if needed

            self._citations = CitationGraph(
                self.tables,
                self.library,
                self.site,
                translate=self.translate,
                schemes=self.settings.url_schemes,
            )
        return self._citations

    @property
    def answers(self) -> Answers:
        """The answers to the lists of documents."""
        from sphinxext_pubs.project.answers import Answers  # if needed

        return Answers(self.loaded, lambda: self.citations)

    def answer(self, request: Request, docname: str) -> Listing:
        """Return the listing that answers a request of a document."""
        return self.answers.of(request, docname)

    def list_digest(self, request: Request, docname: str) -> str:
        """Return a digest of all that a list of a document shows."""
        return self.answers.digest(self.answer(request, docname))

    @property
    def references(self) -> StyledReferences:
        """The references in the styles of lists."""
        if self._references is None:
            from sphinxext_pubs.project.references import StyledReferences  # if needed

            self._references = StyledReferences(
                self.settings, self.tables, self.site, papers=self._papers_in_style, report=self.report
            )
        return self._references

    def _papers_in_style(self, style: str) -> Iterator[Publication]:
        """Return the papers of all lists in a style; in that of the project also all that are cited."""
        for docname, queries in sorted(self.tables.answers.items()):
            for request in self.tables.lists_of(docname) if queries else ():
                shows = "reference" in (*request.show, *request.columns)
                if (request.style or (self.settings.style if shows else "")) == style:
                    yield from self.answer(request, docname).publications
        keys: list[str] = []
        if style == self.settings.style:
            keys += self.citations.keys("project", "")
        if self.references.is_of_pages(style):
            keys += self.pages.papers
        yield from filter(None, map(self.library.get, keys))

    @property
    def pagination(self) -> Pagination:
        """The pages of long lists, once all documents were read."""
        if self._pagination is None:
            from sphinxext_pubs.project.pagination import plan_pages  # if needed

            self._pagination = plan_pages(self.tables.paged, self.site)
        return self._pagination

    @property
    def pages(self) -> GeneratedPages:
        """The pages of papers, people and so on."""
        if self._pages is None:
            from sphinxext_pubs.project.generated_pages import plan_generated_pages  # if needed

            self._pages = plan_generated_pages(
                self.settings, lambda: self.loaded, self.site, self.own_pages, self.report
            )
        return self._pages

    def own_pages(self) -> set[str]:
        """Return the pages that are not generated."""
        from sphinxext_pubs.project.generated_pages import own_pages

        return own_pages(self.site, self.pagination)

    @property
    def entries(self) -> EntryWriter:
        """The views of entries, and their HTML."""
        if self._entries is None:
            from sphinxext_pubs.project.entry_writer import EntryWriter  # if needed

            self._entries = EntryWriter(self)
        return self._entries

    # Documents

    def ask(self, docname: str, query: Query) -> None:
        """Record a query of a document with a digest of the answer that it gets now."""
        self.tables.add_answer(docname, query, query.digest(self, docname))

    def queries(self, *, of_project: bool) -> Iterator[tuple[str, Query, str]]:
        """Yield the recorded queries that depend on all documents, or the others: document, query, digest."""
        for docname, answers in self.tables.answers.items():
            for query, digest in cast("list[tuple[Query, str]]", answers):
                if query.of_project == of_project:
                    yield docname, query, digest

    def outdated(self, *, of_project: bool = False) -> list[str]:
        """Return the documents that would now get another answer, sorted.

        Queries that depend ``of_project``, on all its documents, are asked when these were read, the others
        before.
        """
        digests: dict[tuple[Query, str], str] = {}
        changed = set()
        for docname, query, digest in self.queries(of_project=of_project):
            place = (query, docname if query.by_document else "")
            if place not in digests:
                digests[place] = query.digest(self, docname)
            if digests[place] != digest:
                changed.add(docname)
        return sorted(changed)

    def note_objects(self) -> None:
        """Take the documents as they are now, all having been read."""
        self._pagination = None
        self.forget_documents()

    def parent_of(self, page: str) -> str:
        """Return the document that a generated page belongs to, for its navigation; empty for none."""
        from sphinxext_pubs.project.generated_pages import kind_of

        kind = kind_of(page, self.settings)
        parents = self.tables.parents
        return next(iter(self.site.order(docname for docname in parents if kind in parents[docname])), "")

    def start_rereading(self) -> None:
        """Answer from now on as before the document that is read again lost what it cites."""
        self.citations.settle()
        self.phase = Phase.REREADING

    def end_rereading(self) -> None:
        """Answer again by what documents say, and report what was deferred."""
        self.phase, self._citations = Phase.SETTLED, None
        deferred, self._deferred = self._deferred, []
        for report in deferred:
            report()

    def defer(self, report: Callable[[], None]) -> None:
        """Report a problem when the document that is read again was read."""
        self._deferred.append(report)
