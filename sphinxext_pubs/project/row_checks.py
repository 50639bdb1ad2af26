"""Checks of rows from outside: the types of their fields, their names, and the rows that they refer to.

All checks raise ValueError with a sentence about the first fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pkgutil import resolve_name
from types import UnionType
from typing import TYPE_CHECKING, Literal, Union, get_args, get_origin, get_type_hints

from sphinxext_pubs.library.readers import error_text
from sphinxext_pubs.model.problems import InvalidValueError
from sphinxext_pubs.model.suggestions import suggest
from sphinxext_pubs.project.page_kinds import PAPER, is_folder
from sphinxext_pubs.render import tree
from sphinxext_pubs.render.buttons import LABELS

if TYPE_CHECKING:
    from sphinxext_pubs.model.table import Named
    from sphinxext_pubs.query.facet import Facet
    from sphinxext_pubs.render.layouts import Layout

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

#: The names that options, expressions and commands use for something else, by the kind of row.
RESERVED: Mapping[str, Collection[str]] = {
    "facet": {
        *("and", "or", "not", "has", "in", "none", "search", "by", "caption", "anchor", PAPER.name),
        *("cited", "class", "download", "feed", "filter", "filterable", "group-by", "hide", "label-prefix"),
        *("layout", "limit", "member-of", "name", "numbered", "per-page", "show", "sort", "style"),
        *(
            "encoding",
            "files",
            "format",
            "help",
            "output",
            "people",
            "to",
            "venues",
            "version",
            "registry",
            "run",
        ),
    },
    "format": {"atom", "keys", "table"},
    "layout": {"elsewhere", "preview"},
    "part": {*LABELS, "none", "entry", "preview", "button-row"},  # with blocks of templates
}


def check_name(kind: str, row: Named) -> None:
    """Raise ValueError if a row has a name that cannot be used."""
    if not _NAME.fullmatch(row.name):
        raise ValueError(f"the name “{row.name}” must consist of words of lower-case letters, joined by -")
    if row.name in RESERVED[kind]:
        raise ValueError(f"the name “{row.name}” is used for something else")


# Types of fields


def check_types(row: object) -> None:
    """Raise ValueError if a field of a row, or of a row in it, does not have its declared type."""
    hints = get_type_hints(type(row), localns=vars(tree))  # trees are declared by name
    for field in fields(row) if is_dataclass(row) and not isinstance(row, type) else ():
        value = getattr(row, field.name)
        if not _fits(value, hints[field.name]):
            raise ValueError(f"“{field.name}” cannot be {value!r:.60}")
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item) and type(item).__module__.startswith(f"{_PACKAGE}."):
                check_types(item)


_PACKAGE = __name__.partition(".")[0]


def _fits(value: object, hint: object) -> bool:
    """True if a value has a type; of functions and of generic classes only the kind is checked."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return any(_fits(value, argument) for argument in arguments)
    if origin is Literal:
        return value in arguments
    if origin is tuple:
        return isinstance(value, tuple) and _fits_tuple(value, arguments)
    if origin is Callable or getattr(hint, "_is_protocol", False):
        return callable(value)
    expected = origin or hint
    if expected is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(expected, type) and isinstance(value, expected)


def _fits_tuple(values: tuple[object, ...], hints: tuple[object, ...]) -> bool:
    if hints[-1:] == (...,):
        return all(_fits(value, hints[0]) for value in values)
    return len(values) == len(hints) and all(map(_fits, values, hints))


# References


def check_pages(facet: Facet, folders: Mapping[str, str]) -> None:
    """Raise ValueError if the pages of a facet have no valid folder of their own.

    ``folders`` are the kinds of pages before it by their folders in lower case.
    """
    if facet.pages is None:
        return
    folder = facet.pages.folder
    if not is_folder(folder):
        raise ValueError(f"“{folder}” is not a valid folder")
    if other := folders.get(folder.lower()):
        raise ValueError(f"its pages and those of “{other}” cannot both be in the folder “{folder}”")


def check_references(facet: Facet, facets: Mapping[str, Facet], parts: Collection[str]) -> None:
    """Raise ValueError if a facet names a facet or a part that does not exist, or lacks what it needs."""
    for name in _selecting_names(facet):
        if name not in facets or not facets[name].selects:
            raise InvalidValueError(f"unknown facet “{name}”", suggest(name, facets))
    for name in facet.sorted_with:
        if name not in facets:
            raise InvalidValueError(f"unknown sort key “{name}”", suggest(name, facets))
    for name in facet.columns:
        if name not in parts:
            raise InvalidValueError(f"unknown part “{name}”", suggest(name, parts))
    charted = facet.pages.charted if facet.pages else ""
    if charted and not ((chart := facets[charted].chart) and chart.are_numbers):
        raise ValueError(f"the facet “{charted}” has no chart of numbers")


def _selecting_names(facet: Facet) -> Iterator[str]:
    if pages := facet.pages:
        yield from (name for name, _ in pages.counted)
        yield from filter(None, (pages.grouped_by, pages.charted))


def check_functions(layout: Layout) -> None:
    """Raise ValueError if a layout names a function that cannot be imported."""
    for name in ("nodes", "lists"):
        path = getattr(layout, name)
        try:
            function = resolve_name(path) if path else check_functions
        except Exception as error:  # whatever the module of a package raises
            raise ValueError(f"“{name}” cannot be imported ({error_text(error)})") from None
        if not callable(function):
            raise ValueError(f"“{name}” is not a function")
