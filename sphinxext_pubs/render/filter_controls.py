"""The controls of the filter bar above a list, named by the option ``filterable``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sphinxext_pubs.model.problems import InvalidValueError, not_combined
from sphinxext_pubs.model.suggestions import suggest
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.query.facet import Facet, SortOrder
from sphinxext_pubs.query.facets import Facets

ControlKind: TypeAlias = Literal["search", "menu", "range", "any", "action"]


@dataclass(frozen=True, slots=True)
class Control:
    """A control: its word in ``filterable``, help text, label (a message id), kind, and required part."""

    name: str
    help: str
    label: str
    kind: ControlKind
    needs: str = ""


_SEARCH = Control(
    "search",
    "A search box: every word entered must be in the title, names, venue, keywords, year or abstract. "
    "Quotes keep words together, “author:kim” searches the values of one menu, “title:graph” one field "
    "(title, doi, note, abstract), and “has:pdf” finds papers with a link, a field or a part of that name.",
    "Search",
    "search",
)

_ACTIONS = (
    Control("sort", "A menu to sort the list by date, title or first author.", "Sort", "action"),
    Control("abstracts", "A button to open and close all abstracts.", "Abstract", "action", "abstract"),
    Control(
        "download",
        "A button to save the matching papers as a BibTeX file.",
        "Download BibTeX",
        "action",
        "bibtex",
    ),
)

ACTIONS: tuple[str, ...] = tuple(control.name for control in _ACTIONS)


def controls_of(facets: Facets) -> Table[Control]:
    """Return all controls by the words for them."""
    menus = (
        Control(facet.name, f"A menu to choose papers by {facet.name}.", facet.title, facet.control)
        for facet in facets.rows
        if facet.control
    )
    return Table((_SEARCH, *menus, *_ACTIONS))


def default_controls(facets: Facets) -> tuple[str, ...]:
    """Return the words for the controls of a bar by default, without the actions, which every bar has."""
    shown = sorted((facet for facet in facets.rows if facet.bar_rank), key=lambda facet: facet.bar_rank)
    return (_SEARCH.name, *(facet.name for facet in shown))


#: The word for no filter bar.
NONE = "none"

#: The label of the order of the list itself (a message id).
AS_LISTED = "As listed"


def reader_sorts(facets: Iterable[Facet]) -> tuple[tuple[Facet, SortOrder], ...]:
    """Return the orders in which readers can sort, with their facets; facets that only sort are first."""
    rows = sorted(facets, key=lambda facet: facet.selects)
    return tuple((facet, order) for facet in rows for order in facet.reader_sorts)


def parse_controls(words: tuple[str, ...], facets: Facets) -> tuple[str, ...]:
    """Return the controls for these words; the default ones without words, and none for ``none``.

    A word with ``!`` removes a control. The actions are included unless removed.
    Raise InvalidValueError for an unknown word.
    """
    words, known = tuple(word.lower() for word in words), controls_of(facets)
    if words == (NONE,):
        return ()
    for word in words:
        if word == NONE:
            raise InvalidValueError(not_combined(NONE, "other controls"))
        if word.removeprefix("!") not in known:
            choices = suggest(word.removeprefix("!"), (*known, NONE))
            raise InvalidValueError(f"unknown control “{word}”", choices)
    named = [word for word in words if not word.startswith("!")]
    removed = {word[1:] for word in words if word.startswith("!")}
    controls = dict.fromkeys([*(named or default_controls(facets)), *ACTIONS])
    return tuple(word for word in controls if word not in removed)


@dataclass(frozen=True, slots=True)
class ControlView:
    """A control of the filter bar, for its template."""

    name: str = field(metadata={"help": "Its word in ``filterable``."})
    label: str = field(metadata={"help": "Its label, in the reader's language."})
    kind: ControlKind = field(
        metadata={
            "help": "``search``, ``action``, or a menu: ``menu``, ``range`` (with from and to), ``any``."
        }
    )


@dataclass(frozen=True, slots=True)
class BarView:
    """The bar above a list: the ``bar`` of its template."""

    list: str = field(metadata={"help": "The name of the list in the page (``data-list``) and in URLs."})
    label: str = field(metadata={"help": "The label of the bar, for screen readers."})
    controls: tuple[ControlView, ...] = field(
        metadata={"help": "The controls in order, each with ``name``, ``label`` and ``kind``."}
    )
    sorts: tuple[tuple[str, str], ...] = field(
        default=(), metadata={"help": "The sort orders: pairs of a word for the script and a label."}
    )
    css: str = field(default="", metadata={"help": "The classes of the list, from its option ``class``."})
    data: str = field(default="", metadata={"help": "The data for the script, as JSON that is safe in HTML."})
