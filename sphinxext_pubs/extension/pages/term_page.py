"""The content of the pages of people, venues, years and keywords."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import repeat
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup

from sphinxext_pubs.entities.disambiguation import Author
from sphinxext_pubs.extension.i18n import gettext, paper_count
from sphinxext_pubs.extension.pages.feeds import Feeds, feed_link
from sphinxext_pubs.extension.pages.paper_page import Content, PageContents
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.model.slugs import slugify
from sphinxext_pubs.notation.annotations import is_valid_orcid
from sphinxext_pubs.project.entry_writer import EntryPlace
from sphinxext_pubs.project.generated_pages import Term
from sphinxext_pubs.project.requests import Request, generated_request
from sphinxext_pubs.query import listing
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.query.listing import SortKey
from sphinxext_pubs.render import meta_tags
from sphinxext_pubs.render.browser_data import ListedPapers, bar_view, script_data
from sphinxext_pubs.render.exports import EXPORTS, public_copy
from sphinxext_pubs.render.filter_controls import parse_controls
from sphinxext_pubs.render.html import BAR_TEMPLATE
from sphinxext_pubs.render.layouts import REFERENCE
from sphinxext_pubs.render.page_views import (
    Count,
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

    def term_page(self, facet: str, term: Term) -> Content:
        """Return the page of a term."""
        papers = [self.index.publications[position] for position in term.positions]
        arranged = listing.arrange(self.index, term.positions, [SortKey("date", True)], ["year"])
        label = gettext(BY_NAME[facet].label(term.label)) if facet == "year" else term.label
        file = f"{term.page}.bib"
        public_papers = [public_copy(paper, self.schemes) for paper in arranged.publications]
        groups = (
            tuple(self._groups(arranged, term.page))
            if facet != "year"
            else self._single_group(arranged, term.page, label)
        )
        view = TermPage(
            facet,
            label,
            paper_count(len(papers)),
            groups,
            tuple(self._counts("author", term, facet)),
            gettext("Co-authors" if facet == "author" else "Authors"),
            tuple(self._counts("venue", term, facet)) if facet != "venue" else (),
            self._chart(term) if facet != "year" else Markup(""),
            (ExportView("bibtex", "BibTeX", self.addresses.file_href(term.page, file)),),
            tuple(self._profile_links(facet, term)),
            tuple(self._spellings(facet, term)),
            self._photo(facet, term),
            self._bar(facet, label, arranged.publications),
            layout=self._term_request.layout,
        )
        body = self._render("pubs/page-list.html", label, page=view)
        words = " ".join([label, *(str(paper.title) for paper in papers[:200])])
        data = self._item_list(label, arranged.publications)
        if facet == "author":
            data = {"@graph": [self._person_json_ld(facet, term, view), *([data] if data else [])]}
        head = meta_tags.head_markup(
            [("description", f"{label}: {view.count}")], self._open_graph(facet, term, view), data
        )
        files = [(".bib", EXPORTS["bibtex"].write(public_papers))]
        has_feed = facet == "author" and self.settings.feed
        if has_feed and (feed := self.feeds.feed(label, f"{term.page}.atom", term.page, public_papers)):
            files.append((".atom", feed))
            head += feed_link(label, self.addresses.file_href(term.page, f"{term.page}.atom"))
        return Content(label, head, body, words, tuple(files))

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

    def _open_graph(self, facet: str, term: Term, view: TermPage) -> Iterator[tuple[str, str]]:
        """Yield the Open Graph properties of the page."""
        page = self.addresses.absolute_url(term.page)
        yield "og:type", "profile" if facet == "author" else "website"
        yield "og:title", view.title
        yield "og:description", f"{view.title}: {view.count}"
        yield "og:url", page
        yield "og:site_name", self.builder.config.project
        yield "og:image", urljoin(page, view.photo) if page and view.photo else ""

    def _person_json_ld(self, facet: str, term: Term, view: TermPage) -> dict[str, Any]:
        """Return a person as JSON-LD, with the content of the page."""
        author, page = self._author(facet, term), self.addresses.absolute_url(term.page)
        person = author.person if author is not None else None
        same = [link.href for link in view.links if link.href and not link.href.startswith("mailto:")]
        photo = urljoin(page, view.photo) if page and view.photo else ""
        affiliation = person.affiliation if person is not None else ""
        role = person.role if person is not None else ""
        return meta_tags.person_json_ld(view.title, page, same, view.also, affiliation, photo, role)

    def _author(self, facet: str, term: Term) -> Author | None:
        """Return the person of a page, or None if the page is not of a person."""
        if facet != "author":
            return None
        authors = self.entity_index.identities.authors_of(self.index.publications[term.positions[0]])
        return next((author for author in authors if author.id == term.identity), None)

    def term_dependencies(self, facet: str, term: Term) -> tuple[object, ...]:
        """Return what the page of a term depends on in addition to its papers."""
        author = self._author(facet, term)
        person = (author.person, tuple(author.spellings), author.orcid) if author is not None else ()
        return (
            *person,
            self._photo_path(facet, term),
            self._homepage(facet, term),
            *(self.entity_index.count_entities(of, term.positions) for of in ("author", "venue")),
        )

    @cached_property
    def shows_references(self) -> bool:
        """True if entries are references, which depend on other papers of the same authors and year."""
        return "reference" in self.project.entries.entry_options(self._term_request, folds=True).parts

    def _profile_links(self, facet: str, term: Term) -> Iterator[Linked]:
        """Yield the details and links of a person or venue in the people file or the venues file."""
        if homepage := self._homepage(facet, term):
            yield Linked(text_of(gettext("Homepage")), homepage)
        author = self._author(facet, term)
        person = author.person if author is not None else None
        if person is not None and (place := ", ".join(filter(None, (person.role, person.affiliation)))):
            yield Linked(text_of(place))
        if author is not None and is_valid_orcid(author.orcid):
            yield Linked(text_of(f"ORCID {author.orcid}"), f"https://orcid.org/{author.orcid}")
        if person is not None and person.homepage:
            yield Linked(text_of(gettext("Homepage")), person.homepage)
        if person is not None:
            yield from (Linked(text_of(label), address) for label, address in person.links)
            if person.email:
                yield Linked(text_of(person.email), f"mailto:{person.email}")

    def _homepage(self, facet: str, term: Term) -> str:
        """Return the URL of a venue in the venues file, or an empty string."""
        venue = self.project.loaded.venues.by_id.get(term.identity) if facet == "venue" else None
        return venue.url if venue is not None else ""

    def _photo_path(self, facet: str, term: Term) -> str:
        """Return the path of a person's photo from the source directory, or an empty string."""
        return self.project.loaded.files.photos.get(term.identity, "") if facet == "author" else ""

    def _photo(self, facet: str, term: Term) -> str:
        """Return the address of a person's photo, or an empty string; the photo is copied as a download."""
        path = self._photo_path(facet, term)
        if not path:
            return ""
        name = self.builder.env.dlfiles.add_file(term.page, path)
        return self.addresses.file_href(term.page, f"_downloads/{name}")

    def _bar(self, facet: str, label: str, papers: Sequence[Publication]) -> Markup:
        """Return the filter bar above the papers of a page; empty if there are only a few papers."""
        if len(papers) < MIN_FILTERABLE:
            return Markup("")
        words = self.settings.filterable or parse_controls(())
        controls = [word for word in words if word != facet or facet == "author"]  # for co-authors
        parts = self.project.entries.entry_options(self._term_request, folds=True).parts
        people = self.project.loaded.people
        listed_papers = ListedPapers(
            tuple(papers), parts, gettext, self.builder.config.language, people=people
        )
        data = script_data(listed_papers, controls)
        view = bar_view(listed_papers, identifier="pubs", number=1, controls=controls, data=data)
        entries = self.project.entries
        return Markup(entries.render_template(BAR_TEMPLATE, partial(entries.renderer.bar, view), label))

    def _spellings(self, facet: str, term: Term) -> list[str]:
        author = self._author(facet, term)
        return author.spellings if author is not None else []

    def _groups(self, arranged: listing.Listing, page: str) -> Iterator[GroupView]:
        numbers = self._entry_numbers(list(listing.entries(arranged)))
        for group in arranged.groups:
            label = gettext(group.label) if group.is_message else group.label
            yield GroupView(label, f"pubs-{group.slug}", self._entries(group.publications, page, numbers))

    def _single_group(self, arranged: listing.Listing, page: str, label: str) -> tuple[GroupView, ...]:
        papers = arranged.publications
        entries = self._entries(papers, page, self._entry_numbers(papers))
        return (GroupView("", f"pubs-{slugify(label)}", entries),)

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

    def _counts(self, counted_facet: str, term: Term, facet: str) -> Iterator[Count]:
        """Yield the people or venues of a term's papers, except the term, with their numbers of papers."""
        excluded, entity_index = (term.identity if counted_facet == facet else ""), self.entity_index
        terms = self.generated.terms.get(counted_facet, {})
        for identity, label, count in entity_index.count_entities(counted_facet, term.positions, excluded):
            page = terms[identity].page if identity in terms else ""
            yield Count(
                entity_index.short_label(counted_facet, label), count, self.addresses.href(term.page, page)
            )

    def _chart(self, term: Term) -> Markup:
        column, counts = self.index.terms(BY_NAME["year"]), dict[int, int]()
        for position in term.positions:
            for year in column[position]:
                if year.isdigit():
                    counts[int(year)] = counts.get(int(year), 0) + 1
        hrefs = {year: f"#pubs-{year}" for year in counts}  # the headings on this page
        return chart_svg(gettext("Papers per year"), bars_by_year(counts, hrefs))
