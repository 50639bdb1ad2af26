"""Which pages there are, what each is called, and who has one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Origin, Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.project.page_kinds import KINDS, Kind
from sphinxext_pubs.query.criteria import Selection
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.query.selection import select
from sphinxext_pubs.render.entry_view import slug

if TYPE_CHECKING:
    from sphinxext_pubs.entities.venues import Venues
    from sphinxext_pubs.project.loaded_library import LoadedLibrary
    from sphinxext_pubs.project.pagination import Pagination
    from sphinxext_pubs.project.settings import Settings
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.query.entities import EntityIndex
    from sphinxext_pubs.query.index import Index


@dataclass(frozen=True, slots=True)
class Term:
    """A person, a venue … with a page: identity, label, page, and the positions of the papers."""

    identity: str
    label: str
    page: str
    positions: tuple[int, ...]


@dataclass(slots=True)
class GeneratedPages:
    """The generated pages of a build: key → page, and facet → identity → term; may be empty."""

    papers: dict[str, str] = field(default_factory=dict)
    terms: dict[str, dict[str, Term]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    directories: dict[str, str] = field(default_factory=dict)
    entity_index: EntityIndex | None = None
    folders: bool = False  # whether pages are folders with an index, as in dirhtml

    def __bool__(self) -> bool:
        return bool(self.papers or self.terms)

    def names(self) -> Iterator[str]:
        """Every page with content."""
        yield from self.papers.values()
        for terms in self.terms.values():
            yield from (term.page for term in terms.values())
        yield from self.directories.values()

    def pdf_of(self, key: str) -> str:
        """Where the local PDF of a paper with a page is, from the root of the site; empty without a page.

        Google Scholar takes PDFs only from the folder of the page.
        """
        page = self.papers.get(key, "")
        inside = f"/{page.rpartition('/')[2]}" if self.folders else ""
        return f"{page}{inside}.pdf" if page else ""

    def has_terms(self, folder: str) -> bool:
        """Whether pages of people, venues and so on are in a folder."""
        firsts = (next(iter(terms.values()), None) for terms in self.terms.values())
        return any(term is not None and term.page.rpartition("/")[0] == folder for term in firsts)

    def person_pages(self, paper: Publication, role: str = "") -> list[str]:
        """The pages of a paper's authors, else (or by ``role``) editors; empty for those who have none."""
        if self.entity_index is None:
            return []
        terms, role = self.terms.get("author", {}), role or ("author" if paper.author else "editor")
        found = (terms.get(each.id) for each in self.entity_index.identities.authors_of(paper, role))
        return [term.page if term is not None else "" for term in found]

    def of_paper(self, paper: Publication, venues: Venues) -> tuple[str, ...]:
        """Return the pages that an entry links to: those of the paper, its people and its venue."""
        venue = self.terms.get("venue", {}).get(venues.find_for_paper(paper).identity)
        own = self.papers.get(paper.key, ""), venue.page if venue is not None else ""
        editors = self.person_pages(paper, "editor") if paper.author and paper.editor else ()
        return (*own, *self.person_pages(paper), *editors)

    def page_of(self, facet: str, label: str) -> str:
        """The page of a term; empty where it has none."""
        terms = self.terms.get(facet)
        term = terms.get(self.entity_index.identity(facet, label)) if terms and self.entity_index else None
        return term.page if term is not None else ""


def folder_of(kind: Kind, folders: Mapping[str, str]) -> str:
    """The folder of a kind of pages, from the root of the site."""
    return folders.get(kind.name, kind.folder).strip("/")


def kind_of(page: str, settings: Settings) -> str:
    """The kind of a generated page, by its folder; empty for none."""
    folder, folders = page.rpartition("/")[0], dict(settings.page_folders)
    return next((kind.name for kind in KINDS.values() if folder_of(kind, folders) == folder), "")


def plan_generated_pages(
    settings: Settings,
    loaded: Callable[[], LoadedLibrary],
    site: Site,
    own_pages: Callable[[], set[str]],
    report: Callable[[Problem], None],
) -> GeneratedPages:
    """Return the generated pages of a build; none for builders that write no page for each document.

    ``own_pages`` returns the pages that are not generated. Addresses that two pages would have are given
    to ``report``. Neither the library nor the pages are asked for if the project wants no pages.
    """
    if not settings.pages or not site.is_split:
        return GeneratedPages()
    return _Planner(settings, loaded(), site, own_pages(), report).plan()


class _Planner:
    """The making of the addresses of one build."""

    def __init__(
        self,
        settings: Settings,
        loaded: LoadedLibrary,
        site: Site,
        own_pages: set[str],
        report: Callable[[Problem], None],
    ) -> None:
        self.settings, self.loaded, self.report = settings, loaded, report
        self.taken = _Taken(own_pages, has_folders=site.has_folders)
        self.positions = chosen(settings, loaded.index)
        self.pages = GeneratedPages(
            entity_index=loaded.entity_index if set(settings.pages) != {"paper"} else None,
            folders=site.has_folders,
        )

    def plan(self) -> GeneratedPages:
        """Return all pages, those of papers first."""
        pages, folders = self.pages, dict(self.settings.page_folders)
        for kind in (KINDS[name] for name in KINDS if name in self.settings.pages):
            folder = folder_of(kind, folders)
            directory = _free(f"{folder}/all", self.taken)
            self.taken.add(directory)
            if kind.name == "paper":
                self._add_papers(folder)
            elif pages.entity_index is not None:
                pages.terms[kind.name] = self._terms(kind.name, pages.entity_index, folder)
            if pages.papers if kind.name == "paper" else pages.terms.get(kind.name):
                pages.directories[kind.name] = directory
        return pages

    def _add_papers(self, folder: str) -> None:
        pages, taken = self.pages, self.taken
        papers = [self.loaded.index.publications[position] for position in self.positions]
        for paper in papers:
            page = f"{folder}/{page_name(paper.key)}"
            if page in taken:
                self._report_collision(page, f"“{paper.key}”")
                page = f"{page}-{_digits(paper.key)}"
            taken.add(page)
            pages.papers[paper.key] = page
        for paper in papers:
            for alias in paper.ids:
                page = f"{folder}/{page_name(alias)}"
                if page not in taken:
                    taken.add(page)
                    pages.aliases[page] = pages.papers[paper.key]

    def _terms(self, facet_name: str, entity_index: EntityIndex, folder: str) -> dict[str, Term]:
        """Return the terms of a facet in their order, each with the first spelling as its label."""
        named = entity_index.entities_of(facet_name)
        labels: dict[str, str] = {}
        positions: dict[str, list[int]] = {}
        for position in self.positions:
            for identity, label in named[position].items():
                labels.setdefault(identity, label)
                positions.setdefault(identity, []).append(position)
        pages, order = dict[str, str](), ordered(facet_name, labels)

        def rank(identity: str) -> tuple[bool, bool]:
            return not entity_index.is_from_file(facet_name, identity), not entity_index.has_id(
                facet_name, identity
            )

        for identity in sorted(order, key=rank):  # an id of a file has its address, whoever has that name
            slugs = entity_index.slug_candidates(facet_name, identity, labels[identity])
            candidates = [f"{folder}/{slug}" for slug in slugs]
            page = next((page for page in candidates if page not in self.taken), candidates[0])
            if page in self.taken:
                remedy = _REMEDIES.get(facet_name, _REMEDY)
                self._report_collision(page, f"{facet_name} “{labels[identity]}”", remedy)
                page = f"{page}-{_digits(identity)}"
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


class _Taken:
    """The addresses that pages have, the project's own first: two of one file are one address.

    In ``dirhtml`` *papers* and *papers/index* are one file; for some systems *papers* and *Papers* are.
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
    """Return the pages that are not generated: documents, further pages of their lists, additional pages."""
    return {*site.documents(), *pagination.documents, *site.additional_pages()}


def pages_beside(settings: Settings, own: set[str]) -> list[str]:
    """Return the pages of the project's own in the folders of generated ones, which keep their addresses."""
    folders = dict(settings.page_folders)
    prefixes = tuple(f"{folder_of(kind, folders)}/".lower() for kind in KINDS.values())
    return sorted(page for page in own if f"{page}/".lower().startswith(prefixes))


def chosen(settings: Settings, index: Index) -> list[int]:
    """The positions of the papers that have pages, by ``pubs_page_filter``."""
    if not settings.page_filter:
        return list(range(len(index.publications)))
    return sorted(select(Selection(filter=settings.page_filter), index))


def _free(name: str, taken: _Taken) -> str:
    return name if name not in taken else f"{name}-pubs"


def page_name(key: str) -> str:
    """What the page of a paper is called: its key, with ``-`` for signs that addresses do not take.

    Keys that are not in ASCII are called as :func:`~sphinxext_pubs.render.entry_view.slug` says.
    """
    name = _NOT_IN_ADDRESSES.sub("-", key).strip("-._")
    if not key.isascii() or not name or len(name) > MAX_NAME:
        return slug(key)
    stem, dot, end = name.rpartition(".")
    return f"{stem}-{end}" if dot and end.lower() in _ENDINGS else name


def ordered(facet_name: str, labels: Mapping[str, str]) -> list[str]:
    """The identities of a facet in the order of its directory, by their labels."""
    return sorted(labels, key=_order(facet_name, labels), reverse=BY_NAME[facet_name].descending)


def _order(facet_name: str, labels: Mapping[str, str]) -> Callable[[str], tuple[object, ...]]:
    """What terms sort by: people by their family names, all else as it is written."""
    if facet_name == "author":
        return lambda identity: (fold(labels[identity]).rpartition(" ")[2], fold(labels[identity]), identity)
    return lambda identity: (
        labels[identity].zfill(6) if labels[identity].isdigit() else fold(labels[identity]),
        identity,
    )


def _digits(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


_NOT_IN_ADDRESSES = re.compile(r"[^A-Za-z0-9._]+")

#: The longest name of a page that is a key's, in characters.
MAX_NAME = 100

#: The ends of the files beside pages.
_ENDINGS = frozenset({"atom", "bib", "csv", "html", "json", "md", "pdf", "ris", "txt"})

#: What can be done about two pages of one address.
_REMEDY = "one of the two another name"
_REMEDIES = {
    "author": "one of the two an id in a people file",
    "venue": "one of the two an id in a venues file",
}
