"""What stands on the pages of people, venues, years and keywords."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup

from sphinxext_pubs.entities.disambiguation import Author
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.i18n import papers as how_many
from sphinxext_pubs.extension.pages.paper_page import Content, PageContents
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.annotations import is_valid_orcid
from sphinxext_pubs.project.entry_writer import EntryPlace
from sphinxext_pubs.project.generated_pages import Term
from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.query import listing
from sphinxext_pubs.query.criteria import Selection
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.query.listing import SortKey
from sphinxext_pubs.render import meta_tags
from sphinxext_pubs.render.browser_data import ListedPapers, bar_view, script_data
from sphinxext_pubs.render.exports import EXPORTS, public_copy
from sphinxext_pubs.render.filter_controls import parse_controls
from sphinxext_pubs.render.html import BAR_TEMPLATE
from sphinxext_pubs.render.page_views import (
    Count,
    ExportView,
    GroupView,
    Linked,
    TermPage,
)
from sphinxext_pubs.render.svg_bars import bars_by_year, chart_svg

#: As many papers as have a bar by which they can be filtered.
ENOUGH = 5


class TermPages(PageContents):
    """Makes the pages of terms as well."""

    def term(self, facet: str, term: Term) -> Content:
        """The page of a term."""
        papers = [self.index.publications[position] for position in term.positions]
        found = listing.arrange(self.index, term.positions, [SortKey("date", True)], ["year"])
        label = gettext(BY_NAME[facet].label(term.label)) if facet == "year" else term.label
        file = f"{term.page}.bib"
        clean = [public_copy(paper, self.schemes) for paper in found.publications]
        groups = (
            tuple(self._groups(found, term.page))
            if facet != "year"
            else self._one_group(found, term.page, label)
        )
        view = TermPage(
            facet,
            label,
            how_many(len(papers)),
            groups,
            tuple(self._counts("author", term, facet)),
            gettext("Co-authors" if facet == "author" else "Authors"),
            tuple(self._counts("venue", term, facet)) if facet != "venue" else (),
            self._chart(term) if facet != "year" else Markup(""),
            (ExportView("bibtex", "BibTeX", self.file_href(term.page, file)),),
            tuple(self._about(facet, term)),
            tuple(self._spellings(facet, term)),
            self._photo(facet, term),
            self._bar(facet, label, found.publications),
        )
        body = self._written("pubs/page-list.html", label, page=view)
        words = " ".join([label, *(str(paper.title) for paper in papers[:200])])
        data = self._item_list(label, found.publications)
        if facet == "author":
            data = {"@graph": [self._person(facet, term, view), *([data] if data else [])]}
        head = meta_tags.head_markup(
            [("description", f"{label}: {view.count}")], self._open_graph(facet, term, view), data
        )
        beside = [(".bib", EXPORTS["bibtex"].write(clean))]
        wanted = facet == "author" and self.settings.feed
        if wanted and (feed := self.feed(label, f"{term.page}.atom", term.page, clean)):
            beside.append((".atom", feed))
            head += self.feed_link(label, self.file_href(term.page, f"{term.page}.atom"))
        return Content(label, head, body, words, tuple(beside))

    def _item_list(self, label: str, papers: Sequence[Publication]) -> dict[str, Any]:
        """The first papers for machines, as on pages with lists; nothing where the site has no address."""
        if not self.builder.config.html_baseurl:
            return {}
        pages = self.generated.papers
        rows = [
            (each, self.absolute(pages[each.key]) if each.key in pages else "")
            for each in papers[: meta_tags.MAX_ITEMS]
        ]
        return meta_tags.list_json_ld(label, rows) | {"numberOfItems": len(papers)}

    def _open_graph(self, facet: str, term: Term, view: TermPage) -> Iterator[tuple[str, str]]:
        """The ``og:`` properties of the page."""
        page = self.absolute(term.page)
        yield "og:type", "profile" if facet == "author" else "website"
        yield "og:title", view.title
        yield "og:description", f"{view.title}: {view.count}"
        yield "og:url", page
        yield "og:site_name", self.builder.config.project
        yield "og:image", urljoin(page, view.photo) if page and view.photo else ""

    def _person(self, facet: str, term: Term, view: TermPage) -> dict[str, Any]:
        """A person for machines: what the page says of them, without a link to itself."""
        somebody, page = self._somebody(facet, term), self.absolute(term.page)
        person = somebody.person if somebody is not None else None
        same = [link.href for link in view.links if link.href and not link.href.startswith("mailto:")]
        photo = urljoin(page, view.photo) if page and view.photo else ""
        affiliation = person.affiliation if person is not None else ""
        role = person.role if person is not None else ""
        return meta_tags.person_json_ld(view.title, page, same, view.also, affiliation, photo, role)

    def _somebody(self, facet: str, term: Term) -> Author | None:
        """Who a page of a person is about."""
        if facet != "author":
            return None
        found = self.entity_index.identities.authors_of(self.index.publications[term.positions[0]])
        return next((somebody for somebody in found if somebody.id == term.identity), None)

    def about(self, facet: str, term: Term) -> tuple[object, ...]:
        """What the page of a term depends on beside its papers: who it is, and what stands beside them."""
        somebody = self._somebody(facet, term)
        own = (somebody.person, tuple(somebody.spellings), somebody.orcid) if somebody is not None else ()
        files = self._photo_path(facet, term), self._homepage(facet, term)
        return (
            *own,
            *files,
            *(self.entity_index.count_entities(of, term.positions) for of in ("author", "venue")),
        )

    def _about(self, facet: str, term: Term) -> Iterator[Linked]:
        """What the files of people and venues say."""
        if homepage := self._homepage(facet, term):
            yield Linked(text_of(gettext("Homepage")), homepage)
        somebody = self._somebody(facet, term)
        person = somebody.person if somebody is not None else None
        if person is not None and (place := ", ".join(filter(None, (person.role, person.affiliation)))):
            yield Linked(text_of(place))
        if somebody is not None and is_valid_orcid(somebody.orcid):
            yield Linked(text_of(f"ORCID {somebody.orcid}"), f"https://orcid.org/{somebody.orcid}")
        if person is not None and person.homepage:
            yield Linked(text_of(gettext("Homepage")), person.homepage)
        if person is not None:
            yield from (Linked(text_of(label), address) for label, address in person.links)
            if person.email:
                yield Linked(text_of(person.email), f"mailto:{person.email}")

    def _homepage(self, facet: str, term: Term) -> str:
        """The address of a venue's own page, by the venues file."""
        known = self.project.loaded.venues.by_id.get(term.identity) if facet == "venue" else None
        return known.url if known is not None else ""

    def _photo_path(self, facet: str, term: Term) -> str:
        """Where the photo of a person is in the source directory."""
        return self.project.loaded.files.photos.get(term.identity, "") if facet == "author" else ""

    def _photo(self, facet: str, term: Term) -> str:
        """The address of a person's photo, which is copied as files of papers are."""
        path = self._photo_path(facet, term)
        if not path:
            return ""
        name = self.builder.env.dlfiles.add_file(term.page, path)
        return self.file_href(term.page, f"_downloads/{name}")

    def _bar(self, facet: str, label: str, papers: Sequence[Publication]) -> Markup:
        """The bar above the papers of a page, if they are enough to need one."""
        if len(papers) < ENOUGH:
            return Markup("")
        words = self.settings.filterable or parse_controls(())
        controls = [word for word in words if word != facet or facet == "author"]  # there are co-authors
        parts = self.project.entries.showing(self._listed, folds=True).parts
        people = self.project.loaded.people
        listed = ListedPapers(tuple(papers), parts, gettext, self.builder.config.language, people=people)
        data = script_data(listed, controls)
        view = bar_view(listed, identifier="pubs", number=1, controls=controls, data=data)
        entries = self.project.entries
        return Markup(entries.by_template(BAR_TEMPLATE, partial(entries.renderer.bar, view), label))

    def _spellings(self, facet: str, term: Term) -> list[str]:
        somebody = self._somebody(facet, term)
        return somebody.spellings if somebody is not None else []

    def _groups(self, found: listing.Listing, page: str) -> Iterator[GroupView]:
        for group in found.groups:
            label = gettext(group.label) if group.is_message else group.label
            yield GroupView(label, f"pubs-{group.slug}", self._entries(group.publications, page))

    def _one_group(self, found: listing.Listing, page: str, label: str) -> tuple[GroupView, ...]:
        return (GroupView("", f"pubs-{listing.slugify(label)}", self._entries(found.publications, page)),)

    def _entries(self, papers: Sequence[Publication], page: str) -> Markup:
        entries, html = self.project.entries, []
        for paper in papers:
            place = EntryPlace(paper.key, page, self._listed)
            viewed = entries.view(place, self._files(place), {}, folds=True)
            if viewed is not None:
                html.append(entries.html(*viewed))
        return Markup("\n".join(html))

    @cached_property
    def _listed(self) -> Request:
        settings = self.settings
        layout = settings.layout if settings.layout in ("anthology", "compact") else "anthology"
        return Request(Selection(), layout, show=settings.show, hide=settings.hide)

    def _counts(self, of: str, term: Term, facet: str) -> Iterator[Count]:
        without, entity_index = (term.identity if of == facet else ""), self.entity_index
        terms = self.generated.terms.get(of, {})
        for identity, label, count in entity_index.count_entities(of, term.positions, without):
            page = terms[identity].page if identity in terms else ""
            yield Count(entity_index.short_label(of, label), count, self.href(term.page, page))

    def _chart(self, term: Term) -> Markup:
        column, counts = self.index.terms(BY_NAME["year"]), dict[int, int]()
        for position in term.positions:
            for year in column[position]:
                if year.isdigit():
                    counts[int(year)] = counts.get(int(year), 0) + 1
        hrefs = {year: f"#pubs-{year}" for year in counts}  # the headings on this page
        return chart_svg(gettext("Papers per year"), bars_by_year(counts, hrefs))
