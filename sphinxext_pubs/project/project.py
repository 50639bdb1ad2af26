"""The project in one build: its settings, library and documents, and the services that work on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, cast

from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.project.requests import Phase

if TYPE_CHECKING:
    from sphinxext_pubs.model.problems import Problem
    from sphinxext_pubs.model.publication import Library, Publication
    from sphinxext_pubs.model.rich_text import Text
    from sphinxext_pubs.project.answers import Answers
    from sphinxext_pubs.project.citation_graph import CitationGraph
    from sphinxext_pubs.project.citation_texts import ProjectCitations
    from sphinxext_pubs.project.conditions import BuiltContent
    from sphinxext_pubs.project.entry_writer import EntryWriter
    from sphinxext_pubs.project.generated_pages import GeneratedPages
    from sphinxext_pubs.project.loaded_library import LoadedLibrary
    from sphinxext_pubs.project.pagination import Pagination
    from sphinxext_pubs.project.references import StyledReferences
    from sphinxext_pubs.project.requests import Request, Stage
    from sphinxext_pubs.project.settings import Settings
    from sphinxext_pubs.project.shown_papers import ShownPapers
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.project.tables import Record, Tables
    from sphinxext_pubs.query.listing import Listing


#: The built-in style of references, which depends on no file.
DEFAULT_STYLE = "author-year"


class Query(Protocol):
    """A query of a document to the library; the document is read or written again when the answer changes.

    A query is a frozen dataclass of plain values, because it is stored in the environment.
    """

    @property
    def stage(self) -> Stage:
        """The stage of the build in which the query is answered."""

    @property
    def depends_on_document(self) -> bool:
        """True if the answer depends on the document that contains the query."""

    def digest(self, project: Project, docname: str) -> str:
        """Return a digest of the answer."""


class Project:
    """The project in one build. Each service is created, and its module imported, on first use.

    ``translate`` returns a message in the project's language; ``report`` is called with every problem.
    ``cites_labels`` is False if citations ignore the labels of lists, ``lists_footnotes`` is False if lists
    of cited papers exclude those that are only cited in footnotes. ``registry`` contains the tables, by
    default those of this package alone.
    """

    def __init__(
        self,
        settings: Settings,
        tables: Tables,
        record: Record,
        site: Site,
        *,
        translate: Callable[[str], str],
        report: Callable[[Problem], None],
        cites_labels: bool = True,
        lists_footnotes: bool = True,
        registry: Registry | None = None,
    ) -> None:
        self.settings, self.record, self.site = settings, record, site
        #: All recorded content, and that part of it that is in this build: while documents are read, all.
        self.recorded = self.tables = tables
        self.built: BuiltContent = ((), ())
        self.translate, self.report = translate, report
        self.cites_labels, self.lists_footnotes = cites_labels, lists_footnotes
        self.registry = registry or Registry()
        self.phase = Phase.STARTED
        #: The CSL styles whose citations could not be written in this build.
        self.failed_styles: set[str] = set()
        self._loaded: LoadedLibrary | None = None
        self._listed: ShownPapers | None = None
        self._citations: CitationGraph | None = None
        self._references: StyledReferences | None = None
        self._citation_texts: ProjectCitations | None = None
        self._has_csl_styles: bool | None = None
        #: The answers that were compared last: those of documents that are read again, from before that.
        self._answers: dict[tuple[Query, str], str] = {}
        self._pagination: Pagination | None = None
        self._pages: GeneratedPages | None = None
        self._entries: EntryWriter | None = None

    # The library

    @property
    def loaded(self) -> LoadedLibrary:
        """The library with its local files, people and venues."""
        if self._loaded is None:
            from sphinxext_pubs.model.gc_pause import exclude_from_gc, paused_gc  # on first use
            from sphinxext_pubs.project.loaded_library import load_library

            with paused_gc():
                self._loaded = load_library(self.settings, self.site, self.registry)
            exclude_from_gc()  # the library lives until the build ends
        return self._loaded

    @property
    def is_loaded(self) -> bool:
        """True if the library has been loaded in this build."""
        return self._loaded is not None

    @property
    def library(self) -> Library:
        """The papers."""
        return self.loaded.library

    def load(self) -> None:
        """Load the library now, so that processes forked from here share it."""
        _ = self.loaded

    def reset_documents(self) -> None:
        """Discard everything that depends on all documents, so that it is computed again."""
        self._listed = self._references = None
        self.tables = self.recorded
        if self.phase is not Phase.REREADING:
            self._citations = self._citation_texts = self._has_csl_styles = None

    # Services

    @property
    def listed(self) -> ShownPapers:
        """The documents that show each paper."""
        if self._listed is None:
            from sphinxext_pubs.project.shown_papers import ShownPapers  # on first use

            self._listed = ShownPapers(self.tables.listed, self.site.order)
        return self._listed

    @property
    def citations(self) -> CitationGraph:
        """The citations of the project; while a document is read again, those known before."""
        if self._citations is None:
            from sphinxext_pubs.project.citation_graph import CitationGraph  # on first use

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
        """The papers that the lists of documents show."""
        from sphinxext_pubs.project.answers import Answers  # on first use

        return Answers(self.loaded, lambda: self.citations)

    def answer(self, request: Request, docname: str) -> Listing:
        """Return the papers that a request of a document selects, sorted and grouped."""
        return self.answers.of(request, docname)

    def list_digest(self, request: Request, docname: str) -> str:
        """Return a digest of the content of a list in a document."""
        return self.answers.digest(self.answer(request, docname))

    @property
    def references(self) -> StyledReferences:
        """The references in the styles of the project and its lists."""
        if self._references is None:
            from sphinxext_pubs.project.references import StyledReferences  # on first use

            self._references = StyledReferences(
                self.settings,
                self.tables,
                self.site,
                papers=self._papers_in_style,
                joint=self._joint_references,
                report=self.report,
            )
        return self._references

    @property
    def citation_texts(self) -> ProjectCitations:
        """The citations of the project in CSL styles."""
        if self._citation_texts is None:
            from sphinxext_pubs.project.citation_texts import ProjectCitations  # only for CSL styles

            self._citation_texts = ProjectCitations(self)
        return self._citation_texts

    def _joint_references(self, style: str) -> Mapping[str, Text]:
        """Return the references in a style that were written together with its citations, by key."""
        return self.citation_texts.references(style)

    @cached_property
    def has_notes(self) -> bool:
        """True if the style of the project writes citations as footnotes."""
        if self.settings.style == DEFAULT_STYLE:
            return False
        from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES  # not for the default style

        if self.settings.style in BUILTIN_STYLES:
            return False
        csl = self.references.style(self.settings.style).csl
        return csl is not None and csl.notes

    @property
    def has_csl_styles(self) -> bool:
        """True if the project, a list or a page has a CSL style; known when all documents have been read."""
        if self._has_csl_styles is None:
            self._has_csl_styles = bool(self.styles_digest())
        return self._has_csl_styles

    def styles_digest(self) -> list[tuple[str, str, str]]:
        """Return the name, digest and engine of each CSL style, which references depend on besides papers."""
        queries = (query for answers in self.tables.answers.values() for query, _ in answers)
        lists = {getattr(query, "style", "") for query in queries}
        styles = {self.settings.style, *self.settings.page_styles, *filter(None, lists)}
        return [] if styles == {DEFAULT_STYLE} else self.references.digest()

    def _papers_in_style(self, style: str) -> Iterator[Publication]:
        """Yield the papers whose references in a style are needed, for sets those of their members."""
        for paper in self._shown_in_style(style):
            yield from self.library.members(paper) or (paper,)

    def _shown_in_style(self, style: str) -> Iterator[Publication]:
        """Yield the papers that are shown in a style.

        These are the papers of lists in the style; for the project's style the cited papers as well, and the
        papers of people and so on if their pages show references; for the styles of generated pages the
        papers with a page.
        """
        from sphinxext_pubs.project.references import styles_in_conf  # imported with its caller

        for docname in sorted(self.tables.answers):
            for request in self.tables.lists_of(docname):
                shows = "reference" in (*request.show, *request.columns)
                if (request.style or (self.settings.style if shows else "")) == style:
                    yield from self.answer(request, docname).publications
        keys: list[str] = []
        if style == self.settings.style:
            keys += self.citations.cited_keys("project", "")
            yield from self._papers_on_pages()
        if style in styles_in_conf(self.settings):
            keys += self.pages.papers
        yield from filter(None, map(self.library.get, keys))

    def _papers_on_pages(self) -> Iterator[Publication]:
        """Yield the papers on pages of people and so on if their lists show references."""
        from sphinxext_pubs.project.requests import generated_request  # only for CSL styles

        parts = self.entries.entry_options(generated_request(self.settings), folds=True).parts
        terms = [term for terms in self.pages.terms.values() for term in terms.values()]
        if terms and "reference" in parts:
            positions = sorted({position for term in terms for position in term.positions})
            yield from map(self.loaded.index.publications.__getitem__, positions)

    @property
    def pagination(self) -> Pagination:
        """The pages of split lists, known when all documents have been read."""
        if self._pagination is None:
            from sphinxext_pubs.project.pagination import plan_pages  # on first use

            self._pagination = plan_pages(self.tables.paged, self.site)
        return self._pagination

    @property
    def pages(self) -> GeneratedPages:
        """The pages of papers, people and so on."""
        if self._pages is None:
            from sphinxext_pubs.project.generated_pages import plan_generated_pages  # on first use

            self._pages = plan_generated_pages(
                self.settings,
                lambda: self.loaded,
                self.site,
                own_pages=self.own_pages,
                report=self.report,
                registry=self.registry,
            )
        return self._pages

    def own_pages(self) -> set[str]:
        """Return the pages that are not generated."""
        from sphinxext_pubs.project.generated_pages import own_pages  # only for generated pages

        return own_pages(self.site, self.pagination)

    @property
    def entries(self) -> EntryWriter:
        """The writer of entries."""
        if self._entries is None:
            from sphinxext_pubs.project.entry_writer import EntryWriter  # on first use

            self._entries = EntryWriter(self)
        return self._entries

    # Documents

    def record_query(self, docname: str, query: Query) -> None:
        """Record a query of a document with a digest of its current answer."""
        self.tables.record_answer(docname, query, query.digest(self, docname))

    def record_answer(self, docname: str, query: Query) -> str:
        """Record and return the answer to a query, for a document that is read again that before it began."""
        answer = self._answers.get((query, docname)) if self.phase is Phase.REREADING else None
        if answer is None:
            answer = query.digest(self, docname)
        self.tables.record_answer(docname, query, answer)
        return answer

    def queries(self, stage: Stage) -> Iterator[tuple[str, Query, str]]:
        """Yield the recorded queries that are answered in a stage: document, query, digest."""
        for docname, answers in self.recorded.answers.items():
            for query, digest in cast("list[tuple[Query, str]]", answers):
                if query.stage is stage:
                    yield docname, query, digest

    def outdated(self, stage: Stage) -> list[str]:
        """Return the documents with a query of a stage that now has another answer, sorted.

        The queries of later stages than ``READING`` can only be compared when all documents have been read.
        """
        digests: dict[tuple[Query, str], str] = {}
        changed = set()
        for docname, query, digest in self.queries(stage):
            place = (query, docname if query.depends_on_document else "")
            if place not in digests:
                digests[place] = query.digest(self, docname)
            if digests[place] != digest:
                changed.add(docname)
        self._answers = digests
        return sorted(changed)

    def begin_reading(self) -> None:
        """Load the library for the documents that are read from now on."""
        self.phase = Phase.READING
        self.load()

    def settle(self) -> None:
        """Answer lists of cited papers, and compute again what depends on documents: all have been read."""
        is_unchanged = self.phase in (Phase.STARTED, Phase.UNCHANGED)
        self.phase = Phase.UNCHANGED if is_unchanged else Phase.SETTLED
        self._take_built()
        if self.built != self.record.built:  # the recorded answers are those of another builder
            self.load()
            self.record.built = self.built
        if self.is_loaded and self.recorded.lists:  # otherwise the recorded answers are still valid
            from sphinxext_pubs.project.list_records import answer_lists  # only for lists of cited papers

            answer_lists(self)
            self._take_built()

    def leave_out(self) -> None:
        """Leave out what is not built, if another extension has removed documents since it was."""
        if self.tables is self.recorded and self.recorded.conditions:
            self._take_built()

    def _take_built(self) -> None:
        """Compute again what depends on documents, without content that is not built."""
        self._pagination = None
        self.reset_documents()
        self.built = ((), ())
        omitted = self.site.omitted_documents(self.recorded)
        if omitted or self.recorded.conditions:
            from sphinxext_pubs.project.built_tables import built_content, built_tables  # if not all is built

            self.built = built_content(self.recorded, self.site.holds, omitted)
            self.tables = built_tables(self.recorded, self.built)

    def parent_of(self, page: str) -> str:
        """Return the parent document of a generated page in the navigation, or an empty string."""
        from sphinxext_pubs.project.generated_pages import kind_of  # only for generated pages

        kind = kind_of(page, self.settings, self.registry.page_kinds)
        parents = self.tables.parents
        return next(iter(self.site.order(docname for docname in parents if kind in parents[docname])), "")

    def start_rereading(self) -> None:
        """Keep the current citations while a document is removed and read again."""
        self.citations.compute_all()
        if self.has_csl_styles:
            self.citation_texts.write_all()
        self.phase = Phase.REREADING

    def end_rereading(self) -> None:
        """Use the citations of the documents again."""
        self.phase = Phase.SETTLED
        self._take_built()
