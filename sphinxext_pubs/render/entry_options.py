"""Make the display options for the entries of a list from the options of its directive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from sphinxext_pubs.entities.venue_names import Venue
from sphinxext_pubs.model.problems import InvalidValueError
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.suggestions import suggest
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.notation.l10n import Translate
from sphinxext_pubs.render.entry_display import Arrangement, Column, EntryOptions, ShownLine, Slot
from sphinxext_pubs.render.layouts import DEFAULT, HOME, OTHERS, Layout, Line
from sphinxext_pubs.render.parts import PARTS, Part

#: The buttons that need HTML: those that open folds, and the one that copies.
_HTML_BUTTONS = frozenset({"bib", "abs", "cite"})


def make_entry_options(
    layout: Layout = DEFAULT,
    *,
    show: Iterable[str] = (),
    hide: Iterable[str] = (),
    columns: Iterable[str] = (),
    grouped: Iterable[str] = ("year",),
    folds: bool = True,
    schemes: Iterable[str] = ("http", "https"),
    bibtex: str = "bibtex",
    files: Mapping[str, str] | None = None,
    pictures: Mapping[str, str] | None = None,
    highlight: Callable[[Name], bool] | None = None,
    venue: Callable[[Publication], Venue] | None = None,
    translate: Translate = str,
    language: str = "en",
    parts: Table[Part] = PARTS,
) -> EntryOptions:
    """Return the display options for the directive options of a list; ``folds`` is False without HTML.

    ``grouped`` are the facets by which the list is grouped; entries do not repeat the headings.
    Hiding ``buttons`` and showing some by name shows only those. ``columns`` are the columns of a table
    that the list names itself. ``parts`` is the table of parts.
    """
    show, hide, named = tuple(show), frozenset(hide), tuple(columns)
    only = _only_buttons(show, hide, named, parts)
    default = _default_parts(layout, grouped, folds=folds)
    shown = select_parts(default, (*show, *named), hide - {"buttons"} if only else hide, parts)
    shown, table_columns = _split_columns(layout, named, show, shown, parts)
    home = _home_column(table_columns)
    return EntryOptions(
        layout=layout,
        parts=shown,
        arrangement=arrange(layout, shown, table_columns, home, parts),
        hidden=hide if folds else hide | _HTML_BUTTONS,
        only=only,
        requested=frozenset((*show, *named)) - parts.keys(),
        reserved=frozenset((*parts, layout.name)),
        columns=tuple(Column(name, translate(parts[name].label)) for name in table_columns),
        home=home,
        schemes=frozenset(schemes),
        bibtex=bibtex,
        files=files or {},
        pictures=pictures or {},
        highlight=highlight,
        venue=venue,
        translate=lru_cache(maxsize=1024)(translate),
        language=language,
    )


def _split_columns(
    layout: Layout, named: Iterable[str], show: Iterable[str], shown: frozenset[str], parts: Table[Part]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the parts that a layout shows, and those of them that are columns of a table."""
    shown -= frozenset(layout.without)
    if not layout.columns:
        return shown, ()
    columns = select_columns(layout, named, show, shown, parts)
    return shown & {*columns, *(frozenset(layout.parts) - frozenset(layout.columns))}, columns


def _default_parts(layout: Layout, grouped: Iterable[str], *, folds: bool) -> frozenset[str]:
    default = frozenset(layout.parts) | (frozenset(layout.unheaded) - frozenset(grouped))
    return default if folds else default - frozenset(layout.folded)


def _only_buttons(
    show: Iterable[str], hide: frozenset[str], columns: tuple[str, ...], parts: Table[Part]
) -> frozenset[str]:
    """Return the only buttons to show, or none for all: those named if ``buttons`` is hidden or no column."""
    if "buttons" in hide:
        return frozenset(show) - parts.keys()
    return frozenset() if "buttons" in columns else frozenset(columns) - parts.keys()


def select_parts(
    default: Iterable[str], show: Iterable[str], hide: Iterable[str], parts: Table[Part] = PARTS
) -> frozenset[str]:
    """Return the parts that are shown: the default ones, plus those in ``show``, minus those in ``hide``."""
    return (frozenset(default) | (frozenset(show) & parts.keys())) - frozenset(hide)


# Tables


def select_columns(
    layout: Layout, named: Iterable[str], show: Iterable[str], shown: frozenset[str], parts: Table[Part]
) -> tuple[str, ...]:
    """Return the columns of a table, in order: those named by the list, else the layout's and ``show``.

    Only the parts ``shown`` that are not folded have columns; individual buttons share one.
    """
    columns = _columns(named, parts) or _columns((*layout.columns, *show), parts)
    return tuple(column for column in columns if column in shown)


def _columns(words: Iterable[str], parts: Table[Part]) -> tuple[str, ...]:
    unfolded = (word for word in words if word not in parts or parts[word].place != "below")
    return tuple(dict.fromkeys(word if word in parts else "buttons" for word in unfolded))


def _home_column(columns: tuple[str, ...]) -> str:
    """Return the column of the title, else the first column except the picture, else the first."""
    candidates = ("title", *(column for column in columns if column != "picture"), *columns)
    return next((column for column in candidates if column in columns), "")


# The arrangement


def check_layout(layout: Layout, parts: Table[Part]) -> None:
    """Raise InvalidValueError if a layout names an unknown part."""
    named = [
        *(*layout.parts, *layout.unheaded, *layout.folded, *layout.without, *layout.columns),
        *(_slot(word).part for line in layout.lines for word in line.parts if word not in (OTHERS, HOME)),
        *(line.needs.removeprefix("!") for line in layout.lines if line.needs),
    ]
    for name in named:
        if name not in parts:
            raise InvalidValueError(f"unknown part “{name}”", suggest(name, parts))


def arrange(
    layout: Layout, shown: frozenset[str], columns: tuple[str, ...], home: str, parts: Table[Part]
) -> Arrangement:
    """Return the arrangement of the parts shown, except those in columns of a table."""
    names = [name for name in parts if name in shown and name not in columns]
    named = {slot.part for line in layout.lines for slot in map(_slot, line.parts)}
    others = [name for name in names if parts[name].place == "line" and name not in named]
    usable = {*names, HOME} if home else {*names}
    lines = (
        shown_line
        for line, is_other in _expand(_lines(layout), others)
        if (shown_line := _shown_line(line, usable, home, parts, is_other=is_other))
    )
    return Arrangement(
        above=tuple(name for name in names if parts[name].place == "above" and name not in named),
        lines=tuple(lines),
        below=tuple(name for name in names if parts[name].place == "below" and name not in named),
    )


def _lines(layout: Layout) -> tuple[Line, ...]:
    """Return the lines of a layout; those of a table begin with the part of the home column."""
    has_home = any(HOME in line.parts for line in layout.lines)
    return layout.lines if has_home or not layout.columns else (Line(parts=(HOME,)), *layout.lines)


def _expand(lines: Iterable[Line], others: Iterable[str]) -> Iterator[tuple[Line, bool]]:
    """Yield the lines, with a line for each part that no other line names, and whether it is such a line."""
    for line in lines:
        if line.parts == (OTHERS,):
            yield from ((replace(line, parts=(name,)), True) for name in others)
        else:
            yield line, False


def _shown_line(
    line: Line, names: Iterable[str], home: str, parts: Table[Part], *, is_other: bool
) -> ShownLine | None:
    """Return the line with the parts that are shown, or None if it has none."""
    slots = []
    for slot in map(_slot, line.parts):
        if slot.part in names:
            part = home if slot.part == HOME else slot.part
            slots.append(Slot(part, slot.before, slot.after, is_box=parts[part].is_box))
    is_alone = len(line.parts) == 1 and not line.css
    if not slots:
        return None
    return ShownLine(
        tuple(slots),
        line.between,
        line.css,
        is_alone=is_alone,
        is_sentence=line.is_sentence,
        is_row=line.is_row,
        is_other=is_other,
        needs=line.needs,
    )


def _slot(word: str) -> Slot:
    """Return the slot for a word of a line: a part, in parentheses if the word is."""
    if word.startswith("(") and word.endswith(")"):
        return Slot(word[1:-1], "(", ")")
    return Slot(word)
