"""What a directive asks for, as strings; the table of its options; asking the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from docutils.parsers.rst import directives

from sphinxext_pubs.model.problems import InvalidValueError, OptionError, Suggestion
from sphinxext_pubs.model.suggestions import suggest
from sphinxext_pubs.project.reference_styles import ListStyle, StyleFolders, usable_style
from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.project.settings import Settings, count, one_of, words
from sphinxext_pubs.query import selection
from sphinxext_pubs.query.facets import FACETS
from sphinxext_pubs.render import filter_controls
from sphinxext_pubs.render.entry_options import make_entry_options
from sphinxext_pubs.render.exports import EXPORTS
from sphinxext_pubs.render.layouts import LAYOUTS, REFERENCE
from sphinxext_pubs.render.parts import BUTTONS, PART_NAMES, unknown_parts


@dataclass(frozen=True, slots=True)
class Option:
    """A directive option: its name, what it is for (a heading of the docs), help and an example."""

    name: str
    kind: str
    help: str
    example: str
    check: Callable[[str], object] | None = None


def _word(value: str) -> str:
    if not value.strip():
        raise InvalidValueError("must not be empty")
    return value


def _formats(value: str) -> tuple[str, ...]:
    """Names of formats; BibTeX where none is named."""
    found = words(value) or ("bibtex",)
    for word in found:
        one_of("format", EXPORTS, word)
    return found


def _nothing(value: str) -> str:
    if value.strip():
        raise InvalidValueError("takes no value")
    return "atom"


#: The options that say how a list looks; those that select and arrange come from the facets.
SHOW_OPTIONS: tuple[Option, ...] = (
    Option(
        "layout",
        "show",
        "How entries look: " + ", ".join(f"``{name}``" for name in LAYOUTS) + ".",
        "compact",
        partial(one_of, "layout", LAYOUTS),
    ),
    Option(
        "show",
        "show",
        "Parts of an entry to show in addition to those of the layout. In the layout ``table`` they are the "
        "columns, in this order.",
        "number, bibtex",
        words,
    ),
    Option("hide", "show", "Parts of an entry, or buttons by name, to hide.", "abstract, doi", words),
    Option(
        "numbered",
        "show",
        "Number the entries: ``up`` from 1, or ``down`` to 1. Numbers continue across groups.",
        "down",
        lambda value: one_of("order", ["up", "down"], value or "up"),
    ),
    Option(
        "filterable",
        "show",
        "Show a search and filter bar above the list. The value names the controls; empty for the usual "
        "ones. ``!`` removes a control, ``none`` the whole bar.",
        "search, year, venue, author",
        lambda value: filter_controls.parse_controls(words(value)),
    ),
    Option(
        "per-page",
        "show",
        "The maximum number of entries on a page in HTML. Longer lists are split into several pages. ``0`` "
        "turns this off.",
        "500",
        count,
    ),
    Option(
        "style",
        "show",
        "The style of a list in the layout ``reference``: how its entries are written, labelled and sorted. "
        "A ``.csl`` file has to be in the source directory.",
        "numeric",
        _word,
    ),
    Option(
        "label-prefix",
        "show",
        "What the labels of a list in the layout ``reference`` begin with: ``A`` makes *[A1]*.",
        "A",
        _word,
    ),
    Option(
        "download",
        "show",
        "Formats in which readers can download the entries of the list, as links above it, in HTML: "
        + ", ".join(f"``{name}``" for name in EXPORTS)
        + "; empty for BibTeX.",
        "bibtex, ris",
        lambda value: _formats(value),
    ),
    Option(
        "feed",
        "show",
        "A link to an Atom feed of the entries of the list, in HTML. It needs ``html_baseurl``.",
        "",
        lambda value: _nothing(value),
    ),
    Option("class", "show", "Further HTML classes for the list.", "selected-papers", directives.class_option),
    Option(
        "name",
        "show",
        "A name that ``:ref:`` can link to. Group headings are then named ``<name>-<group>``.",
        "papers",
        _word,
    ),
)

ARRANGE_OPTIONS: tuple[Option, ...] = (
    Option(
        "cited",
        "select",
        "Only papers that this page cites, or with ``project`` any page. ``!`` excludes them instead.",
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

OPTIONS: tuple[Option, ...] = (
    *(Option(facet.name, "select", facet.help, facet.examples[0]) for facet in FACETS if facet.selects),
    *ARRANGE_OPTIONS,
    *SHOW_OPTIONS,
)


def read_request(
    options: Mapping[str, str],
    settings: Settings,
    rels: Iterable[str] = (),
    folders: StyleFolders = StyleFolders(),  # noqa: B008 (frozen)
) -> Request:
    """The request that a directive's options make; raises OptionError entity_index the option at fault.

    ``rels`` are the buttons that the library's own links add to those that ``show`` and ``hide`` know,
    ``folders`` are where files of styles are.
    """
    for name in options:
        if name not in {option.name for option in OPTIONS}:
            raise OptionError(name, "unknown option", suggest(name, [option.name for option in OPTIONS]))
    shown = {option.name: _checked(option, options) for option in SHOW_OPTIONS if option.name in options}
    chosen = {name: value for name, value in options.items() if name in selection.OPTIONS}
    layout = str(shown.get("layout", settings.layout))
    if "style" in shown:
        written = str(shown["style"]).strip()
        arranged = _style(written, settings, folders.source, folders.source)
        style = folders.from_conf(written)
    else:
        style, arranged = settings.style, _style(settings.style, settings, folders.conf)
    defaults = {"sort": settings.sort, "group-by": settings.group_by}
    if layout == REFERENCE:
        defaults = {"sort": arranged.sort, "group-by": selection.NONE}
    show, hide = (_known_parts(name, _words(shown.get(name)), rels) for name in ("show", "hide"))
    request = Request(
        selection=selection.parse(chosen, defaults),
        layout=layout,
        show=_later(settings.show, hide, show),
        hide=_later(settings.hide, show, hide),
        columns=show if LAYOUTS[layout].columns else (),
        numbered=str(shown.get("numbered", "")),
        name=options.get("name", ""),
        filterable=_words(shown["filterable"]) if "filterable" in shown else settings.filterable,
        per_page=count(shown.get("per-page", settings.per_page)),
        style=style if layout == REFERENCE else "",
        prefix=str(shown.get("label-prefix", "")).strip() if layout == REFERENCE else "",
        download=(*_words(shown.get("download")), *(("atom",) if "feed" in shown else ())),
    )
    _keep_a_column(request)
    return request


def _style(name: str, settings: Settings, directory: Path, root: Path | None = None) -> ListStyle:
    try:
        return usable_style(name, directory, settings.csl_engine, root)
    except InvalidValueError as error:
        raise OptionError("style", error.sentence, error.suggestion) from None


def _keep_a_column(request: Request) -> None:
    layout, grouped = LAYOUTS[request.layout], request.selection.group_by.split(", ")
    how = make_entry_options(
        layout, show=request.show, hide=request.hide, columns=request.columns, grouped=grouped
    )
    if layout.columns and not how.columns:
        raise OptionError(
            "hide", "no column of the table is left", Suggestion(remedy="Hide less, or show other parts")
        )


def _later(project: tuple[str, ...], against: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """The project's words and a list's own, but for those that the list says the contrary of."""
    return tuple(dict.fromkeys([*(word for word in project if word not in against), *own]))


def _known_parts(option: str, parts: tuple[str, ...], rels: Iterable[str]) -> tuple[str, ...]:
    for part in unknown_parts(parts, rels):
        known = sorted({*PART_NAMES, *(button.rel for button in BUTTONS), *rels})
        raise OptionError(option, f"unknown part “{part}”", suggest(part, known))
    return parts


def _words(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _checked(option: Option, options: Mapping[str, str]) -> object:
    value = options[option.name]
    if option.check is None:
        return value
    try:
        return option.check(value)
    except InvalidValueError as error:
        raise OptionError(option.name, error.sentence, error.suggestion) from error
    except ValueError as error:  # of docutils
        raise OptionError(option.name, str(error)) from error
