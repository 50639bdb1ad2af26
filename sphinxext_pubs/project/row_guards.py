"""Guards of the functions of rows from outside: a function that fails never stops a build.

A function that raises, or returns a value of a wrong type, is reported once, and a default takes the place
of its value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from sphinxext_pubs.library.readers import error_place, error_text
from sphinxext_pubs.model.problems import Code, Problem, Suggestion, quoted
from sphinxext_pubs.model.publication import Name, Origin, Publication
from sphinxext_pubs.model.rich_text import clean, fold
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.notation.names import full_name
from sphinxext_pubs.query.facet import Facet, label_order, without_values
from sphinxext_pubs.query.facet_values import Key, Keys, Order, Terms, text_keys
from sphinxext_pubs.render.safe_tree import safe_tree

if TYPE_CHECKING:
    from sphinxext_pubs.notation.matching import Matching, Value
    from sphinxext_pubs.project.additions import Addition
    from sphinxext_pubs.render.entry_view import EntryView
    from sphinxext_pubs.render.layouts import Layout
    from sphinxext_pubs.render.nodes import NodeList
    from sphinxext_pubs.render.nodes_inline import MakeMath
    from sphinxext_pubs.render.parts import Part, PartValue
    from sphinxext_pubs.render.tree import Tree

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Guard:
    """Reports the functions of a row that fail, each once."""

    addition: Addition
    report: Callable[[Problem], None]
    reported: set[str] = field(default_factory=set)

    def wrap(
        self, name: str, function: Callable[P, object], check: Callable[[object], T], default: Callable[P, T]
    ) -> Callable[P, T]:
        """Return a function with the checked value of another one, or a default if that fails.

        ``check`` raises an exception for a value of a wrong type.
        """

        def checked(*args: P.args, **kwargs: P.kwargs) -> T:
            return check(function(*args, **kwargs))

        return self.protect(name, checked, default, function)

    def protect(
        self, name: str, checked: Callable[P, T], default: Callable[P, T], function: object
    ) -> Callable[P, T]:
        """Return a function that returns a default if ``checked``, which calls ``function``, fails."""

        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return checked(*args, **kwargs)
            except Exception as error:  # whatever the code of a package raises
                self.fail(name, function, args[0] if args else "", error)
                return default(*args, **kwargs)

        return guarded

    def fail(self, name: str, function: object, example: object, error: Exception) -> None:
        """Report a function that failed on an example, unless it was reported."""
        if name in self.reported:
            return
        self.reported.add(name)
        sentence = (
            f"{self.addition.title}: “{name}” failed on {_example(example)} "
            f"({error_text(error)}, in {error_place(error, function)})"
        )
        remedy = Suggestion(remedy=f"Its value is left out. {self.addition.remedy}")
        self.report(Problem(Code.ADDITION, sentence, Origin("conf.py"), suggestion=remedy))


def _example(value: object) -> str:
    match value:
        case Publication():
            return quoted(value.key)
        case Name():
            return quoted(full_name(value))
        case str():
            return quoted(value)
    return "an entry"


# Checks of values


def _tuple(value: object) -> tuple[object, ...]:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise TypeError(f"it returns {type(value).__name__}, not a tuple")
    return tuple(value)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"it returns {type(value).__name__}, not a string")
    return clean(value)


def _strings(value: object) -> tuple[str, ...]:
    """Return the strings that a function returns, without empty ones."""
    items = _tuple(value)
    for item in items:
        if not isinstance(item, str):
            raise TypeError(f"it returns a tuple that contains {type(item).__name__}, not only strings")
    return tuple([clean(item) for item in items if isinstance(item, str) and item.strip()])


def _plain_values(value: object) -> tuple[Value, ...]:
    values: list[Value] = []
    for item in _tuple(value):
        if not isinstance(item, str | int):
            raise TypeError(f"it returns a tuple that contains {type(item).__name__}")
        values.append(clean(item) if isinstance(item, str) else item)
    return tuple(values)


def _values(matching: Matching[Any], value: object) -> tuple[Value, ...]:
    """Return the values of conditions, which have to be of the type that the matching compares."""
    values = _plain_values(value)
    matching.prepare(values)
    return values


def _key(value: object) -> Key:
    """Return a sort key that can be compared with every other sort key of the function."""
    if not isinstance(value, tuple):
        raise TypeError(f"it returns {type(value).__name__}, not a tuple as a sort key")
    return (tuple(map(_comparable, value)),)


def _comparable(value: object) -> tuple[object, ...]:
    match value:
        case None:
            return (0,)
        case int() | float():
            return (1, value)
        case str():
            return (2, value)
        case tuple():
            return (3, tuple(map(_comparable, value)))
    raise TypeError(f"it returns a sort key that contains {type(value).__name__}")


def _name_key(value: object) -> Key:
    """Return the sort key of a name, which is compared with that of a name in the people file."""
    key = _tuple(value)
    if not all(isinstance(item, str) for item in key):
        raise TypeError("it returns a sort key that contains not only strings, as for names")
    return key


def _order(value: object) -> Key | None:
    return None if value is None else _key(value)


def _choices(key: Callable[[object], Key], value: object) -> tuple[tuple[str, Key], ...]:
    """Return pairs of a term and its sort key, without empty terms."""
    choices = []
    for item in _tuple(value):
        if not isinstance(item, tuple) or len(item) != 2:
            raise TypeError(f"it returns {item!r:.60}, not a pair of a term and a sort key")
        choices.append((_string(item[0]), key(item[1])))
    return tuple([choice for choice in choices if choice[0].strip()])


# Facets


def guard_facet(facet: Facet, guard: Guard) -> Facet:
    """Return a facet with guarded functions; functions of its terms get the guarded terms."""
    terms = _guarded(guard, "terms", facet.terms, _strings)
    values = terms if facet.values is facet.terms else facet.values
    searched = terms if facet.searched is facet.terms else facet.searched
    check = partial(_choices, _key_check(facet))
    return replace(
        facet,
        terms=terms,
        values=_guarded(guard, "values", values, _value_check(facet)),
        searched=_guarded(guard, "searched", searched, _strings),
        choices=facet.choices and guard.wrap("choices", facet.choices, check, without_values),
        keys=_guarded_keys(facet, terms, guard),
        order=_guarded_order(facet, terms, guard),
        identity=_guarded_unless(fold, guard, "identity", facet.identity, _string),
        label=_guarded_unless(str, guard, "label", facet.label, _string),
        label_order=guard.wrap(
            "label_order", facet.label_order, _key, lambda label: _key(label_order(label))
        ),
    )


def _guarded(
    guard: Guard,
    name: str,
    function: Callable[[Publication], object],
    check: Callable[[object], tuple[T, ...]],
) -> Callable[[Publication], tuple[T, ...]]:
    """Return a guarded function of publications, unless it is the default that returns nothing."""
    return without_values if function is without_values else guard.wrap(name, function, check, without_values)


def _guarded_unless(
    default: Callable[[str], str],
    guard: Guard,
    name: str,
    function: Callable[[str], str],
    check: Callable[[object], str],
) -> Callable[[str], str]:
    """Return a guarded function of terms, unless it is the default."""
    return function if function is default else guard.wrap(name, function, check, default)


def _rebound(function: Callable[[Publication], T], facet: Facet, terms: Terms) -> Callable[[Publication], T]:
    """Return a function; one that is derived from the terms of a facet gets the guarded terms."""
    if not isinstance(function, partial) or facet.terms not in function.args:
        return function
    arguments = (terms if argument is facet.terms else argument for argument in function.args)
    return partial(function.func, *arguments)


def _value_check(facet: Facet) -> Callable[[object], tuple[Value, ...]]:
    return _plain_values if facet.matching is None else partial(_values, facet.matching)


def _key_check(facet: Facet) -> Callable[[object], Key]:
    return _name_key if facet.authority == "people" else _key


def _guarded_keys(facet: Facet, terms: Terms, guard: Guard) -> Keys:
    """Return the function of sort keys, as many as there are terms that are not empty."""
    keys = _rebound(facet.keys, facet, terms)
    if keys is not facet.keys or keys is without_values:
        return keys
    check, derived = _key_check(facet), text_keys(terms)

    def aligned(publication: Publication) -> tuple[Key, ...]:
        if not terms(publication):
            return ()
        all_terms, all_keys = _tuple(facet.terms(publication)), _tuple(facet.keys(publication))
        if len(all_terms) != len(all_keys):
            raise TypeError(f"it returns {len(all_keys)} sort keys for {len(all_terms)} terms")
        pairs = zip(all_terms, map(check, all_keys), strict=True)
        return tuple([key for term, key in pairs if str(term).strip()])

    def alphabetical(publication: Publication) -> tuple[Key, ...]:
        return tuple(map(check, derived(publication)))

    return guard.protect("keys", aligned, alphabetical, facet.keys)


def _guarded_order(facet: Facet, terms: Terms, guard: Guard) -> Order:
    order = _rebound(facet.order, facet, terms)
    if order is not facet.order or order is without_values:
        return order
    return guard.wrap("order", order, _order, lambda _: None)


# Parts and layouts


def guard_part(part: Part, guard: Guard) -> Part:
    """Return a part with guarded functions, whose trees are safe."""
    cell = part.cell and _guarded_part("cell", part.cell, guard)
    return replace(part, value=_guarded_part("value", part.value, guard), cell=cell)


def _guarded_part(name: str, value: PartValue, guard: Guard) -> PartValue:
    def safe(paper: Publication, entry: EntryView) -> Tree:
        return safe_tree(value(paper, entry), entry.options.schemes)

    return guard.protect(name, safe, lambda _paper, _entry: (), value)


def guard_layout(layout: Layout, parts: Table[Part], guard: Guard) -> Layout:
    """Return a layout with guarded functions; the built-in ones take their place if they fail."""
    return replace(
        layout,
        person=guard.wrap("person", layout.person, _string, full_name),
        nodes=layout.nodes and _guarded_nodes(layout, parts, guard),
        lists=layout.lists and _guarded_lists(layout, parts, guard),
    )


def _guarded_nodes(layout: Layout, parts: Table[Part], guard: Guard) -> Callable[..., NodeList]:
    plain = replace(layout, nodes="", lists="")

    def write(entry: EntryView, make_math: MakeMath) -> NodeList:
        from sphinxext_pubs.render.nodes import (  # only for builders without templates
            NodeWriter,
            load_writer,
            node_list,
        )

        try:
            return node_list(load_writer(layout.nodes)(entry, make_math))
        except Exception as error:  # whatever the code of a package raises
            guard.fail("nodes", layout.nodes, entry.paper, error)
            writer = NodeWriter(make_math, parts)
            return writer.rows(entry, plain) if plain.columns else writer.blocks(entry, plain)

    return write


def _guarded_lists(layout: Layout, parts: Table[Part], guard: Guard) -> Callable[..., NodeList]:
    plain = replace(layout, lists="")

    def write(entries: Sequence[EntryView], shown: Layout, make_math: MakeMath) -> NodeList:
        from sphinxext_pubs.render.nodes import list_nodes, load_list_writer, node_list  # as above

        try:
            return node_list(load_list_writer(layout.lists)(entries, shown, make_math))
        except Exception as error:  # whatever the code of a package raises
            guard.fail("lists", layout.lists, entries[0].paper, error)
            return list_nodes(entries, plain, make_math, parts)

    return write
