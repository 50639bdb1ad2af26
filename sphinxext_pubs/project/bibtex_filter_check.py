"""Checks of the filter expressions of ``.. bibliography::``, before they are applied to papers."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from sphinxext_pubs.model.problems import InvalidValueError, Suggestion

#: The kinds of values: text, sets of texts, truth values, and other constants such as numbers.
Kind: TypeAlias = Literal["text", "set", "truth value", "number"]


class FilterError(InvalidValueError):
    """A filter expression that is not valid."""


#: The names whose values are not texts.
_NAMES: dict[str, Kind] = {"cited": "truth value", "docnames": "set"}

#: The characters of regular expressions that are searched as text.
_UNSUPPORTED = re.compile(r"\\[A-Za-z0-9]|(?<!\\)[\[\](){}?+]|(?<![.\\])\*")


def kind_of(node: ast.expr) -> Kind:
    """Return the kind of value of an expression; raises FilterError if it or a part of it is invalid."""
    for node_type, check in _CHECKS:
        if isinstance(node, node_type):
            return check(node)
    raise _not_allowed(node)


def operands_of(node: ast.expr) -> list[ast.expr]:
    """Return the operands of a comparison or operator."""
    return [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]


def pattern_problems(tree: ast.expr) -> Iterator[FilterError]:
    """Yield a problem for each pattern after ``%`` that has unsupported characters of regular expressions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            pattern = node.right.value if isinstance(node.right, ast.Constant) else ""
            if isinstance(pattern, str) and (found := _UNSUPPORTED.search(pattern)):
                yield FilterError(
                    f"“{found[0]}” in “{pattern}” is searched as text",
                    Suggestion(
                        remedy="Only ^, $, | and .* have a meaning after %; write \\ before other signs"
                    ),
                )


def _not_allowed(node: ast.expr, remedy: str = "") -> FilterError:
    sentence = f"“{ast.unparse(node)[:60]}” is not allowed in a filter"
    return FilterError(sentence, Suggestion(remedy=remedy) if remedy else None)


def _constant(node: ast.Constant) -> Kind:
    if isinstance(node.value, str):
        return "text"
    if isinstance(node.value, bool):
        return "truth value"
    if isinstance(node.value, int | float):
        return "number"
    raise _not_allowed(node)


def _set(node: ast.Set) -> Kind:
    for element in node.elts:
        if kind_of(element) != "text":
            raise _not_allowed(element, "Write texts in sets, in quotation marks")
    return "set"


def _condition(node: ast.BoolOp) -> Kind:
    for operand in node.values:
        kind_of(operand)
    return "truth value"


def _negation(node: ast.UnaryOp) -> Kind:
    if not isinstance(node.op, ast.Not):
        raise _not_allowed(node, "Write not to negate a condition")
    kind_of(node.operand)
    return "truth value"


def _operation(node: ast.BinOp) -> Kind:
    left, right = kind_of(node.left), kind_of(node.right)
    if isinstance(node.op, ast.Mod):
        if left == right == "text":
            return "truth value"
        raise _not_allowed(node, "Write texts on both sides of %")
    if isinstance(node.op, ast.BitAnd | ast.BitOr):
        if left == right in ("set", "truth value"):
            return left
        raise _not_allowed(node, "Write sets on both sides of & and |, or conditions in parentheses")
    raise _not_allowed(node)


def _comparison(node: ast.Compare) -> Kind:
    if len(node.ops) > 1:
        raise _not_allowed(node, "Write two comparisons with “and” between them")
    operator, left, right = node.ops[0], kind_of(node.left), kind_of(node.comparators[0])
    if isinstance(operator, ast.Is | ast.IsNot):
        raise _not_allowed(node, "Write == or != in place of is")
    if isinstance(operator, ast.In | ast.NotIn):
        if right == "set" or left == right == "text":
            return "truth value"
        raise _not_allowed(node, "Write a set or a text after in")
    if left != right and "number" in (left, right):
        raise _not_allowed(node, "Write values in quotation marks, also years: all fields are texts")
    if left != right and not isinstance(operator, ast.Eq | ast.NotEq):
        raise _not_allowed(node, "Write values of the same kind on both sides")
    return "truth value"


_CHECKS: tuple[tuple[type[ast.expr], Callable[..., Kind]], ...] = (
    (ast.Constant, _constant),
    (ast.Name, lambda node: _NAMES.get(node.id, "text")),
    (ast.Set, _set),
    (ast.BoolOp, _condition),
    (ast.UnaryOp, _negation),
    (ast.BinOp, _operation),
    (ast.Compare, _comparison),
)
