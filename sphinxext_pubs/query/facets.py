"""FACETS: the aspects of publications used in selections, one row each.

A row defines the directive's option, the sort key, the grouping, the control in the browser and the
documentation. To add a facet, add a row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sphinxext_pubs.model import statuses, work_types
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation.matching import NUMBERS, TAGS, TERMS, WORDS, Matching
from sphinxext_pubs.query import facet_values as terms
from sphinxext_pubs.query.facet_values import Keys, Order, Terms, Values

#: The control for filtering in the browser: none, a menu, a menu with a form for a range, or a menu with
#: “any value” as its first choice.
Control: TypeAlias = Literal["", "menu", "range", "any"]

#: A function that returns terms with their sort keys.
Choices: TypeAlias = Callable[[Publication], tuple[tuple[str, terms.Key], ...]]


def _no_values(publication: Publication) -> tuple[()]:
    """Return the terms of a facet that is only for sorting: none."""
    return ()


@dataclass(frozen=True, slots=True)
class SortOrder:
    """An order in which readers can sort a list by a facet: its word in URLs and its label (a message id)."""

    name: str
    label: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One aspect of publications.

    ``terms`` returns a publication's canonical terms, ``keys`` their sort keys in the same order, and
    ``values`` the values that conditions are compared with by ``matching`` (``None``: the facet
    is only for sorting). ``order`` returns the sort key of a publication, or ``None`` for one without a
    value (sorted last in both directions). Groups of terms are in ``descending`` order
    unless the list is sorted by one of ``sorted_with``; terms with the same ``identity`` form one
    group. ``label`` is the heading of a term and ``missing`` that of publications without one;
    ``missing`` is a message id, and so are the labels if ``messages`` is true. ``title`` is the
    message id of the facet's name. ``choices`` returns the choices offered in the browser, if they differ
    from the terms. ``selector`` is a CSS selector of the elements of an entry that show one term each, in the
    order of the terms: readers click them to filter. ``reader_sorts`` are the orders in which readers
    can sort by the facet, ``columns`` the columns of a table whose headers do so.
    """

    name: str
    help: str
    title: str = ""
    terms: Terms = _no_values
    keys: Keys = _no_values
    order: Order = _no_values
    matching: Matching[Any] | None = None  # each kind of matching prepares its own type of value
    values: Values = _no_values
    examples: tuple[str, ...] = ()
    descending: bool = False
    sorted_with: tuple[str, ...] = ()
    identity: Callable[[str], str] = str
    label: Callable[[str], str] = str
    missing: str = ""
    messages: bool = False
    control: Control = ""
    choices: Choices | None = None
    selector: str = ""
    reader_sorts: tuple[SortOrder, ...] = ()
    columns: tuple[str, ...] = ()
    pages: bool = False

    @property
    def selects(self) -> bool:
        """True if the facet is an option for selecting and grouping; False if it is only for sorting."""
        return self.matching is not None


# The table -----------------------------------------------------------------------------------------

FACETS: tuple[Facet, ...] = (
    Facet(
        "year",
        "The year of publication; a range of years is found by each year, and grouped by the first.",
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
        missing="Undated",
        messages=True,
        control="range",
        choices=terms.year_choices,
    ),
    Facet(
        "author",
        "A name among the authors, given name or family name first.",
        title="Author",
        terms=terms.people_terms(terms.authors),
        keys=terms.people_keys(terms.authors),
        order=terms.people_order(terms.authors_or_editors),
        matching=WORDS,
        values=terms.people_values(terms.authors),
        examples=("Se-Young Yun", "{Yun, Se-Young}", "=Se-Young Yun", "Yun, !Kim"),
        sorted_with=("author",),
        identity=fold,
        missing="No author",
        control="menu",
        selector=".pubs-authors .pubs-author",
        reader_sorts=(SortOrder("author", "By first author"),),
        columns=("authors",),
    ),
    Facet(
        "first-author",
        "The name of the first author, given name or family name first.",
        title="First author",
        terms=terms.people_terms(terms.first_authors),
        keys=terms.people_keys(terms.first_authors),
        order=terms.people_order(terms.first_authors),
        matching=WORDS,
        values=terms.people_values(terms.first_authors),
        examples=("Se-Young Yun", "!Yun"),
        sorted_with=("author",),
        identity=fold,
        missing="No author",
    ),
    Facet(
        "editor",
        "A name among the editors, given name or family name first.",
        title="Editor",
        terms=terms.people_terms(terms.editors),
        keys=terms.people_keys(terms.editors),
        order=terms.people_order(terms.editors),
        matching=WORDS,
        values=terms.people_values(terms.editors),
        examples=("Jan Hajič", "{Hajič, Jan}"),
        sorted_with=("editor",),
        identity=fold,
        missing="No editor",
    ),
    Facet(
        "venue",
        "The journal, proceedings or book that contains the work, its conference or its series.",
        title="Venue",
        terms=terms.venues,
        keys=terms.text_keys(terms.venues),
        order=terms.text_order(terms.venues),
        matching=WORDS,
        values=terms.venue_values,
        examples=("EMNLP", "Findings*EMNLP", "=Nature"),
        sorted_with=("venue",),
        identity=fold,
        missing="No venue",
        control="menu",
        selector=".pubs-venue",
    ),
    Facet(
        "type",
        "The type of work, by its name in BibTeX or CSL. A name in both is BibTeX's, "
        "unless prefixed with “csl:”. “thesis” is every kind of thesis.",
        title="Type",
        terms=terms.types,
        keys=terms.type_keys,
        order=terms.type_order,
        matching=TERMS,
        values=terms.type_values,
        examples=("inproceedings", "paper-conference", "!thesis", "csl:article"),
        sorted_with=("type",),
        label=work_types.group_label,
        missing="Other works",
        messages=True,
        control="menu",
    ),
    Facet(
        "keyword",
        "A whole keyword.",
        title="Keyword",
        terms=terms.keywords,
        keys=terms.text_keys(terms.keywords),
        order=terms.text_order(terms.keywords),
        matching=TERMS,
        values=terms.keywords,
        examples=("language models", "*learning", "!survey"),
        sorted_with=("keyword",),
        identity=fold,
        missing="No keyword",
        control="menu",
        selector=".pubs-keyword",
    ),
    Facet(
        "language",
        "The language of the work, as a BCP 47 tag; a tag also finds more specific tags.",
        title="Language",
        terms=terms.languages,
        keys=terms.text_keys(terms.languages),
        order=terms.text_order(terms.languages),
        matching=TAGS,
        values=terms.languages,
        examples=("en", "pt-BR", "!de"),
        sorted_with=("language",),
        identity=fold,
        missing="No language",
        control="menu",
    ),
    Facet(
        "status",
        "The publication status: preprint, submitted, forthcoming, in press, retracted …; “published” "
        "by default. Preprints are “superseded” if their publication is an entry, too.",
        title="Status",
        terms=terms.statuses,
        keys=terms.status_keys,
        order=terms.status_order,
        matching=TERMS,
        values=terms.status_values,
        examples=("in press, forthcoming", "!preprint", "!superseded", "published"),
        sorted_with=("status",),
        identity=fold,
        label=statuses.label_of,
        missing="Published",
        messages=True,
        control="menu",
    ),
    Facet(
        "award",
        "Words of an award; a star finds every work with an award.",
        title="Award",
        terms=terms.awards,
        keys=terms.text_keys(terms.awards),
        order=terms.text_order(terms.awards),
        matching=WORDS,
        values=terms.awards,
        examples=("*", "best paper"),
        sorted_with=("award",),
        identity=fold,
        missing="No award",
        control="any",
    ),
    Facet(
        "key",
        "The key of the entry, or one of its former keys (“ids”).",
        title="Key",
        terms=terms.entry_key,
        keys=terms.text_keys(terms.entry_key),
        order=terms.text_order(terms.entry_key),
        matching=TERMS,
        values=terms.key_values,
        examples=("yang-etal-2024-learning", "yang-*", "!*-draft"),
        sorted_with=("key",),
        missing="No key",
    ),
    Facet(
        "source",
        "The file that contains the entry, with or without its folder.",
        title="Source",
        terms=terms.sources,
        keys=terms.text_keys(terms.sources),
        order=terms.text_order(terms.sources),
        matching=TERMS,
        values=terms.source_values,
        examples=("publications.bib", "projects/*.bib"),
        sorted_with=("source",),
        missing="No source",
    ),
    Facet(
        "date",
        "The date of publication, as precisely as it is known.",
        title="Date",
        order=terms.date_order,
        reader_sorts=(
            SortOrder("newest", "Newest first", descending=True),
            SortOrder("oldest", "Oldest first"),
        ),
        columns=("year", "date"),
    ),
    Facet(
        "title",
        "The title, ignoring case, accents and punctuation.",
        title="Title",
        order=terms.title_order,
        reader_sorts=(SortOrder("title", "By title"),),
        columns=("title",),
    ),
)

BY_NAME: dict[str, Facet] = {facet.name: facet for facet in FACETS}

#: Names of the facets that are options, and of all facets by which a list can be sorted.
SELECTING: tuple[str, ...] = tuple(facet.name for facet in FACETS if facet.selects)
SORTING: tuple[str, ...] = tuple(facet.name for facet in FACETS)


def message_ids() -> tuple[str, ...]:
    """Return every translatable label once, in the order of the tables."""
    titles = (facet.title for facet in FACETS)
    missing = (facet.missing for facet in FACETS if facet.missing)
    types = (row.label for row in work_types.WORK_TYPES)
    states = (row.label for row in statuses.STATUSES)
    return tuple(dict.fromkeys((*titles, *missing, *types, *states)))
