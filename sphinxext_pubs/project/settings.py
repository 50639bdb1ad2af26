"""The configuration values: each declared once, with its type, default, check and help."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import Field, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from sphinxext_pubs.model.problems import (
    EMPTY_VALUE,
    InvalidValueError,
    OptionError,
    Suggestion,
    not_a_number,
)

if TYPE_CHECKING:
    from sphinxext_pubs.notation.matching import Pattern
    from sphinxext_pubs.project.registry import Registry

#: Converts a value in ``conf.py`` to the setting, with the tables of the project; raises InvalidValueError.
Check = Callable[[Any, "Registry"], Any]


def _strings(value: Any) -> tuple[str, ...]:
    """Return a list of strings; a single string is a list with one item."""
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list | tuple) or not all(isinstance(item, str) for item in values):
        raise InvalidValueError('must be a list of strings, such as ["one", "two"]')
    return tuple(values)


def _items(value: Any) -> tuple[str, ...]:
    """Return a list of strings; a string, as with ``sphinx-build -D``, is split at commas."""
    if isinstance(value, str):
        return tuple(filter(None, map(str.strip, value.split(","))))
    return _strings(value)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidValueError("must be a string")
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidValueError("must be True or False")
    return value


def one_of(what: str, allowed: Iterable[str], value: Any) -> str:
    """Return a value that is one of ``allowed``; raises InvalidValueError with the nearest one."""
    words = tuple(allowed)
    if value in words:
        return str(value)
    from sphinxext_pubs.model.suggestions import suggest  # only if the value is invalid

    sentence = f"unknown {what} “{value}”" if value != "" else EMPTY_VALUE
    raise InvalidValueError(sentence, suggest(str(value), words))


def _encoding(value: Any) -> str:
    try:
        "".encode(_string(value) or "utf-8")
    except LookupError:
        remedy = Suggestion(remedy="Write a name such as “utf-8” or “windows-1252”")
        raise InvalidValueError(f"unknown encoding “{value}”", remedy) from None
    return str(value)


def _selection_option(option: str, value: Any, registry: Registry) -> str:
    """Return a value of a directive's option, checked as the directive does."""
    from sphinxext_pubs.query import evaluation  # only if the value is set

    text = ", ".join(_strings(value))
    try:
        evaluation.parse({option: text}, facets=registry.facets, knows_citations=False)
    except OptionError as error:
        raise InvalidValueError(error.sentence, error.suggestion) from None
    return text


def name_pattern(value: str) -> Pattern:
    """Return the condition for a name, which may contain commas; raises ConditionError if it is invalid."""
    from sphinxext_pubs.notation.matching import parse_patterns  # only if the value is set

    sign, name = ("=", value[1:]) if value.startswith("=") else ("", value)
    return parse_patterns(sign + (name if name.startswith("{") else f"{{{name}}}"))[0]


def _names(value: Any) -> tuple[str, ...]:
    """Return names that are valid for the option ``:author:``."""
    from sphinxext_pubs.notation.matching import WORDS, ConditionError  # only if the value is set

    values = _strings(value)
    for name in values:
        try:
            WORDS.test(name_pattern(name))
        except ConditionError as error:
            raise InvalidValueError(f"“{name}”: {error.sentence}", error.suggestion) from None
    return values


def _parts(value: Any, registry: Registry) -> tuple[str, ...]:
    """Return parts and buttons; unknown words may be buttons of the data unless they look like a typo."""
    from sphinxext_pubs.render.parts import known_words  # only if the value is set

    names, known = words(value), known_words((), registry.parts)
    from sphinxext_pubs.model.suggestions import near_words  # only if the value is set

    for name in names:
        near = () if name in known else near_words(name, known, 1, 0.8)
        if near:
            raise InvalidValueError(f"unknown part “{name}”", Suggestion(near))
    return names


def count(value: Any) -> int:
    """Return a whole number from 0 that is given as a number or as text."""
    text = str(value).strip()
    if isinstance(value, bool) or not (text.isascii() and text.isdigit()) or len(text) > 9:
        remedy = Suggestion(remedy="Write 0 for no limit")
        raise InvalidValueError(not_a_number(text, 0, 999_999_999, 500), remedy)
    return int(text)


def _controls(value: Any, registry: Registry) -> tuple[str, ...]:
    """Return the names of controls; ``True`` is for the default controls, ``False`` and ``()`` for none."""
    from sphinxext_pubs.render import filter_controls  # only if the value is set

    names = () if isinstance(value, bool) else words(value)
    return filter_controls.parse_controls(names, registry.facets) if names or value is True else ()


def _layout(value: Any, registry: Registry) -> str:
    return one_of("layout", registry.layouts, value)


def words(value: Any) -> tuple[str, ...]:
    """Return the words of a list, or of a string that separates them by commas or spaces."""
    return tuple(word for text in _strings(value) for word in text.replace(",", " ").split())


def _pages(value: Any, registry: Registry) -> tuple[str, ...]:
    """Return kinds of pages; ``True`` means all, ``False`` none."""
    if isinstance(value, bool):
        return tuple(registry.page_kinds) if value else ()
    kinds = words(value)
    for kind in kinds:
        one_of("kind of page", registry.page_kinds, kind)
    return kinds


def _feed(value: Any) -> str:
    """Return a file name, or an empty string for no feed."""
    name = _string(value)
    if name and not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", name):
        raise InvalidValueError("must be a file name, such as “publications.atom”")
    return name


def _folders(value: Any, registry: Registry) -> tuple[tuple[str, str], ...]:
    """Return the items of a dictionary from kinds of pages to folders relative to the site root, sorted."""
    from sphinxext_pubs.project.page_kinds import is_folder  # only if the value is set

    if not isinstance(value, dict):
        raise InvalidValueError('must be a dictionary, such as {"paper": "papers"}')
    for kind, folder in value.items():
        one_of("kind of page", registry.page_kinds, kind)
        if not is_folder(folder):
            remedy = Suggestion(remedy="Write letters, digits, - and _, with / between folders")
            raise InvalidValueError(f"“{folder}” is not a valid folder", remedy)
    taken: dict[str, str] = {}
    for kind in registry.page_kinds.rows:
        folder = value.get(kind.name, kind.folder)
        if (other := taken.setdefault(folder.lower(), kind.name)) != kind.name:
            raise InvalidValueError(
                f"the pages of “{kind.name}” and “{other}” cannot both be in the folder “{folder}”"
            )
    return tuple(sorted(value.items()))


def _schemes(value: Any) -> tuple[str, ...]:
    from sphinxext_pubs.model.links import UNSAFE_SCHEMES  # only if the value is set

    schemes = tuple(scheme.lower().removesuffix(":") for scheme in _items(value))
    for scheme in schemes:
        if scheme in UNSAFE_SCHEMES:
            raise InvalidValueError(f"“{scheme}” addresses can run scripts and are never linked")
    return schemes


def _lowercase_strings(value: Any) -> tuple[str, ...]:
    return tuple(word.strip().lower() for word in _items(value))


def _setting(default: Any, check: Callable[[Any], Any], help: str | Callable[[], str]) -> Any:
    """Declare a setting whose check needs no tables."""
    return _table_setting(default, lambda value, _registry: check(value), help)


def _table_setting(default: Any, check: Check, help: str | Callable[[], str]) -> Any:
    return field(default=default, metadata={"check": check, "help": help})


def check_setting(name: str, value: Any, registry: Registry) -> Any:
    """Return a checked value of ``conf.py``, ``name`` is without ``pubs_``; raises InvalidValueError."""
    check: Check = Settings.__dataclass_fields__[name].metadata["check"]
    return check(value, registry)


def help_of(setting: Field[Any]) -> str:
    """Return the description of a setting, for the documentation."""
    help: str | Callable[[], str] = setting.metadata["help"]
    return help if isinstance(help, str) else help()


def _help_of_sources() -> str:
    from sphinxext_pubs.formats import FORMATS  # only for the documentation

    read = [f"{row.label} (``{row.suffixes[0]}``)" for row in FORMATS if row.is_read]
    return (
        "The files with your publications, or globs (``**/*.bib``), relative to the folder of ``conf.py``. "
        f"Supported formats: {', '.join(read[:-1])} and {read[-1]}."
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The checked values of ``conf.py``; a field is named without ``pubs_``."""

    sources: tuple[str, ...] = _setting(
        (),
        _items,
        _help_of_sources,
    )
    encoding: str = _setting(
        "",
        _encoding,
        "The encoding of sources that are not UTF-8 and do not declare theirs, for example ``windows-1252``.",
    )
    layout: str = _table_setting(
        "anthology",
        _layout,
        "The default layout of lists (the option ``:layout:``).",
    )
    sort: str = _table_setting(
        "-date",
        partial(_selection_option, "sort"),
        "The default order of lists (the option ``:sort:``).",
    )
    group_by: str = _table_setting(
        "year",
        partial(_selection_option, "group-by"),
        "The default grouping of lists (the option ``:group-by:``); ``none`` for no headings. Lists of cited "
        "papers (``:cited:``) and lists of references have none by default.",
    )
    show: tuple[str, ...] = _table_setting(
        (),
        _parts,
        "Parts of an entry to show in addition to those of the layout (the option ``:show:``). In a table "
        "they are additional columns.",
    )
    hide: tuple[str, ...] = _table_setting(
        (),
        _parts,
        "Parts of an entry to hide in every list (the option ``:hide:``). Pages of papers, feeds and "
        "downloads still contain them. To never publish a field, use ``pubs_private``.",
    )
    per_page: int = _setting(
        10_000,
        count,
        "The maximum number of entries on a page in HTML (the option ``:per-page:``). Longer lists are split "
        "into several pages. ``0`` puts every list on one page.",
    )
    filterable: tuple[str, ...] = _table_setting(
        (),
        _controls,
        "Show a search and filter bar above every list (the option ``:filterable:``): ``True`` for the usual "
        "controls, or a list of controls. ``:filterable: none`` turns it off for a list.",
    )
    style: str = _setting(
        "author-year",
        _string,
        "The style of citations and the default style of lists of references (the option ``:style:``): a "
        "built-in style, the name of a CSL style, or a ``.csl`` file relative to the folder of ``conf.py``.",
    )
    sentence_case: bool = _setting(
        True,
        _boolean,
        "Write English titles of BibTeX files in sentence case in references in CSL styles, as the styles "
        "expect (those that want title case make it so). Words in braces or with inner capitals are kept.",
    )
    myst_citations: bool = _setting(
        False,
        _boolean,
        "Read pandoc's citations in Markdown: ``[see @key, p. 3; @other]`` in brackets, and ``@key`` or "
        "``@key [p. 3]`` in a sentence.",
    )
    previews: bool = _setting(
        True,
        _boolean,
        "Show a preview with title, authors, venue and links at citations, in HTML.",
    )
    pages: tuple[str, ...] = _table_setting(
        (),
        _pages,
        "The kinds of pages that are generated from the data, in HTML: ``paper``, ``author``, ``venue``, "
        "``year`` and ``keyword``. Each paper, author and so on gets a page.",
    )
    page_filter: str = _table_setting(
        "",
        partial(_selection_option, "filter"),
        "The papers that get pages, as an expression of the option ``:filter:``; empty for all.",
    )
    page_folders: tuple[tuple[str, str], ...] = _table_setting(
        (),
        _folders,
        'The folders of these pages, by kind, for example ``{"paper": "papers", "author": "people"}``.',
    )
    page_styles: tuple[str, ...] = _setting(
        (),
        _items,
        "The CSL styles in which the page of a paper shows how to cite it, in addition to the built-in style "
        "and ``pubs_style``: names of styles, or ``.csl`` files relative to the folder of ``conf.py``. They "
        "need "
        '``pip install "sphinxext-pubs[csl]"``.',
    )
    edit_url: str = _setting(
        "",
        _string,
        "The address where an entry can be edited, with ``{path}`` and ``{line}`` for its source file and "
        "line. The page of a paper links to it.",
    )
    feed: str = _setting(
        "",
        _feed,
        "The file name of an Atom feed of the newest papers, in the root of the site, for example "
        "``publications.atom``. It needs ``html_baseurl``. Pages of people then have feeds, too.",
    )
    people: str = _setting(
        "",
        _string,
        "A YAML file describing people, relative to the folder of ``conf.py``.",
    )
    venues: str = _setting(
        "",
        _string,
        "A YAML file describing conferences and journals, relative to the folder of ``conf.py``.",
    )
    highlight: tuple[str, ...] = _setting(
        (),
        _names,
        "Author names to print in bold, in any spelling that ``:author:`` accepts, or ids and groups of "
        "``pubs_people``.",
    )
    private: tuple[str, ...] = _setting(
        (),
        _lowercase_strings,
        "Fields that are never published, by their names in BibTeX (``abstract``, ``note``): not on pages, "
        "in feeds, downloads or the search. (``pubs_hide`` only hides parts in lists.)",
    )
    bibtex: str = _setting(
        "bibtex",
        partial(one_of, "format", ["bibtex", "biblatex"]),
        "The fields of the BibTeX that readers copy and download: ``bibtex`` for those of BibTeX's styles, "
        "``biblatex`` for those of BibLaTeX.",
    )
    url_schemes: tuple[str, ...] = _setting(
        ("http", "https"),
        _schemes,
        "The schemes of addresses that are linked. Other addresses are shown as text and reported.",
    )
    math: str = _setting(
        "mathml",
        partial(one_of, "renderer", ["mathml", "sphinx"]),
        "How formulas in titles and abstracts are shown in HTML: ``mathml`` needs no script; ``sphinx`` "
        "uses the project's own renderer, such as MathJax. Generated pages always have MathML.",
    )
