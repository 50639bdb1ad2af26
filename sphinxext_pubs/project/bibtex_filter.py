"""The filter expressions of ``.. bibliography::``: read with Python's grammar, evaluated by a small walk.

Names are ``key``, ``type``, ``author``, ``editor``, ``cited``, ``docname``, ``docnames``, fields. ``%`` is a
regular expression there, and here a search for texts, since a pattern could take for ever.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sphinxext_pubs.model.problems import InvalidValueError, Suggestion
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation import names

#: The longest expression, in characters.
MAX_LENGTH = 2000


class FilterError(InvalidValueError):
    """A filter expression that is not valid."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an expression may ask beside the paper: the page, and the pages that cite the paper."""

    docname: str = ""
    docnames: frozenset[str] = frozenset()


_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, other: one in other,
    ast.NotIn: lambda one, other: one not in other,
}


def parse(expression: str) -> ast.expr:
    """The expression; raises FilterError."""
    if len(expression) > MAX_LENGTH:
        raise FilterError(f"the expression is longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
        _check(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, FilterError):
            raise
        remedy = Suggestion(remedy='Write an expression such as: cited and year >= "2020"')
        raise FilterError("the expression cannot be read", remedy) from None
    return tree


_KNOWN = (ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.Compare, ast.Name, ast.Constant, ast.Set, ast.boolop)
_PARTS = (ast.unaryop, ast.operator, ast.cmpop, ast.expr_context)


def _check(tree: ast.expr) -> None:
    for node in ast.walk(tree):
        if not isinstance(node, _KNOWN + _PARTS):
            raise FilterError(f"“{ast.unparse(node)[:60]}” is not allowed in a filter")


def matches(tree: ast.expr, paper: Publication, place: Place) -> bool:
    """Whether a paper meets the expression; what cannot be compared does not."""
    try:
        return bool(_value(tree, paper, place))
    except (TypeError, KeyError, FilterError):
        return False


def _value(node: ast.expr, paper: Publication, place: Place) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return _named(node.id, paper, place)
    if isinstance(node, ast.Set):
        return {_value(each, paper, place) for each in node.elts}
    if isinstance(node, ast.BoolOp):
        found = (bool(_value(each, paper, place)) for each in node.values)
        return all(found) if isinstance(node.op, ast.And) else any(found)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _value(node.operand, paper, place)
    if isinstance(node, ast.BinOp):
        return _combined(node, _value(node.left, paper, place), _value(node.right, paper, place))
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        compare = _COMPARE[type(node.ops[0])]
        return compare(_value(node.left, paper, place), _value(node.comparators[0], paper, place))
    raise FilterError(f"“{ast.unparse(node)[:60]}” is not allowed in a filter")


def _combined(node: ast.BinOp, left: Any, right: Any) -> Any:
    """``%`` between texts, ``&`` and ``|`` between sets."""
    if isinstance(node.op, ast.Mod):
        return _found(str(right), str(left))
    if isinstance(node.op, ast.BitAnd):
        return set(left) & set(right)
    if isinstance(node.op, ast.BitOr):
        return set(left) | set(right)
    raise FilterError(f"“{ast.unparse(node)[:60]}” is not allowed in a filter")


def _found(pattern: str, text: str) -> bool:
    """True if a text contains one of the alternatives of a pattern, regardless of case."""
    alternatives = (re.sub(r"\\(.)", r"\1", part).strip("^$") for part in pattern.split("|"))
    return any(_in_order(part.lower().split(".*"), text.lower()) for part in alternatives)


def _in_order(pieces: list[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _named(name: str, paper: Publication, place: Place) -> Any:
    special: Mapping[str, Callable[[], Any]] = {
        "key": lambda: paper.key,
        "type": lambda: paper.entry_type.lower(),
        "cited": lambda: bool(place.docnames),
        "docname": lambda: place.docname,
        "docnames": lambda: set(place.docnames),
        "author": lambda: " and ".join(map(names.inverted_name, paper.author)),
        "editor": lambda: " and ".join(map(names.inverted_name, paper.editor)),
        "title": lambda: str(paper.title),
        "year": lambda: str(paper.issued.parts[0]) if paper.issued and paper.issued.parts else "",
    }
    if name in special:
        return special[name]()
    return dict(paper.source).get(name, "")
