"""Entries of lists: their views, and their HTML from the templates of layouts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Protocol

from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Name, Origin, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Text
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.matching import WORDS
from sphinxext_pubs.project.settings import name_pattern
from sphinxext_pubs.render.entry_display import EntryOptions
from sphinxext_pubs.render.entry_options import make_entry_options
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.entry_views import CitingView, PlaceView
from sphinxext_pubs.render.html import ENTRIES, HtmlRenderer, TemplateError
from sphinxext_pubs.render.layouts import ELSEWHERE
from sphinxext_pubs.render.references import full_reference

if TYPE_CHECKING:
    from sphinxext_pubs.project.citation_graph import CitationGraph
    from sphinxext_pubs.project.generated_pages import GeneratedPages
    from sphinxext_pubs.project.loaded_library import LoadedLibrary
    from sphinxext_pubs.project.references import StyledReferences
    from sphinxext_pubs.project.registry import Registry
    from sphinxext_pubs.project.requests import Request
    from sphinxext_pubs.project.settings import Settings
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.project.tables import CitingPlace

#: The maximum number of links from an entry to a page that cites it.
MAX_PLACES = 20

#: The en dash of page ranges as HTML: as a character it alone would double the memory of a page.
_EN_DASH = "&#8211;"

#: The parts that link to the page of the venue.
_VENUE_PARTS = frozenset({"venue", "acronym"})


class EntryServices(Protocol):
    """The services that entries are made with."""

    settings: Settings
    site: Site
    registry: Registry
    translate: Callable[[str], str]
    report: Callable[[Problem], None]
    cites_labels: bool

    @property
    def loaded(self) -> LoadedLibrary:
        """The library."""

    @property
    def citations(self) -> CitationGraph:
        """The citations of the project."""

    @property
    def pages(self) -> GeneratedPages:
        """The pages of papers, people and so on."""

    @property
    def references(self) -> StyledReferences:
        """The references in the styles of the project and its lists."""


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """An entry on a page: the paper's key, the page, the list's request, and its number (empty for none).

    ``occurrence`` numbers the entries of the paper in an output file from 1: only the first has an id.
    """

    key: str
    page: str
    request: Request
    number: str = ""
    occurrence: int = 1


class EntryWriter:
    """The writer of the entries of one build. Templates are compiled once."""

    def __init__(self, services: EntryServices) -> None:
        self._services = services
        self._broken: set[str] = set()
        self._renderer: HtmlRenderer | None = None
        self._entry_options: dict[tuple[object, ...], EntryOptions] = {}

    @property
    def renderer(self) -> HtmlRenderer:
        """The templates."""
        if self._renderer is None:
            site, registry = self._services.site, self._services.registry
            self._renderer = HtmlRenderer(
                site.templates,
                math=site.math,
                translate=self._services.translate,
                layouts=registry.layouts,
                parts=registry.parts,
            )
        return self._renderer

    def entry_options(self, request: Request, *, folds: bool) -> EntryOptions:
        """Return the options of a list's entries; ``folds`` is True if the output has collapsible details."""
        grouped = tuple(request.selection.group_by.split(", "))
        key = (request.layout, request.show, request.hide, request.columns, grouped, folds)
        if key not in self._entry_options:
            settings, registry = self._services.settings, self._services.registry
            self._entry_options[key] = make_entry_options(
                registry.layouts[request.layout],
                show=request.show,
                hide=request.hide,
                columns=request.columns,
                grouped=grouped,
                folds=folds,
                schemes=settings.url_schemes,
                bibtex=settings.bibtex,
                highlight=self._is_highlighted,
                venue=self._services.loaded.venue_names.find_for_paper
                if "acronym" in {*request.show, *request.columns}
                else None,
                translate=self._services.translate,
                language=self._services.site.language,
                parts=registry.parts,
            )
        return self._entry_options[key]

    @property
    def _is_highlighted(self) -> Callable[[Name], bool] | None:
        """A function that is True for names to show in bold, or None."""
        people, highlight = self._services.loaded.people, self._services.settings.highlight
        persons = frozenset[str]().union(*map(people.resolve, highlight))
        is_named = _name_matcher(tuple(filter(people.is_name, highlight)))
        if not persons:
            return is_named
        identities = self._services.loaded.persons.identities

        @lru_cache(maxsize=8192)
        def is_highlighted(name: Name) -> bool:
            person = identities.person_for(name)
            return (person is not None and person.id in persons) or bool(is_named and is_named(name))

        return is_highlighted

    def view(
        self, place: EntryPlace, files: Mapping[str, str], pictures: Mapping[str, str], *, folds: bool
    ) -> tuple[EntryView, EntryOptions] | None:
        """Return the view of an entry, or None if the paper was removed after its page was read.

        ``files`` and ``pictures`` are the addresses of local files, by the targets of links.
        """
        services, request = self._services, place.request
        publication = services.loaded.library.get(place.key)
        if publication is None:
            return None
        options = self.entry_options(request, folds=folds)
        if files or pictures:
            options = replace(options, files=files, pictures=pictures)
        first, others = self._members(publication)
        view = EntryView(
            first,
            options,
            number=place.number,
            occurrence=place.occurrence,
            scope=request.scope,
            reference=self._reference(publication, place) if "reference" in options.parts else EMPTY,
            members=others,
            exported=services.loaded.library.members(publication),
            cited_by=self.cited_by(place) if "cited-by" in options.parts else (),
            page=self._paper_href(place),
            people_hrefs=self._people_hrefs(place.page, publication) if "authors" in options.parts else (),
            venue_href="" if options.parts.isdisjoint(_VENUE_PARTS) else self._venue_href(place, publication),
        )
        return view, options

    def _paper_href(self, place: EntryPlace) -> str:
        """Return the address of the paper's page relative to the entry's; empty if it is the same page."""
        page = self._services.pages.papers.get(place.key, "")
        return self._services.site.relative_uri(place.page, page) if page and page != place.page else ""

    def _people_hrefs(self, page: str, publication: Publication) -> list[str]:
        """Return the addresses of the pages of a paper's authors; empty for people without another page."""
        pages, site = self._services.pages, self._services.site
        if not pages.by_authority("people"):
            return []
        return [
            site.relative_uri(page, target) if target and target != page else ""
            for target in pages.person_pages(publication)
        ]

    def _venue_href(self, place: EntryPlace, publication: Publication) -> str:
        """Return the address of the page of a paper's venue; empty if it has no other page."""
        services = self._services
        venues = services.pages.by_authority("venues")
        if not venues:
            return ""
        term = venues.get(services.loaded.venue_names.find_for_paper(publication).identity)
        if term is None or term.page == place.page:
            return ""
        return services.site.relative_uri(place.page, term.page)

    def _reference(self, publication: Publication, place: EntryPlace) -> Text:
        """Return the reference of a paper in the style of its list; one that labels cite has no letter."""
        style = place.request.style or self._services.settings.style
        cited = self._services.citations.cited(publication)
        by_year = not (place.number and self._services.cites_labels)
        if "note" in place.request.hide and style in BUILTIN_STYLES:
            cited = replace(cited, paper=replace(publication, note=EMPTY))
        return self._services.references.reference(cited, style, by_year=by_year)

    def _members(self, publication: Publication) -> tuple[Publication, tuple[Text, ...]]:
        """Return the paper to show, for a set its first member, and the references of the other members."""
        members = self._services.loaded.library.members(publication)
        if not members:
            return publication, ()
        first, *others = members
        if publication.title != first.title:  # a set with a title of its own
            first, others = publication, list(members)
        citations = self._services.citations
        references = tuple(full_reference(citations.cited(member)) for member in others)
        return replace(first, key=publication.key, ids=publication.ids), references

    def cited_by(self, place: EntryPlace) -> tuple[CitingView, ...]:
        """Return the documents that cite a paper, with links from the page of the entry."""
        citing = self._services.citations.places.get(place.key, {})
        is_negated = place.request.selection.cited.startswith("!")
        if (scope := place.request.scope) and not is_negated:  # of what a section or an object cites
            inside = (
                (docname, [row for row in rows if scope in row.scopes]) for docname, rows in citing.items()
            )
            citing = {docname: rows for docname, rows in inside if rows}
        return tuple(self._citing_view(place.page, docname, places) for docname, places in citing.items())

    def _citing_view(self, page: str, docname: str, places: Sequence[CitingPlace]) -> CitingView:
        site = self._services.site
        anchors = [place.anchor for place in places if place.anchor][:MAX_PLACES] or [""]
        # In Texinfo all places of a document have its address.
        hrefs = list(dict.fromkeys(site.place_uri(page, docname, anchor) for anchor in anchors))
        more = tuple(PlaceView(str(number), href) for number, href in enumerate(hrefs[1:], 2) if href)
        return CitingView(site.title(docname), hrefs[0], more)

    # HTML

    def html(self, view: EntryView, options: EntryOptions) -> str:
        """Return an entry as HTML, from the template of its layout."""
        write = partial(self.renderer.entry, view, options.layout)
        html = self.render_template(options.layout.entry_template, write, view.key)
        return html.replace("–", _EN_DASH)

    def remote_html(self, publication: Publication, href: str) -> str:
        """Return the HTML of a paper on another page, as the script shows it in a split list."""
        options = self._remote_options
        view = EntryView(publication, options, occurrence=0, page=href)
        return self.html(view, options).rstrip()

    @cached_property
    def _remote_options(self) -> EntryOptions:
        services = self._services
        return make_entry_options(
            ELSEWHERE,
            schemes=services.settings.url_schemes,
            bibtex=services.settings.bibtex,
            highlight=self._is_highlighted,
            translate=services.translate,
            language=services.site.language,
            parts=services.registry.parts,
        )

    def frame(self, request: Request) -> tuple[str, str]:
        """Return the HTML before and after the entries of a list."""
        options = self.entry_options(request, folds=True)
        if not options.layout.frame_template:
            return "", ""
        write = partial(self.renderer.frame, options.columns, options.layout)
        before, _, after = self.render_template(
            options.layout.frame_template, write, request.layout
        ).partition(ENTRIES)
        return before, after

    def render_template(self, template: str, write: Callable[..., str], what: str) -> str:
        """Return the output of a template; if it fails, report a problem and use the built-in template."""
        try:
            return write(builtin=template in self._broken)
        except TemplateError as error:
            self._broken.add(template)
            message = f"A template failed on “{what}”, which is shown with the built-in one: {error}"
            self._services.report(Problem(Code.TEMPLATE, message, Origin("")))
            return write(builtin=True)


def _name_matcher(values: tuple[str, ...]) -> Callable[[Name], bool] | None:
    """Return a function that is True for names that match as with ``:author:``, or None without values."""
    if not values:
        return None
    patterns = [name_pattern(value) for value in values]

    @lru_cache(maxsize=8192)
    def is_named(name: Name) -> bool:
        finds = WORDS.finder([names.spellings(name)])
        return any(map(finds, patterns))

    return is_named
