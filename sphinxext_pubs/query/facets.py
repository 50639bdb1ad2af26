"""FACETS: the aspects of publications used in selections, one row each.

A row defines the directive's option, the sort key, the grouping, the control in the browser and the
documentation. To add a facet, add a row.
"""

from __future__ import annotations

from sphinxext_pubs.entities.authority import AuthorityName, Role
from sphinxext_pubs.model import statuses, work_types
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.notation.matching import NUMBERS, TAGS, WORDS
from sphinxext_pubs.query import facet_values as terms
from sphinxext_pubs.query.facet import Chart, Facet, FacetPages, SortOrder, name_order

# The table -----------------------------------------------------------------------------------------

FACETS: tuple[Facet, ...] = (
    Facet(
        name="year",
        help="The year of publication; a range of years is found by each year, and grouped by the first.",
        title="Year",
        terms=terms.year_terms,
        keys=terms.year_keys,
        order=terms.year_order,
        matching=NUMBERS,
        values=terms.years,
        examples=("2024", "2020-2024", "2020-", "!2019"),
        descending=True,
        sorted_with=("year", "date"),
        label=terms.year_label,
        identity=str,
        missing="Undated",
        messages=True,
        control="range",
        bar_rank=1,
        choices=terms.year_choices,
        pages=FacetPages(folder="years", title="Years", counted=(("author", "Authors"), ("venue", "Venues"))),
        chart=Chart(caption="Papers per year", are_numbers=True),
    ),
    Facet(
        name="author",
        help="A name among the authors, given name or family name first.",
        title="Author",
        terms=terms.people_terms(terms.authors),
        keys=terms.people_keys(terms.authors),
        order=terms.entry_order,
        matching=WORDS,
        values=terms.people_values(terms.authors),
        examples=("Se-Young Yun", "{Yun, Se-Young}", "=Se-Young Yun", "Yun, !Kim"),
        missing="No author",
        control="menu",
        bar_rank=4,
        selector=".pubs-authors .pubs-author",
        searched=terms.people_terms(terms.authors),
        authority="people",
        role=Role(variable="author"),
        label_order=name_order,
        pages=FacetPages(
            folder="people",
            title="People",
            counted=(("author", "Co-authors"), ("venue", "Venues")),
            grouped_by="year",
            charted="year",
            open_graph="profile",
            has_feed=True,
            has_control=True,  # for co-authors
        ),
        chart=Chart(caption="Papers by author"),
        reader_sorts=(SortOrder(name="author", label="By first author"),),
        columns=("authors",),
    ),
    Facet(
        name="first-author",
        help="The name of the first author, given name or family name first.",
        title="First author",
        terms=terms.people_terms(terms.first_authors),
        keys=terms.people_keys(terms.first_authors),
        order=terms.people_order(terms.first_authors),
        matching=WORDS,
        values=terms.people_values(terms.first_authors),
        examples=("Se-Young Yun", "!Yun"),
        sorted_with=("author",),
        missing="No author",
        authority="people",
        role=Role(variable="author", limit=1),
        label_order=name_order,
    ),
    Facet(
        name="editor",
        help="A name among the editors, given name or family name first.",
        title="Editor",
        terms=terms.people_terms(terms.editors),
        keys=terms.people_keys(terms.editors),
        order=terms.people_order(terms.editors),
        matching=WORDS,
        values=terms.people_values(terms.editors),
        examples=("Jan Hajič", "{Hajič, Jan}"),
        missing="No editor",
        searched=terms.people_terms(terms.editors),
        authority="people",
        role=Role(variable="editor"),
        label_order=name_order,
    ),
    Facet(
        name="venue",
        help="The journal, proceedings or book that contains the work, its conference or its series.",
        title="Venue",
        terms=terms.venues,
        matching=WORDS,
        values=terms.venue_values,
        examples=("EMNLP", "Findings*EMNLP", "=Nature"),
        missing="No venue",
        control="menu",
        bar_rank=3,
        selector=".pubs-venue",
        searched=terms.venue_values,
        authority="venues",
        pages=FacetPages(
            folder="venues",
            title="Venues",
            counted=(("author", "Authors"),),
            grouped_by="year",
            charted="year",
        ),
        chart=Chart(caption="Papers by venue"),
    ),
    Facet(
        name="type",
        help="The type of work, by its name in BibTeX or CSL. A name in both is BibTeX's, "
        "unless prefixed with “csl:”. “thesis” is every kind of thesis.",
        title="Type",
        terms=terms.types,
        keys=terms.type_keys,
        order=terms.type_order,
        values=terms.type_values,
        examples=("inproceedings", "paper-conference", "!thesis", "csl:article"),
        label=work_types.group_label,
        identity=str,
        missing="Other works",
        messages=True,
        control="menu",
        bar_rank=2,
        chart=Chart(caption="Papers by type"),
    ),
    Facet(
        name="keyword",
        help="A whole keyword.",
        title="Keyword",
        terms=terms.keywords,
        examples=("language models", "*learning", "!survey"),
        missing="No keyword",
        control="menu",
        bar_rank=5,
        selector=".pubs-keyword",
        searched=terms.keywords,
        pages=FacetPages(
            folder="keywords",
            title="Keywords",
            counted=(("author", "Authors"), ("venue", "Venues")),
            grouped_by="year",
            charted="year",
        ),
        chart=Chart(caption="Papers by keyword"),
    ),
    Facet(
        name="language",
        help="The language of the work, as a BCP 47 tag; a tag also finds more specific tags.",
        title="Language",
        terms=terms.languages,
        matching=TAGS,
        examples=("en", "pt-BR", "!de"),
        missing="No language",
        control="menu",
    ),
    Facet(
        name="status",
        help="The publication status: preprint, submitted, forthcoming, in press, retracted …; “published” "
        "by default. Preprints are “superseded” if their publication is an entry, too.",
        title="Status",
        terms=terms.statuses,
        keys=terms.status_keys,
        order=terms.status_order,
        values=terms.status_values,
        examples=("in press, forthcoming", "!preprint", "!superseded", "published"),
        label=statuses.label_of,
        missing="Published",
        messages=True,
        control="menu",
        bar_rank=6,
        authority="versions",
    ),
    Facet(
        name="award",
        help="Words of an award; a star finds every work with an award.",
        title="Award",
        terms=terms.awards,
        matching=WORDS,
        examples=("*", "best paper"),
        missing="No award",
        control="any",
        bar_rank=7,
    ),
    Facet(
        name="key",
        help="The key of the entry, or one of its former keys (“ids”).",
        title="Key",
        terms=terms.entry_key,
        values=terms.key_values,
        examples=("yang-etal-2024-learning", "yang-*", "!*-draft"),
        identity=str,
        missing="No key",
        has_keys=True,
    ),
    Facet(
        name="source",
        help="The file that contains the entry, with or without its folder.",
        title="Source",
        terms=terms.sources,
        values=terms.source_values,
        examples=("publications.bib", "projects/*.bib"),
        identity=str,
        missing="No source",
    ),
    Facet(
        name="date",
        help="The date of publication, as precisely as it is known.",
        title="Date",
        order=terms.date_order,
        reader_sorts=(
            SortOrder(name="newest", label="Newest first", descending=True),
            SortOrder(name="oldest", label="Oldest first"),
        ),
        columns=("year", "date"),
    ),
    Facet(
        name="title",
        help="The title, ignoring case, accents and punctuation.",
        title="Title",
        order=terms.title_order,
        reader_sorts=(SortOrder(name="title", label="By title"),),
        columns=("title",),
    ),
)


class Facets(Table[Facet]):
    """The facets of a project by name: the rows of this package, and those from outside."""

    @property
    def selecting(self) -> tuple[str, ...]:
        """The names of the facets that are options; lists can be sorted by every facet."""
        return tuple(facet.name for facet in self.rows if facet.selects)

    @property
    def with_pages(self) -> tuple[Facet, ...]:
        """The facets whose terms can have pages."""
        return tuple(facet for facet in self.rows if facet.pages is not None)

    @property
    def authorities(self) -> dict[str, AuthorityName]:
        """The authority of each facet by its name."""
        return {facet.name: facet.authority for facet in self.rows}

    def by_authority(self, name: AuthorityName) -> tuple[Facet, ...]:
        """Return the facets with an authority, those whose terms can have pages first."""
        rows = (facet for facet in self.rows if facet.authority == name)
        return tuple(sorted(rows, key=lambda facet: facet.pages is None))


#: The facets of this package.
BUILTIN = Facets(FACETS)


def message_ids() -> tuple[str, ...]:
    """Return every translatable label of this package's facets once, in the order of the tables."""
    titles = (facet.title for facet in FACETS)
    missing = (facet.missing for facet in FACETS if facet.missing)
    types = (row.label for row in work_types.WORK_TYPES)
    states = (row.label for row in statuses.STATUSES)
    return tuple(dict.fromkeys((*titles, *missing, *types, *states, *page_headings(), *chart_captions())))


def page_headings() -> tuple[str, ...]:
    """Return the headings of generated pages."""
    pages = [facet.pages for facet in FACETS if facet.pages is not None]
    return (*(row.title for row in pages), *(heading for row in pages for _, heading in row.counted))


def chart_captions() -> tuple[str, ...]:
    """Return the captions of charts."""
    return tuple(facet.chart.caption for facet in FACETS if facet.chart is not None)
