"""Selections: parse options into a selection, and list the publications that match it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial

from sphinxext_pubs.model.problems import EMPTY_VALUE, OptionError, Suggestion, not_a_number, not_combined
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.slugs import slugify
from sphinxext_pubs.model.suggestions import suggest, unknown_option
from sphinxext_pubs.notation.matching import ConditionError, Pattern, format_pattern, parse_patterns
from sphinxext_pubs.query import expression
from sphinxext_pubs.query.facet import Facet
from sphinxext_pubs.query.facets import BUILTIN, Facets
from sphinxext_pubs.query.index import Index
from sphinxext_pubs.query.listing import Listing, SortKey, arrange
from sphinxext_pubs.query.selection import NONE, Selection

#: The sort key for the order of citations; papers that are not cited come last.
CITED = "cited"

#: The scopes of ``cited``: the document that contains the list, the whole project, or the section or the
#: description of an object that contains the list.
SCOPES = ("document", "project", "section", "object")

#: Maximum value of ``limit``.
MAX_LIMIT = 1_000_000


#: Default order and grouping of lists.
DEFAULTS: Mapping[str, str] = {"sort": Selection().sort, "group-by": Selection().group_by}


# From and to options -------------------------------------------------------------------------------


def parse(
    options: Mapping[str, str],
    defaults: Mapping[str, str] = DEFAULTS,
    facets: Facets = BUILTIN,
    *,
    knows_citations: bool = True,
) -> Selection:
    """Return the selection that these options define; raise OptionError with the invalid option.

    ``knows_citations`` is False where it is not known what is cited, so that no filter can ask for it.

    Equivalent options give equal selections: conditions are in the order of the table, and values are
    normalized.
    """
    checks = _checks(facets)
    for name in options:
        if name not in checks:
            raise unknown_option(name, tuple(checks))
    given = {**defaults, **options}
    checked = {name: check(given[name] or "") for name, check in checks.items() if name in given}
    scopes = _filter_scopes(checked.get("filter", ""), facets)
    if scopes and not knows_citations:
        remedy = Suggestion(remedy="Use “cited” in lists on pages, and other facets here")
        raise OptionError("filter", "it is not known here what is cited", remedy)
    return Selection(
        tuple((name, checked[name]) for name in facets.selecting if name in checked),
        checked.get("filter", ""),
        checked.get("sort", NONE),
        checked.get("group-by", NONE),
        checked.get("limit", ""),
        checked.get("cited", ""),
        scopes,
    )


def _filter_scopes(value: str, facets: Facets) -> tuple[str, ...]:
    """Return the scopes whose citations a filter asks for, sorted."""
    if expression.CITED not in value.lower():
        return ()
    return tuple(sorted(expression.cited_scopes(expression.parse(value, facets))))


def to_options(selection: Selection) -> dict[str, str]:
    """Return equivalent options: :func:`parse` returns the selection again."""
    options = dict(selection.conditions)
    options |= {"filter": selection.filter, "sort": selection.sort}
    options |= {"group-by": selection.group_by, "limit": selection.limit, "cited": selection.cited}
    return {name: value for name, value in options.items() if value}


def selection_slug(selection: Selection) -> str:
    """Return a slug for the conditions of a selection (``author-se-young-yun``); empty without any."""
    conditions = [f"{facet} {value}" for facet, value in selection.conditions]
    text = " ".join((*conditions, selection.filter))
    return slugify(text, _SIGN_WORDS) if text.strip() else ""


#: The words for the signs of conditions in slugs.
_SIGN_WORDS = {"!": "not", "<": "to", ">": "from", "*": "any"}


def _condition_check(facet: Facet) -> Callable[[str], str]:
    return lambda value: ", ".join(map(format_pattern, _parse_patterns(facet, _collapse_spaces(value))))


def _parse_patterns(facet: Facet, value: str) -> tuple[Pattern, ...]:
    """Return the patterns of a condition on the facet; raise OptionError for an invalid one."""
    assert facet.matching is not None, facet.name
    try:
        parsed = parse_patterns(value)
        for pattern in parsed:
            facet.matching.test(pattern)
    except ConditionError as error:
        raise OptionError(facet.name, error.sentence, error.suggestion) from None
    return parsed


def _check_filter(value: str, facets: Facets) -> str:
    value = _collapse_spaces(value)
    if not value:
        example = Suggestion(remedy="Write an expression such as: year >= 2020 and award")
        raise OptionError("filter", EMPTY_VALUE, example)
    expression.parse(value, facets)
    return value


def _collapse_spaces(value: str) -> str:
    """Return the value on one line, with single spaces."""
    return " ".join(value.split())


def _check_sort(value: str, facets: Facets) -> str:
    return ", ".join("-" * key.descending + key.facet for key in _parse_sort(value, facets)) or NONE


def _parse_sort(value: str, facets: Facets) -> tuple[SortKey, ...]:
    words = _split_names("sort", value, "-date, title")
    keys = tuple(SortKey(word.removeprefix("-").strip(), word.startswith("-")) for word in words)
    _check_names("sort", [key.facet for key in keys], (*facets, CITED), facets)
    return keys


def _check_group_by(value: str, facets: Facets) -> str:
    return ", ".join(_parse_group_by(value, facets)) or NONE


def _parse_group_by(value: str, facets: Facets) -> tuple[str, ...]:
    names = _split_names("group-by", value, "year, type")
    _check_names("group-by", names, facets.selecting, facets)
    return names


def _split_names(option: str, value: str, example: str) -> tuple[str, ...]:
    """Return the words between commas in lower case; () for ``none``."""
    words = tuple(word.strip().lower() for word in value.split(","))
    if not all(word.removeprefix("-").strip() for word in words):
        remedy = f"Write facets, such as “{example}”, or “{NONE}”"
        sentence = "a facet is missing" if value.strip() else EMPTY_VALUE
        raise OptionError(option, sentence, Suggestion(remedy=remedy))
    return () if words == (NONE,) else words


def _check_names(option: str, names: Sequence[str], allowed: Sequence[str], facets: Facets) -> None:
    """Raise OptionError for the first name that is not allowed or occurs twice."""
    for position, name in enumerate(names):
        if name == NONE:
            raise OptionError(option, not_combined(NONE, "facets"))
        if name not in allowed:
            known = f"the facet “{name}” cannot be used here"
            sentence = known if name in facets else f"unknown facet “{name}”"
            raise OptionError(option, sentence, suggest(name, (*allowed, NONE)))
        if name in names[:position]:
            raise OptionError(option, f"“{name}” is given twice")


def _check_cited(value: str) -> str:
    word = value.strip().lower()
    negated, scope = word.startswith("!"), word.removeprefix("!").strip() or SCOPES[0]
    if scope not in SCOPES:
        sentence = f"“{value.strip()[:40]}” is not a valid scope"
        raise OptionError("cited", sentence, suggest(scope, SCOPES))
    return "!" * negated + scope


def _check_limit(value: str) -> str:
    value = value.strip()
    if not re.fullmatch("0*[1-9][0-9]{0,6}", value) or int(value) > MAX_LIMIT:
        raise OptionError("limit", not_a_number(value, 1, MAX_LIMIT, 20))
    return str(int(value))


def _checks(facets: Facets) -> dict[str, Callable[[str], str]]:
    """Return the functions that validate and normalize the value of each option."""
    return {
        **{name: _condition_check(facets[name]) for name in facets.selecting},
        "filter": partial(_check_filter, facets=facets),
        "sort": partial(_check_sort, facets=facets),
        "group-by": partial(_check_group_by, facets=facets),
        "limit": _check_limit,
        "cited": _check_cited,
    }


def options_of(facets: Facets) -> tuple[str, ...]:
    """Return the names of the options that define a selection."""
    return tuple(_checks(facets))


# Evaluation ----------------------------------------------------------------------------------------


def list_publications(
    selection: Selection,
    library: Index | Iterable[Publication],
    cited: Sequence[str] = (),
    predicate: Callable[[Publication], bool] | None = None,
    extra_keys: Collection[str] = (),
    cited_in: Mapping[str, Sequence[str]] = {},
) -> Listing:
    """Return the listing of the selection; several selections from one library should share an ``Index``.

    ``cited`` are the keys cited in the selection's scope, in order of citation, ``predicate`` is a further
    condition, and ``extra_keys`` are keys that are listed regardless of all conditions. ``cited_in`` are the
    keys cited in each scope that the filter asks for.
    """
    index = library if isinstance(library, Index) else Index(library)
    positions, ranks = select(selection, index, cited_in), _citation_ranks(index, cited)
    if selection.cited:
        positions = positions - ranks.keys() if selection.cited.startswith("!") else positions & ranks.keys()
    if predicate is not None:
        positions = frozenset(position for position in positions if predicate(index.publications[position]))
    if extra_keys:
        papers = enumerate(index.publications)
        positions |= {position for position, paper in papers if paper.key in extra_keys}
    return arrange(
        index,
        positions,
        _parse_sort(selection.sort, index.facets),
        _parse_group_by(selection.group_by, index.facets),
        int(_check_limit(selection.limit)) if selection.limit else None,
        ranks,
    )


def _citation_ranks(index: Index, cited: Sequence[str]) -> dict[int, int]:
    """Return a mapping of positions to ranks in the order of citations."""
    rank_of = {key: rank for rank, key in enumerate(dict.fromkeys(cited))}
    if not rank_of:
        return {}
    papers = enumerate(index.publications)
    return {position: rank_of[paper.key] for position, paper in papers if paper.key in rank_of}


def select(selection: Selection, index: Index, cited_in: Mapping[str, Sequence[str]] = {}) -> frozenset[int]:
    """Return the positions of the publications that match every condition and the filter.

    ``cited_in`` are the keys cited in each scope that the filter asks for.
    """
    positions = index.everything
    for name, value in selection.conditions:
        positions &= _matching(index, index.facets[name], value)
    if selection.filter:
        tree = expression.parse(selection.filter, index.facets)
        positions &= expression.evaluate(
            tree,
            index.find,
            index.everything,
            lambda scope: frozenset(_citation_ranks(index, cited_in.get(scope, ()))),
        )
    return positions


def _matching(index: Index, facet: Facet, value: str) -> frozenset[int]:
    """Return the positions that match any positive alternative (all, without one) and no negated one."""
    alternatives = _parse_patterns(facet, value)
    positive = [index.find(facet, pattern) for pattern in alternatives if not pattern.negated]
    negated = [index.find(facet, pattern) for pattern in alternatives if pattern.negated]
    return (frozenset().union(*positive) if positive else index.everything).difference(*negated)
