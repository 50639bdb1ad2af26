"""The content of generated pages of papers and of directories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from markupsafe import Markup
from sphinx.util.osutil import relative_uri

from sphinxext_pubs.citations.disambiguation import NO_DISAMBIGUATION
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.extension.entries import file_addresses
from sphinxext_pubs.extension.i18n import gettext, shown_term
from sphinxext_pubs.extension.pages.addresses import SiteAddresses
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.annotations import is_valid_orcid
from sphinxext_pubs.project.entry_writer import EntryPlace
from sphinxext_pubs.project.page_kinds import PAPER
from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.query.selection import Selection
from sphinxext_pubs.render import meta_tags
from sphinxext_pubs.render.citation_forms import informal_reference, label
from sphinxext_pubs.render.exports import offered_formats, page_exports, public_copy
from sphinxext_pubs.render.facts import FactRow, FactSource, paper_facts, part_facts
from sphinxext_pubs.render.layouts import DEFAULT
from sphinxext_pubs.render.page_views import (
    Count,
    DirectoryPage,
    ExportView,
    Linked,
    PaperPage,
    ReferenceView,
    RelatedView,
)
from sphinxext_pubs.render.references import full_reference, reference_sentences
from sphinxext_pubs.render.safe_text import safe_text

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.project.generated_pages import GeneratedPages
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.query.entity_index import EntityIndex
    from sphinxext_pubs.query.index import Index


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a page: title, head, body, words for the search index, and other files by suffix."""

    title: str
    head: Markup
    body: str
    words: str
    files: tuple[tuple[str, str], ...] = ()


class PageContents:
    """Creates the content of generated pages in one build."""

    def __init__(self, project: Project, builder: StandaloneHTMLBuilder) -> None:
        self.project, self.builder = project, builder
        self.addresses = SiteAddresses(project, builder)
        self.settings = project.settings
        self.schemes = frozenset(self.settings.url_schemes)

    @cached_property
    def generated(self) -> GeneratedPages:
        """The generated pages."""
        return self.project.pages

    @cached_property
    def index(self) -> Index:
        """The index of papers by facet."""
        return self.project.loaded.index

    @cached_property
    def entity_index(self) -> EntityIndex:
        """The people, venues and other entities."""
        return self.project.loaded.entity_index

    def _files(self, place: EntryPlace) -> dict[str, str]:
        """Return the addresses of a paper's local files relative to a page, by the targets of links."""
        folder = relative_uri(self.builder.get_target_uri(place.page), "_downloads")
        return file_addresses(self.project, self.builder, place, place.page, folder)

    # Papers

    @cached_property
    def _request(self) -> Request:
        shown = tuple(part.name for part in self.project.registry.parts.rows if part.alone)
        return Request(Selection(), DEFAULT.name, show=shown, hide=("bibtex", "bib"))

    def paper_page(self, paper: Publication, page: str) -> Content:
        """Return a paper's own page."""
        place = EntryPlace(paper.key, page, self._request)
        viewed = self.project.entries.view(place, self._files(place), {}, folds=True)
        assert viewed is not None
        entry, options = viewed
        public_paper = public_copy(paper, self.schemes)
        files, exports = self._exports(public_paper, page)
        venue = self.project.loaded.venue_names.find_for_paper(paper)
        view = PaperPage(
            safe_text(paper.title, ()) or text_of(gettext("Untitled")),
            (
                *paper_facts(FactSource(paper, options, venue.short), partial(self._fact_hrefs, paper, page)),
                *part_facts(entry, self.project.registry.parts),
            ),
            tuple(self._references(paper)),
            exports,
            tuple(self._related(paper, page)),
            tuple(self._relations(paper, page)),
            self.edit_link(paper),
        )
        body = self._render("pubs/page-paper.html", paper.key, entry=entry, page=view)
        title = " ".join(plain_text(view.title).split())
        people = [author.name for author in entry.authors]
        texts = [title, *people, str(paper.abstract), str(paper.container_title), *paper.keyword]
        words = " ".join([*texts, paper.key, paper.doi])
        pdf = next((button.href for button in entry.buttons if button.rel == "pdf"), "")
        return Content(title, self._paper_head(public_paper, page, pdf), body, words, files)

    def _fact_hrefs(self, paper: Publication, page: str, row: FactRow, labels: Sequence[str]) -> list[str]:
        """Return the addresses of a fact's values relative to a page; empty for values without a page."""
        generated = self.generated
        if row.authority:
            terms = generated.by_authority(row.authority)
            identities = self._identities(paper, row, labels) if terms else ()
            targets = [terms[identity].page if identity in terms else "" for identity in identities]
        else:
            targets = [generated.page_of(row.facet, label) for label in labels]
        found = zip_longest(labels, targets[: len(labels)], fillvalue="")
        return [self.addresses.href(page, target) for _, target in found]

    def _identities(self, paper: Publication, row: FactRow, labels: Sequence[str]) -> Iterable[str]:
        """Return the identities of a fact's values according to its authority."""
        authority = self.project.loaded.authorities.of(row.authority, row.role)
        if row.spelled:
            return [authority.identity(label) or "" for label in labels]
        return [identity for identity, _ in authority.entities(paper) or ()]

    def _exports(
        self, public_paper: Publication, page: str
    ) -> tuple[tuple[tuple[str, str], ...], tuple[ExportView, ...]]:
        """Return the files of a paper's page, by suffix, and their views."""
        base_href = self.addresses.file_href(page, page)
        formats = offered_formats(self.project.registry.formats, self.project.settings.bibtex)
        report = self.project.report
        rows = list(page_exports("paper", [public_paper], formats, report))
        views = (
            ExportView(row.name, gettext(row.label), f"{base_href}{row.written_suffix}", text)
            for row, text in rows
        )
        return tuple((row.written_suffix, text) for row, text in rows), tuple(views)

    def _references(self, paper: Publication) -> Iterator[ReferenceView]:
        """Yield the references of a paper: full, short (as in the Anthology), and in the CSL styles."""
        cited = self.project.citations.cited(paper)
        yield ReferenceView(safe_text(full_reference(cited), self.schemes))
        venue = self.project.loaded.venue_names.find_for_paper(paper)
        short = informal_reference(cited, venue.event or venue.acronym)
        yield ReferenceView(safe_text(short, ()), gettext("Informal"))
        for style in dict.fromkeys((self.settings.style, *self.settings.page_styles)):
            if style not in BUILTIN_STYLES:
                text = self.project.references.reference(cited, style)
                yield ReferenceView(safe_text(text, self.schemes), style.removesuffix(".csl"))

    def _related(self, paper: Publication, page: str) -> Iterator[Linked]:
        """Yield other entries of the same work, such as its preprint."""
        for other in self.project.loaded.works.entries_of(paper):
            if other.key != paper.key and other.key in self.generated.papers:
                cited = self.project.citations.cited(other)
                yield Linked(
                    safe_text(reference_sentences(cited), ()),
                    self.addresses.href(page, self.generated.papers[other.key]),
                )

    def _relations(self, paper: Publication, page: str) -> Iterator[RelatedView]:
        """Yield related works (the field ``related`` of BibLaTeX in one of the two entries)."""
        for key, relation in self._relatives.get(paper.key, {}).items():
            other = self.project.library.get(key)
            if other is not None:
                text = safe_text(reference_sentences(self.project.citations.cited(other)), ())
                yield RelatedView(
                    text, self.addresses.href(page, self.generated.papers.get(key, "")), relation
                )

    @cached_property
    def _relatives(self) -> dict[str, dict[str, str]]:
        """A mapping from key to keys of related works to the text of the relation, in both directions."""
        relatives: dict[str, dict[str, str]] = {}
        for paper in self.index.publications:
            fields = dict(paper.custom) if paper.custom else {}
            for name in map(str.strip, str(fields.get("related", "")).split(",")):
                other = self.project.library.get(name) if name else None
                if other is not None and other.key != paper.key:
                    relation = " ".join(str(fields.get("relatedstring", "")).split()).rstrip(":")
                    relatives.setdefault(paper.key, {})[other.key] = relation
                    relatives.setdefault(other.key, {}).setdefault(paper.key, "")
        return relatives

    def related_dependencies(self, paper: Publication) -> tuple[Any, ...]:
        """Return what a paper's page depends on of its other versions and related works."""
        disambiguation, library = self.project.citations.disambiguation, self.project.library
        relatives = [
            (relation, getattr(library.get(key), "digest", ""), disambiguation(key))
            for key, relation in self._relatives.get(paper.key, {}).items()
        ]
        entries = self.project.loaded.works.entries_of(paper)
        versions = ((other.digest, disambiguation(other.key)) for other in entries)
        return (*relatives, *versions)

    def edit_link(self, paper: Publication) -> str:
        """Return the URL at which the entry can be edited, by ``pubs_edit_url``, or an empty string."""
        pattern = self.settings.edit_url
        if not pattern or not paper.origin.path:
            return ""
        address = pattern.replace("{path}", quote(paper.origin.path)).replace(
            "{line}", str(paper.origin.line)
        )
        return links.safe_url(address, self.schemes) or ""

    def _paper_head(self, public_paper: Publication, page: str, pdf: str) -> Markup:
        url = self.addresses.absolute_url(page)
        pdf = urljoin(url, pdf) if url and pdf else ""
        tags = [
            ("description", meta_tags.description(public_paper.abstract)),
            *meta_tags.highwire_tags(public_paper, url, pdf),
        ]
        site = self.builder.config.project
        return meta_tags.head_markup(
            tags,
            meta_tags.open_graph_properties(public_paper, url, site),
            meta_tags.article_json_ld(public_paper, url, pdf, self._person_lookup(public_paper)),
        )

    def known_people(self, paper: Publication) -> dict[Name, tuple[str, str]]:
        """Return the page and the ORCID iD of each author and editor; empty if they are unknown."""
        people: dict[Name, tuple[str, str]] = {}
        if self.generated.entity_index is None:
            return people
        terms = self.generated.by_authority("people")
        for role, names in (("editor", paper.editor), ("author", paper.author)):
            for name, author in zip(
                names, self.entity_index.identities.authors_of(paper, role), strict=False
            ):
                page = terms[author.id].page if author.id in terms else ""
                orcid = author.orcid if is_valid_orcid(author.orcid) else ""
                people[name] = page, orcid
        return people

    def _person_lookup(self, paper: Publication) -> meta_tags.PersonLookup:
        people = {
            name: (self.addresses.absolute_url(page) if page else "", orcid)
            for name, (page, orcid) in self.known_people(paper).items()
        }
        return lambda name: people.get(name, ("", ""))

    # Directories

    def directory_page(self, kind: str, page: str) -> Content:
        """Return the directory of all pages of a kind."""
        title = gettext(self.project.registry.page_kinds[kind].title)
        view = DirectoryPage(kind, title, tuple(self._directory_entries(kind, page)))
        body = self._render("pubs/page-directory.html", title, page=view)
        return Content(title, meta_tags.head_markup((), [("og:title", title)], {}), body, title)

    def _directory_entries(self, kind: str, page: str) -> Iterator[Count]:
        if kind == PAPER.name:
            papers = [paper for paper in self.index.publications if paper.key in self.generated.papers]
            for paper in sorted(papers, key=lambda paper: (plain_text(paper.title).casefold(), paper.key)):
                href = self.addresses.href(page, self.generated.papers[paper.key])
                cited = replace(self.project.citations.cited(paper), disambiguation=NO_DISAMBIGUATION)
                yield Count(plain_text(paper.title) or paper.key, 1, href, label(cited))
            return
        for term in self.generated.terms[kind].values():
            name = shown_term(self.index.facets[kind], term.label)
            yield Count(name, len(term.positions), self.addresses.href(page, term.page))

    def _render(self, template: str, what: str, **context: Any) -> str:
        entries = self.project.entries

        def write(*, builtin: bool = False) -> str:
            return entries.renderer.page(template, builtin, **context)

        return entries.render_template(template, write, what)
