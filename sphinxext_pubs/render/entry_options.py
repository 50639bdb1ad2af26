"""Display options for the entries of a list: parts, buttons and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sphinxext_pubs.entities.venue_names import Venue
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.notation.l10n import Translate
from sphinxext_pubs.render.layouts import DEFAULT, Layout
from sphinxext_pubs.render.parts import BY_NAME, FOLDED, PART_NAMES, select_columns, select_parts


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str = field(metadata={"help": "The name of the part in it."})
    label: str = field(metadata={"help": "Its heading, in the reader's language."})


@dataclass(frozen=True, slots=True)
class EntryOptions:
    """The display options for the entries of one list: all that a view depends on besides the publication.

    ``parts`` are the parts shown, ``hidden`` the buttons not shown, ``only`` the only buttons shown (empty:
    all), ``columns`` those of a table, ``home`` the column for parts without a column. ``schemes`` are the
    URL schemes that become links, ``files`` the URLs of local files copied to the output, by their path in
    the data, and ``pictures`` those that the builder can show.
    ``highlight`` returns True for names in bold, ``venue`` the venue of a paper, ``translate`` translates
    message ids to the reader's ``language``.
    """

    layout: Layout = DEFAULT
    parts: frozenset[str] = frozenset(DEFAULT.parts)
    hidden: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    columns: tuple[Column, ...] = ()
    home: str = ""
    schemes: frozenset[str] = frozenset({"http", "https"})
    files: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    highlight: Callable[[Name], bool] | None = None
    venue: Callable[[Publication], Venue] | None = None
    translate: Translate = str
    language: str = "en"


def make_entry_options(
    layout: Layout = DEFAULT,
    *,
    show: Iterable[str] = (),
    hide: Iterable[str] = (),
    columns: Iterable[str] = (),
    grouped: Iterable[str] = ("year",),
    folds: bool = True,
    schemes: Iterable[str] = ("http", "https"),
    files: Mapping[str, str] | None = None,
    pictures: Mapping[str, str] | None = None,
    highlight: Callable[[Name], bool] | None = None,
    venue: Callable[[Publication], Venue] | None = None,
    translate: Translate = str,
    language: str = "en",
) -> EntryOptions:
    """Return the display options for the directive options of a list; ``folds`` is False without HTML.

    ``grouped`` are the facets by which the list is grouped; entries do not repeat the headings.
    Hiding ``buttons`` and showing some by name shows only those. ``columns`` are the columns of a table
    that the list names itself.
    """
    show, hide, named_columns = tuple(show), frozenset(hide), tuple(columns)
    only = _only_buttons(show, hide, named_columns)
    default = {*layout.parts, *(frozenset(layout.unheaded) - frozenset(grouped))}
    default -= frozenset() if folds else frozenset(layout.folded)
    parts = select_parts(default, (*show, *named_columns), hide - {"buttons"} if only else hide)
    parts -= frozenset(layout.without)
    table_columns = select_columns(layout.columns, named_columns, show, parts) if layout.columns else ()
    if layout.columns:
        parts &= {*table_columns, *(frozenset(layout.parts) - frozenset(layout.columns))}
    return EntryOptions(
        layout=layout,
        parts=parts,
        hidden=hide if folds else hide | FOLDED.keys() | {"cite"},
        only=only,
        columns=tuple(Column(name, translate(BY_NAME[name].label)) for name in table_columns),
        home=_home_column(table_columns),
        schemes=frozenset(schemes),
        files=files or {},
        pictures=pictures or {},
        highlight=highlight,
        venue=venue,
        translate=lru_cache(maxsize=1024)(translate),
        language=language,
    )


def _home_column(columns: tuple[str, ...]) -> str:
    """Return the column of the title, else the first column except the picture, else the first."""
    candidates = ("title", *(column for column in columns if column != "picture"), *columns)
    return next((column for column in candidates if column in columns), "")


def _only_buttons(show: Iterable[str], hide: frozenset[str], columns: tuple[str, ...]) -> frozenset[str]:
    """Return the only buttons to show, or none for all: those named if ``buttons`` is hidden or no column."""
    if "buttons" in hide:
        return frozenset(show) - PART_NAMES
    return frozenset() if "buttons" in columns else frozenset(columns) - PART_NAMES
