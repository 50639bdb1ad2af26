"""Entries as views, and as HTML by the templates of layouts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Protocol

from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Name, Origin, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Text
from sphinxext_pubs.notation import names
from sphinxext_pubs.project.settings import name_pattern
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.render.entry_options import EntryOptions, make_entry_options
from sphinxext_pubs.render.entry_view import entry_view
from sphinxext_pubs.render.entry_views import CitingView, EntryView, PlaceView
from sphinxext_pubs.render.html import ENTRIES, HtmlRenderer, TemplateError
from sphinxext_pubs.render.layouts import LAYOUTS
from sphinxext_pubs.render.safe_text import safe_text

if TYPE_CHECKING:
    from sphinxext_pubs.project.citation_graph import CitationGraph
    from sphinxext_pubs.project.generated_pages import GeneratedPages
    from sphinxext_pubs.project.loaded_library import LoadedLibrary
    from sphinxext_pubs.project.references import StyledReferences
    from sphinxext_pubs.project.requests import Request
    from sphinxext_pubs.project.settings import Settings
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.project.tables import CitingPlace

#: The most links from an entry to one page that cites it.
MAX_PLACES = 20


class EntrySources(Protocol):
    """What entries are made of."""

    settings: Settings
    site: Site
    translate: Callable[[str], str]
    report: Callable[[Problem], None]

    @property
    def loaded(self) -> LoadedLibrary:
        """The library."""

    @property
    def citations(self) -> CitationGraph:
        """Who cites what."""

    @property
    def pages(self) -> GeneratedPages:
        """The pages of papers, people and so on."""

    @property
    def references(self) -> StyledReferences:
        """The references in the styles of lists."""


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """An entry on a page: the paper's key, the page, the list's request, and its number (empty for none).

    ``occurrence`` counts the entries of the paper in an output file, from 1: only the first has an id.
    """

    key: str
    page: str
    request: Request
    number: str = ""
    occurrence: int = 1


class EntryWriter:
    """The writer of the entries of one build. Templates are compiled once."""

    def __init__(self, sources: EntrySources) -> None:
        self._sources = sources
        self._broken: set[str] = set()
        self._renderer: HtmlRenderer | None = None
        self._showings: dict[tuple[object, ...], EntryOptions] = {}

    @property
    def renderer(self) -> HtmlRenderer:
        """The templates."""
        if self._renderer is None:
            site = self._sources.site
            self._renderer = HtmlRenderer(site.templates, math=site.math, translate=self._sources.translate)
        return self._renderer

    def showing(self, request: Request, *, folds: bool) -> EntryOptions:
        """Return how the entries of a list are shown; ``folds`` is True if browsers fold details."""
        grouped = tuple(request.selection.group_by.split(", "))
        key = (request.layout, request.show, request.hide, request.columns, grouped, folds)
        if key not in self._showings:
            settings = self._sources.settings
            self._showings[key] = make_entry_options(
                LAYOUTS[request.layout],
                show=request.show,
                hide=request.hide,
                columns=request.columns,
                grouped=grouped,
                folds=folds,
                schemes=settings.url_schemes,
                highlight=self._highlight,
                venue=self._sources.loaded.venue_names.find_for_paper
                if "acronym" in {*request.show, *request.columns}
                else None,
                translate=self._sources.translate,
                language=self._sources.site.language,
            )
        return self._showings[key]

    @property
    def _highlight(self) -> Callable[[Name], bool] | None:
        """A function that is True for names to be set in bold, or None."""
        people, highlight = self._sources.loaded.people, self._sources.settings.highlight
        persons = frozenset[str]().union(*map(people.resolve, highlight))
        is_named = _highlighter(tuple(filter(people.is_name, highlight)))
        if not persons:
            return is_named
        identities = self._sources.loaded.persons.identities

        @lru_cache(maxsize=8192)
        def is_highlighted(name: Name) -> bool:
            person = identities.person_for(name)
            return (person is not None and person.id in persons) or bool(is_named and is_named(name))

        return is_highlighted

    def view(
        self, place: EntryPlace, files: Mapping[str, str], pictures: Mapping[str, str], *, folds: bool
    ) -> tuple[EntryView, EntryOptions] | None:
        """Return the view of an entry; None if the library has lost the paper since the page was read.

        ``files`` and ``pictures`` are the addresses of local files, by the targets of links.
        """
        sources, request = self._sources, place.request
        publication = sources.loaded.library.get(place.key)
        if publication is None:
            return None
        how = self.showing(request, folds=folds)
        if files or pictures:
            how = replace(how, files=files, pictures=pictures)
        style = request.style or sources.settings.style
        reference = self.reference(publication, style) if "reference" in how.parts else EMPTY
        view = entry_view(
            publication,
            how,
            number=place.number,
            occurrence=place.occurrence,
            reference=reference,
            cited_by=self.cited_by(place) if "cited-by" in how.parts else (),
            page=self._own_page(place),
        )
        return self._with_links(place.page, publication, view), how

    def _own_page(self, place: EntryPlace) -> str:
        """The address of the paper's own page from that of the entry; empty if they are the same."""
        own = self._sources.pages.papers.get(place.key, "")
        return self._sources.site.relative_uri(place.page, own) if own and own != place.page else ""

    def _with_links(self, page: str, publication: Publication, view: EntryView) -> EntryView:
        """The view with links from people and the venue to their pages, if they have any."""
        pages, site = self._sources.pages, self._sources.site
        if (view.acronym is not None or view.venue) and "venue" in pages.terms:
            view = self._with_venue(page, publication, view)
        if "author" not in pages.terms or not view.authors:
            return view
        authors = tuple(
            replace(author, href=site.relative_uri(page, own)) if own and own != page else author
            for author, own in zip(view.authors, pages.person_pages(publication), strict=False)
        )
        return replace(view, authors=authors)

    def _with_venue(self, page: str, publication: Publication, view: EntryView) -> EntryView:
        """The view with links from the acronym and the name of the venue to its page."""
        venue = self._sources.loaded.venue_names.find_for_paper(publication)
        term = self._sources.pages.terms["venue"].get(venue.identity)
        if term is None or term.page == page:
            return view
        href = self._sources.site.relative_uri(page, term.page)
        acronym = replace(view.acronym, href=href) if view.acronym is not None else None
        return replace(view, acronym=acronym, venue=safe_text(view.venue, ()), venue_href=href)

    def reference(self, publication: Publication, style: str) -> Text:
        """Return the reference of a paper in a style."""
        return self._sources.references.reference(self._sources.citations.cited(publication), style)

    def cited_by(self, place: EntryPlace) -> tuple[CitingView, ...]:
        """Return the pages that cite a paper, with links from that of the entry."""
        citing = self._sources.citations.places.get(place.key, {})
        return tuple(self._citing(place.page, docname, places) for docname, places in citing.items())

    def _citing(self, page: str, docname: str, places: Sequence[CitingPlace]) -> CitingView:
        site = self._sources.site
        anchors = [place.anchor for place in places if place.anchor][:MAX_PLACES] or [""]
        hrefs = [site.place_uri(page, docname, anchor) for anchor in anchors]
        more = tuple(PlaceView(str(number), href) for number, href in enumerate(hrefs[1:], 2) if href)
        return CitingView(site.title(docname), hrefs[0], more)

    # HTML

    def html(self, view: EntryView, how: EntryOptions) -> str:
        """Return an entry as HTML, by the template of its layout."""
        write = partial(self.renderer.entry, view, how.layout)
        return self.by_template(how.layout.template, write, view.key)

    def frame(self, request: Request) -> tuple[str, str]:
        """Return what is before and after the entries of a list in HTML."""
        how = self.showing(request, folds=True)
        if not how.layout.frame:
            return "", ""
        write = partial(self.renderer.frame, how.columns, how.layout)
        before, _, after = self.by_template(how.layout.frame, write, request.layout).partition(ENTRIES)
        return before, after

    def by_template(self, template: str, write: Callable[..., str], what: str) -> str:
        """Return what a template writes; if it fails, what the built-in one does, with a problem."""
        try:
            return write(builtin=template in self._broken)
        except TemplateError as error:
            self._broken.add(template)
            message = f"A template failed on “{what}”, which is shown with the built-in one: {error}"
            self._sources.report(Problem(Code.TEMPLATE, message, Origin("")))
            return write(builtin=True)


def _highlighter(wanted: tuple[str, ...]) -> Callable[[Name], bool] | None:
    """Return a function that is True for names that match as with ``:author:``; None without any."""
    matching = BY_NAME["author"].matching
    if not wanted or matching is None:
        return None
    patterns = [name_pattern(value) for value in wanted]

    @lru_cache(maxsize=8192)
    def is_named(name: Name) -> bool:
        finds = matching.finder([names.spellings(name)])
        return any(map(finds, patterns))

    return is_named
