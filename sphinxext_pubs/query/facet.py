"""The row type of the table of facets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sphinxext_pubs.entities.authority import AuthorityName, Role
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation.matching import Matching
from sphinxext_pubs.query.facet_values import Key, Keys, Order, Terms, Values

#: The control for filtering in the browser: none, a menu, a menu with a form for a range, or a menu with
#: “any value” as its first choice.
Control: TypeAlias = Literal["", "menu", "range", "any"]

#: A function that returns terms with their sort keys.
Choices: TypeAlias = Callable[[Publication], tuple[tuple[str, Key], ...]]


def _no_values(publication: Publication) -> tuple[()]:
    """Return the terms of a facet that is only for sorting: none."""
    return ()


@dataclass(frozen=True, slots=True)
class SortOrder:
    """An order in which readers can sort a list by a facet: its word in URLs and its label (a message id)."""

    name: str
    label: str
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetPages:
    """The generated pages of a facet's terms, named by the facet in ``pubs_pages``.

    ``folder`` is their default folder, ``title`` the heading of their directory (a message id). ``counted``
    are the facets whose terms are counted beside the papers, each with its heading (a message id).
    ``grouped_by`` is the facet by which the papers are grouped, if any, and ``charted`` the facet with
    numbers of a chart, if any. ``open_graph`` is the type of page in Open Graph. ``has_feed`` adds an Atom
    feed if
    ``pubs_feed`` is set. The filter bar of a page lacks the facet's own control unless ``has_control``.
    """

    folder: str
    title: str
    counted: tuple[tuple[str, str], ...] = (("author", "Authors"), ("venue", "Venues"))
    grouped_by: str = "year"
    charted: str = "year"
    has_feed: bool = False
    has_control: bool = False
    open_graph: str = "website"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The chart of papers by a facet: its caption (a message id).

    If the terms ``are_numbers``, the bars are all numbers of their range in order; else they are the most
    frequent terms.
    """

    caption: str
    are_numbers: bool = False


def label_order(label: str) -> Key:
    """Return the sort key of a label in a directory: numbers by value, others ignoring case and accents."""
    return (label.zfill(6) if label.isdigit() else fold(label),)


def name_order(label: str) -> Key:
    """Return the sort key of a person's name in a directory: by the last word."""
    return (fold(label).rpartition(" ")[2], fold(label))


@dataclass(frozen=True, slots=True, kw_only=True)
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
    can sort by the facet, ``columns`` the columns of a table whose headers do so. ``bar_rank`` is the
    position of the control in the bar of a list that does not name its controls, or 0 if the bar lacks it.

    ``searched`` returns the texts by which the search box finds a paper. ``authority`` names what the
    library knows about the terms as entities, ``role`` the people that the facet is about; without a role
    the terms are not people. ``has_keys`` is true if each term is a paper's own, so that a value without a
    paper is a mistake. ``pages`` and ``chart`` are set if terms can have pages and can be counted
    in a chart; ``label_order`` returns the sort key of a label in the directory of terms.
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
    bar_rank: int = 0
    searched: Callable[[Publication], Iterable[str]] = _no_values
    authority: AuthorityName = ""
    role: Role | None = None
    has_keys: bool = False
    label_order: Callable[[str], Key] = label_order
    pages: FacetPages | None = None
    chart: Chart | None = None

    @property
    def chart_caption(self) -> str:
        """The caption of its chart (a message id), empty if it has none."""
        return self.chart.caption if self.chart is not None else ""

    @property
    def selects(self) -> bool:
        """True if the facet is an option for selecting and grouping; False if it is only for sorting."""
        return self.matching is not None
