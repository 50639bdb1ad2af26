"""How the entries of a list are shown: which parts, buttons and columns."""

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

    name: str = field(metadata={"help": "The name of the part that stands in it."})
    label: str = field(metadata={"help": "Its heading, in the reader's language."})


@dataclass(frozen=True, slots=True)
class EntryOptions:
    """How the entries of one list are shown: all that a view needs beside the publication.

    ``parts`` are the parts shown, ``hidden`` the buttons left out, ``only`` the only buttons (empty:
    all), ``columns`` those of a table, ``home`` the one for all that has no column. ``schemes`` are the
    schemes of addresses that become links, ``files`` the addresses of the local files that were copied
    to the output, by the path that the data names, ``pictures`` those that the builder can show.
    ``highlight`` says whose names stand out, ``venue`` what the venue of a paper is, ``translate`` turns
    message ids into the reader's language, whose name is ``language``.
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
    """How a list is shown, from the words of its options; ``folds`` is false in builders without HTML.

    ``grouped`` are the facets by which the list is grouped: what its headings say, entries need not.
    To hide ``buttons`` and show some of them by name leaves only those. ``columns`` are the words by
    which a list chooses the columns of a table itself.
    """
    show, hide, own = tuple(show), frozenset(hide), tuple(columns)
    only = _only_buttons(show, hide, own)
    default = {*layout.parts, *(frozenset(layout.unheaded) - frozenset(grouped))}
    default -= frozenset() if folds else frozenset(layout.folded)
    parts = select_parts(default, (*show, *own), hide - {"buttons"} if only else hide)
    parts -= frozenset(layout.without)
    chosen = select_columns(layout.columns, own, show, parts) if layout.columns else ()
    if layout.columns:
        parts &= {*chosen, *(frozenset(layout.parts) - frozenset(layout.columns))}
    return EntryOptions(
        layout=layout,
        parts=parts,
        hidden=hide if folds else hide | FOLDED.keys() | {"cite"},
        only=only,
        columns=tuple(Column(name, translate(BY_NAME[name].label)) for name in chosen),
        home=_home_column(chosen),
        schemes=frozenset(schemes),
        files=files or {},
        pictures=pictures or {},
        highlight=highlight,
        venue=venue,
        translate=lru_cache(maxsize=1024)(translate),
        language=language,
    )


def _home_column(columns: tuple[str, ...]) -> str:
    """The title's column, else the first of words, else the first."""
    words = ("title", *(column for column in columns if column != "picture"), *columns)
    return next((column for column in words if column in columns), "")


def _only_buttons(show: Iterable[str], hide: frozenset[str], columns: tuple[str, ...]) -> frozenset[str]:
    """The only buttons that are shown: those named where ``buttons`` is hidden, or no column of its own."""
    if "buttons" in hide:
        return frozenset(show) - PART_NAMES
    return frozenset() if "buttons" in columns else frozenset(columns) - PART_NAMES
