"""The generated pages of papers, people, venues and so on, and their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Origin, Publication
from sphinxext_pubs.model.slugs import PAGE_SUFFIXES, file_name, page_name, short_digest
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.project.page_kinds import PAPER, Kind
from sphinxext_pubs.query.evaluation import select
from sphinxext_pubs.query.selection import Selection

if TYPE_CHECKING:
    from sphinxext_pubs.entities.authority import AuthorityName
    from sphinxext_pubs.entities.venues import Venues
    from sphinxext_pubs.project.loaded_library import LoadedLibrary
    from sphinxext_pubs.project.pagination import Pagination
    from sphinxext_pubs.project.registry import Registry
    from sphinxext_pubs.project.settings import Settings
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.query.entity_index import EntityIndex
    from sphinxext_pubs.query.index import Index


@dataclass(frozen=True, slots=True)
class Term:
    """A person, venue, year or keyword with a page: identity, label, page, and positions of the papers."""

    identity: str
    label: str
    page: str
    positions: tuple[int, ...]


@dataclass(slots=True)
class GeneratedPages:
    """The generated pages of a build, which may be none.

    ``papers`` maps keys to pages, ``terms`` facets to identities to terms, ``aliases`` the pages of former
    keys to those of papers, ``directories`` kinds of page to pages. ``folders`` is True if each page is a
    folder with an index, as in ``dirhtml``.
    """

    papers: dict[str, str] = field(default_factory=dict)
    terms: dict[str, dict[str, Term]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    directories: dict[str, str] = field(default_factory=dict)
    entity_index: EntityIndex | None = None
    folders: bool = False

    def __bool__(self) -> bool:
        return bool(self.papers or self.terms)

    def names(self) -> Iterator[str]:
        """Yield all pages except redirects from aliases."""
        yield from self.papers.values()
        for terms in self.terms.values():
            yield from (term.page for term in terms.values())
        yield from self.directories.values()

    def pdf_of(self, key: str) -> str:
        """Return the path of a paper's PDF copy, from the root of the site; empty if the paper has no page.

        The copy is next to the page, because Google Scholar only indexes PDFs there.
        """
        page = self.papers.get(key, "")
        name = f"/{page.rpartition('/')[2]}" if self.folders else ""
        return f"{page}{name}.pdf" if page else ""

    def by_authority(self, name: AuthorityName) -> Mapping[str, Term]:
        """Return the terms with pages of the first facet with an authority, by identity."""
        if self.entity_index is None:
            return {}
        facets = self.entity_index.index.facets.by_authority(name)
        return next((self.terms[facet.name] for facet in facets if facet.name in self.terms), {})

    def person_pages(self, paper: Publication, role: str = "") -> list[str]:
        """Return the pages of a paper's authors, or of its editors if it has no authors or by ``role``.

        An item is empty if the person has no page.
        """
        if self.entity_index is None:
            return []
        terms, role = self.by_authority("people"), role or ("author" if paper.author else "editor")
        people = self.entity_index.identities.authors_of(paper, role)
        person_terms = (terms.get(person.id) for person in people)
        return [term.page if term is not None else "" for term in person_terms]

    def linked_pages(self, paper: Publication, venues: Venues) -> tuple[str, ...]:
        """Return the pages that an entry links to: those of the paper, its venue and its people."""
        venue = self.by_authority("venues").get(venues.find_for_paper(paper).identity)
        pages = self.papers.get(paper.key, ""), venue.page if venue is not None else ""
        editors = self.person_pages(paper, "editor") if paper.author and paper.editor else ()
        return (*pages, *self.person_pages(paper), *editors)

    def page_of(self, facet: str, label: str) -> str:
        """Return the page of a term, or an empty string if it has no page."""
        terms = self.terms.get(facet)
        term = terms.get(self.entity_index.identity(facet, label)) if terms and self.entity_index else None
        return term.page if term is not None else ""


def folder_of(kind: Kind, folders: Mapping[str, str]) -> str:
    """Return the folder of a kind of page, from the root of the site."""
    return folders.get(kind.name, kind.folder).strip("/")


def kind_of(page: str, settings: Settings, kinds: Table[Kind]) -> str:
    """Return the kind of a generated page by its folder, or an empty string."""
    folder, folders = page.rpartition("/")[0], dict(settings.page_folders)
    return next((kind.name for kind in kinds.rows if folder_of(kind, folders) == folder), "")


def plan_generated_pages(
    settings: Settings,
    loaded: Callable[[], LoadedLibrary],
    site: Site,
    *,
    own_pages: Callable[[], set[str]],
    report: Callable[[Problem], None],
    registry: Registry,
) -> GeneratedPages:
    """Return the generated pages of a build; none unless the builder writes one HTML file per document.

    ``own_pages`` returns the pages that are not generated. Addresses that two pages would share are
    reported. No name ends with the suffix of a file in a format. ``loaded`` and ``own_pages``
    are not called if the project has no generated pages.
    """
    if not settings.pages or not site.is_split:
        return GeneratedPages()
    suffixes = {row.written_suffix.rpartition(".")[2] for row in registry.formats.rows if row.is_written}
    planner = _Planner(settings, loaded(), site, own_pages(), report, PAGE_SUFFIXES | suffixes)
    return planner.plan(registry.page_kinds)


class _Planner:
    """Assigns the names of the generated pages of one build."""

    def __init__(
        self,
        settings: Settings,
        loaded: LoadedLibrary,
        site: Site,
        own_pages: set[str],
        report: Callable[[Problem], None],
        file_suffixes: frozenset[str],
    ) -> None:
        self.settings, self.loaded, self.report = settings, loaded, report
        self.file_suffixes = file_suffixes
        self.taken = _TakenAddresses(own_pages, has_folders=site.has_folders)
        self.positions = selected_positions(settings, loaded.index)
        self.pages = GeneratedPages(
            entity_index=loaded.entity_index if set(settings.pages) != {PAPER.name} else None,
            folders=site.has_folders,
        )

    def plan(self, kinds: Table[Kind]) -> GeneratedPages:
        """Return all pages; pages of papers get their names first."""
        pages, folders = self.pages, dict(self.settings.page_folders)
        for kind in (kind for kind in kinds.rows if kind.name in self.settings.pages):
            folder = folder_of(kind, folders)
            directory = _unused_page(f"{folder}/all", self.taken)
            self.taken.add(directory)
            if kind is PAPER:
                self._plan_papers(folder)
            elif pages.entity_index is not None:
                pages.terms[kind.name] = self._plan_terms(kind.name, pages.entity_index, folder)
            if pages.papers if kind is PAPER else pages.terms.get(kind.name):
                pages.directories[kind.name] = directory
        return pages

    def _plan_papers(self, folder: str) -> None:
        pages, taken = self.pages, self.taken
        papers = [self.loaded.index.publications[position] for position in self.positions]
        for paper in papers:
            page = f"{folder}/{page_name(paper.key, self.file_suffixes)}"
            if page in taken:
                self._report_collision(page, f"“{paper.key}”")
                page = f"{page}-{short_digest(paper.key)}"
            taken.add(page)
            pages.papers[paper.key] = page
        for paper in papers:
            for alias in paper.ids:
                page = f"{folder}/{page_name(alias, self.file_suffixes)}"
                if page not in taken:
                    taken.add(page)
                    pages.aliases[page] = pages.papers[paper.key]

    def _plan_terms(self, facet_name: str, entity_index: EntityIndex, folder: str) -> dict[str, Term]:
        """Return the terms of a facet in sorted order, each with the first spelling as its label."""
        entities = entity_index.entities_of(facet_name)
        labels: dict[str, str] = {}
        positions: dict[str, list[int]] = {}
        for position in self.positions:
            for identity, label in entities[position].items():
                labels.setdefault(identity, label)
                positions.setdefault(identity, []).append(position)
        pages, order = dict[str, str](), entity_index.sorted_terms(facet_name, labels)
        authority = entity_index.authority_of(facet_name)

        def rank(identity: str) -> tuple[bool, bool]:
            return not authority.is_from_file(identity), not authority.has_id(identity)

        for identity in sorted(order, key=rank):  # ids in people and venues files take precedence over names
            slugs = entity_index.slug_candidates(facet_name, identity, labels[identity])
            candidates = [f"{folder}/{file_name(slug)}" for slug in slugs]
            page = next((page for page in candidates if page not in self.taken), candidates[0])
            if page in self.taken:
                remedy = f"one of the two an id in a {authority.file} file" if authority.file else _REMEDY
                self._report_collision(page, f"{facet_name} “{labels[identity]}”", remedy)
                page = f"{page}-{short_digest(identity)}"
            self.taken.add(page)
            pages[identity] = page
        return {
            identity: Term(identity, labels[identity], pages[identity], tuple(positions[identity]))
            for identity in order
        }

    def _report_collision(self, page: str, what: str, remedy: str | None = None) -> None:
        sentence = f"The address “{page}” for {what} is already taken; a suffix is added"
        suggestion = Suggestion(
            remedy=f"Set another folder in pubs_page_folders, or give {remedy or _REMEDY}"
        )
        self.report(Problem(Code.ADDRESS, sentence, Origin("conf.py"), suggestion=suggestion))


class _TakenAddresses:
    """The addresses that are taken. Pages that would be written to the same file have the same address.

    In ``dirhtml`` *papers* and *papers/index* are one file. Case-insensitive file systems do not distinguish
    *papers* and *Papers*.
    """

    def __init__(self, own_pages: set[str], *, has_folders: bool) -> None:
        self._folders = has_folders
        self._pages = set(map(self._address, own_pages))

    def __contains__(self, page: str) -> bool:
        return self._address(page) in self._pages

    def add(self, page: str) -> None:
        """Reserve the address of a page."""
        self._pages.add(self._address(page))

    def _address(self, page: str) -> str:
        return (page.removesuffix("/index") if self._folders else page).lower()


def own_pages(site: Site, pagination: Pagination) -> set[str]:
    """Return the pages that are not generated: documents, pages of their split lists, additional pages."""
    return {*site.documents(), *pagination.documents, *site.additional_pages()}


def own_pages_in_folders(settings: Settings, own_pages: set[str], kinds: Table[Kind]) -> list[str]:
    """Return the pages that are not generated but are in the folders of generated pages, sorted."""
    folders = dict(settings.page_folders)
    prefixes = tuple(f"{folder_of(kind, folders)}/".lower() for kind in kinds.rows)
    return sorted(page for page in own_pages if f"{page}/".lower().startswith(prefixes))


def selected_positions(settings: Settings, index: Index) -> list[int]:
    """Return the positions of the papers that match ``pubs_page_filter``."""
    if not settings.page_filter:
        return list(range(len(index.publications)))
    return sorted(select(Selection(filter=settings.page_filter), index))


def _unused_page(name: str, taken: _TakenAddresses) -> str:
    return name if name not in taken else f"{name}-pubs"


#: How to resolve a conflict between the addresses of two pages; a part of a message.
_REMEDY = "one of the two another name"
