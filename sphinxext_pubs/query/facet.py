"""The row type of the table of facets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from sphinxext_pubs.entities.authority import AuthorityName, Role
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import fold, term_key
from sphinxext_pubs.notation.matching import TERMS, Matching
from sphinxext_pubs.query.facet_values import Key, Keys, Order, Terms, Values, text_keys, text_order

#: The control for filtering in the browser: none, a menu, a menu with a form for a range, or a menu with
#: “any value” as its first choice.
Control: TypeAlias = Literal["", "menu", "range", "any"]

#: A function that returns terms with their sort keys.
Choices: TypeAlias = Callable[[Publication], tuple[tuple[str, Key], ...]]


def without_values(publication: Publication) -> tuple[()]:
    """Return nothing: the terms, or what is derived from them, are not given."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SortOrder:
    """An order in which readers can sort a list by a facet."""

    name: str = field(metadata={"help": "Its word in URLs."})
    label: str = field(metadata={"help": "Its label (a message id)."})
    descending: bool = field(default=False, metadata={"help": "True if the last paper is first."})


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetPages:
    """The generated pages of a facet's terms, named by the facet in ``pubs_pages``."""

    folder: str = field(metadata={"help": "The default folder of the pages."})
    title: str = field(metadata={"help": "The heading of the directory of all terms (a message id)."})
    counted: tuple[tuple[str, str], ...] = field(
        default=(),
        metadata={"help": "The facets that are counted on a page, each with a heading (a message id)."},
    )
    grouped_by: str = field(
        default="", metadata={"help": "The facet by which the papers are grouped, or empty."}
    )
    charted: str = field(
        default="", metadata={"help": "The facet with numbers of the chart on a page, or empty."}
    )
    has_feed: bool = field(
        default=False, metadata={"help": "True if pages have an Atom feed, if :confval:`pubs_feed` is set."}
    )
    has_control: bool = field(
        default=False, metadata={"help": "True if the filter bar of a page has the facet's own control."}
    )
    open_graph: str = field(default="website", metadata={"help": "The type of page in Open Graph."})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The chart of papers by a facet."""

    caption: str = field(metadata={"help": "The default caption (a message id)."})
    are_numbers: bool = field(
        default=False,
        metadata={
            "help": "True if the terms are numbers: the bars are all numbers of their range in order. By "
            "default the bars are the most frequent terms."
        },
    )


def label_order(label: str) -> Key:
    """Return the sort key of a label in a directory: numbers by value, others ignoring case and accents."""
    return (label.zfill(6) if label.isdigit() else fold(label),)


def name_order(label: str) -> Key:
    """Return the sort key of a person's name in a directory: by the last word."""
    return (fold(label).rpartition(" ")[2], fold(label))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One aspect of publications.

    A facet is an option of lists, and they can be grouped by it, if it has ``terms`` or ``matching``.
    Otherwise lists can only be sorted by it.
    """

    name: str = field(metadata={"help": "Its name: the option, and the word in expressions."})
    help: str = field(metadata={"help": "A sentence on it, for the documentation."})
    title: str = field(
        default="", metadata={"help": "Its label (a message id); by default made of the name."}
    )
    terms: Terms = field(
        default=without_values,
        metadata={"help": "Returns the terms of a paper: the headings of groups, the choices of menus."},
    )
    keys: Keys = field(
        default=without_values,
        metadata={"help": "Returns the sort keys of the terms, in the same order; by default alphabetical."},
    )
    order: Order = field(
        default=without_values,
        metadata={
            "help": "Returns the sort key of a paper, or None to sort it last in both directions; by default "
            "that of all terms."
        },
    )
    matching: Matching[Any] | None = field(  # each kind of matching prepares its own type of value
        default=None,
        metadata={"help": "How conditions match values; by default ``TERMS``, if the facet has terms."},
    )
    values: Values = field(
        default=without_values,
        metadata={"help": "Returns the values that conditions are compared with; by default the terms."},
    )
    examples: tuple[str, ...] = field(
        default=(), metadata={"help": "Values of the option, for the documentation."}
    )
    descending: bool = field(
        default=False, metadata={"help": "True if the last group is first, unless the list is sorted."}
    )
    sorted_with: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "The sort keys that set the direction of the groups, too; by default the facet itself."
        },
    )
    identity: Callable[[str], str] = field(
        default=term_key,
        metadata={
            "help": "Returns the same string for terms of one group; by default without case, accents, "
            "hyphens and apostrophes."
        },
    )
    label: Callable[[str], str] = field(default=str, metadata={"help": "Returns the heading of a term."})
    missing: str = field(
        default="",
        metadata={
            "help": "The heading of papers without a term (a message id); by default made of the title."
        },
    )
    messages: bool = field(
        default=False, metadata={"help": "True if the headings of terms are message ids, too."}
    )
    control: Control = field(
        default="",
        metadata={
            "help": "The control in the filter bar: ``menu``, ``range`` (a menu with a form for a range of "
            "numbers), ``any`` (a menu that begins with “any value”), or empty."
        },
    )
    choices: Choices | None = field(
        default=None,
        metadata={"help": "Returns the choices of the control with their sort keys, if not the terms."},
    )
    selector: str = field(
        default="",
        metadata={
            "help": "A CSS selector of the elements of an entry that show one term each, in the order of the "
            "terms. Readers click them to filter."
        },
    )
    reader_sorts: tuple[SortOrder, ...] = field(
        default=(), metadata={"help": "The orders in which readers can sort a list by the facet."}
    )
    columns: tuple[str, ...] = field(
        default=(), metadata={"help": "The columns of a table that readers click to sort by the facet."}
    )
    bar_rank: int = field(
        default=0,
        metadata={
            "help": "The position of the control in a bar that does not name its controls. With 0 the bar "
            "lacks it."
        },
    )
    searched: Callable[[Publication], Iterable[str]] = field(
        default=without_values, metadata={"help": "Returns the texts by which the search box finds a paper."}
    )
    authority: AuthorityName = field(
        default="",
        metadata={
            "help": "What the terms are, by which spellings are one term: ``people``, ``venues``, "
            "``versions``, or empty. The entities of generated pages and charts are then those that the "
            "library knows, such as the people in ``role``, whatever ``terms`` returns."
        },
    )
    role: Role | None = field(
        default=None, metadata={"help": "The people of a paper, if the terms are people."}
    )
    has_keys: bool = field(
        default=False,
        metadata={
            "help": "True if each term is one paper's own, so that a value without a paper is a mistake."
        },
    )
    label_order: Callable[[str], Key] = field(
        default=label_order,
        metadata={"help": "Returns the sort key of a heading in the directory; by default alphabetical."},
    )
    pages: FacetPages | None = field(default=None, metadata={"help": "The generated pages of its terms."})
    chart: Chart | None = field(default=None, metadata={"help": "The chart of papers by the facet."})

    def __post_init__(self) -> None:
        """Derive what is not given from the name and the terms."""
        title = self.title or self.name.replace("-", " ").capitalize()
        derived: dict[str, object] = {"title": title}
        if self.terms is not without_values:
            derived |= {
                "keys": text_keys(self.terms) if self.keys is without_values else self.keys,
                "order": text_order(self.terms) if self.order is without_values else self.order,
                "values": self.terms if self.values is without_values else self.values,
                "matching": self.matching or TERMS,
                "sorted_with": self.sorted_with or (self.name,),
                "missing": self.missing or f"No {title[:1].lower()}{title[1:]}",
            }
        for name, value in derived.items():
            object.__setattr__(self, name, value)  # as dataclasses do for frozen ones

    @property
    def chart_caption(self) -> str:
        """The caption of its chart (a message id), empty if it has none."""
        return self.chart.caption if self.chart is not None else ""

    @property
    def selects(self) -> bool:
        """True if the facet is an option for selecting and grouping; False if it is only for sorting."""
        return self.matching is not None
