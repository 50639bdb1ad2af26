"""Blocks that not every builder builds: which conditions are around a node, and which of them are true.

Sphinx evaluates ``only`` and ``ifconfig`` when a page is written, each with its own code. It does not write
the blocks of ``todo`` unless ``todo_include_todos`` is set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import Reporter
from jinja2 import TemplateSyntaxError
from sphinx.util.docutils import new_document

from sphinxext_pubs.extension.nodes import pubs_downloads, pubs_filter, pubs_list, pubs_listing
from sphinxext_pubs.project.conditions import Condition, Conditions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx

    from sphinxext_pubs.project.tables import Tables

#: The nodes of lists that are numbered or replaced when a page is written.
_OF_LISTS = (pubs_listing, pubs_list, pubs_filter, pubs_downloads)

#: The names of nodes around conditional content, with the attribute that has the expression.
_ONLY, _IFCONFIG, _TODO = "only", "ifconfig", "todo_node"
_EXPRESSIONS = {_ONLY: "expr", _IFCONFIG: "expr", _TODO: ""}


def conditions_around(node: nodes.Node) -> Conditions:
    """Return the conditions of the blocks around a node, the outermost first."""
    found: list[Condition] = []
    ancestor = node.parent
    while ancestor is not None:
        if ancestor.tagname in _EXPRESSIONS:
            found.append(_condition_of(ancestor))
        ancestor = ancestor.parent
    return (tuple(dict.fromkeys(reversed(found))),) if found else ()


def _condition_of(block: nodes.Element) -> Condition:
    """Return the condition of a node around conditional content."""
    return block.tagname, str(block.get(_EXPRESSIONS[block.tagname], ""))


def is_never_built(node: nodes.Node) -> bool:
    """True if Sphinx does not write a node where it is, such as in a definition of a substitution."""
    ancestor = node.parent
    while ancestor is not None:
        if isinstance(ancestor, _NEVER_BUILT):
            return True
        ancestor = ancestor.parent
    return False


#: The nodes that Sphinx never writes: definitions, metadata, and the headers and footers of docutils.
_NEVER_BUILT = (nodes.substitution_definition, nodes.docinfo, nodes.decoration)


def record_conditional_links(
    tables: Tables, document: nodes.document, docname: str, toctrees: Sequence[nodes.Element]
) -> None:
    """Record the toctrees, and the directories of generated pages, of a document if one is conditional."""
    rows = [(tuple(map(str, node["includefiles"])), conditions_around(node)) for node in toctrees]
    if any(conditions for _, conditions in rows):
        tables.conditional_toctrees[docname] = tuple(rows)
        tables.record_conditions(docname, (conditions for _, conditions in rows))
    if docname in tables.parents:
        parents = (node for node in document.findall(nodes.Element) if "pubs_parent" in node)
        kinds = [(str(node["pubs_parent"]), conditions_around(node)) for node in parents]
        if any(conditions for _, conditions in kinds):
            tables.conditional_parents[docname] = tuple(kinds)
            tables.record_conditions(docname, (conditions for _, conditions in kinds))


def remove_lists(document: nodes.document, holds: Callable[[Condition], bool]) -> None:
    """Remove lists from blocks that are not built: Sphinx removes these after lists have been numbered."""
    blocks = [node for node in document.findall(nodes.Element) if node.tagname in _EXPRESSIONS]
    for block in blocks:
        if not holds(_condition_of(block)):
            for node in list(block.findall(nodes.Element)):
                if isinstance(node, _OF_LISTS) or "pubs-group" in node["classes"]:
                    node.parent.remove(node)


class Evaluator:
    """Evaluates the conditions of a build, each once."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._values: dict[Condition, bool] = {}

    def holds(self, condition: Condition) -> bool:
        """True if content with a condition is built."""
        if condition not in self._values:
            kind, expression = condition
            self._values[condition] = _EVALUATE[kind](self._app, expression)
        return self._values[condition]


def _has_tags(app: Sphinx, expression: str) -> bool:
    """True if an expression of ``only`` is true; as in Sphinx, also if it is invalid."""
    try:
        return bool(app.builder.tags.eval_condition(expression))
    except (ValueError, TemplateSyntaxError):
        return True


def _is_configured(app: Sphinx, expression: str) -> bool:
    """True if Sphinx keeps the content of an ``ifconfig`` with this expression."""
    from sphinx.ext.ifconfig import ifconfig, process_ifconfig_nodes  # only for projects that use it

    content, document = nodes.comment(), new_document("")
    document.reporter = Reporter("", _SILENT, _SILENT)  # Sphinx reports invalid expressions
    document += ifconfig("", content, expr=expression)
    process_ifconfig_nodes(app, document, "")
    return content.parent is document


#: The level above all levels of messages of docutils.
_SILENT = 5


def _includes_todos(app: Sphinx, _expression: str) -> bool:
    return bool(getattr(app.config, "todo_include_todos", False))


_EVALUATE: dict[str, Callable[[Sphinx, str], bool]] = {
    _ONLY: _has_tags,
    _IFCONFIG: _is_configured,
    _TODO: _includes_todos,
}
