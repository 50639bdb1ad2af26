"""The options of the directive ``publications``, and the request that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docutils.parsers.rst import directives

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.model.problems import EMPTY_VALUE, InvalidValueError, OptionError, Suggestion
from sphinxext_pubs.model.suggestions import suggest, unknown_option
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.project.list_styles import ListStyle, StyleFolders, usable_style
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.project.settings import Settings, count, one_of, words
from sphinxext_pubs.query import evaluation
from sphinxext_pubs.query.selection import NONE
from sphinxext_pubs.render import filter_controls
from sphinxext_pubs.render.entry_options import make_entry_options
from sphinxext_pubs.render.exports import written_formats
from sphinxext_pubs.render.layouts import LAYOUTS, REFERENCE
from sphinxext_pubs.render.parts import known_words
from sphinxext_pubs.render.reference_formats import REFERENCE_FORMATS


@dataclass(frozen=True, slots=True)
class Option:
    """A directive option: its name, kind (a heading in the documentation), help and example."""

    name: str
    kind: str
    help: str
    example: str
    check: Callable[[str, Registry], object] | None = None


def _plain(check: Callable[[str], object]) -> Callable[[str, Registry], object]:
    """Return the check of a value that does not depend on the tables of the project."""
    return lambda value, _registry: check(value)


def _non_empty(value: str) -> str:
    if not value.strip():
        raise InvalidValueError(EMPTY_VALUE)
    return value


def _formats(value: str, registry: Registry) -> tuple[str, ...]:
    """Return names of formats that can be written, by default BibTeX."""
    names = words(value) or ("bibtex",)
    for name in names:
        one_of("format", written_formats(registry.formats), name)
    return names


def _feed_flag(value: str) -> str:
    if value.strip():
        raise InvalidValueError("takes no value")
    return "atom"


#: The options for the appearance of a list.
SHOW_OPTIONS: tuple[Option, ...] = (
    Option(
        "layout",
        "show",
        "How entries look: " + ", ".join(f"``{name}``" for name in LAYOUTS) + ".",
        "compact",
        lambda value, registry: one_of("layout", registry.layouts, value),
    ),
    Option(
        "show",
        "show",
        "Parts of an entry to show in addition to those of the layout. In the layout ``table`` they are the "
        "columns, in this order.",
        "number, bibtex",
        _plain(words),
    ),
    Option("hide", "show", "Parts of an entry, or buttons by name, to hide.", "abstract, doi", _plain(words)),
    Option(
        "numbered",
        "show",
        "Number the entries: ``up`` from 1, or ``down`` to 1. Numbers continue across groups.",
        "down",
        _plain(lambda value: one_of("order", ["up", "down"], value or "up")),
    ),
    Option(
        "filterable",
        "show",
        "Show a search and filter bar above the list. The value names the controls; empty for the usual "
        "ones. ``!`` removes a control, ``none`` the whole bar.",
        "search, year, venue, author",
        lambda value, registry: filter_controls.parse_controls(words(value), registry.facets),
    ),
    Option(
        "per-page",
        "show",
        "The maximum number of entries on a page in HTML. Longer lists are split into several pages. ``0`` "
        "turns this off.",
        "500",
        _plain(count),
    ),
    Option(
        "style",
        "show",
        "The style of a list in the layout ``reference``: how its entries are written, labelled and sorted. "
        "A ``.csl`` file has to be in the source directory.",
        "numeric",
        _plain(_non_empty),
    ),
    Option(
        "label-prefix",
        "show",
        "What the labels of a list in the layout ``reference`` begin with: ``A`` makes *[A1]*.",
        "A",
        _plain(_non_empty),
    ),
    Option(
        "download",
        "show",
        "Formats in which readers can download the entries of the list, as links above it, in HTML: "
        + ", ".join(f"``{row.name}``" for row in (*FORMATS, *REFERENCE_FORMATS) if row.is_written)
        + "; empty for BibTeX.",
        "bibtex, ris",
        _formats,
    ),
    Option(
        "feed",
        "show",
        "A link to an Atom feed of the entries of the list, in HTML. It needs ``html_baseurl``.",
        "",
        _plain(lambda value: _feed_flag(value)),
    ),
    Option(
        "class",
        "show",
        "Further HTML classes for the list.",
        "selected-papers",
        _plain(directives.class_option),
    ),
    Option(
        "name",
        "show",
        "A name that ``:ref:`` can link to. Group headings are then named ``<name>-<group>``.",
        "papers",
        _plain(_non_empty),
    ),
)

ARRANGE_OPTIONS: tuple[Option, ...] = (
    Option(
        "cited",
        "select",
        "Only papers that this page cites, or with ``project`` any page, with ``section`` the section around "
        "the list, with ``object`` the docstring around it. ``!`` excludes them instead. "
        "The list has no headings unless it has the option ``group-by``.",
        "project",
    ),
    Option(
        "member-of",
        "select",
        "Only papers that members of a group of the people file (``pubs_people``) wrote while in the group.",
        "lab",
    ),
    Option(
        "filter",
        "select",
        "A filter expression that entries must match.",
        "year >= 2020 and award",
    ),
    Option(
        "sort",
        "arrange",
        "Facets to sort by, the most important first; ``-`` in front for descending order.",
        "-date, title",
    ),
    Option("group-by", "arrange", "Facets to group by, the outermost first, or ``none``.", "year, type"),
    Option(
        "limit", "arrange", "The maximum number of entries, counted after sorting and before grouping.", "20"
    ),
)


def options_of(registry: Registry) -> Table[Option]:
    """Return all options of the directive: those for the facets of the project first."""
    facets = (row for row in registry.facets.rows if row.selects)
    select = (Option(row.name, "select", row.help, (*row.examples, "")[0]) for row in facets)
    return Table((*select, *ARRANGE_OPTIONS, *SHOW_OPTIONS))


def read_request(
    options: Mapping[str, str],
    settings: Settings,
    registry: Registry,
    rels: Iterable[str] = (),
    folders: StyleFolders = StyleFolders(),  # noqa: B008 (frozen)
) -> Request:
    """Return the request of a directive's options; raises OptionError with the name of an invalid option.

    ``rels`` are the relations of the library's links, which ``show`` and ``hide`` accept as buttons;
    ``folders`` contain the files of styles, ``registry`` the tables of the project.
    """
    values = _checked_values(options, registry)
    selecting = evaluation.options_of(registry.facets)
    select_values = {name: value for name, value in options.items() if name in selecting}
    layout = str(values.get("layout", settings.layout))
    style, list_style = _style_of(values, settings, folders)
    part_names = known_words(rels, registry.parts)
    show, hide = (_known_parts(name, _as_words(values.get(name)), part_names) for name in ("show", "hide"))
    is_reference = layout == REFERENCE
    request = Request(
        selection=evaluation.parse(
            select_values, _defaults(options, settings, list_style if is_reference else None), registry.facets
        ),
        layout=layout,
        show=_merge_words(settings.show, hide, show),
        hide=_merge_words(settings.hide, show, hide),
        columns=show if registry.layouts[layout].columns else (),
        numbered=str(values.get("numbered", "")),
        name=options.get("name", ""),
        filterable=_as_words(values.get("filterable", settings.filterable)),
        per_page=count(values.get("per-page", settings.per_page)),
        style=style if is_reference else "",
        prefix=str(values.get("label-prefix", "")).strip() if is_reference else "",
        download=(*_as_words(values.get("download")), *(("atom",) if "feed" in values else ())),
    )
    _check_columns(request, registry)
    return request


def _checked_values(options: Mapping[str, str], registry: Registry) -> dict[str, object]:
    """Return the values of the options for the appearance; raises OptionError, also for unknown options."""
    known = options_of(registry)
    for name in options:
        if name not in known:
            raise unknown_option(name, tuple(known))
    return {
        option.name: _check_value(option, options[option.name], registry)
        for option in SHOW_OPTIONS
        if option.name in options
    }


def _style_of(
    values: Mapping[str, object], settings: Settings, folders: StyleFolders
) -> tuple[str, ListStyle]:
    """Return the name of a list's style, relative to the folder of ``conf.py``, and the style."""
    if "style" not in values:
        return settings.style, _check_style(settings.style, folders.conf)
    written = str(values["style"]).strip()
    return folders.from_conf(written), _check_style(written, folders.source, folders.source)


def _defaults(options: Mapping[str, str], settings: Settings, style: ListStyle | None) -> dict[str, str]:
    """Return the order and the groups of a list by default; ``style`` is that of a list of references."""
    if style is not None:
        return {"sort": style.sort, "group-by": NONE}
    return {"sort": settings.sort, "group-by": NONE if "cited" in options else settings.group_by}


def _check_style(name: str, directory: Path, root: Path | None = None) -> ListStyle:
    try:
        return usable_style(name, directory, root)
    except InvalidValueError as error:
        raise OptionError("style", error.sentence, error.suggestion) from None


def _check_columns(request: Request, registry: Registry) -> None:
    """Raise OptionError if a table has no columns."""
    layout, grouped = registry.layouts[request.layout], request.selection.group_by.split(", ")
    parts = registry.parts
    entry_options = make_entry_options(
        layout, show=request.show, hide=request.hide, columns=request.columns, grouped=grouped, parts=parts
    )
    if layout.columns and not entry_options.columns:
        raise OptionError(
            "hide", "no column of the table is left", Suggestion(remedy="Hide less, or show other parts")
        )


def _merge_words(
    project_words: tuple[str, ...], opposite_words: tuple[str, ...], list_words: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the project's words and a list's own, without those in the list's opposite option."""
    return tuple(
        dict.fromkeys([*(word for word in project_words if word not in opposite_words), *list_words])
    )


def _known_parts(option: str, names: tuple[str, ...], known: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise OptionError(option, f"unknown part “{name}”", suggest(name, known))
    return names


def _as_words(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _check_value(option: Option, value: str, registry: Registry) -> object:
    if option.check is None:
        return value
    try:
        return option.check(value, registry)
    except InvalidValueError as error:
        raise OptionError(option.name, error.sentence, error.suggestion) from error
    except ValueError as error:  # of docutils
        raise OptionError(option.name, str(error)) from error
