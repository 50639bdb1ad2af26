"""The content of the pages of terms: people, venues, years and so on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import repeat
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup

from sphinxext_pubs.entities.authority import Profile
from sphinxext_pubs.extension.i18n import gettext, paper_count, shown_term
from sphinxext_pubs.extension.pages.feeds import Feeds, feed_link
from sphinxext_pubs.extension.pages.paper_page import Content, PageContents
from sphinxext_pubs.formats.base import Format
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.model.slugs import slugify
from sphinxext_pubs.notation.annotations import is_valid_orcid
from sphinxext_pubs.project.entry_writer import EntryPlace
from sphinxext_pubs.project.generated_pages import Term
from sphinxext_pubs.project.requests import Request, generated_request
from sphinxext_pubs.query import listing
from sphinxext_pubs.query.facet import Facet, FacetPages
from sphinxext_pubs.query.listing import SortKey
from sphinxext_pubs.render import meta_tags
from sphinxext_pubs.render.browser_data import bar_view, script_data
from sphinxext_pubs.render.exports import offered_formats, page_exports, public_copy
from sphinxext_pubs.render.filter_controls import parse_controls
from sphinxext_pubs.render.html import BAR_TEMPLATE
from sphinxext_pubs.render.layouts import REFERENCE
from sphinxext_pubs.render.listed_papers import ListedPapers
from sphinxext_pubs.render.page_views import (
    Count,
    CountedTerms,
    ExportView,
    GroupView,
    Linked,
    TermPage,
)
from sphinxext_pubs.render.svg_bars import bars_by_year, chart_svg

#: The minimum number of papers on a page with a filter bar.
MIN_FILTERABLE = 5


class TermPages(PageContents):
    """Creates the content of pages of terms as well."""

    @cached_property
    def feeds(self) -> Feeds:
        """The feeds of people."""
        return Feeds(self.project, self.builder)

    def term_page(self, kind: str, term: Term) -> Content:
        """Return the page of a term of the facet ``kind``."""
        facet, pages = self._row(kind)
        papers = [self.index.publications[position] for position in term.positions]
        group_by = [pages.grouped_by] if pages.grouped_by else []
        arranged = listing.arrange(self.index, term.positions, [SortKey("date", True)], group_by)
        label, profile = shown_term(facet, term.label), self._profile(kind, term)
        public_papers = [public_copy(paper, self.schemes) for paper in arranged.publications]
        formats = offered_formats(self.project.registry.formats, self.project.settings.bibtex)
        report = self.project.report
        exports = list(page_exports("list", public_papers, formats, report))
        view = TermPage(
            kind=kind,
            title=label,
            count=paper_count(len(papers)),
            groups=tuple(self._groups(arranged, term.page, label)),
            counted=tuple(self._counted(facet.name, pages, term)),
            chart=self._chart(pages, term),
            exports=tuple(self._export_view(row, term.page) for row, _ in exports),
            links=tuple(profile_links(profile)),
            also=profile.spellings,
            photo=self._photo(profile, term),
            bar=self._bar(facet, label, arranged.publications),
            layout=self._term_request.layout,
        )
        words = " ".join([label, *(str(paper.title) for paper in papers[:200])])
        files = [(row.written_suffix, text) for row, text in exports]
        head = self._head(pages, term, view, profile, arranged.publications)
        has_feed = pages.has_feed and self.settings.feed
        if has_feed and (feed := self.feeds.feed(label, f"{term.page}.atom", term.page, public_papers)):
            files.append((".atom", feed))
            head += feed_link(label, self.addresses.file_href(term.page, f"{term.page}.atom"))
        body = self._render("pubs/page-list.html", label, page=view)
        return Content(label, head, body, words, tuple(files))

    def _export_view(self, row: Format, page: str) -> ExportView:
        """Return the link to the papers of a page in a format."""
        href = self.addresses.file_href(page, f"{page}{row.written_suffix}")
        return ExportView(row.name, gettext(row.label), href)

    def _row(self, kind: str) -> tuple[Facet, FacetPages]:
        """Return a facet with pages, and what its pages have."""
        facet = self.index.facets[kind]
        if facet.pages is None:
            raise ValueError(f"the facet “{kind}” has no pages")
        return facet, facet.pages

    def _profile(self, kind: str, term: Term) -> Profile:
        """Return what is known about a person or venue; empty for other terms."""
        paper = self.index.publications[term.positions[0]]
        return self.entity_index.authority_of(kind).profile(term.identity, paper)

    def _head(
        self,
        pages: FacetPages,
        term: Term,
        view: TermPage,
        profile: Profile,
        papers: Sequence[Publication],
    ) -> Markup:
        """Return the metadata of the page."""
        data = self._item_list(view.title, papers)
        if profile.is_person:
            data = {"@graph": [self._person_json_ld(term, view, profile), *([data] if data else [])]}
        description = f"{view.title}: {view.count}"
        return meta_tags.head_markup(
            [("description", description)], self._open_graph(pages.open_graph, term, view), data
        )

    def _item_list(self, label: str, papers: Sequence[Publication]) -> dict[str, Any]:
        """Return the first papers as JSON-LD, as on pages with lists; empty without ``html_baseurl``."""
        if not self.builder.config.html_baseurl:
            return {}
        pages = self.generated.papers
        rows = [
            (paper, self.addresses.absolute_url(pages[paper.key]) if paper.key in pages else "")
            for paper in papers[: meta_tags.MAX_ITEMS]
        ]
        return meta_tags.list_json_ld(label, rows) | {"numberOfItems": len(papers)}

    def _open_graph(self, kind: str, term: Term, view: TermPage) -> Iterator[tuple[str, str]]:
        """Yield the Open Graph properties of the page; ``kind`` is its ``og:type``."""
        page = self.addresses.absolute_url(term.page)
        yield "og:type", kind
        yield "og:title", view.title
        yield "og:description", f"{view.title}: {view.count}"
        yield "og:url", page
        yield "og:site_name", self.builder.config.project
        yield "og:image", urljoin(page, view.photo) if page and view.photo else ""

    def _person_json_ld(self, term: Term, view: TermPage, profile: Profile) -> dict[str, Any]:
        """Return a person as JSON-LD, with the content of the page."""
        page, person = self.addresses.absolute_url(term.page), profile.person
        same = [link.href for link in view.links if link.href and not link.href.startswith("mailto:")]
        photo = urljoin(page, view.photo) if page and view.photo else ""
        affiliation = person.affiliation if person is not None else ""
        role = person.role if person is not None else ""
        return meta_tags.person_json_ld(view.title, page, same, view.also, affiliation, photo, role)

    def term_dependencies(self, kind: str, term: Term) -> tuple[object, ...]:
        """Return what the page of a term depends on in addition to its papers."""
        _, pages = self._row(kind)
        profile = self._profile(kind, term)
        return (
            profile,
            self._photo_path(profile, term),
            *(self.entity_index.count_entities(facet, term.positions) for facet, _ in pages.counted),
        )

    @cached_property
    def shows_references(self) -> bool:
        """True if entries are references, which depend on other papers of the same authors and year."""
        return "reference" in self.project.entries.entry_options(self._term_request, folds=True).parts

    def _photo_path(self, profile: Profile, term: Term) -> str:
        """Return the path of a person's photo from the source directory, or an empty string."""
        return self.project.loaded.files.photos.get(term.identity, "") if profile.is_person else ""

    def _photo(self, profile: Profile, term: Term) -> str:
        """Return the address of a person's photo, or an empty string; the photo is copied as a download."""
        path = self._photo_path(profile, term)
        if not path:
            return ""
        name = self.builder.env.dlfiles.add_file(term.page, path)
        return self.addresses.file_href(term.page, f"_downloads/{name}")

    def _bar(self, facet: Facet, label: str, papers: Sequence[Publication]) -> Markup:
        """Return the filter bar above the papers of a page; empty if there are only a few papers."""
        if len(papers) < MIN_FILTERABLE:
            return Markup("")
        words = self.settings.filterable or parse_controls((), self.index.facets)
        has_control = facet.pages is not None and facet.pages.has_control
        controls = [word for word in words if word != facet.name or has_control]
        parts = self.project.entries.entry_options(self._term_request, folds=True).parts
        people = self.project.loaded.people
        listed_papers = ListedPapers(
            tuple(papers),
            parts,
            gettext,
            self.builder.config.language,
            people=people,
            facets=self.index.facets,
        )
        data = script_data(listed_papers, controls)
        view = bar_view(listed_papers, identifier="pubs", number=1, controls=controls, data=data)
        entries = self.project.entries
        return Markup(entries.render_template(BAR_TEMPLATE, partial(entries.renderer.bar, view), label))

    def _groups(self, arranged: listing.Listing, page: str, label: str) -> Iterator[GroupView]:
        """Yield the groups of the papers; a list without groups is one without a heading."""
        numbers = self._entry_numbers(list(listing.entries(arranged)))
        for group in arranged.groups:
            heading = gettext(group.label) if group.is_message else group.label
            yield GroupView(heading, f"pubs-{group.slug}", self._entries(group.publications, page, numbers))
        if not arranged.groups:
            entries = self._entries(arranged.publications, page, numbers)
            yield GroupView("", f"pubs-{slugify(label)}", entries)

    def _entries(self, papers: Sequence[Publication], page: str, numbers: Iterator[str]) -> Markup:
        """Return the entries of papers, in the frame of their layout."""
        entries, html = self.project.entries, []
        for paper, number in zip(papers, numbers, strict=False):
            place = EntryPlace(paper.key, page, self._term_request, number)
            files = self._files(place)
            viewed = entries.view(place, files, files, folds=True)
            if viewed is not None:
                html.append(entries.html(*viewed))
        before, after = entries.frame(self._term_request)
        return Markup("").join((Markup(before), Markup("\n".join(html)), Markup(after)))

    def _entry_numbers(self, papers: Sequence[Publication]) -> Iterator[str]:
        """Yield the number of each entry: the label of a reference, empty in other layouts."""
        if self._term_request.layout != REFERENCE:
            return repeat("")
        style, distinct = self.project.references.style(self.settings.style), list(dict.fromkeys(papers))
        labels = dict(zip(distinct, style.entry_labels(distinct), strict=True))
        return (f"[{labels[paper]}]" if labels[paper] else "" for paper in papers)

    @cached_property
    def _term_request(self) -> Request:
        return generated_request(self.settings)

    def _counted(self, kind: str, pages: FacetPages, term: Term) -> Iterator[CountedTerms]:
        """Yield the people, venues and so on of a term's papers."""
        for counted, label in pages.counted:
            if terms := tuple(self._counts(counted, term, term.identity if counted == kind else "")):
                yield CountedTerms(counted, gettext(label), terms)

    def _counts(self, counted: str, term: Term, excluded: str) -> Iterator[Count]:
        """Yield the terms of a facet that a term's papers have, except one, with their numbers of papers."""
        entity_index, terms = self.entity_index, self.generated.terms.get(counted, {})
        for identity, label, count in entity_index.count_entities(counted, term.positions, excluded):
            page = terms[identity].page if identity in terms else ""
            yield Count(entity_index.short_label(counted, label), count, self.addresses.href(term.page, page))

    def _chart(self, pages: FacetPages, term: Term) -> Markup:
        """Return the chart of a page, whose bars link to the headings on it; empty without a chart."""
        facet = self.index.facets.get(pages.charted)
        if facet is None or facet.chart is None:
            return Markup("")
        column, counts = self.index.terms(facet), dict[int, int]()
        for position in term.positions:
            for number in filter(str.isdigit, column[position]):
                counts[int(number)] = counts.get(int(number), 0) + 1
        hrefs = {number: f"#pubs-{number}" for number in counts} if pages.grouped_by == facet.name else {}
        return chart_svg(gettext(facet.chart.caption), bars_by_year(counts, hrefs))


def profile_links(profile: Profile) -> Iterator[Linked]:
    """Yield the details and links of a person or venue in the people file or the venues file."""
    if profile.homepage:
        yield Linked(text_of(gettext("Homepage")), profile.homepage)
    person = profile.person
    if person is not None and (place := ", ".join(filter(None, (person.role, person.affiliation)))):
        yield Linked(text_of(place))
    if is_valid_orcid(profile.orcid):
        yield Linked(text_of(f"ORCID {profile.orcid}"), f"https://orcid.org/{profile.orcid}")
    if person is not None:
        if person.homepage:
            yield Linked(text_of(gettext("Homepage")), person.homepage)
        yield from (Linked(text_of(label), address) for label, address in person.links)
        if person.email:
            yield Linked(text_of(person.email), f"mailto:{person.email}")
