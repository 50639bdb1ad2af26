"""The filter expressions of ``.. bibliography::``, parsed as Python and evaluated on the syntax tree.

Names are ``key``, ``type``, ``author``, ``editor``, ``cited``, ``docname``, ``docnames`` and fields. In
sphinxcontrib-bibtex ``%`` matches a regular expression; here it searches for plain text, because matching
an arbitrary pattern could take forever.
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

#: The maximum length of an expression, in characters.
MAX_LENGTH = 2000


class FilterError(InvalidValueError):
    """A filter expression that is not valid."""


@dataclass(frozen=True, slots=True)
class FilterContext:
    """The values of an expression that are not in the paper: the document, and those that cite the paper."""

    docname: str = ""
    docnames: frozenset[str] = frozenset()


_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda item, container: item in container,
    ast.NotIn: lambda item, container: item not in container,
}


def parse(expression: str) -> ast.expr:
    """Return the syntax tree of an expression; raises FilterError if it is invalid."""
    if len(expression) > MAX_LENGTH:
        raise FilterError(f"the expression is longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
        _check_nodes(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, FilterError):
            raise
        raise FilterError("the expression cannot be read", _EXAMPLE) from None
    return tree


_ALLOWED_NODES = (
    ast.BoolOp,
    ast.UnaryOp,
    ast.BinOp,
    ast.Compare,
    ast.Name,
    ast.Constant,
    ast.Set,
    ast.boolop,
)
_ALLOWED_PARTS = (ast.unaryop, ast.operator, ast.cmpop, ast.expr_context)


def _check_nodes(tree: ast.expr) -> None:
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED_NODES + _ALLOWED_PARTS):
            raise FilterError(f"“{ast.unparse(node)[:60]}” is not allowed in a filter")
        if error := _error_of(node):
            raise FilterError(f"“{ast.unparse(node)[:60]}” {error}", _EXAMPLE)


def _error_of(node: ast.AST) -> str:
    """Return what is invalid in a node of an allowed type, or an empty string."""
    if isinstance(node, ast.Compare):
        if len(node.ops) > 1:
            return "has several comparisons; join two with “and”"
        return "" if type(node.ops[0]) in _COMPARE else "has an operator that is not allowed in a filter"
    if isinstance(node, ast.UnaryOp):
        return "" if isinstance(node.op, ast.Not) else "has an operator that is not allowed in a filter"
    if isinstance(node, ast.BinOp):
        if not isinstance(node.op, ast.Mod | ast.BitAnd | ast.BitOr):
            return "has an operator that is not allowed in a filter"
        constants = (side for side in (node.left, node.right) if isinstance(side, ast.Constant))
        if isinstance(node.op, ast.Mod) and not all(isinstance(side.value, str) for side in constants):
            return "needs text on both sides of “%”"
    return ""


_EXAMPLE = Suggestion(remedy='Write an expression such as: cited and year >= "2020"')


def matches(tree: ast.expr, paper: Publication, context: FilterContext) -> bool:
    """True if a paper matches an expression; False if its values cannot be compared."""
    try:
        return bool(_value(tree, paper, context))
    except (TypeError, KeyError, FilterError):
        return False


def _value(node: ast.expr, paper: Publication, context: FilterContext) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return _value_of_name(node.id, paper, context)
    if isinstance(node, ast.Set):
        return {_value(element, paper, context) for element in node.elts}
    if isinstance(node, ast.BoolOp):
        values = (bool(_value(operand, paper, context)) for operand in node.values)
        return all(values) if isinstance(node.op, ast.And) else any(values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _value(node.operand, paper, context)
    if isinstance(node, ast.BinOp):
        return _combine(node, _value(node.left, paper, context), _value(node.right, paper, context))
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        compare = _COMPARE[type(node.ops[0])]
        return compare(_value(node.left, paper, context), _value(node.comparators[0], paper, context))
    raise FilterError(f"“{ast.unparse(node)[:60]}” is not allowed in a filter")


def _combine(node: ast.BinOp, left: Any, right: Any) -> Any:
    """Return the result of ``%`` between texts, or of ``&`` or ``|`` between sets."""
    if isinstance(node.op, ast.Mod):
        return _contains_pattern(str(right), str(left))
    if isinstance(node.op, ast.BitAnd):
        return set(left) & set(right)
    if isinstance(node.op, ast.BitOr):
        return set(left) | set(right)
    raise FilterError(f"“{ast.unparse(node)[:60]}” is not allowed in a filter")


def _contains_pattern(pattern: str, text: str) -> bool:
    """True if a text contains one of the alternatives of a pattern, regardless of case."""
    alternatives = (re.sub(r"\\(.)", r"\1", part).strip("^$") for part in pattern.split("|"))
    return any(_contains_in_order(part.lower().split(".*"), text.lower()) for part in alternatives)


def _contains_in_order(pieces: list[str], text: str) -> bool:
    start = 0
    for piece in pieces:
        position = text.find(piece, start)
        if position < 0:
            return False
        start = position + len(piece)
    return True


def _value_of_name(name: str, paper: Publication, context: FilterContext) -> Any:
    special: Mapping[str, Callable[[], Any]] = {
        "key": lambda: paper.key,
        "type": lambda: paper.entry_type.lower(),
        "cited": lambda: bool(context.docnames),
        "docname": lambda: context.docname,
        "docnames": lambda: set(context.docnames),
        "author": lambda: " and ".join(map(names.inverted_name, paper.author)),
        "editor": lambda: " and ".join(map(names.inverted_name, paper.editor)),
        "title": lambda: str(paper.title),
        "year": lambda: str(paper.issued.parts[0]) if paper.issued and paper.issued.parts else "",
    }
    if name in special:
        return special[name]()
    return dict(paper.source_fields).get(name, "")
