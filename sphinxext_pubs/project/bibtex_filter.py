"""The filter expressions of ``.. bibliography::``, parsed as Python and evaluated on the syntax tree.

Names are ``key``, ``type``, ``author``, ``editor``, ``cited``, ``docname``, ``docnames`` and fields. In
sphinxcontrib-bibtex ``%`` matches a regular expression. Here it searches for text in which ``|``, ``.*``,
``^`` and ``$`` have their meaning, because matching an arbitrary pattern could take forever.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sphinxext_pubs.model.problems import Suggestion
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation import names
from sphinxext_pubs.project.bibtex_filter_check import FilterError, kind_of, operands_of

#: The maximum length of an expression, in characters.
MAX_LENGTH = 2000


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
        kind_of(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, FilterError):
            raise
        remedy = Suggestion(remedy='Write an expression such as: cited and year >= "2020"')
        raise FilterError("the expression cannot be read", remedy) from None
    return tree


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
        return _compare(node, _value(node.left, paper, context), _value(node.comparators[0], paper, context))
    raise FilterError(f"“{ast.unparse(node)[:60]}” is not allowed in a filter")


def _compare(node: ast.Compare, left: Any, right: Any) -> Any:
    if any(isinstance(operand, ast.Name) and operand.id == "key" for operand in operands_of(node)):
        left, right = _lowered(left), _lowered(right)
    return _COMPARE[type(node.ops[0])](left, right)


def _lowered(value: Any) -> Any:
    """Return a text or set in lower case, in which sphinxcontrib-bibtex compares keys."""
    if isinstance(value, set):
        return set(map(_lowered, value))
    return value.lower() if isinstance(value, str) else value


def _combine(node: ast.BinOp, left: Any, right: Any) -> Any:
    """Return the result of ``%`` between texts, or of ``&`` or ``|`` between sets or truth values."""
    if isinstance(node.op, ast.Mod):
        return _contains_pattern(str(right), str(left))
    if isinstance(node.op, ast.BitAnd):
        return left & right
    if isinstance(node.op, ast.BitOr):
        return left | right
    raise FilterError(f"“{ast.unparse(node)[:60]}” is not allowed in a filter")


def _contains_pattern(pattern: str, text: str) -> bool:
    """True if a text contains one of the alternatives of a pattern, regardless of case."""
    return any(_contains_in_order(part.lower(), text.lower()) for part in pattern.split("|"))


def _contains_in_order(part: str, text: str) -> bool:
    """True if a text contains the pieces between ``.*``, with ``^`` at its start and ``$`` at its end."""
    is_start, is_end = part.startswith("^"), part.endswith("$") and not part.endswith("\\$")
    pieces = [re.sub(r"\\(.)", r"\1", piece) for piece in part[is_start : len(part) - is_end].split(".*")]
    if not text.startswith(pieces[0] if is_start else "") or not text.endswith(pieces[-1] if is_end else ""):
        return False
    if is_start and is_end and len(pieces) == 1:
        return text == pieces[0]
    start, end = len(pieces[0]) * is_start, len(text) - len(pieces[-1]) * is_end
    for piece in pieces[is_start : len(pieces) - is_end]:
        position = text.find(piece, start, end)
        if position < 0:
            return False
        start = position + len(piece)
    return start <= end


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
