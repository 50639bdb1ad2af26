"""What stands on generated pages, drawn from the library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from markupsafe import Markup
from sphinx.util.osutil import relative_uri

from sphinxext_pubs.citations.disambiguation import NO_DISAMBIGUATION
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.extension.entries import file_addresses
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.annotations import is_valid_orcid
from sphinxext_pubs.notation.names import full_name
from sphinxext_pubs.project.entry_writer import EntryPlace
from sphinxext_pubs.project.page_kinds import KINDS
from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.query import listing
from sphinxext_pubs.query.criteria import Selection
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.query.listing import SortKey
from sphinxext_pubs.render import meta_tags
from sphinxext_pubs.render.atom import MAX_ENTRIES, Feed, feed_xml
from sphinxext_pubs.render.citation_forms import informal_reference, label, reference_sentences
from sphinxext_pubs.render.entry_view import entry_id
from sphinxext_pubs.render.exports import EXPORTS, paper_exports, public_copy
from sphinxext_pubs.render.page_views import (
    Count,
    DirectoryPage,
    ExportView,
    Linked,
    PaperPage,
    ReferenceView,
    RelatedView,
    paper_facts,
)
from sphinxext_pubs.render.safe_text import safe_text

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.project.generated_pages import GeneratedPages
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.query.entities import EntityIndex
    from sphinxext_pubs.query.index import Index

#: The parts of a paper that its own page shows.
_PARTS = ("keywords", "cited-by", "award", "status", "note", "details", "editors")


@dataclass(frozen=True, slots=True)
class Content:
    """A page as it is written: title, head, body, words for the search, and files beside it by suffix."""

    title: str
    head: Markup
    body: str
    words: str
    files: tuple[tuple[str, str], ...] = ()


class PageContents:
    """The content of generated pages, of feeds and of metadata, for one build."""

    def __init__(self, project: Project, builder: StandaloneHTMLBuilder) -> None:
        self.project, self.builder = project, builder
        self.settings = project.settings
        self.schemes = frozenset(self.settings.url_schemes)

    @cached_property
    def generated(self) -> GeneratedPages:
        """Which pages there are."""
        return self.project.pages

    @cached_property
    def index(self) -> Index:
        """The papers by facet."""
        return self.project.loaded.index

    @cached_property
    def entity_index(self) -> EntityIndex:
        """Who is who, and what is what: worked out only where pages need it."""
        return self.project.loaded.entity_index

    # Addresses

    def href(self, page: str, other: str) -> str:
        """The address of a page from another."""
        return self.builder.get_relative_uri(page, other) if other else ""

    def file_href(self, page: str, name: str) -> str:
        """The address of a file, named from the root of the site, from a page."""
        return relative_uri(self.builder.get_target_uri(page), quote(name))

    def absolute(self, page: str) -> str:
        """The absolute address of a page; empty where the project does not say where it is."""
        base = self.builder.config.html_baseurl
        return f"{base.rstrip('/')}/{self.builder.get_target_uri(page)}" if base else ""

    def _files(self, place: EntryPlace) -> dict[str, str]:
        """The addresses of a paper's local files from a page."""
        folder = relative_uri(self.builder.get_target_uri(place.page), "_downloads")
        return file_addresses(self.project, self.builder, place, place.page, folder)

    # Papers

    @cached_property
    def _request(self) -> Request:
        return Request(Selection(), "anthology", show=_PARTS, hide=("bibtex", "bib"))

    def paper(self, paper: Publication, page: str) -> Content:
        """A paper's own page."""
        place = EntryPlace(paper.key, page, self._request)
        viewed = self.project.entries.view(place, self._files(place), {}, folds=True)
        assert viewed is not None
        entry, how = viewed
        clean = public_copy(paper, self.schemes)
        exports = tuple(self._exports(clean, page))
        venue = self.project.loaded.venue_names.find_for_paper(paper)
        view = PaperPage(
            safe_text(paper.title, ()) or text_of(gettext("Untitled")),
            tuple(paper_facts(paper, how, _Addresses(self, page, paper, venue.identity), venue.short)),
            tuple(self._references(paper)),
            exports,
            tuple(self._related(paper, page)),
            tuple(self._relations(paper, page)),
            self.fix(paper),
        )
        body = self._written("pubs/page-paper.html", paper.key, entry=entry, page=view)
        title = " ".join(plain_text(view.title).split())
        people = [author.name for author in entry.authors]
        texts = [title, *people, str(paper.abstract), str(paper.container_title), *paper.keyword]
        words = " ".join([*texts, paper.key, paper.doi])
        written = tuple((EXPORTS[export.name].suffix, export.text) for export in exports)
        pdf = next((button.href for button in entry.buttons if button.rel == "pdf"), "")
        return Content(title, self._paper_head(clean, page, pdf), body, words, written)

    def _exports(self, clean: Publication, page: str) -> Iterator[ExportView]:
        beside = self.file_href(page, page)
        for name, text in paper_exports(clean):
            row = EXPORTS[name]
            yield ExportView(name, gettext(row.label), f"{beside}{row.suffix}", text)

    def _references(self, paper: Publication) -> Iterator[ReferenceView]:
        """How to cite a paper: in full, in short as the Anthology does, and in the project's CSL styles."""
        cited = self.project.citations.cited(paper)
        yield ReferenceView(safe_text(reference_sentences(cited, details=True), self.schemes))
        venue = self.project.loaded.venue_names.find_for_paper(paper)
        short = informal_reference(cited, venue.event or venue.acronym)
        yield ReferenceView(safe_text(short, ()), gettext("Informal"))
        for style in dict.fromkeys((self.settings.style, *self.settings.page_styles)):
            if style not in BUILTIN_STYLES:
                text = self.project.references.reference(cited, style)
                yield ReferenceView(safe_text(text, self.schemes), style.removesuffix(".csl"))

    def _related(self, paper: Publication, page: str) -> Iterator[Linked]:
        """Other entries of the same work: those with the same folded title and first author."""
        for other in self.project.loaded.works.entries_of(paper):
            if other.key != paper.key and other.key in self.generated.papers:
                cited = self.project.citations.cited(other)
                yield Linked(
                    safe_text(reference_sentences(cited), ()),
                    self.href(page, self.generated.papers[other.key]),
                )

    def _relations(self, paper: Publication, page: str) -> Iterator[RelatedView]:
        """Other works that the data names (BibLaTeX's ``related``), here or in their own entries."""
        for other, words in self._relatives.get(paper.key, {}).items():
            found = self.project.library.get(other)
            if found is not None:
                text = safe_text(reference_sentences(self.project.citations.cited(found)), ())
                yield RelatedView(text, self.href(page, self.generated.papers.get(other, "")), words)

    @cached_property
    def _relatives(self) -> dict[str, dict[str, str]]:
        """Key → the keys of related works, with the words of the relation; both ways."""
        found: dict[str, dict[str, str]] = {}
        for paper in self.index.publications:
            own = dict(paper.custom) if paper.custom else {}
            for name in map(str.strip, str(own.get("related", "")).split(",")):
                other = self.project.library.get(name) if name else None
                if other is not None and other.key != paper.key:
                    words = " ".join(str(own.get("relatedstring", "")).split()).rstrip(":")
                    found.setdefault(paper.key, {})[other.key] = words
                    found.setdefault(other.key, {}).setdefault(paper.key, "")
        return found

    def related_of(self, paper: Publication) -> tuple[Any, ...]:
        """What the other versions of a paper and its related works are."""
        relatives = self._relatives.get(paper.key, {})
        mark, library = self.project.citations.mark, self.project.library
        named = [
            (words, getattr(library.get(key), "digest", ""), mark(key)) for key, words in relatives.items()
        ]
        versions = ((other.digest, mark(other.key)) for other in self.project.loaded.works.entries_of(paper))
        return (*named, *versions)

    def fix(self, paper: Publication) -> str:
        """Where the entry can be corrected, by ``pubs_edit_url``."""
        pattern = self.settings.edit_url
        if not pattern or not paper.origin.path:
            return ""
        address = pattern.replace("{path}", quote(paper.origin.path)).replace(
            "{line}", str(paper.origin.line)
        )
        return links.safe_url(address, self.schemes) or ""

    def _paper_head(self, clean: Publication, page: str, pdf: str) -> Markup:
        address = self.absolute(page)
        pdf = urljoin(address, pdf) if address and pdf else ""
        tags = [
            ("description", meta_tags.description(clean.abstract)),
            *meta_tags.highwire_tags(clean, address, pdf),
        ]
        site = self.builder.config.project
        return meta_tags.head_markup(
            tags,
            meta_tags.open_graph_properties(clean, address, site),
            meta_tags.article_json_ld(clean, address, pdf, self._known(clean)),
        )

    def known_people(self, paper: Publication) -> dict[Name, tuple[str, str]]:
        """The page and the ORCID iD of each author and editor, empty where they are not known."""
        found: dict[Name, tuple[str, str]] = {}
        if self.generated.entity_index is None:
            return found
        terms = self.generated.terms.get("author", {})
        for role, names in (("editor", paper.editor), ("author", paper.author)):
            for name, somebody in zip(
                names, self.entity_index.identities.authors_of(paper, role), strict=False
            ):
                page = terms[somebody.id].page if somebody.id in terms else ""
                orcid = somebody.orcid if is_valid_orcid(somebody.orcid) else ""
                found[name] = page, orcid
        return found

    def _known(self, paper: Publication) -> meta_tags.PersonLookup:
        people = {
            name: (self.absolute(page) if page else "", orcid)
            for name, (page, orcid) in self.known_people(paper).items()
        }
        return lambda name: people.get(name, ("", ""))

    # Feeds

    def feed(self, title: str, file: str, page: str, papers: Sequence[Publication]) -> str:
        """A feed of papers in this order; empty where the project does not say where it is."""
        base = self.builder.config.html_baseurl.rstrip("/")
        if not base:
            return ""
        config = self.builder.config
        author = config.project if config.author in _NOBODY else config.author
        about = Feed(title, f"{base}/{quote(file)}", self.absolute(page), author)
        return feed_xml(about, [(paper, self.address_of(paper)) for paper in papers[:MAX_ENTRIES]])

    def newest(self) -> str:
        """The feed of the whole project; empty where it has none."""
        if not self.settings.feed:
            return ""
        found = listing.arrange(self.index, range(len(self.index.publications)), [SortKey("date", True)])
        papers = [public_copy(paper, self.schemes) for paper in found.publications[:MAX_ENTRIES]]
        root = self.builder.config.root_doc
        return self.feed(self.builder.config.project, self.settings.feed, root, papers)

    def feed_link(self, title: str, href: str) -> Markup:
        """What leads readers of feeds from a page to one."""
        mark = '\n<link rel="alternate" type="application/atom+xml" title="{}" href="{}" />'
        return Markup(mark).format(title, href)

    def address_of(self, paper: Publication) -> str:
        """The absolute address of a paper: its page, its entry, its DOI; the site's where there is none."""
        if own := self.generated.papers.get(paper.key):
            return self.absolute(own)
        if home := self.project.listed.homes.get(paper.key):
            return f"{self.absolute(self.project.pagination.home(home, paper.key))}#{entry_id(paper.key)}"
        root = self.builder.config.root_doc
        own = links.doi_url(paper.doi) if paper.doi else ""
        return own or f"{self.absolute(root)}#{entry_id(paper.key)}"

    # Directories

    def directory(self, kind: str, page: str) -> Content:
        """All pages of a kind."""
        title = gettext(KINDS[kind].title)
        view = DirectoryPage(kind, title, tuple(self._all(kind, page)))
        body = self._written("pubs/page-directory.html", title, page=view)
        return Content(title, meta_tags.head_markup((), [("og:title", title)], {}), body, title)

    def _all(self, kind: str, page: str) -> Iterator[Count]:
        if kind == "paper":
            shown = [paper for paper in self.index.publications if paper.key in self.generated.papers]
            for paper in sorted(shown, key=lambda paper: (plain_text(paper.title).casefold(), paper.key)):
                href = self.href(page, self.generated.papers[paper.key])
                cited = replace(
                    self.project.citations.cited(paper), disambiguation=NO_DISAMBIGUATION
                )  # nothing is to be told apart here
                yield Count(plain_text(paper.title) or paper.key, 1, href, label(cited))
            return
        for term in self.generated.terms[kind].values():
            name = gettext(BY_NAME[kind].label(term.label)) if kind == "year" else term.label
            yield Count(name, len(term.positions), self.href(page, term.page))

    def _written(self, template: str, what: str, **context: Any) -> str:
        entries = self.project.entries

        def write(*, builtin: bool = False) -> str:
            return entries.renderer.page(template, builtin, **context)

        return entries.by_template(template, write, what)


#: What Sphinx takes for the author of a project that names none.
_NOBODY = frozenset({"", "unknown", "Author name not set"})


class _Addresses(dict[tuple[str, str], str]):
    """The addresses of terms from a page, worked out when they are asked for."""

    def __init__(self, pages: PageContents, page: str, paper: Publication, venue: str) -> None:
        super().__init__()
        self.pages, self.page, self.venue = pages, page, venue
        editors = pages.generated.person_pages(paper, "editor") if paper.author and paper.editor else []
        self.editors = dict(zip(map(full_name, paper.editor), editors, strict=False))

    def get(self, key: tuple[str, str], default: Any = "") -> Any:
        name, label = key
        terms = self.pages.generated.terms
        if name in ("container", "venue"):
            term = terms.get("venue", {}).get(self.venue)
            other = term.page if term is not None else ""
        elif name == "editor":
            other = self.editors.get(label, "")
        else:
            facet = {"keyword": "keyword", "event": "venue"}.get(name)
            other = self.pages.generated.page_of(facet, label) if facet else ""
        return self.pages.href(self.page, other) if other else default
