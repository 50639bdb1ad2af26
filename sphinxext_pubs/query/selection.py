"""Selections: which publications, in which order and groups, as strings; and their answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.suggestions import Selection, SelectionError, nearest
from sphinxext_pubs.notation.matching import ConditionError, Pattern, format_pattern, parse_patterns
from sphinxext_pubs.query import expression
from sphinxext_pubs.query.facets import BY_NAME, SELECTING, SORTING, Facet
from sphinxext_pubs.query.index import Index
from sphinxext_pubs.query.listing import Listing, SortKey, arrange

__all__ = [
    "DEFAULTS",
    "NONE",
    "OPTIONS",
    "Index",
    "Selection",
    "SelectionError",
    "answer",
    "parse",
    "select",
    "to_options",
]

#: The value of ``sort`` that keeps the order of the source, and of ``group-by`` that makes no groups.
NONE = "none"

#: The sort key that stands for the order of citations; papers that are not cited come last.
CITED = "cited"

#: What can be asked to cite papers: the document that asks, or all of the project.
SCOPES = ("document", "project")

#: The largest ``limit``.
MAX_LIMIT = 1_000_000


#: How lists are arranged where nothing else is said.
DEFAULTS: Mapping[str, str] = {"sort": Selection().sort, "group-by": Selection().group_by}


# From and to options -------------------------------------------------------------------------------


def parse(options: Mapping[str, str], defaults: Mapping[str, str] = DEFAULTS) -> Selection:
    """The selection that these options make; ``SelectionError`` names the one that is wrong.

    Equal questions give equal selections: options stand in the order of the table, values are
    written in one way.
    """
    for name in options:
        if name not in OPTIONS:
            near = nearest(name, OPTIONS)
            raise SelectionError(name, f"no such option{near or '.'} Options are: {', '.join(OPTIONS)}")
    given = {**defaults, **options}
    checked = {name: check(given[name] or "") for name, check in _CHECKS.items() if name in given}
    return Selection(
        tuple((name, checked[name]) for name in SELECTING if name in checked),
        checked.get("filter", ""),
        checked.get("sort", NONE),
        checked.get("group-by", NONE),
        checked.get("limit", ""),
        checked.get("cited", ""),
    )


def to_options(selection: Selection) -> dict[str, str]:
    """The options that say the same: :func:`parse` gives the selection back."""
    options = dict(selection.conditions)
    options |= {"filter": selection.filter, "sort": selection.sort}
    options |= {"group-by": selection.group_by, "limit": selection.limit, "cited": selection.cited}
    return {name: value for name, value in options.items() if value}


def _condition(facet: Facet) -> Callable[[str], str]:
    return lambda value: ", ".join(map(format_pattern, _patterns(facet, _spaced(value))))


def _patterns(facet: Facet, value: str) -> tuple[Pattern, ...]:
    """The checked alternatives of a condition on the facet."""
    assert facet.matching is not None, facet.name
    try:
        found = parse_patterns(value)
        for pattern in found:
            facet.matching.test(pattern)
    except ConditionError as error:
        raise SelectionError(facet.name, str(error)) from None
    return found


def _filter(value: str) -> str:
    value = _spaced(value)
    if not value:
        raise SelectionError("filter", "the expression is empty; write, say, year >= 2020 and award")
    expression.parse(value)
    return value


def _spaced(value: str) -> str:
    """The value on one line, with single spaces."""
    return " ".join(value.split())


def _sort(value: str) -> str:
    return ", ".join("-" * key.descending + key.facet for key in _sort_keys(value)) or NONE


def _sort_keys(value: str) -> tuple[SortKey, ...]:
    words = _names("sort", value, "-date, title")
    keys = tuple(SortKey(word.removeprefix("-").strip(), word.startswith("-")) for word in words)
    _reject("sort", [key.facet for key in keys], (*SORTING, CITED), "Sort keys are: ")
    return keys


def _group_by(value: str) -> str:
    return ", ".join(_group_names(value)) or NONE


def _group_names(value: str) -> tuple[str, ...]:
    names = _names("group-by", value, "year, type")
    _reject("group-by", names, SELECTING, "Facets to group by are: ")
    return names


def _names(option: str, value: str, example: str) -> tuple[str, ...]:
    """The words between commas, in lower case; none for ``none``."""
    words = tuple(word.strip().lower() for word in value.split(","))
    if not all(word.removeprefix("-").strip() for word in words):
        raise SelectionError(option, f"a facet is missing; write, say, “{example}”, or “{NONE}”")
    return () if words == (NONE,) else words


def _reject(option: str, names: Sequence[str], allowed: Sequence[str], preface: str) -> None:
    """Complain of the first name that is not allowed, or stands there again."""
    for place, name in enumerate(names):
        if name not in allowed:
            what = f"“{name}” cannot be used here" if name in BY_NAME else f"no facet “{name}”"
            near = nearest(name, allowed) or "."
            raise SelectionError(option, f"{what}{near} {preface}{', '.join(allowed)}, or {NONE}")
        if name in names[:place]:
            raise SelectionError(option, f"“{name}” is given twice")


def _cited(value: str) -> str:
    word = value.strip().lower()
    negated, scope = word.startswith("!"), word.removeprefix("!").strip() or SCOPES[0]
    if scope not in SCOPES:
        near = nearest(scope, SCOPES) or "."
        raise SelectionError(
            "cited", f"“{value.strip()[:40]}” is not a valid scope{near} Choose from {', '.join(SCOPES)}"
        )
    return "!" * negated + scope


def _limit(value: str) -> str:
    value = value.strip()
    if not re.fullmatch("0*[1-9][0-9]{0,6}", value) or int(value) > MAX_LIMIT:
        message = f"“{value[:40]}” is not a whole number from 1 to {MAX_LIMIT:,}, for example 20"
        raise SelectionError("limit", message)
    return str(int(value))


#: How the value of each option is checked and written in one way.
_CHECKS: dict[str, Callable[[str], str]] = {
    **{name: _condition(BY_NAME[name]) for name in SELECTING},
    "filter": _filter,
    "sort": _sort,
    "group-by": _group_by,
    "limit": _limit,
    "cited": _cited,
}

#: The options that select and arrange.
OPTIONS: tuple[str, ...] = tuple(_CHECKS)


# Answers -------------------------------------------------------------------------------------------


def answer(
    selection: Selection,
    library: Index | Iterable[Publication],
    cited: Sequence[str] = (),
    keeps: Callable[[Publication], bool] | None = None,
    also: Collection[str] = (),
) -> Listing:
    """The listing that answers the selection; several questions to one library share an ``Index``.

    ``cited`` are the keys that are cited in the selection's scope, in the order of the citations, ``keeps``
    is a further condition, ``also`` are keys that are listed whatever the conditions.
    """
    index = library if isinstance(library, Index) else Index(library)
    found, ranks = select(selection, index), _ranks(index, cited)
    if selection.cited:
        found = found - ranks.keys() if selection.cited.startswith("!") else found & ranks.keys()
    if keeps is not None:
        found = frozenset(position for position in found if keeps(index.publications[position]))
    if also:
        papers = enumerate(index.publications)
        found |= {position for position, paper in papers if paper.key in also}
    return arrange(
        index,
        found,
        _sort_keys(selection.sort),
        _group_names(selection.group_by),
        int(_limit(selection.limit)) if selection.limit else None,
        ranks,
    )


def _ranks(index: Index, cited: Sequence[str]) -> dict[int, int]:
    """Position → place in the order of citations."""
    wanted = {key: rank for rank, key in enumerate(dict.fromkeys(cited))}
    if not wanted:
        return {}
    papers = enumerate(index.publications)
    return {position: wanted[paper.key] for position, paper in papers if paper.key in wanted}


def select(selection: Selection, index: Index) -> frozenset[int]:
    """The positions of the publications that meet every condition and the filter."""
    found = index.everything
    for name, value in selection.conditions:
        found &= _meeting(index, BY_NAME[name], value)
    if selection.filter:
        tree = expression.parse(selection.filter)
        found &= expression.evaluate(tree, index.find, index.everything)
    return found


def _meeting(index: Index, facet: Facet, value: str) -> frozenset[int]:
    """What matches any positive alternative (or everything, where there is none) and no negated one."""
    alternatives = _patterns(facet, value)
    positive = [index.find(facet, each) for each in alternatives if not each.negated]
    negated = [index.find(facet, each) for each in alternatives if each.negated]
    return (frozenset().union(*positive) if positive else index.everything).difference(*negated)
